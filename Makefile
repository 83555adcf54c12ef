# make demo    install, run the example corpus, say where the dataset and the site are
# make test    install with the test tools and a browser, run every test
# make check   format, lint, types, dead links in the docs
# make docs        the docs as a site, in build/docs
# make screenshots   take the pictures of the README and the docs anew
# Everything goes into .venv; `uv` does the installing where it is there, pip else.

VENV := .venv
BIN := $(VENV)/bin
MAKEFLAGS += --no-print-directory

.PHONY: demo test check format bench docs screenshots clean

demo: $(VENV)/.with-models
	@$(BIN)/pressmark run examples/pressmark.yaml
	@echo
	@echo "Open the site:     examples/public/index.html    (or: $(BIN)/pressmark serve examples/public)"
	@echo "Load the dataset:  in $(BIN)/python, datasets.load_dataset(\"examples/corpus\", \"quotes\", split=\"train\")"
	@echo "Your own articles: $(BIN)/pressmark init my-study"

test: $(VENV)/.with-dev
	@.ci/browser >/dev/null
	@PRESSMARK_BROWSER="$$(.ci/browser)" $(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST)

check: $(VENV)/.with-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@.ci/typed-tree
	$(BIN)/mypy
	$(BIN)/python .ci/links.py
	@$(MAKE) docs

format: $(VENV)/.with-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.with-dev
	$(BIN)/python benchmarks/speed.py

$(VENV)/.with-models: pyproject.toml .ci/install .ci/beside.py
	@.ci/install $(VENV) fr,en
	@touch $@

$(VENV)/.with-dev: pyproject.toml .ci/install .ci/beside.py
	@.ci/install $(VENV) fr,en,dev
	@touch $@ $(VENV)/.with-models

docs: $(VENV)/.with-dev
	@$(BIN)/python -m sphinx -q -W --keep-going docs build/docs
	@echo "Read the docs:     build/docs/index.html"

screenshots: $(VENV)/.with-dev
	@$(BIN)/pressmark run examples/pressmark.yaml
	@PRESSMARK_BROWSER="$$(.ci/browser)" $(BIN)/python benchmarks/screenshots.py examples/public docs/images

clean:
	rm -rf $(VENV) .cache build examples/corpus examples/public
