"""One set of relations for the labels of both models."""

from __future__ import annotations

import pytest
import sentences
from hand_trees import hand_tree, word_of

from pressmark.annotators.grammar import relations
from pressmark.annotators.grammar.relations import Relation, relation_of_label

FRENCH_LABELS = (
    "ROOT acl acl:relcl advcl advmod amod appos aux:pass aux:tense case cc ccomp conj cop dep det expl:comp expl:pass "
    "expl:subj fixed flat:foreign flat:name iobj mark nmod nsubj nsubj:pass nummod obj obl:agent obl:arg obl:mod "
    "parataxis punct vocative xcomp"
)
ENGLISH_LABELS = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep "
    "det dobj expl intj mark neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet prep "
    "prt punct quantmod relcl xcomp"
)

GERMAN_LABELS = (
    "ROOT ac ag ams app avc cc cd cj cm cp cvc da dep dm ep ju mnr mo ng nk nmc oa oa2 oc og op par pd pg ph pm pnc punct "
    "rc re rs sb sbp svp uc vo"
)


@pytest.mark.parametrize("labels", [FRENCH_LABELS, ENGLISH_LABELS, GERMAN_LABELS])
def test_every_label_of_a_model_has_a_relation(labels: str) -> None:
    unknown = [
        label for label in labels.split() if relation_of_label(label) is Relation.OTHER
    ]
    assert unknown == []


@pytest.mark.parametrize("labels", [FRENCH_LABELS, ENGLISH_LABELS])
def test_two_labels_of_one_model_are_told_apart(labels: str) -> None:
    found = [relation_of_label(label) for label in labels.split()]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("french", "english", "relation"),
    [
        ("nsubj", "nsubj", Relation.SUBJECT),
        ("nsubj:pass", "nsubjpass", Relation.PASSIVE_SUBJECT),
        ("obj", "dobj", Relation.OBJECT),
        ("iobj", "dative", Relation.INDIRECT_OBJECT),
        ("obl:agent", "agent", Relation.AGENT),
        ("aux:pass", "auxpass", Relation.PASSIVE_AUXILIARY),
        ("acl:relcl", "relcl", Relation.RELATIVE_CLAUSE),
    ],
)
def test_labels_of_two_models_are_one_relation(
    french: str, english: str, relation: Relation
) -> None:
    assert relation_of_label(french) is relation_of_label(english) is relation


def test_a_word_that_stands_for_nobody_is_no_subject() -> None:
    """ "There was an attack": the French « il » may be somebody, "there" never is."""
    assert relation_of_label("expl") not in relations.SUBJECTS_OF_ANY_KIND
    assert relation_of_label("expl:subj") in relations.SUBJECTS_OF_ANY_KIND


@pytest.mark.parametrize("label", ["", "nsubj:odd", "SUBJ"])
def test_a_label_that_is_not_known_is_another(label: str) -> None:
    assert relation_of_label(label) is Relation.OTHER


def test_a_relation_is_found_in_a_set_as_a_text_is() -> None:
    assert Relation.SUBJECT in relations.SUBJECTS
    assert hash(Relation.SUBJECT) == hash("subject")


@pytest.mark.parametrize(
    ("language", "text", "relation"),
    [
        ("fr", "pont", Relation.PASSIVE_SUBJECT),
        ("en", "bridge", Relation.PASSIVE_SUBJECT),
        ("fr", "été", Relation.PASSIVE_AUXILIARY),
        ("en", "was", Relation.PASSIVE_AUXILIARY),
        ("fr", "mairie", Relation.AGENT),
        ("en", "by", Relation.AGENT),
    ],
)
def test_a_tree_has_relations(language: str, text: str, relation: Relation) -> None:
    """« Le pont a été fermé par la mairie », "The bridge was closed by the city council"."""
    assert word_of(sentences.PASSIVE[language], text).relation is relation


def test_each_sentence_of_the_bank_is_a_tree_with_one_root() -> None:
    for name, bank in vars(sentences).items():
        if not name.isupper():
            continue
        for notation in bank.values():
            roots = [word for word in hand_tree(notation) if word.head is word]
            assert [word.relation for word in roots] == [Relation.ROOT], name
            assert all(
                word.relation is not Relation.OTHER for word in hand_tree(notation)
            )


GERMAN = """
Die         DET    nk     Ministerin
Ministerin  NOUN   sb     hat
der         DET    nk     Stadt
Stadt       NOUN   ag     Ministerin
hat         AUX    ROOT   -           VerbForm=Fin
am          ADP    mo     erklärt
Montag      NOUN   nk     am
nicht       PART   ng     erklärt
erklärt~    VERB   oc     hat         VerbForm=Part
,           PUNCT  punct  erklärt
dass        SCONJ  cp     sei
der         DET    nk     Hafen
alte        ADJ    nk     Hafen
Hafen       NOUN   sb     sei
bald        ADV    mo     sei
leer        ADV    pd     sei
sei~        AUX    oc     erklärt     VerbForm=Fin|Mood=Sub
.           PUNCT  punct  hat
"""


@pytest.mark.parametrize(
    ("number", "relation"),
    [
        (0, Relation.DETERMINER),
        (1, Relation.SUBJECT),
        (3, Relation.POSSESSOR),
        (5, Relation.ADPOSITION),
        (6, Relation.ADPOSITION_OBJECT),
        (7, Relation.NEGATION),
        # a form of the verb above it, whose subject it has
        (8, Relation.OPEN_COMPLEMENT),
        (10, Relation.MARK),
        (12, Relation.ADJECTIVE),
        (14, Relation.ADVERB),
        (15, Relation.ATTRIBUTE),
        # a clause of its own
        (16, Relation.CLAUSAL_COMPLEMENT),
    ],
)
def test_of_a_label_of_tiger_the_part_of_speech_tells_the_relation(
    number: int, relation: Relation
) -> None:
    notation = GERMAN.replace("der         DET    nk     Stadt", "der DET nk 4")
    notation = notation.replace("der         DET    nk     Hafen", "der DET nk 14")
    assert hand_tree(notation)[number].relation is relation


def test_labels_of_other_models_are_left_as_they_are() -> None:
    notation = "Elle PRON nsubj part\npart VERB ROOT -\ndemain ADV advmod part"
    relations_found = [word.relation for word in hand_tree(notation)]
    assert relations_found == [Relation.SUBJECT, Relation.ROOT, Relation.ADVERB]
