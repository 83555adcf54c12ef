"""
An article's text as HTML with its layers lit: the text of the element equals the article's to the character.

A carriage return is written as a reference, or the parser would drop it; NUL cannot stand in HTML and becomes U+FFFD.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from pressmark.articles import Article
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Quote, Span

from .lighting import light_classes
from .nesting import Lit, Tags, nested
from .slugs import name_path

__all__ = ["CLASSES", "Mark", "lit_text", "marks", "name_href"]

_SPECIAL = re.compile("[&<>\r\x00]")
_RANKS = {"quotes": 0, "events": 1, "entities": 3}
CLASSES = {"entities": "ent", "quotes": "quo", "events": "eve", "times": "tim"}
"""The class of each of our layers, in the order of the toggles."""


class Mark(NamedTuple):
    """
    An annotation on a page: its span and layer, its number there (for lighting), its anchor as an attribute may hold
    it, and the classes of its layer, its label and its number.
    """

    span: Span
    layer: str
    number: int
    anchor: str
    classes: str

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """What is lit: a quote's pieces, the span itself for any other."""
        span = self.span
        return span.spans if isinstance(span, Quote) and span.spans else ((span.start, span.end),)


def marks(article: Article) -> list[Mark]:
    """The annotations of an article in reading order, numbered."""
    spans = [
        (span.start, -span.end, _RANKS.get(layer, 2), order, place, span, layer)
        for order, (layer, layer_spans) in enumerate(article.layers.items())
        for place, span in enumerate(layer_spans)
    ]
    spans.sort()
    lights = light_classes([layer for *_, layer in spans])
    return [
        Mark(span, layer, number, _attribute(span.id.rpartition("/")[2]), f"{_classes(layer, span.label)} {light}")
        for (number, (*_, span, layer)), light in zip(enumerate(spans), lights, strict=True)
    ]


def lit_text(article: Article, found: Sequence[Mark], called: Mapping[str, str]) -> Markup:
    """
    The article's text as paragraphs with the marks lit, for the element that bears `data-article`.

    `called` names each layer's links, to be read aloud with the annotation's number.
    """
    return Markup("".join(_Text(article.text, found, called).blocks()))


@lru_cache(65_536)
def name_href(name_id: str) -> str:
    """The page of a name, from an article's page."""
    return f"../{name_path(name_id)}"


class _Text:
    """A text on its way to markup, as a growing list of strings. A mark's anchor is given to its first piece."""

    def __init__(self, text: str, found: Sequence[Mark], called: Mapping[str, str]) -> None:
        self.text, self.found = text, found
        self.strip = _escaped if _SPECIAL.search(text) else str
        self.lits = self._lits()
        heads, tails, self._links = self._tags(called)
        self.tags = Tags(heads, tails, self._again)
        self.out: list[str] = []

    def _lits(self) -> list[Lit]:
        lits = []
        for mark in self.found:
            rank = _RANKS.get(mark.layer, 2)
            lits += [Lit(start, -end, rank, mark.number) for start, end in mark.stretches]
        lits.sort()
        return lits

    def _tags(self, called: Mapping[str, str]) -> tuple[list[str | None], list[str], dict[int, str]]:
        """The start and end tag of each mark's first piece, and where those lead that are links."""
        glyphs = [lit[0] for lit in self.lits if self.found[lit[3]].layer != "entities"]
        heads: list[str | None] = []
        tails: list[str] = []
        links: dict[int, str] = {}
        for span, layer, number, anchor, classes in self.found:
            if layer != "entities":
                name = escape(called.get(layer, layer))
                glyph = f'<a class="k" href="#n-{anchor}" aria-label="{name} {number + 1}"></a>'
                heads.append(f'<span class="{classes}" id="{anchor}">{glyph}')
                tails.append("</span>")
            elif isinstance(span, Entity) and span.name_id and not _any_within(glyphs, span.start, span.end):
                links[number] = href = name_href(span.name_id)
                heads.append(f'<a class="{classes}" id="{anchor}" href="{href}">')
                tails.append("</a>")
            else:
                heads.append(f'<span class="{classes}" id="{anchor}">')
                tails.append("</span>")
        return heads, tails, links

    def _again(self, key: int) -> str:
        """The start tag of a mark's further pieces."""
        classes = self.found[key].classes
        return f'<a class="{classes}" href="{self._links[key]}">' if key in self._links else f'<span class="{classes}">'

    def blocks(self) -> list[str]:
        """The paragraphs and what stands between them."""
        at = waiting = 0
        active: list[Lit] = []
        lits, out = self.lits, self.out
        for start, end in paragraphs(self.text):
            self._gap(at, start)
            first = waiting
            while waiting < len(lits) and lits[waiting][0] < end:
                waiting += 1
            active += lits[first:waiting]
            if active and active[0][0] < start:
                self._anchors(start, active)
            out.append("<p>")
            out += nested(self.text, (start, end), active, self.tags, self.strip)
            out.append("</p>")
            active = [lit for lit in active if -lit[1] > end]
            at = end
        self._anchors(len(self.text), lits[waiting:])
        self._gap(at, len(self.text))
        out.append('<span class="end"></span>')
        return out

    def _anchors(self, end: int, lits: Iterable[Lit]) -> None:
        """The anchors of marks that end before the next paragraph: they lie on white space alone."""
        for lit in lits:
            if -lit.minus_end <= end and self.tags.heads[lit.key] is not None:
                self.tags.heads[lit.key] = None
                self.out.append(f'<span id="{self.found[lit.key].anchor}"></span>')

    def _gap(self, start: int, end: int) -> None:
        """What stands between paragraphs; a single line break is given room by the style sheet."""
        if start < end:
            gap = self.text[start:end]
            single = gap.count("\n") + gap.count("\r") - gap.count("\r\n") == 1
            self.out.append(f'<span class="gap{" one" * single}">{self.strip(gap)}</span>')


def _escaped(piece: str) -> str:
    return escape(piece, quote=False).replace("\r", "&#13;").replace("\x00", "\ufffd")


def _attribute(value: str) -> str:
    """A value between quotation marks; most are plain, which is quicker seen than replaced."""
    return value if value.replace("-", "").isalnum() else escape(value)


def _any_within(sorted_offsets: Sequence[int], start: int, end: int) -> bool:
    """Whether a link of another layer begins within a stretch; a link cannot hold a link."""
    place = bisect_left(sorted_offsets, start)
    return place < len(sorted_offsets) and sorted_offsets[place] < end


@cache
def _classes(layer: str, label: str) -> str:
    """The class of a layer, one for each of ours and `own` for all others, and that of a label."""
    word = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in label)
    return f"{CLASSES.get(layer, 'own')} l-{word}"
