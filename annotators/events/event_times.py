"""When an event happens: which expression of time belongs to its trigger, and what follows for its status."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Sentence, Word
from pressmark.annotators.grammar.verbs import has_finite_verb, is_told_as_past
from pressmark.annotators.rules import Rule, conclude_first
from pressmark.annotators.shared_reading import SharedReading
from pressmark.spans import TimeExpression

from .lexicon import EventLexicon
from .status_signs import takes_up
from .time_attachment import (
    MAX_OWN_STEPS,
    attach,
    begins_with,
    distance_to,
    is_apart,
    is_end,
)
from .triggers import Hit
from .verb_tense import is_past, is_present

__all__ = ["AHEAD_RULES", "DATE_RULES", "Calendar", "EventDate"]


# « 13 juillet 2012. - Une avalanche », "London, 3 May 2020 (AP) — "
_AFTER_DATELINE = re.compile(r"[ \t]*(?:\([^()\n]{1,40}\))?[ \t]*[.,:]?[ \t]*[-–—_]")


@dataclass(frozen=True, slots=True)
class EventDate:
    """The expression that dates an event; `is_own` when it stands with the trigger and not only before it."""

    expression: TimeExpression
    is_own: bool


MAX_SCENE_CHARACTERS = 2000
"""How far a scene goes on without its day, in code points. Chosen, not measured: a few paragraphs."""
MAX_HEADLINE_OFFSET = 300
"""How many code points into its article a headline may begin, after a section or two. Chosen, not measured."""


class Calendar:
    """
    The dates and hours of an article, and which of them belongs to a trigger.

    An expression is spoken of by its number here, its position in the article's list of dates and hours.
    """

    def __init__(
        self,
        reading: SharedReading,
        lexicon: EventLexicon,
        expressions: Sequence[TimeExpression],
        published: date | None,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._without = without
        tree = self._tree = reading.tree
        self._lexicon = lexicon
        self._until, self._charges = lexicon.sets["until"], lexicon.sets["charges"]
        self._published = published.isoformat() if published else None
        self._paragraphs = reading.paragraphs
        moments = [
            expression
            for expression in expressions
            if expression.label in ("date", "time")
        ]
        self._expressions = self._without_datelines(moments, reading.text)
        self._starts = [expression.start for expression in self._expressions]
        self._past_days = [
            expression
            for expression in self._expressions
            if self._is_past_day(expression)
        ]
        self._past_starts = [expression.start for expression in self._past_days]
        self._attachments = [
            attach(tree, expression) for expression in self._expressions
        ]
        self._by_sentence: dict[int, list[int]] = {}

    def _without_datelines(
        self, moments: Sequence[TimeExpression], text: str
    ) -> list[TimeExpression]:
        """
        Return the moments of an article without its datelines, if it tells another day: « 13 juillet 2012. — Jeudi, … ».

        A dateline is when it was written; where it is the only day it may be that of what is told.
        """
        beginnings = {start for start, _ in self._paragraphs}
        told = [
            moment
            for moment in moments
            if moment.start not in beginnings
            or moment.time.value != self._published
            or not _AFTER_DATELINE.match(text, moment.end)
        ]
        return told if any(map(self._is_past_day, told)) else list(moments)

    def date_of(self, hit: Hit, status: str) -> EventDate | None:
        """
        Return the expression that dates a trigger; None when none does.

        It is one that the trigger hangs on, else the nearest of its sentence, else what its paragraph spoke of last,
        where that fits `status`: the nearer an expression stands in the parse, the surer it is the trigger's.
        """
        candidates = [
            number
            for number in self._in_sentence(hit.token.sent)
            if not self._is_of_what_is_put_off(number, hit)
        ]
        case = _Undated(self, hit, status, candidates, self._charge_of(hit))
        return conclude_first(DATE_RULES, case, self._without)

    def _is_of_what_is_put_off(self, number: int, hit: Hit) -> bool:
        """Return whether a date is that of what a verb puts off, and not of the verb: « reporté au 3 avril »."""
        sets = self._lexicon.sets
        if not hit.verbal or hit.token.form not in sets["shifting"]:
            return False
        return begins_with(self._expressions[number], self._tree, sets["shifted_to"])

    def within_charge(self, charge: Word, candidates: Sequence[int]) -> list[int]:
        """Return the expressions that stand in the phrase of a charge."""
        end = charge.right_edge.idx + len(charge.right_edge)
        return [
            number
            for number in candidates
            if _is_within(self._expressions[number], charge.left_edge.idx, end)
        ]

    def nearest_of_sentence(
        self, token: Word, candidates: Sequence[int], status: str
    ) -> EventDate | None:
        """Return the nearest expression that hangs elsewhere, where nothing speaks against it."""
        fitting = [
            number for number in candidates if self._may_date(number, token, status)
        ]
        if not fitting:
            return None
        nearest = min(fitting, key=lambda number: abs(self._starts[number] - token.idx))
        return EventDate(self._expressions[nearest], False)

    def nearest_attached(
        self, token: Word, candidates: Sequence[int], status: str
    ) -> EventDate | None:
        """Return the expression that hangs nearest above `token`; of two as near, the one that stands nearer."""
        best: tuple[tuple[bool, int], int] | None = None
        best_number = steps_to_best = 0
        for number in candidates:
            distance = distance_to(token, self._attachments[number])
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
        if not self._fits(self._expressions[number], status):
            return False
        return not is_apart(token, self._attachments[number])

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
            # « jugé pour avoir tué »
            if any(self._is_mark_of_charge(mark) for mark in word.children):
                return word
            # "charged with the murder of": the English model hangs the noun on the preposition.
            is_after_preposition = word.relation is Relation.ADPOSITION_OBJECT
            if is_after_preposition and self._is_mark_of_charge(word.head):
                return word
            # Beyond the next verb stands another event.
            if word.pos_ == "VERB" and word is not token:
                return None
        return None

    def _is_mark_of_charge(self, word: Word) -> bool:
        """Return whether a preposition brings in what somebody is charged with."""
        if word.form not in self._charges:
            return False
        return word.relation in (Relation.CASE, Relation.MARK, Relation.ADPOSITION)

    def past_day_before(self, hit: Hit, status: str) -> EventDate | None:
        """
        Return the day that the text spoke of last before a trigger, in its paragraph, or in the scene that goes on.

        Only what is told as past takes it, and a headline: « Lundi, … La police a ensuite arrêté deux hommes. »
        """
        if status != "asserted":
            return None
        token = hit.token
        before = bisect_left(self._past_starts, token.idx) - 1
        if before < 0:
            return None
        start, end = self._paragraph_of(token)
        # A new paragraph may be about another day.
        is_of_another = token.idx < end and self._past_starts[before] < start
        if is_of_another and not self._goes_on(hit, self._past_starts[before]):
            return None
        # « Les élus sont en grève » has its own time, now; a headline has none, and takes the day of its text.
        if not is_past(token) and has_finite_verb(token.sent):
            return None
        return EventDate(self._past_days[before], False)

    def _paragraph_of(self, token: Word) -> tuple[int, int]:
        """Return where the paragraph of a token begins and ends; nothing where there is none."""
        number = bisect_right(self._paragraphs, (token.idx, float("inf"))) - 1
        return self._paragraphs[number] if number >= 0 else (0, 0)

    def _goes_on(self, hit: Hit, day_start: int) -> bool:
        """
        Return whether a verb, or a noun with « ce », goes on telling of the one day of its article, in a later paragraph.

        Not in English, whose past tells of any background; and what is said of it is said later.
        """
        if hit.trigger.traits.reporting:
            return False
        # « Cette opération n'a rien empêché »: another noun may be of any day.
        if not hit.verbal and not takes_up(hit.token, self._lexicon):
            return False
        if not self._lexicon.sets["tells_on"] or not is_past(hit.token):
            return False
        if hit.token.idx - day_start > MAX_SCENE_CHARACTERS:
            return False
        return len({day.time.value for day in self._past_days}) == 1

    def day_below(self, token: Word, status: str) -> EventDate | None:
        """Return the first past day of the paragraph under a headline: « Accident à Metz.¶Une voiture a heurté hier … »."""
        if status != "asserted" or has_finite_verb(token.sent):
            return None
        _, end = self._paragraph_of(token)
        if token.sent.end_char < end or token.sent.start_char > MAX_HEADLINE_OFFSET:
            return None
        number = bisect_right(self._paragraphs, (token.idx, float("inf")))
        for start_below, end_below in self._paragraphs[number : number + 1]:
            # A day that begins its paragraph may be the dateline's, which is when it was written.
            first = bisect_right(self._past_starts, start_below)
            if first < len(self._past_days) and self._past_starts[first] < end_below:
                return EventDate(self._past_days[first], False)
        return None

    def _is_past_day(self, expression: TimeExpression) -> bool:
        """Return whether an expression is a day on which something may have happened."""
        is_day = expression.time.grain == "day"
        return is_day and self._fits(expression, "asserted")

    def _fits(self, expression: TimeExpression, status: str) -> bool:
        """Return whether a day fits `status`: what happened is not after the publication, a plan not before."""
        start, end = expression.time.start, expression.time.end
        # Without a day of publication nothing speaks against any day.
        if start is None or end is None or self._published is None:
            return start is not None
        if status == "asserted":
            return start <= self._published
        # A week that began before the publication and ends after it may hold a plan.
        return status != "planned" or end >= self._published

    def is_ahead(self, event_date: EventDate, hit: Hit) -> bool:
        """
        Return whether its own date puts an event ahead: it is after the publication, or on its day in the present.

        Not so for what the verb tells as past, « a quitté », nor for the date on which something ends.
        """
        start = event_date.expression.time.start
        if start is None or self._published is None:
            return False
        if not event_date.is_own or hit.trigger.traits.reporting:
            # « annonce une grève pour mardi » is said today
            return False
        if is_end(event_date.expression, self._tree, self._until) or (
            hit.verbal and is_told_as_past(hit.token)
        ):
            return False
        # « le sommet s'ouvre aujourd'hui »: in the present, the day of publication may be still to come.
        if start == self._published:
            return hit.verbal and is_present(hit.token)
        return start > self._published


def _is_within(expression: TimeExpression, start: int, end: int) -> bool:
    """Return whether an expression lies between two offsets."""
    return start <= expression.start and expression.end <= end


class _Undated(NamedTuple):
    """A trigger whose date is looked for among the numbers of some expressions; `charge` is that of a court, if any."""

    calendar: Calendar
    hit: Hit
    status: str
    candidates: Sequence[int]
    charge: Word | None


def _date_of_charge(case: _Undated) -> EventDate | None:
    """Return the date that stands with what somebody is charged with; None where none does."""
    if case.charge is None:
        return None
    candidates = case.calendar.within_charge(case.charge, case.candidates)
    token, status = case.hit.token, case.status
    attached = case.calendar.nearest_attached(token, candidates, status)
    return attached or case.calendar.nearest_of_sentence(token, candidates, status)


# What hangs on the trigger is surest; then what its sentence says; then what the paragraph said before.
DATE_RULES: tuple[Rule[_Undated, EventDate], ...] = (
    # « jugé mardi pour le meurtre de Paul Roy »: « mardi » dates the trial, and not the murder.
    Rule(
        "date of a charge",
        "Il est jugé mardi pour le meurtre de Paul Roy en mai.",
        _date_of_charge,
    ),
    Rule(
        "date that it hangs on",
        "La grève commence mardi.",
        lambda case: case.calendar.nearest_attached(
            case.hit.token, case.candidates, case.status
        ),
        lambda case: case.charge is None,
    ),
    Rule(
        "date of its sentence",
        "Il pleuvait le 3 mai 2020, alors la police a arrêté deux hommes.",
        lambda case: case.calendar.nearest_of_sentence(
            case.hit.token, case.candidates, case.status
        ),
        lambda case: case.charge is None,
    ),
    Rule(
        "day told before",
        "Le 3 mai 2020, il a plu. La police a ensuite arrêté deux hommes.",
        lambda case: case.calendar.past_day_before(case.hit, case.status),
        lambda case: case.charge is None,
    ),
    Rule(
        "day below a headline",
        "Accident à Metz.¶Une voiture a heurté un arbre le 3 mai 2020.",
        lambda case: case.calendar.day_below(case.hit.token, case.status),
        lambda case: case.charge is None,
    ),
)
"""Which expression dates an event."""
AHEAD_RULES: tuple[Rule[tuple[Calendar, EventDate, Hit], bool], ...] = (
    Rule(
        "day ahead",
        "Le sommet s'ouvre le 12 mai.",
        lambda case: case[0].is_ahead(case[1], case[2]),
    ),
)
"""Whether its date says that an event is still to come, where no word does."""
