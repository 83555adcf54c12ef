"""Predictions against gold: each measure over all articles, article by article, and its bootstrap interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pressmark.errors import InputError
from pressmark.spans import our_label

from . import scores as scoring
from .differences import Difference, differences
from .documents import Document, same_text
from .joining import clusters, names, roles, statuses
from .scores import Score

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
    "times": (scoring.times,),
}
"""The layers that have measures, and these."""

_LABEL: Mapping[str, Callable[[Mapping[str, Any]], str | None]] = {
    "entities": lambda row: our_label(row.get("label")),
    "quotes": lambda row: row.get("type"),
    "events": lambda row: row.get("type"),
    "times": lambda row: row.get("label"),
}
"""The label of an annotation, by layer."""

FEWEST_ARTICLES = 5
"""
A label that stands in fewer articles has no interval: five articles can be drawn again in 126 ways, four in 35, of
which no 2.5 % can be cut off at either end.
"""

Interval = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Measure:
    """
    A score over all articles, its mean over articles, and the intervals that hold 95 % of the resamples.

    `score` counts each article once; `weighted` counts it for those that it stands for in the corpus, where articles
    say that (`sample_weight`). `precision`, `recall` and `f1` are the weighted ones then. An interval is None where
    what it is of stands in too few articles.
    """

    score: Score
    by_article: float | None
    f1_interval: Interval = None
    precision_interval: Interval = None
    recall_interval: Interval = None
    weighted: Score | None = None

    @property
    def low(self) -> float | None:
        """The lower end of F1's interval."""
        return self.f1_interval[0] if self.f1_interval else None

    @property
    def high(self) -> float | None:
        """The upper end of F1's interval."""
        return self.f1_interval[1] if self.f1_interval else None

    @property
    def precision(self) -> float:
        """Hits among what was predicted, weighted where there are weights."""
        return (self.weighted or self.score).precision

    @property
    def recall(self) -> float:
        """Hits among what is gold, weighted where there are weights."""
        return (self.weighted or self.score).recall

    @property
    def f1(self) -> float:
        """The harmonic mean of both, weighted where there are weights."""
        return (self.weighted or self.score).f1

    def as_json(self) -> dict[str, Any]:
        """The measure as plain values; `f1` and the others are between 0 and 1."""
        values: dict[str, Any] = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        values |= {"hits": self.score.hits, "predicted": self.score.predicted, "gold": self.score.gold}
        for name in ("f1", "precision", "recall"):
            low, high = getattr(self, f"{name}_interval") or (None, None)
            values |= {f"{name}_low": low, f"{name}_high": high}
        return values | {"f1_by_article": self.by_article}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """
    Measures by layer and name, and by layer, label and name; the articles they are made of; every difference.

    `absent` are articles of gold without any prediction (all their annotations count as missed). `is_weighted` says
    whether the articles' `sample_weight` was used.
    """

    articles: tuple[str, ...]
    absent: tuple[str, ...]
    layers: Mapping[str, Mapping[str, Measure]]
    labels: Mapping[str, Mapping[str, Mapping[str, Measure]]]
    differences: tuple[Difference, ...] = field(repr=False, default=())
    is_weighted: bool = False

    def as_json(self) -> dict[str, Any]:
        """Everything but the differences, as plain values."""
        return {
            "articles": len(self.articles),
            "absent": list(self.absent),
            "weighted": self.is_weighted,
            "fewest_articles_for_an_interval": FEWEST_ARTICLES,
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

    >>> from pressmark.evaluation.documents import documents
    >>> evaluate(documents("corpus"), documents("gold.jsonl")).layers["quotes"]["exact"].f1
    1.0
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
    weights = _weights(pairs)
    draw = _Resample(samples, seed, weights)
    return Evaluation(
        articles=tuple(gold),
        absent=absent,
        layers={layer: draw.measures(scored[layer], LAYERS[layer]) for layer in present},
        labels={layer: _by_label(layer, scored[layer], draw) for layer in present},
        differences=tuple(one for layer in present for pair in scored[layer] for one in differences(layer, *pair)),
        is_weighted=bool(weights),
    )


def _weights(pairs: Pairs) -> dict[str, float]:
    """How many articles each one stands for, by id; empty where some do not say it, or all say the same."""
    stated = {gold["id"]: gold.get("sample_weight", found.get("sample_weight")) for gold, found in pairs}
    weights = {id: float(weight) for id, weight in stated.items()
               if isinstance(weight, int | float) and math.isfinite(weight) and weight > 0}  # fmt: skip
    return weights if len(weights) == len(stated) and len({*weights.values()}) > 1 else {}


def _by_label(layer: str, pairs: Pairs, draw: _Resample) -> dict[str, Mapping[str, Measure]]:
    label_of = _LABEL[layer]
    rows = (row for pair in pairs for side in pair for row in side.get(layer, ()))
    labels = sorted({label for row in rows if (label := label_of(row))})
    return {label: draw.measures(pairs, (_of_label(layer, label),), fewest=FEWEST_ARTICLES) for label in labels}


def _of_label(layer: str, label: str) -> Callable[[Any], dict[str, Score]]:
    if layer == "quotes":
        return lambda pairs: scoring.quotes_of_label(pairs, label)
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

    def __init__(self, samples: int, seed: int, weights: Mapping[str, float]) -> None:
        self._samples = samples
        self._seed = seed
        self._weights = weights

    def measures(
        self, pairs: Pairs, score: Iterable[Callable[[Any], dict[str, Score]]], *, fewest: int = 2
    ) -> dict[str, Measure]:
        """Each measure that has something to measure; its intervals where it stands in `fewest` articles at least."""
        each = [{name: one for make in score for name, one in make([pair]).items()} for pair in pairs]
        weights = [self._weights.get(gold["id"], 1.0) for gold, _ in pairs]
        names = list(each[0]) if each else []
        measures = {name: self._measure([scores[name] for scores in each], weights, fewest) for name in names}
        return {name: measure for name, measure in measures.items() if measure.score.gold or measure.score.predicted}

    def _measure(self, scores: Sequence[Score], weights: Sequence[float], fewest: int) -> Measure:
        counted = [(score.f1, weight) for score, weight in zip(scores, weights, strict=True)
                   if score.gold or score.predicted]  # fmt: skip
        total = sum(weight for _, weight in counted)
        return Measure(
            sum(scores, Score()),
            sum(f1 * weight for f1, weight in counted) / total if counted else None,
            *self._intervals(scores, weights, fewest),
            weighted=sum(map(_times, scores, weights), Score()) if self._weights else None,
        )

    def _intervals(
        self, scores: Sequence[Score], weights: Sequence[float], fewest: int
    ) -> tuple[Interval, Interval, Interval]:
        """Of F1, precision and recall. A resample without anything to measure says nothing, and is left out."""
        import numpy as np

        if len(scores) < 2 or not self._samples:
            return None, None, None
        columns = [
            (one.hits, one.predicted, one.hits if one.recalled is None else one.recalled, one.gold) for one in scores
        ]
        rows = np.array(columns, dtype=float)
        spread = [int((column > 0).sum()) for column in (rows[:, 1] + rows[:, 3], rows[:, 1], rows[:, 3])]
        rows *= np.array(weights)[:, None]
        draws = np.random.default_rng(self._seed).integers(0, len(rows), (self._samples, len(rows)))
        hits, predicted, recalled, gold = (rows[:, column][draws].sum(axis=1) for column in range(4))
        precision = np.divide(hits, predicted, out=np.zeros_like(hits), where=predicted > 0)
        recall = np.divide(recalled, gold, out=np.zeros_like(hits), where=gold > 0)
        both = precision + recall
        f1 = np.divide(2 * precision * recall, both, out=np.zeros_like(hits), where=both > 0)
        measured = ((f1, predicted + gold), (precision, predicted), (recall, gold))
        f1_interval, precision_interval, recall_interval = (
            _middle(values[of > 0]) if articles >= fewest else None
            for (values, of), articles in zip(measured, spread, strict=True)
        )
        return f1_interval, precision_interval, recall_interval


def _middle(values: Any) -> Interval:
    """The values that the middle 95 % lie between."""
    import numpy as np

    if not len(values):
        return None
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def _times(score: Score, weight: float) -> Score:
    """The score of an article that counts for several."""
    recalled = None if score.recalled is None else score.recalled * weight
    return Score(score.hits * weight, score.predicted * weight, score.gold * weight, recalled)
