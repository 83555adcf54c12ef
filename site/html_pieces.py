"""Pieces of HTML that are written by hand, where a template would be too slow: escaped text, links."""

from __future__ import annotations

from html import escape

__all__ = ["escape_text", "link_html"]


def link_html(words: str, href: str) -> str:
    """Return a link; `words` are escaped already."""
    # Most anchors are plain, which is quicker seen than replaced.
    is_plain = href.lstrip("#").replace("-", "").isalnum()
    return f'<a href="{href if is_plain else escape(href)}">{words}</a>'


def escape_text(text: str) -> str:
    """Return text for the content of an element; most holds nothing to escape, which is quicker seen than replaced."""
    if "<" in text or "&" in text or ">" in text:
        return escape(text, quote=False)
    return text
