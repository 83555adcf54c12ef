"""The articles of a study's corpus parsed again, with the layers before the learned one, and people's word in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pressmark.annotation.annotators import add_layer, make_annotator
from pressmark.articles import Article
from pressmark.config.project import AnnotatorChoice, Project
from pressmark.dataset.corpus import Corpus, load
from pressmark.errors import InputError
from pressmark.pipeline.plan import Plan, make_plan
from pressmark.review.decision_files import DecisionReading, read_decisions
from pressmark.review.reviewed_articles import ReviewedArticles
from pressmark.yaml_files.lexicons import Lexicons

from .candidate_spans import CandidateSpan, read_candidates
from .layer_judges import JUDGES

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["ParsedArticle", "StudyArticles"]


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """An article with the layers before the learned one, people's word in them, and its parse."""

    article: Article
    doc: Doc


@dataclass(frozen=True)
class StudyArticles:
    """A project whose corpus is there and whose decisions are read."""

    project: Project
    corpus: Corpus
    reading: DecisionReading

    @classmethod
    def of(cls, project: Project) -> StudyArticles:
        """
        Return the corpus and decisions of a project.

        Raises `InputError` where the YAML file names no review or none of its files is there, `CorpusError` where the
        corpus is not.
        """
        files = [file for file in project.config.review if file.exists()]
        if not files:
            raise InputError(
                f"{project.file.name}: there are no decisions to learn from. Name a file of them (`review:"
                f" review.jsonl`) and decide with `pressmark review {project.file.name}`."
            )
        return cls(project, load(project.corpus), read_decisions(files))

    @cached_property
    def review(self) -> ReviewedArticles:
        """The decisions that count, on articles of the corpus."""
        review = ReviewedArticles.of(self.reading.decisions)
        return review.among(id for id in review.by_article if id in self.corpus)

    @cached_property
    def plan(self) -> Plan:
        """The plan of a run: the models, and the folder of parses."""
        languages = self.corpus.table("articles")["language"]
        return make_plan(self.project, {str(language) for language in languages}, {})

    def reviewed_ids(self, layer: str) -> list[str]:
        """Return the articles with decisions on a layer, sorted."""
        return sorted(
            id
            for id, decisions in self.review.by_article.items()
            if any(decision.layer == layer for decision in decisions)
        )

    def choice(self, layer: str) -> AnnotatorChoice | None:
        """Return the project's annotator of a layer where it is ours, whose scores are learned; None otherwise."""
        for choice in self.project.choices:
            if choice.layer == layer:
                is_ours = choice.annotator_class is JUDGES[layer].annotator_class
                return choice if is_ours else None
        return None

    def annotator(self, layer: str, lexicons: Lexicons | None = None) -> Any:
        """Return the project's annotator of a layer, which is ours; with `lexicons` in place of the project's."""
        choice = self.choice(layer)
        if choice is None:
            raise LookupError(layer)
        if lexicons is None:
            return choice.annotator
        return make_annotator(
            choice.annotator_class,
            choice.settings,
            folder=self.project.folder,
            lexicons=lexicons,
        )

    def parsed(
        self, articles: Iterable[Article], layer: str
    ) -> Iterator[ParsedArticle]:
        """Yield articles of the corpus with their parse and the layers before `layer`, language by language."""
        from pressmark.annotators.parse import parse_articles
        from pressmark.annotators.parse_cache import ParseCache

        chosen = list(articles)
        for language, model in self.plan.models.items():
            of_language = [
                Article(
                    id=article.id,
                    text=article.text,
                    language=article.language,
                    published=article.published,
                )
                for article in chosen
                if article.language == language
            ]
            if not of_language:
                continue
            folder = self.plan.cache
            cache = ParseCache(folder, model.sha256) if folder else None
            with model.nlp.memory_zone():
                for article, doc in parse_articles(
                    of_language, model.nlp, engine=model.engine, cache=cache
                ):
                    yield ParsedArticle(self._with_layers(article, doc, layer), doc)

    def _with_layers(self, article: Article, doc: Doc, layer: str) -> Article:
        """Return an article with the layers that come before `layer`, people's word in each."""
        for choice in self.project.choices:
            if choice.layer == layer:
                break
            if choice.layer in JUDGES:
                article = add_layer(article, choice.annotator, doc)
                article, _ = self.review.apply(article, choice.layer)
        return article

    def candidates(
        self, parsed: ParsedArticle, layer: str, annotator: Any = None
    ) -> Sequence[CandidateSpan]:
        """Return the candidates of a layer in an article, by the project's annotator or another one of its class."""
        chosen = self.annotator(layer) if annotator is None else annotator
        return read_candidates(parsed.article, chosen, parsed.doc)
