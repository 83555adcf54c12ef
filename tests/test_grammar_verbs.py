"""A verb with its auxiliaries."""

from __future__ import annotations

import pytest
import sentences as s
from hand_trees import hand_tree, word_of

from pressmark.annotators.grammar import verbs
from pressmark.annotators.grammar.tree import Word

NEGATIONS = frozenset({"n'", "pas", "aucune", "not", "no", "sans"})


def texts(words: list[Word]) -> list[str]:
    return [word.text for word in words]


@pytest.mark.parametrize(
    ("notation", "text", "predicate", "expected"),
    [
        # « Le maire a fermé le vieux pont »: the auxiliary is finite, the participle is not
        (s.ACTIVE["fr"], "a", "is_finite", True),
        (s.ACTIVE["fr"], "fermé", "is_finite", False),
        (s.ACTIVE["en"], "closed", "is_finite", True),
        (s.WANTS["fr"], "partir", "is_finite", False),
        (s.ACTIVE["en"], "mayor", "is_finite", False),
        (s.WANTS["fr"], "partir", "is_infinitive", True),
        (s.WANTS["en"], "leave", "is_infinitive", True),
        (s.WANTS["en"], "wants", "is_infinitive", False),
        # « accusé d'avoir bombardé »: its auxiliary is the infinitive
        (s.ACCUSED["fr"], "bombardé", "is_infinitive", True),
        (s.ACCUSED["fr"], "bombardé", "is_infinitive_form", False),
        (s.ACCUSED["fr"], "avoir", "is_infinitive_form", True),
        (s.ACTIVE["fr"], "fermé", "is_past_participle", True),
        (s.CARRYING["fr"], "portant", "is_past_participle", False),
        (s.CARRYING["fr"], "portant", "is_present_participle", True),
        (s.CARRYING["en"], "carrying", "is_present_participle", True),
        (s.CARRYING["en"], "carrying", "is_participle", True),
        (s.ACTIVE["en"], "closed", "is_participle", False),
        (s.SAID_THAT["fr"], "prendrait", "is_conditional", True),
        (s.SAID_THAT["fr"], "dit", "is_conditional", False),
        (s.EXPLETIVE["fr"], "aurait", "is_conditional", True),
        (s.EXPLETIVE["fr"], "vienne", "is_subjunctive", True),
        (s.EXPLETIVE["fr"], "aurait", "is_subjunctive", False),
        (s.IF_CLAUSE["fr"], "reviendront", "is_future", True),
        (s.IF_CLAUSE["en"], "return", "is_future", False),
        (s.ACTIVE["en"], "closed", "is_past_form", True),
        (s.ACTIVE["fr"], "fermé", "is_past_form", True),
        (s.IF_CLAUSE["fr"], "paie", "is_past_form", False),
    ],
)  # fmt: skip
def test_a_form_is_told_by_its_features(
    notation: str, text: str, predicate: str, expected: bool
) -> None:
    assert getattr(verbs, predicate)(word_of(notation, text)) is expected


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.PASSIVE["fr"], "fermé", ["a", "été"]),
        (s.PASSIVE["en"], "closed", ["was"]),
        (s.IF_CLAUSE["en"], "return", ["will"]),
        (s.ANGRY["fr"], "vieille", ["est"]),
        (s.WANTS["fr"], "veut", []),
        (s.WANTS["en"], "leave", ["to"]),
    ],
)
def test_auxiliaries_and_the_copula_hang_on_their_verb(
    notation: str, verb: str, expected: list[str]
) -> None:
    word = word_of(notation, verb)
    assert texts(verbs.auxiliaries(word)) == expected
    assert texts(verbs.verb_group(word)) == [verb, *expected]


def test_auxiliaries_of_tense_are_told_from_those_of_a_passive() -> None:
    assert texts(verbs.tense_auxiliaries(word_of(s.PASSIVE["fr"], "fermé"))) == ["a"]
    assert verbs.tense_auxiliaries(word_of(s.PASSIVE["en"], "closed")) == []


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.PASSIVE["fr"], "fermé", ["a"]),
        (s.ACTIVE["en"], "closed", ["closed"]),
        (s.NOT_SIGNED["en"], "sign", ["did"]),
        (s.WANTS["fr"], "partir", []),
        (s.CARRYING["en"], "carrying", []),
    ],
)
def test_what_is_finite_of_a_verb(
    notation: str, verb: str, expected: list[str]
) -> None:
    assert texts(verbs.finite_words(word_of(notation, verb))) == expected


@pytest.mark.parametrize(
    ("notation", "expected"),
    [(s.HEADLINE["fr"], False), (s.HEADLINE["en"], False), (s.ACTIVE["fr"], True)],
)
def test_a_headline_may_have_no_finite_verb(notation: str, expected: bool) -> None:
    assert verbs.has_finite_verb(hand_tree(notation)) is expected


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.PASSIVE["fr"], "fermé", True),
        (s.PASSIVE["en"], "closed", True),
        (s.ARRESTED_MEN["fr"], "arrêtés", True),  # no auxiliary: « les hommes arrêtés »
        (s.ARRESTED_MEN["en"], "arrested", True),
        (s.ACTIVE["fr"], "fermé", False),
        (s.ACTIVE["en"], "closed", False),
        (s.JOINED_VERBS["fr"], "blessé", False),  # « a tué … et blessé » shares « a »
        (
            s.GATHERED["fr"],
            "rassemblés",
            False,
        ),  # « se sont rassemblés » is no passive, whatever its subject's label
        (s.CARRYING["fr"], "portant", False),
        (s.ACCUSED["fr"], "bombardé", False),  # « avoir bombardé »
        (s.STRIKE_HELD["fr"], "menée", True),
        (s.WANTS["fr"], "partir", False),
    ],
)
def test_a_passive_is_told_by_its_signs(
    notation: str, verb: str, expected: bool
) -> None:
    assert verbs.is_passive(word_of(notation, verb)) is expected


