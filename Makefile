# `make site` and `make test` need Python 3.11 or newer and make, and set up everything else in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := site
.PHONY: site test test-slow test-lowest fuzz lock check golden schemas materials notebook benchmark benchmark-serve
.PHONY: audit shots clean help

site: $(VENV)/.site  ## build _site/; make site ARGS="--strict" for options of the build
	@$(BIN)/faimi-site build $(ARGS)

test: $(VENV)/.dev  ## run the tests, but the slow ones
	@$(BIN)/python -m pytest -m "not slow"

test-slow: $(VENV)/.dev $(VENV)/.materials  ## run the slow tests
	@$(BIN)/python -m pytest -m slow

# The tool that knows what a workflow is needs a newer click than the program does.
test-lowest: | $(BIN)/python  ## run the tests with the lowest versions of what the program depends on
	@$(PYTHON) -m venv --clear $(VENV)/lowest
	@$(VENV)/lowest/bin/python -m pip --disable-pip-version-check install --quiet --constraint requirements/lowest.txt --editable '.[dev]'
	@$(VENV)/lowest/bin/python -m pytest -m "not slow" --ignore tests/test_workflows.py

fuzz: $(VENV)/.dev  ## feed arbitrary bytes to everything that reads, for FUZZ_SECONDS (600)
	@$(BIN)/python -m tests.fuzz

lock: | $(BIN)/python  ## renew the versions that the workflows install
	@$(PYTHON) -m venv --clear $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip --disable-pip-version-check install --quiet --editable '.[dev,materials]'
	@{ echo '# What the workflows install; `make lock` renews it.'; \
	  $(VENV)/lock/bin/python -m pip --disable-pip-version-check freeze --exclude-editable; } > requirements/ci.txt

check: $(VENV)/.dev  ## check style and types
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy

golden: $(VENV)/.dev  ## write the golden sites anew; look at the difference before you commit it
	@$(BIN)/python -m tests.golden

audit: $(VENV)/.dev tools/audit/node_modules/.stamp  ## validate all pages, and measure the main ones with Lighthouse; needs Node
	@$(BIN)/python -m tests.audit

shots: $(VENV)/.dev  ## take pictures of each kind of page into shots/, and the one for README
	@$(BIN)/python -m tests.shots

schemas: $(VENV)/.dev  ## write docs/schemas/ and docs/formats.md anew, after a change of the formats
	@$(BIN)/faimi-site schema --output docs/schemas
	@$(BIN)/python -m tests.formats

materials: $(VENV)/.materials  ## set the slides and notes
	@$(BIN)/python materials/FAIMI_Tutorial_2025/build.py

notebook: $(VENV)/.materials  ## run the notebook, and note its results for the slides
	@$(BIN)/python materials/FAIMI_Tutorial_2025/notebook.py

benchmark-serve: $(VENV)/.dev  ## measure how long a save takes to be served and to be painted
	@$(BIN)/python -m benchmarks.latency

benchmark: $(VENV)/.benchmark  ## measure beside other generators, and show it in README; takes long
	@$(BIN)/python benchmarks/run.py --linear --output benchmarks/RESULTS.md --readme

clean:  ## remove what has been built and set up
	rm -rf _site .faimi-cache shots tools/audit/node_modules $(VENV)

help:
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## */\t/'

# A stamp for each set of packages: when it is newer than pyproject.toml, nothing is installed again.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "faimi-site needs Python 3.11 or newer")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.site: pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) (once) ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) with the tools for tests (once) ..."
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.site

$(VENV)/.benchmark: pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) with the generators to compare with (once) ..."
	@$(PIP) --editable '.[benchmark]'
	@touch $@ $(VENV)/.site

$(VENV)/.materials: pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) with the tools for slides (once) ..."
	@$(PIP) --editable '.[materials]'
	@touch $@ $(VENV)/.site

tools/audit/node_modules/.stamp: tools/audit/package.json tools/audit/package-lock.json
	@command -v npm >/dev/null || { echo "make audit needs Node 20.19 or newer, with npm" >&2; exit 1; }
	@echo "Setting up tools/audit (once) ..."
	@cd tools/audit && npm ci --no-audit --no-fund --loglevel=error
	@touch $@
