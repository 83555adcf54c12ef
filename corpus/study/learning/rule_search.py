"""
Words that may belong into a study's lexicon, or out of it: verbs and nouns beside quotes that no cue explains, cues whose
quotes people found wrong, names that people added or say are none. What each of them changes is for `rule_trials` to say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pressmark.annotators.grammar.written_forms import normalize
from pressmark.evaluation.span_matching import match_quotes
from pressmark.yaml_files.lexicons import Lexicons

from .judged_articles import JudgedArticle
from .layer_judges import Row
from .lexicon_rules import (
    NAME_KEYS,
    NOT_NAMES,
    NOUN_KEY,
    VERB_KEYS,
    LexiconRule,
    forms_of,
    keys_with,
    words_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["MIN_ROWS", "SEARCHES", "CueSearch", "NameSearch", "RuleSearch"]

MIN_ROWS = 2
"""Quotes that a word must stand beside, names that it must be, or that its removal must spare: one may be chance."""
MAX_WORDS = 15
"""Words of a language that are tried, those that belong to quotes most first: each costs a reading of its articles."""
MAX_TOKENS_APART = 8
"""Tokens between a quote and its verb: « …, a aussi glissé hier la maire » has four; chosen, not measured."""
_PARTS_OF_SPEECH = {"VERB": VERB_KEYS, "NOUN": (NOUN_KEY,)}


class RuleSearch(Protocol):
    """Gathers, article by article, the words of a language that are worth a trial in the lexicon of a layer."""

    def read(self, article: JudgedArticle, doc: Doc) -> None:
        """Take in an article with its parse."""
        ...

    def rules(self) -> list[LexiconRule]:
        """Return the rules to try, always in one order."""
        ...


@dataclass(slots=True)
class CueSearch:
    """Gathers, article by article, the cues of a language that are worth a trial; `lexicons` are the study's."""

    language: str
    lexicons: Lexicons
    _beside: Counter[tuple[str, str]] = field(default_factory=Counter)
    _everywhere: Counter[tuple[str, str]] = field(default_factory=Counter)
    _wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    _right: Counter[tuple[str, str]] = field(default_factory=Counter)

    def read(self, article: JudgedArticle, doc: Doc) -> None:
        """Take in an article with its parse."""
        self._everywhere.update((word.pos_, normalize(word.lemma_)) for word in doc)
        for quote in unexplained_quotes(article):
            words = {word for word in _words_around(quote, doc) if self._is_form(word)}
            # Each quote counts once for a word, however often it stands beside it.
            for part, lemma in {(word.pos_, normalize(word.lemma_)) for word in words}:
                self._beside[part, lemma] += 1
        for example in article.examples:
            phrase = example.row.get("cue")
            if not phrase or not example.is_counted:
                continue
            counts = self._right if example.right["score"] else self._wrong
            for pair in keys_with(phrase, self.language, self.lexicons):
                counts[pair] += 1

    def _is_form(self, word: Token) -> bool:
        """Return whether the lexicon would write the word as the article does, from what the model takes for its lemma."""
        keys = _PARTS_OF_SPEECH.get(word.pos_)
        lemma = normalize(word.lemma_)
        if keys is None or not lemma.replace("-", "").isalpha():
            return False
        rule = LexiconRule(language=self.language, keys=keys[:1], word=lemma)
        return normalize(word.text) in forms_of(rule, self.lexicons)

    def rules(self) -> list[LexiconRule]:
        """Return the rules to try: words for each list that lacks them, then words to take away."""
        return [*self._additions(), *self._removals()]

    def _additions(self) -> Iterator[LexiconRule]:
        frequent = [pair for pair, number in self._beside.items() if number >= MIN_ROWS]
        frequent.sort(key=lambda pair: (-self._closeness(pair), pair))
        for part, word in frequent[:MAX_WORDS]:
            for key in _PARTS_OF_SPEECH[part]:
                if word not in words_of(key, self.language, self.lexicons):
                    yield LexiconRule(language=self.language, keys=(key,), word=word)

    def _closeness(self, pair: tuple[str, str]) -> float:
        """
        Return how many quotes a word stands beside, times the share of its places that are so.

        "Make" stands beside many quotes because it stands everywhere, "echo" beside few and nowhere else.
        """
        beside = self._beside[pair]
        return beside * beside / self._everywhere[pair]

    def _removals(self) -> Iterator[LexiconRule]:
        for word, keys in sorted(self._doubtful_keys().items()):
            choices: list[tuple[str, ...]] = [(key,) for key in keys]
            if len(keys) > 1:
                choices.append(tuple(keys))
            for chosen in choices:
                yield LexiconRule(
                    language=self.language, keys=chosen, word=word, is_removal=True
                )

    def _doubtful_keys(self) -> dict[str, list[str]]:
        """Return the verbs whose quotes people mostly found wrong, with the lists that they stand in."""
        keys: defaultdict[str, list[str]] = defaultdict(list)
        for (key, word), wrong in sorted(self._wrong.items()):
            if wrong >= MIN_ROWS and wrong > self._right[key, word]:
                keys[word].append(key)
        return keys


