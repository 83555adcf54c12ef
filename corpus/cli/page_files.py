"""Pages that a command writes where a person says: one may stand in the place of another, and of no other file."""

from __future__ import annotations

from pathlib import Path

from pressmark.errors import InputError
from pressmark.storage.disk import write_bytes

__all__ = ["write_page"]

_BEGIN = b"<!doctype html>"


def write_page(path: Path, page: str) -> int:
    """
    Write a page of HTML and return its bytes.

    Raises `InputError` where another file stands there: `--file review.jsonl` names the decisions, and means no page.
    """
    if path.is_file():
        with path.open("rb") as stream:
            begin = stream.read(len(_BEGIN))
        if begin and begin.lower() != _BEGIN:
            raise InputError(
                f"{path}: is there and is no page, so none is written over it. Name another file: page.html"
            )
    content = page.encode()
    write_bytes(path, content)
    return len(content)
