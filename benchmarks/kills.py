"""
Runs that are killed at random, round after round: is every article there once, and every byte that of a calm run?

    .venv/bin/python benchmarks/kills.py [--rounds 50] [--kills 4]

Each round kills the driver or a worker with `kill -9` four times at moments drawn at random, by turns with our own
processes and with Dask's, and then lets the run end. The model only tokenizes; the annotator waits over each article.
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
from pathlib import Path

import spacy

from pressmark.dataset.checks import check
from pressmark.dataset.corpus import load

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from running import made, start, tables, write_project

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


def disturbed(yaml: Path, kills: int, draw: random.Random) -> None:
    """Start the run, kill the driver or a worker at a random moment, and so on."""
    driver = start(yaml, pause=0.05)
    for _ in range(kills):
        time.sleep(draw.uniform(0.5, 6))
        if driver.poll() is not None:
            driver = start(yaml, pause=0.05)
            continue
        below = workers(driver.pid)
        victim = draw.choice([driver.pid, *below])
        os.kill(victim, signal.SIGKILL)
        if victim == driver.pid:
            driver.wait()
            driver = start(yaml, pause=0.05)
    driver.communicate()


def main(rounds: int, kills: int) -> None:
    """Print how many rounds lost, doubled or changed anything."""
    draw = random.Random(8)
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
            disturbed(yaml, kills, draw)
            corpus = made(yaml).corpus
            ids = [article.id for article in load(corpus)]
            good = (
                ids == [f"a{n}" for n in range(len(TEXTS))]
                and tables(corpus) == calm
                and not check(corpus)
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
    asked = parser.parse_args()
    main(asked.rounds, asked.kills)
