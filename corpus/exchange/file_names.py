"""File names for articles, safe on every file system, and text that XML can hold."""

from __future__ import annotations

import hashlib
import re
from xml.sax.saxutils import escape, quoteattr

from .report import Report

__all__ = [
    "file_name",
    "without_controls_of_xml",
    "xml_attribute",
    "xml_id",
    "xml_text",
]

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(\..*)?|.*\.")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BREAKS = {"\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"}


def file_name(id: str) -> str:
    """A file name for an id: itself where every file system takes it, else its letters and a hash of it."""
    if _PLAIN.fullmatch(id) and not _RESERVED.fullmatch(id) and id == id.lower():
        return id
    digest = hashlib.sha256(id.encode()).hexdigest()[:10]
    return f"{_NOT_PLAIN.sub('-', id)[:50].strip('-.') or 'article'}-{digest}"


def xml_id(id: str) -> str:
    """An `xml:id` for an id."""
    return f"p-{_NOT_PLAIN.sub('-', id)[:60]}-{hashlib.sha256(id.encode()).hexdigest()[:8]}"


def xml_text(text: str, report: Report) -> str:
    """The text escaped; a character that XML cannot hold becomes U+FFFD, one for one, so that offsets stay true."""
    return escape(without_controls_of_xml(text, report), _BREAKS)


def xml_attribute(text: str, report: Report) -> str:
    """The same as an attribute's value, in quotes."""
    return quoteattr(without_controls_of_xml(text, report))


def without_controls_of_xml(text: str, report: Report) -> str:
    """The text with U+FFFD for each character that XML cannot hold, counted in the report."""
    clean, count = _NOT_XML.subn("\ufffd", text)
    report.cannot(
        "character: a control character that XML cannot hold, now U+FFFD", count
    )
    return clean
