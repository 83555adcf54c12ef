"""
Which files decide what a module of ours does: its own, those of our modules that it imports, theirs, their lexicons.

Two layers are the same when what made them is. A change of one layer's code or lexicon must not touch another's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from .disk import sha256_of

__all__ = ["code_of", "digest_of"]

_IMPORT = re.compile(r"^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]*)", re.MULTILINE)
_PLAIN = re.compile(r"^[ \t]*import[ \t]+(pressmark[\w.]*)", re.MULTILINE)
_LEXICON = re.compile(r"\b(?:lexicon|languages)\(\s*([^\s,)]+)")
_NAME = re.compile(r"\w+")
_ROOMS = ("pressmark.annotators", "pressmark.site", "pressmark")


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
        source = path.read_text("utf-8")
        left += _imported(name, path, source)
        lexicons |= set(_LEXICON.findall(source)) if name != "pressmark.annotators.lexicon" else set()
    return (*seen.values(), *_lexicons(lexicons))


def _imported(module: str, path: Path, source: str) -> Iterator[str]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for dots, name, what in _IMPORT.findall(source):
        above = package.split(".")[: len(package.split(".")) - max(len(dots) - 1, 0)]
        origin = ".".join([*(above if dots else ()), *([name] if name else ())])
        yield origin
        yield from (f"{origin}.{one}" for one in _NAME.findall(what))
    yield from _PLAIN.findall(source)


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
    plain = {name.strip("\"'") for name in named if name[:1] in "\"'"}
    return there if len(plain) < len(named) else [path for path in there if path.name.partition(".")[0] in plain]
