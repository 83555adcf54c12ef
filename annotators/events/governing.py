"""What governs a trigger: the verbs and nouns above it, the verb that only carries it, and the word that negates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pressmark.annotators.tree import Word

from .types import Lexicon

__all__ = [
    "AUXILIARY",
    "NOMINAL",
    "auxiliaries",
    "content_of",
    "governors",
    "has",
    "is_aim",
    "is_carried",
    "is_infinitive",
    "is_yielded",
    "listed",
    "negation",
    "verb_of",
]

NOMINAL = frozenset({"NOUN", "PROPN"})
AUXILIARY = frozenset({"aux", "aux:tense", "aux:pass", "auxpass", "aux:caus", "cop"})
_VERBAL = frozenset({"VERB", "AUX"})
_FARTHEST = 4
_CONTENT = frozenset(
    {"xcomp", "obj", "dobj", "obl:arg", "obl", "nmod", "pobj", "prep", "pcomp", "acl", "ccomp", "nsubj:pass",
     "nsubjpass", "conj", "obl:mod", "advcl"}
)  # fmt: skip
_OF_NOUN = frozenset({"obj", "dobj", "nsubj", "nsubj:pass", "nsubjpass", "obl:arg", "pobj", "obl:mod", "csubj"})
_NEGATING = frozenset({"neg", "advmod", "det", "case", "mark", "cc", "prep", "preconj"})
_SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "csubj"})
_OBJECT = frozenset({"obj", "dobj"})
_MOST_AIMS = 16
"""How many joined infinitives may share the mark that stands with the first: « pour chercher, trouver et soigner »."""
_RESTRICTED = 12
"""How far behind a half negation the word stands that makes it a restriction."""


def auxiliaries(token: Word) -> list[Word]:
    """The auxiliaries and the copula of a word."""
    return [one for one in token.children if one.dep_ in AUXILIARY]


def has(lexicon: Lexicon, key: str, token: Word) -> bool:
    """Whether a list holds a word as it is written or its lemma."""
    words = lexicon.sets[key]
    return token.form in words or token.lemma in words


def listed(tokens: Iterable[Word], key: str, lexicon: Lexicon) -> Word | None:
    """The first of some words that a list holds; of nouns, the list of nouns."""
    return next((one for one in tokens if has(lexicon, f"{key}_nouns" if one.pos_ in NOMINAL else key, one)), None)


def governors(trigger: Word, lexicon: Lexicon) -> Iterator[Word]:
    """The verbs and nouns that a trigger hangs on as their content; behind one that is not listed nothing governs."""
    token = trigger
    for _ in range(_FARTHEST):
        head = token.head
        if head is token:
            return
        if head.pos_ == "ADJ" and listed([head], "hypothetical", lexicon):
            yield head  # « prêt à », « susceptible de »
            return
        if not _is_content(token, trigger, lexicon):
            return
        if token.dep_ == "conj" and head.pos_ in _VERBAL:
            if _stands_alone(token):
                return
            if not auxiliaries(token):
                yield from auxiliaries(head)
            token = head
            continue  # what is joined to a verb is not governed by it, but by what governs it
        token = head
        yield token
        if token.pos_ in _VERBAL:
            yield from auxiliaries(token)
        if not _passes(token, trigger, lexicon):
            return


def _is_content(token: Word, trigger: Word, lexicon: Lexicon) -> bool:
    """Whether a word hangs on the one above as its content, and not as a circumstance."""
    if token.dep_ not in _CONTENT:
        return False
    if token.dep_ == "advcl":
        return is_aim(token, lexicon) is not None
    if token.dep_ in ("obl", "obl:mod"):
        return token.head.pos_ in NOMINAL
    return token.dep_ != "ccomp" or trigger.pos_ not in NOMINAL


def _stands_alone(verb: Word) -> bool:
    """« il veut gagner, car ils ont perdu »: a joined clause with a subject of its own and no word that joins it on."""
    if verb.pos_ not in _VERBAL or not any(one.dep_ in _SUBJECT for one in verb.children):
        return False
    return not any(one.dep_ == "mark" for one in verb.children)


def _passes(token: Word, trigger: Word, lexicon: Lexicon) -> bool:
    """Whether what governs a word also governs what hangs on it."""
    if token.pos_ == "ADP" or token.dep_ == "conj" or _is_listed(token, lexicon) or _carries(token, lexicon):
        return True
    if token.pos_ in NOMINAL:
        return has(lexicon, "measures", token)
    return trigger.pos_ not in NOMINAL and is_infinitive(token)


def _carries(token: Word, lexicon: Lexicon) -> bool:
    return token.form in lexicon.sets["light"] or token.form in lexicon.sets["occurring"]


def _is_listed(token: Word, lexicon: Lexicon) -> bool:
    return any(listed([token], key, lexicon) for key in ("hypothetical", "denied", "planned"))


def verb_of(token: Word) -> Word | None:
    """The verb of a noun that is its subject or object: « des frappes vont être menées »."""
    head = token.head
    if token.pos_ in _VERBAL or head is token or token.dep_ not in _OF_NOUN:
        return None
    head = head.head if head.pos_ == "ADP" else head
    return head if head.pos_ in _VERBAL else None


def is_carried(token: Word, verb: Word, lexicon: Lexicon) -> bool:
    """Whether a verb only says that its noun takes place; a light verb says so of its object, not of its subject."""
    head = token.head if token.head.pos_ == "ADP" else token
    if head.dep_ == "nsubj":
        return verb.form in lexicon.sets["occurring"] and not _has_own_object(verb, lexicon)
    return _carries(verb, lexicon)


def content_of(token: Word, verb: Word, lexicon: Lexicon) -> Word | None:
    """The verb that carries a noun below one that governs it: « la réunion devrait se tenir », « peut avoir lieu »."""
    if token.dep_ not in _SUBJECT or not (_is_listed(verb, lexicon) or has(lexicon, "going", verb)):
        return None
    return next((one for one in verb.children if one.dep_ == "xcomp" and is_carried(token, one, lexicon)), None)


def _has_own_object(verb: Word, lexicon: Lexicon) -> bool:
    """« la grève n'aura pas d'effet » denies an effect; « la grève n'aura pas lieu » denies the strike."""
    found = [one for one in verb.children if one.dep_ in _OBJECT and one.pos_ in NOMINAL]
    return bool(found) and not any(has(lexicon, "occurring_objects", one) for one in found)


