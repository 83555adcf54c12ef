"""What the seal takes over from the corpus that stands: files, names and happenings that would be made the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pressmark.errors import CorpusError
from pressmark.storage.manifest import Manifest, TableFile, read_manifest

__all__ = ["Kept", "kept"]

# Layers that a table of the whole corpus is joined from: where one of their files is new, it is joined again.
_RESTS_ON = {"names": ("entities", "quotes"), "happenings": ("entities", "events")}


@dataclass(frozen=True, slots=True)
class Kept:
    """Sealed files by where they lie, and of the tables that are not sharded those to be kept, by name."""

    files: Mapping[Path, TableFile] = field(default_factory=dict)
    whole: Mapping[str, TableFile] = field(default_factory=dict)
    name_columns: Mapping[str, str] = field(default_factory=dict)

    def file(self, table: str, index: int, path: Path) -> TableFile | None:
        """The file of a table when it can stay as it is: sealed at this place, and nothing in it to be given anew."""
        # These tables hold columns that the seal fills in: `name_id`, the speaker's name, `happening_id`.
        rests_on = {"entities": "names", "quotes": "names", "events": "happenings"}.get(
            table
        )
        file = self.at_place(table, index, path)
        return file if rests_on is None or rests_on in self.whole else None

    def at_place(self, table: str, index: int, path: Path) -> TableFile | None:
        """Return the sealed file of a table at `path`; None where it is a draft, or is sealed under another number."""
        file = self.files.get(path)
        # The number of the shard is a part of the name: a shard that is new in front moves all after it.
        if file is None or not file.path.startswith(f"{table}/part-{index:05d}-"):
            return None
        return file


def kept(
    folder: Path, keys: Mapping[str, str], drafts: Iterable[Mapping[str, Path]]
) -> Kept:
    """
    What of the corpus at `folder` can be kept when `drafts` are sealed, each given by its files.

    `keys` says what names and happenings are made of now; those of the corpus that were made of the same are kept.
    """
    try:
        before = read_manifest(folder)
    # No corpus, or one that cannot be read: everything is made.
    except CorpusError:
        return Kept()
    files: dict[Path, TableFile] = {}
    for shard in before.shards:
        files |= {folder / file.path: file for file in shard.files.values()}
    given = list(drafts)
    whole: dict[str, TableFile] = {}
    # `names` comes first in `_RESTS_ON`, because happenings hold ids of names.
    for table, layers in _RESTS_ON.items():
        has_same_key = table in keys and keys[table] == before.keys.get(table)
        has_same_names = table == "names" or "names" in whole
        same = has_same_key and has_same_names
        # A draft that lacks the layer has nothing to join.
        layer_files = []
        for draft in given:
            layer_files += [draft[layer] for layer in layers if layer in draft]
        sealed = all(path in files for path in layer_files)
        if same and sealed and _is_good(folder, before, table):
            whole[table] = before.whole[table]
    return Kept(files, whole, before.name_columns)


def _is_good(folder: Path, before: Manifest, table: str) -> bool:
    file = before.whole.get(table)
    # The hash is compared too: a damaged table would be carried from seal to seal.
    return file is not None and file.is_whole(folder)
