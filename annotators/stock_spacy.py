"""spaCy as it comes, by its documented functions alone: what the fast engine is compared to, and the way around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from .name_weights import NameWeights, load_weights
from .parse_engine import EngineName

__all__ = ["StockSpacy", "docbin_bytes", "docbin_doc", "spacy_join"]


class StockSpacy:
    """The `ParseEngine` that leaves everything to spaCy: `spacy.load`, `nlp.pipe`, `Doc.from_docs`, `DocBin`."""

    name: EngineName = "stock"

    def load(self, folder: Path, weights: NameWeights | None = None) -> Language:
        """Load the pipeline in `folder`, its recogniser with these `weights`."""
        nlp = spacy.load(folder)
        if weights is not None:
            load_weights(nlp, weights)
        return nlp

    def run(self, nlp: Language, texts: Iterable[str]) -> list[Doc]:
        """Run `texts` through `nlp.pipe`."""
        docs = nlp.pipe(texts)
        return list(docs)

    def join(self, docs: Sequence[Doc], vocab: Vocab) -> Doc:
        """Join `docs` without adding white space; an empty doc if there are none."""
        return spacy_join(docs, vocab)

    def to_bytes(self, doc: Doc) -> bytes | None:
        """Serialize `doc` with its spans and user data; return None if spaCy cannot write them."""
        return docbin_bytes(doc)

    def from_bytes(self, content: bytes, vocab: Vocab) -> Doc:
        """Restore a doc from `to_bytes`."""
        return docbin_doc(content, vocab)


def spacy_join(docs: Sequence[Doc], vocab: Vocab) -> Doc:
    """
    Join `docs` with `Doc.from_docs`; return an empty doc of `vocab` if there are none.

    Tensors are left out: the white space between two paragraphs has none, and spaCy cannot stack nothing on a matrix.
    """
    if not docs:
        return Doc(vocab)
    return Doc.from_docs(list(docs), ensure_whitespace=False, exclude=["tensor"])  # type: ignore[call-arg]


def docbin_bytes(doc: Doc) -> bytes | None:
    """Serialize `doc` with all that a component left in it; return None if its user data cannot be written."""
    try:
        return DocBin(store_user_data=True, docs=[doc]).to_bytes()
    except (TypeError, ValueError, OverflowError):
        # msgpack's words for a value of an unknown type, or too large
        return None


def docbin_doc(content: bytes, vocab: Vocab) -> Doc:
    """Restore a doc from `docbin_bytes`."""
    (doc,) = DocBin(store_user_data=True).from_bytes(content).get_docs(vocab)
    return doc
