"""How far a French content reaches, what begins it, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model


def quotes_of(
    annotate: Callable[..., Article], text: str
) -> list[tuple[str, str | None]]:
    """The words of each quote with those of its speaker."""
    article = annotate(text, "entities", "quotes", language="fr")
    return [(quote.text, quote.speaker) for quote in article.quotes]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Selon les relevés effectués à Vello depuis juin, le quai est sûr.", "le quai est sûr"),
        ("D'après une enquête menée en mars par la ville, les loyers ont doublé.", "les loyers ont doublé"),
        ("Le maire a annoncé à ses voisins qu'il partait.", "il partait"),
        ("La préfète a confirmé lundi à la presse que le pont rouvrirait.", "le pont rouvrirait"),
        ("Certains ont estimé que le port fermerait.", "le port fermerait"),
        ("Beaucoup pensent que la digue tiendra.", "la digue tiendra"),
        ("Une directive européenne demande que les ports ferment.", "les ports ferment"),
    ],
)  # fmt: skip
def test_a_content_begins_where_its_source_and_addressee_end(
    annotate: Callable[..., Article], text: str, content: str
) -> None:
    assert content in [words for words, _ in quotes_of(annotate, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Le vent forcit, ce qui fait que la route ferme.",
        "La pluie, ce qui fait que le train tarde, dure depuis lundi.",
    ],
)
def test_what_only_looks_like_reported_words_is_no_quote(
    annotate: Callable[..., Article], text: str
) -> None:
    assert quotes_of(annotate, text) == []


@pytest.mark.parametrize("who", ["Certains", "Plusieurs", "Beaucoup"])
def test_somebody_who_is_not_named_is_a_speaker(
    annotate: Callable[..., Article], who: str
) -> None:
    assert quotes_of(annotate, f"{who} ont affirmé que le quai rouvrirait.") == [
        ("le quai rouvrirait", who)
    ]
