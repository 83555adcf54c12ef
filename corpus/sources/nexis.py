"""
Nexis (Nexis Uni, Lexis Advance): Word and RTF, one document or hundreds, each ended by « End of Document ».

Above the line « Body » stand title, publication, date, copyright and labelled fields, below it the text, then the
classification. Where a cover page says how many documents there are, a lack is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .dates import instant
from .records import Row, UnreadableRecord
from .vendor_words import (
    byline_authors,
    is_word,
    language_code,
    text_after_label,
    words_of_kind,
)

__all__ = ["is_document_end", "nexis_rows"]

# Characters of a line that is still a date: "Monday, March 2, 2026, 2:30 PM CET, Paris edition"; chosen.
_MAX_DATE_CHARACTERS = 80
# Lines at the start that may be the cover page, with « Documents (120) »; chosen, not measured.
_MAX_COVER_LINES = 20
# Kinds of labels in `vendors.yaml`: « Length: 532 words », « Byline: Anna Lee ».
_LABEL_KINDS = (
    "section",
    "length",
    "byline",
    "dateline",
    "highlight",
    "load_date",
    "language",
)


def is_document_end(line: str) -> bool:
    """Say whether a line ends a document: « End of Document », « Fin du document »."""
    return is_word(line, "end")


def nexis_rows(lines: Sequence[str]) -> Iterator[Row | UnreadableRecord]:
    """Yield the documents in the lines of a file, in order; what the cover announces and the file lacks is reported."""
    start, count = 0, 0
    for position, line in enumerate(lines):
        if is_document_end(line):
            count += 1
            yield _document_row(lines[start:position], f"document {count}")
            start = position + 1
    # After the last end there is no more « Body », unless the file was cut within a document.
    if any(is_word(line, "body") for line in lines[start:]):
        count += 1
        yield UnreadableRecord(f"document {count}", "has no end: the file is cut")
    yield from _report_missing(lines, count)


def _report_missing(lines: Sequence[str], count: int) -> Iterator[UnreadableRecord]:
    """Yield a report if the cover page announces more documents than the file holds."""
    covers = "|".join(map(re.escape, words_of_kind("cover")))
    for line in lines[:_MAX_COVER_LINES]:
        match = re.match(rf"\s*(?:{covers})\s*\((\d+)\)", line)
        if match is None:
            continue
        if int(match[1]) > count:
            reason = f"the cover announces {match[1]} documents, there are {count}; the others are not in the file"
            yield UnreadableRecord("cover", reason)
        return


def _document_row(lines: Sequence[str], place: str) -> Row | UnreadableRecord:
    """Return the row of one document; Nexis writes an error page in place of some."""
    content = " ".join(lines)
    opening = " ".join(content.split())[:60]
    if any(error.casefold() in content.casefold() for error in words_of_kind("error")):
        return UnreadableRecord(
            place, f"Nexis could not give this document; it begins {opening!r}"
        )
    body = next(
        (position for position, line in enumerate(lines) if is_word(line, "body")), None
    )
    if body is None:
        reason = "has no line « Body », so this is no form of Nexis that is known"
        return UnreadableRecord(place, f"{reason}; it begins {opening!r}")
    after = range(body + 1, len(lines))
    stop = next(
        (position for position in after if _is_text_end(lines[position])), len(lines)
    )
    text = "\n".join(line.rstrip() for line in lines[body + 1 : stop]).strip()
    if not text:
        return UnreadableRecord(place, f"has no text; it begins {opening!r}")
    fields = _labelled_fields([*lines[:body], *lines[stop:]])
    return Row({"text": text, **_values_of_head(lines[:body], fields)}, place)


def _labelled_fields(lines: Sequence[str]) -> dict[str, str]:
    """Return what the lines say after labels, by kind of label; of two such lines the last one counts."""
    fields: dict[str, str] = {}
    for name in _LABEL_KINDS:
        for line in lines:
            content = text_after_label(line, name)
            if content:
                fields[name] = content
    return fields


def _is_text_end(line: str) -> bool:
    """Say whether a line stands after the text: the classification, or the date of loading."""
    return (
        is_word(line, "classification")
        or text_after_label(line, "load_date") is not None
    )


def _values_of_head(lines: Sequence[str], fields: dict[str, str]) -> dict[str, Any]:
    """Return title, publication and date, which have no labels: the last line that is a date, and the two above it."""
    filled = [line.strip() for line in lines if line.strip()]
    unlabelled = [
        line
        for line in filled
        if not any(text_after_label(line, name) for name in _LABEL_KINDS)
    ]
    rights = next(
        (
            line
            for line in reversed(unlabelled)
            if line.startswith(words_of_kind("copyright"))
        ),
        None,
    )
    end = len(unlabelled)
    if rights:
        end -= 1 + unlabelled[::-1].index(rights)
    # The copyright is no date, though it holds a year; what stands below it is none of the publication.
    dates = [
        position for position, line in enumerate(unlabelled[:end]) if _is_date(line)
    ]
    above = unlabelled[: dates[-1]] if dates else unlabelled[:end]
    return {
        "title": above[-2] if len(above) > 1 else None,
        "outlet": above[-1] if above else None,
        "published": unlabelled[dates[-1]] if dates else fields.get("load_date"),
        "authors": byline_authors(fields.get("byline")),
        "section": fields.get("section"),
        "language": language_code(fields.get("language")),
        "word_count": _digits(fields.get("length")),
        "rights": rights,
    }


def _is_date(line: str) -> bool:
    return len(line) <= _MAX_DATE_CHARACTERS and instant(line) is not None


def _digits(text: str | None) -> int | None:
    digits = re.sub(r"\D", "", text or "")
    return int(digits) if digits else None
