"""What an export did: what it wrote, how many articles, and what its form could not carry, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from pressmark.errors import PressmarkError
from pressmark.messages import counted

__all__ = ["Options", "Report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """
    How a corpus is exported.

    `layer` takes one layer where a form holds one; `excel` marks text files as Excel wants them; `push` is a
    repository of the Hub (`org/name`). `scare` writes scare quotes as texts too.
    """

    layer: str | None = None
    excel: bool = False
    push: str | None = None
    scare: bool = False


@dataclass(slots=True)
class Report:
    """What was written to `output`, and what could not be carried: `lost` says by a sentence how often."""

    output: Path
    articles: int = 0
    lost: Counter[str] = field(default_factory=Counter)

    def cannot(self, loss: str, count: int = 1) -> None:
        """
        Note that something is not in the export; a `count` of 0 notes nothing.

        >>> report = Report(Path("a.csv"), articles=2)
        >>> report.cannot("cell: cut", 3)
        >>> list(report.lines())
        ['2 articles written to a.csv', '  not carried: cell: cut (3)']
        """
        self.lost[loss] += count

    def lines(self) -> Iterator[str]:
        """Yield the report line by line, losses sorted by their sentence."""
        yield f"{counted(self.articles, 'article')} written to {self.output}"
        for loss, count in sorted(self.lost.items()):
            if count:
                yield f"  not carried: {loss} ({count})"

    @contextmanager
    def opened(self, path: Path, *, encoding: str = "utf-8") -> Iterator[TextIO]:
        """
        Open a text file at `path` to write, its line ends as they are written.

        It takes its name when it is whole, so a stopped export leaves no half of a file. Raise `PressmarkError` where
        it cannot be written.
        """
        # In the same folder: across two disks `replace` would fail.
        draft = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # `newline=""`: Windows would write CRLF for each line end, and offsets would no longer be true.
            with draft.open("w", encoding=encoding, newline="") as file:
                yield file
            draft.replace(path)
        except OSError as error:
            raise PressmarkError(
                f"{path}: cannot be written: {error.strerror}. Give another --output."
            ) from error
        finally:
            with suppress(OSError):  # there may be no folder that it could stand in
                draft.unlink(missing_ok=True)
