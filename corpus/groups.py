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

__all__ = ["Group", "RowName", "article_groups", "is_at_odds", "is_edge", "name_key", "row_name"]

Row = Mapping[str, Any]
RowName = tuple[str, str, str | None]
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("’ʼ‑–", "''--")


class Group(NamedTuple):
    """
    A name (label and key) as some articles mean it; `apart` is what a correction calls its bearer there.

    `full` is the key of a longer name that begins or ends with this one and by which these articles call the bearer:
    they may be right (« Rosneft », « Rosneft Trading ») or not ("BBC", "BBC Radio"), which the whole corpus tells.
    """

    label: str
    key: str
    genders: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    place: str | None = None
    apart: str | None = None
    full: str | None = None

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


def row_name(row: Row) -> RowName:
    """
    The label and key by which an entity's row is joined, and the key of the longer name that its article gives it.

    A person, and whatever does not stand at an edge of its longer name, is joined by the longer name alone.
    """
    label, key = row["label"], name_key(row["label"], row["name"])
    short = name_key(label, row["text"])
    return (label, short, key) if label != "PER" and is_edge(short, key) else (label, key, None)


def is_edge(short: str, long: str) -> bool:
    """Whether a longer key begins or ends with the words of a shorter one."""
    return long.startswith(f"{short} ") or long.endswith(f" {short}")


def article_groups(
    rows: Iterable[Row], language: str | None, places: Mapping[tuple[str, str], str], apart: Mapping[str, str]
) -> dict[RowName, Group]:
    """
    The groups of one article's entity rows, by `row_name`.

    `places` says which place a name means in this article, `apart` what a correction calls a key's bearer here.
    """
    genders: dict[RowName, set[str]] = {}
    fields: dict[RowName, set[str]] = {}
    for row in rows:
        name = row_name(row)
        genders.setdefault(name, set()).update({row["gender"]} - {None})
        fields.setdefault(name, set()).update(_fields(row["role"], language) if row["role"] else ())
    return {
        (label, key, full): Group(
            label,
            key,
            frozenset(genders[label, key, full]),
            frozenset(fields[label, key, full]),
            places.get((label, key)),
            apart.get(key) or apart.get(full or ""),
            full,
        )
        for label, key, full in genders
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
