"""
Who a person says speaks: a name of the article, words of it, a text that stands nowhere in it, or nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pressmark.articles import Article, SpanError
from pressmark.spans import Entity, Quote, Span

from .matching import nearest_words

__all__ = ["SPEAKER_COLUMNS", "speaker_values"]

SPEAKER_COLUMNS = frozenset(
    {
        "speaker",
        "speaker_start",
        "speaker_end",
        "speaker_id",
        "speaker_name",
        "speaker_kind",
    }
)
"""The columns of a quote that say who speaks; a person gives those that she knows, and the others follow."""

_WHO = ("speaker", "speaker_id", "speaker_name")
_KIND_OF_LABEL = {"PER": "person", "ORG": "organisation"}


def speaker_values(
    given: Mapping[str, Any], span: Span, article: Article, shift: int
) -> dict[str, Any]:
    """
    Return all columns of a quote's speaker, of which a person gave some.

    `given` may name an entity of the article (`speaker_id`, or `speaker_name` or `speaker` with its words), hold other
    words, or None for nobody. Offsets are moved by `shift`.
    """
    quote = cast(Quote, span)
    if not any(name in given for name in _WHO):
        return {"speaker_kind": given.get("speaker_kind")}
    if all(given.get(name) is None for name in _WHO):
        return dict.fromkeys((*SPEAKER_COLUMNS, "speaker_score", "pronoun_gender"))
    entity = _find_entity(given, quote, article, shift)
    start, end = _place(given, quote, entity, article, shift)
    words = given.get("speaker_name") or (
        entity.name if entity else given.get("speaker")
    )
    if words is None:
        raise SpanError("its speaker is nobody of the article")
    kind = given.get("speaker_kind")
    if kind is None and entity is not None:
        kind = _KIND_OF_LABEL.get(entity.label)
    # A pronoun that stands for her tells what it told before.
    is_same_phrase = start is not None and start == quote.speaker_start
    return {
        "speaker": None if start is None else article.text[start:end],
        "speaker_start": start,
        "speaker_end": end,
        "speaker_id": entity.id if entity else None,
        "speaker_name": words,
        "speaker_kind": kind,
        "speaker_score": None,
        "pronoun_gender": quote.pronoun_gender if is_same_phrase else None,
    }


def _find_entity(
    given: Mapping[str, Any], quote: Quote, article: Article, shift: int
) -> Entity | None:
    """Return the entity that a person named: by its id where its words are the same, else the nearest of these words."""
    entities = cast(Sequence[Entity], article.layers.get("entities", ()))
    names = {given.get("speaker"), given.get("speaker_name")} - {None, ""}
    candidates = [entity for entity in entities if {entity.name, entity.text} & names]
    id = given.get("speaker_id")
    if id is not None:
        local_id = str(id).rpartition("/")[2]
        # Without words there is the id alone to go by.
        pool = candidates if names else entities
        for entity in pool:
            if entity.id.rpartition("/")[2] == local_id and not shift:
                return entity
            if local_id == f"entities-{entity.start - shift}-{entity.end - shift}":
                return entity
    # A phrase that a person gave without an id may stand for nobody of the article: "a neighbour".
    return min(
        candidates, key=lambda entity: abs(entity.start - quote.start), default=None
    )


def _place(
    given: Mapping[str, Any],
    quote: Quote,
    entity: Entity | None,
    article: Article,
    shift: int,
) -> tuple[int | None, int | None]:
    """Return where the phrase of the speaker stands; None twice where it stands nowhere."""
    phrase = given.get("speaker")
    if phrase:
        start = given.get("speaker_start")
        near = quote.start if start is None else start + shift
        if article.text[near : near + len(phrase)] == phrase and start is not None:
            return near, near + len(phrase)
        position = nearest_words(phrase, near, article.text)
        if position is not None:
            return position, position + len(phrase)
    if _may_stand_for(quote, entity, article):
        return quote.speaker_start, quote.speaker_end
    return (entity.start, entity.end) if entity else (None, None)


def _may_stand_for(quote: Quote, entity: Entity | None, article: Article) -> bool:
    """Say whether the phrase that a quote has may mean an entity: "she" may, another name may not."""
    if quote.speaker_start is None or quote.speaker_end is None or entity is None:
        return False
    named = [
        other
        for other in cast(Sequence[Entity], article.layers.get("entities", ()))
        if quote.speaker_start <= other.start and other.end <= quote.speaker_end
    ]
    return all(other.name == entity.name for other in named)
