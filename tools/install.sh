#!/usr/bin/env bash
# Makes the virtual environment: with uv where it is there, else with venv and pip. Both install what uv.lock says.
# For development the event coder comes too, from its folder, without what trains it.
# usage: install.sh VENV [dev]
set -euo pipefail
venv=$1
dev=${2:-}
coder=./packages/detente-coder
if command -v uv >/dev/null 2>&1; then
  export UV_PROJECT_ENVIRONMENT=$venv UV_COMPILE_BYTECODE=1
  if [ -n "$dev" ]; then uv sync --quiet --locked; else uv sync --quiet --locked --no-dev; fi
  [ -z "$dev" ] || uv pip install --quiet --python "$venv/bin/python" -c constraints-dev.txt --editable "$coder"
  "$venv/bin/python" -m compileall -q src
  exit
fi
python=${PYTHON:-}
for name in python3.13 python3.12 python3.11 python3; do
  [ -n "$python" ] || ! command -v "$name" >/dev/null 2>&1 || ! "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || python=$name
done
[ -n "$python" ] || { echo "Detente needs Python 3.11 or newer" >&2; exit 2; }
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv" || {
  echo "the venv module is missing; on Debian: apt-get install python3-venv" >&2
  exit 2
}
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "constraints${dev:+-dev}.txt"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
[ -z "$dev" ] || "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints-dev.txt --editable "$coder"
"$venv/bin/python" -m compileall -q src
