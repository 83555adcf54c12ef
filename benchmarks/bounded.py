"""
How each layer's time grows with the length of an article that repeats what is worst for it.

    .venv/bin/python benchmarks/bounded.py [--sizes 1000 2000 4000 8000] [--layers events] [--only "Anne "]
    .venv/bin/python benchmarks/bounded.py --random 200 [--seed 1]     words of the lexicons, in ones, twos and threes
    .venv/bin/python benchmarks/bounded.py --trees 200                 the same, tagged and tied at random by no model

An article of one unit, over and over, is parsed once at each size; then each layer is made of it alone. Times are CPU
seconds, the least of the repeats. What is printed: the worst growth for a doubling of the tokens, and the time at the
last size. An article below `FLOOR` seconds is not slow, however it grows.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from spacy.tokens import Doc

from pressmark.annotation.annotators import Annotator, add_layer, find, make_annotator
from pressmark.annotators.grammar.tree import tree_of
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.articles import Article

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from repetitions import UNITS, random_doc

LEXICONS = Path(__file__).parent.parent / "annotators" / "lexicons"
LAYERS = ("entities", "quotes", "times", "events")
SIZES = (1000, 2000, 4000, 8000)
PUBLISHED = datetime(2026, 3, 12, tzinfo=UTC)
FLOOR = 0.1
ALLOWED = 2.5
"""How much longer an article of twice the tokens may take."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The seconds that a layer takes of a repetition at each size."""

    layer: str
    language: str
    unit: str
    seconds: tuple[float, ...]

    @property
    def worst(self) -> float:
        """The largest growth from one size to the next; 1 where the article is not slow."""
        pairs = zip(self.seconds, self.seconds[1:], strict=False)
        return max(
            (
                later / max(earlier, FLOOR / 2.5)
                for earlier, later in pairs
                if later > FLOOR
            ),
            default=1.0,
        )

    @property
    def is_bounded(self) -> bool:
        """Whether the time grows by no more than is allowed."""
        return self.worst <= ALLOWED


def repeated(unit: str, tokens: int, language: str) -> str:
    """The unit as often as makes so many tokens."""
    count = len(tokenizer(language)(unit + unit)) / 2
    return (unit * max(1, round(tokens / count))).strip()


@cache
def tokenizer(language: str) -> Any:
    """The tokenizer of a language's model."""
    return model_path(DEFAULT_MODELS[language]).nlp.tokenizer


def parsed(unit: str, size: int, language: str) -> tuple[Article, Doc]:
    """An article of a repetition with its parse by the model."""
    text = repeated(unit, size, language)
    article = Article(id="a", text=text, language=language, published=PUBLISHED)
    ((_, doc),) = parse_articles([article], model_path(DEFAULT_MODELS[language]).nlp)
    return article, doc


def timed(
    pairs: Sequence[tuple[Article, Doc]], layers: Sequence[Annotator], unit: str
) -> Iterator[Growth]:
    """Each layer's growth over articles of rising size; a layer that has become slow is spared the larger ones."""
    taken: dict[str, list[float]] = {layer.name: [] for layer in layers}
    for article, doc in pairs:
        tree_of(doc)
        gc.collect()
        gc.disable()  # a search for garbage falls on whoever is at work then
        for layer in layers:
            started = time.process_time()
            article = add_layer(article, layer, doc)
            taken[layer.name].append(time.process_time() - started)
        gc.enable()
        if sum(times[-1] for times in taken.values()) > 20:
            break
    for name, times in taken.items():
        yield Growth(name, pairs[0][0].language or "", unit, tuple(times))


def lexicon_words(language: str) -> list[str]:
    """Every word and mark of the language's lexicons."""
    found: dict[str, None] = {}
    for file in sorted(LEXICONS.glob(f"*.{language}.yaml")):
        found.update(
            dict.fromkeys(_words(yaml.load(file.read_text("utf-8"), yaml.BaseLoader)))
        )
    return [*found]


