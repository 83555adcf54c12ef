"""
Names that stand in a row after one that takes part: « à Metz, en Lorraine », « le soutien d'Anne, de Paul et de Luc ».

The parse loses the names of long lists, and hangs the towns of a region where it likes; the words between them do not lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pressmark.annotators.grammar.tree import Tree, Word
from pressmark.annotators.shared_reading import SharedReading
from pressmark.spans import Entity

from .lexicon import EventLexicon

__all__ = ["NamesInARow"]

MAX_TOKENS_BETWEEN = 3
"""How many tokens may stand between two names of a row: « , et de la »; chosen, not measured."""
MAX_NAMES_AFTER = 12
"""How many names of a row are read after its first; a bound on the work, above any list of the news."""


@dataclass(frozen=True)
class NamesInARow:
    """The names of one article that follow one another with nothing but a comma, « et » or a preposition between."""

    tree: Tree
    # token index → the entity that holds it
    entities: Mapping[int, Entity]
    inside: frozenset[str]

    @classmethod
    def of(cls, reading: SharedReading, lexicon: EventLexicon) -> NamesInARow:
        """Return the rows of names of one article."""
        return cls(reading.tree, reading.entities_by_token, lexicon.sets["inside"])

    def places_after(self, index: int) -> Iterator[Word]:
        """Yield the places that say where the place at a token is, or that are joined to it: « à Metz, en *Lorraine* »."""
        for _ in range(MAX_NAMES_AFTER):
            following = self._next_name(index)
            if following is None or not self._is_same_place(index, following):
                return
            yield self.tree[following]
            index = following

    def names_joined_to(self, index: int) -> list[Word]:
        """Return the names of one label that are listed after the one at a token: « d'Anne, de *Paul* et de *Luc* »."""
        names: list[Word] = []
        last_of_list = 0
        for _ in range(MAX_NAMES_AFTER):
            following = self._next_name(index)
            if following is None:
                break
            between = self._between(index, following)
            if not _is_joint(between):
                break
            names.append(self.tree[following])
            # « le maire, Paul Roy »: a comma alone need not join
            if any(word.pos_ == "CCONJ" for word in between):
                last_of_list = len(names)
            index = following
        return names[:last_of_list]

    def _next_name(self, index: int) -> int | None:
        """Return the first token of the name soon after the one at `index`, of the same label and sentence; else None."""
        entity = self.entities[index]
        end = self._end(index)
        for following in range(
            end, min(end + MAX_TOKENS_BETWEEN, len(self.tree) - 1) + 1
        ):
            name = self.entities.get(following)
            if name is None:
                continue
            is_alike = name.label == entity.label and following > end
            return following if is_alike else None
        return None

    def _end(self, index: int) -> int:
        """Return the token after the name at a token."""
        entity = self.entities[index]
        while self.entities.get(index) is entity:
            index += 1
        return index

    def _between(self, index: int, following: int) -> list[Word]:
        """Return the words between the name at `index` and the one that begins at `following`."""
        return self.tree[self._end(index) : following]

    def _is_same_place(self, index: int, following: int) -> bool:
        """Return whether only a comma, a bracket, « et » or a preposition of place parts two places."""
        between = self._between(index, following)
        for position, word in enumerate(between):
            is_after_preposition = (
                position and between[position - 1].form in self.inside
            )
            # « À Metz, la France joue »: a new phrase begins with an article, « à Metz, dans la Moselle » goes on
            if word.pos_ == "DET" and not is_after_preposition:
                return False
            if (
                word.pos_ not in ("DET", "CCONJ")
                and word.form not in (",", "(")
                and word.form not in self.inside
            ):
                return False
        return True


def _is_joint(between: list[Word]) -> bool:
    """Return whether words between two names join them: a comma or « et », then no more than a preposition and article."""
    first, *rest = between
    if first.form != "," and first.pos_ != "CCONJ":
        return False
    return all(word.pos_ in ("CCONJ", "ADP", "DET") for word in rest)
