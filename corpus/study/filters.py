"""Which articles and annotations of a corpus are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

__all__ = ["Filter", "as_tuple"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """
    What is counted: articles of these outlets and languages, from `since` to `until` (days, both included), annotations
    with these labels, quotes whose speakers are of these kinds. `copies` counts copies of other articles too.
    """

    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    copies: bool = False

    def __post_init__(self) -> None:
        """Make a tuple of each value that is given as one word, or as a list."""
        for name in ("outlets", "languages", "labels", "kinds"):
            # The value is frozen; this is the one moment at which a field of it is set.
            object.__setattr__(self, name, as_tuple(getattr(self, name)))

    def said(self) -> dict[str, Any]:
        """Return the filter as plain values, what is not set left out."""
        plain = {
            name: str(value) if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }
        # `copies` stays though it is False: a reader of a count must see that copies are left out.
        return {name: value for name, value in plain.items() if value not in ((), None)}


def as_tuple(values: str | Sequence[str]) -> tuple[str, ...]:
    """Return several values as they are, and one as a tuple of one."""
    return (values,) if isinstance(values, str) else tuple(values)
