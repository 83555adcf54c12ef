"""
The parser's and the entity recogniser's decisions, taken for a whole batch at a time.

spaCy's own loop gives up the interpreter's lock and takes it back for every action of every token (its check of an
entity's label needs it), which is a third of the time of the English models. The same steps through its Python
interface, which keeps the lock, give the same actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.pipeline.transition_parser import Parser
from spacy.tokens import Doc

__all__ = ["decide", "is_greedy"]


def is_greedy(pipe: Any) -> bool:
    """Whether a component is a parser or entity recogniser that follows its best action alone."""
    return isinstance(pipe, Parser) and pipe.cfg["beam_width"] == 1


def decide(parser: Any, docs: Sequence[Doc]) -> None:
    """Give the docs what a greedy parser decides."""
    states = parser.moves.init_batch(docs)
    if any(map(len, docs)):
        model = parser.model.predict(docs)
        unfinished = [state for state in states if not state.is_final()]
        while unfinished:
            unfinished = parser.transition_states(unfinished, model.predict(unfinished))
        model.clear_memory()
    parser.set_annotations(docs, states)
