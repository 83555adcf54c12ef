"""
Corpora of any size from real articles: annotated once, then copied with ids, days and half of the names of their own.

    .venv/bin/python benchmarks/resampled.py FOLDER 500 2000 10000 --source news.fr.jsonl.gz --source news.en.jsonl.gz

`FOLDER/corpus-500` and so on are corpora; `FOLDER/annotated` is kept, so that a further size costs no annotation. The
sources are JSON Lines, a language each, named by the part before `.jsonl`. Articles without a date are put 14
hours apart, from 2021 on. A corpus that is larger than what was annotated has articles again: copies have other days, and
names of which every second is new, as in an archive that grows.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pressmark.config.project import read
from pressmark.dataset.drafts import work_folder
from pressmark.dataset.sealing import Draft, seal
from pressmark.pipeline.driver import run
from pressmark.storage.disk import write_table
from pressmark.storage.manifest import Manifest, read_manifest

LAYERS = ("entities", "quotes", "times", "events")
SHARD = 200
FIRST_DAY = datetime(2021, 1, 1, tzinfo=UTC)
STEP = timedelta(hours=14)  # between two articles: 1,900 are three years
SHIFT = timedelta(days=97)  # between an article and its copy: no whole month or year
PROJECT = """\
title: Real articles
source: {{files: ["source/*.jsonl"]}}
corpus: corpus/
run: {{workers: {workers}}}
"""

Tables = dict[str, pa.Table]


def annotated(
    folder: Path, sources: Sequence[Path], most: int, workers: int
) -> tuple[Tables, Manifest]:
    """
    Return the tables of the articles of `sources`, annotated here unless they are, and what is told of them.

    Of each source `most` articles are taken, at most.
    """
    corpus = folder / "corpus"
    if not (corpus / "manifest.json").is_file():
        write_source(folder / "source", sources, most)
        (folder / "run.yaml").write_text(PROJECT.format(workers=workers), "utf-8")
        run(read(folder / "run.yaml"))
    manifest = read_manifest(corpus)
    tables: Tables = {}
    for table in ("articles", *LAYERS):
        files = [shard.files[table].place(corpus) for shard in manifest.shards]
        tables[table] = pa.concat_tables(map(pq.read_table, files)).combine_chunks()
    return tables, replace(manifest, shards=(), whole={})


def write_source(folder: Path, sources: Sequence[Path], most: int) -> None:
    """Write the records of `sources` as JSON Lines in an order drawn by chance, each with a language and a day."""
    records: list[dict[str, Any]] = []
    for source in sources:
        language = source.name.partition(".jsonl")[0].rpartition(".")[2]
        of_source = list(lines(source))
        random.Random(7).shuffle(of_source)
        records += [{**record, "language": language} for record in of_source[:most]]
    random.Random(8).shuffle(records)
    folder.mkdir(parents=True)
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        for number, record in enumerate(records):
            day = (FIRST_DAY + number * STEP).isoformat()
            print(json.dumps({"published": day, **record}), file=file)


def lines(source: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON Lines file, which may be packed by gzip."""
    opened = gzip.open if source.suffix == ".gz" else open
    with opened(source, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def resampled(tables: Tables, told: Manifest, count: int, folder: Path) -> Manifest:
    """Seal a corpus of `count` articles in `folder`, which must be new; `told` is of the annotated one."""
    article_ids = tables["articles"]["id"].to_pylist()
    random.Random(9).shuffle(article_ids)
    drafts: list[Draft] = []
    for first in range(0, count, SHARD):
        places = range(first, min(first + SHARD, count))
        drafts.append(drafted(tables, article_ids, places, folder, len(drafts)))
    return seal(folder, drafts, replace(told, layers=LAYERS, seen=count, keys={}))


def drafted(
    tables: Tables,
    article_ids: Sequence[str],
    places: range,
    folder: Path,
    number: int,
) -> Draft:
    """Write one shard: the articles at `places` of the endless row of `article_ids`, which comes round again."""
    rounds: dict[int, list[str]] = {}
    for place in places:
        turn, position = divmod(place, len(article_ids))
        rounds.setdefault(turn, []).append(article_ids[position])
    files: dict[str, Path] = {}
    for name, table in tables.items():
        key = "id" if name == "articles" else "article_id"
        parts = [
            copied(table.filter(pc.is_in(table[key], pa.array(ids))), turn)
            for turn, ids in rounds.items()
        ]
        files[name] = work_folder(folder) / f"{number:06d}" / f"{name}.parquet"
        write_table(files[name], pa.concat_tables(parts))
    return Draft(key=f"{number:032d}", files=files)


def copied(table: pa.Table, turn: int) -> pa.Table:
    """Return the rows of a table as those of other articles; as they are in the first turn, 0."""
    if turn == 0:
        return table
    prefix = f"{turn}-"
    for name in table.column_names:
        kind = table.schema.field(name).type
        if (name == "id" or name.endswith("_id")) and pa.types.is_string(kind):
            table = with_column(table, name, prefixed(table[name], prefix))
    if "published" in table.column_names:
        later = pc.add(table["published"], pa.scalar(turn * SHIFT))
        table = with_column(
            table, "published", later.cast(table.schema.field("published").type)
        )
    if "arguments" in table.column_names:
        arguments = with_prefixed_entities(table["arguments"].combine_chunks(), prefix)
        table = with_column(table, "arguments", arguments)
    if "role_entity_id" in table.column_names:
        table = renamed(table, turn)
    return table


def prefixed(ids: pa.ChunkedArray, prefix: str) -> pa.ChunkedArray:
    """Return ids with `prefix` before each; those that are null stay null."""
    return pc.binary_join_element_wise(prefix, ids, "")


def with_prefixed_entities(arguments: pa.ListArray, prefix: str) -> pa.ListArray:
    """Return the arguments of events with the ids of their entities prefixed."""
    parts = arguments.flatten()
    fields = list(parts.type)
    columns = [parts.field(field.name) for field in fields]
    place = parts.type.get_field_index("entity_id")
    columns[place] = prefixed(columns[place], prefix)
    changed = pa.StructArray.from_arrays(columns, fields=fields)
    lengths = pc.fill_null(pc.list_value_length(arguments), 0)
    ends = pc.cumulative_sum(lengths)
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends.cast(pa.int32())])
    return pa.ListArray.from_arrays(offsets, changed, type=arguments.type)


