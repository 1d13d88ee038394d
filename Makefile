# The logic is in sers_portal/local/; this file only gives it short names.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
LOCAL = $(or $(PYTHON),$(error SERS needs Python 3.11 or newer; on Debian: apt-get install python3)) -m sers_portal.local
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml

.PHONY: help setup run test bench stop lock format clean
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: ## prepare everything on a fresh machine: packages, private servers, tables, demonstration
	@$(LOCAL) setup

run: ## set up if needed, then run the portal on http://localhost:8000 until Ctrl-C (PORT=8001 make run)
	@$(LOCAL) run

test: ## set up if needed, then lint, types and all tests, as .ci/run does
	@$(LOCAL) test

bench: ## time the large loads; not part of the tests
	@$(LOCAL) bench

stop: ## stop private servers that were left running
	@$(LOCAL) stop
	@$(LOCAL) stop --tests

lock: ## write the hash-locked lists anew from pyproject.toml
	$(LOCK) -o requirements.lock
	$(LOCK) --extra local --extra dev -c requirements.lock -o requirements-dev.lock

format: ## put the code in order
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

.env: # new secrets for docker-compose.yml; an existing .env stays
	@umask 077 && $(LOCAL) secrets > $@

clean: ## stop the private servers; remove their data and the virtual environment
	@$(LOCAL) clean
