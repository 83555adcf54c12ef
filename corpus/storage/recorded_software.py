"""What made a corpus, as its table `runs` records it: pressmark, and the models that parsed or were asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from .manifest import Manifest

__all__ = ["Software", "read_software"]

_COLUMNS = ["version", "model", "model_version", "model_licence"]


@dataclass(frozen=True, slots=True)
class Software:
    """A program or a model: its name, and its version and licence where they are known."""

    name: str
    version: str | None = None
    licence: str | None = None


def read_software(folder: Path, manifest: Manifest) -> tuple[Software, ...]:
    """Return pressmark, in each version that had a part, and each model; empty for a corpus without `runs`."""
    rows: list[Mapping[str, Any]] = []
    for file in manifest.files("runs"):
        rows += pq.read_table(file.place(folder), columns=_COLUMNS).to_pylist()
    return tuple(dict.fromkeys(_software_of(rows)))


def _software_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[Software]:
    """Yield what each row of `runs` names, the same piece perhaps several times."""
    for row in rows:
        if row["version"]:
            yield Software("pressmark", row["version"], "Apache-2.0")
        if row["model"]:
            yield Software(row["model"], row["model_version"], row["model_licence"])
