"""
Files of other programs, known by their columns: trafilatura's and news-please's JSON, tables of Media Cloud and GDELT.

Their columns get our names. `source: {columns: …}` goes before what is known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["renamed"]

_TEXTS = ("text", "story_text", "article_text", "full_text", "fulltext", "content", "body", "maintext")
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


def renamed(values: Mapping[str, Any], mapped: Iterable[str]) -> dict[str, Any]:
    """A row under our names where its columns are of a known shape; `mapped` are names that the user maps already."""
    lower = {name.strip().lower(): name for name in values}
    for known, names in _SHAPES:
        if {name.lower() for name in known} <= set(lower):
            ours = {lower[their.lower()]: our for their, our in names.items() if their.lower() in lower}
            texts = [lower[name] for name in _TEXTS if name in lower]
            ours |= {texts[0]: "text"} if texts and "text" not in ours.values() else {}
            return _applied(values, {their: our for their, our in ours.items() if our not in set(mapped)})
    return dict(values)


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
