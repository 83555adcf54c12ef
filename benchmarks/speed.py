"""
How fast parse and run are beside plain spaCy, in one process, and what memory a run takes.

    .venv/bin/python benchmarks/speed.py [--articles 240] [--rounds 5] [--memory 20000] [--source news.fr.jsonl.gz]

Plain spaCy is `nlp.pipe` over whole articles with the model as it comes. Whatever is compared is done in turn in one
process, round after round, on the same texts; a figure is the median of the rounds. Texts are the example articles,
copy after copy, the names in each copy changed; those of runs come from `--source`, if it is named. `--memory 0` leaves
the long measure out.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import spacy
from peaks import megabytes
from resampled import lines
from spacy.language import Language

from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.articles import Article
from pressmark.config.project import read
from pressmark.dataset.corpus import load
from pressmark.pipeline.driver import run
from pressmark.site import build

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
NAME = re.compile(r"(?<=[a-zé,] )[A-ZÉ][a-zéèêç]{4,}")

Row = tuple[str, str, str]
"""A measure, what it is to reach, and what was found."""


def texts(count: int, language: str = "") -> list[Article]:
    """Articles in one language or both: the examples, copy after copy."""
    files = sorted(EXAMPLES.glob(f"{language}*.md"))
    found = [
        (path.name[:2], path.read_text("utf-8").split("---\n", 2)[2]) for path in files
    ]
    many = ((n, *found[n % len(found)]) for n in range(count))
    return [
        Article(id=f"a{n}", language=spoken, text=varied(text, n // len(found)))
        for n, spoken, text in many
    ]


def articles_of(
    sources: Sequence[Path], count: int, language: str = ""
) -> list[Article]:
    """
    Return so many articles, in one language or by turns in all: of `sources`, else of the examples.

    A source is JSON Lines with a `text`, whose language its name ends with: `news.fr.jsonl.gz`.
    """
    if not sources:
        return texts(count, language)
    records = [
        [(spoken, record["text"]) for record in islice(lines(path), count)]
        for path in sources
        if (spoken := path.name.partition(".jsonl")[0].rpartition(".")[2]) == language
        or not language
    ]
    by_turns = [one for turn in zip_longest(*records) for one in turn if one]
    return [
        Article(id=f"a{n}", language=spoken, text=text)
        for n, (spoken, text) in enumerate(by_turns[:count])
    ]


def varied(text: str, copy: int) -> str:
    """The text with other names: letters of each are moved on, a different way in each copy."""
    return NAME.sub(
        lambda found: found.group()[:3] + turned(found.group()[3:], copy), text
    )


def turned(letters: str, by: int) -> str:
    """Lower-case letters moved on in the alphabet."""
    return "".join(
        chr((ord(letter) - 97 + by) % 26 + 97) if letter.isascii() else letter
        for letter in letters
    )


@cache
def stock(language: str) -> Language:
    """spaCy's model as it comes; like ours, it is not searched for garbage once it is loaded."""
    nlp = spacy.load(model_path(DEFAULT_MODELS[language]).name)
    gc.freeze()
    return nlp


def plain(articles: list[Article]) -> None:
    """Whole articles through `nlp.pipe`."""
    for language in DEFAULT_MODELS:
        for _ in stock(language).pipe(
            article.text for article in articles if article.language == language
        ):
            pass


def parsed(articles: list[Article], language: str) -> None:
    """The same through our parse."""
    for _ in parse_articles(articles, model_path(DEFAULT_MODELS[language]).nlp):
        pass


