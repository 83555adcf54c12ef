"""Quotes in forms that any newsroom writes: rare attributions, cut contents, speakers that are no sources."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model
Annotate = Callable[..., Article]


def quotes_of(
    annotate: Annotate, text: str, language: str
) -> list[tuple[str, str | None]]:
    """The words and the speaker's phrase of each quote, scare quotes left out."""
    article = annotate(text, "entities", "quotes", language=language)
    return [
        (
            " | ".join(article.text[slice(*piece)] for piece in quote.spans),
            quote.speaker,
        )
        for quote in article.quotes
        if quote.label != "scare"
    ]


@pytest.mark.parametrize(
    ("verb", "cue"),
    [
        ("tranche-t-il", "tranche"),
        ("coupe-t-il", "coupe"),
        ("pointe-t-il", "pointe"),
        ("embraye-t-il", "embraye"),
        ("s'emporte-t-il", "s'emporte"),
        ("s'étrangle-t-il", "s'étrangle"),
        ("bougonne-t-il", "bougonne"),
    ],
)
def test_any_verb_with_an_inverted_pronoun_after_marks_is_an_incise(
    annotate: Annotate, verb: str, cue: str
) -> None:
    text = f"Yvan Pasquier n'est pas d'accord. « Les voisins en ont assez », {verb}."
    article = annotate(text, "entities", "quotes", language="fr")
    (quote,) = article.quotes
    assert (quote.cue, quote.speaker, quote.speaker_name) == (
        cue,
        "il",
        "Yvan Pasquier",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mais, selon le médecin, la blessure est légère.",
            ("la blessure est légère", "le médecin"),
        ),
        (
            "Il faut savoir que, d'après le préfet, le pont est sûr.",
            ("le pont est sûr", "le préfet"),
        ),
        (
            "Pour le procureur, deux hommes auraient agi ensemble.",
            ("deux hommes auraient agi ensemble", "le procureur"),
        ),
        (
            "Pour l'association des riverains, le bruit dépasse les normes.",
            ("le bruit dépasse les normes", "l'association des riverains"),
        ),
        ("Pour Anne Morel : « Il faut partir ».", ("Il faut partir", "Anne Morel")),
        ("« On étouffe » (Marie Vidal, députée).", ("On étouffe", "Marie Vidal")),
        (
            "Le gouvernement, inquiet, a de son côté dénoncé « une furie ».",
            ("une furie", "Le gouvernement"),
        ),
        (
            "La société avait déclaré qu'elle ne vendrait pas, mais n'a pas donné de date.",
            ("elle ne vendrait pas", "La société"),
        ),
        (
            "La ministre juge que la loi avance : elle « protège », « rassure » et « unit ».",
            (
                "la loi avance : elle « protège », « rassure » et « unit »",
                "La ministre",
            ),
        ),
        (
            "Hélas, dit-elle, « personne n'a répondu » et la panne continue.",
            ("personne n'a répondu", "elle"),
        ),
        (
            "Le maire se dit favorable à un « moratoire ».",
            ("favorable à un « moratoire »", "Le maire"),
        ),
    ],
)
def test_french_attributions_of_rare_forms(
    annotate: Annotate, text: str, expected: tuple[str, str]
) -> None:
    assert quotes_of(annotate, text, "fr") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "L'expérience montre que les enfants apprennent vite.",
        "Ce report signifie que le tournoi aura lieu en juin.",
        "Pour Lurs, l'hiver a été rude.",
    ],
)
def test_things_say_nothing(annotate: Annotate, text: str) -> None:
    assert quotes_of(annotate, text, "fr") == []


@pytest.mark.parametrize(
    ("text", "speaker", "name"),
    [
        (
            "US retail giant Walters said it would close ten stores.",
            "US retail giant Walters",
            "Walters",
        ),
        (
            "The Paris-based agency said the storm had weakened.",
            "The Paris-based agency",
            "The Paris-based agency",
        ),
        (
            "England captain Moira Alder said she was tired.",
            "England captain Moira Alder",
            "Moira Alder",
        ),
        (
            "London's fire chief said the road was shut.",
            "London's fire chief",
            "London's fire chief",
        ),
    ],
)
def test_a_place_before_the_noun_is_not_who_speaks(
    annotate: Annotate, text: str, speaker: str, name: str
) -> None:
    article = annotate(text, "entities", "quotes", language="en")
    (quote,) = article.quotes
    assert (quote.speaker, quote.speaker_name) == (speaker, name)


def test_an_adverbial_before_an_incise_is_part_of_what_is_said(
    annotate: Annotate,
) -> None:
    text = "Five years ago, he said, the river was clean."
    assert quotes_of(annotate, text, "en") == [
        ("Five years ago | the river was clean", "he")
    ]


def test_things_that_somebody_announces_are_no_words_unless_asked_for(
    annotate: Annotate,
) -> None:
    text = "The company announced a new plan on Monday. The minister called it a “disgrace”."
    article = annotate(text, "entities", "quotes", language="en")
    assert [quote.cue for quote in article.quotes if quote.label != "scare"] == [
        "called"
    ]
    article = annotate(text, "entities", ("quotes", {"objects": True}), language="en")
    cues = [quote.cue for quote in article.quotes if quote.label != "scare"]
    assert cues == ["announced", "called"]


def test_a_quote_after_a_sentence_about_somebody_is_hers(annotate: Annotate) -> None:
    text = (
        "Susan Gill has a stall in the market.\n\nShe dislikes the plan.\n\n"
        "“I am furious about it.”\n\nTom Barley is a farmer.\n\n“We need a bridge here.”"
    )
    article = annotate(text, "entities", "quotes", language="en")
    names = [quote.speaker_name for quote in article.quotes if quote.label == "direct"]
    assert names == ["Susan Gill", "Tom Barley"]


def test_a_guillemet_that_is_never_closed_leaves_the_next_quote_its_speaker(
    annotate: Annotate,
) -> None:
    text = "« On ferme demain, annonce la maire. « On se battra », dit Luc Petit."
    assert quotes_of(annotate, text, "fr") == [
        ("On ferme demain", "la maire"),
        ("On se battra", "Luc Petit"),
    ]


def test_a_mark_that_is_never_closed_takes_no_speaker_from_the_others(
    annotate: Annotate,
) -> None:
    text = (
        'La conseillère Marie Vidal aime ce quartier. "Je fais cela pour les miens, explique la quinquagénaire. '
        'Il faut du temps. Le maire, Jean Roux, a promis une aide. "La ville paiera", a-t-il dit. '
        '"Nous sommes prêts", assure Luc Petit, chef de chantier.'
    )
    assert quotes_of(annotate, text, "fr") == [
        ("Je fais cela pour les miens", "la quinquagénaire"),
        ("La ville paiera", "il"),
        ("Nous sommes prêts", "Luc Petit, chef de chantier"),
    ]
