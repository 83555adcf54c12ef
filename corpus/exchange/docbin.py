"""
A spaCy DocBin: one doc an article, a span group a layer (`doc.spans["quotes"]`), and `doc.ents` from the entities.

Everything else is in `doc.user_data["pressmark"]`: the article's columns, and each span's offsets and details.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.storage.disk import write_bytes
from pressmark.storage.tables import article_row

from .details import details
from .report import Options, Report
from .tokens import fitted, tokens

__all__ = ["write"]

_WIDENED = "span: its ends lie within tokens; the doc's span is wider, user_data holds the true offsets"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the DocBin; read it with `DocBin().from_disk(path).get_docs(nlp.vocab)`."""
    layers = (options.layer,) if options.layer else corpus.layers
    kept = DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for article in corpus:
        kept.add(_doc(article, layers, report))
        report.articles += 1
    write_bytes(output, kept.to_bytes())


def _doc(article: Article, layers: tuple[str, ...], report: Report) -> Doc:
    doc = tokens(article)
    known: dict[str, Any] = {}
    for layer in layers:
        group = []
        for span in article.layer(layer):
            found, exact = fitted(doc, span.start, span.end, span.label)
            report.cannot(_WIDENED, not exact)
            group += [found] if found is not None else []
        doc.spans[layer] = group
        known[layer] = [{"id": span.id, "start": span.start, "end": span.end, "label": span.label, **details(span)}
                        for span in article.layer(layer)]  # fmt: skip
    if "entities" in layers:
        kept = filter_spans(doc.spans["entities"])
        report.cannot(
            "entity: overlaps another, so it is in doc.spans and not in doc.ents",
            len(doc.spans["entities"]) - len(kept),
        )
        doc.set_ents(kept)
    doc.user_data["pressmark"] = _packable({"article": _plain(article), **known})
    return doc


def _packable(value: Any) -> Any:
    """The value with whole numbers beyond 64 bits, which a DocBin cannot hold, as text."""
    if isinstance(value, dict):
        return {key: _packable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_packable(inner) for inner in value]
    return (
        str(value)
        if isinstance(value, int) and not -(2**63) <= value < 2**63
        else value
    )


def _plain(article: Article) -> dict[str, Any]:
    row = {
        name: value for name, value in article_row(article).items() if name != "text"
    }
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in row.items()
    }