def project(folder: Path, articles: list[Article], **settings: Any) -> Path:
    """A project over these articles in a new folder; gives its YAML file."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = (
        {"id": one.id, "language": one.language, "text": one.text} for one in articles
    )
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    about = {
        "title": "Speed",
        "source": {"files": ["a.jsonl"]},
        "run": {"cache": False, "workers": 1, **settings},
    }
    (folder / "run.yaml").write_text(json.dumps(about), "utf-8")
    return folder / "run.yaml"


def compared(
    *works: Callable[[], object], rounds: int, clock: Callable[[], float]
) -> list[float]:
    """Median seconds of each work, all done in turn, once before the clock runs."""
    found: list[list[float]] = [[] for _ in works]
    for number in range(rounds + 1):
        for times, work in zip(found, works, strict=True):
            started = clock()
            work()
            if number:
                times.append(clock() - started)
    return [statistics.median(times) for times in found]


def fresh(
    place: Path, articles: list[Article], **settings: Any
) -> Callable[[], object]:
    """A run of a new project, each time it is called."""
    numbers = iter(range(10**6))

    def work() -> object:
        return run(read(project(place / f"p{next(numbers)}", articles, **settings)))

    return work


def parses(rounds: int) -> Iterator[Row]:
    """Our parse beside spaCy's."""
    for language in DEFAULT_MODELS:
        given = texts(48, language)
        whole, ours = compared(
            partial(plain, given),
            partial(parsed, given, language),
            rounds=rounds,
            clock=time.process_time,
        )
        tokens = sum(len(stock(language).make_doc(one.text)) for one in given)
        found = f"{whole / ours:.2f} × ({tokens / ours:,.0f} tokens a CPU second, spaCy {tokens / whole:,.0f})"
        yield f"parse, {DEFAULT_MODELS[language]}", "≥ 2.0 ×", found


def whole_run(
    place: Path, count: int, rounds: int, sources: Sequence[Path]
) -> Iterator[Row]:
    """A run from file to dataset in one process beside spaCy alone, language by language, and the site of the last."""
    for language in DEFAULT_MODELS:
        given = articles_of(sources, count, language)
        folder = place / f"whole-{language}"
        alone, ours = compared(
            partial(plain, given),
            fresh(folder, given),
            rounds=rounds,
            clock=time.process_time,
        )
        yield (
            f"run of {len(given)} articles beside `nlp.pipe`, {language}",
            "≥ 3.2 ×",
            f"{alone / ours:.2f} × ({len(given) / ours:.1f} articles a CPU second, spaCy {len(given) / alone:.1f})",
        )
    corpus = load(folder / "p0" / "corpus")
    (seconds,) = compared(
        lambda: build(corpus, place / "public"), rounds=1, clock=time.process_time
    )
    pages = len(list((place / "public").rglob("*.html")))
    yield "site, looked through again", "", f"{pages / seconds:,.0f} pages a CPU second"


def memory(most: int) -> Iterator[Row]:
    """Peak memory of a run over short articles, in a process of its own."""
    peaks = [
        int(
            subprocess.run(
                [sys.executable, __file__, "--peak", str(count)],
                capture_output=True,
                check=True,
            ).stdout
        )
        for count in (most // 10, most)
    ]
    yield (
        f"peak at {most:,} articles over {most // 10:,}",
        "≤ 1.15",
        f"{peaks[1] / peaks[0]:.2f} ({peaks[1]:,} MB)",
    )


def peak(count: int) -> int:
    """The peak memory in MB of a run over so many articles of a paragraph each."""
    given = [
        Article(id=one.id, language=one.language, text=one.text.strip().split("\n")[0])
        for one in texts(count)
    ]
    with tempfile.TemporaryDirectory() as folder:
        run(read(project(Path(folder), given)))
    return megabytes()


def table(asked: argparse.Namespace) -> Iterator[Row]:
    """Every measure."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        yield from parses(asked.rounds)
        yield from whole_run(place, asked.articles, asked.rounds, asked.source)
    if asked.memory:
        yield from memory(asked.memory)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=240)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--source", type=Path, action="append", default=[])
    parser.add_argument("--memory", type=int, default=20_000)
    parser.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peak:
        print(peak(given.peak))
        raise SystemExit
    for row in table(given):
        print("| " + " | ".join(row) + " |", flush=True)
