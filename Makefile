# Everything a newcomer needs; each target does its own set-up. Any Python from 3.9 on, make and git are all it asks for.
#   make serve   the site with live reload      make site    the built site in site/
#   make check   at every save: lint, types and all tests that need no browser and no built site, in a minute
#   make test    all tests, in a real browser   make bench   start-up beside PyScript, answers beside numpy-financial
#   make record  write down what is new: names, numbers, answers, addresses, heights; says what to do with each diff
#   make clean   remove what was built          make distclean   also remove what was installed
#   make pins    renew constraints.txt          make audit   known vulnerabilities in what is pinned
#   make mutants   changes of the models and the engine that no test notices; SAMPLE=all takes hours
#   make refresh-prices   new list prices from genai-prices and litellm
#   make throughput   fits the load of a shape again, after a change of measured points
#   make serve PORT=8001, make test JOBS=4 (browsers at once), make site PYTHON=/path/to/python3.13

PORT ?= 8000
JOBS ?= $(shell cores=$$(nproc 2>/dev/null || echo 2); echo $$((cores < 2 ? 2 : cores > 8 ? 8 : cores)))# more than 8 wait for the longest file
WANTED := $(shell cat .python-version)

BIN := .venv/bin
RUN := $(BIN)/python
TSC := $(BIN)/node node_modules/typescript/bin/tsc
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONPATH :=
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# npm and uv bring certificates of their own, which do not hold a company's: trust what this machine trusts, as pip does.
export NODE_USE_SYSTEM_CA ?= 1
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt),)
export UV_SYSTEM_CERTS ?= 1
endif

.PHONY: serve site test wider engines bench clean distclean pins audit audit-python audit-npm refresh-prices throughput record runtime previews serif lint types check mutants
.DEFAULT_GOAL := site

# Builds what the browser loads itself, and again after a change of the calculators. Shows the pages alone: section addresses (go/<id>/), links.json and the like are added to a finished site.
serve: previews serif
	$(RUN) -m mkdocs serve --strict --dev-addr 127.0.0.1:$(PORT)

# Scripts without comments and links come first after the build: what follows describes every file. Then checks, then compression.
site: runtime previews serif
	$(RUN) -m mkdocs build --strict --site-dir site  # never with --quiet: it hides warnings from --strict
	$(TSC) --project publish/types/served.json
	$(RUN) -m publish.links site
	$(RUN) -m publish.finish.kit site
	$(RUN) -m publish.finish.check site
	$(RUN) -m publish.finish.compress site

# Heights are measured in the embeds, so a whole site is made on the way; what was recorded stands in it after the next `make site`.
record: runtime previews serif
	$(RUN) -m tests.record
	$(RUN) -m mkdocs build --strict --site-dir site
	$(TSC) --project publish/types/served.json
	$(RUN) -m tests.record site

test: lint site
	$(RUN) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder  # few tests of a browser take longer than many others: they begin

# The same tests with fewer examples each (tests/conftest.py), but for those in the browser, of the built site, and those marked "whole".
QUICK := -m "not whole and not wider and not engines" --hypothesis-profile=quick --ignore=tests/browser --ignore=tests/engines --ignore=tests/site
check: lint
	@began=$$(date +%s); $(RUN) -m pytest -q -n $(JOBS) --dist worksteal $(QUICK) || exit 1; \
		echo "Checked in $$(( $$(date +%s) - began )) s; make test also looks at the built site, in a browser."

SAMPLE ?= 150
SEED ?= 1
mutants: .venv/ready
	$(RUN) -m tests.mutants --sample $(SAMPLE) --seed $(SEED) --jobs $(JOBS) $(if $(FILE),--file $(FILE))

lint: .venv/ready types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	@began=$$(date +%s%N); $(BIN)/mypy && echo "The types of both packages hold: checked in $$(( ($$(date +%s%N) - began) / 1000000 )) ms"

# The scripts of pages, then each worker. Of a script that stands in a page only the tags are taken off, so that its lines keep their numbers.
types: node_modules/ready
	@mkdir -p build/inline && rm -f build/inline/*
	@for page in $$(find publish -path '*/theme/partials/*.html'); do sed 's#</*script>##' $$page > build/inline/$$(basename $$page .html).js; done
	@began=$$(date +%s%N); \
		for of in tsconfig.json publish/types/python-worker.json publish/types/service-worker.json; do $(TSC) --project $$of || exit 1; done; \
		echo "The types of the scripts hold: checked in $$(( ($$(date +%s%N) - began) / 1000000 )) ms"

# The tests that need nginx and Caddy, and how fast nginx serves the site beside bare files; .ci/run installs what they take.
wider: site
	$(RUN) -m pytest -m wider
	$(RUN) -m publish.measurements.host

# The tests in Firefox, WebKit and a Chromium as readers have it; .ci/run installs the first two.
engines: site
	$(RUN) -m pytest -m engines tests/engines

bench: site
	$(RUN) -m publish.measurements.start_up
	$(RUN) -m publish.measurements.answers

runtime: .venv/ready node_modules/ready
	$(RUN) -m publish.runtime

previews: .venv/ready
	$(RUN) -m publish.pages.previews

serif: node_modules/ready
	$(RUN) -m publish.pages.serif

# On the lock and what reads it, not on pyproject.toml: a lint rule installs nothing.
.venv/ready: constraints.txt .python-version publish/setup/interpreter.py
	@python=$$(for p in "$(PYTHON)" python$(WANTED) python3 python $(addprefix python3.,14 12 11 10 9); do \
		"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null && exec "$$p" -I publish/setup/interpreter.py "$(PYTHON)"; done; \
		echo "The set-up needs a Python from 3.9 on, and none was found on PATH. Install one (on Debian and Ubuntu: apt install python3), or name one: make PYTHON=/path/to/python$(WANTED)" >&2; exit 1) \
		&& "$$python" -m venv --clear .venv
	$(RUN) -m pip install --quiet --require-hashes --only-binary :all: --requirement constraints.txt
	@touch $@

node_modules/ready: .venv/ready package.json package-lock.json .npmrc
	$(BIN)/npm ci --ignore-scripts --no-progress --loglevel=error
	@touch $@

# The newest versions that pyproject.toml allows. The hashes are those of every file of a version, so that a lock made here installs on other
# machines; UPGRADE= takes in what pyproject.toml newly asks for, and leaves the rest as it is.
UPGRADE = --upgrade
pins: .venv/ready
	UV_CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/uv pip compile --quiet $(UPGRADE) --universal --python-version $(WANTED) --generate-hashes \
		--no-emit-index-url --no-emit-find-links --group setup --group site --group test --output-file constraints.txt

audit: audit-python audit-npm

audit-python: .venv/ready
	$(BIN)/uv tool run --from pip-audit==2.10.1 pip-audit --strict --disable-pip --require-hashes --requirement constraints.txt

audit-npm: node_modules/ready
	$(BIN)/npm audit

refresh-prices: .venv/ready
	$(RUN) -m publish.tools.prices

throughput: .venv/ready
	$(RUN) -m publish.tools.throughput

clean:
	rm -rf build dist site docs/assets/fonts docs/assets/preview docs/assets/runtime .pytest_cache .hypothesis .mypy_cache .ruff_cache

distclean: clean
	rm -rf .venv node_modules .python
