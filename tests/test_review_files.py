"""Files of decisions: nothing is lost or doubled, and every damaged line is told."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pydantic import ValidationError
from reviewing import decision

from pressmark.errors import InputError
from pressmark.review import Decision, append, read_decisions
from pressmark.review.decision_files import refuse_other_file
from pressmark.review.decisions import decision_id, schema, standing

WORDS = {"start": 0, "end": 4, "text": "Rain"}


def _checked(number: int = 0, **values: object) -> Decision:
    return decision(f"a{number}", "quotes", "checked", **values)  # type: ignore[arg-type]


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "review.jsonl"
    added = decision(
        "a1",
        "quotes",
        "added",
        after=WORDS | {"label": "direct"},
        note="« é » 🙂",
        seconds=2.0,
    )
    append(file, [added])
    append(file, [_checked()])

    reading = read_decisions([file])

    assert sorted(one.as_line() for one in reading.decisions) == sorted(
        [added.as_line(), _checked().as_line()]
    )
    assert (reading.damaged, reading.repeated, reading.seen) == ((), 0, 2)
    assert reading.places[added.decision] == "review.jsonl:1"


def test_the_id_is_made_of_the_rest_of_the_line() -> None:
    row = json.loads(_checked(seconds=2.0).as_line())
    assert row["decision"] == decision_id(row)
    # As a browser writes it: another order, and 2 for 2.0.
    other = {name: row[name] for name in sorted(row, reverse=True)} | {"seconds": 2}
    assert decision_id(other) == row["decision"]


def test_the_same_line_twice_is_one_decision(tmp_path: Path) -> None:
    file = tmp_path / "review.jsonl"
    append(file, [_checked(), _checked(), _checked(1)])
    reading = read_decisions([file, file])
    assert (len(reading.decisions), reading.repeated, reading.seen) == (2, 4, 6)


def test_every_damaged_line_is_told_at_once_and_the_others_are_kept(
    tmp_path: Path,
) -> None:
    file = tmp_path / "review.jsonl"
    row = json.loads(_checked().as_line())
    bare = {name: value for name, value in row.items() if name != "decision"}
    lines = [
        json.dumps(row),
        "{",
        "",
        "[1]",
        json.dumps(bare | {"actoin": "right", "when": "yesterday"}),
        json.dumps(row | {"note": "by hand"}),
        "<<<<<<< HEAD",
        json.dumps(bare | {"action": "right", "before": WORDS | {"end": 9}}),
        json.dumps(bare | {"article": "a2"}),
        json.dumps(bare | {"action": "undo"}),
    ]
    content = "\n".join(lines).encode() + b"\n\xff\xfe\n\x00\x00"
    file.write_bytes(content)

    reading = read_decisions([file])

    assert {one.article for one in reading.decisions} == {"a0", "a2"}
    assert [one.line for one in reading.damaged] == [2, 4, 5, 6, 7, 8, 10, 11, 12]
    assert reading.seen == 11
    told = "\n".join(reading.notices())
    assert told.startswith(
        "9 lines of 11 of the review cannot be read; the others count\n"
    )
    assert "review.jsonl:2 is no JSON; delete the line" in told
    assert "review.jsonl:5 actoin: unknown key; did you mean 'action'?" in told
    assert "review.jsonl:5 when: must be written like `2026-03-02T09:15:00Z`" in told
    assert "review.jsonl:6 the line was changed since it was written" in told
    assert "review.jsonl:7 is a mark that a merge left" in told
    assert "review.jsonl:8 `before`: `text` has 4 characters, and 0:9 9" in told
    assert "review.jsonl:10 `of` is missing" in told
    assert "review.jsonl:12 the line is torn" in told


def test_thousands_of_damaged_lines_are_counted_and_the_first_told(
    tmp_path: Path,
) -> None:
    file = tmp_path / "review.jsonl"
    file.write_bytes(b"no\n" * 5000 + _checked().as_line().encode())
    notices = read_decisions([file]).notices()
    assert notices[0].startswith("5000 lines of 5001 ")
    assert len(notices) == 22
    assert notices[-1] == "… and 4980 more"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_decisions([tmp_path / "none.jsonl"])


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_last_line_is_removed_by_the_next_decision(
    tmp_path: Path, cut: int
) -> None:
    file = tmp_path / "review.jsonl"
    append(file, [_checked(0)])
    whole = file.read_bytes()
    file.write_bytes(
        whole + _checked(1).as_line().encode()[:-cut] if cut > 1 else whole[:-1]
    )

    append(file, [_checked(2)])

    reading = read_decisions([file])
    assert {one.article for one in reading.decisions} == {"a0", "a2"}
    assert reading.damaged == ()


@pytest.mark.parametrize(
    "content",
    [b"title: Ports", b"a note\nof two lines", b'{"id": "a1"}', b"[1, 2]", b"\xff\xfe"],
)
def test_a_last_line_that_no_review_wrote_is_never_removed(
    content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "review.jsonl"
    file.write_bytes(content)

    append(file, [_checked()])

    assert file.read_bytes().startswith(content + b"\n")
    assert len(read_decisions([file]).decisions) == 1


@pytest.mark.parametrize(
    "content",
    [b"title: Ports\n", b"title: Ports", b'{"id": "a1", "text": "b"}\n' * 2, b'{"a": 1}', b"%PDF-1.7\n\x00"],
)  # fmt: skip
def test_a_file_of_something_else_takes_no_decisions(
    content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "study.yaml"
    file.write_bytes(content)
    with pytest.raises(InputError, match="something else than decisions"):
        refuse_other_file(file, read_decisions([file]))
    assert file.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"\n", b'{"layer": "quo', b"\x00\x00"])
def test_a_file_whose_first_decision_was_torn_takes_the_next(
    content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "review.jsonl"
    file.write_bytes(content)
    refuse_other_file(file, read_decisions([file]))
    append(file, [_checked()])
    reading = read_decisions([file])
    assert (len(reading.decisions), reading.damaged) == (1, ())


def test_nobody_takes_back_what_somebody_else_decided() -> None:
    first = _checked(0)
    second = _checked(1)
    by_ben = decision("a0", "quotes", "undo", who="ben", minute=1, of=first.decision)
    undo = decision("a1", "quotes", "undo", minute=1, of=second.decision)
    redo = decision("a1", "quotes", "undo", minute=2, of=undo.decision)
    assert standing([first, second, by_ben, undo]) == [first]
    assert standing([redo, undo, by_ben, second, first]) == standing([first, second])


def test_what_no_page_writes_is_refused() -> None:
    with pytest.raises(ValidationError, match="`before` is missing"):
        decision("a", "quotes", "right")
    with pytest.raises(ValidationError, match="`after` is missing"):
        decision("a", "quotes", "changed", before=WORDS)
    with pytest.raises(ValidationError, match="must be without the article"):
        decision("a", "quotes", "right", before=WORDS, annotation="a/quotes-0-4")


def test_the_schema_names_every_key() -> None:
    assert set(schema()["properties"]) == set(Decision.model_fields)
    assert schema()["additionalProperties"] is False


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from pressmark.review import append
from test_review_files import _checked
for number in range({first}, {first} + {count}):
    append(Path({file!r}), [_checked(number)])
    # Acknowledged: from now on the decision may not be lost.
    print(number, flush=True)
"""


