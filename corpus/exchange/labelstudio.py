"""
Label Studio: a JSON list of tasks with the layers as pre-annotations, and `<output>.xml`, the labelling configuration.

Offsets are code points, as Label Studio stores them. Cue and speaker of a quote and the arguments of an event are
regions tied to it by relations; each region's `meta` keeps the rest, so that it comes back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.spans import Event, Quote, Span

from .details import (
    argument_details,
    drawn_links,
    drawn_stretches,
    note_of_span,
    type_name,
    type_of_label,
)
from .drawn_ties import OWN_TIES, Ties
from .labelstudio_reading import read
from .report import Options, Report
from .schemes import known_labels, known_roles

__all__ = ["read", "write"]


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the tasks and the configuration; import the first into a project that has the second."""
    layers = (options.layer,) if options.layer else corpus.layers
    labels = _all_labels(corpus, layers)
    ties = OWN_TIES.with_declared(corpus.manifest.layer(layer) for layer in layers)
    relations = {*ties.stretches, *ties.links, "is"}
    if "events" in layers:
        relations |= set(known_roles())
    with report.opened(output) as file:
        file.write("[")
        for article in corpus:
            task = _task(article, layers, ties)
            separator = ",\n" if report.articles else "\n"
            file.write(separator + json.dumps(task, ensure_ascii=False))
            # What the corpus has beyond the lists must be in the configuration, else the project refuses the task.
            for entry in task["predictions"][0]["result"]:
                if entry["type"] == "labels":
                    labels |= dict.fromkeys(entry["value"]["labels"])
                elif entry["type"] == "relation":
                    relations.update(entry["labels"])
            report.articles += 1
        file.write("\n]\n")
    labels |= dict.fromkeys([*map(str.capitalize, ties.stretches), "Argument"])
    with report.opened(output.with_suffix(".xml")) as file:
        file.write(_configuration(labels, sorted(relations)))


def _all_labels(corpus: Corpus, layers: Iterable[str]) -> dict[str, None]:
    """Return the type names of all labels that the layers know, in order, each once (a dict as an ordered set)."""
    labels: dict[str, None] = {}
    for layer in layers:
        for label in known_labels(corpus, layer):
            labels[type_of_label(layer, label)] = None
    return labels


def _task(article: Article, layers: Collection[str], ties: Ties) -> dict[str, Any]:
    """Return an article as a task: its data, and one prediction whose result are regions and relations."""
    published = article.published.isoformat() if article.published else None
    data = {
        "text": article.text,
        "id": article.id,
        "language": article.language,
        "title": article.title,
        "layers": list(layers),
        **ties.as_json(),
        "outlet": article.outlet,
        "published": published,
    }
    entries: list[dict[str, Any]] = []
    for layer in layers:
        for span in article.layer(layer):
            entries += _span_entries(article, layers, layer, span)
    prediction = {"model_version": "pressmark", "result": _without_dangling(entries)}
    return {"data": data, "predictions": [prediction]}


def _without_dangling(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return `entries` without the relations to regions that are not exported: Label Studio breaks on them."""
    region_ids = {entry["id"] for entry in entries if "id" in entry}
    return [
        entry
        for entry in entries
        if entry["type"] == "labels" or entry["to_id"] in region_ids
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Region:
    """A stretch with one label, as Label Studio draws it; `note` is what it keeps for us."""

    id: str
    label: str
    start: int
    end: int
    note: dict[str, Any]

    def as_entry(self, text: str) -> dict[str, Any]:
        """Return the region as an entry of a result; `text` is the article's."""
        entry = {
            "id": self.id,
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": self.start,
                "end": self.end,
                "text": text[self.start : self.end],
                "labels": [self.label],
            },
        }
        return entry | ({"meta": {"pressmark": self.note}} if self.note else {})


def _relation_entry(from_id: str, to_id: str, label: str) -> dict[str, Any]:
    """Return a relation as an entry of a result."""
    return {
        "type": "relation",
        "from_id": from_id,
        "to_id": to_id,
        "direction": "right",
        "labels": [label],
    }


def _span_entries(
    article: Article, layers: Collection[str], layer: str, span: Span
) -> Iterator[dict[str, Any]]:
    """Yield the region of `span`, those that belong to it with their relations, whom its speaker is, and its links."""
    speaker_id = None
    if isinstance(span, Quote) and "entities" in layers:
        speaker_id = span.speaker_id
    links = drawn_links(span, layers)
    linked = speaker_id is not None
    note = note_of_span(span, linked=linked, drawn_columns=links)
    region = _Region(
        id=span.id,
        label=type_name(layer, span),
        start=span.start,
        end=span.end,
        note={"layer": layer, **note},
    )
    yield region.as_entry(article.text)
    for role, part in _part_regions(span):
        yield part.as_entry(article.text)
        yield _relation_entry(span.id, part.id, role)
    if speaker_id is not None:
        yield _relation_entry(span.id, speaker_id, "is")
    for name, link in links.items():
        yield _relation_entry(span.id, link, name)


def _part_regions(span: Span) -> Iterator[tuple[str, _Region]]:
    """Yield the regions that belong to a span, each with the relation that ties it: a stretch's name, or a role."""
    for name, start, end in drawn_stretches(span):
        id, label = f"{span.id}/{name}", name.capitalize()
        yield name, _Region(id=id, label=label, start=start, end=end, note={})
    arguments = span.arguments if isinstance(span, Event) else ()
    for argument_no, argument in enumerate(arguments, start=1):
        region = _Region(
            id=f"{span.id}/{argument_no}",
            label="Argument",
            start=argument.start,
            end=argument.end,
            note=argument_details(argument),
        )
        yield argument.role, region


def _configuration(labels: Iterable[str], relations: Iterable[str]) -> str:
    """Return the labelling configuration: a project that has it takes the tasks."""
    lines = ["<View>", "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(name)}/>" for name in relations]
    lines += ["  </Relations>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in labels]
    lines += [
        "  </Labels>",
        '  <Text name="text" value="$text" granularity="word"/>',
        "</View>",
        "",
    ]
    return "\n".join(lines)
