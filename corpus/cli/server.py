"""A site served on this machine alone, for looking at it; of a project, built anew when its corpus or theme changes."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from pressmark.config.project import read
from pressmark.errors import InputError, PressmarkError
from pressmark.storage.manifest import MANIFEST

from .loopback import asked_port

__all__ = ["follow_project", "open_server"]

# Seconds between two looks at the files; chosen, not measured.
_POLL_SECONDS = 1.0
_NOT_FOUND = "Not on this site"


class _Pages(SimpleHTTPRequestHandler):
    """
    The files of a site, for a browser on this machine that asks for this machine.

    A page of the web whose name was turned to 127.0.0.1 asks with its own name as `Host`, and gets nothing.
    """

    # Python's own version is nobody's business.
    server_version, sys_version = "pressmark", ""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send the head of an answer; a file that is no page of the site, or no file, is not there."""
        if asked_port(self.headers, self.path) is None:
            self.send_error(HTTPStatus.FORBIDDEN, "Ask for localhost or 127.0.0.1")
            return None
        if not self._is_page():
            self.send_error(HTTPStatus.NOT_FOUND, _NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> io.BytesIO | None:
        """Answer that there is no page: folders are not listed."""
        self.send_error(HTTPStatus.NOT_FOUND, _NOT_FOUND)
        return None

    def end_headers(self) -> None:
        """Keep browsers from guessing types, from other sites' pages, and from yesterday's copy."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        # A rebuilt page has the address of the old one.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def _is_page(self) -> bool:
        """Say whether the path leads to a regular file of the site, which no link leads out of and no dot hides."""
        root = Path(self.directory)
        path = Path(self.translate_path(self.path))
        try:
            page = path / "index.html" if path.is_dir() else path
            real = page.resolve()
            # Where the link leads and where it stands: neither may be outside or hidden.
            below, requested = real.relative_to(root.resolve()), path.relative_to(root)
            is_file = real.is_file()
        except (
            OSError,
            ValueError,
            RuntimeError,
        ):  # outside, a NUL in it, a name too long, a link to itself
            return False
        names = (*below.parts, *requested.parts)
        is_hidden = any(name.startswith(".") for name in names)
        return is_file and not is_hidden


def open_server(folder: Path, *, port: int = 8000) -> ThreadingHTTPServer:
    """
    Return a server of the folder on the loopback address, bound and ready; port 0 takes any that is free.

    Raises `InputError` when the folder holds no site, `PressmarkError` when the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise InputError(
            f"{folder}: no index.html here. Build the site first: pressmark build YAML"
        )
    handler = partial(_Pages, directory=str(folder))
    try:
        # Not "" or 0.0.0.0, which would show unpublished work to everyone in the café.
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise PressmarkError(
            f"port {port} cannot be used ({error.strerror}). Name another: --port 8001"
        ) from error


def follow_project(
    yaml: Path, say: Callable[[str], None], *, every: float = _POLL_SECONDS
) -> Path:
    """
    Build the site of a YAML file, and again whenever the file, the corpus or the theme changes; return its folder.

    The watching goes on in a thread that ends with the program. A mistake in a file is said through `say`, and the site
    stays as it is until the mistake is mended.
    """
    folder, file_times = _build_site(yaml, lambda _: None), _file_times(yaml)
    threading.Thread(
        # A daemon, so that Ctrl-C does not wait for the thread.
        target=_rebuild_on_change,
        args=(yaml, say, every, file_times),
        daemon=True,
    ).start()
    return folder


def _rebuild_on_change(
    yaml: Path,
    say: Callable[[str], None],
    every: float,
    file_times: frozenset[tuple[str, int]],
) -> None:
    """Look at the files every so many seconds, for ever, and build again when one changed."""
    while True:
        time.sleep(every)
        current = _file_times(yaml)
        if current == file_times:
            continue
        file_times = current
        try:
            _build_site(yaml, say)
        # Not `raise`: half a line of YAML, saved while typing, must not end the server.
        except PressmarkError as error:
            say(str(error))
        except FileNotFoundError:
            file_times = frozenset()  # a run has just put other files in place of those that were read: once more


def _build_site(yaml: Path, say: Callable[[str], None]) -> Path:
    """Build the site of the project of `yaml`, say how large it is, and return its folder."""
    from pressmark.dataset.corpus import load
    from pressmark.site import build

    project = read(yaml, with_annotators=False)
    built = build(
        load(project.corpus),
        project.site,
        project.site_options,
        workers=project.workers,
        cache=project.cache_folder,
    )
    say(
        f"Site: {built.written} files written, {built.unchanged} unchanged, {built.deleted} deleted"
    )
    return project.site


def _file_times(yaml: Path) -> frozenset[tuple[str, int]]:
    """Return the files that decide the site, each with the time of its last change; a file that is gone is left out."""
    try:
        project = read(yaml, with_annotators=False)
    except PressmarkError:
        # A file with a mistake names no corpus and no theme; only its own change can mend it.
        return frozenset(_times_of([yaml]))
    paths = [yaml, project.corpus / MANIFEST]
    theme = project.config.site.theme
    if theme:
        paths += theme.rglob("*")
    return frozenset(_times_of(paths))


def _times_of(paths: list[Path]) -> list[tuple[str, int]]:
    """Return when each file was last written; one that is gone meanwhile is left out."""
    times = []
    for path in paths:
        try:
            times.append((str(path), path.stat().st_mtime_ns))
        except FileNotFoundError:
            continue
    return times
