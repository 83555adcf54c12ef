"""
Runs and sites that are killed at random, round after round: is every article there once, and every byte that of a calm run?

    .venv/bin/python benchmarks/kills.py [--rounds 50] [--kills 4] [--seed 8]

Each round kills the driver or a worker with `kill -9` four times at moments drawn at random, by turns with our own
processes and with Dask's, and then lets the run end. The model only tokenizes; the annotator waits over each article.
However few they are, the workers do the tasks of the seal, too. So it does with the build of the site, which two processes
do, and compares it with one that nothing disturbed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import spacy

from pressmark.dataset.checks import check
from pressmark.dataset.corpus import load
from pressmark.pipeline import executors
from pressmark.site import build, site_tasks
from pressmark.site.site_list import LIST

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from running import made, tables, write_project

TEXTS = [f"Anne {n} et Bob." for n in range(40)]


def workers(driver: int) -> list[int]:
    """The processes that do a driver's work: forks of the server that it has started for them."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    servers = {
        pid
        for pid, parent, told in rows
        if int(parent) == driver and "multiprocessing.forkserver" in told
    }
    return [int(pid) for pid, parent, _ in rows if parent in servers]


def disturbed(
    begin: Callable[[], subprocess.Popen[bytes]],
    kills: int,
    longest: float,
    draw: random.Random,
) -> None:
    """Begin, kill the driver or a worker at a random moment within `longest` seconds, and so on; let the last end."""
    driver = begin()
    for _ in range(kills):
        time.sleep(draw.uniform(0.5, longest))
        if driver.poll() is not None:
            driver = begin()
            continue
        below = workers(driver.pid)
        victim = draw.choice([driver.pid, *below])
        os.kill(victim, signal.SIGKILL)
        if victim == driver.pid:
            driver.wait()
            driver = begin()
    driver.communicate()


def building(corpus: Path, site: Path) -> subprocess.Popen[bytes]:
    """A build of the site in a process of its own, by two workers and in small parts, however few articles there are."""
    return subprocess.Popen([sys.executable, __file__, "--build", corpus, site])


def annotating(yaml: Path) -> subprocess.Popen[bytes]:
    """A run in a process of its own, which waits over each article and leaves the tasks of its seal to workers."""
    return subprocess.Popen(
        [sys.executable, __file__, "--annotate", yaml],
        env=os.environ | {"PAUSE": "0.05"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def annotate_as_many(yaml: Path) -> None:
    """Run a project as one of many articles is run."""
    executors.MIN_ARTICLES = 1
    made(yaml)


def build_in_parts(corpus: Path, site: Path) -> None:
    """Make a site as a large one is made."""
    site_tasks.MIN_ARTICLES_FOR_WORKERS = 1
    site_tasks.PAGES_OF_TASK = 5
    build(load(corpus), site, workers=2)


def has_good_site(corpus: Path, room: Path, kills: int, draw: random.Random) -> bool:
    """Make the site of a corpus, disturbed; say whether it is the one that nothing disturbed."""
    disturbed(lambda: building(corpus, room / "site"), kills, 4, draw)
    # What was killed is finished by the same command.
    build(load(corpus), room / "site")
    build(load(corpus), room / "calm-site")
    return files_of(room / "site") == files_of(room / "calm-site")


def files_of(site: Path) -> dict[str, bytes]:
    """The bytes of the files of a site, but for its list, which has times."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != LIST
    }


def main(rounds: int, kills: int, seed: int) -> None:
    """Print how many rounds lost, doubled or changed anything."""
    draw = random.Random(seed)
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        spacy.blank("fr").to_disk(place / "model")
        calm = tables(
            made(write_project(place / "calm", place / "model", TEXTS)).corpus
        )
        for number in range(rounds):
            where = {"cluster": "local"} if number % 2 else {}
            yaml = write_project(
                place / f"r{number}", place / "model", TEXTS, workers=2, **where
            )
            disturbed(partial(annotating, yaml), kills, 6, draw)
            corpus = made(yaml).corpus
            ids = [article.id for article in load(corpus)]
            good = (
                ids == [f"a{n}" for n in range(len(TEXTS))]
                and tables(corpus) == calm
                and not check(corpus)
                and has_good_site(corpus, yaml.parent, kills, draw)
            )
            bad += not good
            print(
                f"round {number + 1} ({'Dask' if where else 'local'}): {'good' if good else 'BAD'}",
                flush=True,
            )
    print(
        f"{rounds} rounds of {kills} kills: {bad} with an article lost or doubled, or with other bytes"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--seed", type=int, default=8, help="of the moments")
    parser.add_argument("--annotate", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--build", type=Path, nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.annotate:
        annotate_as_many(asked.annotate)
    elif asked.build:
        build_in_parts(*asked.build)
    else:
        main(asked.rounds, asked.kills, asked.seed)
