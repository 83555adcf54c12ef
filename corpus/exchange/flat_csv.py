"""CSV: a folder with a file a table, or one file of annotations; `--excel` is for a French Excel."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pressmark.dataset.corpus import Corpus

from .flat_rows import frame, readable, tables
from .report import Options, Report
from .spreadsheet_cells import guarded, is_formula

__all__ = ["frames", "plain_cell", "write"]

MAX_CELL_CHARACTERS = 32_767  # Excel's own bound
_LOST_END = "cell: longer than Excel takes (32,767 characters), cut"
_LOST_START = "cell: begins like a formula, has an apostrophe in front"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """
    Write the tables; no cell or header is one that a spreadsheet would run.

    With `excel`: a byte order mark, semicolons, and no cell that is longer than Excel takes.
    """
    # A French Excel takes the comma for the decimal sign, and a file without the mark for another encoding.
    encoding, delimiter = ("utf-8-sig", ";") if options.excel else ("utf-8", ",")
    for path, rows in frames(corpus, output, options, ending=".csv"):
        with report.opened(path, encoding=encoding) as file:
            # CRLF as RFC 4180 has it, and as Excel writes it itself.
            writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
            writer.writerow(guarded(str(name)) for name in rows.columns)
            for row in rows.itertuples(index=False, name=None):
                writer.writerow(_cells(row, report, excel=options.excel))
    report.articles = len(corpus)


def frames(
    corpus: Corpus, output: Path, options: Options, *, ending: str
) -> list[tuple[Path, pd.DataFrame]]:
    """Return which file gets which rows: one file of annotations when `output` has the ending, else a file a table."""
    if output.suffix.lower() == ending:
        layers = [options.layer] if options.layer else corpus.layers
        return [(output, _annotations(corpus, layers))]
    chosen = [options.layer] if options.layer else tables(corpus)
    return [
        (output / f"{table}{ending}", readable(frame(corpus, table)))
        for table in chosen
    ]


def _annotations(corpus: Corpus, layers: Iterable[str]) -> pd.DataFrame:
    """Return the annotations of several layers as one frame, the layer a column."""
    parts: list[pd.DataFrame] = []
    for layer in layers:
        rows = frame(corpus, layer)
        rows.insert(0, "layer", layer)
        parts.append(rows)
    # pandas raises when there is no frame to put together.
    return readable(pd.concat(parts, ignore_index=True)) if parts else pd.DataFrame()


def _cells(row: Iterable[Any], report: Report, *, excel: bool) -> list[Any]:
    """Return a row as a file holds it; texts are guarded, and with `excel` cut."""
    cells = [plain_cell(value) for value in row]
    return [
        _safe_text(cell, report, excel=excel) if isinstance(cell, str) else cell
        for cell in cells
    ]


def plain_cell(value: Any) -> Any:
    """Return a value as a cell holds it: lists and structures as JSON, points in time as ISO text, nothing as empty text."""
    if isinstance(value, np.ndarray | list | dict):
        return json.dumps(value, ensure_ascii=False, default=_without_numpy)
    # After lists, of which pandas would return an array of answers.
    if pd.isna(value):
        return ""
    return value.isoformat() if isinstance(value, pd.Timestamp) else value


def _without_numpy(value: Any) -> Any:
    """Return what JSON cannot hold as what it can: lists for arrays, Python's numbers for numpy's, else text."""
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else str(value)


def _safe_text(cell: str, report: Report, *, excel: bool) -> str:
    """Return a text that a spreadsheet shows and does not run; with `excel` no longer than Excel takes."""
    if excel and len(cell) > MAX_CELL_CHARACTERS:
        report.cannot(_LOST_END)
        # One less, as the guard may put an apostrophe in front.
        cell = cell[: MAX_CELL_CHARACTERS - 1]
    if not is_formula(cell):
        return cell
    report.cannot(_LOST_START)
    return guarded(cell)
