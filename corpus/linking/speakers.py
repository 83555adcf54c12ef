"""
Who the speakers of quotes are across articles: the columns of `quotes` that the seal fills in from `names`.

So that a count, an export and a page say the same of a speaker, and follow gazetteer and corrections, all read these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyarrow as pa

from pressmark.layers import BY_NAME
from pressmark.storage.tables import completed, table_columns
from pressmark.yaml_files.lexicon_models.entity_words import EntityWords
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

from .usages import name_key

__all__ = [
    "SPEAKER_COLUMNS",
    "SpeakerName",
    "Speakers",
    "key_of_speaker",
    "kind_of_speaker",
    "split_titles",
]

SPEAKER_COLUMNS = BY_NAME["quotes"].given_by_seal
"""What the seal gives a quote, in this order."""

_UNRESOLVED_KINDS = (None, "unnamed")

MAX_SURNAME_WORDS = 3
"""
Words of a speaker whom no annotator took for a name: a surname, with its particle perhaps ("de la Rue"). Chosen, not
measured.
"""


@dataclass(frozen=True, slots=True)
class SpeakerName:
    """What a row of `names` says of a speaker, as far as a quote repeats it."""

    name: str
    label: str
    gender: str | None


@dataclass(frozen=True, slots=True)
class Speakers:
    """
    The bearers of a corpus by the id of their row in `names`, and people by what they may be called.

    `id_by_key` holds the row of the one person whom a full name or a surname means, by its key; a surname of several is
    left out. `namesakes` says of an article which keys mean somebody else there. With `keeps_links`, a quote whose
    speaker is no entity keeps the row that it names already: annotation that comes back from another tool has it from
    its corpus. Titles are those of the `lexicons`.
    """

    by_id: Mapping[str, SpeakerName] = field(default_factory=dict)
    id_by_key: Mapping[str, str] = field(default_factory=dict)
    namesakes: Mapping[str, Iterable[str]] = field(default_factory=dict)
    keeps_links: bool = False
    lexicons: Lexicons = OURS

    @classmethod
    def of_rows(
        cls, rows: Iterable[Mapping[str, Any]], *, keeps_links: bool = False
    ) -> Speakers:
        """Return the speakers of the rows of a table `names`."""
        by_id = {
            row["id"]: SpeakerName(row["name"], row["label"], row["gender"])
            for row in rows
        }
        return cls(by_id, keeps_links=keeps_links)

    def find_named(self, quote: Mapping[str, Any], language: str | None) -> str | None:
        """
        Return the row of a speaker who is a name and no entity ("Judge said" of Aaron Judge, "Mrs May"); None for none.

        The name must have one bearer in the corpus, who is not known to be of another gender than its title says.
        """
        if quote["speaker_id"]:
            return None
        if self.keeps_links and quote["speaker_name_id"] in self.by_id:
            return str(quote["speaker_name_id"])
        key, title_gender = _speaker_name(quote, language, self.lexicons)
        if key is None:
            return None
        name_id = self.id_by_key.get(key)
        if name_id is None or key in self.namesakes.get(quote["article_id"], ()):
            return None
        # "Mrs May" is not James May, though he is the only May whom the corpus names.
        gender = self.by_id[name_id].gender
        if title_gender and gender and title_gender != gender:
            return None
        return name_id

    def fill_columns(
        self,
        quotes: pa.Table,
        name_ids: Mapping[str, str],
        languages: Mapping[str, str | None] | None = None,
    ) -> pa.Table:
        """
        Return the table `quotes` with the `SPEAKER_COLUMNS`. `name_ids` says the row of each entity that speaks.

        Without the `languages` of the articles, only entities are speakers.
        """
        # Quotes of an older corpus may lack the columns; they are added, empty, before they are filled.
        table = completed(quotes, table_columns("quotes").arrow_schema)
        columns = [
            "article_id",
            "speaker_id",
            "speaker_name",
            "speaker_kind",
            "speaker_name_id",
        ]
        values: dict[str, list[str | None]] = {column: [] for column in SPEAKER_COLUMNS}
        for row in table.select(columns).to_pylist():
            name_id = name_ids.get(row["speaker_id"] or "")
            if not name_id and languages is not None:
                name_id = self.find_named(row, languages.get(row["article_id"]))
            bearer = self.by_id.get(name_id or "")
            # All four or none: a quote never shows the name of a speaker without its row.
            cells: tuple[str | None, ...] = (None, None, None, None)
            if bearer:
                cells = (name_id, bearer.name, bearer.label, bearer.gender)
            for column, cell in zip(SPEAKER_COLUMNS, cells, strict=True):
                values[column].append(cell)
        for column, cells_of_column in values.items():
            position = table.schema.get_field_index(column)
            table = table.set_column(
                position,
                table.schema.field(position),
                pa.array(cells_of_column, pa.string()),
            )
        return table


def key_of_speaker(
    quote: Mapping[str, Any], language: str | None, lexicons: Lexicons = OURS
) -> str | None:
    """Return the key of the person whom a speaker that is no entity may be; None for a speaker that can be none."""
    if quote["speaker_id"]:
        return None
    key, _ = _speaker_name(quote, language, lexicons)
    return key


def _speaker_name(
    quote: Mapping[str, Any], language: str | None, lexicons: Lexicons
) -> tuple[str | None, str | None]:
    """Return the key of a speaker's name without its titles, and the gender that these state; None for no surname."""
    if quote["speaker_kind"] not in _UNRESOLVED_KINDS or not quote["speaker_name"]:
        return None, None
    words, title_gender = split_titles(quote["speaker_name"], language, lexicons)
    if not _is_surname(words):
        return None, None
    return name_key("PER", " ".join(words)), title_gender


