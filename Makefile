# Everything runs in $(VENV); it is made once and installed anew only when pyproject.toml changes.
#   make demo PORT=8080            another port
#   make test ARGS="tests/api -x"  arguments for pytest
#   make test DATABASE_URL=postgres://user:password@host/name      another database
#   make bench SIZE=S QUICK=1 DATABASE=sqlite        a short benchmark; PostgreSQL's server is named in BENCH_SERVER
#   make test PYTHON=python3.11 VENV=.venv-7.4 WITH="wagtail~=7.4.0"  another interpreter, other versions
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
JOBS ?= auto
ARGS ?=
WITH ?=
SIZE ?= L
# The example site's settings read it too.
export PORT

BIN := $(VENV)/bin
MANAGE := $(BIN)/python example_project/manage.py
FRONTEND_URL = http://localhost:$(shell expr $(PORT) + 2)
TEMPLATES := $(wildcard wagtail_kommunmal/templates example_project/templates example_project/*/templates)

BENCH_OPTIONS := $(if $(QUICK),--quick) $(if $(DATABASE),--database $(DATABASE))

.DEFAULT_GOAL := help
.PHONY: help demo test test-all test-installed lint audit openapi types messages docs docs-links screenshots bench bench-profile fuzz
.PHONY: load clean
.DELETE_ON_ERROR:

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.installed-demo ## Start the example municipality's site on PORT (8000) with demo content
	@echo "Preparing the database ..."
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demo
	@echo
	@echo "  Site               http://localhost:$(PORT)/"
	@echo "  Admin              http://localhost:$(PORT)/admin/"
	@echo "  API                http://localhost:$(PORT)/kommunmal/v1/goals"
	@echo "  API documentation  http://localhost:$(PORT)/kommunmal/v1/openapi.json"
	@echo "  Open data          http://localhost:$(PORT)/kommunmal/v1/dcat.rdf"
	@echo "  Another site       http://localhost:$$(($(PORT) + 1))/ with goals embedded"
	@echo "  Headless site      $(FRONTEND_URL)/ where drafts are previewed"
	@echo "  Invented Kolada    http://127.0.0.1:$$(($(PORT) + 3))/v3/kpi"
	@echo
	@echo "  Stop with Ctrl-C."
	@echo
	@cd example_project && { $(abspath $(BIN))/python -m neighbour & } && neighbour=$$! && \
	  { $(abspath $(BIN))/python -m frontend & } && frontend=$$! && \
	  { $(abspath $(BIN))/python manage.py serve_kolada > /dev/null & } && trap "kill $$neighbour $$frontend $$!" EXIT && \
	  FRONTEND_URL=$(FRONTEND_URL) $(abspath $(BIN))/python manage.py runserver 127.0.0.1:$(PORT)

test: $(VENV)/.installed-dev ## Run the whole test suite (SQLite; browser tests when a Chromium can be found)
	@PYTHON=$(BIN)/python JOBS=$(JOBS) sh scripts/test.sh $(ARGS)

test-all: ## Run the suite on every leg of the matrix (needs PostgreSQL and MariaDB)
	@bash scripts/test_all.sh

test-installed: $(VENV)/.installed-dev ## Follow the tutorials with the built wheel and sdist (needs a Chromium; PostgreSQL in DATABASE_URL)
	@PYTHON=$(BIN)/python KOMMUNMAL_REQUIRE_BROWSER=1 JOBS=2 sh scripts/test.sh tests/installed -rfEs $(ARGS)

lint: $(VENV)/.installed-dev ## Check style, types, templates, migrations, translations, the OpenAPI document and security
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djhtml --check --tabwidth 2 $(TEMPLATES)
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/python scripts/check_messages.py
	$(MANAGE) kommunmal_openapi --check
	$(BIN)/python scripts/check_addresses.py
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml wagtail_kommunmal example_project
	@$(MAKE) --no-print-directory audit

audit: $(VENV)/.installed-dev ## Ask whether what is installed has known vulnerabilities (says so if it cannot ask)
	$(BIN)/python scripts/audit.py

openapi: $(VENV)/.installed-dev ## Write the OpenAPI document and the JSON Schema of a goal anew from the code
	$(MANAGE) kommunmal_openapi

types: ## Make TypeScript types from the OpenAPI document; check a client and the headless demo against them (needs Node.js)
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "Node.js 18 or later with npm is needed." >&2; exit 1; }
	cd tests/typescript && npm ci --no-audit --no-fund && npm run --silent types && npm run --silent check

messages: $(VENV)/.installed-dev ## Bring the Swedish catalogues up to date and compile them (needs gettext)
	cd wagtail_kommunmal && mkdir -p locale && for domain in django djangojs; do \
	  $(abspath $(BIN))/django-admin makemessages --locale sv --domain $$domain --no-obsolete --no-wrap --add-location file || exit 1; \
	done && $(abspath $(BIN))/django-admin compilemessages

docs: $(VENV)/.installed-docs ## Build the documentation into docs/_build/html, with warnings as errors, and check its links
	$(BIN)/sphinx-build -W --keep-going -n -q -b html docs docs/_build/html
	$(BIN)/python scripts/check_links.py docs/_build/html

docs-links: $(VENV)/.installed-docs ## Ask other machines whether the documentation's links to them are alive (needs the network)
	$(BIN)/sphinx-build -q -b linkcheck docs docs/_build/linkcheck

screenshots: $(VENV)/.installed-dev ## Take the pictures of the documentation anew (needs a Chromium)
	$(BIN)/python -m scripts.screenshots

fuzz: $(VENV)/.installed-dev ## Ask the API 10,000 things that its description allows or forbids (FUZZ_SEED=… for others)
	FUZZ_REQUESTS=$(or $(FUZZ_REQUESTS),10000) $(BIN)/python -m pytest -n 0 tests/safety/test_fuzz.py -rP $(ARGS)

load: $(VENV)/.installed-dev ## Read with 200 clients for a minute while an editor publishes (PostgreSQL in DATABASE_URL)
	LOAD_SECONDS=$(or $(LOAD_SECONDS),60) $(BIN)/python -m pytest -n 0 tests/safety/test_load.py -rsP $(ARGS)

bench: $(VENV)/.installed-bench ## Measure the API beside what else there is, on PostgreSQL and SQLite (about 20 minutes)
	$(BIN)/python -m bench --size $(SIZE) $(BENCH_OPTIONS)

bench-profile: $(VENV)/.installed-bench ## Say where the time of the API's answers and of releases goes
	$(BIN)/python -m bench --profile --size S $(BENCH_OPTIONS)

clean: ## Remove environments, caches, built files and the demo's database and media
	rm -rf tests/typescript/node_modules tests/typescript/kommunmal.d.ts example_project/frontend/kommunmal.d.ts
	rm -rf .venv* build dist docs/_build htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -rf example_project/*.sqlite3* example_project/media example_project/static_collected
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed-%: pyproject.toml | $(BIN)/python
	@echo "Installing what the '$*' extra needs into $(VENV) (once; a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]' $(WITH)
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) here. Python 3.11 or later is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or later is needed; $(PYTHON) says: $$($(PYTHON) -V 2>&1 | head -n 1)" >&2; \
	  echo "Name another one: make $(MAKECMDGOALS) PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
