"""A spaCy model, loaded so that it computes what it always does, faster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from thinc.api import Model, get_current_ops, set_current_ops

from .blas_ops import Blas, operations
from .expressions import classes_once
from .hash_embedding import embedding_once
from .maxout_encoder import encoding_in_blocks

__all__ = ["load"]


def load(path: Path, *, blas: Blas = "auto") -> Language:
    """The pipeline of a model's folder."""
    before = get_current_ops()
    set_current_ops(operations(blas))
    try:
        with classes_once():
            nlp = spacy.load(path)
    finally:
        set_current_ops(before)
    for _, pipe in nlp.pipeline:
        if isinstance(model := getattr(pipe, "model", None), Model):
            _hasten(model)
        if isinstance(pipe, Lemmatizer):
            _index_as_sets(pipe)
    return nlp


def _hasten(model: Model[Any, Any]) -> None:
    """Put faster layers in the place of those that they equal."""
    for node in list(model.walk()):
        for position, layer in enumerate(node.layers):
            if (faster := embedding_once(layer) or encoding_in_blocks(layer)) is not None:
                node.layers[position] = faster


def _index_as_sets(lemmatizer: Lemmatizer) -> None:
    """The forms that a lemmatizer looks for are lists of up to 100,000, searched from their start each time."""
    if lemmatizer.lookups.has_table("lemma_index"):
        table = lemmatizer.lookups.get_table("lemma_index")
        for part_of_speech, forms in list(table.items()):
            table[part_of_speech] = frozenset(forms)
