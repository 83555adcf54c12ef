"""Clauses: which one holds a word, and how it hangs on what is above it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import sentences as s
from hand_trees import word_of

from pressmark.annotators.grammar import clauses
from pressmark.annotators.grammar.tree import Word

AIMS = frozenset({"pour", "to"})


def texts(words: Iterable[Word]) -> list[str]:
    return [word.text for word in words]


@pytest.mark.parametrize(
    ("notation", "word", "expected"),
    [
        (s.SAID_THAT["fr"], "grève", ["prendrait", "dit"]),
        (s.SAID_THAT["en"], "strike", ["end", "said"]),
        (s.SAID_THAT["fr"], "Il", ["dit"]),
        (s.RELATIVE["fr"], "qui", ["démissionné", "nie"]),
        (s.WANTS["en"], "leave", ["leave", "wants"]),
        (s.ACCUSED["en"], "city", ["bombing", "accused"]),
        (s.HEADLINE["fr"], "Paris", ["Attaque"]),
    ],
)
def test_a_word_stands_in_a_clause_and_in_those_above(
    notation: str, word: str, expected: list[str]
) -> None:
    assert clauses.clause_of(word_of(notation, word)).text == expected[0]
    assert texts(clauses.clauses_above(word_of(notation, word))) == expected
    assert clauses.main_verb(word_of(notation, word)).text == expected[-1]


@pytest.mark.parametrize(
    ("notation", "verb", "predicate", "expected"),
    [
        (s.RELATIVE["fr"], "démissionné", "is_relative_clause", True),
        (s.RELATIVE["en"], "resigned", "is_relative_clause", True),
        (s.ARRESTED_MEN["fr"], "arrêtés", "is_relative_clause", False),
        (s.SAID_THAT["fr"], "prendrait", "is_complement_clause", True),
        (s.SAID_THAT["en"], "end", "is_complement_clause", True),
        (s.WANTS["en"], "leave", "is_complement_clause", False),
        (s.IF_CLAUSE["fr"], "paie", "is_adverbial_clause", True),
        (s.IF_CLAUSE["en"], "pays", "is_adverbial_clause", True),
        (s.IF_CLAUSE["en"], "return", "is_adverbial_clause", False),
        (s.WANTS["fr"], "partir", "is_bare_infinitive", True),
        (s.WANTS["en"], "leave", "is_bare_infinitive", False),  # "to leave"
        (s.CONTROL["fr"], "sévir", "is_bare_infinitive", False),  # « de sévir »
        (s.RELATIVE["fr"], "démissionné", "has_pronoun_subject", True),
        (s.RELATIVE["en"], "resigned", "has_pronoun_subject", True),
        (s.SAID_THAT["fr"], "prendrait", "has_pronoun_subject", False),
        (s.OWN_SUBJECT["fr"], "perdu", "is_independent_conjunct", True),
        (s.OWN_SUBJECT["en"], "lose", "is_independent_conjunct", True),
        (s.JOINED_VERBS["fr"], "blessé", "is_independent_conjunct", False),
        (s.LIST["fr"], "Paul", "is_independent_conjunct", False),
    ],
)  # fmt: skip
def test_a_clause_is_told_by_how_it_hangs(
    notation: str, verb: str, predicate: str, expected: bool
) -> None:
    assert getattr(clauses, predicate)(word_of(notation, verb)) is expected


@pytest.mark.parametrize(
    ("notation", "head", "function", "expected"),
    [
        (s.RELATIVE["fr"], "ministre", "relative_clauses", ["démissionné"]),
        (s.RELATIVE["en"], "minister", "relative_clauses", ["resigned"]),
        (s.ACTIVE["fr"], "maire", "relative_clauses", []),
        (s.ARRESTED_MEN["fr"], "hommes", "participle_clauses", ["arrêtés"]),
        (s.ARRESTED_MEN["en"], "men", "participle_clauses", ["arrested"]),
        (s.SAID_THAT["fr"], "dit", "complement_clauses", ["prendrait"]),
        (s.SAID_THAT["en"], "said", "complement_clauses", ["end"]),
        (s.WANTS["fr"], "veut", "complement_clauses", []),
        (s.SAID_THAT["fr"], "prendrait", "marks", ["que"]),
        (s.IF_CLAUSE["en"], "pays", "marks", ["If"]),
        (s.IF_CLAUSE["fr"], "reviendront", "marks", []),
    ],
)
def test_the_clauses_and_marks_that_hang_on_a_word(
    notation: str, head: str, function: str, expected: list[str]
) -> None:
    assert texts(getattr(clauses, function)(word_of(notation, head))) == expected


def test_of_the_marks_of_a_clause_some_may_be_asked_for() -> None:
    verb = word_of(s.IF_CLAUSE["fr"], "paie")
    assert texts(clauses.marks(verb, {"si"})) == ["Si"]
    assert clauses.marks(verb, {"que"}) == []


@pytest.mark.parametrize(
    ("notation", "verb", "expected"),
    [
        (s.TO_SEEK["fr"], "chercher", "pour"),
        (
            s.TO_SEEK["fr"],
            "soigner",
            "pour",
        ),  # the mark of the first holds for the joined one
        (s.TO_SEEK["fr"], "venus", None),
        (s.CONTROL["fr"], "sévir", None),  # « de » is no mark of an aim
        (s.WANTS["en"], "leave", None),  # "to" is an auxiliary of the English model
        (s.ACCUSED["fr"], "bombardé", None),  # « d'avoir bombardé » is past
    ],
)
def test_the_mark_of_an_infinitive(
    notation: str, verb: str, expected: str | None
) -> None:
    mark = clauses.mark_of_infinitive(word_of(notation, verb), AIMS)
    assert (mark and mark.text) == expected


@pytest.mark.parametrize(
    ("notation", "clause", "expected"),
    [
        (s.SAID_THAT["fr"], "dit", "Il a dit"),
        (s.SAID_THAT["fr"], "prendrait", "que la grève prendrait fin"),
        (s.RELATIVE["en"], "denied", "The minister denied the report"),
        (s.WANTS["en"], "wants", "She wants"),
    ],
)
def test_the_words_of_a_clause_are_without_the_clauses_below(
    notation: str, clause: str, expected: str
) -> None:
    assert (
        " ".join(texts(clauses.words_of_clause(word_of(notation, clause)))) == expected
    )
