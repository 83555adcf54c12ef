"""Triggers: the words of an article that name an event, and of which type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from .syntax import is_passive, is_reflexive, objects, oblique, subjects, word
from .types import Lexicon, Trigger

__all__ = ["Hit", "hits"]

_NOMINAL = frozenset({"NOUN", "PROPN", "X"})
_VERBAL = frozenset({"VERB", "AUX", "ADJ"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger in the text: its token, what the lexicon says, and whether it is a verb."""

    token: Token
    trigger: Trigger
    verbal: bool


def hits(doc: Doc, lexicon: Lexicon, names: Mapping[int, object]) -> Iterator[Hit]:
    """The triggers of a parse, in order; `names` holds the tokens that are part of a name, which are none."""
    taken: set[int] = set()
    for token in doc:
        if token.is_space or token.is_punct or token.i in taken:
            continue
        hit = _verb(token, lexicon) or (None if token.i in names else _noun(token, lexicon))
        if hit is not None and not _carries(hit, lexicon):
            taken.update(_phrase(hit))
            yield hit


def _verb(token: Token, lexicon: Lexicon) -> Hit | None:
    if token.pos_ not in _VERBAL or token.dep_ in ("aux", "aux:tense", "aux:pass", "auxpass", "cop"):
        return None
    particle = next((word(one) for one in token.children if one.dep_ == "prt"), None)
    for form in (f"{word(token)} {particle}", word(token)) if particle else (word(token),):
        for trigger in lexicon.verbs.get(form, ()):
            if _fits(token, trigger, lexicon):
                return Hit(token, trigger, True)
    return None


def _noun(token: Token, lexicon: Lexicon) -> Hit | None:
    if token.pos_ not in _NOMINAL:
        return None
    following = token.doc[token.i + 1 : token.i + 3]
    longer = [f"{word(token)} {' '.join(word(one) for one in following[:n])}" for n in (2, 1) if len(following) >= n]
    for form in (*longer, word(token)):
        for trigger in lexicon.nouns.get(form, ()):
            if _noun_fits(token, trigger):
                return Hit(token, trigger, False)
    return None


def _phrase(hit: Hit) -> range:
    """The tokens of a trigger of several words, of which the first is the trigger."""
    return range(hit.token.i, hit.token.i + (1 if hit.verbal else len(hit.trigger.lemma.split())))


def _fits(verb: Token, trigger: Trigger, lexicon: Lexicon) -> bool:
    """Whether a verb meets the conditions of a trigger."""
    if trigger.reflexive != is_reflexive(verb, lexicon) and trigger.reflexive:
        return False
    if trigger.passive and not is_passive(verb):
        return False
    return all(_meets(verb, kind, lemmas, lexicon) for kind, lemmas in trigger.asked.items()) and not any(
        _meets(verb, kind, lemmas, lexicon) for kind, lemmas in trigger.barred.items()
    )


def _meets(verb: Token, kind: str, lemmas: frozenset[str], lexicon: Lexicon) -> bool:
    if kind == "prep":
        near = verb.doc[verb.i + 1 : verb.i + 5]
        return any(word(one) in lemmas for one in near)
    if kind == "object":
        return any(_is(one, lemmas) for one in objects(verb))
    if kind == "subject":
        return any(_is(one, lemmas) for one in subjects(verb, lexicon.sets["passive_by"]))
    return any(_is(one, lemmas) for one in verb.children)


def _noun_fits(noun: Token, trigger: Trigger) -> bool:
    for kind, lemmas in trigger.asked.items():
        near = [*noun.children, *(one for _, one in oblique(noun))] if kind == "of" else [noun.head]
        if not any(_is(one, lemmas) for one in near):
            return False
    return True


def _is(token: Token, lemmas: frozenset[str]) -> bool:
    return bool({word(token), token.lemma_.lower(), word(token).rstrip("sx")} & lemmas)


def _carries(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a verb only carries its noun, which is then the trigger: « mener une attaque »."""
    if not hit.verbal or not lexicon.has("light", hit.token.text):
        return False
    return any(lexicon.nouns.get(word(one)) for one in objects(hit.token))
