"""The paragraphs of a piece of HTML: white space as a browser shows it, everything else to the character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["paragraphs_of", "parsed", "words_of"]

_SPACE = re.compile(r"[ \t\n\r\f]+")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,500}\?>")
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "td", "th", "tr", "ul"),
    )
)
_LEFT_OUT = frozenset(["script", "style", "noscript", "template", "head", "figure", "button", "form", "iframe", "svg"])


def parsed(text: str) -> Any:
    """The tree of an HTML text; None when there is nothing in it."""
    from lxml import etree, html

    try:
        return html.document_fromstring(_DECLARATION.sub("", text, count=1).replace("\0", "\ufffd"))
    except (etree.ParserError, ValueError):
        return None


def words_of(element: Any) -> str | None:
    """The words of an element on one line; None when there are none, as in a comment."""
    if element is None or not isinstance(element.tag, str):
        return None
    return _SPACE.sub(" ", "".join(element.itertext())).strip() or None


def paragraphs_of(element: Any) -> str:
    """The text of an element, an empty line between its paragraphs; pictures, forms and scripts are left out."""
    paragraphs, words = [], ""
    for piece in _pieces(element):
        if piece is not None:
            words += piece
        elif words.strip(" \t\n\r\f"):
            paragraphs.append(_SPACE.sub(" ", words).strip(" "))
            words = ""
        else:
            words = ""
    return "\n\n".join(paragraphs)


def _pieces(element: Any) -> Iterator[str | None]:
    """The text in its order, None where a block begins or ends. Deep trees are walked, not recursed into."""
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        node, done = stack.pop()
        known = isinstance(node.tag, str)
        block = known and node.tag in _BLOCKS
        if done:
            if block or node is element:
                yield None
            if node is not element and node.tail:
                yield node.tail
            continue
        if block:
            yield None
        stack.append((node, True))
        if known and node.tag not in _LEFT_OUT:
            if node.text:
                yield node.text
            stack.extend((child, False) for child in reversed(node))
