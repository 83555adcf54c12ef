"""Stretches of which a date says one end: « depuis mars », « jusqu'à vendredi »; the other is the publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pressmark.annotators.grammar.words import WordsAround
from pressmark.annotators.times.calendar import DayRange, single_day, unit_of
from pressmark.spans import Time, TimeExpression

from .lexicon import EventLexicon
from .time_attachment import MAX_TOKENS_OF_END, begins_with, is_end
from .triggers import Hit

__all__ = ["stretch_of"]

_WHOLE_UNITS = frozenset({"month", "quarter", "half", "year"})
"""The grains by which a stretch is counted in whole units: « depuis mars » ends in the month of the publication."""


def stretch_of(
    hit: Hit,
    expression: TimeExpression,
    lexicon: EventLexicon,
    published: date,
) -> Time:
    """
    Return when an event is that `expression` dates: the stretch that it opens or closes, else the time that it says.

    What was put off « jusqu'au 3 mai » is on that day.
    """
    time, tree = expression.time, hit.token.doc
    if time.start is None or time.end is None:
        return time
    today = _unit_of_publication(published, time.grain)
    sets = lexicon.sets
    if time.start < today.first.isoformat():
        if _has_before(expression, tree, sets["since"]):
            return replace(time, end=today.last.isoformat())
    elif time.end > today.last.isoformat() and hit.token.form not in sets["shifting"]:
        is_closed = _has_before(expression, tree, sets["by_then"])
        if is_closed or is_end(expression, tree, sets["until"]):
            return replace(time, start=today.first.isoformat())
    return time


def _unit_of_publication(published: date, grain: str | None) -> DayRange:
    """Return the month or year of the publication, where a time is so coarse; else its day."""
    unit = unit_of(published, grain, 0) if grain in _WHOLE_UNITS else None
    return unit or single_day(published)


def _has_before(
    expression: TimeExpression, tree: WordsAround, words: frozenset[str]
) -> bool:
    """Return whether an expression begins with one of `words`, or follows it closely."""
    return begins_with(expression, tree, words, before=MAX_TOKENS_OF_END)
