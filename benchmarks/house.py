"""
How large the modules and functions are, how much is said of them, and how much is tested: the figures of docs/house.md.

    .venv/bin/python benchmarks/house.py
"""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "annotators", "site")
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.comprehension, ast.match_case)


def figures() -> Iterator[tuple[str, str]]:
    """Each figure by its name."""
    modules = [path.read_text(encoding="utf-8") for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    tests = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").glob("*.py"))]
    sizes = [len(module.splitlines()) for module in modules]
    trees = [ast.parse(module) for module in modules]
    functions = [found for tree in trees for found in ast.walk(tree) if isinstance(found, ast.FunctionDef)]
    lines = sorted((found.end_lineno or 0) - found.lineno + 1 for found in functions)
    yield "modules", str(len(modules))
    yield "lines of a module, median and longest", f"{statistics.median(sizes):.0f} and {max(sizes)}"
    nine = lines[len(lines) * 9 // 10]
    yield "lines of a function, median, 90 in 100, longest", f"{statistics.median(lines):.0f}, {nine}, {lines[-1]}"
    ways = sorted(map(branches, functions))
    yield "branches of a function, 90 in 100 and most", f"{ways[len(ways) * 9 // 10]} and {ways[-1]}"
    yield "functions whose return type is said", f"{sum(one.returns is not None for one in functions)} of {len(lines)}"
    yield "lines of tests to lines of code", f"{sum(len(test.splitlines()) for test in tests) / sum(sizes):.2f}"
    yield "test functions", str(sum(test.count("\ndef test_") for test in tests))
    yield "test files with generated input", str(sum("hypothesis" in test for test in tests))


def branches(function: ast.FunctionDef) -> int:
    """How many ways lead through a function: one, and one more for each condition, loop and caught error."""
    inner = list(ast.walk(function))
    joined = sum(len(one.values) - 1 for one in inner if isinstance(one, ast.BoolOp))
    filtered = sum(len(one.ifs) for one in inner if isinstance(one, ast.comprehension))
    return 1 + sum(isinstance(one, BRANCHES) for one in inner) + joined + filtered


if __name__ == "__main__":
    for name, value in figures():
        print(f"{name:50} {value}")
