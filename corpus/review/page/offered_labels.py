"""Which labels a person may choose on the page: all that a layer knows, and what a corpus has beyond them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pressmark.dataset.corpus import Corpus
from pressmark.exchange.schemes import known_labels

__all__ = ["offered_labels"]


def offered_labels(
    corpus: Corpus, usual: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """
    Return the labels of each layer of a corpus: the `usual` ones in their order, then those of its own.

    Of its own are the types of the user's lexicon of events, and what a layer has that declares no labels.
    """
    labels: dict[str, list[str]] = {}
    for layer in corpus.layers:
        first = list(usual.get(layer, ()))
        known = known_labels(corpus, layer) or _labels_that_occur(corpus, layer)
        labels[layer] = [*first, *(label for label in known if label not in first)]
    return labels


def _labels_that_occur(corpus: Corpus, layer: str) -> list[str]:
    """Return the labels that annotations of a layer have, sorted."""
    column = corpus.table(layer).select_columns(["label"])
    return sorted({row["label"] for row in column if row["label"]})
