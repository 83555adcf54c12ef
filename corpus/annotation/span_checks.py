"""
What a foreign annotator may yield: spans of its layer whose values can be written and come back as they are.

Numbers of numpy become plain ones and days their ISO text; anything else that is no text, number, list or mapping is
refused in a sentence that names the field.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from enum import Enum
from itertools import islice
from typing import Any

import pyarrow as pa

from pressmark.articles import SpanError
from pressmark.layers import BY_NAME, Layer, declaration, layer_name
from pressmark.spans import LABELS, CustomSpan, Span

__all__ = ["MAX_SPANS", "check_spans"]

MAX_SPANS = 1_000_000
"""Spans that an annotator may yield of one article: more are a loop that does not end."""

# Mappings and lists within `attributes`; chosen, not measured.
_MAX_NESTING = 32
_INT64 = range(-(2**63), 2**63)
# A lone surrogate, as `json.loads` makes of a broken escape; UTF-8 has no bytes for it.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def check_spans(layer: str | Layer, spans: Any) -> list[Span]:
    """
    Return the spans that an annotator yielded for `layer` (its name, or its declaration), their values plain.

    Raises `SpanError` for what is no span of the layer, or cannot be written.
    """
    is_single_value = spans is None or isinstance(spans, str | bytes | Mapping)
    if is_single_value or not isinstance(spans, Iterable):
        raise SpanError(f"`annotate` gave {_describe_type(spans)}; it must yield spans")
    checked = [_check_span(layer, span) for span in islice(spans, MAX_SPANS + 1)]
    if len(checked) > MAX_SPANS:
        raise SpanError(f"`annotate` yielded more than {MAX_SPANS:,} spans")
    _require_writable(layer, checked)
    return checked


def _check_span(layer: str | Layer, span: Any) -> Span:
    """Return one span, its values plain; it must be of the class of the layer."""
    name = layer_name(layer)
    _require_class(layer, span)
    changes: dict[str, Any] = {}
    for offset in ("start", "end"):
        changes[offset] = _check_offset(offset, getattr(span, offset))
    changes["text"] = _check_text("text", span.text)
    changes["label"] = _check_label(name, span.label)
    changes["rule"] = None if span.rule is None else _check_text("rule", span.rule)
    changes["score"] = None if span.score is None else _check_score(span.score)
    if isinstance(span, CustomSpan):
        if not isinstance(span.attributes, Mapping):
            raise SpanError(
                f"attributes is {_describe_type(span.attributes)}; it must be a mapping, name → value"
            )
        changes["attributes"] = _json_value("attributes", span.attributes)
    if isinstance(layer, Layer):
        changes |= _check_columns(layer, span)
    unchanged = all(getattr(span, field) is value for field, value in changes.items())
    checked: Span = span if unchanged else replace(span, **changes)
    return checked


def _require_class(layer: str | Layer, span: Any) -> None:
    """Raise `SpanError` for what is no span of the layer; one that is undeclared has plain spans too."""
    name, span_class = layer_name(layer), declaration(layer).span_class()
    is_plain = (
        type(span) is Span and not isinstance(layer, Layer) and name not in BY_NAME
    )
    if isinstance(span, span_class) or is_plain:
        return
    right = f"is a {span_class.__name__}"
    if isinstance(layer, Layer):
        right = "is made by its declaration: `self.layer.cut(article.text, start, end, label, …)`"
    raise SpanError(
        f"`annotate` yielded {_describe_type(span)}; a span of the layer {name!r} {right}"
    )


def _check_columns(layer: Layer, span: Span) -> dict[str, Any]:
    """Return the values of the columns that somebody declared, each of its type; None stays None."""
    kinds = dict(layer.columns) | dict.fromkeys(layer.links, "string")
    for stretch, offsets in layer.stretch_columns().items():
        kinds |= {stretch: "string"} | dict.fromkeys(offsets, "int64")
    values: dict[str, Any] = {}
    for column, kind in kinds.items():
        value = _python_number(getattr(span, column))
        values[column] = None if value is None else _check_value(column, value, kind)
    return values


def _check_value(column: str, value: Any, kind: str) -> Any:
    """Return a value that is of its column's type. Raises `SpanError` for another."""
    if kind == "string":
        return _check_text(column, value)
    if kind == "bool" and isinstance(value, bool):
        return value
    if kind == "int64" and type(value) is int and value in _INT64:
        return value
    if kind == "float64" and type(value) in (int, float) and math.isfinite(value):
        return float(value)
    noun = {"bool": "true or false", "int64": "a whole number", "float64": "a number"}
    raise SpanError(f"{column} is {_describe_type(value)}; it must be {noun[kind]}")


