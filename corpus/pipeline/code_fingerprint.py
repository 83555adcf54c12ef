"""
Which files decide what a module of ours does: its own, those of our modules that it imports, theirs, their lexicons.

Two layers are the same when what made them is. A change of one layer's code or lexicon must not touch another's.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from pressmark.storage.disk import sha256_of

__all__ = ["code_digest", "code_files", "imported_modules", "is_ours"]

_PACKAGES = ("pressmark.annotators", "pressmark.site", "pressmark")
"""The packages that lie in folders of their own, the inner ones first."""

_LEXICON_MODULE = "pressmark.yaml_files.lexicons"
_LEXICON_READERS = ("lexicon", "languages")
"""The functions whose first argument names a lexicon."""

_ANY_LEXICON = ""
"""What stands for the name of a lexicon that is no plain string."""


@cache
def code_digest(*modules: str) -> str:
    """Return a hash of all files that decide what these `modules` do."""
    paths: set[Path] = set()
    for module in modules:
        paths.update(code_files(module))
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.parent.name}/{path.name} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


@cache
def code_files(module: str) -> tuple[Path, ...]:
    """
    Return the files of `module`, of what it imports of ours (inside functions, too), and of the lexicons they name.

    A lexicon that is not named by a plain string might be any: then all are among them.

    >>> any(path.name == "entities.fr.yaml" for path in code_files("pressmark.annotators.entities"))
    True
    """
    path_by_module: dict[str, Path] = {}
    lexicons: set[str] = set()
    open_modules = [module]
    while open_modules:
        name = open_modules.pop()
        path = _module_file(name)
        if path is None or name in path_by_module:
            continue
        path_by_module[name] = path
        tree = ast.parse(path.read_bytes())
        open_modules += imported_modules(tree, name, is_package=path.name == "__init__.py")
        if name != _LEXICON_MODULE:  # there the functions are written, and call each other with any name
            lexicons.update(_lexicon_names(tree))
    return (*path_by_module.values(), *_lexicon_files(lexicons))


def is_ours(module: str) -> bool:
    """Say whether a module of this name is part of pressmark."""
    return module == "pressmark" or module.startswith("pressmark.")


def imported_modules(tree: ast.AST, module: str, *, is_package: bool = False) -> Iterator[str]:
    """
    Yield the names of all modules that the code of `module` imports, inside functions too.

    `from a import b` yields `a` and `a.b`, which may be a module or not.

    >>> list(imported_modules(ast.parse("from .b import c"), "package.a"))
    ['package.b', 'package.b.c']
    """
    parts = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from _names_of_import(node, parts)


def _names_of_import(node: ast.ImportFrom, package: list[str]) -> Iterator[str]:
    """Yield the modules that one `from … import` may name; `package` are the parts of the importer's package."""
    above = package[: len(package) - node.level + 1] if node.level else []
    origin = ".".join([*above, node.module] if node.module else above)
    if origin:
        yield origin
    yield from (f"{origin}.{alias.name}".lstrip(".") for alias in node.names)


def _lexicon_names(tree: ast.AST) -> Iterator[str]:
    """Yield the name of each lexicon that a module reads."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
        if function not in _LEXICON_READERS:
            continue
        name = node.args[0]
        is_plain = isinstance(name, ast.Constant) and isinstance(name.value, str)
        yield name.value if is_plain else _ANY_LEXICON  # type: ignore[attr-defined]


def _module_file(module: str) -> Path | None:
    """Return the file of one of our modules; None for any other name."""
    for package in _PACKAGES:
        if module == package or module.startswith(f"{package}."):
            inner_parts = module.removeprefix(package).strip(".").split(".")
            path = _package_folder(package).joinpath(*inner_parts)
            candidates = (path.with_suffix(".py"), path / "__init__.py")
            return next((file for file in candidates if file.is_file()), None)
    return None


@cache
def _package_folder(package: str) -> Path:
    return Path(str(files(package)))


def _lexicon_files(names: set[str]) -> list[Path]:
    """Return the files of these lexicons, in all languages; of all where any may be meant."""
    paths = sorted((_package_folder("pressmark.annotators") / "lexicons").glob("*.yaml"))
    if _ANY_LEXICON in names:
        return paths
    return [path for path in paths if path.name.partition(".")[0] in names]