@dataclass(slots=True)
class NameSearch:
    """Gathers names that people added or gave another label, and words that they say are none."""

    language: str
    lexicons: Lexicons
    _missing: Counter[tuple[str, str]] = field(default_factory=Counter)
    _wrong: Counter[str] = field(default_factory=Counter)
    _true: Counter[str] = field(default_factory=Counter)

    def read(self, article: JudgedArticle, doc: Doc) -> None:
        """Take in an article; of its parse nothing is needed."""
        right = {_place(one.row) for one in article.examples if one.right["score"]}
        for row in article.truth:
            surface = _surface(article, row)
            self._true[surface] += 1
            if _place(row) not in right:
                self._missing[surface, row["label"]] += 1
        for example in article.examples:
            if not example.right["score"]:
                self._wrong[_surface(article, example.row)] += 1

    def rules(self) -> list[LexiconRule]:
        """Return the rules to try: names for the lists of their labels, then words that are no names."""
        rules: list[LexiconRule] = []
        for (surface, label), number in sorted(self._missing.items()):
            if number >= MIN_ROWS and label in NAME_KEYS:
                # A person's name is known by its first word.
                word = surface.split()[0] if label == "PER" else surface
                rules += self._addition(NAME_KEYS[label], word)
        for surface, number in sorted(self._wrong.items()):
            if number >= MIN_ROWS and not self._true[surface]:
                rules += self._removals(surface)
        return list(dict.fromkeys(rules))

    def _addition(self, key: str, word: str) -> Iterator[LexiconRule]:
        """Yield the rule that adds a word to a list which lacks it."""
        if word not in words_of(key, self.language, self.lexicons, "entities"):
            yield LexiconRule(
                kind="entities", language=self.language, keys=(key,), word=word
            )

    def _removals(self, surface: str) -> Iterator[LexiconRule]:
        """Yield the rules by which words are no name any more: out of the lists that have them, or no names at all."""
        keys = [
            key
            for key in NAME_KEYS.values()
            if surface in words_of(key, self.language, self.lexicons, "entities")
        ]
        if keys:
            yield LexiconRule(
                kind="entities", language=self.language, keys=tuple(keys), word=surface, is_removal=True
            )  # fmt: skip
        elif " " not in surface:
            yield from self._addition(NOT_NAMES, surface.lower())


def _place(row: Row) -> tuple[int, int, str]:
    return row["start"], row["end"], row["label"]


def _surface(article: JudgedArticle, row: Row) -> str:
    """Return a name as it stands, its blanks made single."""
    return " ".join(article.text[row["start"] : row["end"]].split())


SEARCHES: Mapping[str, Callable[[str, Lexicons], RuleSearch]] = {
    "quotes": CueSearch,
    "entities": NameSearch,
}
"""What searches for words, by the layer whose lexicon they are for."""


def unexplained_quotes(article: JudgedArticle) -> list[Row]:
    """Return the true quotes that no candidate with a cue and the right speaker is."""
    explained = [
        example.row
        for example in article.examples
        if example.row.get("cue") and example.right.get("speaker_score")
    ]
    matches = {i for i, _ in match_quotes(article.text, article.truth, explained)}
    return [row for number, row in enumerate(article.truth) if number not in matches]


def _words_around(quote: Row, doc: Doc) -> Iterator[Token]:
    """Yield the tokens of a quote's lines that stand near it, and not within."""
    pieces: Sequence[Sequence[int]] = quote.get("spans") or [
        (quote["start"], quote["end"])
    ]
    for start, end in pieces:
        before = [token for token in doc if token.idx + len(token) <= start]
        after = [token for token in doc if token.idx >= end]
        yield from _within(pieces, _in_line(reversed(before)))
        yield from _within(pieces, _in_line(after))


def _in_line(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the first tokens up to the end of the line."""
    for number, token in enumerate(tokens):
        if number >= MAX_TOKENS_APART or "\n" in token.text:
            return
        yield token


def _within(
    pieces: Sequence[Sequence[int]], tokens: Iterable[Token]
) -> Iterator[Token]:
    """Yield the tokens that stand in none of the `pieces` of the quote."""
    for token in tokens:
        if not any(start <= token.idx < end for start, end in pieces):
            yield token
