"""The paragraphs of a piece of HTML: white space as a browser shows it, everything else to the character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["paragraphs_of", "parse_html", "words_of"]

# What a browser shows as one space; not the space that does not break, which French sets before « : ».
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
# lxml refuses text that declares an encoding, <?xml version="1.0" encoding="utf-8"?>
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,500}\?>")
_BLOCK_TAGS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "br",
            "dd",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "footer",
        ),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
        ),
        *("table", "td", "th", "tr", "ul"),
    )
)
_TAGS_WITHOUT_TEXT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "figure",
        "button",
        "form",
        "iframe",
        "svg",
    ]
)


def parse_html(text: str) -> Any:
    """Parse an HTML text into its tree (lxml); None if there is nothing in it."""
    from lxml import etree, html

    try:
        return html.document_fromstring(
            _XML_DECLARATION.sub("", text, count=1).replace("\0", "\ufffd")
        )
    except (etree.ParserError, ValueError):
        return None


def words_of(element: Any) -> str | None:
    """Return the text of an element on one line; None if it has none, or is a comment."""
    if element is None or not isinstance(element.tag, str):
        return None
    text = "".join(element.itertext())
    return _HTML_SPACE.sub(" ", text).strip() or None


def paragraphs_of(element: Any) -> str:
    """Return the text of an element, an empty line between paragraphs; pictures, forms and scripts are left out."""
    paragraphs = []
    pieces: list[str] = []
    for piece in _walk_text(element):
        if piece is not None:
            pieces.append(piece)
            continue
        paragraph = "".join(pieces)
        pieces = []
        if paragraph.strip(" \t\n\r\f"):
            paragraphs.append(_HTML_SPACE.sub(" ", paragraph).strip(" "))
    return "\n\n".join(paragraphs)


def _walk_text(element: Any) -> Iterator[str | None]:
    """
    Yield the text under an element in its order, and None where a block begins or ends.

    Trees are walked with a stack of our own: a page may nest deeper than Python recurses.
    """
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        node, is_left = stack.pop()
        is_element = isinstance(node.tag, str)
        is_block = is_element and node.tag in _BLOCK_TAGS
        if is_left:
            if is_block or node is element:
                yield None
            if node is not element and node.tail:
                yield node.tail
            continue
        if is_block:
            yield None
        stack.append((node, True))
        if is_element and node.tag not in _TAGS_WITHOUT_TEXT:
            if node.text:
                yield node.text
            stack.extend((child, False) for child in reversed(node))
