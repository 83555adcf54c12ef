"""
An article's text with its highlights for a place without lists and addresses: each says what it is in its title.

The marks are those of the article's page; links, anchors and the addresses of sentences are not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from markupsafe import Markup

from pressmark.articles import Article
from pressmark.paragraphs import find_paragraphs
from pressmark.spans import Entity, Quote, Span

from .interface import Interface
from .layer_styles import style_of
from .markup import HighlightedText, Highlights, collect_highlights, put_tags
from .name_links import NO_LINKS
from .nesting import Stretch
from .speaker_marks import put_speaker_marks

__all__ = ["titled_text"]


def titled_text(article: Article, ui: Interface) -> Markup:
    """Return the article's text as paragraphs, each highlight with a title in the words of the interface."""
    highlights = collect_highlights(article)
    titles = [
        escape(_title_of(span, layer, ui))
        for span, layer in zip(highlights.spans, highlights.layers, strict=True)
    ]
    text = article.text
    tags = _TitledText(text, highlights, titles).tags(find_paragraphs(text))
    put_speaker_marks(tags, text, highlights.spans, highlights.classes)
    return put_tags(tags, text)


def _title_of(span: Span, layer: str, ui: Interface) -> str:
    """Return what a highlight is, in words: layer, label, and who is meant or speaks."""
    words = style_of(layer).label_words
    label = ui.one_of(words, span.label) if words else span.label
    parts: list[str | None] = [ui.words["layer_links"].get(layer, layer), label]
    if isinstance(span, Entity):
        parts += [span.name, span.role]
    if isinstance(span, Quote):
        parts += [span.speaker_canonical_name or span.speaker_name or span.speaker]
    return " · ".join(" ".join(part.split()) for part in parts if part)


class _TitledText(HighlightedText):
    """A text on its way to markup without links: a title in their place."""

    def __init__(
        self, text: str, highlights: Highlights, titles: Sequence[str]
    ) -> None:
        # Before the tags are made, which bear them.
        self._titles = titles
        super().__init__(text, highlights, {}, NO_LINKS)

    def _name_hrefs(self, names: object) -> dict[int, str]:
        """Return nothing: no name leads anywhere."""
        return {}

    def _first_tags(self, words: object) -> list[str | None]:
        """Return the start tag of each annotation's first piece, which is that of all."""
        return [self._further_tag(number) for number in range(len(self._titles))]

    def _further_tag(self, number: int) -> str:
        """Return the start tag of any piece of an annotation."""
        css = self._highlights.classes[number]
        return f'<span class="{css}" title="{self._titles[number]}">'

    def _put_anchors(self, position: int, stretches: Iterable[Stretch]) -> None:
        """Put nothing: what highlights no letter is not linked to either."""
