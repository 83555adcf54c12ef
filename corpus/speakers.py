"""
Who the speakers of quotes are across articles: the columns of `quotes` that the seal fills in from `names`.

So that a count, an export and a page say the same of a speaker, and follow gazetteer and corrections, all read these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyarrow as pa

from .groups import name_key
from .tables import completed, features

__all__ = ["SPEAKER_COLUMNS", "Named", "Speakers", "kind_of_speaker", "untitled"]

SPEAKER_COLUMNS = ("speaker_name_id", "speaker_canonical_name", "speaker_label", "speaker_gender")
"""What the seal gives a quote, in this order."""

_UNKNOWN_KINDS = (None, "unnamed")
_LONGEST_NAME = 3  # words: a name that no annotator took for one is a surname, with its particle perhaps


@dataclass(frozen=True, slots=True)
class Named:
    """What `names` says of a bearer, as far as a quote repeats it."""

    name: str
    label: str
    gender: str | None


@dataclass(frozen=True, slots=True)
class Speakers:
    """
    The bearers of a corpus by the id of their row, and people by what they may be called.

    `called` holds the one person whom a full name or a surname means, by its key; a surname of several is left out.
    `apart` says of an article which keys mean somebody else there.
    """

    by_id: Mapping[str, Named] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, Iterable[str]] = field(default_factory=dict)

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Speakers:
        """The speakers of a table `names` as it stands."""
        return cls({row["id"]: Named(row["name"], row["label"], row["gender"]) for row in rows})

    def named(self, quote: Mapping[str, Any], language: str | None) -> str | None:
        """
        Return the row of a speaker who is a name and no entity ("Judge said" of Aaron Judge, "Mrs May"); None for none.

        The name must have one bearer in the corpus, who is not known to be of another gender than its title says.
        """
        if quote["speaker_id"] or quote["speaker_kind"] not in _UNKNOWN_KINDS or not quote["speaker_name"]:
            return None
        words, gender = untitled(quote["speaker_name"], language)
        if not 0 < len(words) <= _LONGEST_NAME or not words[0][0].isupper() or not words[-1][0].isupper():
            return None
        key = name_key("PER", " ".join(words))
        name_id = self.called.get(key)
        if name_id is None or key in self.apart.get(quote["article_id"], ()):
            return None
        return name_id if gender in (None, self.by_id[name_id].gender) or not self.by_id[name_id].gender else None

    def filled(
        self, quotes: pa.Table, name_ids: Mapping[str, str], languages: Mapping[str, str | None] | None = None
    ) -> pa.Table:
        """
        The table with the columns of its speakers. `name_ids` says the row of each entity that speaks.

        Without the `languages` of the articles, only entities are speakers.
        """
        rows = quotes.select(["article_id", "speaker_id", "speaker_name", "speaker_kind"]).to_pylist()
        ids = [
            name_ids.get(row["speaker_id"] or "")
            or (self.named(row, languages.get(row["article_id"])) if languages is not None else None)
            for row in rows
        ]
        bearers = [self.by_id.get(name_id or "") for name_id in ids]
        values: tuple[list[Any], ...] = (
            [name_id if bearer else None for name_id, bearer in zip(ids, bearers, strict=True)],
            *([bearer and getattr(bearer, part) for bearer in bearers] for part in ("name", "label", "gender")),
        )
        whole = completed(quotes, features("quotes").arrow_schema)
        for column, value in zip(SPEAKER_COLUMNS, values, strict=True):
            position = whole.schema.get_field_index(column)
            whole = whole.set_column(position, whole.schema.field(position), pa.array(value, pa.string()))
        return whole


def kind_of_speaker(kind: str | None, label: str | None) -> str | None:
    """
    Return what kind a speaker is, once names are joined: what has a person's row is a person, whatever its mention was.

    A mention that was read as a person, and whose row is none, is an organisation.
    """
    if label == "PER":
        return "person"
    return "organisation" if kind == "person" and label is not None else kind


def untitled(name: str, language: str | None) -> tuple[list[str], str | None]:
    """The words of a name behind its titles of courtesy, and the gender that these state."""
    words, gender = name.split(), None
    titles = _titles(language)
    while len(words) > 1 and (title := words[0].removesuffix(".")) in titles:
        gender = gender or titles[title]
        words = words[1:]
    return words, gender


@cache
def _titles(language: str | None) -> dict[str, str | None]:
    from pressmark.annotators.lexicon import lexicon

    known = lexicon("entities", language).get("titles", {}) if language else {}
    return {
        str(title).removesuffix("."): None if gender == "any" else gender
        for gender, titles in known.items()
        for title in titles
    }
