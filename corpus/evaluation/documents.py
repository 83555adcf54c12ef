"""Annotated articles to measure: a corpus, or a file as `pressmark export --format jsonl` writes it, by article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pressmark.dataset.corpus import load
from pressmark.errors import InputError
from pressmark.exchange.jsonl import article_json

__all__ = ["Document", "read_documents", "refuse_other_text"]

Document = Mapping[str, Any]
"""An article as `article_json` gives it."""

SHOWN_CHARACTERS = 20
"""Characters of two texts that an error shows from where they differ; chosen."""


def read_documents(path: str | Path) -> dict[str, Document]:
    """
    Return the articles of a corpus folder, or of a JSONL file, by id.

    Raises `InputError` with the line for what is no article, and for an id that stands twice.

    >>> list(read_documents("gold.jsonl"))
    ['a']
    """
    path = Path(path)
    if path.is_dir():
        return {article.id: article_json(article) for article in load(path)}
    documents: dict[str, Document] = {}
    for line, document in _read_lines(path):
        if not isinstance(document, dict) or not {"id", "text"} <= set(document):
            raise InputError(
                f"{path}: {line}: is no article with `id` and `text`. Write it with `pressmark export`."
            )
        # The later would replace the earlier without a word, as happens when two files are put together.
        if document["id"] in documents:
            raise InputError(
                f"{path}: {line}: the id {document['id']!r} stands twice. Keep one."
            )
        documents[document["id"]] = document
    return documents


def _read_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield the values of a JSONL file, each with the words for its line. Raises `InputError`."""
    try:
        # And not `splitlines`: a text may hold U+2028, which JSON leaves as it is.
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        raise InputError(
            f"{path}: is not there. Give a corpus folder or a JSONL file."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: cannot be read ({error}). Give a corpus folder or a JSONL file."
        ) from error
    for number, line in enumerate(lines, start=1):
        # Most files end with a line end, after which nothing stands.
        if not line.strip():
            continue
        try:
            yield f"line {number}", json.loads(line)
        except ValueError as error:
            raise InputError(
                f"{path}: line {number}: is not JSON ({error})."
            ) from error


def refuse_other_text(first: Document, second: Document) -> None:
    """Raise `InputError` with the offset when two documents of one id have different texts."""
    if first["text"] == second["text"]:
        return
    # The place is most often telling: a line end of Windows, a character that an editor normalised.
    offset = _first_difference(first["text"], second["text"])
    window = slice(offset, offset + SHOWN_CHARACTERS)
    raise InputError(
        f"article {first['id']!r}: the two texts differ from character {offset} on "
        f"({first['text'][window]!r} and {second['text'][window]!r}). Annotate the text of the corpus."
    )


def _first_difference(first: str, second: str) -> int:
    """Return the offset from which two texts differ."""
    for offset, (letter, other_letter) in enumerate(zip(first, second, strict=False)):
        if letter != other_letter:
            return offset
    # One is the beginning of the other: they differ where the shorter ends.
    return min(len(first), len(second))
