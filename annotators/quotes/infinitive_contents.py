"""Contents that are infinitives: « dit vouloir partir », « demande au juge de partir »."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.features import has_feature, is_verb
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    is_infinitive_form,
    is_participle,
)

from .conjunctions import CueInFrame, find_conjunction
from .cues import Cue
from .lexicon import QuoteLexicon

__all__ = [
    "find_claimed_infinitive",
    "find_infinitive",
    "is_past_participle",
    "takes_infinitive",
]

_MAX_ADDRESSEE_TOKENS = 8
"""Tokens of whom it is said to, « aux juges de la cour d'appel de Lurs »: chosen, not measured."""
_MAX_INFINITIVE_TOKENS = 4
"""Tokens after « de » in which the infinitive is looked for: « de ne plus y aller »."""


def find_claimed_infinitive(case: CueInFrame) -> int | None:
    """Return where « dit vouloir partir », "denied lying" has its content: at the infinitive right after the verb."""
    first = _skip_adverbs(case.tokens, case.cue.after, case.lexicon)
    first = _skip_addressee(case.tokens, first, case.lexicon)
    if first >= len(case.tokens) or not _is_infinitive(
        case.tokens[first], case.lexicon
    ):
        return None
    # « affirme ne pas connaître la ville »: what denies belongs to the infinitive.
    while first > case.cue.after and case.lexicon.has(
        "negations", case.tokens[first - 1]
    ):
        first -= 1
    return first


def _skip_addressee(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> int:
    """Return where the infinitive stands behind whom it is said to: « dit aux juges avoir dormi »; else `position`."""
    if position >= len(tokens) or not lexicon.has("addressing", tokens[position]):
        return position
    limit = min(len(tokens), position + _MAX_ADDRESSEE_TOKENS)
    for after in range(position + 1, limit):
        token = tokens[after]
        if is_verb(token):
            is_free = tokens[after - 1].pos_ not in ("ADP", "SCONJ")
            return after if is_free and is_infinitive_form(token) else position
        if token.pos_ not in ("DET", "NOUN", "ADJ", "PROPN", "ADP", "NUM"):
            return position
    return position


def takes_infinitive(case: CueInFrame) -> bool:
    """Return whether a cue asks for a deed or plans one, and is no past participle: « Interrogé »."""
    if not case.cue.classes & {"requesting", "intending"}:
        return False
    if not is_past_participle(case.cue):
        return True
    # « Accusé par la ville de tricher »: the city says so.
    after = case.tokens[case.cue.after : case.cue.after + 1]
    return case.lexicon.has_any("by", after) and not case.lexicon.direct_order


def find_infinitive(case: CueInFrame) -> int | None:
    """Return where « a demandé au juge de ne pas partir », "plans to leave" has its content: after « de », "to"."""
    cue, tokens, lexicon = case.cue, case.tokens, case.lexicon
    first = _skip_adverbs(tokens, cue.after, lexicon)
    to = find_conjunction(tokens, cue.after, lexicon, "to")
    while to is not None and to + 1 < len(tokens):
        # "asked the judge to leave" has words between; "plans to leave" has none.
        is_parted = to > first or not cue.finite or cue.passive
        if is_parted and "requesting" not in cue.classes:
            return None
        if _opens_infinitive(cue, tokens, to, lexicon):
            return to + 1
        to = find_conjunction(tokens, to + 1, lexicon, "to")
    return None


def _skip_adverbs(tokens: Sequence[Word], position: int, lexicon: QuoteLexicon) -> int:
    """Return the position after adverbs, commas and days: « dit aussi, mardi, vouloir »."""
    while position < len(tokens):
        token = tokens[position]
        is_adverb = token.pos_ == "ADV" or token.text == ","
        if not is_adverb and not lexicon.has("days", token):
            break
        position += 1
    return position


def _opens_infinitive(
    cue: Cue, tokens: Sequence[Word], to: int, lexicon: QuoteLexicon
) -> bool:
    """Return whether « de » or "to" at a position opens an infinitive that hangs on the cue."""
    for position in range(to + 1, min(to + 1 + _MAX_INFINITIVE_TOKENS, len(tokens))):
        token = tokens[position]
        if _is_infinitive(token, lexicon):
            return _hangs_on(token, cue.verb)
        if not _can_precede_infinitive(token, lexicon):
            return False
    return False


def _can_precede_infinitive(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a token may stand between « de » and its infinitive: « ne », « pas », « y »."""
    if token.pos_ in ("ADV", "PRON", "PART"):
        return True
    return lexicon.has("clitics", token)


def is_past_participle(cue: Cue) -> bool:
    """Return whether a cue is « Interrogé », "asked to explain, he said": whom something was asked of, not who asks."""
    if cue.finite or not is_participle(cue.verb):
        return False
    return has_feature(cue.verb, "Tense", "Past")


def _hangs_on(verb: Word, cue_verb: Word) -> bool:
    """Return whether the parse hangs an infinitive on a cue, or on an object of it: « demande aux élus de partir »."""
    head = verb.head
    return cue_verb in (head, head.head, head.head.head)


def _is_infinitive(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a token is an infinitive, or in English a form that "to" and "claiming" take ("denied lying")."""
    if not is_verb(token):
        return False
    if is_infinitive_form(token):
        return True
    return lexicon.direct_order and token.tag_ in ("VB", "VBG")
