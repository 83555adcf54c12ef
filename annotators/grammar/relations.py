"""
How a word hangs on its head: one set of relations for the labels of all models.

The French model writes the labels of Universal Dependencies (`nsubj:pass`, `obl:agent`), the English one those of
ClearNLP (`nsubjpass`, `agent`), spaCy's German ones those of TIGER (`sb`, `oc`). They are made one where the tree is
built, so that a rule names a relation and no label.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

__all__ = [
    "AUXILIARIES",
    "CLAUSES",
    "COMPLEMENTS",
    "OBJECTS",
    "OBLIQUES",
    "SUBJECTS",
    "SUBJECTS_OF_ANY_KIND",
    "Relation",
    "relation_of_label",
]


class Relation(StrEnum):
    """How a word hangs on its head; the comments have an example of each."""

    # Relations stand in frozen sets that are asked for every word; the hash of an Enum is Python, that of a text is not.
    __hash__ = str.__hash__

    ROOT = "root"  # « Le maire *part* »

    SUBJECT = "subject"  # « le *maire* part »
    PASSIVE_SUBJECT = "passive subject"  # "the *bridge* was closed"
    CLAUSAL_SUBJECT = "clausal subject"  # "what he *said* angered them"
    CLAUSAL_PASSIVE_SUBJECT = "clausal passive subject"  # "that he *lied* was denied"
    # « *il* faut partir »; the French model calls many a real « il » so.
    EXPLETIVE_SUBJECT = "expletive subject"
    EXPLETIVE = "expletive"  # "*there* was a strike": it never stands for anybody
    AGENT = "agent"  # « fermé par la *mairie* », "closed *by* the council": French the noun, English the adposition

    OBJECT = "object"  # « ferme le *pont* »
    INDIRECT_OBJECT = "indirect object"  # « *leur* parle », "gave the *rebels* a week"
    REFLEXIVE = "reflexive"  # « ils *se* rassemblent »
    PASSIVE_REFLEXIVE = "passive reflexive"  # « le pont *se* construit »
    CLAUSAL_COMPLEMENT = "clausal complement"  # « dit que la grève *finit* »
    # « veut *partir* »: its subject is that of the verb above.
    OPEN_COMPLEMENT = "open complement"
    ATTRIBUTE = "attribute"  # "is a *teacher*": English alone
    ADJECTIVE_COMPLEMENT = "adjective complement"  # "is *angry*": English alone
    OBJECT_PREDICATE = "object predicate"  # "called him a *liar*": English alone

    OBLIQUE = "oblique"  # « part à *Paris* »: French, the noun hangs on the verb, the adposition on it
    OBLIQUE_ARGUMENT = "oblique argument"  # « demande au *juge* »
    ADPOSITION = "adposition"  # "leaves *for* Paris": English, the adposition hangs on the verb, the noun on it
    ADPOSITION_OBJECT = "adposition object"  # "for *Paris*"
    ADPOSITION_CLAUSE = "adposition clause"  # "accused of *bombing*"
    CASE = "case"  # « *à* Paris », "the city*'s* mayor"
    ADVERBIAL_NOUN = "adverbial noun"  # "a *week* later"

    ADVERBIAL_CLAUSE = "adverbial clause"  # « si la ville *paie*, ils partent »
    NOUN_CLAUSE = "noun clause"  # « les hommes *arrêtés* », "the plan to *leave*"
    RELATIVE_CLAUSE = "relative clause"  # « la ministre qui *part* »
    PARATAXIS = "parataxis"  # « il part, *dit*-elle »
    MARK = "mark"  # « dit *que* », "*if* he pays"

    AUXILIARY = "auxiliary"  # "*will* leave", "*to* leave": English alone; a modal, or an auxiliary of tense
    TENSE_AUXILIARY = "tense auxiliary"  # « *a* fermé »: French alone
    PASSIVE_AUXILIARY = "passive auxiliary"  # « a *été* fermé », "*was* closed"
    CAUSATIVE_AUXILIARY = "causative auxiliary"  # « *fait* venir »
    COPULA = "copula"  # « *est* furieuse »
    # "did *not* sign": English alone; « ne » and « pas » are adverbs.
    NEGATION = "negation"
    PARTICLE = "particle"  # "broke *down*"

    DETERMINER = "determiner"  # « *le* maire »
    PREDETERMINER = "predeterminer"  # "*all* the men"
    NUMERAL = "numeral"  # « *trois* hommes »
    QUANTITY_MODIFIER = "quantity modifier"  # "*about* three men"
    ADJECTIVE = "adjective"  # « le *vieux* pont »
    ADVERB = "adverb"  # « part *demain* »
    NOUN_MODIFIER = "noun modifier"  # « la directrice de la *société* »
    POSSESSOR = "possessor"  # "the *company*'s director", "*his* house"
    COMPOUND = "compound"  # "the *city* council"
    APPOSITION = "apposition"  # « la directrice, *Anne* Lee »
    NAME_PART = "name part"  # « Anne *Lee* »
    FOREIGN_PART = "foreign part"  # « le New York *Times* »
    FIXED = "fixed"  # « afin *de* »

    CONJUNCT = "conjunct"  # « Anne et *Paul* »
    COORDINATOR = "coordinator"  # « Anne *et* Paul »
    PRECOORDINATOR = "precoordinator"  # "*both* Ann and Bob"
    PUNCTUATION = "punctuation"
    VOCATIVE = "vocative"  # « *Anne*, viens »
    DISCOURSE = "discourse"  # "*oh*, he left"
    UNSPECIFIED = "unspecified"  # the model says `dep`: it does not know how
    OTHER = "other"  # a label that no model of ours has


_LABELS: Mapping[Relation, str] = {
    Relation.ROOT: "ROOT root",
    Relation.SUBJECT: "nsubj nsubj:outer sb",
    Relation.PASSIVE_SUBJECT: "nsubj:pass nsubjpass",
    Relation.CLAUSAL_SUBJECT: "csubj csubj:outer",
    Relation.CLAUSAL_PASSIVE_SUBJECT: "csubj:pass csubjpass",
    Relation.EXPLETIVE_SUBJECT: "expl:subj ep",
    Relation.EXPLETIVE: "expl ph",
    Relation.AGENT: "obl:agent agent sbp",
    Relation.OBJECT: "obj dobj oa oa2",
    Relation.INDIRECT_OBJECT: "iobj dative da og",
    Relation.REFLEXIVE: "expl:comp expl:pv",
    Relation.PASSIVE_REFLEXIVE: "expl:pass",
    Relation.CLAUSAL_COMPLEMENT: "ccomp oc re",
    Relation.OPEN_COMPLEMENT: "xcomp",
    Relation.ATTRIBUTE: "attr pd",
    Relation.ADJECTIVE_COMPLEMENT: "acomp",
    Relation.OBJECT_PREDICATE: "oprd",
    Relation.OBLIQUE: "obl obl:mod",
    Relation.OBLIQUE_ARGUMENT: "obl:arg",
    Relation.ADPOSITION: "prep op cvc pg",
    Relation.ADPOSITION_OBJECT: "pobj",
    Relation.ADPOSITION_CLAUSE: "pcomp",
    Relation.CASE: "case ac",
    Relation.ADVERBIAL_NOUN: "npadvmod obl:tmod obl:npmod nmod:tmod ams",
    Relation.ADVERBIAL_CLAUSE: "advcl",
    Relation.NOUN_CLAUSE: "acl",
    Relation.RELATIVE_CLAUSE: "acl:relcl relcl rc",
    Relation.PARATAXIS: "parataxis par rs",
    Relation.MARK: "mark cp cm pm",
    Relation.AUXILIARY: "aux",
    Relation.TENSE_AUXILIARY: "aux:tense",
    Relation.PASSIVE_AUXILIARY: "aux:pass auxpass",
    Relation.CAUSATIVE_AUXILIARY: "aux:caus",
    Relation.COPULA: "cop",
    Relation.NEGATION: "neg ng",
    Relation.PARTICLE: "prt compound:prt svp",
    Relation.DETERMINER: "det",
    Relation.PREDETERMINER: "predet det:predet",
    Relation.NUMERAL: "nummod nummod:gov nmc",
    Relation.QUANTITY_MODIFIER: "quantmod",
    Relation.ADJECTIVE: "amod",
    Relation.ADVERB: "advmod mo avc",
    Relation.NOUN_MODIFIER: "nmod mnr",
    Relation.POSSESSOR: "poss nmod:poss det:poss ag",
    Relation.COMPOUND: "compound uc",
    Relation.APPOSITION: "appos app",
    Relation.NAME_PART: "flat flat:name pnc",
    Relation.FOREIGN_PART: "flat:foreign",
    Relation.FIXED: "fixed",
    Relation.CONJUNCT: "conj cj",
    Relation.COORDINATOR: "cc cd ju",
    Relation.PRECOORDINATOR: "preconj cc:preconj",
    Relation.PUNCTUATION: "punct",
    Relation.VOCATIVE: "vocative vo",
    Relation.DISCOURSE: "discourse intj dm",
    Relation.UNSPECIFIED: "dep nk",
}
"""
The labels of each relation: those of Universal Dependencies, of the English model, of the German ones (TIGER).

