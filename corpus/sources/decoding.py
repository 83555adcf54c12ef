"""
From bytes to text: byte order mark → declared → strict UTF-8 → cp1252, and which of them it was.

On French and English news this rule was right where statistical detectors confuse cp1252 with its neighbours.
"""

from __future__ import annotations

import codecs
import re

__all__ = ["DecodingError", "decode", "decode_page"]

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# <meta charset="utf-8">, or <meta http-equiv=… content="text/html; charset=utf-8">
_META_CHARSET = re.compile(
    rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I
)
# Bytes at the start of a page that are searched for it: HTML asks for it in the first 1,024.
_META_SEARCH_BYTES = 4096
# No browser reads them: parts of addresses, escapes of Python's source.
_NO_PAGE_ENCODINGS = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
_TAG = re.compile(rb"<[A-Za-z!/?][A-Za-z]+")
# “ ” ’ – … of cp1252; control characters in Latin-9, which no text has
_CP1252_MARKS = re.compile(rb"[\x80-\x9f]")
_LATIN_9_LETTERS = re.compile(
    rb"[A-Za-z\xc0-\xff][\xbc-\xbe]|[\xbc-\xbe][A-Za-z\xe0-\xff]|\xa4"
)


class DecodingError(ValueError):
    """Bytes that are no text in the encoding that they must be in; `start` is the offset of the first bad byte."""

    def __init__(self, encoding: str, start: int) -> None:
        super().__init__(
            f"is not {encoding} text (from byte {start} on); save it as UTF-8, or give its `encoding` in the source"
        )
        self.start = start


def decode(content: bytes, declared: str | None = None) -> tuple[str, str]:
    """
    Decode bytes; return the text, and the encoding with the rule that chose it: `utf-8 (BOM)`, `cp1252 (fallback)`.

    `declared` is the encoding that the configuration names. A byte order mark is no part of the text; nothing else is
    changed. Raises `DecodingError`.

    >>> decode("été".encode("cp1252"))
    ('été', 'cp1252 (fallback)')
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_strictly(content[len(mark) :], encoding), f"{encoding} (BOM)"
    if declared:
        return _decode_strictly(content, declared), f"{declared} (declared)"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = "iso8859-15" if _is_latin_9(content) else "cp1252"
        return _decode_strictly(content, encoding), f"{encoding} (fallback)"


def decode_page(content: bytes, header: str | None = None) -> tuple[str, str]:
    """
    Decode a web page by its byte order mark, else the HTTP `header`, else what the page says, else as `decode` does.

    `iso-8859-1` is read as cp1252, as browsers do. A declaration that the bytes belie is passed over.
    Raises `DecodingError`.
    """
    if any(content.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS):
        return decode(content)
    meta = _META_CHARSET.search(content[:_META_SEARCH_BYTES])
    for declared in (header, meta.group(1).decode("ascii") if meta else None):
        encoding = _browser_encoding(declared) if declared else None
        text = _decode_as_page(content, encoding) if encoding else None
        if text is not None:
            return text, f"{encoding} (declared)"
    return decode(content)


def _decode_as_page(content: bytes, encoding: str) -> str | None:
    """Return a page decoded as it was declared; None where its bytes belie that."""
    try:
        text = content.decode(encoding)
    # Some codecs raise other errors of Unicode than that of decoding.
    except UnicodeError:
        return None
    # A page in UTF-8 that is declared as UTF-16 decodes, to Chinese without a tag.
    tag = _TAG.search(content[:_META_SEARCH_BYTES])
    is_belied = tag is not None and tag.group().decode("ascii") not in text
    return None if is_belied else text


def _browser_encoding(declared: str) -> str | None:
    """Return what browsers understand by a declared encoding; None for what is none of text."""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
        # Python calls `hex`, `rot13` and `zlib` encodings, too.
        "".encode(name)
    except (LookupError, ValueError):
        return None
    if name in _NO_PAGE_ENCODINGS:
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _is_latin_9(content: bytes) -> bool:
    """
    Say whether bytes are Latin-9 (ISO 8859-15) rather than cp1252.

    They are if no byte is one of cp1252's typographic marks, and a letter stands beside what cp1252 would read as ¼ ½ ¾
    and Latin-9 reads as Œ œ Ÿ (« c½ur » is « cœur »), or there is a ¤, which is Latin-9's €.
    """
    return not _CP1252_MARKS.search(content) and bool(_LATIN_9_LETTERS.search(content))


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    # Not every codec says where it stopped.
    except (UnicodeError, LookupError) as error:
        raise DecodingError(encoding, getattr(error, "start", 0)) from error
