"""Annotation that comes back from Label Studio's JSON export: regions with what relations tie to them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.layers import BY_NAME, declaration

from .details import layer_and_label, merge_drawn
from .drawn_ties import Ties
from .foreign_annotation import (
    ForeignArticle,
    ForeignSpan,
    UnreadablePart,
    describe_json_fault,
    read_text,
)

__all__ = ["read"]


def read(path: Path) -> Iterator[ForeignArticle | UnreadablePart]:
    """Yield the annotation of each task; of several annotations of one, the last that was not cancelled."""
    content = read_text(path)
    if isinstance(content, UnreadablePart):
        yield content
        return
    try:
        tasks = json.loads(content)
    except (ValueError, RecursionError) as error:
        yield UnreadablePart(path.name, describe_json_fault(error))
        return
    tasks = tasks if isinstance(tasks, list) else [tasks]
    for task_no, task in enumerate(tasks, start=1):
        id = task.get("id", task_no) if isinstance(task, dict) else task_no
        position = f"{path.name} task {id}"
        try:
            yield _article(task, position)
        except (LookupError, TypeError, ValueError, AttributeError):
            reason = (
                "is no task with text and annotations; export as JSON, not JSON-MIN"
            )
            yield UnreadablePart(position, reason)


@dataclass(frozen=True, slots=True)
class _Result:
    """
    What an annotation of a task holds: its regions by id, and its relations as (from, label, to).

    `ties` are the relations that draw a stretch or a link, as the export has named them.
    """

    text: str
    regions: Mapping[str, Mapping[str, Any]]
    relations: list[tuple[str, str, str]]
    ties: Ties

    def label(self, id: str) -> str:
        """Return the label of a region; the first, as ours have one."""
        return str(self.regions[id]["value"]["labels"][0])

    def is_part(self, id: str) -> bool:
        """Whether a region is of a type that belongs to another."""
        return self.label(id) in self.ties.part_types

    def note(self, id: str) -> dict[str, Any]:
        """Return what an export has kept in a region."""
        return dict((self.regions[id].get("meta") or {}).get("pressmark", {}))

    def stretch(self, id: str) -> tuple[int, int]:
        """
        Return a region's offsets in code points.

        Those of an old Label Studio count UTF-16 units, two for an emoji: its words give that away.
        """
        value = self.regions[id]["value"]
        start, end, words = value["start"], value["end"], value.get("text")
        if words is None or self.text[start:end] == words:
            return start, end
        code_points = (
            _code_points(self.text, start),
            _code_points(self.text, end),
        )
        return code_points if self.text[slice(*code_points)] == words else (start, end)

    def relations_from(self, id: str) -> Iterator[tuple[str, str]]:
        """Yield what the relations from a region say, and to which other region that is there."""
        for from_id, role, to_id in self.relations:
            if from_id == id and to_id in self.regions:
                yield role, to_id


def _code_points(text: str, utf16_offset: int) -> int:
    """Return how many code points the first `utf16_offset` UTF-16 units of `text` are."""
    units = text.encode("utf-16-le")
    return len(units[: 2 * utf16_offset].decode("utf-16-le", "ignore"))


def _article(task: Mapping[str, Any], position: str) -> ForeignArticle:
    """Return the annotation of a task; raise one of Python's lookup errors where it is none."""
    data = task["data"]
    result = _result(_entries(task), data["text"], Ties.of_json(data))
    spans = [_span(id, result) for id in result.regions if not result.is_part(id)]
    return ForeignArticle(
        text=data["text"],
        spans=tuple(spans),
        position=position,
        id=data.get("id"),
        omissions=_omissions(result),
        layers=frozenset(map(str, data.get("layers") or ())),
    )


def _entries(task: Mapping[str, Any]) -> Any:
    """Return the entries of the last annotation that was not cancelled; of the last prediction where there is none."""
    annotations = [
        annotation
        for annotation in task.get("annotations") or ()
        if not annotation.get("was_cancelled")
    ]
    candidates: list[Any] = annotations or task.get("predictions") or []
    return candidates[-1]["result"]


def _result(entries: Any, text: str, ties: Ties) -> _Result:
    """Sort the entries of a result into regions with a label and relations."""
    regions: dict[str, Mapping[str, Any]] = {}
    relations: list[tuple[str, str, str]] = []
    for entry in entries:
        if entry["type"] == "labels":
            if entry["value"].get("labels"):
                regions[entry["id"]] = entry
        elif entry["type"] == "relation":
            label = (entry.get("labels") or [""])[0]
            relations.append((entry["from_id"], label, entry["to_id"]))
    return _Result(text, regions, relations, ties)


def _omissions(result: _Result) -> Counter[str]:
    """Count what belongs to nothing: parts whose region was deleted, relations that lack one of their ends."""
    owned_ids = {
        to_id
        for from_id, role, to_id in result.relations
        if from_id in result.regions and role != "is"
    }
    omissions = Counter(
        f"loose {result.label(id).lower()}"
        for id in result.regions
        if result.is_part(id) and id not in owned_ids
    )
    omissions["dangling relation"] += sum(
        not {from_id, to_id} <= result.regions.keys()
        for from_id, _, to_id in result.relations
    )
    return +omissions  # without those that are none


def _span(id: str, result: _Result) -> ForeignSpan:
    """Return a region with the details of its note, and the parts, speaker and arguments that relations draw."""
    note = result.note(id)
    layer, label = layer_and_label(result.label(id))
    layer = note.pop("layer", layer)
    start, end = result.stretch(id)
    drawn: dict[str, tuple[int, int]] = {}
    speaker_id = None
    links: dict[str, str] = {}
    arguments: list[dict[str, Any]] = []
    for role, target_id in result.relations_from(id):
        stretch = result.stretch(target_id)
        # People also draw the speaker straight to the person's name.
        if role == "is" or (role == "speaker" and not result.is_part(target_id)):
            speaker_id = target_id
        # An event may have an argument `speaker`, so the layer decides what a relation is.
        if role in result.ties.links and layer not in BY_NAME:
            links[role] = target_id
        elif role in result.ties.stretches and layer != "events":
            drawn[role] = stretch
        elif role != "is":
            arguments.append(_argument(role, target_id, stretch, result))
    own_layer = declaration(layer)
    details = merge_drawn(note, drawn, speaker_id, result.text, own_layer) | links
    if arguments:
        details["arguments"] = arguments
    return ForeignSpan(
        layer=layer,
        label=label,
        start=start,
        end=end,
        details=details,
        id=id,
        position=f"region {id}",
    )


def _argument(
    role: str, id: str, stretch: tuple[int, int], result: _Result
) -> dict[str, Any]:
    """Return an event's argument by columns: a region of its own with its note, or an entity that the event names."""
    details = result.note(id) if result.is_part(id) else {"entity_id": id}
    return {"role": role, "start": stretch[0], "end": stretch[1], **details}
