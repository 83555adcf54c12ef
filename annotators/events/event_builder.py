"""
The events of one article, put together: what its layers and its parse say, asked for each trigger.

`annotator.py` makes one builder for each article; the modules beside this one answer it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pressmark.annotators.coreference import CoreferenceReading, Resolver
from pressmark.annotators.coreference.lexicon import CoreferenceLexicon
from pressmark.annotators.coreference.lexicon import (
    load_lexicon as load_coreference_lexicon,
)
from pressmark.annotators.grammar.tree import Tree
from pressmark.annotators.grammar.verbs import has_finite_verb
from pressmark.annotators.grammar.written_forms import normalize
from pressmark.annotators.rules import conclude_first
from pressmark.annotators.shared_reading import SharedReading
from pressmark.annotators.times import Times
from pressmark.articles import Article
from pressmark.spans import Argument, Entity, Event, Quote, Time, TimeExpression
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .arguments import ArgumentFinder, TimeTokens
from .clusters import EventMention
from .event_places import EventPlaces
from .event_status import EventStatus, decide_status
from .event_times import AHEAD_RULES, Calendar, EventDate
from .lexicon import EventLexicon
from .phrases_around import PhrasesAround
from .quotes_around import EnclosingQuotes
from .time_stretches import stretch_of
from .triggers import Hit, TriggerFinder

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["EventBuilder"]


@dataclass(frozen=True, slots=True)
class EventBuilder:
    """One article with what its layers say, ready for its triggers. They are read in reading order."""

    article: Article
    reading: SharedReading
    lexicon: EventLexicon
    entities_by_id: dict[str, Entity]
    calendar: Calendar
    places: EventPlaces
    arguments: ArgumentFinder
    cue_tokens: frozenset[int]
    # where a cue's token begins → the first quote of that cue
    quotes_by_cue: Mapping[int, Quote]
    enclosing_quotes: EnclosingQuotes
    # names of rules that are not asked
    without: frozenset[str] = frozenset()
    # a sentence's start → has it a finite verb?
    finite_sentences: dict[int, bool] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        article: Article,
        reading: SharedReading,
        lexicon: EventLexicon,
        without: frozenset[str] = frozenset(),
        lexicons: Lexicons = OURS,
    ) -> EventBuilder:
        """Return the builder of the events of `article`, as its `reading` has it; rules of the names `without` rest."""
        tree, quotes = reading.tree, _quotes_of(article)
        published = article.published.date() if article.published else None
        times = _times_of(article, tree.parse, lexicons)
        durations = [
            expression for expression in times if expression.label == "duration"
        ]
        moments = [expression for expression in times if expression.label != "duration"]
        time_tokens = TimeTokens(_tokens_of(tree, moments), _tokens_of(tree, durations))
        quotes_by_cue, cue_tokens = _index_cues(tree, quotes)
        coreference = load_coreference_lexicon(article.language or "", lexicons)
        resolver = _make_resolver(reading, quotes, coreference)
        return cls(
            article=article,
            reading=reading,
            lexicon=lexicon,
            entities_by_id={entity.id: entity for entity in reading.entities},
            calendar=Calendar(reading, lexicon, times, published, without),
            places=EventPlaces(reading, without),
            arguments=ArgumentFinder.of(
                reading,
                lexicon,
                PhrasesAround(lexicon.control),
                time_tokens,
                resolver,
            ),
            cue_tokens=cue_tokens,
            quotes_by_cue=quotes_by_cue,
            enclosing_quotes=EnclosingQuotes(quotes),
            without=without,
        )

    def find_triggers(self, *, with_untyped: bool) -> Iterator[Hit]:
        """Yield the triggers of the article, in reading order; `with_untyped`, also what fits no type."""
        finder = TriggerFinder(
            self.reading,
            self.lexicon,
            self.arguments.roles.around,
            self.cue_tokens,
            with_untyped=with_untyped,
            without=self.without,
        )
        return finder.find()

    def read_mention(self, hit: Hit) -> EventMention:
        """Return the event of a trigger, with its status, time, arguments and place, as it stands before clustering."""
        token = hit.token
        status = decide_status(hit, self.lexicon, self.without)
        event_date = self.calendar.date_of(hit, status.label)
        # « le sommet s'ouvre le 12 mai »: no word of the verb plans it, but its day is still to come.
        is_asserted = status.label == "asserted"
        if event_date and is_asserted and self._is_ahead(event_date, hit):
            status = EventStatus("planned", event_date.expression.text)
        arguments = self._speaker_of(hit)
        if arguments is None:
            arguments = self.arguments.find(hit)
        demonstratives = self.lexicon.sets["demonstratives"]
        has_demonstrative = any(
            child.form in demonstratives for child in token.children
        )
        has_finite_verb_around = self._is_told_by_a_verb(token.sent.start)
        return EventMention(
            event=self._make_event(hit, status, event_date, arguments),
            lemma=token.lemma_.lower(),
            traits=hit.trigger.traits,
            is_headline=not has_finite_verb_around,
            is_taking_up=has_demonstrative and not hit.verbal,
        )

    def _is_ahead(self, event_date: EventDate, hit: Hit) -> bool:
        """Return whether its date says that an event is still to come."""
        case = (self.calendar, event_date, hit)
        is_ahead = conclude_first(AHEAD_RULES, case, self.without)
        return is_ahead is True

    def _is_told_by_a_verb(self, start: int) -> bool:
        """Return whether the sentence that begins at the token `start` has a finite verb, unlike most headlines."""
        if start not in self.finite_sentences:
            self.finite_sentences[start] = has_finite_verb(
                self.reading.tree.sentence(start)
            )
        return self.finite_sentences[start]

    def _speaker_of(self, hit: Hit) -> list[Argument] | None:
        """
        Return, for a cue, the speaker that the quote layer found for it; None where the parse must be asked.

        The parse is often wrong about inverted subjects: « a déclaré hier soir le maire ».
        """
        if not hit.trigger.traits.reporting:
            return None
        quote = self.quotes_by_cue.get(hit.token.idx)
        if quote is None or quote.speaker is None:
            return None
        if quote.speaker_start is None or quote.speaker_end is None:
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
        # « Il a ajouté »: the quote layer knows no antecedent, the rules of arguments may.
        pronouns = self.arguments.roles.resolver.reading.lexicon
        if pronouns.traits(normalize(text)) is not None:
            return None
        return [Argument(role="agent", start=start, end=end, text=text)]

    def _time_of(self, hit: Hit, event_date: EventDate) -> Time:
        """Return when an event is that a date tells: the date, or the stretch of which its own date is one end."""
        expression = event_date.expression
        if not event_date.is_own or self.article.published is None:
            return expression.time
        published = self.article.published.date()
        return stretch_of(hit, expression, self.lexicon, published)

    def _make_event(
        self,
        hit: Hit,
        status: EventStatus,
        event_date: EventDate | None,
        arguments: Sequence[Argument],
    ) -> Event:
        """Return the event of a trigger, with the place and the quote that it stands in."""
        token, trigger, text = hit.token, hit.trigger, self.article.text
        place_id, place_rule = self.places.place_of(
            token, trigger.traits, arguments, self.entities_by_id
        )
        time, time_id = None, None
        all_arguments = list(arguments)
        if event_date:
            time = self._time_of(hit, event_date)
            time_id = event_date.expression.id or None
        # A date that only stands before the event is its time, and no part of its phrase.
        if event_date and event_date.is_own:
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
            time=time,
            time_id=time_id,
            place_id=place_id,
            place_rule=place_rule,
            arguments=tuple(all_arguments),
            quote_id=self.enclosing_quotes.id_at(token.idx),
            rule=_write_rule(hit, status),
        )


def _make_resolver(
    reading: SharedReading, quotes: Sequence[Quote], lexicon: CoreferenceLexicon
) -> Resolver:
    """Return what says whom a pronoun means; it knows the speakers that the quote layer has found."""
    direct = [quote.spans for quote in quotes if quote.label == "direct"]
    quoted = sorted({span for spans in direct for span in spans})
    resolver = Resolver.of(CoreferenceReading.of(reading, lexicon, quoted))
    resolver.hear_quotes(quotes)
    return resolver


def _quotes_of(article: Article) -> list[Quote]:
    """Return the spans of the quote layer; words that are only held at a distance (« le “miracle” ») say nothing."""
    quotes: list[Quote] = []
    for span in article.layers.get("quotes", ()):
        if isinstance(span, Quote) and span.label != "scare":
            quotes.append(span)
    return quotes


def _write_rule(hit: Hit, status: EventStatus) -> str:
    """Return why an event was found and has its status: `verb: signer; planned by va`."""
    if not status.decided_by:
        return hit.rule
    reason = f"{status.label} by {status.decided_by}"
    return f"{hit.rule}; {reason}"


def _times_of(article: Article, doc: Doc, lexicons: Lexicons) -> list[TimeExpression]:
    """Return the times layer, or what it would hold where it was not run."""
    layer = article.layers.get("times")
    annotator = Times(lexicons=lexicons)
    expressions = annotator.annotate(article, doc) if layer is None else layer
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
    """Return an expression of time as an argument."""
    start, end = expression.start, expression.end
    surface = text[start:end]
    return Argument(role="time", start=start, end=end, text=surface)
