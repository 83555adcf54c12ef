"""What the parse says of a verb: whether a token is one, and its form and tense."""

from __future__ import annotations

from pressmark.annotators.tree import Word

__all__ = ["has_tense", "has_verb_form", "is_finite", "is_verb"]

_VERB_TAGS = ("VERB", "AUX")


def is_verb(token: Word) -> bool:
    """Return whether the parse takes a word for a verb."""
    return token.pos_ in _VERB_TAGS


def is_finite(token: Word) -> bool:
    """Return whether the parse takes a word for a finite verb: « part », not « partir » or « partant »."""
    if token.pos_ not in _VERB_TAGS:
        return False
    return has_verb_form(token, "Fin")


def has_verb_form(token: Word, form: str) -> bool:
    """Return whether the parse gives `token` this `VerbForm` and no other: "Fin", "Inf", "Part"."""
    forms = token.morph.get("VerbForm", [])
    return forms == [form]


def has_tense(token: Word, tense: str) -> bool:
    """Return whether the parse gives `token` this `Tense` and no other: "Past", "Pres"."""
    tenses = token.morph.get("Tense", [])
    return tenses == [tense]
