"""Whether a text tells a story: there, only marked words and turns of dialogue are quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pressmark.annotators.tree import Word

from .cues import is_finite
from .lexicon import QuoteLexicon

__all__ = ["is_story"]

_FEWEST = 12
_SHARE = 0.06


def is_story(tokens: Sequence[Word], words: QuoteLexicon) -> bool:
    """
    Whether the tense of stories (in French the passé simple) carries a text: 12 verbs, and 6 in 100 finite ones.

    What characters think and say indirectly is then the narrator's telling. News reaches one verb in a hundred.
    """
    if not words.narrative:
        return False
    finite = [token for token in tokens if is_finite(token)]
    telling = [token for token in finite if _has(token, words.narrative)]
    return len(telling) >= max(_FEWEST, _SHARE * len(finite))


def _has(token: Word, form: Mapping[str, str]) -> bool:
    return all(token.morph.get(key, []) == [value] for key, value in form.items())
