# Rationale: `make run` opens the window, `make test` passes the tests; each installs first what it needs.

GPU ?= auto
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null && echo "$$p" && exit; \
	done; echo python3)
VENV_PYTHON := .venv/bin/python
SET_UP := $(PYTHON) .setup/set_up.py --gpu $(GPU)
OFFSCREEN := QT_QPA_PLATFORM=offscreen
TRANSLATIONS := assets/translations/rationale_zh_CN.ts

.PHONY: help run test slow check lint format bench pictures set-up clean translations
.DEFAULT_GOAL := help

help:  ## List what make can do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20
	@echo "  GPU=auto|cuda|vulkan|metal|off chooses how llama.cpp is built (make run GPU=cuda)"

run:  ## Install what is missing and open the window
	@$(SET_UP) --window
	@$(VENV_PYTHON) -m desktop

test:  ## Install what the tests need and pass them, with or without a screen
	@$(SET_UP) --extra test
	@$(OFFSCREEN) $(VENV_PYTHON) -m pytest

slow:  ## The tests that take minutes
	@$(SET_UP) --extra test
	@$(OFFSCREEN) $(VENV_PYTHON) -m pytest -m slow

check: lint test  ## All that must hold: style, types, import rules, tests

lint:  ## Style, types and import rules only
	@$(SET_UP) --extra test
	@$(VENV_PYTHON) -m ruff check
	@$(VENV_PYTHON) -m ruff format --check
	@$(VENV_PYTHON) -m mypy
	@.venv/bin/lint-imports

format:  ## Write the files in the project's style
	@$(SET_UP) --extra test
	@$(VENV_PYTHON) -m ruff check --fix
	@$(VENV_PYTHON) -m ruff format

translations:  ## Gather the window's words for translators and compile what they wrote
	@.venv/bin/pyside6-lupdate -extensions py -no-obsolete -locations none $$(find desktop -name '*.py') -ts $(TRANSLATIONS)
	@.venv/bin/pyside6-lrelease -silent $(TRANSLATIONS)

pictures:  ## Take pictures of all states of the window: build/pictures/sheet.html
	@$(SET_UP) --extra test
	@rm -rf build/pictures
	@RATIONALE_PICTURES=build/pictures $(OFFSCREEN) $(VENV_PYTHON) -m pytest -m "slow or not slow" tests/desktop/pictures

bench:  ## Measure the engine (and fetch the server that it is compared with)
	@$(SET_UP) --extra bench
	@$(OFFSCREEN) $(VENV_PYTHON) -m desktop bench engine

set-up:  ## Install only
	@$(SET_UP)

clean:  ## Remove what was installed (.venv) and all caches; your data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build *.egg-info
