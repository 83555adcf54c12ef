"""
What a long gazetteer adds to the entity layer, and how long its file is read.

    .venv/bin/python benchmarks/gazetteer.py [--articles 60] [--entries 100000] [--rounds 3]

The articles are the examples, over and over; the gazetteer is made of syllables, with many names that begin alike.
Times are CPU seconds of this process, the median of the rounds; the garbage collector leaves the models alone.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from speed import texts

from pressmark.annotation.annotators import Annotator, make_annotator
from pressmark.annotators.entities import Entities
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.articles import Article
from pressmark.linking.gazetteer import read_gazetteer

SYLLABLES = (
    "ba",
    "de",
    "lo",
    "mi",
    "ru",
    "san",
    "tor",
    "vel",
    "kin",
    "mar",
    "gue",
    "pon",
)


def gazetteer(folder: Path, entries: int) -> Path:
    """A CSV file of made-up persons: few first names, many surnames, an alias each."""
    draw = random.Random(7)
    surnames: set[str] = set()
    while len(surnames) < entries:
        surnames.add(
            "".join(draw.choices(SYLLABLES, k=draw.randint(2, 5))).capitalize()
        )
    rows = [
        f"{draw.choice(('Jean', 'Anne', 'Paul', 'Luc'))} {name},PER,{name},p{n}"
        for n, name in enumerate(surnames)
    ]
    path = folder / "names.csv"
    path.write_text("\n".join(["name,label,aliases,party", *sorted(rows)]), "utf-8")
    return path


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median CPU time of a piece of work."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def main() -> None:
    """Print the costs."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--articles", type=int, default=60)
    asked.add_argument("--entries", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    for language, name in DEFAULT_MODELS.items():
        measure(
            language,
            texts(given.articles, language),
            model_path(name).nlp,
            given.rounds,
            given.entries,
        )


def measure(
    language: str, articles: list[Article], nlp: Language, rounds: int, entries: int
) -> None:
    """Print the costs for articles of one language."""
    pairs = list(parse_articles(articles, nlp))
    gc.freeze()

    def layer(annotator: Annotator) -> float:
        return seconds(
            lambda: [list(annotator.annotate(*pair)) for pair in pairs], rounds
        )

    plain = layer(make_annotator(Entities, {}))
    with tempfile.TemporaryDirectory() as folder:
        file = gazetteer(Path(folder), entries)
        reading = seconds(lambda: read_gazetteer(file), 1)
        building = seconds(lambda: make_annotator(Entities, {"gazetteer": file}), 1)
        longer = layer(make_annotator(Entities, {"gazetteer": file}))
    print(f"{language}: entities {plain:.2f} s, with {entries:,} names {longer:.2f} s")
    print(
        f"    the file is read in {reading:.1f} s, its automaton built in {building:.1f} s, once"
    )


if __name__ == "__main__":
    main()
