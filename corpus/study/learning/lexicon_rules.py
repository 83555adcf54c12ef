"""A word that a study's lexicon gains or loses: as a value, as the YAML that says it, and as lexicons that have it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import yaml

from pressmark.annotators.grammar.written_forms import normalize
from pressmark.annotators.quotes.lexicon import CUE_CLASSES
from pressmark.yaml_files.lexicon_models.entity_words import EntityWords
from pressmark.yaml_files.lexicon_models.inflection import load_inflection
from pressmark.yaml_files.lexicon_models.quote_words import QuoteWords
from pressmark.yaml_files.lexicon_types import LexiconModel
from pressmark.yaml_files.lexicons import (
    LexiconFile,
    Lexicons,
    lexicon_languages,
    read_lexicon,
)

__all__ = [
    "NAME_KEYS",
    "NOT_NAMES",
    "NOUN_KEY",
    "VERB_KEYS",
    "LexiconRule",
    "forms_of",
    "keys_with",
    "words_of",
]

VERB_KEYS = CUE_CLASSES
"""The lists of verbs, each of which finds quotes in another place."""
NOUN_KEY = "nouns"
"""The list of nouns of saying."""
NAME_KEYS = {
    "LOC": "places",
    "ORG": "organisations",
    "MISC": "miscellaneous",
    "PER": "given_names",
}
"""The list of the entity lexicon that makes a name one of this label; of a person it has the first word."""
NOT_NAMES = "not_names"
"""The list of words that no name consists of."""
_MODELS: dict[str, type[LexiconModel]] = {
    "quotes": QuoteWords,
    "entities": EntityWords,
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class LexiconRule:
    """
    A `word` in the lists `keys` of a lexicon of a language; taken away from them where it `is_removal`.

    `kind` is that of the lexicon, "quotes" or "entities", and the name of the layer that reads it.

    A word to be added goes into one list, as each finds quotes in another place; one to be taken away may have to leave
    several: « estimer » is a verb of opinion, and one of those with a bare infinitive.
    """

    kind: str = "quotes"
    language: str
    keys: tuple[str, ...]
    word: str
    is_removal: bool = False

    @property
    def file_name(self) -> str:
        """The name of the lexicon's file."""
        return f"{self.kind}.{self.language}.yaml"

    @property
    def content(self) -> dict[str, object]:
        """What the file must hold for it, without what it extends."""
        words = {key: [self.word] for key in self.keys}
        return {"remove": words} if self.is_removal else dict(words)

    def __str__(self) -> str:
        """Return it as one line of YAML: `beside: [glisser]`."""
        line = ", ".join(f"{key}: [{self.word}]" for key in self.keys)
        return f"remove: {{{line}}}" if self.is_removal else line

    def on_top_of(self, lexicons: Lexicons) -> Lexicons:
        """Return `lexicons` with this rule before them."""
        content = dict(self.content)
        if self.language in lexicon_languages(self.kind, lexicons):
            content = {"extends": "ours", **content}
        text = yaml.safe_dump(content, allow_unicode=True)
        file = LexiconFile(self.kind, self.language, f"learned {self}", text)
        return Lexicons((file, *lexicons.files))


def words_of(
    key: str, language: str, lexicons: Lexicons, kind: str = "quotes"
) -> Collection[str]:
    """Return the words of a list of a lexicon; none in a language without one."""
    words = read_lexicon(kind, language, _MODELS[kind], lexicons)
    return () if words is None else frozenset(getattr(words, key))


def forms_of(rule: LexiconRule, lexicons: Lexicons) -> frozenset[str]:
    """Return the written forms of a rule's word, in lower case; of names the word as it stands."""
    if rule.kind != "quotes":
        return frozenset({rule.word})
    inflection = load_inflection(rule.language, lexicons)
    if NOUN_KEY in rule.keys:
        return frozenset(inflection.noun_forms(rule.word))
    return frozenset(inflection.verb_forms(rule.word))


def keys_with(phrase: str, language: str, lexicons: Lexicons) -> list[tuple[str, str]]:
    """Return the lists of verbs and the word in each that a cue such as « a songé » is a form of."""
    words = normalize(phrase).split()
    # « fait savoir » before « savoir »: the lexicon may have either.
    endings = {" ".join(words[position:]) for position in range(len(words))}
    endings |= set(words)
    inflection = load_inflection(language, lexicons)
    pairs: list[tuple[str, str]] = []
    for key in VERB_KEYS:
        for verb in sorted(words_of(key, language, lexicons)):
            if not endings.isdisjoint(inflection.verb_forms(verb)):
                pairs.append((key, verb))
    return pairs