def _words(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield str(key)
            yield from _words(below)
    elif isinstance(value, list):
        for below in value:
            yield from _words(below)
    else:
        yield str(value)


MARKS = [
    *"«»“”\"'’–—-,;:.!?…()[]",
    "\n",
    "qu'il",
    "Anne",
    "Morel",
    "M.",
    "that",
    "que",
    "et",
    "and",
    "3",
    "14",
    "2024",
]


def random_units(language: str, count: int, chance: random.Random) -> Iterator[str]:
    """Units of one to three words of the lexicons, often with a mark or a name between them."""
    words = lexicon_words(language)
    for _ in range(count):
        chosen = chance.sample(words, chance.choice((1, 1, 2, 2, 3)))
        if chance.random() < 0.6:
            chosen.insert(chance.randrange(len(chosen) + 1), chance.choice(MARKS))
        yield (
            " ".join(
                word.capitalize() if chance.random() < 0.2 else word for word in chosen
            )
            + " "
        )


def grown(
    language: str, units: Iterable[str], args: argparse.Namespace
) -> Iterator[Growth]:
    """The growth of every layer over every unit."""
    layers = [make_annotator(find(name), {}) for name in LAYERS]
    for unit in units:
        if args.trees:
            pairs = [
                random_doc(language, unit, size, args.seed, PUBLISHED)
                for size in args.sizes
            ]
        else:
            pairs = [parsed(unit, size, language) for size in args.sizes]
        yield from (
            growth
            for growth in timed(pairs, layers, unit)
            if not args.layers or growth.layer in args.layers
        )


def table(growths: Sequence[Growth], sizes: Sequence[int], rows: int) -> Iterator[str]:
    """The worst repetitions of each layer and language."""
    yield (
        "| layer | repeated | "
        + " | ".join(f"{size:,}" for size in sizes)
        + " | worst doubling |"
    )
    yield "|---|---|" + "---|" * (len(sizes) + 1)
    groups = sorted({(growth.layer, growth.language) for growth in growths})
    for layer, language in groups:
        own = [one for one in growths if (one.layer, one.language) == (layer, language)]
        for growth in sorted(own, key=lambda one: (-one.worst, -one.seconds[-1]))[
            :rows
        ]:
            cells = [f"{seconds:.2f} s" for seconds in growth.seconds] + ["more"] * (
                len(sizes) - len(growth.seconds)
            )
            unit = growth.unit.replace("\n", "⏎").replace("|", "\\|")
            yield f"| {layer}, {language} | `{unit}` | {' | '.join(cells)} | {growth.worst:.1f} × |"


def main(args: argparse.Namespace) -> int:
    """Print the table; 1 when anything grows by more than is allowed."""
    growths: list[Growth] = []
    for language in args.languages:
        chance = random.Random(args.seed)
        units: Iterable[str] = UNITS[language]
        if args.random or args.trees:
            units = random_units(language, args.random or args.trees, chance)
        units = [
            unit for unit in units if not args.only or unit.startswith(tuple(args.only))
        ]
        for growth in grown(language, units, args):
            growths.append(growth)
            if not growth.is_bounded:
                print(
                    growth.layer,
                    language,
                    repr(growth.unit),
                    *(f"{s:.2f}" for s in growth.seconds),
                    file=sys.stderr,
                )
    print("\n".join(table(growths, args.sizes, args.rows)))
    return int(not all(growth.is_bounded for growth in growths))


if __name__ == "__main__":
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    asked.add_argument("--languages", nargs="+", default=[*DEFAULT_MODELS])
    asked.add_argument("--layers", nargs="+", default=[])
    asked.add_argument("--only", nargs="+", default=[], help="units that begin so")
    asked.add_argument("--random", type=int, default=0)
    asked.add_argument("--trees", type=int, default=0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--rows", type=int, default=3)
    raise SystemExit(main(asked.parse_args()))
