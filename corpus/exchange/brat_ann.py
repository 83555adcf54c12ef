"""The lines of an `.ann` file of brat as values: text-bound annotations, relations, events, notes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .anchors import bare
from .drawn_ties import Ties
from .foreign_annotation import UnreadablePart

__all__ = ["AnnFile", "BratEvent", "BratRelation", "TextBound"]

_IGNORED_LINES = frozenset("AMN*")  # brat's attributes, normalisations and equivalences


@dataclass(frozen=True, slots=True)
class TextBound:
    """
    A `T` line: the name of its type, its stretches (offsets in code points), and the line's number, from 1.

    One that `is_part` is of a type that belongs to another annotation.
    """

    name: str
    stretches: list[tuple[int, int]]
    line_no: int
    is_part: bool

    @property
    def bounds(self) -> tuple[int, int]:
        """Where its first stretch starts and its last ends."""
        return self.stretches[0][0], self.stretches[-1][1]


@dataclass(frozen=True, slots=True)
class BratRelation:
    """An `R` line: what it says, and the brat ids of its ends."""

    kind: str
    owner_id: str
    target_id: str


@dataclass(frozen=True, slots=True)
class BratEvent:
    """An `E` line: the brat id of its trigger, and each argument's role with its brat id."""

    trigger_id: str
    arguments: list[tuple[str, str]]


class _Misplaced(ValueError):
    """Words that do not stand where their offsets say."""


class AnnFile:
    """
    The lines of an `.ann` file by kind; `text` is the article beside it. Lines that cannot be read are in `faults`.
    `ties` are the relations that draw a stretch or a link, as the export has named them.

    `notes` are the notes that an export has written, by the brat id that they are about; a person's own are ignored.
    """

    def __init__(self, content: str, text: str, file_name: str, ties: Ties) -> None:
        self.ties = ties
        self.faults: list[UnreadablePart] = []
        self.text_bounds: dict[str, TextBound] = {}
        self.relations: list[BratRelation] = []
        self.events: list[BratEvent] = []
        self.notes: dict[str, dict[str, Any]] = {}
        self.text = text
        self._file_name = file_name
        for line_no, line in enumerate(content.split("\n"), start=1):
            try:
                self._add_line(line, line_no)
            except _Misplaced as error:
                reason = "does not stand at its offsets in the text beside it"
                self.add_fault(line_no, reason, str(error))
            except (ValueError, IndexError):
                self.add_fault(line_no, "is no line of brat's")

    def add_fault(self, line_no: int, reason: str, words: str = "") -> None:
        """Note that a line cannot be read, and why."""
        position = f"{self._file_name} line {line_no}"
        self.faults.append(UnreadablePart(position, reason, words))

    def _add_line(self, line: str, line_no: int) -> None:
        """Read one line; raise `ValueError` or `IndexError` where it is none of brat's."""
        kind = line[:1]
        if not line.strip() or kind in _IGNORED_LINES:
            return
        id, content, *words = line.rstrip("\r").split("\t", 2)
        if kind == "T":
            name, offsets = content.split(" ", 1)
            stretches = _stretches(offsets)
            _require_words(words[0] if words else "", stretches, self.text)
            is_part = name in self.ties.part_types
            self.text_bounds[id] = TextBound(name, stretches, line_no, is_part)
        elif kind == "R":
            self.relations.append(_relation(content))
        elif kind == "E":
            self.events.append(_event(content))
        elif kind != "#":
            raise ValueError(line)
        elif words and words[0].startswith("{"):
            self.notes[content.split()[1]] = dict(json.loads(words[0]))

    def owned_ids(self) -> set[str]:
        """Return the brat ids of the parts that a relation or an event ties to a span that is in the file."""
        ties = {
            (relation.owner_id, relation.target_id)
            for relation in self.relations
            if relation.kind in self.ties.stretches
        }
        for event in self.events:
            ties |= {(event.trigger_id, id) for _, id in event.arguments}
        return {
            target_id
            for owner_id, target_id in ties
            if owner_id in self.text_bounds and self._is_part(target_id)
        }

    def _is_part(self, id: str) -> bool:
        return id in self.text_bounds and self.text_bounds[id].is_part

    def count_dangling_ties(self) -> int:
        """Count relations and events of which an end is not in the file, as a person deleted it."""
        ids = self.text_bounds.keys()
        count = sum(
            not {relation.owner_id, relation.target_id} <= ids
            for relation in self.relations
        )
        for event in self.events:
            count += event.trigger_id not in ids
            count += sum(id not in ids for _, id in event.arguments)
        return count


def _stretches(offsets: str) -> list[tuple[int, int]]:
    """Return the stretches of `12 20;24 30`; raise `ValueError` where these are no numbers in pairs."""
    pairs = (piece.split() for piece in offsets.split(";"))
    return [(int(start), int(end)) for start, end in pairs]


def _require_words(words: str, stretches: list[tuple[int, int]], text: str) -> None:
    """Raise `_Misplaced` where a line's words are not those that its offsets cut out of the text."""
    cut_words = "".join(text[start:end] for start, end in stretches)
    if words and bare(words) != bare(cut_words):
        raise _Misplaced(f"«{' '.join(words.split())}»")


def _relation(content: str) -> BratRelation:
    """Return the relation of `cue Arg1:T1 Arg2:T2`."""
    kind, owner, target = content.split()[:3]
    return BratRelation(kind, owner.partition(":")[2], target.partition(":")[2])


def _event(content: str) -> BratEvent:
    """Return the event of `FIGHT:T1 agent:T2 agent2:T3`; raise `IndexError` where there is no trigger."""
    pairs = [part.partition(":") for part in content.split()]
    roles = [(role, id) for role, _, id in pairs]
    return BratEvent(roles[0][1], roles[1:])
