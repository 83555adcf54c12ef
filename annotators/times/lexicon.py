"""The lexicon `times.<language>.yaml` as frozen values: words of time, the orders they stand in, cues of a tense."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from pressmark.annotators.inflection import verb_forms
from pressmark.yaml_files.lexicons import lexicon

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


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """What is known of a language's expressions of time. `entries` are the words by the key of their first token."""

    language: str
    entries: Mapping[str, tuple[LexiconEntry, ...]]
    # the words of which every expression has one: the key of a word of one token, the first two of a longer one
    anchors: frozenset[str | tuple[str, str]]
    # the name of a rule and an order of classes, as the file writes it
    rules: tuple[tuple[str, str], ...]
    # « dès », "until": what follows is to come, whatever the tense
    before_future: tuple[str, ...]
    # « depuis », "since": what follows is over
    before_past: tuple[str, ...]
    # « doit », "plans": verbs whose present tense looks ahead
    future_verb_forms: frozenset[str]


@cache
def load_lexicon(language: str) -> TimeLexicon | None:
    """Load the lexicon of `language`; None when there is no `times.<language>.yaml`."""
    content = lexicon("times", language)
    if not content:
        return None
    entries: dict[str, list[LexiconEntry]] = {}
    for first_key, entry in _entries(content):
        entries.setdefault(first_key, []).append(entry)
    anchor_classes = content["anchors"]
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
            if entry.word_class in anchor_classes
        ),
        rules=tuple(
            (rule, order)
            for rule, orders in content["rules"].items()
            for order in orders
        ),
        before_future=tuple(content["ahead_before"]),
        before_past=tuple(content["behind_before"]),
        future_verb_forms=frozenset(
            form
            for verb in content["ahead_verbs"]
            for form in verb_forms(verb, language)
        ),
    )


def _entries(content: Mapping[str, Any]) -> Iterator[tuple[str, LexiconEntry]]:
    """Yield every word of the file under the key of its first token; feasts are a class like the others."""
    words_by_class = {**content["words"], "feast": content["feasts"]}
    for word_class, values in words_by_class.items():
        for word, value in values.items():
            first_key, *further_keys = map(lookup_key, TOKEN.findall(word))
            piece = Piece(1 + len(further_keys), value)
            entry = LexiconEntry(further_keys, word_class, piece)
            yield first_key, entry


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