def _check_offset(name: str, value: Any) -> int:
    value = _python_number(value)
    if type(value) is not int:
        raise SpanError(f"{name} is {_describe_type(value)}; it must be a whole number")
    return value


def _check_label(layer: str, value: Any) -> str:
    label = _check_text("label", value)
    if not label.strip():
        raise SpanError("label is empty")
    if label not in LABELS.get(layer, (label,)):
        raise SpanError(
            f"label {label!r} is none of the layer {layer!r}: {', '.join(LABELS[layer])}"
        )
    return label


def _check_text(name: str, value: Any) -> str:
    value = value.value if isinstance(value, Enum) else value
    if not isinstance(value, str):
        raise SpanError(f"{name} is {_describe_type(value)}; it must be text")
    if _HALF_CHARACTER.search(value):
        raise SpanError(
            f"{name} holds half a character (a lone surrogate), which no file can hold"
        )
    return str(value)


def _check_score(value: Any) -> float:
    value = _python_number(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SpanError(
            f"score is {_describe_type(value)}; it must be a number from 0 to 1, or None"
        )
    if not 0 <= value <= 1:
        raise SpanError(f"score is {value}; it must be a number from 0 to 1, or None")
    return float(value) if type(value) is not float else value


def _json_value(path: str, value: Any, depth: int = 0) -> Any:
    """Return a value as JSON has it; `path` names it in messages."""
    if depth > _MAX_NESTING:
        raise SpanError(
            f"{path.split('.', maxsplit=1)[0]} is nested more than {_MAX_NESTING} deep"
        )
    value = _python_number(value)
    if value is None or type(value) in (bool, int):
        return value
    if isinstance(value, str):
        return _check_text(path, value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise SpanError(
                f"{path} is {value}, which JSON does not have; leave it out, or give None"
            )
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(_json_items(path, value, depth))
    if isinstance(value, list | tuple):
        inner = [
            _json_value(f"{path}[{number}]", part, depth + 1)
            for number, part in enumerate(value)
        ]
        return (
            inner if isinstance(value, list) else tuple(inner)
        )  # as it was given, for the layers after
    raise SpanError(
        f"{path} is {_describe_type(value)}; attributes hold text, numbers, true, false, None, lists and mappings"
    )


def _json_items(
    path: str, value: Mapping[Any, Any], depth: int
) -> Iterator[tuple[str, Any]]:
    """Yield the items of a mapping as JSON has them."""
    for key, inner in value.items():
        if not isinstance(key, str):
            raise SpanError(
                f"{path} has the key {_describe_type(key)}; a key must be text"
            )
        name = _check_text(f"a key of {path}", key)
        yield name, _json_value(f"{path}.{key}", inner, depth + 1)


def _python_number(value: Any) -> Any:
    """Return a number of numpy or of torch as Python's own, an enumeration's value, anything else as it is."""
    if isinstance(value, Enum):
        return value.value
    # by the name of the package: neither is imported here, and torch need not be installed
    package = type(value).__module__.partition(".")[0]
    if package in ("numpy", "torch") and getattr(value, "ndim", None) == 0:
        return value.item()
    return value


def _describe_type(value: Any) -> str:
    """Return the type of a value in words, with a number itself, for a message."""
    if value is None:
        return "None"
    kind = type(value)
    number = f" ({value!r})" if kind in (int, float, bool) else ""
    return f"a value of type {kind.__name__}{number}"


def _require_writable(layer: str | Layer, spans: list[Span]) -> None:
    """See that the layer's table takes the spans: the last word on fields of ours that anybody may fill."""
    from pressmark.storage.tables import span_table

    try:
        span_table(layer, spans)
    except (
        pa.ArrowException,
        AttributeError,
        KeyError,
        OverflowError,
        TypeError,
        ValueError,
    ) as error:
        raise SpanError(f"cannot be written: {error}") from error
