"""Which articles are kept without a layer, because its annotator is optional and failed: `layer_failures` by layer."""

from __future__ import annotations

from collections.abc import Mapping

from .corpus import Corpus

__all__ = ["layer_gaps"]


def layer_gaps(corpus: Corpus) -> Mapping[str, Mapping[str, str]]:
    """
    Return, for each layer that some articles lack, the ids of these articles, each with the reason.

    >>> import pressmark
    >>> layer_gaps(pressmark.load("corpus"))
    {}
    """
    gaps: dict[str, dict[str, str]] = {}
    if "layer_failures" not in corpus.manifest.tables():
        return gaps
    for row in corpus.table("layer_failures").to_list():
        gaps.setdefault(row["layer"], {})[row["article_id"]] = row["reason"]
    return gaps
