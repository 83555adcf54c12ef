"""The words of the site's interface in a language, with counts, dates and numbers as that language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.plural import to_python

from pressmark.errors import PressmarkError
from pressmark.strict_yaml import parse

__all__ = ["Interface", "interface"]


@dataclass(frozen=True)
class Interface:
    """Looks up words (`ui("home")`), counts (`ui.count("quote_count", 3)`), dates and numbers."""

    language: str
    words: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """A word or sentence, its places filled in."""
        return str(self.words[key]).format(**values) if values else str(self.words[key])

    def one_of(self, key: str, value: str | None) -> str:
        """What a value of a closed list is called; itself when the list does not have it."""
        return str(self.words[key].get(value, value)) if value is not None else ""

    def count(self, key: str, number: int) -> str:
        """A number with its noun: « 1 citation », « 3 citations »."""
        forms = self.words[key]
        return str(forms[_is_plural(self.language, number)]).format(n=self.number(number))

    def number(self, number: float) -> str:
        """A number with the language's separators."""
        return str(format_decimal(number, locale=self.language))

    def date(self, when: datetime | None) -> str:
        """A day in words; the interface's word for none when there is none."""
        return str(format_date(when, format="long", locale=self.language)) if when else self("no_date")


@cache
def interface(language: str) -> Interface:
    """The interface in `en` or `fr`. Raises `PressmarkError` for another."""
    room = files("pressmark.site") / "words"
    file = room / f"{language}.yaml"
    if not language.isalpha() or not file.is_file():
        there = ", ".join(sorted(one.name.removesuffix(".yaml") for one in room.iterdir()))
        raise PressmarkError(f"the site has no interface in {language!r}; it has {there}.")
    words, _ = parse(file.read_text(encoding="utf-8"), file.name)
    return Interface(language, words)


def _is_plural(language: str, number: int) -> bool:
    return bool(to_python(Locale.parse(language).plural_form)(number) != "one")
