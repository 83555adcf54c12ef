"""Where an event happens: its own place, else the one that its paragraph or the article's first line gives."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from pressmark.annotators.grammar.tree import Word
from pressmark.spans import Argument, Entity
from pressmark.yaml_files.lexicon_models.event_entries import EventTraits

__all__ = ["EventPlaces"]

# What stands after the place of a dateline: « KIEV (AFP) — », "PARIS, May 3 -", « METZ. _ »; a county or agency may
# come between, and a dash or underscore sets it off.
_AFTER_DATELINE = re.compile(
    r"[ \t]*(?:\([^()\n]{1,40}\)|,[^\n.–—-]{0,40})?[ \t]*[.,]?[ \t]*(?:[–—-]|_|\.\s*_)[ \t]*\S"
)
MAX_DATELINE_OFFSET = 400
"""In code points: a dateline opens a paragraph that begins within so many, after titles and bylines. Chosen, not
measured."""
MAX_INDENT = 3
"""How many code points may stand before a dateline in its paragraph, such as a quotation mark. Chosen, not measured."""


class EventPlaces:
    """The places of an article, by paragraph, and its dateline: « KIEV (AFP) — ». Asked in reading order."""

    def __init__(
        self,
        text: str,
        entities: Sequence[Entity],
        paragraphs: Sequence[tuple[int, int]],
    ) -> None:
        self._locations = [entity for entity in entities if entity.label == "LOC"]
        self._paragraphs = paragraphs
        self._dateline = self._find_dateline(text)
        # the place that an event of the paragraph had last
        self._by_paragraph: dict[int, str] = {}

    def place_of(
        self,
        trigger: Word,
        traits: EventTraits,
        arguments: Sequence[Argument],
        entities: Mapping[str, Entity],
    ) -> tuple[str | None, str | None]:
        """
        Return the id of the place of an event, and the rule that gave it: argument, paragraph or dateline.

        `entities` maps ids to entities. Both are None when no place is known. An event's own place becomes its
        paragraph's, so triggers must be asked in reading order.
        """
        paragraph = bisect_right(self._paragraphs, (trigger.idx, float("inf"))) - 1
        for argument in arguments:
            # « à Metz, la police a arrêté … »: what the event says itself is surest.
            entity_id = argument.entity_id
            if argument.role != "place" or entity_id is None:
                continue
            if entity_id in entities:
                self._by_paragraph[paragraph] = entity_id
                return entity_id, "argument"
        if not traits.inherits_place:
            # a statement about Metz is not made there
            return None, None
        if paragraph in self._by_paragraph:
            return self._by_paragraph[paragraph], "paragraph"
        # « KIEV (AFP) — La police a arrêté … »: what follows happened where it was written, until another place
        # is named.
        return (self._dateline, "dateline") if self._dateline else (None, None)

    def _find_dateline(self, text: str) -> str | None:
        """Return the id of the place that opens one of the first paragraphs and is set off by a dash."""
        for start, end in self._paragraphs:
            if start > MAX_DATELINE_OFFSET:
                return None
            at_start = (
                entity
                for entity in self._locations
                if start <= entity.start <= start + MAX_INDENT
            )
            # Only the first name of the paragraph can be its dateline.
            opening = next(at_start, None)
            if opening is not None and _AFTER_DATELINE.match(text, opening.end, end):
                return opening.id
        return None
