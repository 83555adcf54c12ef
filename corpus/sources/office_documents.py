"""
Word and RTF files, and texts that the configuration says are from a vendor: their lines, then the vendor's reader.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .archives import ARCHIVE_ERRORS, TOO_LARGE
from .decoding import DecodingError, decode
from .factiva import factiva_rows, is_article_number
from .limits import is_bomb
from .nexis import is_document_end, nexis_rows
from .records import Row, UnreadableRecord

if TYPE_CHECKING:
    from .files import SourceFile

__all__ = ["document_rows"]

_WORD_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# "3 of 120 DOCUMENTS", which heads each document in the old form
_NEXIS_BEFORE_2017 = re.compile(r"\s*\d+ of \d+ DOCUMENTS\s*")


def document_rows(file: SourceFile) -> Iterator[Row | UnreadableRecord]:
    """
    Yield the articles of a file as Nexis or Factiva wrote it; the vendor is known by how its articles end.

    A file of neither is one article if the configuration says `format: text`, and an `UnreadableRecord` otherwise.
    """
    lines = _read_lines(file)
    if isinstance(lines, UnreadableRecord):
        yield lines
        return
    kind = file.format if file.format in ("nexis", "factiva") else _detect_vendor(lines)
    if kind == "nexis":
        yield from nexis_rows(lines)
    elif kind == "factiva":
        yield from factiva_rows(lines)
    elif file.format == "text":
        yield Row({"text": "\n".join(lines).strip()})
    else:
        yield UnreadableRecord(None, _explain_unknown(lines))
    if file.ending == ".rtf" and not file.content.rstrip(b"\0 \t\r\n").endswith(b"}"):
        yield UnreadableRecord(
            f"byte {len(file.content)}", "the RTF is cut: its end is missing"
        )


def _detect_vendor(lines: list[str]) -> str | None:
    """Return the vendor whose articles end as lines of this file do; None if there are none."""
    if any(map(is_document_end, lines)):
        return "nexis"
    return "factiva" if any(map(is_article_number, lines)) else None


def _explain_unknown(lines: list[str]) -> str:
    """Say why a document is not read, and what to do."""
    if any(map(_NEXIS_BEFORE_2017.fullmatch, lines)):
        return "is a Nexis export in the form of before 2017, which is not read; export it again as Word (DOCX)"
    return (
        "is neither an export of Nexis (no « End of Document ») nor of Factiva (no line `Document …`);"
        " if it is one article, say so: source: {format: text}"
    )


def _read_lines(file: SourceFile) -> list[str] | UnreadableRecord:
    """Return the lines of a file by its ending, or why it has none."""
    if file.ending == ".docx":
        return _read_docx(file.content)
    if file.ending == ".rtf":
        return _read_rtf(file.content)
    try:
        return decode(file.content, file.encoding)[0].splitlines()
    except DecodingError as error:
        return UnreadableRecord(f"byte {error.start}", str(error))


def _read_rtf(content: bytes) -> list[str] | UnreadableRecord:
    """Return the lines of an RTF file."""
    from striprtf.striprtf import rtf_to_text

    if not content.lstrip().startswith(b"{\\rtf"):
        return UnreadableRecord(None, "is no RTF: it does not begin with {\\rtf")
    try:
        # RTF is ASCII with escapes for all else; latin-1 takes any byte, so that a stray one does not refuse the file.
        text = rtf_to_text(content.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
        return str(text).splitlines()
    # striprtf documents no error of its own: these come out of its parser for damaged files
    except (ValueError, IndexError, LookupError, OverflowError, TypeError) as error:
        return UnreadableRecord(None, f"is damaged RTF ({error})")


def _read_docx(content: bytes) -> list[str] | UnreadableRecord:
    """Return the lines of a Word file."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            member = archive.getinfo("word/document.xml")
            if is_bomb(member.compress_size, member.file_size):
                return UnreadableRecord(None, TOO_LARGE)
            xml = archive.read("word/document.xml")
        # A stranger's file: an entity could name a file of this machine, or an address.
        root = etree.fromstring(
            xml, etree.XMLParser(resolve_entities=False, no_network=True)
        )
    except KeyError:
        return UnreadableRecord(
            None, "is no Word document: there is no word/document.xml in it"
        )
    except etree.XMLSyntaxError as error:
        return UnreadableRecord(None, f"its text cannot be read ({error})")
    except ARCHIVE_ERRORS as error:
        return UnreadableRecord(
            None, f"is no DOCX, which is a zip archive, or a cut one ({error})"
        )
    return _document_lines(root)


_TEXT_OF_ELEMENTS = {
    f"{_WORD_NAMESPACE}tab": "\t",
    f"{_WORD_NAMESPACE}br": "\n",
    f"{_WORD_NAMESPACE}cr": "\n",
    f"{_WORD_NAMESPACE}noBreakHyphen": "\u2011",
}


def _document_lines(root: Any) -> list[str]:
    """
    Return the lines of a Word document, each character of it once.

    A paragraph within another, as in a text box, has lines of its own after those of the one around it.
    """
    lines: list[str] = []
    open_paragraphs: list[list[str]] = []
    # The outermost paragraph that is open, then those within it.
    paragraphs: list[list[str]] = []
    for event, node in _walk_elements(root):
        if node.tag == f"{_WORD_NAMESPACE}p":
            if event == "start":
                open_paragraphs.append([])
                paragraphs += [open_paragraphs[-1]]
            else:
                open_paragraphs.pop()
                if not open_paragraphs:
                    for words in paragraphs:
                        lines += "".join(words).split("\n")
                    paragraphs = []
        elif event == "start" and open_paragraphs:
            text = _TEXT_OF_ELEMENTS.get(node.tag, "")
            if node.tag == f"{_WORD_NAMESPACE}t":
                text = node.text or ""
            if text:
                open_paragraphs[-1].append(text)
    return lines


def _walk_elements(root: Any) -> Any:
    from lxml import etree

    return etree.iterwalk(root, events=("start", "end"))
