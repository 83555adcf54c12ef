"""
How fast a site is made, how fast nothing is, and how much memory it takes.

    .venv/bin/python benchmarks/site.py [--articles 10000] [--few 1000] [--folder F]

Pages are of generated articles: about 4,000 characters, 60 annotations, names drawn as news draws them. The floor is to
join pieces that are cut already and to write them: the same files, byte for byte, by the same function, without fsync
in either. Both are timed turn about in this one process, on one core, in CPU seconds; once with the reading of the
articles, which either needs, and once without.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus, load, save
from pressmark.site.output import write
from pressmark.site.paths import article_path
from pressmark.site.template_engine import Templates
from pressmark.spans import Argument, Entity, Event, Quote, Span, Time

SYLLABLES = [
    "ba",
    "ko",
    "ri",
    "ma",
    "ten",
    "lo",
    "vi",
    "sar",
    "du",
    "pel",
    "ni",
    "gra",
    "os",
    "ti",
    "mur",
]
TYPES = [
    "STATEMENT",
    "AGREE",
    "PROTEST",
    "ASSAULT",
    "ECONOMY",
    "JUSTICE",
    "CONSULT",
    "ELECTION",
]
PIECE = re.compile(r"(?<=>)|(?=<)")
BUILD = """
import json, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from peaks import megabytes
from pressmark.dataset.corpus import load
from pressmark.site import build
corpus, folder = load(sys.argv[1]), Path(sys.argv[2])
times = []
for _ in range(2):
    started = time.perf_counter()
    built = build(corpus, folder)
    times.append(time.perf_counter() - started)
    print(built, file=sys.stderr)
