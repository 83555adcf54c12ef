"""The data behind the pages: the tables of the pictures as CSV, and the corpus's own tables as Parquet and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pressmark.library import Corpus
from pressmark.manifest import TableFile
from pressmark.spreadsheet import guarded

from .drawing import Picture, Pictures
from .extra import File, held
from .reading import Index

__all__ = ["csv_files", "downloads", "table_parts"]


def csv_files(index: Index) -> Iterator[File]:
    """The table of every picture, as `data/<picture>.csv`."""
    for picture in Pictures(index).all():
        yield held(f"data/{picture.name}.csv", _picture_csv(picture))


def downloads(corpus: Corpus) -> Iterator[File]:
    """Every table of the corpus: its Parquet files as they are, and each of them as CSV."""
    for table in corpus.manifest.tables():
        for file, stem in table_parts(corpus, table):
            path = file.place(corpus.folder)
            yield f"data/{stem}.parquet", file.sha256, path.read_bytes
            yield f"data/{stem}.csv", f"guarded csv {file.sha256}", partial(_table_csv, path)


def table_parts(corpus: Corpus, table: str) -> Iterator[tuple[TableFile, str]]:
    """The files of a table with the names that they are offered under: `quotes`, or `quotes-001` and on."""
    parts = corpus.manifest.files(table)
    for number, file in enumerate(parts, start=1):
        yield file, table if len(parts) == 1 else f"{table}-{number:03}"


def _picture_csv(picture: Picture) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(str(head)) for head in picture.head])
    writer.writerows([_cell(value) for value in row] for row in picture.rows)
    return text.getvalue()


def _table_csv(path: Path) -> str:
    table = pq.ParquetFile(path)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(guarded, table.schema_arrow.names))
    for batch in table.iter_batches(1000):
        writer.writerows([_cell(value) for value in row.values()] for row in batch.to_pylist())
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return guarded(value) if isinstance(value, str) else value
