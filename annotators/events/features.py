"""
The signs by which the events of an article are scored: their entry, their words and what the rules found around them.

A sign is a short name that holds or does not; `pressmark.annotators.scoring` weighs them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from pressmark.annotators.grammar.features import has_feature
from pressmark.annotators.grammar.noun_phrases import adposition_of
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.verbs import is_infinitive, is_passive
from pressmark.annotators.scoring import Scorer, crossed_sign, magnitude
from pressmark.spans import Entity

from .clusters import EventMention
from .triggers import Hit
from .verb_tense import is_past, is_present

__all__ = ["EventFeatures", "FoundEvent", "score_mentions"]

_PARTS = 4
"""Into how many parts an article is cut to say where in it an event stands."""


class FoundEvent(NamedTuple):
    """A trigger and the event that was read of it."""

    hit: Hit
    mention: EventMention


@dataclass(frozen=True)
class EventFeatures:
    """Tells the signs of each of the `found` events of an article of so many code points, in reading order."""

    found: Sequence[FoundEvent]
    entities: dict[str, Entity]
    length: int

    def of_event(self, found: FoundEvent) -> list[str]:
        """Return the signs that an event is one, and of its type."""
        label, signs = found.mention.event.label, self._signs_around(found)
        # What a sign says depends on the type: a lone noun of an accident is one, of an agreement a paper.
        crossed = [crossed_sign(label, sign) for sign in signs]
        return [*_entry_signs(found), *signs, *crossed]

    def probability(self, scorer: Scorer, found: FoundEvent) -> float | None:
        """Return how likely an event is right by the signs of `of_event`; None without a model."""
        signs = self._signs_around(found)
        label = found.mention.event.label
        return scorer.probability(
            "score", [*_entry_signs(found), *signs], label, crossed=signs
        )

    def _signs_around(self, found: FoundEvent) -> list[str]:
        """Return the signs that hold of an event whatever its type."""
        return [
            f"kind: {_kind_of(found.hit)}",
            *self._word_signs(found.hit),
            *self._argument_signs(found.mention),
            *self._place_signs(found),
        ]

    def _word_signs(self, hit: Hit) -> Iterator[str]:
        """Yield how many conditions the entry has, and how the trigger is written and hangs in the parse."""
        token, trigger = hit.token, hit.trigger
        yield f"conditions met: {magnitude(len(trigger.required) + len(trigger.flags))}"
        if trigger.barred:
            yield "has barred senses"
        yield f"part of speech: {token.pos_}"
        yield f"hangs as: {token.relation}"
        if hit.length > 1:
            yield "several words"
        if hit.verbal:
            yield from _verb_signs(hit)
        else:
            yield from _noun_signs(hit)

    def _argument_signs(self, mention: EventMention) -> Iterator[str]:
        """Yield which roles are filled, whether by names, and what dates and places the event."""
        event = mention.event
        roles = sorted({argument.role for argument in event.arguments})
        yield f"roles: {magnitude(len(roles))}"
        for role in roles:
            yield f"has {role}"
        for argument in event.arguments:
            entity = self.entities.get(argument.entity_id or "")
            if entity is not None:
                yield f"{argument.role}: {entity.label}"
        yield f"status: {event.status}"
        if event.time is not None:
            yield f"dated by: {event.time.grain}"
        yield f"place: {event.place_rule}"

    def _place_signs(self, found: FoundEvent) -> Iterator[str]:
        """Yield where in the article an event stands, and how often the article has its type and word."""
        event = found.mention.event
        part = _PARTS * event.start // max(1, self.length)
        yield f"part of the article: {part}"
        if found.mention.is_headline:
            yield "without a finite verb"
        if event.quote_id is not None:
            yield "quoted"
        yield f"events of its type: {magnitude(self._labels[event.label])}"
        yield f"events of its word: {magnitude(self._lemmas[found.mention.lemma])}"
        yield f"tokens of its sentence: {magnitude(_sentence_length(found.hit))}"

    @cached_property
    def _labels(self) -> Counter[str]:
        """How often the article has each type."""
        return Counter(found.mention.event.label for found in self.found)

    @cached_property
    def _lemmas(self) -> Counter[str]:
        """How often the article has each word as a trigger."""
        return Counter(found.mention.lemma for found in self.found)


def _kind_of(hit: Hit) -> str:
    """Return what kind of word a trigger is."""
    return "verb" if hit.verbal else "noun"


def _entry_signs(found: FoundEvent) -> list[str]:
    """Return the signs that tell an event's type and its entry."""
    label, kind = found.mention.event.label, _kind_of(found.hit)
    word = f"{kind}: {found.hit.trigger.lemma}"
    return [f"label: {label}", crossed_sign(label, word), word]


def _verb_signs(hit: Hit) -> Iterator[str]:
    """Yield the tense and voice of a verb."""
    if is_infinitive(hit.token):
        yield "infinitive"
    elif is_past(hit.token):
        yield "past"
    elif is_present(hit.token):
        yield "present"
    if is_passive(hit.token):
        yield "passive"


def _noun_signs(hit: Hit) -> Iterator[str]:
    """Yield the number of a noun, what determines it and the preposition before it."""
    token = hit.token
    if has_feature(token, "Number", "Plur"):
        yield "plural"
    determiners = [
        child.form for child in token.children if child.relation is Relation.DETERMINER
    ]
    yield f"determiner: {determiners[0] if determiners else 'none'}"
    adposition = adposition_of(token)
    if adposition is not None:
        yield f"preposition: {adposition.form}"


def _sentence_length(hit: Hit) -> int:
    """Return how many tokens the sentence of a trigger has."""
    sentence = hit.token.sent
    return sentence.end - sentence.start


def score_mentions(
    features: EventFeatures, scorer: Scorer, minimum: float | None
) -> Iterator[EventMention]:
    """
    Yield the mentions of an article that score enough, each with its score; all without one, where none was fitted.

    `minimum` is what the user asks for. Where that is None, what is best for F1 drops no statement, since gold has
    other ideas of what somebody says than a reader, and nothing of a type that gold does not know.
    """
    for found in features.found:
        mention = found.mention
        if not scorer.models:
            yield mention
            continue
        score = features.probability(scorer, found)
        is_known = mention.event.label in scorer.labels
        is_exempt = minimum is None and (mention.traits.reporting or not is_known)
        if is_exempt or scorer.keeps(score, minimum):
            yield replace(mention, score=score)
