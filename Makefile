# Peerline: `make run` and `make test` do everything on a fresh machine.
# They need Python >= 3.11.2 with venv, and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
export SECRET_KEY_FILE ?= var/secret_key
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test test-unit test-browser check bench lock messages clean

help: ## Show what there is.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/run.stamp: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# A secret of this machine, for trying Peerline out; production sets SECRET_KEY.
var/secret_key:
	mkdir -p var
	umask 077 && $(PYTHON) -c "import secrets; print(secrets.token_urlsafe(48))" > $@

run: $(VENV)/run.stamp var/secret_key ## Set up everything, seed an empty database and serve on 127.0.0.1:8000.
	$(MANAGE) serve --host $(HOST) --port $(PORT)

test: $(VENV)/dev.stamp ## Set up everything and run all tests.
	$(BIN)/python -m pytest -n auto --dist loadgroup $(PYTEST_ARGS)

test-unit: $(VENV)/dev.stamp ## Run only the pure tests.
	$(BIN)/python -m pytest tests/unit $(PYTEST_ARGS)

check: $(VENV)/dev.stamp var/secret_key ## Lint, types, import contracts, templates, migrations, deployment.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint templates --check --lint --quiet
	$(BIN)/mypy --no-incremental .
	$(MANAGE) makemigrations --check --dry-run
	BASE_URL=https://peerline.example ALLOWED_HOSTS=peerline.example $(MANAGE) check --deploy --fail-level WARNING

bench: $(VENV)/dev.stamp var/secret_key ## Measure speed; prints tables, asserts nothing.
	$(BIN)/python -m benchmarks

lock: $(VENV)/dev.stamp ## Make requirements*.txt anew from pyproject.toml.
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11.2 --no-emit-index-url --no-emit-find-links \
		--no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11.2 --no-emit-index-url --no-emit-find-links \
		--no-annotate --custom-compile-command "make lock" --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

messages: $(VENV)/run.stamp var/secret_key ## Collect what is to be translated, then compile translations (needs GNU gettext).
	$(MANAGE) makemessages --all --no-location --no-wrap --no-obsolete --ignore .venv --ignore var --ignore tests
	for po in locale/*/LC_MESSAGES/django.po; do \
		sed '/^"POT-Creation-Date: /d' $$po > $$po.new && mv $$po.new $$po; \
	done
	$(MANAGE) compilemessages --ignore .venv --ignore var

clean: ## Remove what the commands made: environment, database, caches.
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
