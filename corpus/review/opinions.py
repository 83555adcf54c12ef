"""
What people said of one annotation, and what it is after that: each person's last word, where they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pressmark.layers import layer_of_value
from pressmark.spans import Span

from .decisions import Decision

__all__ = ["Opinion", "ReviewedSpan", "content_of", "settle"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a decision makes of an annotation: another one, the same, or None for none."""

    decision: Decision
    result: Span | None


@dataclass(slots=True)
class ReviewedSpan:
    """An annotation that people spoke of: the machine's, every form that it was given, and what was said in order."""

    machine: Span | None
    forms: list[Span]
    words: list[Opinion] = field(default_factory=list)


def settle(thing: ReviewedSpan) -> tuple[Span | None, list[tuple[Decision, str]]]:
    """Return what an annotation is after all that was said of it, and what became of each decision."""
    told: list[tuple[Decision, str]] = []
    last = {word.decision.who: word for word in thing.words}
    settled = {id for word in last.values() for id in word.decision.settles}
    counting: list[Opinion] = []
    for word in thing.words:
        if last[word.decision.who] is not word:
            told.append((word.decision, "replaced"))
        elif word.decision.decision in settled:
            told.append((word.decision, "settled"))
        else:
            counting.append(word)
    sure = [word for word in counting if word.decision.action != "unsure"]
    contents = {content_of(word.result) for word in sure}
    if len(contents) == 1:
        outcomes = {True: "applied", False: "unsure"}
        told += [(word.decision, outcomes[word in sure]) for word in counting]
        return _decided(thing, sure), told
    outcome = "unsettled" if sure else "unsure"
    told += [(word.decision, outcome) for word in counting]
    if not counting or thing.machine is None:
        return thing.machine, told
    names = ", ".join(word.decision.who for word in counting)
    return replace(thing.machine, verdict="unsure", reviewer=names), told


def _decided(thing: ReviewedSpan, words: Sequence[Opinion]) -> Span | None:
    """Return the annotation that people agree on, with their verdict."""
    result = words[0].result
    if result is None:
        return None
    names = ", ".join(word.decision.who for word in words)
    if thing.machine and content_of(thing.machine) == content_of(result):
        return replace(thing.machine, verdict="right", reviewer=names)
    makers = [
        word for word in thing.words if word.decision.action in ("added", "changed")
    ]
    verdict = "right"
    if makers:
        is_added = makers[0].decision.action == "added"
        verdict = "added" if is_added else "changed"
    # Of who made this form, and not of who found it right afterwards.
    authors = [word for word in makers if content_of(word.result) == content_of(result)]
    author = (authors or words)[0].decision.annotator
    return replace(result, verdict=verdict, reviewer=names, annotator=author)


_NOT_CONTENT = frozenset(
    {"id", "article_id", "annotator", "score", "rule", "verdict", "reviewer"}
)


def content_of(span: Span | None) -> tuple[Any, ...] | None:
    """Return what an annotation says, without who found it and how sure that is; None for none."""
    if span is None:
        return None
    layer = layer_of_value(type(span))
    left_out = {*_NOT_CONTENT, *layer.scores, *layer.made_anew, *layer.given_by_seal}
    return tuple(
        repr(getattr(span, name))
        for name in type(span).__dataclass_fields__
        if name not in left_out
    )
