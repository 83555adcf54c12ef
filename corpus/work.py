"""
The work on one shard: parse its articles, give them their layers, write the draft. It runs in any process.

An article that cannot be parsed, or whose annotator raises, is rejected with the reason; the shard goes on.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .annotation import Annotator, find, made
from .articles import Article
from .drafting import read_articles, write_draft
from .plan import Plan, Step

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from pressmark.annotators.parse_cache import ParseCache

__all__ = ["annotate_shard"]


def annotate_shard(plan: Plan, corpus: Path, articles: Path, key: str) -> int:
    """Annotate the articles of one file and write their draft under `key`; says how many articles it took."""
    given = read_articles(articles)
    rejected: list[dict[str, Any]] = []
    done = {article.id: article for article in _annotated(plan, given, rejected)}
    kept = [done[article.id] for article in given if article.id in done]
    write_draft(corpus, key, kept, plan.layers, rejected)
    return len(given)


def _annotated(plan: Plan, articles: Sequence[Article], rejected: list[dict[str, Any]]) -> Iterator[Article]:
    from pressmark.annotators.parse_cache import ParseCache

    annotators = [_made(plan.folder, step) for step in plan.steps]
    for article in articles:
        if article.language not in plan.models:
            rejected.append(_rejected(article, "parse", _no_model(article)))
    for language, model in plan.models.items():
        spoken = [article for article in articles if article.language == language]
        kept = ParseCache(plan.cache, model.sha256) if plan.cache else None
        for article, doc in _parsed(spoken, model.nlp, kept, rejected):
            whole = _with_layers(article, doc, annotators, rejected)
            if whole is not None:
                yield whole


def _parsed(
    articles: Sequence[Article], nlp: Language, kept: ParseCache | None, rejected: list[dict[str, Any]]
) -> Iterator[tuple[Article, Doc]]:
    """Articles with their parse, all in one stream; after a failure one by one, so that only the bad one is lost."""
    from pressmark.annotators.parse import parse

    done = 0
    try:
        for pair in parse(articles, nlp, cache=kept):
            yield pair
            done += 1
    except (ValueError, TypeError, KeyError, IndexError, MemoryError, RuntimeError) as error:
        if len(articles) == 1:
            rejected.append(_rejected(articles[0], "parse", _reason(error)))
            return
        for article in articles[done:]:
            yield from _parsed([article], nlp, kept, rejected)


def _with_layers(
    article: Article, doc: Doc, annotators: Iterable[Annotator], rejected: list[dict[str, Any]]
) -> Article | None:
    for annotator in annotators:
        try:
            article = article.with_layer(annotator, annotator.annotate(article, doc))
        except Exception as error:  # an annotator is anybody's code: whatever it raises costs its article, not the run
            rejected.append(_rejected(article, f"annotate: {annotator.name}", _reason(error)))
            return None
    return article


def _rejected(article: Article, step: str, reason: str) -> dict[str, Any]:
    origin = article.origin
    place = {"file": origin.file if origin else None, "place": origin.place if origin else None}
    return {"id": article.id, **place, "step": step, "reason": reason}


def _reason(error: BaseException) -> str:
    """What was raised, and the line of code that raised it, without a path that differs between machines."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno} in {frames[-1].name})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"


def _no_model(article: Article) -> str:
    if article.language is None:
        return "its language could not be told; give `language` in the source"
    return f"no model for the language {article.language!r}; name one under `models` in the YAML file"


def _made(folder: Path, step: Step) -> Annotator:
    return made(find(step.name, beside=folder), step.settings, folder=folder)
