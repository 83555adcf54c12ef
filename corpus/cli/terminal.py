"""
What is printed, made plain: a file name, a title or an error's words may hold what a terminal would obey.

The commands print with `print_plain` alone.
"""

from __future__ import annotations

import re
import sys
from typing import TextIO

__all__ = ["print_plain", "strip_controls"]

_ESCAPE_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, moves of the cursor
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\n]*(?:\x07|\x1b\\)"  # titles, links, the clipboard
    r"|\x1b[ -/]*[0-~]"
)
# Without tab and line end; with marks of direction, by which `exe.txt` may be shown for `txt.exe`.
_CONTROL_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def strip_controls(text: str) -> str:
    r"""
    Return the text with � for escape sequences, other control characters, marks of direction and halves of characters.

    >>> strip_controls("a\x1b[31mred\x07")
    'a�red�'
    """
    return _CONTROL_CHARACTERS.sub(
        "\ufffd", _ESCAPE_SEQUENCES.sub("\ufffd", text.replace("\r\n", "\n"))
    )


def print_plain(
    *values: object, end: str = "\n", file: TextIO | None = None, flush: bool = False
) -> None:
    """
    Print, but nothing that a terminal obeys or that turns the order of what is read.

    JSON keeps its values: what may not be printed in it is written as an escape, `\\u009b`.
    """
    text = " ".join(map(str, values))
    # Asked at each call: a test puts another stream in place of `sys.stdout`.
    target = file if file is not None else sys.stdout
    # A JSON document begins with a bracket; a title that does so loses nothing, as escapes are plain text.
    is_json = text.startswith(("{", "["))
    plain_text = _escape_json(text) if is_json else strip_controls(text)
    print(plain_text, end=end, file=target, flush=flush)


def _escape_json(text: str) -> str:
    """Return JSON whose control characters are escapes; they can stand within its texts alone."""
    return _CONTROL_CHARACTERS.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
