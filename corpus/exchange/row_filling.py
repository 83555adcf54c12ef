"""Fills in what a file does not say of a span, and mends what a person made untrue by moving its ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pressmark.articles import Article
from pressmark.spans import Entity, Quote, Span, TimeExpression

__all__ = ["fill_row"]


def fill_row(
    value: type[Span], details: dict[str, Any], start: int, end: int, article: Article
) -> dict[str, Any]:
    """
    Return `details` of a span of the type `value` with all that its columns need; `start` and `end` are in `article`.

    >>> fill_row(Entity, {}, 0, 3, Article(id="1", text="Ann spoke."))["name"]
    'Ann'
    """
    fill = _ROW_FILLERS.get(value)
    return fill(details, start, end, article) if fill else details


def _fill_entity(
    details: dict[str, Any], start: int, end: int, article: Article
) -> dict[str, Any]:
    """Give an entity its words as its name; its mention holds it, so one that a moved end made too narrow is reset."""
    mention_start = details.get("mention_start", end)
    mention_end = details.get("mention_end", start)
    if not mention_start <= start < end <= mention_end:
        details |= {"mention_start": start, "mention_end": end}
    return {"name": article.text[start:end], **details}


def _fill_quote(
    details: dict[str, Any], start: int, end: int, article: Article
) -> dict[str, Any]:
    """Give a quote pieces that lie within it and reach its ends, and the words and name of its speaker's entity."""
    pieces = [
        piece
        for piece in details.get("spans", ())
        if start <= piece["start"] < piece["end"] <= end
    ]
    if not pieces or (pieces[0]["start"], pieces[-1]["end"]) != (start, end):
        pieces = [{"start": start, "end": end}]
    return {**details, **_speaker_columns(details, article), "spans": pieces}


def _speaker_columns(details: Mapping[str, Any], article: Article) -> dict[str, Any]:
    """Return the speaker's columns from the entity that a quote links to; none where the file gives a name itself."""
    speakers = [
        entity
        for entity in article.layers.get("entities", ())
        if entity.id == details.get("speaker_id")
    ]
    if not speakers or "speaker_name" in details:
        return {}
    (speaker,) = speakers
    name = {"speaker_name": getattr(speaker, "name", speaker.text)}
    if "speaker" in details:
        return name
    words = {
        "speaker": speaker.text,
        "speaker_start": speaker.start,
        "speaker_end": speaker.end,
    }
    return words | name


def _fill_time(
    details: dict[str, Any], start: int, end: int, article: Article
) -> dict[str, Any]:
    """Give a time its own words; one whose meaning the file does not hold has no days and no grain."""
    time = {"start": None, "end": None, "grain": None, **details.get("time", {})}
    time["surface"] = time.get("surface") or article.text[start:end]
    return {**details, "time": time}


_RowFiller = Callable[[dict[str, Any], int, int, Article], dict[str, Any]]
_ROW_FILLERS: Mapping[type[Span], _RowFiller] = {
    Entity: _fill_entity,
    Quote: _fill_quote,
    TimeExpression: _fill_time,
}
"""What each of our layers fills in or mends; any other takes what the file says as it is."""
