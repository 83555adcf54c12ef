"""The facts of a methods section in the words of a language, as Markdown, LaTeX or BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.plural import to_python
from jinja2 import Environment, PackageLoader, StrictUndefined

from pressmark.errors import InputError
from pressmark.yaml_files.strict import parse_yaml

from .facts import MethodsFacts, SettingFact

__all__ = ["FORMATS", "LANGUAGES", "render_methods"]

FORMATS: Mapping[str, str] = {
    "markdown": "methods.md.jinja",
    "latex": "methods.tex.jinja",
    "bibtex": "methods.bib.jinja",
}
"""The forms of a methods section, and the template of each."""

LANGUAGES = ("en", "fr")

_LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MARKDOWN_SIGNS = re.compile(r"[|<\[`*]|(?<=\])\(")
_NOT_OF_KEY = re.compile(r"[^A-Za-z0-9]+")


def render_methods(
    facts: MethodsFacts, *, language: str = "en", format: str = "markdown"
) -> str:
    """
    Return the methods section of these facts, or the entries to cite.

    Raises `InputError` for a language or a format that there is not.
    """
    if language not in LANGUAGES:
        raise InputError(f"--language must be {' or '.join(LANGUAGES)}")
    if format not in FORMATS:
        raise InputError(f"--format must be {', '.join(FORMATS)}")
    words = MethodsWords(language, format)
    template = _environment().get_template(FORMATS[format])
    text = template.render(facts=facts, say=words.say, words=words)
    # Parts that are left out leave empty lines.
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


class MethodsWords:
    """Sentences of a language, with numbers and days as it writes them, safe in a format."""

    def __init__(self, language: str, format: str) -> None:
        self.language = language
        self.format = format
        self._words = _read_words(language)

    def say(self, key: str, n: float | None = None, **values: Any) -> Any:
        """Return a sentence with its values filled in; of two forms, the one for the number `n`."""
        text = self._words[key]
        if isinstance(text, list):
            text = text[_is_plural(self.language, n or 0)]
        if n is not None:
            values["n"] = self.number(n)
        filled = {name: self.safe(value) for name, value in values.items()}
        return self.safe_words(text).format(**filled)

    def safe_words(self, text: str) -> str:
        """Return words of ours for the format; braces hold values, so that they stay."""
        if self.format == "latex":
            return text.replace("%", r"\%").replace("&", r"\&")
        return text

    def safe(self, value: Any) -> str:
        """Return a value as text that the format does not take for a command."""
        text = str(value)
        if self.format == "markdown":
            # A title may hold a tag, a link or the end of a row.
            return _MARKDOWN_SIGNS.sub(r"\\\g<0>", " ".join(text.split()))
        text = " ".join(text.split())
        return "".join(_LATEX.get(letter, letter) for letter in text)

    def number(self, value: float) -> str:
        """Return a number with the language's separators."""
        return str(format_decimal(value, locale=self.language))

    def percent(self, value: float | None) -> str:
        """Return a share in per cent with one digit, without the sign; a dash for none."""
        if value is None:
            return "–"
        return str(format_decimal(100 * value, "0.0", locale=self.language))

    def decimal(self, value: float | None) -> str:
        """Return a coefficient with two digits; a dash for none."""
        if value is None:
            return "–"
        return str(format_decimal(value, "0.00", locale=self.language))

    def interval(self, interval: tuple[float, float] | None) -> str:
        """Return an interval in per cent; that too few articles say something where there is none."""
        if interval is None:
            return str(self._words["too_few"])
        low, high = (self.percent(end) for end in interval)
        return f"{low} – {high}"

    def day(self, value: date | datetime | str) -> str:
        """Return a day in words."""
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return str(format_date(value, "long", locale=self.language))

    def listed(self, values: Any) -> str:
        """Return several words as the language lists them: « a, b et c »."""
        return str(format_list(list(values), locale=self.language))

    def languages(self, counts: Mapping[str, int]) -> str:
        """Return languages with their articles: « français (12) et anglais (12) »."""
        locale = Locale.parse(self.language)
        names = [
            f"{locale.languages.get(code, code)} ({self.number(count)})"
            for code, count in counts.items()
        ]
        return self.listed(names)

    def packages(self, versions: Mapping[str, str]) -> str:
        """Return the packages that decide what comes out with their versions, pressmark itself left out."""
        others = [
            f"{name} {version}"
            for name, version in versions.items()
            if name != "pressmark"
        ]
        return ", ".join(others)

    def layers(self, counts: Mapping[str, int]) -> str:
        """Return how many annotations each layer has."""
        names = self._words["layer_names"]
        return self.listed(
            f"{self.number(count)} {names.get(layer, layer)}"
            for layer, count in counts.items()
        )

    def layer(self, layer: str) -> str:
        """Return what a layer is called."""
        return str(self._words["layer_names"].get(layer, layer))

    def settings(self, settings: Sequence[SettingFact]) -> str:
        """Return settings as they are written: `quotes.minimum = 0.6`."""
        return ", ".join(f"{one.step}.{one.name} = {one.value}" for one in settings)

    def measure(self, layer: str, name: str) -> str:
        """Return what a measure is called."""
        layers, names = self._words["layer_names"], self._words["measure_names"]
        return self.safe_words(f"{layers.get(layer, layer)}, {names.get(name, name)}")

    def key(self, value: str) -> str:
        """Return a name as the key of an entry to cite."""
        return _NOT_OF_KEY.sub("-", value).strip("-").lower()


@cache
def _environment() -> Environment:
    # Text for an editor and not for a browser: `MethodsWords.safe` makes values safe for each format.
    return Environment(
        loader=PackageLoader("pressmark.study.methods"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701
    )


@cache
def _read_words(language: str) -> Mapping[str, Any]:
    """Return the words of a language."""
    file = files("pressmark.study.methods") / "words" / f"{language}.yaml"
    words: Mapping[str, Any]
    words, _ = parse_yaml(file.read_text("utf-8"), file.name)
    return words


@cache
def _plural_rule(language: str) -> Any:
    return to_python(Locale.parse(language).plural_form)


def _is_plural(language: str, number: float) -> bool:
    """Say whether a number takes the plural of a language."""
    return bool(_plural_rule(language)(abs(number)) != "one")
