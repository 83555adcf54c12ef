"""
What each rule of language wins: the layer as it is, then with one rule after the other switched off.

    .venv/bin/python benchmarks/rules.py GOLD                    every set of the folder, a table for each layer
    .venv/bin/python benchmarks/rules.py GOLD quotes.fr          sets of this name
    .venv/bin/python benchmarks/rules.py GOLD --rule incise      some rules alone

GOLD holds `<layer>.<language>.<set>.jsonl`, as for `quality.py`, whose cached parses are used; the layers before the one
that is measured are made once, and an article in which a rule says nothing is not read again. The tables are Markdown.
A figure is what a score loses, in points of F1, when the rule is switched off: a rule that harms has a minus, one that
speaks and moves nothing a dot, and where the cell is empty it never speaks.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from quality import NEEDED, article_of, parses, scores
from spacy.tokens import Doc

from pressmark import Article, annotate_parsed
from pressmark.annotation.annotators import add_layer, find, make_annotator
from pressmark.annotators.rules import AnyRule
from pressmark.exchange import article_json

Row = dict[str, Any]
Loss = dict[str, dict[str, float]]
"""For each rule what each score of a set loses without it, in points."""

_SCORES = {
    "entities": {"PER LOC ORG exact+label": "exact+label"},
    "quotes": {"overlap": "overlap", "e2e": "e2e"},
    "events": {
        "exact+label": "typed",
        "status right": "status",
        "time right": "time",
        "day right": "day",
    },
}
"""The scores that are compared, by their names in `quality.py`, and what the table calls them."""
_LAYERS_OF_RULES = {"events": ("times", "events")}
"""The annotators whose rules a set of a layer measures, where they are more than the layer's own."""
_SMALLEST_SHOWN = 0.05
"""Points below which a difference is printed as a dot: a tenth of a point is the last digit of every table."""


class _Counted(frozenset[str]):
    """No rules that are switched off; `spoke` holds those that were looked for among them, because they spoke."""

    spoke: set[str]

    def __contains__(self, name: object) -> bool:
        """Take down a name; it is never among them."""
        self.spoke.add(str(name))
        return False


@dataclass(frozen=True, slots=True)
class _Set:
    """Gold of one layer, and its articles with their parses and the layers before it."""

    layer: str
    gold: Sequence[Row]
    articles: Sequence[Article]
    docs: Sequence[Doc]

    @classmethod
    def read(cls, file: Path, limit: int) -> _Set:
        """Read a file of gold, of `limit` characters at most, and make the layers that the annotator of its layer needs."""
        layer = file.name.partition(".")[0]
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        gold = _sample(rows, limit)
        articles = [article_of(row) for row in gold]
        whole = [article_of(row) for row in rows]
        ids = {article.id for article in articles}
        docs = [
            doc
            for article, doc in zip(whole, parses(whole, gold[0]["lang"]), strict=True)
            if article.id in ids
        ]
        before = [make_annotator(find(name), {}) for name in NEEDED[layer][:-1]]
        pairs = zip(articles, docs, strict=True)
        return cls(layer, gold, list(annotate_parsed(pairs, before)), docs)

    def annotate(self, number: int, without: frozenset[str] = frozenset()) -> Row:
        """Return what is found in an article with the rules `without` switched off."""
        article = self.articles[number]
        for annotator_class in _annotators_of(self.layer):
            names = {rule.name for rule in annotator_class.rules}
            annotator = _make(annotator_class, without & names)
            article = add_layer(article, annotator, self.docs[number])
        return article_json(article)

    def find_spoken(self, number: int) -> frozenset[str]:
        """Return the names of the rules that speak in an article: without any other it stays as it is."""
        article, spoken = self.articles[number], set[str]()
        for annotator_class in _annotators_of(self.layer):
            counted = _Counted()
            counted.spoke = spoken
            annotator = _make(annotator_class, counted)
            article = add_layer(article, annotator, self.docs[number])
        return frozenset(spoken)

    def score(self, rows: Sequence[Row]) -> Mapping[str, float]:
        """Return the F1 of the compared scores, in points."""
        found = scores(self.layer, list(zip(self.gold, rows, strict=True)))
        return {
            shown: 100 * found[name].f1
            for name, shown in _SCORES[self.layer].items()
            if name in found and found[name].gold
        }


