"""The tutorial of a count that can be published, to the letter: forty articles, a sample decided by keys, a share."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser
from review_browsing import WAIT, ReviewBrowsing
from review_pages import ServedReview, lines_of
from typer.testing import CliRunner

from pressmark.cli.app import app
from pressmark.dataset.corpus import load
from pressmark.study.estimation.drawn_sample import read_sample

pytestmark = [pytest.mark.model, pytest.mark.browser, pytest.mark.slow]

PAGE = Path(__file__).parent.parent / "docs" / "publishing.md"

WOMEN = ("Mrs Anne Morel", "Mrs Cora Lind")
MEN = ("Mr Ben Stone", "Mr Dario Vance")
WORDS = (
    "The harbour stays open", "We need a new wall", "Nobody asked the fishermen", "The water rose in the night",
    "We lost two boats", "The bridge is safe", "We will rebuild the pier", "The ferry runs on Sundays",
)  # fmt: skip


def _write_archive(folder: Path) -> None:
    """Write forty articles of two newspapers, of two quotes each or one; the second paper quotes more women."""
    folder.mkdir()
    words, women, men = cycle(WORDS), cycle(WOMEN), cycle(MEN)
    for number in range(40):
        outlet = "The Quay" if number % 2 else "The Lantern"
        speakers = [next(men), next(women if number % 3 == 0 or number % 2 else men)]
        said = [
            f"“{next(words)},” {speaker} said on Monday in town {number}."
            for speaker in speakers[: 1 + number % 4 // 2]
        ]
        text = "\n\n".join(
            [f"Rain fell on town {number} for {number + 2} days.", *said]
        )
        (folder / f"{number:02}.md").write_text(
            f"---\ntitle: Rain in town {number}\noutlet: {outlet}\ndate: 2026-03-{number % 28 + 1:02}\n---\n{text}\n",
            encoding="utf-8",
        )


@pytest.fixture
def reviews() -> Iterator[list[ServedReview]]:
    """Commands that a test starts and that are ended after it, whatever became of it."""
    started: list[ServedReview] = []
    yield started
    for review in started:
        review.kill()


def _decide(command: str, browser: Browser, reviews: list[ServedReview]) -> None:
    """Do what step 3 says: right for every quote but each seventh, which is none, and nothing is missing."""
    words = shlex.split(command)
    review = ServedReview(Path(words[2]), tuple(words[3:]))
    reviews.append(review)
    url = review.start()
    with browser.new_context() as context:
        page = ReviewBrowsing.open(context, url, Path("review.jsonl"))
        screen = page.page.locator("#screen")
        number = 0
        while step := screen.get_attribute("data-step"):
            number += 1
            is_quote = not step.endswith("/missing")
            page.press("x" if is_quote and number % 7 == 0 else "a")
            page.page.locator(f'#screen:not([data-step="{step}"])').wait_for(
                timeout=WAIT
            )
        page.shows("All decided")
        page.lines(number)
        assert page.complaints == []
    review.kill()


def test_the_walk_ends_with_a_share_that_can_be_published(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    browser: Browser,
    reviews: list[ServedReview],
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _write_archive(tmp_path / "articles")
    (yaml,) = re.findall(r"```yaml\n(.*?)```", page, re.S)
    Path("study.yaml").write_text(yaml, encoding="utf-8")
    said: list[tuple[str, str]] = []
    for block in re.findall(r"```sh\n(.*?)```", page, re.S):
        for command in block.splitlines():
            if command.startswith("pressmark review"):
                _decide(command, browser, reviews)
                continue
            done = CliRunner().invoke(app, shlex.split(command)[1:])
            assert done.exit_code == 0, f"{command}\n{done.output}"
            said.append((command, done.stdout))

    assert len(load("corpus")) == 40
    drawn = read_sample(Path("sample-shares-gender-20.json")).ids
    lines = lines_of(Path("review.jsonl"))
    assert {line["article"] for line in lines if line["action"] == "checked"} == drawn
    assert len([line for line in lines if line["action"] in ("right", "wrong")]) >= 25
    outputs = dict(said)
    (naive,) = (text for command, text in said if "--naive" in command)
    head, *rows = naive.splitlines()
    assert {"share", "corrected", "low", "high", "checked"} <= set(head.split())
    columns = dict(zip(head.split(), rows[0].split(), strict=True))
    assert (
        float(columns["low"]) <= float(columns["corrected"]) <= float(columns["high"])
    )
    numbers = pd.read_csv("proof/numbers.csv")
    assert set(numbers["gender"]) == {"f", "m"}
    assert "Mrs" in pd.read_csv(Path("proof") / numbers["file"].iloc[-1])["sentence"][0]
    methods = outputs["pressmark methods study.yaml"]
    assert "by anne" in methods
    assert "20" in methods
    assert "% to" in Path("public/counts.html").read_text(encoding="utf-8")