Of a few labels of TIGER the part of speech tells more: see `tiger_labels`.
"""

_RELATIONS: Mapping[str, Relation] = {
    label: relation for relation, labels in _LABELS.items() for label in labels.split()
}

SUBJECTS = frozenset(
    {Relation.SUBJECT, Relation.PASSIVE_SUBJECT, Relation.CLAUSAL_SUBJECT}
)
"""A subject that names who or what it is, of an active verb or of a passive."""

SUBJECTS_OF_ANY_KIND = SUBJECTS | {
    Relation.CLAUSAL_PASSIVE_SUBJECT,
    Relation.EXPLETIVE_SUBJECT,
}
"""A subject, also a clause, and « il » of « il faut », which may be a real one; not "there", which never is."""

OBJECTS = frozenset({Relation.OBJECT, Relation.INDIRECT_OBJECT})
"""An object, direct or not."""

OBLIQUES = frozenset(
    {
        Relation.OBLIQUE,
        Relation.OBLIQUE_ARGUMENT,
        Relation.AGENT,
        Relation.NOUN_MODIFIER,
        Relation.ADPOSITION,
    }
)
"""What hangs on a verb or noun by an adposition: the noun in French, the adposition itself in English."""

AUXILIARIES = frozenset(
    {
        Relation.AUXILIARY,
        Relation.TENSE_AUXILIARY,
        Relation.PASSIVE_AUXILIARY,
        Relation.CAUSATIVE_AUXILIARY,
        Relation.COPULA,
    }
)
"""An auxiliary, or the copula, on its verb or predicate."""

COMPLEMENTS = frozenset({Relation.CLAUSAL_COMPLEMENT, Relation.OPEN_COMPLEMENT})
"""A clause that a verb asks for: what is said, wanted, begun."""

CLAUSES = frozenset(
    {
        Relation.CLAUSAL_COMPLEMENT,
        Relation.OPEN_COMPLEMENT,
        Relation.ADPOSITION_CLAUSE,
        Relation.CLAUSAL_SUBJECT,
        Relation.CLAUSAL_PASSIVE_SUBJECT,
        Relation.ADVERBIAL_CLAUSE,
        Relation.NOUN_CLAUSE,
        Relation.RELATIVE_CLAUSE,
        Relation.PARATAXIS,
    }
)
"""The head of a clause below another word."""


def relation_of_label(label: str) -> Relation:
    """
    Return the relation of a model's `label`; `OTHER` for one that is not known.

    >>> relation_of_label("nsubjpass") is relation_of_label("nsubj:pass")
    True
    """
    return _RELATIONS.get(label, Relation.OTHER)
