"""Who does what to whom: subjects, objects, agents and obliques of a verb, in the terms of both languages' models."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from .features import is_adjective, is_noun, is_relative_pronoun, is_verb
from .relations import (
    OBJECTS,
    OBLIQUES,
    SUBJECTS,
    SUBJECTS_OF_ANY_KIND,
    Relation,
)
from .tree import Word
from .verbs import is_infinitive_form, is_passive

__all__ = [
    "ControlWords",
    "agents",
    "antecedent",
    "children_by",
    "enumeration",
    "has_subject",
    "logical_objects",
    "logical_subjects",
    "objects",
    "oblique_phrases",
    "passive_subjects",
    "subject",
    "subjects",
]

MAX_RELATIVE_TOKENS = 6
"""How many tokens before a relative pronoun its noun may stand; chosen, not measured."""
MAX_SHARING_STEPS = 4
"""How many words up a verb's subject is looked for: « il a promis de venir aider à chercher »; chosen, not measured."""
MAX_ENUMERATED_WORDS = 50
"""How many words joined by « et » are read as one list of participants; a bound on the work, far above any list."""

_ACTIVE_SUBJECTS = frozenset({Relation.SUBJECT, Relation.CLAUSAL_SUBJECT})
_PASSIVE_SUBJECTS = frozenset({Relation.PASSIVE_SUBJECT})
# How a verb hangs on one whose subject it has: « il promet de *partir* », « il part et *revient* », "accused of *bombing*".
_SHARES_SUBJECT = frozenset(
    {
        Relation.CONJUNCT,
        Relation.OPEN_COMPLEMENT,
        Relation.ADVERBIAL_CLAUSE,
        Relation.AUXILIARY,
        Relation.CLAUSAL_COMPLEMENT,
        Relation.NOUN_CLAUSE,
        Relation.OBLIQUE,
        Relation.OBLIQUE_ARGUMENT,
        Relation.ADPOSITION_CLAUSE,
        Relation.ADPOSITION,
    }
)
# How a participle hangs on a verb whose subject was done to: « les hommes ont été arrêtés et *jugés* ».
_SHARES_PASSIVE_SUBJECT = frozenset(
    {
        Relation.CONJUNCT,
        Relation.ADVERBIAL_CLAUSE,
        Relation.PARATAXIS,
        Relation.UNSPECIFIED,
        Relation.OPEN_COMPLEMENT,
    }
)
# How a participle hangs on the noun that was done to: « les hommes *arrêtés* ».
_OF_NOUN = frozenset(
    {
        Relation.NOUN_CLAUSE,
        Relation.ADJECTIVE,
        Relation.RELATIVE_CLAUSE,
        Relation.APPOSITION,
    }
)


@dataclass(frozen=True, slots=True)
class ControlWords:
    """
    The words of a lexicon that tell who does what: verbs of control and the adpositions of agents and datives.

    `controlling` verbs have their object do what hangs on them: « accuse l'armée d'avoir bombardé », « demande au juge
    de sévir »; `datives` are the adpositions of that object (« au »), `agentive` those of a passive's agent (« par »).
    `enabling` verbs have a subject that does not do it either: « l'enquête a permis d'arrêter un homme ».
    """

    agentive: Collection[str]
    controlling: Collection[str]
    datives: Collection[str]
    enabling: Collection[str] = ()


def children_by(word: Word, relations: Collection[Relation]) -> list[Word]:
    """Return the words that hang on `word` by one of `relations`, in order."""
    return [child for child in word.children if child.relation in relations]


def subjects(verb: Word) -> list[Word]:
    """Return the subjects that hang on a verb itself, active or passive: « le *maire* ferme », "the *bridge* was closed"."""
    return children_by(verb, SUBJECTS)


def subject(verb: Word) -> Word | None:
    """Return the first subject that hangs on a verb itself; None where it has none: « il veut *partir* »."""
    return next(iter(subjects(verb)), None)


def has_subject(verb: Word) -> bool:
    """Return whether a subject of any kind hangs on a verb itself: « *il* faut », "*that he lied* was denied"."""
    return any(child.relation in SUBJECTS_OF_ANY_KIND for child in verb.children)


