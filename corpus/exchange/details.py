"""
What an annotation says beyond its place and label, in a form that a note or an attribute of another tool holds.

Written by an export, it comes back by an import: a span that nobody touched is the same one again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any

from pressmark.layers import Layer, StretchWords, layer_of_value
from pressmark.spans import LABELS, Argument, CustomSpan, Span
from pressmark.storage.tables import span_row

from .drawn_ties import OWN_TIES, stretch_names

__all__ = [
    "argument_details",
    "drawn_links",
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
_ARGUMENT_DETAILS = tuple(
    field.name
    for field in fields(Argument)
    if field.name not in ("role", "start", "end", "text")
)
_SPEAKER_LINK = "speaker_id"
# Labels of our layers are different words, so that a label tells its layer.
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
    """Yield the stretches that belong to `span` as name, start and end, in the order of its layer's declaration."""
    layer = layer_of_value(type(span))
    offset_columns = layer.stretch_columns()
    for name in stretch_names(layer):
        start, end = (getattr(span, column) for column in offset_columns[name])
        if start is not None and end is not None:
            yield name, start, end


def drawn_links(span: Span, layers: Collection[str]) -> dict[str, str]:
    """
    Return the links of a span of somebody's declared layer that a tool can draw: column → id, both ends in `layers`.

    Those of our own layers are noted, but for a speaker's, which `note_of_span` is told of.
    """
    layer = layer_of_value(type(span))
    if not layer.is_declared:
        return {}
    links = {
        name: getattr(span, name)
        for name, target in layer.links.items()
        if target in layers
    }
    return {name: link for name, link in links.items() if link is not None}


def note_of_span(
    span: Span, *, linked: bool, drawn_columns: Collection[str] = ()
) -> dict[str, Any]:
    """
    Return the details of `span` for a tool that shows its stretches as annotations of their own, tied to it.

    The note's `parts` say where each stretch stood, and with `linked` whom the speaker's relation named, so that an
    import sees what a person deleted or moved. The links in `drawn_columns` are relations in the tool, and not noted.
    """
    layer = layer_of_value(type(span))
    # What a tool draws itself is not in the note, so that the two cannot contradict each other.
    hidden = {layer.parts, *drawn_columns}
    offset_columns = layer.stretch_columns()
    for name in stretch_names(layer):
        hidden.update(offset_columns[name])
    note = {
        name: value for name, value in span_details(span).items() if name not in hidden
    }
    parts: dict[str, Any] = {
        name: [start, end] for name, start, end in drawn_stretches(span)
    }
    if linked:
        # Moved, not copied: the relation that the tool draws is what counts from now on.
        parts["is"] = note.pop(_SPEAKER_LINK, None)
    return note | ({"parts": parts} if parts else {})


def merge_drawn(
    note: Mapping[str, Any],
    drawn: Mapping[str, tuple[int, int]],
    speaker_id: str | None,
    text: str,
    layer: Layer,
) -> dict[str, Any]:
    """
    Return the details that `note_of_span` was made of, changed as a person changed the drawing in the tool.

    `drawn` are the stretches that the tool ties to the span now, by name, and `speaker_id` the entity that it says the
    speaker is; both win over the note. A note without `parts` was written by hand or by an older version: nothing is
    taken away from it then. `layer` says which columns are no longer true where a stretch was deleted or moved; whoever
    reads a file has no declaration of somebody else's layer, of which that is the words alone.
    """
    details = {name: value for name, value in note.items() if name != "parts"}
    parts = note.get("parts") or {}
    # Ours first and each once: what is merged must not hang on the order of a tool's relations.
    for name in dict.fromkeys((*OWN_TIES.stretches, *parts, *drawn)):
        if name == "is":
            continue
        before, now = parts.get(name), drawn.get(name)
        if before and _is_elsewhere(before, now):
            # A person who drew another speaker has said its words alone: name and kind come from the new entity.
            is_relinked = name == "speaker" and speaker_id is not None
            untrue = ("speaker",) if is_relinked else layer.dependent_columns(name)
            for column in untrue:
                details.pop(column, None)
        if now is not None:
            details |= {f"{name}_start": now[0], f"{name}_end": now[1]}
            is_collapsed = layer.words_of(name) is StretchWords.COLLAPSED
            if not is_collapsed:
                details[name] = text[slice(*now)]
            elif list(now) != before:
                details[name] = _collapsed_words(
                    text[slice(*now)], details.get(name), has_parts="parts" in note
                )
    # The name was that of the old entity; the import fills in that of the new one.
    if "is" in parts and parts["is"] != speaker_id:
        details.pop("speaker_name", None)
    if speaker_id is not None:
        details[_SPEAKER_LINK] = speaker_id
    return details


def _is_elsewhere(before: list[int], now: tuple[int, int] | None) -> bool:
    """Whether a stretch was deleted, or moved to words of which it held none."""
    return now is None or now[1] <= before[0] or before[1] <= now[0]


def _collapsed_words(words: str, noted_words: str | None, *, has_parts: bool) -> str:
    """Return the words of a stretch whose column has them on one line, as a role's has; as noted in an old export."""
    if noted_words and not has_parts:
        return noted_words
    return " ".join(words.split())


def argument_details(argument: Argument) -> dict[str, Any]:
    """Return what `argument` says beyond its role, place and words; columns that are not set are left out."""
    values = [(name, getattr(argument, name)) for name in _ARGUMENT_DETAILS]
    return {name: value for name, value in values if value not in (None, False)}


def span_pieces(span: Span) -> tuple[tuple[int, int], ...]:
    """Return where `span` stands: the pieces of a quote that an attribution interrupts, else its own start and end."""
    return layer_of_value(type(span)).bounds_of(span)


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
    # An unknown label is an event's, as users add types; in another layer it needs the layer's name.
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
    # Layers are written small and event types large: `frames-Battle` is a layer's, `NON-AGGRESSION` a type.
    if dash and layer.islower():
        return layer, label
    return "events", type_name
