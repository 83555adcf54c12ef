"""Who speaks in an article, and how often: the head of the list beside its text."""

from __future__ import annotations

from typing import NamedTuple

from pressmark.articles import Article
from pressmark.spans import Quote

from .paths import anchor

__all__ = ["ArticleSpeaker", "speakers_of"]

MAX_SPEAKERS = 12
"""Speakers that the head of the list names: more would push the list out of sight. Chosen by eye."""


class ArticleSpeaker(NamedTuple):
    """Who speaks in an article, how many quotes he has, and the anchor of the first in the list."""

    name: str
    quote_count: int
    first: str


def speakers_of(article: Article) -> list[ArticleSpeaker]:
    """Return who speaks in an article, most quotes first; those that stand first come first where numbers are equal."""
    anchors_by_name: dict[str, list[str]] = {}
    for span in article.layers.get("quotes", ()):
        if not isinstance(span, Quote) or span.label == "scare":
            continue
        name = span.speaker_canonical_name or span.speaker_name or span.speaker
        if name:
            words = " ".join(name.split())
            anchors_by_name.setdefault(words, []).append(anchor(span.id))
    ranked = sorted(anchors_by_name.items(), key=lambda item: -len(item[1]))
    return [
        ArticleSpeaker(name, len(anchors), f"n-{anchors[0]}")
        for name, anchors in ranked[:MAX_SPEAKERS]
    ]
