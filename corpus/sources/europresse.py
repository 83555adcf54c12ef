"""
Europresse's HTML export ("Sauvegarder en HTML"): `article` elements with a header, the text and a footer.

The form since 2015 is read. Earlier exports have no `article` elements; they are refused, with a word on what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .dates import instant
from .html_text import paragraphs_of, parsed, words_of
from .records import Malformed, Row

__all__ = ["europresse_rows"]

_NUMBER = re.compile(r"news[·.]\d{8}[·.][\w-]+[·.][\w-]+")
_ISSUE = re.compile(r"[,;(]?\s*(?:no\.|n°|nº)\s.*$|\s*\(.*\)\s*$|\s*[,;]\s*$", re.I)
_LONGEST = 300  # characters of a newspaper's line
_UNKNOWN = (
    "is an Europresse file, but not in a form that is known (since 2015: `article` elements with DocPublicationName); "
    "export it again as HTML, or say `format: page`"
)


def europresse_rows(text: str) -> Iterator[Row | Malformed]:
    """The articles of an export, in its order."""
    tree = parsed(text)
    articles = [] if tree is None else tree.xpath("//article")
    if not articles:
        yield Malformed(None, _UNKNOWN)
    for number, article in enumerate(articles, start=1):
        yield _row(article, f"article {number}")


def _row(article: Any, place: str) -> Row | Malformed:
    outlet = words_of(_first(article, "DocPublicationName"))
    body = _first(article, "docOcurrContainer", "DocText")
    if outlet is None:
        return Malformed(place, f"names no publication; it says {_start(article)!r}")
    text = paragraphs_of(body) if body is not None else ""
    if not text:
        return Malformed(
            place, f"has no text ({outlet}: {words_of(_first(article, 'titreArticleVisu', 'titreArticle'))})"
        )
    foot = words_of(next(iter(article.xpath(".//footer")), None)) or ""
    number = _NUMBER.search(foot) or _NUMBER.search(words_of(article) or "")
    id = number.group() if number else None
    values = {
        "id": id,
        "text": text,
        "title": words_of(_first(article, "titreArticleVisu", "titreArticle")),
        "outlet": _ISSUE.sub("", outlet[:_LONGEST]).strip() or outlet,
        "published": _date(article, id),
        "authors": words_of(_first(article, "docAuthors", "sm-margin-bottomNews")),
        "subtitle": words_of(_first(article, "rdp__subtitle")),
        "publication": outlet,
        "rights": words_of(next(iter(article.xpath(".//footer//small")), None)),
    }
    return Row(values, place)


def _first(article: Any, *classes: str) -> Any:
    """The first element that bears a class, the classes tried in their order."""
    for name in classes:
        found = article.xpath(".//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} ")
        if found:
            return found[0]
    return None


def _date(article: Any, id: str | None) -> Any:
    """The date of the header, else the day in the article's number; what the header says where neither is a date."""
    headers = article.xpath(".//*[contains(@class, 'DocHeader') or contains(@class, 'DocTitreSousSection')]")
    headers += [one.getnext() for one in headers if one.getnext() is not None]
    said = [line for line in map(words_of, headers) if line]
    dated = next((line for line in said if instant(line)), None)
    day = id[5:13] if id else ""
    return dated or (f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else None) or next(iter(said), None)


def _start(article: Any) -> str:
    return (words_of(article) or "")[:60]
