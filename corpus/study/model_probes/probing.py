"""
The probes: a sample of articles is coded as they are, then once more each way, and the two codings are compared.

    again        the same request: how far the model agrees with itself at all
    order        the types in another order: it should answer the same
    names        other people, places and organisations: what happens is the same
    definitions  the definitions of types exchanged: it should answer by the definition, not by the name of the type
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pressmark.annotation.moved_spans import article_in_view
from pressmark.annotators.language_model import LanguageModel
from pressmark.annotators.language_model.answer_cache import AnswerCache
from pressmark.annotators.language_model.answers import EventAnswer
from pressmark.annotators.language_model.forecast import make_forecast
from pressmark.annotators.language_model.reader import ArticleReader
from pressmark.annotators.language_model.requests import (
    Codebook,
    RequestWriter,
    codebook_of,
)
from pressmark.articles import Article
from pressmark.config.project import Project
from pressmark.dataset.corpus import load
from pressmark.errors import InputError
from pressmark.messages import counted
from pressmark.text_view import view_of

from .agreement_with_itself import CodedEvent, ProbeResult, compare_codings
from .codebook_variants import exchange_definitions, pair_frequent_labels, reorder
from .swapped_names import NamePool, SwappedText, swap_names

__all__ = ["ProbeReport", "ProbeResult", "find_event_model", "probe"]

Coding = Mapping[str, Sequence[CodedEvent]]
"""The events of each article, by its id."""


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """What the probes of a model showed: how many articles and events there were, and a result for each probe."""

    model: str
    articles: int
    events: int
    results: tuple[ProbeResult, ...]

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {
            "model": self.model,
            "articles": self.articles,
            "events": self.events,
            "probes": {result.name: result.as_json() for result in self.results},
        }


def find_event_model(project: Project) -> LanguageModel:
    """Return the annotator of a project that codes events by a language model. Raises `InputError` where none does."""
    for choice in project.choices:
        annotator = choice.annotator
        if isinstance(annotator, LanguageModel) and annotator.layer == "events":
            return annotator
    raise InputError(
        f"{project.file}: no language model codes events. Put `llm: {{layer: events, …}}` among its annotators"
    )


def probe(
    project: Project,
    *,
    articles: int = 20,
    seed: int = 1,
    notify: Callable[[str], None] = lambda _: None,
) -> ProbeReport:
    """
    Probe the model that codes the events of a project, on so many articles of its corpus, drawn by `seed`.

    `notify` is told before what is asked for. Every answer is kept beside those of the run: the same probe again sends
    nothing. Raises `InputError` without such a model or without articles, `ModelFailure` where the model does not answer
    or the budget is spent.
    """
    annotator = find_event_model(project)
    sample = _draw_sample(project, articles, seed)
    probing = _Probing(annotator, sample, seed)
    notify(probing.forecast())
    return probing.report()


def _draw_sample(project: Project, count: int, seed: int) -> list[Article]:
    """Return articles of the corpus, in its order, as annotators read them: with single blanks."""
    corpus = load(project.corpus)
    ids = list(corpus.ids)
    chosen = random.Random(seed).sample(ids, min(count, len(ids)))
    sample = [
        article_in_view(article, view_of(article.text))
        for article in corpus.articles(chosen)
        if article.text.strip()
    ]
    if not sample:
        raise InputError(
            f"{project.corpus}: holds no article with a text to probe with"
        )
    return sample


@dataclass(frozen=True)
class _Probing:
    """A model, the articles that it codes again and again, and what is drawn by."""

    annotator: LanguageModel
    sample: Sequence[Article]
    seed: int

    def forecast(self) -> str:
        """Say what the probes ask for, those among it that were asked before."""
        reader = self._reader("nothing", None)
        texts = ((article.text, article.language or "") for article in self.sample)
        once = make_forecast(reader, texts)
        ways = len(_WAYS)
        return (
            f"probe: {counted(once.articles, 'article')}, each {ways} times; {ways * once.requests} requests, about"
            f" {ways * once.read_tokens:,} tokens read and {ways * once.written_tokens:,} written"
        )

    def report(self) -> ProbeReport:
        """Code the articles each way, and compare."""
        base = self._code("base")
        results = [
            compare_codings("again", base, self._code("again")),
            compare_codings("order", base, self._code("order", self._reordered)),
        ]
        if all("entities" in article.layers for article in self.sample):
            results.append(self._compare_names(base))
        results.append(self._compare_definitions(base))
        events = sum(map(len, base.values()))
        model = self.annotator.settings.model
        return ProbeReport(model, len(self.sample), events, tuple(results))

    def _compare_names(self, base: Coding) -> ProbeResult:
        """Compare the articles with those in which names are others; events on a name itself are left out of both."""
        pool = NamePool.of(self.sample)
        swapped = {
            article.id: swap_names(article, pool, self.seed) for article in self.sample
        }
        texts = {id: text.text for id, text in swapped.items()}
        coding = self._code("names", texts=texts)
        moved = {
            id: list(_moved_back(events, swapped[id])) for id, events in coding.items()
        }
        reachable = {
            id: [event for event in events if _is_kept(event, swapped[id])]
            for id, events in base.items()
        }
        result = compare_codings("names", reachable, moved)
        return replace(result, swapped=sum(text.swapped for text in swapped.values()))

    def _compare_definitions(self, base: Coding) -> ProbeResult:
        """Compare with the definitions exchanged: how many events have now the label whose definition fits them."""
        labels = [event.label for events in base.values() for event in events]
        partners: dict[str, dict[str, str]] = {}
        for language in {article.language or "" for article in self.sample}:
            partners[language] = pair_frequent_labels(labels, self._codebook(language))

        def exchanged(language: str) -> Codebook:
            return exchange_definitions(self._codebook(language), partners[language])

        coding = self._code("definitions", exchanged)
        expected = {
            article.id: [
                replace(
                    event,
                    label=partners[article.language or ""].get(
                        event.label, event.label
                    ),
                )
                for event in base[article.id]
            ]
            for article in self.sample
        }
        result = compare_codings("definitions", base, coding)
        followed = compare_codings("definitions", expected, coding)
        return replace(result, followed=followed.same_label)

    def _codebook(self, language: str) -> Codebook:
        annotator = self.annotator
        return codebook_of(language, annotator.settings.types, annotator.lexicons)

    def _reordered(self, language: str) -> Codebook:
        return reorder(self._codebook(language), self.seed)

    def _code(
        self,
        name: str,
        codebook: Callable[[str], Codebook] | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> dict[str, list[CodedEvent]]:
        """
        Return the events of every article by the model, with a codebook made for its language, or in another text.

        The answers of each way are kept apart, so that the same request is asked a second time.
        """
        coding: dict[str, list[CodedEvent]] = {}
        by_language: dict[str, list[Article]] = {}
        for article in self.sample:
            by_language.setdefault(article.language or "", []).append(article)
        for language, articles in by_language.items():
            reader = self._reader(name, codebook(language) if codebook else None)
            own_texts = [
                (texts or {}).get(article.id, article.text) for article in articles
            ]
            reader.prepare((text, language) for text in own_texts)
            for article, text in zip(articles, own_texts, strict=True):
                coding[article.id] = list(_coded_events(reader, text, language))
        return coding

    def _reader(self, name: str, codebook: Codebook | None) -> ArticleReader:
        annotator = self.annotator
        folder = annotator.settings.cache_folder
        # What the run asked for, the probe need not ask again.
        cache = AnswerCache(folder if name == "base" else folder / f"probe-{name}")
        writer = RequestWriter(annotator.settings, annotator.lexicons, codebook)
        return ArticleReader(writer, annotator.reader.client, cache)


_WAYS = ("base", "again", "order", "names", "definitions")
"""The ways in which every article is coded."""


def _coded_events(
    reader: ArticleReader, text: str, language: str
) -> Iterator[CodedEvent]:
    for anchored in reader.read(text, language).answers:
        answer = anchored.answer
        if isinstance(answer, EventAnswer):
            yield CodedEvent(anchored.start, anchored.end, answer.type, answer.status)


def _moved_back(
    events: Sequence[CodedEvent], swapped: SwappedText
) -> Iterator[CodedEvent]:
    """Yield the events of a text with other names at their places in the text as it was."""
    for event in events:
        bounds = swapped.bounds_before(event.start, event.end)
        if bounds is not None:
            yield replace(event, start=bounds[0], end=bounds[1])


def _is_kept(event: CodedEvent, swapped: SwappedText) -> bool:
    """Say whether the words of an event are still there after names were swapped."""
    return any(
        before <= event.start and event.end <= before + end - start
        for start, end, before in swapped.pieces
    )
