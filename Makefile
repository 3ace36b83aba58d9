# Wahana: every target sets up what it needs by itself, once.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock
STAMP := $(VENV)/.ready-$(shell cat pyproject.toml $(LOCK) | cksum | cut -d' ' -f1)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
AUDIT := $(VENV)/audit-http
# One worker for each core, each with a database server of its own.
WORKERS ?= logical
PARALLEL := -n $(WORKERS) --maxprocesses 8 --dist loadgroup --no-loadscope-reorder
ARGS ?=

.PHONY: help demo test check quick coverage bench decisions upgrade-drill sql audit-http setup tools lock hooks clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

demo: $(STAMP) ## The whole service with its sample offices: ARGS="--port 9000 --data DIR --fresh"
	@$(BIN)/wahana demo $(ARGS)

test: $(STAMP) ## All tests and checks of style, types and borders; ARGS="tests/story -k fund -n 0"
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

check: $(STAMP) ## Style, types and the borders of the rooms, without the tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

quick: $(STAMP) ## What needs no database, in two minutes: checks, the domain, the rules of the house
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -q -m "not database" tests/domain tests/tidy $(ARGS)

coverage: $(STAMP) ## Which lines of the domain and the engine its quick tests reach
	@$(BIN)/python -m coverage run -m pytest -q -m "not database" tests/domain $(ARGS)
	@$(BIN)/python -m coverage report

bench: $(STAMP) ## Measures, paired with peers in one run; BENCH_JSON=file keeps the figures
	@$(BIN)/python -m tests.bench $(ARGS)

decisions: $(STAMP) ## How long the largest commands are worked on, and whether the loop is held
	@$(BIN)/python -m tests.bench.decisions

upgrade-drill: $(STAMP) ## The release before and this one side by side, under load (5 minutes)
	@folder=$$(mktemp -d) && $(BIN)/python -m tests.witness.upgrade --work $$folder $(ARGS) && rm -rf $$folder

sql: $(STAMP) ## The SQL that is composed, of all views or some: ARGS="meeting dues"
	@$(BIN)/python -m wahana.deploy.show_sql $(ARGS)

audit-http: $(AUDIT)/node_modules ## The API against the 61 audits of npm graphql-http (needs node)
	@WAHANA_TEST_TOOLS=graphql-http $(BIN)/python -m pytest tests/api/served/test_audits.py $(ARGS)

setup: $(STAMP) ## Virtual environment and dependencies only, in the versions of requirements.lock

tools: $(AUDIT)/node_modules ## What some tests need besides: the npm package of the audits

lock: $(STAMP) ## Newer versions into requirements.lock, within the ranges of pyproject.toml
	@$(PIP) 'uv>=0.9'
	@$(BIN)/uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
	  --upgrade --generate-hashes --no-annotate --no-emit-index-url --quiet \
	  --custom-compile-command "make lock" -o $(LOCK)

hooks: $(STAMP) ## The checks before each commit (pre-commit)
	@$(PIP) 'pre-commit>=4'
	@$(BIN)/pre-commit install

clean: ## Remove the virtual environment and caches, not the data
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(STAMP): pyproject.toml $(LOCK)
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: sudo apt-get install python3 python3-venv python3-pip"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: sudo apt-get install python3.11 python3.11-venv, then make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "venv is missing: sudo apt-get install python3-venv python3-pip"; exit 1; }
	@echo "Setting up $(VENV) (once; about a minute) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --no-deps --require-hashes -r $(LOCK)
	@$(PIP) --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.ready-* && touch $@

$(AUDIT)/node_modules: tests/api/served/audit-http/package-lock.json | $(STAMP)
	@command -v npm >/dev/null || { echo "node and npm are missing: sudo apt-get install nodejs npm"; exit 1; }
	@mkdir -p $(AUDIT) && cp tests/api/served/audit-http/package*.json $(AUDIT)/
	@npm ci --prefix $(AUDIT) --silent --no-fund --no-audit && touch $@
