"""
Files of decisions: read with every damaged line told and the rest kept, and written so that no decision is lost.

A decision counts once its line ends in a line end that is on the disk. What a killed process left of a line after the
last line end was promised to nobody: the next writer removes it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from filelock import FileLock
from pydantic import ValidationError

from pressmark.errors import InputError, Mistake
from pressmark.messages import counted, suggestion
from pressmark.storage.disk import sync_folder, writing
from pressmark.yaml_files.mistakes import mistakes_of

from .decisions import Decision

__all__ = [
    "DamagedLine",
    "DecisionReading",
    "append",
    "read_decision",
    "read_decisions",
    "refuse_other_file",
]

# Damaged lines that are told one by one; chosen: a screen of them. A file of something else has thousands.
_MAX_TOLD_LINES = 20
# What `git merge` leaves in a file where two people wrote at the same place.
_CONFLICT_MARKS = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")
_TORN = (
    "the line is torn: its writer was stopped before anybody was told that it is kept. Decide this again; the next"
    " decision written here removes what is left of the line"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedLine:
    """A line of a file that is no decision, and what to do about it."""

    file: str
    line: int
    reasons: tuple[Mistake, ...]

    def __str__(self) -> str:
        """Return the file, the line, and all that is wrong with it."""
        return "\n".join(mistake.as_line(self.file) for mistake in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionReading:
    """
    The decisions of some files, each once, sorted by moment and id, and the lines that are none.

    `seen` counts the lines that are not empty: those kept, those `repeated` and those damaged. `places` has, by the id
    of a decision, the file and line where it stands.
    """

    decisions: tuple[Decision, ...] = ()
    damaged: tuple[DamagedLine, ...] = ()
    repeated: int = 0
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def seen(self) -> int:
        """How many lines there are."""
        return len(self.decisions) + self.repeated + len(self.damaged)

    def notices(self) -> tuple[str, ...]:
        """Return what a person should know: the first damaged lines, after a line that counts them."""
        if not self.damaged:
            return ()
        count = counted(len(self.damaged), "line")
        first = f"{count} of {self.seen} of the review cannot be read; the others count"
        told = tuple(map(str, self.damaged[:_MAX_TOLD_LINES]))
        further = len(self.damaged) - len(told)
        return (first, *told, f"… and {further} more") if further else (first, *told)


def read_decisions(files: Iterable[Path]) -> DecisionReading:
    """
    Read files of decisions. Raises `InputError` for a file that cannot be opened.

    A damaged line is told in what is returned, and no other line is lost for it.
    """
    decisions: dict[str, Decision] = {}
    damaged: list[DamagedLine] = []
    places: dict[str, str] = {}
    repeated = 0
    for file in files:
        for number, line, is_torn in _lines_of(file):
            row = _read_line(file.name, number, line, is_torn=is_torn)
            if isinstance(row, DamagedLine):
                damaged.append(row)
            else:
                repeated += row.decision in decisions
                decisions[row.decision] = row
                places.setdefault(row.decision, f"{file.name}:{number}")
    ordered = sorted(decisions.values(), key=lambda decision: decision.order)
    return DecisionReading(
        decisions=tuple(ordered),
        damaged=tuple(damaged),
        repeated=repeated,
        places=places,
    )


def read_decision(line: bytes, number: int = 1) -> Decision | DamagedLine:
    """Return the decision of one line, as a page sends it, or what is wrong with line `number`."""
    return _read_line("review", number, line, is_torn=False)


def refuse_other_file(file: Path, reading: DecisionReading) -> None:
    """Raise `InputError` where a file that decisions shall go into has lines, and none of them is a decision."""
    if reading.decisions or not reading.damaged:
        return
    content = file.read_bytes()
    # A writer that was stopped at its first decision leaves this.
    if b"\n" not in content and _is_torn(content):
        return
    raise InputError(
        f"{file}: holds something else than decisions, so none is written there. Name another file: --into anne.jsonl"
    )


def append(file: Path, decisions: Iterable[Decision]) -> None:
    """
    Write decisions at the end of a file, which is made where it is not there; they are on the disk on return.

    Raises `Blocked` when the disk is full or may not be written; nothing of the decisions is in the file then.
    """
    content = "".join(decision.as_line() for decision in decisions).encode()
    lock = FileLock(file.with_name(f".{file.name}.lock"))
    with writing(file), lock:
        is_new = not file.exists()
        # Unbuffered: one write for all, and nothing left to be written when the file is closed.
        with file.open("ab+", buffering=0) as stream:
            end = _mend_end(stream)
            try:
                stream.write(content)
                os.fsync(stream.fileno())
            except BaseException:
                stream.truncate(end)
                raise
        if is_new:
            sync_folder(file.parent)


def _mend_end(stream: BinaryIO | Any) -> int:
    """Let a file end in a line end and return its size: a whole last line gets one, a torn one is removed."""
    size = stream.seek(0, os.SEEK_END)
    if not size:
        return 0
    stream.seek(size - 1)
    if stream.read(1) == b"\n":
        return int(size)
    stream.seek(0)
    content = stream.read()
    start = content.rfind(b"\n") + 1
    if _is_torn(content[start:]):
        stream.truncate(start)
        return int(start)
    # A whole decision, or what no review wrote: that is not ours to remove.
    stream.write(b"\n")
    return int(size) + 1


def _is_torn(line: bytes) -> bool:
    """Say whether a line is the begin of a decision and no more, or the zeros that a power cut leaves."""
    if not line.strip(b"\x00"):
        return True
    if not line.startswith(b"{"):
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return True
    return False


def _lines_of(file: Path) -> list[tuple[int, bytes, bool]]:
    """Return the lines of a file that are not empty: number, bytes, and whether the line end is missing."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(
            f"{file}: cannot be read ({error.strerror}). Check the name under `review:`."
        ) from error
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return [
        (number, line, number == len(lines))
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]


