"""Whether the files of a corpus are the ones that its manifest lists, unchanged, and lead `datasets` to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark.errors import CorpusError
from pressmark.storage.card import CARD, render_card
from pressmark.storage.disk import sha256_of
from pressmark.storage.manifest import Manifest, TableFile

from .earlier_columns import is_earlier, later_columns, lists_the_same_files

__all__ = ["find_damage"]


def find_damage(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield the path of each file of a corpus that is missing, damaged or of another run, and what is wrong with it."""
    listed: dict[str, tuple[str, TableFile]] = {}
    for table in manifest.tables():
        listed |= {file.path: (table, file) for file in manifest.files(table)}
    for table, file in listed.values():
        what = _damage(folder, file, table, manifest)
        if what:
            yield file.path, what
    # `datasets` reads by the card, but other tools take every Parquet file of a folder.
    for place in sorted(_parts(folder, manifest) - listed.keys()):
        yield place, "is not in the manifest; it belongs to another run. Delete it"
    what = _card_damage(folder, manifest)
    if what:
        yield CARD, what


def _card_damage(folder: Path, manifest: Manifest) -> str | None:
    if not (folder / CARD).is_file():
        return "is missing, so `datasets` cannot load the corpus. Run again"
    # As bytes: reading as text would make every line break the same.
    card = (folder / CARD).read_bytes().decode(errors="replace")
    if card == render_card(manifest):
        return None
    # An earlier pressmark had other words for its card.
    if later_columns(folder, manifest) and lists_the_same_files(card, manifest):
        return None
    return "is not the card of this manifest, so `datasets` may load other files. Run again"


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
