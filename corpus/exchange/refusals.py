"""What an import refuses, and how it says so: grouped by reason, with the first positions, never line upon line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Refusal", "group_refusals"]

MAX_POSITIONS = 3  # shown of one reason: enough to see the pattern; `--json` has all
MAX_REASONS = 20  # shown of one import: about a screen of lines; chosen, not measured


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not imported: where in the file it stands, why, and what it is (its label and words)."""

    position: str
    reason: str
    words: str = ""

    def __str__(self) -> str:
        parts = filter(None, (self.words, self.reason))
        return f"{self.position}: {' '.join(parts)}"

    def as_json(self) -> dict[str, Any]:
        """Return the refusal as plain values, as `pressmark import --json` prints it."""
        return {"place": self.position, "words": self.words, "reason": self.reason}


def group_refusals(refusals: Iterable[Refusal]) -> Iterator[str]:
    """
    Yield `refusals` as lines, those of one reason together, the most frequent reason first.

    >>> list(group_refusals([Refusal("a.ann line 3", "has no label"), Refusal("a.ann line 9", "has no label")]))
    ['refused 2: has no label', '  a.ann line 3', '  a.ann line 9']
    """
    by_reason: defaultdict[str, list[Refusal]] = defaultdict(list)
    for refusal in refusals:
        by_reason[refusal.reason].append(refusal)
    # The sort is stable: reasons that are equally frequent stay in the order of the file.
    groups = sorted(by_reason.items(), key=lambda group: -len(group[1]))
    for reason, alike in groups[:MAX_REASONS]:
        # One line says all: the position, the words and the reason.
        if len(alike) == 1:
            yield f"refused {alike[0]}"
        else:
            yield from _group_lines(reason, alike)
    hidden = groups[MAX_REASONS:]
    if hidden:
        count = sum(len(alike) for _, alike in hidden)
        yield f"refused {count} more, for {len(hidden)} other reasons"


def _group_lines(reason: str, alike: list[Refusal]) -> Iterator[str]:
    """Yield a reason with how often it holds, and the first positions of it."""
    yield f"refused {len(alike)}: {reason}"
    for refusal in alike[:MAX_POSITIONS]:
        # `a.ann line 3: PER «Ann»`, and the position alone where there are no words.
        colon = ":" if refusal.words else ""
        yield f"  {refusal.position}{colon} {refusal.words}".rstrip()
    if len(alike) > MAX_POSITIONS:
        yield f"  … and {len(alike) - MAX_POSITIONS} more"
