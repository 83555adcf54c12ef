"""
What an annotation says beyond its place and label, in a form that a note or an attribute of another tool holds.

Written by an export, it comes back by an import: a span that nobody touched is the same one again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from pressmark.spans import LABELS, Argument, CustomSpan, Quote, Span
from pressmark.storage.tables import span_row

__all__ = [
    "DRAWN_STRETCHES",
    "PART_TYPES",
    "argument_details",
    "drawn_stretches",
    "flat_span_details",
    "layer_and_label",
    "merge_drawn",
    "note_of_span",
    "span_details",
    "span_pieces",
    "type_name",
    "type_of_label",
]

_PLACE_COLUMNS = frozenset(
    {"id", "article_id", "start", "end", "text", "label", "annotator"}
)
DRAWN_STRETCHES = ("cue", "speaker", "addressee", "role")
"""
Stretches that belong to a span, and that tools draw as annotations of their own: the column of this name holds the
words, `<name>_start` and `<name>_end` the offsets.
"""

PART_TYPES = frozenset({*(name.capitalize() for name in DRAWN_STRETCHES), "Argument"})
"""What a tool's type is called of a stretch that belongs to a span. Without its span it means nothing."""

_SPEAKER_LINK = "speaker_id"
_COLUMNS_OF_STRETCH: Mapping[str, tuple[str, ...]] = {
    "cue": ("cue", "cue_class"),
    "speaker": ("speaker", "speaker_name", "speaker_kind"),
    "addressee": ("addressee",),
    "role": ("role", "role_entity_id"),
}
"""The columns that are no longer true when a stretch was deleted, or was moved to other words."""

# What a tool draws itself is not in the note, so that the two cannot contradict each other.
_COLUMNS_DRAWN = (
    "arguments",
    *(f"{name}_{end}" for name in DRAWN_STRETCHES for end in ("start", "end")),
)

_LAYER_OF_LABEL = {label: layer for layer, labels in LABELS.items() for label in labels}


def span_details(span: Span) -> dict[str, Any]:
    """
    Return the columns of `span` that are set, as JSON holds them; its place, label and annotator are left out.

    >>> from pressmark.spans import Entity
    >>> ann = Entity(start=0, end=3, text="Ann", label="PER", name="Ann Lee", mention_start=0, mention_end=3)
    >>> span_details(ann)
    {'mention_start': 0, 'mention_end': 3, 'name': 'Ann Lee'}
    """
    row = span_row(span)
    if isinstance(span, CustomSpan):
        row["attributes"] = dict(span.attributes)
    return {
        name: value
        for name, value in row.items()
        if name not in _PLACE_COLUMNS and value not in (None, [], {})
    }


def flat_span_details(span: Span) -> dict[str, str | int | float]:
    """Return `span_details` as plain attributes: a structure or list is a JSON string."""
    flat: dict[str, str | int | float] = {}
    for name, value in span_details(span).items():
        is_plain = isinstance(value, str | int | float)
        flat[name] = value if is_plain else json.dumps(value, ensure_ascii=False)
    return flat


def drawn_stretches(span: Span) -> Iterator[tuple[str, int, int]]:
    """Yield the stretches that belong to `span` as name, start and end, in the order of `DRAWN_STRETCHES`."""
    for name in DRAWN_STRETCHES:
        start = getattr(span, f"{name}_start", None)
        end = getattr(span, f"{name}_end", None)
        if start is not None and end is not None:
            yield name, start, end


def note_of_span(span: Span, *, linked: bool) -> dict[str, Any]:
    """
    Return the details of `span` for a tool that shows its stretches as annotations of their own, tied to it.

    The note's `parts` say where each stretch stood, and with `linked` whom the speaker's relation named, so that an
    import sees what a person deleted or moved.
    """
    note = {
        name: value
        for name, value in span_details(span).items()
        if name not in _COLUMNS_DRAWN
    }
    parts: dict[str, Any] = {
        name: [start, end] for name, start, end in drawn_stretches(span)
    }
    if linked:
        parts["is"] = note.pop(_SPEAKER_LINK, None)
    return note | ({"parts": parts} if parts else {})


