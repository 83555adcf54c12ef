"""A noun with what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import sentences as s
from hand_trees import hand_tree, word_of

from pressmark.annotators.grammar import noun_phrases
from pressmark.annotators.grammar.tree import Word


def texts(words: Iterable[Word]) -> list[str]:
    return [word.text for word in words]


@pytest.mark.parametrize(
    ("notation", "noun", "adposition"),
    [
        (s.DIRECTOR["fr"], "Paris", "à"),
        (s.DIRECTOR["en"], "Paris", "for"),
        (s.DIRECTOR["fr"], "société", "de"),
        (s.PASSIVE["fr"], "mairie", "par"),
        (s.PASSIVE["en"], "council", "by"),
        (s.ACTIVE["fr"], "pont", None),
        (s.DIRECTOR["en"], "director", None),
    ],
)
def test_an_adposition_and_its_noun_find_each_other(
    notation: str, noun: str, adposition: str | None
) -> None:
    word = noun_phrases.adposition_of(word_of(notation, noun))
    assert (word and word.text) == adposition
    if word is not None:
        assert noun_phrases.noun_of_adposition(word) is word_of(notation, noun)


def test_an_adposition_before_a_clause_has_no_noun() -> None:
    """ "accused of bombing the city"."""
    assert noun_phrases.noun_of_adposition(word_of(s.ACCUSED["en"], "of")) is None


@pytest.mark.parametrize(
    ("notation", "word", "expected"),
    [
        (s.DIRECTOR["en"], "Paris", "left"),
        (s.DIRECTOR["fr"], "Paris", "partie"),
        (s.EXPLETIVE["en"], "Paris", "attack"),
        (s.ACTIVE["en"], "bridge", "closed"),
    ],
)
def test_what_a_noun_hangs_on_without_its_adposition(
    notation: str, word: str, expected: str
) -> None:
    assert noun_phrases.holder(word_of(notation, word)).text == expected


@pytest.mark.parametrize(
    ("notation", "noun", "function", "expected"),
    [
        (s.ACTIVE["fr"], "pont", "determiners", ["le"]),
        ("all DET predet men\nthe DET det men\nmen NOUN ROOT -", "men", "determiners", ["all", "the"]),
        (s.HEADLINE["fr"], "Attaque", "determiners", []),
        (s.JOINED_VERBS["fr"], "hommes", "numerals", ["trois"]),
        (s.JOINED_VERBS["en"], "women", "numerals", ["two"]),
        (s.ACTIVE["fr"], "pont", "adjectives", ["vieux"]),
        (s.ACTIVE["en"], "bridge", "adjectives", ["old"]),
        (s.DIRECTOR["fr"], "directrice", "appositions", ["Anne"]),
        (s.DIRECTOR["en"], "director", "appositions", ["Lee"]),
        (s.DIRECTOR["fr"], "Anne", "name_parts", ["Lee"]),
        (s.DIRECTOR["en"], "Lee", "name_parts", ["Ann"]),
        (s.DIRECTOR["fr"], "directrice", "owners", ["société"]),
        (s.DIRECTOR["en"], "director", "owners", ["company"]),
        (s.EXPLETIVE["en"], "attack", "owners", ["Paris"]),
        (s.ANGRY["en"], "house", "owners", []),  # "his" is no noun
    ],
)  # fmt: skip
def test_what_hangs_on_a_noun(
    notation: str, noun: str, function: str, expected: list[str]
) -> None:
    assert texts(getattr(noun_phrases, function)(word_of(notation, noun))) == expected


@pytest.mark.parametrize(
    ("notation", "noun", "predicate", "expected"),
    [
        (s.ANGRY["fr"], "maison", "is_owned", True),
        (s.ANGRY["en"], "house", "is_owned", True),
        (s.ACTIVE["fr"], "maire", "is_owned", False),
        (
            s.DIRECTOR["en"],
            "director",
            "is_owned",
            False,
        ),  # "the company's": owned by a noun, not by a possessive
        (s.HEADLINE["fr"], "Attaque", "is_bare", True),
        (s.HEADLINE["en"], "Attack", "is_bare", True),
        (s.ACTIVE["fr"], "pont", "is_bare", False),
        (s.JOINED_VERBS["fr"], "hommes", "is_bare", False),
        (s.ANGRY["en"], "house", "is_bare", False),
    ],
)
def test_how_a_noun_stands(
    notation: str, noun: str, predicate: str, expected: bool
) -> None:
    assert getattr(noun_phrases, predicate)(word_of(notation, noun)) is expected


@pytest.mark.parametrize(
    ("notation", "noun", "expected"),
    [
        (s.DIRECTOR["fr"], "société", "directrice"),
        (s.DIRECTOR["en"], "company", "director"),
        (s.DIRECTOR["en"], "Ann", "director"),
        (s.DIRECTOR["fr"], "Lyon", "Paris"),
        (s.DIRECTOR["en"], "Paris", "Paris"),  # "left for Paris": a verb holds it
        (s.HEADLINE["en"], "Paris", "Attack"),
        (s.PASSIVE["en"], "city", "council"),
        (s.ACTIVE["fr"], "maire", "maire"),
    ],
)
def test_the_noun_that_a_phrase_is_of(notation: str, noun: str, expected: str) -> None:
    assert noun_phrases.head_of_noun_phrase(word_of(notation, noun)).text == expected


@pytest.mark.parametrize(
    ("notation", "noun", "expected"),
    [
        (s.RELATIVE["fr"], "ministre", "La ministre"),
        (s.RELATIVE["en"], "minister", "The minister"),
        (s.ACTIVE["fr"], "pont", "le vieux pont"),
        (s.DIRECTOR["fr"], "directrice", "La directrice de la société , Anne Lee"),
        (s.DIRECTOR["en"], "director", "The company 's director , Ann Lee"),
        (s.ARRESTED_MEN["fr"], "hommes", "Les hommes"),
        (s.HEADLINE["fr"], "Attaque", "Attaque à Paris"),
        (s.LIST["fr"], "Anne", "Anne , Paul et le maire"),
    ],
)
def test_the_words_of_a_phrase_are_without_its_clauses(
    notation: str, noun: str, expected: str
) -> None:
    word = word_of(notation, noun)
    assert " ".join(texts(noun_phrases.words_of_phrase(word))) == expected
    start, end = noun_phrases.phrase_offsets(word)
    assert hand_tree(notation).parse.text[start:end] == expected


def test_elided_words_stand_together_in_a_phrase() -> None:
    notation = (
        "l'~ DET det accord\naccord NOUN obj signe\nsigne VERB ROOT - VerbForm=Fin"
    )
    word = word_of(notation, "accord")
    start, end = noun_phrases.phrase_offsets(word)
    assert hand_tree(notation).parse.text[start:end] == "l'accord"
