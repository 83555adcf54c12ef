"""The log of a command on stderr: what `-v` shows of the logger `pressmark`."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from .terminal import print_plain

__all__ = ["show_log"]

_LOGGER = logging.getLogger("pressmark")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_TIME_FORMAT = "%H:%M:%S"


class _LineHandler(logging.Handler):
    """Prints each record as a line on stderr, without what a terminal would obey."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the line of a record; `sys.stderr` is asked for each time, as the bar of a run takes its place."""
        print_plain(self.format(record), file=sys.stderr)


@contextmanager
def show_log(verbosity: int) -> Iterator[None]:
    """
    Show the log while a command runs: nothing at a `verbosity` of 0, steps at 1, each shard and file from 2 on.

    The logger is afterwards as it was, for whoever calls commands from Python.
    """
    if not verbosity:
        yield
        return
    handler = _LineHandler()
    handler.setFormatter(logging.Formatter(_FORMAT, _TIME_FORMAT))
    level = _LOGGER.level
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(logging.INFO if verbosity == 1 else logging.DEBUG)
    try:
        yield
    finally:
        _LOGGER.removeHandler(handler)
        _LOGGER.setLevel(level)
