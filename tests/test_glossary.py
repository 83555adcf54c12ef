"""The glossary: each class and each column that it names is there."""

from __future__ import annotations

import ast
import importlib
from collections import defaultdict
from pathlib import Path

import pytest

from pressmark.storage.tables import table_columns

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "glossary.md"


def entries() -> list[tuple[str, str, str]]:
    """The term, the class and the column of each row; an empty text where a row has none."""
    lines = [
        line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    cells = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in lines
    ]
    return [(term, name, column) for term, _, name, column in cells[1:]]


def test_the_terms_are_sorted_and_each_stands_once() -> None:
    terms = [term for term, _, _ in entries()]
    assert terms == sorted(set(terms))
    assert len(terms) > 40


@pytest.mark.parametrize("name", [name for _, name, _ in entries() if name])
def test_a_class_of_the_glossary_is_there(name: str) -> None:
    module, _, class_name = name.rpartition(".")
    named = getattr(importlib.import_module(module), class_name)
    assert named.__module__ == module, f"{class_name} is made in {named.__module__}"


@pytest.mark.parametrize("column", [column for _, _, column in entries() if column])
def test_a_column_of_the_glossary_is_there(column: str) -> None:
    table, _, name = column.partition(".")
    assert name in table_columns(table)


def class_modules() -> dict[str, list[str]]:
    """The modules that make a class of each name, a leading underscore taken off; inner classes count."""
    modules: dict[str, list[str]] = defaultdict(list)
    for room in ("corpus", "annotators", "site"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    modules[node.name.lstrip("_")].append(str(path.relative_to(ROOT)))
    return modules


def test_no_two_classes_of_the_package_have_one_name() -> None:
    shared = {name: paths for name, paths in class_modules().items() if len(paths) > 1}
    assert not shared
