"""When an event happens: which expression of time belongs to its trigger, and what follows for its status."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pressmark.annotators.tree import Sentence, Tree, Word
from pressmark.spans import TimeExpression

from .syntax import has_finite_verb
from .triggers import Hit
from .types import Lexicon

__all__ = ["Calendar", "Dated"]

_FARTHEST = 120
_NEAR = 3
_CARRIED = ("obj", "dobj", "nsubj", "nsubj:pass", "nsubjpass", "conj", "obl:arg", "pobj", "obl:mod")
_CHARGED = ("ASSAULT", "CRIME", "ACCIDENT", "CASUALTY")
"""Types of which a court speaks, and that nobody sets out for: « arrive mardi pour une visite » dates the visit."""
_CLAUSES = ("advcl", "acl:relcl", "relcl", "ccomp")
_PAST = ("Past", "Imp")


@dataclass(frozen=True, slots=True)
class Dated:
    """The expression that dates an event; `own` when it stands with the trigger and not only before it."""

    expression: TimeExpression
    own: bool


class Calendar:
    """The dates and hours of an article, and which of them belongs to a trigger."""

    def __init__(
        self, tree: Tree, lexicon: Lexicon, expressions: Sequence[TimeExpression],
        paragraphs: Sequence[tuple[int, int]], published: date | None,
    ) -> None:  # fmt: skip
        self._tree = tree
        self._until, self._charges = lexicon.sets["until"], lexicon.sets["charges"]
        self._published = published.isoformat() if published else None
        self._expressions = [one for one in expressions if one.label in ("date", "time")]
        self._starts = [expression.start for expression in self._expressions]
        self._past_days = [
            expression
            for expression in self._expressions
            if expression.time.grain == "day" and self._fits(expression, "asserted")
        ]
        self._past_starts = [expression.start for expression in self._past_days]
        roots = [tree.root(one.start, one.end) for one in self._expressions]
        self._hanging = [_Hanging.of(root) if root is not None else None for root in roots]
        self._paragraphs = paragraphs
        self._inside: dict[int, list[int]] = {}

    def of(self, hit: Hit, status: str) -> Dated | None:
        """
        The expression of a trigger: one that hangs on it, else the nearest of its sentence, else what its paragraph
        spoke of last, where that fits its status.
        """
        token = hit.token
        sentence = token.sent
        inside = self._of_sentence(sentence)
        if (charge := self._charge(hit)) is not None:
            start, end = charge.left_edge.idx, charge.right_edge.idx + len(charge.right_edge)
            inside = [at for at in inside if _within(self._expressions[at], start, end)]
        far = ((_far(token, self._hanging[at]), at) for at in inside)
        reached = [
            (one, at)
            for one, at in far
            if one is not None and (one[1] <= _NEAR or self._fits(self._expressions[at], status))
        ]
        if reached:
            (_, steps), best = min(reached, key=lambda one: (one[0], abs(self._expressions[one[1]].start - token.idx)))
            return Dated(self._expressions[best], steps <= _NEAR)
        fitting = [
            at for at in inside if self._fits(self._expressions[at], status) and not _is_apart(token, self._hanging[at])
        ]
        if fitting:
            near = min(fitting, key=lambda at: abs(self._expressions[at].start - token.idx))
            return Dated(self._expressions[near], False)
        return self._told_before(token, status) if charge is None else None

    def _of_sentence(self, sentence: Sentence) -> list[int]:
        """Which expressions stand in a sentence."""
        found = self._inside.get(sentence.start)
        if found is None:
            start, end = sentence.start_char, sentence.end_char
            near = range(bisect_left(self._starts, start), bisect_left(self._starts, end))
            found = [number for number in near if self._expressions[number].end <= end]
            self._inside[sentence.start] = found
        return found

    def _charge(self, hit: Hit) -> Word | None:
        """« jugé hier pour le meurtre de X »: what somebody is charged with has its own time, or none that is said."""
        if hit.trigger.label not in _CHARGED:
            return None
        token = hit.token
        for one in (token, *token.ancestors):
            marks = (one.head, *one.children) if one.dep_ == "pobj" else one.children
            if any(mark.form in self._charges and mark.dep_ in ("case", "mark", "prep") for mark in marks):
                return one
            if one.pos_ == "VERB" and one is not token:
                return None
        return None

    def _told_before(self, token: Word, status: str) -> Dated | None:
        if status != "asserted" or not (_is_past(token) or not has_finite_verb(token.sent)):
            return None
        number = bisect_right(self._paragraphs, (token.idx, float("inf"))) - 1
        start, end = self._paragraphs[number] if number >= 0 else (0, 0)
        before = bisect_left(self._past_starts, token.idx) - 1
        if before < 0 or (token.idx < end and self._past_starts[before] < start):
            return None
        return Dated(self._past_days[before], False)

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
        if self._is_end(dated.expression) or (hit.verbal and _is_told(hit.token)):
            return False
        return start > self._published or (start == self._published and hit.verbal and _is_present(hit.token))

    def _is_end(self, expression: TimeExpression) -> bool:
        """Whether what a date says is how long something lasts: « jusqu'au 28 mai »."""
        words = self._tree.between(expression.start, expression.end)
        return any(one.form in self._until for one in (*self._tree[max(0, words[0].i - 1) : words[0].i], *words[:1]))


