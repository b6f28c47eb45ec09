#!/usr/bin/env bash
# Scans are read by Debian's Tesseract: installed with the languages that are tested when this is root on Debian, named
# when it is not.
packages="tesseract-ocr tesseract-ocr-eng tesseract-ocr-sqi tesseract-ocr-rus tesseract-ocr-srp"
command -v tesseract >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  # shellcheck disable=SC2086
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages >/dev/null && exit 0
fi
echo "no Tesseract is here, so the tests of scans will be skipped; on Debian: apt-get install $packages" >&2
