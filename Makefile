# Everything a person does with this repository. `make help` lists it.

PYTHON := $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
READY := .venv/ready
PORT ?= 8000
ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check format bench lock messages

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The tools --------------------------------------------------------------------------------------------------

$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Fresh Start needs Python 3.11.")'
	@echo "Installing the parts listed in requirements.txt and requirements-dev.txt ..."
	@$(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/# via/p' requirements-dev.txt > .venv/uv.txt
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.txt requirements-dev.txt
	@touch $@

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

lock: $(READY) ## Fix the versions of all parts anew (ARGS=--upgrade for the newest)
	@$(COMPILE) $(ARGS) pyproject.toml -o requirements.txt
	@$(COMPILE) $(ARGS) --group dev -c requirements.txt -o requirements-dev.txt

# The languages of families -------------------------------------------------------------------------------------

# What Django reads is made from the files that people translate in.
LANGUAGES := $(patsubst %.po,%.mo,$(wildcard freshstart/locale/*/LC_MESSAGES/django.po))

%.mo: %.po | $(READY)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

messages: $(READY) ## Bring what is to be translated up to date (ARGS=pl begins a language)
	@$(MANAGE) messages $(ARGS)

# The service, for one person to try ---------------------------------------------------------------------------

DEMONSTRATION := var/demonstration/freshstart.sqlite3

run: export FRESHSTART_DEMONSTRATION = 1
run: export FRESHSTART_DATABASE =
run: export FRESHSTART_SITE = http://localhost:$(PORT)
run: $(LANGUAGES) $(DEMONSTRATION) var/static ## Try the service at http://localhost:8000 (PORT=... for another)
	@$(MANAGE) migrate --verbosity 0
	@$(BIN)/python -m config.local $(PORT)

# Whoever stops this half-way finds no database next time, rather than half of one.
$(DEMONSTRATION): | $(READY)
	@rm -rf $(@D)
	@echo "Making up an area to try ..."
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demonstration

var/static: $(READY) $(shell find freshstart/static -type f 2>/dev/null)
	@$(MANAGE) collectstatic --clear --no-input --verbosity 0
	@touch $@

# The tests ------------------------------------------------------------------------------------------------------

test: $(READY) $(LANGUAGES) ## Run the tests, those of the database also on PostgreSQL (ARGS="-k letters" for some)
	@$(BIN)/python -m tests.postgresql $(BIN)/pytest -n 2 --dist worksteal -m database $(ARGS)
	@$(BIN)/pytest -n 2 --dist worksteal $(ARGS)

check: $(READY) $(LANGUAGES) ## Check style, types, storeys, templates, protocols and settings
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --quiet --lint freshstart/templates
	$(MANAGE) check_protocols
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --deploy --fail-level WARNING

format: $(READY) ## Put the code into its usual shape
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

bench: $(READY) ## Measure how fast it is
	@$(BIN)/python -m bench $(ARGS)
