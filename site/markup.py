"""
An article's text as HTML with its annotations highlighted: the text of the element is the article's to the character.

A carriage return is written as a reference, or the parser would drop it; NUL cannot stand in HTML and becomes U+FFFD.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from pressmark.articles import Article
from pressmark.layers import layer_of_value
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Quote, Span

from .highlight_css import light_classes
from .nesting import HighlightTags, Stretch, TagsInText, nest_tags
from .paths import name_path

__all__ = [
    "CLASSES",
    "Highlights",
    "collect_highlights",
    "highlight_text",
    "name_href",
    "stretches",
]

_SPECIAL_LETTERS = "&<>\r\x00"

# Of two annotations of the same stretch the lower rank is outside. A name is the innermost, as it is the one that is a
# link; what is neither a quote, an event nor a name (a date, a layer of the user's) stands between.
_RANKS = {"quotes": 0, "events": 1, "entities": 3}
_RANK_OF_OTHERS = 2

CLASSES = {"entities": "ent", "quotes": "quo", "events": "eve", "times": "tim"}
"""The class of each of our layers, in the order of the toggles."""


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
        rank = _RANKS.get(layer, _RANK_OF_OTHERS)
        # The number breaks ties, so that spans themselves are never compared.
        numbered = enumerate(layer_spans, len(rows))
        rows += [
            (span.start, -span.end, rank, number, span, layer)
            for number, span in numbered
        ]
    rows.sort()
    spans = [row[4] for row in rows]
    layers = [row[5] for row in rows]
    anchors = _escape_anchors([span.id.rpartition("/")[2] for span in spans])
    label_classes = [
        _classes(layer, span.label) for layer, span in zip(layers, spans, strict=True)
    ]
    lights = light_classes(layers)
    classes = [
        f"{label} {light}" for label, light in zip(label_classes, lights, strict=True)
    ]
    return Highlights(spans, layers, anchors, classes)


def stretches(span: Span) -> tuple[tuple[int, int], ...]:
    """Return what is highlighted of a span, as offsets: the pieces of a quote, the whole of any other."""
    return layer_of_value(type(span)).bounds_of(span)


def _escape_anchors(anchors: list[str]) -> list[str]:
    """Return anchors as attributes may hold them. Most are plain: quicker seen of all at once than mended in each."""
    return (
        anchors
        if "".join(anchors).replace("-", "").isalnum()
        else [escape(anchor) for anchor in anchors]
    )


def highlight_text(
    article: Article, highlights: Highlights, link_words: Mapping[str, str]
) -> Markup:
    """
    Return the article's text as paragraphs with its highlights, for the element that bears `data-article`.

    `link_words` has what the links of each layer are called: read aloud, with the annotation's number.
    """
    text = article.text
    words = {layer: escape(link_words.get(layer, layer)) for layer in article.layers}
    needs_escaping = any(letter in text for letter in _SPECIAL_LETTERS)
    tags = _HighlightedText(text, highlights, words).tags()
    return Markup(tags.put_into(text, _escape_piece if needs_escaping else None))


@lru_cache(65_536)
def name_href(name_id: str) -> str:
    """Return the page of a name, as an article's page links to it."""
    return f"../{name_path(name_id)}"


class _HighlightedText:
    """A text on its way to markup. An annotation's anchor is given to its first piece."""

    def __init__(
        self, text: str, highlights: Highlights, words: Mapping[str, str]
    ) -> None:
        self._text, self._highlights = text, highlights
        self._stretches = _sorted_stretches(highlights)
        self._hrefs = self._name_hrefs()
        self._tags = HighlightTags(
            self._first_tags(words),
            ["</span>"] * len(highlights.spans),
            self._further_tag,
        )
        for number in self._hrefs:
            self._tags.end_tags[number] = "</a>"
        self._tags_in_text = TagsInText([], [])

    def _name_hrefs(self) -> dict[int, str]:
        """Return where names lead that can be links; a link cannot hold another, as highlights of other layers are."""
        layers = self._highlights.layers
        other_starts = [
            start
            for start, _, _, number in self._stretches
            if layers[number] != "entities"
        ]
        hrefs = {}
        for number, span in enumerate(self._highlights.spans):
            if not isinstance(span, Entity) or not span.name_id:
                continue
            if not _has_offset_within(other_starts, span.start, span.end):
                hrefs[number] = name_href(span.name_id)
        return hrefs

    def _first_tags(self, words: Mapping[str, str]) -> list[str | None]:
        """Return the start tag of each annotation's first piece, which bears its anchor."""
        tags: list[str | None] = []
        _, layers, anchors, classes = self._highlights
        for number, (layer, anchor, css) in enumerate(
            zip(layers, anchors, classes, strict=True)
        ):
            if number in self._hrefs:
                tags.append(
                    f'<a class="{css}" id="{anchor}" href="{self._hrefs[number]}">'
                )
            elif layer == "entities":
                tags.append(f'<span class="{css}" id="{anchor}">')
            else:
                list_link = f'<a class="k" href="#n-{anchor}" aria-label="{words[layer]} {number + 1}"></a>'
                tags.append(f'<span class="{css}" id="{anchor}">{list_link}')
        return tags

    def _further_tag(self, number: int) -> str:
        """Return the start tag of an annotation's further pieces."""
        css = self._highlights.classes[number]
        if number in self._hrefs:
            return f'<a class="{css}" href="{self._hrefs[number]}">'
        return f'<span class="{css}">'

    def tags(self) -> TagsInText:
        """Return the tags of the paragraphs, of the highlights in them, and of what stands between."""
        position = first_waiting = 0
        active: list[
            Stretch
        ] = []  # what begins before the end of this paragraph and may reach into it
        put = self._tags_in_text.put
        starts = [stretch[0] for stretch in self._stretches]
        for start, end in paragraphs(self._text):
            self._put_gap(position, start)
            first, first_waiting = (
                first_waiting,
                bisect_left(starts, end, first_waiting),
            )
            active += self._stretches[first:first_waiting]
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
        rank = _RANKS.get(layer, _RANK_OF_OTHERS)
        if isinstance(span, Quote) and span.spans:
            sorted_stretches += [
                (start, -end, rank, number) for start, end in span.spans
            ]
        else:
            sorted_stretches.append((span.start, -span.end, rank, number))
    sorted_stretches.sort()
    return sorted_stretches


def _escape_piece(piece: str) -> str:
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
    return f"{CLASSES.get(layer, 'own')} l-{word}"
