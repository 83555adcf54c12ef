"""Whether an event happened: asserted, planned, hypothetical or denied, from the words that govern its trigger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.annotators.tree import Word

from .syntax import word
from .triggers import Hit
from .types import Lexicon

__all__ = ["Status", "status"]

_NOMINAL = ("NOUN", "PROPN")
_FARTHEST = 4
_AUXILIARY = ("aux", "aux:tense", "aux:pass", "auxpass", "aux:caus", "cop")
_CONTENT = frozenset(
    {"xcomp", "obj", "dobj", "obl:arg", "obl", "nmod", "pobj", "prep", "pcomp", "acl", "ccomp", "nsubj:pass",
     "nsubjpass", "conj", "obl:mod", "advcl"}
)  # fmt: skip
_OF_NOUN = frozenset({"obj", "dobj", "nsubj", "nsubj:pass", "nsubjpass", "obl:arg", "pobj", "obl:mod", "csubj"})
_NEGATING = ("neg", "advmod", "det", "case", "mark", "cc", "prep", "preconj")


@dataclass(frozen=True, slots=True)
class Status:
    """A status and the word that decided it, for whoever asks why; None where nothing spoke against asserted."""

    label: str
    by: str | None = None


def status(hit: Hit, lexicon: Lexicon) -> Status:
    """
    The status of the event that a trigger names.

    What is asked, wished or feared is hypothetical, negated or not; else a negation denies, a condition or a
    conditional leaves open, and a future plans. A reporting verb answers for itself alone.
    """
    token = hit.token
    saying = hit.trigger.label == "STATEMENT"
    governors = [] if saying or _is_ended(token, lexicon) else list(_governors(token, lexicon))
    own = [one for one in token.children if one.dep_ in _AUXILIARY]
    if found := _listed(governors, "hypothetical", lexicon):
        refused = lexicon.has("modals", found.text) and _has_negation(found, lexicon)
        return Status("denied" if refused else "hypothetical", word(found))
    if found := _listed(own, "hypothetical", lexicon):
        return Status("denied" if _has_negation(token, lexicon) else "hypothetical", word(found))
    if found := _listed(governors, "denied", lexicon):
        open_ = found.pos_ == "VERB" and "Inf" in found.morph.get("VerbForm", []) and not _has_negation(found, lexicon)
        return Status(
            "hypothetical" if open_ else "asserted" if _has_negation(found, lexicon) else "denied", word(found)
        )
    if found := _negation(hit, lexicon):
        return Status("denied", word(found))
    verb = _carrier(token, lexicon)
    if found := _condition(token, lexicon) or (_condition(verb, lexicon) if verb is not None and not saying else None):
        return Status("hypothetical", word(found))
    if found := _supposed(token, lexicon) or _for(token, lexicon):
        return Status("hypothetical", word(found))
    if found := _ahead(token, lexicon) or (_ahead(verb, lexicon) if verb is not None and not saying else None):
        return Status("planned", word(found))
    if found := _listed([*governors, *(own if saying else ())], "planned", lexicon) or _announced(token, lexicon):
        return Status("planned", word(found))
    return Status("asserted")


def _is_ended(trigger: Word, lexicon: Lexicon) -> bool:
    """« mettre fin à la guerre », "end the strike": what may end goes on, whatever is wished of its end."""
    if trigger.pos_ not in _NOMINAL or trigger.head == trigger:
        return False
    head = trigger.head.head if trigger.head.pos_ == "ADP" else trigger.head
    return _has(lexicon, "endings", head) or any(
        _has(lexicon, "endings", one) for one in head.children if one != trigger
    )


def _governors(trigger: Word, lexicon: Lexicon) -> Iterator[Word]:
    """The verbs and nouns that a trigger hangs on as their content; behind one that is not listed nothing governs."""
    token = trigger
    for _ in range(_FARTHEST):
        if token.head == token:
            return
        if token.head.pos_ == "ADJ" and _listed([token.head], "hypothetical", lexicon):
            yield token.head  # « prêt à », « susceptible de »
            return
        if token.dep_ not in _CONTENT:
            return
        if token.dep_ == "advcl" and not _is_aim(token, lexicon):
            return
        if token.dep_ in ("obl", "obl:mod") and token.head.pos_ not in _NOMINAL:
            return
        if token.dep_ == "ccomp" and trigger.pos_ in _NOMINAL:
            return
        token = token.head
        yield token
        yield from (one for one in token.children if one.dep_ in _AUXILIARY and token.pos_ in ("VERB", "AUX"))
        if not _passes(token, trigger, lexicon):
            return


def _passes(token: Word, trigger: Word, lexicon: Lexicon) -> bool:
    """Whether what governs a word also governs what hangs on it."""
    if token.pos_ == "ADP" or token.dep_ == "conj" or _is_listed(token, lexicon) or _carries(token, lexicon):
        return True
    if token.pos_ in _NOMINAL:
        return lexicon.has("measures", token.lemma_) or lexicon.has("measures", token.text)
    return trigger.pos_ not in _NOMINAL and _is_infinitive(token)


def _carries(token: Word, lexicon: Lexicon) -> bool:
    return lexicon.has("light", token.text) or lexicon.has("occurring", token.text)


def _is_listed(token: Word, lexicon: Lexicon) -> bool:
    return any(_listed([token], key, lexicon) for key in ("hypothetical", "denied", "planned"))


def _has(lexicon: Lexicon, key: str, token: Word) -> bool:
    """Whether a list holds a word as it is written or its lemma."""
    return lexicon.has(key, token.text) or lexicon.has(key, token.lemma_)


def _listed(tokens: list[Word], key: str, lexicon: Lexicon) -> Word | None:
    for one in tokens:
        nominal = one.pos_ in _NOMINAL
        if _has(lexicon, f"{key}_nouns" if nominal else key, one):
            return one
    return None


def _verb_of(token: Word) -> Word | None:
    """The verb of a noun that is its subject or object: « des frappes vont être menées »."""
    head = token.head
    if token.pos_ in ("VERB", "AUX") or head == token or token.dep_ not in _OF_NOUN:
        return None
    head = head.head if head.pos_ == "ADP" else head
    return head if head.pos_ in ("VERB", "AUX") else None


def _carrier(token: Word, lexicon: Lexicon) -> Word | None:
    """The verb of a noun, where it only says that the event takes place: « la grève aura lieu », "will be held"."""
    verb = _verb_of(token)
    return verb if verb is not None and _is_carried(token, verb, lexicon) else None


def _is_carried(token: Word, verb: Word, lexicon: Lexicon) -> bool:
    """Whether a verb only says that its noun takes place; a light verb says so of its object, not of its subject."""
    head = token.head if token.head.pos_ == "ADP" else token
    if head.dep_ == "nsubj":
        return lexicon.has("occurring", verb.text)
    return _carries(verb, lexicon)


def _is_yielded(token: Word, verb: Word, lexicon: Lexicon) -> bool:
    """Whether an event is what a verb comes to: « aboutir à un accord », "produce a deal"."""
    return "subj" not in token.dep_ and lexicon.has("yielding", verb.text)


def _supposed(token: Word, lexicon: Lexicon) -> Word | None:
    """« si une grève est la seule issue »: a noun within a condition."""
    verb = _verb_of(token)
    marks = [one for one in verb.children if one.dep_ == "mark"] if verb is not None else []
    return next((one for one in marks if lexicon.has("conditions", one.text)), None)


def _for(token: Word, lexicon: Lexicon) -> Word | None:
    """« un accord pour un règlement »: a noun that another noun only aims at."""
    if token.pos_ not in _NOMINAL or token.head.pos_ not in _NOMINAL or token.dep_ not in ("nmod", "obl", "obl:mod"):
        return None
    return next(
        (one for one in token.children if one.dep_ == "case" and lexicon.has("infinitive_marks", one.text)), None
    )


def _negation(hit: Hit, lexicon: Lexicon) -> Word | None:
    """« n'a pas attaqué », « aucune attaque », « sans faire de blessé », "did not attack", "no attack"."""
    token = hit.token
    if found := _has_negation(token, lexicon):
        return found
    verb = _verb_of(token)
    if verb is not None and (
        hit.trigger.label == "CASUALTY" or _is_carried(token, verb, lexicon) or _is_yielded(token, verb, lexicon)
    ):
        return _has_negation(verb, lexicon)
    return None