def _start_writer(file: Path, first: int, count: int) -> subprocess.Popen[str]:
    code = WRITER.format(
        tests=str(Path(__file__).parent), file=str(file), first=first, count=count
    )
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.slow
def test_two_processes_that_append_at_once_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "review.jsonl"
    writers = [_start_writer(file, first, 150) for first in (0, 1000)]
    for writer in writers:
        writer.communicate()
    reading = read_decisions([file])
    numbers = {*range(150), *range(1000, 1150)}
    assert {one.article for one in reading.decisions} == {
        f"a{number}" for number in numbers
    }
    assert (reading.repeated, reading.damaged) == (0, ())


@pytest.mark.slow
def test_a_writer_that_is_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    file = tmp_path / "review.jsonl"
    drawn = random.Random(3)
    acknowledged: set[str] = set()
    for turn in range(4):
        writer = _start_writer(file, turn * 100_000, 100_000)
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(drawn.random() / 5)
        os.kill(writer.pid, signal.SIGKILL)
        rest, _ = writer.communicate()
        # The last line may be cut: what was not read whole was not acknowledged.
        whole = (first + rest).rpartition("\n")[0].split()
        acknowledged |= {f"a{number}" for number in whole}
    append(file, [_checked(-1)])
    reading = read_decisions([file])
    assert acknowledged < {one.article for one in reading.decisions}
    assert (reading.repeated, reading.damaged) == (0, ())
