"""Where incises begin, found before marks are paired: an incise also ends a quote whose mark is never closed."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_infinitive_form

from .lexicon import SAYING_CLASSES, QuoteLexicon
from .positions import end_of

__all__ = ["find_incise_commas"]

_MAX_SUBJECT_TOKENS = 3
"""Tokens of a subject before its verb of saying, ", Ann Lee said": chosen, not measured."""


def find_incise_commas(tokens: Sequence[Word], lexicon: QuoteLexicon) -> list[int]:
    """
    Return the offsets where a content ends because an incise follows, in order.

    That is at a comma (« Il est tard, dit Ana », "It is late, Ann said."), or after « ! » and « ? ».
    """
    offsets: list[int] = []
    for position, token in enumerate(tokens):
        if token.text not in (",", "!", "?"):
            continue
        if _begins_incise(tokens, position + 1, lexicon):
            offsets.append(token.idx if token.text == "," else end_of(token))
    return offsets


def _begins_incise(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> bool:
    """Return whether a verb of saying stands at a position with its subject after it, or in English before it."""
    if lexicon.direct_order and _says_after_subject(tokens, position, lexicon):
        return True
    # « …, s'est-elle exclamée », « …, a dit Ana »
    while position < len(tokens) and _is_helper(tokens[position], lexicon):
        position += 1
    if position + 1 >= len(tokens) or not _says(tokens[position], lexicon):
        return False
    subject = tokens[position + 1]
    # « dit-elle », « dit Ana », « dit la maire »
    if subject.text.startswith("-") or subject.text[:1].isupper():
        return True
    return lexicon.has("determiners", subject)


def _says_after_subject(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> bool:
    """Return whether a pronoun or a name at `position` has a verb of saying, and punctuation after that: ", she said."."""
    last = min(position + 1 + _MAX_SUBJECT_TOKENS, len(tokens) - 1)
    for verb in range(position + 1, last):
        if _says(tokens[verb], lexicon) and tokens[verb + 1].is_punct:
            subject = tokens[position]
            return subject.form in lexicon.pronouns or subject.text[:1].isupper()
    return False


def _is_helper(token: Word, lexicon: QuoteLexicon) -> bool:
    return lexicon.has("reflexive", token) or lexicon.has("auxiliaries", token)


def _says(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a token is a form, no infinitive, of a verb that can report what stands beside it."""
    if is_infinitive_form(token):
        return False
    return bool(lexicon.cue_classes(token.text) & SAYING_CLASSES)
