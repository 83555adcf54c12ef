"""
Annotation that people made in another tool, taken into a corpus: as layers by `human:<name>`, in place of the
machine's or beside them. What cannot be placed is refused, and listed with its place in the file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from pressmark.articles import Article, SpanError
from pressmark.errors import InputError, PressmarkError
from pressmark.library import Corpus
from pressmark.spans import CustomSpan, Entity, Event, Quote, Span
from pressmark.tables import LAYERS, span_of
from pressmark.wording import suggestion

from .anchoring import Anchors, bare
from .marked import Found, Marked, Unreadable
from .naming import file_name

__all__ = ["READERS", "Refusal", "Taken", "take"]

READERS = ("jsonl", "brat", "labelstudio", "xmi", "conllu")
"""The forms that annotation is read from."""

_WORDS = frozenset({"cue", "speaker", "addressee"})
_LINKS = ("speaker_id", "place_id", "quote_id", "time_id")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not taken: where it stands, and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(slots=True)
class Taken:
    """The articles that the file annotates, with its layers; how many annotations were taken, and what was not."""

    articles: list[Article] = field(default_factory=list)
    spans: int = 0
    refused: list[Refusal] = field(default_factory=list)


@dataclass(slots=True)
class _Person:
    name: str
    layer: str
    needs: tuple[str, ...] = ()

    def annotate(self, article: Article, doc: object) -> Iterable[Span]:
        """Nothing: a person's annotation is read from a file."""
        return ()


def take(corpus: Corpus, path: str | Path, *, format: str, by: str, beside: bool = False) -> Taken:
    """
    Read annotation of a corpus's articles from a file or folder, as layers by `human:<by>`.

    They stand in place of the layers of these names; `beside` puts them next to these, as layers `<layer>-<by>` whose
    details are attributes. Raises `PressmarkError` for an unknown format, `InputError` for a file that cannot be read.
    """
    if format not in READERS:
        near = suggestion(format, READERS)
        raise PressmarkError(f"annotation is not read from {format!r}; there is {', '.join(READERS)}{near}")
    taken = Taken()
    marked = list(_read(Path(path), format, taken))
    layers = sorted(
        {layer for one in marked for layer in one.layers | {found.layer for found in one.found}}, key=_order
    )
    index = _Index(corpus)
    seen: dict[str, str] = {}
    for one in marked:
        article = index.article(one)
        if article is None:
            taken.refused.append(
                Refusal(one.place, "is no article of the corpus: neither its id nor its text is known")
            )
        elif article.id in seen:
            taken.refused.append(Refusal(one.place, f"annotates {article.id!r} again; first in {seen[article.id]}"))
        else:
            seen[article.id] = one.place
            taken.articles.append(_Taking(article, one, layers, by, beside=beside, taken=taken).article())
    return taken


def _read(path: Path, format: str, taken: Taken) -> Iterator[Marked]:
    if not path.exists():
        raise InputError(f"{path}: is not there. Check the path.")
    try:
        form = import_module(f".{format}", __package__)
    except ModuleNotFoundError as error:
        raise PressmarkError(f"format {format}: needs {error.name}. Run: pip install 'pressmark[exchange]'") from error
    for one in form.read(path):
        if isinstance(one, Unreadable):
            taken.refused.append(Refusal(one.place, one.reason))
        elif not isinstance(one.text, str):
            taken.refused.append(Refusal(one.place, "holds no text"))
        else:
            yield one


def _order(layer: str) -> tuple[int, str]:
    """Ours first, in their order, so that links find what they name."""
    known = ("entities", "times", "quotes", "events")
    return (known.index(layer) if layer in known else len(known), layer)


class _Index:
    """Finds the article that a file means: by id, by the name that its file has, by its text."""

    def __init__(self, corpus: Corpus) -> None:
        self._articles = {article.id: article for article in corpus}
        self._files = {file_name(id): id for id in self._articles}
        self._texts: dict[str, list[str]] = defaultdict(list)
        for id, article in self._articles.items():
            self._texts[bare(article.text)].append(id)

    def article(self, marked: Marked) -> Article | None:
        """The article of the corpus that a file annotates: by its id, its file's name, its text; None for none."""
        if marked.id in self._articles:
            return self._articles[marked.id or ""]
        if marked.file in self._files:
            return self._articles[self._files[marked.file or ""]]
        same = self._texts.get(bare(marked.text), [])
        return self._articles[same[0]] if len(same) == 1 else None


