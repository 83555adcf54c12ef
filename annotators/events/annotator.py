"""The event layer's annotator: puts triggers, arguments, status, time, place, quote and cluster of events together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from spacy.tokens import Doc

from pressmark.annotators.times import Times
from pressmark.annotators.tree import Tree, tree_of
from pressmark.articles import Article
from pressmark.paragraphs import paragraphs
from pressmark.spans import Argument, Entity, Event, Quote, TimeExpression

from .arguments import ArgumentFinder
from .clusters import EventMention, cluster_events
from .event_places import EventPlaces
from .event_status import EventStatus, decide_status
from .event_times import Calendar, EventDate
from .lexicon import EventLexicon, load_lexicon
from .lexicon_schema import OwnLanguage, read_own_lexicon
from .quotes_around import EnclosingQuotes
from .settings import EventSettings
from .syntax import has_finite_verb
from .triggers import Hit, TriggerFinder

__all__ = ["Events"]


@dataclass(frozen=True, slots=True)
class Events:
    """
    Finds events. A language without an event lexicon gives none.

    Raises `ConfigError` with the mistakes of the user's own lexicon when it is made, before any article is read.
    """

    settings: EventSettings = field(
        default_factory=lambda: EventSettings.model_validate({})
    )
    Settings: ClassVar = EventSettings
    name: ClassVar[str] = "events"
    layer: ClassVar[str] = "events"
    needs: ClassVar[tuple[str, ...]] = ("entities", "quotes", "times")

    def __post_init__(self) -> None:
        self._own_languages()

    def _own_languages(self) -> Mapping[str, OwnLanguage]:
        return read_own_lexicon(self.settings.lexicon) if self.settings.lexicon else {}

    @property
    def own_labels(self) -> tuple[str, ...]:
        """The types of the user's own lexicon, sorted: `runs` keeps them, so that annotators by hand may give them."""
        labels: set[str] = set()
        for language in self._own_languages().values():
            labels |= language.types.keys()
        return tuple(sorted(labels))

    @property
    def own_traits(self) -> dict[str, dict[str, Any]]:
        """The traits that the user's own lexicon gives its types: `runs` keeps them for the happenings of a corpus."""
        traits: dict[str, dict[str, Any]] = {}
        for language in self._own_languages().values():
            for label, entry in sorted(language.types.items()):
                if own := entry.traits.model_dump(exclude_unset=True):
                    traits.setdefault(label, {}).update(own)
        return traits

    def annotate(self, article: Article, doc: Doc) -> Iterator[Event]:
        """Yield the events of `article`, in reading order."""
        lexicon = load_lexicon(article.language or "", self.settings.lexicon)
        if lexicon is None or not len(doc):
            return
        reader = _read_layers(article, tree_of(doc), lexicon)
        hits = (
            hit
            for hit in reader.find_triggers(other=self.settings.other)
            if self._is_chosen(hit)
        )
        mentions = [reader.read_mention(hit) for hit in hits]
        names = {entity.id: entity.name for entity in reader.entities_by_id.values()}
        yield from cluster_events(mentions, names)

    def _is_chosen(self, hit: Hit) -> bool:
        """Return whether the settings want events of a trigger's type."""
        if (
            self.settings.types is not None
            and hit.trigger.label not in self.settings.types
        ):
            return False
        return self.settings.statements or not hit.trigger.traits.reporting


@dataclass(frozen=True, slots=True)
class _EventReader:
    """One article with what its layers say, ready for its triggers. They are read in reading order."""

    article: Article
    tree: Tree
    lexicon: EventLexicon
    entities_by_id: dict[str, Entity]
    entities_by_token: dict[int, Entity]
    calendar: Calendar
    places: EventPlaces
    arguments: ArgumentFinder
    cue_tokens: frozenset[int]
    # where a cue's token begins → the first quote of that cue
    quotes_by_cue: Mapping[int, Quote]
    enclosing_quotes: EnclosingQuotes
    # a sentence's start → has it a finite verb?
    finite_sentences: dict[int, bool] = field(default_factory=dict)

    def find_triggers(self, *, other: bool) -> Iterator[Hit]:
        """Yield the triggers of the article, in reading order; with `other`, also what fits no type."""
        finder = TriggerFinder(
            self.tree,
            self.lexicon,
            self.entities_by_token,
            self.cue_tokens,
            other=other,
        )
        return finder.find()

    def read_mention(self, hit: Hit) -> EventMention:
        """Return the event of a trigger, with its status, time, arguments and place, as it stands before clustering."""
        token = hit.token
        status = decide_status(hit, self.lexicon)
        event_date = self.calendar.date_of(hit, status.label)
        if (
            event_date
            and status.label == "asserted"
            and self.calendar.is_ahead(event_date, hit)
        ):
            status = EventStatus("planned", event_date.expression.text)
        arguments = self._speaker_of(hit)
        if arguments is None:
            arguments = self.arguments.find(hit)
        demonstratives = self.lexicon.sets["demonstratives"]
        has_demonstrative = any(
            child.form in demonstratives for child in token.children
        )
        return EventMention(
            event=self._make_event(hit, status, event_date, arguments),
            lemma=token.lemma_.lower(),
            traits=hit.trigger.traits,
            is_headline=not self._is_told_by_a_verb(token.sent.start),
            is_taking_up=has_demonstrative and not hit.verbal,
        )

    def _is_told_by_a_verb(self, start: int) -> bool:
        """Return whether the sentence that begins at the token `start` has a finite verb, unlike most headlines."""
        if start not in self.finite_sentences:
            self.finite_sentences[start] = has_finite_verb(self.tree.sentence(start))
        return self.finite_sentences[start]

    def _speaker_of(self, hit: Hit) -> list[Argument] | None:
        """
        Return, for a cue, the speaker that the quote layer found for it; None where the parse must be asked.

        The parse is often wrong about inverted subjects: « a déclaré hier soir le maire ».
        """
        if not hit.trigger.traits.reporting:
            return None
        quote = self.quotes_by_cue.get(hit.token.idx)
        if (
            quote is None
            or quote.speaker is None
            or quote.speaker_start is None
            or quote.speaker_end is None
        ):
            return None
        start, end, text = quote.speaker_start, quote.speaker_end, quote.speaker
        entity = self.entities_by_id.get(quote.speaker_id or "")
        # A pronoun or name becomes the entity; « le maire » of several words only where the entity stands within them.
        if entity is not None and (" " not in text or start <= entity.start < end):
            return [
                Argument(
                    role="agent",
                    start=entity.start,
                    end=entity.end,
                    text=entity.text,
                    entity_id=entity.id,
                )
            ]
        if text.lower() in self.lexicon.sets["third"]:
            return None
        return [Argument(role="agent", start=start, end=end, text=text)]

    def _make_event(
        self,
        hit: Hit,
        status: EventStatus,
        event_date: EventDate | None,
        arguments: Sequence[Argument],
    ) -> Event:
        token, trigger, text = hit.token, hit.trigger, self.article.text
        place_id, place_rule = self.places.place_of(
            token, trigger.traits, arguments, self.entities_by_id
        )
        expression = event_date.expression if event_date else None
        all_arguments = list(arguments)
        if event_date and event_date.own:
            all_arguments.append(_time_argument(text, event_date.expression))
        all_arguments.sort(key=lambda argument: (argument.start, argument.end))
        return Event.cut(
            text,
            token.idx,
            hit.end,
            trigger.label,
            status=status.label,
            plover=trigger.plover,
            cameo=trigger.cameo,
            time=expression.time if expression else None,
            time_id=(expression.id or None) if expression else None,
            place_id=place_id,
            place_rule=place_rule,
            arguments=tuple(all_arguments),
            quote_id=self.enclosing_quotes.id_at(token.idx),
            rule=_write_rule(hit, status),
        )


