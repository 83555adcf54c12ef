"""
Notebooks as pages of the docs: each is run when the docs are built, and stands there with what its cells showed.

A notebook lies in `docs/` without its outputs. A cell that raises ends the build, so that what a page shows is true.
"""

from __future__ import annotations

import json
import logging
import re
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

import nbformat
from myst_parser.parsers.sphinx_ import MystParser
from nbclient import NotebookClient

CELL_SECONDS = 300
"""After so long a cell hangs: the first loads a model, on a machine that may be at work with other things."""


def run_notebook(source: str) -> Mapping[str, Any]:
    """
    Return a notebook with the outputs of its cells, run in a folder of its own that is gone afterwards.

    Raises `CellExecutionError` of nbclient for a cell that raises.
    """
    notebook = nbformat.reads(source, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
        )
        # That a cell is run is no news to who builds the docs.
        client.log.setLevel(logging.WARNING)
        executed: Mapping[str, Any] = client.execute()
    return executed


def as_markdown(notebook: Mapping[str, Any]) -> str:
    """Return a notebook that was run as Markdown: its texts, its cells as code, and what each showed."""
    return "\n\n".join(_parts(notebook)) + "\n"


def _parts(notebook: Mapping[str, Any]) -> Iterator[str]:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            yield cell["source"]
        elif cell["cell_type"] == "code":
            yield _fenced("python", cell["source"])
            for output in cell["outputs"]:
                yield from _output(output)


def _output(output: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a cell showed: HTML where there is some, else its text; what libraries say on stderr is left out."""
    if output["output_type"] == "stream":
        if output["name"] == "stdout":
            yield _fenced("text", output["text"].rstrip())
        return
    content = output.get("data", {})
    if "text/html" in content:
        html = f'<div class="cell-output">\n{content["text/html"]}\n</div>'
        yield _fenced("{raw} html", html)
    elif "text/plain" in content:
        yield _fenced("text", content["text/plain"])


def _fenced(language: str, content: str) -> str:
    """Return a block in a fence that is longer than any run of backticks in it."""
    runs = re.findall("`+", content)
    fence = "`" * max(3, *(len(run) + 1 for run in runs), 3)
    return f"{fence}{language}\n{content}\n{fence}"


class NotebookParser(MystParser):
    """Reads a notebook: runs it, and reads its Markdown as that of any other page."""

    supported = ("notebook",)

    def parse(self, inputstring: str, document: Any) -> None:
        """Run the notebook and parse its page."""
        super().parse(as_markdown(run_notebook(inputstring)), document)


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx when it starts."""
    app.add_source_suffix(".ipynb", "notebook")
    app.add_source_parser(NotebookParser)
    return {"parallel_read_safe": True}


def make_notebook(cells: list[tuple[str, str]]) -> str:
    """Return a notebook of cells, each a kind (markdown or code) and a text, as it is kept: without outputs."""
    notebook: dict[str, Any] = {
        "cells": [],
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            }
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    for number, (kind, text) in enumerate(cells):
        cell: dict[str, Any] = {
            "cell_type": kind,
            "id": f"cell-{number}",
            "metadata": {},
            "source": text,
        }
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        notebook["cells"].append(cell)
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
