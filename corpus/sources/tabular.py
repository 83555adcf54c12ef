"""Tables: CSV and TSV, and Parquet."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .class_labels import LabelNamer, label_names_of_schema
from .limits import MAX_PARQUET_ROWS
from .records import Row, UnreadableRecord

__all__ = ["csv_rows", "parquet_rows"]

_DELIMITERS = ",;\t"
# Rows of a Parquet file in memory at a time; chosen, not measured.
_BATCH_ROWS = 500


def csv_rows(text: str) -> Iterator[Row | UnreadableRecord]:
    """Yield the rows of a text with a header line; the delimiter is the one that the header holds most of."""
    # Python's own limit is 131,072 characters, which an article may exceed; ours is checked at import
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_choose_delimiter(text), strict=True
    )
    header: list[str] | None = None
    while True:
        place = f"line {reader.line_num + 1}"
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield UnreadableRecord(place, f"is not CSV: {error}")
            continue
        if cells is None:
            break
        if header is None:
            header = _number_duplicates(cells)
        elif cells:
            yield _csv_row(header, cells, place)
    if header is None:
        yield UnreadableRecord(None, "is empty")


def _number_duplicates(header: list[str]) -> list[str]:
    """Return the names of the columns; a name that stands there already gets a number: `url`, `url.2`."""
    names: list[str] = []
    count = Counter[str]()
    for name in header:
        count[name] += 1
        names.append(name if count[name] == 1 else f"{name}.{count[name]}")
    return names


def _choose_delimiter(text: str) -> str:
    header = text[: text.find("\n")] if "\n" in text else text
    return max(_DELIMITERS, key=header.count)


def _csv_row(header: list[str], cells: list[str], place: str) -> Row | UnreadableRecord:
    """Return the row of one line, empty cells as None; it must have as many cells as the header."""
    if len(cells) != len(header):
        return UnreadableRecord(
            place, f"has {len(cells)} cells where the header has {len(header)}"
        )
    values = [cell if cell != "" else None for cell in cells]
    return Row(dict(zip(header, values, strict=True)), place)


def parquet_rows(path: Path) -> Iterator[Row | UnreadableRecord]:
    """Yield the rows of a Parquet file, a batch in memory at a time; a row that cannot be read costs itself alone."""
    number = 0
    try:
        file = pq.ParquetFile(path)
        if file.metadata.num_rows > MAX_PARQUET_ROWS:
            yield UnreadableRecord(
                None,
                f"has {file.metadata.num_rows} rows, more than {MAX_PARQUET_ROWS}; split it",
            )
            return
        namers = label_names_of_schema(file.schema_arrow)
        for batch in file.iter_batches(_BATCH_ROWS):
            for position in range(batch.num_rows):
                number += 1
                yield _parquet_row(batch, position, f"row {number}", namers)
    except (OSError, pa.ArrowException, MemoryError) as error:
        yield UnreadableRecord(
            f"after row {number}" if number else None,
            f"cannot be read as Parquet: {error}",
        )


def _parquet_row(
    batch: pa.RecordBatch, position: int, place: str, namers: Mapping[str, LabelNamer]
) -> Row | UnreadableRecord:
    """Return one row of a batch, class labels under their names."""
    values: dict[str, Any] = {}
    try:
        for number, name in enumerate(batch.schema.names):
            value = batch.column(number)[position].as_py()
            values[name] = namers[name](value) if name in namers else value
    except (ValueError, OverflowError, KeyError, TypeError, ArithmeticError) as error:
        # what Arrow raises for a date, decimal or text that Python cannot hold
        return UnreadableRecord(place, f"holds a value that cannot be read: {error}")
    return Row(values, place)
