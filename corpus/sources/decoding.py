"""
From bytes to text: byte order mark → declared → strict UTF-8 → cp1252, and which of them it was.

On French and English news this rule was right where statistical detectors confuse cp1252 with its neighbours.
"""

from __future__ import annotations

import codecs

__all__ = ["Undecodable", "decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


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
        return _strict(content, "cp1252"), "cp1252 (fallback)"


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Undecodable(encoding, error.start) from error
    except LookupError as error:
        raise Undecodable(encoding, 0) from error
