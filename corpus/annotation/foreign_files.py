"""
Which files decide what a foreign annotator does: its whole package, or its module with the helpers and the word lists
that lie beside it.

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

from pressmark.storage.disk import sha256_of

from .code_fingerprint import code_digest, imported_modules, is_ours

__all__ = ["annotator_files", "files_of_module", "find_module_file", "foreign_digest"]

_INSTALL_FOLDERS = ("site-packages", "dist-packages")
_GLOB = re.compile(r"[*?\[]")
# Characters of a string that may name a file; chosen, not measured.
_MAX_NAME_CHARACTERS = 200
# Folders below a module in which a file that it names is looked for; chosen, not measured.
_MAX_FOLDER_DEPTH = 3
# Files looked at below the folder of a module, which may be a home folder. Chosen, not measured.
_MAX_FILES = 5_000


def foreign_digest(
    annotator_class: type[Any],
    module: str,
    *,
    beside: Path | None,
    apart: Collection[Path] = (),
) -> str:
    """
    Return a hash of all files that decide what `annotator_class`, named as one of `module`, does.

    Files at or below the paths of `apart` (the corpus, the site, the YAML file) never count: a run changes them itself.
    """
    digest = hashlib.sha256()
    for path in annotator_files(annotator_class, module, beside=beside, apart=apart):
        digest.update(
            f"{_portable_path(path, beside)} {sha256_of(path)}\n".encode(
                errors="surrogateescape"
            )
        )
    for name in _modules_of_class(annotator_class, module):
        if is_ours(name):
            digest.update(code_digest(name).encode())
    return digest.hexdigest()


def annotator_files(
    annotator_class: type[Any],
    module: str,
    *,
    beside: Path | None,
    apart: Collection[Path] = (),
) -> tuple[Path, ...]:
    """Return the files of an annotator: code, and data. If it has an attribute `reads`, that alone names its data."""
    files: set[Path] = set()
    for name in _modules_of_class(annotator_class, module):
        files |= _files_of_class_module(name, module, beside)
    declared = inspect.getattr_static(annotator_class, "reads", None)
    if isinstance(declared, tuple | list):
        home = Path(inspect.getfile(annotator_class)).resolve().parent
        code = {path for path in files if path.suffix == ".py"}
        files = code.union(_declared_files(home, declared))
    else:
        files |= _data_of(files)
    barred = [path.resolve() for path in apart]
    return tuple(
        sorted(
            path
            for path in files
            if not any(_is_at_or_below(path, bar) for bar in barred)
        )
    )


def _files_of_class_module(name: str, module: str, beside: Path | None) -> set[Path]:
    """Return the files of the module `name` that a class is made of; `module` is the one that the user named."""
    file = getattr(sys.modules.get(name), "__file__", None)
    top = name.partition(".")[0]
    # of ours the caller takes the digest; Python and pydantic change with their versions, which are in the key
    if not file or is_ours(name) or top in sys.stdlib_module_names or top == "pydantic":
        return set()
    path = Path(file).resolve()
    if top == module.partition(".")[0] or _lies_below(Path(file), beside):
        return _code_files(name, path)
    return {path}


def _data_of(files: Collection[Path]) -> set[Path]:
    """Return the files of data that the code among `files` names."""
    data: set[Path] = set()
    for path in files:
        if path.suffix == ".py":
            data.update(_data_files(path))
    return data


def _is_at_or_below(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


def find_module_file(module: str, folder: Path) -> Path | None:
    """Return the file of a module that lies in a folder; None if there is none."""
    base = folder.joinpath(*module.split("."))
    return next(
        (
            file
            for file in (base.with_suffix(".py"), base / "__init__.py")
            if file.is_file()
        ),
        None,
    )


def files_of_module(module: str, file: Path) -> set[Path]:
    """Return the files of code and data that decide what a module does; `file` is its own."""
    files = _code_files(module, file)
    return files | _data_of(files)


def _code_files(module: str, file: Path) -> set[Path]:
    """Return the files of a module's top package, or its own file, and of what these import from the same folder."""
    levels = len(module.split(".")) - (0 if file.name == "__init__.py" else 1)
    folder = file.parents[levels]
    # code of an installed package counts as one: its imports are followed no further than the package
    follows_imports = not _is_installed(folder)
    reached: set[Path] = set()
    waiting = [(module, file)]
    while waiting:
        name, path = waiting.pop()
        if path in reached and name != module:
            continue
        top = folder / name.partition(".")[0]
        files = (
            set(_package_files(top)) if top.is_dir() and top in path.parents else {path}
        )
        if follows_imports:
            for new_file in files - reached:
                waiting += _imports_in_folder(new_file, folder)
        reached |= files
    return reached


def _is_installed(path: Path) -> bool:
    return not set(path.parts).isdisjoint(_INSTALL_FOLDERS)


