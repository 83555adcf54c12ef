"""
The start of a worker: a process of our own, that does a run's work and nothing else.

Here alone do we change a process for good. What is done in a caller's process (a notebook, `workers: 1`) leaves it as
it was.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.util import Finalize
from pathlib import Path

from threadpoolctl import threadpool_limits

from .worker_starts import take_environment

__all__ = ["start_worker"]


def start_worker(environment: dict[str, str]) -> None:
    """
    Make this process a worker of its driver, whose `environment` it takes.

    It leaves Ctrl-C and stdout to the driver, and ends when the driver is gone.
    """
    take_environment(environment)
    # A terminal sends Ctrl-C to all processes of a group; the driver ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        # What an annotator prints, in C too, goes to stderr (2): stdout (1) is the driver's, for JSON perhaps.
        os.dup2(2, 1)
    threading.Thread(target=_end_with_driver, daemon=True).start()
    # Python would wait for every thread of an annotator (a client's heartbeat). The queues' finalizers, which hand over
    # the last results, have priorities from -5 up: they come before.
    Finalize(None, _end, exitpriority=-1000)
    _use_one_core()
    _freeze_models()


def _end() -> None:
    """End this process, and those that annotators left behind in it."""
    _end_children()
    os._exit(0)


def _end_children() -> None:
    """
    End the processes that this one started and that are still there; Linux alone tells which.

    They hold the stderr of the run: who reads it to its end (`2>&1 | tee log`) would wait for them.
    """
    for file in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # a thread that ended meanwhile
            for process_id in file.read_text().split():
                with suppress(OSError):
                    os.kill(int(process_id), signal.SIGTERM)


def _use_one_core() -> None:
    """Hold BLAS to one thread: there is a worker for each core."""
    import numpy as np  # noqa: F401  # the limit is set in the libraries that are loaded

    threadpool_limits(1, user_api="blas")


def _freeze_models() -> None:
    """
    Let Python never search a loaded model for garbage: it lives as long as the process.

    The French one is 440,000 objects, and one search of both models takes 0.14 s.
    """
    from pressmark.annotators.parse import after_loading

    after_loading.append(_collect_and_freeze)


def _collect_and_freeze() -> None:
    """Exempt everything that is loaded from the search for garbage."""
    # First: garbage that is frozen is never freed.
    gc.collect()
    gc.freeze()


def _end_with_driver() -> None:
    """End this process when the process that asked for it is gone, be it killed."""
    driver = parent_process()
    if driver is not None:
        driver.join()
        _end_children()
        # And not `sys.exit`, which would end this thread alone.
        os._exit(1)
