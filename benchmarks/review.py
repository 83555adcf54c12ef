"""
How quick the review page is by keyboard, and whether a decision is lost or doubled when its processes are killed.

    .venv/bin/python benchmarks/review.py [ARTICLES.jsonl ...] [--quotes 200] [--articles 60] [--rounds 30]

The examples with their annotation by hand, and the first `--articles` of each file (as JSON lines, gzip or not; with
`id`, `text` and `language`), annotated by a run. A script presses one or two keys a quote in a headless Chromium; a time
is that from the key that decides to the frame in which the next step stands, measured within the page. Of each corpus as
many quotes are decided as `--quotes` says, or all that there are. Then, on made quotes, `kill -9` ends the command, the
browser or both at a random moment of each round; both come back, and in the end every decision that the page showed must
stand in the file once. `--quotes 0` and `--rounds 0` leave a part out.
"""

from __future__ import annotations

import argparse
import gzip
import random
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page, Playwright, sync_playwright

from pressmark.config.project import read
from pressmark.dataset.corpus import load
from pressmark.pipeline.driver import run

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from killed_reviews import BrowserProcess, disturb, killed_review
from review_pages import ServedReview, example_study, lines_of, made_study

PRESSES = (
    *[("a",)] * 3, ("x",), ("1",), ("2",), ("0",), (" ",), ("t", "a"), ("d", "a"), ("v", "a"), ("q", "a"), ("r", "x"),
)  # fmt: skip
"""What is pressed, each as often as it stands here: most quotes are right."""

VICTIMS = ("browser", "command", "both")
KILLED_ARTICLES = 100  # of three quotes each: enough for thirty rounds
LONGEST_ROUND = 4.0  # seconds from the first screen to the kill

CLOCK = """() => {
  const screen = document.getElementById('screen');
  globalThis.reviewTimes = [];
  let pressed = 0, step = screen.dataset.step;
  document.addEventListener('keydown', () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (screen.dataset.step === step) return;
    step = screen.dataset.step;
    const began = pressed;
    requestAnimationFrame(() => setTimeout(() => reviewTimes.push(performance.now() - began)));
  }).observe(screen, { attributes: true, attributeFilter: ['data-step'] });
}"""
"""Measures in the page: from the last key to the end of the frame in which another step stands."""

IS_MEASURED = "count => reviewTimes.length === count"


class Times(NamedTuple):
    """Milliseconds from a key to the next step, and what of the file is not as it was pressed."""

    milliseconds: list[float]
    faults: int

    def row(self, name: str) -> str:
        """Return a line of a table."""
        ordered = sorted(self.milliseconds)
        late = ordered[int(len(ordered) * 0.95)]
        return (
            f"| {name} | {len(ordered)} | {statistics.median(ordered):.0f} | {late:.0f} | {ordered[-1]:.0f}"
            f" | {self.faults} |"
        )


def write_study(folder: Path, articles: Path, count: int) -> Path:
    """Write a study of the first articles of a file, and run it; gives its YAML file."""
    folder.mkdir()
    opening = gzip.open if articles.suffix == ".gz" else open
    with opening(articles, "rt", encoding="utf-8") as rows:
        (folder / "articles.jsonl").write_text("".join(islice(rows, count)))
    yaml = folder / "study.yaml"
    yaml.write_text(f"title: {folder.name}\nsource: {{files: [articles.jsonl]}}\n")
    run(read(yaml))
    return yaml


def decide(page: Page, url: str, most: int, draw: random.Random) -> list[float]:
    """Press keys for so many quotes, and one for each article's end; gives the milliseconds of the quotes."""
    page.goto(url)
    page.locator("#claim").wait_for()
    page.evaluate(CLOCK)
    quotes: list[bool] = []
    while sum(quotes) < most:
        step = page.locator("#screen").get_attribute("data-step")
        if not step:
            break
        quotes.append(not step.endswith("/missing"))
        for key in draw.choice(PRESSES) if quotes[-1] else ("Enter",):
            page.keyboard.press(key)
        page.wait_for_function(IS_MEASURED, arg=len(quotes))
    page.locator(".kept[data-waiting='0']").wait_for()
    times: list[float] = page.evaluate("reviewTimes")
    return [time for time, is_quote in zip(times, quotes, strict=True) if is_quote]


def measure(playwright: Playwright, yaml: Path, most: int) -> Times:
    """Decide quotes of a study by keyboard."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "review.jsonl"
        served = ServedReview(yaml, ("--who", "anne", "--into", str(file)))
        browser = BrowserProcess(playwright.chromium, Path(folder) / "profile")
        try:
            times = decide(browser.start(), served.start(), most, random.Random(1))
        finally:
            browser.kill()
            served.kill()
        rows = [row for row in lines_of(file) if row.get("annotation")]
        counts = Counter((row["article"], row["annotation"]) for row in rows)
        doubled = sum(count - 1 for count in counts.values())
        return Times(times, doubled + abs(len(times) - len(counts)))


def print_times(playwright: Playwright, options: Any, folder: Path) -> None:
    """Print the table of milliseconds."""
    studies = {"examples": example_study(folder / "examples")}
    for file in options.files:
        name = file.name.removesuffix(".gz").removesuffix(".jsonl")
        studies[name] = write_study(folder / name, file, options.articles)
    print("| corpus | quotes | median ms | 95 % ms | longest ms | lost or doubled |")
    print("|---|---|---|---|---|---|")
    for name, yaml in studies.items():
        print(measure(playwright, yaml, options.quotes).row(name), flush=True)


def print_kills(playwright: Playwright, rounds: int, folder: Path) -> None:
    """Print what became of decisions in rounds of `kill -9`."""
    yaml = made_study(folder / "made", articles=KILLED_ARTICLES)
    victims: Sequence[str] = [VICTIMS[number % 3] for number in range(rounds)]
    with killed_review(yaml, folder, playwright.chromium, seed=7) as review:
        disturb(review, victims, LONGEST_ROUND)
        faults = review.faults()
        quotes = sum(len(article.quotes) for article in load(yaml.parent / "corpus"))
    print(f"\n{rounds} rounds of kill -9 ({_counted(victims)}), {quotes} quotes")
    print(f"  decisions that the page showed and that are not in the file: {_count(faults, 'lost')}")  # fmt: skip
    print(f"  in the file twice: {_count(faults, 'doubled')}")
    print(f"  asked again though they were decided: {review.asked_again}")


def _counted(victims: Iterable[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in Counter(victims).items())


def _count(faults: Iterable[str], kind: str) -> int:
    return sum(fault.startswith(kind) for fault in faults)


def main() -> None:
    """Print the times, then the kills."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--quotes", type=int, default=200)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        if options.quotes:
            print_times(playwright, options, Path(scratch))
        if options.rounds:
            print_kills(playwright, options.rounds, Path(scratch))


if __name__ == "__main__":
    main()
