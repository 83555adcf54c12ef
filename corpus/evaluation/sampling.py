"""Which articles to annotate by hand: drawn at random, each stratum in proportion, the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.evaluation.strata import strata_of_articles
from pressmark.messages import counted

__all__ = ["Sample", "sample"]


@dataclass(frozen=True, slots=True)
class Sample:
    """
    The articles that were drawn, with `sample_stratum` and `sample_weight` as columns.

    `strata` holds of each how many articles there are, and how many of them were drawn.
    """

    articles: tuple[Article, ...]
    strata: Mapping[str, tuple[int, int]]

    def notices(self) -> Iterator[str]:
        """Yield what a person should know who draws conclusions from it: strata from which nothing was drawn."""
        empty_strata = [
            stratum for stratum, (_, drawn) in self.strata.items() if not drawn
        ]
        if empty_strata:
            articles = sum(self.strata[stratum][0] for stratum in empty_strata)
            yield (
                f"{len(self.strata)} strata, {len(self.articles)} drawn: {len(empty_strata)} strata "
                f"({counted(articles, 'article')}) have none, so the weights do not stand for them. "
                f"Give --n {len(self.strata)} or more, or fewer --by."
            )


def sample(corpus: Corpus, n: int, *, by: Sequence[str] = (), seed: int = 1) -> Sample:
    """
    Draw `n` articles, in proportion from the strata that `by` makes: outlet, language, week, month, year, your columns.

    Each stratum gives one at least, as far as `n` goes; `sample_weight` says how many articles each one stands for.
    Copies of another article are not drawn. Raises `PressmarkError` for a column that is not there.

    >>> from pressmark.dataset.corpus import load
    >>> [article.id for article in sample(load("corpus"), 1).articles]
    ['a']
    """
    ids_by_stratum: dict[str, list[str]] = {}
    for id, stratum in strata_of_articles(corpus, by).items():
        ids_by_stratum.setdefault(stratum, []).append(id)
    shares = _divide_sample(
        {stratum: len(ids) for stratum, ids in ids_by_stratum.items()}, n
    )
    draw = random.Random(seed)
    stratum_by_id: dict[str, str] = {}
    for stratum, ids in sorted(ids_by_stratum.items()):
        # Sorted: the same seed draws the same articles, in whatever order they came into the corpus.
        drawn_ids = draw.sample(sorted(ids), shares[stratum])
        stratum_by_id |= dict.fromkeys(drawn_ids, stratum)
    articles: list[Article] = []
    for article in corpus:
        if article.id in stratum_by_id:
            stratum = stratum_by_id[article.id]
            # The inverse of the chance to be drawn (Horvitz-Thompson): 60 articles of which 6 are drawn weigh 10 each.
            weight = len(ids_by_stratum[stratum]) / shares[stratum]
            columns = {"sample_stratum": stratum, "sample_weight": weight}
            articles.append(replace(article, extra={**article.extra, **columns}))
    sizes = {
        stratum: (len(ids), shares[stratum])
        for stratum, ids in sorted(ids_by_stratum.items())
    }
    return Sample(tuple(articles), sizes)


def _divide_sample(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """
    Return how many of each stratum to draw: one, as far as `n` goes, then in proportion, by the largest remainder.

    >>> _divide_sample({"a": 60, "b": 30, "c": 1}, 10)
    {'a': 6, 'b': 3, 'c': 1}
    """
    total = sum(sizes.values())
    n = min(n, total)
    # By name where sizes are equal, so that the shares do not hang on the order of the corpus.
    by_size = sorted(sizes, key=lambda stratum: (-sizes[stratum], stratum))
    # One of each first: a small outlet would else have no article in the sample, whatever its share.
    shares = {stratum: int(rank < n) for rank, stratum in enumerate(by_size)}
    while sum(shares.values()) < n:
        open_strata = [name for name in by_size if shares[name] < sizes[name]]
        # What is farthest below its exact share is next; of equals the largest stratum, as `by_size` has it first.
        neediest = max(
            open_strata, key=lambda name: sizes[name] * n / total - shares[name]
        )
        shares[neediest] += 1
    return shares
