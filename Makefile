# Sijian. `make demo` shows it, `make test` tests it; both set themselves up.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	>/dev/null 2>&1 && { echo $$name; break; }; done)
BIN := .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: help demo test lint format docs bench wheel clean

help: ## says what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/'

.venv/installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later with venv is needed" \
		"(on Debian: apt-get install python3 python3-venv)." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) -e .
	@touch $@

.venv/installed-dev: .venv/installed
	$(INSTALL) -e '.[dev]'
	@touch $@

demo: .venv/installed ## builds the environment, fills and screens the demo world, serves it
	$(BIN)/sijian init --demo
	$(BIN)/sijian demo
	$(BIN)/sijian screen --all
	$(BIN)/sijian serve --demo

test: .venv/installed-dev ## runs every test
	@# in the order of the tree: files with few tests and long preparations do not come last
	$(BIN)/python -m pytest --numprocesses logical --dist loadfile --no-loadscope-reorder

lint: .venv/installed-dev ## checks style, format and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: .venv/installed-dev ## puts style and format right where a program can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: .venv/installed-dev ## writes the list of modules and the pages of datasets and models
	$(BIN)/python docs/write_tree.py
	$(BIN)/python docs/write_datasets.py
	$(BIN)/python docs/write_models.py
	$(BIN)/python docs/write_clocks.py

bench: .venv/installed-dev ## runs the benchmarks against their limits
	$(BIN)/sijian bench

wheel: .venv/installed-dev ## builds the wheel into dist/
	$(BIN)/python -m hatchling build -t wheel

clean: ## removes what was built; the stores in var/ stay
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache
