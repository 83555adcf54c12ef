"""Quotes of a model as spans: their speakers joined with the names of the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.verbatim import Stretch
from pressmark.articles import Article
from pressmark.spans import Entity, Quote
from pressmark.text_view import collapse

from .anchoring import AnchoredAnswer
from .answers import QuoteAnswer
from .named_stretches import entity_at

__all__ = ["quote_spans"]

_KINDS_BY_LABEL = {"PER": "person", "ORG": "organisation", "LOC": "organisation"}
"""What a speaker is whose kind the model does not say, by the label of its name: a country speaks as a body does."""


def quote_spans(
    article: Article, answers: Iterable[AnchoredAnswer], rule: str
) -> Iterator[Quote]:
    """Yield the quotes of a model; `article` has its names, `rule` says what found them."""
    entities = EntityIndex.of(article.entities)
    for anchored in answers:
        speaker = _find_speaker(article, entities, anchored)
        yield _make_quote(article.text, anchored, speaker, rule)


def _find_speaker(
    article: Article, entities: EntityIndex, anchored: AnchoredAnswer
) -> Entity | None:
    """Return the name of the speaker: the full name that the model gives, else that of the words beside the quote."""
    name, speaker = anchored.details.get("name"), anchored.details.get("speaker")
    entity = entity_at(entities, name) if name else None
    if entity is None:
        entity = _bearer_of(article, name)
    if entity is None and speaker:
        entity = entity_at(entities, speaker)
    return entity


def _bearer_of(article: Article, place: Stretch | None) -> Entity | None:
    """Return the first entity whose bearer has the name that stands at `place`."""
    if place is None:
        return None
    name = collapse(article.text[slice(*place)])
    for entity in article.entities:
        if name in (entity.name, entity.text):
            return entity
    return None


def _make_quote(
    text: str, anchored: AnchoredAnswer, entity: Entity | None, rule: str
) -> Quote:
    answer = cast(QuoteAnswer, anchored.answer)
    cue = anchored.details.get("cue")
    # Who names the speaker without words beside the quote points at the name.
    speaker = anchored.details.get("speaker") or anchored.details.get("name")
    kind: str | None = answer.speaker_kind if speaker else None
    if kind is None and entity is not None:
        kind = _KINDS_BY_LABEL.get(entity.label)
    return Quote.cut(
        text,
        anchored.start,
        anchored.end,
        answer.kind,
        spans=anchored.pieces,
        cue=text[slice(*cue)] if cue else None,
        cue_start=cue[0] if cue else None,
        cue_end=cue[1] if cue else None,
        speaker=text[slice(*speaker)] if speaker else None,
        speaker_start=speaker[0] if speaker else None,
        speaker_end=speaker[1] if speaker else None,
        speaker_id=entity.id if entity else None,
        speaker_name=_speaker_name(text, anchored, entity),
        speaker_kind=kind,
        rule=rule,
    )


def _speaker_name(
    text: str, anchored: AnchoredAnswer, entity: Entity | None
) -> str | None:
    """Return who the speaker is: the bearer of its name, else the name that the model found, else the words themselves."""
    if entity is not None:
        return entity.name
    place = anchored.details.get("name")
    if place is None:
        place = anchored.details.get("speaker")
    return collapse(text[slice(*place)]) if place else None
