"""How far a run is: told to a progress bar, and kept in the corpus folder for who asks from outside."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from filelock import FileLock, Timeout

from pressmark.dataset.drafts import WORK
from pressmark.errors import Blocked
from pressmark.storage.disk import write_bytes, writing
from pressmark.storage.path_gate import refuse_links

__all__ = ["Progress", "RunStatus", "lock_corpus", "read_status", "record_status"]

Progress = Callable[[str, int, int | None], None]
"""Called with a step ("import", "annotate", "seal"), articles done, and articles in all (None when not known)."""

_LOCK_FILE = ".pressmark.lock"
_STATUS_FILE = "status.json"

SECONDS_BETWEEN_WRITES = 1.0
"""How often the status is written at most; chosen: a person does not look more often, and a disk is spared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStatus:
    """
    The state of the run over a corpus: its step, how many articles of how many, and how many a second.

    `started` is in seconds of the epoch. `running` is false when the run that wrote this has ended before its end: the
    same command goes on from there.
    """

    step: str
    done: int
    total: int | None
    rate: float | None
    started: float
    process: int
    host: str
    running: bool = True

    @property
    def seconds_left(self) -> float | None:
        """Seconds to the end of the step, at the rate so far; None when that is not known."""
        if self.total is None or not self.rate:
            return None
        return (self.total - self.done) / self.rate

    def __str__(self) -> str:
        """Return one line: whether the run goes on, its step, how many articles are done, how long is left."""
        state = (
            "running" if self.running else "stopped; the same command goes on from here"
        )
        count = f"{self.step} {self.done:,}"
        if self.total:
            count += f" of {self.total:,} articles"
        parts = [f"{state}: {count}"]
        if self.rate:
            parts.append(f"{self.rate:.1f} a second")
        if self.running and self.seconds_left is not None:
            parts.append(f"{self.seconds_left / 60:.0f} minutes left")
        parts.append(f"process {self.process} on {self.host}")
        return ", ".join(parts)


@contextmanager
def lock_corpus(corpus: Path) -> Iterator[None]:
    """Hold a corpus folder for one run. Raises `Blocked` when another has it, or the folder cannot be written."""
    refuse_links(corpus, WORK, _LOCK_FILE)
    # Not blocking: a person who starts a second run is told at once who holds the folder.
    lock = FileLock(corpus / _LOCK_FILE, blocking=False)
    try:
        with writing(corpus):
            corpus.mkdir(parents=True, exist_ok=True)
            lock.acquire()
    except Timeout:
        holder = _describe_holder(corpus)
        raise Blocked(
            f"{corpus}: another run is at work here{holder}. Wait for it, or stop it."
        ) from None
    with lock:
        yield


def read_status(corpus: Path) -> RunStatus | None:
    """Return how far the run over a corpus is; None when none is under way and none was left unfinished."""
    try:
        status = RunStatus(
            **json.loads((corpus / WORK / _STATUS_FILE).read_text(encoding="utf-8"))
        )
    except (OSError, ValueError, TypeError):
        return None
    try:
        # Who can lock the corpus knows that nobody holds it: the run that wrote the status is no more.
        with lock_corpus(corpus):
            return replace(status, running=False)
    except Blocked:
        return status


def record_status(progress: Progress, corpus: Path) -> Progress:
    """Return a progress that calls `progress` and also writes the status of the corpus, at most once a second."""
    return _StatusWriter(progress, corpus)


@dataclass(slots=True)
class _StatusWriter:
    """Tells the progress, and writes it when the last status is a second old or a step begins."""

    progress: Progress
    corpus: Path
    # Of each step: when it was first told of (seconds of the epoch), and how many articles were done then.
    first_calls: dict[str, tuple[float, int]] = field(default_factory=dict)
    written_at: float = 0.0

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """Tell that `done` of `total` articles are through a step."""
        self.progress(step, done, total)
        now = time.time()
        started, done_before = self.first_calls.setdefault(step, (now, done))
        # The first call of a step is always written: a step that takes hours is seen when it begins.
        if started != now and now - self.written_at < SECONDS_BETWEEN_WRITES:
            return
        # The rate counts what this run did: articles of an earlier one are done at its first call.
        rate: float | None = None
        if now > started and done > done_before:
            rate = (done - done_before) / (now - started)
        status = RunStatus(
            step=step,
            done=done,
            total=total,
            rate=rate,
            started=started,
            process=os.getpid(),
            host=socket.gethostname(),
        )
        content = {
            name: value for name, value in asdict(status).items() if name != "running"
        }
        write_bytes(self.corpus / WORK / _STATUS_FILE, json.dumps(content).encode())
        self.written_at = now


def _describe_holder(corpus: Path) -> str:
    """Say which process holds a corpus, and how far it is; "" when it has told nothing."""
    try:
        status = json.loads((corpus / WORK / _STATUS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return f" (process {status['process']} on {status['host']}, {status['step']} {status['done']})"
