"""
What the seal costs as a corpus grows: seconds, how many of them are its driver's alone, and peak memory.

    .venv/bin/python benchmarks/scale.py [1000 10000 100000] [--workers 2] [--corpus FOLDER]

The articles are the 24 examples, annotated once, or those of the first shard of `--corpus`; they are copied with ids of
their own. Of their names, half are new in every shard, as in a growing archive. Each size is sealed in a process of its
own, which has `--workers` do the tasks where they are more than one. What is no task is the driver's alone: with many
workers, that is what a seal takes. The memory is that of the driver and, where there are workers, of the largest of them.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from measured_task import MeasuredTask
from peaks import megabytes

from pressmark.dataset.drafts import work_folder
from pressmark.dataset.sealing import Draft, seal
from pressmark.dataset.tasks import run_here
from pressmark.pipeline.driver import run
from pressmark.pipeline.executors import local_executor
from pressmark.pipeline.task_processes import TaskProcesses
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


def annotate_examples(folder: Path) -> None:
    """Run the example articles with their layers into the corpus of `folder`."""
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
    run(read(folder / "run.yaml"))


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


class MeasuredTasks:
    """Has `workers` processes do tasks, or this one, and adds up what they take."""

    def __init__(self, workers: int) -> None:
        """Begin without a task."""
        here = workers <= 1
        self.runner: Any = run_here if here else TaskProcesses(local_executor(workers))
        self.seconds = 0.0
        self.peak = 0

    def __call__(self, tasks: Iterable[Callable[[], Any]]) -> Iterator[Any]:
        """Do tasks; they are begun at once."""
        results = self.runner(map(MeasuredTask, tasks))
        return (self._noted(*measured) for measured in results)

    def _noted(self, result: Any, seconds: float, peak: int) -> Any:
        self.seconds += seconds
        self.peak = max(self.peak, peak)
        return result


def measure(count: int, corpus: Path, workers: int) -> str:
    """Seal at least `count` copies of the articles of `corpus`; return what it cost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = first_shard(corpus)
        in_a_shard = len(tables["articles"]) * COPIES
        shards = -(-count // in_a_shard)
        drafts = [drafted(folder, tables, number) for number in range(shards)]
        tasks = MeasuredTasks(workers)
        before, started = time.process_time(), time.perf_counter()
        sealed = seal(
            folder,
            drafts,
            Manifest(
                title="Large",
                layers=LAYERS,
                columns=read_manifest(corpus).columns,
                seen=shards * in_a_shard,
            ),
            run_tasks=tasks,
        )
        wall = time.perf_counter() - started
        own = time.process_time() - before
    alone = own - tasks.seconds if workers <= 1 else own
    seconds = alone + tasks.seconds
    articles = sealed.counts["articles"]
    memory = f"{megabytes()} MB"
    if workers > 1:
        memory += f" and {tasks.peak} MB of a worker"
    return (
        f"{articles:9,} articles  {seconds:8.1f} CPU s  {1000 * seconds / articles:6.2f} s per 1,000"
        f"  {alone:.1f} s of them the driver's  {wall:.1f} s by the clock  {memory}"
        f"  {sealed.counts['names']:,} names, {sealed.counts['happenings']:,} happenings"
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
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--annotate", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.annotate:
        annotate_examples(options.annotate)
    elif options.corpus and len(options.articles) == 1:
        print(measure(options.articles[0], options.corpus, options.workers), flush=True)
    else:
        measure_sizes(options)


def measure_sizes(options: argparse.Namespace) -> None:
    """Measure each size in a process of its own: this one would bring the memory of the size before, and of models."""
    with tempfile.TemporaryDirectory() as name:
        corpus = options.corpus
        if corpus is None:
            subprocess.run([sys.executable, __file__, "--annotate", name], check=True)
            corpus = Path(name) / "corpus"
        for size in options.articles:
            asked = ["--corpus", str(corpus), "--workers", str(options.workers)]
            subprocess.run([sys.executable, __file__, str(size), *asked], check=True)


if __name__ == "__main__":
    main()
