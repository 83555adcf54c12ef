"""What an export did: what it wrote, how many articles, and what its form could not carry, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
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
    """What was written, and what could not be carried: a sentence → how often."""

    output: Path
    articles: int = 0
    lost: Counter[str] = field(default_factory=Counter)

    def cannot(self, what: str, count: int = 1) -> None:
        """Note that something is not in the export."""
        self.lost[what] += count

    def said(self) -> Iterator[str]:
        """The report, line by line."""
        yield f"{counted(self.articles, 'article')} written to {self.output}"
        yield from (
            f"  not carried: {what} ({count})" for what, count in _sorted(self.lost)
        )

    @contextmanager
    def opened(self, path: Path, *, encoding: str = "utf-8") -> Iterator[TextIO]:
        """A text file to write, its line ends as they are given. It takes its name when it is whole."""
        draft = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
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


def _sorted(lost: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted((what, count) for what, count in lost.items() if count)