def renamed(entities: pa.Table, turn: int) -> pa.Table:
    """Return entities of which every second name is one that no other turn has; the same name stays the same."""
    names = entities["name"].to_pylist()
    others = [
        f"{name} {roman(turn)}" if name and sum(name.encode()) % 2 else name
        for name in names
    ]
    return with_column(entities, "name", pa.array(others, entities["name"].type))


def roman(number: int) -> str:
    """Return a number in letters, as a name may end: no digits, which the joining of names reads as numbers."""
    return "".join("IVXLCDMNOP"[int(digit)] for digit in str(number))


def with_column(table: pa.Table, name: str, values: Any) -> pa.Table:
    """Return the table with one column's values replaced."""
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(name), values)


def main() -> None:
    """Make the corpora that are asked for, and say what each holds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("articles", type=int, nargs="+")
    parser.add_argument("--source", type=Path, action="append", required=True)
    parser.add_argument("--most", type=int, default=1_000_000, help="of each source")
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    tables, told = annotated(
        asked.folder / "annotated", asked.source, asked.most, asked.workers
    )
    for count in asked.articles:
        folder = asked.folder / f"corpus-{count}"
        shutil.rmtree(folder, ignore_errors=True)
        counts = resampled(tables, told, count, folder).counts
        held = ", ".join(f"{number:,} {table}" for table, number in counts.items())
        print(f"{folder}: {held}", flush=True)


if __name__ == "__main__":
    main()
