"""A cue in its frame, and the conjunctions after it: « que », « si », « de », "to"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    is_finite,
)

from .cues import Cue
from .frames import Frame
from .lexicon import QuoteLexicon

__all__ = ["CueInFrame", "find_conjunction"]

_RELATIVE_ROLES = frozenset(
    {
        Relation.OBJECT,
        Relation.SUBJECT,
        Relation.PASSIVE_SUBJECT,
        Relation.ADPOSITION_OBJECT,
        Relation.ADVERB,
    }
)
_MAX_CONJUNCTION_TOKENS = 14
"""Tokens after a verb in which its conjunction is looked for: chosen, not measured, as long as an apposition."""


class CueInFrame(NamedTuple):
    """A cue in its frame, whose content is looked for."""

    frame: Frame
    cue: Cue
    lexicon: QuoteLexicon

    @property
    def tokens(self) -> Sequence[Word]:
        """The tokens of the frame."""
        return self.frame.tokens


def find_conjunction(
    tokens: Sequence[Word], start: int, lexicon: QuoteLexicon, key: str
) -> int | None:
    """
    Return the position of « que », or of a word of another list `key`, from `start` on; None without one.

    No finite verb and no full stop or colon stands before it.
    """
    for position in range(start, min(len(tokens), start + _MAX_CONJUNCTION_TOKENS)):
        token = tokens[position]
        if lexicon.has(key, token) or _opens_marks(token, lexicon, key):
            # « plus que », "such that": those hang on the word before them, not on the verb.
            before = tokens[position - 1]
            if not lexicon.has("that_blockers", before):
                between = tokens[start:position]
                is_relative = _is_relative(token, between, lexicon)
                return None if is_relative else position
        if token.text in ":;.!?" or is_finite(token):
            return None
    return None


def _opens_marks(token: Word, lexicon: QuoteLexicon, key: str) -> bool:
    """Return whether a token is an elided word and the straight marks after it: « qu'"au » in « qu'"au moins dix" »."""
    word, mark, _ = token.form.partition('"')
    return bool(mark) and word in lexicon.sets[key]


def _is_relative(token: Word, between: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """
    Return whether the parse takes "that" or « que » for a relative pronoun ("told of a boat that sank").

    Right after the verb, with no words `between`, it is none.
    """
    distance = len(between)
    # « a annoncé à ses voisins qu'il partait »: the verb has no other object.
    if not lexicon.direct_order and _is_adjunct(between):
        return False
    if distance > 0 and token.pos_ in ("PRON", "DET"):
        return (
            lexicon.direct_order
            or token.head.relation is not Relation.CLAUSAL_COMPLEMENT
        )
    # "told Lee that …": with one word between at most, the parse is not believed.
    if distance <= 1 or not lexicon.direct_order:
        return False
    return token.relation in _RELATIVE_ROLES


def _is_adjunct(tokens: Sequence[Word]) -> bool:
    """Return whether words are a phrase with a preposition, adverbs left aside, and no object: « hier à la presse »."""
    if any(token.relation is Relation.OBJECT for token in tokens):
        return False
    for token in tokens:
        if token.pos_ != "ADV":
            return token.pos_ == "ADP"
    return False
