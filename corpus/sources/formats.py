"""
From a file's bytes to its rows: which reader a file has, by its ending and, where one ending means many things, by what
it holds. Archives are opened, and their files read the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from .decoding import Undecodable, decoded
from .files import File, shown_name, stem_of
from .limits import DEEPEST
from .records import Malformed, Row
from .tabular import csv_rows
from .texts import json_rows, jsonl_rows, markdown_rows, plain_rows

__all__ = ["ENDINGS", "rows"]


Found = Iterator[Row | Malformed]


def rows(file: File) -> Found:
    """The rows of a file; what cannot be read is `Malformed` with its place."""
    archived = file.ending == ".txt" and file.format in ("factiva", "nexis")
    reader = _rich if archived else _READERS.get(file.ending)
    if reader is None:
        what = f"is a {file.ending} file, which is not read" if file.ending else "has no ending that says what it is"
        yield Malformed(None, f"{what}; save it as .txt, .html or .csv, or leave it out of `files`")
        return
    if reader in (_zip, _gzip) and file.depth >= DEEPEST:
        yield Malformed(None, f"is an archive within {file.depth} others; unpack them")
        return
    yield from reader(replace(file, depth=file.depth + (reader in (_zip, _gzip))))


def _decoded(read: Callable[[str], Found]) -> Callable[[File], Found]:
    """A reader of texts as one of bytes."""

    def reader(file: File) -> Found:
        try:
            text, encoding = decoded(file.content, file.encoding)
        except Undecodable as error:
            yield Malformed(f"byte {error.start}", str(error))
            return
        for row in read(text):
            yield replace(row, encoding=encoding) if isinstance(row, Row) else row

    return reader


def _html(file: File) -> Found:
    from .pages import html_rows

    return html_rows(file)


def _feed(file: File) -> Found:
    from .feeds import feed_rows

    return feed_rows(file)


def _rich(file: File) -> Found:
    from .documents import document_rows

    return document_rows(file)


def _zip(file: File) -> Found:
    from .archives import zipped

    for found in zipped(file):
        if isinstance(found, Malformed):
            yield found
        else:
            yield from _within(found, rows(found))


def _within(file: File, found: Found) -> Found:
    """The rows of a file in an archive, their places beginning with its name; a file that is one article has its id."""
    for row in found:
        place = f"{file.name}, {row.place}" if row.place else file.name
        if isinstance(row, Row) and row.place is None:
            row = replace(row, stem=stem_of(file.name))
        yield replace(row, place=shown_name(place))


def _gzip(file: File) -> Found:
    from .archives import unzipped

    content, damage = unzipped(file.content)
    inner = replace(file, name=file.name[: -len(".gz")], content=content)
    if damage is None:
        yield from rows(inner)
        return
    if inner.ending in (".jsonl", ".ndjson", ".csv", ".tsv"):  # its whole lines are whole articles
        whole = content[: content.rfind(b"\n") + 1]
        yield from rows(replace(inner, content=whole)) if whole else ()
    yield damage


_READERS: Mapping[str, Callable[[File], Found]] = {
    ".txt": _decoded(plain_rows),
    ".md": _decoded(markdown_rows),
    ".jsonl": _decoded(jsonl_rows),
    ".ndjson": _decoded(jsonl_rows),
    ".json": _decoded(json_rows),
    ".csv": _decoded(csv_rows),
    ".tsv": _decoded(csv_rows),
    ".html": _html,
    ".htm": _html,
    ".xml": _feed,
    ".rss": _feed,
    ".atom": _feed,
    ".rtf": _rich,
    ".docx": _rich,
    ".zip": _zip,
    ".gz": _gzip,
}
ENDINGS = (*_READERS, ".parquet", ".warc", ".warc.gz")
"""The endings of the files that can be read."""
