"""
An article of Factiva whose fields have codes (`HD` headline, `PD` day, `LP` lead paragraph …): which line opens a field.

Also what articles with and without codes share: the number at the end, and the count of words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .dates import instant
from .vendor_words import byline_authors, language_code, words_of_kind

__all__ = [
    "FIELD_CODES",
    "article_number",
    "field_code",
    "is_article_number",
    "is_word_count",
    "parse_word_count",
    "values_of_coded",
    "values_of_fields",
]

# The codes in the order in which Factiva writes them: before the text, the text, after the text.
FIELD_CODES = (
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
# Those that stand after the text, in Factiva's order: by it a code is told from a word of the text.
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
_FIELD_START = re.compile(rf"({'|'.join(FIELD_CODES)})(?:\s*$|\t+\s*|\s{{2,}})")
_OWN_COLUMNS = {"SE": "section", "ED": "edition", "PG": "page", "SC": "source_code", "CY": "rights", "NS": "subjects",
        "RE": "regions", "CO": "companies", "IN": "industries"}  # fmt: skip


def is_article_number(line: str) -> bool:
    """Say whether a line is the number that ends an article: `Document LEPHAR0020260302em32000ab`."""
    return article_number(line) is not None


def article_number(line: str) -> str | None:
    """Return the number in such a line; None for any other line."""
    keyword, _, remaining = line.strip().partition(" ")
    number = remaining.strip()
    if keyword not in words_of_kind("document"):
        return None
    # A code of the outlet, a date and a serial: « LEPHAR00 20260302 em32000ab ». Fifteen and more; chosen from such numbers.
    return number if re.fullmatch(r"[A-Z][A-Za-z0-9]{14,}", number) else None


def field_code(line: str) -> str | None:
    """Return the code that a line begins with, should it look like the start of a field; else None."""
    match = _FIELD_START.match(line)
    return match.group(1) if match else None


def values_of_coded(lines: Sequence[str]) -> dict[str, Any]:
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
    return values_of_fields({code: text for code, text in texts.items() if text})


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
    if not _is_next_index_code(code, fields):
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
    # Of a code without entries the next field must follow soon: « IN » in a line of the text has none after it.
    end = min(position + _MAX_LINES_TO_NEXT_FIELD, len(lines))
    fields_so_far = {**fields, code: ()}
    for next_position in range(position + 1, end):
        next_code = field_code(lines[next_position])
        if next_code in _INDEX_CODES and _is_field_start(
            next_code, lines, next_position, fields_so_far
        ):
            return True
    return False


def _is_next_index_code(code: str, fields: Mapping[str, object]) -> bool:
    """Say whether `code` is an index field that may follow the `fields` so far: they keep Factiva's order."""
    if code not in _INDEX_CODES:
        return False
    rank = _INDEX_CODES.index(code)
    return all(
        _INDEX_CODES.index(earlier) < rank
        for earlier in fields
        if earlier in _INDEX_CODES
    )


def values_of_fields(fields: dict[str, str]) -> dict[str, Any]:
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
        "word_count": parse_word_count(fields.get("WC", "")),
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


def is_word_count(line: str) -> bool:
    """Say whether a line counts the words: « 532 mots »."""
    nouns = "|".join(words_of_kind("words"))
    pattern = rf"\s*\d[\d ,.\u00a0\u202f]*\s(?:{nouns})\s*"
    return re.fullmatch(pattern, line, re.I) is not None


def parse_word_count(line: str) -> int | None:
    """Return the number in a line that counts the words: 1532 of « 1 532 mots »; None for a line without digits."""
    digits = re.sub(r"\D", "", line)
    return int(digits) if digits else None
