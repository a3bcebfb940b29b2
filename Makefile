# The desk's commands. CI runs the same ones.

SHELL := /bin/sh
PORT ?= 8080
FUZZ_S ?= 60
PYTHON ?= $(shell for name in python3.11 python3 python3.13 python3.12; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
python := .venv/bin/python
pip := $(python) -m pip --quiet --disable-pip-version-check --no-input
checked := bot tests
solve := .venv/lock/bin/uv pip compile --quiet --upgrade --system-certs --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: help demo demo-reset install install-test browser test lint types floors catalogs settings bench chaos model fuzz site lock audit clean
.DEFAULT_GOAL := help

help: ## these lines
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '%-18s %s\n' "$$name" "$$text"; done

demo: install ## earn as Amina on a phone in the browser, on http://127.0.0.1:8080 (PORT= changes it)
	@.venv/bin/ujima demo --port $(PORT)

demo-reset: ## forget everything the demo kept
	@[ ! -e data/demo/ujima.lock ] || flock -n data/demo/ujima.lock true || { echo "The demo is running: stop it first (Ctrl+C)."; exit 1; }
	@rm -rf data/demo && echo "The demo starts afresh next time."

test: install-test browser lint types ## everything a push must pass
	@echo "== Tests"
	@$(python) -m pytest -q -p tests.house.skipped -n 2 --dist worksteal tests

lint: install-test
	@echo "== Lint"
	@$(python) -m ruff check --quiet $(checked)
	@$(python) -m ruff format --quiet --check $(checked) || { echo "Run .venv/bin/ruff format $(checked)"; exit 1; }

types: install-test
	@echo "== Types"
	@$(python) -m mypy --no-error-summary

floors: install-test ## only the order of the rooms
	@$(python) -m pytest -q tests/house/test_floors.py

catalogs: install-test ## read the code's sentences into locales/bot.pot and every language's catalog
	@$(python) -m tests.house.catalogs

settings: install ## write deploy/settings.env.example anew from the settings
	@$(python) -c 'from bot.config import example; print(example(), end="")' > deploy/settings.env.example

bench: install-test ## measure everything beside its reference: JSON on stdout, and BENCHMARKS.md
	@$(python) -m tests.bench --report BENCHMARKS.md

chaos: install-test ## everything going wrong: CHAOS_RUNS= (1,000) seeded runs, 20 kills at every point, 500 logs cut
	@CHAOS_RUNS=$${CHAOS_RUNS:-1000} CHAOS_KILLS=20 CHAOS_CUTS=500 $(python) -m pytest -q -n 2 -m chaos tests

model: install-test ## the book and every action beside a dictionary: 500 random lives of each on both databases
	@MODEL_EXAMPLES=500 $(python) -m pytest -q -n 2 tests/ledger/test_book.py tests/actions/test_escrow.py tests/actions/test_any_*.py

fuzz: .venv/locked-fuzz ## throw mutated bytes at all that reads what strangers send, FUZZ_S= seconds each
	@$(python) -m tests.fuzz.packs -max_total_time=$(FUZZ_S)
	@$(python) -m tests.fuzz.foreign -max_total_time=$(FUZZ_S)
	@for door in update words notice answer asked statement helplines backup media; do \
		$(python) -m tests.fuzz.doors $$door -max_total_time=$(FUZZ_S) || exit 1; done

site: install-test browser emoji .venv/site/locked ## the documentation as plain pages: dist/site/index.html
	@$(python) -m tests.site.pictures docs/guides/pictures
	@.venv/site/bin/python -m sphinx --quiet --fail-on-warning --fresh-env -d .venv/site/read -c docs/site . dist/site
	@echo "Open dist/site/index.html"

lock: .venv/made ## solve the dependencies anew: hashes, no addresses
	@$(python) -m venv .venv/lock && .venv/lock/bin/python -m pip --quiet --disable-pip-version-check install uv
	@$(solve) pyproject.toml --extra install --extra av --output-file requirements.lock
	@$(solve) pyproject.toml --extra install --extra av --extra parquet --extra test --output-file requirements-test.lock
	@$(solve) pyproject.toml --extra fuzz --output-file requirements-fuzz.lock
	@$(solve) --group pyproject.toml:site --output-file requirements-site.lock

audit: .venv/made ## look up every locked release in the public lists of known faults; says so when they can't be asked
	@$(python) -m tests.house.audit

clean: ## remove the virtual environment and every cache; the data folder stays
	@rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

install: .venv/locked
install-test: .venv/locked-test

.venv/made:
	@[ -n "$(PYTHON)" ] || { echo "Ujima needs Python 3.11 or newer. On Debian 12: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "This Python can't make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	@[ -x $(python) ] || { echo "Making .venv"; $(PYTHON) -m venv .venv; }
	@touch $@

.venv/locked: .venv/made requirements.lock pyproject.toml
	@echo "Installing what Ujima needs"
	@$(pip) install --no-deps --require-hashes -r requirements.lock
	@$(pip) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/locked-test: .venv/locked requirements-test.lock
	@echo "Installing what its tests need"
	@$(pip) install --no-deps --require-hashes -r requirements-test.lock
	@touch $@

.venv/locked-fuzz: .venv/locked-test requirements-fuzz.lock
	@echo "Installing what fuzzing needs"
	@$(pip) install --no-deps --require-hashes -r requirements-fuzz.lock
	@touch $@

.venv/site/locked: .venv/made requirements-site.lock
	@echo "Installing what makes the site"
	@$(python) -m venv .venv/site
	@.venv/site/bin/python -m pip --quiet --disable-pip-version-check --no-input install --no-deps --require-hashes \
		-r requirements-site.lock
	@touch $@

browser:
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium"; apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else echo "Chromium is missing, so the page is not tested. On Debian: apt-get install chromium"; fi

emoji:
	@if fc-list :lang=und-zsye 2>/dev/null | grep -q .; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing a font with the marks on keys"; apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fonts-noto-color-emoji >/dev/null; \
	else echo "The marks on keys (🐟 🔑) will be empty boxes. On Debian: apt-get install fonts-noto-color-emoji"; fi
