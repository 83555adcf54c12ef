"""Cells that a spreadsheet shows and does not run: what begins like a formula gets an apostrophe in front."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["guarded", "guarded_rows", "is_formula"]

_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # the wide ones are taken for the others in Asia
_NEGATIVE = re.compile(r"-\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take a text for a formula or a command; a negative number is none."""
    return cell.lstrip(" ").startswith(_STARTS) and _NEGATIVE.fullmatch(cell) is None


def guarded(cell: str) -> str:
    """The text as a cell that nothing runs: `'=1+1`. Numbers, which are no text, need no guard."""
    return f"'{cell}" if is_formula(cell) else cell


def guarded_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every text and every header guarded."""
    return rows.map(_cell).rename(columns=lambda name: guarded(str(name)))


def _cell(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else value
