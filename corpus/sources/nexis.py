"""
Nexis (Nexis Uni, Lexis Advance): Word and RTF, one document or hundreds, each ended by « End of Document ».

Above the line « Body » stand title, publication, date, copyright and labelled fields, below it the text, then the
classification. Where a cover page says how many documents there are, a lack is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pressmark.dates import instant

from .records import Malformed, Row
from .words import byline_authors, is_word, labelled, language_code, words

__all__ = ["is_end", "nexis_rows"]

_LONGEST_DATE = 80
_LABELS = ("section", "length", "byline", "dateline", "highlight", "load_date", "language")


def is_end(line: str) -> bool:
    """Whether a line ends a document."""
    return is_word(line, "end")


def nexis_rows(lines: Sequence[str]) -> Iterator[Row | Malformed]:
    """The documents of a file, in its order."""
    begun, count = 0, 0
    for at, line in enumerate(lines):
        if is_end(line):
            count += 1
            yield _document(lines[begun:at], f"document {count}")
            begun = at + 1
    if any(is_word(line, "body") for line in lines[begun:]):
        count += 1
        yield Malformed(f"document {count}", "has no end: the file is cut")
    yield from _missing(lines, count)


def _missing(lines: Sequence[str], count: int) -> Iterator[Malformed]:
    covers = "|".join(map(re.escape, words("cover")))
    said = next((found for line in lines[:20] if (found := re.match(rf"\s*(?:{covers})\s*\((\d+)\)", line))), None)
    if said and int(said.group(1)) > count:
        what = f"the cover announces {said.group(1)} documents, there are {count}; the others are not in the file"
        yield Malformed("cover", what)


def _document(lines: Sequence[str], place: str) -> Row | Malformed:
    start = " ".join(" ".join(lines).split())[:60]
    if any(error.casefold() in " ".join(lines).casefold() for error in words("error")):
        return Malformed(place, f"Nexis could not give this document; it begins {start!r}")
    body = next((at for at, line in enumerate(lines) if is_word(line, "body")), None)
    if body is None:
        return Malformed(place, f"has no line « Body », so this is no form of Nexis that is known; it begins {start!r}")
    stop = next((at for at, line in enumerate(lines) if at > body and _is_after(line)), len(lines))
    text = "\n".join(line.rstrip() for line in lines[body + 1 : stop]).strip()
    if not text:
        return Malformed(place, f"has no text; it begins {start!r}")
    fields = {
        name: said for name in _LABELS for line in (*lines[:body], *lines[stop:]) if (said := labelled(line, name))
    }
    return Row({"text": text, **_head(lines[:body], fields)}, place)


def _is_after(line: str) -> bool:
    return is_word(line, "classification") or labelled(line, "load_date") is not None


def _head(lines: Sequence[str], fields: dict[str, str]) -> dict[str, Any]:
    """Title, publication and date, which have no labels: the last line that is a date, and the two above it."""
    bare = [line.strip() for line in lines if line.strip()]
    plain = [line for line in bare if not any(labelled(line, name) for name in _LABELS)]
    rights = next((line for line in reversed(plain) if any(line.startswith(word) for word in words("copyright"))), None)
    until = len(plain) - 1 - plain[::-1].index(rights) if rights else len(plain)
    dated = next(
        (at for at in range(until - 1, -1, -1) if len(plain[at]) <= _LONGEST_DATE and instant(plain[at])), None
    )
    above = plain[:dated] if dated is not None else plain[:until]
    return {
        "title": above[-2] if len(above) > 1 else None,
        "outlet": above[-1] if above else None,
        "published": plain[dated] if dated is not None else fields.get("load_date"),
        "authors": byline_authors(fields.get("byline")),
        "section": fields.get("section"),
        "language": language_code(fields.get("language")),
        "word_count": _digits(fields.get("length")),
        "rights": rights,
    }


def _digits(text: str | None) -> int | None:
    digits = re.sub(r"\D", "", text or "")
    return int(digits) if digits else None
