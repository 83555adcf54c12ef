"""
Factiva: HTML, RTF and text, with field codes ("Full Article plus Indexing": `HD`, `PD`, `LP` …) or without.

An article ends with its number (`Document LEPHAR0020260302em32000ab`). What stands between two numbers and is no
article, an error page for example, is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pressmark.dates import instant

from .prose import paragraphs_of, parsed, words_of
from .records import Malformed, Row
from .words import byline_authors, language_code, words

__all__ = ["factiva_pages", "factiva_rows", "is_number"]

_CODES = (
    *("SE", "HD", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "ART", "CT"),
    *("CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "RF", "CX", "DLN"),
)
_BODY = ("LP", "TD", "ART")
_BEHIND = ("CT", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "RF", "CX", "DLN")
_INDEXED = frozenset({"CO", "IN", "NS", "RE"})
_INDEX_ENTRY = re.compile(r"[a-z][\w.]{1,15} ?:\s")
_NEAR_THE_END = 12  # lines; the fields between text and number are a line or two each
_CODE = re.compile(rf"({'|'.join(_CODES)})(?:\s*$|\t+\s*|\s{{2,}})")
_OWN = {"SE": "section", "ED": "edition", "PG": "page", "SC": "source_code", "CY": "rights", "NS": "subjects",
        "RE": "regions", "CO": "companies", "IN": "industries"}  # fmt: skip


def is_number(line: str) -> bool:
    """Whether a line is the number that ends an article."""
    return _number(line) is not None


def _number(line: str) -> str | None:
    first, _, rest = line.strip().partition(" ")
    known = first in words("document") and re.fullmatch(r"[A-Z][A-Za-z0-9]{14,}", rest.strip())
    return rest.strip() if known else None


def factiva_rows(lines: Sequence[str]) -> Iterator[Row | Malformed]:
    """The articles of a text, in its order."""
    begun, count = 0, 0
    for at, line in enumerate(lines):
        if is_number(line):
            count += 1
            yield _article(lines[begun:at], _number(line) or "", f"article {count}, line {begun + 1}")
            begun = at + 1
    rest = [line for line in lines[begun:] if line.strip()]
    if any(_is_count(line) or _code(line) == "HD" for line in rest):
        yield Malformed(f"line {begun + 1}", "an article begins here that has no end: the file is cut")
    elif not count:
        yield Malformed(None, "is no Factiva export: no line `Document …` ends an article")


def _article(lines: Sequence[str], number: str, place: str) -> Row | Malformed:
    codes = {code for line in lines if (code := _code(line))}
    values = _coded(lines) if {"HD", "PD"} <= codes else _plain(lines)
    if values is None:
        start = " ".join(" ".join(lines).split())[:60]
        return Malformed(place, f"is no article in a form of Factiva that is known; it begins {start!r}")
    if not values["text"]:
        return Malformed(place, f"has no text ({values['title']})")
    return Row({"id": number, **values}, place)


def _code(line: str) -> str | None:
    found = _CODE.match(line)
    return found.group(1) if found else None


def _coded(lines: Sequence[str]) -> dict[str, Any]:
    fields: dict[str, list[str]] = {}
    last = ""
    for position, line in enumerate(lines):
        found = _CODE.match(line)
        if found and _opens(found.group(1), lines, position, fields):
            last = found.group(1)
            line = line[found.end() :]
        if last:
            fields.setdefault(last, []).append(line)
    said = {code: "\n".join(part).strip() for code, part in fields.items()}
    return _values({code: text for code, text in said.items() if text})


def _opens(code: str, lines: Sequence[str], position: int, fields: Mapping[str, object]) -> bool:
    """
    Whether a line that looks like a code opens a field: a body may hold « RE  : la lettre » or a line of « IN ».

    Behind the text stand the indexing (`NS`, then `gpol : Politics`), in its order, and the number.
    """
    if fields.keys().isdisjoint(_BODY):
        return True
    if code in _BODY:
        return code not in fields
    if code not in _BEHIND or any(_BEHIND.index(code) <= _BEHIND.index(known) for known in fields if known in _BEHIND):
        return False
    match = _CODE.match(lines[position])
    rest = [lines[position][match.end() :] if match else "", *lines[position + 1 :]]
    content = next((line.strip() for line in rest if line.strip()), "")
    if code in _INDEXED:
        return bool(_INDEX_ENTRY.match(content))
    if code == "AN":
        return not content or is_number(content)
    after = range(position + 1, min(position + _NEAR_THE_END, len(lines)))
    return any((further := _code(lines[place])) in _BEHIND and _opens(further, lines, place, {**fields, code: ()})
               for place in after)  # fmt: skip


def _values(said: dict[str, str]) -> dict[str, Any]:
    """The values of an article from its fields, by code."""
    time = f" {said['ET']}" if "ET" in said and instant(f"{said.get('PD')} {said['ET']}") else ""
    return {
        "text": "\n\n".join(said[code] for code in ("LP", "TD", "ART") if code in said),
        "title": " ".join(said.get("HD", "").split()) or None,
        "authors": byline_authors(said.get("BY")),
        "published": f"{said['PD']}{time}" if "PD" in said else None,
        "outlet": said.get("SN"),
        "language": language_code(said.get("LA")),
        "word_count": _count(said.get("WC", "")),
        **{name: " ".join(said[code].split()) for code, name in _OWN.items() if code in said},
    }


def _is_count(line: str) -> bool:
    """Whether a line counts the words: « 532 mots »."""
    return bool(re.fullmatch(rf"\s*\d[\d ,.\u00a0\u202f]*\s(?:{'|'.join(words('words'))})\s*", line, re.I))


def _count(line: str) -> int | None:
    digits = re.sub(r"\D", "", line)
    return int(digits) if digits else None


def _plain(lines: Sequence[str]) -> dict[str, Any] | None:
    """An article without codes: title and author, words, date, source, code, language and rights, then the text."""
    at = next((at for at, line in enumerate(lines) if _is_count(line)), None)
    if at is None:
        return None
    before = [line.strip() for line in lines[:at] if line.strip()]
    after = [(place, line.strip()) for place, line in enumerate(lines[at + 1 :], start=at + 1) if line.strip()]
    if not before or not after or instant(after[0][1]) is None:
        return None
    known = [line for _, line in after]
    clock = 1 if len(known) > 1 and re.fullmatch(r"\d\d:\d\d(?::\d\d)?", known[1]) else 0
    rights = next((n for n, line in enumerate(known[:12]) if any(line.startswith(w) for w in words("copyright"))), None)
    if rights is None or rights < clock + 2:
        return None
    start = after[rights][0] + 1
    language = next((code for line in known[clock + 2 : rights] if (code := language_code(line))), None)
    return {
        "text": "\n".join(lines[start:]).strip(),
        "title": before[0],
        "authors": byline_authors(before[-1]) if len(before) > 1 else None,
        "published": " ".join(known[: clock + 1]),
        "outlet": known[clock + 1],
        "language": language,
        "word_count": _count(lines[at]),
        "rights": known[rights],
    }


def factiva_pages(text: str) -> Iterator[Row | Malformed]:
    """The articles of an HTML export, in its order."""
    tree = parsed(text)
    found = [] if tree is None else tree.xpath("//div[contains(concat(' ', normalize-space(@class)), ' article')]")
    articles = [one for one in found if re.search(r"\barticle\b|Article\b", one.get("class", ""))]
    if not articles:
        yield Malformed(None, "is a Factiva file, but not in a form that is known (`div` elements of class `article`)")
    for number, article in enumerate(articles, start=1):
        yield _page(article, f"article {number}")


def _page(article: Any, place: str) -> Row | Malformed:
    rows = [row for row in article.xpath(".//tr[td]") if words_of(row[0]) in _CODES]
    body = article.xpath(".//p[contains(@class, 'articleParagraph')]")
    number = next((found for p in article.xpath(".//p") if (found := _number(words_of(p) or ""))), None)
    if rows:
        cells = {words_of(row[0]) or "": paragraphs_of(row[-1]) for row in rows}
        values: dict[str, Any] | None = _values({code: text for code, text in cells.items() if text})
        number = number or _number(cells.get("AN", ""))
    else:
        head = [words_of(one) or "" for one in article.xpath("./div | ./div[@id='hd']/*") if words_of(one)]
        lines = [*dict.fromkeys(head), "", *(paragraphs_of(p) + "\n" for p in body)]
        values = _plain([line.removesuffix("\n") if not line.strip() else line for line in lines])
    if values is None or not (values["text"] and values["title"]):
        return Malformed(
            place, f"is no article in a form of Factiva that is known; it begins {(words_of(article) or '')[:60]!r}"
        )
    return Row({"id": number, **values}, place)
