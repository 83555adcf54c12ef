"""The notebook of the docs: it runs, and its page shows what its cells showed."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def _notebooks() -> Any:
    """The extension of the docs, which is no part of the package."""
    spec = importlib.util.spec_from_file_location(
        "notebooks", ROOT / "docs" / "notebooks.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


notebooks = _notebooks()


def test_the_notebook_lies_there_without_outputs() -> None:
    """As `make_notebook` writes it, so that a change of it is read in a review."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    cells = [(cell["cell_type"], cell["source"]) for cell in notebook["cells"]]
    assert NOTEBOOK.read_text(encoding="utf-8") == notebooks.make_notebook(cells)


@pytest.mark.model
@pytest.mark.slow
def test_the_notebook_of_the_docs_runs_and_its_cells_show_something() -> None:
    notebook = notebooks.run_notebook(NOTEBOOK.read_text(encoding="utf-8"))
    page = notebooks.as_markdown(notebook)

    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] for cell in code)
    assert page.count('<div class="cell-output">') >= 6
    assert 'title="Quote · direct quote · Anne Morel"' in page
    assert "Traceback" not in page
    # What is counted and found is there, whatever else the rules will find one day.
    assert re.search(r"<td>Ann Lee</td>", page)
    assert "No such" not in page


@pytest.mark.slow
def test_what_a_cell_shows_stands_beneath_it() -> None:
    cells = [
        ("markdown", "# A title"),
        ("code", "print('a ```` b')"),
        ("code", "class Shown:\n    def _repr_html_(self): return '<b>x</b>'\nShown()"),
        ("code", "1 + 1"),
        ("code", "import sys; print('hidden', file=sys.stderr)"),
    ]
    page = notebooks.as_markdown(notebooks.run_notebook(notebooks.make_notebook(cells)))
    assert page.startswith("# A title\n\n`````python\n")
    assert "`````text\na ```` b\n`````" in page
    assert '```{raw} html\n<div class="cell-output">\n<b>x</b>\n</div>\n```' in page
    assert "```text\n2\n```" in page
    assert "\nhidden\n" not in page


@pytest.mark.slow
def test_a_cell_that_raises_ends_the_build() -> None:
    broken = notebooks.make_notebook([("code", "raise ValueError('no port')")])
    with pytest.raises(CellExecutionError, match="no port"):
        notebooks.run_notebook(broken)
