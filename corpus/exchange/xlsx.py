"""Excel: one workbook, a sheet a table, what people read in the first columns and the offsets in the last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError

from .file_names import without_controls_of_xml
from .flat_csv import plain_cell
from .flat_rows import frame, readable, tables
from .report import Options, Report

__all__ = ["write"]

_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_575  # and one of headers
_LONGEST_SHEET_NAME = 31
_CUT = "cell: longer than Excel takes (32,767 characters), cut"
_LEFT_OUT = "row: beyond the 1,048,576 that a sheet takes; use csv or parquet"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the workbook. Texts are cells of text: none is run as a formula, and none becomes a link."""
    chosen = [options.layer] if options.layer else tables(corpus)
    draft = output.with_name(f".{output.name}.part")
    settings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
                "nan_inf_to_errors": True, "constant_memory": True}  # fmt: skip
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        workbook = xlsxwriter.Workbook(str(draft), settings)
        workbook.set_properties({"created": _NO_DAY})
        bold = workbook.add_format({"bold": True})
        for table in chosen:
            _sheet(
                workbook.add_worksheet(_sheet_name(table)),
                readable(frame(corpus, table)),
                bold,
                report,
            )
        workbook.close()
        draft.replace(output)
    except (OSError, XlsxWriterException) as error:
        raise PressmarkError(
            f"{output}: cannot be written ({error}). Give another --output."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    report.articles = len(corpus)


_NO_DAY = pd.Timestamp("2000-01-01").to_pydatetime()
"""When the workbook was made is not in it, so that the same corpus gives the same bytes."""


def _sheet_name(table: str) -> str:
    """A table's name without what Excel forbids in that of a sheet."""
    return "".join("-" if letter in "[]:*?/\\'" else letter for letter in table)[
        :_LONGEST_SHEET_NAME
    ]


def _sheet(sheet: Any, rows: pd.DataFrame, bold: Any, report: Report) -> None:
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(rows.columns):
        sheet.write_string(0, column, _text(str(name), report), bold)
    report.cannot(_LEFT_OUT, max(0, len(rows) - _MOST_ROWS))
    for number, row in enumerate(
        rows.head(_MOST_ROWS).itertuples(index=False, name=None), start=1
    ):
        for column, value in enumerate(map(plain_cell, row)):
            if isinstance(value, str):
                if value:
                    sheet.write_string(number, column, _text(value, report))
            elif isinstance(value, bool):
                sheet.write_boolean(number, column, value)
            elif abs(value) < 2**53:
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, str(value))


def _text(value: str, report: Report) -> str:
    report.cannot(_CUT, len(value) > _LONGEST_CELL)
    return without_controls_of_xml(value[:_LONGEST_CELL], report)
