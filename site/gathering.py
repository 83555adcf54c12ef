"""Gather: one pass over a corpus for everything that pages about more than one article need."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pressmark.articles import Article
from pressmark.library import Corpus
from pressmark.spans import Entity, Event, Quote, Span

from .slugs import anchor, article_path, name_path

__all__ = ["Card", "Gathered", "Line", "Name", "gather"]

_CONTEXT = 90


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    id: str
    path: str
    title: str
    outlet: str | None
    published: datetime | None
    language: str | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A span in a list, in its sentence: the text before it, itself, the text behind it, and where it stands."""

    before: str
    text: str
    behind: str
    path: str
    span: Span
    card: Card
    name: Name | None = None


@dataclass(slots=True)
class Name:
    """A name and everything that the corpus says of it."""

    id: str
    label: str
    name: str
    path: str
    aliases: tuple[str, ...]
    articles: int
    mentions: int
    roles: Counter[str] = field(default_factory=Counter)
    said: list[Line] = field(default_factory=list)
    about: list[Line] = field(default_factory=list)
    events: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    beside: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Gathered:
    """A corpus as its pages need it: cards in date order, names by id, quotes by speaker, events by type."""

    title: str
    description: str | None
    licence: str | None
    seen: int
    counts: Mapping[str, int]
    cards: list[Card]
    names: dict[str, Name]
    quotes: dict[str, list[Line]]
    events: dict[str, list[Line]]
    runs: list[dict[str, Any]]
    rejected: list[dict[str, Any]]

    def people(self, label: str) -> list[Name]:
        """The names of one label, in alphabetical order."""
        return sorted((one for one in self.names.values() if one.label == label), key=lambda one: one.name.casefold())


def gather(corpus: Corpus) -> Gathered:
    """Read the corpus once and put together what its pages need."""
    names = {row["id"]: _name(row) for row in corpus.table("names").to_list()}
    about = corpus.manifest
    gathered = Gathered(
        about.title, about.description, about.licence, about.seen, corpus.counts, [], names, {}, {},
        [_run(row) for row in corpus.table("runs").to_list()], corpus.table("rejected").to_list(),
    )  # fmt: skip
    for article in corpus:
        _take(article, gathered)
    gathered.cards.sort(key=lambda card: (card.published is None, -_stamp(card.published), card.title, card.id))
    return gathered


def _take(article: Article, gathered: Gathered) -> None:
    counts = {layer: len(spans) for layer, spans in article.layers.items()}
    card = Card(
        article.id, article_path(article.id), article.title or _opening(article.text), article.outlet,
        article.published, article.language, counts,
    )  # fmt: skip
    gathered.cards.append(card)
    entities = [span for span in article.layers.get("entities", ()) if isinstance(span, Entity)]
    of = {one.id: gathered.names[one.name_id] for one in entities if one.name_id in gathered.names}
    _mentions(article, card, entities, of)
    for quote in article.layers.get("quotes", ()):
        if isinstance(quote, Quote) and quote.label != "scare":
            _quote(article, card, quote, entities, of, gathered)
    for event in article.layers.get("events", ()):
        if isinstance(event, Event):
            _event(article, card, event, of, gathered)


def _mentions(article: Article, card: Card, entities: list[Entity], of: Mapping[str, Name]) -> None:
    present = {name.id for name in of.values()}
    for one in entities:
        if name := of.get(one.id):
            name.lines.append(_line(article, card, one))
            if one.role:
                name.roles[one.role] += 1
    for name in {name.id: name for name in of.values()}.values():
        name.beside.update(present - {name.id})


def _quote(
    article: Article, card: Card, quote: Quote, entities: list[Entity], of: Mapping[str, Name], gathered: Gathered
) -> None:
    speaker = of.get(quote.speaker_id or "")
    line = _line(article, card, quote, whole=True, name=speaker)
    gathered.quotes.setdefault(quote.speaker_name or "", []).append(line)
    if speaker:
        speaker.said.append(line)
    named = {of[one.id].id: of[one.id] for one in entities if one.id in of and _within(one, quote)}
    for name in named.values():
        if name is not speaker:
            name.about.append(line)


def _event(article: Article, card: Card, event: Event, of: Mapping[str, Name], gathered: Gathered) -> None:
    line = _line(article, card, event)
    gathered.events.setdefault(event.label, []).append(line)
    named = [of[one.entity_id] for one in event.arguments if one.entity_id is not None and one.entity_id in of]
    taking_part = {name.id: name for name in named}
    for name in taking_part.values():
        name.events.append(line)


def _within(entity: Entity, quote: Quote) -> bool:
    return any(start <= entity.start and entity.end <= end for start, end in quote.spans)


def _line(article: Article, card: Card, span: Span, *, whole: bool = False, name: Name | None = None) -> Line:
    """A span with some words around it, cut at white space and at the paragraph."""
    text = article.text
    before = text[max(0, span.start - _CONTEXT) : span.start].rpartition("\n")[2]
    behind = text[span.end : span.end + _CONTEXT].partition("\n")[0]
    if len(before) == _CONTEXT:
        before = f"…{before.partition(' ')[2]}"
    if len(behind) == _CONTEXT:
        behind = f"{behind.rpartition(' ')[0]}…"
    path = f"{card.path}#{anchor(span.id)}"
    surface = " … ".join(text[start:end] for start, end in span.spans) if isinstance(span, Quote) else span.text
    return Line("" if whole else before, surface, "" if whole else behind, path, span, card, name)


def _name(row: Mapping[str, Any]) -> Name:
    aliases = tuple(alias["text"] for alias in row["aliases"] or ())
    return Name(row["id"], row["label"], row["name"], name_path(row["id"]), aliases, row["articles"], row["mentions"])


def _run(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "settings": json.loads(row["settings"] or "{}"), "packages": json.loads(row["packages"] or "{}")}


def _opening(text: str, length: int = 70) -> str:
    """The first words of a text, for an article without a title."""
    words = " ".join(text.split())
    return words if len(words) <= length else f"{words[:length].rpartition(' ')[0]}…"


def _stamp(when: datetime | None) -> float:
    return when.timestamp() if when else 0.0
