"""
What an annotation says beyond its place and label, in a form that a note or an attribute of another tool holds.

Written by an export, it comes back by an import: a span that nobody touched is the same one again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from pressmark.layers import LAYERS, layer_of_value
from pressmark.spans import LABELS, Argument, CustomSpan, Span
from pressmark.storage.tables import span_row

from .drawn_ties import OWN_TIES, drawn_stretches

__all__ = [
    "BELONGING",
    "PARTS",
    "argument_details",
    "details",
    "drawn_details",
    "drawn_links",
    "flat_details",
    "note",
    "parts",
    "pieces",
    "type_name",
    "type_of_label",
    "typed",
]

_PLACE = frozenset({"id", "article_id", "start", "end", "text", "label", "annotator"})
BELONGING = OWN_TIES.stretches
"""Stretches that belong to a span: its field holds the words, `<name>_start` and `<name>_end` the place."""

PARTS = OWN_TIES.part_types
"""What a tool's type is called of a stretch that belongs to a span. Without its span it is nothing."""

_SPEAKER_LINK = "speaker_id"
_DEPENDS_ON: Mapping[str, tuple[str, ...]] = {
    name: layer.dependent_columns(name)
    for layer in LAYERS
    for name in drawn_stretches(layer)
}
"""The fields that are no longer true when a stretch was deleted, or was moved to other words."""

_OF_LABEL = {label: layer for layer, labels in LABELS.items() for label in labels}


def details(span: Span) -> dict[str, Any]:
    """The fields of a span that are set, as JSON holds them; its place, label and annotator are left out."""
    row = span_row(span)
    if isinstance(span, CustomSpan):
        row["attributes"] = dict(span.attributes)
    return {
        name: value
        for name, value in row.items()
        if name not in _PLACE and value not in (None, [], {})
    }


def flat_details(span: Span) -> dict[str, str | int | float]:
    """The same as plain attributes: a structure or list is a JSON string."""
    return {
        name: value
        if isinstance(value, str | int | float)
        else json.dumps(value, ensure_ascii=False)
        for name, value in details(span).items()
    }


def parts(span: Span) -> Iterator[tuple[str, int, int]]:
    """The stretches that belong to a span, each with its name and place."""
    layer = layer_of_value(type(span))
    offset_columns = layer.stretch_columns()
    for name in drawn_stretches(layer):
        start, end = (getattr(span, column) for column in offset_columns[name])
        if start is not None and end is not None:
            yield name, start, end


def drawn_links(span: Span, layers: Collection[str]) -> dict[str, str]:
    """
    Return the links of somebody's declared layer that a tool can draw: column → id, where both ends are in `layers`.

    Those of our own layers are noted, but for a speaker's, which `note` is told of.
    """
    layer = layer_of_value(type(span))
    columns = [name for name, target in layer.links.items() if target in layers]
    links = {name: getattr(span, name) for name in columns if layer.is_declared}
    return {name: link for name, link in links.items() if link is not None}


def note(
    span: Span, *, linked: bool, drawn_columns: Collection[str] = ()
) -> dict[str, Any]:
    """
    The details of a span for a tool that shows its parts as annotations of their own, tied to it.

    The note's `parts` say where each part stood, and with `linked` whom the speaker's relation named, so that an import
    sees what a person deleted or moved. The links in `drawn_columns` are relations in the tool, and not noted.
    """
    layer = layer_of_value(type(span))
    hidden = {layer.parts, *drawn_columns}
    for name in drawn_stretches(layer):
        hidden.update(layer.stretch_columns()[name])
    noted = {name: value for name, value in details(span).items() if name not in hidden}
    drawn: dict[str, Any] = {name: [start, end] for name, start, end in parts(span)}
    if linked:
        drawn["is"] = noted.pop(_SPEAKER_LINK, None)
    return noted | ({"parts": drawn} if drawn else {})


def drawn_details(
    noted: Mapping[str, Any],
    drawn: Mapping[str, tuple[int, int]],
    speaker_id: str | None,
    text: str,
) -> dict[str, Any]:
    """
    The inverse of `note`: what is `drawn` in the tool (part → place, and whom the speaker is) wins over what was noted.

    A note without `parts` was written by hand or by an older version: nothing is taken away from it then.
    """
    merged = {name: value for name, value in noted.items() if name != "parts"}
    before = noted.get("parts") or {}
    for name in dict.fromkeys((*BELONGING, *before, *drawn)):
        if name == "is":
            continue
        was, now = before.get(name), drawn.get(name)
        relinked = name == "speaker" and speaker_id is not None
        if was and (now is None or now[1] <= was[0] or was[1] <= now[0]):
            dropped = ("speaker",) if relinked else _DEPENDS_ON.get(name, (name,))
            merged = {
                field: value for field, value in merged.items() if field not in dropped
            }
        if now is not None:
            merged |= {f"{name}_start": now[0], f"{name}_end": now[1]}
            if name != "role" or list(now) != was:
                merged[name] = _words(
                    name, text[slice(*now)], merged.get(name), is_noted="parts" in noted
                )
    if "is" in before and before["is"] != speaker_id:
        merged.pop("speaker_name", None)
    return merged | ({_SPEAKER_LINK: speaker_id} if speaker_id is not None else {})


def _words(name: str, stretch: str, noted: str | None, *, is_noted: bool) -> str:
    """The words of a part: those of the text; a role's on one line, and as an older note has them."""
    if name != "role":
        return stretch
    return noted if noted and not is_noted else " ".join(stretch.split())


def argument_details(argument: Argument) -> dict[str, Any]:
    """What an argument says beyond its role and place."""
    known = asdict(argument)
    return {name: value for name, value in known.items()
            if name not in ("role", "start", "end", "text") and value not in (None, False)}  # fmt: skip


def pieces(span: Span) -> tuple[tuple[int, int], ...]:
    """Where a span stands: a quote's pieces where an attribution interrupts it, else its own start and end."""
    return layer_of_value(type(span)).bounds_of(span)


def type_name(layer: str, span: Span) -> str:
    """One word for layer and label: ours are told by the label alone (`PER`, `direct`, `FIGHT`), another names both."""
    return type_of_label(layer, span.label)


def type_of_label(layer: str, label: str) -> str:
    """The same for a label of a layer that no span may have yet."""
    return label if layer == _OF_LABEL.get(label, "events") else f"{layer}-{label}"


def typed(name: str) -> tuple[str, str]:
    """Layer and label of a `type_name`; a word that is none of ours and names no layer is an event type."""
    if name in _OF_LABEL:
        return _OF_LABEL[name], name
    layer, dash, label = name.partition("-")
    return (layer, label) if dash and layer.islower() else ("events", name)
