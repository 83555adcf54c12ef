"""Whether a corpus folder is whole and true: its files, its card, every offset, every link."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pressmark.errors import CorpusError
from pressmark.layers import Layer
from pressmark.storage.manifest import Manifest, Shard, TableFile, read_manifest
from pressmark.storage.tables import completed

from .damaged_files import find_damage

__all__ = ["Problem", "check"]

Ids = Mapping[str, str | None]
"""The ids of a table's rows, each with the article that the row belongs to; None for a row of the whole corpus."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a corpus: the file or row, and what it is."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def check(folder: str | Path) -> tuple[Problem, ...]:
    """
    Everything that is wrong with a corpus folder; empty when it is whole and true.

    Raises `CorpusError` when the folder has no readable manifest, and so is no corpus.

    >>> check("corpus")
    ()
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    files = tuple(Problem(*damage) for damage in find_damage(folder, manifest))
    # Rows of damaged files would only repeat what is known.
    if files:
        return files
    return (*_counts(manifest), *_rows(folder, manifest))


def _counts(manifest: Manifest) -> Iterator[Problem]:
    counts = manifest.counts
    # Every article that was read is kept or rejected with a reason; none may vanish.
    if manifest.seen != counts["articles"] + counts.get("rejected", 0):
        yield Problem(
            "manifest.json",
            f"saw {manifest.seen} articles, but kept and rejected make another number",
        )


def _rows(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    # Read once: names and happenings are the corpus's, layers and their links a shard's.
    names, happenings = (
        _ids(folder, manifest, table) for table in ("names", "happenings")
    )
    seen: set[str] = set()
    yield from _copies(folder, manifest)
    yield from _links_to_names(folder, manifest, names)
    for shard in manifest.shards:
        texts = {}
        for row in _read(folder, shard.files["articles"]):
            yield from _article(row, seen)
            texts[row["id"]] = row["text"]
        yield from _layers(
            folder, manifest, shard, texts, {"names": names, "happenings": happenings}
        )
        yield from _layer_failures(folder, manifest, shard, texts)


def _layer_failures(
    folder: Path, manifest: Manifest, shard: Shard, texts: Mapping[str, str]
) -> Iterator[Problem]:
    """Find the rows of `layer_failures` that name no article of their shard (`texts`, by id), or no layer."""
    if "layer_failures" not in shard.files:
        return
    for row in _read(folder, shard.files["layer_failures"]):
        article_id, layer = row["article_id"], row["layer"]
        if article_id not in texts:
            yield Problem(
                f"layer_failures {article_id}", "names no article of its shard"
            )
        if layer not in manifest.layers:
            yield Problem(
                f"layer_failures {article_id}", f"the layer {layer!r} is not there"
            )


def _ids(folder: Path, manifest: Manifest, table: str) -> dict[str, str | None]:
    """Return the ids of a table of the whole corpus, each with its article: None, for such a row belongs to none."""
    ids: dict[str, str | None] = {}
    for file in manifest.files(table):
        ids |= {row["id"]: None for row in _read(folder, file, ["id"])}
    return ids


def _links_to_names(folder: Path, manifest: Manifest, names: Ids) -> Iterator[Problem]:
    """Find the links to `names` in the tables of the whole corpus that name no row: of roles, and of happenings."""
    for file in manifest.files("names"):
        for row in _read(folder, file, ["id", "roles"]):
            for role in row["roles"] or ():
                if role["name_id"] is not None and role["name_id"] not in names:
                    yield Problem(
                        f"names {row['id']}",
                        f"the name_id {role['name_id']!r} of a role names no row",
                    )
    for file in manifest.files("happenings"):
        for row in _read(folder, file, ["id", "place", "participants"]):
            if row["place"] is not None and row["place"] not in names:
                yield Problem(
                    f"happenings {row['id']}",
                    f"its place {row['place']!r} names no row",
                )
            for participant in row["participants"] or ():
                if participant not in names:
                    yield Problem(
                        f"happenings {row['id']}",
                        f"its participant {participant!r} names no row",
                    )


def _copies(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """What is wrong with the links from copies to their originals, which may stand in any shard."""
    # All links first: the original may stand after its copy, in a later shard.
    links: dict[str, str | None] = {}
    numbers: dict[str, int] = {}
    for file in manifest.files("articles"):
        for row in _read(folder, file, ["id", "duplicate_of", "copies"]):
            links[row["id"]] = row["duplicate_of"]
            numbers |= {row["id"]: row["copies"]} if row["copies"] is not None else {}
    counts = Counter(original for original in links.values() if original is not None)
    for id, original in links.items():
        if original is not None and original not in links:
            yield Problem(
                f"articles {id}", f"its duplicate_of {original!r} names no row"
            )
        # A copy leads to the original itself, never by way of another copy, else counts would miss it.
        elif original is not None and links[original] is not None:
            yield Problem(
                f"articles {id}", f"its duplicate_of {original!r} is a copy itself"
            )
        # A corpus in which copies were not looked for has no number to compare.
        if id in numbers and numbers[id] != counts[id]:
            yield Problem(
                f"articles {id}",
                f"says that it has {numbers[id]} copies, there are {counts[id]}",
            )


def _article(row: dict[str, Any], seen: set[str]) -> Iterator[Problem]:
    if row["id"] in seen:
        yield Problem(f"articles {row['id']}", "stands twice")
    seen.add(row["id"])
    if hashlib.sha256(row["text"].encode()).hexdigest() != row["sha256"]:
        yield Problem(
            f"articles {row['id']}",
            "its text is not the one that was imported (sha256 differs)",
        )


def _layers(
    folder: Path,
    manifest: Manifest,
    shard: Shard,
    texts: dict[str, str],
    whole: Mapping[str, Ids],
) -> Iterator[Problem]:
    # Layers come in the order in which one may link to another, so a target's ids are there when they are asked for.
    ids: dict[str, Ids] = dict(whole)
    for name in manifest.layers:
        layer = manifest.layer(name)
        # A corpus of an earlier pressmark lacks columns, and so is read with all of them.
        table = _read_table(folder, shard.files[name])
        rows = completed(table, manifest.table_columns(name).arrow_schema).to_pylist()
        ids[name] = {row["id"]: row["article_id"] for row in rows}
        if len(ids[name]) != len(rows):
            yield Problem(shard.files[name].path, "has an id that stands twice")
        for row in rows:
            for what in (*_offsets(layer, row, texts), *_links(layer, row, ids)):
                yield Problem(f"{name} {row['id']}", what)


def _offsets(layer: Layer, row: dict[str, Any], texts: dict[str, str]) -> Iterator[str]:
    text = texts.get(row["article_id"])
    if text is None:
        yield f"its article {row['article_id']!r} is not in the shard"
        return
    yield from layer.faults(_with_pairs(layer, row), text)


def _with_pairs(layer: Layer, row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with its pieces as pairs of offsets, as a declaration reads them."""
    if layer.pieces is None:
        return row
    # Parquet holds a pair as a mapping with names.
    pieces = [(piece["start"], piece["end"]) for piece in row[layer.pieces] or ()]
    return row | {layer.pieces: pieces}


