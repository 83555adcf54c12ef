"""
Factiva: HTML, RTF and text, with field codes ("Full Article plus Indexing": `HD`, `PD`, `LP` …) or without.

An article ends with its number (`Document LEPHAR0020260302em32000ab`). What stands between two numbers and is no
article, an error page for example, is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .factiva_fields import (
    FIELD_CODES,
    article_number,
    field_code,
    is_article_number,
    is_word_count,
    values_of_coded,
    values_of_fields,
)
from .factiva_uncoded import values_of_uncoded
from .html_text import paragraphs_of, parse_html, words_of
from .records import Row, UnreadableRecord

__all__ = ["factiva_pages", "factiva_rows", "is_article_number"]

# Characters of what is no article, in a message: most of one line. Chosen, not measured.
_MAX_OPENING_CHARACTERS = 60


def factiva_rows(lines: Sequence[str]) -> Iterator[Row | UnreadableRecord]:
    """Yield the articles in the lines of a file, in order; a remainder that begins another article is reported."""
    start, count = 0, 0
    for position, line in enumerate(lines):
        if is_article_number(line):
            count += 1
            yield _article_row(
                lines[start:position],
                article_number(line) or "",
                f"article {count}, line {start + 1}",
            )
            start = position + 1
    # After the last number stands a footer, unless the file was cut within an article.
    remaining = [line for line in lines[start:] if line.strip()]
    if any(is_word_count(line) or field_code(line) == "HD" for line in remaining):
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
    codes = {field_code(line) for line in lines}
    # Both: a line of the text may begin with one of them by chance.
    has_codes = {"HD", "PD"} <= codes
    values = values_of_coded(lines) if has_codes else values_of_uncoded(lines)
    if values is None:
        return _unknown_form(place, " ".join(" ".join(lines).split()))
    if not values["text"]:
        return UnreadableRecord(place, f"has no text ({values['title']})")
    return Row({"id": number, **values}, place)


def _unknown_form(place: str, text: str) -> UnreadableRecord:
    """Return the refusal of what is no article; `text` is all of it, of which the opening is shown."""
    opening = text[:_MAX_OPENING_CHARACTERS]
    reason = f"is no article in a form of Factiva that is known; it begins {opening!r}"
    return UnreadableRecord(place, reason)


def factiva_pages(text: str) -> Iterator[Row | UnreadableRecord]:
    """Yield the articles of an HTML export in its order; `text` is the HTML of the file."""
    tree = parse_html(text)
    # A coarse choice, by the beginning of a class; `_is_article` looks closer.
    path = "//div[contains(concat(' ', normalize-space(@class)), ' article')]"
    elements = [] if tree is None else tree.xpath(path)
    articles = [element for element in elements if _is_article(element)]
    if not articles:
        yield UnreadableRecord(
            None,
            "is a Factiva file, but not in a form that is known (`div` elements of class `article`)",
        )
    for number, article in enumerate(articles, start=1):
        yield _page_row(article, f"article {number}")


def _is_article(element: Any) -> bool:
    """Say whether a `div` is an article: `article enArticle`, but not `articleHeader` or `articleParagraph`."""
    return re.search(r"\barticle\b|Article\b", element.get("class", "")) is not None


def _page_row(article: Any, place: str) -> Row | UnreadableRecord:
    """Return the row of one `div` of an HTML export: a table of field codes, or a head without codes."""
    rows = [
        row for row in article.xpath(".//tr[td]") if words_of(row[0]) in FIELD_CODES
    ]
    number = _number_of_page(article)
    values: dict[str, Any] | None
    if rows:
        cells = {words_of(row[0]) or "": paragraphs_of(row[-1]) for row in rows}
        values = values_of_fields({code: text for code, text in cells.items() if text})
        number = number or article_number(cells.get("AN", ""))
    else:
        values = values_of_uncoded(_lines_of_page(article))
    if values is None or not (values["text"] and values["title"]):
        return _unknown_form(place, words_of(article) or "")
    return Row({"id": number, **values}, place)


def _number_of_page(article: Any) -> str | None:
    """Return the number of an article in HTML, which stands in a paragraph of its own."""
    for paragraph in article.xpath(".//p"):
        number = article_number(words_of(paragraph) or "")
        if number:
            return number
    return None


def _lines_of_page(article: Any) -> list[str]:
    """Return the lines of an article in HTML without codes, as the RTF has them: the head, then the paragraphs."""
    head = [words_of(element) for element in article.xpath("./div | ./div[@id='hd']/*")]
    # Each once: a `div` of the head that holds one element has the same words as that one.
    lines = [*dict.fromkeys(line for line in head if line), ""]
    for paragraph in article.xpath(".//p[contains(@class, 'articleParagraph')]"):
        text = paragraphs_of(paragraph)
        lines.append(text + "\n" if text.strip() else text)
    return lines
