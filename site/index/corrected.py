"""What can be asked of corrected counts: the shares that are true of the corpus as far as a checked sample tells."""

from __future__ import annotations

from typing import NamedTuple

from .rows import Queries

__all__ = ["CorrectedQueries", "CorrectedShare"]

_OF_COUNT = """
select value, corrected, low, high, checked from corrected_shares where count_name = ?
"""


class CorrectedShare(NamedTuple):
    """A share of all (0 to 1) with its 95 % interval, None where the sample says too little, and the articles checked."""

    corrected: float
    low: float | None
    high: float | None
    checked: int


class CorrectedQueries(Queries):
    """Questions about corrected counts, which are named as on the page of counts: `gender`, `quote_types` …"""

    def of(self, count_name: str) -> dict[str, CorrectedShare]:
        """Return the corrected shares of a count by value; none where nobody checked a sample."""
        rows = self._rows(_OF_COUNT, count_name)
        return {value: CorrectedShare(*share) for value, *share in rows}
