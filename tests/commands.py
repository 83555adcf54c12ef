"""
Commands of pressmark and scripts, each in a process of its own as a shell starts it, but without the seconds of
reading modules.

The processes are forks of a server that has read them. What a command does from its first line on, its streams, folder,
environment and exit code are its own. That the installed script starts at all is tested in `test_packaging`.
"""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Mapping
from multiprocessing import forkserver, get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from pressmark.pipeline.worker_starts import SHARED_MODULES, take_environment

_SECONDS = 300
"""After so long a command hangs."""


def run_command(
    *words: str | Path,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `pressmark WORDS` to its end; its stdin is empty."""
    return _run(_be_command, ["-m", "pressmark"], words, cwd, environment)


def run_script(
    script: Path, *words: str | Path, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `python SCRIPT WORDS` to its end; its stdin is empty."""
    return _run(_be_script, [str(script)], words, cwd, None)


def _run(
    be: Callable[[list[str]], None],
    start: list[str],
    words: tuple[str | Path, ...],
    cwd: Path | None,
    environment: Mapping[str, str] | None,
) -> subprocess.CompletedProcess[str]:
    """Run `python START WORDS`: where processes are forked, one that is `be([*START, *WORDS])`."""
    arguments = [*start, *map(str, words)]
    if sys.platform != "linux":
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, cwd=cwd, env=environment
        )
    context = get_context("forkserver")
    context.set_forkserver_preload(
        [*SHARED_MODULES, "pressmark.cli.app", "spacy.lang.en", "spacy.lang.fr"]
    )
    forkserver.ensure_running()
    chosen = dict(os.environ if environment is None else environment)
    with TemporaryDirectory() as name:
        streams = Path(name)
        process = context.Process(
            target=_be, args=(be, arguments, cwd or Path.cwd(), chosen, streams)
        )
        process.start()
        process.join(_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(arguments, _SECONDS)
        stdout, stderr = (
            (streams / stream).read_text("utf-8") for stream in ("stdout", "stderr")
        )
    return subprocess.CompletedProcess(arguments, process.exitcode, stdout, stderr)


def _be(
    program: Callable[[list[str]], None],
    arguments: list[str],
    folder: Path,
    environment: dict[str, str],
    streams: Path,
) -> None:
    """Make this process the program: it ends as the program does."""
    take_environment(environment)
    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(streams / name, os.O_WRONLY | os.O_CREAT), descriptor)
    program(arguments)


def _be_command(arguments: list[str]) -> None:
    from pressmark.__main__ import main

    sys.argv = ["pressmark", *arguments[2:]]
    main()


def _be_script(arguments: list[str]) -> None:
    sys.argv = arguments
    sys.path.insert(0, str(Path(arguments[0]).parent))
    runpy.run_path(arguments[0], run_name="__main__")
