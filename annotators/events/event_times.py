"""When an event happens: which expression of time belongs to its trigger, and what follows for its status."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pressmark.annotators.tree import Sentence, Tree, Word
from pressmark.spans import TimeExpression

from .lexicon import EventLexicon
from .syntax import VERBAL, has_feature, has_finite_verb
from .triggers import Hit

__all__ = ["Calendar", "EventDate"]

MAX_CARRIER_CHARACTERS = 120
"""An expression that hangs on the verb above a trigger dates the trigger when it stands fewer code points from it;
chosen, not measured."""
MAX_OWN_STEPS = 3
"""An expression at most so many words above a trigger is the trigger's own; chosen, not measured. A clause between
them counts as so many."""
_CARRIED = (
    "obj",
    "dobj",
    "nsubj",
    "nsubj:pass",
    "nsubjpass",
    "conj",
    "obl:arg",
    "pobj",
    "obl:mod",
)
"""How a noun hangs on a verb whose time is its own: « a signé hier un accord » dates the accord."""
_CLAUSES = ("advcl", "acl:relcl", "relcl", "ccomp")
_PAST_TENSES = ("Past", "Imp")
_AUXILIARIES = ("aux", "aux:tense", "aux:pass", "auxpass")


@dataclass(frozen=True, slots=True)
class EventDate:
    """The expression that dates an event; `own` when it stands with the trigger and not only before it."""

    expression: TimeExpression
    own: bool


class Calendar:
    """
    The dates and hours of an article, and which of them belongs to a trigger.

    An expression is spoken of by its number here, its position in the article's list of dates and hours.
    """

    def __init__(
        self,
        tree: Tree,
        lexicon: EventLexicon,
        expressions: Sequence[TimeExpression],
        paragraphs: Sequence[tuple[int, int]],
        published: date | None,
    ) -> None:
        self._tree = tree
        self._until, self._charges = lexicon.sets["until"], lexicon.sets["charges"]
        self._published = published.isoformat() if published else None
        self._expressions = [
            expression
            for expression in expressions
            if expression.label in ("date", "time")
        ]
        self._starts = [expression.start for expression in self._expressions]
        self._past_days = [
            expression
            for expression in self._expressions
            if self._is_past_day(expression)
        ]
        self._past_starts = [expression.start for expression in self._past_days]
        self._attachments = [
            _attach(tree, expression) for expression in self._expressions
        ]
        self._paragraphs = paragraphs
        self._by_sentence: dict[int, list[int]] = {}

    def date_of(self, hit: Hit, status: str) -> EventDate | None:
        """
        Return the expression that dates a trigger; None when none does.

        It is one that the trigger hangs on, else the nearest of its sentence, else what its paragraph spoke of last,
        where that fits `status`: the nearer an expression stands in the parse, the surer it is the trigger's.
        """
        token = hit.token
        candidates = self._in_sentence(token.sent)
        charge = self._charge_of(hit)
        if charge is not None:
            start, end = (
                charge.left_edge.idx,
                charge.right_edge.idx + len(charge.right_edge),
            )
            candidates = [
                number
                for number in candidates
                if _is_within(self._expressions[number], start, end)
            ]
        attached = self._nearest_attached(token, candidates, status)
        if attached is not None:
            return attached
        fitting = [
            number for number in candidates if self._may_date(number, token, status)
        ]
        if fitting:
            nearest = min(
                fitting, key=lambda number: abs(self._starts[number] - token.idx)
            )
            return EventDate(self._expressions[nearest], False)
        return self._past_day_before(token, status) if charge is None else None

    def _nearest_attached(
        self, token: Word, candidates: Sequence[int], status: str
    ) -> EventDate | None:
        """Return the expression that hangs nearest above `token`; of two as near, the one that stands nearer."""
        best: tuple[tuple[bool, int], int] | None = None
        best_number = steps_to_best = 0
        for number in candidates:
            distance = _distance(token, self._attachments[number])
            if distance is None:
                continue
            _, steps = distance
            # Far up, an expression may be another event's: its day must fit.
            if steps > MAX_OWN_STEPS and not self._fits(
                self._expressions[number], status
            ):
                continue
            rank = distance, abs(self._starts[number] - token.idx)
            if best is None or rank < best:
                best, best_number, steps_to_best = rank, number, steps
        if best is None:
            return None
        return EventDate(self._expressions[best_number], steps_to_best <= MAX_OWN_STEPS)

    def _may_date(self, number: int, token: Word, status: str) -> bool:
        """Return whether an expression that hangs elsewhere may date `token`, because nothing speaks against it."""
        return self._fits(self._expressions[number], status) and not _is_apart(
            token, self._attachments[number]
        )

    def _in_sentence(self, sentence: Sentence) -> list[int]:
        """Return the numbers of the expressions that stand in `sentence`."""
        numbers = self._by_sentence.get(sentence.start)
        if numbers is None:
            start, end = sentence.start_char, sentence.end_char
            beginning_inside = range(
                bisect_left(self._starts, start), bisect_left(self._starts, end)
            )
            numbers = [
                number
                for number in beginning_inside
                if self._expressions[number].end <= end
            ]
            self._by_sentence[sentence.start] = numbers
        return numbers

    def _charge_of(self, hit: Hit) -> Word | None:
        """
        Return the word at whose phrase a charge begins, when a court speaks of what the trigger names.

        « jugé hier pour le meurtre de X »: what somebody is charged with has its own time, or none that is said.
        """
        if not hit.trigger.traits.charged:
            return None
        token = hit.token
        for word in (token, *token.ancestors):
            if any(self._is_mark_of_charge(mark) for mark in word.children):
                return word
            if word.dep_ == "pobj" and self._is_mark_of_charge(word.head):
                return word
            if word.pos_ == "VERB" and word is not token:
                return None
        return None

    def _is_mark_of_charge(self, word: Word) -> bool:
        return word.form in self._charges and word.dep_ in ("case", "mark", "prep")

    def _past_day_before(self, token: Word, status: str) -> EventDate | None:
        """
        Return the day that the text spoke of last before `token`, in its paragraph.

        Only what is told as past takes it, and a headline: « Lundi, … La police a ensuite arrêté deux hommes. »
        """
        if status != "asserted":
            return None
        if not _is_past(token) and has_finite_verb(token.sent):
            return None
        before = bisect_left(self._past_starts, token.idx) - 1
        if before < 0:
            return None
        paragraph = bisect_right(self._paragraphs, (token.idx, float("inf"))) - 1
        start, end = self._paragraphs[paragraph] if paragraph >= 0 else (0, 0)
        if token.idx < end and self._past_starts[before] < start:
            return None
        return EventDate(self._past_days[before], False)

    def _is_past_day(self, expression: TimeExpression) -> bool:
        return expression.time.grain == "day" and self._fits(expression, "asserted")

    def _fits(self, expression: TimeExpression, status: str) -> bool:
        """Return whether a day fits `status`: what happened is not after the publication, a plan not before."""
        start, end = expression.time.start, expression.time.end
        if start is None or end is None or self._published is None:
            return start is not None
        if status == "asserted":
            return start <= self._published
        return status != "planned" or end >= self._published

    def is_ahead(self, event_date: EventDate, hit: Hit) -> bool:
        """
        Return whether its own date puts an event ahead: it is after the publication, or on its day in the present.

        Not so for what the verb tells as past, « a quitté », nor for the date on which something ends.
        """
        start = event_date.expression.time.start
        if start is None or self._published is None:
            return False
        if not event_date.own or hit.trigger.traits.reporting:
            # « annonce une grève pour mardi » is said today
            return False
        if self._is_end(event_date.expression) or (
            hit.verbal and _is_told_as_past(hit.token)
        ):
            return False
        if start == self._published:
            return hit.verbal and _is_present(hit.token)
        return start > self._published

    def _is_end(self, expression: TimeExpression) -> bool:
        """Return whether a date says how long something lasts: « jusqu'au 28 mai »."""
        first = self._tree.between(expression.start, expression.end)[0]
        before = self._tree[max(0, first.i - 1) : first.i]
        return any(word.form in self._until for word in (*before, first))


