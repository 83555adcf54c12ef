"""
Whether an event happened: asserted, planned, hypothetical or denied, from the words that govern its trigger.

Each reading asks for one kind of word. They stand in the order of their weight, and the first that finds one decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pressmark.annotators.tree import Word

from .governing_words import (
    AUXILIARY,
    NOMINAL,
    auxiliaries,
    content_of,
    governors,
    has,
    is_aim,
    is_carried,
    is_infinitive,
    is_yielded,
    listed,
    negation,
    verb_of,
)
from .lexicon import Lexicon
from .triggers import Hit

__all__ = ["Status", "status"]

_VERBAL = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class Status:
    """A status and the word that decided it, for whoever asks why; None where nothing spoke against asserted."""

    label: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A trigger with the words that its readings ask about, each looked up once."""

    token: Word
    label: str
    lexicon: Lexicon
    governors: list[Word]
    auxiliaries: list[Word]
    verb: Word | None  # of a noun, the verb whose subject or object it is
    carried: bool  # whether that verb only says that the event takes place

    @classmethod
    def of(cls, hit: Hit, lexicon: Lexicon) -> _Seen:
        """What stands around a trigger. A reporting verb answers for itself alone."""
        token, label = hit.token, hit.trigger.label
        alone = label == "STATEMENT" or _is_ended(token, lexicon)
        above = [] if alone else list(governors(token, lexicon))
        verb = verb_of(token)
        carried = verb is not None and is_carried(token, verb, lexicon)
        if verb is not None and not carried and (below := content_of(token, verb, lexicon)) is not None:
            above, verb, carried = [*above, verb], below, True
        return cls(token, label, lexicon, above, auxiliaries(token), verb, carried)

    @property
    def telling(self) -> tuple[Word, ...]:
        """The words whose mood and tense are the event's: the trigger, and the verb that only carries it."""
        carrier = self.verb if self.carried and self.label != "STATEMENT" else None
        return (self.token,) if carrier is None else (self.token, carrier)


def status(hit: Hit, lexicon: Lexicon) -> Status:
    """
    The status of the event that a trigger names.

    What is asked, wished or feared is hypothetical, negated or not; else a negation denies, a condition or a
    conditional leaves open, and a future plans.
    """
    seen = _Seen.of(hit, lexicon)
    for reading in _READINGS:
        found = reading(seen)
        if found is not None:
            return found
    return _ASSERTED


def _wished(seen: _Seen) -> Status | None:
    """« demande une trêve », "may strike"; and « ne peut pas frapper », which denies."""
    if found := listed(seen.governors, "hypothetical", seen.lexicon):
        refused = found.form in seen.lexicon.sets["modals"] and negation(found, seen.lexicon)
        return Status("denied" if refused else "hypothetical", found.form)
    if found := listed(seen.auxiliaries, "hypothetical", seen.lexicon):
        return Status("denied" if negation(seen.token, seen.lexicon) else "hypothetical", found.form)
    return None


def _failed(seen: _Seen) -> Status | None:
    """« l'échec des négociations », "failed to arrest"; negated it happened, and an infinitive leaves it open."""
    found = listed(seen.governors, "denied", seen.lexicon)
    if found is None:
        return None
    if negation(found, seen.lexicon):
        return Status("asserted", found.form)
    is_open = found.pos_ == "VERB" and "Inf" in found.morph.get("VerbForm", [])
    return Status("hypothetical" if is_open else "denied", found.form)


def _missed(seen: _Seen) -> Status | None:
    """« un accord qui leur échappe », "the merger fell through", « un attentat déjoué »: what does not come true."""
    if seen.token.pos_ not in NOMINAL:
        return None
    for one in seen.token.children:
        if one.dep_ in ("acl", "amod") and has(seen.lexicon, "denied", one):
            return Status("denied", one.form)
    clauses = [one for one in seen.token.children if one.dep_ in ("acl:relcl", "relcl") and _is_subject_of(one)]
    if seen.verb is not None and seen.token.dep_ == "nsubj":
        clauses.append(seen.verb)
    for verb in clauses:
        for key, label in (("failing", "denied"), ("awaited", "hypothetical")):
            if _says(verb, key, seen.lexicon) and not negation(verb, seen.lexicon):
                return Status(label, verb.form)
    return None


def _says(verb: Word, key: str, lexicon: Lexicon) -> bool:
    """Whether a list holds a verb, alone or with the particle behind it."""
    words = lexicon.sets[key]
    if verb.form in words:
        return True
    behind = verb.doc[verb.i + 1 : verb.i + 2]
    return any(f"{verb.form} {one.form}" in words for one in behind)


def _is_subject_of(clause: Word) -> bool:
    """Whether a relative clause has its noun as subject: « qui », "that" before the verb."""
    return any(one.dep_ == "nsubj" and one.pos_ == "PRON" for one in clause.children)


