"""
What a person is asked and in which order: article by article, or the annotations that the machine is least sure of first.

Only ids are held, so that a corpus of ten thousand articles opens quickly; texts are read a page at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.messages import suggestion
from pressmark.review.decisions import Decision, standing
from pressmark.review.machine_layers import machine_layers
from pressmark.storage.tables import span_row

__all__ = ["FILTERS", "ORDERS", "ReviewChoice", "ReviewQueue", "Stop", "make_queue"]

Order = Literal["article", "doubt"]
ORDERS: tuple[Order, ...] = ("article", "doubt")

FILTERS: Mapping[str, tuple[str, ...]] = {
    "article": ("article_id",),
    "label": ("label",),
    "name": ("name",),
    "rule": ("rule",),
    "speaker": ("speaker_name", "speaker", "speaker_canonical_name"),
    "status": ("status",),
}
"""What annotations can be chosen by, and the columns of which one must hold the value."""

_COLUMNS = (
    "id",
    "article_id",
    "start",
    "score",
    *dict.fromkeys(column for columns in FILTERS.values() for column in columns),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewChoice:
    """
    What a person wants to be asked: annotations of `layers`, in an `order`.

    `only` are filters (a column of `FILTERS`, its value), `below` the score under which an annotation is asked of, and
    `articles` the ids of a sample; None for all.
    """

    layers: tuple[str, ...] = ("quotes",)
    order: Order = "article"
    only: tuple[tuple[str, str], ...] = ()
    below: float | None = None
    articles: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether articles are read whole, so that the page may ask what is missing in each."""
        return self.order == "article" and not self.only and self.below is None

    def takes(self, row: Mapping[str, Any]) -> bool:
        """Say whether an annotation, as a row of its table, is asked of."""
        if self.below is not None and (row.get("score") or 0) >= self.below:
            return False
        return all(
            any(_is_value(row.get(column), value) for column in FILTERS[name])
            for name, value in self.only
        )


def _is_value(content: Any, value: str) -> bool:
    """Say whether a column holds a value; case says nothing, and no value is the empty one."""
    return str(content or "").casefold() == value.casefold()


@dataclass(frozen=True, slots=True)
class Stop:
    """An article that the page comes to: for the `annotations` with these ids, or for all (None)."""

    article_id: str
    annotations: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewQueue:
    """
    The stops of a review in their order.

    `asked` are all annotations of the choice, by article and id, those that are decided already among them. `machine`
    has the layers of reviewed articles as annotators alone have them.
    """

    choice: ReviewChoice
    stops: tuple[Stop, ...] = ()
    asked: frozenset[tuple[str, str]] = frozenset()
    machine: Mapping[str, Any] = field(default_factory=dict)

    def progress(self, decisions: Sequence[Decision]) -> dict[str, int]:
        """Return how many annotations of the choice are decided, and how many are waiting."""
        decided = len(self.asked & _decided(standing(decisions)))
        return {"decided": decided, "waiting": len(self.asked) - decided}


def make_queue(
    corpus: Corpus, choice: ReviewChoice, decisions: Sequence[Decision]
) -> ReviewQueue:
    """
    Return what a person is asked of a corpus who made `decisions` already: those annotations are left out.

    Raises `InputError` for a layer, a filter or an article that the corpus does not have.
    """
    _require(corpus, choice)
    counting = standing(decisions)
    decided = _decided(counting)
    checked = {(one.article, one.layer) for one in counting if one.action == "checked"}
    machine = machine_layers(corpus)
    rows = [
        row
        for row in _rows(corpus, choice, machine)
        if choice.takes(row) and _is_chosen(row["article_id"], choice.articles)
    ]
    waiting = [row for row in rows if _key(row) not in decided]
    stops: Iterable[Stop]
    if choice.order == "doubt":
        # What has no score goes first: nothing says that it is right.
        waiting.sort(key=lambda row: row["score"] or 0)
        stops = (Stop(row["article_id"], (_key(row)[1],)) for row in waiting)
    else:
        stops = _stops_by_article(corpus, choice, waiting, checked)
    return ReviewQueue(
        choice=choice,
        stops=tuple(stops),
        asked=frozenset(map(_key, rows)),
        machine=machine,
    )


def _decided(decisions: Iterable[Decision]) -> set[tuple[str, str]]:
    """Return the annotations that decisions were made on, by article and id."""
    return {(one.article, one.annotation) for one in decisions if one.annotation}


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return article and id of a row, as decisions name them."""
    return row["article_id"], row["id"].rpartition("/")[2]


def _is_chosen(article_id: str, articles: Collection[str] | None) -> bool:
    return articles is None or article_id in articles


def _stops_by_article(
    corpus: Corpus,
    choice: ReviewChoice,
    waiting: Iterable[Mapping[str, Any]],
    checked: Collection[tuple[str, str]],
) -> Iterator[Stop]:
    """Yield the articles with something to decide; read whole, also those that nobody said of that nothing is missing."""
    chosen: dict[str, list[str]] = {}
    for row in waiting:
        article_id, local_id = _key(row)
        chosen.setdefault(article_id, []).append(local_id)
    for article_id in corpus.ids:
        if not _is_chosen(article_id, choice.articles):
            continue
        if choice.is_whole:
            is_done = article_id not in chosen and all(
                (article_id, layer) in checked for layer in choice.layers
            )
            if not is_done:
                yield Stop(article_id)
        elif article_id in chosen:
            yield Stop(article_id, tuple(chosen[article_id]))


def _rows(
    corpus: Corpus, choice: ReviewChoice, machine: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield the annotations of the chosen layers as annotators alone have them, with the columns of filters."""
    for layer in choice.layers:
        for shard in corpus.manifest.shards:
            table = corpus.shard_table(shard, layer)
            columns = [name for name in _COLUMNS if name in table.column_names]
            for row in table.select(columns).to_pylist():
                if row["article_id"] not in machine:
                    yield {"score": None} | row
        for layers in machine.values():
            for span in layers.get(layer, ()):
                yield {"score": None} | span_row(span)


def _require(corpus: Corpus, choice: ReviewChoice) -> None:
    """Raise `InputError` for what the corpus does not have."""
    for layer in choice.layers:
        if layer not in corpus.manifest.layers:
            known = ", ".join(corpus.manifest.layers) or "none"
            raise InputError(f"--layer {layer}: the corpus has {known}")
    for name, _ in choice.only:
        if name not in FILTERS:
            raise InputError(
                f"--only {name}: takes {', '.join(FILTERS)}{suggestion(name, FILTERS)}"
            )
    unknown = sorted((choice.articles or frozenset()) - set(corpus.ids))
    if unknown:
        raise InputError(
            f"the corpus has no article {unknown[0]!r} of the sample, nor"
            f" {len(unknown) - 1} more. Draw it anew: pressmark sample"
        )
