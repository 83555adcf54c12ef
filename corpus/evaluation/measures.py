"""Predictions against gold: each measure over all articles, article by article, and its bootstrap interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pressmark.errors import InputError
from pressmark.exchange.entity_labels import our_label
from pressmark.messages import counted

from .attribute_scores import score_clusters, score_names, score_roles, score_statuses
from .bootstrap import FEWEST_ARTICLES, Bootstrap, DocumentPairs, Measure, ScoreFunction
from .differences import Difference, find_differences
from .documents import Document, refuse_other_text
from .measure_tables import evaluation_cell
from .quote_scores import score_quotes, score_quotes_of_label
from .scores import Score, score_arguments, score_entities, score_events, score_times
from .span_matching import LabelledSpan, Row, match_spans

__all__ = ["Evaluation", "evaluate"]


def _score_named_arguments(pairs: DocumentPairs) -> dict[str, Score]:
    """Return the scores of arguments under names that tell them from those of triggers."""
    return {
        f"arguments: {name}": score for name, score in score_arguments(pairs).items()
    }


LAYERS: Mapping[str, tuple[ScoreFunction, ...]] = {
    "entities": (score_entities, score_names, score_roles),
    "quotes": (score_quotes,),
    "events": (score_events, _score_named_arguments, score_statuses, score_clusters),
    "times": (score_times,),
}
"""The layers that have measures, and these."""

_LABEL_OF_ROW: Mapping[str, Callable[[Row], str | None]] = {
    "entities": lambda row: our_label(row.get("label")),
    "quotes": lambda row: row.get("type"),
    "events": lambda row: row.get("type"),
    "times": lambda row: row.get("label"),
}
"""The label of an annotation, by layer."""


@dataclass(frozen=True, slots=True, repr=False)
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
    differences: tuple[Difference, ...] = ()
    is_weighted: bool = False

    def __repr__(self) -> str:
        """Return the evaluation in one line: of each layer the F1 of its first measure, in per cent."""
        firsts = [
            f"{layer} {name} {100 * measure.f1:.1f}"
            for layer, measures in self.layers.items()
            for name, measure in list(measures.items())[:1]
        ]
        size = counted(len(self.articles), "article")
        return f"Evaluation({size}, F1: {', '.join(firsts) or 'no layer'})"

    def _repr_html_(self) -> str:
        return str(evaluation_cell(len(self.articles), self.layers))

    def as_json(self) -> dict[str, Any]:
        """Return everything but the differences, as plain values."""
        labels: dict[str, dict[str, Any]] = {}
        for layer, by_label in self.labels.items():
            labels[layer] = {
                label: _measures_as_json(measures)
                for label, measures in by_label.items()
            }
        return {
            "articles": len(self.articles),
            "absent": list(self.absent),
            "weighted": self.is_weighted,
            "fewest_articles_for_an_interval": FEWEST_ARTICLES,
            "layers": {
                layer: _measures_as_json(measures)
                for layer, measures in self.layers.items()
            },
            "labels": labels,
        }


def _measures_as_json(measures: Mapping[str, Measure]) -> dict[str, Any]:
    """Return measures as plain values, by name."""
    return {name: measure.as_json() for name, measure in measures.items()}


def evaluate(
    predicted: Mapping[str, Document],
    gold: Mapping[str, Document],
    *,
    samples: int = 1000,
    seed: int = 1,
) -> Evaluation:
    """
    Score predictions against gold, article by article of gold; a layer that gold does not have is not scored.

    The intervals resample articles with replacement (`samples` times). Raises `InputError` when the texts of an article
    differ, or no article of gold is among the predictions.

    >>> from pressmark.evaluation.documents import read_documents
    >>> evaluate(read_documents("corpus"), read_documents("gold.jsonl")).layers["quotes"]["exact"].f1
    1.0
    """
    absent = tuple(id for id in gold if id not in predicted)
    if len(absent) == len(gold):
        raise InputError(
            "no article of the gold is in the corpus: their ids differ. Compare the two `id` columns."
        )
    pairs: list[tuple[Document, Document]] = []
    for id, document in gold.items():
        # An article that nobody predicted is scored as empty: to leave it out would flatter what failed on it.
        prediction = predicted.get(id, {"id": id, "text": document["text"]})
        refuse_other_text(document, prediction)
        pairs.append((document, prediction))
    weights = _read_weights(pairs)
    bootstrap = Bootstrap(samples, seed, weights)
    measures: dict[str, Mapping[str, Measure]] = {}
    measures_by_label: dict[str, Mapping[str, Mapping[str, Measure]]] = {}
    differences: list[Difference] = []
    for layer, functions in LAYERS.items():
        # A layer that gold lacks was not annotated: what is predicted there is neither right nor wrong.
        scored_pairs = [pair for pair in pairs if layer in pair[0]]
        if scored_pairs:
            measures[layer] = bootstrap.measures(scored_pairs, functions)
            measures_by_label[layer] = _measure_labels(layer, scored_pairs, bootstrap)
            for pair in scored_pairs:
                differences += find_differences(layer, *pair)
    return Evaluation(
        articles=tuple(gold),
        absent=absent,
        layers=measures,
        labels=measures_by_label,
        differences=tuple(differences),
        is_weighted=bool(weights),
    )


def _read_weights(pairs: DocumentPairs) -> dict[str, float]:
    """Return how many articles each stands for, by id; nothing where some do not say it, or all say the same."""
    weights: dict[str, float] = {}
    for gold, predicted in pairs:
        # Gold first: it is the drawn sample, a prediction may come from a run over the whole corpus.
        weight = gold.get("sample_weight", predicted.get("sample_weight"))
        if (
            not isinstance(weight, int | float)
            or not math.isfinite(weight)
            or weight <= 0
        ):
            return {}
        weights[gold["id"]] = float(weight)
    # Equal weights change no score, and a report that says "weighted" would make a reader look for why.
    return weights if len(set(weights.values())) > 1 else {}


def _measure_labels(
    layer: str, pairs: DocumentPairs, bootstrap: Bootstrap
) -> dict[str, Mapping[str, Measure]]:
    """Return the measures of each label of a layer, in gold or predicted."""
    label_of = _LABEL_OF_ROW[layer]
    labels: set[str] = set()
    for pair in pairs:
        for document in pair:
            row_labels = map(label_of, document.get(layer, ()))
            # A row without a label of ours counts in no table of labels.
            labels.update(filter(None, row_labels))
    measures: dict[str, Mapping[str, Measure]] = {}
    for label in sorted(labels):
        score_label = partial(_score_label, layer=layer, label=label)
        # A rare label stands in few articles, of which an interval says nothing; a layer stands in most.
        measures[label] = bootstrap.measures(
            pairs, (score_label,), fewest_articles=FEWEST_ARTICLES
        )
    return measures


def _score_label(pairs: DocumentPairs, *, layer: str, label: str) -> dict[str, Score]:
    """Return the scores of one label, and how many of its gold spans are found under whatever label."""
    if layer == "quotes":
        return score_quotes_of_label(pairs, label)
    label_of = _LABEL_OF_ROW[layer]
    exact, overlap, any_label = Score(), Score(), Score()
    for gold, predicted in pairs:
        rows = predicted.get(layer, ())
        gold_spans = _distinct_spans(
            row for row in gold[layer] if label_of(row) == label
        )
        spans = _distinct_spans(row for row in rows if label_of(row) == label)
        # An entity whose label is none of ours (a date, in OntoNotes) is no entity.
        all_spans = _distinct_spans(
            row for row in rows if layer != "entities" or label_of(row)
        )
        exact += Score(len(set(gold_spans) & set(spans)), len(spans), len(gold_spans))
        overlap += Score(
            len(match_spans(gold_spans, spans)), len(spans), len(gold_spans)
        )
        # Gold in place of what is predicted: only recall means something here, and F1 is the same number then.
        any_label += Score(
            len(match_spans(gold_spans, all_spans)), len(gold_spans), len(gold_spans)
        )
    return {"exact": exact, "overlap": overlap, "found under any label": any_label}


def _distinct_spans(rows: Iterable[Row]) -> list[LabelledSpan]:
    """Return the bounds of annotations, each once and sorted, with an empty label."""
    # As a set: a stretch that stands twice in a layer is one to find.
    return sorted({(row["start"], row["end"], "") for row in rows})