def merge_drawn(
    note: Mapping[str, Any],
    drawn: Mapping[str, tuple[int, int]],
    speaker_id: str | None,
    text: str,
) -> dict[str, Any]:
    """
    Return the details that `note_of_span` was made of, changed as a person changed the drawing in the tool.

    `drawn` are the stretches that the tool ties to the span now, by name, and `speaker_id` the entity that it says the
    speaker is; both win over the note. A note without `parts` was written by hand or by an older version: nothing is
    taken away from it then.
    """
    details = {name: value for name, value in note.items() if name != "parts"}
    parts = note.get("parts") or {}
    for name in DRAWN_STRETCHES:
        before, now = parts.get(name), drawn.get(name)
        if before and _is_elsewhere(before, now):
            # A person who drew another speaker has said its words alone: name and kind come from the new entity.
            is_relinked = name == "speaker" and speaker_id is not None
            untrue = ("speaker",) if is_relinked else _COLUMNS_OF_STRETCH[name]
            for column in untrue:
                details.pop(column, None)
        if now is not None:
            details |= {f"{name}_start": now[0], f"{name}_end": now[1]}
            if name != "role" or list(now) != before:
                words = text[slice(*now)]
                details[name] = _column_words(
                    name, words, details.get(name), has_parts="parts" in note
                )
    if "is" in parts and parts["is"] != speaker_id:
        details.pop("speaker_name", None)
    if speaker_id is not None:
        details[_SPEAKER_LINK] = speaker_id
    return details


def _is_elsewhere(before: list[int], now: tuple[int, int] | None) -> bool:
    """Whether a stretch was deleted, or moved to words of which it held none."""
    return now is None or now[1] <= before[0] or before[1] <= now[0]


def _column_words(
    name: str, words: str, noted_words: str | None, *, has_parts: bool
) -> str:
    """Return the words of a stretch as its column has them: a role's on one line, the others as the text has them."""
    if name != "role":
        return words
    if noted_words and not has_parts:
        return noted_words
    return " ".join(words.split())


def argument_details(argument: Argument) -> dict[str, Any]:
    """Return what `argument` says beyond its role, place and words; columns that are not set are left out."""
    return {
        name: value
        for name, value in asdict(argument).items()
        if name not in ("role", "start", "end", "text") and value not in (None, False)
    }


def span_pieces(span: Span) -> tuple[tuple[int, int], ...]:
    """Return where `span` stands: the pieces of a quote that an attribution interrupts, else its own start and end."""
    if isinstance(span, Quote) and span.spans:
        return span.spans
    return ((span.start, span.end),)


def type_name(layer: str, span: Span) -> str:
    """
    Return one word for the layer and label of `span`, as tools have one name for a type.

    Ours are told by the label alone (`PER`, `direct`, `FIGHT`); for another layer the word has both.
    """
    return type_of_label(layer, span.label)


def type_of_label(layer: str, label: str) -> str:
    """
    Return `type_name` of a label that no span may have yet.

    >>> type_of_label("entities", "PER"), type_of_label("frames", "Battle")
    ('PER', 'frames-Battle')
    """
    if layer == _LAYER_OF_LABEL.get(label, "events"):
        return label
    return f"{layer}-{label}"


def layer_and_label(type_name: str) -> tuple[str, str]:
    """
    Return the layer and label that a `type_name` stands for.

    A word that is none of ours and names no layer is an event type, as a user's lexicon may add some.

    >>> layer_and_label("PER"), layer_and_label("frames-Battle"), layer_and_label("FLOOD")
    (('entities', 'PER'), ('frames', 'Battle'), ('events', 'FLOOD'))
    """
    if type_name in _LAYER_OF_LABEL:
        return _LAYER_OF_LABEL[type_name], type_name
    layer, dash, label = type_name.partition("-")
    if dash and layer.islower():
        return layer, label
    return "events", type_name
