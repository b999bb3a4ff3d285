# One way to run things, on a laptop and in CI. Everything lives in .venv; nothing outside it is changed, except that
# `make tools` asks the system's package manager for Chromium and LaTeX where it may.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Most of what is installed is never imported: Python compiles the rest when it needs it.
export PIP_NO_COMPILE := 1
SPHINX := $(BIN)/python -m sphinx --fail-on-warning --nitpicky --keep-going

.PHONY: help example test soak tools lint types layers js docs links pictures messages bench bench-full instructions profile \
    format matrix dist clean

help:
	@echo 'make example   build example_project/ and say where to look'
	@echo 'make test      run all tests; WHEEL=1 of the wheel, as in CI'
	@echo 'make soak      run those that draw by lot at length'
	@echo 'make lint types layers js docs   the other checks of CI'
	@echo 'make links     look for broken links within the documentation and the example'
	@echo 'make matrix    run the tests on every Python, with the lowest and the newest versions of what is needed'
	@echo 'make dist      build, check and try what is published'
	@echo 'make bench     measure against the budget (make bench-full: with the whole history)'
	@echo 'make instructions   check the instructions of what is done most; ARGS=--store stores new figures'
	@echo 'make profile   write what a build spends its time on'

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade pip

# One stamp for each group of dependencies, made anew when they change. That of `lint` holds some of the others.
$(VENV)/installed-%: pyproject.toml | $(BIN)/python
	$(PIP) install --editable . --group $*
	@touch $@ $(if $(filter lint,$*),$(patsubst %,$(VENV)/installed-%,docs pictures test))

example: $(VENV)/installed-docs
	$(SPHINX) --quiet --builder html example_project build/example
	@echo 'Look at build/example/index.html, and at a generated page:'
	@echo 'build/example/cache/develop-2025-10-12/packages/hdf5.html'

tools:
	@.ci/tools

# Beside the newest versions, some projects are built with the lowest.
LOWEST := build/lowest
$(LOWEST)/installed: pyproject.toml tests/environments.py | $(BIN)/python
	$(BIN)/python -m tests.environments $(LOWEST)

PYTEST := $(BIN)/pytest --numprocesses auto --dist loadgroup
# With WHEEL=1, as in CI, the wheel is tested, with script and styles as readers get them; the next command installs the
# checkout again. Lines and branches that these tests run are counted: the others would take far longer for little more.
COUNTED := tests/catalog tests/command tests/extension tests/builders tests/structure

test: tools $(VENV)/installed-test $(LOWEST)/installed
ifndef WHEEL
	$(PYTEST) $(ARGS)
else
	rm -rf build/coverage build/wheel $(VENV)/installed-* $(LOWEST)/installed
	$(PIP) wheel --no-deps --wheel-dir build/wheel .
	set -e; for python in $(BIN)/python $(LOWEST)/bin/python; do \
	    [ -x $$python ] || continue; \
	    $$python -m pip --disable-pip-version-check --quiet install --force-reinstall --no-deps build/wheel/*.whl; \
	done
	PYTHONSAFEPATH=1 WHEEL=1 $(BIN)/coverage run $(PYTEST) $(COUNTED)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	PYTHONSAFEPATH=1 WHEEL=1 $(PYTEST) tests $(COUNTED:%=--ignore=%)
endif

# What tests draw by lot, at length: some minutes, and something else each time. SOAK_SEED=7 for other edits of projects.
soak: $(VENV)/installed-test
	SOAK=1 $(PYTEST) tests/catalog tests/consistency/test_renderers.py tests/builders/test_layout.py \
	    tests/incremental/test_edits.py $(ARGS)

SCHEMA := $(BIN)/check-jsonschema --quiet --builtin-schema

lint: $(VENV)/installed-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/sphinx-lint docs example_project
	git ls-files '*.md' '*.rst' | grep --invert-match --extended-regexp '^(tests|docs/snippets)/' | xargs $(BIN)/proselint check
	$(SCHEMA) vendor.readthedocs .readthedocs.yaml example_project/.readthedocs.yaml
	$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	$(SCHEMA) custom.github-workflows-require-timeout .github/workflows/*.yml
	$(SCHEMA) vendor.github-issue-forms .github/ISSUE_TEMPLATE/problem.yml .github/ISSUE_TEMPLATE/wish.yml
	$(SCHEMA) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(SCHEMA) vendor.dependabot .github/dependabot.yml
	$(SCHEMA) vendor.citation-file-format --force-filetype yaml CITATION.cff

format: $(VENV)/installed-lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/installed-lint
	$(BIN)/mypy

layers: $(VENV)/installed-lint
	$(BIN)/lint-imports

# Our scripts: their types, their style, and their tests without a browser.
js: tools
	node_modules/.bin/tsc
	node_modules/.bin/eslint .
	node --test tests/js/*.test.js

docs: $(VENV)/installed-docs
	$(SPHINX) --quiet --builder html docs build/docs
	@echo 'Look at build/docs/index.html'

# Links within; those to other sites are left alone, for no check touches the network.
links: docs example $(VENV)/installed-test
	$(SPHINX) --quiet --builder linkcheck --define linkcheck_ignore='https?://' docs build/links
	$(BIN)/python -m tests.broken_links build/docs build/example

pictures: tools $(VENV)/installed-pictures
	$(BIN)/python docs/take_pictures.py

# Collects the words on our pages, and compiles their translations.
LOCALE := sphinxext_cache/locale
messages: $(VENV)/installed-lint
	$(BIN)/pybabel --quiet extract --mapping $(LOCALE)/babel.cfg --no-location --sort-output \
	    --keywords 'later forms:1,2 plural:1,2' --project sphinxext-cache --omit-header --output $(LOCALE)/sphinxext_cache.pot sphinxext_cache
	$(BIN)/pybabel --quiet update --domain sphinxext_cache --no-fuzzy-matching --omit-header --ignore-obsolete \
	    --input-file $(LOCALE)/sphinxext_cache.pot --output-dir $(LOCALE)
	$(BIN)/pybabel --quiet compile --use-fuzzy --domain sphinxext_cache --directory $(LOCALE)

# Takes about half an hour on a quiet machine; ARGS=--quick for a trial, ARGS='--rows read,tag' for a part.
bench: $(VENV)/installed-bench
	$(BIN)/python -m benchmarks $(ARGS)

# The whole history: 85 tags, 102,000 packages, 425,000 specs.
bench-full: $(VENV)/installed-bench
	$(BIN)/python -m benchmarks --rows full --repeat 1 $(ARGS)

# Exact on a busy machine, too. In CI this is a check as the others are.
instructions: tools $(VENV)/installed-test
	$(BIN)/python -m benchmarks.instructions $(ARGS)

# ARGS='--host rtd' for a project of 600 documents in a theme that shows a deep tree of them.
profile: $(VENV)/installed-bench
	$(BIN)/python -m benchmarks.profiles $(ARGS)

# Each combination of versions in an environment of its own; ARGS='--python 3.12 --versions lowest' for one of them.
matrix:
	$(PYTHON) -m tests.matrix $(ARGS)

dist: $(VENV)/installed-test
	rm -rf dist
	$(BIN)/python -m build --outdir dist
	$(BIN)/python -m twine check --strict dist/*
	$(BIN)/python -m pytest tests/packaging

clean:
	rm -rf build dist node_modules $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
