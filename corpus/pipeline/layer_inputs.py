"""
What of an article its layers depend on: all but its place in the source's file, a line or a row.

A line more at the head of a file gives every article after it another place. It is written anew, and no layer is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark.articles import Article

__all__ = ["hash_layer_inputs", "layer_inputs", "without_place"]

_PLACE = "source_place"


def without_place(article: Article) -> Article:
    """Return the article as annotators are given it."""
    if article.origin is None:
        return article
    return replace(article, origin=replace(article.origin, place=None))


def layer_inputs(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of an article's row that annotators are given."""
    return {name: value for name, value in row.items() if name != _PLACE}


def hash_layer_inputs(file: Path) -> str:
    """Return a hash, in hexadecimal, of what annotators are given of the articles of a file."""
    articles = pq.read_table(file).drop_columns([_PLACE]).combine_chunks()
    content = pa.BufferOutputStream()
    with pa.ipc.new_stream(content, articles.schema) as stream:
        stream.write_table(articles)
    return hashlib.sha256(content.getvalue()).hexdigest()
