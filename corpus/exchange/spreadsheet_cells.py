"""Cells that a spreadsheet shows and does not run: what begins like a formula gets an apostrophe in front."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORMULA_PATTERN", "guarded", "guarded_rows", "is_formula"]

# The wide ones are taken for the others in Asia.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Blanks in front are skipped, as some spreadsheets trim a cell before they look at it.
FORMULA_PATTERN = rf"\A *[{re.escape(''.join(_FORMULA_STARTS))}]"
"""How every cell begins that is guarded, for engines that search a column at once; negative numbers begin so, too."""

# `-3,5` and `-1.2e-05`: with an apostrophe they would be text, and no sum would count them.
_NEGATIVE_NUMBER = re.compile(r"-\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def is_formula(cell: str) -> bool:
    """
    Whether a spreadsheet would take a text for a formula or a command; a negative number is none.

    >>> is_formula("=1+1"), is_formula("- Non, dit-elle."), is_formula("-3,5")
    (True, True, False)
    """
    # Blanks in front are skipped, as some spreadsheets trim a cell before they look at it.
    has_formula_start = cell.lstrip(" ").startswith(_FORMULA_STARTS)
    return has_formula_start and _NEGATIVE_NUMBER.fullmatch(cell) is None


def guarded(cell: str) -> str:
    """Return the text as a cell that nothing runs: `'=1+1`. Numbers, which are no text, need no guard."""
    return f"'{cell}" if is_formula(cell) else cell


def guarded_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with every text and every header guarded."""
    return rows.map(_guard_text).rename(columns=lambda name: guarded(str(name)))


def _guard_text(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else value
