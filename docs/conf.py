"""The docs as a site: `make docs`. Markdown by MyST, looks by Furo; a link that leads nowhere ends the build."""

import re
import sys
from pathlib import Path
from typing import Any

from pressmark import __version__

project = "pressmark"
release = __version__
copyright = "the pressmark authors, Apache License 2.0"

sys.path.insert(0, str(Path(__file__).parent))
extensions = ["myst_parser", "sphinx.ext.autodoc", "notebooks"]
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["images/**"]
html_theme = "furo"
html_title = f"pressmark {__version__}"
html_static_path: list[str] = []
html_show_sphinx = False


def code_as_code(
    app: Any, what: str, name: str, thing: Any, options: Any, lines: list[str]
) -> None:
    """Docstrings mark code as Markdown does, with one backtick; the reader of docstrings wants two."""
    lines[:] = [re.sub(r"(?<!`)`([^`]+)`(?!`)", r"``\1``", line) for line in lines]


def setup(app: Any) -> None:
    """Called by Sphinx when it starts."""
    app.connect("autodoc-process-docstring", code_as_code)
