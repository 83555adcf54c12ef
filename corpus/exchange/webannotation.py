"""
W3C Web Annotations: a JSON-LD collection. Each annotation is found again by its position and by its words.

Positions are code points, as the recommendation has them. An interrupted quote has a target for each piece.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.spans import Span

from .details import span_details, span_pieces
from .report import Options, Report
from .webannotation_reading import URN_PREFIX, read

__all__ = ["annotation_json", "read", "write"]

_JSON_LD_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
CONTEXT_CHARACTERS = 32  # before and after the words: the length in the W3C's own examples of a TextQuoteSelector


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write one AnnotationCollection with one page; the texts themselves are not in it."""
    layers = [options.layer] if options.layer else corpus.layers
    collection = {
        "@context": _JSON_LD_CONTEXT,
        "id": f"{URN_PREFIX}annotations",
        "type": "AnnotationCollection",
        "label": corpus.title,
        "total": sum(corpus.counts[layer] for layer in layers),
    }
    page = {
        "id": f"{URN_PREFIX}annotations:1",
        "type": "AnnotationPage",
        "startIndex": 0,
    }
    with report.opened(output) as file:
        # The objects stay open while annotations are written one by one: a corpus need not fit into memory.
        file.write(json.dumps(collection, ensure_ascii=False)[:-1])
        file.write(', "first": ' + json.dumps(page)[:-1] + ', "items": [')
        separator = "\n"
        for annotation in _annotations(corpus, report, layers):
            file.write(separator + json.dumps(annotation, ensure_ascii=False))
            separator = ",\n"
        file.write("\n]}}\n")
    report.cannot("article: its text (an annotation points to it)", len(corpus))


def _annotations(
    corpus: Corpus, report: Report, layers: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """Yield all annotations of `layers`, article by article, and count the articles."""
    for article in corpus:
        report.articles += 1
        for layer in layers:
            for span in article.layer(layer):
                yield annotation_json(article, layer, span)


def annotation_json(article: Article, layer: str, span: Span) -> dict[str, Any]:
    """
    Return `span` as a Web Annotation; its id and its article's are URNs, the article's address its `url`.

    One body holds `layer:label`, which people read; the other the span's details as JSON, so that it comes back whole.
    """
    # A quote of several pieces has a target for each; one alone needs no list in JSON-LD.
    targets = [_target(article, start, end) for start, end in span_pieces(span)]
    return {
        "id": _urn(span.id),
        "type": "Annotation",
        "motivation": "classifying",
        "creator": {"type": "Software", "name": span.annotator},
        "body": [
            {
                "type": "TextualBody",
                "purpose": "classifying",
                "value": f"{layer}:{span.label}",
            },
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "application/json",
                "value": json.dumps(span_details(span), ensure_ascii=False),
            },
        ],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _target(article: Article, start: int, end: int) -> dict[str, Any]:
    """Return a stretch of an article by its position, and by its words and what stands around them."""
    text = article.text
    return {
        "type": "SpecificResource",
        # The address first: other tools find the page by it, and know nothing of our ids.
        "source": article.url or _urn(article.id),
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                # `max`, as a negative start would count from the end of the text.
                "prefix": text[max(0, start - CONTEXT_CHARACTERS) : start],
                "suffix": text[end : end + CONTEXT_CHARACTERS],
            },
        ],
    }


def _urn(id: str) -> str:
    return URN_PREFIX + quote(id, safe="/-._~")