def is_yielded(token: Word, verb: Word, lexicon: Lexicon) -> bool:
    """Whether an event is what a verb comes to: « aboutir à un accord », "produce a deal"."""
    return "subj" not in token.dep_ and verb.form in lexicon.sets["yielding"]


def negation(token: Word, lexicon: Lexicon) -> Word | None:
    """The word that negates; « ne … que » only restricts."""
    negations = lexicon.sets["negations"]
    found = [one for one in token.children if one.dep_ in _NEGATING and one.form in negations]
    if not found:
        return None
    half = lexicon.sets["half_negations"]
    full = next((one for one in found if one.form not in half), None)
    if full is not None:
        return full
    restrictions = lexicon.sets["restrictions"]
    start = found[0].i
    return None if any(one.form in restrictions for one in token.doc[start : start + _RESTRICTED]) else found[0]


def is_infinitive(token: Word) -> bool:
    """Whether a verb, or its auxiliary, is an infinitive."""
    return "Inf" in token.morph.get("VerbForm", []) or any(
        "Inf" in one.morph.get("VerbForm", []) for one in token.children if one.dep_ in AUXILIARY
    )


def is_aim(token: Word, lexicon: Lexicon) -> Word | None:
    """The word that makes an infinitive an aim: « pour attaquer », and not « pour avoir attaqué »."""
    marks = lexicon.sets["infinitive_marks"]
    for _ in range(_MOST_AIMS):
        if not is_infinitive(token) or any(child.dep_ in ("aux", "aux:tense") for child in token.children):
            return None
        for child in token.children:
            if child.dep_ in ("mark", "case", "fixed") and child.form in marks:
                return child
        if token.dep_ != "conj" or token.head is token:
            return None
        token = token.head
    return None