print(json.dumps({"times": times, "peak": megabytes()}))
"""


class Layer:
    """An annotator that lends its name to a layer that is made here."""

    needs = ()

    def __init__(self, layer: str) -> None:
        self.name = self.layer = layer

    def annotate(self, article: Article, doc: object) -> list[Span]:
        """Nothing: the spans are made with the text."""
        return []


def words(draw: random.Random, count: int) -> list[str]:
    """Invented words."""
    return [
        "".join(draw.choices(SYLLABLES, k=draw.randint(1, 3))) for _ in range(count)
    ]


def articles(count: int) -> Iterator[Article]:
    """Generated articles, the same for the same number."""
    draw = random.Random(7)
    names = [
        " ".join(word.capitalize() for word in words(draw, 2)) for _ in range(2000)
    ]
    weights = [1 / (rank + 3) for rank in range(len(names))]
    first = datetime(2024, 1, 1, tzinfo=UTC)
    for number in range(count):
        when = first + timedelta(hours=number)
        text, spans = composed(draw, draw.choices(names, weights, k=30))
        article = Article(id=f"a{number:06}", text=text, language="fr", title=text[:50], outlet=f"Outlet {number % 20}",
                          published=when)  # fmt: skip
        for layer, some in spans.items():
            article = article.with_layer(Layer(layer), some)
        yield article


def composed(
    draw: random.Random, names: list[str]
) -> tuple[str, dict[str, list[Span]]]:
    """A text of paragraphs with 30 names, 12 quotes and 18 events."""
    text = ""
    spans: dict[str, list[Span]] = {"entities": [], "quotes": [], "events": []}
    for number, name in enumerate(names):
        text += f"{' '.join(words(draw, 8)).capitalize()} "
        start, end = len(text), len(text) + len(name)
        text += f"{name} "
        about: dict[str, Any] = {
            "mention_start": start,
            "mention_end": end,
            "name": name,
            "rule": "model",
        }
        spans["entities"].append(
            Entity(
                start=start,
                end=end,
                text=name,
                label="PER" if number % 3 else "LOC",
                **about,
            )
        )
        said = " ".join(words(draw, 9))
        if number % 5 < 2:
            at = len(text) + 2
            text += f"« {said} » a dit. "
            about = {
                "spans": ((at, at + len(said)),),
                "cue": "dit",
                "speaker_name": name,
                "rule": "marks; incise",
            }
            spans["quotes"].append(
                Quote(start=at, end=at + len(said), text=said, label="direct", **about)
            )
        else:
            at, trigger = len(text), said.partition(" ")[0]
            text += f"{said}. "
            part = Argument(role="agent", start=start, end=end, text=name)
            day = f"2026-0{1 + number % 9}-01"
            about = {
                "arguments": (part,),
                "time": Time(start=day, end=day, grain="day", surface="x"),
                "rule": "verb",
            }
            label = TYPES[number % len(TYPES)]
            spans["events"].append(
                Event(
                    start=at, end=at + len(trigger), text=trigger, label=label, **about
                )
            )
        if number % 6 == 5:
            text += "\n\n"
    return text, spans


def rates(
    corpus: Corpus, room: Path, batch: int = 500
) -> Iterator[tuple[float, float, float]]:
    """CPU seconds of each batch: to read it; to render and write its pages; to join their pieces and write them."""
    templates = Templates(corpus, SiteOptions())
    stream = iter(corpus)
    for name in ("ours", "floor"):
        write(room / name, article_path("warm"), "")
    while True:
        started = time.process_time()
        some = list(islice(stream, batch))
        read = time.process_time() - started
        if not some:
            return
        started = time.process_time()
        for article in some:
            write(room / "ours", article_path(article.id), templates.article(article))
        mine = time.process_time() - started
        cut = [
            (path, PIECE.split((room / "ours" / path).read_text("utf-8")))
            for path in map(article_path, ids(some))
        ]
        started = time.process_time()
        for path, pieces in cut:
            write(room / "floor", path, "".join(pieces))
        yield read, mine, time.process_time() - started


def ids(some: list[Article]) -> Iterator[str]:
    """The ids of articles."""
    return (article.id for article in some)


def built(corpus: Path, folder: Path) -> dict[str, list[float] | float]:
    """Seconds of a first and a second build, and the most memory, in a process of its own."""
    command = [
        sys.executable,
        "-c",
        BUILD,
        str(corpus),
        str(folder),
        str(Path(__file__).parent),
    ]
    return dict(
        json.loads(
            subprocess.run(command, check=True, capture_output=True, text=True).stdout
        )
    )


def main(many: int, few: int, folder: Path) -> None:
    """Print the figures."""
    corpora = {}
    for count in (few, many):
        corpora[count] = folder / f"corpus-{count}"
        if not corpora[count].exists():
            save(articles(count), corpora[count], title="Speed")
    corpus = load(corpora[many])
    page = Templates(corpus, SiteOptions()).article(next(iter(corpus)))
    print(f"{'an article page, bytes':44} {len(page.encode()):10,}")
    measured = list(rates(corpus, folder))
    read, ours, floor = (sum(column) for column in zip(*measured, strict=True))
    print(f"{'article pages rendered a CPU second':44} {many / ours:10,.0f}")
    print(f"{'joining and writing precut pieces':44} {many / floor:10,.0f}")
    ratio = statistics.median(least / mine for _, mine, least in measured)
    print(f"{'ratio (at least 0.6 is wanted)':44} {ratio:10.2f}")
    print(f"{'articles read a CPU second':44} {many / read:10,.0f}")
    whole = statistics.median(
        (before + least) / (before + mine) for before, mine, least in measured
    )
    print(f"{'ratio with the reading of either':44} {whole:10.2f}")
    made = {
        count: built(path, folder / f"site-{count}") for count, path in corpora.items()
    }
    first, second = made[many]["times"]  # type: ignore[misc]
    files = sum(1 for path in (folder / f"site-{many}").rglob("*") if path.is_file())
    print(f"{f'whole build of {many} articles, {files} files, s':44} {first:10.1f}")
    print(f"{'again, nothing changed, s':44} {second:10.2f}")
    print(f"{'times as fast (at least 20 is wanted)':44} {first / second:10.0f}")
    peaks = {count: float(one["peak"]) for count, one in made.items()}  # type: ignore[arg-type]
    for count, peak in peaks.items():
        print(f"{f'peak memory, {count} articles, MB':44} {peak:10.0f}")
    print(f"{'ratio (at most 1.5 is wanted)':44} {peaks[many] / peaks[few]:10.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    given = asked.folder or Path(tempfile.mkdtemp(prefix="pressmark-bench-"))
    try:
        main(asked.articles, asked.few, given)
    finally:
        if not asked.folder:
            shutil.rmtree(given)
