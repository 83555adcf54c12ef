"""An article as coreference reads it: its text and parse, its names, and what stands between marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressmark.annotators.grammar.tree import Tree
from pressmark.paragraphs import find_paragraphs

from .entity_index import EntityIndex
from .lexicon import CoreferenceLexicon

if TYPE_CHECKING:  # it holds an index of names, which is of this package
    from pressmark.annotators.shared_reading import SharedReading

__all__ = ["CoreferenceReading"]

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CoreferenceReading:
    """
    What the resolver may read of an article.

    `quoted` holds what is said between marks, in the order of the text: nobody within is meant by a pronoun outside,
    or by one within another quote.
    """

    text: str
    tree: Tree
    lexicon: CoreferenceLexicon
    entities: EntityIndex
    quoted: Sequence[Stretch] = ()

    @classmethod
    def of(
        cls,
        reading: SharedReading,
        lexicon: CoreferenceLexicon,
        quoted: Sequence[Stretch],
    ) -> CoreferenceReading:
        """Return what the resolver may read of an article's `reading`."""
        return cls(reading.text, reading.tree, lexicon, reading.entity_index, quoted)

    def quote_at(self, offset: int) -> Stretch | None:
        """Return the quoted stretch that holds an offset; None outside of all."""
        # No stretch ends after the text, so this pair sorts behind a stretch that begins at the offset itself: its first
        # character is within it.
        after = bisect_right(self.quoted, (offset, len(self.text)))
        if after == 0:
            return None
        start, end = self.quoted[after - 1]
        return (start, end) if offset < end else None

    def paragraph_starts(self) -> list[int]:
        """Return where each paragraph of the article begins."""
        return [start for start, _ in find_paragraphs(self.text)]
