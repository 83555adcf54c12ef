"""
Commands of pressmark, each in a process of its own as a shell starts it, but without the second of reading modules.

The processes are forks of a server that has read them. What a command does from its first line on, its streams, folder,
environment and exit code are its own. That the installed script starts at all is tested in `test_packaging`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
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
    if sys.platform != "linux":
        return _run_from_start(words, cwd, environment)
    context = get_context("forkserver")
    context.set_forkserver_preload(
        [*SHARED_MODULES, "pressmark.cli.app", "spacy.lang.en", "spacy.lang.fr"]
    )
    forkserver.ensure_running()
    arguments = [str(word) for word in words]
    chosen = dict(os.environ if environment is None else environment)
    with TemporaryDirectory() as name:
        streams = Path(name)
        process = context.Process(
            target=_be_command, args=(arguments, cwd or Path.cwd(), chosen, streams)
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


def _be_command(
    words: list[str], folder: Path, environment: dict[str, str], streams: Path
) -> None:
    """Make this process the command: it ends as the command does."""
    take_environment(environment)
    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(streams / name, os.O_WRONLY | os.O_CREAT), descriptor)
    sys.argv = ["pressmark", *words]
    from pressmark.__main__ import main

    main()


def _run_from_start(
    words: tuple[str | Path, ...],
    cwd: Path | None,
    environment: Mapping[str, str] | None,
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process that reads all modules itself."""
    command = [sys.executable, "-m", "pressmark", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env=environment, check=False
    )
