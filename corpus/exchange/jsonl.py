"""JSON lines: one article an object, with its layers, offsets in code points. What the scorers read."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.library import Corpus
from pressmark.spans import Entity, Event, Quote, Span, TimeExpression

from .marked import Found, Marked, Unreadable, read_text
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
        "speaker_name", "speaker_kind", "pronoun_gender", "speaker_name_id",
        "speaker_canonical_name", "speaker_label", "speaker_gender", "addressee", "addressee_start", "addressee_end",
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
            layers = {name: rows for name, rows in row.items() if _is_layer(rows)}
            found = tuple(
                _found(layer, one, at) for layer, rows in layers.items() for at, one in enumerate(rows, start=1)
            )
            yield Marked(text=row["text"], found=found, place=place, id=row.get("id"), layers=frozenset(layers))
        except json.JSONDecodeError as error:
            yield Unreadable(place, f"is not JSON ({error})")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            yield Unreadable(place, f"is no article with annotation as `pressmark export` writes it ({error!r})")


def _is_layer(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) and "start" in row for row in rows)


def _found(layer: str, row: Mapping[str, Any], number: int) -> Found:
    details = {name: value for name, value in row.items() if name not in ("start", "end", "text", "label", "type")}
    if "spans" in details:
        details["spans"] = [{"start": start, "end": end} for start, end in details["spans"]]
    if "args" in details:
        details["arguments"] = details.pop("args")
    grain, value = details.pop("grain", None), details.pop("value", None) or details.pop("time_value", None)
    details.pop("time_value", None)
    if value is not None:
        details["time"] = _when(value, grain, row.get("text", "") if layer == "times" else "")
    label = row.get("label") or row.get("type") or ""
    place = f"{layer} {number}"
    return Found(
        layer=layer, label=label, start=row["start"], end=row["end"], details=details, id=row.get("id"), place=place
    )


def _when(value: str, grain: str | None, surface: str) -> dict[str, Any]:
    """A time from its one value: a day, month, year, or `first/last`."""
    first, _, last = value.partition("/")
    grain = grain or {10: "day", 7: "month", 4: "year"}.get(len(value))
    if not last:
        year, month = int(first[:4]), int(first[5:7] or 12)
        last = (
            f"{first}-{monthrange(year, month)[1]:02}"
            if len(first) == 7
            else first
            if len(first) > 7
            else f"{first}-12-31"
        )
        first = first + {7: "-01", 4: "-01-01"}.get(len(first), "")
    return {"start": first, "end": last, "grain": grain, "surface": surface}
