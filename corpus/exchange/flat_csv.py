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

_LONGEST_CELL = 32_767
_CUT = "cell: longer than Excel takes (32,767 characters), cut"
_GUARDED = "cell: begins like a formula, has an apostrophe in front"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """
    Write the tables; no cell or header is one that a spreadsheet would run.

    With `excel`: a byte order mark, semicolons, and no cell that is longer than Excel takes.
    """
    for path, rows in frames(corpus, output, options, ending=".csv"):
        with report.opened(
            path, encoding="utf-8-sig" if options.excel else "utf-8"
        ) as file:
            writer = csv.writer(
                file, delimiter=";" if options.excel else ",", lineterminator="\r\n"
            )
            writer.writerow(guarded(str(name)) for name in rows.columns)
            for row in rows.itertuples(index=False, name=None):
                writer.writerow(_cells(row, report, excel=options.excel))
    report.articles = len(corpus)


def frames(
    corpus: Corpus, output: Path, options: Options, *, ending: str
) -> list[tuple[Path, pd.DataFrame]]:
    """Which file gets which rows: one file of annotations when `output` has the ending, else a file a table."""
    layers = [options.layer] if options.layer else list(corpus.layers)
    if output.suffix.lower() != ending:
        chosen = [options.layer] if options.layer else tables(corpus)
        return [
            (output / f"{table}{ending}", readable(frame(corpus, table)))
            for table in chosen
        ]
    parts = [frame(corpus, layer) for layer in layers]
    for layer, part in zip(layers, parts, strict=True):
        part.insert(0, "layer", layer)
    return [
        (
            output,
            readable(pd.concat(parts, ignore_index=True)) if parts else pd.DataFrame(),
        )
    ]


def _cells(row: Iterable[Any], report: Report, *, excel: bool) -> list[Any]:
    plain = [plain_cell(value) for value in row]
    return [
        _safe(cell, report, excel=excel) if isinstance(cell, str) else cell
        for cell in plain
    ]


def plain_cell(value: Any) -> Any:
    """A value as a cell holds it: lists and structures as JSON, points in time as ISO text, nothing as empty text."""
    if isinstance(value, np.ndarray | list | dict):
        return json.dumps(value, ensure_ascii=False, default=_unpacked)
    if pd.isna(value):
        return ""
    return value.isoformat() if isinstance(value, pd.Timestamp) else value


def _unpacked(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else str(value)


def _safe(cell: str, report: Report, *, excel: bool) -> str:
    if excel and len(cell) > _LONGEST_CELL:
        report.cannot(_CUT)
        cell = cell[: _LONGEST_CELL - 1]
    if not is_formula(cell):
        return cell
    report.cannot(_GUARDED)
    return guarded(cell)
