"""
TXM, for its "XML-XTZ + CSV" import: a folder with an XML file a text, and `metadata.csv`.

Names, quotes and events are elements in the text (`<quote type="direct" speaker="…">`), so they become structures that
TXM's queries see. Elements cannot cross: the longest span stays, the report counts the others.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.layers import layer_of_value
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Event, Quote, Span

from .details import span_pieces
from .file_names import file_name, xml_attribute, xml_text
from .report import Options, Report

__all__ = ["write"]

_ELEMENTS = {"entities": "name", "quotes": "quote", "events": "event"}
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_ARTICLE_COLUMNS = (
    "outlet",
    "published",
    "year",
    "month",
    "language",
    "title",
    "authors",
    "url",
)


@dataclass(frozen=True, slots=True)
class _Element:
    """A piece of a span as an element of the text; offsets in code points, end-exclusive."""

    start: int
    end: int
    layer: str
    span: Span

    def crosses(self, element: _Element) -> bool:
        """Whether the two overlap and neither holds the other."""
        first, second = sorted((self, element), key=lambda e: (e.start, -e.end))
        return second.start < first.end < second.end


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the folder: `metadata.csv` with a row a text, and the texts."""
    layers = (options.layer,) if options.layer else corpus.layers
    own_columns = sorted(corpus.manifest.columns)
    # TXM takes letters and digits for the name of a variable.
    variables = [_NOT_IN_NAMES.sub("", name.lower()) or "own" for name in own_columns]
    with report.opened(output / "metadata.csv") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(["id", *_ARTICLE_COLUMNS, *variables])
        for article in corpus:
            stem = file_name(article.id)
            own_cells = [_cell(article.extra.get(name)) for name in own_columns]
            rows.writerow([stem, *_article_cells(article), *own_cells])
            with report.opened(output / f"{stem}.xml") as xml:
                xml.write(_text(article, layers, report))
            report.articles += 1
    report.cannot("text: white space around paragraphs", report.articles)


def _article_cells(article: Article) -> list[str]:
    """Return what `metadata.csv` says of an article, in the order of `_ARTICLE_COLUMNS`."""
    when = article.published
    dates = ["", "", ""]
    if when:
        dates = [when.date().isoformat(), f"{when.year}", f"{when:%Y-%m}"]
    authors = "; ".join(article.authors)
    facts = (article.language, article.title, authors, article.url)
    return [_cell(article.outlet), *dates, *map(_cell, facts)]


def _cell(value: Any) -> str:
    """Return a value on one line; nothing is the empty text."""
    return "" if value is None else " ".join(str(value).split())


def _text(article: Article, layers: Iterable[str], report: Report) -> str:
    """Return the XML of an article, a `p` a paragraph."""
    elements = [
        _Element(start, end, layer, span)
        for layer in layers
        for span in article.layer(layer)
        for start, end in span_pieces(span)
    ]
    # The longest first: of two that cross the longer stays, and a shorter one is opened within it.
    elements.sort(key=lambda element: (element.start - element.end, element.start))
    bodies: list[str] = []
    inside_count = 0
    for start, end in paragraphs(article.text):
        inside = [e for e in elements if start <= e.start and e.end <= end]
        inside_count += len(inside)
        bodies.append(f"<p>{_paragraph(article.text, start, end, inside, report)}</p>")
    body = "\n".join(bodies)
    report.cannot("span: crosses the end of a paragraph", len(elements) - inside_count)
    id = xml_attribute(file_name(article.id), report)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<text id={id}>\n{body}\n</text>\n'


def _paragraph(
    text: str, start: int, end: int, elements: Iterable[_Element], report: Report
) -> str:
    """Return the paragraph from `start` to `end` with its elements nested; one that crosses a longer one is left out."""
    nested: list[_Element] = []
    for element in elements:
        if any(element.crosses(longer) for longer in nested):
            report.cannot("span: crosses a longer one")
        else:
            nested.append(element)
    # By offset the tags that close there, then those that open: what ends before what begins.
    tags: dict[int, tuple[list[str], list[str]]] = {}
    for element in nested:
        name, attributes = _name_and_attributes(element.layer, element.span, report)
        tags.setdefault(element.start, ([], []))[1].append(f"<{name}{attributes}>")
        tags.setdefault(element.end, ([], []))[0].insert(0, f"</{name}>")
    return "".join(_tagged_text(text, start, end, tags, report))


def _tagged_text(
    text: str,
    start: int,
    end: int,
    tags: Mapping[int, tuple[list[str], list[str]]],
    report: Report,
) -> Iterator[str]:
    """Yield the text between two offsets, escaped, with the tags that stand in it."""
    position = start
    for offset in sorted(tags):
        closing, opening = tags[offset]
        yield xml_text(text[position:offset], report)
        yield from closing
        yield from opening
        position = offset
    yield xml_text(text[position:end], report)


def _name_and_attributes(layer: str, span: Span, report: Report) -> tuple[str, str]:
    """Return the name of a span's element, and its attributes as they stand in the tag."""
    name = _ELEMENTS.get(layer) or _NOT_IN_NAMES.sub("", layer.lower()) or "span"
    attributes = "".join(
        f" {key}={xml_attribute(_cell(value), report)}"
        for key, value in _attributes(span).items()
        if value
    )
    return name, attributes


def _attributes(span: Span) -> dict[str, str | None]:
    """Return what TXM's queries can ask of a span."""
    attributes: dict[str, str | None] = {"type": span.label}
    if isinstance(span, Entity):
        attributes |= {"full": span.name, "role": span.role}
    if isinstance(span, Quote):
        attributes["speaker"] = _speaker_name(span)
        attributes |= {"gender": span.speaker_gender, "cue": span.cue}
    if isinstance(span, Event):
        time = span.time.value if span.time else None
        attributes |= {"status": span.status, "time": time}
    return attributes | _declared_attributes(span)


def _declared_attributes(span: Span) -> dict[str, str | None]:
    """Return what somebody declared of a layer: its stretches' words, its columns, and the ids that it links to."""
    layer = layer_of_value(type(span))
    if not layer.is_declared:
        return {}
    attributes: dict[str, str | None] = {}
    for name in (*layer.stretches, *layer.columns, *layer.links):
        value = getattr(span, name)
        attributes[_NOT_IN_NAMES.sub("", name)] = None if value is None else str(value)
    return attributes


def _speaker_name(quote: Quote) -> str | None:
    """Return the surest name of a speaker: the corpus's, else the article's, else the words."""
    return quote.speaker_canonical_name or quote.speaker_name or quote.speaker
