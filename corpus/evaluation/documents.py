"""Annotated articles to measure: a corpus, or a file as `pressmark export --format jsonl` writes it, by article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pressmark.dataset.corpus import load
from pressmark.errors import InputError
from pressmark.exchange.jsonl import article_json

__all__ = ["Document", "documents", "same_text"]

Document = Mapping[str, Any]
"""An article as `article_json` gives it."""


def documents(path: str | Path) -> dict[str, Document]:
    """
    The articles of a corpus folder, or of a JSONL file, by id.

    Raises `InputError` with the line for what is no article, and for an id that stands twice.
    """
    path = Path(path)
    if path.is_dir():
        return {article.id: article_json(article) for article in load(path)}
    found: dict[str, Document] = {}
    for place, document in _lines(path):
        if not isinstance(document, dict) or not {"id", "text"} <= set(document):
            raise InputError(f"{path}: {place}: is no article with `id` and `text`. Write it with `pressmark export`.")
        if document["id"] in found:
            raise InputError(f"{path}: {place}: the id {document['id']!r} stands twice. Keep one.")
        found[document["id"]] = document
    return found


def _lines(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        raise InputError(f"{path}: is not there. Give a corpus folder or a JSONL file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}). Give a corpus folder or a JSONL file.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except ValueError as error:
                raise InputError(f"{path}: line {number}: is not JSON ({error}).") from error


def same_text(one: Document, two: Document) -> None:
    """Raise `InputError` with the place when two documents of one id have different texts."""
    if one["text"] != two["text"]:
        letters = enumerate(zip(one["text"], two["text"], strict=False))
        at = next((at for at, (a, b) in letters if a != b), min(len(one["text"]), len(two["text"])))
        raise InputError(
            f"article {one['id']!r}: the two texts differ from character {at} on "
            f"({one['text'][at : at + 20]!r} and {two['text'][at : at + 20]!r}). Annotate the text of the corpus."
        )
