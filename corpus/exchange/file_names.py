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

# 80 characters: file systems take 255 bytes, and an ending and a person's own folders come on top.
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
# Names that Windows keeps for devices, and a dot at the end, which it drops.
_RESERVED_NAME = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(\..*)?|.*\.")
_UNSAFE_CHARACTERS = re.compile(r"[^A-Za-z0-9._-]+")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Line ends that an XML parser would turn into a line feed, by which no offset moves, but the text is another.
_ESCAPED_BREAKS = {"\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"}
HASH_DIGITS = 10  # 40 bits beside the readable letters: chosen, not measured
READABLE_CHARACTERS = 50  # of the id in such a name, so that a person recognises it


def file_name(id: str) -> str:
    """
    Return a file name for `id`: itself where every file system takes it, else its letters and a hash of it.

    >>> file_name("fr-01"), file_name("Zwei/2")
    ('fr-01', 'Zwei-2-71306e833b')
    """
    is_safe = _SAFE_NAME.fullmatch(id) and not _RESERVED_NAME.fullmatch(id)
    # Two ids that differ in case alone would be one file on macOS and Windows.
    if is_safe and id == id.lower():
        return id
    digest = hashlib.sha256(id.encode()).hexdigest()[:HASH_DIGITS]
    # A dot or dash at either end would hide the file, or read as an option.
    readable = _UNSAFE_CHARACTERS.sub("-", id)[:READABLE_CHARACTERS].strip("-.")
    return f"{readable or 'article'}-{digest}"


def xml_id(id: str) -> str:
    """Return an `xml:id` for `id`; these must begin with a letter and hold no space or slash."""
    # 8 digits (32 bits) and 60 characters: chosen, not measured.
    digest = hashlib.sha256(id.encode()).hexdigest()[:8]
    return f"p-{_UNSAFE_CHARACTERS.sub('-', id)[:60]}-{digest}"


def xml_text(text: str, report: Report) -> str:
    """Return `text` escaped; a character that XML cannot hold becomes U+FFFD, one for one, so that offsets stay true."""
    return escape(without_controls_of_xml(text, report), _ESCAPED_BREAKS)


def xml_attribute(text: str, report: Report) -> str:
    """Return `text` as an attribute's value, in quotes; what XML cannot hold becomes U+FFFD."""
    return quoteattr(without_controls_of_xml(text, report))


def without_controls_of_xml(text: str, report: Report) -> str:
    """Return `text` with U+FFFD for each character that XML cannot hold, counted in `report`."""
    clean, count = _NOT_XML.subn("\ufffd", text)
    report.cannot(
        "character: a control character that XML cannot hold, now U+FFFD", count
    )
    return clean
