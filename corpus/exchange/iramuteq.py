"""
IRaMuTeQ: one text file, a starred line of variables before each text.

A text is an article; with `layer`, it is an annotation, a quote say, with its speaker among the variables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from pressmark.articles import Article
from pressmark.library import Corpus
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Quote, Span

from .report import Options, Report

__all__ = ["variables", "write"]

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_STARS = re.compile(r"\*+")
_STAR = "character: an asterisk of a text, which IRaMuTeQ would read as a variable"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the file."""
    with report.opened(output) as file:
        for article in corpus:
            for known, text in _texts(article, options.layer):
                clean, stars = _STARS.subn(" ", text)
                report.cannot(_STAR, stars)
                file.write(f"{variables(known)}\n{clean}\n\n")
            report.articles += 1
    if options.layer is None:
        for layer in corpus.layers:
            report.cannot(f"{layer}: all of it (give --layer {layer} to write these as texts)", corpus.counts[layer])


def variables(known: Mapping[str, str | None]) -> str:
    """The starred line: `**** *outlet_lemonde *year_2026`; letters and digits alone, what is not known left out."""
    plain = {name: _plain(value) for name, value in known.items() if value}
    return " ".join(["****", *(f"*{name}_{value}" for name, value in plain.items() if value)])


def _plain(value: str) -> str:
    letters = unicodedata.normalize("NFKD", value.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")).lower()
    return _NOT_PLAIN.sub("", letters.encode("ascii", "ignore").decode())


def _texts(article: Article, layer: str | None) -> Iterator[tuple[dict[str, str | None], str]]:
    when = article.published
    known: dict[str, str | None] = {"id": article.id, "outlet": article.outlet, "lang": article.language}
    known |= {"year": f"{when.year}", "month": f"{when:%Y%m}", "day": f"{when:%Y%m%d}"} if when else {}
    if layer is None:
        yield known, "\n".join(article.text[start:end] for start, end in paragraphs(article.text))
        return
    for span in article.layer(layer):
        yield known | {"type": span.label} | _about(span), " ".join(span.text.split())


def _about(span: Span) -> dict[str, str | None]:
    if isinstance(span, Quote):
        speaker = span.speaker_canonical_name or span.speaker_name or span.speaker
        return {"speaker": speaker, "gender": span.speaker_gender}
    return {"name": span.name} if isinstance(span, Entity) else {}
