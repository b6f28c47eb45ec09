# Two commands for everybody: `make study` and `make test`. The rest is for those who work on Detente.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
STUDIES := studies/albania-ussr studies/albania-frus studies/yugoslavia-ussr

.PHONY: study test test-all bench load fuzz docs lock

study: $(VENV)/.installed
	@for study in $(STUDIES); do $(BIN)/detente build $$study --pdf --docx || [ $$? -eq 1 ] || exit 2; done

test: $(VENV)/.developing
	@bash tools/chromium.sh
	@bash tools/tesseract.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

test-all: $(VENV)/.developing
	@bash tools/chromium.sh
	@bash tools/tesseract.sh
	$(BIN)/pytest -m ""

bench: $(VENV)/.developing
	$(BIN)/python tools/bench.py

load: $(VENV)/.developing
	@bash tools/chromium.sh
	$(BIN)/python -m tools.load

fuzz: $(VENV)/.developing
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip -q
	$(BIN)/python -m pip install -q atheris
	$(BIN)/python tools/fuzz.py

docs: $(VENV)/.developing
	$(BIN)/python tools/docs.py
	$(BIN)/python tools/pictures.py
	$(BIN)/python -m tools.gallery

lock:
	uv lock
	uv export --quiet --no-hashes --no-emit-project --no-dev -o constraints.txt
	uv export --quiet --no-hashes --no-emit-project --all-groups -o constraints-dev.txt

$(VENV)/.installed: pyproject.toml constraints.txt
	@bash tools/install.sh $(VENV)
	@touch $@

$(VENV)/.developing: pyproject.toml constraints-dev.txt packages/detente-coder/pyproject.toml
	@bash tools/install.sh $(VENV) dev
	@touch $@ $(VENV)/.installed
