"""Events of a model as spans: their types' codes, and their arguments, times and quotes joined with the other layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.events.clusters import EventMention, cluster_events
from pressmark.annotators.events.lexicon import type_entries
from pressmark.annotators.events.quotes_around import EnclosingQuotes
from pressmark.annotators.verbatim import Stretch
from pressmark.articles import Article
from pressmark.spans import Argument, Entity, Event, TimeExpression
from pressmark.yaml_files.lexicon_models.event_entries import TypeEntry
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .anchoring import AnchoredAnswer
from .answers import ArgumentAnswer, EventAnswer
from .named_stretches import entity_at
from .requests import FALLBACK_LANGUAGE

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["event_spans"]


def event_spans(
    article: Article,
    doc: Doc,
    answers: Iterable[AnchoredAnswer],
    rule: str,
    lexicons: Lexicons = OURS,
) -> Iterator[Event]:
    """
    Yield the events of a model with their clusters; `article` has its names, quotes and times, `rule` says what found them.

    Mentions of one happening are put together by the rules that our own events have.
    """
    language = article.language or ""
    types = type_entries(language, lexicons) or type_entries(
        FALLBACK_LANGUAGE, lexicons
    )
    model_events = _ModelEvents(
        article,
        types,
        rule,
        EntityIndex.of(article.entities),
        EnclosingQuotes(article.quotes),
    )
    mentions = [
        EventMention(
            event=model_events.event(anchored),
            lemma=_lemma(doc, anchored),
            traits=types[cast(EventAnswer, anchored.answer).type].traits,
        )
        for anchored in answers
    ]
    names = {entity.id: entity.name for entity in article.entities}
    yield from cluster_events(mentions, names)


def _lemma(doc: Doc, anchored: AnchoredAnswer) -> str:
    """Return the lemma of a trigger's first word; the word itself in small letters where the parse has none."""
    words = doc.char_span(anchored.start, anchored.end, alignment_mode="expand")
    return str(words[0].lemma_ or words[0].lower_) if words else ""


@dataclass(frozen=True, slots=True)
class _ModelEvents:
    """Makes the events of one article. They are asked for in the order of the text."""

    article: Article
    types: Mapping[str, TypeEntry]
    rule: str
    entities: EntityIndex
    quotes: EnclosingQuotes

    def event(self, anchored: AnchoredAnswer) -> Event:
        """Return the event of an answer, without its cluster."""
        answer = cast(EventAnswer, anchored.answer)
        entry = self.types[answer.type]
        arguments = tuple(
            self._argument(argument, place) for argument, place in anchored.arguments
        )
        time = self._time(arguments)
        place_id = self._place_id(arguments)
        return Event.cut(
            self.article.text,
            anchored.start,
            anchored.end,
            answer.type,
            status=answer.status,
            plover=entry.plover,
            cameo=entry.cameo,
            time=time.time if time else None,
            time_id=time.id if time else None,
            place_id=place_id,
            place_rule="argument" if place_id else None,
            arguments=arguments,
            quote_id=self.quotes.id_at(anchored.start),
            rule=self.rule,
        )

    def _argument(self, answer: ArgumentAnswer, place: Stretch) -> Argument:
        entity = self._entity_at(place, answer.role)
        is_counted = answer.role == "quantity" and answer.value is not None
        return Argument(
            role=answer.role,
            start=place[0],
            end=place[1],
            text=self.article.text[slice(*place)],
            entity_id=entity.id if entity else None,
            value=answer.value if is_counted else None,
            bound="exact" if is_counted else None,
        )

    def _entity_at(self, place: Stretch, role: str) -> Entity | None:
        """Return the entity that the words at `place` are; of a place, also one that they only hold."""
        entity = entity_at(self.entities, place)
        if entity is None and role == "place":
            # « dans le centre de Metz » is in Metz.
            for named in self.entities.touching(*place):
                if named.label == "LOC":
                    return named
        return entity

    def _time(self, arguments: Iterable[Argument]) -> TimeExpression | None:
        """Return the expression of time that an argument of time holds, the first of the text."""
        for argument in arguments:
            if argument.role != "time":
                continue
            for expression in self.article.times:
                if expression.start < argument.end and argument.start < expression.end:
                    return expression
        return None

    def _place_id(self, arguments: Iterable[Argument]) -> str | None:
        """Return the id of the first place that an argument of place names."""
        for argument in arguments:
            if argument.role == "place" and argument.entity_id is not None:
                return argument.entity_id
        return None
