"""JSON lines: one article an object, with its layers, offsets in code points. What the scorers read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.library import Corpus
from pressmark.spans import Entity, Event, Quote, Span, TimeExpression

from .report import Options, Report

__all__ = ["article_json", "write"]


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write a file of one object a line."""
    report.cannot("article: what is known of it beyond id and language", len(corpus))
    with report.opened(output) as file:
        for article in corpus:
            file.write(json.dumps(article_json(article), ensure_ascii=False) + "\n")
            report.articles += 1


def article_json(article: Article) -> dict[str, Any]:
    """An article as one JSON object: id, language, text, and each layer as a list, offsets in code points."""
    return {
        "id": article.id,
        "language": article.language,
        "text": article.text,
        **{layer: [_span_json(span) for span in spans] for layer, spans in article.layers.items()},
    }


def _span_json(span: Span) -> dict[str, Any]:
    shape: Callable[[Any], dict[str, Any]] = _SHAPES.get(type(span), _plain)
    return {"start": span.start, "end": span.end, **shape(span)}


def _entity(span: Entity) -> dict[str, Any]:
    about = {name: getattr(span, name) for name in ("name", "mention_start", "mention_end", "role")}
    return {"label": span.label, **about}


def _quote(span: Quote) -> dict[str, Any]:
    names = (
        "cue", "cue_start", "cue_end", "cue_class", "status", "speaker", "speaker_start", "speaker_end",
        "speaker_name", "speaker_kind", "addressee", "addressee_start", "addressee_end",
    )  # fmt: skip
    pieces = [list(piece) for piece in span.spans]
    return {"spans": pieces, "type": span.label, **{name: getattr(span, name) for name in names}}


def _event(span: Event) -> dict[str, Any]:
    return {
        "type": span.label,
        "status": span.status,
        "plover": span.plover,
        "cameo": span.cameo,
        "time_value": span.time.value if span.time else None,
        "cluster": span.cluster,
        "args": [
            {"role": part.role, "start": part.start, "end": part.end, "text": part.text} for part in span.arguments
        ],
    }


def _time(span: TimeExpression) -> dict[str, Any]:
    return {"value": span.time.value, "grain": span.time.grain}


def _plain(span: Span) -> dict[str, Any]:
    return {"label": span.label, "attributes": dict(getattr(span, "attributes", {}))}


_SHAPES: Mapping[type[Span], Callable[[Any], dict[str, Any]]] = {
    Entity: _entity,
    Quote: _quote,
    TimeExpression: _time,
    Event: _event,
}
