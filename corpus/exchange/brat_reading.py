"""Annotation that comes back from a brat folder: spans with the parts that relations and events tie to them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pressmark.layers import declaration

from .brat_ann import AnnFile, TextBound
from .brat_stretches import INDEX, LINE_BREAKS, cut_at_line_breaks
from .details import layer_and_label, merge_drawn
from .drawn_ties import OWN_TIES, Ties
from .foreign_annotation import ForeignArticle, ForeignSpan, UnreadablePart, read_text

__all__ = ["read"]

_IndexRow = tuple[str, frozenset[str], Ties]
"""The id of an article, the layers that are annotated in it, and what their relations are called."""


def read(path: Path) -> Iterator[ForeignArticle | UnreadablePart]:
    """Yield the annotation of a brat folder (or of one `.ann` file with its `.txt` beside it), article by article."""
    # The text alone would be read as an article whose every annotation was deleted.
    if path.is_file() and path.suffix != ".ann":
        reason = "is no .ann file, which holds the annotation; give that or the folder"
        yield UnreadablePart(path.name, reason)
        return
    # All of the index first: the files come in the order of their names, not of the export.
    index: dict[str, _IndexRow] = {}
    for row in _read_index(path / INDEX if path.is_dir() else path.with_name(INDEX)):
        if isinstance(row, UnreadablePart):
            yield row
        else:
            index |= row
    # Sorted, so that messages and refusals come in the same order on every file system.
    for file in sorted(path.rglob("*.ann")) if path.is_dir() else [path]:
        text_file = file.with_suffix(".txt")
        if not text_file.is_file():
            yield UnreadablePart(file.name, f"has no {text_file.name} beside it")
            continue
        text, content = read_text(text_file), read_text(file)
        if isinstance(text, UnreadablePart):
            yield text
        if isinstance(content, UnreadablePart):
            yield content
        if isinstance(text, str) and isinstance(content, str):
            yield from _read_article(file, text, content, index)


def _read_article(
    file: Path, text: str, content: str, index: dict[str, _IndexRow]
) -> Iterator[ForeignArticle | UnreadablePart]:
    """Yield what of an `.ann` file cannot be read, then the article with the rest of it."""
    id, layers, ties = index.get(file.stem, (None, frozenset(), OWN_TIES))
    ann = AnnFile(content, text, file.name, ties)
    # Its notes may turn out to be damaged, so the spans are made before the faults are told.
    spans = tuple(_spans(ann, text))
    yield from ann.faults
    yield ForeignArticle(
        text=text,
        spans=spans,
        position=file.name,
        id=id,
        file=file.stem,
        layers=layers,
        omissions=_omissions(ann),
    )


def _read_index(path: Path) -> Iterator[dict[str, _IndexRow] | UnreadablePart]:
    """Yield which file is which article, with which layers and ties, as the export has written it."""
    content = read_text(path) if path.is_file() else ""
    if isinstance(content, UnreadablePart):
        yield content
        return
    for line_no, line in enumerate(content.splitlines(), start=1):
        try:
            row = json.loads(line)
            layers = frozenset(map(str, row.get("layers", ())))
            yield {str(row["file"]): (str(row["id"]), layers, Ties.of_json(row))}
        except (ValueError, LookupError, TypeError, AttributeError):
            reason = "names no file and its article"
            yield UnreadablePart(f"{path.name} line {line_no}", reason)


def _spans(ann: AnnFile, text: str) -> Iterator[ForeignSpan]:
    """Yield the annotations; those that belong to another are in its details."""
    owned_ids = ann.owned_ids()
    for id, bound in ann.text_bounds.items():
        if bound.is_part or id in owned_ids:
            continue
        try:
            yield _span(id, bound, ann, text)
        except (TypeError, LookupError, ValueError, AttributeError):
            reason = "has a note that is not as it was exported"
            ann.add_fault(bound.line_no, reason, bound.name)


def _span(id: str, bound: TextBound, ann: AnnFile, text: str) -> ForeignSpan:
    """Return an annotation with the details of its note, and the parts, speaker and arguments that are drawn."""
    layer, label = layer_and_label(bound.name)
    note = dict(ann.notes.get(id, {}))
    layer = note.pop("layer", layer)
    # It stands in the note for `_exported_id` and is no detail of the span.
    note.pop("id", None)
    noted_bounds = note.pop("bounds", None)
    details = _merge_relations(id, note, ann, layer)
    arguments = _arguments(id, ann)
    if arguments is not None:
        details["arguments"] = arguments
    if layer == "quotes":
        # A quote alone may be interrupted; for other layers the first start and the last end have to do.
        details["spans"] = _quote_pieces(bound.stretches, details.get("spans"), text)
    start, end = _true_bounds(bound, noted_bounds, text)
    return ForeignSpan(
        layer=layer,
        label=label,
        start=start,
        end=end,
        details=details,
        id=_exported_id(id, ann),
        position=f"line {bound.line_no}",
    )


def _exported_id(id: str, ann: AnnFile) -> str:
    """Return the id that the span had when it was exported; brat's own for one that a person added."""
    exported: str = ann.notes.get(id, {}).get("id", id)
    return exported


