"""Who does what to whom, in the trees of both models."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import sentences as s
from hand_trees import word_of

from pressmark.annotators.grammar import participants
from pressmark.annotators.grammar.participants import ControlWords
from pressmark.annotators.grammar.tree import Word

CONTROL = ControlWords(
    agentive=frozenset({"par", "by"}),
    controlling=frozenset({"demandé", "asked", "oblige", "accuse"}),
    datives=frozenset({"à", "au"}),
)


def texts(words: Iterable[Word]) -> list[str]:
    return [word.text for word in words]


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.ACTIVE["fr"], "fermé", ["maire"]),
        (s.ACTIVE["en"], "closed", ["mayor"]),
        (s.PASSIVE["fr"], "fermé", ["pont"]),
        (s.PASSIVE["en"], "closed", ["bridge"]),
        (s.WANTS["fr"], "partir", []),
        (s.RELATIVE["fr"], "démissionné", ["qui"]),
        (s.EXPLETIVE["fr"], "fallu", []),  # « il » names nobody
        (s.EXPLETIVE["en"], "was", []),  # nor does "there"
    ],
)
def test_the_subjects_of_a_verb_itself(
    notation: str, verb: str, expected: list[str]
) -> None:
    word = word_of(notation, verb)
    assert texts(participants.subjects(word)) == expected
    subject = participants.subject(word)
    assert (subject and subject.text) == (expected[0] if expected else None)


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.PASSIVE["fr"], "fermé", ["pont"]),
        (s.PASSIVE["en"], "closed", ["bridge"]),
        (s.ACTIVE["fr"], "fermé", []),
    ],
)
def test_the_subjects_of_a_passive(
    notation: str, verb: str, expected: list[str]
) -> None:
    assert texts(participants.passive_subjects(word_of(notation, verb))) == expected


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.ACTIVE["fr"], "fermé", ["pont"]),
        (s.ACTIVE["en"], "closed", ["bridge"]),
        (s.GAVE["en"], "gave", ["rebels", "arms"]),
        (s.CONTROL["fr"], "demandé", []),
        (s.PASSIVE["fr"], "fermé", []),
    ],
)
def test_the_objects_of_a_verb_itself(
    notation: str, verb: str, expected: list[str]
) -> None:
    assert texts(participants.objects(word_of(notation, verb))) == expected


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.PASSIVE["fr"], "fermé", ["mairie"]),
        (s.PASSIVE["en"], "closed", ["council"]),
        (s.ARRESTED_MEN["fr"], "arrêtés", ["police"]),
        (s.ARRESTED_MEN["en"], "arrested", ["police"]),
        (s.DIRECTOR["fr"], "partie", []),  # « à Paris » is no agent
    ],
)
def test_the_agents_of_a_passive(notation: str, verb: str, expected: list[str]) -> None:
    assert (
        texts(participants.agents(word_of(notation, verb), CONTROL.agentive))
        == expected
    )


@pytest.mark.parametrize(
    ("notation", "head", "expected"),
    [
        (s.DIRECTOR["fr"], "partie", [("à", "Paris"), ("à", "Lyon")]),
        (s.DIRECTOR["en"], "left", [("for", "Paris"), ("for", "Lyon")]),
        (s.DIRECTOR["fr"], "directrice", [("de", "société")]),
        (s.CONTROL["fr"], "demandé", [("au", "juge")]),
        (s.EXPLETIVE["en"], "attack", [("in", "Paris")]),
        (s.ACCUSED["en"], "accused", []),  # "of bombing": a clause, no noun
        (s.ACTIVE["fr"], "fermé", []),
    ],
)
def test_the_phrases_after_adpositions(
    notation: str, head: str, expected: list[tuple[str, str]]
) -> None:
    phrases = participants.oblique_phrases(word_of(notation, head))
    assert [(adposition.text, noun.text) for adposition, noun in phrases] == expected


@pytest.mark.parametrize(
    ("notation", "first", "expected"),
    [
        (s.LIST["fr"], "Anne", ["Anne", "Paul", "maire"]),  # all joined to the first
        (s.LIST["en"], "Ann", ["Ann", "Bob", "mayor"]),  # each joined to the one before
        (s.ACTIVE["fr"], "maire", ["maire"]),
    ],
)
def test_an_enumeration_is_whole(
    notation: str, first: str, expected: list[str]
) -> None:
    assert texts(participants.enumeration([word_of(notation, first)])) == expected


def test_an_enumeration_has_an_end() -> None:
    lines = ["n1 NOUN ROOT -"] + [f"n{i} NOUN conj n{i - 1}" for i in range(2, 90)]
    words = participants.enumeration([word_of("\n".join(lines), "n1")])
    assert len(words) == participants.MAX_ENUMERATED_WORDS


@pytest.mark.parametrize(
    ("notation", "pronoun", "verb", "expected"),
    [
        (s.RELATIVE["fr"], "qui", "démissionné", "ministre"),
        (
            s.RELATIVE["fr"],
            "ministre",
            "nie",
            "ministre",
        ),  # no pronoun stands for itself
        (
            s.RELATIVE["en"],
            "who",
            "resigned",
            "who",
        ),  # the English model does not say that it is relative
        (s.WANTS["fr"], "Elle", "veut", "Elle"),
    ],
)
def test_a_relative_pronoun_stands_for_the_noun_of_its_clause(
    notation: str, pronoun: str, verb: str, expected: str
) -> None:
    word = participants.antecedent(word_of(notation, pronoun), word_of(notation, verb))
    assert word.text == expected


def test_a_relative_pronoun_whose_clause_hangs_elsewhere_stands_for_the_nearest_noun() -> (
    None
):
    notation = """
