"""The data behind the pages: the tables of the pictures as CSV, and the corpus's own tables as Parquet and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pressmark.dataset.corpus import Corpus
from pressmark.exchange.spreadsheet_cells import FORMULA_PATTERN, guarded
from pressmark.storage.manifest import TableFile

from .packed_values import packed_text
from .pictures import Picture, Pictures
from .site_file import SiteFile, file_with_content

__all__ = ["picture_files", "table_files", "table_parts"]

_CSV_BATCH_ROWS = 1000  # rows of a table held at once; chosen, not measured

# Made once: `json.dumps` makes an encoder for each value, which takes longer than to write a short list.
_CELL_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


def picture_files(pictures: Pictures) -> Iterator[SiteFile]:
    """Yield the table of every picture, as `data/<picture>.csv`."""
    for picture in pictures.all:
        yield file_with_content(f"data/{picture.name}.csv", _picture_csv(picture))


def table_files(corpus: Corpus, file: TableFile, stem: str) -> Iterator[SiteFile]:
    """Yield a file of a table as it is and as packed CSV, under a name of `table_parts`."""
    path = file.place(corpus.folder)
    yield SiteFile(f"data/{stem}.parquet", file.sha256, path.read_bytes)
    # The words are of how the CSV is made: whoever changes that changes them, and all files are made anew.
    yield SiteFile(
        f"data/{stem}.csv.gz",
        f"guarded csv, gzip 6 {file.sha256}",
        partial(_table_csv, path),
    )


def table_parts(corpus: Corpus, table: str) -> Iterator[tuple[TableFile, str]]:
    """Yield the files of a table with the names that they are offered under: `quotes`, or `quotes-001` and on."""
    parts = corpus.manifest.files(table)
    for number, file in enumerate(parts, start=1):
        yield file, table if len(parts) == 1 else f"{table}-{number:03}"


def _picture_csv(picture: Picture) -> str:
    """Return the table of a picture as CSV (RFC 4180, which has CR LF at the end of a line)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(word) for word in picture.head])
    for row in picture.rows:
        writer.writerow([_cell_value(value) for value in row])
    return text.getvalue()


def _table_csv(path: Path) -> bytes:
    """Return a Parquet file as CSV, packed."""
    table = pq.ParquetFile(path)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(guarded, table.schema_arrow.names))
    for batch in table.iter_batches(_CSV_BATCH_ROWS):
        # Column by column: most are numbers, whose cells are their values, and need not be asked one by one.
        columns = [_cell_values(column) for column in batch.columns]
        writer.writerows(zip(*columns, strict=True))
    return packed_text(text.getvalue())


def _cell_values(column: pa.Array) -> list[Any]:
    """Return the values of a column as cells hold them."""
    values: list[Any] = column.to_pylist()
    if pa.types.is_primitive(column.type) or _is_plain_text(column):
        return values
    return [value if value is None else _cell_value(value) for value in values]


def _is_plain_text(column: pa.Array) -> bool:
    """Whether a column holds texts, and none of them begins like a formula: asked of all at once."""
    if not pa.types.is_string(column.type):
        return False
    formulas = pc.match_substring_regex(column, FORMULA_PATTERN)
    return not pc.any(formulas, min_count=0).as_py()


def _cell_value(value: Any) -> Any:
    """Return a value as a cell holds it: lists as JSON, and no text that a spreadsheet would run."""
    if isinstance(value, list | dict):
        return _CELL_JSON.encode(value)
    return guarded(value) if isinstance(value, str) else value
