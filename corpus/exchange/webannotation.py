"""
W3C Web Annotations: a JSON-LD collection. Each annotation is found again by its position and by its words.

Positions are code points, as the recommendation has them. An interrupted quote has a target for each piece.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.library import Corpus
from pressmark.spans import Span

from .details import details, pieces
from .report import Options, Report

__all__ = ["annotation", "write"]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write one AnnotationCollection with one page; the texts themselves are not in it."""
    layers = [options.layer] if options.layer else corpus.layers
    total = sum(corpus.counts[layer] for layer in layers)
    head: dict[str, Any] = {"@context": _CONTEXT, "id": "urn:pressmark:annotations", "type": "AnnotationCollection"}
    head |= {"label": corpus.title, "total": total}
    page: dict[str, Any] = {"id": "urn:pressmark:annotations:1", "type": "AnnotationPage", "startIndex": 0}
    with report.opened(output) as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "first": ' + json.dumps(page)[:-1] + ', "items": [')
        for number, item in enumerate(_items(corpus, report, layers)):
            file.write((",\n" if number else "\n") + json.dumps(item, ensure_ascii=False))
        file.write("\n]}}\n")
    report.cannot("article: its text (an annotation points to it)", len(corpus))


def _items(corpus: Corpus, report: Report, layers: Any) -> Iterator[dict[str, Any]]:
    for article in corpus:
        report.articles += 1
        for layer in layers:
            yield from (annotation(article, layer, span) for span in article.layer(layer))


def annotation(article: Article, layer: str, span: Span) -> dict[str, Any]:
    """A span as a Web Annotation; its id and its article's are URNs, the article's address its `url`."""
    targets = [_target(article, *piece) for piece in pieces(span)]
    about = {"type": "TextualBody", "purpose": "describing", "format": "application/json"}
    return {
        "id": f"urn:pressmark:{_urn(span.id)}",
        "type": "Annotation",
        "motivation": "classifying",
        "creator": {"type": "Software", "name": span.annotator},
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": f"{layer}:{span.label}"},
            about | {"value": json.dumps(details(span), ensure_ascii=False)},
        ],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _target(article: Article, start: int, end: int) -> dict[str, Any]:
    text = article.text
    quoted = {"type": "TextQuoteSelector", "exact": text[start:end]}
    quoted |= {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
    return {
        "type": "SpecificResource",
        "source": article.url or f"urn:pressmark:{_urn(article.id)}",
        "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, quoted],
    }


def _urn(id: str) -> str:
    from urllib.parse import quote

    return quote(id, safe="/-._~")
