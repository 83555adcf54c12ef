"""The words of `vendors.yaml`, read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pressmark.strict_yaml import parse

__all__ = ["byline_authors", "column_words", "is_word", "labelled", "language_code", "words"]


@cache
def _lexicon() -> Mapping[str, Any]:
    text = files("pressmark.sources").joinpath("vendors.yaml").read_text(encoding="utf-8")
    found, _ = parse(text, "vendors.yaml")
    return dict(found)


def words(kind: str) -> tuple[str, ...]:
    """The words of one kind (`length`, `paywall` …)."""
    return tuple(_lexicon()[kind])


def column_words() -> Mapping[str, list[str]]:
    """What others call our columns: our name → their words."""
    return dict(_lexicon()["columns"])


def is_word(line: str, kind: str) -> bool:
    """Whether a line is one of the words of a kind, a colon after it or not."""
    return line.strip().rstrip(":").strip().casefold() in {word.casefold() for word in words(kind)}


def labelled(line: str, kind: str) -> str | None:
    """What a line says after a label of a kind and its colon (`Length: 532 words`); None when it has none."""
    found = _label(kind).match(line)
    return line[found.end() :].strip() if found else None


@cache
def _label(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, words(kind)))})\s*:", re.I)


def byline_authors(line: str | None) -> list[str]:
    """
    Return the authors of a byline.

    A line that neither begins as one nor joins two names is one author, whatever commas it has (`Lee, Anna`).

    >>> byline_authors("By Anna Lee, Eva Poe and Bob Fox")
    ['Anna Lee', 'Eva Poe', 'Bob Fox']
    """
    text = " ".join((line or "").split())
    opener, joiner = _byline(text.isupper())
    begun = opener.match(text)
    names = text[begun.end() :] if begun else text
    joined = joiner.split(names)
    if len(joined) > 1 or names != text:
        joined = [name for part in joined for name in part.split(",")]
    return [name.strip() for part in joined for name in part.split(";") if name.strip()]


@cache
def _byline(capitals: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a byline begins and joins; in capitals, a single letter is an initial (`ANNA E LEE`)."""
    openers = "|".join(map(re.escape, words("byline_openers")))
    joiners = [word for word in words("byline_joiners") if not capitals or len(word) > 1 or not word.isalpha()]
    either = re.IGNORECASE if capitals else re.NOFLAG
    return re.compile(rf"(?:{openers})\s+", re.I), re.compile(rf",?\s(?:{'|'.join(joiners)})\s", either)


def language_code(name: str | None) -> str | None:
    """The code of a language that an archive names (`French` → `fr`); None for one that is not known."""
    asked = re.split(r"[;,/]", name or "")[0].strip().casefold()
    known = _lexicon()["languages"].items()
    return next((code for code, names in known if asked in {word.casefold() for word in names}), None)
