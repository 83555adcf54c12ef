"""A verb with its auxiliaries: whether it is finite, an infinitive, passive, past or to come, reflexive, negated."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .features import has_feature, is_adjective, is_verb
from .relations import AUXILIARIES, Relation
from .tree import Word

__all__ = [
    "MAX_JOINED_VERBS",
    "auxiliaries",
    "finite_words",
    "has_finite_verb",
    "is_conditional",
    "is_finite",
    "is_future",
    "is_infinitive",
    "is_infinitive_form",
    "is_participle",
    "is_passive",
    "is_past_form",
    "is_past_participle",
    "is_present_participle",
    "is_reflexive",
    "is_subjunctive",
    "is_told_as_past",
    "negations",
    "particles",
    "tense_auxiliaries",
    "verb_group",
    "verb_of_noun",
]

MAX_JOINED_VERBS = 16
"""How many joined verbs may share an auxiliary or a mark that stands with the first; a bound on the work."""

_SIGNS_OF_PASSIVE = frozenset({Relation.PASSIVE_SUBJECT, Relation.PASSIVE_AUXILIARY})
_TENSE_AUXILIARIES = frozenset({Relation.AUXILIARY, Relation.TENSE_AUXILIARY})
# How a past participle without an auxiliary hangs where it is a passive: « les hommes arrêtés hier ».
_PARTICIPLE_ALONE = frozenset(
    {
        Relation.NOUN_CLAUSE,
        Relation.ADJECTIVE,
        Relation.RELATIVE_CLAUSE,
        Relation.ROOT,
        Relation.CONJUNCT,
        Relation.ADVERBIAL_CLAUSE,
        Relation.APPOSITION,
        Relation.UNSPECIFIED,
        Relation.PARATAXIS,
    }
)
# How a negating word hangs: "did *not* sign", « n'a *pas* signé », « *aucune* attaque », « *sans* attaquer », « *ni* … ».
_NEGATING = frozenset(
    {
        Relation.NEGATION,
        Relation.ADVERB,
        Relation.DETERMINER,
        Relation.CASE,
        Relation.MARK,
        Relation.COORDINATOR,
        Relation.ADPOSITION,
        Relation.PRECOORDINATOR,
    }
)
# How a noun hangs on a verb whose action it names: « mène une *attaque* », « la *grève* a lieu », "calls for a *strike*".
_NOUN_OF_VERB = frozenset(
    {
        Relation.OBJECT,
        Relation.SUBJECT,
        Relation.PASSIVE_SUBJECT,
        Relation.CLAUSAL_SUBJECT,
        Relation.OBLIQUE_ARGUMENT,
        Relation.ADPOSITION_OBJECT,
        Relation.OBLIQUE,
    }
)
_PAST_TENSES = ("Past", "Imp")


def is_finite(word: Word) -> bool:
    """Return whether a word is a finite verb: « part », "left"; of « a fermé » the auxiliary is."""
    return is_verb(word) and has_feature(word, "VerbForm", "Fin")


def has_finite_verb(words: Iterable[Word]) -> bool:
    """Return whether a finite verb is among `words`; a headline may have none: « Accident sur la route de Metz »."""
    return any(is_finite(word) for word in words)


def is_infinitive_form(word: Word) -> bool:
    """Return whether a word is an infinitive itself: « partir », and not « venu » of « être venu »."""
    return has_feature(word, "VerbForm", "Inf")


def is_infinitive(verb: Word) -> bool:
    """Return whether a verb, or an auxiliary of it, is an infinitive: « partir », « être venu »."""
    return is_infinitive_form(verb) or any(map(is_infinitive_form, auxiliaries(verb)))


def is_participle(word: Word) -> bool:
    """Return whether a word is a participle: « fermé », « portant », "carrying"."""
    return has_feature(word, "VerbForm", "Part")


def is_past_participle(word: Word) -> bool:
    """Return whether a word is a past participle: « fermé », "closed" of "was closed"."""
    return is_participle(word) and has_feature(word, "Tense", "Past")


def is_present_participle(word: Word) -> bool:
    """Return whether a word is a present participle: « portant », "carrying"."""
    return is_participle(word) and has_feature(word, "Tense", "Pres")


def is_conditional(word: Word) -> bool:
    """Return whether a word is in the conditional: « partirait », « aurait » of « aurait démissionné »."""
    return has_feature(word, "Mood", "Cnd")


def is_subjunctive(word: Word) -> bool:
    """Return whether a word is in the subjunctive: « pour qu'elle vienne »."""
    return has_feature(word, "Mood", "Sub")


