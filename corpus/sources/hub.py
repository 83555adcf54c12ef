"""
Hugging Face datasets, from a local folder or from the Hub, streamed.

Such a folder is a stranger's: what its card or its state names is looked at before `datasets` opens anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from pressmark.errors import InputError
from pressmark.storage.path_gate import inside, is_relative

from .class_labels import label_names
from .records import Row, UnreadableRecord

if TYPE_CHECKING:
    from .settings import SourceSettings

__all__ = ["dataset_rows"]

_CARD_NAMES = ("README.md", ".huggingface.yaml")
_STATE_NAMES = ("state.json", "dataset_dict.json")
# Keys of cards and states whose values name files.
_PATH_KEYS = frozenset(
    {"data_files", "data_dir", "path", "_data_files", "filename", "splits"}
)


def dataset_rows(
    source: SourceSettings, folder: Path
) -> Iterator[Row | UnreadableRecord]:
    """
    Yield the rows of the dataset that a source names; a local one lies below `folder`.

    A dataset that breaks off yields an `UnreadableRecord` after its last row.

    Raises `InputError` when it cannot be opened.
    """
    rows = _open_dataset(source, folder)
    # Labels are stored as numbers; an article has their names.
    namers = label_names(getattr(rows, "features", None))
    number = 0
    try:
        for number, values in enumerate(rows, start=1):
            names = {
                column: namer(values[column])
                for column, namer in namers.items()
                if column in values
            }
            yield Row({**values, **names}, f"row {number}")
    except _reading_errors() as error:
        reason = _hide_path(error, folder / str(source.dataset))
        yield UnreadableRecord(
            f"after row {number}" if number else None,
            f"the dataset cannot be read further: {reason}",
        )
        return
    if not number:
        yield UnreadableRecord(None, "holds no rows")


def _reading_errors() -> tuple[type[Exception], ...]:
    """Return what reading a damaged dataset raises, or one that would run code of its own (RuntimeError)."""
    import datasets
    import pyarrow as pa

    return (
        OSError,
        ValueError,
        RuntimeError,
        TypeError,
        KeyError,
        pa.ArrowException,
        datasets.exceptions.DatasetsError,
    )


def _hide_path(error: Exception, local: Path) -> str:
    """Return the message of an error without the folder in which the user keeps the dataset."""
    return (
        str(error)
        .replace(str(local.resolve()), local.name)
        .replace(str(local.absolute()), local.name)
    )


def _open_dataset(source: SourceSettings, folder: Path) -> Any:
    """Open the dataset that a source names, so that its rows can be read one by one."""
    name = str(source.dataset)
    local = folder / name
    try:
        if local.is_dir():
            _refuse_leading_out(local)
        rows = (
            _load_saved(local, source)
            if _is_saved_dataset(local)
            else _stream_files(local, name, source)
        )
    except _reading_errors() as error:
        raise InputError(
            f"source.dataset: {name} cannot be opened: {_hide_path(error, local)}"
        ) from error
    # Undecoded: a picture or a sound would be opened for every row, and no text needs it.
    return rows.decode(False) if _has_media(rows) else rows


def _has_media(rows: Any) -> bool:
    """Say whether pictures, sounds and the like are among the columns: their rows name files, which no text needs."""
    return any(
        hasattr(feature, "decode_example") and not hasattr(feature, "names")
        for feature in _walk_features(rows)
    )


def _walk_features(rows: Any) -> Iterator[Any]:
    """Yield all features of a dataset, those within lists and structures too."""
    waiting = list((rows.features or {}).values())
    while waiting:
        feature = waiting.pop()
        inner = getattr(feature, "feature", None)
        waiting += [
            *(feature.values() if isinstance(feature, dict) else ()),
            *(feature if isinstance(feature, list) else ()),
        ]
        waiting += [inner] if inner is not None else []
        yield feature


def _is_saved_dataset(local: Path) -> bool:
    return (local / "dataset_info.json").is_file() or (
        local / "dataset_dict.json"
    ).is_file()


def _load_saved(local: Path, source: SourceSettings) -> Any:
    import datasets

    return _choose_split(
        datasets.load_from_disk(str(local)), source
    ).to_iterable_dataset()


def _stream_files(local: Path, name: str, source: SourceSettings) -> Any:
    """Stream a dataset. Raises ValueError if its files are not those of its folder or repository."""
    import datasets

    is_local = local.is_dir()
    if not is_local:
        _refuse_card_of_hub(name)
    builder = datasets.load_dataset_builder(
        str(local) if is_local else name, source.config
    )
    for files in (builder.config.data_files or {}).values():
        for file in files:
            if is_local:
                _refuse_outside(local, str(file))
            # The address has the repository and, after the @, its revision: another repository's file is refused.
            elif not str(file).startswith(f"hf://datasets/{name}@"):
                raise ValueError(f"its card names {file}, which is no file of it")
    return builder.as_streaming_dataset(split=source.split)


def _refuse_outside(local: Path, file: str) -> None:
    """Raise ValueError for a data file that lies outside the folder `local`."""
    root = local.absolute()
    path = Path(file)
    if not path.is_absolute():
        path = Path.cwd() / path
    below = path if path.is_relative_to(root) else path.resolve()
    inside(
        root,
        below.relative_to(
            root if path.is_relative_to(root) else root.resolve()
        ).as_posix(),
    )


def _refuse_card_of_hub(name: str) -> None:
    """Raise ValueError if the card of a repository names files outside it. `datasets` reads the card itself, later."""
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError

    for card in _CARD_NAMES:
        try:
            _refuse_paths(
                _read_card(Path(hf_hub_download(name, card, repo_type="dataset"))), card
            )
        # The Hub cannot be reached, which `datasets` says better.
        except LocalEntryNotFoundError:
            return
        except EntryNotFoundError:
            continue


def _refuse_leading_out(local: Path) -> None:
    """Raise ValueError when a file of the folder, by a path or as a link, leads out of it or to an address."""
    for path in local.rglob("*"):
        place = path.relative_to(local).as_posix()
        if path.is_symlink():
            inside(local, place)
        if path.name in _CARD_NAMES and path.parent == local:
            _refuse_paths(_read_card(path), place)
        elif path.name in _STATE_NAMES:
            _refuse_paths(json.loads(path.read_text("utf-8")), place)


def _read_card(path: Path) -> Any:
    """Return the head of a card: YAML between two lines of dashes; None if there is no such head."""
    text = path.read_text("utf-8", errors="replace")
    head = text
    if path.suffix == ".md" and text.startswith("---") and text.count("---") > 1:
        head = text.split("---", 2)[1]
    if path.suffix == ".md" and head is text:
        return None
    try:
        return yaml.safe_load(head)
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name}: its head is not YAML ({error})") from error


def _refuse_paths(description: Any, place: str) -> None:
    """Raise ValueError when a card or a state names anything but files below its folder."""
    waiting: list[tuple[Any, bool]] = [(description, False)]
    # An alias of YAML may stand in many places.
    visited_ids: set[int] = set()
    while waiting:
        value, is_path = waiting.pop()
        if isinstance(value, str):
            if is_path and not is_relative(value.removeprefix("./").rstrip("/") or "x"):
                raise ValueError(
                    f"{place} names {value!r}, which is no file below the dataset's folder"
                )
        elif id(value) in visited_ids:
            continue
        elif isinstance(value, dict):
            visited_ids.add(id(value))
            waiting += [
                (part, _names_files(key, is_path)) for key, part in value.items()
            ]
        elif isinstance(value, list):
            visited_ids.add(id(value))
            waiting += [(part, _names_files(None, is_path)) for part in value]


def _names_files(key: Any, within: bool) -> bool:
    """Say whether the value under a key names files; under `data_files` every value does but a split's name."""
    if key in _PATH_KEYS:
        return True
    return within and key not in ("split", "name", "dataset_name")


def _choose_split(loaded: Any, source: SourceSettings) -> Any:
    """Return the split that a source asks for, of a dataset that was saved with its splits."""
    if not hasattr(loaded, "keys"):
        return loaded
    if source.split not in loaded:
        raise InputError(
            f"source.split: {source.dataset} has no split {source.split!r}; it has {', '.join(loaded)}."
        )
    return loaded[source.split]
