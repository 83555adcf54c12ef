"""What a pronoun tells of its bearer's gender, where it can mean nobody else ("Ann Lee was there. “…”, she said")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.spans import Entity

from .candidates import Piece
from .lexicon import QuoteLexicon, normalize

__all__ = ["PronounGenders"]

_WORD_WITH_HYPHENS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_THING_WORD_LISTS = ("documents", "organisations", "groups")
_SENTENCE_OPENING = re.compile(r"(?:^|[\n.!?»”]\s*)(?:[\w'’-]+[ ,]*){0,2}$")
_MAX_OPENING_LENGTH = 24
"""Characters before a name in which the opening of its sentence is looked for: chosen, not measured. It is shorter than
where a speaker is resolved: a gender is told only where nobody else can be meant."""
_MAX_WINDOW_LENGTH = 1_500
"""Characters; farther back a pronoun means whoever was named since, and work stays bounded."""


@dataclass(frozen=True, slots=True)
class _Window:
    """
    The text between a bearer's paragraph and a pronoun: `start`, and `end` where the pronoun stands.

    `quoted` is what the quote itself says; `gender` and `is_person` are what the pronoun says of its bearer.
    """

    start: int
    end: int
    quoted: Sequence[Piece]
    gender: str
    is_person: bool


@dataclass(frozen=True, slots=True)
class PronounGenders:
    """Reads the pronouns of an article for the gender of the person that they are resolved to."""

    text: str
    lexicon: QuoteLexicon
    entities: EntityIndex

    def find_gender(
        self,
        pronoun: tuple[int, int],
        bearer: Entity,
        antecedent: int,
        quoted: Sequence[Piece],
    ) -> str | None:
        """
        Return the gender that the pronoun at these offsets tells of `bearer`; None where it might mean somebody else.

        `antecedent` is where the bearer was last named. Since the beginning of that paragraph nobody else may be named,
        and nothing stand, that the pronoun might mean; what is said within the quote itself (`quoted`) names nobody.
        """
        start, end = pronoun
        word = normalize(self.text[start:end])
        traits = self.lexicon.pronouns.get(word)
        # « il » in « Il est tard, dit-il » may be nobody's: only the lexicon's `gender_pronouns` are sure.
        if traits is None or not self.lexicon.has_form("gender_pronouns", word):
            return None
        gender = traits.gender
        if gender is None:
            return None
        since = self.text.rfind("\n", 0, antecedent) + 1
        if start - since > _MAX_WINDOW_LENGTH:
            return None
        if bearer.label != "PER" or _is_within(antecedent, quoted):
            return None
        window = _Window(since, start, quoted, gender, traits.person)
        if self._names_rival(window, bearer) or self._holds_rival_noun(window, bearer):
            return None
        return gender

    def _names_rival(self, window: _Window, bearer: Entity) -> bool:
        """Return whether another name stands in the window that the pronoun may mean."""
        for entity in self._entities(window.start, window.end):
            if entity.name == bearer.name or _is_within(entity.start, window.quoted):
                continue
            if self._may_mean(entity, window):
                return True
        return False

    def _entities(self, start: int, end: int) -> Iterator[Entity]:
        """Yield the entities that end between two offsets, the last first."""
        for entity in self.entities.before(end):
            if entity.end <= start:
                return
            yield entity

    def _may_mean(self, entity: Entity, window: _Window) -> bool:
        """Return whether the pronoun may mean an entity: a person of no other gender, a body that is a subject."""
        if entity.label == "PER":
            return self.entities.gender(entity.id) in (None, window.gender)
        # « La Croix-Rouge … elle »; "she" is no body.
        if window.is_person or entity.label != "ORG":
            return False
        return self._opens_sentence(entity.mention_start)

    def _opens_sentence(self, offset: int) -> bool:
        """Return whether a sentence begins at an offset, or up to two words before."""
        first = max(0, offset - _MAX_OPENING_LENGTH)
        before = self.text[first:offset]
        return _SENTENCE_OPENING.search(before) is not None

    def _holds_rival_noun(self, window: _Window, bearer: Entity) -> bool:
        """Return whether a noun stands in the window that the pronoun may stand for (« la victime », "his wife")."""
        # Titles and roles in the bearer's own mentions mean nobody else: « la ministre Ana Vidal ».
        skipped = list(window.quoted)
        for entity in self._entities(window.start, window.end):
            if entity.name == bearer.name:
                skipped.append((entity.mention_start, entity.mention_end))
        determiner = ""
        for match in _WORD_WITH_HYPHENS.finditer(self.text, window.start, window.end):
            noun = normalize(match.group())
            is_skipped = _is_within(match.start(), skipped)
            if not is_skipped and self._is_rival(
                noun, determiner, match.start(), window
            ):
                return True
            determiner = noun
        return False

    def _is_rival(
        self, noun: str, determiner: str, offset: int, window: _Window
    ) -> bool:
        """Return whether a pronoun may stand for `noun`, at `offset`, after the word `determiner`."""
        gender = self.lexicon.genders.get(determiner)
        genders_of_noun = self.lexicon.person_nouns.get(noun, frozenset())
        # « la victime » may be « elle »; « le témoin » may not, though « témoin » is of both.
        is_person = window.gender in genders_of_noun
        if is_person and gender in (None, window.gender):
            return True
        # « La préfecture … elle », but « à la préfecture » in mid-sentence is no subject.
        if window.is_person or gender != window.gender:
            return False
        is_thing = any(self.lexicon.has_form(key, noun) for key in _THING_WORD_LISTS)
        return is_thing and self._opens_sentence(offset)


def _is_within(offset: int, stretches: Sequence[Piece]) -> bool:
    """Return whether one of `stretches` holds the character at `offset`."""
    around = (start <= offset < end for start, end in stretches)
    return any(around)