def _merge_relations(
    id: str, note: dict[str, Any], ann: AnnFile, layer: str
) -> dict[str, Any]:
    """Return the details of a note, changed by the parts, the speaker and the links that the relations draw now."""
    drawn: dict[str, tuple[int, int]] = {}
    links: dict[str, str] = {}
    speaker_id = None
    for relation in ann.relations:
        target = ann.text_bounds.get(relation.target_id)
        if relation.owner_id != id or target is None:
            continue
        if relation.kind in ann.ties.links:
            links[relation.kind] = _exported_id(relation.target_id, ann)
        if relation.kind in ann.ties.stretches:
            drawn[relation.kind] = target.bounds
        # People also draw the speaker straight to the person's name.
        is_speaker = relation.kind == "speaker" and not target.is_part
        if relation.kind == "is" or is_speaker:
            speaker_id = _exported_id(relation.target_id, ann)
    details = merge_drawn(note, drawn, speaker_id, ann.text, declaration(layer))
    return details | links


def _arguments(id: str, ann: AnnFile) -> list[dict[str, Any]] | None:
    """Return the arguments of the event whose trigger has the brat `id`; None for what triggers no event."""
    arguments = None
    for event in ann.events:
        # Of several events on one trigger the last holds.
        if event.trigger_id == id:
            arguments = [
                _argument(role, target_id, ann)
                for role, target_id in event.arguments
                if target_id in ann.text_bounds
            ]
    return arguments


def _argument(role: str, target_id: str, ann: AnnFile) -> dict[str, Any]:
    """Return an argument by columns; brat numbers the roles of one name: `agent`, `agent2`."""
    target = ann.text_bounds[target_id]
    start, end = target.bounds
    place = {"role": role.rstrip("0123456789"), "start": start, "end": end}
    if target.name != "Argument":
        return {**place, "entity_id": _exported_id(target_id, ann)}
    return {**place, **ann.notes.get(target_id, {})}


def _omissions(ann: AnnFile) -> Counter[str]:
    """Count what belongs to nothing: parts whose span was deleted, relations and events that lack one of their ends."""
    owned_ids = ann.owned_ids()
    loose = Counter(
        f"loose {bound.name.lower()}"
        for id, bound in ann.text_bounds.items()
        if bound.is_part and id not in owned_ids
    )
    return loose + Counter({"dangling relation": ann.count_dangling_ties()})


def _true_bounds(
    bound: TextBound, noted: list[int] | None, text: str
) -> tuple[int, int]:
    """Return start and end as noted, when only line ends are between these and brat's; else brat's."""
    start, end = bound.bounds
    if noted and noted[0] <= start and end <= noted[1]:
        cut_off = text[noted[0] : start] + text[end : noted[1]]
        # Only line ends were cut off by the export, so nobody moved the annotation.
        if not cut_off.strip("\r\n"):
            return noted[0], noted[1]
    return start, end


def _quote_pieces(
    stretches: list[tuple[int, int]], noted: list[dict[str, int]] | None, text: str
) -> list[dict[str, int]]:
    """Return a quote's pieces: as noted, if nobody moved them, else brat's, joined where only a line end parts them."""
    if noted:
        noted_stretches: list[tuple[int, int]] = []
        for piece in noted:
            # Cut as the export has cut them: only so can the noted pieces be compared with those that brat draws.
            noted_stretches += cut_at_line_breaks(text, piece["start"], piece["end"])
        if noted_stretches == stretches:
            return noted
    joined = [stretches[0]]
    for start, end in stretches[1:]:
        joined_start, joined_end = joined[-1]
        if LINE_BREAKS.fullmatch(text, joined_end, start):
            joined[-1] = (joined_start, end)
        else:
            joined.append((start, end))
    return [{"start": start, "end": end} for start, end in joined]
