"""What a single word is."""

from __future__ import annotations

import pytest
import sentences as s
from hand_trees import word_of

from pressmark.annotators.grammar import features
from pressmark.annotators.grammar.tree import Word


def holds(predicate: str, word: Word) -> bool:
    return bool(getattr(features, predicate)(word))


@pytest.mark.parametrize(
    ("notation", "text", "predicate", "expected"),
    [
        (s.ACTIVE["fr"], "fermé", "is_verb", True),
        (s.ACTIVE["fr"], "a", "is_verb", True),
        (s.ACTIVE["fr"], "maire", "is_verb", False),
        (s.ACTIVE["en"], "mayor", "is_noun", True),
        (s.LIST["fr"], "Anne", "is_noun", True),
        (s.WANTS["fr"], "Elle", "is_noun", False),
        (s.WANTS["fr"], "Elle", "is_pronoun", True),
        (s.RELATIVE["en"], "who", "is_pronoun", True),
        (s.ACTIVE["fr"], "vieux", "is_adjective", True),
        (s.ANGRY["fr"], "vieille", "is_adjective", True),
        (s.PASSIVE["fr"], "fermé", "is_adjective", False),
        (s.PASSIVE["fr"], "par", "is_adposition", True),
        (s.PASSIVE["en"], "by", "is_adposition", True),
        (s.SAID_THAT["en"], "that", "is_adposition", False),
        (s.RELATIVE["fr"], "qui", "is_relative_pronoun", True),
        (s.RELATIVE["en"], "who", "is_relative_pronoun", False),
        (s.WANTS["fr"], "Elle", "is_relative_pronoun", False),
        (s.ANGRY["fr"], "Sa", "is_possessive", True),
        (s.ANGRY["en"], "His", "is_possessive", True),
        (s.ACTIVE["fr"], "Le", "is_possessive", False),
    ],
)  # fmt: skip
def test_a_word_is_told_by_its_part_of_speech_and_features(
    notation: str, text: str, predicate: str, expected: bool
) -> None:
    assert holds(predicate, word_of(notation, text)) is expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("SAID_THAT", "grève"), ("WANTS", "Elle"), True),
        (("ACTIVE", "maire"), ("WANTS", "Elle"), False),
        (("ARRESTED_MEN", "hommes"), ("WANTS", "Elle"), False),
        (("ARRESTED_MEN", "hommes"), ("NOT_SIGNED", "Ils"), True),
        (
            ("RELATIVE", "ministre"),
            ("WANTS", "Elle"),
            True,
        ),  # the gender of « ministre » is not known
        (("JOINED_VERBS", "police"), ("WANTS", "Elle"), True),  # nothing is known
    ],
)
def test_words_agree_where_the_parse_knows_nothing_against_it(
    first: tuple[str, str], second: tuple[str, str], expected: bool
) -> None:
    words = [word_of(getattr(s, name)["fr"], text) for name, text in (first, second)]
    assert features.agree(*words) is expected


def test_a_feature_that_a_word_has_not_has_no_value() -> None:
    word = word_of(s.ACTIVE["fr"], "pont")
    assert features.has_feature(word, "Number", "Sing")
    assert not features.has_feature(word, "Number", "Plur")
    assert not features.has_feature(word, "VerbForm", "Fin")
