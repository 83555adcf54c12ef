"""Excel: one workbook, a sheet a table, what people read in the first columns and the offsets in the last."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.storage.disk import temporary_folder_blocked

from .file_names import without_controls_of_xml
from .flat_csv import MAX_CELL_CHARACTERS, plain_cell
from .flat_rows import frame, readable, tables
from .report import Options, Report

__all__ = ["write"]

# Excel's own bounds.
MAX_ROWS = 1_048_575  # and one of headers
MAX_SHEET_NAME_CHARACTERS = 31
MAX_EXACT_NUMBER = (
    2**53
)  # cells hold floats of 64 bits: a longer number would lose its last digits
_LOST_END = "cell: longer than Excel takes (32,767 characters), cut"
_LOST_ROWS = "row: beyond the 1,048,576 that a sheet takes; use csv or parquet"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the workbook. Texts are cells of text: none is run as a formula, and none becomes a link."""
    chosen = [options.layer] if options.layer else tables(corpus)
    # In the same folder, so that the last step is a rename, which cannot stop half way.
    draft = output.with_name(f".{output.name}.part")
    # `constant_memory` writes row by row: a workbook of a million rows need not fit into memory.
    settings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
                "nan_inf_to_errors": True, "constant_memory": True}  # fmt: skip
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        workbook = xlsxwriter.Workbook(str(draft), settings)
        # xlsxwriter would put in the time of day.
        workbook.set_properties({"created": _FIXED_DATE})
        bold = workbook.add_format({"bold": True})
        for table in chosen:
            sheet = workbook.add_worksheet(_sheet_name(table))
            _write_sheet(sheet, readable(frame(corpus, table)), bold, report)
        workbook.close()
        draft.replace(output)
    except (OSError, XlsxWriterException) as error:
        # Its sheets lie in the folder for temporary files until they are packed.
        cause = error.args[0] if isinstance(error, XlsxWriterException) else error
        if blocked := temporary_folder_blocked(cause, output):
            raise blocked from error
        raise PressmarkError(
            f"{output}: cannot be written ({error}). Give another --output."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    report.articles = len(corpus)


_FIXED_DATE = pd.Timestamp("2000-01-01").to_pydatetime()
"""When the workbook was made is not in it, so that the same corpus gives the same bytes."""


def _sheet_name(table: str) -> str:
    """Return a table's name without what Excel forbids in that of a sheet."""
    return re.sub(r"[\[\]:*?/\\']", "-", table)[:MAX_SHEET_NAME_CHARACTERS]


def _write_sheet(sheet: Any, rows: pd.DataFrame, bold: Any, report: Report) -> None:
    """Write headers, which stay in view, and rows as far as a sheet takes them."""
    sheet.freeze_panes(1, 0)
    for column_no, name in enumerate(rows.columns):
        sheet.write_string(0, column_no, _text(str(name), report), bold)
    report.cannot(_LOST_ROWS, max(0, len(rows) - MAX_ROWS))
    sheet_rows = rows.head(MAX_ROWS).itertuples(index=False, name=None)
    for row_no, row in enumerate(sheet_rows, start=1):
        for column_no, value in enumerate(row):
            _write_cell(sheet, row_no, column_no, plain_cell(value), report)


def _write_cell(
    sheet: Any, row_no: int, column_no: int, value: Any, report: Report
) -> None:
    """Write a cell by the type of its value, so that Excel does not guess one: `1-2` is no day in January."""
    if isinstance(value, str):
        # An empty cell and an empty text look alike; the file is smaller without.
        if value:
            sheet.write_string(row_no, column_no, _text(value, report))
    # Before numbers: True is 1 to Python.
    elif isinstance(value, bool):
        sheet.write_boolean(row_no, column_no, value)
    elif abs(value) < MAX_EXACT_NUMBER:
        sheet.write_number(row_no, column_no, value)
    else:
        sheet.write_string(row_no, column_no, str(value))


def _text(value: str, report: Report) -> str:
    """Return a text that a cell can hold; what is cut or replaced is counted."""
    report.cannot(_LOST_END, len(value) > MAX_CELL_CHARACTERS)
    return without_controls_of_xml(value[:MAX_CELL_CHARACTERS], report)