def _portable_path(path: Path, beside: Path | None) -> str:
    """Return a path that is the same wherever the project lies."""
    home = beside.resolve() if beside else None
    return (
        path.relative_to(home).as_posix()
        if home and home in path.parents
        else f"{path.parent.name}/{path.name}"
    )


def _modules_of_class(annotator_class: type[Any], module: str) -> Iterable[str]:
    """Return the modules of the class, of the classes that it is made of, and the one that it was asked for in."""
    return dict.fromkeys(
        [module, *(made_of.__module__ for made_of in annotator_class.__mro__)]
    )


def _lies_below(file: Path, folder: Path | None) -> bool:
    """Say whether a file is one of the user's own below `folder`, and not of an environment that lies there."""
    if folder is None or folder.resolve() not in file.resolve().parents:
        return False
    return not _is_installed(file)


def _imports_in_folder(path: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the modules that lie in `folder` and that the code of a file imports, or names in a string."""
    tree = _parse_file(path, path.stat().st_mtime_ns) if path.suffix == ".py" else None
    if tree is None:
        return
    inner = path.relative_to(folder).with_suffix("").parts
    is_package = inner[-1] == "__init__"
    name = ".".join(inner[:-1] if is_package else inner)
    strings = (
        text
        for text in _strings_in_code(tree)
        if all(part.isidentifier() for part in text.split("."))
    )
    for module in dict.fromkeys(
        [*imported_modules(tree, name, is_package=is_package), *strings]
    ):
        file = find_module_file(module, folder)
        if file is not None:
            yield module, file.resolve()


def _package_files(top: Path) -> Iterator[Path]:
    """Yield the files of a package, hidden and compiled ones left out."""
    for path in top.rglob("*"):
        inner = path.relative_to(top).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inner)
        if not hidden and path.suffix != ".pyc" and path.is_file():
            yield path.resolve()


def _declared_files(home: Path, patterns: Iterable[Any]) -> Iterator[Path]:
    """Yield the files that the patterns of an attribute `reads` name, from the folder of the class."""
    for pattern in map(str, patterns):
        matches = home.glob(pattern) if _GLOB.search(pattern) else [home / pattern]
        for path in matches:
            if path.is_dir():
                yield from _package_files(path)
            elif path.is_file():
                yield path.resolve()


def _data_files(file: Path) -> Iterator[Path]:
    """Yield the files beside a module that it names in a string: by name, folder, pattern or ending."""
    tree = _parse_file(file, file.stat().st_mtime_ns)
    if tree is None:
        return
    home = file.parent
    neighbours = [] if _is_installed(home) else _files_below(home)
    for text in set(_strings_in_code(tree)):
        file_name = Path(text).name
        yield from (path for path in neighbours if path.name == file_name)
        if _GLOB.search(text) and any(map(str.isalnum, text)):  # "words/*.txt"
            yield from (path for path in neighbours if path.match(text))
            yield from (
                path
                for path in neighbours
                if path.parent == home and path.match(file_name)
            )
        elif text.startswith(".") and text.isascii() and text[1:].isalnum():  # ".yaml"
            yield from (
                path
                for path in neighbours
                if path.parent == home and path.suffix == text
            )
        elif not Path(text).is_absolute():
            yield from _files_at(home, text)
        elif Path(text).is_file():
            yield Path(text).resolve()


def _files_at(home: Path, text: str) -> Iterator[Path]:
    """Yield the file or the files of the folder that a string names, from the folder of its module."""
    if not text.strip("./"):  # "." and ".." are rarely meant as folders
        return
    path = home / text
    if path.is_file():
        yield path.resolve()
    elif path.is_dir():
        yield from _package_files(path)


def _files_below(home: Path) -> list[Path]:
    """Return the files of a folder and of those below it, hidden ones and other people's libraries left out."""
    files: list[Path] = []
    waiting = [(home, 0)]
    while waiting and len(files) < _MAX_FILES:
        folder, depth = waiting.pop()
        for path in sorted(folder.iterdir()):
            if (
                path.name.startswith(".")
                or path.name == "__pycache__"
                or path.suffix in (".py", ".pyc")
            ):
                continue
            if (
                path.is_dir()
                and not path.is_symlink()
                and depth < _MAX_FOLDER_DEPTH
                and not (path / "pyvenv.cfg").exists()
            ):
                waiting.append((path, depth + 1))
            elif path.is_file():
                files.append(path.resolve())
    return files


@lru_cache(maxsize=512)
def _parse_file(file: Path, _stamp: int) -> ast.AST | None:
    try:
        return ast.parse(file.read_bytes())
    except (SyntaxError, ValueError, RecursionError):
        return None


def _strings_in_code(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if 0 < len(text) <= _MAX_NAME_CHARACTERS and text.isprintable():
                yield text
