# The commands a person types; each makes what it needs. Python 3.11 or newer and make are all that must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo serve test lint bench eval mutants format lock clean

demo: $(VENV)/.ready
	@$(BIN)/gongkai demo

serve: $(VENV)/.ready
	@$(BIN)/gongkai serve

test: $(VENV)/.ready browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/gongkai lint
	@$(BIN)/python -m pytest -q tests/test_imports.py tests/test_form_declared_once.py

# Mistakes made in the SQL of the warehouse one at a time, to see which of them no test notices; takes some twenty minutes.
mutants: $(VENV)/.ready
	@PYTHONPATH=tests/dbt $(BIN)/python -m mutants $(MUTANTS)

format: $(VENV)/.ready
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.ready
	@$(BIN)/python -m benchmarks

eval: $(VENV)/.ready
	@$(BIN)/python -m benchmarks.evaluation $(EVAL)

# A browser for the tests of the pages: the machine's own, else its package manager's; tests say so where none can be had.
.PHONY: browser
browser:
	@sh .ci/browser

$(VENV)/.ready: requirements.lock pyproject.toml
	@sh .ci/venv $(PYTHON) $(VENV)
	@touch $@

lock:
	@$(BIN)/uv pip compile pyproject.toml --extra test --extra bench --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info
