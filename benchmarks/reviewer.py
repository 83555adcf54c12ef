"""A reviewer who decides as gold says: each annotation of an article right, wrong or changed, what is missing added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pressmark import Article
from pressmark.evaluation.quote_scores import is_same_speaker
from pressmark.evaluation.span_matching import match_quotes
from pressmark.exchange import article_json
from pressmark.review import Decision, DecisionContext

__all__ = ["decisions_by_gold"]

Row = Mapping[str, Any]
WHO = "gold"
WHEN = "2026-03-02T09:00:00Z"


def decisions_by_gold(article: Article, gold: Sequence[Row]) -> Iterator[Decision]:
    """Yield the decisions on all quotes of an article, whose `gold` quotes are given, scare quotes left out."""
    truth = [quote for quote in gold if quote["type"] != "scare"]
    shown = [row for row in article_json(article)["quotes"] if row["type"] != "scare"]
    pairs = {j: i for i, j in match_quotes(article.text, truth, shown)}
    for number, row in enumerate(shown):
        if number not in pairs:
            yield _decision(article, "wrong", before=row)
        elif is_same_speaker(truth[pairs[number]], row):
            yield _decision(article, "right", before=row)
        else:
            speaker = _speaker(truth[pairs[number]])
            yield _decision(article, "changed", before=row, after=speaker)
    for number, quote in enumerate(truth):
        if number not in pairs.values():
            after = _place(article, quote) | {"label": quote["type"]}
            if quote.get("spans"):
                after["spans"] = quote["spans"]
            if quote.get("speaker"):
                after |= _speaker(quote)
            yield _decision(article, "added", after=after)
    yield Decision(
        article=article.id, layer="quotes", action="checked", who=WHO, when=WHEN
    )


def _decision(
    article: Article, action: str, *, before: Row | None = None, after: Row | None = None
) -> Decision:  # fmt: skip
    """Return one decision, as the page of the review writes it."""
    anchor = before or after or {}
    start, end = anchor["start"], anchor["end"]
    values: dict[str, Any] = {"context": DecisionContext.around(article.text, start, end)}  # fmt: skip
    if before is not None:
        values["before"] = _place(article, before) | {"label": before["type"]}
        values["annotation"] = before["id"].rpartition("/")[2]
    if after is not None:
        values["after"] = dict(after)
    return Decision(
        article=article.id,
        layer="quotes",
        action=action,  # type: ignore[arg-type]
        who=WHO,
        when=WHEN,
        **values,
    )


def _place(article: Article, row: Row) -> dict[str, Any]:
    start, end = row["start"], row["end"]
    return {"start": start, "end": end, "text": article.text[start:end]}


def _speaker(quote: Row) -> dict[str, Any]:
    """Return the columns of a quote's speaker; None is nobody."""
    keys = ("speaker", "speaker_start", "speaker_end")
    if not quote.get("speaker") or quote.get("speaker_start") is None:
        return {"speaker": None}
    return {key: quote[key] for key in keys}
