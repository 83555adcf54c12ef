"""
A second reader of the same articles, another model's corpus: what it reads otherwise is asked of a person.

Nobody's word is taken for it: what a person settles becomes her decision, on the annotation of the first corpus.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.exchange import article_json
from pressmark.layers import layer_of_value
from pressmark.review.decisions import Decision, decision_id, standing
from pressmark.spans import Span

from .agreement import Agreement, compare
from .differences import Difference, find_differences
from .documents import Document, refuse_other_text
from .review_agreement import Disagreement, ReviewAgreement, unreviewed_articles

__all__ = ["compare_with_second_reader"]


def compare_with_second_reader(
    corpus: Corpus,
    second: Corpus,
    layers: Sequence[str],
    decisions: Sequence[Decision] = (),
) -> ReviewAgreement:
    """
    Return what two corpora of the same articles differ on in some layers, and how far they agree.

    The first is as annotators alone have it. What one of `decisions` was made on is settled. Raises `InputError` where
    one of them lacks a layer, where they share no article, and where the texts of one differ.
    """
    for layer in layers:
        for side in (corpus, second):
            if layer not in side.manifest.layers:
                layers_there = ", ".join(side.manifest.layers) or "none"
                raise InputError(f"--layer {layer}: {side.folder} has {layers_there}")
    shared_ids = set(corpus.ids) & set(second.ids)
    theirs = {
        article.id: article for article in unreviewed_articles(second, shared_ids)
    }
    decided: set[tuple[str, str]] = set()
    settled_ids: set[str] = set()
    for decision in standing(decisions):
        settled_ids.update(decision.settles)
        if decision.annotation:
            decided.add((decision.article, decision.annotation))
    disagreements: list[Disagreement] = []
    first_documents: dict[str, Document] = {}
    second_documents: dict[str, Document] = {}
    for article in unreviewed_articles(corpus, shared_ids):
        pair = _documents(article, theirs[article.id], layers)
        refuse_other_text(*pair)
        first_documents[article.id], second_documents[article.id] = pair
        for layer in layers:
            of_layer = _disagreements(article, theirs[article.id], layer, pair)
            for disagreement in of_layer:
                is_settled = _is_decided(disagreement, decided)
                is_settled |= settled_ids.issuperset(disagreement.settles)
                disagreements.append(replace(disagreement, is_settled=is_settled))
    agreement = compare(first_documents, second_documents)
    return ReviewAgreement(
        disagreements=tuple(disagreements),
        before={layer: _of_layer(agreement, layer) for layer in layers},
        after={},
    )


def _documents(
    first: Article, second: Article, layers: Sequence[str]
) -> tuple[Document, Document]:
    """Return both versions of an article as they are compared, with these layers alone."""
    columns = ("id", "text", *layers)
    first_row, second_row = article_json(first), article_json(second)
    return (
        {name: first_row[name] for name in columns},
        {name: second_row[name] for name in columns},
    )


def _of_layer(agreement: Agreement, layer: str) -> Agreement:
    """Return an agreement with what it says of one layer."""
    return replace(agreement, f1={layer: agreement.f1.get(layer, {})})


def _is_decided(
    disagreement: Disagreement, decided: Collection[tuple[str, str]]
) -> bool:
    """Say whether a person decided on the annotation of either side already."""
    spans = (disagreement.first, disagreement.second)
    ids = [span.id.rpartition("/")[2] for span in spans if span is not None]
    return any((disagreement.article.id, id) in decided for id in ids)


def _disagreements(
    article: Article, second: Article, layer: str, pair: tuple[Document, Document]
) -> Iterator[Disagreement]:
    """Yield what the two versions of an article differ on, an annotation once whatever its differences."""
    told_ids: set[tuple[str | None, str | None]] = set()
    for difference in find_differences(layer, *pair):
        ids = (_id_of(difference.first), _id_of(difference.second))
        if ids in told_ids:
            continue
        told_ids.add(ids)
        yield _disagreement(article, second, layer, difference)


def _id_of(row: Mapping[str, Any] | None) -> str | None:
    return row["id"] if row is not None else None


def _disagreement(
    article: Article, second: Article, layer: str, difference: Difference
) -> Disagreement:
    first_id, second_id = _id_of(difference.first), _id_of(difference.second)
    ours = article[first_id] if first_id is not None else None
    theirs = None
    if second_id is not None:
        theirs = _relinked(second[second_id], article)
    # What a person settles names it, so that it is not asked of again; it is the same whenever it is compared.
    content = {"article": article.id, "layer": layer, "first": first_id, "second": repr(theirs)}  # fmt: skip
    return Disagreement(
        article=article,
        layer=layer,
        machine=ours,
        first=ours,
        second=theirs,
        settles=(decision_id(content),),
    )


def _relinked(span: Span, article: Article) -> Span:
    """Return a span of the second corpus whose links name annotations of `article`, the same places; none elsewhere."""
    layer = layer_of_value(type(span))
    changes: dict[str, Any] = {}
    for column, target in layer.links.items():
        changes[column] = _known_id(getattr(span, column), target, article)
    if layer.parts:
        changes[layer.parts] = tuple(
            replace(
                part,
                **{
                    column: _known_id(getattr(part, column), target, article)
                    for column, target in layer.part_links.items()
                },
            )
            for part in getattr(span, layer.parts)
        )
    return replace(span, **changes)


def _known_id(id: str | None, target: str, article: Article) -> str | None:
    """Return an id that an annotation of the article has; ids are made of places, and the same in both corpora."""
    ids = (span.id for span in article.layers.get(target, ()))
    return id if id is not None and id in ids else None
