"""Who a source phrase that is no pronoun is: its entity, the bearer of the role that it repeats, or its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pressmark.annotators.coreference.descriptions import PersonDescriptions
from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.spans import Entity

from .lexicon import QuoteLexicon, phrase_words
from .noun_phrases import SourcePhrase

__all__ = ["KINDS_BY_WORD_LIST", "Speaker", "SpeakerPhrases"]

KINDS_BY_WORD_LIST = {
    "documents": "document",
    "organisations": "organisation",
    "groups": "group",
}
"""The kinds of speakers that are no people, by the word list of their nouns."""

_LABEL_RANKS = {"PER": 0, "ORG": 1, "LOC": 2, "MISC": 3}
_PHRASE_WORD = re.compile(r"\w+")
# A comma or any other mark: what stands behind it is no apposition.
_NO_PART_OF_NOUN = re.compile(r"[^\w\s'’-]")
_MAX_DETERMINER_LENGTH = 4
"""Characters that may stand between a phrase's head and its name: « les Verts », "the EU"."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """
    A resolved source: the phrase's offsets, its entity's id, who that is, how that was seen, and what kind it is.

    `kind` is one of `SPEAKER_KINDS` or None. `pronoun_gender` is the gender that the phrase tells of its bearer, where
    it is a pronoun that can mean nobody else.
    """

    start: int
    end: int
    entity_id: str | None
    name: str | None
    how: str
    kind: str | None = None
    plural: bool = False
    pronoun_gender: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerPhrases:
    """Resolves the phrases of an article that are no pronouns, each by itself."""

    text: str
    lexicon: QuoteLexicon
    entities: EntityIndex
    descriptions: PersonDescriptions

    def resolve(self, source: SourcePhrase) -> Speaker:
        """Return the speaker of a phrase that is no pronoun: its entity, else a bearer of its role, else its words."""
        start, end, how = source
        entity = self._find_entity(start, end)
        if entity is not None:
            kind = self._kind_of_entity(source, entity)
            return Speaker(start, end, entity.id, entity.name, how, kind)
        body = self._find_named_body(start, end)
        if body is not None:
            return Speaker(start, end, body.id, body.name, how, "organisation")
        # « le maire », who had a name two paragraphs above
        described = self.descriptions.bearer(start, end)
        if described is not None:
            bearer, how_described = described
            how = f"{how}, {how_described}"
            return Speaker(start, end, bearer.id, bearer.name, how, "person")
        # « des riverains », « une voisine »: nobody that the article names
        plural = self._is_plural(start, end)
        kind_by_words = self._kind_by_words(start, end)
        kind = kind_by_words or ("group" if plural else "unnamed")
        words = self.text[start:end].split()
        name = " ".join(words)
        return Speaker(start, end, None, name, how, kind, plural)

    def _kind_of_entity(self, source: SourcePhrase, entity: Entity) -> str:
        """Return what kind of speaker a name is: « un rapport de l'ONU » is a document."""
        if entity.label == "PER":
            return "person"
        kind = self._kind_by_words(source.start, source.end)
        return kind or "organisation"

    def _is_plural(self, start: int, end: int) -> bool:
        """Return whether a phrase's first word says that it names several: « des riverains »."""
        first = _PHRASE_WORD.match(self.text, start, end)
        if first is None:
            return False
        return self.lexicon.has_form("plurals", first.group())

    def _kind_by_words(self, start: int, end: int) -> str | None:
        """Return document, organisation or group, by the first of the phrase's words that says so; None without."""
        for word in _PHRASE_WORD.findall(self.text[start:end]):
            for word_list, kind in KINDS_BY_WORD_LIST.items():
                if self.lexicon.has_form(word_list, word):
                    return kind
        return None

    def _find_entity(self, start: int, end: int) -> Entity | None:
        """Return the person in the phrase; else the organisation or place that it begins with, not one deep within."""
        # « le porte-parole de l'ONU, Paul Vidal » is Paul; « un riverain de Lurs » is not Lurs.
        inside = self.entities.touching(start, end)
        for entity in inside:
            if entity.label == "PER":
                return entity
        heads = [
            entity
            for entity in inside
            if _is_head(entity, start) and not self._is_modifier(entity, end)
        ]
        return min(heads, key=_start_and_rank, default=None)

    def _find_named_body(self, start: int, end: int) -> Entity | None:
        """Return the organisation right behind the noun of a phrase, at its end: "carmaker Renard", « le géant Renard »."""
        bodies = [
            entity
            for entity in self.entities.touching(start, end)
            if entity.label == "ORG" and entity.end == end
        ]
        if len(bodies) != 1 or self._is_plural(start, end):
            return None
        before = self.text[start : bodies[0].start]
        # Whoever speaks "of", "at" or "for" a body is not the body.
        words = phrase_words(before)
        if _NO_PART_OF_NOUN.search(before) or not words:
            return None
        # Without what is elided: « L'agence ».
        if not _PHRASE_WORD.findall(before)[-1].islower():
            return None
        # « le rapport Renard » says itself what it says; a "data firm" is a firm.
        nouns = words[-1:] if self.lexicon.direct_order else words
        if any(self.lexicon.has_form("documents", noun) for noun in nouns):
            return None
        # « le député PS » is a person, whatever the party says.
        if not self.lexicon.human_nouns.isdisjoint(words):
            return None
        lists = ("adjuncts", "of", "to")
        is_led_to = any(
            self.lexicon.has_form(key, word) for key in lists for word in words
        )
        return None if is_led_to else bodies[0]

    def _is_modifier(self, entity: Entity, end: int) -> bool:
        """Return whether a phrase's noun follows a name: "US retail giant", "the Paris-based agency", "London's mayor"."""
        # French puts the name behind its noun: « le maire de Lurs ».
        if not self.lexicon.direct_order:
            return False
        after = self.text[entity.mention_end : end]
        if after.startswith(("-", "'s", "’s")):
            return True
        words = after.split()
        if not words or not words[0][:1].isalpha():
            return False
        return not any(
            self.lexicon.has_form(key, words[0]) for key in ("adjuncts", "of")
        )


def _is_head(entity: Entity, start: int) -> bool:
    """Return whether an entity is what a phrase begins with, or its mention reaches to before the phrase."""
    if entity.mention_start <= start:
        return True
    return entity.start - start <= _MAX_DETERMINER_LENGTH


def _start_and_rank(entity: Entity) -> tuple[int, int]:
    """Return what heads are sorted by: of two that begin together an organisation goes before a place."""
    return entity.start, _LABEL_RANKS[entity.label]
