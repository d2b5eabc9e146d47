# Two commands on a fresh machine: `make demo` and `make test`. Python >= 3.11, git and make; no root.
PYTHON ?= python3
PORT ?= 8000
# Further extras to install for the tests, each after a comma: make test EXTRAS=,7z,ocr
EXTRAS ?=
# What is compared in `make test-cluster`: 1 a draw of the real texts beside the checkout, all the whole of them.
TEST_CLUSTER ?= 1
DEMO_HOME ?= .nianbao-demo
BIN := .venv/bin

.PHONY: demo test test-cluster check format clean

demo: .venv/installed
	$(BIN)/nianbao add corpus --home $(DEMO_HOME)
	$(BIN)/nianbao-web --home $(DEMO_HOME) --port $(PORT)

test: check

check: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder

# The same contracts asked of a real node of OpenSearch (wants a JDK of 17 or later and Maven), of an S3 server, and
# of a real PostgreSQL (wants its programs).
test-cluster: .venv/installed-cluster
	TEST_CLUSTER=$(TEST_CLUSTER) $(BIN)/python -m pytest tests/cluster tests/archive/objects tests/search/opensearch tests/search/test_engines.py \
	    tests/search/test_concordance.py tests/search/test_completion.py

format: .venv/installed-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv $(DEMO_HOME)

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("nianbao needs Python 3.11 or newer; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/installed-test: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test$(EXTRAS)]'
	touch $@ .venv/installed

.venv/installed-cluster: .venv/installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,cluster,cluster-test]'
	touch $@
