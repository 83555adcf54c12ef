"""What stands around the words of an article and is said by nobody: links to others, datelines, signatures of posts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model

QuotesOf = list[tuple[str, str | None]]


def quotes_of(annotate: Callable[..., Article], text: str, language: str) -> QuotesOf:
    """The words of each quote with those of its speaker."""
    article = annotate(text, "entities", "quotes", language=language)
    return [(quote.text, quote.speaker) for quote in article.quotes]


@pytest.mark.parametrize(
    "link",
    [
        "Lire aussi : « Le port rouvre », dit le maire de Larnac",
        "À lire aussi : Paul Roux : « Le port rouvrira »",
        "→ Lire également sur notre site : Le préfet affirme que le port rouvrira",
        "A lire aussi :",
        "À LIRE AUSSI > Le port « rouvrira lundi », dit le maire de Larnac",
        "Lire aussi → Le préfet affirme que le port rouvrira",
        "Sur le même sujet – « Le port rouvre », dit le maire de Larnac",
        "Sur le même sujet : pourquoi le port « rouvrira lundi »",
    ],
)
def test_a_link_to_another_article_quotes_nobody_in_french(
    annotate: Callable[..., Article], link: str
) -> None:
    text = f"Le port de Larnac ferme.\n\n{link}\n\nLa grève continue, a dit Anne Morel."
    assert quotes_of(annotate, text, "fr") == [("La grève continue", "Anne Morel")]


@pytest.mark.parametrize(
    "link",
    [
        "Read more: “We will open on Monday and stay open”",
        "Read more: Jan Roe says the port will reopen",
        "* See also: Mayor: ‘We will not move the port’",
        "Related stories:",
        "READ MORE > Jan Roe says the port will reopen",
        "Read more | Jan Roe says the port will reopen",
        "Related — Mayor says the port will not move",
    ],
)
def test_a_link_to_another_article_quotes_nobody_in_english(
    annotate: Callable[..., Article], link: str
) -> None:
    text = (
        f"The port is shut for a week.\n\n{link}\n\nThe strike goes on, said Ann Lee."
    )
    assert quotes_of(annotate, text, "en") == [("The strike goes on", "Ann Lee")]


def test_a_sentence_that_begins_like_a_link_is_read(
    annotate: Callable[..., Article],
) -> None:
    text = "À lire les chiffres, le port ira mieux, a dit Anne Morel."
    assert [speaker for _, speaker in quotes_of(annotate, text, "fr")] == ["Anne Morel"]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("LEEDS - The county saw fewer cases, officials said on Friday.", "en", "The county saw fewer cases"),
        ("Leeds (Reuters) - The county saw fewer cases, officials said.", "en", "The county saw fewer cases"),
        ("RENNES (AFP) — Les chiffres baissent, ont indiqué les autorités.", "fr", "Les chiffres baissent"),
        # No dateline: a place that the words begin with.
        ("Paris - Londres coûte plus cher, a indiqué la mairie.", "fr", "Paris - Londres coûte plus cher"),
    ],
)  # fmt: skip
def test_a_dateline_is_no_part_of_what_is_said(
    annotate: Callable[..., Article], text: str, language: str, words: str
) -> None:
    assert [quote for quote, _ in quotes_of(annotate, text, language)] == [words]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We are proud of the vote.” — Senator Ann Lee (D-Ohio)", "Senator Ann Lee"),
        ("“At last, the bridge is open again” — Ann Lee (@annlee) March 11, 2026", "Ann Lee"),
        ("“At last, the bridge is open again.”\n\n— Ann Lee (@annlee)", "Ann Lee"),
    ],
)  # fmt: skip
def test_a_signature_ends_before_its_bracket(
    annotate: Callable[..., Article], text: str, speaker: str
) -> None:
    assert [who for _, who in quotes_of(annotate, text, "en")] == [speaker]


def test_the_signature_of_a_post_is_no_turn_of_dialogue(
    annotate: Callable[..., Article],
) -> None:
    text = (
        "Elle a salué l'ouverture du pont.\n\n— Anne Morel (@annemorel) 11 mars 2026\n\n"
        "— Le pont a ouvert, a dit Paul Roux."
    )
    assert quotes_of(annotate, text, "fr") == [("Le pont a ouvert", "Paul Roux")]


def test_a_set_phrase_before_who_is_announced_is_no_part_of_the_speaker(
    annotate: Callable[..., Article],
) -> None:
    text = "De son côté, la présidente Jeanne Vidal :\n\n« Anne apporte vingt ans de métier. »"
    assert quotes_of(annotate, text, "fr") == [
        ("Anne apporte vingt ans de métier.", "la présidente Jeanne Vidal")
    ]


def test_the_apostrophe_of_a_decade_opens_no_quote(
    annotate: Callable[..., Article],
) -> None:
    text = "In the mid-'80s it was different. The boats' owners left, said Ann Lee."
    assert quotes_of(annotate, text, "en") == [("The boats' owners left", "Ann Lee")]