def _read_layers(article: Article, tree: Tree, lexicon: EventLexicon) -> _EventReader:
    """Return a reader of what the layers before and the parse say of `article`."""
    entities = [
        span for span in article.layers.get("entities", ()) if isinstance(span, Entity)
    ]
    quotes = [
        span
        for span in article.layers.get("quotes", ())
        if isinstance(span, Quote) and span.label != "scare"
    ]
    entities_by_token = _index_by_token(tree, entities)
    published = article.published.date() if article.published else None
    times = _times_of(article, tree.parse)
    durations = [expression for expression in times if expression.label == "duration"]
    moments = [expression for expression in times if expression.label != "duration"]
    text, bounds = article.text, paragraphs(article.text)
    quotes_by_cue, cue_tokens = _index_cues(tree, quotes)
    return _EventReader(
        article=article,
        tree=tree,
        lexicon=lexicon,
        entities_by_id={entity.id: entity for entity in entities},
        entities_by_token=entities_by_token,
        calendar=Calendar(tree, lexicon, times, bounds, published),
        places=EventPlaces(text, entities, bounds),
        arguments=ArgumentFinder.of(
            text,
            tree,
            lexicon,
            entities_by_token,
            _tokens_of(tree, moments),
            _tokens_of(tree, durations),
            bounds,
        ),
        cue_tokens=cue_tokens,
        quotes_by_cue=quotes_by_cue,
        enclosing_quotes=EnclosingQuotes(quotes),
    )


def _write_rule(hit: Hit, status: EventStatus) -> str:
    """Return why an event was found and has its status: `verb: signer; planned by va`."""
    if not status.decided_by:
        return hit.rule
    return f"{hit.rule}; {status.label} by {status.decided_by}"


def _times_of(article: Article, doc: Doc) -> list[TimeExpression]:
    """Return the times layer, or what it would hold where it was not run."""
    layer = article.layers.get("times")
    expressions = Times().annotate(article, doc) if layer is None else layer
    return [
        expression
        for expression in expressions
        if isinstance(expression, TimeExpression)
    ]


def _tokens_of(tree: Tree, expressions: Sequence[TimeExpression]) -> frozenset[int]:
    """Return the tokens of some expressions of time."""
    tokens: set[int] = set()
    for expression in expressions:
        tokens.update(
            token.i for token in tree.between(expression.start, expression.end)
        )
    return frozenset(tokens)


def _index_cues(
    tree: Tree, quotes: Sequence[Quote]
) -> tuple[dict[int, Quote], frozenset[int]]:
    """Return the first quote of each cue by the offsets where the cue's tokens begin, and the tokens of all cues."""
    quotes_by_cue: dict[int, Quote] = {}
    cue_tokens: set[int] = set()
    for quote in quotes:
        if quote.cue_start is None or quote.cue_end is None:
            continue
        for token in tree.between(quote.cue_start, quote.cue_end):
            cue_tokens.add(token.i)
            if quote.cue_start <= token.idx < quote.cue_end:
                quotes_by_cue.setdefault(token.idx, quote)
    return quotes_by_cue, frozenset(cue_tokens)


def _time_argument(text: str, expression: TimeExpression) -> Argument:
    start, end = expression.start, expression.end
    return Argument(role="time", start=start, end=end, text=text[start:end])


def _index_by_token(tree: Tree, entities: Sequence[Entity]) -> dict[int, Entity]:
    """Return each token that is part of a name, by its index, with the first entity that holds it."""
    by_token: dict[int, Entity] = {}
    for entity in entities:
        for token in tree.between(entity.start, entity.end):
            by_token.setdefault(token.i, entity)
    return by_token
