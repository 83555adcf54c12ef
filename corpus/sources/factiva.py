"""
Factiva: HTML, RTF and text, with field codes ("Full Article plus Indexing": `HD`, `PD`, `LP` …) or without.

An article ends with its number (`Document LEPHAR0020260302em32000ab`). What stands between two numbers and is no
article, an error page for example, is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .dates import instant
from .html_text import paragraphs_of, parse_html, words_of
from .records import Row, UnreadableRecord
from .vendor_words import byline_authors, language_code, words_of_kind

__all__ = ["factiva_pages", "factiva_rows", "is_article_number"]

# The codes in the order in which Factiva writes them: before the text, the text, after the text.
_CODES = (
    *(
        "SE",
        "HD",
        "CR",
        "BY",
        "WC",
        "PD",
        "ET",
        "SN",
        "SC",
        "ED",
        "PG",
        "VOL",
        "LA",
        "CY",
        "LP",
        "TD",
        "ART",
        "CT",
    ),
    *("CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "RF", "CX", "DLN"),
)
_BODY_CODES = ("LP", "TD", "ART")
_INDEX_CODES = (
    "CT",
    "CO",
    "IN",
    "NS",
    "RE",
    "IPC",
    "IPD",
    "PUB",
    "AN",
    "RF",
    "CX",
    "DLN",
)
_CODES_WITH_ENTRIES = frozenset({"CO", "IN", "NS", "RE"})
# « gpol : Politique intérieure »
_INDEX_ENTRY = re.compile(r"[a-z][\w.]{1,15} ?:\s")
# Lines; the fields between text and number are a line or two each. Chosen, not measured.
_MAX_LINES_TO_NEXT_FIELD = 12
# « HD » alone in its line, or with a tab or two spaces before the content
_FIELD_START = re.compile(rf"({'|'.join(_CODES)})(?:\s*$|\t+\s*|\s{{2,}})")
_OWN_COLUMNS = {"SE": "section", "ED": "edition", "PG": "page", "SC": "source_code", "CY": "rights", "NS": "subjects",
        "RE": "regions", "CO": "companies", "IN": "industries"}  # fmt: skip


def is_article_number(line: str) -> bool:
    """Say whether a line is the number that ends an article: `Document LEPHAR0020260302em32000ab`."""
    return _article_number(line) is not None


def _article_number(line: str) -> str | None:
    """Return the number in such a line; None for any other line."""
    keyword, _, remaining = line.strip().partition(" ")
    number = remaining.strip()
    if keyword not in words_of_kind("document"):
        return None
    return number if re.fullmatch(r"[A-Z][A-Za-z0-9]{14,}", number) else None


def factiva_rows(lines: Sequence[str]) -> Iterator[Row | UnreadableRecord]:
    """Yield the articles in the lines of a file, in order; a remainder that begins another article is reported."""
    start, count = 0, 0
    for position, line in enumerate(lines):
        if is_article_number(line):
            count += 1
            yield _article_row(
                lines[start:position],
                _article_number(line) or "",
                f"article {count}, line {start + 1}",
            )
            start = position + 1
    remaining = [line for line in lines[start:] if line.strip()]
    if any(_is_word_count(line) or _field_code(line) == "HD" for line in remaining):
        yield UnreadableRecord(
            f"line {start + 1}",
            "an article begins here that has no end: the file is cut",
        )
    elif not count:
        yield UnreadableRecord(
            None, "is no Factiva export: no line `Document …` ends an article"
        )


def _article_row(
    lines: Sequence[str], number: str, place: str
) -> Row | UnreadableRecord:
    """Return the row of one article, whose lines have field codes or none."""
    codes = {code for line in lines if (code := _field_code(line))}
    values = (
        _values_of_coded(lines) if {"HD", "PD"} <= codes else _values_of_uncoded(lines)
    )
    if values is None:
        start = " ".join(" ".join(lines).split())[:60]
        return UnreadableRecord(
            place,
            f"is no article in a form of Factiva that is known; it begins {start!r}",
        )
    if not values["text"]:
        return UnreadableRecord(place, f"has no text ({values['title']})")
    return Row({"id": number, **values}, place)


def _field_code(line: str) -> str | None:
    match = _FIELD_START.match(line)
    return match.group(1) if match else None


def _values_of_coded(lines: Sequence[str]) -> dict[str, Any]:
    """Read an article with field codes: collect the lines of each field, then name the fields."""
    fields: dict[str, list[str]] = {}
    last = ""
    for position, line in enumerate(lines):
        match = _FIELD_START.match(line)
        if match and _is_field_start(match.group(1), lines, position, fields):
            last = match.group(1)
            line = line[match.end() :]
        if last:
            fields.setdefault(last, []).append(line)
    texts = {code: "\n".join(part).strip() for code, part in fields.items()}
    return _values_of_fields({code: text for code, text in texts.items() if text})


def _is_field_start(
    code: str, lines: Sequence[str], position: int, fields: Mapping[str, object]
) -> bool:
    """
    Say whether a line that looks like a code opens a field: a body may hold « RE  : la lettre » or a line of « IN ».

    After the text stand the index fields (`NS`, then `gpol : Politics`) in the order of `_INDEX_CODES`, and the number.
    """
    if fields.keys().isdisjoint(_BODY_CODES):
        return True
    if code in _BODY_CODES:
        return code not in fields
    if code not in _INDEX_CODES or any(
        _INDEX_CODES.index(code) <= _INDEX_CODES.index(earlier)
        for earlier in fields
        if earlier in _INDEX_CODES
    ):
        return False
    match = _FIELD_START.match(lines[position])
    lines_after_code = [
        lines[position][match.end() :] if match else "",
        *lines[position + 1 :],
    ]
    content = next((line.strip() for line in lines_after_code if line.strip()), "")
    if code in _CODES_WITH_ENTRIES:
        return bool(_INDEX_ENTRY.match(content))
    if code == "AN":
        return not content or is_article_number(content)
    next_positions = range(
        position + 1, min(position + _MAX_LINES_TO_NEXT_FIELD, len(lines))
    )
    fields_so_far = {**fields, code: ()}
    for next_position in next_positions:
        next_code = _field_code(lines[next_position])
        if next_code in _INDEX_CODES and _is_field_start(
            next_code, lines, next_position, fields_so_far
        ):
            return True
    return False


def _values_of_fields(fields: dict[str, str]) -> dict[str, Any]:
    """Return the values of an article from its fields, by code."""
    body = [fields[code] for code in _BODY_CODES if code in fields]
    own = {
        name: _join_words(fields[code])
        for code, name in _OWN_COLUMNS.items()
        if code in fields
    }
    return {
        "text": "\n\n".join(body),
        "title": _join_words(fields.get("HD", "")) or None,
        "authors": byline_authors(fields.get("BY")),
        "published": _date_and_time(fields),
        "outlet": fields.get("SN"),
        "language": language_code(fields.get("LA")),
        "word_count": _digits(fields.get("WC", "")),
        **own,
    }


def _date_and_time(fields: Mapping[str, str]) -> str | None:
    """Return the day (`PD`) with the time (`ET`) if the two together are an instant; the day alone otherwise."""
    if "PD" not in fields:
        return None
    with_time = f"{fields['PD']} {fields.get('ET', '')}"
    return with_time if "ET" in fields and instant(with_time) else fields["PD"]


def _join_words(text: str) -> str:
    return " ".join(text.split())


def _is_word_count(line: str) -> bool:
    """Say whether a line counts the words: « 532 mots »."""
    return bool(
        re.fullmatch(
            rf"\s*\d[\d ,.\u00a0\u202f]*\s(?:{'|'.join(words_of_kind('words'))})\s*",
            line,
            re.I,
        )
    )


def _digits(line: str) -> int | None:
    digits = re.sub(r"\D", "", line)
    return int(digits) if digits else None


def _values_of_uncoded(lines: Sequence[str]) -> dict[str, Any] | None:
    """
    Read an article without codes: title and author, words, date, source, code, language and rights, then the text.

    None if the lines are not in this form.
    """
    count_position = next(
        (
            count_position
            for count_position, line in enumerate(lines)
            if _is_word_count(line)
        ),
        None,
    )
    if count_position is None:
        return None
    before = [line.strip() for line in lines[:count_position] if line.strip()]
    numbered_details = [
        (position, line.strip())
        for position, line in enumerate(
            lines[count_position + 1 :], start=count_position + 1
        )
        if line.strip()
    ]
    if not before or not numbered_details or instant(numbered_details[0][1]) is None:
        return None
    details = [line for _, line in numbered_details]
    # « 2 mars 2026 », then « 14:30 » in a line of its own
    clock = (
        1
        if len(details) > 1 and re.fullmatch(r"\d\d:\d\d(?::\d\d)?", details[1])
        else 0
    )
    rights = next(
        (
            n
            for n, line in enumerate(details[:12])
            if any(line.startswith(w) for w in words_of_kind("copyright"))
        ),
        None,
    )
    # between date and rights stand at least the source and its code
    if rights is None or rights < clock + 2:
        return None
    start = numbered_details[rights][0] + 1
    language = next(
        (code for line in details[clock + 2 : rights] if (code := language_code(line))),
        None,
    )
    return {
        "text": "\n".join(lines[start:]).strip(),
        "title": before[0],
        "authors": byline_authors(before[-1]) if len(before) > 1 else None,
        "published": " ".join(details[: clock + 1]),
        "outlet": details[clock + 1],
        "language": language,
        "word_count": _digits(lines[count_position]),
        "rights": details[rights],
    }


def factiva_pages(text: str) -> Iterator[Row | UnreadableRecord]:
    """Yield the articles of an HTML export in its order; `text` is the HTML of the file."""
    tree = parse_html(text)
    elements = (
        []
        if tree is None
        else tree.xpath(
            "//div[contains(concat(' ', normalize-space(@class)), ' article')]"
        )
    )
    articles = [
        element
        for element in elements
        if re.search(r"\barticle\b|Article\b", element.get("class", ""))
    ]
    if not articles:
        yield UnreadableRecord(
            None,
            "is a Factiva file, but not in a form that is known (`div` elements of class `article`)",
        )
    for number, article in enumerate(articles, start=1):
        yield _page_row(article, f"article {number}")


def _page_row(article: Any, place: str) -> Row | UnreadableRecord:
    """Return the row of one `div` of an HTML export: a table of field codes, or a head without codes."""
    rows = [row for row in article.xpath(".//tr[td]") if words_of(row[0]) in _CODES]
    number = _number_of_page(article)
    values: dict[str, Any] | None
    if rows:
        cells = {words_of(row[0]) or "": paragraphs_of(row[-1]) for row in rows}
        values = _values_of_fields({code: text for code, text in cells.items() if text})
        number = number or _article_number(cells.get("AN", ""))
    else:
        values = _values_of_uncoded(_lines_of_page(article))
    if values is None or not (values["text"] and values["title"]):
        opening = (words_of(article) or "")[:60]
        return UnreadableRecord(
            place,
            f"is no article in a form of Factiva that is known; it begins {opening!r}",
        )
    return Row({"id": number, **values}, place)


def _number_of_page(article: Any) -> str | None:
    """Return the number of an article in HTML, which stands in a paragraph of its own."""
    for paragraph in article.xpath(".//p"):
        number = _article_number(words_of(paragraph) or "")
        if number:
            return number
    return None


def _lines_of_page(article: Any) -> list[str]:
    """Return the lines of an article in HTML without codes, as the RTF has them: the head, then the paragraphs."""
    head = [words_of(element) for element in article.xpath("./div | ./div[@id='hd']/*")]
    lines = [*dict.fromkeys(line for line in head if line), ""]
    for paragraph in article.xpath(".//p[contains(@class, 'articleParagraph')]"):
        text = paragraphs_of(paragraph)
        lines.append(text + "\n" if text.strip() else text)
    return lines
