"""An article as the rules of quotes read it: its text and parse, the lexicon, the entities, the phrases of sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.grammar.tree import Tree
from pressmark.annotators.shared_reading import SharedReading

from .lexicon import QuoteLexicon, normalize
from .noun_phrases import NounPhrases, SourcePhrase
from .source_phrases import SourcePhrases
from .told_paragraphs import told_paragraphs

__all__ = ["QuoteReading"]


@dataclass(frozen=True, slots=True)
class QuoteReading:
    """What every rule of quotes may read of an article, made by `QuoteReading.of`; `without` names rules that rest."""

    text: str
    tree: Tree
    paragraphs: Sequence[tuple[int, int]]
    lexicon: QuoteLexicon
    entities: EntityIndex
    noun_phrases: NounPhrases
    sources: SourcePhrases
    without: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        reading: SharedReading,
        lexicon: QuoteLexicon,
        without: frozenset[str] = frozenset(),
    ) -> QuoteReading:
        """Return what the rules of quotes add to an article's `reading`; those of the names `without` are not asked."""
        text, entities = reading.text, reading.entity_index
        noun_phrases = NounPhrases(text, lexicon, entities)
        return cls(
            text=text,
            tree=reading.tree,
            paragraphs=tuple(
                told_paragraphs(text, reading.paragraphs, lexicon, entities)
            ),
            lexicon=lexicon,
            entities=entities,
            noun_phrases=noun_phrases,
            sources=SourcePhrases(text, lexicon, entities, noun_phrases),
            without=without,
        )

    def normalized(self, source: SourcePhrase) -> str:
        """Return the words of a phrase as lexicons write them."""
        words = self.text[source.start : source.end]
        return normalize(words)

    def names_person(self, source: SourcePhrase) -> bool:
        """Return whether a phrase holds a person's name."""
        return self.entities.is_named(source.start, source.end, "PER")

    def names_speaker(self, source: SourcePhrase) -> bool:
        """Return whether a phrase holds the name of a person or an organisation."""
        return self.entities.is_named(source.start, source.end, "PER", "ORG")

    def can_speak(self, source: SourcePhrase) -> bool:
        """Return whether a phrase can be a source; I and you speak within somebody's marks, "it", a thing nowhere."""
        phrase = self.normalized(source)
        if phrase in self.lexicon.sets["not_speakers"]:
            return False
        if self.sources.is_thing(source):
            return False
        # « le » before a verb is its object; « lui » and « nous » are pronouns, too, and so may speak.
        is_object = phrase in self.lexicon.sets["clitics"]
        return not is_object or phrase in self.lexicon.pronouns
