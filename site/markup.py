"""
An article's text as HTML with its layers lit: the text of the element equals the article's to the character.

A carriage return is written as a reference, or the parser would drop it; NUL cannot stand in HTML and becomes U+FFFD.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from pressmark.articles import Article
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Quote, Span

from .nesting import Close, Lit, Strip, nested
from .slugs import anchor, name_path

__all__ = ["TIER", "TIERS", "Mark", "lit_text", "marks"]

TIER, TIERS = 256, 4
"""How many annotations one sheet of lighting rules holds, and how many sheets there are."""

_RANKS = {"quotes": 0, "events": 1, "entities": 3}


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
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """What is lit: a quote's pieces, the span itself for any other."""
        return self.span.spans if isinstance(self.span, Quote) else ((self.span.start, self.span.end),)


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
    lits = [
        Lit(start, end, number, _RANKS.get(mark.layer, 2))
        for number, mark in enumerate(found)
        for start, end in mark.stretches
    ]
    lits.sort(key=lambda lit: lit.start)
    glyphs = sorted(lit.start for lit in lits if found[lit.key].layer != "entities")
    firsts: set[int] = set()
    return Markup("".join(_blocks(article.text, lits, found, glyphs, firsts)))


def _blocks(
    text: str, lits: Sequence[Lit], found: Sequence[Mark], glyphs: Sequence[int], firsts: set[int]
) -> Iterator[str]:
    at = 0
    active: list[Lit] = []
    waiting = 0
    for start, end in paragraphs(text):
        if start > at:
            yield _gap(text, at, start, lits, found, firsts)
        while waiting < len(lits) and lits[waiting].start < end:
            active.append(lits[waiting])
            waiting += 1
        yield "<p>"
        yield from _paragraph(text, start, end, active, found, glyphs, firsts)
        yield "</p>"
        active = [lit for lit in active if lit.end > end]
        at = end
    if at < len(text):
        yield _gap(text, at, len(text), lits, found, firsts)
    yield '<span class="end"></span>'


def _gap(text: str, start: int, end: int, lits: Sequence[Lit], found: Sequence[Mark], firsts: set[int]) -> str:
    """What stands between paragraphs, with the anchors of spans that lie there alone; a single break is given room."""
    gap = text[start:end]
    single = gap.count("\n") + gap.count("\r") - gap.count("\r\n") == 1
    alone = [found[lit.key].anchor for lit in lits if start <= lit.start and lit.end <= end and lit.key not in firsts]
    firsts.update(lit.key for lit in lits if start <= lit.start and lit.end <= end)
    anchors = "".join(f'<span id="{escape(anchor)}"></span>' for anchor in alone)
    return f'<span class="gap{" one" * single}">{anchors}{_escaped(gap)}</span>'


def _paragraph(
    text: str, start: int, end: int, lits: Iterable[Lit], found: Sequence[Mark], glyphs: Sequence[int], firsts: set[int]
) -> Iterator[str]:
    tags: list[str] = []
    for step in nested(start, end, lits):
        if isinstance(step, Strip):
            yield _escaped(text[step.start : step.end])
        elif isinstance(step, Close):
            yield f"</{tags.pop()}>"
        else:
            mark = found[step.lit.key]
            links = mark.layer == "entities" and not _any_within(glyphs, step.lit.start, step.lit.end)
            tags.append("a" if links and _linked(mark) else "span")
            yield _opening(tags[-1], mark, first=step.lit.key not in firsts)
            firsts.add(step.lit.key)


def _opening(tag: str, mark: Mark, *, first: bool) -> str:
    """The start tag of a piece; the first piece of a mark bears its anchor and, where it is no link itself, a link."""
    layer = mark.layer if mark.layer in _RANKS else "custom"
    classes = f"{layer} {layer}-{_word(mark.span.label)} a{mark.number}"
    name = f' id="{escape(mark.anchor)}"' if first else ""
    link = f' href="../{escape(name_path(_linked(mark)))}"' if tag == "a" else ""
    glyph = f'<a class="glyph" href="#n-{escape(mark.anchor)}" aria-label="{escape(mark.called)}"></a>'
    return f'<{tag} class="{classes}"{name}{link}>' + (glyph if first and layer != "entities" else "")


def _linked(mark: Mark) -> str:
    return (mark.span.name_id or "") if isinstance(mark.span, Entity) else ""


def _any_within(sorted_offsets: Sequence[int], start: int, end: int) -> bool:
    """Whether a link of another layer begins within a stretch; a link cannot hold a link."""
    place = bisect_left(sorted_offsets, start)
    return place < len(sorted_offsets) and sorted_offsets[place] < end


def _word(label: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in label)


def _escaped(text: str) -> str:
    return str(escape(text)).replace("\r", "&#13;").replace("\x00", "\ufffd")
