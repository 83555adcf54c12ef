"""
A sample of articles to check, as it was drawn: a JSON file beside the corpus, which says of each article its chance.

Without it nobody can say what checked articles stand for, so a count is corrected by a sample or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from pressmark.errors import InputError
from pressmark.storage.disk import write_bytes

__all__ = [
    "DrawnArticle",
    "DrawnSample",
    "DrawnStratum",
    "article_fingerprint",
    "find_samples",
    "read_sample",
    "sample_files",
    "write_sample",
]

PREFIX = "sample-"
"""How the file of a sample begins, so that a count finds it beside the corpus."""

_STRICT = ConfigDict(extra="forbid", allow_inf_nan=False)


@dataclass(frozen=True)
class DrawnStratum:
    """A stratum: how many articles it has, and how many of them are in the sample."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    value: str
    articles: int
    sample: int


@dataclass(frozen=True)
class DrawnArticle:
    """An article of the sample, and the chance that it had to be drawn."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: str
    stratum: str
    chance: float


@dataclass(frozen=True)
class DrawnSample:
    """
    A sample: when and with which seed it was drawn, for which count, by which columns, from which corpus.

    `width` is that of the 95 % interval that was asked for, None where a number of articles was. `corpus` is the
    fingerprint of the articles that could be drawn.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    drawn: str
    seed: int
    measure: str
    by: tuple[str, ...]
    width: float | None
    corpus: str
    strata: tuple[DrawnStratum, ...]
    articles: tuple[DrawnArticle, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The articles of the sample."""
        return frozenset(article.id for article in self.articles)

    @property
    def file_name(self) -> str:
        """The name of its file: `sample-shares-gender-155.json`."""
        words = self.measure.replace(":", "-")
        return f"{PREFIX}{words}-{len(self.articles)}.json"

    def as_json(self) -> dict[str, Any]:
        """Return the sample as plain values."""
        values: dict[str, Any] = TypeAdapter(DrawnSample).dump_python(self, mode="json")
        return values


def article_fingerprint(ids: Iterable[str]) -> str:
    """
    Return the fingerprint of the articles that a sample is drawn from, in whatever order they come.

    >>> article_fingerprint(["a", "b"]) == article_fingerprint(["b", "a"])
    True
    """
    content = json.dumps(sorted(ids), ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def write_sample(sample: DrawnSample, path: Path) -> None:
    """Write a sample; one that is there already with the same content stays, another is refused."""
    text = json.dumps(sample.as_json(), ensure_ascii=False, indent=1) + "\n"
    if path.exists():
        known = read_sample(path)
        if (known.ids, known.corpus) == (sample.ids, sample.corpus):
            return
        raise InputError(
            f"{path}: holds another sample. Delete it if nobody checked it, or give another --seed"
            " and take its file away."
        )
    write_bytes(path, text.encode())


def read_sample(path: Path) -> DrawnSample:
    """Return the sample of a file. Raises `InputError` where there is none, or where it says something else."""
    try:
        return TypeAdapter(DrawnSample).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise InputError(
            f"{path}: is no sample that `pressmark sample --for` wrote ({_first_line(error)})."
        ) from error


def _first_line(error: Exception) -> str:
    """Return what is wrong, in one line."""
    if isinstance(error, ValidationError):
        mistake = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, mistake['loc']))}: {mistake['msg']}"
    return str(error)


def sample_files(folder: Path) -> list[Path]:
    """Return the files of samples that lie in a folder, by name."""
    return sorted(folder.glob(f"{PREFIX}*.json"))


def find_samples(folders: Iterable[Path], fingerprint: str) -> list[DrawnSample]:
    """Return the samples of a corpus that lie in some folders, the largest first."""
    samples: list[DrawnSample] = []
    for folder in dict.fromkeys(folder.resolve() for folder in folders):
        for path in sample_files(folder):
            sample = read_sample(path)
            if sample.corpus == fingerprint and sample not in samples:
                samples.append(sample)
    return sorted(samples, key=lambda sample: -len(sample.articles))
