"""How far two annotations of the same articles agree: F1 of spans, Cohen's kappa, Krippendorff's alpha."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pressmark.errors import InputError
from pressmark.messages import counted

from .differences import Difference, find_differences
from .documents import Document, refuse_other_text
from .measure_tables import agreement_cell
from .quote_scores import score_quotes
from .scores import Score, score_spans
from .span_matching import LabelledSpan, Row, match_spans, unlabelled_spans

__all__ = ["Agreement", "alpha", "compare", "kappa"]

Units = Mapping[tuple[str | None, ...], int]
"""How often each combination of values occurs, one value a coder; None where a coder gave none."""

DocumentPair = tuple[Document, Document]
"""The two annotations of one article."""

_NO_LABEL = "annotated"
"""What a span without a label is called, so that it differs from nothing."""


@dataclass(frozen=True, slots=True, repr=False)
class Agreement:
    """
    How far two annotations agree, by layer: `f1` by measure, `kappa` and `alpha` by character (white space left out),
    `kappa_labels` of the spans that overlap. None where chance alone would give full agreement.
    """

    articles: tuple[str, ...]
    alone: tuple[str, ...]
    f1: Mapping[str, Mapping[str, Score]]
    kappa: Mapping[str, float | None]
    alpha: Mapping[str, float | None]
    kappa_labels: Mapping[str, float | None]
    differences: tuple[Difference, ...] = ()

    def __repr__(self) -> str:
        """Return the agreement in one line: of each layer the F1 of its first measure, in per cent."""
        firsts = [
            f"{layer} {name} {100 * score.f1:.1f}"
            for layer, scores in self.f1.items()
            for name, score in list(scores.items())[:1]
        ]
        size = counted(len(self.articles), "article")
        differences = counted(len(self.differences), "difference")
        return (
            f"Agreement({size}, {differences}, F1: {', '.join(firsts) or 'no layer'})"
        )

    def _repr_html_(self) -> str:
        coefficients = {
            "kappa, by character": self.kappa,
            "kappa of labels": self.kappa_labels,
            "alpha, by character": self.alpha,
        }
        return str(agreement_cell(len(self.articles), self.f1, coefficients))

    def as_json(self) -> dict[str, Any]:
        """Return everything but the differences, which are counted by kind, as plain values."""
        layers: dict[str, dict[str, Any]] = {}
        for layer, scores in self.f1.items():
            kinds = Counter(
                difference.kind
                for difference in self.differences
                if difference.layer == layer
            )
            layers[layer] = {
                "f1": {name: score.f1 for name, score in scores.items()},
                "kappa": self.kappa[layer],
                "alpha": self.alpha[layer],
                "kappa_labels": self.kappa_labels[layer],
                "differences": dict(kinds),
            }
        return {
            "articles": len(self.articles),
            "alone": list(self.alone),
            "layers": layers,
        }


def compare(first: Mapping[str, Document], second: Mapping[str, Document]) -> Agreement:
    """
    Compare two annotations, over the articles and layers that both have.

    Raises `InputError` when they share no article, or an article's texts differ.

    >>> from pressmark.evaluation.documents import read_documents
    >>> compare(read_documents("corpus"), read_documents("gold.jsonl")).differences
    ()
    """
    # In the order of the first, so that the differences come in the order in which its articles stand.
    shared_ids = [id for id in first if id in second]
    if not shared_ids:
        raise InputError(
            "the two share no article: their ids differ. Compare the two `id` columns."
        )
    pairs = [(first[id], second[id]) for id in shared_ids]
    differences: list[Difference] = []
    for pair in pairs:
        # All texts are compared before anything is scored: offsets into two texts do not compare.
        refuse_other_text(*pair)
    layers = _shared_layers(pairs)
    for layer in layers:
        for pair in pairs:
            differences += find_differences(layer, *pair)
    units = {layer: _count_characters(layer, pairs) for layer in layers}
    return Agreement(
        articles=tuple(shared_ids),
        alone=tuple(sorted({*first} ^ {*second})),
        f1={layer: _scores(layer, pairs) for layer in layers},
        kappa={layer: kappa(units[layer]) for layer in layers},
        alpha={layer: alpha(units[layer]) for layer in layers},
        kappa_labels={layer: kappa(_count_labels(layer, pairs)) for layer in layers},
        differences=tuple(differences),
    )


def kappa(units: Units) -> float | None:
    """
    Return Cohen's kappa of two coders; None when chance alone agrees on everything.

    J. Cohen, "A coefficient of agreement for nominal scales", 1960.

    >>> round(kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}), 3)
    0.4
    """
    total = sum(units.values())
    if not total:
        return None
    first_counts: Counter[str | None] = Counter()
    second_counts: Counter[str | None] = Counter()
    agreed = 0
    for (first, second), count in units.items():
        first_counts[first] += count
        second_counts[second] += count
        # The diagonal of the table of Cohen: both coders say the same.
        agreed += count if first == second else 0
    met_by_chance = sum(
        count * second_counts[value] for value, count in first_counts.items()
    )
    chance = met_by_chance / total**2
    if chance >= 1:  # both give one value always
        return None
    return (agreed / total - chance) / (1 - chance)


def alpha(units: Units) -> float | None:
    """
    Return Krippendorff's alpha for nominal values and any number of coders; None when there is but one value.

    K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011.
    """
    coincidences = _coincidences(units)
    totals: dict[str, float] = {}
    for (value, _), weight in coincidences.items():
        totals[value] = totals.get(value, 0.0) + weight
    total = sum(totals.values())
    # Pairs of values that differ. Observed disagreement is a share of `total`, expected disagreement one of
    # `total * (total - 1)` pairs: of their quotient the factor `total - 1` stays, in the last line.
    expected = total**2 - sum(count**2 for count in totals.values())
    if not expected:
        return None
    observed = sum(
        weight
        for (value, other_value), weight in coincidences.items()
        if value != other_value
    )
    return 1 - (total - 1) * observed / expected


def _coincidences(units: Units) -> dict[tuple[str, str], float]:
    """Return the coincidence matrix: how often two values meet in a unit, over the pairs that a value makes there."""
    coincidences: dict[tuple[str, str], float] = {}
    for values, count in units.items():
        coders = Counter(value for value in values if value is not None)
        size = coders.total()
        if size < 2:  # a value that no other coder can meet says nothing
            continue
        for value, coders_of_value in coders.items():
            for other_value, other_coders in coders.items():
                # A coder is no pair with himself, so that of equal values there is one partner fewer.
                pairs = coders_of_value * (other_coders - (value == other_value))
                cell = value, other_value
                coincidences[cell] = coincidences.get(cell, 0.0) + count * pairs / (
                    size - 1
                )
    return coincidences


def _shared_layers(pairs: Sequence[DocumentPair]) -> list[str]:
    """Return the layers that every document has on its second side, in the order of the first."""
    first_document, _ = pairs[0]
    layers = [name for name, value in first_document.items() if _is_layer(value)]
    return [layer for layer in layers if all(layer in second for _, second in pairs)]


def _is_layer(value: Any) -> bool:
    """Say whether a part of a document is a list of annotations."""
    return isinstance(value, list) and all(
        isinstance(row, dict) and "start" in row for row in value
    )


def _scores(layer: str, pairs: Sequence[DocumentPair]) -> dict[str, Score]:
    """Return the scores of a layer's spans; of quotes those of quotes first, and those of spans named so."""
    # Quotes are matched by characters, marks and space left out: « Oui » with and without its marks is one.
    span_scores = score_spans(pairs, layer)
    if layer != "quotes":
        return span_scores
    return score_quotes(pairs) | {
        f"span {name}": score for name, score in span_scores.items()
    }


