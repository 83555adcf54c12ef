"""Whether a text tells a story: there, only marked words and turns of dialogue are quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.tree import Morph, Word

from .lexicon import QuoteLexicon

__all__ = ["is_story"]

_MIN_STORY_VERBS = 12
"""Verbs in the tense of stories below which a text is none: chosen, not measured, for very short texts."""
_MIN_STORY_SHARE = 0.06
"""Their share of the finite verbs from which on a text is a story; news articles reach 0.01."""


def is_story(tree: Iterable[Word], lexicon: QuoteLexicon) -> bool:
    """
    Return whether the tense of stories (in French the passé simple) carries a text: 12 verbs, and 6 in 100 finite ones.

    What characters think and say indirectly is then the narrator's telling. News reaches one verb in a hundred.
    """
    if not lexicon.narrative:
        return False
    # « Il partit, et la porte se ferma »: verbs as the narrator of a novel has them.
    narrating = finite_verbs = 0
    # A verb has one of some dozen forms.
    for morph, count in Counter(verb.morph for verb in tree if is_verb(verb)).items():
        if "Fin" in morph.get("VerbForm", []):
            finite_verbs += count
            narrating += count if _has_features(morph, lexicon.narrative) else 0
    return narrating >= max(_MIN_STORY_VERBS, _MIN_STORY_SHARE * finite_verbs)


def _has_features(morph: Morph, features: Mapping[str, str]) -> bool:
    """Return whether the parse gives each of `features`, with no other value."""
    return all(morph.get(name, []) == [value] for name, value in features.items())
