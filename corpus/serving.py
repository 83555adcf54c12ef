"""A site served on this machine alone, for looking at it; of a project, built anew when its corpus or theme changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .config import read
from .errors import InputError, PressmarkError
from .manifest import MANIFEST

__all__ = ["followed", "server"]

_EVERY = 1.0


def server(folder: Path, *, port: int = 8000) -> ThreadingHTTPServer:
    """
    A server of the folder on the loopback address, bound and ready; port 0 takes any that is free.

    Raises `InputError` when the folder holds no site, `PressmarkError` when the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise InputError(f"{folder}: no index.html here. Build the site first: pressmark build YAML")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise PressmarkError(f"port {port} cannot be used ({error.strerror}). Name another: --port 8001") from error


def followed(yaml: Path, say: Callable[[str], None], *, every: float = _EVERY) -> Path:
    """
    Build the site of a YAML file, and again whenever the file, the corpus or the theme changes; gives its folder.

    The following goes on in a thread that ends with the program. A mistake in a file is said, and the site stays as it
    is until the mistake is mended.
    """
    folder, seen = _built(yaml, lambda _: None), _stamp(yaml)
    threading.Thread(target=_follow, args=(yaml, say, every, seen), daemon=True).start()
    return folder


def _follow(yaml: Path, say: Callable[[str], None], every: float, seen: frozenset[tuple[str, int]]) -> None:
    while True:
        time.sleep(every)
        now = _stamp(yaml)
        if now == seen:
            continue
        seen = now
        try:
            _built(yaml, say)
        except PressmarkError as error:
            say(str(error))
        except FileNotFoundError:
            seen = frozenset()  # a run has just put other files in place of those that were read: once more


def _built(yaml: Path, say: Callable[[str], None]) -> Path:
    from pressmark.site import build

    from .library import load

    project = read(yaml, with_annotators=False)
    built = build(load(project.corpus), project.site, **project.edition)
    say(f"Site: {built.written} files written, {built.unchanged} unchanged, {built.deleted} deleted")
    return project.site


def _stamp(yaml: Path) -> frozenset[tuple[str, int]]:
    """What is looked at, with the time of its last change; what is gone meanwhile is left out."""
    try:
        project = read(yaml, with_annotators=False)
    except PressmarkError:
        return frozenset(_times([yaml]))
    theme = project.edition["theme"]
    return frozenset(_times([yaml, project.corpus / MANIFEST, *(theme.rglob("*") if theme else ())]))


def _times(paths: list[Path]) -> list[tuple[str, int]]:
    found = []
    for path in paths:
        try:
            found.append((str(path), path.stat().st_mtime_ns))
        except FileNotFoundError:
            continue
    return found
