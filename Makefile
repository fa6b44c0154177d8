# Everything a newcomer needs; each target does its own set-up. Python, make and git are all it asks for.
#   make serve   the site with live reload      make site    the built site in site/
#   make test    all tests, in a real browser   make bench   start-up beside PyScript, answers beside numpy-financial
#   make clean   remove what was built          make pins    renew constraints.txt
#   make refresh-prices   new list prices from genai-prices and litellm

PORT ?= 8000
WANTED := $(shell cat .python-version)
PYTHON ?= $(shell for p in python$(WANTED) python3 python; do \
	"$$p" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "$(WANTED)")' 2>/dev/null && echo "$$p" && break; done)

BIN := .venv/bin
RUN := $(BIN)/python
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONPATH :=
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: serve site test wider engines bench clean pins refresh-prices runtime previews lint
.DEFAULT_GOAL := site

# Shows the pages alone: section addresses (go/<id>/), links.json and the like are added to a finished site.
serve: runtime previews
	$(RUN) -m mkdocs serve --strict --dev-addr 127.0.0.1:$(PORT)

# Links come first after the build: what follows describes every file. Then checks, then compression.
site: runtime previews
	$(RUN) -m mkdocs build --strict --site-dir site  # never with --quiet: it hides warnings from --strict
	$(RUN) -m publish.links site
	$(RUN) -m publish.kit site
	$(RUN) -m publish.check site
	$(RUN) -m publish.compress site

test: site lint
	$(RUN) -m pytest -n 2 --dist loadfile

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .

# The tests that need nginx and Caddy, and how fast nginx serves the site beside bare files; .ci/run installs what they take.
wider: site
	$(RUN) -m pytest -m wider
	$(RUN) -m publish.bench_host

# The tests in Firefox, WebKit and a Chromium as readers have it; .ci/run installs the first two.
engines: site
	$(RUN) -m pytest -m engines tests/engines

bench: site
	$(RUN) -m publish.bench
	$(RUN) -m publish.bench_answers

runtime: .venv/ready node_modules/ready
	$(RUN) -m publish.runtime

previews: .venv/ready
	$(RUN) -m publish.previews

.venv/ready: pyproject.toml constraints.txt .python-version
	@[ -n "$(PYTHON)" ] || { echo "The site is built with Python $(WANTED), whose byte code the browser's Python reads, and none was found here. Install it (for example: uv python install $(WANTED), or pyenv install $(WANTED)), or name one: make PYTHON=/path/to/python$(WANTED)" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; v = "%d.%d" % sys.version_info[:2]; sys.exit(0 if v == "$(WANTED)" else "The site is built with Python $(WANTED), but PYTHON is " + v + ": name another with make PYTHON=/path/to/python$(WANTED)")'
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python has no venv module: install it (on Debian and Ubuntu: apt install python$(WANTED)-venv)" >&2; exit 1; }
	"$(PYTHON)" -m venv --clear .venv
	$(RUN) -m pip install --quiet --constraint constraints.txt pip
	$(RUN) -m pip install --quiet --constraint constraints.txt --group site --group test
	@touch $@

node_modules/ready: .venv/ready package.json package-lock.json .npmrc
	$(BIN)/npm ci --ignore-scripts --no-progress --loglevel=error
	@touch $@

pins: .venv/ready
	$(RUN) -m pip install --quiet --upgrade --group site --group test
	{ echo "# Exact versions of everything that the groups in pyproject.toml bring along. Renew with: make pins"; $(RUN) -m pip freeze --all; } > constraints.txt

refresh-prices: .venv/ready
	$(RUN) -m publish.prices

clean:
	rm -rf .venv node_modules build dist site docs/assets/preview docs/assets/runtime .pytest_cache .hypothesis .ruff_cache
