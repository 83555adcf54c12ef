"""One article's annotations on their way into it: placed, seen to fit their layer, their links made ours."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from pressmark.articles import Article, SpanError
from pressmark.layers import (
    UNDECLARED,
    Layer,
    StretchWords,
    declaration,
    layer_of_value,
)
from pressmark.spans import Entity, Span
from pressmark.storage.tables import span_of

from .anchors import Anchors, bare, without_controls
from .fitting import Unfit, fitting, fitting_label, whole_text
from .foreign_annotation import Found, Marked
from .refusals import Refusal

__all__ = ["Placing"]

_TABLES_OF_ALL_ARTICLES = ("names", "happenings")
_LONGEST = 60


@dataclass(slots=True)
class _Person:
    name: str
    layer: str
    needs: tuple[str, ...] = ()

    def annotate(self, article: Article, doc: object) -> Iterable[Span]:
        """Nothing: a person's annotation is read from a file."""
        return ()


class Placing:
    """
    Places what a file says of one article. `article` gives it with its new layers; `spans`, `refused` and `left_out`
    then say what became of the annotations. `names` are the ids that an entity's `name_id` may keep.
    """

    def __init__(
        self,
        article: Article,
        marked: Marked,
        layers: Sequence[str],
        by: str,
        *,
        names: Collection[str],
        beside: bool,
        declarations: Mapping[str, Layer] = MappingProxyType({}),
    ) -> None:
        self.spans = 0
        self.refused: list[Refusal] = []
        self.left_out: Counter[str] = Counter()
        self._article = article
        self._marked = marked
        self._text = article.text if marked.text is None else marked.text
        self._layers = layers
        self._by = by
        self._names = names
        self._beside = beside
        self._declarations = declarations
        self._anchors = Anchors(self._text, article.text)
        self._held = article.text != without_controls(article.text)
        self._ids: dict[str, str] = {}

    def article(self) -> Article:
        """The article with the layers that were taken."""
        before = self._article
        for layer in self._layers:
            self._layer(layer, before)
        return (
            self._article
            if self._beside
            else _relinked(self._article, before, self._layers)
        )

    def _layer(self, layer: str, before: Article) -> None:
        spans: list[tuple[Found, Span]] = []
        machine = before.layers.get(layer, ())
        labels = {span.label for span in machine}
        for found in self._marked.found:
            if found.layer != layer:
                continue
            try:
                spans.append((found, self._span(found, labels)))
            except Unfit as unfit:
                place = f"{self._marked.place} {found.place}".strip()
                self.refused.append(Refusal(place, str(unfit), self._said(found)))
        if layer == "entities" and not self._beside:
            spans = [
                (found, _with_name(span, machine, self._names)) for found, span in spans
            ]
        spans.sort(key=lambda pair: (pair[1].start, -pair[1].end, pair[1].label))
        name = f"{layer}-{self._by}" if self._beside else layer
        person = _Person(f"human:{self._by}", name)
        self._article = self._article.with_layer(person, [span for _, span in spans])
        for (found, _), span in zip(spans, self._article.layer(name), strict=True):
            if isinstance(found.id, str):
                self._ids[found.id] = span.id
        if inner_links := _inner_links(self._declared(layer)):
            # Their ids are known only now that all of the layer is placed.
            relinked = [
                replace(span, **self._own_links(found, inner_links))
                for found, span in spans
            ]
            self._article = self._article.with_layer(person, relinked)
        self.spans += len(spans)

    def _declared(self, layer: str) -> Layer:
        """The declaration of a layer of the file; layers beside the machine's have none."""
        if self._beside:
            return UNDECLARED
        return self._declarations.get(layer) or declaration(layer)

    def _own_links(self, found: Found, columns: Iterable[str]) -> dict[str, Any]:
        """The links of an annotation to others of its own layer, their ids ours."""
        links = {column: found.details.get(column) for column in columns}
        return {
            column: self._link(link) if isinstance(link, str) else None
            for column, link in links.items()
        }

    def _said(self, found: Found) -> str:
        """The label and words of an annotation, as a message shows them."""
        if not (_is_offset(found.start) and _is_offset(found.end)):
            return ""
        words = " ".join(self._text[max(0, found.start) : found.end].split())
        return f"{found.label} «{words if len(words) <= _LONGEST else words[:_LONGEST] + '…'}»"

    def _span(self, found: Found, labels: Collection[str]) -> Span:
        """The span in the article; raises `Unfit` with why it is none."""
        if not (_is_offset(found.start) and _is_offset(found.end)):
            raise Unfit("its start or its end is no whole number")
        if not 0 <= found.start < found.end <= len(self._text):
            raise Unfit(
                "does not lie within the text of the file (offsets count characters, from 0)"
            )
        if isinstance(found.words, str) and bare(found.words) != bare(
            self._text[found.start : found.end]
        ):
            raise Unfit(
                "has other words than stand at its offsets (these count characters, from 0)"
            )
        place = self._anchors.place(found.start, found.end)
        if place is None:
            raise Unfit(
                "is not in the text of the corpus, or there several times: the text was changed. "
                "Annotate it as it was exported"
            )
        label = fitting_label(found.layer, found.label, labels)
        row = self._row(found, *place)
        span = span_of(self._declared(found.layer), {"label": label, **row})
        try:
            self._article.with_layer(_Person("", found.layer), [span])
        except SpanError as error:
            raise Unfit(
                f"does not fit: {str(error).rpartition('span: ')[2]}"
            ) from error
        return span

    def _row(self, found: Found, start: int, end: int) -> dict[str, Any]:
        """The row of a span: what the file does not say is filled in, what a moved end made untrue is mended."""
        text = self._article.text
        row: dict[str, Any] = {"start": start, "end": end, "text": text[start:end]}
        layer = self._declared(found.layer)
        if layer is UNDECLARED:
            return row | self._custom(found)
        table = layer if layer.is_declared else layer.name
        fitted, others = fitting(table, found.details)
        self.left_out.update(f"unknown `{name}` field" for name in others)
        details = self._moved(fitted, layer)
        for name in (*layer.made_anew, *_inner_links(layer)):
            details.pop(name, None)
        fill = _FILLED.get(layer.name)
        return row | (fill(details, start, end, self._article) if fill else details)

    def _custom(self, found: Found) -> dict[str, Any]:
        """What a row of somebody's own layer holds beside its place: fields of their own are attributes."""
        own, _ = fitting(
            "", {name: found.details.get(name) for name in ("score", "rule")}
        )
        attributes = found.details if self._beside else found.details.get("attributes")
        if attributes is not None and not isinstance(attributes, Mapping):
            raise Unfit("has `attributes` that are no names and values")
        kept = dict(attributes or {})
        if not self._beside:
            extra = {
                name: value
                for name, value in found.details.items()
                if name not in ("score", "rule", "attributes")
            }
            kept |= extra
        return own | {
            "attributes": whole_text(
                json.dumps(kept, ensure_ascii=False, default=str), "attributes"
            )
        }

    def _moved(self, details: Mapping[str, Any], layer: Layer) -> dict[str, Any]:
        """The details with their offsets in our text and their links to our ids; what cannot be placed is left out."""
        moved = {name: self._restored(value) for name, value in details.items()}
        for name in layer.stretches:
            if f"{name}_start" not in details and f"{name}_end" not in details:
                continue
            place = self._anchors.place(
                details.get(f"{name}_start", -1), details.get(f"{name}_end", -1)
            )
            moved[f"{name}_start"], moved[f"{name}_end"] = place or (None, None)
            if layer.words_of(name) is StretchWords.EXACT and place:
                moved[name] = self._article.text[slice(*place)]
        for column in (layer.pieces, layer.parts):
            if column is not None and column in details:
                moved[column] = [
                    part
                    for part in map(self._part, details[column])
                    if part is not None
                ]
        for name in _links_within(layer):
            if name in details and name not in _inner_links(layer):
                moved[name] = self._link(details[name])
        return {name: value for name, value in moved.items() if value is not None}

    def _part(self, part: Mapping[str, Any]) -> dict[str, Any] | None:
        place = self._anchors.place(part["start"], part["end"])
        if place is None:
            self.left_out["misplaced piece"] += 1
            return None
        moved = {**part, "start": place[0], "end": place[1]}
        if "role" in part:
            moved["text"] = self._article.text[slice(*place)]
            moved["entity_id"] = self._link(part.get("entity_id"))
        return moved

    def _restored(self, value: Any) -> Any:
        """A text in which U+FFFD stands for what XML cannot hold, as the article itself has it."""
        if not self._held or not isinstance(value, str) or "\ufffd" not in value:
            return value
        start = without_controls(self._article.text).find(value)
        return value if start < 0 else self._article.text[start : start + len(value)]

    def _link(self, id: str | None) -> str | None:
        """Our id of what a link names: taken with the file, or standing in a layer that stays."""
        if id is None or id in self._ids:
            return self._ids.get(id or "")
        if any(
            self._is_kept(layer) and _holds_id(spans, id)
            for layer, spans in self._article.layers.items()
        ):
            return id
        self.left_out["dead link"] += 1
        return None

    def _is_kept(self, layer: str) -> bool:
        """Whether the article keeps its own spans of a layer."""
        return self._beside or layer not in self._layers


