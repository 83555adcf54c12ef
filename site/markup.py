"""
An article's text as HTML with its layers lit: the text of the element equals the article's to the character.

A carriage return is written as a reference, or the parser would drop it; NUL cannot stand in HTML and becomes U+FFFD.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from pressmark.articles import Article
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Quote, Span

from .nesting import Close, Lit, Strip, nested
from .slugs import anchor, name_path

__all__ = ["CLASSES", "TIER", "TIERS", "Mark", "lit_text", "marks"]

TIER, TIERS = 256, 4
"""How many annotations one sheet of lighting rules holds, and how many sheets there are."""

_RANKS = {"quotes": 0, "events": 1, "entities": 3}
CLASSES = {"entities": "ent", "quotes": "quo", "events": "eve", "times": "tim"}
"""The class of each of our layers, in the order of the toggles."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation on a page: its span, layer, number on the page (for lighting) and what its link is called."""

    span: Span
    layer: str
    number: int
    called: str

    @property
    def anchor(self) -> str:
        """Its anchor on the page."""
        return anchor(self.span.id)

    @property
    def css(self) -> str:
        """The class of its layer: one for each of ours, `own` for all others."""
        return CLASSES.get(self.layer, "own")

    @property
    def classes(self) -> str:
        """The classes of its layer and its label."""
        return f"{self.css} l-{_word(self.span.label)}"

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
        Mark(span, layer, number, f"{called.get(layer, layer)} {number + 1}")
        for number, (span, layer) in enumerate(spans)
    )


def lit_text(article: Article, found: Sequence[Mark]) -> Markup:
    """The article's text as paragraphs with the marks lit, for the element that bears `data-article`."""
    return Markup("".join(_Text(article.text, found).blocks()))


class _Text:
    """A text on its way to markup. Each mark's start tags are made once, its anchor is given to its first piece."""

    def __init__(self, text: str, found: Sequence[Mark]) -> None:
        self.text, self.found = text, found
        lits = (
            Lit(start, end, mark.number, _RANKS.get(mark.layer, 2)) for mark in found for start, end in mark.stretches
        )
        self.lits = sorted(lits, key=lambda lit: lit.start)
        self.glyphs = [lit.start for lit in self.lits if found[lit.key].layer != "entities"]
        self.seen: set[int] = set()

    def blocks(self) -> Iterator[str]:
        """The paragraphs and what stands between them, piece by piece."""
        at = waiting = 0
        active: list[Lit] = []
        for start, end in paragraphs(self.text):
            if start > at:
                yield self._gap(at, start)
            while waiting < len(self.lits) and self.lits[waiting].start < end:
                active.append(self.lits[waiting])
                waiting += 1
            yield from self._anchors(at, start, active)
            yield "<p>"
            yield from self._paragraph(start, end, active)
            yield "</p>"
            active = [lit for lit in active if lit.end > end]
            at = end
        if at < len(self.text):
            yield from self._anchors(at, len(self.text), self.lits[waiting:])
            yield self._gap(at, len(self.text))
        yield '<span class="end"></span>'

    def _anchors(self, start: int, end: int, lits: Iterable[Lit]) -> Iterator[str]:
        """The anchors of marks that lie between paragraphs alone, on white space."""
        for lit in lits:
            if start <= lit.start and lit.end <= end and lit.key not in self.seen:
                self.seen.add(lit.key)
                yield f'<span id="{escape(self.found[lit.key].anchor)}"></span>'

    def _gap(self, start: int, end: int) -> str:
        """What stands between paragraphs; a single line break is given room by the style sheet."""
        gap = self.text[start:end]
        single = gap.count("\n") + gap.count("\r") - gap.count("\r\n") == 1
        return f'<span class="gap{" one" * single}">{_escaped(gap)}</span>'

    def _paragraph(self, start: int, end: int, lits: Iterable[Lit]) -> Iterator[str]:
        tags: list[str] = []
        for step in nested(start, end, lits):
            if isinstance(step, Strip):
                yield _escaped(self.text[step.start : step.end])
            elif isinstance(step, Close):
                yield f"</{tags.pop()}>"
            else:
                mark = self.found[step.lit.key]
                linked = _linked(mark) if not _any_within(self.glyphs, step.lit) else ""
                tags.append("a" if linked else "span")
                yield self._opening(mark, linked)

    def _opening(self, mark: Mark, linked: str) -> str:
        """The start tag of a piece; the first piece of a mark bears its anchor and, where it is no link, a link."""
        head = f'{mark.classes} a{mark.number}"'
        if mark.number in self.seen:
            return f'<a class="{head} href="../{escape(name_path(linked))}">' if linked else f'<span class="{head}>'
        self.seen.add(mark.number)
        name = escape(mark.anchor)
        if linked:
            return f'<a class="{head} id="{name}" href="../{escape(name_path(linked))}">'
        if mark.layer == "entities":
            return f'<span class="{head} id="{name}">'
        return f'<span class="{head} id="{name}"><a class="k" href="#n-{name}" aria-label="{escape(mark.called)}"></a>'


def _linked(mark: Mark) -> str:
    return (mark.span.name_id or "") if isinstance(mark.span, Entity) else ""


def _any_within(sorted_offsets: Sequence[int], lit: Lit) -> bool:
    """Whether a link of another layer begins within a stretch; a link cannot hold a link."""
    place = bisect_left(sorted_offsets, lit.start)
    return place < len(sorted_offsets) and sorted_offsets[place] < lit.end


@cache
def _word(label: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in label)


def _escaped(text: str) -> str:
    written = str(escape(text))
    return written.replace("\r", "&#13;").replace("\x00", "\ufffd") if "\r" in text or "\x00" in text else written
