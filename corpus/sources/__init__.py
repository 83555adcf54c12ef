"""
Sources: files and datasets, read row by row into records. What cannot be read is a rejection with its place.

Each format is a function from a file to its rows; texts are kept to the character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.articles import Origin
from pressmark.errors import InputError

from .column_names import renamed
from .files import File, is_hidden, shown_name, stem_of
from .formats import ENDINGS, rows
from .hub import dataset_rows
from .name_patterns import named_values
from .records import Malformed, Record, Rejection, Row
from .tabular import parquet_rows

if TYPE_CHECKING:
    from .settings import SourceSettings

__all__ = ["ENDINGS", "Record", "Rejection", "matched", "read"]

_GLOB = frozenset("*?[")


def read(source: SourceSettings, folder: Path) -> Iterator[Record | Rejection]:
    """
    Every record of a source, in order: files sorted by path, rows as they stand.

    Raises `InputError` when a pattern matches no file, or a dataset cannot be opened.
    """
    if source.dataset:
        yield from _records(dataset_rows(source, folder), source.dataset, None, source)
        return
    names: set[str] = set()
    for path, stem, name in _matched(source.files, folder):
        yield from _file(path, stem, _unlike(name, names), source)


def matched(source: SourceSettings, folder: Path) -> Iterator[Path]:
    """The files of a source that names files. Raises `InputError` when a pattern matches none."""
    return (path for path, _, _ in _matched(source.files, folder))


def _file(path: Path, stem: str, said: str, source: SourceSettings) -> Iterator[Record | Rejection]:
    try:
        yield from _records(_rows(path, source), said, stem, source)
    except OSError as error:
        yield Rejection(said, None, f"cannot be read: {error.strerror or error}")
    except ModuleNotFoundError as error:
        raise InputError(f"{said}: needs {error.name}. Run: pip install 'pressmark[web]'") from error


def _rows(path: Path, source: SourceSettings) -> Iterator[Row | Malformed]:
    name = path.name.lower()
    if name.endswith(".parquet"):
        return parquet_rows(path)
    if name.endswith((".warc", ".warc.gz")):
        from .warc import warc_rows

        return warc_rows(path)
    return rows(File(name=path.name, content=path.read_bytes(), encoding=source.encoding, format=source.format))


def _records(
    found: Iterable[Row | Malformed], file: str, stem: str | None, source: SourceSettings
) -> Iterator[Record | Rejection]:
    """The rows under our column names. A file that is one article has its id from its name (`stem`)."""
    for row in found:
        if isinstance(row, Malformed):
            yield Rejection(file, row.place, row.reason)
            continue
        values = renamed(row.values, source.columns)
        whole = stem if row.place is None else row.stem
        if whole is not None:
            values = _of_file(values, shown_name(whole), source)
        yield Record(values, Origin(file=file, place=row.place, encoding=row.encoding))


def _of_file(values: dict[str, Any], stem: str, source: SourceSettings) -> dict[str, Any]:
    """The values of a file that is one article, with those that its name gives where it says nothing itself."""
    named = {"id": stem, **(named_values(stem, source.name) if source.name else {})}
    if values.get("date") not in (None, ""):
        named.pop("published", None)
    return values | {name: value for name, value in named.items() if values.get(name) in (None, "")}


def _matched(patterns: Iterable[str], folder: Path) -> Iterator[tuple[Path, str, str]]:
    """
    Each file once, with its id and its name in the tables.

    The id is the path below the pattern's fixed part, without the ending.
    """
    found: dict[Path, tuple[str, str]] = {}
    empty = []
    for pattern in patterns:
        base, rest = _split(pattern, folder)
        asked = any(part.startswith(".") for part in rest.split("/"))
        paths = [path for path in base.glob(rest) if path.is_file()] if rest else []
        if not paths and (folder / pattern).is_file():  # a file whose name holds what patterns are made of
            base, paths = (folder / pattern).parent, [folder / pattern]
        paths = [path for path in paths if asked or not is_hidden(path.relative_to(base).as_posix())]
        for path in paths:
            found.setdefault(path, (stem_of(path.relative_to(base).as_posix()), _said(path, folder, base)))
        if not paths:
            empty.append(f"source.files: {pattern}: {_nothing(pattern, folder)}")
    if empty:
        raise InputError("\n".join(empty))
    yield from ((path, *names) for path, names in sorted(found.items()))


def _nothing(pattern: str, folder: Path) -> str:
    """Why a pattern finds nothing, and what to do."""
    if (folder / pattern).is_dir():
        return f"is a folder; write {pattern.rstrip('/')}/**/* for all that is in it."
    return f"no such file below {folder.absolute()}. Check the pattern."


def _split(pattern: str, folder: Path) -> tuple[Path, str]:
    """A pattern's fixed folder, and what is left of it to match there."""
    parts = Path(pattern).parts
    fixed = next((n for n, part in enumerate(parts) if not _GLOB.isdisjoint(part)), len(parts) - 1)
    return folder.joinpath(*parts[:fixed]), "/".join(parts[fixed:])


def _said(path: Path, folder: Path, base: Path) -> str:
    """
    How a file is called in messages and in `source_file`: by its path from the YAML file's folder.

    One that an absolute pattern finds elsewhere is called by its path below the pattern's fixed part, `base`: where a
    user's folders lie is nobody else's matter.
    """
    above = next((above for above in (folder, folder.absolute()) if path.is_relative_to(above)), base)
    return shown_name(path.relative_to(above).as_posix())


def _unlike(name: str, names: set[str]) -> str:
    """A name that no file before has: two absolute patterns may find the same one."""
    number, unlike = 1, name
    while unlike in names:
        number += 1
        unlike = f"{name} ({number})"
    names.add(unlike)
    return unlike
