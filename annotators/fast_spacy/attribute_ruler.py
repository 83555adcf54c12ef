"""
The attribute ruler's rules for single tokens, looked up by what decides them.

Replaces `AttributeRuler.__call__`, which matches every token with every rule. Most rules read one token: its tag, its
form, its relation. What they set is the same for tokens whose attributes are the same, so a rule is matched once for
each different token and remembered. A rule over several tokens, or one that reads what is not in `_READ` (an
extension, an operator), is matched as ever. A ruler that sets an extension attribute (`_`), or a subclass, runs its
own code.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from spacy.attrs import intify_attr
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

__all__ = ["is_plain", "set_attributes"]

_READ = frozenset(
    {"ORTH", "TEXT", "LOWER", "NORM", "SHAPE", "TAG", "POS", "DEP", "LEMMA", "MORPH"}
    | {"IS_SPACE", "IS_PUNCT", "IS_DIGIT", "IS_ALPHA"}
)
"""What a rule may read of its token to be remembered: all of them can be told from the token alone."""

# different tokens: some 40 MB; then it is begun anew
_MAX_REMEMBERED = 200_000


def is_plain(pipe: Any) -> bool:
    """Tell whether `pipe` is spaCy's own attribute ruler and sets no extension attribute."""
    if type(pipe) is not AttributeRuler:
        return False
    return not any("_" in attributes for attributes in pipe.attrs)


def set_attributes(ruler: AttributeRuler, docs: Sequence[Doc]) -> None:
    """Set in `docs` the attributes that the rules of `ruler` give, later rules over earlier ones, as it does itself."""
    rules = _rules_of(ruler)
    for doc in docs:
        for position, attributes in rules.match(doc):
            token = doc[position]
            set_token_attrs(token, dict(attributes))


def _rules_of(ruler: AttributeRuler) -> _Rules:
    """Return the compiled rules of `ruler`, made again when a rule was added to it."""
    rules = _compiled.get(ruler)
    if rules is not None and rules.are_those_of(ruler):
        return rules
    _compiled[ruler] = _Rules(ruler)
    return _compiled[ruler]


class _Rules:
    """A ruler's rules: those for single tokens, whose results are remembered, and the others."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self._attributes = ruler.attrs
        self._indices = ruler.indices
        self._count = len(ruler.attrs)
        self._single, self._others = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._remembered: dict[Hashable, Mapping[Any, Any]] = {}
        names: set[str] = set()
        for number, rule in enumerate(ruler.patterns):
            patterns: Any = rule["patterns"]
            for pattern in patterns:
                if len(pattern) == 1 and pattern[0].keys() <= _READ:
                    self._single.add(str(number), [pattern])
                    names |= pattern[0].keys()
                else:
                    self._others.add(str(number), [pattern])
        self._columns = [
            intify_attr("ORTH" if name == "TEXT" else name) for name in sorted(names)
        ]

    def are_those_of(self, ruler: AttributeRuler) -> bool:
        """Tell whether `ruler` has had no rule added or cleared since."""
        if self._attributes is not ruler.attrs:
            return False
        return self._count == len(ruler.attrs)

    def match(self, doc: Doc) -> Iterator[tuple[int, Mapping[Any, Any]]]:
        """Yield the position of each token that a rule matches, with the attributes to set."""
        numbers_of_others = self._match_others(doc)
        rows: list[Any] = [None] * len(doc)
        if self._columns:
            rows = doc.to_array(self._columns).tolist()
        for position, row in enumerate(rows):
            # Of one column alone spaCy gives plain numbers, of several a list for each token.
            key = tuple(row) if isinstance(row, list) else row
            if position in numbers_of_others:
                numbers = self._match_single(doc, position)
                attributes = self._merge([*numbers, *numbers_of_others[position]])
            elif key in self._remembered:
                attributes = self._remembered[key]
            else:
                attributes = self._remember(key, doc, position)
            if attributes:
                yield position, attributes

    def _remember(self, key: Hashable, doc: Doc, position: int) -> Mapping[Any, Any]:
        """Match a token that is met for the first time, and store what is set for all that equal it."""
        if len(self._remembered) >= _MAX_REMEMBERED:
            # All at once: the frequent tokens are back after a few articles.
            self._remembered.clear()
        self._remembered[key] = self._merge(self._match_single(doc, position))
        return self._remembered[key]

    def _match_single(self, doc: Doc, position: int) -> list[int]:
        """Return the numbers of the one-token rules that the token at `position` matches."""
        token_span = doc[position : position + 1]
        matches = self._single(token_span, allow_missing=True)
        strings = doc.vocab.strings
        return [int(strings[key]) for key, _, _ in matches]

    def _match_others(self, doc: Doc) -> dict[int, list[int]]:
        """Return the numbers of the rules over several tokens, by the position of the token that each sets."""
        numbers_by_position: dict[int, list[int]] = {}
        if not len(self._others):
            return numbers_by_position
        for key, start, end in self._others(doc, allow_missing=True):
            number = int(doc.vocab.strings[key])
            # An index may count from the end: -1 sets the last token of the match.
            position = range(start, end)[self._indices[number]]
            numbers_by_position.setdefault(position, []).append(number)
        return numbers_by_position

    def _merge(self, numbers: Iterable[int]) -> Mapping[Any, Any]:
        """Merge the attributes of the rules with these numbers; the later rule wins."""
        return {
            name: value
            for number in sorted(numbers)
            for name, value in self._attributes[number].items()
        }


_compiled: WeakKeyDictionary[AttributeRuler, _Rules] = WeakKeyDictionary()
