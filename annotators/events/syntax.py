"""What hangs on a verb or noun in the parse: objects, prepositions, passives, in the terms of both languages' models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pressmark.annotators.tree import Word

from .lexicon import EventLexicon

__all__ = [
    "AUXILIARY",
    "OBJECT",
    "SUBJECT",
    "VERBAL",
    "antecedent",
    "children_by",
    "conjuncts",
    "has_feature",
    "has_finite_verb",
    "is_passive",
    "is_reflexive",
    "objects",
    "oblique",
]

VERBAL = frozenset({"VERB", "AUX"})
"""The parts of speech of verbs."""
AUXILIARY = frozenset({"aux", "aux:tense", "aux:pass", "auxpass", "aux:caus", "cop"})
"""How an auxiliary or a copula hangs on its verb. The French model writes `aux:pass`, the English one `auxpass`."""
SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "csubj"})
"""How a subject, of an active or a passive, hangs on its verb."""
_ACTIVE_SUBJECT = frozenset({"nsubj", "csubj"})
_PASSIVE_SUBJECT = frozenset({"nsubj:pass", "nsubjpass"})
# One of these below a verb makes it a passive: « a été arrêté », "was arrested".
_SIGNS_OF_PASSIVE = frozenset({"nsubj:pass", "nsubjpass", "aux:pass", "auxpass"})
# « a arrêté »: the participle is no passive then.
_TENSE_AUXILIARY = frozenset({"aux", "aux:tense"})
OBJECT = frozenset({"obj", "dobj", "iobj", "dative"})
"""How an object, direct or not, hangs on its verb."""
_OBLIQUE = frozenset(
    {"obl", "obl:arg", "obl:mod", "obl:agent", "nmod", "prep", "agent"}
)
_CASE = frozenset({"case"})
_OBJECT_OF_PREPOSITION = frozenset({"pobj"})
# The French model's name, then the English one's.
_RELATIVE_CLAUSE = frozenset({"acl:relcl", "relcl"})
_PARTICIPLE_ALONE = frozenset(
    {
        "acl",
        "amod",
        "acl:relcl",
        "relcl",
        "ROOT",
        "conj",
        "advcl",
        "appos",
        "dep",
        "parataxis",
    }
)
"""How a past participle without an auxiliary hangs where it is a passive: « les hommes arrêtés hier »."""
MAX_RELATIVE_TOKENS = 6
"""How many tokens before a relative pronoun its noun may stand; chosen, not measured."""
MAX_CONJUNCTS = 50
"""How many words joined by « et » are read as one list of participants; a bound on the work, far above any list."""
MAX_JOINED_VERBS = 16
"""How many joined verbs may share an auxiliary that stands with the first; a bound on the work."""


def has_feature(word: Word, feature: str, value: str) -> bool:
    """Return whether the parse gives `word` the `value` of a `feature`, such as "VerbForm" and "Inf"."""
    return value in word.morph.get(feature, [])


def has_finite_verb(words: Iterable[Word]) -> bool:
    """Return whether a finite verb is among `words`; a headline may have none: « Accident sur la route de Metz »."""
    return any(
        word.pos_ in VERBAL and has_feature(word, "VerbForm", "Fin") for word in words
    )


def objects(verb: Word) -> list[Word]:
    """
    Return the logical objects of `verb`: those of an active verb, the subject of a passive one, or the noun before a
    participle that stands as an adjective.
    """
    if is_passive(verb):
        return conjuncts([antecedent(noun, verb) for noun in _passive_objects(verb)])
    candidates = children_by(verb, OBJECT)
    # An object before the infinitive is the verb's above: « demande aux élus de voter ».
    if not candidates and verb.dep_ == "xcomp":
        # The parse may hang it on the verb above: « renonce à arrêter les hommes ».
        candidates = [
            noun for noun in children_by(verb.head, OBJECT) if noun.i > verb.i
        ]
    return conjuncts([antecedent(noun, verb) for noun in candidates])


def _passive_objects(verb: Word) -> list[Word]:
    """Return who or what a passive is done to."""
    # The parse may call the subject of a passive an active's: it is asked for second.
    nouns = children_by(verb, _PASSIVE_SUBJECT) or children_by(verb, _ACTIVE_SUBJECT)
    if not nouns and verb.dep_ in ("conj", "advcl", "parataxis", "dep", "xcomp"):
        # « les hommes ont été arrêtés et jugés »
        nouns = _object_before(verb)
        nouns = (
            nouns
            or children_by(verb.head, _PASSIVE_SUBJECT)
            or children_by(verb.head, _ACTIVE_SUBJECT)
        )
    if not nouns and verb.dep_ in ("acl", "amod", "acl:relcl", "relcl", "appos"):
        # « les hommes arrêtés »
        return [verb.head]
    return nouns


def _object_before(verb: Word) -> list[Word]:
    """Return, as in « a secouru Anne Morel, blessée », the object right before a participle, whatever that hangs on."""
    if verb.dep_ != "advcl" or not verb.i:
        return []
    before = verb.doc[verb.i - 1]
    # « a secouru Anne Morel, blessée »: the comma stands between.
    if before.is_punct and before.i:
        before = verb.doc[before.i - 1]
    return [
        noun for noun in children_by(verb.head, OBJECT) if noun.right_edge is before
    ]


def oblique(head: Word) -> Iterator[tuple[str, Word]]:
    """Yield the words after prepositions that hang on a verb or noun, each with its preposition in lower case."""
    for child in head.children:
        if child.dep_ not in _OBLIQUE:
            continue
        # The French model hangs the preposition on the noun ...
        cases = children_by(child, _CASE)
        if cases:
            preposition = cases[0].form
            for noun in conjuncts([child]):
                yield preposition, noun
        # ... the English one the noun on the preposition.
        nouns = children_by(child, _OBJECT_OF_PREPOSITION)
        for noun in conjuncts(nouns):
            yield child.form, noun


def is_passive(verb: Word) -> bool:
    """Return whether the parse takes `verb` for a passive, or for a past participle that stands as an adjective."""
    for _ in range(MAX_JOINED_VERBS):
        relations = {child.dep_ for child in verb.children}
        if "expl:comp" in relations:
            # « se sont rassemblés »: the parse may call the subject of a reflexive a passive's
            return False
        if not relations.isdisjoint(_SIGNS_OF_PASSIVE):
            return True
        # « a arrêté »: a participle with « avoir » is active.
        if not _may_be_past_participle(verb) or not relations.isdisjoint(
            _TENSE_AUXILIARY
        ):
            return False
        if verb.dep_ != "conj" or verb.head.pos_ not in VERBAL:
            return verb.dep_ in _PARTICIPLE_ALONE or verb.pos_ == "ADJ"
        # « a secouru et soigné » shares its auxiliary
        verb = verb.head
    return False


def _may_be_past_participle(verb: Word) -> bool:
    """Return whether `verb` is a past participle, or an adjective that was one: « blessé »."""
    if verb.pos_ == "ADJ":
        return True
    return has_feature(verb, "VerbForm", "Part") and has_feature(verb, "Tense", "Past")


def is_reflexive(verb: Word, lexicon: EventLexicon) -> bool:
    """
    Return whether a reflexive pronoun stands before `verb`.

    « nous » is one only where the parse says so: « nous nous retirons », and not « ils nous attaquent ».
    """
    always, perhaps = lexicon.sets["reflexive"], lexicon.sets["perhaps_reflexive"]
    for child in verb.children:
        # The pronoun stands before its verb; after it stands the next clause's.
        if child.i >= verb.i:
            return False
        if child.form in always or (
            child.form in perhaps and child.dep_.startswith("expl")
        ):
            return True
    return False


def conjuncts(tokens: Iterable[Word]) -> list[Word]:
    """Return each token and all that is joined to it by « et », at most `MAX_CONJUNCTS`."""
    joined: list[Word] = []
    stack = list(tokens)[::-1]
    while stack and len(joined) < MAX_CONJUNCTS:
        token = stack.pop()
        joined.append(token)
        stack += [child for child in reversed(token.children) if child.dep_ == "conj"]
    return joined


def children_by(verb: Word, relations: frozenset[str]) -> list[Word]:
    """Return what hangs on `verb` by one of these relations."""
    return [child for child in verb.children if child.dep_ in relations]


def antecedent(token: Word, verb: Word) -> Word:
    """Return what a relative pronoun stands for: the noun its clause hangs on, else the nearest noun before it."""
    if token.pos_ != "PRON" or not has_feature(token, "PronType", "Rel"):
        return token
    # « les hommes qui ont fui »: the clause hangs on its noun.
    if verb.dep_ in _RELATIVE_CLAUSE and verb.head.i < token.i:
        return verb.head
    before = token.doc[max(0, token.i - MAX_RELATIVE_TOKENS) : token.i]
    return next(
        (word for word in reversed(before) if word.pos_ in ("NOUN", "PROPN")), token
    )
