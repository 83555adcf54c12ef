"""
The work on one shard: parse its articles, give them their layers, write the draft. It runs in any process.

An article that cannot be parsed, or whose annotator raises, is rejected with the reason; the shard goes on.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from .annotation import Annotator, annotated, find, made
from .articles import Article
from .copies import with_annotation_of
from .drafting import WORK, Kept, read_articles, read_layers, write_draft
from .plan import Plan, Step

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from pressmark.annotators.parse_cache import ParseCache

__all__ = ["Job", "annotate_shard", "is_begun", "probe", "size"]

_DEADLY = "the process that reads it dies, three times over; the text or a library is at fault"


@dataclass(frozen=True, slots=True)
class Job:
    """
    A shard's work: what to do, the corpus folder, the file of its articles, and the key of what comes of it.

    `stands` are the tables that need not be made; those that annotators read are read from there.
    """

    plan: Plan
    corpus: Path
    articles: Path
    key: str
    stands: Mapping[str, Path] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """The tables to make."""
        return tuple(table for table in ("articles", *self.plan.layers) if table not in self.stands)

    @property
    def made(self) -> frozenset[str]:
        """
        The layers to make: the missing ones, and those of other people's annotators that theirs read.

        Anybody's span may come back from its table another than it was: a pair as a list, a score rounded.
        """
        made = set(self.missing) - {"articles"}
        foreign = {step.layer for step in self.plan.steps if not step.ours}
        for step in reversed(self.plan.steps):
            if step.layer in made:
                made |= foreign.intersection(step.reads)
        return frozenset(made)

    @property
    def read(self) -> dict[str, Path]:
        """The tables of the layers that are read and not made."""
        made = self.made
        read = {layer for step in self.plan.steps if step.layer in made for layer in step.reads}
        return {layer: self.stands[layer] for layer in read - made}

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
    kept, rejected = _work(job, given, deadly)
    if rejected and job.stands:  # the tables that stand hold an article too many
        job = replace(job, stands={})
        kept, rejected = _work(job, given, deadly)
    write_draft(job.corpus, job.key, kept, job.missing, rejected)
    job.mark.unlink(missing_ok=True)
    return len(given)


def _work(job: Job, given: Sequence[Article], deadly: Sequence[int]) -> tuple[list[Article], list[dict[str, Any]]]:
    """The articles with the layers of the job, and the rejected ones."""
    copies = [article for article in given if _is_folded(article, job.plan)]
    rejected = [_rejected(given[place], "annotate", _DEADLY) for place in deadly]
    read = [article for place, article in enumerate(given) if place not in deadly]
    own = [article for article in read if not _is_folded(article, job.plan)]
    done = {article.id: article for article in _annotated(job, own, rejected)}
    done |= {copy.id: _folded(copy, done, job.plan) for copy in copies}
    return [done[article.id] for article in given if article.id in done], rejected


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
    for _ in _annotated(replace(job, stands={}), read_articles(job.articles)[start:end], []):
        pass


def size(job: Job) -> int:
    """The number of a shard's articles."""
    return int(pq.read_metadata(job.articles).num_rows)


def is_begun(job: Job) -> bool:
    """Whether a process began the job and did not end it."""
    return job.mark.exists()


def _annotated(job: Job, articles: Sequence[Article], rejected: list[dict[str, Any]]) -> Iterator[Article]:
    """The articles with the layers that are to be made and those that they rest on; parsed only if there are any."""
    from pressmark.annotators.parse_cache import ParseCache

    plan, layers = job.plan, _layers(job)
    for article in articles:
        if article.language not in plan.models:
            rejected.append(_rejected(article, "parse", _no_model(article)))
    for language, model in plan.models.items():
        spoken = [article for article in articles if article.language == language]
        if not layers or not spoken:
            yield from spoken
            continue
        kept = ParseCache(plan.cache, model.sha256) if plan.cache else None
        with model.nlp.memory_zone():  # what spaCy learns of a shard's words is forgotten with it
            for article, doc in _parsed(spoken, model.nlp, kept, rejected):
                whole = _with_layers(article, doc, layers, rejected)
                if whole is not None:
                    yield whole


def _layers(job: Job) -> dict[str, Annotator | Kept]:
    """In the order of the plan: of each layer to be made its annotator, of each that is read its spans."""
    made, kept = job.made, read_layers(job.read)
    return {
        step.layer: _made(job.plan.folder, step) if step.layer in made else kept[step.layer]
        for step in job.plan.steps
        if step.layer in made or step.layer in kept
    }


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
    article: Article, doc: Doc, layers: Mapping[str, Annotator | Kept], rejected: list[dict[str, Any]]
) -> Article | None:
    for layer, given in layers.items():
        if isinstance(given, dict):
            article = replace(article, layers={**article.layers, layer: given.get(article.id, ())})
            continue
        try:
            article = annotated(article, given, doc)
        # An annotator is anybody's code: whatever it raises costs its article, not the run.
        except Exception as error:  # noqa: BLE001
            rejected.append(_rejected(article, f"annotate: {given.name}", _reason(error)))
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