def _count_characters(
    layer: str, pairs: Iterable[DocumentPair]
) -> Counter[tuple[str | None, ...]]:
    """Count the characters by their labels on either side; white space is left out, no label is the empty one."""
    counts: Counter[tuple[str | None, ...]] = Counter()
    for first, second in pairs:
        # Either side's would do: texts that differ were refused.
        text = first["text"]
        sides = [_labelled_pieces(document[layer]) for document in (first, second)]
        bounds = {0, len(text)}
        for pieces in sides:
            for start, end, _ in pieces:
                bounds |= {start, end}
        # Between two bounds the labels do not change: a text of a thousand characters is counted in a few steps.
        for start, end in pairwise(sorted(bounds)):
            values = tuple(_labels_at(start, pieces) for pieces in sides)
            # White space would raise agreement: it says nothing that one coder takes a paragraph's last blank in.
            counts[values] += sum(not letter.isspace() for letter in text[start:end])
    return counts


def _labels_at(offset: int, pieces: Sequence[LabelledSpan]) -> str:
    """Return the labels at an offset, sorted and joined; "" for none."""
    labels = {label for start, end, label in pieces if start <= offset < end}
    # Two spans that overlap are a value of their own, `ORG+PER`, in whatever order they were annotated.
    return "+".join(sorted(labels))


def _labelled_pieces(rows: Iterable[Row]) -> list[LabelledSpan]:
    """Return the stretches that annotations cover, each with its label; a quote may have several."""
    pieces: list[LabelledSpan] = []
    for row in rows:
        # « Oui, dit-elle, demain »: the words between two pieces are the article's and count as unlabelled.
        for start, end in row.get("spans") or [(row["start"], row["end"])]:
            pieces.append((start, end, _label_of(row)))
    return pieces


def _label_of(row: Row) -> str:
    """Return the label of an annotation, by either name that tools give it."""
    # Quotes and events of JSON lines say `type`, all other layers `label`.
    return str(row.get("label") or row.get("type") or _NO_LABEL)


def _count_labels(
    layer: str, pairs: Iterable[DocumentPair]
) -> Counter[tuple[str | None, ...]]:
    """Count the pairs of labels of the spans that overlap."""
    counts: Counter[tuple[str | None, ...]] = Counter()
    for first, second in pairs:
        for i, j in match_spans(
            unlabelled_spans(first[layer]), unlabelled_spans(second[layer])
        ):
            counts[_label_of(first[layer][i]), _label_of(second[layer][j])] += 1
    return counts
