"""What a pronoun tells of its bearer's gender, where it can mean nobody else ("Ann Lee was there. “…”, she said")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.spans import Entity

from .entity_index import EntityIndex
from .lexicon import QuoteLexicon, normalize

__all__ = ["Pronouns"]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_THINGS = ("documents", "organisations", "groups")
_SENTENCE_OPENING = re.compile(r"(?:^|[\n.!?»”]\s*)(?:[\w'’-]+[ ,]*){0,2}$")
_AHEAD = (
    24  # characters before a name in which the opening of its sentence is looked for
)
_LONGEST_WINDOW = 1_500  # characters; farther back a pronoun means whoever was named since, and work stays bounded

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pronouns:
    """The pronouns of an article, read for the gender of the person that they are resolved to."""

    text: str
    words: QuoteLexicon
    named: EntityIndex

    def gender(
        self,
        start: int,
        end: int,
        bearer: Entity,
        antecedent: int,
        quoted: Sequence[Stretch],
    ) -> str | None:
        """
        Return the gender that the pronoun at `start` tells of `bearer`; None where it might mean somebody else.

        `antecedent` is where the bearer was last named. Since the beginning of that paragraph nobody else may be named,
        and nothing stand, that the pronoun might mean; what is said within the quote itself (`quoted`) names nobody.
        """
        pronoun = normalize(self.text[start:end])
        gender = self.words.pronouns.get(pronoun, {}).get("gender")
        since = self.text.rfind("\n", 0, antecedent) + 1
        if (
            gender is None
            or not self.words.has("gender_pronouns", pronoun)
            or start - since > _LONGEST_WINDOW
        ):
            return None
        if bearer.label != "PER" or _within(antecedent, quoted):
            return None
        is_person = bool(self.words.pronouns[pronoun].get("person"))
        others = (
            entity
            for entity in self._entities(since, start, quoted)
            if entity.name != bearer.name
        )
        if any(
            self._may_mean(entity, gender, is_person=is_person) for entity in others
        ):
            return None
        skipped = [*quoted, *self._mentions(since, start, bearer)]
        return (
            None
            if self._is_rivalled(since, start, gender, skipped, is_person=is_person)
            else gender
        )

    def _entities(
        self, since: int, before: int, quoted: Sequence[Stretch]
    ) -> Iterator[Entity]:
        for entity in self.named.before(before):
            if entity.end <= since:
                return
            if not _within(entity.start, quoted):
                yield entity

    def _mentions(self, since: int, before: int, bearer: Entity) -> Iterator[Stretch]:
        """The mentions of the bearer, whose titles and roles mean nobody else."""
        for entity in self._entities(since, before, ()):
            if entity.name == bearer.name:
                yield entity.mention_start, entity.mention_end

    def _may_mean(self, entity: Entity, gender: str, *, is_person: bool) -> bool:
        """Whether a pronoun of this gender may mean an entity: a person of no other, a body that is a subject."""
        if entity.label == "PER":
            return self.named.gender(entity.id) in (None, gender)
        return (
            not is_person
            and entity.label == "ORG"
            and self._opens(entity.mention_start)
        )

    def _opens(self, place: int) -> bool:
        """Whether a sentence begins here, or a word or two before."""
        return (
            _SENTENCE_OPENING.search(self.text[max(0, place - _AHEAD) : place])
            is not None
        )

    def _is_rivalled(
        self,
        since: int,
        before: int,
        gender: str,
        skipped: Sequence[Stretch],
        *,
        is_person: bool,
    ) -> bool:
        """Whether a noun stands there that the pronoun may stand for (« la victime », "his wife")."""
        determiner: str | None = None
        for found in _WORD.finditer(self.text, since, before):
            word = normalize(found.group())
            if not _within(found.start(), skipped):
                told = self.words.genders.get(determiner or "")
                is_thing = (
                    not is_person
                    and told == gender
                    and any(self.words.has(key, word) for key in _THINGS)
                )
                if (is_thing and self._opens(found.start())) or (
                    gender in self.words.people.get(word, ()) and told in (None, gender)
                ):
                    return True
            determiner = word
        return False


def _within(place: int, stretches: Sequence[Stretch]) -> bool:
    return any(start <= place < end for start, end in stretches)
