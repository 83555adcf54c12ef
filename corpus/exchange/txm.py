"""
TXM, for its "XML-XTZ + CSV" import: a folder with an XML file a text, and `metadata.csv`.

Names, quotes and events are elements in the text (`<quote type="direct" speaker="…">`), so they become structures that
TXM's queries see. Elements cannot cross: the longest span stays, the report counts the others.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.layers import layer_of_value
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Event, Quote, Span

from .details import pieces
from .file_names import file_name, xml_attribute, xml_text
from .report import Options, Report

__all__ = ["write"]

_ELEMENTS = {"entities": "name", "quotes": "quote", "events": "event"}
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_COLUMNS = (
    "outlet",
    "published",
    "year",
    "month",
    "language",
    "title",
    "authors",
    "url",
)


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the folder."""
    layers = (options.layer,) if options.layer else corpus.layers
    own = sorted(corpus.manifest.columns)
    with report.opened(output / "metadata.csv") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(
            [
                "id",
                *_COLUMNS,
                *(_NOT_NAME.sub("", name.lower()) or "own" for name in own),
            ]
        )
        for article in corpus:
            name = file_name(article.id)
            rows.writerow(
                [
                    name,
                    *_metadata(article),
                    *(_cell(article.extra.get(column)) for column in own),
                ]
            )
            with report.opened(output / f"{name}.xml") as xml:
                xml.write(_text(article, layers, report))
            report.articles += 1
    report.cannot("text: white space around paragraphs", report.articles)


def _metadata(article: Article) -> list[str]:
    when = article.published
    dated = (
        [when.date().isoformat(), f"{when.year}", f"{when:%Y-%m}"]
        if when
        else ["", "", ""]
    )
    plain = [article.language, article.title, "; ".join(article.authors), article.url]
    return [_cell(article.outlet), *dated, *map(_cell, plain)]


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _text(article: Article, layers: Iterable[str], report: Report) -> str:
    found = [
        (*piece, layer, span)
        for layer in layers
        for span in article.layer(layer)
        for piece in pieces(span)
    ]
    found.sort(key=lambda one: (one[0] - one[1], one[0]))
    body = "\n".join(
        f"<p>{_paragraph(article.text, *bounds, found, report)}</p>"
        for bounds in paragraphs(article.text)
    )
    inside = sum(
        start >= one and end <= two
        for start, end, *_ in found
        for one, two in paragraphs(article.text)
    )
    report.cannot("span: crosses the end of a paragraph", len(found) - inside)
    id = xml_attribute(file_name(article.id), report)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<text id={id}>\n{body}\n</text>\n'


def _paragraph(
    text: str,
    start: int,
    end: int,
    found: Iterable[tuple[int, int, str, Span]],
    report: Report,
) -> str:
    """The paragraph with its spans as nested elements."""
    kept: list[tuple[int, int, str, Span]] = []
    for one in found:
        if not (start <= one[0] and one[1] <= end):
            continue
        if any(_cross(one, other) for other in kept):
            report.cannot("span: crosses a longer one")
        else:
            kept.append(one)
    tags: dict[int, tuple[list[str], list[str]]] = {}
    for first, last, layer, span in kept:
        name, attributes = _element(layer, span, report)
        tags.setdefault(first, ([], []))[1].append(f"<{name}{attributes}>")
        tags.setdefault(last, ([], []))[0].insert(0, f"</{name}>")
    return "".join(_marked(text, start, end, tags, report))


def _marked(
    text: str,
    start: int,
    end: int,
    tags: Mapping[int, tuple[list[str], list[str]]],
    report: Report,
) -> Iterator[str]:
    at = start
    for offset in sorted(tags):
        closing, opening = tags[offset]
        yield xml_text(text[at:offset], report)
        yield from closing
        yield from opening
        at = offset
    yield xml_text(text[at:end], report)


def _cross(one: tuple[int, int, str, Span], two: tuple[int, int, str, Span]) -> bool:
    first, second = sorted((one, two), key=lambda span: (span[0], -span[1]))
    return second[0] < first[1] < second[1]


def _declared(span: Span) -> dict[str, str | None]:
    """What somebody declared of a layer: its stretches' words, its columns, and the ids that it links to."""
    layer = layer_of_value(type(span))
    if not layer.is_declared:
        return {}
    return {
        _NOT_NAME.sub("", name): None
        if (value := getattr(span, name)) is None
        else str(value)
        for name in (*layer.stretches, *layer.columns, *layer.links)
    }


def _element(layer: str, span: Span, report: Report) -> tuple[str, str]:
    name = _ELEMENTS.get(layer) or _NOT_NAME.sub("", layer.lower()) or "span"
    known: dict[str, str | None] = {"type": span.label}
    if isinstance(span, Entity):
        known |= {"full": span.name, "role": span.role}
    if isinstance(span, Quote):
        speaker = span.speaker_canonical_name or span.speaker_name or span.speaker
        known |= {"speaker": speaker, "gender": span.speaker_gender, "cue": span.cue}
    if isinstance(span, Event):
        known |= {"status": span.status, "time": span.time.value if span.time else None}
    known |= _declared(span)
    return name, "".join(
        f" {key}={xml_attribute(_cell(value), report)}"
        for key, value in known.items()
        if value
    )
