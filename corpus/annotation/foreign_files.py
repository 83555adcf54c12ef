"""
Which files decide what somebody else's annotator does: its whole package, or its module with the helpers and the word
lists that lie beside it.

Code is read from its syntax tree. A file of data counts when the code names it, its folder or its ending in a string.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pressmark.pipeline.code_fingerprint import code_digest, imported_modules, is_ours
from pressmark.storage.disk import sha256_of

__all__ = ["files_of_module", "foreign_digest", "foreign_files", "lying"]

_INSTALLED = ("site-packages", "dist-packages")
_GLOB = re.compile(r"[*?\[]")
_LONGEST = 200  # characters of a string that may be a file's name
_DEEPEST = 3  # folders below a module in which a file that it names is looked for
_MOST = 5_000  # files looked at below a module's folder


def foreign_digest(found: type[Any], module: str, *, beside: Path | None, apart: Collection[Path] = ()) -> str:
    """
    Return a hash of all files that decide what the class `found`, named as one of `module`, does.

    Files at or below the paths of `apart` (the corpus, the site, the YAML file) never count: a run changes them itself.
    """
    digest = hashlib.sha256()
    for path in foreign_files(found, module, beside=beside, apart=apart):
        digest.update(f"{_place(path, beside)} {sha256_of(path)}\n".encode(errors="surrogateescape"))
    for name in _modules(found, module):
        if is_ours(name):
            digest.update(code_digest(name).encode())
    return digest.hexdigest()


def foreign_files(
    found: type[Any], module: str, *, beside: Path | None, apart: Collection[Path] = ()
) -> tuple[Path, ...]:
    """Return the files of an annotator: code, and data; the data of its attribute `reads` alone where it has that."""
    files: set[Path] = set()
    for name in _modules(found, module):
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and not is_ours(name) and name.partition(".")[0] not in sys.stdlib_module_names | {"pydantic"}:
            follow = name.partition(".")[0] == module.partition(".")[0] or _lies_below(Path(file), beside)
            files |= _code(name, Path(file).resolve()) if follow else {Path(file).resolve()}
    declared = inspect.getattr_static(found, "reads", None)
    if isinstance(declared, tuple | list):
        home = Path(inspect.getfile(found)).resolve().parent
        files = {path for path in files if path.suffix == ".py"} | set(_declared(home, declared))
    else:
        files |= {path for file in files if file.suffix == ".py" for path in _data(file)}
    barred = [path.resolve() for path in apart]
    return tuple(sorted(path for path in files if not any(path == bar or bar in path.parents for bar in barred)))


def lying(module: str, folder: Path) -> Path | None:
    """Return the file of a module that lies in a folder; None when there is none."""
    base = folder.joinpath(*module.split("."))
    return next((file for file in (base.with_suffix(".py"), base / "__init__.py") if file.is_file()), None)


def files_of_module(module: str, file: Path) -> set[Path]:
    """Return the files of code and data that decide what a module does; `file` is its own."""
    files = _code(module, file)
    return files | {path for one in files if one.suffix == ".py" for path in _data(one)}


def _code(module: str, file: Path) -> set[Path]:
    """The files of a module's top package, or its own file, and what these import from the same folder."""
    folder = file.parents[len(module.split(".")) - (0 if file.name == "__init__.py" else 1)]
    found: set[Path] = set()
    left = [(module, file)]
    while left:
        name, path = left.pop()
        if path in found and name != module:
            continue
        top = folder / name.partition(".")[0]
        files = set(_of_package(top)) if top.is_dir() and top in path.parents else {path}
        new = files - found
        found |= files
        if not set(folder.parts).intersection(_INSTALLED):
            left += [pair for one in new for pair in _imports(one, folder)]
    return found


def _place(path: Path, beside: Path | None) -> str:
    """A path that is the same wherever the project lies."""
    home = beside.resolve() if beside else None
    return path.relative_to(home).as_posix() if home and home in path.parents else f"{path.parent.name}/{path.name}"


def _modules(found: type[Any], module: str) -> Iterable[str]:
    """The modules of the class, of the classes that it is made of, and the one that it was asked for in."""
    return dict.fromkeys([module, *(made_of.__module__ for made_of in found.__mro__)])


def _lies_below(file: Path, folder: Path | None) -> bool:
    inside = folder is not None and folder.resolve() in file.resolve().parents
    return inside and not set(file.parts).intersection(_INSTALLED)


def _imports(path: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """The modules that lie in `folder` and that the code of a file imports, or names in a string."""
    tree = _tree(path, path.stat().st_mtime_ns) if path.suffix == ".py" else None
    if tree is None:
        return
    inner = path.relative_to(folder).with_suffix("").parts
    is_package = inner[-1] == "__init__"
    name = ".".join(inner[:-1] if is_package else inner)
    strings = (text for text in _strings(tree) if all(part.isidentifier() for part in text.split(".")))
    for module in dict.fromkeys([*imported_modules(tree, name, is_package=is_package), *strings]):
        file = lying(module, folder)
        if file is not None:
            yield module, file.resolve()


def _of_package(top: Path) -> Iterator[Path]:
    for path in top.rglob("*"):
        inner = path.relative_to(top).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inner)
        if not hidden and path.suffix != ".pyc" and path.is_file():
            yield path.resolve()


def _declared(home: Path, patterns: Iterable[Any]) -> Iterator[Path]:
    for pattern in patterns:
        found = home.glob(str(pattern)) if _GLOB.search(str(pattern)) else [home / str(pattern)]
        for path in found:
            yield from (_of_package(path) if path.is_dir() else [path.resolve()] if path.is_file() else [])


def _data(file: Path) -> Iterator[Path]:
    """The files beside a module that it names in a string: whole, by their folder, by a pattern or by their ending."""
    tree = _tree(file, file.stat().st_mtime_ns)
    if tree is None:
        return
    home = file.parent
    around = _around(home) if not set(home.parts).intersection(_INSTALLED) else []
    for text in set(_strings(tree)):
        named = Path(text).name
        yield from (path for path in around if path.name == named)
        if _GLOB.search(text) and any(map(str.isalnum, text)):
            yield from (path for path in around if path.match(text) or (path.parent == home and path.match(named)))
        elif text.startswith(".") and text.isascii() and text[1:].isalnum():
            yield from (path for path in around if path.parent == home and path.suffix == text)
        elif Path(text).is_absolute():
            yield from [Path(text).resolve()] if Path(text).is_file() else []
        else:
            yield from _in_folder(home, text)


def _in_folder(home: Path, text: str) -> Iterator[Path]:
    place = home / text
    if text.strip("./") and place.is_file():
        yield place.resolve()
    elif text.strip("./") and place.is_dir():
        yield from _of_package(place)


def _around(home: Path) -> list[Path]:
    """The files of a folder and of those below it, hidden ones and other people's libraries left out."""
    found: list[Path] = []
    left = [(home, 0)]
    while left and len(found) < _MOST:
        folder, depth = left.pop()
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or path.name == "__pycache__" or path.suffix in (".py", ".pyc"):
                continue
            if path.is_dir() and not path.is_symlink() and depth < _DEEPEST and not (path / "pyvenv.cfg").exists():
                left.append((path, depth + 1))
            elif path.is_file():
                found.append(path.resolve())
    return found


@lru_cache(maxsize=512)
def _tree(file: Path, _stamp: int) -> ast.AST | None:
    try:
        return ast.parse(file.read_bytes())
    except (SyntaxError, ValueError, RecursionError):
        return None


def _strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if 0 < len(text) <= _LONGEST and text.isprintable():
                yield text
