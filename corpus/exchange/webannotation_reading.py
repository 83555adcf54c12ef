"""Annotation that comes back from W3C Web Annotations: a collection, a page, or a list of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .drawn_ties import OWN_TIES
from .foreign_annotation import (
    ForeignArticle,
    ForeignSpan,
    UnreadablePart,
    describe_json_fault,
    read_text,
)

__all__ = ["URN_PREFIX", "read"]

URN_PREFIX = "urn:pressmark:"
"""How the ids of annotations, and of articles without an address, begin; the id follows, percent-encoded."""

_Source = tuple[str, str | None]
"""What an annotation says of its article: the address or URN of its target, and the id in it, should it be a URN."""


@dataclass(slots=True)
class _SourceAnnotations:
    """The annotations on one source, and how many parts without a quote there were, by what they are."""

    spans: list[ForeignSpan] = field(default_factory=list)
    omissions: Counter[str] = field(default_factory=Counter)

    def add(self, span: ForeignSpan) -> None:
        """Add an annotation; a cue or a speaker by itself means nothing and is counted alone."""
        if span.label in OWN_TIES.part_types and span.layer != "events":
            self.omissions[f"loose {span.label.lower()}"] += 1
        else:
            self.spans.append(span)


def read(path: Path) -> Iterator[ForeignArticle | UnreadablePart]:
    """Yield the annotations of a collection, page or list, by article; their positions count characters of its text."""
    content = read_text(path)
    if isinstance(content, UnreadablePart):
        yield content
        return
    try:
        annotations = list(_annotations(json.loads(content)))
    except (ValueError, RecursionError) as error:
        yield UnreadablePart(path.name, describe_json_fault(error))
        return
    if not annotations:
        yield UnreadablePart(path.name, "holds no Web Annotations")
    sources: dict[_Source, _SourceAnnotations] = {}
    for annotation_no, annotation in enumerate(annotations, start=1):
        position = f"annotation {annotation_no}"
        try:
            source, span = _span(annotation, position)
        except (LookupError, TypeError, ValueError, AttributeError, StopIteration):
            reason = (
                "is no Web Annotation with a body `layer:label` and a text position"
            )
            yield UnreadablePart(f"{path.name} {position}", reason)
        else:
            sources.setdefault(source, _SourceAnnotations()).add(span)
    for (url, id), about in sources.items():
        yield ForeignArticle(
            text=None,
            spans=tuple(about.spans),
            position=f"{path.name} {url}",
            id=id,
            url=url,
            omissions=about.omissions,
        )


def _annotations(value: Any) -> Iterator[Any]:
    """Yield the annotations of a collection, of a page, of a list, or the one that there is."""
    if isinstance(value, list):
        yield from value
    elif isinstance(value, dict) and ("first" in value or "items" in value):
        yield from _annotations(value.get("items", value.get("first")))
    elif isinstance(value, dict) and "target" in value:
        yield value


def _span(annotation: Mapping[str, Any], position: str) -> tuple[_Source, ForeignSpan]:
    """Return what an annotation is on, and the annotation; raise one of Python's lookup errors where it is none."""
    targets = _as_list(annotation["target"])
    url = str(targets[0]["source"])
    bodies = _as_list(annotation["body"])
    layer, label = _layer_and_label(bodies)
    # The targets of an interrupted quote may stand in any order.
    stretches = sorted(_stretch(target) for target in targets)
    details = _details(bodies)
    if layer == "quotes":
        details["spans"] = [{"start": start, "end": end} for start, end in stretches]
    span = ForeignSpan(
        layer=layer,
        label=label or layer,
        start=stretches[0][0],
        end=stretches[-1][1],
        details=details,
        id=unquote(str(annotation.get("id", "")).removeprefix(URN_PREFIX)) or None,
        position=position,
        words=_words(targets[0]) if len(targets) == 1 else None,
    )
    return (url, _id_of_urn(url)), span


def _id_of_urn(url: str) -> str | None:
    """Return the id of an article that has no address; None for an address."""
    if not url.startswith(URN_PREFIX):
        return None
    return unquote(url.removeprefix(URN_PREFIX))


def _as_list(value: Any) -> list[Any]:
    """Return `value` as JSON-LD means it, where a list of one may be written without the brackets."""
    return value if isinstance(value, list) else [value]


def _layer_and_label(bodies: Iterable[Mapping[str, Any]]) -> tuple[str, str]:
    """Return layer and label of the body `layer:label`; `Cue` alone is a part that a person drew, without a label."""
    for body in bodies:
        if body.get("purpose") == "classifying":
            layer, colon, label = str(body["value"]).partition(":")
            if not colon and layer not in OWN_TIES.part_types:
                raise ValueError(layer)
            return layer, label
    raise LookupError("no body says a label")


def _details(bodies: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the details that an export has written into a body; none where a person changed them to no JSON."""
    for body in bodies:
        is_description = body.get("purpose") == "describing"
        if is_description and body.get("format") == "application/json":
            with suppress(ValueError):
                return dict(json.loads(body["value"]))
    return {}


def _stretch(target: Mapping[str, Any]) -> tuple[int, int]:
    """Return start and end of a target, whatever these are; raise `LookupError` where it has no position."""
    selector = _selector(target, "TextPositionSelector")
    if selector is None:
        raise LookupError("no text position")
    return selector["start"], selector["end"]


def _words(target: Mapping[str, Any]) -> str | None:
    """Return the words that a target says stand there; None where it says none."""
    selector = _selector(target, "TextQuoteSelector")
    return None if selector is None else selector["exact"]


def _selector(target: Mapping[str, Any], kind: str) -> Mapping[str, Any] | None:
    """Return the first selector of a target that is of a kind; None for none."""
    selectors: list[Mapping[str, Any]] = _as_list(target["selector"])
    for selector in selectors:
        if selector.get("type") == kind:
            return selector
    return None
