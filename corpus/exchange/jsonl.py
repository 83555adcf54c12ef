"""JSON lines: one article an object, with its layers, offsets in code points. What the scorers read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.layers import layer_of_value
from pressmark.spans import Entity, Event, Quote, Span, TimeExpression

from .details import argument_details, details
from .foreign_annotation import Found, Marked, Unreadable, json_fault, read_text
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
    """An article as one JSON object: id, language, text, and each layer as a list, offsets in code points."""
    return {
        "id": article.id,
        "language": article.language,
        "text": article.text,
        **(
            {"sample_weight": weight}
            if (weight := article.extra.get("sample_weight")) is not None
            else {}
        ),
        **{
            layer: [_span_json(span) for span in spans]
            for layer, spans in article.layers.items()
        },
    }


def _span_json(span: Span) -> dict[str, Any]:
    """What scorers read, under its usual names, then every other field that is set: so the span comes back whole."""
    shape: Callable[[Any], dict[str, Any]] = _SHAPES.get(type(span), _plain)
    row = {"id": span.id, "start": span.start, "end": span.end, **shape(span)}
    return row | {
        name: value
        for name, value in details(span).items()
        if name not in row and name not in _RENAMED
    }


def _entity(span: Entity) -> dict[str, Any]:
    about = {
        name: getattr(span, name)
        for name in ("name", "mention_start", "mention_end", "role")
    }
    return {"label": span.label, **about}


def _quote(span: Quote) -> dict[str, Any]:
    names = (
        "cue", "cue_start", "cue_end", "cue_class", "status", "speaker", "speaker_start", "speaker_end",
        "speaker_name", "speaker_kind", "pronoun_gender", "speaker_name_id",
        "speaker_canonical_name", "speaker_label", "speaker_gender", "addressee", "addressee_start", "addressee_end",
    )  # fmt: skip
    pieces = [list(piece) for piece in span.spans]
    return {
        "spans": pieces,
        "type": span.label,
        **{name: getattr(span, name) for name in names},
    }


def _event(span: Event) -> dict[str, Any]:
    return {
        "type": span.label,
        "status": span.status,
        "plover": span.plover,
        "cameo": span.cameo,
        "time_value": span.time.value if span.time else None,
        "cluster": span.cluster,
        "args": [
            {
                "role": part.role,
                "start": part.start,
                "end": part.end,
                "text": part.text,
                **argument_details(part),
            }
            for part in span.arguments
        ],
    }


def _time(span: TimeExpression) -> dict[str, Any]:
    return {"label": span.label, "value": span.time.value, "grain": span.time.grain}


def _plain(span: Span) -> dict[str, Any]:
    layer = layer_of_value(type(span))
    if layer.is_declared:
        offsets = [name for pair in layer.stretch_columns().values() for name in pair]
        names = (*layer.stretches, *offsets, *layer.columns, *layer.links)
        return {"label": span.label, **{name: getattr(span, name) for name in names}}
    return {"label": span.label, "attributes": dict(getattr(span, "attributes", {}))}


_RENAMED = frozenset({"arguments"})
"""Fields that stand in the object under another name."""

_SHAPES: Mapping[type[Span], Callable[[Any], dict[str, Any]]] = {
    Entity: _entity,
    Quote: _quote,
    TimeExpression: _time,
    Event: _event,
}


def read(path: Path) -> Iterator[Marked | Unreadable]:
    """The articles of a file of this form: those lists of it whose rows have a start are layers."""
    content = read_text(path)
    if isinstance(content, Unreadable):
        yield content
        return
    for number, line in enumerate(content.split("\n"), start=1):
        place = f"{path.name} line {number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Unreadable(
                place,
                json_fault(error)
                if isinstance(error, ValueError)
                else "is nested too deeply",
            )
            continue
        if not isinstance(row, dict) or "text" not in row:
            yield Unreadable(
                place,
                "is no article with `id`, `text` and layers, as `pressmark export` writes it",
            )
            continue
        layers = {name: rows for name, rows in row.items() if _is_layer(rows)}
        found = tuple(
            _found(layer, one, at)
            for layer, rows in layers.items()
            for at, one in enumerate(rows, start=1)
        )
        id = row.get("id") if isinstance(row.get("id"), str) else None
        yield Marked(
            text=row["text"], found=found, place=place, id=id, layers=frozenset(layers)
        )


def _is_layer(rows: Any) -> bool:
    """Whether a list holds annotations; of one row without a start the others are still read."""
    return isinstance(rows, list) and (
        not rows or any(isinstance(row, dict) and "start" in row for row in rows)
    )


def _found(layer: str, row: Any, number: int) -> Found:
    row = row if isinstance(row, dict) else {}
    about = {name: value for name, value in row.items() if name not in _OF_THE_SPAN}
    if isinstance(about.get("spans"), list):
        about["spans"] = [_piece(piece) for piece in about["spans"]]
    if "args" in about:
        about["arguments"] = about.pop("args")
    about |= _time_details(layer, about)
    label, words = row.get("label") or row.get("type") or "", row.get("text")
    if layer == "times" and not label:  # older files do not say it
        label = (
            "date"
            if about.get("time")
            else "duration"
            if about.get("period")
            else "vague"
        )
    return Found(
        layer=layer, label=label, start=row.get("start"), end=row.get("end"), details=about, place=f"{layer} {number}",
        id=row["id"] if isinstance(row.get("id"), str) else None, words=words if isinstance(words, str) else None,
    )  # fmt: skip


_OF_THE_SPAN = frozenset(
    {"id", "article_id", "annotator", "start", "end", "text", "label", "type"}
)


def _piece(piece: Any) -> Any:
    """A piece of a quote as its columns have it; what is none is refused later, with its place."""
    return (
        {"start": piece[0], "end": piece[1]}
        if isinstance(piece, list) and len(piece) == 2
        else piece
    )


def _time_details(layer: str, about: dict[str, Any]) -> dict[str, Any]:
    """The time from its columns, else from its one value, which of a duration is its period. Takes the values out."""
    if layer not in ("times", "events"):
        return {}
    grain, value = (
        about.pop("grain", None),
        about.pop("value", None) or about.pop("time_value", None),
    )
    about.pop("time_value", None)
    if about.get("time") is not None or value is None:
        return {}
    if layer == "times" and isinstance(value, str) and value.startswith("P"):
        return {"period": value} | about
    return {"time": {"value": value, "grain": grain}}
