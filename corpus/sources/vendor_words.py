"""
The words by which archives of the press, feeds and tables label what they hold: those of `vendors.yaml`, read once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pressmark.yaml_files.strict import parse_yaml

__all__ = [
    "byline_authors",
    "column_words",
    "is_word",
    "language_code",
    "text_after_label",
    "without_byline",
    "words_of_kind",
]


@cache
def _load_words() -> Mapping[str, Any]:
    text = (
        files("pressmark.sources").joinpath("vendors.yaml").read_text(encoding="utf-8")
    )
    content, _ = parse_yaml(text, "vendors.yaml")
    return dict(content)


def words_of_kind(kind: str) -> tuple[str, ...]:
    """Return the words of one kind (`length`, `paywall` …)."""
    return tuple(_load_words()[kind])


def column_words() -> Mapping[str, list[str]]:
    """Return what others call our columns: our name → their words."""
    return dict(_load_words()["columns"])


def is_word(line: str, kind: str) -> bool:
    """
    Say whether a line is one of the words of a kind, with or without a colon after it.

    >>> is_word("Body:", "body")
    True
    """
    return line.strip().rstrip(":").strip().casefold() in {
        word.casefold() for word in words_of_kind(kind)
    }


def text_after_label(line: str, kind: str) -> str | None:
    """
    Return the text after a label of a kind and its colon; None if the line has no such label.

    >>> text_after_label("Length: 532 words", "length")
    '532 words'
    """
    match = _label_pattern(kind).match(line)
    return line[match.end() :].strip() if match else None


@cache
def _label_pattern(kind: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{'|'.join(map(re.escape, words_of_kind(kind)))})\s*:", re.I
    )


def byline_authors(line: str | None) -> list[str]:
    """
    Return the authors of a byline.

    A line that neither begins as one nor joins two names is one author, whatever commas it has (`Lee, Anna`).

    >>> byline_authors("By Anna Lee, Eva Poe and Bob Fox")
    ['Anna Lee', 'Eva Poe', 'Bob Fox']
    """
    text = " ".join((line or "").split())
    # A byline may stand in capitals: « PAR ANNA LEE ET EVA POE ».
    opener, joiner = _byline_patterns(text.isupper())
    opening = opener.match(text)
    names = text[opening.end() :] if opening else text
    parts = joiner.split(names)
    # It is a list of names, so a comma parts them, too.
    if opening or len(parts) > 1:
        parts = [name for part in parts for name in part.split(",")]
    authors = [name.strip() for part in parts for name in part.split(";")]
    return [author for author in authors if author]


def without_byline(name: str) -> str:
    """
    Return an author's name without the word that opens a byline, which some pages leave in it.

    >>> without_byline("Par Anne Roux"), without_byline("Parker Lee")
    ('Anne Roux', 'Parker Lee')
    """
    openers = "|".join(map(re.escape, words_of_kind("page_byline_openers")))
    return re.sub(rf"\A\s*(?:{openers})(?:\s*:\s*|\s+)", "", name, flags=re.I)


@cache
def _byline_patterns(capitals: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how a byline begins and joins names; in capitals, a single letter is an initial (`ANNA E LEE`)."""
    openers = "|".join(map(re.escape, words_of_kind("byline_openers")))
    joiners = words_of_kind("byline_joiners")
    # « ANNA E LEE » is no « ANNA and LEE », as Spanish and Italian join.
    if capitals:
        joiners = tuple(word for word in joiners if len(word) > 1 or not word.isalpha())
    case = re.IGNORECASE if capitals else re.NOFLAG
    opening = re.compile(rf"(?:{openers})(?:\s*:\s*|\s+)", re.IGNORECASE)
    joining = re.compile(rf",?\s(?:{'|'.join(joiners)})\s", case)
    return opening, joining


def language_code(name: str | None) -> str | None:
    """Return the code of a language that an archive names (`French` → `fr`); None if the name is unknown."""
    # « French; English » and « Français/Anglais »: the first is the article's.
    folded = re.split(r"[;,/]", name or "")[0].strip().casefold()
    for code, names in _load_words()["languages"].items():
        if folded in {word.casefold() for word in names}:
            return str(code)
    return None