def _has_negation(token: Word, lexicon: Lexicon) -> Word | None:
    """The word that negates; « ne … que » only restricts."""
    found = [one for one in token.children if one.dep_ in _NEGATING and lexicon.has("negations", one.text)]
    found += [one for one in token.children if one.dep_ in _AUXILIARY and word(one).endswith("n't")]
    full = [one for one in found if not lexicon.has("half_negations", one.text)]
    if full:
        return full[0]
    if found and any(lexicon.has("restrictions", one.text) for one in token.doc[found[0].i : found[0].i + 12]):
        return None
    return found[0] if found else None


def _condition(token: Word, lexicon: Lexicon) -> Word | None:
    """« si », "unless", or the conditional of the verb or of its auxiliary."""
    for one in (token, *token.children):
        if one.dep_ in ("mark", "advmod") and lexicon.has("conditions", one.text):
            return one
        if (one is token or one.dep_ in _AUXILIARY) and (
            one.morph.get("Mood", []) == ["Cnd"] or _grown(one, "conditional_endings", lexicon)
        ):
            return one
    return None


def _ahead(token: Word, lexicon: Lexicon) -> Word | None:
    """The word that puts a verb ahead: its future, « va » with an infinitive, "will", « pour » before an infinitive."""
    for one in (token, *(child for child in token.children if child.dep_ in _AUXILIARY)):
        if (
            one.morph.get("Tense", []) == ["Fut"]
            or _grown(one, "future_endings", lexicon)
            or (one is not token and lexicon.has("planned", one.text))
        ):
            return one
    if _is_infinitive(token):
        if token.dep_ == "xcomp" and _is_going(token.head, lexicon):
            return token.head
        return _is_aim(token, lexicon)
    near = [one for one in token.children if one.dep_ in _AUXILIARY]
    return next((one for one in near if _is_going(one, lexicon) and len(near) > 1), None)


