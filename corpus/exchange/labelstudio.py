"""
Label Studio: a JSON list of tasks with the layers as pre-annotations, and `<output>.xml`, the labelling configuration.

Offsets are code points, as Label Studio stores them. Cue and speaker of a quote and the arguments of an event are
regions tied to it by relations; each region's `meta` keeps the rest, so that it comes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pressmark.articles import Article
from pressmark.library import Corpus
from pressmark.spans import Event, Quote, Span

from .details import BELONGING, argument_details, details, parts, type_name, typed
from .marked import Found, Marked, Unreadable, read_text
from .report import Options, Report

__all__ = ["read", "write"]

_HIDDEN = ("arguments", *(f"{name}_{end}" for name in BELONGING for end in ("start", "end")))


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the tasks and the configuration; import the first into a project that has the second."""
    layers = (options.layer,) if options.layer else corpus.layers
    labels: dict[str, None] = {}
    relations: set[str] = {*BELONGING, "is"}
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
        file.write(_configuration(list(dict.fromkeys([*labels, *map(str.capitalize, BELONGING)])), sorted(relations)))


def _task(article: Article, layers: Iterable[str]) -> dict[str, Any]:
    about: dict[str, Any] = {
        "text": article.text,
        "id": article.id,
        "language": article.language,
        "title": article.title,
    }
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
    yield _region(
        span.id, article.text, span.start, span.end, type_name(layer, span), pressmark={"layer": layer, **kept}
    )
    for role, id, label, start, end, about in _belonging(span):
        yield _region(id, article.text, start, end, label, **({"pressmark": about} if about else {}))
        yield _relation(span.id, id, role)
    if isinstance(span, Quote) and span.speaker_id:
        yield _relation(span.id, span.speaker_id, "is")


def _belonging(span: Span) -> Iterator[tuple[str, str, str, int, int, dict[str, Any]]]:
    """The regions that belong to a span: role, region id, label, start, end, and what else is known."""
    for role, start, end in parts(span):
        yield role, f"{span.id}/{role}", role.capitalize(), start, end, {}
    for number, part in enumerate(span.arguments if isinstance(span, Event) else (), start=1):
        yield part.role, f"{span.id}/{number}", "Argument", part.start, part.end, argument_details(part)


def _configuration(labels: Iterable[str], relations: Iterable[str]) -> str:
    lines = ["<View>", "  <Relations>", *(f"    <Relation value={quoteattr(one)}/>" for one in relations)]
    lines += ["  </Relations>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in labels]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="word"/>', "</View>", ""]
    return "\n".join(lines)


def read(path: Path) -> Iterator[Marked | Unreadable]:
    """The annotation of Label Studio's JSON export; of several a task has, the last that was not cancelled."""
    content = read_text(path)
    if isinstance(content, Unreadable):
        yield content
        return
    try:
        tasks = json.loads(content)
    except ValueError as error:
        yield Unreadable(path.name, f"is not JSON ({error})")
        return
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], start=1):
        place = f"{path.name} task {task.get('id', number)}" if isinstance(task, dict) else f"{path.name} task {number}"
        try:
            yield _marked(task, place)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            yield Unreadable(place, f"is no task with text and annotations; export as JSON, not JSON-MIN ({error!r})")


def _marked(task: Mapping[str, Any], place: str) -> Marked:
    text = task["data"]["text"]
    done = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    result = [*done, *([] if done else task.get("predictions") or ())][-1]["result"]
    regions = {item["id"]: item for item in result if item["type"] == "labels"}
    ties = [
        (item["from_id"], (item.get("labels") or [""])[0], item["to_id"])
        for item in result
        if item["type"] == "relation"
    ]
    owned = {target for _, role, target in ties if role != "is"}
    found = [_found(id, item, ties, regions, text) for id, item in regions.items()
             if id not in owned or _label(item) not in (*map(str.capitalize, BELONGING), "Argument")]  # fmt: skip
    return Marked(text=text, found=tuple(found), place=place, id=task["data"].get("id"))


def _label(item: Mapping[str, Any]) -> str:
    return str(item["value"]["labels"][0])


def _found(
    id: str, item: Mapping[str, Any], ties: Iterable[tuple[str, str, str]], regions: Mapping[str, Any], text: str
) -> Found:
    known = dict(item.get("meta", {}).get("pressmark", {}))
    layer, label = typed(_label(item))
    layer = known.pop("layer", layer)
    start, end = _stretch(item, text)
    for role, target in [(role, target) for owner, role, target in ties if owner == id and target in regions]:
        first, last = _stretch(regions[target], text)
        if role == "is":
            known["speaker_id"] = target
        elif role in BELONGING and layer != "events":
            known |= {f"{role}_start": first, f"{role}_end": last}
            known |= {role: text[first:last]} if role != "role" else {}
        else:
            about = regions[target].get("meta", {}).get("pressmark", {})
            named = {} if _label(regions[target]) == "Argument" else {"entity_id": target}
            part = {"role": role, "start": first, "end": last, "text": text[first:last], **named}
            known.setdefault("arguments", []).append(part | (about if not named else {}))
    return Found(layer=layer, label=label, start=start, end=end, details=known, id=id, place=f"region {id}")


def _stretch(item: Mapping[str, Any], text: str) -> tuple[int, int]:
    """A region's offsets in code points; those of an old Label Studio count UTF-16 units, which its words give away."""
    start, end, said = item["value"]["start"], item["value"]["end"], item["value"].get("text")
    if said is None or text[start:end] == said:
        return start, end
    units = text.encode("utf-16-le")
    first, last = (len(units[: 2 * at].decode("utf-16-le", "ignore")) for at in (start, end))
    return (first, last) if text[first:last] == said else (start, end)
