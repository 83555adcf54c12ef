"""
Foreign code in our process: what it changes there is undone, and it gets no more time than it is allowed.

An annotator may print, change the folder, lower the limit of recursion or fork: the run that it is part of goes on.
"""

from __future__ import annotations

import faulthandler
import gc
import io
import locale
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, TextIO

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

__all__ = ["GRACE_SECONDS", "TimeUp", "print_aside", "process_restored", "time_limit"]

GRACE_SECONDS = 5.0
"""Seconds after the limit at which a process that did not come back is ended, where it may be."""

# Seconds: code that swallows the first `TimeUp` gets another. Chosen, not measured.
_REPEAT_SECONDS = 1.0
_SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGALRM")
    if hasattr(signal, name)
)
# The clocks that send a process a signal: real time (`signal.alarm` too), the process's own, and that with the kernel's.
_TIMERS = tuple(
    getattr(signal, name)
    for name in ("ITIMER_REAL", "ITIMER_VIRTUAL", "ITIMER_PROF")
    if hasattr(signal, name)
)
_RESOURCES = tuple(
    getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")
)

_stderr_streams: list[TextIO] = []
_devnull_streams: list[TextIO] = []


class TimeUp(BaseException):
    """The time of an annotator is over. No `Exception`, so that an annotator that catches those does not go on."""


