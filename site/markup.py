"""
An article's text as HTML with its annotations highlighted: the text of the element is the article's to the character.

A carriage return is written as a reference, or the parser would drop it; NUL cannot stand in HTML and becomes U+FFFD.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from pressmark.annotation.text_sentences import ArticleSentences
from pressmark.articles import Article
from pressmark.layers import layer_of_value
from pressmark.paragraphs import find_paragraphs
from pressmark.spans import Entity, Span

from .highlight_css import light_classes
from .layer_styles import style_of
from .name_links import NO_LINKS, NameLinks
from .nesting import HighlightTags, Stretch, TagsInText, nest_tags
from .paths import anchor
from .sentences import put_sentence_marks
from .speaker_marks import put_speaker_marks

__all__ = [
    "HighlightedText",
    "Highlights",
    "collect_highlights",
    "highlight_text",
    "put_tags",
    "stretches",
]

# What makes a text need escaping. Most texts have none of these, and asking five times is quicker than replacing.
_SPECIAL_LETTERS = "&<>\r\x00"


class Highlights(NamedTuple):
    """
    The annotations of a page in reading order, by columns.

    Their spans and layers, their anchors as attributes may hold them, and the classes of layer, label and light.
    """

    spans: list[Span]
    layers: list[str]
    anchors: list[str]
    classes: list[str]


def collect_highlights(article: Article) -> Highlights:
    """Return the annotations of an article; of two that begin together the longer comes first."""
    rows: list[tuple[int, int, int, int, Span, str]] = []
    for layer, layer_spans in article.layers.items():
        rank = style_of(layer).nesting_rank
        # The number breaks ties, so that spans themselves are never compared.
        numbered = enumerate(layer_spans, len(rows))
        rows += [
            (span.start, -span.end, rank, number, span, layer)
            for number, span in numbered
        ]
    rows.sort()
    spans = [row[4] for row in rows]
    layers = [row[5] for row in rows]
    anchors = _escape_anchors([anchor(span.id) for span in spans])
    classes = []
    for span, layer, light in zip(spans, layers, light_classes(layers), strict=True):
        classes.append(f"{_classes(layer, span.label)} {light}")
    return Highlights(spans, layers, anchors, classes)


def stretches(span: Span) -> tuple[tuple[int, int], ...]:
    """
    Return what is highlighted of a span, as offsets: its pieces where its layer declares some, else the whole.

    A quote is in pieces where its words are cut by who says them: « Oui », dit-elle, « demain ».
    """
    return layer_of_value(type(span)).bounds_of(span)


def _escape_anchors(anchors: list[str]) -> list[str]:
    """Return anchors as attributes may hold them. Most are plain: quicker seen of all at once than mended in each."""
    if "".join(anchors).replace("-", "").isalnum():
        return anchors
    return [escape(element_id) for element_id in anchors]


def highlight_text(
    article: Article,
    highlights: Highlights,
    link_words: Mapping[str, str],
    names: NameLinks = NO_LINKS,
) -> Markup:
    """
    Return the article's text as paragraphs with its highlights, for the element that bears `data-article`.

    `link_words` has what the links of each layer are called: read aloud, with the annotation's number. A name that has
    no page leads to its line in the list, as other annotations do.
    """
    text = article.text
    words = {layer: escape(link_words.get(layer, layer)) for layer in article.layers}
    paragraphs = find_paragraphs(text)
    tags = HighlightedText(text, highlights, words, names).tags(paragraphs)
    sentences = ArticleSentences.of(text, article.language)
    put_sentence_marks(tags, sentences, paragraphs, highlights.spans)
    put_speaker_marks(tags, text, highlights.spans, highlights.classes)
    return put_tags(tags, text)


def put_tags(tags: TagsInText, text: str) -> Markup:
    """Return the text, escaped where it needs to be, with the tags in it."""
    needs_escaping = any(letter in text for letter in _SPECIAL_LETTERS)
    return Markup(tags.put_into(text, _escape_piece if needs_escaping else None))


class HighlightedText:
    """A text on its way to markup. An annotation's anchor is given to its first piece."""

    def __init__(
        self,
        text: str,
        highlights: Highlights,
        words: Mapping[str, str],
        names: NameLinks,
    ) -> None:
        self._text, self._highlights = text, highlights
        self._stretches = _sorted_stretches(highlights)
        self._hrefs = self._name_hrefs(names)
        self._tags = HighlightTags(
            self._first_tags(words),
            ["</span>"] * len(highlights.spans),
            self._further_tag,
        )
        for number in self._hrefs:
            self._tags.end_tags[number] = "</a>"
        self._tags_in_text = TagsInText([], [])

    def _name_hrefs(self, names: NameLinks) -> dict[int, str]:
        """Return where names lead that can be links; a link cannot hold another, as highlights of other layers are."""
        layers = self._highlights.layers
        starts_of_other_layers = [
            start
            for start, _, _, number in self._stretches
            if layers[number] != "entities"
        ]
        hrefs = {}
        for number, span in enumerate(self._highlights.spans):
            if not isinstance(span, Entity) or not span.name_id:
                continue
            if not _has_offset_within(starts_of_other_layers, span.start, span.end):
                hrefs[number] = (
                    names.href(span.name_id)
                    if names.has_page(span.name_id)
                    else f"#n-{self._highlights.anchors[number]}"
                )
        return hrefs

    def _first_tags(self, words: Mapping[str, str]) -> list[str | None]:
        """Return the start tag of each annotation's first piece, which bears its anchor."""
        tags: list[str | None] = []
        _, layers, anchors, classes = self._highlights
        for number, (layer, element_id, css) in enumerate(
            zip(layers, anchors, classes, strict=True)
        ):
            if number in self._hrefs:
                tags.append(
                    f'<a class="{css}" id="{element_id}" href="{self._hrefs[number]}">'
                )
            elif layer == "entities":
                tags.append(f'<span class="{css}" id="{element_id}">')
            else:
                list_link = f'<a class="k" href="#n-{element_id}" aria-label="{words[layer]} {number + 1}"></a>'
                tags.append(f'<span class="{css}" id="{element_id}">{list_link}')
        return tags

    def _further_tag(self, number: int) -> str:
        """Return the start tag of an annotation's further pieces."""
        css = self._highlights.classes[number]
        if number in self._hrefs:
            return f'<a class="{css}" href="{self._hrefs[number]}">'
        return f'<span class="{css}">'

    def tags(self, paragraphs: Iterable[tuple[int, int]]) -> TagsInText:
        """Return the tags of the paragraphs, of the highlights in them, and of what stands between."""
        # `active` holds what begins before the end of this paragraph and may reach into it; `first_waiting` is the
        # first stretch that does not yet.
        position = first_waiting = 0
        active: list[Stretch] = []
        put = self._tags_in_text.put
        starts = [stretch[0] for stretch in self._stretches]
        for start, end in paragraphs:
            self._put_gap(position, start)
            first = first_waiting
            first_waiting = bisect_left(starts, end, first)
            active += self._stretches[first:first_waiting]
            # A stretch that ends before the paragraph begins lies in the gap: it highlights nothing, but is linked to.
            if active and active[0][0] < start:
                self._put_anchors(
                    start, [stretch for stretch in active if -stretch[1] <= start]
                )
            put(start, "<p>")
            nest_tags((start, end), active, self._tags, self._tags_in_text)
            put(end, "</p>")
            active = [stretch for stretch in active if -stretch[1] > end]
            position = end
        end = len(self._text)
        self._put_anchors(position, self._stretches[first_waiting:])
        self._put_gap(position, end)
        # See `.end` in text.css: without it a last line break is lost when the text is copied.
        put(end, '<span class="end"></span>')
        return self._tags_in_text

    def _put_anchors(self, position: int, stretches: Iterable[Stretch]) -> None:
        """Put the anchors of annotations that lie between paragraphs, on white space alone: they can be linked to."""
        first_tags = self._tags.first_tags
        for *_, number in stretches:
            if first_tags[number] is not None:
                first_tags[number] = None
                self._tags_in_text.put(
                    position, f'<span id="{self._highlights.anchors[number]}"></span>'
                )

    def _put_gap(self, start: int, end: int) -> None:
        """Put what stands between paragraphs; a single line break is given room by the style sheet."""
        if start < end:
            gap = self._text[start:end]
            is_single = gap.count("\n") + gap.count("\r") - gap.count("\r\n") == 1
            self._tags_in_text.put(
                start, f'<span class="gap{" one" if is_single else ""}">'
            )
            self._tags_in_text.put(end, "</span>")