def _holds_id(spans: Iterable[Span], id: str) -> bool:
    return any(span.id == id for span in spans)


def _is_offset(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _entity_row(
    details: dict[str, Any], start: int, end: int, article: Article
) -> dict[str, Any]:
    if (
        not details.get("mention_start", end)
        <= start
        < end
        <= details.get("mention_end", start)
    ):
        details |= {"mention_start": start, "mention_end": end}
    return {"name": article.text[start:end], **details}


def _quote_row(
    details: dict[str, Any], start: int, end: int, article: Article
) -> dict[str, Any]:
    """A quote's pieces lie within it; one whose speaker is an entity has the entity's words and name for its own."""
    pieces = [
        piece
        for piece in details.get("spans", ())
        if start <= piece["start"] < piece["end"] <= end
    ]
    if not pieces or (pieces[0]["start"], pieces[-1]["end"]) != (start, end):
        pieces = [{"start": start, "end": end}]
    speakers = [
        entity
        for entity in article.layers.get("entities", ())
        if entity.id == details.get("speaker_id")
    ]
    if speakers and "speaker_name" not in details:
        (speaker,) = speakers
        words = {
            "speaker": speaker.text,
            "speaker_start": speaker.start,
            "speaker_end": speaker.end,
        }
        details |= ({} if "speaker" in details else words) | {
            "speaker_name": getattr(speaker, "name", speaker.text)
        }
    return {**details, "spans": pieces}


def _time_row(
    details: dict[str, Any], start: int, end: int, article: Article
) -> dict[str, Any]:
    """A time says its own words; one whose meaning the file does not hold has none."""
    time = {"start": None, "end": None, "grain": None, **details.get("time", {})}
    return {
        **details,
        "time": time | {"surface": time.get("surface") or article.text[start:end]},
    }


_Fill = Callable[[dict[str, Any], int, int, Article], dict[str, Any]]
_FILLED: Mapping[str, _Fill] = {
    "entities": _entity_row,
    "quotes": _quote_row,
    "times": _time_row,
}
"""What each of our layers fills in or mends; any other takes what the file says as it is."""


def _with_name(span: Span, machine: Iterable[Span], names: Collection[str]) -> Span:
    """
    The entity with the `name_id` that it keeps: its own if the corpus has it, or that of the machine's same entity.

    One that a person gave another label bears another name.
    """
    same = [
        one
        for one in machine
        if (one.start, one.end, one.label) == (span.start, span.end, span.label)
    ]
    own = getattr(span, "name_id", None)
    known = (
        own
        if own in names
        else next((getattr(one, "name_id", None) for one in same), None)
    )
    return replace(span, name_id=known) if isinstance(span, Entity) else span


def _relinked(article: Article, before: Article, layers: Iterable[str]) -> Article:
    """The layers that stay, their links to annotations that were replaced now to those at the same place."""
    renamed = {
        old.id: next(
            (
                new.id
                for new in article.layers[layer]
                if (new.start, new.end) == (old.start, old.end)
            ),
            None,
        )
        for layer in layers
        for old in before.layers.get(layer, ())
    }
    kept = {
        layer: spans
        if layer in layers
        else tuple(_linked(span, renamed) for span in spans)
        for layer, spans in article.layers.items()
    }
    return replace(article, layers=kept)


def _linked(span: Span, renamed: Mapping[str, str | None]) -> Span:
    layer = layer_of_value(type(span))
    links = {name: getattr(span, name) for name in _links_within(layer)}
    changed: dict[str, Any] = {
        name: renamed[id] for name, id in links.items() if id in renamed
    }
    if layer.parts:
        changed[layer.parts] = tuple(
            _linked_part(part, layer, renamed) for part in getattr(span, layer.parts)
        )
    return replace(span, **changed) if changed else span


def _linked_part(part: Any, layer: Layer, renamed: Mapping[str, str | None]) -> Any:
    ids = {name: getattr(part, name) for name in layer.part_links}
    return replace(
        part, **{name: renamed.get(id or "", id) for name, id in ids.items()}
    )


def _links_within(layer: Layer) -> list[str]:
    """Return the links of a layer to annotations of the same article that a file may set."""
    return [
        name
        for name, table in layer.links.items()
        if table not in _TABLES_OF_ALL_ARTICLES and name not in layer.made_anew
    ]


def _inner_links(layer: Layer) -> list[str]:
    """Return the links of somebody's declared layer to annotations of the layer itself."""
    links = layer.links.items() if layer.is_declared else ()
    return [name for name, target in links if target == layer.name]
