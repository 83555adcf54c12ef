"""Tables: CSV and TSV, and Parquet."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

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
            header = cells
        elif cells:
            yield _cells(header, cells, place)
    if header is None:
        yield Malformed(None, "is empty")


def _delimiter(text: str) -> str:
    header = text[: text.find("\n")] if "\n" in text else text
    return max(_DELIMITERS, key=header.count)


def _cells(header: list[str], cells: list[str], place: str) -> Row | Malformed:
    if len(cells) != len(header):
        return Malformed(place, f"has {len(cells)} cells where the header has {len(header)}")
    return Row({name: cell if cell != "" else None for name, cell in zip(header, cells, strict=True)}, place)


def parquet_rows(path: Path) -> Iterator[Row | Malformed]:
    """A Parquet file, some hundred rows in memory at a time."""
    number = 0
    try:
        for batch in pq.ParquetFile(path).iter_batches(_BATCH):
            for values in batch.to_pylist():
                number += 1
                yield Row(values, f"row {number}")
    except (OSError, pa.ArrowException) as error:
        yield Malformed(f"after row {number}" if number else None, f"cannot be read as Parquet: {error}")