def _sorted_stretches(highlights: Highlights) -> list[Stretch]:
    """Return what is highlighted, in the order of nesting."""
    sorted_stretches: list[Stretch] = []
    for number, (span, layer) in enumerate(
        zip(highlights.spans, highlights.layers, strict=True)
    ):
        rank = style_of(layer).nesting_rank
        for start, end in stretches(span):
            sorted_stretches.append((start, -end, rank, number))
    sorted_stretches.sort()
    return sorted_stretches


def _escape_piece(piece: str) -> str:
    """Return a piece of text as HTML holds it; see the module's docstring on the two characters."""
    return escape(piece, quote=False).replace("\r", "&#13;").replace("\x00", "\ufffd")


def _has_offset_within(sorted_offsets: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the offsets lies within a stretch; its end is outside."""
    position = bisect_left(sorted_offsets, start)
    return position < len(sorted_offsets) and sorted_offsets[position] < end


@cache
def _classes(layer: str, label: str) -> str:
    """
    Return the class of a layer, one for each of ours and `own` for all others, and that of a label.

    >>> _classes("entities", "PER"), _classes("tone", "très froid")
    ('ent l-PER', 'own l-tr-s-froid')
    """
    word = "".join(
        letter if letter.isascii() and letter.isalnum() else "-" for letter in label
    )
    return f"{style_of(layer).css} l-{word}"
