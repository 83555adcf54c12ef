"""
What one article says of one of its names, in the few marks by which namesakes are told apart across articles.

Names are compared by `name_key`. A group is a name with the genders, fields of work and place that an article gives it:
there are far fewer of them than articles.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

__all__ = ["Group", "article_groups", "is_at_odds", "name_key"]

Row = Mapping[str, Any]
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("’ʼ‑–", "''--")


class Group(NamedTuple):
    """A name (label and key) as some articles mean it; `apart` is what a correction calls its bearer there."""

    label: str
    key: str
    genders: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    place: str | None = None
    apart: str | None = None

    @property
    def name(self) -> tuple[str, str]:
        """Label and key."""
        return self.label, self.key


@cache
def name_key(label: str, name: str) -> str:
    """
    The name to compare by: case, white space, kinds of apostrophe and accents of capitals make no difference.

    A hyphen does in persons' names alone (« Jean-Pierre Martin » is no « Pierre Martin »).
    """
    letters = unicodedata.normalize("NFC", name).translate(_APOSTROPHES)
    bare = "".join(unicodedata.normalize("NFD", letter)[0] if letter.isupper() else letter for letter in letters)
    if label != "PER":
        bare = bare.replace("-", " ")
    return " ".join(bare.casefold().split())


def article_groups(
    rows: Iterable[Row], language: str | None, places: Mapping[tuple[str, str], str], apart: Mapping[str, str]
) -> dict[tuple[str, str], Group]:
    """
    The groups of one article's entity rows, by label and key.

    `places` says which place a name means in this article, `apart` what a correction calls a key's bearer here.
    """
    genders: dict[tuple[str, str], set[str]] = {}
    fields: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        name = row["label"], name_key(row["label"], row["name"])
        genders.setdefault(name, set()).update({row["gender"]} - {None})
        fields.setdefault(name, set()).update(_fields(row["role"], language) if row["role"] else ())
    return {
        name: Group(*name, frozenset(genders[name]), frozenset(fields[name]), places.get(name), apart.get(name[1]))
        for name in genders
    }


def is_at_odds(one: Group, other: Group) -> bool:
    """
    Whether two groups cannot have one bearer: another place; another gender, unless their fields of work agree («le
    procureur» is said of women too); no field of work in common, where both are known.
    """
    if one.place and other.place and one.place != other.place:
        return True
    if one.fields and other.fields:
        return not one.fields & other.fields
    return bool(one.genders and other.genders and not one.genders & other.genders)


@cache
def _fields(role: str, language: str | None) -> frozenset[str]:
    """The fields of work that a role's words tell."""
    words = _words(role)
    return frozenset(field for noun, field in _nouns(language).items() if noun in words)


def _words(text: str) -> str:
    """The words with a space around each."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


@cache
def _nouns(language: str | None) -> dict[str, str]:
    from pressmark.annotators.lexicon import lexicon

    known = lexicon("names", language).get("fields", {}) if language else {}
    return {_words(noun): field for field, nouns in known.items() for noun in nouns}
