"""
What the seal costs as a corpus grows: seconds, seconds per thousand articles, and peak memory.

    .venv/bin/python benchmarks/scale.py [1000 10000 100000] [--corpus FOLDER]

The articles are the 24 examples, annotated once, or those of the first shard of `--corpus`; they are copied with ids of
their own. Of their names, half are new in every shard, as in a growing archive. Each size is sealed in a process of its
own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from peaks import megabytes

from pressmark.dataset.drafts import work_folder
from pressmark.dataset.sealing import Draft, seal
from pressmark.pipeline.driver import run
from pressmark.storage.disk import write_table
from pressmark.storage.manifest import Manifest, read_manifest

EXAMPLES = Path(__file__).parent.parent / "examples"
COPIES = 8  # of the 24 examples: 192 articles a shard
LAYERS = ("entities", "quotes", "events")


def first_shard(corpus: Path) -> dict[str, pa.Table]:
    """Give the tables of a corpus's first shard, by name."""
    shard = read_manifest(corpus).shards[0]
    return {
        table: pq.read_table(corpus / file.path) for table, file in shard.files.items()
    }


def annotate_examples(folder: Path) -> Path:
    """Run the example articles with their layers into `folder`; give the corpus."""
    from pressmark.config.project import read

    text = (EXAMPLES / "pressmark.yaml").read_text("utf-8")
    lines = [
        line
        for line in text.splitlines()
        if not line.startswith(("source:", "corpus:", "site:"))
    ]
    source = f"source: {{files: ['{EXAMPLES / 'articles' / '*.md'}']}}"
    (folder / "run.yaml").write_text(
        "\n".join([*lines, source, "run: {workers: 1}"]), "utf-8"
    )
    return run(read(folder / "run.yaml")).corpus


def copied(table: pa.Table, prefix: str) -> pa.Table:
    """A table with every id that it holds made another article's."""
    for name in table.column_names:
        kind = table.schema.field(name).type
        if (name == "id" or name.endswith("_id")) and pa.types.is_string(kind):
            table = set_column(
                table, name, pc.binary_join_element_wise(prefix, table[name], "")
            )
    return table


def renamed(entities: pa.Table, number: int) -> pa.Table:
    """Entities of which every second bears a name that no other shard has."""
    odd = pa.array([place % 2 == 1 for place in range(len(entities))])
    other = pc.binary_join_element_wise(entities["name"], str(number), " ")
    return set_column(entities, "name", pc.if_else(odd, other, entities["name"]))


def set_column(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    """The table with one column's values replaced."""
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(name), values)


def drafted(corpus: Path, tables: dict[str, pa.Table], number: int) -> Draft:
    """One shard of copies, written as a draft."""
    folder = work_folder(corpus) / f"{number:06d}"
    files = {}
    for name, table in tables.items():
        copies = pa.concat_tables(
            [copied(table, f"{number}-{copy}-") for copy in range(COPIES)]
        )
        files[name] = folder / f"{name}.parquet"
        write_table(
            files[name], renamed(copies, number) if name == "entities" else copies
        )
    return Draft(key=f"{number:032d}", files=files)


def measure(count: int, corpus: Path | None) -> None:
    """Seal at least `count` copies of the articles of `corpus`, else of the examples, and print what it cost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = first_shard(corpus or annotate_examples(folder))
        in_a_shard = len(tables["articles"]) * COPIES
        shards = -(-count // in_a_shard)
        drafts = [drafted(folder / "large", tables, number) for number in range(shards)]
        before = megabytes()
        started = time.process_time()
        sealed = seal(
            folder / "large",
            drafts,
            Manifest(title="Large", layers=LAYERS, seen=shards * in_a_shard),
        )
        seconds = time.process_time() - started
        peak = megabytes()
        articles = sealed.counts["articles"]
        print(
            f"{articles:9,} articles  {seconds:8.1f} s  {1000 * seconds / articles:6.2f} s per 1,000"
            f"  {peak:7} MB peak ({before} MB before)"
            f"  {sealed.counts['names']:,} names, {sealed.counts['happenings']:,} happenings",
            flush=True,
        )


def main() -> None:
    """Read what is asked for, and measure each size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "articles", type=int, nargs="*", default=[1000, 10_000, 100_000]
    )
    parser.add_argument("--corpus", type=Path, help="an annotated corpus to copy")
    options = parser.parse_args()
    if len(options.articles) == 1:
        measure(options.articles[0], options.corpus)
        return
    corpus = ["--corpus", str(options.corpus)] if options.corpus else []
    for size in options.articles:
        command = [sys.executable, __file__, str(size), *corpus]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
