"""
The two ways to run a spaCy model over texts: `fast`, which computes the same in less time, and `stock`, spaCy as it
comes.

`run: {parse: stock}` in the YAML file chooses the second. Both decide the same, so a corpus does not depend on the
choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from .name_weights import NameWeights

__all__ = ["EngineName", "ParseEngine"]

EngineName = Literal["fast", "stock"]


class ParseEngine(Protocol):
    """All that the parse asks of spaCy, so that another way to do it needs these five methods and no more."""

    name: EngineName

    def load(self, folder: Path, weights: NameWeights | None = None) -> Language:
        """Load the pipeline from the `folder` that holds its `config.cfg`, its recogniser with these `weights`."""
        ...

    def run(self, nlp: Language, texts: Iterable[str]) -> list[Doc]:
        """Run `texts` through all components of `nlp`; return one doc for each text, in order."""
        ...

    def join(self, docs: Sequence[Doc], vocab: Vocab) -> Doc:
        """Join `docs` of one vocabulary into one whose text is theirs, end to end."""
        ...

    def to_bytes(self, doc: Doc) -> bytes | None:
        """Serialize `doc`; return None if a component left something in it that cannot be written."""
        ...

    def from_bytes(self, content: bytes, vocab: Vocab) -> Doc:
        """Restore a doc from what `to_bytes` of the same engine returned."""
        ...
