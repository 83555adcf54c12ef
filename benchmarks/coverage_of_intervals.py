"""
How often the intervals of corrected counts hold the truth, on articles that people read.

    .venv/bin/python benchmarks/coverage_of_intervals.py GOLD             1,000 samples of each size
    .venv/bin/python benchmarks/coverage_of_intervals.py GOLD --draws 50  a quick look
    .venv/bin/python benchmarks/coverage_of_intervals.py GOLD --others  shares by which no kind of interval was chosen

GOLD is the folder of `quality.py`. Its articles, each with the layer of people and that of the machine, are drawn to a
corpus of 2,000, divided among three outlets with shares of their own. Of it articles are sampled by outlet and taken
for checked: the share, its interval and the truth are then compared. Intervals are 95 %.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from quality import predictions

from pressmark.study.estimation.checked_values import CheckedValues
from pressmark.study.estimation.difference_estimator import (
    Method,
    estimate_shares,
)

Document = Mapping[str, Any]
Pair = tuple[Document, Document]

OUTLETS = ((1000, 0.0), (600, 0.6), (400, -0.6))
"""Articles of each outlet, and how much likelier those high in the share are to be its own: -1 to 1."""

COLUMNS = (
    "share of", "truth", "machine", "checked", "holds", "width", "checked alone: holds", "width", "no interval",
)  # fmt: skip
SAMPLE_SIZES = (30, 50, 100)
RESAMPLES = 400
"""As many as an interval needs to be judged by 1,000 others; the command uses more."""

FRENCH = ("fr.est", "fr.wikinews", "fr.bbc")
ENGLISH = ("en.bbc", "en.wikinews", "en.news")


@dataclass(frozen=True, slots=True)
class Measure:
    """A share: of which sets, and how many of an article's annotations are of it, and how many there are."""

    name: str
    sets: tuple[str, ...]
    counted: Callable[[Document], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Population:
    """A corpus: the outlet of each article, and of each what is counted: part and whole, by people and machine."""

    outlets: NDArray[np.int64]
    person: NDArray[np.float64]
    machine: NDArray[np.float64]

    @property
    def truth(self) -> float:
        """The share by people in all articles, which a study does not know."""
        part, whole = self.person.sum(axis=1)
        return float(part / whole)

    @property
    def naive(self) -> float:
        """The share by the machine."""
        part, whole = self.machine.sum(axis=1)
        return float(part / whole)


def main() -> None:
    """Print the table, in Markdown."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("gold", type=Path)
    asked.add_argument("--draws", type=int, default=1000, help="samples of each size")
    asked.add_argument("--most", type=int, help="only so many articles of each set")
    asked.add_argument("--others", action="store_true", help="other shares")
    given = asked.parse_args()
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---" * len(COLUMNS) + "|")
    pairs_of: dict[str, list[Pair]] = {}
    listed = measures(given.gold, pairs_of, given.most)
    if given.others:
        # The sets are read as the first list is made.
        _ = list(listed)
        listed = iter(OTHERS)
    for measure in listed:
        pairs = [pair for name in measure.sets for pair in pairs_of[name]]
        population = population_of(pairs, measure.counted)
        for size in SAMPLE_SIZES:
            print(line(measure.name, population, size, given.draws), flush=True)


def measures(
    gold: Path, pairs_of: dict[str, list[Pair]], most: int | None
) -> Iterator[Measure]:
    """Yield what is measured, after the sets that it is of are read into `pairs_of`."""
    for layer, names in (
        ("quotes", FRENCH + ENGLISH),
        ("events", ("fr.est", "fr.wikinews")),
    ):
        for name in names:
            stem = f"{layer}.{name}"
            pairs_of[stem] = read_pairs(gold / f"{stem}.jsonl", layer, most)
    french = tuple(f"quotes.{name}" for name in FRENCH)
    english = tuple(f"quotes.{name}" for name in ENGLISH)
    everything = [pair for name in french + english for pair in pairs_of[name]]
    genders = genders_of_names(everything)
    yield Measure("direct among quotes, French", french, quotes_of("direct"))
    yield Measure("direct among quotes, English", english, quotes_of("direct"))
    yield Measure(
        "women among named speakers, both",
        french + english,
        lambda document: count_women(document, genders),
    )
    events = ("events.fr.est", "events.fr.wikinews")
    for label in ("CULTURE_SPORT", "ASSAULT", "ECONOMY"):
        yield Measure(f"{label} among events", events, events_of(label))


def read_pairs(path: Path, layer: str, most: int | None) -> list[Pair]:
    """Return each article of a set as people and as the machine annotate it."""
    documents = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    documents = documents[:most]
    return list(zip(documents, predictions(documents, layer), strict=True))


def label_of(row: Mapping[str, Any]) -> str:
    """Return what an annotation is called, in gold and in ours."""
    return str(row.get("type") or row["label"])


def quotes_of(label: str) -> Callable[[Document], tuple[int, int]]:
    """Return what counts the quotes with a label, of an article's quotes; scare quotes are none."""

    def count(document: Document) -> tuple[int, int]:
        labels = [label_of(row) for row in document["quotes"]]
        labels = [name for name in labels if name != "scare"]
        return labels.count(label), len(labels)

    return count


def events_of(label: str) -> Callable[[Document], tuple[int, int]]:
    """Return what counts the events of a type; what is said is no event of these sets."""

    def count(document: Document) -> tuple[int, int]:
        labels = [label_of(row) for row in document["events"]]
        labels = [name for name in labels if name != "STATEMENT"]
        return labels.count(label), len(labels)

    return count


_FRENCH_EVENTS = ("events.fr.est", "events.fr.wikinews")
OTHERS = (
    Measure("indirect among quotes, French", tuple(f"quotes.{name}" for name in FRENCH), quotes_of("indirect")),
    Measure("mixed among quotes, English", tuple(f"quotes.{name}" for name in ENGLISH), quotes_of("mixed")),
    *(
        Measure(f"{label} among events", _FRENCH_EVENTS, events_of(label))
        for label in ("CASUALTY", "MOVE", "REQUEST", "COOPERATE")
    ),
)  # fmt: skip
"""Shares that had no part in the choice of the kind of interval."""


def genders_of_names(pairs: Sequence[Pair]) -> dict[str, str]:
    """Return the gender that the machine reads of each surname: gold has none, and counts speakers by this too."""
    genders: dict[str, str] = {}
    for _, found in pairs:
        for row in found["entities"]:
            if row["label"] == "PER" and row.get("gender"):
                genders[row["name"].split()[-1]] = row["gender"]
    return genders


def count_women(document: Document, genders: Mapping[str, str]) -> tuple[int, int]:
    """Return how many quotes are by women, and how many by people of known gender."""
    words = [
        row.get("who") or row.get("speaker_name") or row.get("speaker") or "–"
        for row in document["quotes"]
    ]
    known = [genders[word.split()[-1]] for word in words if word.split()[-1] in genders]
    return known.count("f"), len(known)


def population_of(
    pairs: Sequence[Pair], counted: Callable[[Document], tuple[int, int]]
) -> Population:
    """Return a corpus of 2,000 of these articles, whose outlets differ in the share."""
    random = np.random.default_rng(1)
    person = np.array([counted(gold) for gold, _ in pairs], dtype=float).T
    machine = np.array([counted(found) for _, found in pairs], dtype=float).T
    shares = np.where(person[1] > 0, person[0] / np.maximum(person[1], 1), 0.5)
    # From -1 for the article with the lowest share to 1 for that with the highest.
    ranks = np.argsort(np.argsort(shares, kind="stable")) / (len(pairs) - 1) * 2 - 1
    picks = []
    for articles, tilt in OUTLETS:
        chances = 1 + tilt * ranks
        picks.append(random.choice(len(pairs), articles, p=chances / chances.sum()))
    outlets = np.repeat(np.arange(len(OUTLETS)), [size for size, _ in OUTLETS])
    chosen = np.concatenate(picks)
    return Population(outlets, person[:, chosen], machine[:, chosen])


def line(name: str, population: Population, size: int, draws: int) -> str:
    """Return the row of the table for one share and one number of checked articles."""
    random = np.random.default_rng(size)
    results: dict[float | None, list[tuple[bool, float]]] = {None: [], 0.0: []}
    absent = 0
    for draw in range(draws):
        parts, wholes = checked_values(population, size, random)
        for factor, held in results.items():
            method = Method(factor=factor, seed=draw, resamples=RESAMPLES)
            (estimate,) = estimate_shares(parts, wholes, method)
            if estimate.low is None or estimate.high is None:
                absent += factor is None
                continue
            holds = estimate.low <= population.truth <= estimate.high
            held.append((holds, estimate.high - estimate.low))
    cells = [name, f"{population.truth:.3f}", f"{population.naive:.3f}", str(size)]
    for held in results.values():
        if not held:
            cells += ["–", "–"]
            continue
        share_held = np.mean([holds for holds, _ in held])
        width = np.median([width for _, width in held])
        cells += [f"{100 * share_held:.1f} %", f"{width:.3f}"]
    cells.append(f"{100 * absent / draws:.0f} %")
    return f"| {' | '.join(cells)} |"


def checked_values(
    population: Population, size: int, random: np.random.Generator
) -> tuple[CheckedValues, CheckedValues]:
    """Return part and whole of a sample in proportion to the outlets, as an estimate takes them."""
    sizes = np.bincount(population.outlets)
    drawn = [
        random.choice(
            np.flatnonzero(population.outlets == outlet),
            round(size * articles / sizes.sum()),
            replace=False,
        )
        for outlet, articles in enumerate(sizes)
    ]
    chosen = np.concatenate(drawn)
    values = []
    for row in (0, 1):
        totals = np.bincount(population.outlets, weights=population.machine[row])
        checked = CheckedValues(
            population.outlets[chosen], sizes, population.machine[row : row + 1, chosen],
            population.person[row : row + 1, chosen], totals[None],
        )  # fmt: skip
        values.append(checked)
    return values[0], values[1]


if __name__ == "__main__":
    main()
