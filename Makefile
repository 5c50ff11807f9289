# The commands of this project. Each sets up what it stands on; the second run of a setup costs milliseconds.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help venv demo test check format bench soak lock bundle translations

help:
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

venv: ## the virtual environment with everything development needs
	@bash packaging/install-system.sh test
	@bash packaging/make-venv.sh dev

demo: ## a living demo district and a seat on it; ARGS="--tour DIR" plays it without a person
	@bash packaging/install-system.sh demo
	@bash packaging/make-venv.sh run
	@$(BIN)/python packaging/demo.py $(ARGS)

test: venv ## all tests but the long ones, on all cores; ARGS="tests/unit -k name": these, in one process
	@$(BIN)/python -m pytest $(if $(ARGS),$(ARGS),-n logical --dist loadfile --max-worker-restart 0 -m "not soak and not alone")
	@$(if $(ARGS),,$(BIN)/python -m pytest -m "alone and not soak")

soak: venv ## the long tests; ARGS=year: a year of the simulated district, counted two ways
	@$(BIN)/python -m pytest -m soak $(patsubst year,-s tests/counting/test_year.py,$(ARGS))

check: ## format, lint, types, layers: seconds
	@bash packaging/make-venv.sh dev
	@$(BIN)/python packaging/check.py

format: ## lays the code out and mends what the linter can
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

bench: ## ARGS="NAME …": figures, one JSON object a line
	@bash packaging/install-system.sh bench
	@bash packaging/make-venv.sh dev
	@$(if $(or $(if $(ARGS),,all),$(filter map_pan,$(ARGS))),bash packaging/make-venv.sh bench || echo "map_pan goes without its peer" >&2)
	@$(BIN)/python -m benchmarks $(ARGS)

bundle: venv ## the console as a folder that runs without Python, in dist/
	@$(BIN)/pyinstaller --noconfirm --log-level WARN packaging/console.spec

lock: venv ## resolves pyproject.toml anew into the lock files
	@bash packaging/lock.sh

translations: ## texts of the interface into the .ts files, and those into .qm
	@$(BIN)/python packaging/translate.py
