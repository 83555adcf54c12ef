"""What the filters of the Hub read at the head of a dataset card: languages, size, tasks, who annotated, the licence."""

from __future__ import annotations

from typing import Any

import pyarrow.parquet as pq

from pressmark.dataset.corpus import Corpus
from pressmark.storage.licences import licence_fields

__all__ = ["hub_fields"]

_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
)
_LARGEST_SIZE = "100M<n<1B"

# The Hub's names of tasks, by the layer that serves them.
_TASKS = {
    "entities": ("token-classification", "named-entity-recognition"),
    "quotes": ("token-classification", "coreference-resolution"),
    "events": ("token-classification", "coreference-resolution"),
}


def hub_fields(corpus: Corpus) -> dict[str, Any]:
    """Return the fields of a card's head; one of which nothing is known is left out."""
    counts = corpus.manifest.counts
    languages = _languages(corpus)
    tasks = [_TASKS[layer] for layer in corpus.layers if layer in _TASKS]
    annotators = ["machine-generated"] if corpus.layers else []
    if counts.get("decisions"):
        annotators.append("expert-generated")
    fields: dict[str, Any] = {
        **licence_fields(corpus.manifest.licence),
        "language": languages,
        "multilinguality": [_multilinguality(languages)] if languages else [],
        "size_categories": [_size_category(counts["articles"])],
        "annotations_creators": annotators,
        "language_creators": ["found"],
        "source_datasets": ["original"],
        "task_categories": list(dict.fromkeys(category for category, _ in tasks)),
        "task_ids": list(dict.fromkeys(task for _, task in tasks)),
    }
    return {name: value for name, value in fields.items() if value}


def _languages(corpus: Corpus) -> list[str]:
    """Return the codes of the languages of the articles, sorted."""
    languages: set[str] = set()
    for file in corpus.manifest.files("articles"):
        table = pq.read_table(file.place(corpus.folder), columns=["language"])
        languages.update(filter(None, table["language"].unique().to_pylist()))
    return sorted(languages)


def _multilinguality(languages: list[str]) -> str:
    """Return the Hub's word for how many languages there are."""
    return "monolingual" if len(languages) == 1 else "multilingual"


def _size_category(articles: int) -> str:
    """
    Return the Hub's class of a number of rows.

    >>> _size_category(1867)
    '1K<n<10K'
    """
    for bound, name in _SIZES:
        if articles < bound:
            return name
    return _LARGEST_SIZE
