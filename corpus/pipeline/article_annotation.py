"""
The articles of a shard, parsed and annotated one after the other.

An article that cannot be parsed, or whose annotator raises, is rejected with the reason; the shard goes on. Where the
annotator is optional the article is kept without that layer, and without those that read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pressmark.annotation.annotators import Annotator, add_layer, find, make_annotator
from pressmark.annotation.layer_input import (
    add_layer_to_batch,
    batch_size_of,
    works_in_batches,
)
from pressmark.annotation.patience import Patience
from pressmark.annotation.process_guard import TimeUp, process_restored, time_limit
from pressmark.articles import Article
from pressmark.config.secrets import mask_message
from pressmark.dataset.drafts import Kept, read_layers
from pressmark.errors import Stopped, TryAgain
from pressmark.review.application import DecisionOutcome
from pressmark.storage.batches import chunks

from .article_in_work import ArticleInWork
from .layer_failures import LayerFailure, cause_of_missing_layers
from .layer_inputs import without_place
from .layer_requests import LayerRequest, LayerWay, make_together
from .plan import Step
from .shard_jobs import ShardJob
from .shard_rejections import (
    ArticleRejection,
    RejectionCause,
    annotator_step,
    describe_error,
    describe_missing_model,
    time_limit_cause,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pressmark.annotators.parse import Model
    from pressmark.annotators.parse_cache import ParseCache

__all__ = ["ReviewedArticle", "annotate_articles"]

PARSE_ERRORS = (ValueError, TypeError, KeyError, IndexError, MemoryError, RuntimeError)
"""
What spaCy and thinc raise for a text that they cannot parse (too long, no token, no memory). Anything else is a mistake
of ours, or an interruption, and ends the run.
"""


@dataclass(frozen=True, slots=True)
class ReviewedArticle:
    """
    An article with its layers, what became of people's decisions, and the article as annotators alone have it.

    `failures` are the layers that could not be made; the article has them without spans.
    """

    article: Article
    outcomes: tuple[DecisionOutcome, ...] = ()
    machine: Article | None = None
    failures: tuple[LayerFailure, ...] = ()


LayerMaker = tuple[Step, Annotator | Kept]
"""A step of the plan with the annotator of its layer, or the layer's spans where they are read."""


def annotate_articles(
    job: ShardJob, articles: Sequence[Article], positions: Mapping[str, int]
) -> Iterator[ReviewedArticle | ArticleRejection]:
    """
    Yield the `articles` with the layers that are to be computed and those that these rest on, and what is rejected.

    They are parsed only if there are layers to compute. `positions` says where in the shard each article is, by id.
    With each article comes what became of people's decisions on the layers that were computed.
    """
    from pressmark.annotators.parse_cache import ParseCache

    plan = job.plan
    pipeline = _LayerPipeline.of_job(job, positions)
    for article in articles:
        if article.language not in plan.models:
            cause = RejectionCause("parse", describe_missing_model(article))
            yield ArticleRejection.of_article(article, cause)
    for language, model in plan.models.items():
        of_language = [article for article in articles if article.language == language]
        if not pipeline.makers or not of_language:
            yield from (ReviewedArticle(article) for article in of_language)
            continue
        pipeline.prepare(of_language)
        cache = ParseCache(plan.cache, model.sha256) if plan.cache else None
        # What spaCy learns of a shard's words is forgotten with it: else memory grows with the corpus.
        with model.nlp.memory_zone():
            parsed = _parse_articles(of_language, model, cache)
            for batch in chunks(parsed, pipeline.batch_size):
                yield from pipeline.annotate_batch(batch)


def _parse_articles(
    articles: Sequence[Article], model: Model, cache: ParseCache | None
) -> Iterator[tuple[Article, Doc] | ArticleRejection]:
    """Yield articles with their parse, all in one stream; after a failure one by one, so that only one is lost."""
    from pressmark.annotators.parse import parse_articles

    done = 0
    try:
        for pair in parse_articles(
            articles, model.nlp, engine=model.engine, cache=cache
        ):
            yield pair
            done += 1
    except PARSE_ERRORS as error:
        if len(articles) == 1:
            yield ArticleRejection.of_article(
                articles[0], RejectionCause("parse", describe_error(error))
            )
            return
        # From the first that has no parse: what came before it was handed on already, and must not come twice.
        for article in articles[done:]:
            yield from _parse_articles([article], model, cache)


