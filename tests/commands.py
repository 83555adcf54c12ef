"""
Commands of pressmark and scripts, each in a process of its own as a shell starts it, but without the seconds of
reading modules.

The processes are forks of a server that has read them. What a command does from its first line on, its streams, folder,
environment and exit code are its own. That the installed script starts at all is tested in `test_packaging`.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import IO

from pressmark.pipeline.worker_starts import SHARED_MODULES, take_environment

_SECONDS = 300
"""After so long a command hangs."""

_COMMAND = ("-m", "pressmark")


def run_command(
    *words: str | Path,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `pressmark WORDS` to its end; its stdin is empty."""
    return _to_its_end(start_command(*words, cwd=cwd, environment=environment))


def run_script(
    script: Path, *words: str | Path, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `python SCRIPT WORDS` to its end; its stdin is empty."""
    return _to_its_end(_start(_be_script, [str(script), *map(str, words)], cwd, None))


def start_command(
    *words: str | Path,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Command:
    """Start `pressmark WORDS`; its stdin is empty."""
    return _start(_be_command, [*_COMMAND, *map(str, words)], cwd, environment)


class Command:
    """A process that runs, with what `subprocess.Popen` has of one: `pid`, `stdout` as text, `poll`, `communicate` …"""

    def __init__(
        self,
        arguments: list[str],
        process: ForkServerProcess,
        stdout: IO[str],
        stderr: IO[str],
    ) -> None:
        self.args = arguments
        self.stdout, self.stderr = stdout, stderr
        self.pid = process.pid or 0
        self._process = process
        self._reading = threading.Lock()
        self._said: tuple[str, str] | None = None

    @property
    def returncode(self) -> int | None:
        """The exit code, minus the signal that ended it, or None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""
        return self.returncode

    def wait(self, timeout: float = _SECONDS) -> int:
        """Wait for its end, at most so many seconds; gives the exit code, raises TimeoutExpired."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self.args, timeout)
        return self.returncode

    def communicate(self, timeout: float = _SECONDS) -> tuple[str, str]:
        """Read what is left of both streams and wait for the end; threads may ask at once and again."""
        with self._reading:
            if self._said is None:
                self._said = self._read(timeout)
            return self._said

    def _read(self, timeout: float) -> tuple[str, str]:
        errors: list[str] = []
        reader = threading.Thread(target=lambda: errors.append(self.stderr.read()))
        patience = threading.Timer(timeout, self.kill)
        patience.start()
        reader.start()
        printed = self.stdout.read()
        reader.join()
        hangs = not patience.is_alive()
        patience.cancel()
        self.wait()
        self.stdout.close()
        self.stderr.close()
        if hangs:
            raise subprocess.TimeoutExpired(self.args, timeout, printed, errors[0])
        return printed, errors[0]

    def send_signal(self, number: int) -> None:
        """Send a signal to it, if it runs."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def _to_its_end(command: Command) -> subprocess.CompletedProcess[str]:
    stdout, stderr = command.communicate()
    return subprocess.CompletedProcess(command.args, command.wait(), stdout, stderr)


def _start(
    be: Callable[[list[str]], None],
    arguments: list[str],
    cwd: Path | None,
    environment: Mapping[str, str] | None,
) -> Command:
    """Start `python ARGUMENTS`: where processes are forked, one that is `be(ARGUMENTS)`."""
    chosen = dict(os.environ if environment is None else environment)
    if sys.platform != "linux":
        return subprocess.Popen(  # type: ignore[return-value]
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=cwd,
            env=chosen,
        )
    context = get_context("forkserver")
    context.set_forkserver_preload(
        [*SHARED_MODULES, "pressmark.cli.app", "language_rules"]
    )
    forkserver.ensure_running()
    pipes = [context.Pipe(duplex=False) for _ in range(2)]
    writers = [writer for _, writer in pipes]
    process = context.Process(
        target=_be, args=(be, arguments, cwd or Path.cwd(), chosen, writers)
    )
    process.start()
    for writer in writers:
        writer.close()
    stdout, stderr = (_text(reader) for reader, _ in pipes)
    return Command(arguments, process, stdout, stderr)


def _text(reader: Connection) -> IO[str]:
    """The end of a pipe as a file of text, which is closed as files are."""
    file = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
    reader.close()
    return file


def _be(
    program: Callable[[list[str]], None],
    arguments: list[str],
    folder: Path,
    environment: dict[str, str],
    streams: list[Connection],
) -> None:
    """Make this process the program: it ends as the program does."""
    # The server hears no Ctrl-C, nor does what a shell starts in its background.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    take_environment(environment)
    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, stream in enumerate(streams, 1):
        os.dup2(stream.fileno(), descriptor)
        stream.close()
    program(arguments)


def _be_command(arguments: list[str]) -> None:
    from pressmark.__main__ import main

    sys.argv = ["pressmark", *arguments[len(_COMMAND) :]]
    main()


def _be_script(arguments: list[str]) -> None:
    sys.argv = arguments
    sys.path.insert(0, str(Path(arguments[0]).parent))
    runpy.run_path(arguments[0], run_name="__main__")
