"""
Label Studio: a JSON list of tasks with the layers as pre-annotations, and `<output>.xml`, the labelling configuration.

Offsets are code points, as Label Studio stores them. Cue and speaker of a quote and the arguments of an event are
regions tied to it by relations; each region's `meta` keeps the rest, so that it comes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pressmark.articles import Article
from pressmark.library import Corpus
from pressmark.spans import Event, Quote, Span

from .details import details, type_name
from .report import Options, Report

__all__ = ["write"]

_HIDDEN = ("cue_start", "cue_end", "speaker_start", "speaker_end", "arguments")
_PARTS = ("Cue", "Speaker")


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the tasks and the configuration; import the first into a project that has the second."""
    layers = (options.layer,) if options.layer else corpus.layers
    labels: dict[str, None] = {}
    relations: set[str] = {"cue", "speaker", "is"}
    with report.opened(output) as file:
        file.write("[")
        for article in corpus:
            task = _task(article, layers)
            file.write((",\n" if report.articles else "\n") + json.dumps(task, ensure_ascii=False))
            for item in task["predictions"][0]["result"]:
                labels.update(dict.fromkeys(item["value"]["labels"] if item["type"] == "labels" else ()))
                relations.update(item["labels"] if item["type"] == "relation" else ())
            report.articles += 1
        file.write("\n]\n")
    with report.opened(output.with_suffix(".xml")) as file:
        file.write(_configuration([*labels, *(part for part in _PARTS if part not in labels)], sorted(relations)))


def _task(article: Article, layers: Iterable[str]) -> dict[str, Any]:
    about: dict[str, Any] = {"text": article.text, "id": article.id, "language": article.language, "title": article.title}
    about |= {"outlet": article.outlet, "published": article.published.isoformat() if article.published else None}
    result = [item for layer in layers for span in article.layer(layer) for item in _regions(article, layer, span)]
    known = {item["id"] for item in result if "id" in item}
    result = [item for item in result if item["type"] == "labels" or item["to_id"] in known]
    return {"data": about, "predictions": [{"model_version": "pressmark", "result": result}]}


def _region(id: str, text: str, start: int, end: int, label: str, **meta: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
    region = {"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    return region | ({"meta": meta} if meta else {})


def _relation(from_id: str, to_id: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": from_id, "to_id": to_id, "direction": "right", "labels": [label]}


def _regions(article: Article, layer: str, span: Span) -> Iterator[dict[str, Any]]:
    kept = {name: value for name, value in details(span).items() if name not in _HIDDEN}
    yield _region(span.id, article.text, span.start, span.end, type_name(layer, span), pressmark={"layer": layer, **kept})
    for role, id, start, end, about in _parts(span):
        label = role.capitalize() if role in ("cue", "speaker") else "Argument"
        yield _region(id, article.text, start, end, label, **({"pressmark": about} if about else {}))
        yield _relation(span.id, id, role)
    if isinstance(span, Quote) and span.speaker_id:
        yield _relation(span.id, span.speaker_id, "is")


def _parts(span: Span) -> Iterator[tuple[str, str, int, int, dict[str, Any]]]:
    """The stretches that belong to a span: role, region id, start, end, and what else is known."""
    if isinstance(span, Quote):
        for role in ("cue", "speaker"):
            start, end = getattr(span, f"{role}_start"), getattr(span, f"{role}_end")
            if start is not None and end is not None:
                yield role, f"{span.id}/{role}", start, end, {}
    if isinstance(span, Event):
        for number, part in enumerate(span.arguments, start=1):
            about = {key: getattr(part, key) for key in ("entity_id", "value", "bound")}
            known = {key: value for key, value in about.items() if value is not None}
            yield part.role, f"{span.id}/{number}", part.start, part.end, known


def _configuration(labels: Iterable[str], relations: Iterable[str]) -> str:
    lines = ["<View>", "  <Relations>", *(f"    <Relation value={quoteattr(one)}/>" for one in relations)]
    lines += ["  </Relations>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in labels]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="word"/>', "</View>", ""]
    return "\n".join(lines)