@dataclass(frozen=True, slots=True)
class _LayerPipeline:
    """What gives an article its layers, in the order of the plan."""

    job: ShardJob
    makers: Sequence[LayerMaker]
    positions: Mapping[str, int]
    patience: dict[str, Patience] = field(default_factory=dict)

    @classmethod
    def of_job(cls, job: ShardJob, positions: Mapping[str, int]) -> _LayerPipeline:
        """Make the annotators of the layers to compute, and read the spans of those that are read."""
        computed = job.computed_layers
        spans_by_layer = read_layers(job.read_tables, job.plan.declarations)
        makers: list[LayerMaker] = []
        for step in job.plan.steps:
            if step.layer in computed:
                annotator = make_annotator(
                    find(step.name, beside=job.plan.folder),
                    step.settings,
                    folder=job.plan.folder,
                    lexicons=job.plan.lexicons,
                )
                makers.append((step, annotator))
            elif step.layer in spans_by_layer:
                makers.append((step, spans_by_layer[step.layer]))
        return cls(job, makers, positions)

    def prepare(self, articles: Sequence[Article]) -> None:
        """Let annotators of ours that wait for a service ask for all `articles` at once, before they have them in turn."""
        for step, maker in self.makers:
            prepare = getattr(maker, "prepare", None)
            if step.ours and prepare is not None:
                prepare(articles)

    @property
    def batch_size(self) -> int:
        """How many articles go through the layers together: as many as the annotator takes that takes most."""
        sizes = [
            batch_size_of(maker)
            for _, maker in self.makers
            if not isinstance(maker, dict)
        ]
        return max(sizes, default=1)

    def annotate_batch(
        self, batch: Sequence[tuple[Article, Doc] | ArticleRejection]
    ) -> Iterator[ReviewedArticle | ArticleRejection]:
        """Yield the articles with their layers, or their rejections; those that have no parse are rejected already."""
        ways: list[LayerWay[ReviewedArticle | ArticleRejection]] = []
        for parsed in batch:
            if isinstance(parsed, ArticleRejection):
                yield parsed
            else:
                ways.append(self._annotate(*parsed))
        yield from make_together(ways, self._answer)

    def _annotate(
        self, article: Article, doc: Doc
    ) -> LayerWay[ReviewedArticle | ArticleRejection]:
        """Return the article with its layers, or its rejection by the first annotator that raises and is not optional."""
        outcomes: list[DecisionOutcome] = []
        failures: list[LayerFailure] = []
        is_reviewed = article.id in self.job.review.by_article
        machine = article
        # The layers in which people's word, or what follows from it, differs from what annotators find.
        reviewed_layers: set[str] = set()
        for step, maker in self.makers:
            # The spans of a layer that is read; an article without one has no row in the table.
            if isinstance(maker, dict):
                layers = {**article.layers, step.layer: maker.get(article.id, ())}
                article = replace(article, layers=layers)
                continue
            failed_layers = {failure.layer for failure in failures}
            if missing := failed_layers.intersection(step.reads):
                cause = cause_of_missing_layers(maker.name, missing)
                failures.append(LayerFailure.of_article(article, step.layer, cause))
                article = _with_empty_layer(article, step.layer)
                machine = _with_empty_layer(machine, step.layer)
                article, of_layer = self._apply_decisions(article, step)
                outcomes += of_layer
                continue
            try:
                article = yield from self._layer(article, doc, maker, step)
                if not is_reviewed:
                    continue
                if reviewed_layers.isdisjoint(step.reads):
                    layers = {**machine.layers, step.layer: article.layers[step.layer]}
                    machine = replace(machine, layers=layers)
                else:
                    machine = yield from self._layer(machine, doc, maker, step)
                    reviewed_layers.add(step.layer)
            except (KeyboardInterrupt, Stopped):
                raise
            # An annotator is anybody's code: whatever it raises costs its article or its layer, not the run.
            except BaseException as error:  # noqa: BLE001
                cause = self._cause(error, maker.name, step)
                if not step.optional:
                    return ArticleRejection.of_article(article, cause)
                failures.append(LayerFailure.of_article(article, step.layer, cause))
                article = _with_empty_layer(article, step.layer)
                machine = _with_empty_layer(machine, step.layer)
            # Before the next annotator, which reads what people said of this layer.
            article, of_layer = self._apply_decisions(article, step)
            if of_layer:
                outcomes += of_layer
                reviewed_layers.add(step.layer)
        if not is_reviewed:
            return ReviewedArticle(article, failures=tuple(failures))
        return ReviewedArticle(article, tuple(outcomes), machine, tuple(failures))

    def _apply_decisions(
        self, article: Article, step: Step
    ) -> tuple[Article, Sequence[DecisionOutcome]]:
        """Return the article with people's word in the layer of `step`, and what became of their decisions."""
        return self.job.review.apply(article, step.declaration or step.layer)

    def _layer(
        self, article: Article, doc: Doc, annotator: Annotator, step: Step
    ) -> LayerWay[Article]:
        """Return the article with one layer more; one that is made in batches is waited for."""
        if works_in_batches(annotator):
            layered = yield LayerRequest(article, doc, annotator, step)
            return layered
        return self._add_patiently(article, doc, annotator, step)

    def _add_patiently(
        self, article: Article, doc: Doc, annotator: Annotator, step: Step
    ) -> Article:
        """Return the article with one layer more; an annotator that says `TryAgain` is asked again."""
        patience = self.patience.setdefault(step.layer, Patience())
        # The waits are not counted against the annotator's time.
        return patience.call(lambda: self._add_layer(article, doc, annotator, step))

    def _answer(
        self, requests: Sequence[LayerRequest]
    ) -> list[Article | BaseException]:
        """
        Return the articles of `requests`, all to one annotator, with its layer, or what it raised.

        Where the annotator fails with several at once, each is given to it alone, so that one costs none of the others.
        """
        answers: list[Article | BaseException] | None = None
        if len(requests) > 1:
            answers = self._answer_together(requests)
        return answers or [self._answer_alone(request) for request in requests]

    def _answer_together(
        self, requests: Sequence[LayerRequest]
    ) -> list[Article | BaseException] | None:
        """Return the articles with the layer; None where their annotator failed with something that does not pass."""
        patience = self.patience.setdefault(requests[0].step.layer, Patience())
        try:
            return list(patience.call(lambda: self._add_to_batch(requests)))
        except (KeyboardInterrupt, Stopped):
            raise
        # It was waited for long enough: to wait as long for each of them would help none.
        except TryAgain as error:
            return [error] * len(requests)
        # An annotator is anybody's code; the article that is at fault raises it again, alone.
        except BaseException:  # noqa: BLE001
            return None

    def _answer_alone(self, request: LayerRequest) -> Article | BaseException:
        """Return the article with the layer, or what its annotator raised."""
        article, doc = request.article, request.doc
        try:
            return self._add_patiently(article, doc, request.annotator, request.step)
        except (KeyboardInterrupt, Stopped):
            raise
        except BaseException as error:  # noqa: BLE001 - it costs its article, as in `_annotate`
            return error

    def _add_to_batch(self, requests: Sequence[LayerRequest]) -> list[Article]:
        """Return the articles of several requests with their layer; the annotator has the time of all of them."""
        job = self.job
        step, annotator = requests[0].step, requests[0].annotator
        pairs = [(request.article, request.doc) for request in requests]
        seconds = job.plan.limit * len(requests) if job.plan.limit else None
        if step.ours:
            with time_limit(seconds):
                return add_layer_to_batch(pairs, annotator)
        # No article is told as the one in work: which of them a process died of is found by trying them.
        with (
            time_limit(seconds, expendable=job.expendable),
            process_restored(job.plan.folder),
        ):
            return add_layer_to_batch(pairs, annotator)

    def _add_layer(
        self, article: Article, doc: Doc, annotator: Annotator, step: Step
    ) -> Article:
        """
        Return the article with one layer more; other people's code is watched, and its effects are undone.

        No annotator is told the place in the source's file: a line more before it would cost all layers after it.
        """
        shown = without_place(article)
        return replace(
            self._call_annotator(shown, doc, annotator, step), origin=article.origin
        )

    def _call_annotator(
        self, article: Article, doc: Doc, annotator: Annotator, step: Step
    ) -> Article:
        """Return the article with the layer that `annotator` gives it."""
        job = self.job
        # Ours change nothing in the process, so that it need not be put back for each article.
        if step.ours:
            with time_limit(job.plan.limit):
                return add_layer(article, annotator, doc)
        limit = time_limit(job.plan.limit, expendable=job.expendable)
        position = self.positions[article.id]
        with (
            ArticleInWork.written(job.begun_file, position, annotator.name),
            limit,
            process_restored(job.plan.folder),
        ):
            return add_layer(article, annotator, doc)

    def _cause(
        self, error: BaseException, annotator: str, step: Step
    ) -> RejectionCause:
        """Return at which step an annotator raised `error`, and the reason without the secrets of its settings."""
        if isinstance(error, TimeUp):
            cause = time_limit_cause(annotator, self.job.plan.limit)
        else:
            cause = RejectionCause(annotator_step(annotator), describe_error(error))
        # An annotator that calls a service may put its key into the message of its error.
        return cause._replace(reason=mask_message(cause.reason, step.secrets))


def _with_empty_layer(article: Article, layer: str) -> Article:
    """Return the article with a layer that has no spans: a table has each of its layers for every article."""
    return replace(article, layers={**article.layers, layer: ()})
