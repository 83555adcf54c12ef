"""
A spaCy DocBin: one doc an article, a span group a layer (`doc.spans["quotes"]`), and `doc.ents` from the entities.

Everything else is in `doc.user_data["pressmark"]`: the article's columns, and each span's offsets and details.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as DocSpan
from spacy.util import filter_spans

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.spans import Span
from pressmark.storage.disk import write_bytes
from pressmark.storage.tables import article_row

from .details import span_details
from .report import Options, Report
from .tokens import align_span, tokenize

__all__ = ["write"]

_WIDENED = "span: its ends lie within tokens; the doc's span is wider, user_data holds the true offsets"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the DocBin; read it with `DocBin().from_disk(path).get_docs(nlp.vocab)`."""
    layers = (options.layer,) if options.layer else corpus.layers
    # Words, blanks and entities: all that a tokenizer without a model has to say.
    docs = DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for article in corpus:
        docs.add(_doc(article, layers, report))
        report.articles += 1
    write_bytes(output, docs.to_bytes())


def _doc(article: Article, layers: tuple[str, ...], report: Report) -> Doc:
    """Return an article as a doc: a span group a layer, its entities, and all else in `user_data`."""
    doc = tokenize(article)
    rows: dict[str, Any] = {"article": _article_row(article)}
    for layer in layers:
        # Groups and not `doc.ents`: quotes hold entities, and entities of one doc may not overlap.
        doc.spans[layer] = _span_group(doc, article.layer(layer), report)
        rows[layer] = [_span_row(span) for span in article.layer(layer)]
    if "entities" in layers:
        _set_entities(doc, report)
    doc.user_data["pressmark"] = _packable(rows)
    return doc


def _span_group(doc: Doc, spans: Iterable[Span], report: Report) -> list[DocSpan]:
    """Return the spans as spaCy has them, from token to token; one without a token is left out."""
    group: list[DocSpan] = []
    for span in spans:
        doc_span, is_exact = align_span(doc, span.start, span.end, span.label)
        report.cannot(_WIDENED, not is_exact)
        if doc_span is not None:
            group.append(doc_span)
    return group


def _set_entities(doc: Doc, report: Report) -> None:
    """Set `doc.ents`, of which no two may share a token: spaCy keeps the longer."""
    entities = filter_spans(doc.spans["entities"])
    report.cannot(
        "entity: overlaps another, so it is in doc.spans and not in doc.ents",
        len(doc.spans["entities"]) - len(entities),
    )
    doc.set_ents(entities)


def _span_row(span: Span) -> dict[str, Any]:
    return {
        "id": span.id,
        "start": span.start,
        "end": span.end,
        "label": span.label,
        **span_details(span),
    }


def _packable(value: Any) -> Any:
    """Return `value` with whole numbers beyond 64 bits, which a DocBin cannot hold, as text."""
    if isinstance(value, dict):
        return {key: _packable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_packable(inner) for inner in value]
    # msgpack, in which spaCy packs a doc's user data, refuses them.
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return str(value)
    return value


def _article_row(article: Article) -> dict[str, Any]:
    """Return the columns of an article but its text, which the doc has; a point in time is ISO text."""
    row = article_row(article)
    # It is the doc itself, and would double the size of the file.
    del row["text"]
    for name, value in row.items():
        if hasattr(value, "isoformat"):
            row[name] = value.isoformat()
    return row
