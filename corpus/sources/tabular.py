"""Tables: CSV and TSV, and Parquet."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .class_labels import Namer, labels_of_schema
from .limits import MOST_ROWS
from .records import Malformed, Row

__all__ = ["csv_rows", "parquet_rows"]

_DELIMITERS = ",;\t"
_BATCH = 500


def csv_rows(text: str) -> Iterator[Row | Malformed]:
    """A file with a header line and one article a row; the delimiter is the one that the header holds most of."""
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header: list[str] | None = None
    while True:
        place = f"line {reader.line_num + 1}"
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Malformed(place, f"is not CSV: {error}")
            continue
        if cells is None:
            break
        if header is None:
            header = _told_apart(cells)
        elif cells:
            yield _cells(header, cells, place)
    if header is None:
        yield Malformed(None, "is empty")


def _told_apart(header: list[str]) -> list[str]:
    """The names of the columns; one that stands there already gets a number: `url`, `url.2`."""
    names: list[str] = []
    count = Counter[str]()
    for name in header:
        count[name] += 1
        names.append(name if count[name] == 1 else f"{name}.{count[name]}")
    return names


def _delimiter(text: str) -> str:
    header = text[: text.find("\n")] if "\n" in text else text
    return max(_DELIMITERS, key=header.count)


def _cells(header: list[str], cells: list[str], place: str) -> Row | Malformed:
    if len(cells) != len(header):
        return Malformed(place, f"has {len(cells)} cells where the header has {len(header)}")
    return Row({name: cell if cell != "" else None for name, cell in zip(header, cells, strict=True)}, place)


def parquet_rows(path: Path) -> Iterator[Row | Malformed]:
    """A Parquet file, a row in memory at a time; a row that cannot be read costs itself alone."""
    number = 0
    try:
        file = pq.ParquetFile(path)
        if file.metadata.num_rows > MOST_ROWS:
            yield Malformed(None, f"has {file.metadata.num_rows} rows, more than {MOST_ROWS}; split it")
            return
        namers = labels_of_schema(file.schema_arrow)
        for batch in file.iter_batches(_BATCH):
            for at in range(batch.num_rows):
                number += 1
                yield _values(batch, at, f"row {number}", namers)
    except (OSError, pa.ArrowException, MemoryError) as error:
        yield Malformed(f"after row {number}" if number else None, f"cannot be read as Parquet: {error}")


def _values(batch: pa.RecordBatch, at: int, place: str, namers: Mapping[str, Namer]) -> Row | Malformed:
    try:
        values = {name: batch.column(n)[at].as_py() for n, name in enumerate(batch.schema.names)}
        return Row({name: namers[name](value) if name in namers else value for name, value in values.items()}, place)
    except (ValueError, OverflowError, KeyError, TypeError, ArithmeticError) as error:
        return Malformed(place, f"holds a value that cannot be read: {error}")