class _Taking:
    """One article's annotations on their way into it."""

    def __init__(
        self, article: Article, marked: Marked, layers: list[str], by: str, *, beside: bool, taken: Taken
    ) -> None:
        self._article = article
        self._marked = marked
        self._layers = layers
        self._by = by
        self._beside = beside
        self._taken = taken
        self._anchors = Anchors(marked.text, article.text)
        self._ids: dict[str, str] = {}

    def article(self) -> Article:
        """The article with the layers that were taken."""
        before = self._article
        for layer in self._layers:
            self._layer(layer)
        return self._article if self._beside else _relinked(self._article, before, self._layers)

    def _layer(self, layer: str) -> None:
        spans: list[tuple[Found, Span]] = []
        for found in self._marked.found:
            if found.layer == layer:
                span = self._span(found)
                if isinstance(span, str):
                    self._taken.refused.append(Refusal(f"{self._marked.place} {found.place}".strip(), span))
                else:
                    spans.append((found, span))
        spans.sort(key=lambda pair: (pair[1].start, -pair[1].end, pair[1].label))
        name = f"{layer}-{self._by}" if self._beside else layer
        self._article = self._article.with_layer(_Person(f"human:{self._by}", name), [span for _, span in spans])
        for (found, _), span in zip(spans, self._article.layer(name), strict=True):
            if found.id is not None:
                self._ids[found.id] = span.id
        self._taken.spans += len(spans)

    def _span(self, found: Found) -> Span | str:
        """The span in the article, or why it is none."""
        if not (isinstance(found.start, int) and isinstance(found.end, int)):
            return "its start or its end is no whole number"
        words = self._marked.text[max(0, found.start) : found.end]
        place = self._anchors.place(found.start, found.end)
        if place is None:
            return f"{found.label} «{words}»: not in article {self._article.id!r}, or there several times"
        start, end = place
        try:
            details = self._moved(found.details)
            row = _row(found.layer, details, start, end, self._article.text, plain=self._beside)
            span = span_of("" if self._beside else found.layer, {"label": found.label, **row})
            self._article.with_layer(_Person("", found.layer), [span])
        except (SpanError, TypeError, ValueError, KeyError, AttributeError) as error:
            return f"{found.label} «{words}»: its fields do not fit ({error})"
        return span

    def _moved(self, details: Mapping[str, Any]) -> dict[str, Any]:
        """The details with their offsets in our text and their links to our ids; what cannot be placed is left out."""
        moved = dict(details)
        for name in [name.removesuffix("_start") for name in details if name.endswith("_start")]:
            start, end = details[f"{name}_start"], details.get(f"{name}_end")
            place = self._anchors.place(start, end) if start is not None and end is not None else None
            moved[f"{name}_start"], moved[f"{name}_end"] = place or (None, None)
            if name in _WORDS and place:
                moved[name] = self._article.text[slice(*place)]
        for name in ("spans", "arguments"):
            if name in details:
                moved[name] = [one for one in map(self._part, details[name]) if one is not None]
        for name in _LINKS:
            if name in details:
                moved[name] = self._link(details[name])
        return moved

    def _part(self, part: Mapping[str, Any]) -> dict[str, Any] | None:
        place = self._anchors.place(part["start"], part["end"])
        if place is None:
            return None
        moved = {**part, "start": place[0], "end": place[1]}
        if "role" in part:
            moved["text"] = self._article.text[slice(*place)]
            moved["entity_id"] = self._link(part.get("entity_id"))
        return moved

    def _link(self, id: str | None) -> str | None:
        """Our id of what a link names: taken with the file, or standing in a layer that stays."""
        if id is None or id in self._ids:
            return self._ids.get(id or "")
        layer = id.rpartition("/")[2].rpartition("-")[0]
        stays = layer not in self._layers or self._beside
        return id if stays and any(span.id == id for span in self._article.layers.get(layer, ())) else None


def _row(layer: str, details: dict[str, Any], start: int, end: int, text: str, *, plain: bool) -> dict[str, Any]:
    """The row of a span: what the file does not say is filled in, what a moved end made untrue is mended."""
    row: dict[str, Any] = {"start": start, "end": end, "text": text[start:end]}
    if plain or layer not in LAYERS:
        own = {name: details[name] for name in ("score", "rule") if name in details}
        kept = details if plain else details.get("attributes", {})
        return row | own | {"attributes": json.dumps(kept, ensure_ascii=False, default=str)}
    details = {name: value for name, value in details.items() if value is not None}
    for link in ("name_id", "parent", "happening_id", "role_entity_id"):
        details.pop(link, None)
    if LAYERS[layer] is Entity:
        if not details.get("mention_start", end) <= start < end <= details.get("mention_end", start):
            details |= {"mention_start": start, "mention_end": end}
        details.setdefault("name", text[start:end])
    if LAYERS[layer] is Quote:
        inside = [one for one in details.get("spans", ()) if start <= one["start"] and one["end"] <= end]
        if not inside or (inside[0]["start"], inside[-1]["end"]) != (start, end):
            inside = [{"start": start, "end": end}]
        details["spans"] = inside
    return row | details


def _relinked(article: Article, before: Article, layers: Iterable[str]) -> Article:
    """The layers that stay, their links to annotations that were replaced now to those at the same place."""
    renamed = {
        old.id: next((new.id for new in article.layers[layer] if (new.start, new.end) == (old.start, old.end)), None)
        for layer in layers
        for old in before.layers.get(layer, ())
    }
    kept = {
        layer: spans if layer in layers else tuple(_linked(span, renamed) for span in spans)
        for layer, spans in article.layers.items()
    }
    return replace(article, layers=kept)


def _linked(span: Span, renamed: Mapping[str, str | None]) -> Span:
    links = {name: str(getattr(span, name, None)) for name in _LINKS}
    changed: dict[str, Any] = {name: renamed.get(id) for name, id in links.items() if id in renamed}
    if isinstance(span, Event):
        changed["arguments"] = tuple(
            replace(part, entity_id=renamed.get(part.entity_id or "", part.entity_id)) for part in span.arguments
        )
    return replace(span, **changed) if changed and not isinstance(span, CustomSpan) else span
