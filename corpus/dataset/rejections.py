"""
What was not kept: which rejections may pass at another try, and all of them in groups that a person can read.

A file of a thousand rows without a text is one line: the file, the places from first to last, the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.messages import counted

__all__ = [
    "RETRIED_TABLES",
    "TRIED",
    "Group",
    "failure_groups",
    "failure_lines",
    "group_lines",
    "grouped",
    "may_pass",
]

TRIED = "annotate"
"""How the step of a rejection begins that annotation caused: an error, a time limit, a process that died."""

RETRIED_TABLES = ("rejected", "layer_failures")
"""
Tables that a shard has only where articles were rejected, or kept without a layer whose annotator is optional.

Their rows may be gone after another try, so that the tables of such a shard are reused together or not at all.
"""

# `line 12`, `row 3`, or a bare `7`: a word, which may be missing, and a number at the end.
_NUMBERED = re.compile(r"(.*\D)?(\d+)")
# What differs between reasons of one cause, numbers and words in marks: `request 17 «a1» failed`, `request 18 «a2» failed`.
_PARTICULARS = re.compile(
    r"«[^»]*»|'[^']*'|\"[^\"]*\"|\b[0-9a-f]{8,}\b|\d+(?:[.,:]\d+)*"
)
# Places and ranges of places that a line names; chosen, not measured.
_MOST_PLACES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """
    Articles of one file, rejected at one step for one reason; `ids` and `places` are in the order of the table.

    With `layer`, articles of any file that are kept without that layer, whose optional annotator failed.
    """

    file: str | None
    step: str
    reason: str
    ids: tuple[str | None, ...]
    places: tuple[str | None, ...]
    layer: str | None = None

    @property
    def count(self) -> int:
        """How many articles."""
        return len(self.ids)

    @property
    def may_pass(self) -> bool:
        """Whether another try may keep them."""
        return may_pass(self.step)


def may_pass(step: str) -> bool:
    """Say whether what was rejected at this step may be kept when it is tried again."""
    return step.startswith(TRIED)


def grouped(rows: Iterable[Mapping[str, Any]]) -> list[Group]:
    """Return the rows of the table `rejected` by file, step and reason, in the order in which each comes first."""
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        # A dictionary keeps the order of its keys: what was rejected first is told first.
        groups.setdefault((row["file"], row["step"], row["reason"]), []).append(row)
    return [
        Group(
            file=file,
            step=step,
            reason=reason,
            ids=tuple(row["id"] for row in members),
            places=tuple(row["place"] for row in members),
        )
        for (file, step, reason), members in groups.items()
    ]


def failure_groups(rows: Iterable[Mapping[str, Any]]) -> list[Group]:
    """
    Return the rows of the table `layer_failures` by layer, step and reason, in the order in which each comes first.

    >>> row = {"article_id": "a1", "layer": "own", "step": "annotate: own", "reason": "busy"}
    >>> failure_groups([row])[0].layer
    'own'
    """
    members: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        key = (row["layer"], row["step"], row["reason"])
        members.setdefault(key, []).append(row["article_id"])
    return [
        Group(
            file=None,
            step=step,
            reason=reason,
            ids=tuple(ids),
            places=(None,) * len(ids),
            layer=layer,
        )
        for (layer, step, reason), ids in members.items()
    ]


def group_lines(groups: Sequence[Group]) -> Iterator[str]:
    """Yield a line for each group: `export.csv, lines 2–51 (50): no column `text``."""
    for group in groups:
        yield _printable(f"{_where(group)}: {group.reason}")


def failure_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """
    Yield a line for each layer and reason of the table `layer_failures`, with the articles that are kept without it.

    Reasons that differ in numbers or in quoted words alone are one; the first stands for all, and those with most
    articles come first.

    >>> row = {"article_id": "a1", "layer": "own", "step": "annotate: own", "reason": "busy"}
    >>> list(failure_lines([row]))
    ['kept without own, 1 article: a1: busy']
    """
    members: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        key = (row["layer"], _PARTICULARS.sub("#", row["reason"]))
        members.setdefault(key, []).append(row)
    # Stable: of groups as large as each other, the one whose article comes first.
    groups = sorted(members.items(), key=lambda group: -len(group[1]))
    for (layer, _), group in groups:
        ids = [row["article_id"] for row in group]
        # Another that is like it is told by its number alone.
        variants = len({row["reason"] for row in group}) - 1
        alike = f" (and {counted(variants, 'reason')} like it)" if variants else ""
        reason = f"{group[0]['reason']}{alike}"
        shown = ", ".join(ids[:_MOST_PLACES])
        more = ", …" if len(ids) > _MOST_PLACES else ""
        articles = counted(len(ids), "article")
        yield _printable(f"kept without {layer}, {articles}: {shown}{more}: {reason}")


def _where(group: Group) -> str:
    if group.count == 1:
        place = ", ".join(part for part in (group.file, group.places[0]) if part)
        # `export-7 (export.csv, line 7)`; the id alone, or the place alone, where the other is not known.
        (id,) = group.ids
        if id and place:
            return f"{id} ({place})"
        return id or place or "an article"
    places = [group.file] if group.file else []
    places += _ranges([place for place in group.places if place])
    if places:
        return f"{', '.join(places)} ({group.count})"
    # No file and no place is known of them: their ids are all there is.
    ids = ", ".join(map(str, group.ids[:_MOST_PLACES]))
    return f"{counted(group.count, 'article')}: {ids}"


def _ranges(places: Sequence[str]) -> list[str]:
    """Places that follow each other as one: `line 2`, `line 3`, `line 5` are `lines 2–3, 5`."""
    numbers: dict[str, list[int]] = {}
    others: list[str] = []
    for place in places:
        match = _NUMBERED.fullmatch(place)
        if match:
            # By the word, so that `line 2` and `page 3` make no range.
            numbers.setdefault(match[1] or "", []).append(int(match[2]))
        else:
            others.append(place)
    # As a set: the same place twice would break a range in two.
    ranges = [_runs(word, sorted(set(found))) for word, found in numbers.items()]
    whole = [*ranges, *dict.fromkeys(others)]
    return whole if len(whole) <= _MOST_PLACES else [*whole[:_MOST_PLACES], "…"]


def _runs(word: str, numbers: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    written = [
        str(first) if first == last else f"{first}–{last}" for first, last in runs
    ]
    shown = written if len(written) <= _MOST_PLACES else [*written[:_MOST_PLACES], "…"]
    # `line ` → `lines `: the space before the number stays where it is.
    plural = re.sub(r"(\w)(\s*)$", r"\1s\2", word) if len(numbers) > 1 else word
    return f"{plural}{', '.join(shown)}"


def _printable(text: str) -> str:
    """A line that changes nothing of the terminal it is printed on."""
    # Reasons quote file names and texts of strangers, in which an escape sequence may stand.
    return "".join(
        letter if letter.isprintable() else "\ufffd"
        for letter in text.replace("\n", " ")
    )
