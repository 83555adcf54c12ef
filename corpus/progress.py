"""How far a run is: told to a progress bar, and kept in the corpus folder for who asks from outside."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from .disk import write_bytes, writing
from .drafting import WORK
from .errors import Blocked
from .gate import refuse_links

__all__ = ["Progress", "Status", "locked", "recorded", "status"]

Progress = Callable[[str, int, int | None], None]
"""Called with a step ("import", "annotate", "seal"), articles done, and articles in all (None when not known)."""

_LOCK = ".pressmark.lock"
_FILE = "status.json"
_EVERY = 1.0  # second


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """
    The state of the run over a corpus: its step, how many articles of how many, and how many a second.

    `running` is false when the run that wrote this has ended before its end: the same command goes on from there.
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
    def left(self) -> float | None:
        """Seconds to the end of the step, at the rate so far."""
        return (self.total - self.done) / self.rate if self.total is not None and self.rate else None

    def __str__(self) -> str:
        state = "running" if self.running else "stopped; the same command goes on from here"
        parts = [f"{state}: {self.step} {self.done:,}" + (f" of {self.total:,} articles" if self.total else "")]
        parts += [f"{self.rate:.1f} a second"] if self.rate else []
        parts += [f"{self.left / 60:.0f} minutes left"] if self.running and self.left is not None else []
        return ", ".join([*parts, f"process {self.process} on {self.host}"])


@contextmanager
def locked(corpus: Path) -> Iterator[None]:
    """Hold a corpus folder for one run. Raises `Blocked` when another has it, or the folder cannot be written."""
    refuse_links(corpus, WORK, _LOCK)
    lock = FileLock(corpus / _LOCK, blocking=False)
    try:
        with writing(corpus):
            corpus.mkdir(parents=True, exist_ok=True)
            lock.acquire()
    except Timeout:
        raise Blocked(f"{corpus}: another run is at work here{_who(corpus)}. Wait for it, or stop it.") from None
    with lock:
        yield


def status(corpus: Path) -> Status | None:
    """How far the run over a corpus is; None when none is under way and none was left unfinished."""
    try:
        found = Status(**json.loads((corpus / WORK / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    try:
        with locked(corpus):
            return Status(**(asdict(found) | {"running": False}))
    except Blocked:
        return found


def recorded(progress: Progress, corpus: Path) -> Progress:
    """A progress that also keeps the status, at most once a second."""
    started: dict[str, tuple[float, int]] = {}
    written = [0.0]

    def told(step: str, done: int, total: int | None) -> None:
        progress(step, done, total)
        now = time.time()
        began, before = started.setdefault(step, (now, done))
        if now - written[0] >= _EVERY or began == now:
            rate = (done - before) / (now - began) if now > began and done > before else None
            known = {"step": step, "done": done, "total": total, "rate": rate, "started": began}
            write_bytes(corpus / WORK / _FILE, json.dumps(known | _me()).encode())
            written[0] = now

    return told


def _me() -> dict[str, object]:
    return {"process": os.getpid(), "host": socket.gethostname()}


def _who(corpus: Path) -> str:
    try:
        found = json.loads((corpus / WORK / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return f" (process {found['process']} on {found['host']}, {found['step']} {found['done']})"
