"""
An article's text as HTML with its layers lit: the text of the element equals the article's to the character.

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
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Quote, Span

from .highlight_css import light_classes
from .nesting import Lit, Tags, Woven, nested
from .paths import name_path

__all__ = ["CLASSES", "Marks", "lit_text", "marks", "name_href", "stretches"]

_SPECIAL = "&<>\r\x00"
_RANKS = {"quotes": 0, "events": 1, "entities": 3}
_TAIL = "</span>"
CLASSES = {"entities": "ent", "quotes": "quo", "events": "eve", "times": "tim"}
"""The class of each of our layers, in the order of the toggles."""


class Marks(NamedTuple):
    """
    The annotations of a page in reading order, by columns: their spans and layers, their anchors as attributes may hold
    them, and the classes of their layer, their label and their light.
    """

    spans: list[Span]
    layers: list[str]
    anchors: list[str]
    classes: list[str]


def marks(article: Article) -> Marks:
    """The annotations of an article."""
    found: list[tuple[int, int, int, int, Span, str]] = []
    for layer, some in article.layers.items():
        rank = _RANKS.get(layer, 2)
        found += [(one.start, -one.end, rank, place, one, layer) for place, one in enumerate(some, len(found))]
    found.sort()
    spans = [row[4] for row in found]
    layers = [row[5] for row in found]
    anchors = _anchors([span.id.rpartition("/")[2] for span in spans])
    labelled = [_classes(layer, span.label) for layer, span in zip(layers, spans, strict=True)]
    lights = light_classes(layers)
    return Marks(spans, layers, anchors, [f"{label} {light}" for label, light in zip(labelled, lights, strict=True)])


def stretches(span: Span) -> tuple[tuple[int, int], ...]:
    """What is lit of a span: the pieces of a quote, the whole of any other."""
    return span.spans if isinstance(span, Quote) and span.spans else ((span.start, span.end),)


def _anchors(names: list[str]) -> list[str]:
    """Names as attributes may hold them. Most are plain, which is quicker seen of all at once than mended in each."""
    return names if "".join(names).replace("-", "").isalnum() else [escape(name) for name in names]


def lit_text(article: Article, found: Marks, called: Mapping[str, str]) -> Markup:
    """
    The article's text as paragraphs with the marks lit, for the element that bears `data-article`.

    `called` names each layer's links, to be read aloud with the annotation's number.
    """
    text = article.text
    words = {layer: escape(called.get(layer, layer)) for layer in article.layers}
    return Markup(
        _Text(text, found, words).woven().into(text, _escaped if any(letter in text for letter in _SPECIAL) else None)
    )


@lru_cache(65_536)
def name_href(name_id: str) -> str:
    """The page of a name, from an article's page."""
    return f"../{name_path(name_id)}"


class _Text:
    """A text on its way to markup. A mark's anchor is given to its first piece."""

    def __init__(self, text: str, found: Marks, words: Mapping[str, str]) -> None:
        self._text, self._found = text, found
        self._lits = _lits(found)
        self._links = self._linked()
        self._tags = Tags(self._heads(words), [_TAIL] * len(found.spans), self._again)
        for number in self._links:
            self._tags.tails[number] = "</a>"
        self._woven = Woven([], [])

    def _linked(self) -> dict[int, str]:
        """Where the names lead that are links; a link cannot hold another, as annotations of other layers are."""
        layers = self._found.layers
        others = [start for start, _, _, number in self._lits if layers[number] != "entities"]
        return {
            number: name_href(span.name_id)
            for number, span in enumerate(self._found.spans)
            if isinstance(span, Entity) and span.name_id and not _any_within(others, span.start, span.end)
        }

    def _heads(self, words: Mapping[str, str]) -> list[str | None]:
        """The start tag of each mark's first piece."""
        heads: list[str | None] = []
        _, layers, anchors, classes = self._found
        for number, (layer, anchor, css) in enumerate(zip(layers, anchors, classes, strict=True)):
            if number in self._links:
                heads.append(f'<a class="{css}" id="{anchor}" href="{self._links[number]}">')
            elif layer == "entities":
                heads.append(f'<span class="{css}" id="{anchor}">')
            else:
                glyph = f'<a class="k" href="#n-{anchor}" aria-label="{words[layer]} {number + 1}"></a>'
                heads.append(f'<span class="{css}" id="{anchor}">{glyph}')
        return heads

    def _again(self, key: int) -> str:
        """The start tag of a mark's further pieces."""
        css = self._found.classes[key]
        return f'<a class="{css}" href="{self._links[key]}">' if key in self._links else f'<span class="{css}">'

    def woven(self) -> Woven:
        """The tags of the paragraphs, of the marks in them, and of what stands between."""
        at = waiting = 0
        active: list[Lit] = []
        lits, put = self._lits, self._woven.put
        starts = [lit[0] for lit in lits]
        for start, end in paragraphs(self._text):
            self._gap(at, start)
            first, waiting = waiting, bisect_left(starts, end, waiting)
            active += lits[first:waiting]
            if active and active[0][0] < start:
                self._anchors(start, [lit for lit in active if -lit[1] <= start])
            put(start, "<p>")
            nested((start, end), active, self._tags, self._woven)
            put(end, "</p>")
            active = [lit for lit in active if -lit[1] > end]
            at = end
        end = len(self._text)
        self._anchors(at, lits[waiting:])
        self._gap(at, end)
        put(end, '<span class="end"></span>')
        return self._woven

    def _anchors(self, place: int, lits: Iterable[Lit]) -> None:
        """The anchors of marks that lie between paragraphs, on white space alone."""
        heads = self._tags.heads
        for *_, key in lits:
            if heads[key] is not None:
                heads[key] = None
                self._woven.put(place, f'<span id="{self._found.anchors[key]}"></span>')

    def _gap(self, start: int, end: int) -> None:
        """What stands between paragraphs; a single line break is given room by the style sheet."""
        if start < end:
            gap = self._text[start:end]
            single = gap.count("\n") + gap.count("\r") - gap.count("\r\n") == 1
            self._woven.put(start, f'<span class="gap{" one" * single}">')
            self._woven.put(end, "</span>")


def _lits(found: Marks) -> list[Lit]:
    """What is lit, in the order of nesting."""
    lits: list[Lit] = []
    for number, (span, layer) in enumerate(zip(found.spans, found.layers, strict=True)):
        rank = _RANKS.get(layer, 2)
        if isinstance(span, Quote) and span.spans:
            lits += [(start, -end, rank, number) for start, end in span.spans]
        else:
            lits.append((span.start, -span.end, rank, number))
    lits.sort()
    return lits


def _escaped(piece: str) -> str:
    return escape(piece, quote=False).replace("\r", "&#13;").replace("\x00", "\ufffd")


def _any_within(sorted_offsets: Sequence[int], start: int, end: int) -> bool:
    """Whether a link of another layer begins within a stretch; a link cannot hold a link."""
    place = bisect_left(sorted_offsets, start)
    return place < len(sorted_offsets) and sorted_offsets[place] < end


@cache
def _classes(layer: str, label: str) -> str:
    """The class of a layer, one for each of ours and `own` for all others, and that of a label."""
    word = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in label)
    return f"{CLASSES.get(layer, 'own')} l-{word}"
