"""The annotator `llm`: quotes, entities or events as a language model reads them, anchored in the text or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pressmark.annotators.entities.candidates import NameCandidate
from pressmark.annotators.entities.named_entities import entities_of_names
from pressmark.annotators.events import Events
from pressmark.annotators.events.lexicon import type_entries
from pressmark.annotators.rules import AnyRule
from pressmark.articles import Article
from pressmark.messages import suggestion
from pressmark.spans import Span
from pressmark.text_view import view_of
from pressmark.yaml_files.lexicons import OURS, Lexicons, lexicon_languages

from .anchoring import AnchoredAnswer
from .answer_cache import AnswerCache
from .answers import NameAnswer
from .chat_client import ChatClient
from .event_spans import event_spans
from .forecast import Forecast, describe_refusals, make_forecast
from .quote_spans import quote_spans
from .reader import ArticleReader
from .requests import RequestWriter
from .settings import LanguageModelSettings

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["LanguageModel"]

_NEEDS: dict[str, tuple[str, ...]] = {
    "entities": (),
    "quotes": ("entities",),
    "events": ("entities", "quotes", "times"),
}
"""The layers that each layer is joined with; what the model is asked does not depend on them."""


class LanguageModel:
    """
    Reads a layer by a language model.

    Raises ValueError for types of events that there are not. An article that the model does not answer for is rejected
    with a `ModelFailure`, and may be tried again.
    """

    name = "llm"
    Settings = LanguageModelSettings
    takes_lexicons: ClassVar[bool] = True
    rules: ClassVar[tuple[AnyRule, ...]] = ()

    def __init__(
        self, settings: LanguageModelSettings, *, lexicons: Lexicons = OURS
    ) -> None:
        self.settings = settings
        self.lexicons = lexicons
        _require_types(settings.types or (), lexicons)

    @property
    def layer(self) -> str:
        """The layer that the settings ask for."""
        return self.settings.layer

    @property
    def needs(self) -> tuple[str, ...]:
        """The layers that the layer is joined with."""
        return _NEEDS[self.settings.layer]

    @cached_property
    def reader(self) -> ArticleReader:
        """What asks the model, and remembers what failed."""
        return ArticleReader(
            RequestWriter(self.settings, self.lexicons),
            ChatClient.of(self.settings),
            AnswerCache(self.settings.cache_folder),
        )

    @property
    def rule(self) -> str:
        """What the annotations say found them."""
        return f"llm: {self.settings.model}"

    def annotate(self, article: Article, doc: Doc) -> Iterator[Span]:
        """Yield the spans of the layer; ask the model for what is not in the cache."""
        if not article.text.strip():
            return
        reading = self.reader.read(article.text, article.language or "")
        if self.layer == "quotes":
            yield from quote_spans(article, reading.answers, self.rule)
        elif self.layer == "events":
            yield from event_spans(
                article, doc, reading.answers, self.rule, self.lexicons
            )
        else:
            names = dict.fromkeys(map(self._candidate, reading.answers))
            yield from entities_of_names(article, doc, names, self.lexicons)

    @property
    def batch_size(self) -> int:
        """How many articles `annotate_many` is best given at once."""
        return self.settings.concurrency

    def annotate_many(
        self, pairs: Iterable[tuple[Article, Doc]]
    ) -> Iterator[Sequence[Span]]:
        """Yield the spans of each article; all of them are asked for side by side first."""
        batch = list(pairs)
        self.reader.ask_together(
            (article.text, article.language or "")
            for article, _ in batch
            if article.text.strip()
        )
        for article, doc in batch:
            yield list(self.annotate(article, doc))

    def _candidate(self, anchored: AnchoredAnswer) -> NameCandidate:
        label = cast(NameAnswer, anchored.answer).label
        detail = self.settings.model
        return NameCandidate(anchored.start, anchored.end, label, "llm", detail=detail)

    def prepare(self, articles: Iterable[Article]) -> None:
        """
        Ask for several articles at once, so that `annotate` finds their answers; what fails is raised there.

        A run calls this for the articles of a shard, which are more than a batch.
        """
        self.reader.prepare(_texts(articles))

    def forecast(self, articles: Iterable[Article]) -> Forecast:
        """
        Return what the articles will cost. Raises `ServiceRefused` without a key, where there is something to ask.
        """
        forecast = make_forecast(self.reader, _texts(articles))
        if forecast.requests:
            self.reader.client.require_key()
        return forecast

    @cached_property
    def _events_by_rule(self) -> Events:
        """What knows the types of the user's own lexicons, and their traits."""
        return Events(lexicons=self.lexicons)

    @property
    def own_labels(self) -> tuple[str, ...]:
        """The types of events of the user's own lexicons, as our events have them."""
        return self._events_by_rule.own_labels if self.layer == "events" else ()

    @property
    def own_traits(self) -> dict[str, dict[str, Any]]:
        """The traits that the user's own lexicons give types, as our events have them."""
        return self._events_by_rule.own_traits if self.layer == "events" else {}

    def describe_refusals(self, articles: Iterable[Article]) -> Iterator[str]:
        """Yield how much of the answers for `articles` was refused, and why; write the whole list beside the cache."""
        yield from describe_refusals(self.reader, articles)


def _require_types(types: Sequence[str], lexicons: Lexicons) -> None:
    """Raise ValueError for types that no event lexicon has, whatever its language."""
    known_labels = {
        label
        for language in lexicon_languages("events", lexicons)
        for label in type_entries(language, lexicons)
    }
    unknown = sorted(set(types) - known_labels)
    if unknown:
        near = suggestion(unknown[0], known_labels)
        raise ValueError(f"no event type is called {', '.join(unknown)}{near}")


def _texts(articles: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """Yield the texts as `annotate` is given them, with their languages; those without words are never asked for."""
    for article in articles:
        if article.text.strip():
            yield view_of(article.text).text, article.language or ""
