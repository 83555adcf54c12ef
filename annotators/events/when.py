"""When an event happens: which expression of time belongs to its trigger, and what follows for its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pressmark.annotators.tree import Tree, Word
from pressmark.paragraphs import paragraphs
from pressmark.spans import TimeExpression

from .triggers import Hit

__all__ = ["Calendar", "Dated"]

_FARTHEST = 120
_NEAR = 3
_CARRIED = ("obj", "dobj", "nsubj", "nsubj:pass", "nsubjpass", "conj", "obl:arg", "pobj", "obl:mod")
_PAST = ("Past", "Imp")


@dataclass(frozen=True, slots=True)
class Dated:
    """The expression that dates an event; `own` when it stands with the trigger and not only before it."""

    expression: TimeExpression
    own: bool


class Calendar:
    """The dates and hours of an article, and which of them belongs to a trigger."""

    def __init__(self, text: str, tree: Tree, expressions: Sequence[TimeExpression], published: date | None) -> None:
        self._published = published.isoformat() if published else None
        self._expressions = [one for one in expressions if one.label in ("date", "time")]
        self._roots = [tree.root(one.start, one.end) for one in self._expressions]
        self._paragraphs = list(paragraphs(text))

    def of(self, hit: Hit, status: str) -> Dated | None:
        """
        The expression of a trigger: one that hangs on it, else the nearest of its sentence, else what its paragraph
        spoke of last, where that fits its status.
        """
        token = hit.token
        sentence = token.sent
        start, end = sentence.start_char, sentence.end_char
        inside = [at for at, one in enumerate(self._expressions) if _within(one, start, end)]
        reached = [(steps, at) for at in inside if (steps := _steps(token, self._roots[at])) is not None]
        if reached:
            best = min(reached, key=lambda one: (one[0], abs(self._expressions[one[1]].start - token.idx)))
            return Dated(self._expressions[best[1]], best[0] <= _NEAR)
        fitting = [at for at in inside if self._fits(self._expressions[at], status)]
        if fitting:
            near = min(fitting, key=lambda at: abs(self._expressions[at].start - token.idx))
            return Dated(self._expressions[near], False)
        return self._told_before(token, status)

    def _told_before(self, token: Word, status: str) -> Dated | None:
        if status != "asserted" or not _is_past(token):
            return None
        start = next((first for first, last in self._paragraphs if first <= token.idx < last), 0)
        before = [one for one in self._expressions if start <= one.start < token.idx and self._fits(one, status)]
        days = [one for one in before if one.time.grain == "day"]
        return Dated(days[-1], False) if days else None

    def _fits(self, expression: TimeExpression, status: str) -> bool:
        """What happened does not lie ahead of the publication, and what is planned not before it."""
        start, end = expression.time.start, expression.time.end
        if start is None or end is None or self._published is None:
            return start is not None
        if status == "asserted":
            return start <= self._published
        return status != "planned" or end >= self._published

    def is_ahead(self, dated: Dated, hit: Hit) -> bool:
        """Whether a date puts its event ahead: it lies behind the publication, or on its day and nothing says past."""
        start = dated.expression.time.start
        if start is None or self._published is None or not dated.own or hit.trigger.label == "STATEMENT":
            return False
        return start > self._published or (start == self._published and hit.verbal and _is_present(hit.token))


def _within(expression: TimeExpression, start: int, end: int) -> bool:
    return start <= expression.start and expression.end <= end


def _steps(token: Word, root: Word | None) -> int | None:
    """How far above an expression its trigger stands, or the verb that carries the trigger; None when it does not."""
    if root is None:
        return None
    above = {one.i: steps for steps, one in enumerate((root, *root.ancestors))}
    if token.i in above:
        return above[token.i]
    carrier = token.head
    if token.dep_ not in _CARRIED or carrier.i not in above or abs(root.idx - token.idx) >= _FARTHEST:
        return None
    return above[carrier.i] + 1


def _verbs(token: Word) -> list[Word]:
    verb = (
        token if token.pos_ in ("VERB", "AUX") else next((one for one in token.ancestors if one.pos_ == "VERB"), token)
    )
    return [verb, *(one for one in verb.children if one.dep_ in ("aux", "aux:tense", "aux:pass", "auxpass"))]


def _is_past(token: Word) -> bool:
    return any(tense in one.morph.get("Tense", []) for one in _verbs(token) for tense in _PAST)


def _is_present(token: Word) -> bool:
    return "Pres" in token.morph.get("Tense", []) and not _is_past(token)
