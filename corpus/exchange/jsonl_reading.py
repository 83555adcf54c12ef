"""Annotation that comes back from JSON lines, of this version or an older one, or written by a person's script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .foreign_annotation import (
    ForeignArticle,
    ForeignSpan,
    UnreadablePart,
    describe_json_fault,
    read_text,
)

__all__ = ["read"]


def read(path: Path) -> Iterator[ForeignArticle | UnreadablePart]:
    """Yield the articles of a file of this form: those lists of a line whose rows have a start are layers."""
    content = read_text(path)
    if isinstance(content, UnreadablePart):
        yield content
        return
    # Not `splitlines`, which also cuts at U+2028 and the like, and these may stand in a JSON string.
    for line_no, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield _read_line(line, f"{path.name} line {line_no}")


def _read_line(line: str, position: str) -> ForeignArticle | UnreadablePart:
    """Return the article of a line, or why there is none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return UnreadablePart(position, describe_json_fault(error))
    if not isinstance(row, dict) or "text" not in row:
        reason = "is no article with `id`, `text` and layers, as `pressmark export` writes it"
        return UnreadablePart(position, reason)
    layers = {name: rows for name, rows in row.items() if _is_layer(rows)}
    spans: list[ForeignSpan] = []
    for layer, rows in layers.items():
        spans += [_span(layer, span, n) for n, span in enumerate(rows, start=1)]
    return ForeignArticle(
        text=row["text"],
        spans=tuple(spans),
        position=position,
        id=_text_or_none(row.get("id")),
        layers=frozenset(layers),
    )


def _is_layer(rows: Any) -> bool:
    """Whether a list holds annotations; of one row without a start the others are still read."""
    if not isinstance(rows, list):
        return False
    # An empty list is a layer too: a person has looked, and there was nothing.
    return not rows or any(isinstance(row, dict) and "start" in row for row in rows)


def _text_or_none(value: Any) -> str | None:
    return value if isinstance(value, str) else None


_FIELDS_OF_THE_SPAN = frozenset(
    {"id", "article_id", "annotator", "start", "end", "text", "label", "type"}
)


def _span(layer: str, row: Any, span_no: int) -> ForeignSpan:
    """Return the annotation of a row; what is none has no offsets, so that it is refused with its position."""
    row = row if isinstance(row, dict) else {}
    details = {
        name: value for name, value in row.items() if name not in _FIELDS_OF_THE_SPAN
    }
    if isinstance(details.get("spans"), list):
        details["spans"] = [_piece(piece) for piece in details["spans"]]
    # The export calls them `args`, as scorers do; the table's column is `arguments`.
    if "args" in details:
        details["arguments"] = details.pop("args")
    if layer in ("times", "events"):
        _resolve_time_value(layer, details)
    return ForeignSpan(
        layer=layer,
        # Quotes and events say `type`, as the scorers want it.
        label=row.get("label") or row.get("type") or _default_label(layer, details),
        start=row.get("start"),
        end=row.get("end"),
        details=details,
        position=f"{layer} {span_no}",
        id=_text_or_none(row.get("id")),
        words=_text_or_none(row.get("text")),
    )


def _piece(piece: Any) -> Any:
    """Return a piece of a quote as its columns have it; what is none is refused later, with its position."""
    # The export writes `[12, 20]`; a script may write the columns themselves.
    if isinstance(piece, list) and len(piece) == 2:
        return {"start": piece[0], "end": piece[1]}
    return piece


def _default_label(layer: str, details: dict[str, Any]) -> str:
    """Return the label of a time from its columns, as files of older versions have none; no label for other layers."""
    if layer != "times":
        return ""
    if details.get("time"):
        return "date"
    return "duration" if details.get("period") else "vague"


def _resolve_time_value(layer: str, details: dict[str, Any]) -> None:
    """
    Put the time that `details` state as one value into the columns of a time, unless these are there.

    `value` of a time, `time_value` of an event: `2026-03-02` with its grain, of a duration `P3D`, which is its period.
    """
    grain = details.pop("grain", None)
    value = details.pop("value", None) or details.pop("time_value", None)
    # Where `value` was there it is still in the details, which no column takes.
    details.pop("time_value", None)
    if details.get("time") is not None or value is None:
        return
    # ISO 8601 begins a duration with P, and no day does.
    if layer == "times" and isinstance(value, str) and value.startswith("P"):
        details.setdefault("period", value)
    else:
        details["time"] = {"value": value, "grain": grain}
