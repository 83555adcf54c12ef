"""
The checked and unchecked articles of a count as a table for the R package `dsl`, which fits models to such data.

A row an article and group: what the machine counts, what people count (empty where nobody checked), and the chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pressmark.study.counted_rows import article_rows

from .corrected_counts import CheckedCorpus
from .group_values import CountRequest, counted_articles

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DSL_COLUMNS", "dsl_table"]

DSL_COLUMNS = (
    "predicted", "predicted_of", "labeled_value", "labeled_of", "labeled", "sample_prob", "stratum",
)  # fmt: skip
"""
The columns beside those of the group and the article: number and denominator by the machine, by people, whether the
article is checked (1 or 0), the chance that it had, and its stratum.
"""

_ARTICLE_COLUMNS = ("outlet", "published", "language")


def dsl_table(checked: CheckedCorpus, request: CountRequest) -> pd.DataFrame:
    """Return the table: a row for each group of the count and each article that could be drawn and is counted."""
    import pandas as pd

    machine = counted_articles(checked.machine, request)
    person = counted_articles(checked.corpus, request)
    articles = article_rows(checked.corpus, (), request.filter).set_index("id")
    sampled = {article.id for article in checked.sample.articles}
    chances = {
        stratum.value: stratum.sample / stratum.articles
        for stratum in checked.sample.strata
    }
    groups = list(dict.fromkeys([*machine.parts, *person.parts]))

    def rows() -> Iterator[tuple[Any, ...]]:
        for group in groups:
            cell = machine.whole_of(group)
            for id in articles.index:
                if id not in checked.strata:
                    continue
                stratum = checked.strata[id]
                is_checked = id in sampled
                counts = [
                    amounts.get(key, {}).get(id, 0.0)
                    for amounts, key in (
                        (machine.parts, group), (machine.wholes, cell),
                        (person.parts, group), (person.wholes, cell),
                    )
                ]  # fmt: skip
                by_people = counts[2:] if is_checked else [None, None]
                about = [articles.loc[id, name] for name in _ARTICLE_COLUMNS]
                yield (
                    id, *about, *group, *counts[:2], *by_people, int(is_checked), chances[stratum], stratum,
                )  # fmt: skip

    # A count by outlet has its own column of that name.
    columns = [
        "article_id",
        *(f"article_{name}" if name in machine.columns else name for name in _ARTICLE_COLUMNS),
        *machine.columns,
        *DSL_COLUMNS,
    ]  # fmt: skip
    return pd.DataFrame(rows(), columns=columns)
