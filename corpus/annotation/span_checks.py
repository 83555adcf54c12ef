"""
What somebody else's annotator may yield: spans of its layer whose values can be written and come back as they are.

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
from pressmark.spans import LABELS, CustomSpan, Span

__all__ = ["MAX_SPANS", "writable"]

MAX_SPANS = 1_000_000
"""Spans that an annotator may yield of one article: more are a loop that does not end."""

_DEEPEST = 32  # mappings and lists within `attributes`
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def writable(layer: str, spans: Any) -> list[Span]:
    """Return the spans that an annotator yielded for `layer`, their values plain. Raises `SpanError`."""
    if spans is None or isinstance(spans, str | bytes | Mapping) or not isinstance(spans, Iterable):
        raise SpanError(f"`annotate` gave {_kind(spans)}; it must yield spans")
    checked = [_checked(layer, span) for span in islice(spans, MAX_SPANS + 1)]
    if len(checked) > MAX_SPANS:
        raise SpanError(f"`annotate` yielded more than {MAX_SPANS:,} spans")
    _write(layer, checked)
    return checked


def _checked(layer: str, span: Any) -> Span:
    from pressmark.storage.tables import LAYERS

    wanted = LAYERS.get(layer, Span)
    fits = isinstance(span, wanted) and (wanted is not Span or type(span) is Span or isinstance(span, CustomSpan))
    if not fits:
        name = wanted.__name__ if layer in LAYERS else CustomSpan.__name__
        raise SpanError(f"`annotate` yielded {_kind(span)}; a span of the layer {layer!r} is a {name}")
    changes: dict[str, Any] = {}
    for name in ("start", "end"):
        changes[name] = _offset(name, getattr(span, name))
    changes["text"] = _text("text", span.text)
    changes["label"] = _label(layer, span.label)
    changes["rule"] = None if span.rule is None else _text("rule", span.rule)
    changes["score"] = None if span.score is None else _score(span.score)
    if isinstance(span, CustomSpan):
        if not isinstance(span.attributes, Mapping):
            raise SpanError(f"attributes is {_kind(span.attributes)}; it must be a mapping, name → value")
        changes["attributes"] = _plain("attributes", span.attributes)
    unchanged = all(getattr(span, name) is value for name, value in changes.items())
    checked: Span = span if unchanged else replace(span, **changes)
    return checked


def _offset(name: str, value: Any) -> int:
    value = _native(value)
    if type(value) is not int:
        raise SpanError(f"{name} is {_kind(value)}; it must be a whole number")
    return value


def _label(layer: str, value: Any) -> str:
    label = _text("label", value)
    if not label.strip():
        raise SpanError("label is empty")
    if label not in LABELS.get(layer, (label,)):
        raise SpanError(f"label {label!r} is none of the layer {layer!r}: {', '.join(LABELS[layer])}")
    return label


def _text(name: str, value: Any) -> str:
    value = value.value if isinstance(value, Enum) else value
    if not isinstance(value, str):
        raise SpanError(f"{name} is {_kind(value)}; it must be text")
    if _HALF_CHARACTER.search(value):
        raise SpanError(f"{name} holds half a character (a lone surrogate), which no file can hold")
    return str(value)


def _score(value: Any) -> float:
    value = _native(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SpanError(f"score is {_kind(value)}; it must be a number from 0 to 1, or None")
    if not 0 <= value <= 1:
        raise SpanError(f"score is {value}; it must be a number from 0 to 1, or None")
    return float(value) if type(value) is not float else value


def _plain(path: str, value: Any, depth: int = 0) -> Any:
    """A value as JSON has it."""
    if depth > _DEEPEST:
        raise SpanError(f"{path.split('.', maxsplit=1)[0]} is nested more than {_DEEPEST} deep")
    value = _native(value)
    if value is None or type(value) in (bool, int):
        return value
    if isinstance(value, str):
        return _text(path, value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise SpanError(f"{path} is {value}, which JSON does not have; leave it out, or give None")
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(_items(path, value, depth))
    if isinstance(value, list | tuple):
        inner = [_plain(f"{path}[{number}]", one, depth + 1) for number, one in enumerate(value)]
        return inner if isinstance(value, list) else tuple(inner)  # as it was given, for the layers after
    raise SpanError(f"{path} is {_kind(value)}; attributes hold text, numbers, true, false, None, lists and mappings")


def _items(path: str, value: Mapping[Any, Any], depth: int) -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        if not isinstance(key, str):
            raise SpanError(f"{path} has the key {_kind(key)}; a key must be text")
        yield _text(f"a key of {path}", key), _plain(f"{path}.{key}", inner, depth + 1)


def _native(value: Any) -> Any:
    """A number of numpy or of torch as Python's own; an enumeration's value."""
    if isinstance(value, Enum):
        return value.value
    is_scalar = type(value).__module__.partition(".")[0] in ("numpy", "torch") and getattr(value, "ndim", None) == 0
    return value.item() if is_scalar else value


def _kind(value: Any) -> str:
    kind = type(value)
    shown = f" ({value!r})" if kind in (int, float, bool) else ""
    return "None" if value is None else f"a value of type {kind.__name__}{shown}"


def _write(layer: str, spans: list[Span]) -> None:
    """See that the layer's table takes the spans: the last word on fields of ours that anybody may fill."""
    from pressmark.storage.tables import span_table

    try:
        span_table(layer, spans)
    except (pa.ArrowException, AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise SpanError(f"cannot be written: {error}") from error
