"""
From a file's bytes to its rows: which reader a file has, by its ending and, where one ending means many things, by what
it holds. Archives are opened, and their files read the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from .decoding import DecodingError, decode
from .files import SourceFile, shown_name, stem_of
from .limits import MAX_ARCHIVE_DEPTH
from .records import Row, UnreadableRecord
from .tabular import csv_rows
from .texts import json_rows, jsonl_rows, markdown_rows, plain_rows

__all__ = ["ENDINGS", "read_rows"]


Rows = Iterator[Row | UnreadableRecord]


def read_rows(file: SourceFile) -> Rows:
    """
    Read the rows of a file with the reader that its ending names; the files of an archive are read likewise.

    What cannot be read is an `UnreadableRecord` with its place.
    """
    # of a text only the configuration can say that it is an export: `source: {format: factiva}`
    is_export = file.ending == ".txt" and file.format in ("factiva", "nexis")
    reader = _read_document if is_export else _READERS.get(file.ending)
    if reader is None:
        problem = "has no ending that says what it is"
        if file.ending:
            problem = f"is a {file.ending} file, which is not read"
        yield UnreadableRecord(
            None,
            f"{problem}; save it as .txt, .html or .csv, or leave it out of `files`",
        )
        return
    if reader not in (_read_zip, _read_gzip):
        yield from reader(file)
    elif file.depth < MAX_ARCHIVE_DEPTH:
        yield from reader(replace(file, depth=file.depth + 1))
    else:
        yield UnreadableRecord(
            None, f"is an archive within {file.depth} others; unpack them"
        )


def _decode_first(read_text: Callable[[str], Rows]) -> Callable[[SourceFile], Rows]:
    """Return a reader of bytes that decodes them and calls `read_text`, a reader of text."""

    def reader(file: SourceFile) -> Rows:
        try:
            text, encoding = decode(file.content, file.encoding)
        except DecodingError as error:
            yield UnreadableRecord(f"byte {error.start}", str(error))
            return
        for row in read_text(text):
            yield replace(row, encoding=encoding) if isinstance(row, Row) else row

    return reader


def _read_html(file: SourceFile) -> Rows:
    from .web_pages import html_rows

    return html_rows(file)


def _read_feed(file: SourceFile) -> Rows:
    from .feeds import feed_rows

    return feed_rows(file)


def _read_document(file: SourceFile) -> Rows:
    from .office_documents import document_rows

    return document_rows(file)


def _read_zip(file: SourceFile) -> Rows:
    """Read the files of a zip archive, one after another."""
    from .archives import unpack_zip

    for member in unpack_zip(file):
        if isinstance(member, UnreadableRecord):
            yield member
        else:
            yield from _name_member(member, read_rows(member))


def _name_member(file: SourceFile, rows: Rows) -> Rows:
    """Put the name of a member of an archive before the places of its rows; a whole-file row takes its id from it."""
    for row in rows:
        place = f"{file.name}, {row.place}" if row.place else file.name
        if isinstance(row, Row) and row.place is None:
            row = replace(row, stem=stem_of(file.name))
        yield replace(row, place=shown_name(place))


def _read_gzip(file: SourceFile) -> Rows:
    """Read a gzipped file; of a damaged one, the whole lines before the damage if it has one article a line."""
    from .archives import unpack_gzip

    content, damage = unpack_gzip(file.content)
    inner = replace(file, name=file.name[: -len(".gz")], content=content)
    if damage is None:
        yield from read_rows(inner)
        return
    # Their whole lines are whole articles.
    if inner.ending in (".jsonl", ".ndjson", ".csv", ".tsv"):
        end_of_lines = content.rfind(b"\n") + 1
        if end_of_lines:
            yield from read_rows(replace(inner, content=content[:end_of_lines]))
    yield damage


_READERS: Mapping[str, Callable[[SourceFile], Rows]] = {
    ".txt": _decode_first(plain_rows),
    ".md": _decode_first(markdown_rows),
    ".jsonl": _decode_first(jsonl_rows),
    ".ndjson": _decode_first(jsonl_rows),
    ".json": _decode_first(json_rows),
    ".csv": _decode_first(csv_rows),
    ".tsv": _decode_first(csv_rows),
    ".html": _read_html,
    ".htm": _read_html,
    ".xml": _read_feed,
    ".rss": _read_feed,
    ".atom": _read_feed,
    ".rtf": _read_document,
    ".docx": _read_document,
    ".zip": _read_zip,
    ".gz": _read_gzip,
}
ENDINGS = (*_READERS, ".parquet", ".warc", ".warc.gz")
"""The endings of the files that can be read."""
