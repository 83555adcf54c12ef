"""
IRaMuTeQ: one text file, a starred line of variables before each text.

A text is an article; with `layer`, it is an annotation, a quote say, with its speaker among the variables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.layers import layer_of_value
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Quote, Span

from .report import Options, Report

__all__ = ["variables", "write"]

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST_VALUE = 60
_STARS = re.compile(r"\*+")
_STAR = "character: an asterisk of a text, which IRaMuTeQ would read as a variable"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the file."""
    rows = (
        corpus.table("names")
        if options.layer is not None and "names" in corpus.manifest.whole
        else ()
    )
    genders = {row["id"]: row["gender"] for row in rows}
    if options.layer == "quotes" and not options.scare:
        scare = sum(
            quote.label == "scare" for article in corpus for quote in article.quotes
        )
        report.cannot(
            "quotes: a scare quote, which is nobody's words (give --scare to write them)",
            scare,
        )
    with report.opened(output) as file:
        for article in corpus:
            texts = _texts(
                article,
                options.layer,
                scare=options.scare,
                entities=_bearers(article, genders),
            )
            for known, text in texts:
                clean, stars = _STARS.subn(" ", text)
                report.cannot(_STAR, stars)
                file.write(f"{variables(known)}\n{clean}\n\n")
            report.articles += 1
    if options.layer is None:
        for layer in corpus.layers:
            report.cannot(
                f"{layer}: all of it (give --layer {layer} to write these as texts)",
                corpus.counts[layer],
            )


def variables(known: Mapping[str, str | None]) -> str:
    """The starred line: `**** *outlet_lemonde *year_2026`; letters and digits alone, what is not known left out."""
    plain = {name: _plain(value) for name, value in known.items() if value}
    return " ".join(
        ["****", *(f"*{name}_{value}" for name, value in plain.items() if value)]
    )


def _plain(value: str) -> str:
    letters = unicodedata.normalize(
        "NFKD", value.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    ).lower()
    return _NOT_PLAIN.sub("", letters.encode("ascii", "ignore").decode())


def _texts(
    article: Article,
    layer: str | None,
    *,
    scare: bool,
    entities: Mapping[str, Mapping[str, Any]],
) -> Iterator[tuple[dict[str, str | None], str]]:
    when = article.published
    known: dict[str, str | None] = {
        "id": article.id,
        "outlet": article.outlet,
        "lang": article.language,
    }
    known |= (
        {"year": f"{when.year}", "month": f"{when:%Y%m}", "day": f"{when:%Y%m%d}"}
        if when
        else {}
    )
    known |= {
        _variable(name, known): _value(value) for name, value in article.extra.items()
    }
    if layer is None:
        yield (
            known,
            "\n".join(
                article.text[start:end] for start, end in paragraphs(article.text)
            ),
        )
        return
    for span in article.layer(layer):
        if span.label == "scare" and not scare:
            continue
        yield (
            known | {"type": span.label} | _about(span, entities),
            " ".join(span.text.split()),
        )


def _variable(name: str, known: Mapping[str, Any]) -> str:
    """A variable's name for an own column: letters and digits alone, and none of ours."""
    plain = _plain(name) or "own"
    return plain if plain not in known else f"own{plain}"


def _value(value: Any) -> str | None:
    """A value of an own column as one word; the day alone of a point in time."""
    if value is None or isinstance(value, datetime):
        return f"{value:%Y%m%d}" if value else None
    return str(value)[:_LONGEST_VALUE]


def _about(
    span: Span, entities: Mapping[str, Mapping[str, Any]]
) -> dict[str, str | None]:
    """What is known of an annotation: of a quote its speaker, with gender, role and kind where they are known."""
    if isinstance(span, Quote):
        speaker = span.speaker_canonical_name or span.speaker_name or span.speaker
        role = entities.get(span.speaker_id or "", {}).get("role")
        return {
            "speaker": speaker,
            "kind": span.speaker_kind,
            "gender": span.speaker_gender,
            "role": role,
        }
    if isinstance(span, Entity):
        return {
            "name": span.name,
            "role": span.role,
            "gender": entities.get(span.id, {}).get("gender"),
        }
    return _declared(span)


def _declared(span: Span) -> dict[str, str | None]:
    """What somebody declared of a layer: its stretches' words, its columns, and the ids that it links to."""
    layer = layer_of_value(type(span))
    if not layer.is_declared:
        return {}
    names = (*layer.stretches, *layer.columns, *layer.links)
    return {_plain(name): _value(getattr(span, name)) for name in names}


def _bearers(
    article: Article, genders: Mapping[str, str | None]
) -> dict[str, dict[str, str | None]]:
    """The entities of an article by id: the gender of their name, and their role or that of another mention."""
    entities = [
        span for span in article.layers.get("entities", ()) if isinstance(span, Entity)
    ]
    roles = {
        span.name_id or span.name: span.role for span in reversed(entities) if span.role
    }
    return {
        span.id: {"gender": genders.get(span.name_id or ""),
                  "role": span.role or roles.get(span.name_id or span.name)}
        for span in entities
    }  # fmt: skip
