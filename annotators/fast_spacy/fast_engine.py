"""The `ParseEngine` that is faster than spaCy and decides the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pressmark.annotators.name_weights import NameWeights
from pressmark.annotators.parse_engine import EngineName

from .batch_run import run_batch
from .blas_ops import one_blas_thread
from .doc_bytes import join_docs, pack, unpack
from .model_loading import load_faster

__all__ = ["FastSpacy"]


class FastSpacy:
    """The modules of this package behind the five methods that the parse asks for."""

    name: EngineName = "fast"

    def load(self, folder: Path, weights: NameWeights | None = None) -> Language:
        """Load the pipeline in `folder` with these `weights`, with faster layers in the place of those that they equal."""
        return load_faster(folder, weights)

    def run(self, nlp: Language, texts: Iterable[str]) -> list[Doc]:
        """Run `texts` through `nlp`, BLAS held to one thread meanwhile: the matrices are too small to share."""
        with one_blas_thread():
            return run_batch(nlp, texts)

    def join(self, docs: Sequence[Doc], vocab: Vocab) -> Doc:
        """Join `docs`, as `Doc.from_docs` does."""
        return join_docs(docs, vocab)

    def to_bytes(self, doc: Doc) -> bytes | None:
        """Serialize `doc`; return None if a component left something in it that spaCy cannot write."""
        return pack(doc)

    def from_bytes(self, content: bytes, vocab: Vocab) -> Doc:
        """Restore a doc from `to_bytes`."""
        return unpack(content, vocab)
