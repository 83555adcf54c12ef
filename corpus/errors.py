"""
What pressmark says when it cannot go on. The command line prints these; the library raises them.

    PressmarkError
    ├── ConfigError        the YAML file, all its mistakes at once      exit 2
    ├── InputError         a source that cannot be read                 exit 3
    ├── ModelMissing       a spaCy model that is not installed          exit 4
    ├── CorpusError        a corpus folder that does not hold together  exit 5
    │   └── ArticleMissing     an article that the corpus does not hold (a KeyError, too)
    ├── Blocked            another run at work, a full disk, no permission  exit 6
    └── LayerMissing       a layer that was not run or not loaded       exit 2

    TryAgain is raised by annotators, for what passes by itself; the run tries again.
    Stopped (a SystemExit) is raised where the command line was told to stop.

Every message has three parts: where, what, and what to do. A bug of ours is none of these and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .messages import counted

__all__ = [
    "ArticleMissing",
    "Blocked",
    "ConfigError",
    "CorpusError",
    "InputError",
    "LayerMissing",
    "Mistake",
    "ModelMissing",
    "PressmarkError",
    "Stopped",
    "TryAgain",
]


class PressmarkError(Exception):
    """Something that a person can mend. `exit_code` is what the command line returns for it."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file: where it stands (line and column count from 1), its path, and what is wrong."""

    what: str
    path: str = ""
    line: int | None = None
    column: int | None = None

    def as_line(self, file: str) -> str:
        """
        Return the mistake as one line, its position as editors and compilers write it.

        >>> Mistake("unknown setting", "site.tilte", 8, 5).as_line("run.yaml")
        'run.yaml:8:5 site.tilte: unknown setting'
        """
        parts = (file, self.line, self.column)
        position = ":".join(str(part) for part in parts if part is not None)
        if self.path:
            return f"{position} {self.path}: {self.what}"
        return f"{position} {self.what}"


class ConfigError(PressmarkError):
    """A configuration file that cannot be used; `mistakes` holds every one of them."""

    exit_code = 2

    def __init__(self, file: str, mistakes: Sequence[Mistake]) -> None:
        self.file = file
        self.mistakes = tuple(mistakes)
        lines = [f"{file}: {counted(len(self.mistakes), 'mistake')}"]
        lines += [f"  {mistake.as_line(file)}" for mistake in self.mistakes]
        super().__init__("\n".join(lines))


class InputError(PressmarkError):
    """A source that cannot be read at all (a single bad article is rejected instead, and counted)."""

    exit_code = 3


class ModelMissing(PressmarkError):
    """A spaCy model that is not installed; the message holds the line that installs it."""

    exit_code = 4


class CorpusError(PressmarkError):
    """A corpus folder that is incomplete, damaged, or not a corpus."""

    exit_code = 5


class ArticleMissing(CorpusError, KeyError):
    """An article that a corpus does not hold. A KeyError as well, as of every mapping in Python."""

    # KeyError shows its message as a literal, within quotation marks.
    __str__ = Exception.__str__


class Blocked(PressmarkError):
    """A corpus folder that cannot be written now: another run is at work, the disk full, or permission missing."""

    exit_code = 6


class LayerMissing(PressmarkError):
    """A layer that was asked for and is absent (which is not the same as empty)."""

    exit_code = 2


class TryAgain(Exception):
    """
    Raised by an annotator whose failure passes by itself: a service that is busy (429), a connection that broke.

    The run waits and asks it again, each time longer, or `after` seconds where the service says so; an article that
    still fails is rejected, and tried again with `--retry`.

    >>> raise TryAgain("the service is busy (429)", after=20)
    Traceback (most recent call last):
    pressmark.errors.TryAgain: the service is busy (429)
    """

    def __init__(self, reason: str = "", *, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Stopped(SystemExit):
    """The command line was told to stop (SIGTERM). No annotator's `SystemExit`, which costs its article alone."""
