# Everything a newcomer needs:  make up   starts Behalf,  make test   runs all tests.
# Settings come from the environment; `make up BEHALF_PORT=8001` works too.

SHELL := /bin/bash
PYTHON ?= $(shell for each in python3 python3.11 python3.12 python3.13; do \
  $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
VENV := .venv
RUN := $(VENV)/bin/python -m behalf
# Stories wait a lot for processes and pages: three at a time keep two cores busy. tests/order.py says which come first.
AT_ONCE := -n 3 --dist loadgroup
STAMP := $(VENV)/installed
CATALOGS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# One Behalf is six processes: without bytecode on disk each of them, at every start, compiles all our modules again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help up setup test check bench browser clean

help: ## show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

up: setup ## start everything; Ctrl-C stops it
	@$(RUN) up

setup: $(STAMP) $(CATALOGS) ## install only: virtual environment, locked dependencies, translations
	@:

$(CATALOGS): %.mo: %.po | $(STAMP)
	@$(VENV)/bin/python -m behalf.web.translations compile

$(STAMP): requirements.lock
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Behalf needs Python 3.11 or newer, as python3 or named: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python cannot make virtual environments here; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing what Behalf needs into $(VENV) (once, about half a minute) …"
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --quiet --no-deps --require-hashes -r requirements.lock
	@$(VENV)/bin/python -m pip install --quiet --quiet --no-deps --no-build-isolation --editable .
	@touch $@

browser: ## what the tests need from Debian: Chromium, Chinese and Japanese type
	@.ci/browser

test: setup browser ## run all tests
	@$(VENV)/bin/python -m pytest $(AT_ONCE) $(ARGS)

check: setup browser ## everything a change must pass: format, lint, types, contracts, migrations, tests
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/python -m behalf.web.translations check
	@$(VENV)/bin/python manage.py makemigrations --check --dry-run
	@$(VENV)/bin/python -m pytest $(AT_ONCE) $(ARGS)

bench: setup ## measure the main pages; bench/README.md says how and against what
	@$(VENV)/bin/python -m bench $(ARGS)

clean: ## remove the virtual environment and what tools left; never your data
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
