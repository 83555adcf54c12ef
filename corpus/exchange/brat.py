"""
brat: a folder with a `.txt` and an `.ann` file an article, and the `annotation.conf` that brat shows it with.

A span is a text-bound annotation of its label; cue and speaker of a quote, and the arguments of an event, are
annotations of their own, tied to it by relations and event roles. A note keeps the rest, so that it comes back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pressmark.articles import Article
from pressmark.library import Corpus
from pressmark.spans import Event, Quote, Span

from .details import details, pieces, type_name
from .naming import file_name
from .report import Options, Report

__all__ = ["INDEX", "write"]

INDEX = "articles.jsonl"
"""Which file is which article."""

_NOT_NAME = re.compile(r"[^A-Za-z0-9_-]")
_BREAK = re.compile(r"[\r\n]+")
_HIDDEN = ("spans", "cue_start", "cue_end", "speaker_start", "speaker_end", "arguments")


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the folder."""
    layers = (options.layer,) if options.layer else corpus.layers
    types: dict[str, set[str]] = {layer: set() for layer in layers}
    roles: set[str] = set()
    with report.opened(output / INDEX) as index:
        for article in corpus:
            name = file_name(article.id)
            with report.opened(output / f"{name}.txt") as file:
                file.write(article.text)
            with report.opened(output / f"{name}.ann") as file:
                file.writelines(f"{line}\n" for line in _lines(article, layers))
            index.write(json.dumps({"file": name, "id": article.id, "language": article.language}) + "\n")
            for layer in layers:
                types[layer].update(_typed(layer, span) for span in article.layer(layer))
            roles.update(_roles(article, layers))
            report.articles += 1
    with report.opened(output / "annotation.conf") as file:
        file.write(_configuration(types, roles))
    report.cannot("article: what is known of it beyond id and language", report.articles)


def _roles(article: Article, layers: Iterable[str]) -> Iterator[str]:
    for span in article.layers.get("events", ()) if "events" in layers else ():
        yield from (part.role for part in getattr(span, "arguments", ()))


def _typed(layer: str, span: Span) -> str:
    return _NOT_NAME.sub("_", type_name(layer, span))


class _Numbers:
    """Hands out brat's ids, and remembers which one an annotation of ours has."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}
        self.of: dict[str, str] = {}

    def new(self, kind: str) -> str:
        self._next[kind] = self._next.get(kind, 0) + 1
        return f"{kind}{self._next[kind]}"


def _lines(article: Article, layers: Iterable[str]) -> Iterator[str]:
    numbers = _Numbers()
    spans = [(layer, span) for layer in layers for span in article.layer(layer)]
    for layer, span in spans:
        numbers.of[span.id] = numbers.new("T")
        yield _text_bound(numbers.of[span.id], _typed(layer, span), article.text, pieces(span))
    for layer, span in spans:
        if isinstance(span, Quote):
            yield from _quote(span, article.text, numbers)
        if isinstance(span, Event):
            yield from _event(span, _typed(layer, span), article.text, numbers)
        kept = {name: value for name, value in details(span).items() if name not in _HIDDEN}
        if kept:
            said = json.dumps({"layer": layer, "id": span.id, **kept}, ensure_ascii=False)
            yield f"{numbers.new('#')}\tAnnotatorNotes {numbers.of[span.id]}\t{said}"


def _text_bound(number: str, name: str, text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """A `T` line; brat wants a stretch cut at line ends, and its words on one line."""
    cut = [piece for stretch in stretches for piece in _cut(text, *stretch)]
    places = ";".join(f"{start} {end}" for start, end in cut)
    return f"{number}\t{name} {places}\t{' '.join(text[start:end] for start, end in cut)}"


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    bounds = [start, *(at for found in _BREAK.finditer(text, start, end) for at in found.span()), end]
    found = [(one, two) for one, two in zip(bounds[::2], bounds[1::2], strict=True) if one < two]
    return found or [(start, end)]


def _quote(quote: Quote, text: str, numbers: _Numbers) -> Iterator[str]:
    for part in ("cue", "speaker"):
        start, end = getattr(quote, f"{part}_start"), getattr(quote, f"{part}_end")
        if start is not None and end is not None:
            number = numbers.new("T")
            yield _text_bound(number, part.capitalize(), text, [(start, end)])
            yield f"{numbers.new('R')}\t{part} Arg1:{numbers.of[quote.id]} Arg2:{number}"
    if quote.speaker_id in numbers.of:
        yield f"{numbers.new('R')}\tis Arg1:{numbers.of[quote.id]} Arg2:{numbers.of[quote.speaker_id]}"


def _event(event: Event, name: str, text: str, numbers: _Numbers) -> Iterator[str]:
    said = [f"{name}:{numbers.of[event.id]}"]
    for part in event.arguments:
        number = numbers.new("T")
        yield _text_bound(number, "Argument", text, [(part.start, part.end)])
        said.append(f"{part.role}:{number}")
        kept = {key: getattr(part, key) for key in ("entity_id", "value", "bound")}
        if any(value is not None for value in kept.values()):
            yield f"{numbers.new('#')}\tAnnotatorNotes {number}\t{json.dumps(kept, ensure_ascii=False)}"
    yield f"{numbers.new('E')}\t{' '.join(said)}"


def _configuration(types: dict[str, set[str]], roles: Iterable[str]) -> str:
    events = sorted(types.get("events", ()))
    others = sorted({name for layer, names in types.items() if layer != "events" for name in names})
    quotes = "|".join(sorted(types.get("quotes", ()))) or "direct"
    entities = "|".join(sorted(types.get("entities", ()))) or "PER"
    arguments = ", ".join(f"{role}*:Argument" for role in sorted(roles))
    lines = ["[entities]", *others, "Cue", "Speaker", "Argument", "", "[relations]"]
    lines += [f"cue\tArg1:{quotes}, Arg2:Cue", f"speaker\tArg1:{quotes}, Arg2:Speaker"]
    lines += [f"is\tArg1:{quotes}, Arg2:{entities}", "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"]
    lines += ["", "[events]", *(f"{name}\t{arguments}" for name in events), "", "[attributes]", ""]
    return "\n".join(lines)
