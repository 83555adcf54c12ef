"""
Receipts of a count: for each number a list of its sentences, with an address and the hash of the article's text.

Who doubts a number reads the list; who has the articles can see that they are the same to the character.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
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

    _refuse_other_files(folder)
    rows, columns = counted_rows(corpus, request)
    articles = {
        row["id"]: row
        for row in corpus.table("articles").select_columns(["id", "title", "text"])
    }
    lists: dict[Group, list[Mapping[Any, Any]]] = {}
    cells = zip(*(plain_values(rows[column]) for column in columns), strict=True)
    groups = cells if columns else iter([()] * len(rows))
    for group, row in zip(groups, rows.to_dict("records"), strict=True):
        lists.setdefault(group, []).append(row)
    numbers: list[dict[str, Any]] = []
    # The largest first, as a count has them.
    ordered = sorted(lists.items(), key=lambda item: (-len(item[1]), str(item[0])))
    for number, (group, of_group) in enumerate(ordered, start=1):
        name = _file_name(number, group)
        receipts = pd.DataFrame(_receipts(of_group, articles, site), columns=COLUMNS)
        _write_csv(folder / name, receipts)
        values = dict(zip(columns, group, strict=True))
        numbers.append({"file": name, **values, "sentences": len(of_group)})
    _write_csv(
        folder / INDEX, pd.DataFrame(numbers, columns=["file", *columns, "sentences"])
    )
    return len(numbers)


def _refuse_other_files(folder: Path) -> None:
    """Raise `InputError` for a folder with files that no receipt is; those of an earlier count are deleted."""
    if folder.is_dir():
        paths = list(folder.iterdir())
        if paths and not (folder / INDEX).is_file():
            raise InputError(f"{folder}: holds other files. Give a folder of its own.")
        for path in paths:
            if path.suffix == ".csv":
                path.unlink()


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
    rows: list[Mapping[Any, Any]],
    articles: Mapping[str, Mapping[str, Any]],
    site: str | None,
) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of each receipt."""
    for row in rows:
        article = articles[row["article_id"]]
        text = article["text"]
        yield (
            row["id"],
            row["article_id"],
            _address(row, article["title"], site),
            row["outlet"],
            row["published"],
            sentence_around(text, row["start"], row["end"]),
            row["text"],
            hashlib.sha256(text.encode()).hexdigest(),
        )


def _address(row: Mapping[Any, Any], title: str | None, site: str | None) -> str:
    """Return where to read an annotation: its place on the site's page of the article, else its id."""
    if site is None:
        return str(row["id"])
    from pressmark.site.paths import anchor, article_path

    page = article_path(row["article_id"], title)
    return f"{site.rstrip('/')}/{page}#{anchor(row['id'])}"


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
