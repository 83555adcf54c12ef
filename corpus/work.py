"""
The work on one shard: parse its articles, give them their layers, write the draft. It runs in any process.

An article that cannot be parsed, or whose annotator raises, is rejected with the reason; the shard goes on.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from .annotation import Annotator, find, made
from .articles import Article
from .copies import with_annotation_of
from .drafting import WORK, read_articles, write_draft
from .plan import Plan, Step

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from pressmark.annotators.parse_cache import ParseCache

__all__ = ["Job", "annotate_shard", "is_begun", "probe", "size"]

_DEADLY = "the process that reads it dies, three times over; the text or a library is at fault"


@dataclass(frozen=True, slots=True)
class Job:
    """A shard's work: what to do, the corpus folder, the file of its articles, and the key of what comes of it."""

    plan: Plan
    corpus: Path
    articles: Path
    key: str

    @property
    def mark(self) -> Path:
        """The file that is there while the job is being done; a process that died left it."""
        return self.corpus / WORK / "begun" / self.key


def annotate_shard(job: Job, deadly: Sequence[int] = ()) -> int:
    """
    Annotate the articles of a shard and write their draft; says how many articles it took.

    `deadly` are the places of articles that kill the process that reads them: they are rejected unread.
    """
    job.mark.parent.mkdir(parents=True, exist_ok=True)
    job.mark.touch()
    given = read_articles(job.articles)
    copies = [article for article in given if _is_folded(article, job.plan)]
    rejected = [_rejected(given[place], "annotate", _DEADLY) for place in deadly]
    read = [article for place, article in enumerate(given) if place not in deadly]
    own = [article for article in read if not _is_folded(article, job.plan)]
    done = {article.id: article for article in _annotated(job.plan, own, rejected)}
    done |= {copy.id: _folded(copy, done, job.plan) for copy in copies}
    kept = [done[article.id] for article in given if article.id in done]
    write_draft(job.corpus, job.key, kept, job.plan.layers, rejected)
    job.mark.unlink(missing_ok=True)
    return len(given)


def _is_folded(article: Article, plan: Plan) -> bool:
    """Whether an article bears its original's annotation instead of its own."""
    return plan.fold and article.duplicate_of is not None


def _folded(copy: Article, done: Mapping[str, Article], plan: Plan) -> Article:
    """A copy with its original's annotation where the text is the same, else with empty layers."""
    original = done.get(copy.duplicate_of or "")
    if original and original.text == copy.text:
        return with_annotation_of(copy, original)
    return replace(copy, layers=dict.fromkeys(plan.layers, ()))


def probe(job: Job, start: int, end: int) -> None:
    """Annotate some articles of a shard and write nothing: it is to be seen whether the process lives."""
    for _ in _annotated(job.plan, read_articles(job.articles)[start:end], []):
        pass


def size(job: Job) -> int:
    """The number of a shard's articles."""
    return int(pq.read_metadata(job.articles).num_rows)


def is_begun(job: Job) -> bool:
    """Whether a process began the job and did not end it."""
    return job.mark.exists()


def _annotated(plan: Plan, articles: Sequence[Article], rejected: list[dict[str, Any]]) -> Iterator[Article]:
    from pressmark.annotators.parse_cache import ParseCache

    annotators = [_made(plan.folder, step) for step in plan.steps]
    for article in articles:
        if article.language not in plan.models:
            rejected.append(_rejected(article, "parse", _no_model(article)))
    for language, model in plan.models.items():
        spoken = [article for article in articles if article.language == language]
        kept = ParseCache(plan.cache, model.sha256) if plan.cache else None
        with model.nlp.memory_zone():  # what spaCy learns of a shard's words is forgotten with it
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
