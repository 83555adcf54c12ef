"""
What annotators find in reviewed articles without anybody's word: what a corrected count compares people's word with.

A corrected name changes what is found of quotes, so that what was there before cannot be told from the decisions alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pressmark.articles import Article
from pressmark.spans import Span
from pressmark.storage.tables import span_of, span_row

if TYPE_CHECKING:
    from pressmark.dataset.corpus import Corpus

__all__ = ["machine_layers", "machine_rows"]


def machine_rows(article: Article) -> Iterator[dict[str, Any]]:
    """Yield the rows of the table `machine` for an article as annotators alone have it."""
    for layer, spans in article.layers.items():
        for span in spans:
            columns = json.dumps(span_row(span), ensure_ascii=False, sort_keys=True)
            yield {
                "id": span.id,
                "article_id": article.id,
                "layer": layer,
                "start": span.start,
                "end": span.end,
                "text": span.text,
                "label": span.label,
                "columns": columns,
            }


def machine_layers(corpus: Corpus) -> Mapping[str, Mapping[str, tuple[Span, ...]]]:
    """
    Return the layers of each reviewed article as annotators alone have them, by article and layer.

    Columns that the seal gives are None. Of an article that nobody decided anything of, the corpus itself has them.
    """
    if "machine" not in corpus.manifest.tables():
        return {}
    rows = corpus.rows("machine")
    # Of an article in which annotators find nothing there is no row.
    decided = corpus.rows("decisions")
    reviewed = dict.fromkeys(row["article_id"] for row in [*decided, *rows])
    layers: dict[str, dict[str, tuple[Span, ...]]] = {
        article_id: dict.fromkeys(corpus.manifest.layers, ())
        for article_id in reviewed
        if article_id in corpus
    }
    for row in rows:
        layer = row["layer"]
        span = span_of(corpus.manifest.layer(layer), json.loads(row["columns"]))
        layers[row["article_id"]][layer] += (span,)
    return layers