def _is_within(expression: TimeExpression, start: int, end: int) -> bool:
    return start <= expression.start and expression.end <= end


@dataclass(frozen=True, slots=True)
class _Attachment:
    """Where an expression hangs in the parse."""

    root: Word
    # each word above, by its index → how many steps up it stands
    steps_above: Mapping[int, int]
    # the nearest clause below its sentence that holds it
    clause: Word | None


def _attach(tree: Tree, expression: TimeExpression) -> _Attachment | None:
    """Return where `expression` hangs; a clause of its own keeps it apart from what is above that."""
    root = tree.root(expression.start, expression.end)
    if root is None:
        return None
    steps_above, steps, below = {root.i: 0}, 0, root
    clause = root if root.dep_ in _CLAUSES else None
    for word in root.ancestors:
        steps += MAX_OWN_STEPS if below.dep_ in _CLAUSES else 1
        steps_above[word.i] = steps
        if clause is None and word.dep_ in _CLAUSES:
            clause = word
        below = word
    return _Attachment(root, steps_above, clause)


def _distance(token: Word, attachment: _Attachment | None) -> tuple[bool, int] | None:
    """
    Return how far an expression hangs from `token`; None when it hangs neither on it nor on what carries it.

    Whether it hangs on the carrier comes first, so that what hangs on the trigger itself sorts before.
    """
    if attachment is None:
        return None
    steps_above = attachment.steps_above
    if token.i in steps_above:
        return False, steps_above[token.i]
    carrier = token.head
    if (
        carrier.i not in steps_above
        or abs(attachment.root.idx - token.idx) >= MAX_CARRIER_CHARACTERS
    ):
        return None
    if token.dep_ not in _CARRIED and not _is_bare_infinitive(token):
        return None
    return True, steps_above[carrier.i] + 1


