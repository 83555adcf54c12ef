"""
Receipts of a count: for each number a list of its sentences, with an address and the hash of the article's text.

Who doubts a number reads the list; who has the articles can see that they are the same to the character.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.annotation.text_sentences import ArticleSentences
from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.exchange.spreadsheet_cells import guarded_rows
from pressmark.storage.disk import write_bytes

from .group_values import CountRequest, Group, counted_rows, plain_values
from .receipt_lists import list_address

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_receipts"]

INDEX = "numbers.csv"
"""The file that says of each number which list is its own."""

COLUMNS = ("id", "article_id", "address", "outlet", "published", "sentence", "text", "article_sha256")  # fmt: skip

_NOT_OF_NAME = re.compile(r"[^\w-]+")
# 0001-Le-Phare.csv
_LIST_NAME = re.compile(r"\d{4,}-[\w-]+\.csv")
_INDEX_ENDS = (("sentences",), ("sentences", "address"))
"""The last columns of `numbers.csv`, without a site and with one; its first is `file`."""

MAX_NAME_CHARACTERS = 40
"""Characters of a file's name after its number; chosen: to read, while no system refuses it."""


def write_receipts(
    corpus: Corpus, request: CountRequest, folder: Path, *, site: str | None = None
) -> int:
    """
    Write a CSV for each number of a count, and `numbers.csv` with all numbers; return how many there are.

    `site` is the address of the corpus's site, or its folder: each number then leads to the list of its sentences there,
    and each sentence to its place. Without it an address is the annotation's id. Raises `InputError` for a folder that
    holds other files.
    """
    import pandas as pd

    rows, columns = counted_rows(corpus, request)
    articles = {
        row["id"]: _ReceiptArticle(row["title"], row["text"], row["language"])
        for row in corpus.table("articles").select_columns(
            ["id", "title", "text", "language"]
        )
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
        receipts = pd.DataFrame(_receipts(of_group, articles, site), columns=COLUMNS)
        _write_csv(folder / name, receipts)
        values = dict(zip(columns, group, strict=True))
        entry = {"file": name, **values, "sentences": len(of_group)}
        if site is not None:
            entry["address"] = list_address(site, request, values)
        numbers.append(entry)
    named = ["file", *columns, "sentences", *(["address"] if site is not None else [])]
    _write_csv(folder / INDEX, pd.DataFrame(numbers, columns=named))
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
    has_our_ends = any(tuple(first[-len(ends) :]) == ends for ends in _INDEX_ENDS)
    if first[:1] != ["file"] or not has_our_ends:
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


class _ReceiptArticle:
    """An article as receipts show it; its sentences are looked for when the first receipt needs them."""

    def __init__(self, title: str | None, text: str, language: str | None) -> None:
        self.title, self.text, self.language = title, text, language

    @cached_property
    def sentences(self) -> ArticleSentences:
        """The sentences of the text."""
        return ArticleSentences.of(self.text, self.language)

    @cached_property
    def sha256(self) -> str:
        """The hash of the text in UTF-8, in hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def _receipts(
    rows: list[Mapping[Any, Any]],
    articles: Mapping[str, _ReceiptArticle],
    site: str | None,
) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of each receipt."""
    for row in rows:
        article = articles[row["article_id"]]
        yield (
            row["id"],
            row["article_id"],
            _address(row, article.title, site),
            row["outlet"],
            row["published"],
            article.sentences.around(*_extent(row, article.text)),
            row["text"],
            article.sha256,
        )


def _extent(row: Mapping[Any, Any], text: str) -> tuple[int, int]:
    """Return the offsets that a receipt must show: of a quote those of its cue, too: '"Why?" Ann Lee asked.'"""
    start, end = int(row["start"]), int(row["end"])
    cue_start, cue_end = row.get("cue_start"), row.get("cue_end")
    if cue_start is None or cue_start != cue_start:  # NaN: no cue
        return start, end
    first, last = min(start, int(cue_start)), max(end, int(cue_end or 0))
    return (start, end) if "\n" in text[first:last] else (first, last)


def _address(row: Mapping[Any, Any], title: str | None, site: str | None) -> str:
    """Return where to read an annotation: its place on the site's page of the article, else its id."""
    if site is None:
        return str(row["id"])
    from pressmark.site.paths import anchor, article_path

    page = article_path(row["article_id"], title)
    return f"{site.rstrip('/')}/{page}#{anchor(row['id'])}"
