"""Which labels a person may choose on the page: all that a layer knows, and what a corpus has beyond them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pressmark.dataset.corpus import Corpus
from pressmark.exchange.schemes import labels_of_runs

__all__ = ["offered_labels"]


def offered_labels(
    corpus: Corpus, usual: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """
    Return the labels of each layer of a corpus: the `usual` ones in their order, then those of its own.

    Of its own are the types of the user's lexicon of events, and what a layer has that declares no labels.
    """
    labels = {layer: list(usual.get(layer, ())) for layer in corpus.layers}
    for layer, known in labels.items():
        own: Iterable[str] = ()
        if layer == "events":
            # Those of our own lexicons are the usual ones: reading them again would hold up the page.
            own = labels_of_runs(corpus)
        elif not known:
            own = _labels_that_occur(corpus, layer)
        known += sorted(set(own).difference(known))
    return labels


def _labels_that_occur(corpus: Corpus, layer: str) -> list[str]:
    """Return the labels that annotations of a layer have, sorted."""
    column = corpus.table(layer).select_columns(["label"])
    return sorted({row["label"] for row in column if row["label"]})
