"""
The attribute ruler's rules for single tokens, looked up by what decides them.

Most of its rules read one token: its tag, its form, its relation. What they say of a token with the same attributes is
the same, so it is matched once and remembered. Rules over several tokens are matched as ever.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from spacy.attrs import intify_attr
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

__all__ = ["apply"]

_READ = frozenset(
    {"ORTH", "TEXT", "LOWER", "NORM", "SHAPE", "TAG", "POS", "DEP", "LEMMA", "MORPH"}
    | {"IS_SPACE", "IS_PUNCT", "IS_DIGIT", "IS_ALPHA"}
)
"""What a rule may read of its token to be remembered."""

_MOST = 200_000


def apply(ruler: AttributeRuler, docs: Sequence[Doc]) -> None:
    """Set the attributes that the rules say, later rules over earlier ones, as the ruler itself does."""
    rules = _rules(ruler, len(ruler.attrs))
    for doc in docs:
        for position, attributes in rules.found(doc):
            set_token_attrs(doc[position], dict(attributes))


@cache
def _rules(ruler: AttributeRuler, _count: int) -> _Rules:
    return _Rules(ruler)


class _Rules:
    """A ruler's rules: those that can be remembered, and the others."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self._attributes = ruler.attrs
        self._indices = ruler.indices
        self._single, self._others = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._known: dict[Hashable, Mapping[Any, Any]] = {}
        names: set[str] = set()
        for number, rule in enumerate(ruler.patterns):
            patterns: Any = rule["patterns"]
            for pattern in patterns:
                single = len(pattern) == 1 and pattern[0].keys() <= _READ
                (self._single if single else self._others).add(str(number), [pattern])
                names |= pattern[0].keys() if single else set()
        self._columns = [intify_attr("ORTH" if name == "TEXT" else name) for name in sorted(names)]

    def found(self, doc: Doc) -> Iterator[tuple[int, Mapping[Any, Any]]]:
        """The tokens that rules speak of, by position, and what they say."""
        others = self._matched_by_others(doc)
        for position, row in enumerate(doc.to_array(self._columns).tolist() if self._columns else [None] * len(doc)):
            key = tuple(row) if isinstance(row, list) else row
            if position in others:
                said = self._said([*self._numbers(doc, position), *others[position]])
            else:
                said = self._known[key] if key in self._known else self._learned(key, doc, position)
            if said:
                yield position, said

    def _learned(self, key: Hashable, doc: Doc, position: int) -> Mapping[Any, Any]:
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = self._said(self._numbers(doc, position))
        return self._known[key]

    def _numbers(self, doc: Doc, position: int) -> list[int]:
        matches = self._single(doc[position : position + 1], allow_missing=True)
        return [int(doc.vocab.strings[key]) for key, _, _ in matches]

    def _matched_by_others(self, doc: Doc) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for key, start, end in self._others(doc, allow_missing=True) if len(self._others) else ():
            number = int(doc.vocab.strings[key])
            found.setdefault(range(start, end)[self._indices[number]], []).append(number)
        return found

    def _said(self, numbers: Iterable[int]) -> Mapping[Any, Any]:
        return {name: value for number in sorted(numbers) for name, value in self._attributes[number].items()}
