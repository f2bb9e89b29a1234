# `make help` lists what can be made. Needs Python 3.11 or newer; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# A stamp is as new as the requirements that its environment was made from.
RUN := $(VENV)/.requirements
DEV := $(VENV)/.requirements-dev

.DEFAULT_GOAL := help
.PHONY: help run test check audit format lint browser bench clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN) ## serve the dashboard at http://127.0.0.1:8501 (another port: make run PORT=9000)
	@$(BIN)/streamlit run app.py $(if $(PORT),--server.port $(PORT))

check: $(RUN) ## check every catalog file; prints all problems with their place and remedy
	@$(BIN)/python -m catalog check

audit: $(RUN) ## name numbers that cannot be true together (some: make audit ARGS="--open palm")
	@$(BIN)/python -m catalog audit $(ARGS)

format: $(RUN) ## put the catalog files into their canonical form
	@$(BIN)/python -m catalog format

test: lint browser ## lint, then run every test, the browser's included (some: make test ARGS="-k timeline")
	@$(BIN)/python -m pytest --screenshot only-on-failure $(ARGS)

lint: $(DEV) ## ruff and mypy
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

browser: $(DEV) ## find a Chrome or Chromium for the browser tests, or install one
	@$(BIN)/python -m tests.browser.chromium

bench: $(DEV) ## measure build, start, audit, pages and visits against the least that such a thing takes
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.pages
	@$(BIN)/python -m tests.bench.sessions

clean: ## remove the environment, built databases and caches
	rm -rf $(VENV) var test-results .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(RUN): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "This needs Python 3.11 or newer. If it has another name here: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making $(VENV) from requirements.txt (about a minute, once)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	@echo "Adding requirements-dev.txt to $(VENV)"
	@$(PIP) -r requirements-dev.txt
	@touch $@
