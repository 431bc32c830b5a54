# The main commands are `make run` and `make test`; README.md describes all of them.

PYTHON ?= python3
PORT ?= 8000
ARCHIVE_DATA := $(abspath $(or $(ARCHIVE_DATA),var))
export ARCHIVE_DATA
# The site writes into its data folder only; bytecode would be written beside the code.
export PYTHONDONTWRITEBYTECODE := 1

BIN := .venv/bin
# Stamp files: the environment has requirements.txt installed, or also one of the other two.
RUNS := .venv/.runs
TESTS := .venv/.tests
BENCH := .venv/.bench

PIP_INSTALL := $(BIN)/python -m pip install --quiet --require-hashes --requirement
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal
# Versions for Linux and Python 3.11; the hashes are those of all files of a version, so that the
# locks serve other processors and newer Pythons, too. Versions in a lock are kept while
# pyproject.toml permits them; without the lock, the newest are taken.
LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --generate-hashes \
	--python-platform linux --python-version 3.11 pyproject.toml

.PHONY: run check test coverage lint hooks score bench pictures venv venv-bench lock

run: $(RUNS)
	@$(BIN)/python manage.py prepare_archive
	@echo "http://127.0.0.1:$(PORT)/"
	@exec $(BIN)/gunicorn --config python:config.server.gunicorn_conf --bind 127.0.0.1:$(PORT)

# What to run while working; `make test` is what CI runs.
check: lint
	$(PYTEST) -m "not slow and not browser"

test: lint
	$(PYTEST)

# Lines and branches that no test runs; those run by processes that tests start count as not run.
coverage: $(TESTS)
	$(PYTEST) --cov --cov-report term

# The hooks of .pre-commit-config.yaml run the same programs.
lint: $(TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(find templates -name "*.html")
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python manage.py makemigrations --check --dry-run

hooks: $(TESTS)
	$(BIN)/pre-commit install

# Score the reader on the labelled reports of tests/corpus, field by field.
score: $(TESTS)
	@for folder in texts texts_folded own own_folded; do echo "== $$folder"; \
		$(BIN)/python -m tests.bulletins.reading.score_extraction --folder $$folder || exit 1; done

# Measure the reader: throughput, time by step, slowest texts.
bench: $(RUNS)
	@$(BIN)/python -m benchmarks.reading

# Take the pictures of the README and of the editors' guide.
pictures: $(TESTS)
	@$(BIN)/python -m tests.browser.pictures

venv: $(TESTS)

# Install what benchmarks/search.py compares the search with.
venv-bench: $(BENCH)

# Write the three requirements files from pyproject.toml.
lock: $(TESTS)
	$(LOCK) --output-file requirements.txt
	$(LOCK) --group dev --output-file requirements-dev.txt
	$(LOCK) --group bench --output-file requirements-bench.txt

$(RUNS): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "python3 cannot make a virtual environment: apt-get install python3-venv" >&2; exit 1; }
	$(PIP_INSTALL) requirements.txt
	@touch $@

$(TESTS): requirements-dev.txt $(RUNS)
	$(PIP_INSTALL) requirements-dev.txt
	@touch $@

$(BENCH): requirements-bench.txt $(RUNS)
	$(PIP_INSTALL) requirements-bench.txt
	@touch $@
