"""
What a run again costs when one layer has changed and parses are kept, beside a first run and beside that layer alone.

    .venv/bin/python benchmarks/reruns.py [--articles 240] [--rounds 3] [--source news.fr.jsonl.gz]

The last column is what the run took over what it cannot do without: a run again without a change, and the layer with those
that read it, made of parses that are there. All are CPU seconds of one process; a figure is the median of the rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from speed import Row, articles_of, project

from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.articles import Article
from pressmark.config.project import read
from pressmark.pipeline.driver import run

OWN = """
import re
from pressmark import CustomSpan

class Percentages:
    name = layer = "percentages"
    needs = ()

    def __init__(self, label="percentage"):
        self.label = label

    def annotate(self, article, doc):
        for found in re.finditer(r"[0-9][0-9.,]* ?(?:%|per cent|pour cent)", article.text):
            yield CustomSpan.cut(article.text, *found.span(), self.label)
"""
CHANGES: dict[str, dict[str, Any]] = {
    "own:Percentages": {"label": "share"},
    "events": {"statements": False},
    "quotes": {"scare": False},
    "entities": {"labels": ["PER", "LOC", "ORG"]},
}
"""A layer of one's own and ours, each with settings that are not its defaults."""
MADE_AGAIN = {
    "own:Percentages": (),
    "events": ("events",),
    "quotes": ("quotes", "events"),
    "entities": ("entities", "quotes", "events"),
}
"""Of our layers, the one that changed and those that read it."""


def rerun(place: Path, articles: list[Article], rounds: int) -> Iterator[Row]:
    """A run again with one layer changed, parses kept."""
    first: list[float] = []
    unchanged: list[float] = []
    again: dict[str, list[float]] = {name: [] for name in CHANGES}
    for number in range(rounds):
        for layer, times in again.items():
            folder = place / f"r{number}-{layer.partition(':')[0]}"
            file = project(folder, articles, cache="kept")
            (folder / "own.py").write_text(OWN, "utf-8")
            first.append(timed(file))
            unchanged.append(timed(file))
            times.append(timed(file, layer))
    alone = seconds_made_again(articles, rounds)
    without_change, whole = statistics.median(unchanged), statistics.median(first)
    for layer, times in again.items():
        taken = statistics.median(times)
        least = without_change + alone[layer]
        yield (
            f"again with {layer.partition(':')[2].lower() or layer} changed, {len(articles)} articles",
            "≤ 1.3 × what it cannot do without",
            f"{taken / least:.2f} × ({taken:.2f} s; {without_change:.2f} s without a change, {least - without_change:.2f} s "
            f"the layers); {whole / taken:.1f} × as fast as the first run",
        )


def seconds_made_again(articles: Sequence[Article], rounds: int) -> dict[str, float]:
    """
    Return, for each layer that changes, the CPU seconds of our layers that are made again, of parses that are there.

    The parses are fresh ones: what the first layer reads of a parse, such as its trees, the others find read.
    """
    layers = [
        make_annotator(find(name), {}) for name in ("entities", "quotes", "events")
    ]
    annotated: dict[str, Article] = {}
    for article, doc in parsed(articles):
        for layer in layers:
            article = article.with_layer(layer, layer.annotate(article, doc))
        annotated[article.id] = article
    taken: dict[str, list[float]] = {changed: [] for changed in MADE_AGAIN}
    for _ in range(rounds):
        for changed, names in MADE_AGAIN.items():
            pairs = [(annotated[article.id], doc) for article, doc in parsed(articles)]
            started = time.process_time()
            for layer in layers:
                if layer.name in names:
                    pairs = [
                        (article.with_layer(layer, layer.annotate(article, doc)), doc)
                        for article, doc in pairs
                    ]
            taken[changed].append(time.process_time() - started)
    return {changed: statistics.median(times) for changed, times in taken.items()}


def parsed(articles: Sequence[Article]) -> list[tuple[Article, Doc]]:
    """Return articles with their parses, each language by its model."""
    return [
        pair
        for language, name in DEFAULT_MODELS.items()
        for pair in parse_articles(
            [article for article in articles if article.language == language],
            model_path(name).nlp,
        )
    ]


def timed(file: Path, changed: str = "") -> float:
    """CPU seconds of a run with all layers, one of them perhaps changed."""
    layers = [
        {name: CHANGES[name]} if name == changed else name for name in reversed(CHANGES)
    ]
    about = json.loads(file.read_text("utf-8")) | {"annotators": layers}
    file.write_text(json.dumps(about), "utf-8")
    started = time.process_time()
    run(read(file))
    return time.process_time() - started


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=240)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--source", type=Path, action="append", default=[])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        articles = articles_of(given.source, given.articles)
        for row in rerun(Path(name), articles, given.rounds):
            print("| " + " | ".join(row) + " |", flush=True)
