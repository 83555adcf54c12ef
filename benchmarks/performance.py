"""
The figures of docs/performance.md, by one command: each benchmark in a process of its own, one after the other.

    make bench    or: .venv/bin/python benchmarks/performance.py [--part seal --part workers] [--source news.fr.jsonl.gz]

It takes hours: `--part` runs some alone, `--quick` all with few articles, which shows that they run and no more. The
articles are the examples, or those of `--source` where a benchmark takes them.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from pressmark.pipeline.package_versions import package_versions

BENCHMARKS = Path(__file__).parent
HEAD = "| measure | to reach | found |\n|---|---|---|"


class Part(NamedTuple):
    """
    A benchmark with its words, and those of `--quick`, empty where it knows no few articles.

    `head` stands above its lines; one that `takes_source` is handed `--source`.
    """

    title: str
    command: str
    quick: str
    head: str = ""
    takes_source: bool = False


PARTS = {
    "run": Part(
        "One process beside plain spaCy",
        "speed.py --rounds 3",
        "speed.py --articles 4 --rounds 1 --memory 0",
        HEAD,
        takes_source=True,
    ),
    "again": Part(
        "Run again with one layer changed",
        "reruns.py --rounds 3",
        "reruns.py --articles 4 --rounds 1",
        HEAD,
        takes_source=True,
    ),
    "workers": Part(
        "Workers, Dask, memory",
        "workers.py --articles 800 1900 --memory 300",
        "workers.py --articles 6 --memory 0",
        HEAD,
        takes_source=True,
    ),
    "seal": Part(
        "The seal as a corpus grows",
        "scale.py 1000 10000 100000 --workers 2",
        "scale.py 200",
    ),
    "layers": Part("The layers", "layers.py", "layers.py --articles 2 --rounds 1"),
    "hostile": Part("Hostile texts", "bounded.py", ""),
    "kills": Part(
        "Random kills", "kills.py --rounds 50", "kills.py --rounds 1 --kills 1"
    ),
}


def run_part(part: Part, sources: list[str], *, quick: bool) -> bool:
    """Print what a benchmark prints, under its title; say whether it ended well."""
    if quick and not part.quick:
        return True
    name, *words = (part.quick if quick else part.command).split()
    if part.takes_source:
        words += [word for source in sources for word in ("--source", source)]
    print(
        f"\n### {part.title}\n\n    benchmarks/{' '.join([name, *words])}\n", flush=True
    )
    if part.head:
        print(part.head, flush=True)
    return subprocess.run([sys.executable, BENCHMARKS / name, *words]).returncode == 0


def main() -> int:
    """Run the parts that are asked for; 1 when one of them failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", action="append", choices=PARTS)
    parser.add_argument("--source", action="append", default=[])
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {package_versions()}")
    parts = asked.part or list(PARTS)
    done = [run_part(PARTS[name], asked.source, quick=asked.quick) for name in parts]
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
