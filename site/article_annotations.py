"""The annotations of one article on their way into the index: mentions, quotes, events, and other people's layers."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pressmark.layers import Layer
from pressmark.linking.speakers import kind_of_speaker

from .index import IndexDraft
from .index_tables import iso_time
from .paths import anchor
from .third_party_annotations import targets_of, third_party_facts

__all__ = ["ArticleAnnotations"]

CONTEXT_CHARACTERS = 60
"""How much of the text stands before and after an annotation in a list: most of a line of the page, chosen by eye."""

_Row = Mapping[str, Any]


class ArticleAnnotations:
    """The annotations of one article, on their way into the index."""

    def __init__(
        self,
        text: str,
        article_no: int,
        layers: Mapping[str, Sequence[_Row]],
        index: IndexDraft,
    ) -> None:
        self._text = text
        self._article_no = article_no
        self._layers = layers
        self._index = index
        # What has no name (a date, a sum of money) is no row of `names`, and no list leads to it.
        self._entities = [
            entity for entity in layers.get("entities", ()) if entity["name_id"]
        ]
        self._name_ids = {entity["id"]: entity["name_id"] for entity in self._entities}
        self._names = {entity["id"]: entity["name"] for entity in self._entities}
        # In the order of the text, as the layer stands in the corpus, so that they can be bisected.
        self._starts = [entity["start"] for entity in self._entities]

    def write(self) -> None:
        """Write mentions, quotes and events. Scare quotes are nobody's words, and stand in no list."""
        self._write_mentions()
        for quote in self._layers.get("quotes", ()):
            if quote["label"] != "scare":
                self._write_quote(quote)
        for event in self._layers.get("events", ()):
            self._write_event(event)

    def write_third_party(self, name: str, layer: Layer) -> None:
        """Write the annotations of the layer `name`, which is not ours, by its declaration; with the names within them."""
        targets = targets_of(self._layers)
        for annotation in self._layers.get(name, ()):
            facts = third_party_facts(layer, annotation, targets)
            row = {
                "layer": name,
                **self._in_context(annotation),
                "label": annotation["label"],
                "facts": json.dumps(facts, ensure_ascii=False),
                **_trust(annotation),
            }
            annotation_no = self._index.insert("third_party_annotations", row)
            pieces = [(annotation["start"], annotation["end"])]
            for name_id in sorted(self._names_within(pieces)):
                self._index.insert(
                    "names_in_annotations",
                    {"name_id": name_id, "annotation_no": annotation_no},
                )

    def _write_mentions(self) -> None:
        """Write the first mention of each name, and how many there are."""
        first_mentions: dict[str, _Row] = {}
        mention_counts: dict[str, int] = {}
        for entity in self._entities:
            name_id = entity["name_id"]
            first_mentions.setdefault(name_id, entity)
            mention_counts[name_id] = mention_counts.get(name_id, 0) + 1
        for name_id, entity in first_mentions.items():
            row = {
                "name_id": name_id,
                "mention_count": mention_counts[name_id],
                **self._in_context(entity),
            }
            self._index.insert("mentions", row)

    def _write_quote(self, quote: _Row) -> None:
        """Write a quote, and the names that it mentions besides its speaker's own."""
        pieces = [(piece["start"], piece["end"]) for piece in quote["spans"] or ()]
        pieces = pieces or [(quote["start"], quote["end"])]
        speaker_name_id = quote["speaker_name_id"]
        before, after = _words_around(self._text, pieces[0][0], pieces[-1][1])
        shown_pieces = _pieces_with_between(self._text, pieces)
        row = {
            "article_no": self._article_no,
            "anchor": anchor(quote["id"]),
            "text_before": before,
            "text": " … ".join(shown_pieces[::2]),
            "pieces": json.dumps(shown_pieces, ensure_ascii=False),
            "text_after": after,
            "label": quote["label"],
            "status": quote["status"],
            "speaker_kind": kind_of_speaker(
                quote["speaker_kind"], quote["speaker_label"]
            ),
            "cue": quote["cue"],
            "speaker": self._speaker_name(quote),
            "speaker_name_id": speaker_name_id,
            **_trust(quote),
        }
        quote_no = self._index.insert("quotes", row)
        for name_id in sorted(self._names_within(pieces) - {speaker_name_id}):
            self._index.insert(
                "names_in_quotes", {"name_id": name_id, "quote_no": quote_no}
            )

    def _speaker_name(self, quote: _Row) -> str | None:
        """Return what the site calls a quote's speaker: as its list of names does, else by the quote's own words."""
        if quote["speaker_canonical_name"] and quote["speaker_name_id"]:
            return self._index.name_of(quote["speaker_name_id"])
        name: str | None = quote["speaker_canonical_name"] or quote["speaker_name"]
        return name

    def _names_within(self, pieces: Iterable[tuple[int, int]]) -> set[str]:
        """Return the ids of the names that the pieces of a quote mention."""
        name_ids: set[str] = set()
        for start, end in pieces:
            for entity in self._entities_within(start, end):
                name_ids.add(entity["name_id"])
        return name_ids

    def _entities_within(self, start: int, end: int) -> Iterator[_Row]:
        """Yield the entities that lie whole between two offsets of the text."""
        for position in range(bisect_left(self._starts, start), len(self._starts)):
            if self._starts[position] >= end:
                return
            if self._entities[position]["end"] <= end:
                yield self._entities[position]

    def _write_event(self, event: _Row) -> None:
        """Write an event, and the names that take part in it or where it takes place."""
        arguments = event["arguments"] or ()
        time = iso_time(event["time"])
        place_name_id = self._name_ids.get(event["place_id"])
        row = {
            "article_no": self._article_no,
            **self._in_context(event),
            "label": event["label"],
            "status": event["status"],
            "time": time,
            "month": _iso_month(time),
            "place_name_id": place_name_id,
            "happening_id": event.get("happening_id"),
            "happening_reason": event.get("happening_reason"),
            **_trust(event),
            "arguments": json.dumps(
                self._shown_arguments(arguments), ensure_ascii=False
            ),
        }
        event_no = self._index.insert("events", row)
        name_ids = {place_name_id}
        for argument in arguments:
            name_ids.add(self._name_ids.get(argument["entity_id"]))
        for name_id in sorted(filter(None, name_ids)):
            self._index.insert(
                "names_in_events", {"name_id": name_id, "event_no": event_no}
            )

    def _shown_arguments(self, arguments: Iterable[_Row]) -> list[tuple[str, Any]]:
        """Return role and text of each argument, by the name's fullest form; the time is a column of its own."""
        return [
            (argument["role"], self._names.get(argument["entity_id"], argument["text"]))
            for argument in arguments
            if argument["role"] != "time"
        ]

    def _in_context(self, span: _Row) -> dict[str, Any]:
        """Return the columns that a mention and an event share: anchor, text, and the words around it."""
        before, after = _words_around(self._text, span["start"], span["end"])
        return {
            "article_no": self._article_no,
            "anchor": anchor(span["id"]),
            "text_before": before,
            "text": span["text"],
            "text_after": after,
        }


