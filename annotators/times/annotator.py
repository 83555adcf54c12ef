"""The times layer: every expression of time in an article, tied to an event or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import ClassVar

from spacy.tokens import Doc

from pressmark.articles import Article
from pressmark.spans import Time, TimeExpression

from .lexicon import Reading, read
from .patterns import Match, matches
from .resolution import Context, Meaning, meaning
from .tense import looks_ahead

__all__ = ["Times"]

_OPENING = 300
_AROUND = ",.;:()"


@dataclass(frozen=True, slots=True)
class Times:
    """Finds expressions of time. It runs by itself before events. A language without a lexicon of times gives none."""

    name: ClassVar[str] = "times"
    layer: ClassVar[str] = "times"
    needs: ClassVar[tuple[str, ...]] = ()
    implicit: ClassVar[bool] = True

    def annotate(self, article: Article, doc: Doc) -> Iterator[TimeExpression]:
        """The expressions of an article, in reading order, resolved against its publication date."""
        language = article.language or ""
        reading = read(article.text, language)
        if reading is None:
            return
        found = [one for one in matches(reading, language) if not _is_age(reading, one)]
        yield from _resolved(article, doc, found)


def _resolved(article: Article, doc: Doc, found: list[Match]) -> Iterator[TimeExpression]:
    published = article.published.date() if article.published else _dated(article.text, found)
    ahead = cache(lambda match: looks_ahead(article.text, doc, match.start, match.end, article.language or ""))
    weekdays = _weekdays(found, published, ahead)
    spoken: date | None = None
    for match in found:
        context = Context(published, spoken, partial(ahead, match), weekdays)
        meant = meaning(match.meaning, match.slots, context)
        if meant is None:
            continue
        if meant.label in ("date", "time") and meant.reach and meant.reach.grain == "day":
            spoken = meant.reach.last
        yield _expression(article.text, match, meant)


def _dated(text: str, found: list[Match]) -> date | None:
    """The whole date that stands alone on one of the first lines: it tells of an unknown publication."""
    for match in found:
        line = text[text.rfind("\n", 0, match.start) + 1 :].partition("\n")[0]
        if match.start > _OPENING:
            return None
        if line.strip(" .—-") == text[match.start : match.end] and match.meaning in ("calendar", "digits"):
            meant = meaning(match.meaning, match.slots, Context(None, None, lambda: None, {}))
            if meant and meant.reach and meant.reach.grain == "day":
                return meant.reach.first
    return None


def _weekdays(found: list[Match], published: date | None, ahead: Callable[[Match], bool | None]) -> dict[int, date]:
    """The day of each weekday that the article dates, or whose sentence says whether it lies ahead."""
    known: dict[int, date] = {}
    for match in found:
        asked = match.slots.get("weekday")
        if asked is None or match.meaning not in ("weekday", "calendar"):
            continue
        if match.meaning == "calendar" or "last" in match.slots or "next" in match.slots or ahead(match) is not None:
            meant = meaning(match.meaning, match.slots, Context(published, None, partial(ahead, match), {}))
            if meant and meant.reach:
                known.setdefault(asked[0], meant.reach.first)
    return known


def _is_age(reading: Reading, match: Match) -> bool:
    """« une fille de 6 ans », « Anne Morel, 87 ans, », "a 24-year-old": a number of years that is somebody's age."""
    if match.meaning not in ("duration", "shift") or match.slots.get("unit") != ("year",):
        return False
    if reading.before(match.first, "aged") or "old" in reading.at(match.behind):
        return True
    keys = reading.keys
    before = keys[match.first - 1] if match.first else ""
    behind = keys[match.behind] if match.behind < len(keys) else "."
    return before in (",", "(") and behind in _AROUND and "number" in match.slots


def _expression(text: str, match: Match, found: Meaning) -> TimeExpression:
    reach = found.reach
    surface = text[match.start : match.end]
    days = (reach.first.isoformat(), reach.last.isoformat(), reach.grain) if reach else (None, None, None)
    time = Time(start=days[0], end=days[1], grain=days[2], surface=surface)
    return TimeExpression.cut(
        text, match.start, match.end, found.label, time=time, period=found.period, clock=found.clock,
        rule=match.meaning,
    )  # fmt: skip
