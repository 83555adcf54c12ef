"""The event layer: triggers of typed events with their arguments, status, time, place, quote and cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from spacy.tokens import Doc

from pressmark.annotators.times import Times
from pressmark.annotators.tree import Tree, tree_of
from pressmark.articles import Article
from pressmark.paragraphs import paragraphs
from pressmark.spans import Argument, Entity, Event, Quote, TimeExpression

from .arguments import Arguments
from .around import Around
from .clusters import Mention, clustered
from .entries import read_own
from .settings import Settings as EventSettings
from .status import Status, status
from .syntax import has_finite_verb
from .triggers import Finder, Hit
from .types import Lexicon, read
from .when import Calendar, Dated
from .where import Places

__all__ = ["Events"]


@dataclass(frozen=True, slots=True)
class Events:
    """Finds events. A language without an event lexicon gives none."""

    settings: EventSettings = field(default_factory=lambda: EventSettings.model_validate({}))
    Settings: ClassVar = EventSettings
    name: ClassVar[str] = "events"
    layer: ClassVar[str] = "events"
    needs: ClassVar[tuple[str, ...]] = ("entities", "quotes", "times")

    def __post_init__(self) -> None:
        if self.settings.lexicon:
            read_own(self.settings.lexicon)  # its mistakes are told before the work begins

    @property
    def own_labels(self) -> tuple[str, ...]:
        """The types of the user's own lexicon, sorted: `runs` keeps them, so that annotators by hand may give them."""
        own = read_own(self.settings.lexicon) if self.settings.lexicon else {}
        return tuple(sorted({label for language in own.values() for label in language.types}))

    def annotate(self, article: Article, doc: Doc) -> Iterator[Event]:
        """The events of an article, in reading order."""
        lexicon = read(article.language or "", self.settings.lexicon)
        if lexicon is None or not len(doc):
            return
        reading = _Reading.of(article, tree_of(doc), lexicon)
        found = [
            reading.mention(hit) for hit in reading.hits(other=self.settings.other) if self._wanted(hit.trigger.label)
        ]
        yield from clustered(found, {one.id: one.name for one in reading.by_id.values()})

    def _wanted(self, label: str) -> bool:
        chosen = self.settings.types is None or label in self.settings.types
        return chosen and (self.settings.statements or label != "STATEMENT")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One article with what its layers say, ready for its triggers."""

    article: Article
    tree: Tree
    lexicon: Lexicon
    quotes: Sequence[Quote]
    by_id: dict[str, Entity]
    named: dict[int, Entity]
    calendar: Calendar
    places: Places
    arguments: Arguments
    cued: Mapping[int, Quote]  # where a cue's token begins → the first quote of that cue
    around: Callable[[int], str | None]  # the id of the shortest quote that an offset stands in, of rising offsets
    told: dict[int, bool] = field(default_factory=dict)  # the start of a sentence → whether a finite verb tells it

    @classmethod
    def of(cls, article: Article, tree: Tree, lexicon: Lexicon) -> _Reading:
        """What the layers before and the parse say of an article."""
        entities = [one for one in article.layers.get("entities", ()) if isinstance(one, Entity)]
        quotes = [one for one in article.layers.get("quotes", ()) if isinstance(one, Quote) and one.label != "scare"]
        named = _tokens(tree, entities)
        published = article.published.date() if article.published else None
        times = _times(article, tree.parse)
        text, bounds = article.text, paragraphs(article.text)
        others, lasting = (_covered(tree, times, lasting=lasting) for lasting in (False, True))
        return cls(
            article, tree, lexicon, quotes, {one.id: one for one in entities}, named,
            Calendar(tree, lexicon, times, bounds, published), Places(text, entities, bounds),
            Arguments.read(text, tree, lexicon, named, others, lasting, bounds),
            _cued(tree, quotes), Around(quotes).of,
        )  # fmt: skip

    def hits(self, *, other: bool) -> Iterator[Hit]:
        """The triggers of the article, in reading order."""
        return Finder(self.tree, self.lexicon, self.named, _cues(self.tree, self.quotes), other=other).hits()

    def mention(self, hit: Hit) -> Mention:
        """A trigger with its status, time, arguments and place."""
        said = status(hit, self.lexicon)
        dated = self.calendar.of(hit, said.label)
        if dated and said.label == "asserted" and self.calendar.is_ahead(dated, hit):
            said = Status("planned", dated.expression.text)
        arguments = self._spoken(hit)
        arguments = self.arguments.of(hit) if arguments is None else arguments
        taking_up = any(one.form in self.lexicon.sets["demonstratives"] for one in hit.token.children)
        event = self._event(hit, said, dated, arguments)
        sentence = hit.token.sent
        if sentence.start not in self.told:
            self.told[sentence.start] = has_finite_verb(sentence)
        return Mention(event, hit.token.lemma_.lower(), not self.told[sentence.start], taking_up and not hit.verbal)

    def _spoken(self, hit: Hit) -> list[Argument] | None:
        """Of a cue, the speaker that the quote layer found for it: the parse is often wrong about inverted subjects."""
        at = hit.token.idx
        if hit.trigger.label != "STATEMENT":
            return None
        quote = self.cued.get(at)
        if quote is None or quote.speaker is None or quote.speaker_start is None or quote.speaker_end is None:
            return None
        named = self.by_id.get(quote.speaker_id or "")
        if named is not None and (" " not in quote.speaker or quote.speaker_start <= named.start < quote.speaker_end):
            return [Argument(role="agent", start=named.start, end=named.end, text=named.text, entity_id=named.id)]
        if quote.speaker.lower() in self.lexicon.sets["third"]:
            return None
        return [Argument(role="agent", start=quote.speaker_start, end=quote.speaker_end, text=quote.speaker)]

    def _event(self, hit: Hit, said: Status, dated: Dated | None, arguments: Sequence[Argument]) -> Event:
        token, when = hit.token, dated.expression if dated else None
        place, place_rule = self.places.of(token, hit.trigger.label, arguments, self.by_id)
        own = [_time_argument(self.article.text, dated.expression)] if dated and dated.own else []
        ordered = sorted([*arguments, *own], key=lambda one: (one.start, one.end))
        return Event.cut(
            self.article.text, token.idx, hit.end, hit.trigger.label, status=said.label,
            plover=hit.trigger.plover, cameo=hit.trigger.cameo, time=when.time if when else None,
            time_id=(when.id or None) if when else None, place_id=place, place_rule=place_rule,
            arguments=tuple(ordered), quote_id=self.around(token.idx), rule=_rule(hit, said),
        )  # fmt: skip


def _rule(hit: Hit, said: Status) -> str:
    return f"{hit.rule}; {said.label} by {said.by}" if said.by else hit.rule


def _times(article: Article, doc: Doc) -> list[TimeExpression]:
    """The times layer, or what it would hold where it was not run."""
    found = article.layers.get("times")
    expressions = Times().annotate(article, doc) if found is None else found
    return [one for one in expressions if isinstance(one, TimeExpression)]


def _covered(tree: Tree, times: Sequence[TimeExpression], *, lasting: bool) -> frozenset[int]:
    """The tokens of the durations, or of all other expressions of time."""
    chosen = (one for one in times if (one.label == "duration") == lasting)
    return frozenset(token.i for one in chosen for token in tree.between(one.start, one.end))


def _cues(tree: Tree, quotes: Sequence[Quote]) -> frozenset[int]:
    """The tokens of the cues that the quote layer found."""
    found = (
        tree.between(one.cue_start, one.cue_end)
        for one in quotes
        if one.cue_start is not None and one.cue_end is not None
    )
    return frozenset(token.i for words in found for token in words)


def _cued(tree: Tree, quotes: Sequence[Quote]) -> dict[int, Quote]:
    """Where the tokens of cues begin, with the first quote of each."""
    cued: dict[int, Quote] = {}
    for quote in quotes:
        if quote.cue_start is not None and quote.cue_end is not None:
            for token in tree.between(quote.cue_start, quote.cue_end):
                if quote.cue_start <= token.idx < quote.cue_end:
                    cued.setdefault(token.idx, quote)
    return cued


def _time_argument(text: str, when: TimeExpression) -> Argument:
    return Argument(role="time", start=when.start, end=when.end, text=text[when.start : when.end])


def _tokens(tree: Tree, entities: Sequence[Entity]) -> dict[int, Entity]:
    """Which tokens are part of which name."""
    found: dict[int, Entity] = {}
    for entity in entities:
        for token in tree.between(entity.start, entity.end):
            found.setdefault(token.i, entity)
    return found
