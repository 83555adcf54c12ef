"""Reviewed articles made for tests of learning: rows of a layer with their signs, and what people say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pressmark.annotators.scoring import Scorer, SignWeights
from pressmark.study.learning.judged_articles import Example, JudgedArticle

OURS = Scorer(
    {
        "score": SignWeights(1.0, {"rule: incise": 1.0}),
        "speaker_score": SignWeights(2.0, {}),
    },
    minimum=0.0,
)
"""Weights that hold every quote for right."""

WIDTH = 20
"""Characters of a quote in the made-up articles."""


def quote_row(number: int, *, speaker: str | None = "Anne Morel") -> dict[str, Any]:
    """Return the row of the quote of this number in a made-up article."""
    start = 2 * WIDTH * number
    return {
        "start": start,
        "end": start + WIDTH,
        "spans": [[start, start + WIDTH]],
        "type": "direct",
        "speaker": speaker,
        "speaker_name": speaker,
    }


def judged_article(
    id: str,
    quotes: Sequence[tuple[str, bool]],
    *,
    missing: int = 0,
    language: str = "fr",
) -> JudgedArticle:
    """Return an article read whole: a quote for each sign and verdict, and so many true ones that no rule has."""
    examples = [
        Example(
            row=quote_row(number),
            signs={"score": [sign, "label: direct"], "speaker_score": [sign]},
            right={"score": right} | ({"speaker_score": True} if right else {}),
        )
        for number, (sign, right) in enumerate(quotes)
    ]
    truth = [example.row for example in examples if example.right["score"]]
    truth += [quote_row(len(quotes) + number) for number in range(missing)]
    return JudgedArticle(
        id=id,
        text="x" * (2 * WIDTH * (len(quotes) + missing)),
        language=language,
        truth=tuple(truth),
        examples=tuple(examples),
        decisions=len(quotes) + missing,
        is_whole=True,
    )


def judged_articles(
    count: int, quotes: Sequence[tuple[str, bool]], **values: Any
) -> list[JudgedArticle]:
    """Return so many articles that are alike."""
    return [
        judged_article(f"a{number:02d}", quotes, **values) for number in range(count)
    ]


def lexicon_content(text: str) -> Mapping[str, Any]:
    """Return what a lexicon's text says."""
    from pressmark.yaml_files.strict import parse_yaml

    content: Mapping[str, Any] = parse_yaml(text)[0]
    return content
