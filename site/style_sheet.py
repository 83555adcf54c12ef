"""The style sheet that every page links, put together from files by role, so that a page loads one."""

from __future__ import annotations

import re
from importlib.resources import files

from .event_type_css import with_event_colours, with_event_types

__all__ = ["STYLE_FILES", "explore_sheet", "join_style_sheets", "notebook_sheet"]

STYLE_FILES = (
    "colours",
    "layout",
    "lists",
    "charts",
    "marks",
    "text",
    "narrow",
    "print",
)
"""The files below `assets/styles/`, in the order in which they hold: what comes later overrides what stands before."""

_NOTEBOOK_STYLE_FILES = ("colours", "notebook", "marks")

# With the line end, where a comment has its lines to itself. Comments are for who edits the files: every reader's browser
# would load them, and they are as long as many rules.
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


def join_style_sheets() -> str:
    """Return the text of `assets/site.css`, with the rules of the types of events, which are data."""
    sheet = "\n".join(map(_read_sheet, STYLE_FILES))
    return _COMMENT.sub("", with_event_types(sheet))


def explore_sheet() -> str:
    """Return the text of `assets/explore.css`, which only the page that combines filters loads."""
    return _COMMENT.sub("", _read_sheet("explore"))


def notebook_sheet(css_class: str) -> str:
    """Return the rules that mark an article's text as the site does, all of them within elements of `css_class`."""
    sheet = with_event_colours("\n".join(map(_read_sheet, _NOTEBOOK_STYLE_FILES)))
    # Nested, so that no other cell of the notebook is styled: the root of the page is the root of the cell.
    nested = _COMMENT.sub("", sheet).replace(":root", "&")
    return f".{css_class} {{\n{nested}}}\n"


def _read_sheet(role: str) -> str:
    """Return a file of `assets/styles/`."""
    file = files("pressmark.site") / "assets" / "styles" / f"{role}.css"
    return file.read_text(encoding="utf-8")
