# The main commands are `make run` and `make test`; README.md describes all of them.

PYTHON ?= python3
PORT ?= 8000
export ARCHIVE_DATA ?= $(CURDIR)/var
# The site writes into its data folder only; bytecode would be written beside the code.
export PYTHONDONTWRITEBYTECODE := 1

BIN := .venv/bin
# Stamp files: the environment has requirements.txt installed, or also one of two others.
RUNS := .venv/.runs
TESTS := .venv/.tests
BENCH := .venv/.bench

# Not quiet: on a slow line it takes minutes.
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --require-hashes --requirement
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal
# Versions for Linux and Python 3.11; the hashes are those of all files of a version, so that the
# locks serve other processors and newer Pythons, too. Versions in a lock are kept while
# pyproject.toml permits them; without the lock, the newest are taken.
LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --generate-hashes \
	--python-platform linux --python-version 3.11 pyproject.toml

.PHONY: run check test coverage lint hooks score torture audit bench pictures bundle venv venv-bench lock

run: $(RUNS)
	@PORT='$(PORT)' exec deploy/serve.sh

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

# Kills, power cuts, full disks, crowds and hostile input, for an hour; prints a table. As root it
# also mounts a small disk. `make torture TRIALS="kills queries"` runs some of it.
torture: $(TESTS)
	@$(BIN)/python -m tests.torture $(TRIALS)

# Known vulnerabilities of the locked packages, where their index can be reached.
audit: $(TESTS)
	@$(BIN)/python -m tests.audit_packages

# Measure the reader: throughput, time by step, slowest texts.
bench: $(RUNS)
	@$(BIN)/python -m benchmarks.reading

# Take the pictures of the README and of the editors' guide.
pictures: $(TESTS)
	@$(BIN)/python -m tests.browser.pictures

# One file for machines without internet, in dist/.
bundle: $(RUNS)
	@deploy/bundle/make_bundle.sh dist

venv: $(TESTS)

# Install what benchmarks/search.py compares the search with.
venv-bench: $(BENCH)

# Write the requirements files from pyproject.toml.
lock: $(TESTS)
	$(LOCK) --output-file requirements.txt
	$(LOCK) --group postgres --output-file requirements-postgres.txt
	$(LOCK) --group dev --output-file requirements-dev.txt
	$(LOCK) --group bench --output-file requirements-bench.txt

$(RUNS): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 或更新的版本：make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "python3 不能建虚拟环境，请先安装：apt-get install python3-venv" >&2; exit 1; }
	@echo "第一次启动或升级后：安装 $$(grep -c '^[a-z].*==' requirements.txt) 个 Python 包到 .venv，下载约 70 MB……"
	$(PIP_INSTALL) requirements.txt
	@touch $@

$(TESTS): requirements-dev.txt $(RUNS)
	$(PIP_INSTALL) requirements-dev.txt
	@touch $@

$(BENCH): requirements-bench.txt $(RUNS)
	$(PIP_INSTALL) requirements-bench.txt
	@touch $@
