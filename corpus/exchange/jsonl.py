"""JSON lines: one article an object, with its layers, offsets in code points. What the scorers read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.layers import layer_of_value
from pressmark.spans import Argument, Entity, Event, Quote, Span, TimeExpression

from .details import argument_details, span_details
from .jsonl_reading import read
from .report import Options, Report

__all__ = ["article_json", "read", "write"]


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write a file of one object a line."""
    report.cannot("article: what is known of it beyond id and language", len(corpus))
    with report.opened(output) as file:
        for article in corpus:
            file.write(json.dumps(article_json(article), ensure_ascii=False) + "\n")
            report.articles += 1


def article_json(article: Article) -> dict[str, Any]:
    """
    Return an article as one JSON object: id, language, text, and each layer as a list, offsets in code points.

    >>> article_json(Article(id="1", text="Rain."))
    {'id': '1', 'language': None, 'text': 'Rain.'}
    """
    row: dict[str, Any] = {
        "id": article.id,
        "language": article.language,
        "text": article.text,
    }
    # How many articles of the corpus one of a drawn sample stands for: the scorers weigh by it.
    weight = article.extra.get("sample_weight")
    if weight is not None:
        row["sample_weight"] = weight
    for layer, spans in article.layers.items():
        row[layer] = [_span_json(span) for span in spans]
    return row


def _span_json(span: Span) -> dict[str, Any]:
    """Return what scorers read, under its usual names, then every other field that is set: so the span comes back whole."""
    usual_fields: Callable[[Any], dict[str, Any]]
    usual_fields = _USUAL_FIELDS.get(type(span), _custom_fields)
    row = {"id": span.id, "start": span.start, "end": span.end, **usual_fields(span)}
    further = {
        name: value
        for name, value in span_details(span).items()
        if name not in row and name not in _RENAMED_FIELDS
    }
    return row | further


def _entity_fields(span: Entity) -> dict[str, Any]:
    return {
        "label": span.label,
        "name": span.name,
        "mention_start": span.mention_start,
        "mention_end": span.mention_end,
        "role": span.role,
    }


_QUOTE_FIELDS = (
    "cue", "cue_start", "cue_end", "cue_class", "status", "speaker", "speaker_start", "speaker_end",
    "speaker_name", "speaker_kind", "pronoun_gender", "speaker_name_id",
    "speaker_canonical_name", "speaker_label", "speaker_gender", "addressee", "addressee_start", "addressee_end",
)  # fmt: skip


def _quote_fields(span: Quote) -> dict[str, Any]:
    fields = {name: getattr(span, name) for name in _QUOTE_FIELDS}
    pieces = [list(piece) for piece in span.spans]
    return {"spans": pieces, "type": span.label, **fields}


def _event_fields(span: Event) -> dict[str, Any]:
    return {
        "type": span.label,
        "status": span.status,
        "plover": span.plover,
        "cameo": span.cameo,
        "time_value": span.time.value if span.time else None,
        "cluster": span.cluster,
        "args": [_argument_json(argument) for argument in span.arguments],
    }


def _argument_json(argument: Argument) -> dict[str, Any]:
    return {
        "role": argument.role,
        "start": argument.start,
        "end": argument.end,
        "text": argument.text,
        **argument_details(argument),
    }


def _time_fields(span: TimeExpression) -> dict[str, Any]:
    return {"label": span.label, "value": span.time.value, "grain": span.time.grain}


def _custom_fields(span: Span) -> dict[str, Any]:
    """Return the columns that somebody declared of a layer; the attributes where nothing is declared."""
    layer = layer_of_value(type(span))
    if layer.is_declared:
        offsets = [name for pair in layer.stretch_columns().values() for name in pair]
        names = (*layer.stretches, *offsets, *layer.columns, *layer.links)
        return {"label": span.label, **{name: getattr(span, name) for name in names}}
    return {"label": span.label, "attributes": dict(getattr(span, "attributes", {}))}


_RENAMED_FIELDS = frozenset({"arguments"})
"""Fields that stand in the object under another name."""

_USUAL_FIELDS: Mapping[type[Span], Callable[[Any], dict[str, Any]]] = {
    Entity: _entity_fields,
    Quote: _quote_fields,
    TimeExpression: _time_fields,
    Event: _event_fields,
}
