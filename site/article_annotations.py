"""The annotations of one article as rows of the index: mentions, quotes, events, and other people's layers."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pressmark.layers import Layer
from pressmark.linking.speakers import kind_of_speaker

from .index_tables import iso_time
from .paths import anchor
from .third_party_annotations import targets_of, third_party_facts

__all__ = [
    "ArticleAnnotations",
    "EventRow",
    "MentionRow",
    "QuoteRow",
    "ThirdPartyRow",
]

CONTEXT_CHARACTERS = 60
"""How much of the text stands before and after an annotation in a list: most of a line of the page, chosen by eye."""

_Row = Mapping[str, Any]


class MentionRow(NamedTuple):
    """The first mention of a name in an article, and how many there are. Fields of rows are columns of the index."""

    name_id: str
    anchor: str
    text_before: str
    text: str
    text_after: str
    mention_count: int


class QuoteRow(NamedTuple):
    """
    A quote of an article; the last field are the names that it mentions besides its speaker's own.

    `speaker` is called as the corpus does; who writes the index calls him as the site does.
    """

    anchor: str
    text_before: str
    text: str
    pieces: str
    text_after: str
    label: str
    status: str | None
    speaker_kind: str | None
    cue: str | None
    speaker: str | None
    speaker_name_id: str | None
    score: float | None
    verdict: str | None
    name_ids: Sequence[str]


class EventRow(NamedTuple):
    """An event of an article; the last field are the names that take part in it, or where it takes place."""

    anchor: str
    text_before: str
    text: str
    text_after: str
    label: str
    status: str | None
    time: str | None
    month: str | None
    place_name_id: str | None
    happening_id: str | None
    happening_reason: str | None
    arguments: str
    score: float | None
    verdict: str | None
    name_ids: Sequence[str]


class ThirdPartyRow(NamedTuple):
    """An annotation of a layer that is not ours; the last field are the names within it."""

    layer: str
    anchor: str
    text_before: str
    text: str
    text_after: str
    label: str
    facts: str
    score: float | None
    verdict: str | None
    name_ids: Sequence[str]


class ArticleAnnotations:
    """The annotations of one article, as rows of the index."""

    def __init__(self, text: str, layers: Mapping[str, Sequence[_Row]]) -> None:
        self._text = text
        self._layers = layers
        # What has no name (a date, a sum of money) is no row of `names`, and no list leads to it.
        self._entities = [
            entity for entity in layers.get("entities", ()) if entity["name_id"]
        ]
        self._name_ids = {entity["id"]: entity["name_id"] for entity in self._entities}
        self._names = {entity["id"]: entity["name"] for entity in self._entities}
        # In the order of the text, as the layer stands in the corpus, so that they can be bisected.
        self._starts = [entity["start"] for entity in self._entities]

    def third_party(self, name: str, layer: Layer) -> list[ThirdPartyRow]:
        """Return the annotations of the layer `name`, which is not ours, by its declaration; with the names within them."""
        targets = targets_of(self._layers)
        rows = []
        for annotation in self._layers.get(name, ()):
            facts = third_party_facts(layer, annotation, targets)
            pieces = [(annotation["start"], annotation["end"])]
            row = ThirdPartyRow(
                name,
                *self._in_context(annotation),
                label=annotation["label"],
                facts=json.dumps(facts, ensure_ascii=False),
                score=annotation.get("score"),
                verdict=annotation.get("verdict"),
                name_ids=sorted(self._names_within(pieces)),
            )
            rows.append(row)
        return rows

    def mentions(self) -> list[MentionRow]:
        """Return the first mention of each name."""
        first_mentions: dict[str, _Row] = {}
        mention_counts: dict[str, int] = {}
        for entity in self._entities:
            name_id = entity["name_id"]
            first_mentions.setdefault(name_id, entity)
            mention_counts[name_id] = mention_counts.get(name_id, 0) + 1
        return [
            MentionRow(name_id, *self._in_context(entity), mention_counts[name_id])
            for name_id, entity in first_mentions.items()
        ]

    def quotes(self) -> list[QuoteRow]:
        """Return the quotes. Scare quotes are nobody's words, and stand in no list."""
        quotes = self._layers.get("quotes", ())
        return [self._quote_row(quote) for quote in quotes if quote["label"] != "scare"]

    def events(self) -> list[EventRow]:
        """Return the events."""
        return [self._event_row(event) for event in self._layers.get("events", ())]

    def _quote_row(self, quote: _Row) -> QuoteRow:
        """Return a quote, and the names that it mentions besides its speaker's own."""
        pieces = [(piece["start"], piece["end"]) for piece in quote["spans"] or ()]
        pieces = pieces or [(quote["start"], quote["end"])]
        speaker_name_id = quote["speaker_name_id"]
        before, after = _words_around(self._text, pieces[0][0], pieces[-1][1])
        shown_pieces = _pieces_with_between(self._text, pieces)
        return QuoteRow(
            anchor=anchor(quote["id"]),
            text_before=before,
            text=" … ".join(shown_pieces[::2]),
            pieces=json.dumps(shown_pieces, ensure_ascii=False),
            text_after=after,
            label=quote["label"],
            status=quote["status"],
            speaker_kind=kind_of_speaker(quote["speaker_kind"], quote["speaker_label"]),
            cue=quote["cue"],
            speaker=quote["speaker_canonical_name"] or quote["speaker_name"],
            speaker_name_id=speaker_name_id,
            # How sure the annotator is and what a person said of it; a layer may have neither column.
            score=quote.get("score"),
            verdict=quote.get("verdict"),
            name_ids=sorted(self._names_within(pieces) - {speaker_name_id}),
        )

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

    def _event_row(self, event: _Row) -> EventRow:
        """Return an event, and the names that take part in it or where it takes place."""
        arguments = event["arguments"] or ()
        time = iso_time(event["time"])
        place_name_id = self._name_ids.get(event["place_id"])
        name_ids = {place_name_id}
        for argument in arguments:
            name_ids.add(self._name_ids.get(argument["entity_id"]))
        return EventRow(
            *self._in_context(event),
            label=event["label"],
            status=event["status"],
            time=time,
            month=_iso_month(time),
            place_name_id=place_name_id,
            happening_id=event.get("happening_id"),
            happening_reason=event.get("happening_reason"),
            arguments=json.dumps(self._shown_arguments(arguments), ensure_ascii=False),
            score=event.get("score"),
            verdict=event.get("verdict"),
            name_ids=sorted(filter(None, name_ids)),
        )

    def _shown_arguments(self, arguments: Iterable[_Row]) -> list[tuple[str, Any]]:
        """Return role and text of each argument, by the name's fullest form; the time is a column of its own."""
        return [
            (argument["role"], self._names.get(argument["entity_id"], argument["text"]))
            for argument in arguments
            if argument["role"] != "time"
        ]

    def _in_context(self, span: _Row) -> tuple[str, str, str, str]:
        """Return the columns that most rows share: anchor, words before, text, words after."""
        before, after = _words_around(self._text, span["start"], span["end"])
        return anchor(span["id"]), before, span["text"], after


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
