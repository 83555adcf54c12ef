"""Predictions against gold: each measure over all articles, article by article, and its bootstrap interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pressmark import scoring
from pressmark.errors import InputError
from pressmark.scoring import Score

from .differences import Difference, differences
from .documents import Document, same_text
from .joining import clusters, names, roles, statuses

__all__ = ["Evaluation", "Measure", "evaluate"]

Pairs = Sequence[tuple[Document, Document]]

LAYERS: Mapping[str, tuple[Callable[[Any], dict[str, Score]], ...]] = {
    "entities": (scoring.entities, names, roles),
    "quotes": (scoring.quotes,),
    "events": (
        scoring.events,
        lambda pairs: {f"arguments: {name}": score for name, score in scoring.arguments(pairs).items()},
        statuses,
        clusters,
    ),
}
"""The layers that have measures, and these."""

_LABEL: Mapping[str, Callable[[Mapping[str, Any]], str | None]] = {
    "entities": lambda row: scoring.our_label(row.get("label")),
    "quotes": lambda row: row.get("type"),
    "events": lambda row: row.get("type"),
}
"""The label of an annotation, by layer."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A score over all articles, its mean over articles, and the interval that 95 % of the resamples' F1 lie in."""

    score: Score
    by_article: float | None
    low: float | None
    high: float | None

    def as_json(self) -> dict[str, Any]:
        """The measure as plain values; `f1` and the others are between 0 and 1."""
        score = self.score
        known: dict[str, Any] = {
            "precision": score.precision,
            "recall": score.recall,
            "f1": score.f1,
            "hits": score.hits,
        }
        known |= {"predicted": score.predicted, "gold": score.gold, "f1_low": self.low, "f1_high": self.high}
        return known | {"f1_by_article": self.by_article}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """
    Measures by layer and name, and by layer, label and name; the articles they are made of; every difference.

    `absent` are articles of gold without any prediction (all their annotations count as missed).
    """

    articles: tuple[str, ...]
    absent: tuple[str, ...]
    layers: Mapping[str, Mapping[str, Measure]]
    labels: Mapping[str, Mapping[str, Mapping[str, Measure]]]
    differences: tuple[Difference, ...] = field(repr=False, default=())

    def as_json(self) -> dict[str, Any]:
        """Everything but the differences, as plain values."""
        return {
            "articles": len(self.articles),
            "absent": list(self.absent),
            "layers": {layer: _json(measures) for layer, measures in self.layers.items()},
            "labels": {
                layer: {label: _json(measures) for label, measures in by_label.items()}
                for layer, by_label in self.labels.items()
            },
        }


def _json(measures: Mapping[str, Measure]) -> dict[str, Any]:
    return {name: measure.as_json() for name, measure in measures.items()}


def evaluate(
    predicted: Mapping[str, Document], gold: Mapping[str, Document], *, samples: int = 1000, seed: int = 1
) -> Evaluation:
    """
    Score predictions against gold, article by article of gold; a layer that gold does not have is not scored.

    The intervals resample articles with replacement (`samples` times). Raises `InputError` when the texts of an article
    differ, or no article of gold is among the predictions.
    """
    absent = tuple(id for id in gold if id not in predicted)
    if len(absent) == len(gold):
        raise InputError("no article of the gold is in the corpus: their ids differ. Compare the two `id` columns.")
    for id, document in gold.items():
        if id in predicted:
            same_text(document, predicted[id])
    pairs = [(document, predicted.get(id, {"id": id, "text": document["text"]})) for id, document in gold.items()]
    present = [layer for layer in LAYERS if any(layer in document for document in gold.values())]
    scored = {layer: [pair for pair in pairs if layer in pair[0]] for layer in present}
    draw = _Resample(samples, seed)
    return Evaluation(
        articles=tuple(gold),
        absent=absent,
        layers={layer: draw.measures(scored[layer], LAYERS[layer]) for layer in present},
        labels={layer: _by_label(layer, scored[layer], draw) for layer in present},
        differences=tuple(one for layer in present for pair in scored[layer] for one in differences(layer, *pair)),
    )


def _by_label(layer: str, pairs: Pairs, draw: _Resample) -> dict[str, Mapping[str, Measure]]:
    label_of = _LABEL[layer]
    labels = sorted({label for gold, _ in pairs for row in gold[layer] if (label := label_of(row))})
    return {label: draw.measures(pairs, (_of_label(layer, label),)) for label in labels}


def _of_label(layer: str, label: str) -> Callable[[Any], dict[str, Score]]:
    if layer == "quotes":
        return lambda pairs: scoring.quotes(pairs, kinds=(label,))
    return lambda pairs: _labelled(layer, label, pairs)


def _labelled(layer: str, label: str, pairs: Pairs) -> dict[str, Score]:
    """The scores of one label, and how many of its gold spans are found under whatever label."""
    label_of, scores = _LABEL[layer], {"exact": Score(), "overlap": Score(), "found under any label": Score()}
    for gold, found in pairs:
        ours = _spans(row for row in gold[layer] if label_of(row) == label)
        theirs = _spans(row for row in found.get(layer, ()) if label_of(row) == label)
        anything = _spans(row for row in found.get(layer, ()) if layer != "entities" or label_of(row))
        scores["exact"] += Score(len(set(ours) & set(theirs)), len(theirs), len(ours))
        scores["overlap"] += Score(len(scoring.paired(ours, theirs)), len(theirs), len(ours))
        scores["found under any label"] += Score(len(scoring.paired(ours, anything)), len(ours), len(ours))
    return scores


def _spans(rows: Iterable[Mapping[str, Any]]) -> list[tuple[int, int, str]]:
    return sorted({(row["start"], row["end"], "") for row in rows})


class _Resample:
    """Draws articles with replacement, the same ones for every measure."""

    def __init__(self, samples: int, seed: int) -> None:
        self._samples = samples
        self._seed = seed

    def measures(self, pairs: Pairs, score: Iterable[Callable[[Any], dict[str, Score]]]) -> dict[str, Measure]:
        """Each measure that has something to measure."""
        each = [{name: one for make in score for name, one in make([pair]).items()} for pair in pairs]
        known = list(each[0]) if each else []
        found = {name: self._measure([scores[name] for scores in each]) for name in known}
        return {name: measure for name, measure in found.items() if measure.score.gold or measure.score.predicted}

    def _measure(self, scores: Sequence[Score]) -> Measure:
        counted = [score.f1 for score in scores if score.gold or score.predicted]
        whole = sum(scores, Score())
        low, high = self._interval(scores)
        return Measure(whole, sum(counted) / len(counted) if counted else None, low, high)

    def _interval(self, scores: Sequence[Score]) -> tuple[float | None, float | None]:
        import numpy as np

        if len(scores) < 2 or not self._samples:
            return None, None
        columns = [
            (one.hits, one.predicted, one.hits if one.recalled is None else one.recalled, one.gold) for one in scores
        ]
        rows = np.array(columns, dtype=float)
        draws = np.random.default_rng(self._seed).integers(0, len(rows), (self._samples, len(rows)))
        hits, predicted, recalled, gold = (rows[:, column][draws].sum(axis=1) for column in range(4))
        precision = np.divide(hits, predicted, out=np.zeros_like(hits), where=predicted > 0)
        recall = np.divide(recalled, gold, out=np.zeros_like(hits), where=gold > 0)
        both = precision + recall
        f1 = np.divide(2 * precision * recall, both, out=np.zeros_like(hits), where=both > 0)
        low, high = np.percentile(f1, (2.5, 97.5))
        return float(low), float(high)
