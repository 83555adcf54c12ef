"""
From bytes to text: byte order mark → declared → strict UTF-8 → cp1252, and which of them it was.

On French and English news this rule was right where statistical detectors confuse cp1252 with its neighbours.
"""

from __future__ import annotations

import codecs
import re

__all__ = ["Undecodable", "decoded", "decoded_page"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_META = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I)
_HEAD = 4096
_C1 = re.compile(rb"[\x80-\x9f]")
_LATIN_9 = re.compile(rb"[A-Za-z\xc0-\xff][\xbc-\xbe]|[\xbc-\xbe][A-Za-z\xe0-\xff]|\xa4")


class Undecodable(ValueError):
    """Bytes that are no text in the encoding they must be in; `start` is the first bad byte's offset."""

    def __init__(self, encoding: str, start: int) -> None:
        super().__init__(f"is not {encoding} text (from byte {start} on); give its `encoding` in the source")
        self.start = start


def decoded(content: bytes, declared: str | None = None) -> tuple[str, str]:
    """
    The text of some bytes, and the encoding with the rule that chose it: `utf-8`, `utf-8 (BOM)`, `cp1252 (fallback)`.

    A byte order mark is no part of the text; nothing else is changed. Raises `Undecodable`.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding), f"{encoding} (BOM)"
    if declared:
        return _strict(content, declared), f"{declared} (declared)"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = "iso8859-15" if _is_latin_9(content) else "cp1252"
        return _strict(content, encoding), f"{encoding} (fallback)"


def decoded_page(content: bytes, header: str | None = None) -> tuple[str, str]:
    """
    The text of a web page: a mark, what the HTTP header says, what the page itself says, then as `decoded`.

    `iso-8859-1` is read as cp1252, as browsers do. A declaration that the bytes belie is passed over.
    """
    inside = _META.search(content[:_HEAD])
    for declared in (header, inside.group(1).decode("ascii") if inside else None):
        known = _browsers(declared) if declared else None
        if known and not any(content.startswith(mark) for mark, _ in _MARKS):
            try:
                return content.decode(known), f"{known} (declared)"
            except UnicodeDecodeError:
                continue
    return decoded(content)


def _browsers(declared: str) -> str | None:
    """What browsers understand by a declared encoding; None for one that is not known."""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _is_latin_9(content: bytes) -> bool:
    """
    Whether bytes are Latin-9 rather than cp1252: nothing where cp1252 has its typographic marks, and a letter beside
    what would be ¼ ½ ¾ there and is Œ œ Ÿ here, or ¤ which is €.
    """
    return not _C1.search(content) and bool(_LATIN_9.search(content))


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Undecodable(encoding, error.start) from error
    except LookupError as error:
        raise Undecodable(encoding, 0) from error
