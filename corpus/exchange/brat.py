"""
brat: a folder with a `.txt` and an `.ann` file an article, and the `annotation.conf` that brat shows it with.

A span is a text-bound annotation of its label; cue and speaker of a quote, and the arguments of an event, are
annotations of their own, tied to it by relations and event roles. A note keeps the rest, so that it comes back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.spans import Event, Quote, Span

from .brat_configuration import annotation_conf, visual_conf
from .brat_reading import read
from .brat_stretches import INDEX, LINE_BREAKS, cut_at_line_breaks
from .details import (
    argument_details,
    drawn_links,
    drawn_stretches,
    note_of_span,
    span_pieces,
    type_name,
)
from .drawn_ties import OWN_TIES, Ties
from .file_names import file_name
from .report import Options, Report
from .schemes import known_labels, known_roles

__all__ = ["INDEX", "read", "write"]

_NOT_IN_TYPE_NAMES = re.compile(r"[^A-Za-z0-9_-]")


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the folder `output`: texts, annotation, the index of articles, and brat's two configuration files."""
    layers = (options.layer,) if options.layer else corpus.layers
    # All that an annotator may want to give, beside what the corpus has.
    types = {
        layer: {_type_word(label) for label in known_labels(corpus, layer)}
        for layer in layers
    }
    roles = set(known_roles() if "events" in layers else ())
    declarations = [corpus.manifest.layer(layer) for layer in layers]
    ties = OWN_TIES.with_declared(declarations)
    with report.opened(output / INDEX) as index:
        for article in corpus:
            _write_article(article, layers, output, report)
            index.write(json.dumps(_index_row(article, layers, ties)) + "\n")
            for layer in layers:
                spans = article.layer(layer)
                types[layer].update(_span_type(layer, span) for span in spans)
            roles.update(_roles(article, layers))
            report.articles += 1
    with report.opened(output / "annotation.conf") as file:
        file.write(annotation_conf(types, roles, declarations))
    with report.opened(output / "visual.conf") as file:
        file.write(visual_conf(types, ties))
    report.cannot(
        "article: what is known of it beyond id and language", report.articles
    )


def _write_article(
    article: Article, layers: Collection[str], output: Path, report: Report
) -> None:
    """Write the text and the annotation of one article, files of one stem."""
    stem = file_name(article.id)
    with report.opened(output / f"{stem}.txt") as file:
        file.write(article.text)
    with report.opened(output / f"{stem}.ann") as file:
        file.writelines(f"{line}\n" for line in _ann_lines(article, layers))


def _index_row(
    article: Article, layers: Iterable[str], ties: Ties
) -> dict[str, object]:
    """
    Return what the index says of an article: its file's stem, its id and language, which layers are annotated.

    The names of the relations that layers declare are there too, as who reads the folder back knows no declaration.
    """
    return {
        "file": file_name(article.id),
        "id": article.id,
        "language": article.language,
        "layers": list(layers),
        **ties.as_json(),
    }


def _roles(article: Article, layers: Iterable[str]) -> Iterator[str]:
    """Yield the roles that the events of an article have, should events be exported."""
    if "events" in layers:
        for span in article.layers.get("events", ()):
            yield from (argument.role for argument in getattr(span, "arguments", ()))


def _type_word(name: str) -> str:
    """Return `name` as brat takes it for a type: letters, digits, `_` and `-`."""
    return _NOT_IN_TYPE_NAMES.sub("_", name)


def _span_type(layer: str, span: Span) -> str:
    return _type_word(type_name(layer, span))


class _BratIds:
    """Hands out brat's ids, and remembers which one a span of ours has."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self.by_span: dict[str, str] = {}

    def new(self, kind: str) -> str:
        """Return the next id of a kind: T1, T2, E1."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"{kind}{self._counts[kind]}"


def _ann_lines(article: Article, layers: Collection[str]) -> Iterator[str]:
    """Yield the lines of an `.ann` file: all spans first, so that a relation finds both of its ends."""
    ids = _BratIds()
    spans = [(layer, span) for layer in layers for span in article.layer(layer)]
    for layer, span in spans:
        id = ids.by_span[span.id] = ids.new("T")
        yield _text_bound_line(
            id, _span_type(layer, span), article.text, span_pieces(span)
        )
    for layer, span in spans:
        yield from _stretch_lines(span, article.text, ids)
        if isinstance(span, Event):
            yield from _event_lines(span, _span_type(layer, span), article.text, ids)
        links = {
            name: link
            for name, link in drawn_links(span, layers).items()
            if link in ids.by_span
        }
        for name, link in links.items():
            ends = f"Arg1:{ids.by_span[span.id]} Arg2:{ids.by_span[link]}"
            yield f"{ids.new('R')}\t{name} {ends}"
        yield from _note_lines(layer, span, ids, links)


def _text_bound_line(
    id: str, name: str, text: str, stretches: Iterable[tuple[int, int]]
) -> str:
    """Return a `T` line; brat wants a stretch cut at line ends, and its words on one line."""
    pieces: list[tuple[int, int]] = []
    for start, end in stretches:
        pieces += cut_at_line_breaks(text, start, end)
    offsets = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    return f"{id}\t{name} {offsets}\t{words}"


def _stretch_lines(span: Span, text: str, ids: _BratIds) -> Iterator[str]:
    """Yield the stretches that belong to `span`, each tied to it, then whom its speaker is."""
    owner = ids.by_span[span.id]
    for name, start, end in drawn_stretches(span):
        id = ids.new("T")
        yield _text_bound_line(id, name.capitalize(), text, [(start, end)])
        yield f"{ids.new('R')}\t{name} Arg1:{owner} Arg2:{id}"
    # A speaker without its entity's layer in the export has nothing to be tied to.
    if (speaker_id := _speaker_id(span)) in ids.by_span:
        yield f"{ids.new('R')}\tis Arg1:{owner} Arg2:{ids.by_span[speaker_id]}"


def _speaker_id(span: Span) -> str:
    """Return the entity that a quote's speaker is; the empty text, which is no id, for none."""
    return (span.speaker_id if isinstance(span, Quote) else None) or ""


def _event_lines(event: Event, name: str, text: str, ids: _BratIds) -> Iterator[str]:
    """Yield the arguments of an event with their notes, then its `E` line, which names them by role."""
    roles = [f"{name}:{ids.by_span[event.id]}"]
    for argument in event.arguments:
        id = ids.new("T")
        stretch = (argument.start, argument.end)
        yield _text_bound_line(id, "Argument", text, [stretch])
        roles.append(f"{argument.role}:{id}")
        if details := argument_details(argument):
            note = json.dumps(details, ensure_ascii=False)
            yield f"{ids.new('#')}\tAnnotatorNotes {id}\t{note}"
    yield f"{ids.new('E')}\t{' '.join(roles)}"


def _note_lines(
    layer: str, span: Span, ids: _BratIds, drawn_columns: Collection[str]
) -> Iterator[str]:
    """Yield the note that keeps what brat has no place for, should a span have such; `drawn_columns` are relations."""
    linked = _speaker_id(span) in ids.by_span
    details = note_of_span(span, linked=linked, drawn_columns=drawn_columns)
    # brat holds no line ends, so a span that begins or ends with one keeps its true bounds in the note.
    if LINE_BREAKS.match(span.text) or span.text.endswith(("\r", "\n")):
        details["bounds"] = [span.start, span.end]
    if details:
        note = json.dumps(
            {"layer": layer, "id": span.id, **details}, ensure_ascii=False
        )
        yield f"{ids.new('#')}\tAnnotatorNotes {ids.by_span[span.id]}\t{note}"
