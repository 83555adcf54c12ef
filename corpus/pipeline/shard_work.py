"""
The work on one shard: parse its articles, give them their layers, write the draft. It runs in any process.

An article that cannot be parsed, or whose annotator raises, is rejected with the reason; the shard goes on.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from pressmark.annotation.annotators import Annotator, add_layer, find, make_annotator
from pressmark.annotation.process_guard import GRACE_SECONDS, TimeUp, process_restored, time_limit
from pressmark.articles import Article
from pressmark.config.secrets import mask_message
from pressmark.dataset.drafts import WORK, Kept, read_articles, read_layers, write_draft
from pressmark.dataset.rejections import TRIED
from pressmark.errors import Stopped
from pressmark.sources.copies import copy_annotation, replace_lost_originals

from .plan import Plan, Step
from .underway import Underway

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pressmark.annotators.parse import Model
    from pressmark.annotators.parse_cache import ParseCache

__all__ = ["DEADLY", "Fate", "Job", "annotate_shard", "is_begun", "no_model", "overdue", "probe", "size", "suspect"]

Fate = tuple[str, str]
"""The step and the reason of a rejection."""

DEADLY: Fate = (TRIED, "the process that reads it dies, three times over; the text or a library is at fault")
"""The rejection of an article that kills its process."""

_LONGEST_REASON = 500  # characters
_Rejected = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Job:
    """
    A shard's work: what to do, the corpus folder, the file of its articles, and the key of what comes of it.

    `stands` are the tables that need not be made; those that annotators read are read from there. `settled` are the
    tables of an earlier try whose articles are taken over, so that those that it rejected alone are tried again. An
    `expendable` process may be ended when an annotator in it takes no end.
    """

    plan: Plan
    corpus: Path
    articles: Path
    key: str
    stands: Mapping[str, Path] = field(default_factory=dict)
    settled: Mapping[str, Path] = field(default_factory=dict)
    expendable: bool = False

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


def annotate_shard(job: Job, deadly: Mapping[int, Fate] | None = None) -> int:
    """
    Annotate the articles of a shard and write their draft; says how many articles it took.

    `deadly` are the places of articles that kill the process that reads them, each with the reason: they are rejected
    unread.
    """
    job.mark.parent.mkdir(parents=True, exist_ok=True)
    job.mark.touch()
    given = read_articles(job.articles)
    kept, rejected = _work(job, given, deadly or {})
    if rejected and job.stands:  # the tables that stand hold an article too many
        job = replace(job, stands={})
        kept, rejected = _work(job, given, deadly or {})
    write_draft(job.corpus, job.key, kept, job.missing, rejected)
    job.mark.unlink(missing_ok=True)
    return len(given)


def _work(job: Job, given: Sequence[Article], deadly: Mapping[int, Fate]) -> tuple[list[Article], _Rejected]:
    """
    Return the articles with the layers of the job, and the rejected ones.

    Copies stand in the shard of their original: where it is rejected, another of them takes its place and is annotated.
    """
    plan, settled = job.plan, _settled(job)
    places = {article.id: place for place, article in enumerate(given)}
    rejected = [_rejected(given[place], *fate) for place, fate in deadly.items()]
    articles = _adopted([article for place, article in enumerate(given) if place not in deadly], plan)
    done = {
        article.id: replace(article, layers=settled[article.id])
        for article in articles
        if article.id in settled and not _is_folded(article, plan)
    }
    while own := [article for article in articles if article.id not in done and not _is_folded(article, plan)]:
        done |= {article.id: article for article in _annotated(job, own, rejected, places)}
        articles = _adopted([article for article in articles if article.id in done or _is_folded(article, plan)], plan)
    done |= {copy.id: _folded(copy, done, plan) for copy in articles if copy.id not in done}
    rejected.sort(key=lambda row: places[row["id"]])
    marked = (
        replace(done[article.id], duplicate_of=article.duplicate_of, copies=article.copies) for article in articles
    )
    return list(marked), rejected


def _adopted(articles: list[Article], plan: Plan) -> list[Article]:
    """Return the articles, copies of one that is not among them under a new original."""
    if plan.copies is None:
        return articles
    return replace_lost_originals(articles, window=plan.copies.window, threshold=plan.copies.threshold)


def _settled(job: Job) -> dict[str, dict[str, Any]]:
    """The layers of each article that an earlier try kept."""
    if not job.settled:
        return {}
    ids = pq.read_table(job.settled["articles"], columns=["id"])["id"].to_pylist()
    layers = read_layers({layer: job.settled[layer] for layer in job.plan.layers})
    return {id: {layer: spans.get(id, ()) for layer, spans in layers.items()} for id in ids}


def _is_folded(article: Article, plan: Plan) -> bool:
    """Whether an article bears its original's annotation instead of its own."""
    return plan.fold and article.duplicate_of is not None


def _folded(copy: Article, done: Mapping[str, Article], plan: Plan) -> Article:
    """A copy with its original's annotation where the text is the same, else with empty layers."""
    original = done.get(copy.duplicate_of or "")
    if original and original.text == copy.text:
        return copy_annotation(copy, original)
    return replace(copy, layers=dict.fromkeys(plan.layers, ()))


def probe(job: Job, start: int, end: int) -> None:
    """Annotate some articles of a shard and write nothing: it is to be seen whether the process lives."""
    given = read_articles(job.articles)
    places = {article.id: place for place, article in enumerate(given)}
    for _ in _annotated(replace(job, stands={}, settled={}), given[start:end], [], places):
        pass


