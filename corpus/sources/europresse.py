"""
Europresse's HTML export ("Sauvegarder en HTML"): `article` elements with a header, the text and a footer.

The form since 2015 is read. Earlier exports have no `article` elements; they are refused, with a word on what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .dates import instant
from .html_text import paragraphs_of, parse_html, words_of
from .records import Row, UnreadableRecord

__all__ = ["europresse_rows"]

# news·20260302·PHA·12345
_ARTICLE_NUMBER = re.compile(r"news[·.]\d{8}[·.][\w-]+[·.][\w-]+")
# What follows the name of a newspaper: « Le Phare, no. 1234 », « Le Phare (site web) ».
_ISSUE = re.compile(r"[,;(]?\s*(?:no\.|n°|nº)\s.*$|\s*\(.*\)\s*$|\s*[,;]\s*$", re.I)
# Characters of the line with the newspaper's name; the patterns above would be slow on a longer one.
_MAX_OUTLET_CHARACTERS = 300
_UNKNOWN_FORM = (
    "is an Europresse file, but not in a form that is known (since 2015: `article` elements with DocPublicationName); "
    "export it again as HTML, or say `format: page`"
)


def europresse_rows(text: str) -> Iterator[Row | UnreadableRecord]:
    """Yield the articles of an export in its order; `text` is the HTML of the file."""
    tree = parse_html(text)
    articles = [] if tree is None else tree.xpath("//article")
    if not articles:
        yield UnreadableRecord(None, _UNKNOWN_FORM)
    for number, article in enumerate(articles, start=1):
        yield _article_row(article, f"article {number}")


def _article_row(article: Any, place: str) -> Row | UnreadableRecord:
    """Return the row of one `article` element; it must name a publication and have a text."""
    outlet = words_of(_find_by_class(article, "DocPublicationName"))
    body = _find_by_class(article, "docOcurrContainer", "DocText")
    if outlet is None:
        return UnreadableRecord(
            place, f"names no publication; it says {_opening_words(article)!r}"
        )
    text = paragraphs_of(body) if body is not None else ""
    if not text:
        return UnreadableRecord(
            place,
            f"has no text ({outlet}: {words_of(_find_by_class(article, 'titreArticleVisu', 'titreArticle'))})",
        )
    foot = words_of(next(iter(article.xpath(".//footer")), None)) or ""
    number = _ARTICLE_NUMBER.search(foot) or _ARTICLE_NUMBER.search(
        words_of(article) or ""
    )
    id = number.group() if number else None
    values = {
        "id": id,
        "text": text,
        "title": words_of(_find_by_class(article, "titreArticleVisu", "titreArticle")),
        "outlet": _ISSUE.sub("", outlet[:_MAX_OUTLET_CHARACTERS]).strip() or outlet,
        "published": _publication_date(article, id),
        "authors": words_of(
            _find_by_class(article, "docAuthors", "sm-margin-bottomNews")
        ),
        "subtitle": words_of(_find_by_class(article, "rdp__subtitle")),
        "publication": outlet,
        "rights": words_of(next(iter(article.xpath(".//footer//small")), None)),
    }
    return Row(values, place)


def _find_by_class(article: Any, *classes: str) -> Any:
    """Return the first element that bears one of the classes, tried in their order; None if none does."""
    for name in classes:
        elements = article.xpath(
            ".//*[contains(concat(' ', normalize-space(@class), ' '), $name)]",
            name=f" {name} ",
        )
        if elements:
            return elements[0]
    return None


def _publication_date(article: Any, id: str | None) -> Any:
    """Return the date of the header, else the day in the article's number, else the first header line as it is."""
    headers = article.xpath(
        ".//*[contains(@class, 'DocHeader') or contains(@class, 'DocTitreSousSection')]"
    )
    # The date may stand in the element after the header.
    headers += [header.getnext() for header in headers if header.getnext() is not None]
    header_lines = [line for line in map(words_of, headers) if line]
    for line in header_lines:
        if instant(line):
            return line
    # news·20260302·PHA·12345: the day stands after the first dot.
    if id:
        day = id[5:13]
        return f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return header_lines[0] if header_lines else None


def _opening_words(article: Any) -> str:
    return (words_of(article) or "")[:60]
