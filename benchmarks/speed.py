"""
How fast the run is beside plain spaCy, and how fast pages are written.

    make bench        or: .venv/bin/python benchmarks/speed.py [--articles 60] [--rounds 3]

Both parse the same texts in this one process, turn about, models loaded before: each text through `nlp.pipe`, then
the whole run (import, parse, three layers, tables, seal). Times on a shared machine are noisy: read the medians' ratio.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pressmark.annotators.parse import DEFAULT_MODELS, model_path
from pressmark.config import read
from pressmark.library import load
from pressmark.run import run
from pressmark.site import build

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"


def texts(count: int) -> list[tuple[str, str]]:
    """Language and text of `count` articles: the examples, over and over."""
    found = [(path.name[:2], path.read_text("utf-8").split("---\n", 2)[2]) for path in sorted(EXAMPLES.glob("*.md"))]
    return [found[n % len(found)] for n in range(count)]


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes, by the wall clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def plain(given: list[tuple[str, str]]) -> None:
    """spaCy as it is: whole articles through `nlp.pipe`."""
    for language, name in DEFAULT_MODELS.items():
        for _ in model_path(name).nlp.pipe(text for spoken, text in given if spoken == language):
            pass


def project(folder: Path, given: list[tuple[str, str]]) -> Path:
    """A project over these texts, run in this process."""
    rows = [{"id": f"a{n}", "language": language, "text": text} for n, (language, text) in enumerate(given)]
    (folder / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    (folder / "run.yaml").write_text("title: Speed\nsource: {files: [a.jsonl]}\nrun: {workers: 1}\n", "utf-8")
    return folder / "run.yaml"


def measure(count: int, rounds: int) -> dict[str, float]:
    """Medians over the rounds, in articles and pages per second."""
    given = texts(count)
    plain(given[:4])
    times: dict[str, list[float]] = {"plain": [], "run": [], "site": []}
    pages = 0
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            file = project(folder, given)
            times["plain"].append(seconds(lambda: plain(given)))
            times["run"].append(seconds(lambda file=file: run(read(file))))  # type: ignore[misc]
            corpus = load(folder / "corpus")
            times["site"].append(seconds(lambda corpus=corpus, folder=folder: build(corpus, folder / "public")))  # type: ignore[misc]
            pages = len(list((folder / "public").rglob("*.html")))
    middle = {name: statistics.median(values) for name, values in times.items()}
    return {
        "articles": count,
        "plain nlp.pipe, articles/s": count / middle["plain"],
        "pressmark run, articles/s": count / middle["run"],
        "run / plain": middle["run"] / middle["plain"],
        "site, pages": pages,
        "site, pages/s": pages / middle["site"],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    for name, value in measure(asked.articles, asked.rounds).items():
        print(f"{name:28} {value:10.2f}")
