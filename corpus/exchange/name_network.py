"""The names of a corpus as a graph: a node a name, an edge between two names that stand in the same articles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError

from .report import Options, Report

if TYPE_CHECKING:
    import networkx

__all__ = ["MAX_NAMES", "build_name_network"]

MAX_NAMES = 2000  # Gephi lays out so many in seconds; their pairs are two million at most, which memory holds
_NODE_COLUMNS = ("wikidata", "country", "latitude", "longitude")
_NOT_XML = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # what XML 1.0 can write in no way


def build_name_network(
    corpus: Corpus, report: Report, options: Options, *, max_names: int = MAX_NAMES
) -> networkx.Graph:
    """
    Count the articles that name each two of the `max_names` names that stand in most articles, as a weighted graph.

    Copies of another article are left out, as in `pressmark count together`. What the graph leaves out is noted in
    `report`. Raise `PressmarkError` where `options.layer` asks for another layer than entities.
    """
    import networkx

    if options.layer not in (None, "entities"):
        raise PressmarkError(
            f"a network of names holds no layer {options.layer!r}. Leave --layer away."
        )
    # A set for each article: a name of ten mentions counts once, else long articles would draw the graph.
    articles = _names_by_article(corpus, report)
    frequencies: Counter[str] = Counter()
    for name_ids in articles.values():
        frequencies.update(name_ids)
    # By id where frequencies are equal, so that the cut falls at the same place each time.
    ranked = sorted(frequencies, key=lambda name_id: (-frequencies[name_id], name_id))
    chosen_ids = set(ranked[:max_names])
    report.cannot(
        f"names: beyond the {max_names} that stand in most articles",
        len(ranked) - len(chosen_ids),
    )
    graph = networkx.Graph(name=_xml_text(corpus.manifest.title))
    rows = {row["id"]: row for row in corpus.table("names")} if chosen_ids else {}
    for name_id in ranked[:max_names]:
        graph.add_node(name_id, **_attributes(rows[name_id], frequencies[name_id]))
    for (first_id, second_id), count in _pair_counts(articles.values(), chosen_ids):
        graph.add_edge(first_id, second_id, weight=count)
    return graph


def _names_by_article(corpus: Corpus, report: Report) -> dict[str, set[str]]:
    """Return the ids of the names in each article that is no copy; count articles, and what has no name, in `report`."""
    originals = {
        row["id"] for row in corpus.table("articles") if row["duplicate_of"] is None
    }
    report.articles += len(originals)
    report.cannot(
        "articles: copies of another",
        corpus.manifest.counts["articles"] - len(originals),
    )
    names_by_article: dict[str, set[str]] = defaultdict(set)
    for layer in corpus.layers:
        if layer != "entities":
            report.cannot(f"{layer}: all of it", corpus.counts[layer])
    for row in corpus.table("entities") if "entities" in corpus.layers else ():
        if row["name_id"] is None:
            report.cannot("entities: that belong to no name")
        elif row["article_id"] in originals:
            names_by_article[row["article_id"]].add(row["name_id"])
    return names_by_article


def _pair_counts(
    names_of_articles: Iterable[set[str]], chosen_ids: set[str]
) -> list[tuple[tuple[str, str], int]]:
    """Return how many articles name each two of `chosen_ids`, sorted: the same corpus gives the same bytes."""
    counts: Counter[tuple[str, str]] = Counter()
    for name_ids in names_of_articles:
        # Sorted, so that a pair is one key whichever name comes first.
        counts.update(combinations(sorted(name_ids & chosen_ids), 2))
    return sorted(counts.items())


def _attributes(row: dict[str, Any], articles: int) -> dict[str, Any]:
    """Return what a node says of its name: Gephi shows `label` beside it; `type` is PER, LOC, ORG or MISC."""
    attributes = {"label": row["name"], "type": row["label"]}
    for column in _NODE_COLUMNS:
        # GEXF and GraphML know no null.
        if row.get(column) is not None:
            attributes[column] = row[column]
    for name, value in attributes.items():
        if isinstance(value, str):
            attributes[name] = _xml_text(value)
    return attributes | {"articles": articles}


def _xml_text(text: str) -> str:
    # A blank and not U+FFFD: it is a label that people see, and no offset hangs on it.
    return _NOT_XML.sub(" ", text)
