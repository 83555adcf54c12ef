"""Subjects by the order of words, where the verb stands second in a main clause and last in others, as in German."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite

from .cues import Cue
from .lexicon import QuoteLexicon
from .noun_phrases import NounPhrases, SourcePhrase

__all__ = ["find_subject_by_order"]

_MAX_BRACKET_TOKENS = 20
"""How many tokens the auxiliary may stand before its participle: chosen, not measured."""
_PAUSES = frozenset(",;:.!?…—–")


def find_subject_by_order(
    cue: Cue, tokens: Sequence[Word], lexicon: QuoteLexicon, phrases: NounPhrases
) -> SourcePhrase | None:
    """
    Return the subject of a cue to which the parse gives none; None where no phrase can be it.

    It stands before the finite verb („Die Stadt *hat* ihn aufgefordert“), or right after it where something else is first:
    „Am Montag *sagte* die Ministerin, dass …“. A verb right behind a conjunction has the subject of the one before it.
    """
    verb = _find_finite_verb(cue, tokens, lexicon)
    if verb > 0 and tokens[verb - 1].pos_ == "CCONJ":
        verb = _find_joined_verb(tokens, verb)
    is_bracket = verb < cue.first
    after = verb + 1 if is_bracket else cue.after
    start = _start_of_clause(tokens, verb)
    opener = tokens[start] if start < verb else None
    if opener is not None and not _opens_with_adjunct(opener, lexicon):
        subject = phrases.ending_at(tokens, verb)
        if subject is not None:
            return subject
    while after < len(tokens) and _stands_between(tokens[after], lexicon):
        after += 1
    return phrases.starting_at(tokens[: cue.first] if is_bracket else tokens, after)


def _find_finite_verb(cue: Cue, tokens: Sequence[Word], lexicon: QuoteLexicon) -> int:
    """Return the position of the auxiliary that opens the bracket of a cue; that of the cue where it has none."""
    if cue.first < cue.last:
        return cue.first
    # „hat … erklärt“: one form is finite and a participle, and the tagger may choose wrongly.
    lowest = max(-1, cue.first - _MAX_BRACKET_TOKENS)
    for position in range(cue.first - 1, lowest, -1):
        token = tokens[position]
        # „hat gesagt“, „soll gesagt haben“
        if lexicon.has("auxiliaries", token) or lexicon.has("modals", token):
            return position
        if token.text in _PAUSES or _has_gap(tokens, position):
            break
        if token.pos_ == "CCONJ" and not _joins_verbs(tokens, position):
            break
    return cue.first


def _find_joined_verb(tokens: Sequence[Word], verb: int) -> int:
    """Return the position of the finite verb that one behind a conjunction is joined to; its own where there is none."""
    for position in range(verb - 2, max(-1, verb - _MAX_BRACKET_TOKENS), -1):
        if tokens[position].text in ";:.!?…" or _has_gap(tokens, position):
            break
        if is_finite(tokens[position]):
            return position
    return verb


def _joins_verbs(tokens: Sequence[Word], position: int) -> bool:
    """
    Return whether a conjunction stands behind a verb, so that what follows may share its auxiliary.

    „hat das *bestritten* und erklärt“ is one bracket, „hat *Geld* und erklärt“ is two clauses.
    """
    return position > 0 and is_verb(tokens[position - 1])


def _has_gap(tokens: Sequence[Word], position: int) -> bool:
    """Return whether marks stand between a token and the next."""
    return tokens[position + 1].i - tokens[position].i > 1


def _start_of_clause(tokens: Sequence[Word], verb: int) -> int:
    """Return the position where the clause of a verb begins: after marks, a conjunction, or a pause other than a comma."""
    position = verb
    while position > 0:
        token, before = tokens[position], tokens[position - 1]
        if token.i - before.i > 1 or before.text in ";:.!?…—–":
            break
        position -= 1
    while position < verb and tokens[position].pos_ in ("CCONJ", "PUNCT"):
        position += 1
    return position


def _opens_with_adjunct(opener: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a clause opens with a word that opens no subject: „am Montag“, „gestern“, „dagegen“."""
    if opener.pos_ in ("ADP", "ADV"):
        return True
    return lexicon.has("days", opener)


def _stands_between(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a word may part a verb from the subject after it: „sagte *gestern auch* die Ministerin“."""
    return token.pos_ == "ADV" or lexicon.has("days", token)
