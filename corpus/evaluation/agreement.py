"""How far two annotations of the same articles agree: F1 of spans, Cohen's kappa, Krippendorff's alpha."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pressmark.errors import InputError

from .differences import Difference, differences
from .documents import Document, same_text
from .scores import Score, paired, quotes, spans

__all__ = ["Agreement", "alpha", "compare", "kappa"]

Units = Mapping[tuple[str | None, ...], int]
"""How often each combination of values occurs, one value a coder; None where a coder gave none."""

_UNLABELLED = "annotated"
"""What a span without a label is called, so that it differs from nothing."""


@dataclass(frozen=True, slots=True)
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
    differences: tuple[Difference, ...] = field(repr=False, default=())

    def as_json(self) -> dict[str, Any]:
        """Everything but the differences, which are counted by kind."""
        layers = {
            layer: {
                "f1": {name: score.f1 for name, score in scores.items()},
                "kappa": self.kappa[layer],
                "alpha": self.alpha[layer],
                "kappa_labels": self.kappa_labels[layer],
                "differences": dict(Counter(one.kind for one in self.differences if one.layer == layer)),
            }
            for layer, scores in self.f1.items()
        }
        return {"articles": len(self.articles), "alone": list(self.alone), "layers": layers}


def compare(first: Mapping[str, Document], second: Mapping[str, Document]) -> Agreement:
    """
    Compare two annotations, over the articles and layers that both have.

    Raises `InputError` when they share no article, or an article's texts differ.

    >>> from pressmark.evaluation.documents import documents
    >>> compare(documents("corpus"), documents("gold.jsonl")).differences
    ()
    """
    both = [id for id in first if id in second]
    if not both:
        raise InputError("the two share no article: their ids differ. Compare the two `id` columns.")
    pairs = [(first[id], second[id]) for id in both]
    for pair in pairs:
        same_text(*pair)
    layers = [name for name, value in pairs[0][0].items() if _is_layer(value) and all(name in two for _, two in pairs)]
    units = {layer: _characters(layer, pairs) for layer in layers}
    return Agreement(
        articles=tuple(both),
        alone=tuple(sorted({*first} ^ {*second})),
        f1={layer: _f1(layer, pairs) for layer in layers},
        kappa={layer: kappa(units[layer]) for layer in layers},
        alpha={layer: alpha(units[layer]) for layer in layers},
        kappa_labels={layer: kappa(_labels(layer, pairs)) for layer in layers},
        differences=tuple(one for layer in layers for pair in pairs for one in differences(layer, *pair)),
    )


def kappa(units: Units) -> float | None:
    """
    Cohen's kappa of two coders; None when chance alone agrees on everything.

    J. Cohen, "A coefficient of agreement for nominal scales", 1960.
    """
    total = sum(units.values())
    if not total:
        return None
    sides: tuple[Counter[str | None], Counter[str | None]] = (Counter(), Counter())
    for values, count in units.items():
        for side, value in zip(sides, values, strict=True):
            side[value] += count
    agreed = sum(count for (one, two), count in units.items() if one == two) / total
    chance = sum(count * sides[1][value] for value, count in sides[0].items()) / total**2
    return (agreed - chance) / (1 - chance) if chance < 1 else None


def alpha(units: Units) -> float | None:
    """
    Krippendorff's alpha for nominal values and any number of coders; None when there is but one value.

    K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011.
    """
    weights: dict[tuple[str, str], float] = {}
    for values, count in units.items():
        given = Counter(value for value in values if value is not None)
        size = given.total()
        if size < 2:
            continue
        for one, ones in given.items():
            for two, twos in given.items():
                pairs = ones * (twos - (one == two))
                weights[one, two] = weights.get((one, two), 0.0) + count * pairs / (size - 1)
    margins: dict[str, float] = {}
    for (one, _), weight in weights.items():
        margins[one] = margins.get(one, 0.0) + weight
    total = sum(margins.values())
    expected = total**2 - sum(margin**2 for margin in margins.values())
    if not expected:
        return None
    observed = sum(weight for (one, two), weight in weights.items() if one != two)
    return 1 - (total - 1) * observed / expected


def _is_layer(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and "start" in row for row in value)


def _f1(layer: str, pairs: Sequence[tuple[Document, Document]]) -> dict[str, Score]:
    scored = quotes(pairs) if layer == "quotes" else {}
    return scored | {f"{'span ' * bool(scored)}{name}": score for name, score in spans(pairs, layer).items()}


def _characters(layer: str, pairs: Iterable[tuple[Document, Document]]) -> Counter[tuple[str | None, ...]]:
    """How many characters have which labels on either side; white space is left out, no label is the empty one."""
    counts: Counter[tuple[str | None, ...]] = Counter()
    for pair in pairs:
        text = pair[0]["text"]
        stretches = [[piece for row in side[layer] for piece in _pieces(row)] for side in pair]
        bounds = sorted({0, len(text), *(at for side in stretches for piece in side for at in piece[:2])})
        for start, end in pairwise(bounds):
            values = tuple(
                "+".join(sorted({label for one, two, label in side if one <= start < two})) for side in stretches
            )
            counts[values] += sum(not letter.isspace() for letter in text[start:end])
    return counts


def _pieces(row: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    return [(start, end, _label(row)) for start, end in row.get("spans") or [(row["start"], row["end"])]]


def _label(row: Mapping[str, Any]) -> str:
    return str(row.get("label") or row.get("type") or _UNLABELLED)


def _labels(layer: str, pairs: Iterable[tuple[Document, Document]]) -> Counter[tuple[str | None, ...]]:
    counts: Counter[tuple[str | None, ...]] = Counter()
    for pair in pairs:
        sides = [[(row["start"], row["end"], "") for row in side[layer]] for side in pair]
        for i, j in paired(*sides):
            counts[_label(pair[0][layer][i]), _label(pair[1][layer][j])] += 1
    return counts
