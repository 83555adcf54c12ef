"""The tense that a verb stands in with its auxiliaries: whether an event is told as past, or as present."""

from __future__ import annotations

from pressmark.annotators.tree import Word

from .syntax import VERBAL, has_feature

__all__ = ["is_past", "is_present", "is_told_as_past"]

# « arrêta », « arrêtait »
_PAST_TENSES = frozenset({"Past", "Imp"})


_AUXILIARIES = ("aux", "aux:tense", "aux:pass", "auxpass")


def _verb_with_auxiliaries(token: Word) -> list[Word]:
    """Return the verb that `token` is or stands under, with its auxiliaries; the token when it stands under none."""
    verb = token
    if token.pos_ not in VERBAL:
        # « a mené une attaque »: a noun is told in the tense of the verb above.
        verb = next((word for word in token.ancestors if word.pos_ == "VERB"), token)
    return [verb, *(child for child in verb.children if child.dep_ in _AUXILIARIES)]


def is_past(token: Word) -> bool:
    """Return whether `token`, or the verb that it stands under, is told as past: « a arrêté », "left"."""
    return any(_has_past_tense(word) for word in _verb_with_auxiliaries(token))


def _has_past_tense(word: Word) -> bool:
    """Return whether a word's own tense is a past or an imperfect."""
    tenses = word.morph.get("Tense", [])
    return not _PAST_TENSES.isdisjoint(tenses)


def is_told_as_past(verb: Word) -> bool:
    """Return whether a verb tells what was: « a quitté », "left", and not the participle of « un bal prévu samedi »."""
    words = [
        verb,
        *(child for child in verb.children if child.dep_ in ("aux", "aux:tense")),
    ]
    finite = [word for word in words if has_feature(word, "VerbForm", "Fin")]
    # "will leave", « quittera »: any `aux` of the English model may be a modal, so that it tells nothing of the past.
    if any(word.dep_ == "aux" or has_feature(word, "Tense", "Fut") for word in finite):
        return False
    return any(word.dep_ == "aux:tense" or _has_past_tense(word) for word in finite)


def is_present(token: Word) -> bool:
    """Return whether a verb is in the present tense, and not a perfect, whose auxiliary is: « quitte », not « a quitté »."""
    return has_feature(token, "Tense", "Pres") and not is_past(token)
