"""What the parse says of a verb or noun: subjects, objects, prepositions, in the terms of both languages' models."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from .types import Lexicon

__all__ = ["conjuncts", "is_passive", "is_reflexive", "objects", "oblique", "subjects", "word"]

_SUBJECT = frozenset({"nsubj", "csubj"})
_PASSIVE = frozenset({"nsubj:pass", "nsubjpass"})
_OBJECT = frozenset({"obj", "dobj", "iobj", "dative"})
_OBLIQUE = frozenset({"obl", "obl:arg", "obl:mod", "obl:agent", "nmod", "prep", "agent"})
_RELATIVE = frozenset({"acl:relcl", "relcl"})
_NEAR = 6


def word(token: Token) -> str:
    """A token's form in lower case with a straight apostrophe."""
    return token.text.lower().replace("’", "'")


def subjects(verb: Token, agents: frozenset[str]) -> list[Token]:
    """The logical subjects: an active verb's, shared with the verb it is joined to, or a passive's agent phrase."""
    if is_passive(verb):
        return [one for prep, one in oblique(verb) if prep in agents]
    found = _children(verb, _SUBJECT)
    if not found and verb.dep_ in ("conj", "xcomp", "advcl", "aux") and verb.head != verb:
        found = _children(verb.head, _SUBJECT)
    if not found and verb.dep_ == "acl" and verb.tag_ in ("VBG",):
        found = [verb.head]
    return conjuncts([_antecedent(one, verb) for one in found])


def objects(verb: Token) -> list[Token]:
    """The logical objects: those of an active verb, the subject of a passive one, the noun before a participle."""
    if is_passive(verb):
        found = _children(verb, _PASSIVE) or _children(verb, _SUBJECT)
        if not found and verb.dep_ == "conj":
            found = _children(verb.head, _PASSIVE) or _children(verb.head, _SUBJECT)
        if not found and verb.dep_ in ("acl", "amod", "acl:relcl", "relcl"):
            found = [verb.head]
        return conjuncts([_antecedent(one, verb) for one in found])
    return conjuncts([_antecedent(one, verb) for one in _children(verb, _OBJECT)])


def oblique(head: Token) -> Iterator[tuple[str, Token]]:
    """The words behind prepositions that hang on a verb or noun, each with its preposition."""
    for child in head.children:
        if child.dep_ not in _OBLIQUE:
            continue
        case = next((one for one in child.children if one.dep_ == "case"), None)
        if case is not None:
            for noun in conjuncts([child]):
                yield word(case), noun
        for noun in conjuncts([one for one in child.children if one.dep_ == "pobj"]):
            yield word(child), noun


def is_passive(verb: Token) -> bool:
    """Whether the parse takes the verb for a passive, or for a past participle that stands as an adjective."""
    if any(one.dep_ in ("nsubj:pass", "nsubjpass", "aux:pass", "auxpass") for one in verb.children):
        return True
    active = any(one.dep_ in ("aux", "aux:tense") for one in verb.children)
    participle = verb.morph.get("VerbForm", []) == ["Part"] and verb.morph.get("Tense", []) == ["Past"]
    return participle and not active and verb.dep_ in ("acl", "amod", "acl:relcl", "ROOT", "conj")


def is_reflexive(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a reflexive pronoun stands with the verb."""
    return any(lexicon.has("reflexive", one.text) for one in verb.children if one.i < verb.i)


def conjuncts(tokens: list[Token]) -> list[Token]:
    """Each token and what is joined to it by « et »."""
    return [one for token in tokens for one in (token, *(child for child in token.children if child.dep_ == "conj"))]


def _children(verb: Token, deps: frozenset[str]) -> list[Token]:
    return [one for one in verb.children if one.dep_ in deps]


def _antecedent(token: Token, verb: Token) -> Token:
    """What a relative pronoun stands for: the noun its clause hangs on, else the nearest noun before it."""
    if token.pos_ != "PRON" or "Rel" not in token.morph.get("PronType", []):
        return token
    if verb.dep_ in _RELATIVE and verb.head.i < token.i:
        return verb.head
    before = reversed(token.doc[max(0, token.i - _NEAR) : token.i])
    return next((one for one in before if one.pos_ in ("NOUN", "PROPN")), token)
