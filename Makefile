# One way to run things, on a laptop and in CI. Everything lives in .venv; nothing outside it is changed, except that
# `make tools` asks the system's package manager for Chromium and LaTeX where it may.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SPHINX := $(BIN)/python -m sphinx --fail-on-warning --nitpicky --keep-going

.PHONY: help example test tools lint types layers docs pictures messages bench format clean

help:
	@echo 'make example   build example_project/ and say where to look'
	@echo 'make test      run all tests'
	@echo 'make lint types layers docs   the other checks of CI'
	@echo 'make bench     measure against the budget'

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade pip

# One stamp for each group of dependencies, made anew when they change.
$(VENV)/installed-%: pyproject.toml | $(BIN)/python
	$(PIP) install --editable . --group $*
	@touch $@

example: $(VENV)/installed-docs
	$(SPHINX) --quiet --builder html example_project build/example
	@echo 'Look at build/example/index.html, and at a generated page:'
	@echo 'build/example/cache/develop-2025-10-12/packages/hdf5.html'

tools:
	@.ci/tools

test: tools $(VENV)/installed-test
	$(BIN)/python -m pytest --numprocesses auto $(ARGS)

lint: $(VENV)/installed-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/installed-lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/installed-lint
	$(BIN)/mypy

layers: $(VENV)/installed-lint
	$(BIN)/lint-imports

docs: $(VENV)/installed-docs
	$(SPHINX) --quiet --builder html docs build/docs
	@echo 'Look at build/docs/index.html'

pictures: tools example $(VENV)/installed-test
	$(BIN)/python docs/take_pictures.py build/example

# Collects the words on our pages, and compiles their translations.
LOCALE := sphinxext_cache/locale
messages: $(VENV)/installed-lint
	$(BIN)/pybabel --quiet extract --mapping $(LOCALE)/babel.cfg --keywords _later --no-location --sort-output \
	    --project sphinxext-cache --omit-header --output $(LOCALE)/sphinxext_cache.pot sphinxext_cache
	$(BIN)/pybabel --quiet update --domain sphinxext_cache --no-fuzzy-matching --omit-header --ignore-obsolete \
	    --input-file $(LOCALE)/sphinxext_cache.pot --output-dir $(LOCALE)
	$(BIN)/pybabel --quiet compile --use-fuzzy --domain sphinxext_cache --directory $(LOCALE)

bench: $(VENV)/installed-bench
	$(BIN)/python -m benchmarks.read
	$(BIN)/python -m benchmarks.build

clean:
	rm -rf build dist node_modules $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