class process_restored:  # noqa: N801 - reads as what it does: `with process_restored(): annotator.annotate(…)`
    """
    Undo at the end of a block what foreign code changed in this process; what it prints goes to stderr.

    Undone are: the folder, `sys.path` (to which `folder` is added), the streams, the limit of recursion, the garbage
    collector, the locale, the mask of new files, the limits of resources, what traces and profiles, and signals: their
    handlers, which of them are blocked, and timers that did not run before. A process that the code forked ends here.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        self._process = os.getpid()
        self._recursion = sys.getrecursionlimit()
        self._streams = sys.stdin, sys.stdout, sys.stderr
        self._path = list(sys.path)
        self._collects = gc.isenabled()
        self._cwd = Path.cwd()
        self._locale = locale.setlocale(locale.LC_ALL)
        # There is no way to read the mask but to set it; it is put back at once.
        self._mask = os.umask(0o022)
        os.umask(self._mask)
        self._handlers: list[Any] = [
            signal.getsignal(signal_number) for signal_number in _SIGNALS
        ]
        self._blocked = _blocked_signals()
        self._idle_timers = [
            timer for timer in _TIMERS if not signal.getitimer(timer)[0]
        ]
        self._resources = _resource_limits()
        self._tracers = sys.gettrace(), sys.getprofile()
        if self._folder is not None:
            sys.path.insert(0, str(self._folder))
        sys.stdout = sys.stderr = _stderr_stream()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _: TracebackType | None,
    ) -> None:
        # First of all: what follows must not fail because the code set a limit of ten, or is traced at every line.
        sys.setrecursionlimit(self._recursion)
        self._restore_tracers()
        if os.getpid() != self._process:
            # a process that the code forked would go on with our run, as a second one
            os._exit(0)
        sys.stdin, sys.stdout, sys.stderr = self._streams
        # In place: other modules hold this very list.
        if sys.path != self._path:
            sys.path[:] = self._path
        if gc.isenabled() != self._collects:
            (gc.enable if self._collects else gc.disable)()
        self._restore_files()
        _reopen_stdout()
        if locale.setlocale(locale.LC_ALL) != self._locale:
            locale.setlocale(locale.LC_ALL, self._locale)
        self._restore_resources()
        self._restore_signals()

    def _restore_tracers(self) -> None:
        tracer, profiler = self._tracers
        if sys.gettrace() is not tracer:
            sys.settrace(tracer)
        if sys.getprofile() is not profiler:
            sys.setprofile(profiler)

    def _restore_resources(self) -> None:
        limits = _resource_limits()
        for number, before in self._resources.items():
            if limits[number] == before:
                continue
            # A hard limit that was lowered stays: nobody but root may raise it. The soft one goes as far as it lets.
            with suppress(ValueError, OSError):
                hard = limits[number][1]
                resource.setrlimit(number, (_smaller_limit(before[0], hard), hard))

    def _restore_signals(self) -> None:
        # A timer that was at work before is that of `time_limit`, which stops it, or the caller's own.
        for timer in self._idle_timers:
            if signal.getitimer(timer)[0]:
                signal.setitimer(timer, 0)
        # Python sets handlers of signals from the main thread alone.
        if threading.current_thread() is threading.main_thread():
            for signal_number, handler in zip(_SIGNALS, self._handlers, strict=True):
                if (
                    handler is not None
                    and signal.getsignal(signal_number) is not handler
                ):
                    signal.signal(signal_number, handler)
        # After the handlers: what was held back is delivered at once, to those that were there before.
        if _blocked_signals() != self._blocked:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._blocked)

    def _restore_files(self) -> None:
        os.umask(self._mask)
        try:
            if Path.cwd() == self._cwd:
                return
        except OSError:  # the folder that the code went to is gone
            pass
        with suppress(OSError):
            os.chdir(self._cwd)


@contextmanager
def time_limit(seconds: float | None, *, expendable: bool = False) -> Iterator[None]:
    """
    Raise `TimeUp` in a block that takes longer than `seconds`; None is no limit.

    That is possible in the main thread, while Python code runs. Code in C may not hear it: a process that is
    `expendable` is ended `GRACE_SECONDS` later, by a thread that needs nothing of the interpreter.
    """
    if not seconds:
        yield
        return
    can_signal = (
        hasattr(signal, "SIGALRM")
        and threading.current_thread() is threading.main_thread()
    )
    if expendable:
        faulthandler.dump_traceback_later(
            seconds + GRACE_SECONDS, exit=True, file=_devnull_stream()
        )
    if can_signal:
        handler = signal.signal(signal.SIGALRM, _raise_time_up)
        remaining, interval = signal.setitimer(
            signal.ITIMER_REAL, seconds, _REPEAT_SECONDS
        )
    try:
        yield
    finally:
        if can_signal:
            signal.setitimer(signal.ITIMER_REAL, remaining, interval)
            signal.signal(signal.SIGALRM, handler)
        if expendable:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def print_aside() -> Iterator[None]:
    """Send to stderr all that is printed in a block, by foreign code and the programs that it starts, too."""
    stream = sys.stdout
    try:
        stream.flush()
        real = os.dup(1)
    # there is no stdout to keep clean
    except (OSError, ValueError):
        yield
        return
    os.dup2(2, 1)
    sys.stdout = _stderr_stream()
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            sys.stdout.flush()
        os.dup2(real, 1)
        os.close(real)
        if stream.closed:
            stream = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = stream


def _blocked_signals() -> set[int]:
    """Return the signals that this thread holds back."""
    if not hasattr(signal, "pthread_sigmask"):
        return set()
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, ()))


def _resource_limits() -> Mapping[int, tuple[int, int]]:
    """Return the soft and the hard limit of each resource that the system limits."""
    return {number: resource.getrlimit(number) for number in _RESOURCES}


def _smaller_limit(soft: int, hard: int) -> int:
    """Return the soft limit, or the hard one where that is smaller; -1 is no limit."""
    if hard == resource.RLIM_INFINITY:
        return soft
    return hard if soft == resource.RLIM_INFINITY else min(soft, hard)


def _raise_time_up(_: int, __: FrameType | None) -> None:
    raise TimeUp


def _reopen_stdout() -> None:
    """Lead stdout to stderr if code closed the very file under it: the next code may print again."""
    try:
        os.fstat(1)
    except OSError:
        with suppress(OSError):
            os.dup2(2, 1)


def _stderr_stream() -> TextIO:
    """Return a stream to stderr that foreign code may close; it is then opened anew."""
    if not _stderr_streams or _stderr_streams[0].closed:
        try:
            raw = os.fdopen(os.dup(2), "wb", buffering=0)
        except OSError:
            raw = os.fdopen(os.open(os.devnull, os.O_WRONLY), "wb", buffering=0)
        _stderr_streams[:] = [
            io.TextIOWrapper(
                raw, encoding="utf-8", errors="backslashreplace", write_through=True
            )
        ]
    return _stderr_streams[0]


def _devnull_stream() -> TextIO:
    """Return a stream that goes nowhere, open as long as the process."""
    if not _devnull_streams:
        _devnull_streams.append(os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    return _devnull_streams[0]
