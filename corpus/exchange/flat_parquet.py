"""Parquet: the rows of `flat_rows`, a file a table, or one file of annotations; lists and times keep their types."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from pressmark.dataset.corpus import Corpus
from pressmark.storage.disk import write_table

from .flat_csv import frames
from .report import Options, Report

__all__ = ["write"]


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the tables."""
    for path, rows in frames(corpus, output, options, ending=".parquet"):
        write_table(path, pa.Table.from_pandas(rows, preserve_index=False))
    report.articles = len(corpus)
