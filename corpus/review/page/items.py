"""
What the page shows of an article: its text, its names, and each annotation with what people decided of it.

All is plain values for JSON, offsets in code points. The page makes a decision of an item by adding what a person says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pressmark.articles import Article
from pressmark.layers import declaration
from pressmark.review.application import LayerReview
from pressmark.review.decisions import Decision
from pressmark.review.opinions import ReviewedSpan, content_of, settle
from pressmark.review.reviewed_articles import ReviewedArticles
from pressmark.spans import Span
from pressmark.storage.tables import span_row

__all__ = ["article_item", "columns_of"]

_NOT_DECIDED = frozenset(
    {"id", "article_id", "annotator", "rule", "score", "verdict", "reviewer"}
)
_FIRST_LABELS = ("PER", "ORG")
"""Labels of those who may speak: their names get the first digits."""


def columns_of(span: Span, layer: str) -> dict[str, Any]:
    """Return the columns of an annotation that a person decides on, without those that are empty."""
    declared = declaration(layer)
    left_out = {
        *_NOT_DECIDED,
        *declared.scores,
        *declared.made_anew,
        *declared.given_by_seal,
    }
    # By way of JSON: Arrow's row may hold tuples and days.
    row = json.loads(json.dumps(span_row(span), default=str))
    return {
        name: value
        for name, value in row.items()
        if name not in left_out and value not in (None, [])
    }


def article_item(
    article: Article,
    layers: Iterable[str],
    decisions: Sequence[Decision],
    joined_names: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """
    Return an article as the page has it; `article` is as annotators alone have it, `decisions` are those on it.

    The names are those of the article with what people decided of them, whatever `layers` are reviewed. `joined_names`
    are those of the table `names`, by id.
    """
    reviewed = ReviewedArticles.of(decisions)
    items: list[dict[str, Any]] = []
    chosen = tuple(layers)
    for layer in article.layers:
        own = [
            one for one in reviewed.by_article.get(article.id, ()) if one.layer == layer
        ]
        if layer in chosen:
            items += _items(article, layer, own)
        article, _ = reviewed.apply(article, layer)
    items.sort(key=lambda item: (chosen.index(item["layer"]), item["start"]))
    return {
        "id": article.id,
        "title": article.title or article.id,
        "outlet": article.outlet,
        "published": article.published and article.published.date().isoformat(),
        "language": article.language,
        "text": article.text,
        "names": list(_names(article, joined_names)),
        "items": items,
        "checked": [
            decision.layer for decision in reviewed if decision.action == "checked"
        ],
    }


def _items(
    article: Article, layer: str, decisions: Sequence[Decision]
) -> Iterator[dict[str, Any]]:
    """Yield the annotations of a layer, those that people found wrong among them."""
    review = LayerReview.of(article, layer, decisions)
    targets = list(review.targets)
    settled, _ = review.settle()
    remaining = {content_of(span) for span in settled.layer(layer)}
    for target in targets:
        if not target.words and content_of(target.machine) not in remaining:
            continue  # gave way to what a person decided in other edges
        yield _item(target, layer)


def _item(target: ReviewedSpan, layer: str) -> dict[str, Any]:
    """Return one annotation: what was there (`before`), what it is (`now`, None for nothing), and who said so."""
    result, _ = settle(target)
    span = target.machine or target.forms[0]
    local_id = span.id.rpartition("/")[2] or f"{layer}-{span.start}-{span.end}"
    item: dict[str, Any] = {
        "layer": layer,
        "annotation": local_id,
        "start": span.start,
        "before": columns_of(span, layer),
        "now": columns_of(result, layer) if result else None,
        "score": span.score,
        "rule": span.rule,
    }
    if hasattr(span, "speaker_score"):
        item["speaker_score"] = span.speaker_score
    if target.words:
        last = target.words[-1].decision
        item["decided"] = {
            "decision": last.decision,
            "action": last.action,
            "who": last.who,
        }
    return item


def _names(
    article: Article, joined_names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield each bearer that the article names, those who may speak first, with the places where it is named."""
    bearers: dict[str, dict[str, Any]] = {}
    for entity in article.layers.get("entities", ()):
        name = getattr(entity, "name", entity.text)
        bearer = bearers.setdefault(
            name, {"name": name, "label": entity.label, "places": []}
        )
        name_id: str = getattr(entity, "name_id", None) or ""
        if name_id in joined_names:
            bearer["joined"] = joined_names[name_id]
        bearer["places"].append([entity.start, entity.end])
    yield from sorted(bearers.values(), key=_rank)


def _rank(bearer: Mapping[str, Any]) -> tuple[int, int]:
    """Return what names are sorted by: who may speak before what may not, then by place."""
    label = bearer["label"]
    rank = _FIRST_LABELS.index(label) if label in _FIRST_LABELS else len(_FIRST_LABELS)
    return rank, bearer["places"][0][0]
