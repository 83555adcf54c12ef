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
        if lexicon.has(key, token):
            # « plus que », "such that": those hang on the word before them, not on the verb.
            before = tokens[position - 1]
            if not lexicon.has("that_blockers", before):
                is_relative = _is_relative(token, position - start, lexicon)
                return None if is_relative else position
        if token.text in ":;.!?" or is_finite(token):
            return None
    return None


def _is_relative(token: Word, distance: int, lexicon: QuoteLexicon) -> bool:
    """
    Return whether the parse takes "that" or « que » for a relative pronoun ("told of a boat that sank").

    Right after the verb (`distance` 0) it is none.
    """
    if distance > 0 and token.pos_ in ("PRON", "DET"):
        return (
            lexicon.direct_order
            or token.head.relation is not Relation.CLAUSAL_COMPLEMENT
        )
    # "told Lee that …": with one word between at most, the parse is not believed.
    if distance <= 1 or not lexicon.direct_order:
        return False
    return token.relation in _RELATIVE_ROLES