def test_a_joined_participle_shares_the_auxiliary_of_a_passive() -> None:
    """« Les hommes ont été arrêtés et jugés »."""
    notation = """
Les      DET    det         hommes
hommes   NOUN   nsubj:pass  arrêtés
ont      AUX    aux:tense   arrêtés  Tense=Pres|VerbForm=Fin
été      AUX    aux:pass    arrêtés  Tense=Past|VerbForm=Part
arrêtés  VERB   ROOT        -        Tense=Past|VerbForm=Part
et       CCONJ  cc          jugés
jugés    VERB   conj        arrêtés  Tense=Past|VerbForm=Part
"""
    assert verbs.is_passive(word_of(notation, "jugés"))


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.ACTIVE["fr"], "fermé", True),
        (s.ACTIVE["en"], "closed", True),
        (s.IF_CLAUSE["fr"], "reviendront", False),
        (s.IF_CLAUSE["en"], "return", False),
        (s.IF_CLAUSE["fr"], "paie", False),
        (s.ARRESTED_MEN["fr"], "arrêtés", False),  # a participle alone tells no time
        (
            s.NOT_SIGNED["en"],
            "sign",
            False,
        ),  # "did" might be a modal's place: it tells nothing
    ],
)
def test_a_verb_that_tells_what_was(notation: str, verb: str, expected: bool) -> None:
    assert verbs.is_told_as_past(word_of(notation, verb)) is expected


@pytest.mark.parametrize(
    ("notation", "verb", "always", "perhaps", "expected"),
    [
        (s.GATHERED["fr"], "rassemblés", {"se"}, set(), True),
        (s.GATHERED["fr"], "rassemblés", set(), {"se"}, True),
        (s.GATHERED["fr"], "rassemblés", {"s'"}, {"nous"}, False),
        (s.ACTIVE["fr"], "fermé", {"se"}, {"nous"}, False),
    ],
)
def test_a_reflexive_pronoun_stands_before_its_verb(
    notation: str, verb: str, always: set[str], perhaps: set[str], expected: bool
) -> None:
    assert verbs.is_reflexive(word_of(notation, verb), always, perhaps) is expected


def test_a_pronoun_that_is_an_object_is_no_reflexive() -> None:
    """« ils nous attaquent » and « nous nous retirons »."""
    attack = """
ils        PRON  nsubj  attaquent
nous       PRON  obj    attaquent
attaquent  VERB  ROOT   -          VerbForm=Fin
"""
    withdraw = """
nous      PRON  nsubj      retirons
nous      PRON  expl:comp  retirons
retirons  VERB  ROOT       -         VerbForm=Fin
"""
    assert not verbs.is_reflexive(word_of(attack, "attaquent"), {"se"}, {"nous"})
    assert verbs.is_reflexive(word_of(withdraw, "retirons"), {"se"}, {"nous"})


@pytest.mark.parametrize(
    ("notation", "word", "expected"),
    [
        (s.NOT_SIGNED["fr"], "signé", ["n'", "pas"]),
        (s.NOT_SIGNED["en"], "sign", ["not"]),
        (s.ACTIVE["fr"], "fermé", []),
        ("aucune DET det attaque\nattaque NOUN ROOT -", "attaque", ["aucune"]),
        ("sans ADP mark partir\npartir VERB ROOT - VerbForm=Inf", "partir", ["sans"]),
        ("no DET det attack\nattack NOUN ROOT -", "attack", ["no"]),
    ],
)
def test_the_words_that_negate(notation: str, word: str, expected: list[str]) -> None:
    assert texts(verbs.negations(word_of(notation, word), NEGATIONS)) == expected


def test_a_particle_belongs_to_its_verb() -> None:
    """ "The talks broke down"."""
    assert texts(verbs.particles(word_of(s.BROKE_DOWN["en"], "broke"))) == ["down"]
    assert verbs.particles(word_of(s.ACTIVE["en"], "closed")) == []


@pytest.mark.parametrize(
    ("notation", "noun", "expected"),
    [
        (s.STRIKE_HELD["fr"], "grève", "menée"),
        (s.STRIKE_HELD["en"], "strike", "called"),  # "called for a strike"
        (s.ACTIVE["fr"], "pont", "fermé"),
        (s.CONTROL["fr"], "juge", "demandé"),
        (s.HEADLINE["fr"], "Attaque", None),
        (s.DIRECTOR["fr"], "société", None),
        (s.ACTIVE["fr"], "fermé", None),
    ],
)
def test_the_verb_of_a_noun(notation: str, noun: str, expected: str | None) -> None:
    verb = verbs.verb_of_noun(word_of(notation, noun))
    assert (verb and verb.text) == expected
