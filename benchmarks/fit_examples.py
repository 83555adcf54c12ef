"""What scores are fitted on: each quote, name and event that rules find in gold, its signs, and whether it is right."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quality import article_of, parses

from pressmark import Article, annotate_parsed
from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.entities.features import NameFeatures
from pressmark.annotators.events.lexicon import load_lexicon as load_event_lexicon
from pressmark.annotators.quotes.candidates import QuoteCandidate
from pressmark.annotators.quotes.features import QuoteFeatures
from pressmark.annotators.quotes.lexicon import load_lexicon
from pressmark.annotators.quotes.speaker_phrases import Speaker
from pressmark.evaluation.quote_scores import is_same_speaker
from pressmark.evaluation.span_matching import match_quotes

__all__ = ["Example", "GoldSet", "examples_of"]

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSet:
    """A set of gold: its name and its articles, as `pressmark export` writes them."""

    name: str
    articles: Sequence[Row]

    @classmethod
    def read(cls, name: str, file: Path) -> GoldSet:
        """Return the set in a file of JSON lines."""
        lines = file.read_text("utf-8").splitlines()
        return cls(name=name, articles=[json.loads(line) for line in lines])

    def count(self, layer: str) -> int:
        """Return how many annotations of a layer the scorers count: no scare quotes, no MISC."""
        return sum(
            one.get("type") not in ("scare", "STATEMENT") and one.get("label") != "MISC"
            for row in self.articles
            for one in row[layer]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """
    An annotation that the rules make: where it comes from, its signs, and whether it is right, by column.

    A column that tells nothing of it is missing. `counts` says whether the scorers count it, `is_hit` whether it is the
    one that they match with gold.
    """

    gold_set: str
    article_id: str
    signs: Mapping[str, Sequence[str]]
    right: Mapping[str, bool]
    counts: bool
    is_hit: bool


def examples_of(layer: str, gold_set: GoldSet) -> Iterator[Example]:
    """Yield what the rules find of a layer in a set, no setting dropping any."""
    articles = [article_of(row) for row in gold_set.articles]
    language = articles[0].language or ""
    read = {"entities": _names, "quotes": _quotes, "events": _events}[layer]
    # Our learned names were learned from the same gold, and are surer there than anywhere: the model's own are read.
    docs = parses(articles, language, weights="none")
    for row, article, doc in zip(gold_set.articles, articles, docs, strict=True):
        yield from read(gold_set.name, row, article, doc)


def _names(set_name: str, row: Row, article: Article, doc: Any) -> Iterator[Example]:
    """Yield the names of an article; MISC only where gold has that label."""
    gold = {(one["start"], one["end"], one["label"]) for one in row["entities"]}
    annotator: Any = make_annotator(find("entities"), {})
    reading, names = annotator.read(article, doc)
    features = NameFeatures(reading, names)
    for name in names:
        is_right = (name.start, name.end, name.label) in gold
        if name.label == "MISC" and "news" in set_name.split("."):
            continue
        yield Example(
            gold_set=set_name,
            article_id=article.id,
            signs={"score": features.of_name(name)},
            right={"score": is_right},
            counts=name.label != "MISC",
            is_hit=is_right,
        )


def _quotes(set_name: str, row: Row, article: Article, doc: Any) -> Iterator[Example]:
    """Yield the quotes of an article, scare quotes too: what the rules take for one may be said."""
    entities = make_annotator(find("entities"), {})
    quotes: Any = make_annotator(find("quotes"), {})
    lexicon = load_lexicon(article.language or "")
    (with_entities,) = annotate_parsed([(article, doc)], [entities])
    reading, attributed = quotes.read(with_entities, doc, lexicon)
    features = QuoteFeatures(reading, attributed)
    gold = [one for one in row["quotes"] if one["type"] != "scare"]
    rows = [_quote_row(article.text, *pair) for pair in attributed]
    counted = [
        number
        for number, (candidate, _) in enumerate(attributed)
        if candidate.label != "scare" and quotes.is_asked_for(candidate)
    ]
    pairs = match_quotes(article.text, gold, [rows[number] for number in counted])
    hits = {counted[j]: i for i, j in pairs}
    for number, quote in enumerate(rows):
        candidate, _ = attributed[number]
        alone = match_quotes(article.text, gold, [quote])
        right = {"score": bool(alone)}
        if alone and quote["speaker"] and quote["type"] != "scare":
            right["speaker_score"] = is_same_speaker(gold[alone[0][0]], quote)
        yield Example(
            gold_set=set_name,
            article_id=article.id,
            signs={
                "score": features.of_quote(number),
                "speaker_score": features.of_speaker(number),
            },
            right=right,
            counts=quote["type"] != "scare" and quotes.is_asked_for(candidate),
            is_hit=number in hits,
        )


def _events(set_name: str, row: Row, article: Article, doc: Any) -> Iterator[Example]:
    """Yield the events of an article; the scorers count no statement."""
    before = [make_annotator(find(name), {}) for name in ("entities", "quotes")]
    events: Any = make_annotator(find("events"), {})
    lexicon = load_event_lexicon(article.language or "")
    (with_layers,) = annotate_parsed([(article, doc)], before)
    features = events.read(with_layers, doc, lexicon)
    gold = {(one["start"], one["end"], one["type"]) for one in row["events"]}
    for found in features.found:
        event = found.mention.event
        is_right = (event.start, event.end, event.label) in gold
        yield Example(
            gold_set=set_name,
            article_id=article.id,
            signs={"score": features.of_event(found)},
            right={"score": is_right},
            counts=event.label != "STATEMENT",
            is_hit=is_right,
        )


def _quote_row(text: str, candidate: QuoteCandidate, speaker: Speaker | None) -> Row:
    """Return what the scorers read of a candidate."""
    return {
        "start": candidate.start,
        "end": candidate.end,
        "spans": candidate.pieces,
        "type": candidate.label,
        "speaker": text[speaker.start : speaker.end] if speaker else None,
        "speaker_start": speaker.start if speaker else None,
        "speaker_end": speaker.end if speaker else None,
    }
