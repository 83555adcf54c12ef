"""What a single word is: its part of speech, and the features that the parse gives it."""

from __future__ import annotations

from .tree import Word

__all__ = [
    "agree",
    "has_feature",
    "is_adjective",
    "is_noun",
    "is_possessive",
    "is_pronoun",
    "is_relative_pronoun",
    "is_verb",
]

_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_AGREEING_FEATURES = ("Number", "Gender")


def has_feature(word: Word, feature: str, value: str) -> bool:
    """Return whether the parse gives `word` the `value` of a `feature`, such as "VerbForm" and "Inf"."""
    # Rules ask this more often than anything else: the features are looked up without a call between.
    return value in word.morph.features.get(feature, ())


def is_verb(word: Word) -> bool:
    """Return whether a word is a verb or an auxiliary: « a », « fermé » of « le maire a fermé le pont »."""
    return word.pos_ in _VERBS


def is_noun(word: Word) -> bool:
    """Return whether a word is a noun or a name: « maire », « Anne »; a pronoun is none."""
    return word.pos_ in _NOUNS


def is_pronoun(word: Word) -> bool:
    """Return whether a word is a pronoun: « elle », "who"."""
    return word.pos_ == "PRON"


def is_adjective(word: Word) -> bool:
    """Return whether a word is an adjective: « le vieux pont »."""
    return word.pos_ == "ADJ"


def is_relative_pronoun(word: Word) -> bool:
    """
    Return whether the parse takes a word for a relative pronoun: « la ministre qui part ».

    The English model says so of none: its "who" has no type.
    """
    return is_pronoun(word) and has_feature(word, "PronType", "Rel")


def is_possessive(word: Word) -> bool:
    """Return whether a word says whose something is: « sa maison », "his house"."""
    return has_feature(word, "Poss", "Yes")


def agree(first: Word, second: Word) -> bool:
    """Return whether number and gender, where the parse knows both, are the same: « la ministre », « elle »."""
    for feature in _AGREEING_FEATURES:
        values, other_values = (
            first.morph.get(feature, []),
            second.morph.get(feature, []),
        )
        # A feature that the parse leaves out says nothing against agreement.
        if values and other_values and values != other_values:
            return False
    return True
