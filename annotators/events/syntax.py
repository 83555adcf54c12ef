"""What the parse says of a verb or noun: subjects, objects, prepositions, in the terms of both languages' models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pressmark.annotators.tree import Word

from .types import Lexicon

__all__ = ["conjuncts", "has_finite_verb", "is_passive", "is_reflexive", "objects", "oblique", "subjects"]

_SUBJECT = frozenset({"nsubj", "csubj"})
_PASSIVE = frozenset({"nsubj:pass", "nsubjpass"})
_OF_PASSIVE = frozenset({"nsubj:pass", "nsubjpass", "aux:pass", "auxpass"})
_OF_TENSE = frozenset({"aux", "aux:tense"})
_OBJECT = frozenset({"obj", "dobj", "iobj", "dative"})
_OBLIQUE = frozenset({"obl", "obl:arg", "obl:mod", "obl:agent", "nmod", "prep", "agent"})
_RELATIVE = frozenset({"acl:relcl", "relcl"})
_SHARING = frozenset({"conj", "xcomp", "advcl", "aux", "ccomp", "acl", "obl", "obl:mod", "obl:arg", "pcomp", "prep"})
_STANDING = frozenset({"acl", "amod", "acl:relcl", "relcl", "ROOT", "conj", "advcl", "appos", "dep", "parataxis"})
_NEAR = 6
_HIGHEST = 4
_MOST_JOINED = 50
"""How many words joined by « et » are read as one list of participants."""
_MOST_SHARING = 16
"""How many joined verbs may share an auxiliary that stands with the first."""


def has_finite_verb(words: Iterable[Word]) -> bool:
    """Whether a finite verb tells of it; a headline may have none."""
    return any(one.pos_ in ("VERB", "AUX") and "Fin" in one.morph.get("VerbForm", []) for one in words)


def subjects(verb: Word, lexicon: Lexicon) -> list[Word]:
    """
    The logical subjects: an active verb's own, or a passive's agent phrase.

    A verb without one has that of the verb it is joined to or hangs on, or its object where the lexicon lists that
    verb as controlling: « accuse l'armée d'avoir bombardé », « demande au juge de sévir ».
    """
    if is_passive(verb):
        return conjuncts([one for prep, one in oblique(verb) if prep in lexicon.sets["passive_by"]])
    found = _children(verb, _SUBJECT | _PASSIVE)
    if not found and (verb.dep_ == "acl" and verb.tag_ == "VBG"):
        found = [verb.head]
    return conjuncts([_antecedent(one, verb) for one in found or _shared(verb, lexicon)])


def _shared(verb: Word, lexicon: Lexicon) -> list[Word]:
    """The subject of the verb above that a verb without one shares."""
    at = verb
    for _ in range(_HIGHEST):
        if at.dep_ not in _SHARING or at.head == at or (at.dep_ == "ccomp" and not _is_bare(at)):
            return []
        at = at.head
        if at.pos_ not in ("VERB", "AUX", "ADJ"):
            if at.dep_ in _OBJECT and at.head.form in lexicon.sets["controlling"]:
                return [at]
            if at.pos_ == "NOUN" and (owners := [one for prep, one in oblique(at) if one != verb]):
                return owners[:1]
            continue
        if at.form in lexicon.sets["controlling"]:
            told = [one for prep, one in oblique(at) if prep in lexicon.sets["datives"]]
            if held := [one for one in (told or objects(at)) if one != verb]:
                return held
        if found := _children(at, _PASSIVE | _SUBJECT):
            return [_antecedent(one, at) for one in found]
    return []


def _is_bare(verb: Word) -> bool:
    return "Inf" in verb.morph.get("VerbForm", []) or any(
        "Inf" in one.morph.get("VerbForm", []) for one in verb.children
    )


def objects(verb: Word) -> list[Word]:
    """The logical objects: those of an active verb, the subject of a passive one, the noun before a participle."""
    if is_passive(verb):
        found = _children(verb, _PASSIVE) or _children(verb, _SUBJECT)
        if not found and verb.dep_ in ("conj", "advcl", "parataxis", "dep", "xcomp"):
            found = _beside(verb) or _children(verb.head, _PASSIVE) or _children(verb.head, _SUBJECT)
        if not found and verb.dep_ in ("acl", "amod", "acl:relcl", "relcl", "appos"):
            found = [verb.head]
        return conjuncts([_antecedent(one, verb) for one in found])
    found = _children(verb, _OBJECT)
    if not found and verb.dep_ == "xcomp":  # the parse may hang it on the verb above: « renonce à arrêter les hommes »
        found = [one for one in _children(verb.head, _OBJECT) if one.i > verb.i]
    return conjuncts([_antecedent(one, verb) for one in found])


def _beside(verb: Word) -> list[Word]:
    """« a secouru Anne Morel, blessée »: the object that a participle stands right behind, whatever it hangs on."""
    if verb.dep_ != "advcl" or not verb.i:
        return []
    before = verb.doc[verb.i - 1]
    before = verb.doc[before.i - 1] if before.is_punct and before.i else before
    return [one for one in _children(verb.head, _OBJECT) if one.right_edge is before]


def oblique(head: Word) -> Iterator[tuple[str, Word]]:
    """The words behind prepositions that hang on a verb or noun, each with its preposition."""
    for child in head.children:
        if child.dep_ not in _OBLIQUE:
            continue
        case = next((one for one in child.children if one.dep_ == "case"), None)
        if case is not None:
            for noun in conjuncts([child]):
                yield case.form, noun
        for noun in conjuncts([one for one in child.children if one.dep_ == "pobj"]):
            yield child.form, noun


def is_passive(verb: Word) -> bool:
    """Whether the parse takes the verb for a passive, or for a past participle that stands as an adjective."""
    for _ in range(_MOST_SHARING):
        below = {child.dep_ for child in verb.children}
        if "expl:comp" in below:
            return False  # « se sont rassemblés »: the parse may call the subject of a reflexive a passive's
        if not below.isdisjoint(_OF_PASSIVE):
            return True
        if not _is_participle(verb) or not below.isdisjoint(_OF_TENSE):
            return False
        if verb.dep_ != "conj" or verb.head.pos_ not in ("VERB", "AUX"):
            return verb.dep_ in _STANDING or verb.pos_ == "ADJ"
        verb = verb.head  # « a secouru et soigné » shares its auxiliary
    return False


def _is_participle(verb: Word) -> bool:
    return verb.pos_ == "ADJ" or ("Part" in verb.morph.get("VerbForm", []) and "Past" in verb.morph.get("Tense", []))


def is_reflexive(verb: Word, lexicon: Lexicon) -> bool:
    """Whether a reflexive pronoun stands with the verb; « nous » is one only where the parse says so."""
    always, perhaps = lexicon.sets["reflexive"], lexicon.sets["perhaps_reflexive"]
    return any(
        one.form in always or (one.form in perhaps and one.dep_.startswith("expl"))
        for one in verb.children
        if one.i < verb.i
    )


def conjuncts(tokens: Iterable[Word]) -> list[Word]:
    """Each token and all that is joined to it by « et »."""
    found: list[Word] = []
    waiting = list(tokens)[::-1]
    while waiting and len(found) < _MOST_JOINED:
        token = waiting.pop()
        found.append(token)
        waiting += [child for child in reversed(token.children) if child.dep_ == "conj"]
    return found


def _children(verb: Word, deps: frozenset[str]) -> list[Word]:
    return [one for one in verb.children if one.dep_ in deps]


def _antecedent(token: Word, verb: Word) -> Word:
    """What a relative pronoun stands for: the noun its clause hangs on, else the nearest noun before it."""
    if token.pos_ != "PRON" or "Rel" not in token.morph.get("PronType", []):
        return token
    if verb.dep_ in _RELATIVE and verb.head.i < token.i:
        return verb.head
    before = reversed(token.doc[max(0, token.i - _NEAR) : token.i])
    return next((one for one in before if one.pos_ in ("NOUN", "PROPN")), token)
