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

__all__ = ["code_of", "digest_of", "imported", "is_ours"]

_ROOMS = ("pressmark.annotators", "pressmark.site", "pressmark")
_READERS = ("lexicon", "languages")
"""The functions whose first argument names a lexicon."""

_ANY = ""
"""What stands for the name of a lexicon that is no plain string."""


@cache
def digest_of(*modules: str) -> str:
    """A hash of all files that decide what these modules do."""
    digest = hashlib.sha256()
    for path in sorted({path for module in modules for path in code_of(module)}):
        digest.update(f"{path.parent.name}/{path.name} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


@cache
def code_of(module: str) -> tuple[Path, ...]:
    """
    The files of a module, of what it imports of ours (inside functions, too), and of the lexicons that they name.

    A lexicon that is not named by a plain string might be any: then all are among them.
    """
    seen: dict[str, Path] = {}
    lexicons: set[str] = set()
    left = [module]
    while left:
        name = left.pop()
        path = _file(name)
        if path is None or name in seen:
            continue
        seen[name] = path
        tree = ast.parse(path.read_bytes())
        left += imported(tree, name, is_package=path.name == "__init__.py")
        lexicons |= set(_lexicon_names(tree)) if name != "pressmark.yaml_files.lexicons" else set()
    return (*seen.values(), *_lexicons(lexicons))


def is_ours(module: str) -> bool:
    """Say whether a module of this name is part of pressmark."""
    return module == "pressmark" or module.startswith("pressmark.")


def imported(tree: ast.AST, module: str, *, is_package: bool = False) -> Iterator[str]:
    """
    Yield the names of all modules that the code of `module` imports, inside functions too.

    `from a import b` yields `a` and `a.b`, which may be a module or not.
    """
    parts = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = parts[: len(parts) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            if origin:
                yield origin
            yield from (f"{origin}.{alias.name}".lstrip(".") for alias in node.names)


def _lexicon_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if called in _READERS:
                first = node.args[0]
                plain = isinstance(first, ast.Constant) and isinstance(first.value, str)
                yield first.value if plain else _ANY  # type: ignore[attr-defined]


def _file(module: str) -> Path | None:
    """The file of one of our modules; None for any other name."""
    room = next((room for room in _ROOMS if module == room or module.startswith(f"{room}.")), None)
    if room is None:
        return None
    place = _folder(room).joinpath(*module.removeprefix(room).strip(".").split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


@cache
def _folder(room: str) -> Path:
    return Path(str(files(room)))


def _lexicons(named: set[str]) -> list[Path]:
    there = sorted((_folder("pressmark.annotators") / "lexicons").glob("*.yaml"))
    return there if _ANY in named else [path for path in there if path.name.partition(".")[0] in named]
