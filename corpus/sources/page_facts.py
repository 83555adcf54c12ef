"""
What a web page says of its article in data of its own (JSON-LD, `rel=author`), the article's before any other thing's.

A page has dates of many things: its publisher's, its video's, its related stories'. When it was changed is kept apart
from when it was published.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pressmark.dates import instant

from .prose import parsed, words_of

__all__ = ["PageFacts", "page_facts", "without_other_dates"]

_SCRIPT = re.compile(r"<script\b[^>]{0,500}\bld\+json\b[^>]{0,500}>(.*?)</script\s*>", re.I | re.S)
_WRAPPING = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*.{0,20}?\*/|<!\[CDATA\[)?\s*|\s*(?:-->|//\s*\]\]>|\]\]>)?\s*;?\s*\Z", re.S
)
_MODIFIED = re.compile(r"""<(?:meta|time|span)\b[^>]{0,500}(?:modified|updated)[^>]{0,500}>""", re.I)
_MODIFIED_TIME = re.compile(
    r"""<meta\b[^>]{0,500}(?:property|name|itemprop)=["']?(?:article:modified_time|og:updated_time|dateModified)\b[^>]{0,500}>""",
    re.I,
)
_CONTENT = re.compile(r"""content=["']([^"']{1,100})["']""", re.I)
_MOST_NODES = 20_000
_MOST_AUTHORS = 8  # a list of more is that of a newsroom, or of other stories
_BY_ITSELF = (
    "itemListElement",
    "hasPart",
    "citation",
    "mentions",
    "relatedLink",
    "significantLink",
    "comment",
    "isBasedOn",
)
"""What leads from an article to others."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """
    When an article was published and changed, in the page's own words, and by whom.

    `page_published` is the date of the page itself; with `names_others`, the page holds dates of other things.
    """

    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    page_published: str | None = None
    names_others: bool = False


def page_facts(text: str, title: str | None = None) -> PageFacts:
    """Return what a page says of its article; of several, the one that bears the page's `title`, else the first."""
    nodes = [node for script in _SCRIPT.finditer(text) for node in _nodes(script.group(1))]
    ids = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = sorted((node for node in nodes if _rank(node)), key=lambda node: (not _bears(node, title), -_rank(node)))
    about: Mapping[str, Any] = articles[0] if articles else {}
    pages = (node for node in nodes if "WebPage" in _types(node))
    changed = _MODIFIED_TIME.search(text)
    content = _CONTENT.search(changed.group()) if changed else None
    persons, others = _authors(about.get("author") or about.get("creator"), ids)
    return PageFacts(
        published=_date(about.get("datePublished")),
        modified=_date(about.get("dateModified")) or (content.group(1) if content else None),
        authors=persons or _linked_authors(text) or others,
        page_published=next((date for node in pages if (date := _date(node.get("datePublished")))), None),
        names_others=any("datePublished" in node or "dateModified" in node for node in nodes) or changed is not None,
    )


def without_other_dates(text: str) -> str:
    """Return a page without its JSON-LD and what says when it was changed; dates that are left may be the article's."""
    return _MODIFIED.sub("", _SCRIPT.sub("", text))


def _nodes(script: str) -> Iterator[Mapping[str, Any]]:
    """The things that a script of JSON-LD describes, the outer ones first; none of a damaged one."""
    try:
        waiting: deque[Any] = deque([json.loads(_WRAPPING.sub("", script), strict=False)])
    except (ValueError, RecursionError):
        return
    count = 0
    while waiting and count < _MOST_NODES:
        count += 1
        node = waiting.popleft()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(
                value for name, value in node.items() if isinstance(value, list | dict) and name not in _BY_ITSELF
            )


def _types(node: Mapping[str, Any]) -> set[str]:
    declared = node.get("@type")
    several = declared if isinstance(declared, list) else [declared]
    return {re.split(r"[/#:]", name)[-1] for name in several if isinstance(name, str)}


def _rank(node: Mapping[str, Any]) -> int:
    """How surely a thing is an article: `ReportageNewsArticle`, `Article`, `BlogPosting`; 0 for what is none."""
    ranks = [3 if name.endswith("NewsArticle") else 2 if name.endswith("Article") else 1
             for name in _types(node) if name.endswith(("Article", "Posting")) and name != "JobPosting"]  # fmt: skip
    return max(ranks, default=0)


def _bears(node: Mapping[str, Any], title: str | None) -> bool:
    headline = node.get("headline") or node.get("name")
    return bool(title) and isinstance(headline, str) and _letters(headline) == _letters(title or "")


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _date(value: Any) -> str | None:
    """A date that can be read; a relative one (`2 hours ago`) says nothing of a page that lies in a file."""
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, str) and instant(first) else None


def _authors(value: Any, ids: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The persons that an article is by, and all who it says it is by."""
    persons, everybody = [], []
    for author in value if isinstance(value, list) else [value]:
        person = ids.get(str(author.get("@id")), author) if isinstance(author, dict) else author
        name = person.get("name") if isinstance(person, dict) else person
        if not isinstance(name, str) or not name.strip() or name.startswith(("http://", "https://")):
            continue
        everybody.append(" ".join(name.split()))
        if not isinstance(person, dict) or "Organization" not in " ".join(_types(person)):
            persons.append(everybody[-1])
    return tuple(dict.fromkeys(persons)), tuple(dict.fromkeys(everybody))


def _linked_authors(text: str) -> tuple[str, ...]:
    """Whom the article's own part of the page links as its authors; other stories stand in an `aside`, without `h1`."""
    if "author" not in text or (tree := parsed(text)) is None:
        return ()
    own = tree.xpath("(//article[.//h1] | //main[.//h1])[last()]") or tree.xpath("//article | //main")[:1]
    links = own[0].xpath(
        ".//*[contains(concat(' ', normalize-space(@rel), ' '), ' author ')]"
        "[not(ancestor::aside or ancestor::nav or ancestor::footer)]"
    ) if own else []  # fmt: skip
    names = tuple(dict.fromkeys(name for link in links if (name := words_of(link))))
    return names if len(names) <= _MOST_AUTHORS else ()
