"""The style sheet that every page links, put together from files by role, so that a page loads one."""

from __future__ import annotations

import re
from importlib.resources import files

from .event_type_css import with_event_types

__all__ = ["STYLE_FILES", "join_style_sheets"]

STYLE_FILES = ("colours", "layout", "lists", "charts", "text", "narrow", "print")
"""The files below `assets/styles/`, in the order in which they hold: what comes later overrides what stands before."""


# With the line end, where a comment has its lines to itself.
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


def join_style_sheets() -> str:
    """Return the text of `assets/site.css`, with the rules of the types of events, which are data."""
    folder = files("pressmark.site") / "assets" / "styles"
    sheet = "\n".join(
        (folder / f"{role}.css").read_text(encoding="utf-8") for role in STYLE_FILES
    )
    # Comments are for who edits the files. Every reader's browser would load them, and they are as long as many rules.
    return _COMMENT.sub("", with_event_types(sheet))
