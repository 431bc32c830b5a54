# The main commands are `make run` and `make test`; README.md describes all of them.

PYTHON ?= python3
PORT ?= 8000
ARCHIVE_DATA := $(abspath $(or $(ARCHIVE_DATA),var))
export ARCHIVE_DATA
# The site writes into its data folder only; bytecode would be written beside the code.
export PYTHONDONTWRITEBYTECODE := 1

BIN := .venv/bin
# Stamp files: the environment has requirements.txt, or also requirements-dev.txt, installed.
RUNS := .venv/.runs
TESTS := .venv/.tests

.PHONY: run test venv lint score bench

run: $(RUNS)
	@$(BIN)/python manage.py prepare_archive
	@echo "http://127.0.0.1:$(PORT)/"
	@exec $(BIN)/gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 \
		--preload --limit-request-line 8190 --worker-tmp-dir $(ARCHIVE_DATA)/tmp --no-control-socket --log-level warning

test: lint
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: $(TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python manage.py makemigrations --check --dry-run

# Score the reader on the labelled reports of tests/corpus, field by field.
score: $(TESTS)
	@for folder in texts texts_folded own own_folded; do echo "== $$folder"; \
		$(BIN)/python -m tests.bulletins.reading.score_extraction --folder $$folder || exit 1; done

# Measure the reader: throughput, time by step, slowest texts.
bench: $(RUNS)
	@$(BIN)/python -m benchmarks.reading

venv: $(TESTS)

$(RUNS): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "python3 cannot make a virtual environment: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@touch $@

$(TESTS): requirements-dev.txt requirements-bench.txt $(RUNS)
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@
