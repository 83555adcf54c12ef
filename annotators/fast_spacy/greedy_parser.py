"""
The parser's and the entity recogniser's decisions, taken for a whole batch at a time.

Replaces `Parser.greedy_parse` (spaCy's `transition_parser.pyx`). Its compiled loop gives up the interpreter's lock and
takes it back for every action of every token (the check of an entity's label needs it), which is a third of the
time of the English models. The same steps through its Python interface keep the lock: score the states, take the best
valid action of each, drop the finished ones. The layers that a step goes through are called as functions, since
thinc's way to them takes twice as long as they do.

Only spaCy's own two components, following their single best action, are run so. One with a beam, a subclass, or any
other transition-based component runs through its own code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc

from .blas_ops import faster_ops

__all__ = ["is_greedy", "parse_batch"]


def is_greedy(pipe: Any) -> bool:
    """Tell whether `pipe` is spaCy's parser or entity recogniser, following its best action alone."""
    return (
        type(pipe) in (DependencyParser, EntityRecognizer)
        and pipe.cfg["beam_width"] == 1
    )


def parse_batch(parser: Any, docs: Sequence[Doc]) -> None:
    """Set in `docs` what the greedy `parser` decides."""
    # of entities that an earlier component has set
    parser._ensure_labels_are_added(docs)
    states = parser.moves.init_batch(docs)
    if any(map(len, docs)):
        # The part of the model that knows the tokens runs once; each step then only looks its vectors up.
        step_model = parser.model.predict(docs)
        score = _score_function(step_model)
        unfinished = [state for state in states if not state.is_final()]
        while unfinished:
            unfinished = parser.transition_states(unfinished, score(unfinished))
        step_model.clear_memory()
    parser.set_annotations(docs, states)


def _score_function(step_model: Any) -> Callable[[Sequence[Any]], Any]:
    """
    Return the function from states to the scores of their actions: float32, shape (states, actions).

    It is `step_model.predict` written out where the model ends with a linear layer and knows all its actions; else that
    method itself.
    """
    last = step_model.vec2scores
    if last is None or last.name != "linear" or not step_model._class_mask.all():
        return step_model.predict  # type: ignore[no-any-return]
    token_ids = step_model.get_token_ids
    hidden_layer = step_model.state2vec.predict
    multiply = faster_ops().gemm
    weights, bias = last.get_param("W"), last.get_param("b")

    def score(states: Sequence[Any]) -> Any:
        scores = multiply(hidden_layer(token_ids(states)), weights, trans2=True)
        scores += bias
        return scores

    return score
