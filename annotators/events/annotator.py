"""The event layer: triggers of typed events with their arguments, status, time, place, quote and cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from spacy.tokens import Doc, Token

from pressmark.annotators.times import Times
from pressmark.articles import Article
from pressmark.spans import Argument, Entity, Event, Quote, TimeExpression

from .arguments import Arguments
from .clusters import clustered
from .settings import Settings as EventSettings
from .status import status
from .triggers import Hit, hits
from .types import Lexicon, read

__all__ = ["Events"]

_FARTHEST = 120


@dataclass(frozen=True, slots=True)
class Events:
    """Finds events. A language without an event lexicon gives none."""

    settings: EventSettings = field(default_factory=lambda: EventSettings.model_validate({}))
    Settings: ClassVar = EventSettings
    name: ClassVar[str] = "events"
    layer: ClassVar[str] = "events"
    needs: ClassVar[tuple[str, ...]] = ("entities", "quotes", "times")

    def annotate(self, article: Article, doc: Doc) -> Iterator[Event]:
        """The events of an article, in reading order."""
        language = article.language or ""
        lexicon = read(language)
        if lexicon is None or not len(doc):
            return
        entities = [one for one in article.layers.get("entities", ()) if isinstance(one, Entity)]
        named = _tokens(doc, entities)
        finder = Arguments(article.text, lexicon, named)
        timed = _timed(article, doc)
        quotes = [one for one in article.layers.get("quotes", ()) if isinstance(one, Quote) and one.label != "scare"]
        found = [
            _event(article, hit, finder.of(hit), lexicon, timed, quotes)
            for hit in hits(doc, lexicon, named)
            if self._wanted(hit.trigger.label)
        ]
        yield from clustered(found)

    def _wanted(self, label: str) -> bool:
        chosen = self.settings.types is None or label in self.settings.types
        return chosen and (self.settings.statements or label != "STATEMENT")


def _event(
    article: Article,
    hit: Hit,
    arguments: Sequence[Argument],
    lexicon: Lexicon,
    timed: Sequence[TimeExpression],
    quotes: Sequence[Quote],
) -> Event:
    token = hit.token
    said = status(token, lexicon)
    when = _when(token, timed)
    arguments = _spoken(token, quotes) or arguments
    place = next((one.entity_id for one in arguments if one.role == "place" and one.entity_id), None)
    times_ = [_time_argument(article.text, when)] if when else []
    ordered = sorted([*arguments, *times_], key=lambda one: (one.start, one.end))
    return Event.cut(
        article.text, token.idx, token.idx + len(token), hit.trigger.label, status=said,
        time=when.time if when else None, time_id=(when.id or None) if when else None,
        place_id=place, arguments=tuple(ordered), quote_id=_quote_id(token, quotes),
        rule="verb" if hit.verbal else "noun",
    )  # fmt: skip


def _spoken(token: Token, quotes: Sequence[Quote]) -> list[Argument]:
    """Of a cue, the speaker that the quote layer found for it: the parse is often wrong about an inverted subject."""
    for one in quotes:
        if one.cue_start is not None and one.cue_end is not None and one.cue_start <= token.idx < one.cue_end:
            if one.speaker is None or one.speaker_start is None or one.speaker_end is None:
                return []
            start, end = one.speaker_start, one.speaker_end
            return [Argument(role="agent", start=start, end=end, text=one.speaker, entity_id=one.speaker_id)]
    return []


def _time_argument(text: str, when: TimeExpression) -> Argument:
    return Argument(role="time", start=when.start, end=when.end, text=text[when.start : when.end])


def _tokens(doc: Doc, entities: Sequence[Entity]) -> dict[int, Entity]:
    """Which tokens are part of which name."""
    found: dict[int, Entity] = {}
    for entity in entities:
        span = doc.char_span(entity.start, entity.end, alignment_mode="expand")
        for token in span if span is not None else ():
            found.setdefault(token.i, entity)
    return found


def _timed(article: Article, doc: Doc) -> list[TimeExpression]:
    """The expressions that can say when: the times layer, or what it would hold where it was not run."""
    found = article.layers.get("times")
    expressions = Times().annotate(article, doc) if found is None else found
    return [one for one in expressions if isinstance(one, TimeExpression) and one.label in ("date", "time")]


def _when(token: Token, timed: Sequence[TimeExpression]) -> TimeExpression | None:
    """The nearest time expression of the trigger's sentence that belongs to it."""
    sentence = token.sent
    inside = [one for one in timed if sentence.start_char <= one.start and one.end <= sentence.end_char]
    near = [one for one in inside if _reaches(token, one)]
    return min(near, key=lambda one: abs(one.start - token.idx), default=None)


def _reaches(token: Token, when: TimeExpression) -> bool:
    """Whether a time belongs to a trigger: it hangs below it, or below the verb that carries it."""
    span = token.doc.char_span(when.start, when.end, alignment_mode="expand")
    if span is None:
        return False
    above = {one.i for one in (span.root, *span.root.ancestors)}
    carrier = token.head.i if token.dep_ in ("obj", "dobj", "nsubj", "nsubj:pass", "nsubjpass", "conj") else token.i
    return token.i in above or (carrier in above and abs(when.start - token.idx) < _FARTHEST)


def _quote_id(token: Token, quotes: Sequence[Quote]) -> str | None:
    """The shortest quote that the trigger stands in."""
    around = [one for one in quotes if any(start <= token.idx < end for start, end in one.spans)]
    return min(around, key=lambda one: one.end - one.start).id if around else None
