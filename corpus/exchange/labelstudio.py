"""
Label Studio: a JSON list of tasks with the layers as pre-annotations, and `<output>.xml`, the labelling configuration.

Offsets are code points, as Label Studio stores them. Cue and speaker of a quote and the arguments of an event are
regions tied to it by relations; each region's `meta` keeps the rest, so that it comes back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.layers import BY_NAME
from pressmark.spans import Event, Quote, Span

from .details import (
    argument_details,
    drawn_details,
    drawn_links,
    note,
    parts,
    type_name,
    type_of_label,
    typed,
)
from .drawn_ties import OWN_TIES, Ties
from .foreign_annotation import Found, Marked, Unreadable, json_fault, read_text
from .report import Options, Report
from .schemes import known_labels, known_roles

__all__ = ["read", "write"]


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the tasks and the configuration; import the first into a project that has the second."""
    layers = (options.layer,) if options.layer else corpus.layers
    labels = dict.fromkeys(
        type_of_label(layer, label)
        for layer in layers
        for label in known_labels(corpus, layer)
    )
    ties = OWN_TIES.with_declared(corpus.manifest.layer(layer) for layer in layers)
    relations: set[str] = {
        *ties.stretches,
        *ties.links,
        "is",
        *(known_roles() if "events" in layers else ()),
    }
    with report.opened(output) as file:
        file.write("[")
        for article in corpus:
            task = _task(article, layers, ties)
            file.write(
                (",\n" if report.articles else "\n")
                + json.dumps(task, ensure_ascii=False)
            )
            for item in task["predictions"][0]["result"]:
                labels.update(
                    dict.fromkeys(
                        item["value"]["labels"] if item["type"] == "labels" else ()
                    )
                )
                relations.update(item["labels"] if item["type"] == "relation" else ())
            report.articles += 1
        file.write("\n]\n")
    with report.opened(output.with_suffix(".xml")) as file:
        file.write(
            _configuration(
                list(
                    dict.fromkeys(
                        [*labels, *map(str.capitalize, ties.stretches), "Argument"]
                    )
                ),
                sorted(relations),
            )
        )


def _task(article: Article, layers: Collection[str], ties: Ties) -> dict[str, Any]:
    about: dict[str, Any] = {
        "text": article.text,
        "id": article.id,
        "language": article.language,
        "title": article.title,
    }
    about |= {
        "layers": list(layers),
        **ties.as_json(),
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
    }
    result = [
        item
        for layer in layers
        for span in article.layer(layer)
        for item in _regions(article, layers, layer, span)
    ]
    known = {item["id"] for item in result if "id" in item}
    result = [
        item for item in result if item["type"] == "labels" or item["to_id"] in known
    ]
    return {
        "data": about,
        "predictions": [{"model_version": "pressmark", "result": result}],
    }


def _region(
    id: str, text: str, start: int, end: int, label: str, **meta: Any
) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
    region = {
        "id": id,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": value,
    }
    return region | ({"meta": meta} if meta else {})


def _relation(from_id: str, to_id: str, label: str) -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": from_id,
        "to_id": to_id,
        "direction": "right",
        "labels": [label],
    }


def _regions(
    article: Article, layers: Collection[str], layer: str, span: Span
) -> Iterator[dict[str, Any]]:
    speaker_id = (
        span.speaker_id if isinstance(span, Quote) and "entities" in layers else None
    )
    links = drawn_links(span, layers)
    kept = note(span, linked=speaker_id is not None, drawn_columns=links)
    yield _region(
        span.id,
        article.text,
        span.start,
        span.end,
        type_name(layer, span),
        pressmark={"layer": layer, **kept},
    )
    for role, id, label, start, end, about in _belonging(span):
        yield _region(
            id,
            article.text,
            start,
            end,
            label,
            **({"pressmark": about} if about else {}),
        )
        yield _relation(span.id, id, role)
    if speaker_id is not None:
        yield _relation(span.id, speaker_id, "is")
    for name, link in links.items():
        yield _relation(span.id, link, name)


def _belonging(span: Span) -> Iterator[tuple[str, str, str, int, int, dict[str, Any]]]:
    """The regions that belong to a span: role, region id, label, start, end, and what else is known."""
    for role, start, end in parts(span):
        yield role, f"{span.id}/{role}", role.capitalize(), start, end, {}
    for number, part in enumerate(
        span.arguments if isinstance(span, Event) else (), start=1
    ):
        yield (
            part.role,
            f"{span.id}/{number}",
            "Argument",
            part.start,
            part.end,
            argument_details(part),
        )


