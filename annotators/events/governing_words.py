"""What governs a trigger: the verbs and nouns above it, the verb that only carries it, and the word that negates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pressmark.annotators.grammar.clauses import (
    is_independent_conjunct,
    mark_of_infinitive,
)
from pressmark.annotators.grammar.features import is_noun, is_verb
from pressmark.annotators.grammar.noun_phrases import adposition_of
from pressmark.annotators.grammar.participants import children_by
from pressmark.annotators.grammar.relations import (
    SUBJECTS,
    SUBJECTS_OF_ANY_KIND,
    Relation,
)
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    auxiliaries,
    finite_words,
    is_infinitive,
    is_past_participle,
    negations,
)

from .lexicon import EventLexicon

__all__ = [
    "carrier_below",
    "first_listed",
    "governors",
    "has_in_list",
    "is_brought_to_an_end",
    "is_carried",
    "is_yielded",
    "negation",
]

MAX_GOVERNORS = 4
"""How many words up governors are looked for: « il veut tenter de faire signer un accord »; chosen, not measured."""
MAX_RESTRICTION_TOKENS = 12
"""How many tokens after « ne » its « que » may stand: « ne le verrait à Berne que si »; chosen, not measured."""
_CONTENT = frozenset(
    {
        Relation.OPEN_COMPLEMENT,
        Relation.OBJECT,
        Relation.OBLIQUE_ARGUMENT,
        Relation.OBLIQUE,
        Relation.NOUN_MODIFIER,
        Relation.ADPOSITION_OBJECT,
        Relation.ADPOSITION,
        Relation.ADPOSITION_CLAUSE,
        Relation.NOUN_CLAUSE,
        Relation.CLAUSAL_COMPLEMENT,
        Relation.PASSIVE_SUBJECT,
        Relation.CONJUNCT,
        Relation.ADVERBIAL_CLAUSE,
    }
)
"""How a word hangs on one whose content it may be: « demande une trêve », « la crainte d'une attaque »."""
_OBJECT = frozenset({Relation.OBJECT})


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
        token_key = f"{key}_nouns" if is_noun(token) else key
        if has_in_list(lexicon, token_key, token):
            return token
    return None


def governors(trigger: Word, lexicon: EventLexicon) -> Iterator[Word]:
    """
    Yield the verbs and nouns that `trigger` hangs on as their content, the nearest first.

    Above a word that no list of the lexicon holds nothing governs.
    """
    for word in _words_above(trigger, lexicon):
        # « compte dix morts » counts, and « compte partir » plans
        is_of_noun = is_noun(trigger) and word is _head_above_adposition(trigger)
        if not (is_of_noun and has_in_list(lexicon, "verbs_alone", word)):
            yield word


def _head_above_adposition(noun: Word) -> Word:
    """Return what a noun hangs on, an adposition between them passed over."""
    return noun.head.head if noun.head.pos_ == "ADP" else noun.head


def _words_above(trigger: Word, lexicon: EventLexicon) -> Iterator[Word]:
    """Yield what `governors` does, and the verbs that plan no noun."""
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
        if token.relation is Relation.CONJUNCT and is_verb(head):
            # What is joined to a verb is not governed by it, but by what governs it: « veut venir et négocier ».
            if is_independent_conjunct(token):
                return
            # "may come and strike": the auxiliary of the first verb is the second's, too.
            if not auxiliaries(token):
                yield from auxiliaries(head)
            token = head
            continue
        is_told_clause = token.relation is Relation.CLAUSAL_COMPLEMENT and bool(
            finite_words(token)
        )
        token = head
        yield token
        # « je peux confirmer que le pont a fermé »: it is confirmed that may be, and it closed.
        if is_told_clause and is_infinitive(token):
            return
        if is_verb(token):
            yield from auxiliaries(token)
        if not _passes_on(token, trigger, lexicon):
            return


def _is_content(token: Word, trigger: Word, lexicon: EventLexicon) -> bool:
    """Return whether `token` hangs on the word above as its content, and not as a circumstance."""
    if token.relation not in _CONTENT or _is_circumstance(token, lexicon):
        return False
    # « le projet adopté »: what was done to a plan is done
    if token.relation is Relation.NOUN_CLAUSE and is_past_participle(token):
        return is_infinitive(token)
    # « vote une loi pour interdire la chasse » is an aim, « après avoir voté » none.
    if token.relation is Relation.ADVERBIAL_CLAUSE:
        mark = mark_of_infinitive(token, lexicon.sets["infinitive_marks"])
        return mark is not None
    # « la menace d'une grève » as some parses hang it; below a verb it is a circumstance, but for « appelle à la grève ».
    if token.relation is Relation.OBLIQUE:
        # « à la suite d'une grève » is a circumstance: only what stands after « à » itself may be asked for.
        is_asked = token is trigger and _is_dative(token, lexicon)
        return is_noun(token.head) or is_asked
    # « craint que la ville ferme l'usine » governs « ferme », but not every noun of that clause.
    return token.relation is not Relation.CLAUSAL_COMPLEMENT or not is_noun(trigger)


