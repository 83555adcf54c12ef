"""What an import did not take, and how it says so: grouped by reason, with the first places, never line upon line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Refusal", "grouped"]

_PLACES = 3
_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not taken: where it stands, why, and what it is (its label and words)."""

    place: str
    reason: str
    words: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {' '.join(part for part in (self.words, self.reason) if part)}"

    def as_json(self) -> dict[str, Any]:
        """The refusal as plain values."""
        return {"place": self.place, "words": self.words, "reason": self.reason}


def grouped(refusals: Iterable[Refusal]) -> Iterator[str]:
    """The refusals line by line, those of one reason together, the most frequent reason first."""
    by_reason: defaultdict[str, list[Refusal]] = defaultdict(list)
    for refusal in refusals:
        by_reason[refusal.reason].append(refusal)
    groups = sorted(by_reason.items(), key=lambda group: -len(group[1]))
    for reason, alike in groups[:_GROUPS]:
        yield from [f"refused {alike[0]}"] if len(alike) == 1 else _group(reason, alike)
    if len(groups) > _GROUPS:
        rest = sum(len(alike) for _, alike in groups[_GROUPS:])
        yield f"refused {rest} more, for {len(groups) - _GROUPS} other reasons"


def _group(reason: str, alike: list[Refusal]) -> Iterator[str]:
    yield f"refused {len(alike)}: {reason}"
    yield from (
        f"  {refusal.place}{':' * bool(refusal.words)} {refusal.words}".rstrip()
        for refusal in alike[:_PLACES]
    )
    if len(alike) > _PLACES:
        yield f"  … and {len(alike) - _PLACES} more"
