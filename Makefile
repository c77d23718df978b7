# Two commands: `make run` starts the bot, `make test` checks everything. Both install what is missing first.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/uv pip install --quiet --python $(BIN)/python

# torch and torchvision must be of one build. Without an NVIDIA driver the much smaller CPU builds are taken,
# where they can be reached; the registry's own builds otherwise. A dry run tells within seconds; it has to
# look even where torch is installed already.
define CHOOSE_BUILD
build=; \
if ! command -v nvidia-smi >/dev/null 2>&1 \
  && UV_HTTP_RETRIES=0 UV_HTTP_TIMEOUT=10 $(PIP) --dry-run --reinstall --no-deps --torch-backend=cpu torch >/dev/null 2>&1; \
then build=--torch-backend=cpu; fi
endef

# Processes that open strangers' files may not write, bytecode included: each would compile again what it imports.
COMPILE := PYTHONDONTWRITEBYTECODE= $(BIN)/python -c 'import knowledge.film.keyframes, knowledge.parse.pdf, \
  knowledge.parse.pdf_draw, knowledge.vision.codes, knowledge.vision.door, knowledge.vision.ocr'

.DEFAULT_GOAL := help
.PHONY: help run test clean

help:  ## Show what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

run: .venv/installed  ## Install what is missing and start the bot, in Telegram or in the sandbox
	@exec $(BIN)/groundglass run

# Bytecode is kept even where the environment says otherwise: four test processes and all that they start import the same.
test: .venv/installed-dev  ## Install what is missing and run format, lint, types and tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(COMPILE)
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal

clean:  ## Remove the environment and what the tools left; the bot's data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build dist *.egg-info
	find bot knowledge tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("Python 3.11 or newer is needed, $(PYTHON) is %d.%d; name another one: make run PYTHON=python3.12" % v[:2])'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/installed: pyproject.toml | $(BIN)/uv
	@echo "Installing groundglass into .venv; the first time this takes a few minutes."
	@$(CHOOSE_BUILD); $(PIP) $$build --editable .
	@$(COMPILE)
	@touch $@

.venv/installed-dev: pyproject.toml | $(BIN)/uv
	@echo "Installing groundglass and its tools into .venv; the first time this takes a few minutes."
	@$(CHOOSE_BUILD); $(PIP) $$build --editable '.[dev]'
	@touch $@ .venv/installed