def passive_subjects(verb: Word) -> list[Word]:
    """Return the subjects of a passive, where the parse says so: "the *bridge* was closed"."""
    return children_by(verb, _PASSIVE_SUBJECTS)


def objects(verb: Word) -> list[Word]:
    """Return the objects that hang on a verb itself, direct or not: "gave the *rebels* a *week*"."""
    nouns: list[Word] = []
    for word in children_by(verb, OBJECTS):
        # "gave a week *to* the rebels": the English model may call the adposition the indirect object
        is_adposition = word.pos_ == "ADP"
        nouns += (
            children_by(word, {Relation.ADPOSITION_OBJECT}) if is_adposition else [word]
        )
    return nouns


def agents(verb: Word, agentive: Collection[str]) -> list[Word]:
    """Return who does what a passive says, after one of the adpositions `agentive`: « arrêtés par la *police* »."""
    return [
        noun
        for adposition, noun in oblique_phrases(verb)
        if adposition.form in agentive
    ]


def oblique_phrases(head: Word) -> Iterator[tuple[Word, Word]]:
    """
    Yield each adposition that hangs on a verb or noun with its noun, and with each noun that is joined to that.

    « part à *Paris* et *Lyon* », "leaves for *Paris*".
    """
    for child in head.children:
        if child.relation not in OBLIQUES:
            continue
        # The French model hangs the adposition on the noun ...
        case = next(
            (word for word in child.children if word.relation is Relation.CASE), None
        )
        if case is not None:
            for noun in enumeration([child]):
                yield case, noun
        # ... the English one the noun on the adposition.
        nouns = children_by(child, {Relation.ADPOSITION_OBJECT})
        for noun in enumeration(nouns):
            yield child, noun


def enumeration(words: Iterable[Word]) -> list[Word]:
    """Return each word and all that is joined to it, at most `MAX_ENUMERATED_WORDS`: « Anne, *Paul* et le *maire* »."""
    joined: list[Word] = []
    stack = list(words)[::-1]
    while stack and len(joined) < MAX_ENUMERATED_WORDS:
        word = stack.pop()
        joined.append(word)
        stack += reversed(children_by(word, {Relation.CONJUNCT}))
    return joined


def antecedent(pronoun: Word, verb: Word) -> Word:
    """
    Return what a relative pronoun of the clause of `verb` stands for; any other word is returned itself.

    The noun that the clause hangs on, « la *ministre* qui part », else the nearest noun before the pronoun.
    """
    if not is_relative_pronoun(pronoun):
        return pronoun
    if verb.relation is Relation.RELATIVE_CLAUSE and verb.head.i < pronoun.i:
        return verb.head
    before = pronoun.doc[max(0, pronoun.i - MAX_RELATIVE_TOKENS) : pronoun.i]
    return next((word for word in reversed(before) if is_noun(word)), pronoun)


def logical_subjects(verb: Word, control: ControlWords) -> list[Word]:
    """
    Return who does what `verb` says: an active verb's subjects, or a passive's agents.

    A verb without a subject has that of the verb it is joined to or hangs on, or its object where that verb controls.
    """
    if is_passive(verb):
        return enumeration(agents(verb, control.agentive))
    candidates = subjects(verb)
    if not candidates and verb.relation is Relation.NOUN_CLAUSE and verb.tag_ == "VBG":
        candidates = [verb.head]  # "the men carrying the flag"
    if not candidates:
        candidates = _shared_subjects(verb, control)
    return enumeration([antecedent(candidate, verb) for candidate in candidates])


def _shared_subjects(verb: Word, control: ControlWords) -> list[Word]:
    """Return the subjects that a verb without one shares with a word above it."""
    word = verb
    for _ in range(MAX_SHARING_STEPS):
        if not _shares_subject(word):
            return []
        word = word.head
        if not is_verb(word) and not is_adjective(word):
            nouns = _owners_of_will(word, verb, control)
            if nouns:
                return nouns
            # "has won a contract to supply", « a pris l'engagement de partir »: who has the plan does it
            if word.relation in OBJECTS and is_verb(word.head):
                return logical_subjects(word.head, control)
            continue
        if word.form in control.controlling:
            controllers = _controllers(word, verb, control)
            if controllers:
                return controllers
        if word.form in control.enabling:
            return []
        subjects_above = subjects(word)
        if subjects_above:
            return [antecedent(above, word) for above in subjects_above]
    return []