def is_future(word: Word) -> bool:
    """Return whether a word is in the future: « partira »; English has no such form."""
    return has_feature(word, "Tense", "Fut")


def is_past_form(word: Word) -> bool:
    """Return whether a word has a form of the past, finite or not: « partait », « fermé », "left"."""
    return any(has_feature(word, "Tense", tense) for tense in _PAST_TENSES)


def auxiliaries(word: Word) -> list[Word]:
    """Return the auxiliaries and the copula of a word, in order: « a été » of « a été fermé », "will have" of "left"."""
    return [child for child in word.children if child.relation in AUXILIARIES]


def tense_auxiliaries(verb: Word) -> list[Word]:
    """Return the auxiliaries that are no passive's and no copula: « a » of « a été fermé », "will" of "will be closed"."""
    return [child for child in verb.children if child.relation in _TENSE_AUXILIARIES]


def verb_group(verb: Word) -> list[Word]:
    """Return a verb and its auxiliaries, the verb first: « fermé », « a », « été »."""
    return [verb, *auxiliaries(verb)]


def finite_words(verb: Word) -> list[Word]:
    """Return what is finite of a verb and its auxiliaries: « a » of « a été fermé »; nothing of « partir »."""
    return [word for word in verb_group(verb) if has_feature(word, "VerbForm", "Fin")]


def is_told_as_past(verb: Word) -> bool:
    """Return whether a verb tells what was: « a quitté », "left", and not the participle of « un bal prévu samedi »."""
    words = [verb, *tense_auxiliaries(verb)]
    finite = [word for word in words if has_feature(word, "VerbForm", "Fin")]
    # "will leave", « quittera »: an auxiliary of the English model may be a modal, so that it tells nothing of the past.
    if any(word.relation is Relation.AUXILIARY or is_future(word) for word in finite):
        return False
    return any(
        word.relation is Relation.TENSE_AUXILIARY or is_past_form(word)
        for word in finite
    )


def is_passive(verb: Word) -> bool:
    """
    Return whether the parse takes `verb` for a passive, or for a past participle that stands as an adjective.

    « ont été arrêtés », "were arrested", « les hommes arrêtés hier »; not « se sont rassemblés ».
    """
    for _ in range(MAX_JOINED_VERBS):
        relations = {child.relation for child in verb.children}
        # The parse may call the subject of a reflexive a passive's: « ils se sont rassemblés ».
        if Relation.REFLEXIVE in relations:
            return False
        if not relations.isdisjoint(_SIGNS_OF_PASSIVE):
            return True
        may_be_passive = is_past_participle(verb) or is_adjective(verb)
        if not may_be_passive or not relations.isdisjoint(_TENSE_AUXILIARIES):
            return False
        if verb.relation is not Relation.CONJUNCT or not is_verb(verb.head):
            return verb.relation in _PARTICIPLE_ALONE or is_adjective(verb)
        verb = verb.head  # « a secouru et soigné » shares its auxiliary
    return False


def is_reflexive(
    verb: Word, always: Collection[str], perhaps: Collection[str] = ()
) -> bool:
    """
    Return whether a reflexive pronoun stands before `verb`; `always` and `perhaps` are forms of the lexicon.

    « se » always is one, « nous » only where the parse says so: « nous nous retirons », and not « ils nous attaquent ».
    """
    for child in verb.children:
        if child.i >= verb.i:
            return False
        if child.form in always:
            return True
        if child.form in perhaps and child.relation in _EXPLETIVES:
            return True
    return False


_EXPLETIVES = frozenset(
    {
        Relation.EXPLETIVE,
        Relation.EXPLETIVE_SUBJECT,
        Relation.REFLEXIVE,
        Relation.PASSIVE_REFLEXIVE,
    }
)


def negations(word: Word, forms: Collection[str]) -> list[Word]:
    """Return the words of `forms` that negate a verb or noun: « pas », « aucune », "not"."""
    return [
        child
        for child in word.children
        if child.relation in _NEGATING and child.form in forms
    ]


def particles(verb: Word) -> list[Word]:
    """Return the particles of an English verb: "down" of "the talks broke down"."""
    return [child for child in verb.children if child.relation is Relation.PARTICLE]


def verb_of_noun(noun: Word) -> Word | None:
    """
    Return the verb that a noun is subject or object of, an adposition between them passed over.

    « des *frappes* vont être menées », "calls for a *strike*". None for a verb, and where no verb is above.
    """
    head = noun.head
    if is_verb(noun) or head is noun or noun.relation not in _NOUN_OF_VERB:
        return None
    if head.pos_ == "ADP":
        head = head.head
    return head if is_verb(head) else None
