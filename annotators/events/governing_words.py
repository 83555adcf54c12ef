"""What governs a trigger: the verbs and nouns above it, the verb that only carries it, and the word that negates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pressmark.annotators.tree import Word

from .lexicon import EventLexicon
from .syntax import AUXILIARY, SUBJECT, VERBAL, has_feature

__all__ = [
    "NOMINAL",
    "auxiliaries",
    "carrier_below",
    "first_listed",
    "governors",
    "has_in_list",
    "is_brought_to_an_end",
    "is_carried",
    "is_infinitive",
    "is_yielded",
    "mark_of_aim",
    "negation",
    "verb_of",
]

NOMINAL = frozenset({"NOUN", "PROPN"})
"""The parts of speech of nouns."""
MAX_GOVERNORS = 4
"""How many words up governors are looked for: « il veut tenter de faire signer un accord »; chosen, not measured."""
MAX_JOINED_AIMS = 16
"""How many joined infinitives may share the mark that stands with the first: « pour chercher, trouver et soigner »."""
MAX_RESTRICTION_TOKENS = 12
"""How many tokens after « ne » its « que » may stand: « ne le verrait à Berne que si »; chosen, not measured."""
_CONTENT = frozenset(
    {"xcomp", "obj", "dobj", "obl:arg", "obl", "nmod", "pobj", "prep", "pcomp", "acl", "ccomp", "nsubj:pass",
     "nsubjpass", "conj", "obl:mod", "advcl"}
)  # fmt: skip
"""How a word hangs on one whose content it may be: « demande une trêve », « la crainte d'une attaque »."""
# How a noun hangs on the verb that says its fate: « la grève aura lieu », « prévoit une grève ».
_NOUN_OF_VERB = frozenset(
    {
        "obj",
        "dobj",
        "nsubj",
        "nsubj:pass",
        "nsubjpass",
        "obl:arg",
        "pobj",
        "obl:mod",
        "csubj",
    }
)
# How « ne », "not", « aucune », « sans » and "neither" hang on what they negate.
_NEGATING = frozenset({"neg", "advmod", "det", "case", "mark", "cc", "prep", "preconj"})
_OBJECT = frozenset({"obj", "dobj"})


def auxiliaries(token: Word) -> list[Word]:
    """Return the auxiliaries and the copula of a word: « a été », "will have been"."""
    return [child for child in token.children if child.dep_ in AUXILIARY]


def has_in_list(lexicon: EventLexicon, key: str, token: Word) -> bool:
    """Return whether the list `key` holds `token` as it is written, or its lemma."""
    words = lexicon.sets[key]
    if token.form in words:
        return True
    return token.lemma in words


def first_listed(
    tokens: Iterable[Word], key: str, lexicon: EventLexicon
) -> Word | None:
    """Return the first of `tokens` that the list `key` holds, of nouns the list `<key>_nouns`; None without one."""
    for token in tokens:
        token_key = f"{key}_nouns" if token.pos_ in NOMINAL else key
        if has_in_list(lexicon, token_key, token):
            return token
    return None


def governors(trigger: Word, lexicon: EventLexicon) -> Iterator[Word]:
    """
    Yield the verbs and nouns that `trigger` hangs on as their content, the nearest first.

    Above a word that no list of the lexicon holds nothing governs.
    """
    token = trigger
    for _ in range(MAX_GOVERNORS):
        head = token.head
        if head is token:
            return
        # The adjective itself hangs on a copula, which governs nothing more.
        if head.pos_ == "ADJ" and first_listed([head], "hypothetical", lexicon):
            # « prêt à », « susceptible de »
            yield head
            return
        # « il a démissionné après la grève »: a circumstance is not wished with its verb.
        if not _is_content(token, trigger, lexicon):
            return
        if token.dep_ == "conj" and head.pos_ in VERBAL:
            # What is joined to a verb is not governed by it, but by what governs it: « veut venir et négocier ».
            if _is_clause_of_its_own(token):
                return
            # "may come and strike": the auxiliary of the first verb is the second's, too.
            if not auxiliaries(token):
                yield from auxiliaries(head)
            token = head
            continue
        token = head
        yield token
        if token.pos_ in VERBAL:
            yield from auxiliaries(token)
        if not _passes_on(token, trigger, lexicon):
            return


def _is_content(token: Word, trigger: Word, lexicon: EventLexicon) -> bool:
    """Return whether `token` hangs on the word above as its content, and not as a circumstance."""
    if token.dep_ not in _CONTENT:
        return False
    # « vote une loi pour interdire la chasse » is an aim, « après avoir voté » none.
    if token.dep_ == "advcl":
        mark = mark_of_aim(token, lexicon)
        return mark is not None
    # « la menace d'une grève » as some parses hang it; below a verb it is a circumstance.
    if token.dep_ in ("obl", "obl:mod"):
        return token.head.pos_ in NOMINAL
    # « craint que la ville ferme l'usine » governs « ferme », but not every noun of that clause.
    return token.dep_ != "ccomp" or trigger.pos_ not in NOMINAL


def _is_clause_of_its_own(verb: Word) -> bool:
    """Return whether a joined clause has its own subject and no mark: « il veut gagner, car ils ont perdu »."""
    if verb.pos_ not in VERBAL:
        return False
    relations = {child.dep_ for child in verb.children}
    return not relations.isdisjoint(SUBJECT) and "mark" not in relations


def _passes_on(token: Word, trigger: Word, lexicon: EventLexicon) -> bool:
    """Return whether what governs `token` also governs what hangs on it: « la menace d'une série d'attaques »."""
    # "the threat of a strike": the English model has the preposition between.
    if token.pos_ == "ADP" or token.dep_ == "conj":
        return True
    # « veut éviter une grève », « veut mener une attaque »
    if _is_in_a_status_list(token, lexicon) or _carries(token, lexicon):
        return True
    if token.pos_ in NOMINAL:
        return has_in_list(lexicon, "measures", token)
    # « veut tenter de fermer »: an infinitive hands on what governs it.
    return trigger.pos_ not in NOMINAL and is_infinitive(token)


