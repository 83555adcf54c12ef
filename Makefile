# make demo          install, run the example corpus, say where the dataset and the site are
# make test          install with the test tools and a browser, run every test
# make test-fast     the tests that need no browser, no model and no installing: what to run while writing
# make test-oldest   the same in build/oldest, with the oldest dependencies that pyproject.toml takes
# make coverage      every test that needs no browser and no installing, with the lines that they reach counted; fails below the floor
# make check         format, lint, types, dead links in the docs, the docs
# make types         types alone
# make format        mend format and what the linter can mend
# make docs          the docs as a site, in build/docs
# make screenshots   take the pictures of the README and the docs anew
# Everything goes into .venv; `uv` does the installing where it is there, pip else.
# Some tests alone:  make test PYTEST="tests/test_cli.py -k help"

VENV := .venv
BIN := $(VENV)/bin
EXTRAS := fr,en,dev
# Strictness of tests and benchmarks: names, calls and returns are checked, values that other libraries call unions are not.
LENIENT := --no-warn-unused-ignores $(addprefix --disable-error-code=,arg-type func-returns-value misc no-untyped-call operator str-unpack union-attr)
FAST := not model and not browser and not install and not slow
MAKEFLAGS += --no-print-directory
# Empty is unset: where a container sets it, every process compiles what it imports, and every test file is rewritten anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-fast test-oldest coverage check types format bench docs screenshots clean

demo: $(VENV)/.with-models
	@$(BIN)/pressmark run examples/pressmark.yaml
	@echo
	@echo "Open the site:     examples/public/index.html    (or: $(BIN)/pressmark serve examples/public)"
	@echo "Load the dataset:  in $(BIN)/python, datasets.load_dataset(\"examples/corpus\", \"quotes\", split=\"train\")"
	@echo "Your own articles: $(BIN)/pressmark init my-study"

test: $(VENV)/.with-dev
	@.ci/browser >/dev/null
	@PRESSMARK_FIREFOX="$$(.ci/firefox || true)" PRESSMARK_BROWSER="$$(.ci/browser)" $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(PYTEST)

test-fast: $(VENV)/.with-dev
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "$(FAST)" $(PYTEST)

test-oldest:
	@.ci/oldest build/oldest
	@build/oldest/bin/python -m pytest -m "$(FAST)" $(PYTEST)

coverage: $(VENV)/.with-dev
	@rm -f build/coverage/data*
	@$(BIN)/python -m coverage run -m pytest -n 2 --dist loadfile -m "not browser and not install" $(PYTEST)
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage html --quiet
	@$(BIN)/python -m coverage report

check: $(VENV)/.with-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) types
	$(BIN)/python .ci/links.py
	@$(MAKE) docs

types: $(VENV)/.with-dev
	@.ci/typed-tree
	$(BIN)/mypy
	$(BIN)/mypy .ci
	$(BIN)/mypy --cache-dir .mypy_cache/tests $(LENIENT) tests benchmarks

format: $(VENV)/.with-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.with-dev
	$(BIN)/python benchmarks/performance.py

$(VENV)/.with-models: pyproject.toml .ci/install .ci/beside.py
	@.ci/install $(VENV) fr,en
	@touch $@

$(VENV)/.with-dev: pyproject.toml .ci/install .ci/beside.py
	@.ci/install $(VENV) $(EXTRAS)
	@touch $@
	@case "$(EXTRAS)" in fr,en*) touch $(VENV)/.with-models;; esac

docs: $(VENV)/.with-dev
	@$(BIN)/python -m sphinx -q -W --keep-going docs build/docs
	@echo "Read the docs:     build/docs/index.html"

screenshots: $(VENV)/.with-dev
	@$(BIN)/pressmark run examples/pressmark.yaml
	@PRESSMARK_BROWSER="$$(.ci/browser)" $(BIN)/python benchmarks/screenshots.py examples/public docs/images

clean:
	rm -rf $(VENV) .cache build examples/corpus examples/public examples/languages/*/corpus examples/languages/*/model examples/languages/*/public
