"""Whether the files of a corpus are the ones that its manifest lists, unchanged, and lead `datasets` to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark.errors import CorpusError
from pressmark.storage.accompanying_files import render_accompanying_files
from pressmark.storage.card import CARD
from pressmark.storage.citation_cff import CITATION
from pressmark.storage.disk import sha256_of
from pressmark.storage.manifest import Manifest, TableFile
from pressmark.storage.ro_crate import CRATE

from .earlier_columns import is_earlier, later_columns, lists_the_same_files

__all__ = ["find_damage"]

# What follows where a file beside the tables is missing or another's.
_CONSEQUENCES = {
    CARD: "so `datasets` cannot load the corpus or loads other files",
    CITATION: "so the corpus is not cited as it is",
    CRATE: "so archives do not describe the corpus as it is",
}


def find_damage(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield the path of each file of a corpus that is missing, damaged or of another run, and what is wrong with it."""
    listed: dict[str, tuple[str, TableFile]] = {}
    for table in manifest.tables():
        listed |= {file.path: (table, file) for file in manifest.files(table)}
    is_whole = True
    for table, file in listed.values():
        what = _damage(folder, file, table, manifest)
        if what:
            is_whole = False
            yield file.path, what
    # `datasets` reads by the card, but other tools take every Parquet file of a folder.
    for place in sorted(_parts(folder, manifest) - listed.keys()):
        yield place, "is not in the manifest; it belongs to another run. Delete it"
    # Rendered from a table, which must be whole.
    if is_whole:
        yield from _accompanying_files(folder, manifest)


def _accompanying_files(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Find card, citation and crate that are missing, or are not those of this manifest."""
    # An earlier pressmark had other words for its card, and no other file beside it.
    is_earlier_corpus = bool(later_columns(folder, manifest))
    for name, content in render_accompanying_files(folder, manifest).items():
        if not (folder / name).is_file():
            if name == CARD or not is_earlier_corpus:
                yield name, f"is missing, {_CONSEQUENCES[name]}. Run again"
            continue
        # As bytes: reading as text would make every line break the same.
        found = (folder / name).read_bytes()
        if found == content.encode():
            continue
        if is_earlier_corpus and name == CARD:
            card = found.decode(errors="replace")
            if lists_the_same_files(card, manifest):
                continue
        yield (
            name,
            f"does not belong to this manifest, {_CONSEQUENCES[name]}. Run again",
        )


def _parts(folder: Path, manifest: Manifest) -> set[str]:
    """The Parquet files in the folders of the corpus's tables; other folders are the user's own."""
    parts: set[str] = set()
    for table in manifest.tables():
        # A name that begins with a dot is a file that is being written, or the system's.
        paths = (folder / table).glob("[!.]*.parquet")
        parts.update(f"{table}/{path.name}" for path in paths)
    return parts


def _damage(
    folder: Path, file: TableFile, table: str, manifest: Manifest
) -> str | None:
    try:
        path = file.place(folder)
    except CorpusError:
        return "is a link that leads out of the corpus. Run again"
    if not path.is_file():
        return "is missing. Run again"
    # The cheap questions first: a size is asked in no time, a hash reads the file.
    if path.stat().st_size != file.bytes:
        return f"has {path.stat().st_size} bytes, the manifest says {file.bytes}. Run again"
    if sha256_of(path) != file.sha256:
        return "has other bytes than the manifest says. Run again"
    try:
        found = pq.read_schema(path)
    except (OSError, pa.ArrowException) as error:
        return f"is not Parquet ({error}). Run again"
    if not is_earlier(found, manifest.table_columns(table).arrow_schema):
        return "has other columns than its table. It was written by another version; run again"
    return None
