"""An article as the rules of quotes read it: its text and parse, the lexicon, the entities, the phrases of sources."""

from __future__ import annotations

from dataclasses import dataclass

from pressmark.annotators.grammar.tree import Tree

from .entity_index import EntityIndex
from .lexicon import QuoteLexicon, normalize
from .noun_phrases import NounPhrases, SourcePhrase
from .source_phrases import SourcePhrases

__all__ = ["QuoteReading"]


@dataclass(frozen=True, slots=True)
class QuoteReading:
    """What every rule of quotes may read of an article, made by `QuoteReading.of`."""

    text: str
    tree: Tree
    lexicon: QuoteLexicon
    entities: EntityIndex
    noun_phrases: NounPhrases
    sources: SourcePhrases

    @classmethod
    def of(
        cls, text: str, tree: Tree, lexicon: QuoteLexicon, entities: EntityIndex
    ) -> QuoteReading:
        """Return the reading of an article with this text and parse."""
        noun_phrases = NounPhrases(text, lexicon, entities)
        sources = SourcePhrases(text, lexicon, entities, noun_phrases)
        return cls(text, tree, lexicon, entities, noun_phrases, sources)

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
        """Return whether a phrase can be a source; I and you speak within somebody's marks, "it", « cela » nowhere."""
        phrase = self.normalized(source)
        if phrase in self.lexicon.sets["not_speakers"]:
            return False
        # « le » before a verb is its object; « lui » and « nous » are pronouns, too, and so may speak.
        is_object = phrase in self.lexicon.sets["clitics"]
        return not is_object or phrase in self.lexicon.pronouns
