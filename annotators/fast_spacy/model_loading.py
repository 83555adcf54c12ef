"""
A spaCy model, loaded so that it computes what it always does, faster.

Replaces no code of spaCy: after `spacy.load`, each layer of each component's thinc model is offered to
`hash_embedding` and `maxout_encoder`. A layer that neither recognises stays as it is, so a pipeline of any
architecture loads. The matrix product is chosen through thinc's current operations, which are put back as soon as the
model is there.

A model loaded here is for parsing: its layers are no longer those that its `config.cfg` describes, so
`nlp.to_disk` would write a folder that spaCy cannot read. Load with the stock engine what is to be trained or saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.util import get_model_meta
from thinc.api import Model, NumpyOps, get_current_ops, set_current_ops

from pressmark.annotators.name_weights import NameWeights, load_weights
from pressmark.storage.language_patterns import import_language

from .blas_ops import faster_ops
from .chunk_tokenizer import remember_chunks
from .hash_embedding import embedding_once
from .maxout_encoder import encoding_in_blocks

__all__ = ["load_faster"]


def load_faster(folder: Path, weights: NameWeights | None = None) -> Language:
    """
    Load the pipeline in `folder`; replace the layers that this package has a faster equal of.

    The `weights` of the recogniser are loaded before, since a faster layer may copy them.
    """
    with suppress(ImportError):  # a language that spaCy has no rules for
        import_language(get_model_meta(folder)["lang"])
    with _current_ops(faster_ops()):
        nlp = spacy.load(folder)
    if weights is not None:
        load_weights(nlp, weights)
    remember_chunks(nlp)
    for _, pipe in nlp.pipeline:
        if isinstance(model := getattr(pipe, "model", None), Model):
            _replace_layers(model)
        if isinstance(pipe, Lemmatizer):
            _index_as_sets(pipe)
    return nlp


@contextmanager
def _current_ops(ops: NumpyOps) -> Iterator[None]:
    """Make models with `ops` meanwhile; thinc has one current backend for a thread, and it may be the caller's."""
    callers_ops = get_current_ops()
    set_current_ops(ops)
    try:
        yield
    finally:
        set_current_ops(callers_ops)


def _replace_layers(model: Model[Any, Any]) -> None:
    """Put the faster equal of each layer in its place, wherever in the model it stands."""
    # A list, because the walk would go into the layers that are put in.
    for node in list(model.walk()):
        for position, layer in enumerate(node.layers):
            faster_layer = embedding_once(layer) or encoding_in_blocks(layer)
            if faster_layer is not None:
                node.layers[position] = faster_layer


def _index_as_sets(lemmatizer: Lemmatizer) -> None:
    """
    Turn the index of a rule lemmatizer (« partir » is a verb) into sets.

    spaCy asks `form in index[part_of_speech]` of lists of up to 100,000 forms, searched from their start each time. A
    set answers the same. The other modes of the lemmatizer have no such table.
    """
    if lemmatizer.lookups.has_table("lemma_index"):
        table = lemmatizer.lookups.get_table("lemma_index")
        for part_of_speech, forms in list(table.items()):
            table[part_of_speech] = frozenset(forms)