def _read_line(
    file: str, number: int, line: bytes, *, is_torn: bool
) -> Decision | DamagedLine:
    """Return the decision of a line, or all that is wrong with it."""
    mistakes = []
    try:
        row = json.loads(line.decode())
        if isinstance(row, dict):
            return _decision_of(row, number)
        mistakes = [Mistake("is no JSON object, `{…}`; delete the line", line=number)]
    except _LineMistakes as error:
        mistakes = list(error.mistakes)
    except (ValueError, RecursionError):
        mistakes = [Mistake(_describe_unreadable(line, is_torn=is_torn), line=number)]
    return DamagedLine(file=file, line=number, reasons=tuple(mistakes))


class _LineMistakes(Exception):
    """The mistakes of one line."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__()
        self.mistakes = mistakes


def _decision_of(row: dict[str, Any], number: int) -> Decision:
    """Return the decision of a JSON object; raise `_LineMistakes` with all that is wrong with it."""
    unknown = [name for name in row if name not in Decision.model_fields]
    mistakes = [
        Mistake(f"unknown key{suggestion(name, Decision.model_fields)}", name, number)
        for name in unknown
    ]
    known = {name: value for name, value in row.items() if name not in unknown}
    decision: Decision | None = None
    try:
        # By way of JSON: strict validation takes a list for a tuple there alone.
        decision = Decision.model_validate_json(json.dumps(known))
    except ValidationError as error:
        for mistake in mistakes_of(error, Decision, (), {}):
            what = mistake.what.replace("unknown setting", "unknown key")
            mistakes.append(Mistake(what, mistake.path, number))
    except UnicodeEncodeError:
        mistakes.append(Mistake("holds half a character, `\\ud800`", line=number))
    if mistakes or decision is None:
        raise _LineMistakes(mistakes)
    return decision


def _describe_unreadable(line: bytes, *, is_torn: bool) -> str:
    """Say why a line is no JSON, and what to do."""
    if is_torn:
        return _TORN
    if line.decode(errors="replace").startswith(_CONFLICT_MARKS):
        return "is a mark that a merge left; delete the line, and keep the lines of both sides"
    return "is no JSON; delete the line, or take it back from a copy"