def _is_apart(token: Word, attachment: _Attachment | None) -> bool:
    """Return whether an expression stands in a clause below the sentence that does not hold `token`."""
    clause = attachment.clause if attachment is not None else None
    return clause is not None and clause is not token and clause not in token.ancestors


def _is_bare_infinitive(token: Word) -> bool:
    """Return whether an infinitive without a mark follows its verb, whose time it has: « devait se réunir hier »."""
    if token.dep_ != "xcomp":
        return False
    return not any(
        child.dep_ == "mark" or child.tag_ == "TO" for child in token.children
    )


def _verb_with_auxiliaries(token: Word) -> list[Word]:
    """Return the verb that `token` is or stands under, with its auxiliaries; the token when it stands under none."""
    verb = token
    if token.pos_ not in VERBAL:
        verb = next((word for word in token.ancestors if word.pos_ == "VERB"), token)
    return [verb, *(child for child in verb.children if child.dep_ in _AUXILIARIES)]


def _is_past(token: Word) -> bool:
    return any(_has_past_tense(word) for word in _verb_with_auxiliaries(token))


def _has_past_tense(word: Word) -> bool:
    tenses = word.morph.get("Tense", [])
    return any(tense in tenses for tense in _PAST_TENSES)


def _is_told_as_past(verb: Word) -> bool:
    """Return whether a verb tells what was: « a quitté », "left", and not the participle of « un bal prévu samedi »."""
    words = [
        verb,
        *(child for child in verb.children if child.dep_ in ("aux", "aux:tense")),
    ]
    finite = [word for word in words if has_feature(word, "VerbForm", "Fin")]
    # "will leave", « quittera »: any `aux` of the English model may be a modal, so that it tells nothing of the past.
    if any(word.dep_ == "aux" or has_feature(word, "Tense", "Fut") for word in finite):
        return False
    return any(word.dep_ == "aux:tense" or _has_past_tense(word) for word in finite)


def _is_present(token: Word) -> bool:
    return has_feature(token, "Tense", "Pres") and not _is_past(token)
