"""Whether a text tells a story: there, only marked words and turns of dialogue are quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite

from .lexicon import QuoteLexicon

__all__ = ["is_story"]

_MIN_STORY_VERBS = 12
"""Verbs in the tense of stories below which a text is none: chosen, not measured, for very short texts."""
_MIN_STORY_SHARE = 0.06
"""Their share of the finite verbs from which on a text is a story; news articles reach 0.01."""


def is_story(tokens: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """
    Return whether the tense of stories (in French the passé simple) carries a text: 12 verbs, and 6 in 100 finite ones.

    What characters think and say indirectly is then the narrator's telling. News reaches one verb in a hundred.
    """
    if not lexicon.narrative:
        return False
    finite_verbs = [token for token in tokens if is_finite(token)]
    # « Il partit, et la porte se ferma »: verbs as the narrator of a novel has them.
    narrating = [verb for verb in finite_verbs if _has_morph(verb, lexicon.narrative)]
    share = _MIN_STORY_SHARE * len(finite_verbs)
    return len(narrating) >= max(_MIN_STORY_VERBS, share)


def _has_morph(token: Word, features: Mapping[str, str]) -> bool:
    """Return whether the parse gives a token each of `features`, with no other value."""
    values = ((token.morph.get(name, []), value) for name, value in features.items())
    return all(of_token == [value] for of_token, value in values)
