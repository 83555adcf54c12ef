"""What double marks do where they do not say so themselves: straight ones, and those that nobody closed. No model."""

from __future__ import annotations

import time

import pytest

from pressmark.annotators.quotes.marks import pair_marks


def words_between(text: str, *incise_commas: str) -> list[str]:
    """What stands between marks in a text of one paragraph; incises begin where these words do, with their comma."""
    offsets = [text.index(words) for words in incise_commas]
    spans = pair_marks(text, [(0, len(text))], offsets)
    return [" | ".join(text[slice(*piece)] for piece in span.pieces) for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Oui", dit-il. "Non", dit-elle.', ["Oui", "Non"]),
        ('Il dit " oui " et part. " Non " , dit-elle.', ["oui", "Non"]),
        ('Un tuyau de 12" fuit. "Il faut agir", dit-il.', ["Il faut agir"]),
        ('l\'"Alba" et d\'"Orsa" arrivent.', ["Alba", "Orsa"]),
        ('("Oui") ["Non"] —"Si"—', ["Oui", "Non", "Si"]),
        ('"Oui."Il part."Non."', ["Oui.", "Non."]),
        ("''Oui'', dit-il. ''Non''.", ["Oui", "Non"]),
        ("« Oui », dit-il. « Non ».", ["Oui", "Non"]),
        ('Rien ici". Il part. "Non", dit-elle.', ["Non"]),
        ('« Il a crié "oui" deux fois ».', ['Il a crié "oui" deux fois', "oui"]),
    ],
)
def test_straight_marks_open_and_close_by_what_stands_around_them(
    text: str, expected: list[str]
) -> None:
    assert words_between(text) == expected


def test_a_mark_that_is_never_closed_ends_at_its_incise() -> None:
    text = (
        'La maire parle. "Je fais cela pour vous, explique Ana Vidal. Il faut du temps. '
        'Le port a rouvert en mai. "La ville paiera", a dit Paul Roux. "On verra", dit-il.'
    )
    assert words_between(text, ", explique") == [
        "Je fais cela pour vous",
        "La ville paiera",
        "On verra",
    ]


def test_a_guillemet_that_is_never_closed_swallows_no_other_quote() -> None:
    text = "Il a dit : « Je pars. Le train est parti hier. Il neige. Rien ne bouge. « Oui », dit Ana. « Non », dit Paul."
    assert words_between(text)[-2:] == ["Oui", "Non"]
    assert words_between(text)[0].startswith("Je pars.")


def test_marks_that_open_again_in_one_speech_are_one_quote() -> None:
    text = (
        'Il est là. "Le compte est petit. "Nous le ferons grandir", dit-il. "Bien sûr."'
    )
    assert words_between(text) == [
        'Le compte est petit. "Nous le ferons grandir',
        "Bien sûr.",
    ]


def test_a_long_paragraph_with_one_mark_holds_a_quote_of_one_sentence() -> None:
    text = '"Nous partons. ' + "Le port est calme et la mer est haute. " * 30
    assert words_between(text) == ["Nous partons."]


def test_a_short_paragraph_with_one_mark_is_quoted_to_its_end() -> None:
    assert words_between('Il a dit : "Je pars. Tu viens.') == ["Je pars. Tu viens."]


@pytest.mark.parametrize("unit", ['"', '" ', 'a"', '"a ', '« "', "''a "])
def test_any_number_of_marks_costs_in_proportion_to_them(unit: str) -> None:
    started = time.process_time()
    pair_marks(unit * 4000, [(0, len(unit) * 4000)], list(range(0, 4000, 7)))
    assert time.process_time() - started < 5
