# Wahana: every target sets up what it needs by itself, once.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready-$(shell cksum pyproject.toml | cut -d' ' -f1)
ARGS ?=

.PHONY: help demo test check bench sql audit-http setup clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(STAMP) ## The whole service with its sample offices: ARGS="--port 9000 --data DIR --fresh"
	@$(BIN)/wahana demo $(ARGS)

test: $(STAMP) ## All tests and checks of style, types and borders
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest $(ARGS)

check: $(STAMP) ## Style, types and the borders of the rooms, without the tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(STAMP) ## Measures, paired with peers in one run; BENCH_JSON=file keeps the figures
	@$(BIN)/python -m tests.bench $(ARGS)

sql: $(STAMP) ## The SQL that is composed, of all views or some: ARGS="meeting dues"
	@$(BIN)/python -m wahana.deploy.show_sql $(ARGS)

audit-http: $(STAMP) ## The door against the 61 audits of npm graphql-http (needs node)
	@command -v npm >/dev/null || { echo "node and npm are missing: sudo apt-get install nodejs npm"; exit 1; }
	@test -d $(VENV)/audit-http/node_modules/graphql-http || npm install --silent --no-fund --no-audit --prefix $(VENV)/audit-http graphql-http@1.23.1 graphql@16
	@$(BIN)/python -m pytest tests/door/served/test_audits.py $(ARGS)

setup: $(STAMP) ## Virtual environment and dependencies only

clean: ## Remove the virtual environment and caches, not the data
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(STAMP): pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: sudo apt-get install python3 python3-venv python3-pip"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: sudo apt-get install python3.11 python3.11-venv, then make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "venv is missing: sudo apt-get install python3-venv python3-pip"; exit 1; }
	@echo "Setting up $(VENV) (once; about a minute) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@rm -f $(VENV)/.ready-* && touch $@
