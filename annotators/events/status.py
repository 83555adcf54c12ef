"""Whether an event happened: asserted, planned, hypothetical or denied, from the words that govern its trigger."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from .types import Lexicon

__all__ = ["status"]

_NOMINAL = ("NOUN", "PROPN")
_FARTHEST = 3
_CONTENT = frozenset(
    {
        "xcomp", "obj", "dobj", "obl:arg", "nmod", "pobj", "prep", "pcomp", "acl", "ccomp", "nsubj:pass",
        "nsubjpass", "conj",
    }
)  # fmt: skip
_NEGATING = ("neg", "advmod", "det", "case", "mark")


def status(trigger: Token, lexicon: Lexicon) -> str:
    """The status of the event that a trigger names. Denial goes before possibility, and that before plan."""
    governors = list(_governors(trigger))
    if _negated(trigger, lexicon) or _any(governors, "denied", lexicon):
        return "denied"
    if _conditional(trigger, lexicon) or _any(governors, "hypothetical", lexicon):
        return "hypothetical"
    if _future(trigger) or _any(governors, "planned", lexicon):
        return "planned"
    return "asserted"


def _governors(trigger: Token) -> Iterator[Token]:
    """The auxiliaries of the trigger, and the verbs and nouns that it hangs on as their content."""
    yield from (one for one in trigger.children if one.dep_ in ("aux", "aux:tense", "aux:pass", "auxpass"))
    token = trigger
    for _ in range(_FARTHEST):
        if token.dep_ not in _CONTENT:
            return
        if token.dep_ == "ccomp" and trigger.pos_ in _NOMINAL:
            return
        token = token.head
        yield token


def _any(governors: list[Token], key: str, lexicon: Lexicon) -> bool:
    return any(
        lexicon.has(f"{key}_nouns", one.text) or lexicon.has(f"{key}_nouns", one.lemma_)
        if one.pos_ in _NOMINAL
        else lexicon.has(key, one.text)
        for one in governors
    )


def _negated(trigger: Token, lexicon: Lexicon) -> bool:
    """« n'a pas attaqué », « aucune attaque », « sans faire de blessé », "did not attack", "no attack"."""
    if _has_negation(trigger, lexicon):
        return True
    carried = trigger.dep_ in ("obj", "dobj", "nsubj:pass", "nsubjpass", "pobj") and trigger.head != trigger
    return carried and _has_negation(trigger.head, lexicon)


def _has_negation(token: Token, lexicon: Lexicon) -> bool:
    return any(one.dep_ in _NEGATING and lexicon.has("negations", one.text) for one in token.children)


def _conditional(trigger: Token, lexicon: Lexicon) -> bool:
    marks = [one for one in trigger.children if one.dep_ in ("mark", "advmod")]
    verbs = [trigger, *(one for one in trigger.children if one.dep_ in ("aux", "aux:tense", "aux:pass"))]
    return any(lexicon.has("conditions", one.text) for one in marks) or any(
        one.morph.get("Mood", []) == ["Cnd"] for one in verbs
    )


def _future(trigger: Token) -> bool:
    verbs = [trigger, *(one for one in trigger.children if one.dep_ in ("aux", "aux:tense", "aux:pass"))]
    if trigger.pos_ in _NOMINAL and trigger.dep_ in ("obj", "nsubj", "nsubj:pass", "dobj"):
        verbs.append(trigger.head)
    return any(one.morph.get("Tense", []) == ["Fut"] for one in verbs)
