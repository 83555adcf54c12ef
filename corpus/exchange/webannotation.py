"""
W3C Web Annotations: a JSON-LD collection. Each annotation is found again by its position and by its words.

Positions are code points, as the recommendation has them. An interrupted quote has a target for each piece.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.spans import Span

from .details import PARTS, details, pieces
from .foreign_annotation import Found, Marked, Unreadable, json_fault, read_text
from .report import Options, Report

__all__ = ["annotation", "read", "write"]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
_URN = "urn:pressmark:"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write one AnnotationCollection with one page; the texts themselves are not in it."""
    layers = [options.layer] if options.layer else corpus.layers
    total = sum(corpus.counts[layer] for layer in layers)
    head: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": "urn:pressmark:annotations",
        "type": "AnnotationCollection",
    }
    head |= {"label": corpus.title, "total": total}
    page: dict[str, Any] = {
        "id": "urn:pressmark:annotations:1",
        "type": "AnnotationPage",
        "startIndex": 0,
    }
    with report.opened(output) as file:
        file.write(
            json.dumps(head, ensure_ascii=False)[:-1]
            + ', "first": '
            + json.dumps(page)[:-1]
            + ', "items": ['
        )
        for number, item in enumerate(_items(corpus, report, layers)):
            file.write(
                (",\n" if number else "\n") + json.dumps(item, ensure_ascii=False)
            )
        file.write("\n]}}\n")
    report.cannot("article: its text (an annotation points to it)", len(corpus))


def _items(corpus: Corpus, report: Report, layers: Any) -> Iterator[dict[str, Any]]:
    for article in corpus:
        report.articles += 1
        for layer in layers:
            yield from (
                annotation(article, layer, span) for span in article.layer(layer)
            )


def annotation(article: Article, layer: str, span: Span) -> dict[str, Any]:
    """A span as a Web Annotation; its id and its article's are URNs, the article's address its `url`."""
    targets = [_target(article, *piece) for piece in pieces(span)]
    about = {
        "type": "TextualBody",
        "purpose": "describing",
        "format": "application/json",
    }
    return {
        "id": f"urn:pressmark:{_urn(span.id)}",
        "type": "Annotation",
        "motivation": "classifying",
        "creator": {"type": "Software", "name": span.annotator},
        "body": [
            {
                "type": "TextualBody",
                "purpose": "classifying",
                "value": f"{layer}:{span.label}",
            },
            about | {"value": json.dumps(details(span), ensure_ascii=False)},
        ],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _target(article: Article, start: int, end: int) -> dict[str, Any]:
    text = article.text
    quoted = {"type": "TextQuoteSelector", "exact": text[start:end]}
    quoted |= {
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    return {
        "type": "SpecificResource",
        "source": article.url or f"urn:pressmark:{_urn(article.id)}",
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            quoted,
        ],
    }


def _urn(id: str) -> str:
    return quote(id, safe="/-._~")


def read(path: Path) -> Iterator[Marked | Unreadable]:
    """The annotations of a collection, page or list, by article; their positions count characters of its text."""
    content = read_text(path)
    if isinstance(content, Unreadable):
        yield content
        return
    try:
        items = list(_listed(json.loads(content)))
    except (ValueError, RecursionError) as error:
        yield Unreadable(
            path.name,
            json_fault(error)
            if isinstance(error, ValueError)
            else "is nested too deeply",
        )
        return
    if not items:
        yield Unreadable(path.name, "holds no Web Annotations")
    articles: defaultdict[tuple[str, str | None], list[Found]] = defaultdict(list)
    loose: defaultdict[tuple[str, str | None], dict[str, int]] = defaultdict(dict)
    for number, item in enumerate(items, start=1):
        place = f"annotation {number}"
        try:
            article, found = _annotated(item, place)
        except (LookupError, TypeError, ValueError, AttributeError, StopIteration):
            yield Unreadable(
                f"{path.name} {place}",
                "is no Web Annotation with a body `layer:label` and a text position",
            )
            continue
        articles.setdefault(article, [])
        if found.label in PARTS and found.layer != "events":
            name = f"loose {found.label.lower()}"
            loose[article][name] = loose[article].get(name, 0) + 1
        else:
            articles[article].append(found)
    for (source, id), some in articles.items():
        yield Marked(text=None, found=tuple(some), place=f"{path.name} {source}", id=id, url=source,
                     left_out=loose[source, id])  # fmt: skip


def _listed(value: Any) -> Iterator[Any]:
    """The annotations of a collection, of a page, of a list, or the one that there is."""
    if isinstance(value, list):
        yield from value
    elif isinstance(value, dict) and ("first" in value or "items" in value):
        yield from _listed(value.get("items", value.get("first")))
    elif isinstance(value, dict) and "target" in value:
        yield value


def _annotated(
    item: Mapping[str, Any], place: str
) -> tuple[tuple[str, str | None], Found]:
    """The article that an annotation is of (its source, and its id where the source is a URN), and the annotation."""
    targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
    source = str(targets[0]["source"])
    id = unquote(source.removeprefix(_URN)) if source.startswith(_URN) else None
    bodies = item["body"] if isinstance(item["body"], list) else [item["body"]]
    layer, colon, label = next(
        str(body["value"]) for body in bodies if body.get("purpose") == "classifying"
    ).partition(":")
    if not colon and layer not in PARTS:
        raise ValueError(layer)
    stretches = sorted(_position(target) for target in targets)
    known = _described(bodies)
    if layer == "quotes":
        known["spans"] = [{"start": start, "end": end} for start, end in stretches]
    words = _quoted(targets[0]) if len(targets) == 1 else None
    own = unquote(str(item.get("id", "")).removeprefix(_URN)) or None
    found = Found(
        layer=layer, label=label or layer, start=stretches[0][0], end=stretches[-1][1], details=known, id=own,
        place=place, words=words,
    )  # fmt: skip
    return (source, id), found


def _described(bodies: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    for body in bodies:
        if (
            body.get("purpose") == "describing"
            and body.get("format") == "application/json"
        ):
            with suppress(ValueError):
                return dict(json.loads(body["value"]))
    return {}


def _selectors(target: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return (
        target["selector"]
        if isinstance(target["selector"], list)
        else [target["selector"]]
    )


def _position(target: Mapping[str, Any]) -> tuple[int, int]:
    position = next(
        one for one in _selectors(target) if one.get("type") == "TextPositionSelector"
    )
    return position["start"], position["end"]


def _quoted(target: Mapping[str, Any]) -> str | None:
    return next(
        (
            one["exact"]
            for one in _selectors(target)
            if one.get("type") == "TextQuoteSelector"
        ),
        None,
    )
