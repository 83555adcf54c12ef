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

from .dates import instant
from .html_text import parse_html, words_of

__all__ = ["PageFacts", "find_page_facts", "remove_other_dates"]

# <script type="application/ld+json">…</script>
_JSON_LD_SCRIPT = re.compile(
    r"<script\b[^>]{0,500}\bld\+json\b[^>]{0,500}>(.*?)</script\s*>", re.I | re.S
)
# what old templates put around it: <!-- … -->, //<![CDATA[ … //]]>, a final semicolon
_SCRIPT_WRAPPING = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*.{0,20}?\*/|<!\[CDATA\[)?\s*|\s*(?:-->|//\s*\]\]>|\]\]>)?\s*;?\s*\Z",
    re.S,
)
# <time class="updated">, <meta property="og:updated_time">
_MODIFIED_TAG = re.compile(
    r"""<(?:meta|time|span)\b[^>]{0,500}(?:modified|updated)[^>]{0,500}>""", re.I
)
_MODIFIED_META = re.compile(
    r"""<meta\b[^>]{0,500}(?:property|name|itemprop)=["']?(?:article:modified_time|og:updated_time|dateModified)\b[^>]{0,500}>""",
    re.I,
)
# <time class="entry-updated" datetime="2026-03-14">, <time itemprop="dateModified" datetime=…>
_MODIFIED_TIME = re.compile(
    r"""<time\b[^>]{0,500}["'\s-](?:dateModified|updated|modified)\b[^>]{0,500}>""",
    re.I,
)
_DATE_ATTRIBUTE = re.compile(r"""\b(?:content|datetime)=["']([^"']{1,100})["']""", re.I)
# Things of one script that are looked at; chosen, not measured.
_MAX_NODES = 20_000
# A list of more is that of a newsroom, or of other stories; chosen, not measured.
_MAX_AUTHORS = 8
_LINKS_TO_OTHERS = (
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


def find_page_facts(text: str, title: str | None = None) -> PageFacts:
    """
    Return what a page says of its article; of several articles, of the one with the page's `title`, else of the first.
    """
    nodes: list[Mapping[str, Any]] = []
    for script in _JSON_LD_SCRIPT.finditer(text):
        nodes += _walk_nodes(script.group(1))
    article = _choose_article(nodes, title)
    ids = {
        node["@id"]: node
        for node in nodes
        if isinstance(node.get("@id"), str) and len(node) > 1
    }
    persons, everybody = _named_authors(
        article.get("author") or article.get("creator"), ids
    )
    modified_meta = _MODIFIED_META.search(text)
    modified_tag = modified_meta or _MODIFIED_TIME.search(text)
    changed = _DATE_ATTRIBUTE.search(modified_tag.group()) if modified_tag else None
    has_dates = any("datePublished" in node or "dateModified" in node for node in nodes)
    return PageFacts(
        published=_readable_date(article.get("datePublished")),
        modified=_readable_date(article.get("dateModified"))
        or (changed.group(1) if changed else None),
        # a link with `rel=author` names a person; what the JSON-LD names else is the agency or the desk
        authors=persons or _linked_authors(text) or everybody,
        page_published=_date_of_page(nodes),
        names_others=has_dates or modified_meta is not None,
    )


def _choose_article(
    nodes: list[Mapping[str, Any]], title: str | None
) -> Mapping[str, Any]:
    """Return the article among things: the one with the page's title, else the surest, else the first; or nothing."""
    articles = [node for node in nodes if _article_rank(node)]
    if not articles:
        return {}
    return min(
        articles, key=lambda node: (not _has_title(node, title), -_article_rank(node))
    )


def _date_of_page(nodes: list[Mapping[str, Any]]) -> str | None:
    """Return the first readable date of a `WebPage`; None if there is none."""
    for node in nodes:
        if "WebPage" in _node_types(node):
            date = _readable_date(node.get("datePublished"))
            if date:
                return date
    return None


def remove_other_dates(text: str) -> str:
    """Return a page without its JSON-LD and its dates of change; a date that remains may be that of the article."""
    return _MODIFIED_TAG.sub("", _JSON_LD_SCRIPT.sub("", text))


def _walk_nodes(script: str) -> Iterator[Mapping[str, Any]]:
    """Yield the things that a script of JSON-LD describes, the outer ones first; none of a damaged script."""
    try:
        waiting: deque[Any] = deque(
            [json.loads(_SCRIPT_WRAPPING.sub("", script), strict=False)]
        )
    except (ValueError, RecursionError):
        return
    count = 0
    while waiting and count < _MAX_NODES:
        count += 1
        node = waiting.popleft()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(
                value
                for name, value in node.items()
                if isinstance(value, list | dict) and name not in _LINKS_TO_OTHERS
            )


def _node_types(node: Mapping[str, Any]) -> set[str]:
    """Return the types that a thing declares, without their vocabulary: `schema:NewsArticle` is `NewsArticle`."""
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return {re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str)}


def _article_rank(node: Mapping[str, Any]) -> int:
    """
    Return how surely a thing is an article (3 `ReportageNewsArticle`, 2 `Article`, 1 `BlogPosting`); 0 for others.
    """
    return max(map(_rank_of_type, _node_types(node)), default=0)


def _rank_of_type(name: str) -> int:
    if name.endswith("NewsArticle"):
        return 3
    if name.endswith("Article"):
        return 2
    return 1 if name.endswith("Posting") and name != "JobPosting" else 0


def _has_title(node: Mapping[str, Any], title: str | None) -> bool:
    """Say whether a thing bears the page's title, letters alone compared."""
    headline = node.get("headline") or node.get("name")
    if not title or not isinstance(headline, str):
        return False
    return _fold_letters(headline) == _fold_letters(title)


def _fold_letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _readable_date(value: Any) -> str | None:
    """Return a date that can be read; None for a relative one (`2 hours ago`), which says nothing of a saved page."""
    text = value[0] if isinstance(value, list) and value else value
    return text if isinstance(text, str) and instant(text) else None


def _named_authors(
    value: Any, ids: Mapping[str, Any]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the persons that an article is by, and all that it says it is by, agencies and desks too."""
    persons, everybody = [], []
    for entry in value if isinstance(value, list) else [value]:
        author = entry
        if isinstance(
            entry, dict
        ):  # {"@id": "#lee"} stands for a thing that is described elsewhere in the page
            author = ids.get(str(entry.get("@id")), entry)
        name = author.get("name") if isinstance(author, dict) else author
        if (
            not isinstance(name, str)
            or not name.strip()
            or name.startswith(("http://", "https://"))
        ):
            continue
        everybody.append(" ".join(name.split()))
        if not _is_organization(author):
            persons.append(everybody[-1])
    return tuple(dict.fromkeys(persons)), tuple(dict.fromkeys(everybody))


def _is_organization(author: Any) -> bool:
    return isinstance(author, dict) and "Organization" in " ".join(_node_types(author))


def _linked_authors(text: str) -> tuple[str, ...]:
    """
    Return the authors that the article's own part of the page links with `rel=author`.

    Other stories on the page stand in an `aside`, or in an `article` without `h1`.
    """
    if "author" not in text or (tree := parse_html(text)) is None:
        return ()
    parts = (
        tree.xpath("(//article[.//h1] | //main[.//h1])[last()]")
        or tree.xpath("//article | //main")[:1]
    )
    links = parts[0].xpath(
        ".//*[contains(concat(' ', normalize-space(@rel), ' '), ' author ')]"
        "[not(ancestor::aside or ancestor::nav or ancestor::footer)]"
    ) if parts else []  # fmt: skip
    names = tuple(dict.fromkeys(name for link in links if (name := words_of(link))))
    return names if len(names) <= _MAX_AUTHORS else ()