def _links(layer: Layer, row: dict[str, Any], ids: Mapping[str, Ids]) -> Iterator[str]:
    yield from _dead_links(layer.links, row, ids, row["article_id"])
    for part in (row[layer.parts] or ()) if layer.parts else ():
        yield from _dead_links(layer.part_links, part, ids, row["article_id"])


def _dead_links(
    links: Mapping[str, str],
    row: Mapping[str, Any],
    ids: Mapping[str, Ids],
    article_id: str,
) -> Iterator[str]:
    """Find the links of a row, or of a part of it, that name no row, or one of another article than `article_id`."""
    for column, table in links.items():
        target = row[column]
        if target is None:
            continue
        if target not in ids.get(table, {}):
            yield f"its {column} {target!r} names no row"
        elif ids[table][target] not in (None, article_id):
            yield f"its {column} {target!r} names a row of another article"


def _read(
    folder: Path, file: TableFile, columns: list[str] | None = None
) -> list[dict[str, Any]]:
    return list(_read_table(folder, file, columns).to_pylist())


def _read_table(
    folder: Path, file: TableFile, columns: list[str] | None = None
) -> pa.Table:
    try:
        return pq.read_table(file.place(folder), columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise CorpusError(
            f"{folder / file.path}: cannot be read ({error}). Run again."
        ) from error
