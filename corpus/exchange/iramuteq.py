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

__all__ = ["starred_line", "write"]

_NOT_IN_VARIABLES = re.compile(r"[^a-z0-9]+")
# Letters that Unicode does not decompose: "cœur" is "coeur".
_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae"}
MAX_VALUE_CHARACTERS = 60  # of an own column's value as a word: chosen, not measured
_STARS = re.compile(r"\*+")
_LOST_STAR = "character: an asterisk of a text, which IRaMuTeQ would read as a variable"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the file."""
    genders = _name_genders(corpus) if options.layer is not None else {}
    if options.layer == "quotes" and not options.scare:
        _report_scare_quotes(corpus, report)
    with report.opened(output) as file:
        for article in corpus:
            for facts, text in _texts(article, options, _bearers(article, genders)):
                clean, star_count = _STARS.subn(" ", text)
                report.cannot(_LOST_STAR, star_count)
                file.write(f"{starred_line(facts)}\n{clean}\n\n")
            report.articles += 1
    if options.layer is None:
        for layer in corpus.layers:
            report.cannot(
                f"{layer}: all of it (give --layer {layer} to write these as texts)",
                corpus.counts[layer],
            )


def _name_genders(corpus: Corpus) -> dict[str, str | None]:
    """Return the gender of each name by its id; none where the corpus has no table of names."""
    if "names" not in corpus.manifest.whole:
        return {}
    return {row["id"]: row["gender"] for row in corpus.table("names")}


def _report_scare_quotes(corpus: Corpus, report: Report) -> None:
    """Count the scare quotes that are not written."""
    count = 0
    for article in corpus:
        count += sum(quote.label == "scare" for quote in article.quotes)
    report.cannot(
        "quotes: a scare quote, which is nobody's words (give --scare to write them)",
        count,
    )


def starred_line(facts: Mapping[str, str | None]) -> str:
    """
    Return the line of variables before a text: letters and digits alone, what is not known left out.

    >>> starred_line({"outlet": "Le Monde", "year": "2026", "gender": None})
    '**** *outlet_lemonde *year_2026'
    """
    words = {name: _letters_and_digits(fact) for name, fact in facts.items() if fact}
    variables = [f"*{name}_{word}" for name, word in words.items() if word]
    return " ".join(["****", *variables])


def _letters_and_digits(text: str) -> str:
    """Return a text as IRaMuTeQ takes it for a variable: small letters without accents, digits, nothing else."""
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return _NOT_IN_VARIABLES.sub("", decomposed.encode("ascii", "ignore").decode())


def _texts(
    article: Article, options: Options, bearers: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[dict[str, str | None], str]]:
    """Yield the article as one text, or with a layer each of its annotations, with the facts of its starred line."""
    facts = _article_facts(article)
    if options.layer is None:
        bounds = paragraphs(article.text)
        yield facts, "\n".join(article.text[start:end] for start, end in bounds)
        return
    for span in article.layer(options.layer):
        if span.label == "scare" and not options.scare:
            continue
        span_facts = {"type": span.label, **_span_facts(span, bearers)}
        yield facts | span_facts, " ".join(span.text.split())


def _article_facts(article: Article) -> dict[str, str | None]:
    """Return the variables of an article, its own columns among them."""
    when = article.published
    facts: dict[str, str | None] = {
        "id": article.id,
        "outlet": article.outlet,
        "lang": article.language,
    }
    if when:
        facts |= {"year": f"{when.year}", "month": f"{when:%Y%m}"}
        facts["day"] = f"{when:%Y%m%d}"
    own = {
        _variable_name(name, facts): _one_word(value)
        for name, value in article.extra.items()
    }
    return facts | own


def _variable_name(column: str, facts: Mapping[str, Any]) -> str:
    """Return a variable's name for an own column: letters and digits alone, and none of ours."""
    name = _letters_and_digits(column) or "own"
    return f"own{name}" if name in facts else name


def _one_word(value: Any) -> str | None:
    """Return a value of an own column as one word; the day alone of a point in time."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return f"{value:%Y%m%d}"
    return str(value)[:MAX_VALUE_CHARACTERS]


def _span_facts(
    span: Span, bearers: Mapping[str, Mapping[str, Any]]
) -> dict[str, str | None]:
    """Return the variables of an annotation: of a quote its speaker, with gender, role and kind where they are known."""
    if isinstance(span, Quote):
        speaker = span.speaker_canonical_name or span.speaker_name or span.speaker
        return {
            "speaker": speaker,
            "kind": span.speaker_kind,
            "gender": span.speaker_gender,
            "role": bearers.get(span.speaker_id or "", {}).get("role"),
        }
    if isinstance(span, Entity):
        gender = bearers.get(span.id, {}).get("gender")
        return {"name": span.name, "role": span.role, "gender": gender}
    return _declared_facts(span)


def _declared_facts(span: Span) -> dict[str, str | None]:
    """Return what somebody declared of a layer: its stretches' words, its columns, and the ids that it links to."""
    layer = layer_of_value(type(span))
    if not layer.is_declared:
        return {}
    names = (*layer.stretches, *layer.columns, *layer.links)
    return {_letters_and_digits(name): _one_word(getattr(span, name)) for name in names}


def _bearers(
    article: Article, genders: Mapping[str, str | None]
) -> dict[str, dict[str, str | None]]:
    """Return gender and role of the article's entities by id; a role that one mention states holds for all of a name."""
    spans = article.layers.get("entities", ())
    entities = [span for span in spans if isinstance(span, Entity)]
    roles: dict[str | None, str] = {}
    for entity in entities:
        if entity.role:
            # The first mention states the role in full; later ones shorten it.
            roles.setdefault(entity.name_id or entity.name, entity.role)
    bearers: dict[str, dict[str, str | None]] = {}
    for entity in entities:
        role = entity.role or roles.get(entity.name_id or entity.name)
        gender = genders.get(entity.name_id or "")
        bearers[entity.id] = {"gender": gender, "role": role}
    return bearers
