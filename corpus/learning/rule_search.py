"""
Words that may belong into a study's lexicon, or out of it: verbs and nouns beside quotes that no cue explains, and cues
whose quotes people found wrong. What each of them changes is for `rule_trials` to say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressmark.annotators.grammar.written_forms import normalize
from pressmark.evaluation.span_matching import match_quotes
from pressmark.yaml_files.lexicons import Lexicons

from .judged_articles import JudgedArticle
from .layer_judges import Row
from .lexicon_rules import (
    NOUN_KEY,
    VERB_KEYS,
    LexiconRule,
    forms_of,
    keys_with,
    words_of,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["MIN_QUOTES", "RuleSearch"]

MIN_QUOTES = 2
"""Quotes that a word must stand beside, or that its removal must spare: one may be chance."""
MAX_WORDS = 15
"""Words of a language that are tried, those beside most quotes first: each costs a reading of its articles."""
MAX_TOKENS_APART = 8
"""Tokens between a quote and its verb: « …, a aussi glissé hier la maire » has four; chosen, not measured."""
_PARTS_OF_SPEECH = {"VERB": VERB_KEYS, "NOUN": (NOUN_KEY,)}


@dataclass(slots=True)
class RuleSearch:
    """Gathers, article by article, the words of a language that are worth a trial; `lexicons` are the study's."""

    language: str
    lexicons: Lexicons
    _beside: Counter[tuple[str, str]] = field(default_factory=Counter)
    _wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    _right: Counter[tuple[str, str]] = field(default_factory=Counter)

    def read(self, article: JudgedArticle, doc: Doc) -> None:
        """Take in an article with its parse."""
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
        ranked = sorted(self._beside.items(), key=lambda item: (-item[1], item[0]))
        frequent = [pair for pair, number in ranked if number >= MIN_QUOTES]
        for part, word in frequent[:MAX_WORDS]:
            for key in _PARTS_OF_SPEECH[part]:
                if word not in words_of(key, self.language, self.lexicons):
                    yield LexiconRule(language=self.language, keys=(key,), word=word)

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
            if wrong >= MIN_QUOTES and wrong > self._right[key, word]:
                keys[word].append(key)
        return keys


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
