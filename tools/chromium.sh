#!/usr/bin/env bash
# The browser tests drive Debian's Chromium: installed when this is root on Debian, named when it is not.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "no Chromium is here, so the browser tests will be skipped; on Debian: apt-get install chromium" >&2