def _is_surname(words: Sequence[str]) -> bool:
    """Say whether words may be a surname: few, the first and the last with a capital."""
    if not 0 < len(words) <= MAX_SURNAME_WORDS:
        return False
    # "May said" and not "the minister said"; a particle between is small: "De la Rue".
    return words[0][0].isupper() and words[-1][0].isupper()


def kind_of_speaker(kind: str | None, label: str | None) -> str | None:
    """
    Return what kind a speaker is, once names are joined: what has a person's row is a person, whatever its mention was.

    `kind` is that of the mention, `label` that of the row, None without one. A mention that was read as a person, and
    whose row is none, is an organisation.

    >>> kind_of_speaker("unnamed", "PER"), kind_of_speaker("person", "ORG"), kind_of_speaker("group", None)
    ('person', 'organisation', 'group')
    """
    if label == "PER":
        return "person"
    # "Chanel said" was read as a person; its row is the company.
    if kind == "person" and label is not None:
        return "organisation"
    return kind


def split_titles(
    name: str, language: str | None, lexicons: Lexicons = OURS
) -> tuple[list[str], str | None]:
    """
    Return the words of `name` after its titles of courtesy, and the gender that these state.

    >>> split_titles("Mrs May", "en")
    (['May'], 'f')
    """
    words = name.split()
    gender: str | None = None
    genders_of_titles = _title_genders(language, lexicons)
    # The last word is never a title: "Madame" alone is what somebody is called. Several may come: "Prof. Dr. Weber".
    while len(words) > 1:
        title = words[0].removesuffix(".")
        if title not in genders_of_titles:
            break
        gender = gender or genders_of_titles[title]
        words = words[1:]
    return words, gender


@cache
def _title_genders(language: str | None, lexicons: Lexicons) -> dict[str, str | None]:
    """Return the titles of courtesy of a language, each with the gender that it states, None where it states none."""
    words: EntityWords | None = None
    if language:
        words = read_lexicon("entities", language, EntityWords, lexicons)
    if words is None:
        return {}
    # In the order of the file: of a title in two lists, the last counts.
    titles_by_gender = (
        ("m", words.titles.m),
        ("f", words.titles.f),
        (None, words.titles.any),
    )
    genders: dict[str, str | None] = {}
    for gender, titles in titles_by_gender:
        genders |= {title.removesuffix("."): gender for title in titles}
    return genders