def _grown(token: Word, key: str, lexicon: Lexicon) -> bool:
    """Whether a form is the infinitive with an ending: « rencontrer-ait », which the tagger may take for a past."""
    stem = token.lemma_.lower().removesuffix("e")
    form = word(token)
    return (
        token.pos_ in ("VERB", "AUX")
        and len(stem) > 2
        and form.startswith(stem)
        and form[len(stem) :] in lexicon.sets[key]
    )


def _is_going(token: Word, lexicon: Lexicon) -> bool:
    """« va frapper », « allait frapper », and not « est allé »."""
    bare = "Part" not in token.morph.get("VerbForm", [])
    return word(token) == "going" or (_has(lexicon, "going", token) and bare)


def _is_infinitive(token: Word) -> bool:
    inside = (token, *(one for one in token.children if one.dep_ in _AUXILIARY))
    return any("Inf" in one.morph.get("VerbForm", []) for one in inside)


def _is_aim(token: Word, lexicon: Lexicon) -> Word | None:
    if not _is_infinitive(token) or any(one.dep_ in ("aux", "aux:tense") for one in token.children):
        return None  # « pour avoir torturé » gives a reason
    marks = (one for one in token.children if one.dep_ in ("mark", "case", "fixed"))
    return next((one for one in marks if lexicon.has("infinitive_marks", one.text)), None)


def _announced(token: Word, lexicon: Lexicon) -> Word | None:
    """A noun whose own participle or clause puts it ahead: « la grève prévue », « les travaux qui vont être faits »."""
    if token.pos_ not in _NOMINAL:
        return None
    for one in token.children:
        if one.dep_ in ("acl", "amod") and lexicon.has("planned", one.text):
            return one
        if one.dep_ in ("acl:relcl", "relcl") and (found := _ahead(one, lexicon)):
            return found
    return None
