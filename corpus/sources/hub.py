"""Hugging Face datasets, from a local folder or from the Hub, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.errors import InputError

from .class_labels import label_names
from .records import Malformed, Row

if TYPE_CHECKING:
    from pressmark.config import Source

__all__ = ["dataset_rows"]


def dataset_rows(source: Source, folder: Path) -> Iterator[Row | Malformed]:
    """The rows of the dataset that a source names. Raises `InputError` when it cannot be opened."""
    rows = _opened(source, folder)
    namers = label_names(getattr(rows, "features", None))
    number = 0
    try:
        for number, values in enumerate(rows, start=1):
            names = {column: namer(values[column]) for column, namer in namers.items() if column in values}
            yield Row({**values, **names}, f"row {number}")
    except _unreadable() as error:
        yield Malformed(f"after row {number}" if number else None, f"the dataset cannot be read further: {error}")
        return
    if not number:
        yield Malformed(None, "holds no rows")


def _unreadable() -> tuple[type[Exception], ...]:
    """What the reading of a dataset raises that is damaged, or that would run code of its own (RuntimeError)."""
    import datasets
    import pyarrow as pa

    return OSError, ValueError, RuntimeError, TypeError, KeyError, pa.ArrowException, datasets.exceptions.DatasetsError


def _opened(source: Source, folder: Path) -> Any:
    import datasets

    name = str(source.dataset)
    local = folder / name
    try:
        if (local / "dataset_info.json").is_file() or (local / "dataset_dict.json").is_file():
            return _split(datasets.load_from_disk(str(local)), source)
        return datasets.load_dataset(
            str(local) if local.is_dir() else name, source.config, split=source.split, streaming=True
        )
    except _unreadable() as error:
        raise InputError(f"source.dataset: {name} cannot be opened: {error}") from error


def _split(loaded: Any, source: Source) -> Any:
    if not hasattr(loaded, "keys"):
        return loaded
    if source.split not in loaded:
        raise InputError(f"source.split: {source.dataset} has no split {source.split!r}; it has {', '.join(loaded)}.")
    return loaded[source.split]
