"""
What requests use, over all processes of a machine: no more at once than are allowed, no more in all than the budget.

Both are held in files of the cache folder, because each worker of a run is a process of its own.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from .failures import BudgetSpent
from .private_files import make_private_folder, write_private
from .settings import Budget, LanguageModelSettings

__all__ = ["Ledger", "RequestSlots", "TokenUsage"]

SLOT_WAIT_SECONDS = 0.05
"""How long to wait for a free slot before asking again; chosen: an answer takes a hundred times as long."""


@dataclass(frozen=True, slots=True)
class RequestSlots:
    """Places for `count` requests at once to one address, each a lock in `folder`."""

    folder: Path
    count: int

    @classmethod
    def of(cls, settings: LanguageModelSettings) -> RequestSlots:
        """Return the slots of an address; annotators that ask the same share them."""
        name = _short_hash(settings.address)
        return cls(settings.cache_folder / "slots" / name, settings.concurrency)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a free slot and hold it for the block; a process that dies leaves its slot free."""
        make_private_folder(self.folder)
        lock = self._take()
        try:
            yield
        finally:
            lock.release()

    def _take(self) -> FileLock:
        while True:
            for number in range(self.count):
                # A lock of its own each time: one that is shared would let its owner in twice.
                lock = FileLock(self.folder / f"{number}.lock", thread_local=False)
                try:
                    lock.acquire(timeout=0)
                except Timeout:
                    continue
                return lock
            time.sleep(SLOT_WAIT_SECONDS)


@dataclass(slots=True)
class TokenUsage:
    """How many requests were sent, and how many tokens were read and written together."""

    requests: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """The usage of a layer's model in a file, and the budget that it must not pass."""

    file: Path
    budget: Budget

    @classmethod
    def of(cls, settings: LanguageModelSettings) -> Ledger:
        """Return the ledger of an address, a model and a layer."""
        name = _short_hash(settings.address, settings.model, settings.layer)
        return cls(settings.cache_folder / f"usage-{name}.json", settings.budget)

    def read(self) -> TokenUsage:
        """Return what was used up to now; nothing where there is no file that can be read."""
        try:
            row = json.loads(self.file.read_bytes())
            return TokenUsage(int(row["requests"]), int(row["tokens"]))
        except (OSError, ValueError, TypeError, KeyError):
            return TokenUsage()

    def reserve(self, tokens: int) -> None:
        """Enter a request of at most so many tokens before it is sent. Raises `BudgetSpent` where there is no room."""
        with self._locked():
            usage = self.read()
            usage.requests += 1
            usage.tokens += tokens
            self._require_room(usage)
            self._write(usage)

    def settle(self, reserved: int, used: int) -> None:
        """Enter what a request used in the place of what was reserved for it."""
        with self._locked():
            usage = self.read()
            usage.tokens += used - reserved
            self._write(usage)

    def _require_room(self, usage: TokenUsage) -> None:
        budget = self.budget
        if budget.requests is not None and usage.requests > budget.requests:
            raise BudgetSpent(
                f"the budget of {budget.requests} requests is spent. Raise `budget: {{requests: …}}`,"
                " and run again with --retry"
            )
        if budget.tokens is not None and usage.tokens > budget.tokens:
            raise BudgetSpent(
                f"the budget of {budget.tokens} tokens has no room for another request. Raise"
                " `budget: {tokens: …}`, and run again with --retry"
            )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        make_private_folder(self.file.parent)
        with FileLock(self.file.with_suffix(".lock"), thread_local=False):
            yield

    def _write(self, usage: TokenUsage) -> None:
        row = {"requests": usage.requests, "tokens": usage.tokens}
        write_private(self.file, json.dumps(row).encode())


def _short_hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
