"""
What a second worker, Dask and shared models bring: CPU seconds by who spends them, time by the clock, and memory.

    .venv/bin/python benchmarks/workers.py [--articles 800 1900] [--source news.fr.jsonl.gz] [--memory 300]

The articles are the examples with changed names, or those of `--source`, JSON Lines with a `text`, a language each that the
file's name ends with. On a machine that others use the clock says little. CPU seconds say what may be won: the driver's
own, and those of the process that workers are forked from, are spent while no worker works, or nearly; the bound is what
two workers would take on two free cores, with all else one after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path

from speed import Row, articles_of, project

from pressmark.articles import Article
from pressmark.config.project import read
from pressmark.pipeline.driver import run

TICKS = os.sysconf("SC_CLK_TCK")
Figures = dict[str, float]
"""Of a run: seconds by the clock, CPU seconds of the driver, of the workers' server and of workers; peak memory in MB."""


def measured(file: Path) -> Figures:
    """Run a project in this process, and return what it took."""
    peak = threading.Event()
    memory: list[float] = [0.0]
    sampler = threading.Thread(target=sample_memory, args=(memory, peak), daemon=True)
    if os.environ.get("MEMORY"):
        sampler.start()
    clock, own = time.perf_counter(), time.process_time()
    run(read(file))
    seconds, own = time.perf_counter() - clock, time.process_time() - own
    peak.set()
    server, workers = server_seconds()
    waited_for = resource.getrusage(resource.RUSAGE_CHILDREN)
    workers += waited_for.ru_utime + waited_for.ru_stime
    return {
        "clock": seconds,
        "driver": own,
        "server": server,
        "workers": workers,
        "memory": memory[0],
    }


def server_seconds() -> tuple[float, float]:
    """Return the CPU seconds of the process that workers are forked from, and of these, once they have ended."""
    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    if server is None:
        return 0.0, 0.0
    deadline = time.monotonic() + 10
    while children(server) and time.monotonic() < deadline:
        time.sleep(0.1)
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    user, system, of_user, of_system = (int(field) / TICKS for field in fields[11:15])
    return user + system, of_user + of_system


def children(process: int) -> list[int]:
    """Return the processes that one has started."""
    found: list[int] = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, file.read_text().split())
    return found


def sample_memory(peak: list[float], is_over: threading.Event) -> None:
    """Keep the most memory that this process and all below it hold together: their `Pss`, in MB."""
    while not is_over.wait(0.5):
        processes = [os.getpid()]
        for process in processes:
            processes += children(process)
        peak[0] = max(peak[0], sum(map(megabytes_of, processes)))


def megabytes_of(process: int) -> float:
    """Return the `Pss` of a process in MB: memory that several share counts once for all of them."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def figures(
    place: Path, articles: list[Article], *, memory: bool = False, **settings: object
) -> Figures:
    """Return what a run takes, in a process of its own."""
    file = project(place, articles, **settings)
    done = subprocess.run(
        [sys.executable, __file__, "--run", str(file)],
        env=os.environ | ({"MEMORY": "1"} if memory else {}),
        capture_output=True,
        check=True,
    )
    told: Figures = json.loads(done.stdout.splitlines()[-1])
    return told


def compared(place: Path, articles: list[Article]) -> Iterator[Row]:
    """Two workers beside one process, and Dask beside two workers."""
    count = len(articles)
    one = figures(place / "one", articles)
    two = figures(place / "two", articles, workers=2)
    dask = figures(place / "dask", articles, workers=2, cluster="local")
    alone = two["driver"] + two["server"]
    bound = one["driver"] / (alone + two["workers"] / 2)
    yield (
        f"two workers beside one, {count:,} articles",
        "≥ 1.8 ×",
        f"at most {bound:.2f} × by CPU seconds ({one['driver']:.0f} s of one process; of two workers "
        f"{two['workers']:.0f} s, their driver {two['driver']:.0f} s, the server {two['server']:.0f} s); "
        f"{one['clock'] / two['clock']:.2f} × by the clock ({count / two['clock']:.1f} articles a second)",
    )
    yield (
        f"Dask beside local processes, {count:,} articles",
        "≥ 0.9 ×",
        f"{two['clock'] / dask['clock']:.2f} × by the clock ({count / dask['clock']:.1f} articles a second); workers "
        f"{dask['workers']:.0f} CPU s, driver {dask['driver']:.0f} s",
    )


def shared_memory(place: Path, articles: list[Article]) -> Row:
    """Four workers beside one process, in memory."""
    one = figures(place / "alone", articles, memory=True)["memory"]
    four = figures(place / "four", articles, memory=True, workers=4)["memory"]
    found = f"{four / one:.2f} × ({four:,.0f} and {one:,.0f} MB, peaks of `Pss`)"
    return (
        f"memory of four workers over one, {len(articles):,} articles",
        "≤ 2 ×",
        found,
    )


def rows(asked: argparse.Namespace) -> Iterator[Row]:
    """Yield all rows that are asked for."""
    with tempfile.TemporaryDirectory() as name:
        for count in asked.articles:
            place = Path(name) / str(count)
            yield from compared(place, articles_of(asked.source, count))
        if asked.memory:
            yield shared_memory(Path(name), articles_of(asked.source, asked.memory))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="*", default=[800, 1900])
    parser.add_argument("--source", type=Path, action="append", default=[])
    parser.add_argument("--memory", type=int, default=300)
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        print(json.dumps(measured(given.run)))
        raise SystemExit
    for row in rows(given):
        print("| " + " | ".join(row) + " |", flush=True)