def _negated(seen: _Seen) -> Status | None:
    """« n'a pas attaqué », « aucune attaque », « sans faire de blessé », "did not attack", "was not held"."""
    found = negation(seen.token, seen.lexicon)
    if (
        found is None
        and seen.verb is not None
        and (seen.carried or seen.label == "CASUALTY" or is_yielded(seen.token, seen.verb, seen.lexicon))
    ):
        found = negation(seen.verb, seen.lexicon)
    return Status("denied", found.form) if found else None


def _conditional(seen: _Seen) -> Status | None:
    """« si », "unless", or the conditional of a verb or of its auxiliary."""
    conditions = seen.lexicon.sets["conditions"]
    for verb in seen.telling:
        for one in (verb, *verb.children):
            if one.dep_ in ("mark", "advmod") and one.form in conditions:
                return Status("hypothetical", one.form)
            if (one is verb or one.dep_ in AUXILIARY) and (
                one.morph.get("Mood", []) == ["Cnd"] or _grown(one, "conditional_endings", seen.lexicon)
            ):
                return Status("hypothetical", one.form)
    return None


def _supposed(seen: _Seen) -> Status | None:
    """« si une grève est la seule issue »: a noun within a condition."""
    head = seen.token.head
    above = seen.verb or (head if any(one.dep_ == "cop" for one in head.children) else None)
    if above is None:
        return None
    conditions = seen.lexicon.sets["conditions"]
    found = next((one for one in above.children if one.dep_ == "mark" and one.form in conditions), None)
    return Status("hypothetical", found.form) if found else None


def _aimed(seen: _Seen) -> Status | None:
    """« un accord pour un règlement »: a noun that another noun only aims at."""
    token = seen.token
    if token.pos_ not in NOMINAL or token.head.pos_ not in NOMINAL or token.dep_ not in ("nmod", "obl", "obl:mod"):
        return None
    marks = seen.lexicon.sets["infinitive_marks"]
    found = next((one for one in token.children if one.dep_ == "case" and one.form in marks), None)
    return Status("hypothetical", found.form) if found else None


def _ahead(seen: _Seen) -> Status | None:
    """The future of a verb, « va » with an infinitive, "will", « pour » before an infinitive."""
    found = next((one for verb in seen.telling if (one := _future(verb, seen.lexicon))), None)
    return Status("planned", found.form) if found else None


def _intended(seen: _Seen) -> Status | None:
    """« prévoit une visite », « la décision de fermer », « la grève prévue »; « ne devrait pas avoir lieu » denies."""
    own = seen.auxiliaries if seen.label == "STATEMENT" else ()
    if found := listed([*seen.governors, *own], "planned", seen.lexicon):
        return Status("denied" if negation(found, seen.lexicon) else "planned", found.form)
    found = _announced(seen.token, seen.lexicon)
    return Status("planned", found.form) if found else None


_ASSERTED = Status("asserted")
_READINGS: tuple[Callable[[_Seen], Status | None], ...] = (
    _wished, _failed, _missed, _negated, _conditional, _supposed, _aimed, _ahead, _intended,
)  # fmt: skip


def _is_ended(trigger: Word, lexicon: Lexicon) -> bool:
    """« mettre fin à la guerre », "end the strike": what may end goes on, whatever is wished of its end."""
    if trigger.pos_ not in NOMINAL or trigger.head is trigger:
        return False
    head = trigger.head.head if trigger.head.pos_ == "ADP" else trigger.head
    return has(lexicon, "endings", head) or any(has(lexicon, "endings", one) for one in head.children if one != trigger)


def _future(token: Word, lexicon: Lexicon) -> Word | None:
    """The word that puts a verb ahead."""
    near = auxiliaries(token)
    planned = lexicon.sets["planned"]
    for one in (token, *near):
        if (
            one.morph.get("Tense", []) == ["Fut"]
            or _grown(one, "future_endings", lexicon)
            or (one is not token and one.form in planned)
        ):
            return one
    if is_infinitive(token):
        if token.dep_ == "xcomp" and _is_going(token.head, lexicon):
            return token.head
        return is_aim(token, lexicon)
    return next((one for one in near if _is_going(one, lexicon) and len(near) > 1), None)


def _grown(token: Word, key: str, lexicon: Lexicon) -> bool:
    """Whether a form is the infinitive with an ending: « rencontrer-ait », which the tagger may take for a past."""
    if token.pos_ not in _VERBAL:
        return False
    stem = token.lemma.removesuffix("e")
    return len(stem) > 2 and token.form.startswith(stem) and token.form[len(stem) :] in lexicon.sets[key]


def _is_going(token: Word, lexicon: Lexicon) -> bool:
    """« va frapper », « allait frapper », and not « est allé »."""
    is_done = "Part" in token.morph.get("VerbForm", []) and "Past" in token.morph.get("Tense", [])
    return has(lexicon, "going", token) and not is_done


def _announced(token: Word, lexicon: Lexicon) -> Word | None:
    """A noun whose own participle or clause puts it ahead."""
    if token.pos_ not in NOMINAL:
        return None
    planned = lexicon.sets["planned"]
    for one in token.children:
        if one.dep_ in ("acl", "amod") and one.form in planned:
            return one
        if one.dep_ in ("acl:relcl", "relcl") and (found := _future(one, lexicon)):
            return found
    return None
