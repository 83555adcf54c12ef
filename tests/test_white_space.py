"""White space is no language: a line end or a second blank cuts no name, date, speaker or quote."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from pressmark.articles import Article
from pressmark.spans import Span
from pressmark.text_view import collapse

pytestmark = pytest.mark.model

PUBLISHED = datetime(2026, 3, 12, 9, tzinfo=UTC)
LAYERS = ("entities", "quotes", "times", "events")
FLAT = {
    "en": (
        "The mayor of New Haven, Laura Jane Whitlock, met the head of the World Health Organization, Peter Van Der "
        "Meer, in San Francisco on 14 January 2026. “We have asked for this for years, and we will not stop asking "
        "now,” said Ms Whitlock, who was elected in June 2024. The Federal Reserve Bank of Boston told The Daily "
        "Harbour on Monday that the plan was “a step too far”.\n\n"
        "Police arrested three men at the Royal Albert Museum on 2 February 2026. Simon Paul Okafor, a lawyer for "
        "the National Farmers Union, denied that anybody had been hurt."
    ),
    "fr": (
        "Le maire de La Rochelle, Jean-Paul Anselme Ferrand, a rencontré la présidente de la Banque centrale "
        "européenne, Anne-Marie Le Goff, à New York le 14 janvier 2026. « Nous demandons cela depuis des années et "
        "nous ne cesserons pas de le demander », a déclaré Mme Le Goff, élue en juin 2024. Le président du Fonds "
        "monétaire international a dit lundi au Courrier de l'Ouest que le plan était « un pas de trop ».\n\n"
        "La police a arrêté trois hommes au musée des Beaux-Arts de Nantes le 2 février 2026. Simon Paul Morvan, "
        "avocat du Syndicat national des enseignants, a nié que quelqu'un ait été blessé."
    ),
}


def wrapped(text: str, columns: int, line_end: str = "\n") -> str:
    return "\n\n".join(
        line_end.join(textwrap.wrap(paragraph, columns))
        for paragraph in text.split("\n\n")
    )


SHAPES: dict[str, Callable[[str], str]] = {
    "60 columns": lambda text: wrapped(text, 60),
    "40 columns": lambda text: wrapped(text, 40),
    "CRLF": lambda text: wrapped(text, 50, "\r\n").replace("\n\n", "\r\n\r\n"),
    "indented": lambda text: wrapped(text, 52, "\n    "),
    "two blanks": lambda text: text.replace(" ", "  "),
    "tabs": lambda text: text.replace(" ", "\t"),
    "justified": lambda text: (
        wrapped(text, 60).replace(" a ", "  a ").replace(", ", ",   ")
    ),
}


def findings(article: Article) -> dict[str, list[Any]]:
    """What is told of an article, whatever its white space: words on one line, and what they mean."""

    def row(span: Span, *more: object) -> tuple[object, ...]:
        return collapse(span.text), span.label, span.rule, *more

    return {
        "entities": [row(span, span.name, span.role, span.gender) for span in article.entities],
        "quotes": [
            row(span, collapse(span.cue or ""), collapse(span.speaker or ""), span.speaker_name, len(span.spans))
            for span in article.quotes
        ],
        "times": [row(span, span.value) for span in article.times],
        "events": [
            row(span, span.status, span.time and span.time.value, span.place_rule,
                [(part.role, collapse(part.text)) for part in span.arguments])
            for span in article.events
        ],
    }  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_all_layers_find_what_they_find_in_the_flat_text(
    annotate: Callable[..., Article], language: str, shape: str
) -> None:
    flat = annotate(FLAT[language], *LAYERS, language=language, published=PUBLISHED)
    text = SHAPES[shape](FLAT[language])
    article = annotate(text, *LAYERS, language=language, published=PUBLISHED)
    assert text != FLAT[language]
    assert findings(article) == findings(flat)
    for layer in LAYERS:
        assert all(
            text[span.start : span.end] == span.text for span in article.layer(layer)
        )


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        (
            "Le maire de la ville a signé l'accord le 3\nmars 2026 devant la presse.",
            "fr",
            "2026-03-03",
        ),
        (
            "Le maire de la ville a signé l'accord le 3 mars\n2026 devant la presse.",
            "fr",
            "2026-03-03",
        ),
        (
            "The mayor of the town signed the treaty on 3  March\t2026 before the press.",
            "en",
            "2026-03-03",
        ),
        (
            "The mayor of the town signed the treaty on March\n3, 2026 before the press.",
            "en",
            "2026-03-03",
        ),
    ],
)
def test_a_date_that_a_line_end_cuts_is_one_date(
    annotate: Callable[..., Article], text: str, language: str, value: str
) -> None:
    article = annotate(text, "times", language=language, published=PUBLISHED)
    assert [span.value for span in article.times] == [value]


def test_a_speaker_and_a_quote_across_line_ends_are_whole(
    annotate: Callable[..., Article],
) -> None:
    text = (
        "The council was split on the matter, and the\nvote was put off. “We will not leave before\n"
        "the summer,” said the deputy mayor, Laura Jane\nWhitlock, to the press on the steps of the\ntown hall."
    )
    article = annotate(text, "entities", "quotes", language="en")
    (quote,) = [quote for quote in article.quotes if quote.label == "direct"]
    assert collapse(quote.text) == "We will not leave before the summer,"
    assert quote.speaker_name == "Laura Jane Whitlock"


def test_lines_of_dialogue_stay_apart_in_wrapped_text(
    annotate: Callable[..., Article],
) -> None:
    text = (
        "Le maire est arrivé en retard à la mairie,\ncomme tous les jours de cette semaine.\n"
        "— Je ne partirai pas avant la fin de\nl'été, dit Anne Morel.\n"
        "— Moi non plus, répondit Paul Vidal sans\nla regarder."
    )
    article = annotate(text, "entities", "quotes", language="fr")
    assert [quote.speaker_name for quote in article.quotes] == [
        "Anne Morel",
        "Paul Vidal",
    ]
