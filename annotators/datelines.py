"""How a dateline is written, the place that opens a dispatch: « KIEV (AFP) — ». Events happen there, and nobody says it."""

from __future__ import annotations

import re

__all__ = ["AFTER_DATELINE", "MAX_DATELINE_OFFSET", "MAX_INDENT"]

# What stands after the place of a dateline: « KIEV (AFP) — », "PARIS, May 3 -", « METZ. _ »; a county or agency may
# come between, and a dash or underscore sets it off.
# A hyphen within a word makes none: "Pennsylvania-born".
AFTER_DATELINE = re.compile(
    r"(?!-\w)[ \t]*(?:\([^()\n]{1,40}\)|,[^\n.–—-]{0,40})?[ \t]*[.,]?[ \t]*(?:[–—-]|_|\.\s*_)[ \t]*\S"
)
MAX_DATELINE_OFFSET = 400
"""In code points: a dateline opens a paragraph that begins within so many, after titles and bylines. Chosen, not
measured."""
MAX_INDENT = 3
"""How many code points may stand before a dateline in its paragraph, such as a quotation mark. Chosen, not measured."""