def _within(expression: TimeExpression, start: int, end: int) -> bool:
    return start <= expression.start and expression.end <= end


@dataclass(frozen=True, slots=True)
class _Hanging:
    """Where an expression hangs: its root, the words above with how far they stand, the clause below its sentence."""

    root: Word
    above: Mapping[int, int]
    clause: Word | None

    @classmethod
    def of(cls, root: Word) -> _Hanging:
        """The way up from an expression; a clause of its own keeps it apart from what is above that."""
        above, steps, below = {root.i: 0}, 0, root
        for one in root.ancestors:
            steps += _NEAR if below.dep_ in _CLAUSES else 1
            above[one.i], below = steps, one
        return cls(root, above, next((one for one in (root, *root.ancestors) if one.dep_ in _CLAUSES), None))


def _far(token: Word, expression: _Hanging | None) -> tuple[bool, int] | None:
    """Whether an expression hangs on what carries its trigger, and how far above it that stands; None when nowhere."""
    if expression is None:
        return None
    above = expression.above
    if token.i in above:
        return False, above[token.i]
    carrier = token.head
    if carrier.i not in above or abs(expression.root.idx - token.idx) >= _FARTHEST:
        return None
    return (True, above[carrier.i] + 1) if token.dep_ in _CARRIED or _is_bare(token) else None


def _is_apart(token: Word, expression: _Hanging | None) -> bool:
    """Whether an expression stands in a clause below the sentence that does not hold a word."""
    clause = expression.clause if expression is not None else None
    return clause is not None and clause is not token and clause not in token.ancestors


def _is_bare(token: Word) -> bool:
    """Whether an infinitive without a mark follows its verb, whose time is its own: « devait se réunir hier »."""
    return token.dep_ == "xcomp" and not any(one.dep_ == "mark" or one.tag_ == "TO" for one in token.children)


def _verbs(token: Word) -> list[Word]:
    verb = (
        token if token.pos_ in ("VERB", "AUX") else next((one for one in token.ancestors if one.pos_ == "VERB"), token)
    )
    return [verb, *(one for one in verb.children if one.dep_ in ("aux", "aux:tense", "aux:pass", "auxpass"))]


def _is_past(token: Word) -> bool:
    return any(tense in one.morph.get("Tense", []) for one in _verbs(token) for tense in _PAST)


def _is_told(verb: Word) -> bool:
    """Whether a verb tells of what was: « a quitté », "left", and not the participle of « un bal organisé samedi »."""
    tense = [one for one in verb.children if one.dep_ in ("aux", "aux:tense")]
    finite = [one for one in (verb, *tense) if "Fin" in one.morph.get("VerbForm", [])]
    if any("Fut" in one.morph.get("Tense", []) or one.dep_ == "aux" for one in finite):
        return False
    return any(one.dep_ == "aux:tense" or any(past in one.morph.get("Tense", []) for past in _PAST) for one in finite)


def _is_present(token: Word) -> bool:
    return "Pres" in token.morph.get("Tense", []) and not _is_past(token)
