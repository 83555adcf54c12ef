"""Groups of counted rows, each with its denominator and its share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .counted_rows import uncounted_labels
from .filters import Filter

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["add_shares", "cell_totals", "count_rows"]


def count_rows(
    rows: pd.DataFrame,
    by: list[str],
    what: str,
    *,
    first: Sequence[str] = (),
    distinct: Sequence[str] = (),
) -> pd.DataFrame:
    """Count the rows and articles of each group, with the first value of some columns, or how many distinct ones."""
    aggregations: dict[str, Any] = {
        what: ("id", "size"),
        "articles": ("article_id", "nunique"),
    }
    aggregations |= {name: (name, "first") for name in first} | {
        name: (name, "nunique") for name in distinct
    }
    groups: pd.DataFrame = (
        rows.groupby(by, dropna=False, sort=True).agg(**aggregations).reset_index()
    )
    return groups


def cell_totals(rows: pd.DataFrame, by: Sequence[str]) -> Any:
    """Return how many rows each cell of `by` has; without `by` the number of all."""
    return rows.groupby(list(by), dropna=False).size() if by else len(rows)


def add_shares(
    groups: pd.DataFrame,
    totals: Any,
    by: Sequence[str],
    what: str,
    filter: Filter | None,
    *,
    first: Sequence[str] = (),
) -> pd.DataFrame:
    """
    Return the frame with its denominator and share, the largest first within each cell; the filter in its `attrs`.

    With `first`, these columns say what is large, and `what` where they are equal.
    """
    if by:
        groups = groups.merge(
            totals.rename(f"of_{what}").reset_index(), on=list(by), how="left"
        )
    else:
        groups[f"of_{what}"] = totals
    groups["share"] = groups[what] / groups[f"of_{what}"]
    numbers = [*first, *([what] if what in groups else [])]
    falling = [*[True] * len(by), *[False] * len(numbers)]
    groups = groups.sort_values(
        [*by, *numbers], ascending=falling, kind="stable"
    ).reset_index(drop=True)
    active = filter or Filter()
    groups.attrs["filter"] = active.said()
    groups.attrs["left_out"] = uncounted_labels(active) if what == "quotes" else []
    return groups
