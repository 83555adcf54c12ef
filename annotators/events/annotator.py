"""The event layer's annotator: puts triggers, arguments, status, time, place, quote and cluster of events together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from pressmark.annotators.rules import AnyRule, require_rules
from pressmark.annotators.scoring import scorer
from pressmark.annotators.shared_reading import reading_of
from pressmark.articles import Article
from pressmark.spans import Event
from pressmark.yaml_files.lexicon_models.event_entries import OwnLanguage, TypeEntry
from pressmark.yaml_files.lexicons import OURS, Lexicons, lexicon_languages

from .clusters import cluster_events
from .event_builder import EventBuilder
from .event_rules import EVENT_RULES
from .features import EventFeatures, FoundEvent, score_mentions
from .lexicon import EventLexicon, load_lexicon, type_entries
from .own_lexicon import read_own_lexicon
from .settings import EventSettings
from .triggers import Hit

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Events"]


@dataclass(frozen=True, slots=True)
class Events:
    """
    Finds events. A language without an event lexicon gives none.

    Rules of the names `without` are not asked.

    Raises `ConfigError` with the mistakes of the user's own lexicon when it is made, before any article is read.
    """

    settings: EventSettings = field(
        default_factory=lambda: EventSettings.model_validate({})
    )
    without: frozenset[str] = frozenset()
    lexicons: Lexicons = OURS
    Settings: ClassVar = EventSettings
    takes_lexicons: ClassVar[bool] = True
    name: ClassVar[str] = "events"
    layer: ClassVar[str] = "events"
    needs: ClassVar[tuple[str, ...]] = ("entities", "quotes", "times")
    rules: ClassVar[tuple[AnyRule, ...]] = EVENT_RULES

    def __post_init__(self) -> None:
        require_rules(self.rules, self.without)
        self._own_languages()

    def _own_languages(self) -> Mapping[str, OwnLanguage]:
        """Return the user's own lexicon by language; nothing when the settings name none."""
        own = self.settings.lexicon
        return read_own_lexicon(own, self.lexicons) if own else {}

    @property
    def own_labels(self) -> tuple[str, ...]:
        """The types of the user's own lexicons, sorted: `runs` keeps them, so that annotators by hand may give them."""
        return tuple(sorted({label for label, _ in self._own_types()}))

    @property
    def own_traits(self) -> dict[str, dict[str, Any]]:
        """The traits that the user's own lexicons give types: `runs` keeps them for the happenings of a corpus."""
        traits: dict[str, dict[str, Any]] = {}
        for label, entry in self._own_types():
            own_traits = entry.traits.model_dump(exclude_unset=True)
            if own_traits:
                traits.setdefault(label, {}).update(own_traits)
        return traits

    def _own_types(self) -> Iterator[tuple[str, TypeEntry]]:
        """Yield the types that are not as in our lexicons: of the user's folders, and then of the settings' file."""
        for language in lexicon_languages("events", self.lexicons):
            ours = type_entries(language)
            for label, entry in type_entries(language, self.lexicons).items():
                if label not in ours or ours[label].traits != entry.traits:
                    yield label, entry
        for own_language in self._own_languages().values():
            yield from sorted(own_language.types.items())

    def annotate(self, article: Article, doc: Doc) -> Iterator[Event]:
        """Yield the events of `article`, in reading order."""
        lexicon = load_lexicon(
            article.language or "", self.settings.lexicon, self.lexicons
        )
        if lexicon is None or not len(doc):
            return
        features = self.read(article, doc, lexicon)
        weights = scorer("events", article.language or "")
        mentions = list(score_mentions(features, weights, self.settings.minimum))
        names = {entity.id: entity.name for entity in features.entities.values()}
        yield from cluster_events(mentions, names, self.without)

    def read(self, article: Article, doc: Doc, lexicon: EventLexicon) -> EventFeatures:
        """Return the events that the rules find in `article` with what their scores rest on, none dropped by a score."""
        builder = EventBuilder.of(
            article, reading_of(article, doc), lexicon, self.without, self.lexicons
        )
        found: list[FoundEvent] = []
        # In reading order: places hang on what the article told before.
        for hit in builder.find_triggers(with_untyped=self.settings.other):
            if self._is_chosen(hit):
                found.append(FoundEvent(hit, builder.read_mention(hit)))
        return EventFeatures(found, builder.entities_by_id, len(article.text))

    def _is_chosen(self, hit: Hit) -> bool:
        """Return whether the settings want events of a trigger's type."""
        types = self.settings.types
        if types is not None and hit.trigger.label not in types:
            return False
        return self.settings.statements or not hit.trigger.traits.reporting