def main() -> None:
    """Print a table for each layer."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("sets", nargs="*", help="which sets, by how their names begin")
    parser.add_argument("--rule", action="append", default=[], help="one rule, by name")
    parser.add_argument(
        "--characters",
        type=int,
        default=10**9,
        help="measure on so many characters of each set, articles from all over it",
    )
    parser.add_argument("--workers", type=int, default=1, help="processes, a set each")
    arguments = parser.parse_args()
    for layer in NEEDED:
        files = [
            file
            for file in sorted(arguments.gold.glob(f"{layer}.*.jsonl"))
            if not arguments.sets or file.name.startswith(tuple(arguments.sets))
        ]
        if files:
            measure = partial(
                _measure,
                names=frozenset(arguments.rule),
                limit=arguments.characters,
            )
            with ProcessPoolExecutor(arguments.workers) as executor:
                losses = dict(zip(files, executor.map(measure, files), strict=True))
            print("\n".join(_table(layer, losses)), "\n", flush=True)


def _annotators_of(layer: str) -> Iterator[Any]:
    """Yield the classes of the annotators whose rules the sets of a layer measure."""
    for name in _LAYERS_OF_RULES.get(layer, (layer,)):
        yield find(name)


def _rules_of(layer: str) -> Iterator[AnyRule]:
    """Yield the rules that the sets of a layer measure."""
    for annotator_class in _annotators_of(layer):
        yield from annotator_class.rules


def _sample(rows: Sequence[Row], limit: int) -> list[Row]:
    """Return articles from all over a set, every second, third … of them, so that they hold `limit` characters at most."""
    for step in range(1, len(rows)):
        sample = list(rows[::step])
        if sum(len(row["text"]) for row in sample) <= limit:
            return sample
    return [min(rows, key=lambda row: len(row["text"]))]


def _measure(file: Path, names: frozenset[str], limit: int) -> Loss:
    """Return what the scores of a set lose without each rule, of those of these `names` if there are any."""
    gold_set = _Set.read(file, limit)
    numbers = range(len(gold_set.gold))
    spoken = [gold_set.find_spoken(number) for number in numbers]
    rows = [gold_set.annotate(number) for number in numbers]
    whole = gold_set.score(rows)
    losses: Loss = {}
    for rule in _rules_of(gold_set.layer):
        if names and rule.name not in names:
            continue
        if not any(rule.name in names_spoken for names_spoken in spoken):
            losses[rule.name] = {}
            continue
        without = frozenset({rule.name})
        changed = [
            gold_set.annotate(number, without)
            if rule.name in spoken[number]
            else rows[number]
            for number in numbers
        ]
        remaining = gold_set.score(changed)
        losses[rule.name] = {
            score: points - remaining[score] for score, points in whole.items()
        }
    return losses


def _make(annotator_class: type[Any], without: frozenset[str]) -> Any:
    """Return an annotator of a class with its usual settings, some rules switched off."""
    if hasattr(annotator_class, "Settings"):
        settings = annotator_class.Settings.model_validate({})
        return annotator_class(settings, without=without)
    return annotator_class(without=without)


def _table(layer: str, losses: Mapping[Path, Loss]) -> Iterator[str]:
    """Yield the lines of the table of a layer: a row for each rule, a column for each set."""
    names = [file.stem.removeprefix(f"{layer}.") for file in losses]
    measured = {rule for loss in losses.values() for rule in loss}
    yield f"| {layer}: rule | example | {' | '.join(names)} |"
    yield f"|---|---|{'---|' * len(names)}"
    for rule in _rules_of(layer):
        if rule.name in measured:
            cells = [_cell(loss[rule.name].values()) for loss in losses.values()]
            yield f"| {rule.name} | {rule.example} | {' | '.join(cells)} |"
    shown = dict.fromkeys(
        score for loss in losses.values() for row in loss.values() for score in row
    )
    yield f"\nIn each cell: {', '.join(shown)}."


def _cell(points: Iterable[float]) -> str:
    """Return what scores lose: `1.2 / 0.3`; a dot where none of them moves, nothing where none was measured."""
    rounded = list(points)
    if not rounded:
        return ""
    if all(abs(difference) < _SMALLEST_SHOWN for difference in rounded):
        return "·"
    return " / ".join(f"{difference:.1f}" for difference in rounded)


if __name__ == "__main__":
    main()
