"""Which articles to annotate by hand: drawn at random, each stratum in proportion, the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.messages import counted, suggestion

__all__ = ["Sample", "sample"]

_BY = ("outlet", "language", "month", "year")


@dataclass(frozen=True, slots=True)
class Sample:
    """The articles that were drawn, with `sample_stratum` and `sample_weight` as columns; strata: in all and drawn."""

    articles: tuple[Article, ...]
    strata: Mapping[str, tuple[int, int]]

    def notices(self) -> Iterator[str]:
        """What a person should know who draws conclusions from it: strata from which nothing was drawn."""
        empty = [stratum for stratum, (_, drawn) in self.strata.items() if not drawn]
        if empty:
            articles = sum(self.strata[stratum][0] for stratum in empty)
            yield (
                f"{len(self.strata)} strata, {len(self.articles)} drawn: {len(empty)} strata "
                f"({counted(articles, 'article')}) have none, so the weights do not stand for them. "
                f"Give --n {len(self.strata)} or more, or fewer --by."
            )


def sample(corpus: Corpus, n: int, *, by: Sequence[str] = (), seed: int = 1) -> Sample:
    """
    Draw `n` articles, in proportion from the strata that `by` makes: outlet, language, month, year, your columns.

    Each stratum gives one at least, as far as `n` goes; `sample_weight` says how many articles each one stands for.
    Copies of another article are not drawn. Raises `PressmarkError` for a column that is not there.

    >>> from pressmark.dataset.corpus import load
    >>> [article.id for article in sample(load("corpus"), 1).articles]
    ['a']
    """
    for name in by:
        if name not in _BY and name not in corpus.manifest.columns:
            known = (*_BY, *corpus.manifest.columns)
            raise PressmarkError(
                f"sample: there is no {name!r} to draw by; there is {', '.join(known)}{suggestion(name, known)}"
            )
    strata: dict[str, list[str]] = {}
    for row in _rows(corpus, by):
        strata.setdefault(" · ".join(_value(row, name) for name in by), []).append(row["id"])
    draw = random.Random(seed)
    shares = _shares({stratum: len(ids) for stratum, ids in strata.items()}, n)
    drawn = {id: stratum for stratum, ids in sorted(strata.items()) for id in draw.sample(sorted(ids), shares[stratum])}
    kept = tuple(_marked(article, drawn[article.id], strata, shares) for article in corpus if article.id in drawn)
    return Sample(kept, {stratum: (len(ids), shares[stratum]) for stratum, ids in sorted(strata.items())})


def _rows(corpus: Corpus, by: Sequence[str]) -> Iterator[dict[str, Any]]:
    known = {"month": "published", "year": "published"}
    columns = ["id", "duplicate_of", *dict.fromkeys(known.get(name, name) for name in by)]
    rows = corpus.table("articles").select_columns(columns)
    yield from (row for row in rows if row["duplicate_of"] is None)


def _value(row: Mapping[str, Any], name: str) -> str:
    if name in ("month", "year"):
        when = row["published"]
        return f"{when:%Y-%m}"[: 7 if name == "month" else 4] if when else "undated"
    return str(row[name]) if row[name] is not None else "none"


def _shares(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """How many of each: one, as far as `n` goes, then in proportion, the largest remainders rounded up."""
    total = sum(sizes.values())
    n = min(n, total)
    order = sorted(sizes, key=lambda stratum: (-sizes[stratum], stratum))
    shares = {stratum: int(place < n) for place, stratum in enumerate(order)}
    while sum(shares.values()) < n:
        open_ = [stratum for stratum in order if shares[stratum] < sizes[stratum]]
        shares[max(open_, key=lambda stratum: sizes[stratum] * n / total - shares[stratum])] += 1
    return shares


def _marked(article: Article, stratum: str, strata: Mapping[str, list[str]], shares: Mapping[str, int]) -> Article:
    weight = len(strata[stratum]) / shares[stratum]
    return replace(article, extra={**article.extra, "sample_stratum": stratum, "sample_weight": weight})
