"""Where an event happens: its own place, else one that its paragraph or the article's first line gives, marked so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from pressmark.annotators.tree import Word
from pressmark.spans import Argument, Entity

__all__ = ["Places"]

_DATELINE = re.compile(r"[ \t]*(?:\([^()\n]{1,40}\)|,[^\n.–—-]{0,40})?[ \t]*[.,]?[ \t]*(?:[–—-]|_|\.\s*_)[ \t]*\S")
_OPENING = 400
_FREE = ("STATEMENT", "MOVE", "AGREE", "REJECT", "ACCUSE", "REQUEST", "THREATEN")
"""Types whose own place is not where the paragraph plays: a statement about Metz is not made there."""


class Places:
    """The places of an article, by paragraph, and its dateline: « KIEV (AFP) — »."""

    def __init__(self, text: str, entities: Sequence[Entity], paragraphs: Sequence[tuple[int, int]]) -> None:
        self._located = [one for one in entities if one.label == "LOC"]
        self._paragraphs = paragraphs
        self._dateline = self._find_dateline(text)
        self._said: dict[int, str] = {}

    def of(
        self, token: Word, label: str, arguments: Sequence[Argument], by_id: Mapping[str, Entity]
    ) -> tuple[str | None, str | None]:
        """The id of the place and the rule that gave it: argument, paragraph or dateline; both None when unknown."""
        at = bisect_right(self._paragraphs, (token.idx, float("inf"))) - 1
        own = next((one.entity_id for one in arguments if one.role == "place" and one.entity_id in by_id), None)
        if own is not None:
            self._said[at] = own
            return own, "argument"
        if label in _FREE:
            return None, None
        if at in self._said:
            return self._said[at], "paragraph"
        return (self._dateline, "dateline") if self._dateline else (None, None)

    def _find_dateline(self, text: str) -> str | None:
        """The place that opens one of the first paragraphs and is set off by a dash."""
        for start, end in self._paragraphs:
            if start > _OPENING:
                return None
            opening = next((one for one in self._located if start <= one.start <= start + 3), None)
            if opening is not None and _DATELINE.match(text, opening.end, end):
                return opening.id
        return None
