"""The times layer: every expression of time in an article, tied to an event or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar

from pressmark.annotators.rules import AnyRule, require_rules
from pressmark.articles import Article
from pressmark.spans import Time, TimeExpression
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .context import Context
from .names import is_name
from .patterns import TimeMatch, find_matches
from .reading import TimeReading, read_text
from .resolution import TIME_RULES, Interpretation, interpret
from .tense import looks_ahead

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Times"]

_MAX_DATELINE_OFFSET = 300
"""How many code points into a text its date may stand alone on a line, after a headline or two. Chosen."""
# « Anne Morel, 87 ans. », « (87 ans) »
_MARKS_AFTER_AGE = ",.;:()"

_Direction = Callable[[TimeMatch], bool | None]


@dataclass(frozen=True, slots=True)
class Times:
    """
    Finds expressions of time. It runs by itself before events. A language without a lexicon of times gives none.

    Rules of the names `without` are not asked.
    """

    without: frozenset[str] = frozenset()
    lexicons: Lexicons = OURS
    takes_lexicons: ClassVar[bool] = True
    name: ClassVar[str] = "times"
    layer: ClassVar[str] = "times"
    needs: ClassVar[tuple[str, ...]] = ()
    implicit: ClassVar[bool] = True
    rules: ClassVar[tuple[AnyRule, ...]] = TIME_RULES

    def __post_init__(self) -> None:
        require_rules(self.rules, self.without)

    def annotate(self, article: Article, doc: Doc) -> Iterator[TimeExpression]:
        """Find the expressions of `article`, in reading order, resolved against its publication date."""
        reading = read_text(
            article.text, article.language or "", self.without, self.lexicons
        )
        if reading is None:
            return
        matches = [
            match
            for match in find_matches(reading)
            if not _is_age(reading, match)
            and not is_name(article.text, reading, match, doc)
        ]
        lexicon = reading.lexicon
        # The same match is asked twice, for the weekdays and for itself: the parse is walked once.
        is_ahead = cache(
            lambda match: looks_ahead(
                article.text, doc, match.start, match.end, lexicon
            )
        )
        yield from _resolve(article, matches, is_ahead)


def _resolve(
    article: Article, matches: Sequence[TimeMatch], is_ahead: _Direction
) -> Iterator[TimeExpression]:
    """Resolve the matches in reading order, each against the day that those before it mentioned last."""
    text = article.text
    publication_day = (
        article.published.date()
        if article.published
        else _date_by_itself(text, matches)
    )
    # A weekday may be dated after it is first named: the headline's « samedi » by the text's « samedi 18 mai ».
    weekdays = _dated_weekdays(matches, publication_day, is_ahead)
    latest_day: date | None = None
    for match in matches:
        context = Context(
            publication_day, latest_day, partial(is_ahead, match), weekdays
        )
        interpretation = interpret(match.rule, match.slots, context)
        # « 25 h 70 » stands in an order of hours, and is none.
        if interpretation is None:
            continue
        days = interpretation.days
        # A month or a year is no day that « la veille » could be told from.
        is_moment = interpretation.label in ("date", "time")
        if is_moment and days is not None and days.grain == "day":
            latest_day = days.last
        yield _expression(text, match, interpretation)


def _date_by_itself(text: str, matches: Sequence[TimeMatch]) -> date | None:
    """Return the whole date that stands alone on one of the first lines, to stand for an unknown publication."""
    without_context = Context(None, None, lambda: None, {})
    for match in matches:
        if match.start > _MAX_DATELINE_OFFSET:
            return None
        line = text[text.rfind("\n", 0, match.start) + 1 :].partition("\n")[0]
        is_alone = line.strip(" .—-") == text[match.start : match.end]
        # « Metz, le 3 mai » in a sentence is told of, and « mardi » needs a publication itself.
        if not is_alone or match.rule not in ("calendar", "digits"):
            continue
        interpretation = interpret(match.rule, match.slots, without_context)
        days = interpretation.days if interpretation is not None else None
        if days is not None and days.grain == "day":
            return days.first
    return None


def _dated_weekdays(
    matches: Sequence[TimeMatch], publication_day: date | None, is_ahead: _Direction
) -> dict[int, date]:
    """Return the day of each weekday (0 for Monday) that the article dates, or whose sentence says where it lies."""
    days_by_weekday: dict[int, date] = {}
    for match in matches:
        if "weekday" not in match.slots or match.rule not in ("weekday", "calendar"):
            continue
        # « samedi 18 mai », « samedi dernier », « elle viendra samedi »
        has_step = "last" in match.slots or "next" in match.slots
        is_dated = match.rule == "calendar" or has_step
        # « Samedi à Metz » says neither that it is over nor that it is to come.
        if not is_dated and is_ahead(match) is None:
            continue
        context = Context(publication_day, None, partial(is_ahead, match), {})
        interpretation = interpret(match.rule, match.slots, context)
        if interpretation is not None and interpretation.days is not None:
            weekday = match.slots["weekday"][0]
            days_by_weekday.setdefault(weekday, interpretation.days.first)
    return days_by_weekday


def _is_age(reading: TimeReading, match: TimeMatch) -> bool:
    """Tell whether the years are somebody's age: « une fille de 6 ans », « Anne Morel, 87 ans, », "24-year-old"."""
    if match.rule not in ("duration", "shift") or match.slots.get("unit") != ("year",):
        return False
    first, end = match.first_token, match.end_token
    # « âgée de 24 ans », "24-year-old"
    if reading.ends_before(first, "aged") or "old" in reading.pieces(end):
        return True
    # « Anne Morel, 87 ans, » and « Anne Morel (87 ans) »: an age stands between two marks.
    if first == 0 or reading.keys[first - 1] not in (",", "("):
        return False
    if end < len(reading) and reading.keys[end] not in _MARKS_AFTER_AGE:
        return False
    # « , des années, » has no number, and is no age.
    return "number" in match.slots


def _expression(
    text: str, match: TimeMatch, interpretation: Interpretation
) -> TimeExpression:
    """Return the span of a match with its days as ISO dates, None where they are not known."""
    surface = text[match.start : match.end]
    days = interpretation.days
    if days is None:
        time = Time(start=None, end=None, grain=None, surface=surface)
    else:
        time = Time(
            start=days.first.isoformat(),
            end=days.last.isoformat(),
            grain=days.grain,
            surface=surface,
        )
    return TimeExpression.cut(
        text,
        match.start,
        match.end,
        interpretation.label,
        time=time,
        period=interpretation.period,
        clock=interpretation.clock,
        rule=match.rule,
    )