def _shares_subject(word: Word) -> bool:
    """Return whether `word` may have the subject of its head; a content clause only where its verb is an infinitive."""
    if word.relation not in _SHARES_SUBJECT or word.head is word:
        return False
    if word.relation is not Relation.CLAUSAL_COMPLEMENT:
        return True
    # « affirme avoir vu », « dit être menacé »
    return is_infinitive_form(word) or any(map(is_infinitive_form, word.children))


def _owners_of_will(noun: Word, verb: Word, control: ControlWords) -> list[Word]:
    """Return who does what a noun above `verb` speaks of: « oblige la ville à payer », « la décision du maire de »."""
    if noun.relation in OBJECTS and noun.head.form in control.controlling:
        return [noun]
    if noun.pos_ != "NOUN":
        return []
    owners = [owner for _, owner in oblique_phrases(noun) if owner is not verb]
    return owners[:1]


def _controllers(head: Word, verb: Word, control: ControlWords) -> list[Word]:
    """Return the dative or object of a controlling verb, which does what `verb` says: « demande au *juge* de sévir »."""
    datives = [
        noun
        for adposition, noun in oblique_phrases(head)
        if adposition.form in control.datives
    ]
    return [noun for noun in datives or logical_objects(head) if noun is not verb]


def logical_objects(verb: Word) -> list[Word]:
    """
    Return whom or what `verb` is done to: an active verb's objects, or a passive's subjects.

    Of a participle that stands as an adjective it is its noun: « les *hommes* arrêtés ».
    """
    if is_passive(verb):
        candidates = _subjects_of_passive(verb)
    else:
        candidates = objects(verb)
        if not candidates and verb.relation is Relation.OPEN_COMPLEMENT:
            # The parse may hang it on the verb above: « renonce à arrêter les hommes ».
            candidates = [noun for noun in objects(verb.head) if noun.i > verb.i]
    return enumeration([antecedent(noun, verb) for noun in candidates])


def _subjects_of_passive(verb: Word) -> list[Word]:
    """Return who or what a passive is done to."""
    # The parse may call the subject of a passive an active's: it is asked for second.
    nouns = passive_subjects(verb) or children_by(verb, _ACTIVE_SUBJECTS)
    if not nouns and verb.relation in _SHARES_PASSIVE_SUBJECT:
        # « les hommes ont été arrêtés et jugés »
        nouns = (
            _object_right_before(verb)
            or passive_subjects(verb.head)
            or children_by(verb.head, _ACTIVE_SUBJECTS)
        )
    if not nouns and verb.relation in _OF_NOUN:
        if is_verb(verb.head):
            # « a déclaré la maire, élue en mai »: the parse takes the verb for what the participle is said of.
            return _subjects_right_before(verb)
        return [verb.head]  # « les hommes arrêtés »
    return nouns


def _subjects_right_before(verb: Word) -> list[Word]:
    """« a déclaré la maire, élue en mai »: return the subject of the verb above that ends right before a participle."""
    before = verb.doc[verb.i - 1] if verb.i else verb
    if before.is_punct and before.i:
        before = verb.doc[before.i - 1]
    return [noun for noun in subjects(verb.head) if noun.right_edge is before]


def _object_right_before(verb: Word) -> list[Word]:
    """« a secouru Anne Morel, blessée »: return the object right before a participle, whatever that hangs on."""
    if verb.relation is not Relation.ADVERBIAL_CLAUSE or not verb.i:
        return []
    before = verb.doc[verb.i - 1]
    if before.is_punct and before.i:
        before = verb.doc[before.i - 1]
    return [noun for noun in objects(verb.head) if noun.right_edge is before]
