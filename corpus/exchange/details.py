"""
What an annotation says beyond its place and label, in a form that a note or an attribute of another tool holds.

Written by an export, it comes back by an import: a span that nobody touched is the same one again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from pressmark.spans import LABELS, Argument, CustomSpan, Event, Quote, Span
from pressmark.tables import span_row

__all__ = ["BELONGING", "argument_details", "details", "flat_details", "parts", "pieces", "type_name", "typed"]

_PLACE = frozenset({"id", "article_id", "start", "end", "text", "label", "annotator"})
BELONGING = ("cue", "speaker", "addressee", "role")
"""Stretches that belong to a span: its field holds the words, `<name>_start` and `<name>_end` the place."""

_OF_LABEL = {label: layer for layer, labels in LABELS.items() for label in labels}


def details(span: Span) -> dict[str, Any]:
    """The fields of a span that are set, as JSON holds them; its place, label and annotator are left out."""
    row = span_row(span)
    if isinstance(span, CustomSpan):
        row["attributes"] = dict(span.attributes)
    return {name: value for name, value in row.items() if name not in _PLACE and value not in (None, [], {})}


def flat_details(span: Span) -> dict[str, str | int | float]:
    """The same as plain attributes: a structure or list is a JSON string."""
    return {
        name: value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
        for name, value in details(span).items()
    }


def parts(span: Span) -> Iterator[tuple[str, int, int]]:
    """The stretches that belong to a span, each with its name and place."""
    for name in BELONGING:
        start, end = getattr(span, f"{name}_start", None), getattr(span, f"{name}_end", None)
        if start is not None and end is not None:
            yield name, start, end


def argument_details(argument: Argument) -> dict[str, Any]:
    """What an argument says beyond its role and place."""
    known = asdict(argument)
    return {name: value for name, value in known.items()
            if name not in ("role", "start", "end", "text") and value not in (None, False)}  # fmt: skip


def pieces(span: Span) -> tuple[tuple[int, int], ...]:
    """Where a span stands: a quote's pieces where an attribution interrupts it, else its own start and end."""
    return span.spans if isinstance(span, Quote) and span.spans else ((span.start, span.end),)


def type_name(layer: str, span: Span) -> str:
    """One word for layer and label: ours are told by the label alone (`PER`, `direct`, `FIGHT`), another names both."""
    if _OF_LABEL.get(span.label) == layer or (layer == "events" and isinstance(span, Event)):
        return span.label
    return f"{layer}-{span.label}"


def typed(name: str) -> tuple[str, str]:
    """Layer and label of a `type_name`; a word that is none of ours and names no layer is an event type."""
    if name in _OF_LABEL:
        return _OF_LABEL[name], name
    layer, dash, label = name.partition("-")
    return (layer, label) if dash and layer.islower() else ("events", name)
