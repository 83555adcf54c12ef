"""
What one article says of one of its names, reduced to what tells namesakes apart across articles.

Names are compared by `name_key`. A usage is a name with the genders, fields of work and place that an article gives it:
a corpus has far fewer different usages than articles, so whole corpora can be joined in memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from pressmark.yaml_files.lexicon_models.name_words import NameWords
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

__all__ = [
    "NameKey",
    "RowName",
    "Usage",
    "article_usages",
    "is_at_odds",
    "is_edge",
    "name_key",
    "row_name",
]

Row = Mapping[str, Any]

NameKey = tuple[str, str]
"""A label and a key as `name_key` makes it: what two mentions of one name have in common."""

RowName = tuple[str, str, str | None]
"""The label and key that an entity's row is joined by, and the key of its longer name; see `row_name`."""

_WORD = re.compile(r"[^\W_]+")
# Typographic apostrophes, and the hyphens and dashes that print has in their place, as plain ones.
_APOSTROPHES_AND_HYPHENS = str.maketrans("’ʼ‑–", "''--")


class Usage(NamedTuple):
    """
    A name (label and key) as some articles mean it.

    `place_id` is the place on Earth that the name means there. `namesake` is the name that a correction gives to its
    bearer in these articles. `full` is the key of a longer name that begins or ends with this one and by which these
    articles call the bearer: they may be right (« Rosneft », « Rosneft Trading ») or not ("BBC", "BBC Radio"), which
    the whole corpus tells.
    """

    label: str
    key: str
    genders: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    place_id: str | None = None
    namesake: str | None = None
    full: str | None = None

    @property
    def name(self) -> NameKey:
        """Label and key."""
        return self.label, self.key


@cache
def name_key(label: str, name: str) -> str:
    """
    Return the key under which `name` is compared: case, spaces, kinds of apostrophe, accents of capitals do not count.

    A hyphen does in persons' names alone (« Jean-Pierre Martin » is no « Pierre Martin »).

    >>> name_key("PER", "Élise  Martin") == name_key("PER", "Elise Martin")
    True
    >>> name_key("PER", "Jean-Pierre Martin"), name_key("LOC", "Saint-Denis")
    ('jean-pierre martin', 'saint denis')
    """
    letters = unicodedata.normalize("NFC", name).translate(_APOSTROPHES_AND_HYPHENS)
    # French print often leaves out the accent of a capital (« Elise »), never that of a small letter (« André »).
    bare = "".join(
        unicodedata.normalize("NFD", letter)[0] if letter.isupper() else letter
        for letter in letters
    )
    if label != "PER":
        bare = bare.replace("-", " ")
    return " ".join(bare.casefold().split())


def row_name(row: Row) -> RowName:
    """
    Return the label and key that an entity's row is joined by, and the key of the longer name its article gives it.

    A person, and whatever does not stand at an edge of its longer name, is joined by the longer name alone.

    >>> row_name({"label": "ORG", "name": "Rosneft Trading", "text": "Rosneft"})
    ('ORG', 'rosneft', 'rosneft trading')
    >>> row_name({"label": "PER", "name": "Ann Lee", "text": "Lee"})
    ('PER', 'ann lee', None)
    """
    label = row["label"]
    full = name_key(label, row["name"])
    surface = name_key(label, row["text"])
    # Joined by its surface, so that the whole corpus may still decide what « Rosneft » is short for.
    if label != "PER" and is_edge(surface, full):
        return label, surface, full
    return label, full, None


def is_edge(short: str, long: str) -> bool:
    """Say whether the key `long` begins or ends with the words of the key `short`."""
    return long.startswith(f"{short} ") or long.endswith(f" {short}")


def article_usages(
    rows: Iterable[tuple[RowName, Row]],
    language: str | None,
    place_ids: Mapping[NameKey, str],
    namesakes: Mapping[str, str],
    lexicons: Lexicons = OURS,
) -> dict[RowName, Usage]:
    """
    Return the usages of one article's entity `rows`, each given with its `row_name`, by these.

    `place_ids` says which place a name means in this article, `namesakes` how a correction calls a key's bearer there.
    """
    genders: dict[RowName, set[str]] = {}
    fields: dict[RowName, set[str]] = {}
    for name, row in rows:
        own_genders = genders.setdefault(name, set())
        if row["gender"] is not None:
            own_genders.add(row["gender"])
        own_fields = fields.setdefault(name, set())
        if row["role"]:
            own_fields |= _fields_of_work(row["role"], language, lexicons)
    usages: dict[RowName, Usage] = {}
    for name, stated in genders.items():
        label, key, full = name
        usages[name] = Usage(
            label,
            key,
            genders=frozenset(stated),
            fields=frozenset(fields[name]),
            place_id=place_ids.get((label, key)),
            namesake=namesakes.get(key) or namesakes.get(full or ""),
            full=full,
        )
    return usages


def is_at_odds(first: Usage, second: Usage) -> bool:
    """
    Say whether two usages cannot have one bearer.

    They cannot where both say a place and it differs, or both say fields of work and share none. Genders that differ
    count only where no shared field of work speaks for one bearer: « le procureur » is said of women too.
    """
    if first.place_id and second.place_id and first.place_id != second.place_id:
        return True
    # Fields before genders: « la ministre Martin » and « le ministre Martin » are one, the minister and the judge two.
    if first.fields and second.fields:
        return first.fields.isdisjoint(second.fields)
    if not first.genders or not second.genders:
        return False
    return first.genders.isdisjoint(second.genders)


@cache
def _fields_of_work(
    role: str, language: str | None, lexicons: Lexicons
) -> frozenset[str]:
    """Return the fields of work that the words of `role` tell."""
    words = _spaced_words(role)
    return frozenset(
        field
        for noun, field in _field_nouns(language, lexicons).items()
        if noun in words
    )


def _spaced_words(text: str) -> str:
    """Return the words of `text` with a space around each, so that whole words are found by `in`."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


@cache
def _field_nouns(language: str | None, lexicons: Lexicons) -> dict[str, str]:
    """Return the field of work that each noun of the lexicon `names` stands for (« maire » → politics)."""
    words: NameWords | None = None
    if language:
        words = read_lexicon("names", language, NameWords, lexicons)
    field_by_noun: dict[str, str] = {}
    for field, nouns in (words.fields if words else {}).items():
        field_by_noun |= dict.fromkeys(map(_spaced_words, nouns), field)
    return field_by_noun
