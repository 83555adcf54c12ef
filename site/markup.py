"""
An article's text as HTML with its layers lit: the text of the element equals the article's to the character.

A carriage return is written as a reference, or the parser would drop it; NUL cannot stand in HTML and becomes U+FFFD.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from markupsafe import Markup

from pressmark.articles import Article
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Quote, Span

from .nesting import Close, Lit, Strip, nested
from .slugs import anchor, name_path

__all__ = ["CLASSES", "TIER", "TIERS", "Mark", "lit_text", "marks"]

TIER, TIERS = 256, 4
"""How many annotations one sheet of lighting rules holds, and how many sheets there are."""

_SPECIAL = re.compile("[&<>\r\x00]")
_RANKS = {"quotes": 0, "events": 1, "entities": 3}
CLASSES = {"entities": "ent", "quotes": "quo", "events": "eve", "times": "tim"}
"""The class of each of our layers, in the order of the toggles."""


@dataclass(frozen=True, slots=True)
class Mark:
    """
    An annotation on a page: its span and layer, its number there (for lighting), what its link is called, its anchor,
    and the classes of its layer, its label and its number.
    """

    span: Span
    layer: str
    number: int
    called: str
    anchor: str
    classes: str

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """What is lit: a quote's pieces, the span itself for any other."""
        return (
            self.span.spans if isinstance(self.span, Quote) and self.span.spans else ((self.span.start, self.span.end),)
        )


def marks(article: Article, called: Mapping[str, str]) -> tuple[Mark, ...]:
    """The annotations of an article in reading order, numbered; `called` names each layer's links, to be read aloud."""
    spans = [(span, layer) for layer, layer_spans in article.layers.items() for span in layer_spans]
    spans.sort(key=lambda one: (one[0].start, -one[0].end, _RANKS.get(one[1], 2)))
    return tuple(
        Mark(span, layer, number, f"{called.get(layer, layer)} {number + 1}", anchor(span.id),
             f"{_classes(layer, span.label)} a{number}")
        for number, (span, layer) in enumerate(spans)
    )  # fmt: skip


def lit_text(article: Article, found: Sequence[Mark]) -> Markup:
    """The article's text as paragraphs with the marks lit, for the element that bears `data-article`."""
    return Markup("".join(_Text(article.text, found).blocks()))


class _Text:
    """A text on its way to markup, as a growing list of strings. A mark's anchor is given to its first piece."""

    def __init__(self, text: str, found: Sequence[Mark]) -> None:
        self.text, self.found = text, found
        self.plain = not _SPECIAL.search(text)
        lits = [
            Lit(start, end, mark.number, _RANKS.get(mark.layer, 2)) for mark in found for start, end in mark.stretches
        ]
        self.lits = sorted(lits)
        self.glyphs = [lit.start for lit in self.lits if found[lit.key].layer != "entities"]
        self.seen: set[int] = set()
        self.out: list[str] = []

    def blocks(self) -> list[str]:
        """The paragraphs and what stands between them."""
        at = waiting = 0
        active: list[Lit] = []
        for start, end in paragraphs(self.text):
            self._gap(at, start)
            while waiting < len(self.lits) and self.lits[waiting].start < end:
                active.append(self.lits[waiting])
                waiting += 1
            self._anchors(start, active)
            self.out.append("<p>")
            self._paragraph(start, end, active)
            self.out.append("</p>")
            active = [lit for lit in active if lit.end > end]
            at = end
        self._anchors(len(self.text), self.lits[waiting:])
        self._gap(at, len(self.text))
        self.out.append('<span class="end"></span>')
        return self.out

    def _anchors(self, end: int, lits: Iterable[Lit]) -> None:
        """The anchors of marks that end before the next paragraph: they lie on white space alone."""
        for lit in lits:
            if lit.end <= end and lit.key not in self.seen:
                self.seen.add(lit.key)
                self.out.append(f'<span id="{escape(self.found[lit.key].anchor)}"></span>')

    def _gap(self, start: int, end: int) -> None:
        """What stands between paragraphs; a single line break is given room by the style sheet."""
        if start < end:
            gap = self.text[start:end]
            single = gap.count("\n") + gap.count("\r") - gap.count("\r\n") == 1
            self.out.append(f'<span class="gap{" one" * single}">{self._escaped(start, end)}</span>')

    def _paragraph(self, start: int, end: int, lits: Sequence[Lit]) -> None:
        tags: list[str] = []
        append = self.out.append
        for step in nested(start, end, lits):
            if isinstance(step, Strip):
                append(self._escaped(step.start, step.end))
            elif isinstance(step, Close):
                append(tags.pop())
            else:
                mark = self.found[step.lit.key]
                linked = _linked(mark) if not _any_within(self.glyphs, step.lit) else ""
                tags.append("</a>" if linked else "</span>")
                append(self._opening(mark, linked))

    def _opening(self, mark: Mark, linked: str) -> str:
        """The start tag of a piece; the first piece of a mark bears its anchor and, where it is no link, a link."""
        href = f' href="../{name_path(linked)}"' if linked else ""
        tag = "a" if linked else "span"
        if mark.number in self.seen:
            return f'<{tag} class="{mark.classes}"{href}>'
        self.seen.add(mark.number)
        name = escape(mark.anchor)
        head = f'<{tag} class="{mark.classes}" id="{name}"{href}>'
        if mark.layer == "entities":
            return head
        return f'{head}<a class="k" href="#n-{name}" aria-label="{escape(mark.called)}"></a>'

    def _escaped(self, start: int, end: int) -> str:
        piece = self.text[start:end]
        if self.plain:
            return piece
        return escape(piece, quote=False).replace("\r", "&#13;").replace("\x00", "\ufffd")


def _linked(mark: Mark) -> str:
    return (mark.span.name_id or "") if isinstance(mark.span, Entity) else ""


def _any_within(sorted_offsets: Sequence[int], lit: Lit) -> bool:
    """Whether a link of another layer begins within a stretch; a link cannot hold a link."""
    place = bisect_left(sorted_offsets, lit.start)
    return place < len(sorted_offsets) and sorted_offsets[place] < lit.end


@cache
def _classes(layer: str, label: str) -> str:
    """The class of a layer, one for each of ours and `own` for all others, and that of a label."""
    word = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in label)
    return f"{CLASSES.get(layer, 'own')} l-{word}"
