# Lianke: every target says what it is for; `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check bench welcome scans orders killed fuzz outage sync-bench kills chaos chaos-control crashpoints refusals schedules rest attribution tags pictures errcodes assets clean lock format setup setup-dev

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: setup ## Run the whole product against a simulated WeCom; options: make demo ARGS="--once --speed max"
	@$(BIN)/flask --app wsgi demo $(ARGS)

test: setup-dev ## Run every test
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup-dev ## Format, lint, types, import contracts, house tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/house

bench: setup-dev ## Measure against peers and limits in one run
	$(BIN)/python -m tests.bench

welcome: setup-dev ## Welcome 20 adds a second, and 600 in one, behind a backlog: make welcome ROUNDS=3
	$(BIN)/python -m tests.bench.welcome --rounds $(or $(ROUNDS),3) 2>/dev/null

scans: setup-dev ## Let everybody scan in one second, each told 1-4 times: make scans PEOPLE=10000 SEED=1
	$(BIN)/python -m tests.bench.scans --people $(or $(PEOPLE),10000) --seed $(or $(SEED),1) 2>/dev/null

orders: setup-dev ## Tell shuffled and repeated histories: make orders HISTORIES=10000
	$(BIN)/python -m tests.jobs.histories --histories $(or $(HISTORIES),10000) 2>/dev/null

killed: setup-dev ## Kill workers in the middle of a call: how soon is it done? make killed TRIALS=7
	$(BIN)/python -m tests.bench.killed --trials $(or $(TRIALS),7) 2>/dev/null

sync-bench: setup-dev ## Mirror a whole simulated corp: make sync-bench ARGS="--customers 100000 --seed 7"
	$(BIN)/python -m tests.bench.sync $(ARGS)

fuzz: setup-dev ## Send the callback door what nobody should send: make fuzz ROUNDS=100000 SEED=1
	$(BIN)/python -m tests.callbacks.fuzz --rounds $(or $(ROUNDS),100000) --seed $(or $(SEED),1)

outage: setup-dev ## Kill PostgreSQL every 3.5 s under load, then Redis; count what is accepted: make outage SECONDS=60
	@$(BIN)/python -m tests.bench.outage --seconds $(or $(SECONDS),60) 2>/dev/null

kills: setup-dev ## Tell the story while everybody is killed: make kills ROUNDS=8 SEED=1
	$(BIN)/python -m tests.stories.kills --rounds $(or $(ROUNDS),8) --seed $(or $(SEED),1) 2>/dev/null

chaos: setup-dev ## Kill everybody while WeCom misbehaves; nothing may be lost: make chaos ROUNDS=60 SEED=1 (ORDINARY=1: leases as in production)
	$(BIN)/python -m tests.chaos --rounds $(or $(ROUNDS),60) --seed $(or $(SEED),1) $(if $(ORDINARY),--ordinary)

chaos-control: setup-dev ## The same rounds against plain RQ, which must fail: make chaos-control ROUNDS=10 SEED=1
	$(BIN)/python -m tests.chaos --control --rounds $(or $(ROUNDS),10) --seed $(or $(SEED),1)

crashpoints: setup-dev ## Die at every SQL statement, call and file step of every event: make crashpoints PART=1/4 JOBS=2
	$(BIN)/python -m tests.chaos.crashpoints --part $(or $(PART),1/1) --jobs $(or $(JOBS),2)

rest: setup-dev ## Try every operation of the REST API by its description: make rest EXAMPLES=50 PATHS=stores
	EXAMPLES=$(or $(EXAMPLES),50) PATHS="$(PATHS)" $(BIN)/pytest -q -s tests/api/by_command_line.py

refusals: setup-dev ## Every errcode at every API of codes, links and welcomes: shown, healed or waiting
	REFUSALS=all $(BIN)/pytest -q -n 0 --timeout 1800 tests/refusals

schedules: setup-dev ## Live codes over a year's end, minute by minute beside an oracle: make schedules DAYS=14 SEED=1
	@$(BIN)/python -m tests.acquisition.fortnight --days $(or $(DAYS),14) --seed $(or $(SEED),1) 2>/dev/null

attribution: setup-dev ## A month of scans, losses and rescans, counted twice by strangers: make attribution PEOPLE=10000 SEED=1
	$(BIN)/python -m tests.attribution.month --people $(or $(PEOPLE),10000) --seed $(or $(SEED),1) 2>/dev/null

tags: setup-dev ## 5,000 tags under a limit of 50 a second, and the welcomes beside them
	$(BIN)/python -m tests.stories.tags_beside_welcomes $(ARGS) 2>/dev/null

pictures: setup-dev ## Take the pictures of docs/screens.md anew, from the demo with something in every list
	SCREENSHOTS=1 $(BIN)/pytest -q tests/browser/test_full_screens.py

errcodes: setup-dev ## Answer every command and question with every errcode and every broken answer
	$(BIN)/python -m tests.bots.errcodes

format: setup-dev ## Put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: setup-dev ## Lock the dependencies anew, with hashes
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements-dev.in -o requirements-dev.txt

assets: setup ## Fetch the front-end packages and compile the languages

setup: .venv/ready app/console/static/vendor/ready

setup-dev: setup .venv/ready-dev

.venv/ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Lianke needs Python 3.11 or newer; name one with PYTHON=…")'
	@echo "set-up: a virtual environment in .venv, and the locked packages" >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt >&2
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	@echo "set-up: the packages for tests and checks" >&2
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt >&2
	@touch $@

app/console/static/vendor/ready: .venv/ready package-lock.json app/translations/en/LC_MESSAGES/messages.po
	@$(BIN)/python -m app.console.assets >&2
	@$(BIN)/python -m app.console.language >&2
	@touch $@

clean: ## Remove everything that set-up and runs have made
	rm -rf .venv instance node_modules app/console/static/vendor tests/output
	find . -name __pycache__ -prune -exec rm -rf {} +
