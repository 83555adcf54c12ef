"""Word and RTF files, and texts that are said to be an archive's: their lines, then the archive's reader."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .archives import BROKEN, TOO_LARGE
from .decoding import Undecodable, decoded
from .factiva import factiva_rows, is_number
from .limits import is_bomb
from .nexis import is_end, nexis_rows
from .records import Malformed, Row

if TYPE_CHECKING:
    from .files import File

__all__ = ["document_rows"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLD_NEXIS = re.compile(r"\s*\d+ of \d+ DOCUMENTS\s*")


def document_rows(file: File) -> Iterator[Row | Malformed]:
    """The articles of a file, as Nexis or Factiva wrote it, told by how their articles end; else one, if so said."""
    lines = _lines(file)
    if isinstance(lines, Malformed):
        yield lines
        return
    kind = file.format if file.format in ("nexis", "factiva") else _kind(lines)
    if kind == "nexis":
        yield from nexis_rows(lines)
    elif kind == "factiva":
        yield from factiva_rows(lines)
    elif file.format == "text":
        yield Row({"text": "\n".join(lines).strip()})
    else:
        yield Malformed(None, _unknown(lines))
    if file.ending == ".rtf" and not file.content.rstrip(b"\0 \t\r\n").endswith(b"}"):
        yield Malformed(f"byte {len(file.content)}", "the RTF is cut: its end is missing")


def _kind(lines: list[str]) -> str | None:
    if any(map(is_end, lines)):
        return "nexis"
    return "factiva" if any(map(is_number, lines)) else None


def _unknown(lines: list[str]) -> str:
    if any(map(_OLD_NEXIS.fullmatch, lines)):
        return "is a Nexis export in the form of before 2017, which is not read; export it again as Word (DOCX)"
    return (
        "is neither an export of Nexis (no « End of Document ») nor of Factiva (no line `Document …`);"
        " if it is one article, say so: source: {format: text}"
    )


def _lines(file: File) -> list[str] | Malformed:
    if file.ending == ".docx":
        return _word(file.content)
    if file.ending == ".rtf":
        return _rich(file.content)
    try:
        return decoded(file.content, file.encoding)[0].splitlines()
    except Undecodable as error:
        return Malformed(f"byte {error.start}", str(error))


def _rich(content: bytes) -> list[str] | Malformed:
    from striprtf.striprtf import rtf_to_text

    if not content.lstrip().startswith(b"{\\rtf"):
        return Malformed(None, "is no RTF: it does not begin with {\\rtf")
    try:
        text = rtf_to_text(content.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
        return str(text).splitlines()
    except (ValueError, IndexError, LookupError, OverflowError, TypeError) as error:
        return Malformed(None, f"is damaged RTF ({error})")


def _word(content: bytes) -> list[str] | Malformed:
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            about = archive.getinfo("word/document.xml")
            if is_bomb(about.compress_size, about.file_size):
                return Malformed(None, TOO_LARGE)
            xml = archive.read("word/document.xml")
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except KeyError:
        return Malformed(None, "is no Word document: there is no word/document.xml in it")
    except etree.XMLSyntaxError as error:
        return Malformed(None, f"its text cannot be read ({error})")
    except BROKEN as error:
        return Malformed(None, f"is no DOCX, which is a zip archive, or a cut one ({error})")
    return _paragraphs(root)


_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}


def _paragraphs(root: Any) -> list[str]:
    """
    The lines of a document, each sign of it once.

    A paragraph within another, as in a text box, has lines of its own behind those of the one around it.
    """
    lines: list[str] = []
    open_paragraphs: list[list[str]] = []
    inner: list[list[str]] = []  # of the outermost paragraph: those within it, which come behind it
    for event, node in _events(root):
        if node.tag == f"{_W}p":
            if event == "start":
                open_paragraphs.append([])
                inner += [open_paragraphs[-1]]
            else:
                open_paragraphs.pop()
                if not open_paragraphs:
                    lines += [line for words in inner for line in "".join(words).split("\n")]
                    inner = []
        elif event == "start" and open_paragraphs:
            words = node.text or "" if node.tag == f"{_W}t" else _SIGNS.get(node.tag, "")
            open_paragraphs[-1] += [words] if words else []
    return lines


def _events(root: Any) -> Any:
    from lxml import etree

    return etree.iterwalk(root, events=("start", "end"))
