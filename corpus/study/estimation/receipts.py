"""
Receipts of a count: for each number a list of its sentences, with an address and the hash of the article's text.

Who doubts a number reads the list; who has the articles can see that they are the same to the character.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.exchange.spreadsheet_cells import guarded_rows
from pressmark.storage.disk import write_bytes

from .group_values import CountRequest, Group, counted_rows, plain_values

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["sentence_around", "write_receipts"]

INDEX = "numbers.csv"
"""The file that says of each number which list is its own."""

COLUMNS = ("id", "article_id", "address", "outlet", "published", "sentence", "text", "article_sha256")  # fmt: skip

# “Rain fell.” He left. — a mark, what closes it, and white space; a line end too.
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+|\n+")
_NOT_OF_NAME = re.compile(r"[^\w-]+")
# 0001-Le-Phare.csv
_LIST_NAME = re.compile(r"\d{4,}-[\w-]+\.csv")
_INDEX_ENDS = ("file", "sentences")
"""The first and the last column of `numbers.csv`."""

MAX_NAME_CHARACTERS = 40
"""Characters of a file's name after its number; chosen: to read, while no system refuses it."""


def write_receipts(
    corpus: Corpus, request: CountRequest, folder: Path, *, site: str | None = None
) -> int:
    """
    Write a CSV for each number of a count, and `numbers.csv` with all numbers; return how many there are.

    `site` is the address of the corpus's site, or its folder; without it an address is the annotation's id. Raises
    `InputError` for a folder that holds other files.
    """
    import pandas as pd

    rows, columns = counted_rows(corpus, request)
    texts = {
        row["id"]: row["text"]
        for row in corpus.table("articles").select_columns(["id", "text"])
    }
    lists: dict[Group, list[Mapping[Any, Any]]] = {}
    cells = zip(*(plain_values(rows[column]) for column in columns), strict=True)
    groups = cells if columns else iter([()] * len(rows))
    for group, row in zip(groups, rows.to_dict("records"), strict=True):
        lists.setdefault(group, []).append(row)
    # The largest first, as a count has them.
    ordered = sorted(lists.items(), key=lambda item: (-len(item[1]), str(item[0])))
    names = [
        _file_name(number, group) for number, (group, _) in enumerate(ordered, start=1)
    ]
    _delete_earlier(folder, names)
    numbers: list[dict[str, Any]] = []
    for name, (group, of_group) in zip(names, ordered, strict=True):
        receipts = pd.DataFrame(_receipts(of_group, texts, site), columns=COLUMNS)
        _write_csv(folder / name, receipts)
        values = dict(zip(columns, group, strict=True))
        numbers.append({"file": name, **values, "sentences": len(of_group)})
    _write_csv(
        folder / INDEX, pd.DataFrame(numbers, columns=["file", *columns, "sentences"])
    )
    return len(numbers)


def _delete_earlier(folder: Path, names: Iterable[str]) -> None:
    """
    Delete the lists of an earlier count, those that its `numbers.csv` names and no other file.

    Raises `InputError`, and deletes nothing, where a folder holds other files alone, or a file of a person's own that
    one of `names` would write over.
    """
    if not folder.is_dir():
        return
    paths = list(folder.iterdir())
    earlier = _earlier_lists(folder / INDEX)
    if paths and earlier is None:
        raise InputError(f"{folder}: holds other files. Give a folder of its own.")
    listed = earlier or frozenset()
    for name in names:
        if name not in listed and (folder / name).exists():
            raise InputError(
                f"{folder / name}: is there, and no earlier count wrote it. Give a folder of its own."
            )
    for path in paths:
        if path.name in listed and path.is_file():
            path.unlink()


def _earlier_lists(index: Path) -> frozenset[str] | None:
    """Return the files that a `numbers.csv` of ours names; None where it is not there, or somebody else's."""
    try:
        with index.open(encoding="utf-8", newline="") as stream:
            first, *rows = csv.reader(stream)
    # no file, no text, no rows, a cell of megabytes
    except (OSError, ValueError, csv.Error):
        return None
    if not first or (first[0], first[-1]) != _INDEX_ENDS:
        return None
    return frozenset(row[0] for row in rows if row and _LIST_NAME.fullmatch(row[0]))


def _write_csv(path: Path, rows: pd.DataFrame) -> None:
    # A sentence may begin with `=`, and these files are most often opened in Excel.
    write_bytes(path, guarded_rows(rows).to_csv(index=False).encode())


def _file_name(number: int, group: Group) -> str:
    """
    Return the name of a list's file.

    >>> _file_name(1, ("Le Phare", None, "Anne Morel"))
    '0001-Le-Phare-none-Anne-Morel.csv'
    """
    words = "-".join("none" if value is None else str(value) for value in group)
    readable = _NOT_OF_NAME.sub("-", words)[:MAX_NAME_CHARACTERS].strip("-")
    return f"{number:04}-{readable or 'all'}.csv"


def _receipts(
    rows: list[Mapping[Any, Any]], texts: Mapping[str, str], site: str | None
) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of each receipt."""
    for row in rows:
        text = texts[row["article_id"]]
        yield (
            row["id"],
            row["article_id"],
            _address(row, site),
            row["outlet"],
            row["published"],
            sentence_around(text, row["start"], row["end"]),
            row["text"],
            hashlib.sha256(text.encode()).hexdigest(),
        )


def _address(row: Mapping[Any, Any], site: str | None) -> str:
    """Return where to read an annotation: its place on the site's page of the article, else its id."""
    if site is None:
        return str(row["id"])
    from pressmark.site.paths import anchor, article_path

    return f"{site.rstrip('/')}/{article_path(row['article_id'])}#{anchor(row['id'])}"


def sentence_around(text: str, start: int, end: int) -> str:
    """
    Return the sentence that `text[start:end]` stands in, all of them where it stands in several, on one line.

    Sentences are told by their marks alone, so that one may be short: it ends after « M. ».

    >>> sentence_around("It rained. “We march,” she said. It stopped.", 11, 22)
    '“We march,” she said.'
    """
    first, last = 0, len(text)
    for mark in _SENTENCE_END.finditer(text):
        if mark.end() <= start:
            first = mark.end()
        elif mark.start() >= end or mark.end() >= end:
            last = mark.end()
            break
    return " ".join(text[first:last].split())
