"""Our description of columns is that of `datasets`, letter for letter, though `datasets` is not loaded for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pressmark.storage.tables import TABLES, table_columns

OWN_COLUMNS = {"n": "int64", "x": "float64", "b": "bool", "s": "string", "d": "timestamp[ms, tz=UTC]"}  # fmt: skip


@pytest.mark.parametrize("table", [*TABLES, "a layer of somebody's own"])
def test_columns_are_described_as_datasets_describes_them(table: str) -> None:
    columns = table_columns(table, OWN_COLUMNS)
    features = columns.features
    assert list(features) == list(columns)
    assert features.arrow_schema.equals(columns.arrow_schema, check_metadata=True)
    assert features._to_yaml_list() == columns.as_yaml()


def test_tables_are_declared_without_loading_datasets() -> None:
    code = "import sys, pressmark.pipeline.driver; print('datasets' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