def _configuration(labels: Iterable[str], relations: Iterable[str]) -> str:
    lines = [
        "<View>",
        "  <Relations>",
        *(f"    <Relation value={quoteattr(one)}/>" for one in relations),
    ]
    lines += ["  </Relations>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in labels]
    lines += [
        "  </Labels>",
        '  <Text name="text" value="$text" granularity="word"/>',
        "</View>",
        "",
    ]
    return "\n".join(lines)


def read(path: Path) -> Iterator[Marked | Unreadable]:
    """The annotation of Label Studio's JSON export; of several a task has, the last that was not cancelled."""
    content = read_text(path)
    if isinstance(content, Unreadable):
        yield content
        return
    try:
        tasks = json.loads(content)
    except (ValueError, RecursionError) as error:
        yield Unreadable(
            path.name,
            json_fault(error)
            if isinstance(error, ValueError)
            else "is nested too deeply",
        )
        return
    for number, task in enumerate(
        tasks if isinstance(tasks, list) else [tasks], start=1
    ):
        place = (
            f"{path.name} task {task.get('id', number)}"
            if isinstance(task, dict)
            else f"{path.name} task {number}"
        )
        try:
            yield _marked(task, place)
        except (LookupError, TypeError, ValueError, AttributeError):
            yield Unreadable(
                place,
                "is no task with text and annotations; export as JSON, not JSON-MIN",
            )


def _marked(task: Mapping[str, Any], place: str) -> Marked:
    about = task["data"]
    names = Ties.of_json(about)
    part_types = names.part_types
    done = [
        one for one in task.get("annotations") or () if not one.get("was_cancelled")
    ]
    result = [*done, *([] if done else task.get("predictions") or ())][-1]["result"]
    regions = {
        item["id"]: item
        for item in result
        if item["type"] == "labels" and item["value"].get("labels")
    }
    ties = [
        (item["from_id"], (item.get("labels") or [""])[0], item["to_id"])
        for item in result
        if item["type"] == "relation"
    ]
    owned = {
        target for owner, role, target in ties if owner in regions and role != "is"
    }
    found = [
        _found(id, item, ties, regions, about["text"], names)
        for id, item in regions.items()
        if _label(item) not in part_types
    ]
    loose = (
        _label(item).lower()
        for id, item in regions.items()
        if _label(item) in part_types and id not in owned
    )
    left_out = Counter(f"loose {name}" for name in loose)
    left_out["dangling relation"] += sum(
        not {owner, target} <= regions.keys() for owner, _, target in ties
    )
    return Marked(
        text=about["text"], found=tuple(found), place=place, id=about.get("id"), left_out=+left_out,
        layers=frozenset(map(str, about.get("layers") or ())),
    )  # fmt: skip


def _label(item: Mapping[str, Any]) -> str:
    return str(item["value"]["labels"][0])


def _found(
    id: str,
    item: Mapping[str, Any],
    ties: Iterable[tuple[str, str, str]],
    regions: Mapping[str, Any],
    text: str,
    names: Ties,
) -> Found:
    noted = dict((item.get("meta") or {}).get("pressmark", {}))
    layer, label = typed(_label(item))
    layer = noted.pop("layer", layer)
    start, end = _stretch(item, text)
    drawn: dict[str, tuple[int, int]] = {}
    speaker_id, arguments = None, []
    links: dict[str, str] = {}
    for role, target in [
        (role, target)
        for owner, role, target in ties
        if owner == id and target in regions
    ]:
        place, is_part = (
            _stretch(regions[target], text),
            _label(regions[target]) in names.part_types,
        )
        if role == "is" or (role == "speaker" and not is_part):
            speaker_id = target
        if role in names.links and layer not in BY_NAME:
            links[role] = target
        elif role in names.stretches and layer != "events":
            drawn[role] = place
        elif role != "is":
            about = (
                (regions[target].get("meta") or {}).get("pressmark", {})
                if is_part
                else {"entity_id": target}
            )
            arguments.append(
                {"role": role, "start": place[0], "end": place[1], **about}
            )
    known = drawn_details(noted, drawn, speaker_id, text) | (
        {"arguments": arguments} if arguments else {}
    )
    known |= links
    return Found(
        layer=layer,
        label=label,
        start=start,
        end=end,
        details=known,
        id=id,
        place=f"region {id}",
    )


def _stretch(item: Mapping[str, Any], text: str) -> tuple[int, int]:
    """A region's offsets in code points; those of an old Label Studio count UTF-16 units, which its words give away."""
    start, end, said = (
        item["value"]["start"],
        item["value"]["end"],
        item["value"].get("text"),
    )
    if said is None or text[start:end] == said:
        return start, end
    units = text.encode("utf-16-le")
    first, last = (
        len(units[: 2 * at].decode("utf-16-le", "ignore")) for at in (start, end)
    )
    return (first, last) if text[first:last] == said else (start, end)
