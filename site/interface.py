"""The words of the site's interface in a language, with counts, dates and numbers as that language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent
from babel.plural import to_python

from pressmark.errors import PressmarkError
from pressmark.yaml_files.strict import parse_yaml

__all__ = ["Interface", "load_interface"]


@dataclass(frozen=True)
class Interface:
    """Looks up words (`ui("home")`), counts (`ui.count("quote_count", 3)`), dates and numbers."""

    language: str
    words: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """Return a word or sentence with its values filled in. Raises `KeyError` for a word that is not there."""
        word = str(self.words[key])
        return word.format(**values) if values else word

    def one_of(self, key: str, value: str | None) -> str:
        """Return what a value of the list `key` is called; itself when it is not in the list, nothing for None."""
        if value is None:
            return ""
        return str(self.words[key].get(value, value))

    def count(self, key: str, number: int) -> str:
        """Return a number with its noun: « 1 citation », « 3 citations »."""
        forms = self.words[key]
        return str(forms[_is_plural(self.language, number)]).format(
            n=self.number(number)
        )

    def number(self, number: float) -> str:
        """Return a number with the language's separators."""
        return _format_number(self.language, number)

    def percent(self, part: float, whole: float) -> str:
        """Return a share in whole hundredths, as the language writes it."""
        share = part / whole if whole else 0
        return str(format_percent(share, locale=self.language))

    def when(self, value: str | None) -> str:
        """Return an ISO day, month, year or `first/last` in words; nothing for none."""
        return _time_in_words(self.language, value) if value else ""

    def date(self, when: datetime | None) -> str:
        """Return a day in words; the interface's word for none when there is none."""
        if when is None:
            return self("no_date")
        return _time_in_words(self.language, when.date().isoformat())


@cache
def load_interface(language: str) -> Interface:
    """Return the interface in `en` or `fr`. Raises `PressmarkError` for another."""
    folder = files("pressmark.site") / "words"
    file = folder / f"{language}.yaml"
    # `isalpha` first: a language such as `../x` would name a file elsewhere.
    if not language.isalpha() or not file.is_file():
        languages = ", ".join(
            sorted(file.name.removesuffix(".yaml") for file in folder.iterdir())
        )
        raise PressmarkError(
            f"the site has no interface in {language!r}; it has {languages}."
        )
    words, _ = parse_yaml(file.read_text(encoding="utf-8"), file.name)
    return Interface(language, words)


@lru_cache(4096)
def _format_number(language: str, number: float) -> str:
    """Return a number with the language's separators; cached, as the same small numbers stand on every page."""
    return str(format_decimal(number, locale=language))


@lru_cache(4096)
def _time_in_words(language: str, value: str) -> str:
    """Return an ISO time in words; one that no calendar has (2026-02-30) as it is."""
    first, _, last = value.partition("/")
    if last:
        return f"{_time_in_words(language, first)} – {_time_in_words(language, last)}"
    # A month stands for its first day, a year for its first of January: both are formatted without what they lack.
    year_month_day = (*value.split("-"), "1", "1")[:3]
    try:
        day = date(*map(int, year_month_day))
    except ValueError:
        return value
    if len(value) == len("2026"):
        return value
    if len(value) == len("2026-03"):
        return _without_breaks(format_skeleton("yMMMM", day, locale=language))
    return _without_breaks(format_date(day, format="long", locale=language))


def _without_breaks(day: str) -> str:
    """Return a date that no line end cuts."""
    return day.replace(" ", "\u00a0")


@lru_cache(4096)
def _is_plural(language: str, number: int) -> bool:
    """Whether a number takes the plural: « 0 citation », "0 quotes"; the language's rule is babel's."""
    plural_form = to_python(Locale.parse(language).plural_form)
    return bool(plural_form(number) != "one")