def _carries(token: Word, lexicon: EventLexicon) -> bool:
    """Return whether `token` only says that its noun takes place: « mener une attaque », « une grève a lieu »."""
    if token.form in lexicon.sets["light"]:
        return True
    return token.form in lexicon.sets["occurring"]


def _is_in_a_status_list(token: Word, lexicon: EventLexicon) -> bool:
    """Return whether the lexicon says of a word that what hangs on it is wished, fails or is planned."""
    return any(
        first_listed([token], key, lexicon)
        for key in ("hypothetical", "denied", "planned")
    )


def verb_of(token: Word) -> Word | None:
    """Return the verb that a noun is subject or object of, « des frappes vont être menées »; None without one."""
    head = token.head
    if token.pos_ in VERBAL or head is token:
        return None
    if token.dep_ not in _NOUN_OF_VERB:
        return None
    # "led to a strike": over the preposition, to the verb.
    if head.pos_ == "ADP":
        head = head.head
    return head if head.pos_ in VERBAL else None


def is_carried(token: Word, verb: Word, lexicon: EventLexicon) -> bool:
    """
    Return whether `verb` only says that its noun `token` takes place.

    A light verb says so of its object, « mener une attaque », and not of its subject, « l'attaque mène à ».
    """
    head = token.head if token.head.pos_ == "ADP" else token
    # « la grève a lieu », and not « l'attaque mène à une crise »
    if head.dep_ == "nsubj":
        says_it_occurs = verb.form in lexicon.sets["occurring"]
        return says_it_occurs and not _has_own_object(verb, lexicon)
    return _carries(verb, lexicon)


def carrier_below(token: Word, verb: Word, lexicon: EventLexicon) -> Word | None:
    """
    Return the verb that carries the noun `token` below `verb`, which governs it; None without one.

    « la réunion devrait se tenir », « peut avoir lieu »
    """
    if token.dep_ not in SUBJECT:
        return None
    if not (_is_in_a_status_list(verb, lexicon) or has_in_list(lexicon, "going", verb)):
        return None
    for child in verb.children:
        if child.dep_ == "xcomp" and is_carried(token, child, lexicon):
            return child
    return None


def _has_own_object(verb: Word, lexicon: EventLexicon) -> bool:
    """Return whether a verb has an object that makes it say more: « n'aura pas d'effet », but not « n'aura pas lieu »."""
    nouns = [
        child
        for child in verb.children
        if child.dep_ in _OBJECT and child.pos_ in NOMINAL
    ]
    return bool(nouns) and not any(
        has_in_list(lexicon, "occurring_objects", noun) for noun in nouns
    )


def is_brought_to_an_end(trigger: Word, lexicon: EventLexicon) -> bool:
    """Return whether an end is spoken of: « mettre fin à la guerre », "end the strike". What may end goes on."""
    if trigger.pos_ not in NOMINAL or trigger.head is trigger:
        return False
    head = trigger.head.head if trigger.head.pos_ == "ADP" else trigger.head
    if has_in_list(lexicon, "endings", head):
        return True
    return any(
        has_in_list(lexicon, "endings", child)
        for child in head.children
        if child is not trigger
    )


def is_yielded(token: Word, verb: Word, lexicon: EventLexicon) -> bool:
    """Return whether an event is what `verb` comes to: « aboutir à un accord », "produce a deal"."""
    is_subject = "subj" in token.dep_
    return not is_subject and verb.form in lexicon.sets["yielding"]


def negation(token: Word, lexicon: EventLexicon) -> Word | None:
    """Return the word that negates `token`; None without one, and of « ne … que », which only restricts."""
    negations = lexicon.sets["negations"]
    # The relation tells « pas » of « ne pas » from « un pas ».
    negating = [
        child
        for child in token.children
        if child.dep_ in _NEGATING and child.form in negations
    ]
    if not negating:
        return None
    half_negations = lexicon.sets["half_negations"]
    for word in negating:
        if word.form not in half_negations:
            return word
    # « ne » alone is left: look for its « que ».
    restrictions = lexicon.sets["restrictions"]
    start = negating[0].i
    words_after = token.doc[start : start + MAX_RESTRICTION_TOKENS]
    is_restriction = any(word.form in restrictions for word in words_after)
    return None if is_restriction else negating[0]


def is_infinitive(token: Word) -> bool:
    """Return whether a verb, or its auxiliary, is an infinitive: « venir », « être venu »."""
    if has_feature(token, "VerbForm", "Inf"):
        return True
    return any(
        has_feature(auxiliary, "VerbForm", "Inf") for auxiliary in auxiliaries(token)
    )


def mark_of_aim(token: Word, lexicon: EventLexicon) -> Word | None:
    """Return the word that makes an infinitive an aim: « pour attaquer », and not « pour avoir attaqué »."""
    marks = lexicon.sets["infinitive_marks"]
    for _ in range(MAX_JOINED_AIMS):
        # « condamné pour avoir tué »: a perfect infinitive is a reason, and no aim.
        has_tense = any(child.dep_ in ("aux", "aux:tense") for child in token.children)
        if has_tense or not is_infinitive(token):
            return None
        for child in token.children:
            if child.dep_ in ("mark", "case", "fixed") and child.form in marks:
                return child
        # « pour chercher et arrêter les auteurs »: the mark stands with the first.
        if token.dep_ != "conj" or token.head is token:
            return None
        token = token.head
    return None
