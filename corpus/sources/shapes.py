"""
Columns under our names: those that the configuration maps, those of other programs' files, known by their columns
(trafilatura's and news-please's JSON, tables of Media Cloud and GDELT), and those with a usual name (`Titre`, `body`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .words import column_words

__all__ = ["renamed"]

_SHAPES: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = (
    (
        frozenset({"maintext", "date_publish", "source_domain"}),  # news-please
        {"maintext": "text", "date_publish": "published", "source_domain": "outlet"},
    ),
    (
        frozenset({"text", "hostname", "fingerprint"}),  # trafilatura --json
        {"author": "authors", "date": "published", "source": "url", "hostname": "outlet"},
    ),
    (
        frozenset({"publish_date", "media_name", "url"}),  # Media Cloud's list of stories
        {"publish_date": "published", "media_name": "outlet", "stories_id": "id"},
    ),
    (
        frozenset({"seendate", "domain", "url"}),  # GDELT DOC 2.0, article list
        {"seendate": "published", "domain": "outlet", "sourcelang": "language_name"},
    ),
    (
        frozenset({"DocumentIdentifier", "SourceCommonName"}),  # GDELT GKG 2.1
        {"DocumentIdentifier": "url", "SourceCommonName": "outlet", "DATE": "published", "V2.1DATE": "published"},
    ),
)
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?")


def renamed(values: Mapping[str, Any], columns: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A row under our names. What `columns` maps goes before what is known of others' files."""
    return _usual(_mapped(_shaped(values, columns), columns))


def _shaped(values: Mapping[str, Any], columns: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    """A row of a known shape."""
    lower = {name.strip().lower(): name for name in values}
    for known, names in _SHAPES:
        if {name.lower() for name in known} <= set(lower):
            ours = {lower[their.lower()]: our for their, our in names.items() if their.lower() in lower}
            return _applied(values, {their: our for their, our in ours.items() if our not in columns})
    return values


def _mapped(values: Mapping[str, Any], columns: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """
    The columns that are mapped under our names, of several the first that says something.

    Another column of such a name gives way; a row that has none of the mapped ones keeps its own.
    """
    ours: dict[str, str] = {}
    for our, names in columns.items():
        there = [name for name in names if name in values]
        said = [name for name in there if values[name] not in (None, "")]
        ours |= {(said or there)[0]: our} if there else {}
    taken = set(ours.values())
    return {ours.get(name, name): value for name, value in values.items() if name in ours or name not in taken}


def _usual(values: dict[str, Any]) -> dict[str, Any]:
    """The columns that we have not found yet, where others stand under their usual names or in another case."""
    lower: dict[str, str] = {}
    for name, value in values.items():  # of two spellings the one that says something, else the first
        known = lower.setdefault(name.strip().casefold(), name)
        if values[known] in (None, "") and value not in (None, ""):
            lower[name.strip().casefold()] = name
    ours: dict[str, str] = {}
    for our, words in column_words().items():
        their = next((lower[word] for word in (our, *words) if word in lower), None)
        if our not in values and their is not None and not (our == "published" and "date" in values):
            ours[their] = our
    return {ours.get(name, name): value for name, value in values.items()}


def _applied(values: Mapping[str, Any], ours: Mapping[str, str]) -> dict[str, Any]:
    taken = {our for their, our in ours.items() if values.get(their) not in (None, "")}
    kept = {name: value for name, value in values.items() if name in ours or name not in taken}
    return {
        ours.get(name, name): _stamp(value) if ours.get(name) == "published" else value for name, value in kept.items()
    }


def _stamp(value: Any) -> Any:
    """GDELT's times, `20260302143000`, as ISO has them."""
    found = _STAMP.fullmatch(str(value))
    return "{}-{}-{}T{}:{}:{}+00:00".format(*found.groups()) if found else value
