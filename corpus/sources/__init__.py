"""
Sources: files and datasets, read row by row into records. What cannot be read is a rejection with its place.

Each format is a function from a file to its rows; texts are kept to the character.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.articles import Origin
from pressmark.errors import InputError

from .column_names import rename_columns
from .files import SourceFile, is_hidden, shown_name, stem_of
from .formats import ENDINGS, read_rows
from .glob_patterns import split_pattern
from .hub import dataset_rows
from .name_patterns import values_in_name
from .records import Record, Rejection, Row, UnreadableRecord
from .tabular import parquet_rows

if TYPE_CHECKING:
    from .settings import SourceSettings

__all__ = ["ENDINGS", "Record", "Rejection", "match_files", "read_records"]

_log = logging.getLogger(__name__)


def read_records(source: SourceSettings, folder: Path) -> Iterator[Record | Rejection]:
    """
    Read every record of a source, in order: files sorted by path, rows as they stand.

    `folder` is that of the YAML file, where the patterns of `source.files` start. A part that cannot be read is a
    `Rejection` with its place, and reading goes on after it.

    Raises `InputError` when a pattern matches no file, or a dataset cannot be opened.
    """
    if source.dataset:
        yield from _name_columns(
            dataset_rows(source, folder), source.dataset, None, source
        )
        return
    display_names: set[str] = set()
    for path, stem, display_name in _find_files(source.files, folder):
        _log.debug("reads %s", display_name)
        yield from _read_file(
            path, stem, _number_duplicate(display_name, display_names), source
        )


def match_files(source: SourceSettings, folder: Path) -> Iterator[Path]:
    """
    Return the files that a source names, sorted by path, each once.

    Raises `InputError` when a pattern matches no file.
    """
    return (path for path, _, _ in _find_files(source.files, folder))


def _read_file(
    path: Path, stem: str, display_name: str, source: SourceSettings
) -> Iterator[Record | Rejection]:
    """Read the records of one file; a file that cannot be opened is one rejection."""
    if not path.is_file():
        # A queue without a writer would be waited for without end.
        yield Rejection(display_name, None, _explain_no_file(path))
        return
    try:
        yield from _name_columns(
            _choose_reader(path, source), display_name, stem, source
        )
    except OSError as error:
        yield Rejection(
            display_name, None, f"cannot be read: {error.strerror or error}"
        )
    except ModuleNotFoundError as error:
        raise InputError(
            f"{display_name}: needs {error.name}. Run: pip install 'pressmark[web]'"
        ) from error


def _explain_no_file(path: Path) -> str:
    """Say what stands where a file is expected: a link that leads nowhere, or a queue, a socket or a device."""
    if path.is_symlink() and not path.exists():
        return f"is a link to a file that is not there: {shown_name(str(path.readlink().name))}"
    return "is no file but a queue, a socket or a device"


def _choose_reader(
    path: Path, source: SourceSettings
) -> Iterator[Row | UnreadableRecord]:
    """Return the rows of a file. Large forms (Parquet, WARC) are read piece by piece, the others whole."""
    name = path.name.lower()
    if name.endswith(".parquet"):
        return parquet_rows(path)
    if name.endswith((".warc", ".warc.gz")):
        from .warc import warc_rows

        return warc_rows(path)
    return read_rows(
        SourceFile(
            name=path.name,
            content=path.read_bytes(),
            encoding=source.encoding,
            format=source.format,
        )
    )


def _name_columns(
    rows: Iterable[Row | UnreadableRecord],
    file: str,
    stem: str | None,
    source: SourceSettings,
) -> Iterator[Record | Rejection]:
    """Give rows our column names; a file that is one article takes its id from its name, `stem`."""
    for row in rows:
        if isinstance(row, UnreadableRecord):
            yield Rejection(file, row.place, row.reason)
            continue
        values = rename_columns(row.values, source.columns)
        # a row without a place is a whole file: this one, or one of an archive, which has a stem of its own
        file_stem = stem if row.place is None else row.stem
        if file_stem is not None:
            values = _add_name_values(values, shown_name(file_stem), source)
        yield Record(values, Origin(file=file, place=row.place, encoding=row.encoding))


def _add_name_values(
    values: dict[str, Any], stem: str, source: SourceSettings
) -> dict[str, Any]:
    """Add to the values of a file that is one article what its name says, where the file says nothing itself."""
    from_name: dict[str, Any] = {"id": stem}
    if source.name:
        from_name |= values_in_name(stem, source.name)
    # A date that the file states counts more than that of its name, under whichever of the two columns.
    if values.get("date") not in (None, ""):
        from_name.pop("published", None)
    missing = {
        name: value
        for name, value in from_name.items()
        if values.get(name) in (None, "")
    }
    return values | missing


def _find_files(
    patterns: Iterable[str], folder: Path
) -> Iterator[tuple[Path, str, str]]:
    """
    Find each file once, with its id and the name that messages and tables give it.

    The id is the path below the fixed part of the pattern, without the ending: `a/b.txt` of `articles/**/*.txt`.
    """
    files: dict[Path, tuple[str, str]] = {}
    problems = []
    for pattern in patterns:
        base, paths = _match(pattern, folder)
        for path in paths:
            stem = stem_of(path.relative_to(base).as_posix())
            files.setdefault(path, (stem, _display_name(path, folder, base)))
        if not paths:
            problems.append(
                f"source.files: {pattern}: {_explain_no_match(pattern, folder)}"
            )
    if problems:
        raise InputError("\n".join(problems))
    for path, names in sorted(files.items()):
        yield path, *names


def _match(pattern: str, folder: Path) -> tuple[Path, list[Path]]:
    """Return the fixed folder of a pattern, and the files that it matches below it."""
    base, parts = split_pattern(pattern, folder)
    paths: list[Path] = []
    if parts:
        # A folder holds files of its own; all else is a file, or rejected as none.
        paths = [path for path in base.glob("/".join(parts)) if not path.is_dir()]
    if not paths and (folder / pattern).is_file():
        # the name of this very file holds what patterns are made of: `report [final].txt`
        base, paths = (folder / pattern).parent, [folder / pattern]
    # Hidden files are read when a pattern names them.
    if any(part.startswith(".") for part in parts):
        return base, paths
    return base, [
        path for path in paths if not is_hidden(path.relative_to(base).as_posix())
    ]


def _explain_no_match(pattern: str, folder: Path) -> str:
    """Say why a pattern finds nothing, and what to write instead."""
    if (folder / pattern).is_dir():
        return f"is a folder; write {pattern.rstrip('/')}/**/* for all that is in it."
    advice = "Folders are parted by `/`." if "\\" in pattern else "Check the pattern."
    return f"no such file below {folder.absolute()}. {advice}"


def _display_name(path: Path, folder: Path, base: Path) -> str:
    """
    Return the name of a file for messages and `source_file`: its path from the YAML file's folder.

    A file that an absolute pattern finds elsewhere is named by its path below the pattern's fixed part, `base`: where a
    user's folders lie is nobody else's matter.
    """
    for root in (folder, folder.absolute()):
        if path.is_relative_to(root):
            return shown_name(path.relative_to(root).as_posix())
    return shown_name(path.relative_to(base).as_posix())


def _number_duplicate(name: str, names: set[str]) -> str:
    """Return a name that no earlier file has, numbered if need be: two absolute patterns may find one name."""
    number, unique = 1, name
    while unique in names:
        number += 1
        unique = f"{name} ({number})"
    names.add(unique)
    return unique
