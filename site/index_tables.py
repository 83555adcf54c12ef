"""The tables of a whole corpus, names and happenings, on their way into the index."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pyarrow.parquet as pq

from pressmark.dataset.corpus import Corpus
from pressmark.spans import Time

from .index import IndexDraft
from .names_by_language import NamesInLanguage, read_names_in_language
from .paths import happening_list_path, happening_path, name_path

__all__ = ["iso_time", "write_happenings", "write_names"]

_TABLE_BATCH_ROWS = 2000  # rows of a Parquet file held at once; chosen, not measured

# Two characters of the text that stand for white space: programs write them when they escape a text twice.
_ESCAPE = re.compile(r"\\[nrt]")

_Row = Mapping[str, Any]


def write_names(corpus: Corpus, index: IndexDraft, language: str) -> None:
    """
    Write the corpus's table of names, each as articles of `language` call it.

    What they said and take part in is counted at the end.
    """
    names = read_names_in_language(corpus, language)
    rows = (_call_by(names, row) for row in _table_rows(corpus, "names"))
    index.insert_all("names", map(_name_columns, rows))


def _call_by(names: NamesInLanguage, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the table with the name that a language has for it, and its own name among the other spellings."""
    name = names.choose(row["id"], row["name"])
    if name == row["name"]:
        return row
    others = [alias for alias in row["aliases"] or () if alias["text"] != name]
    told = sum(alias["mentions"] for alias in row["aliases"] or ())
    own = {"text": row["name"], "mentions": row["mentions"] - told}
    aliases = sorted([own, *others], key=lambda alias: -alias["mentions"])
    return row | {"name": name, "aliases": aliases}


def _name_columns(row: _Row) -> dict[str, Any]:
    """Return a name as the index holds it: with its page, its place in the alphabet, its lists as JSON."""
    sort_key = " ".join(_fold_letters(row["name"]).split())
    # Only the first letter: "747" stands under `#`, not under the letter of a word further on.
    letter = next((letter for letter in sort_key[:1].upper() if letter.isalpha()), "#")
    roles = [
        {**role, "first": _iso_day(role["first"]), "last": _iso_day(role["last"])}
        for role in row["roles"] or ()
    ]
    return {
        "name_id": row["id"],
        "label": row["label"],
        "name": _without_escapes(row["name"]),
        "path": name_path(row["id"]),
        "sort_key": sort_key,
        "letter": letter,
        "aliases": json.dumps(_other_spellings(row)),
        "roles": json.dumps(roles),
        "gender": row["gender"],
        "is_ambiguous": row["ambiguous"],
        "wikidata": row["wikidata"],
        "country": row["country"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "article_count": row["articles"],
        "mention_count": row["mentions"],
    }


def _other_spellings(row: _Row) -> list[dict[str, Any]]:
    """Return the spellings of a name that are others than its own: « Eto’o » and "Eto'o" are one."""
    seen = {_fold_apostrophes(row["name"])}
    spellings: list[dict[str, Any]] = []
    for alias in row["aliases"] or ():
        folded = _fold_apostrophes(alias["text"])
        if folded not in seen:
            spellings.append(alias)
        seen.add(folded)
    return spellings


def _fold_apostrophes(name: str) -> str:
    """Return a name with straight apostrophes, in small letters, with single blanks."""
    return " ".join(name.replace("’", "'").casefold().split())


def write_happenings(corpus: Corpus, index: IndexDraft) -> None:
    """Write what is told more than once; what is told once is its one event. Names stand in the index already."""
    for row in _table_rows(corpus, "happenings"):
        if row["mentions"] > 1:
            index.insert("happenings", _happening_columns(row, index))


def _happening_columns(row: _Row, index: IndexDraft) -> dict[str, Any]:
    """Return a happening as the index holds it, with the names of its place and its participants."""
    return {
        "happening_id": row["id"],
        "path": happening_path(row["id"]),
        "label": row["label"],
        "status": row["status"],
        "time": iso_time(row["time"]),
        "place_name": index.name_of(row["place"]) if row["place"] else None,
        "participant_names": json.dumps(
            [index.name_of(name_id) for name_id in row["participants"] or []]
        ),
        "triggers": json.dumps(row["triggers"] or []),
        "article_count": row["articles"],
        "mention_count": row["mentions"],
        "list_path": happening_list_path(row["label"]),
    }


def _table_rows(corpus: Corpus, table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of the whole corpus, some at a time."""
    for file in corpus.manifest.files(table):
        parquet_file = pq.ParquetFile(file.place(corpus.folder))
        for batch in parquet_file.iter_batches(_TABLE_BATCH_ROWS):
            yield from batch.to_pylist()


def iso_time(time: Mapping[str, Any] | None) -> str | None:
    """Return a time as one ISO value: a day, a month, a year, else `first/last`; None for one that no words state."""
    # A time that is null in a file may come back as a struct whose fields are all null.
    if time is None or time["surface"] is None:
        return None
    return Time(**time).value


def _iso_day(when: datetime | None) -> str | None:
    """Return the day of a time, as the index holds it."""
    return when.date().isoformat() if when else None


def _without_escapes(name: str) -> str:
    """
    Return a name without the escapes that a careless export has left in its text: a backslash and a letter.

    >>> _without_escapes("2021\\\\nKerry Torrens")
    '2021 Kerry Torrens'
    """
    return " ".join(_ESCAPE.sub(" ", name).split())


def _fold_letters(name: str) -> str:
    """
    Return a name as the alphabet orders it: without accents and case, compatibility ligatures taken apart.

    >>> _fold_letters("Élodie Ørsted")
    'elodie ørsted'
    """
    decomposed = unicodedata.normalize("NFKD", name)
    letters = [letter for letter in decomposed if not unicodedata.combining(letter)]
    return "".join(letters).casefold()