def _is_dative(noun: Word, lexicon: EventLexicon) -> bool:
    """Return whether a noun stands after « à » alone, and not after « à la suite de »."""
    cases = children_by(noun, {Relation.CASE})
    datives = lexicon.sets["datives"]
    return bool(cases) and all(case.form in datives for case in cases)


def _is_circumstance(noun: Word, lexicon: EventLexicon) -> bool:
    """Return whether a noun only says when or why: « annulé après la grève », "cancelled because of the strike"."""
    adposition = adposition_of(noun)
    if adposition is None:
        return False
    circumstances = lexicon.sets["circumstances"]
    if adposition.form in circumstances:
        return True
    # "due to", "because of": the parse may hang the one on the other.
    before = adposition.doc[max(0, adposition.i - 1) : adposition.i]
    return any(f"{word.form} {adposition.form}" in circumstances for word in before)


def _passes_on(token: Word, trigger: Word, lexicon: EventLexicon) -> bool:
    """Return whether what governs `token` also governs what hangs on it: « la menace d'une série d'attaques »."""
    # "the threat of a strike": the English model has the preposition between.
    if token.pos_ == "ADP" or token.relation is Relation.CONJUNCT:
        return True
    # « veut éviter une grève », « veut mener une attaque »
    if _is_in_a_status_list(token, lexicon) or _carries(token, lexicon):
        return True
    # « pourrait provoquer une grève », "may cause flooding"
    if token.form in lexicon.sets["causing"] or token.form in lexicon.sets["yielding"]:
        return True
    if is_noun(token):
        return has_in_list(lexicon, "measures", token)
    # « veut tenter de fermer »: an infinitive hands on what governs it.
    return not is_noun(trigger) and is_infinitive(token)


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


def is_carried(token: Word, verb: Word, lexicon: EventLexicon) -> bool:
    """
    Return whether `verb` only says that its noun `token` takes place.

    A light verb says so of its object, « mener une attaque », and not of its subject, « l'attaque mène à ».
    """
    head = token.head if token.head.pos_ == "ADP" else token
    # « n'a pas fini sa mission au forum », « le vote a lieu après la grève »: a circumstance is carried by no verb
    is_oblique = head.relation in (Relation.OBLIQUE, Relation.ADPOSITION)
    if is_oblique and (
        _is_circumstance(token, lexicon) or _has_own_object(verb, lexicon)
    ):
        return False
    # « la grève a lieu », and not « l'attaque mène à une crise »
    if head.relation is Relation.SUBJECT:
        says_it_occurs = verb.form in lexicon.sets["occurring"]
        return says_it_occurs and not _has_own_object(verb, lexicon)
    return _carries(verb, lexicon)


def carrier_below(token: Word, verb: Word, lexicon: EventLexicon) -> Word | None:
    """
    Return the verb that carries the noun `token` below `verb`, which governs it; None without one.

    « la réunion devrait se tenir », « peut avoir lieu »
    """
    if token.relation not in SUBJECTS:
        return None
    if not (_is_in_a_status_list(verb, lexicon) or has_in_list(lexicon, "going", verb)):
        return None
    for complement in children_by(verb, {Relation.OPEN_COMPLEMENT}):
        if is_carried(token, complement, lexicon):
            return complement
    return None


def _has_own_object(verb: Word, lexicon: EventLexicon) -> bool:
    """Return whether a verb has an object that makes it say more: « n'aura pas d'effet », but not « n'aura pas lieu »."""
    nouns = [
        child for child in verb.children if child.relation in _OBJECT and is_noun(child)
    ]
    return bool(nouns) and not any(
        has_in_list(lexicon, "occurring_objects", noun) for noun in nouns
    )


def is_brought_to_an_end(trigger: Word, lexicon: EventLexicon) -> bool:
    """Return whether an end is spoken of: « mettre fin à la guerre », "end the strike". What may end goes on."""
    if not is_noun(trigger) or trigger.head is trigger:
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
    is_subject = token.relation in SUBJECTS_OF_ANY_KIND
    return not is_subject and verb.form in lexicon.sets["yielding"]


def negation(token: Word, lexicon: EventLexicon) -> Word | None:
    """Return the word that negates `token`; None without one, and of « ne … que », which only restricts."""
    # The relation tells « pas » of « ne pas » from « un pas ».
    negating = negations(token, lexicon.sets["negations"])
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