def _trust(annotation: _Row) -> dict[str, Any]:
    """Return how sure the annotator is and what a person said of it; a layer may have neither column."""
    return {"score": annotation.get("score"), "verdict": annotation.get("verdict")}


def _iso_month(time: str | None) -> str | None:
    """
    Return the month of an ISO time; None for a year alone, and for a stretch of time that is longer than a month.

    A stretch that ends in the next month, as a week may, has the month that it begins in: but « les années 1970 » did
    not happen in January 1970, nor a summer in June.

    >>> _iso_month("2026-03-30/2026-04-05")
    '2026-03'
    >>> _iso_month("1970-01-01/1979-12-31")
    """
    if time is None:
        return None
    first, _, last = time.partition("/")
    if len(first) < len("2026-03"):
        return None
    if last and _month_number(last) - _month_number(first) > 1:
        return None
    return first[: len("2026-03")]


def _month_number(day: str) -> int:
    """Return the months from the year 0 to that of an ISO day."""
    year, month = day.split("-")[:2]
    return int(year) * 12 + int(month)


def _pieces_with_between(text: str, pieces: Sequence[tuple[int, int]]) -> list[str]:
    """
    Return the pieces of a quote, and between them what the text has there.

    >>> _pieces_with_between("Yes, she said, tomorrow.", [(0, 3), (15, 23)])
    ['Yes', ', she said, ', 'tomorrow']
    """
    shown: list[str] = []
    for number, (start, end) in enumerate(pieces):
        if number:
            shown.append(text[pieces[number - 1][1] : start])
        shown.append(text[start:end])
    return shown


def _words_around(text: str, start: int, end: int) -> tuple[str, str]:
    """
    Return the words before and after a span, cut at white space and at the end of its line.

    >>> _words_around("Elsewhere it rained.\\nIn Larnholm the port closed.", 24, 32)
    ('In ', ' the port closed.')
    """
    before = text[max(0, start - CONTEXT_CHARACTERS) : start].rpartition("\n")[2]
    after = text[end : end + CONTEXT_CHARACTERS].partition("\n")[0]
    # Full length: the text goes on, and the word at the cut is most often half a word.
    if len(before) == CONTEXT_CHARACTERS:
        before = f"…{before.partition(' ')[2]}"
    if len(after) == CONTEXT_CHARACTERS:
        after = f"{after.rpartition(' ')[0]}…"
    return before, after
