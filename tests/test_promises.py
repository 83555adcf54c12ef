"""Every row of the page of promises names the tests that hold it, and these tests exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
REFERENCE = re.compile(r"`(?:(?P<file>test_\w+\.py)(?:::)?|…)(?P<test>\w*)`")
TEST = re.compile(r"^(?:async )?def (test_\w+)\(", re.M)


def references(line: str) -> Iterator[tuple[str, str]]:
    """Yield the file and the test of each reference in a line; the test is empty where a file is meant as a whole."""
    file = ""
    for reference in REFERENCE.finditer(line):
        # "…test_x" stands in the file that was named before it.
        file = reference["file"] or file
        yield file, reference["test"]


def missing_tests(page: str) -> list[str]:
    """Return the references of a page that lead to no test."""
    missing = []
    for line in page.splitlines():
        for file, test in references(line):
            path = ROOT / "tests" / file
            tests = TEST.findall(path.read_text("utf-8")) if path.is_file() else []
            if not tests or (test and test not in tests):
                missing.append(f"{file}::{test}")
    return missing


def promise_rows(page: str) -> list[str]:
    """Return the rows of the page's table without its head."""
    rows = [line for line in page.splitlines() if line.startswith("|")]
    return rows[2:]


def test_every_promise_names_tests_that_exist() -> None:
    assert missing_tests(PAGE) == []
    untested = [row for row in promise_rows(PAGE) if not [*references(row)]]
    assert untested == []


def test_a_test_that_does_not_exist_is_noticed() -> None:
    here = "test_promises.py"
    page = f"| a | b | 0 | `{here}::test_nothing`, `…test_every_promise_names_tests_that_exist`, `test_none.py` |"
    assert missing_tests(page) == [f"{here}::test_nothing", "test_none.py::"]


def test_no_promise_holds_in_part() -> None:
    rows = promise_rows(PAGE)
    assert len(rows) > 50
    assert not [row for row in rows if re.search(r"\bin part\b|\bpartly\b", row)]
