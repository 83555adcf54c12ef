"""The form of `times.<language>.yaml`: classes of words, the orders they stand in, cues of a tense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from pressmark.messages import suggestion
from pressmark.yaml_files.lexicon_types import (
    LexiconModel,
    Phrase,
    Words,
    described,
    fields_by_key,
    items_to_tuple,
)

__all__ = ["TimeOrders", "TimeWords", "WordsByClass"]

_MADE_CLASSES = frozenset(
    {
        "day", "year", "recent", "short", "digits", "decade_digits", "nth", "roman", "iso", "slashed", "year_pair",
        "hour_point", "word", "feast",
    }
)  # fmt: skip
"""The classes that no list holds: `reading.py` makes them of digits, of marks and of any other word."""

Count = Mapping[Phrase, int]
"""Words → a number."""

Mark = Mapping[Phrase, Literal[1]]
"""Words of a class that means nothing by itself: each → 1."""

Unit = Literal[
    "second", "minute", "hour", "day", "week", "fortnight", "weekend", "month", "quarter", "half", "year", "decade",
    "century",
]  # fmt: skip

Length = Annotated[tuple[int, Unit], BeforeValidator(items_to_tuple)]


class WordsByClass(LexiconModel):
    """The words of time by their class, each with what it means: words of several parts stand as they are written."""

    weekday: Mapping[Phrase, Annotated[int, Field(ge=0, le=6)]] = described(
        "Days of the week → 0 (Monday) to 6", {}
    )
    weekdays: Mapping[Phrase, Annotated[int, Field(ge=0, le=6)]] = described(
        "The same in the plural: « lundis »", {}
    )
    month: Mapping[Phrase, Annotated[int, Field(ge=1, le=12)]] = described(
        "Months → 1 to 12", {}
    )
    month_word: Mapping[Phrase, Annotated[int, Field(ge=1, le=12)]] = described(
        'Months that are other words too: "may"', {}
    )
    deictic: Count = described("Days from the publication: « hier » → -1", {})
    anchored: Count = described(
        "Days from the day mentioned last: « la veille » → -1", {}
    )
    part: Mapping[Phrase, Literal["MO", "AF", "EV", "NI", "MD"]] = described(
        "Parts of the day → MO, MD, AF, EV, NI", {}
    )
    unit: Mapping[Phrase, Unit] = described("Units: « semaine » → week", {})
    length: Mapping[Phrase, Length] = described(
        "Lengths of their own → a number and a unit: « demi-heure » → [30, minute]", {}
    )
    season: Mapping[Phrase, Annotated[int, Field(ge=1, le=12)]] = described(
        "Seasons → their first month", {}
    )
    number: Count = described("Number words: « huit » → 8", {})
    decade_word: Count = described('Decades in a word: "sixties" → 60', {})
    number_joint: Mark = described(
        "What joins number words: « et » of « vingt et un »", {}
    )
    several: Mark = described("Words for some, without a number: « plusieurs »", {})
    first_day: Mark = described("The first of a month in a word: « premier »", {})
    nth_word: Count = described("Ordinals; the last is -1", {})
    small: Mark = described(
        "Words that may follow a year; any other makes its digits a number of things",
        {},
    )
    no_time: Mark = described("What a number before it counts is no time: « fois »", {})
    measure: Mark = described('What makes a number no year: « € », "miles"', {})
    ordinal_end: Mark = described(
        'What is written on to an ordinal in digits: « 3e », "3rd"', {}
    )
    last: Count = described("« dernier » → -1", {})
    next: Count = described("« prochain » → 1", {})
    this: Count = described("« ce » → 0", {})
    these: Count = described("« ces » of « ces trois jours » → 0", {})
    edge: Mapping[Phrase, Literal["start", "middle", "end"]] = described(
        "« début » → start, « fin » → end", {}
    )
    the: Mark = described("Articles", {})
    and_: Mark = described("« et », « ou » between two days", {}, key="and")
    in_: Mark = described("« en » before a part of a stretch", {}, key="in")
    from_: Mark = described(
        'Before the first day of a stretch: « du », "from"', {}, key="from"
    )
    of: Mark = described("« de » between a part and its whole", {})
    many: Mark = described("Words before two weekdays: « les lundi et mardi »", {})
    at: Mark = described("What stands before an hour: « à »", {})
    hour_mark: Mapping[Phrase, Literal[0, 1, 12]] = described(
        'Between or behind digits of an hour; 1 for those of the morning, 12 for those of the afternoon: "p.m."',
        {},
    )
    hour_word: Mark = described("« heures »", {})
    ago: Count = described("« il y a » → -1", {})
    ahead: Count = described("« dans » → 1", {})
    after: Count = described("« plus tard » → 1, « plus tôt » → -1", {})
    about: Mark = described('« environ », "about"', {})
    to: Mark = described('Between the days of a stretch: « au », "to"', {})
    year_sure: Mark = described('What stands before a year alone: « en », "since"', {})
    year_likely: Mark = described(
        "What may stand before a year, if no thing follows that is counted", {}
    )
    decade_sign: Mark = described("« années »", {})
    century_sign: Mark = described("« siècle »", {})
    every: Mark = described('« chaque », "every"', {})
    every_one: Mark = described(
        "What makes a weekday one of each week: « le lundi »", {}
    )
    often: Mapping[Phrase, Phrase] = described(
        "Words of frequency → an ISO period: « annuel » → P1Y", {}
    )
    vague: Mark = described('Times without a date: « désormais », "soon"', {})
    noon: Mapping[Phrase, Phrase] = described('« midi » → "12:00"', {})
    aged: Mark = described("What makes « 24 ans » behind it an age", {})
    old: Mark = described('What makes "24 years" before it an age', {})
    birthday: Mark = described("« anniversaire »", {})
    part_of_year: Mapping[Phrase, Literal["quarter", "half"]] = described(
        "Parts of a year: « trimestre » → quarter", {}
    )
    numbered_quarter: Mapping[Phrase, Annotated[int, Field(ge=1, le=4)]] = described(
        'Quarters in short: « T3 », "Q3" → 3', {}
    )
    numbered_half: Mapping[Phrase, Annotated[int, Field(ge=1, le=2)]] = described(
        'Halves of a year in short: "H1" → 1', {}
    )
    fiscal: Mark = described(
        "What makes a year one of books, whose months nobody says: « exercice »", {}
    )
    fiscal_after: Mark = described('The same after a year: "financial year"', {})
    weeks_on: Count = described(
        'Days on from a weekday: « en huit » → 7, "a week from" → 7', {}
    )
    minutes_after: Count = described(
        'Minutes from an hour: « et demie » → 30, "a quarter to" → -15', {}
    )
    then: Count = described(
        "What ends a stretch counted from the day mentioned last: « après » → 1", {}
    )
    named_day: Mapping[Phrase, Phrase] = described(
        "Days of history by their name → an ISO date: « 11-septembre » → 2001-09-11", {}
    )
    decade_short: Count = described('Decades in two digits: "\'80s" → 80', {})
    street: Mark = described(
        "Nouns of what is named after a day: « rue » du 4 Septembre", {}
    )
    street_after: Mark = described('The same after a name: "March Street"', {})
    work: Mark = described(
        "Nouns of works, whose title in marks tells no time: « film »", {}
    )


class TimeOrders(LexiconModel):
    """
    The orders that classes stand in, by what they mean; of those that fit the longest counts, of equals the first.

    `?`: may be missing. `|`: either. (…): must be there and is no part of the expression. `!`: must not follow.
    """

    days: Words = described("From one day to another: « du 3 au 5 mai »")
    named_day: Words = described("« le 11-Septembre »")
    calendar: Words = described(
        "Days, months and years by their numbers: « le 3 mars 1987 »"
    )
    digits: Words = described("Whole dates in digits: « 12/05/1999 »")
    years: Words = described("From one year to another: « 1914-1918 »")
    quarter: Words = described("« le troisième trimestre 2026 »")
    fiscal_year: Words = described("« l'exercice 2025 »")
    fiscal_quarter: Words = described("« le premier trimestre de l'exercice 2025 »")
    weekday: Words = described("« mardi dernier »")
    weekday_of_month: Words = described("« le dernier vendredi du mois »")
    weeks_on: Words = described("« mardi en huit »")
    deictic: Words = described("From the publication: « hier soir »")
    anchored: Words = described("From the day mentioned last: « la veille »")
    part: Words = described("« ce matin »")
    shift: Words = described("« la semaine dernière »")
    season: Words = described("« l'été dernier »")
    ago: Words = described("« il y a trois jours »")
    ahead: Words = described("« dans deux semaines »")
    later: Words = described("« deux jours plus tard »")
    then: Words = described("« deux jours après », and no event behind it")
    decade: Words = described("« les années 60 »")
    century: Words = described("« le XVIIIe siècle »")
    feast: Words = described("« à Noël 2022 »")
    clock: Words = described("« 14 h 30 »")
    frequency: Words = described("« tous les deux mois »")
    duration: Words = described("« dix-huit mois »")
    vague: Words = described("« désormais »")


class TimeWords(LexiconModel):
    """The expressions of time: words by class, the orders in which the classes stand, and what tells the tense."""

    words: WordsByClass = described("Words by class, below", WordsByClass())
    feasts: Mapping[Phrase, str | int] = described(
        "Feasts → month-day, or days from Easter Sunday: « pâques » → 0", {}
    )
    rules: TimeOrders = described(
        "Orders of classes by what they mean, below", TimeOrders()
    )
    ahead_before: Words = described(
        "Words before an expression that say it lies ahead: « d'ici »"
    )
    ahead_unless_past: Words = described(
        'The same where the verb is not in the past: "from"'
    )
    behind_before: Words = described(
        "Words before an expression that say it is over: « depuis »"
    )
    ahead_verbs: Words = described(
        "Verbs, infinitive, whose present looks ahead: « devoir »"
    )
    subjunctive_ahead: bool = described(
        "Whether the subjunctive looks ahead: « pour qu'elle vienne mardi »; in German it reports",
        False,
    )
    small_months: bool = described(
        "Months are written small, so that a capital makes one a name: true for French",
        False,
    )
    anchors: Words = described(
        "Classes of which an expression has one at least; a stretch without one is not looked at"
    )

    def complaints(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the classes that orders and anchors name and that there are not."""
        listed = set(fields_by_key(WordsByClass))
        for position, word_class in enumerate(self.anchors):
            if word_class not in listed | _MADE_CLASSES:
                yield ("anchors", position), _unknown_class(word_class)
        for rule in TimeOrders.model_fields:
            for position, order in enumerate(getattr(self.rules, rule)):
                for word_class in _classes_of(order):
                    # A mark of punctuation stands for itself: « 3 - 5 mai ».
                    if (
                        word_class.replace("_", "").isalnum()
                        and word_class not in listed | _MADE_CLASSES
                    ):
                        yield ("rules", rule, position), _unknown_class(word_class)


def _classes_of(order: str) -> Iterator[str]:
    """Yield the classes that an order names, without the marks of `?`, `|`, `(…)` and `!`."""
    for element in order.split():
        yield from element.strip("()!?").split("|")


def _unknown_class(word_class: str) -> str:
    hint = suggestion(word_class, fields_by_key(WordsByClass))
    return f"there is no class {word_class!r}{hint}"