La        DET   det    ministre
ministre  NOUN  nsubj  part
qui       PRON  nsubj  nie       PronType=Rel
nie       VERB  ccomp  part      VerbForm=Fin
part      VERB  ROOT   -         VerbForm=Fin
"""
    assert (
        participants.antecedent(word_of(notation, "qui"), word_of(notation, "nie")).text
        == "ministre"
    )


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.ACTIVE["fr"], "fermé", ["maire"]),
        (s.PASSIVE["fr"], "fermé", ["mairie"]),
        (s.PASSIVE["en"], "closed", ["council"]),
        (s.ARRESTED_MEN["en"], "arrested", ["police"]),
        (s.STRIKE_HELD["fr"], "menée", []),  # a passive without an agent
        (s.LIST["fr"], "protesté", ["Anne", "Paul", "maire"]),
        (s.WANTS["fr"], "partir", ["Elle"]),  # she wants it, and she leaves
        (s.WANTS["en"], "leave", ["She"]),
        (s.JOINED_VERBS["fr"], "blessé", ["police"]),
        (s.JOINED_VERBS["en"], "injured", ["Police"]),
        (s.RELATIVE["fr"], "démissionné", ["ministre"]),
        (s.CARRYING["en"], "carrying", ["men"]),
        (s.CONTROL["fr"], "sévir", ["juge"]),  # he asks, the judge acts
        (s.CONTROL["en"], "act", ["judge"]),
        (s.ACCUSED["en"], "bombing", ["He"]),
        (s.ACCUSED["fr"], "bombardé", ["Il"]),
        (s.SAID_THAT["fr"], "prendrait", ["grève"]),
    ],
)
def test_who_does_what_a_verb_says(
    notation: str, verb: str, expected: list[str]
) -> None:
    assert (
        texts(participants.logical_subjects(word_of(notation, verb), CONTROL))
        == expected
    )


def test_a_content_clause_without_a_subject_shares_none() -> None:
    """« Il dit : partez » is not he who leaves; « il dit vouloir partir » is."""
    order = "Il PRON nsubj dit\ndit VERB ROOT - VerbForm=Fin\npartez VERB ccomp dit Mood=Imp|VerbForm=Fin"
    wish = "Il PRON nsubj dit\ndit VERB ROOT - VerbForm=Fin\nvouloir VERB ccomp dit VerbForm=Inf"
    assert participants.logical_subjects(word_of(order, "partez"), CONTROL) == []
    assert texts(participants.logical_subjects(word_of(wish, "vouloir"), CONTROL)) == [
        "Il"
    ]


def test_the_object_of_a_verb_of_control_does_what_hangs_on_it() -> None:
    """« La loi oblige la ville à payer »: the parse may hang the infinitive on the object."""
    notation = """
La      DET   det    loi
loi     NOUN  nsubj  oblige
oblige  VERB  ROOT   -       VerbForm=Fin
la      DET   det    ville
ville   NOUN  obj    oblige
à       ADP   mark   payer
payer   VERB  acl    ville   VerbForm=Inf
"""
    assert texts(
        participants.logical_subjects(word_of(notation, "payer"), CONTROL)
    ) == ["ville"]


def test_the_owner_of_a_decision_does_what_was_decided() -> None:
    """« La décision du maire de partir »."""
    notation = """
La        DET   det    décision
décision  NOUN  ROOT   -
du        ADP   case   maire
maire     NOUN  nmod   décision
de        ADP   mark   partir
partir    VERB  acl    décision  VerbForm=Inf
"""
    assert texts(
        participants.logical_subjects(word_of(notation, "partir"), CONTROL)
    ) == ["maire"]


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.ACTIVE["fr"], "fermé", ["pont"]),
        (s.PASSIVE["fr"], "fermé", ["pont"]),
        (s.PASSIVE["en"], "closed", ["bridge"]),
        (s.ARRESTED_MEN["fr"], "arrêtés", ["hommes"]),
        (s.ARRESTED_MEN["en"], "arrested", ["men"]),
        (s.ARRESTED_MEN["fr"], "libérés", ["hommes"]),
        (s.JOINED_VERBS["fr"], "blessé", ["femmes"]),
        (s.GAVE["en"], "gave", ["rebels", "arms"]),
        (s.WANTS["fr"], "partir", []),
    ],
)
def test_whom_a_verb_is_done_to(notation: str, verb: str, expected: list[str]) -> None:
    assert texts(participants.logical_objects(word_of(notation, verb))) == expected


def test_the_object_of_an_infinitive_may_hang_on_the_verb_above() -> None:
    """« Ils renoncent à arrêter les hommes »."""
    notation = """
Ils        PRON  nsubj  renoncent
renoncent  VERB  ROOT   -          VerbForm=Fin
à          ADP   mark   arrêter
arrêter    VERB  xcomp  renoncent  VerbForm=Inf
les        DET   det    hommes
hommes     NOUN  obj    renoncent
"""
    assert texts(participants.logical_objects(word_of(notation, "arrêter"))) == [
        "hommes"
    ]


def test_a_participle_after_a_comma_is_of_the_object_before_it() -> None:
    """« Le pompier a secouru Anne, blessée »."""
    notation = """
Le       DET    det        pompier
pompier  NOUN   nsubj      secouru
a        AUX    aux:tense  secouru  VerbForm=Fin
secouru  VERB   ROOT       -        Tense=Past|VerbForm=Part
Anne     PROPN  obj        secouru
,        PUNCT  punct      secouru
blessée  VERB   advcl      secouru  Tense=Past|VerbForm=Part
"""
    assert texts(participants.logical_objects(word_of(notation, "blessée"))) == ["Anne"]
