"""The most memory that this process has held."""

from __future__ import annotations

import re
import resource
from pathlib import Path

STATUS = Path("/proc/self/status")


def megabytes() -> int:
    """
    The peak of this process in MB.

    Where there is `/proc`, that is asked: `getrusage` also counts the memory of the process that started this one.
    """
    if STATUS.is_file() and (
        found := re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text("utf-8"))
    ):
        return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
