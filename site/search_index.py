"""
Search that works from the disk: an index of titles, names and quotes, cut into small classic scripts.

A word's first two letters name its shard (`search/w-ma.js`), which holds the entries of each of its words; entries
stand a thousand to a file (`search/e-0.js`). The page loads the shards of the words that a reader types, and no more.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Self

from .index import Index
from .site_file import File, held

__all__ = ["shards", "words"]

_ENTRIES = 1000
_MOST = 20_000
_WORD = re.compile(r"[^\W_]+")
_SOURCES = (
    "select 0, name, label, path, '' from names order by mentions desc, id",
    "select 1, title, coalesce(outlet, ''), path, coalesce(substr(published, 1, 10), '') from articles order by place",
    """select 2, q.text, coalesce(n.name, q.speaker, ''), a.path || '#' || q.anchor,
    coalesce(substr(a.published, 1, 10), '') from quotes q join articles a on a.place = q.article
    left join names n on n.id = q.name order by a.place, q.id""",
)
_LONGEST = 240
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Letters that Unicode takes for letters of their own, as people type them; `search.js` has the same."""


def words(text: str) -> list[str]:
    """The words of a text as the search compares them: without case, accents, ligatures. The script does the same."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return _WORD.findall(plain.casefold().translate(_LETTERS))


def shards(index: Index) -> Iterator[File]:
    """The files of the index. Words and entries go through a table on the disk, so that memory stays flat."""
    with _Postings() as postings:
        for number, some in enumerate(_batches(index)):
            postings.add(number * _ENTRIES, some)
            yield held(f"search/e-{number}.js", f"pressmark.entries({number},{_json(some)})")
        for prefix, found in postings.by_prefix():
            yield held(f"search/w-{prefix}.js", f"pressmark.words({_json(prefix)},{_json(found)})")
        yield held("search/about.js", f"pressmark.about({_json(postings.prefixes)})")


def _batches(index: Index) -> Iterator[list[tuple[int, str, str, str, str]]]:
    batch: list[tuple[int, str, str, str, str]] = []
    for sql in _SOURCES:
        for kind, text, beside, path, day in index.stream(sql):
            batch.append((kind, " ".join(text.split())[:_LONGEST], beside, path, day))
            if len(batch) == _ENTRIES:
                yield batch
                batch = []
    if batch:
        yield batch


class _Postings:
    """Which entries hold a word, kept in a database of its own that ends with the context."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")  # an empty name is a temporary file
        self._rows.executescript(
            "pragma journal_mode = off; pragma synchronous = off; create table words (word text, entry integer)"
        )
        self.prefixes: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()

    def add(self, first: int, entries: list[tuple[int, str, str, str, str]]) -> None:
        """Take in the words of entries; the first of them has this number."""
        self._rows.executemany(
            "insert into words values (?,?)",
            (
                (word, number)
                for number, entry in enumerate(entries, start=first)
                for word in dict.fromkeys(words(f"{entry[1]} {entry[2]}"))
                if len(word) > 1
            ),
        )

    def by_prefix(self) -> Iterator[tuple[str, dict[str, list[int]]]]:
        """The shards in order: the prefix in hexadecimal, and word → entries, each as its step from the one before."""
        rows = self._rows.execute("select word, entry from words order by word, entry")
        for prefix, some in groupby(rows, key=lambda row: str(row[0])[:2]):
            found = {
                word: _steps([entry for _, entry in group])
                for word, group in groupby(some, key=lambda row: str(row[0]))
            }
            name = prefix if prefix.isascii() and prefix.isalnum() else prefix.encode().hex() + "_"
            self.prefixes.append(name)
            yield name, found


def _steps(entries: list[int]) -> list[int]:
    """Ascending numbers as the first and the differences; a word in very many entries keeps the first of them."""
    kept = entries[:_MOST]
    return [kept[0], *(after - before for before, after in pairwise(kept))]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\u2028", " ").replace("\u2029", " ")
