"""
Columns under our names: those that the configuration maps, those of other programs' files, known by their columns
(trafilatura's and news-please's JSON, tables of Media Cloud and GDELT), and those with a usual name (`Titre`, `body`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .vendor_words import column_words

__all__ = ["rename_columns"]

_VENDOR_TABLES: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = (
    (
        frozenset({"maintext", "date_publish", "source_domain"}),  # news-please
        {"maintext": "text", "date_publish": "published", "source_domain": "outlet"},
    ),
    (
        # trafilatura --json
        frozenset({"text", "hostname", "fingerprint"}),
        {
            "author": "authors",
            "date": "published",
            "source": "url",
            "hostname": "outlet",
        },
    ),
    (
        # Media Cloud's list of stories
        frozenset({"publish_date", "media_name", "url"}),
        {"publish_date": "published", "media_name": "outlet", "stories_id": "id"},
    ),
    (
        # GDELT DOC 2.0, article list
        frozenset({"seendate", "domain", "url"}),
        {"seendate": "published", "domain": "outlet", "sourcelang": "language_name"},
    ),
    (
        # GDELT GKG 2.1
        frozenset({"DocumentIdentifier", "SourceCommonName"}),
        {
            "DocumentIdentifier": "url",
            "SourceCommonName": "outlet",
            "DATE": "published",
            "V2.1DATE": "published",
        },
    ),
)
# 20260302143000, or 20260302T143000Z
_GDELT_TIMESTAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?")


def rename_columns(
    values: Mapping[str, Any], columns: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """
    Return a row under our column names. `columns` (ours → theirs, the preferred first) goes before all that we guess.

    >>> rename_columns({"Titre": "Le port", "body": "Il ferme."}, {"text": ["body"]})
    {'title': 'Le port', 'text': 'Il ferme.'}
    """
    # what a person wrote goes before what a program is known for, and both before mere spelling
    return _rename_usual_columns(
        _rename_mapped_columns(_rename_vendor_columns(values, columns), columns)
    )


def _rename_vendor_columns(
    values: Mapping[str, Any], columns: Mapping[str, Sequence[str]]
) -> Mapping[str, Any]:
    """Rename the columns of a row whose columns are those of a program that we know."""
    spellings = {name.strip().lower(): name for name in values}
    for columns_of_vendor, names in _VENDOR_TABLES:
        if {name.lower() for name in columns_of_vendor} <= set(spellings):
            ours = {}
            for their, our in names.items():
                if their.lower() in spellings and our not in columns:
                    ours[spellings[their.lower()]] = our
            return _apply_names(values, ours)
    return values


def _rename_mapped_columns(
    values: Mapping[str, Any], columns: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """
    Rename the columns that the configuration maps; of several for one name, the first that is not empty.

    An unmapped column that already has such a name gives way; a row that has none of the mapped ones keeps its own.
    """
    ours: dict[str, str] = {}
    for our, names in columns.items():
        present = [name for name in names if name in values]
        filled = [name for name in present if not _is_empty(values[name])]
        if present:
            ours[(filled or present)[0]] = our
    our_names = set(ours.values())
    return {
        ours.get(name, name): value
        for name, value in values.items()
        if name in ours or name not in our_names
    }


def _rename_usual_columns(values: dict[str, Any]) -> dict[str, Any]:
    """Rename columns that have a usual name or another case, for those of ours that are still missing."""
    spellings: dict[str, str] = {}
    # Of `Title` and `title` the one that is not empty, else the first.
    for name, value in values.items():
        folded = name.strip().casefold()
        spelling = spellings.setdefault(folded, name)
        if _is_empty(values[spelling]) and not _is_empty(value):
            spellings[folded] = name
    ours: dict[str, str] = {}
    for our, words in column_words().items():
        # Our own name first: a column `title` is the title, though a `headline` stands beside it.
        their = next(
            (spellings[word] for word in (our, *words) if word in spellings), None
        )
        # `date` is read as it is, see `numeric_dates.stated_date`.
        is_dated = our == "published" and "date" in values
        if their is not None and our not in values and not is_dated:
            ours[their] = our
    return {ours.get(name, name): value for name, value in values.items()}


def _is_empty(value: Any) -> bool:
    return value is None or value == ""


def _apply_names(values: Mapping[str, Any], ours: Mapping[str, str]) -> dict[str, Any]:
    """Rename columns; one that has our name already gives way if the renamed one is not empty."""
    filled = {our for their, our in ours.items() if not _is_empty(values.get(their))}
    row: dict[str, Any] = {}
    for name, value in values.items():
        # Two columns of one name: the vendor's is surely the one meant, unless its cell is empty.
        if name not in ours and name in filled:
            continue
        our = ours.get(name, name)
        is_date = ours.get(name) == "published"
        row[our] = _iso_timestamp(value) if is_date else value
    return row


def _iso_timestamp(value: Any) -> Any:
    """Return GDELT's time stamp, `20260302143000`, as ISO 8601; any other value unchanged."""
    match = _GDELT_TIMESTAMP.fullmatch(str(value))
    return "{}-{}-{}T{}:{}:{}+00:00".format(*match.groups()) if match else value
