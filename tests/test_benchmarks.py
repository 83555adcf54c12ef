"""The benchmarks that the docs name run; how fast, they say by themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.model

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("layers.py --articles 2 --rounds 1", "| events |"),
        ("gazetteer.py --articles 2 --entries 200 --rounds 1", "the file is read in"),
        ("happenings.py 400", "400 mentions"),
        ("copies.py", "found 300"),
        ("scale.py 200", "names"),
        ("house.py --words", "lines of tests to lines of code"),
    ],
)
def test_a_benchmark_runs(command: str, said: str) -> None:
    name, *given = command.split()
    words = [sys.executable, str(ROOT / "benchmarks" / name), *given]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


@pytest.mark.browser
def test_the_benchmark_of_the_review_page_decides_and_counts() -> None:
    command = [sys.executable, "benchmarks/review.py", "--quotes", "5", "--rounds", "0"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    name, count, *_, faults = done.stdout.splitlines()[-1].strip("| ").split(" | ")
    assert (name, count, faults) == ("examples", "5", "0")
