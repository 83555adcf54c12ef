"""
Which files decide what a module of ours does: its own, those of our modules that it imports, theirs, their lexicons.

Two layers are the same when what made them is. A change of one layer's code or lexicon must not touch another's.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from pressmark.storage.disk import sha256_of

from .source_memory import SourceMemory

__all__ = ["code_digest", "code_files", "imported_modules", "is_ours", "lexicon_kinds"]

# The longest names first: `pressmark` is the beginning of the others, which lie in folders of their own.
_PACKAGES = ("pressmark.annotators", "pressmark.site", "pressmark")
_LEXICON_READERS = ("read_lexicon", "lexicon_languages", "scorer")
"""The functions whose first argument names a lexicon, or weights that lie in files of the same form of name."""

_DATA_FILES = ("lexicons/*.yaml", "weights/*.json")

_PARTS_OF_STATEMENTS = ("body", "orelse", "finalbody", "handlers", "cases")
"""Where a statement holds others: the fields of Python's `ast` that do, of `try` and `match` too."""

_ANY_LEXICON = ""
"""What stands for the name of a lexicon that is no plain string."""


@cache
def code_digest(*modules: str) -> str:
    """Return a hash of all files that decide what these modules do."""
    files: set[Path] = set()
    for module in modules:
        files.update(code_files(module))
    digest = hashlib.sha256()
    for path in sorted(files):
        # the folder's name and the file's alone: the hash must not depend on where pressmark is installed
        digest.update(f"{path.parent.name}/{path.name} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


@cache
def code_files(module: str) -> tuple[Path, ...]:
    """
    Return the files of a module, of what it imports of ours (in functions too), and of the lexicons that they name.

    A lexicon that is not named by a plain string might be any: then all are among them.
    """
    modules, kinds = _modules_and_lexicons(module)
    return (*modules, *_lexicon_files(kinds))


@cache
def lexicon_kinds(module: str) -> frozenset[str]:
    """
    Return the kinds of lexicons that a module and what it imports of ours read, a user's among them.

    >>> sorted(lexicon_kinds("pressmark.annotators.times.annotator"))
    ['inflection', 'times']
    """
    _, kinds = _modules_and_lexicons(module)
    if _ANY_LEXICON in kinds:
        paths = _lexicon_files({_ANY_LEXICON})
        return frozenset(path.name.partition(".")[0] for path in paths)
    return frozenset(kinds)


@cache
def _modules_and_lexicons(module: str) -> tuple[tuple[Path, ...], frozenset[str]]:
    """Return the files of a module and of what it imports of ours, and the kinds of lexicons that they name."""
    files_by_module: dict[str, Path] = {}
    lexicons: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        source = _read_source(name)
        if source is None or name in files_by_module:
            continue
        files_by_module[name] = source.path
        waiting += source.imports
        lexicons |= source.lexicons
    _memory().keep()
    return tuple(files_by_module.values()), frozenset(lexicons)


@dataclass(frozen=True, slots=True)
class _Source:
    """The file of a module of ours, the names of what it imports, and the kinds of lexicons that it names."""

    path: Path
    imports: tuple[str, ...]
    lexicons: frozenset[str]


@cache
def _read_source(module: str) -> _Source | None:
    """
    Return the source of a module; None when it is none of ours.

    Kept for the process: four annotators share two thirds of what they import, and reading it took a third of a run
    that had nothing to do. What a source says is remembered for the next process, too.
    """
    path = _module_file(module)
    if path is None:
        return None
    source = path.read_bytes()
    names = _memory().names(module, source)
    if names is None:
        names = _names_in(source.decode("utf-8"), module, path)
        _memory().note(module, source, names)
    imports, lexicons = names
    return _Source(path, imports, frozenset(lexicons))


@cache
def _memory() -> SourceMemory:
    """Return what is remembered of sources, read once."""
    return SourceMemory(Path(__file__))


def _names_in(
    text: str, module: str, path: Path
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of what the source of a module imports, and the kinds of lexicons that it names."""
    tree = ast.parse(text)
    is_package = path.name == "__init__.py"
    imports = tuple(imported_modules(tree, module, is_package=is_package))
    # The module of readers names none itself: all lexicons would count for all.
    reads_lexicons = module != "pressmark.yaml_files.lexicons" and any(
        reader in text for reader in _LEXICON_READERS
    )
    return imports, tuple(_lexicon_names(tree)) if reads_lexicons else ()


def is_ours(module: str) -> bool:
    """Say whether a module of this name is part of pressmark."""
    return module == "pressmark" or module.startswith("pressmark.")


def imported_modules(
    tree: ast.AST, module: str, *, is_package: bool = False
) -> Iterator[str]:
    """
    Yield the names of all modules that the code of `module` imports, inside functions too.

    `from a import b` yields `a` and `a.b`, which may be a module or not.
    """
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in _walk_statements(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # one dot is the package itself, two are the one above it
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, node.module] if node.module else above)
            if origin:
                yield origin
            yield from (f"{origin}.{alias.name}".lstrip(".") for alias in node.names)


def _walk_statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield a module, its statements and the statements in them, without their expressions, which import nothing."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for part in _PARTS_OF_STATEMENTS:
            waiting += getattr(node, part, ())


def _lexicon_names(tree: ast.AST) -> Iterator[str]:
    """Yield the names of the lexicons that a module reads; `_ANY_LEXICON` for one that is no plain string."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and node.args
            and _called_name(node) in _LEXICON_READERS
        ):
            argument = node.args[0]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value
            else:
                yield _ANY_LEXICON


def _called_name(call: ast.Call) -> str | None:
    """Return the last name of what is called: `lexicon` of `lexicons.lexicon(…)`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return getattr(call.func, "id", None)


def _module_file(module: str) -> Path | None:
    """Return the file of one of our modules; None for any other name."""
    for package in _PACKAGES:
        if module == package or module.startswith(f"{package}."):
            names = module.removeprefix(package).strip(".").split(".")
            base = _folder(package).joinpath(*names)
            candidates = (base.with_suffix(".py"), base / "__init__.py")
            return next((file for file in candidates if file.is_file()), None)
    return None


@cache
def _folder(room: str) -> Path:
    return Path(str(files(room)))


def _lexicon_files(names: Collection[str]) -> list[Path]:
    folder = _folder("pressmark.annotators")
    lexicons = sorted(path for form in _DATA_FILES for path in folder.glob(form))
    if _ANY_LEXICON in names:
        return lexicons
    # `names.fr.yaml` is the lexicon `names` in French: whoever reads it may read any language of it.
    return [path for path in lexicons if path.name.partition(".")[0] in names]
