"""The lexicon `times.<language>.yaml` as frozen values: words of time, the orders they stand in, cues of a tense."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from pressmark.yaml_files.lexicon_models.inflection import load_inflection
from pressmark.yaml_files.lexicon_models.time_words import (
    TimeOrders,
    TimeWords,
    WordsByClass,
)
from pressmark.yaml_files.lexicon_types import fields_by_key
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

__all__ = [
    "TOKEN",
    "LexiconEntry",
    "Piece",
    "TimeLexicon",
    "load_lexicon",
    "lookup_key",
]

TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d+(?:[.,/\u00a0\u202f]\d+)*|[^\W\d_]+['’]?|\n|[^\w\s]|_"
)
"""A whole date in digits, a number, a word with the apostrophe that ends it (« l' »), a line break, or one mark."""


class Piece(NamedTuple):
    """A stretch of tokens that is of a class: how many tokens it takes, and its value (8 for « huit », 1 for lundi)."""

    length: int
    value: Any


class LexiconEntry(NamedTuple):
    """A word of time after its first token: the keys of its further tokens, its class, the piece that it is."""

    further_keys: list[str]
    word_class: str
    piece: Piece


@dataclass(frozen=True, slots=True, eq=False)
class TimeLexicon:
    """
    What is known of a language's expressions of time. `entries` are the words by the key of their first token.

    There is one for each language and folders of lexicons: it is compared by identity, as the keys of caches are.
    """

    language: str
    entries: Mapping[str, tuple[LexiconEntry, ...]]
    # the words of which every expression has one: the key of a word of one token, the first two of a longer one
    anchors: frozenset[str | tuple[str, str]]
    # the name of a rule and an order of classes, as the file writes it
    rules: tuple[tuple[str, str], ...]
    # « dès », "until": what follows is to come, whatever the tense
    before_future: tuple[str, ...]
    # "from": the same, unless the verb tells it as past
    before_future_unless_past: tuple[str, ...]
    # « depuis », "since": what follows is over
    before_past: tuple[str, ...]
    # « doit », "plans": verbs whose present tense looks ahead
    future_verb_forms: frozenset[str]
    # « pour qu'elle vienne », and not „er sei gekommen“
    subjunctive_ahead: bool
    # « avril », not "April": a capital makes a month a name
    has_small_months: bool


@cache
def load_lexicon(language: str, lexicons: Lexicons = OURS) -> TimeLexicon | None:
    """Load the lexicon of `language`; None when there is no `times.<language>.yaml`."""
    words = read_lexicon("times", language, TimeWords, lexicons)
    if words is None:
        return None
    inflection = load_inflection(language, lexicons)
    entries: dict[str, list[LexiconEntry]] = {}
    for first_key, entry in _entries(words):
        entries.setdefault(first_key, []).append(entry)
    return TimeLexicon(
        language=language,
        entries={
            # of one first token the longest words first
            key: tuple(sorted(group, key=lambda entry: -entry.piece.length))
            for key, group in entries.items()
        },
        anchors=frozenset(
            (key, entry.further_keys[0]) if entry.further_keys else key
            for key, group in entries.items()
            for entry in group
            if entry.word_class in words.anchors
        ),
        rules=tuple(
            (rule, order)
            for rule in _rule_names(words)
            for order in getattr(words.rules, rule)
        ),
        before_future=words.ahead_before,
        before_future_unless_past=words.ahead_unless_past,
        subjunctive_ahead=words.subjunctive_ahead,
        before_past=words.behind_before,
        future_verb_forms=frozenset(
            form for verb in words.ahead_verbs for form in inflection.verb_forms(verb)
        ),
        has_small_months=words.small_months,
    )


def _rule_names(words: TimeWords) -> Iterator[str]:
    """Yield the rules that have orders: of orders that fit alike, the first in this order is taken."""
    yield from (rule for rule in TimeOrders.model_fields if getattr(words.rules, rule))


def _entries(words: TimeWords) -> Iterator[tuple[str, LexiconEntry]]:
    """Yield every word of the file under the key of its first token; feasts are a class like the others."""
    for word_class, name in fields_by_key(WordsByClass).items():
        yield from _entries_of_class(word_class, getattr(words.words, name))
    yield from _entries_of_class("feast", words.feasts)


def _entries_of_class(
    word_class: str, values: Mapping[str, Any]
) -> Iterator[tuple[str, LexiconEntry]]:
    """Yield the words of a class, each under the key of its first token."""
    for word, value in values.items():
        first_key, *further_keys = map(lookup_key, TOKEN.findall(word))
        piece = Piece(1 + len(further_keys), value)
        yield first_key, LexiconEntry(further_keys, word_class, piece)


def lookup_key(form: str) -> str:
    """
    Return what the token `form` is looked up by: lower case, with plain apostrophes and dashes.

    >>> lookup_key("L’"), lookup_key("–")
    ("l'", '-')
    """
    key = form.lower()
    key = key.replace("’", "'")
    key = key.replace("–", "-")
    return key.replace("—", "-")
