"""The figures of the house count what their docstrings say, in any state of the project."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = runpy.run_path(str(ROOT / "benchmarks" / "house.py"), run_name="house")

CODE = '''"""A module."""
from typing import Any

_LONGEST = 28
MAX_TOKENS = 14  # tokens; the longest of 300
_PLAIN = {"a": 1}

def plain(text: str, given: int = 0) -> list[Any]:
    """
    Split.

    >>> plain("a")
    """
    # The reason stands here.
    found = [one for one in text if one]
    token = found if given else text or (1 if text else 2)
    return list(token)

class Quote:
    def _cut(self): # type: ignore
        try:
            return isinstance(self, Quote) and self.x
        except:
            raise
'''


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("house")
    for room in ("corpus", "annotators", "site", "tests"):
        (root / room).mkdir()
    (root / "pyproject.toml").write_text("[tool.coverage.report]\nfail_under = 81\n")
    (root / "corpus" / "__init__.py").write_text('__all__ = ["load", "save"]\n')
    (root / "corpus" / "plain.py").write_text(CODE)
    (root / "site" / "quotes.py").write_text("class _Quote:\n    pass\n")
    (root / "tests" / "test_a.py").write_text("def test_a() -> None:\n    assert 1\n")
    return HOUSE["House"](root)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("return_types", "1 of 2 (50.0 %)"),
        ("public_docstrings", "1 of 1 (100.0 %)"),
        ("private_docstrings", "0 of 1 (0.0 %)"),
        ("examples", "1 in 1 docstrings"),
        ("broad_excepts", "1"),
        ("test_functions", "1 functions, 1 asserts, 0 parametrized"),
        ("rooms_at_the_top", "1 (1 modules, 0 packages)"),
        ("duplicate_classes", "1: Quote"),
        ("comment_lines", "1 of 27 (3.7 %)"),
        ("trailing_comments", "1 of 27 (3.7 %)"),
        ("bare_adjectives", "2: _LONGEST 1, _PLAIN 1"),
        ("namesakes", "1"),
        ("any_lines", "2 (74.1 in 1,000)"),
        ("isinstance_calls", "1 (37.0 in 1,000)"),
        ("comprehensions", "37.0"),
        ("ternaries", "74.1; 1 hold another"),
        ("pro_form_parameters", "1 of 2 (50.0 %)"),
        ("public_exports", "2; 2 from pressmark"),
        ("ignored_types", "1 and 0"),
        ("workflow", "0 workflows"),
        ("coverage", "at least 81 %"),
    ],
)
def test_a_row_counts_what_it_says(house: Any, row: str, expected: str) -> None:
    assert HOUSE[row](house) == expected


def test_a_pro_form_is_counted_where_it_is_bound(house: Any) -> None:
    """Bound are `_LONGEST MAX_TOKENS _PLAIN found one token __all__`: two of seven."""
    assert HOUSE["pro_forms"](house).startswith(
        "28.6 %; corpus 28.6 %, annotators 0.0 %"
    )


def test_density_is_of_what_follows_the_docstring(house: Any) -> None:
    function = house.functions[0]
    assert HOUSE["_body_nodes"](function) < sum(1 for _ in HOUSE["ast"].walk(function))


def test_the_command_measures_another_folder(house: Any) -> None:
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "house.py"),
        "--root",
        str(house.root),
        "--words",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) >= len(HOUSE["ROWS"])
    assert "corpus (28.6 %): found 1, one 1" in done.stdout


def test_every_row_says_what_it_counts() -> None:
    assert all(row.__doc__ for row in HOUSE["ROWS"].values())
