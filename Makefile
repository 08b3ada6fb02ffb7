# Everything that one does with this book. `make help` lists it; README.md says the same
# without make. Paths are relative, so that the folder may be anywhere.

PYTHON ?= python3
RUN := .venv/bin/python -m
PIP := $(RUN) pip --disable-pip-version-check

PYTHON_STAMP := .venv/installed
PEERS_STAMP := .venv/peers
NODE_STAMP := web/node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help install book serve zip pdf lab test check fast notebooks chapter clean

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name what; do \
		printf '  make %-10s %s\n' "$$name" "$$what"; done

install: $(PYTHON_STAMP) $(NODE_STAMP) ## make .venv and install all that is pinned

book: install ## build the pages into _build/html
	@$(RUN) mathdl_book build -W -n --keep-going .
	@echo "To read the book, open $(CURDIR)/_build/html/index.html, or run: make serve"

serve: book ## serve the pages at http://localhost:8000
	@echo "The book is at http://localhost:8000 (Ctrl+C stops)."
	@$(RUN) http.server 8000 --bind 127.0.0.1 --directory _build/html

pdf: book ## print the book into _build, a PDF a part: all, or part=calculus
	@$(RUN) tools.pdf $(part)

zip: book ## pack the pages into one zip in _build, to be opened without a server
	@$(RUN) tools.pack

lab: install ## open the chapters in JupyterLab
	@$(RUN) jupyterlab --LabApp.default_url=/lab/tree/chapters

# What the tests compare with is large: only those that need it ask for it.
test: book $(if $(TESTS),$(if $(findstring peers,$(TESTS)),$(PEERS_STAMP)),$(PEERS_STAMP)) ## run every test, or some: TESTS=tests/unit
	@$(RUN) tools.browser
	@$(RUN) pytest -n auto --dist loadfile --no-loadscope-reorder $(TESTS)

check: install ## check the form of code and notebooks, and run nothing
	@$(RUN) ruff format --check
	@$(RUN) ruff check
	@$(RUN) tools.notebooks --check

fast: install ## check one chapter in a minute or two: ch=linear-maps
	@$(RUN) tools.fast $(ch)

notebooks: install ## run notebooks and store their outputs: all, or ch=linear-maps
	@$(RUN) tools.notebooks $(ch)

chapter: install ## lay out a new chapter: NAME=part/name TITLE="Its title"
	@$(RUN) tools.chapter "$(NAME)" "$(TITLE)"

clean: ## remove what was built and installed
	rm -rf _build .venv web/node_modules

$(PYTHON_STAMP): requirements.txt binder/requirements.txt constraints.txt pyproject.toml web/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "No virtual environment could be made. On Debian: apt install python3-venv" >&2; exit 1; }
	@echo "Installing Python packages into .venv …"
	@$(PIP) install --quiet -r requirements.txt -c constraints.txt
	@PYTHONWARNINGS=ignore $(PIP) install --quiet --no-deps -e . -e web
	@touch $@

$(NODE_STAMP): web/package.json web/package-lock.json | $(PYTHON_STAMP)
	@echo "Installing npm packages into web/node_modules …"
	@$(RUN) mathdl_book.ground.packages
	@touch $@

# For Linux, PyPI has PyTorch for graphics cards, some gigabytes larger than its build for
# processors, which PyTorch's own index has: `make test PYTORCH_INDEX=its-address`.
PYTORCH_INDEX ?=
$(PEERS_STAMP): tests/peers/requirements.txt | $(PYTHON_STAMP)
	@echo "Installing what the tests compare with (PyTorch, autograd) into .venv …"
	@test -z "$(PYTORCH_INDEX)" || $(PIP) install --quiet --no-deps \
		--index-url $(PYTORCH_INDEX) -c constraints.txt $$(grep '^torch==' $<)
	@$(PIP) install --quiet -r $< -c constraints.txt
	@touch $@