def size(job: Job) -> int:
    """The number of a shard's articles."""
    return int(pq.read_metadata(job.articles).num_rows)


def is_begun(job: Job) -> bool:
    """Whether a process began the job and did not end it."""
    return job.mark.exists()


def suspect(job: Job) -> int | None:
    """Return the place of the article that somebody's annotator had when the process of a job died, if it had one."""
    underway = Underway.read(job.mark)
    return None if underway is None else underway.place


def overdue(job: Job) -> dict[int, Fate]:
    """Return the article whose annotator had more than its time when the process of a job ended, with the reason."""
    underway, limit = Underway.read(job.mark), job.plan.limit
    if underway is None or limit is None or time.time() - underway.since < limit + GRACE_SECONDS / 2:
        return {}
    return {underway.place: (f"{TRIED}: {underway.annotator}", _too_long(underway.annotator, limit))}


def _annotated(
    job: Job, articles: Sequence[Article], rejected: _Rejected, places: Mapping[str, int]
) -> Iterator[Article]:
    """The articles with the layers that are to be made and those that they rest on; parsed only if there are any."""
    from pressmark.annotators.parse_cache import ParseCache

    plan, layers = job.plan, _layers(job)
    for article in articles:
        if article.language not in plan.models:
            rejected.append(_rejected(article, "parse", no_model(article)))
    for language, model in plan.models.items():
        spoken = [article for article in articles if article.language == language]
        if not layers or not spoken:
            yield from spoken
            continue
        kept = ParseCache(plan.cache, model.sha256) if plan.cache else None
        with model.nlp.memory_zone():  # what spaCy learns of a shard's words is forgotten with it
            for article, doc in _parsed(spoken, model, kept, rejected):
                whole = _with_layers(job, article, doc, layers, rejected, places[article.id])
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
    articles: Sequence[Article], model: Model, kept: ParseCache | None, rejected: list[dict[str, Any]]
) -> Iterator[tuple[Article, Doc]]:
    """Articles with their parse, all in one stream; after a failure one by one, so that only the bad one is lost."""
    from pressmark.annotators.parse import parse

    done = 0
    try:
        for pair in parse(articles, model.nlp, engine=model.engine, cache=kept):
            yield pair
            done += 1
    except (ValueError, TypeError, KeyError, IndexError, MemoryError, RuntimeError) as error:
        if len(articles) == 1:
            rejected.append(_rejected(articles[0], "parse", _reason(error)))
            return
        for article in articles[done:]:
            yield from _parsed([article], model, kept, rejected)


def _with_layers(
    job: Job,
    article: Article,
    doc: Doc,
    layers: Mapping[str, Annotator | Kept],
    rejected: _Rejected,
    place: int,
) -> Article | None:
    steps = {step.layer: step for step in job.plan.steps}
    for layer, given in layers.items():
        if isinstance(given, dict):
            article = replace(article, layers={**article.layers, layer: given.get(article.id, ())})
            continue
        try:
            article = _with_layer(job, article, doc, given, steps[layer], place)
        except (KeyboardInterrupt, Stopped):
            raise
        # An annotator is anybody's code: whatever it raises costs its article, not the run.
        except BaseException as error:  # noqa: BLE001
            reason = _too_long(given.name, job.plan.limit) if isinstance(error, TimeUp) else _reason(error)
            rejected.append(_rejected(article, f"{TRIED}: {given.name}", mask_message(reason, steps[layer].secrets)))
            return None
    return article


def _with_layer(job: Job, article: Article, doc: Doc, annotator: Annotator, step: Step, place: int) -> Article:
    if step.ours:
        with time_limit(job.plan.limit):
            return add_layer(article, annotator, doc)
    limit = time_limit(job.plan.limit, expendable=job.expendable)
    with Underway.written(job.mark, place, annotator.name), limit, process_restored(job.plan.folder):
        return add_layer(article, annotator, doc)


def _rejected(article: Article, step: str, reason: str) -> dict[str, Any]:
    origin = article.origin
    place = {"file": origin.file if origin else None, "place": origin.place if origin else None}
    return {"id": article.id, **place, "step": step, "reason": reason}


def _reason(error: BaseException) -> str:
    """What was raised, and the line of code that raised it, without a path that differs between machines."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno} in {frames[-1].name})" if frames else ""
    try:
        message = f": {error}"
    except BaseException:  # noqa: BLE001 - a message may be code, too
        message = ", whose message cannot be read"
    return f"{type(error).__name__}{message[:_LONGEST_REASON]}{where}".encode(errors="backslashreplace").decode()


def _too_long(annotator: str, limit: float | None) -> str:
    return f"{annotator} took longer than {limit:g} seconds; `limit` under `run` says how long it may"


def no_model(article: Article) -> str:
    """Say why no model parses an article."""
    if article.language is None:
        size = f"{len(article.text)} character{'s' if len(article.text) != 1 else ''}"
        return f"too short to be an article ({size}, too few words to tell a language); if it is one, give `language`"
    return f"no model for the language {article.language!r}; name one under `models` in the YAML file"


def _made(folder: Path, step: Step) -> Annotator:
    return make_annotator(find(step.name, beside=folder), step.settings, folder=folder)
