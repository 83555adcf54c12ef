"""
How well predicted layers agree with gold: matched spans, and precision, recall and F1 over them.

Both sides are mappings as `pressmark export --format jsonl` writes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from pressmark.exchange.entity_labels import our_label

from .span_matching import LabelledSpan, Row, match_spans, unlabelled_spans

__all__ = [
    "Documents",
    "Score",
    "score_arguments",
    "score_entities",
    "score_events",
    "score_spans",
    "score_times",
    "time_value",
]

Documents = Iterable[tuple[Row, Row]]
"""Gold and prediction of each article."""


@dataclass(frozen=True, slots=True)
class Score:
    """
    Hits among what was predicted and among what is gold. `precision`, `recall` and `f1` are between 0 and 1.

    `recalled` are the hits among gold where a measure counts them apart (B-cubed does).

    >>> (Score(3, 4, 6) + Score(0, 0, 2)).recall
    0.375
    """

    hits: float = 0
    predicted: float = 0
    gold: float = 0
    recalled: float | None = None

    def __add__(self, other: Score) -> Score:
        """Return the score of both together: counts are added, so that a long article weighs more than a short one."""
        recalled: float | None = None
        if self.recalled is not None or other.recalled is not None:
            recalled = (self.recalled or 0.0) + (other.recalled or 0.0)
        return Score(
            self.hits + other.hits,
            self.predicted + other.predicted,
            self.gold + other.gold,
            recalled,
        )

    @property
    def precision(self) -> float:
        """Hits among what was predicted; 0 when nothing was."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Hits among what is gold; 0 when there is none."""
        recalled = self.hits if self.recalled is None else self.recalled
        return recalled / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score_entities(
    documents: Documents, *, labels: Collection[str] = ()
) -> dict[str, Score]:
    """
    Return the scores of the entity layer: exact, overlap, and both with the same label.

    Labels of other schemes are mapped to ours (`person`, `GPE` …), what has none of ours stays out; with `labels`, only
    those are scored.
    """

    def label_of(row: Row) -> str | None:
        # Gold of OntoNotes says `GPE` where we say `LOC`: without the mapping every town would be a miss.
        label = our_label(row["label"])
        return label if not labels or label in labels else None

    return _score_labelled(documents, "entities", label_of)


def score_events(
    documents: Documents, *, without: Collection[str] = ()
) -> dict[str, Score]:
    """Return the scores of the event triggers: exact, overlap, both with the same type; types `without` stay out."""

    def label_of(row: Row) -> str | None:
        return None if row.get("type") in without else str(row.get("type"))

    return _score_labelled(documents, "events", label_of)


def score_times(documents: Documents) -> dict[str, Score]:
    """
    Return the scores of the expressions of time: as any spans', and of those that overlap the value.

    The value is the day, month or year that gold says, or how long a duration lasts.
    """
    # Read twice, for values and for spans; an iterator would be empty the second time.
    documents = list(documents)
    values = Score()
    for gold, predicted in documents:
        gold_times, times = gold.get("times", ()), predicted.get("times", ())
        for i, j in match_spans(unlabelled_spans(gold_times), unlabelled_spans(times)):
            # A vague time ("recently") has no value in gold, so that there is none to hit.
            gold_value = time_value(gold_times[i])
            if gold_value is not None:
                values += Score(gold_value == time_value(times[j]), 1, 1)
    return score_spans(documents, "times") | {"value right (of matched)": values}


def time_value(row: Row) -> str | None:
    """Return what a time expression means: the days that it names, else how long or how often; None for neither."""
    # A day is `2026-03-02`, a duration `P3D`: the two never compare as equal by accident.
    return row.get("value") or row.get("period")


def score_spans(documents: Documents, layer: str) -> dict[str, Score]:
    """Return the scores of any layer's spans, whatever its labels: exact, overlap, and both with the same label."""
    return _score_labelled(
        documents, layer, lambda row: str(row.get("label") or row.get("type"))
    )


def score_arguments(documents: Documents) -> dict[str, Score]:
    """
    Return the scores of the arguments of events whose triggers overlap: role+overlap, and overlap alone.

    Recall is of all gold arguments; precision of those predicted for the matched events.
    """
    with_role, overlap = Score(), Score()
    for gold, predicted in documents:
        gold_events, events = gold.get("events", ()), predicted.get("events", ())
        in_gold = Score(0, 0, sum(len(event.get("args", ())) for event in gold_events))
        with_role += in_gold
        overlap += in_gold
        for i, j in match_spans(
            unlabelled_spans(gold_events), unlabelled_spans(events)
        ):
            gold_arguments = _argument_spans(gold_events[i])
            arguments = _argument_spans(events[j])
            same_role = match_spans(gold_arguments, arguments, labelled=True)
            same_words = match_spans(gold_arguments, arguments)
            # Gold is 0: its arguments are counted above, those of events that nobody found included.
            with_role += Score(len(same_role), len(arguments), 0)
            overlap += Score(len(same_words), len(arguments), 0)
    return {"role+overlap": with_role, "overlap": overlap}


def _argument_spans(event: Row) -> list[LabelledSpan]:
    """Return the arguments of an event, labelled by their roles."""
    return [
        (argument["start"], argument["end"], argument["role"])
        for argument in event.get("args", ())
    ]


def _score_labelled(
    documents: Documents, layer: str, label_of: Callable[[Row], str | None]
) -> dict[str, Score]:
    """Return the scores of the spans of a layer that `label_of` gives a label."""
    scores = dict.fromkeys(
        ("exact", "overlap", "exact+label", "overlap+label"), Score()
    )
    for gold_document, document in documents:
        gold = _labelled_spans(gold_document.get(layer, ()), label_of)
        predicted = _labelled_spans(document.get(layer, ()), label_of)
        # Two labels of one stretch count twice, on either side.
        gold_bounds = Counter(span[:2] for span in gold)
        same_bounds = gold_bounds & Counter(span[:2] for span in predicted)
        hits = {
            "exact": same_bounds.total(),
            "overlap": len(match_spans(gold, predicted)),
            "exact+label": len(set(gold) & set(predicted)),
            "overlap+label": len(match_spans(gold, predicted, labelled=True)),
        }
        for name, count in hits.items():
            scores[name] += Score(count, len(predicted), len(gold))
    return scores


def _labelled_spans(
    rows: Iterable[Row], label_of: Callable[[Row], str | None]
) -> list[LabelledSpan]:
    """Return the spans of a layer that have a label, each once, in an order that is the same for the same spans."""
    labelled: set[LabelledSpan] = set()
    for row in rows:
        label = label_of(row)
        if label is not None:
            labelled.add((row["start"], row["end"], label))
    return sorted(labelled, key=str)
