"""The rows that the index answers with. Templates read these fields by name, a theme's macros too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

__all__ = [
    "Alias",
    "ArticleCard",
    "ArticleCounts",
    "CopyLink",
    "EntityLine",
    "EventArgument",
    "EventLine",
    "EventPlace",
    "ExploredArticle",
    "ExploredName",
    "ExploredRow",
    "Facet",
    "HappeningRow",
    "LanguageRow",
    "Line",
    "NameRole",
    "NameRow",
    "Neighbour",
    "NetworkTie",
    "QuoteLine",
    "SearchEntry",
    "ThirdPartyFact",
    "ThirdPartyLine",
    "ToldHappening",
]


class ArticleCounts(NamedTuple):
    """How many annotations an article has, as its item in a list says."""

    names: int
    quotes: int
    events: int


class CopyLink(NamedTuple):
    """A copy of an article, as its original links to it; `outlet` is empty where none is known."""

    outlet: str
    title: str
    path: str


class Facet(NamedTuple):
    """A ready-made list, to be linked to: the value that its rows share, its page, and how many rows it has."""

    value: str
    path: str
    row_count: int


@dataclass(frozen=True)
class ArticleCard:
    """An article in a list. `counts` is None, and `copies` empty, where a list shows neither."""

    id: str
    path: str
    title: str
    outlet: str | None
    published: datetime | None
    language: str | None
    counts: ArticleCounts | None = None
    copies: tuple[CopyLink, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EntityLine:
    """The first mention of a name in an article, between the words around it; `mention_count` is of that article."""

    kind: ClassVar[str] = "mentions"
    path: str
    before: str
    text: str
    after: str
    mention_count: int
    card: ArticleCard


@dataclass(frozen=True, kw_only=True)
class QuoteLine:
    """
    A quote in a list, between the words around it.

    `pieces` are the quote's own words (at even places) and what stands between them (at odd ones), as in
    « Oui », dit-elle, « demain »; `text` are its own words alone.
    `label` is its type (`direct`, `indirect`, `mixed`), `status` whether it was said. `speaker` is what the speaker is
    called; `speaker_name` and `speaker_path` are of the corpus's name, None where the speaker has no page.
    """

    kind: ClassVar[str] = "quotes"
    path: str
    before: str
    text: str
    pieces: tuple[str, ...]
    after: str
    label: str
    status: str | None
    speaker_kind: str | None
    cue: str | None
    speaker: str | None
    speaker_name: str | None
    speaker_path: str | None
    card: ArticleCard


class EventArgument(NamedTuple):
    """A participant or circumstance of an event, by its fullest name."""

    role: str
    text: str


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """
    An event in a list: its trigger between the words around it.

    `time` is an ISO day, month, year or `first/last`. The happening's page and number of mentions are None for an event
    that is told once.
    """

    kind: ClassVar[str] = "events"
    path: str
    before: str
    text: str
    after: str
    label: str
    status: str
    time: str | None
    arguments: tuple[EventArgument, ...]
    happening_path: str | None
    happening_mention_count: int | None
    card: ArticleCard


class ThirdPartyFact(NamedTuple):
    """A column of somebody's layer with its value; `path` leads to what it links to, None for a plain value."""

    name: str
    value: str
    path: str | None


@dataclass(frozen=True, kw_only=True)
class ThirdPartyLine:
    """An annotation of a layer that is not ours, between the words around it, with what its columns say."""

    kind: ClassVar[str] = "third_party"
    path: str
    before: str
    text: str
    after: str
    label: str
    facts: tuple[ThirdPartyFact, ...]
    card: ArticleCard


Line = EntityLine | QuoteLine | EventLine | ThirdPartyLine
"""A line of a list; its `kind` is the layer's word in the page's classes."""


class Alias(NamedTuple):
    """Another spelling of a name, and how often it stands in the corpus."""

    text: str
    mention_count: int


class NameRole(NamedTuple):
    """What a person is called: `president`; the ISO days of its first and last mention, None without dates."""

    text: str
    first: str | None
    last: str | None
    mention_count: int


@dataclass(frozen=True)
class NameRow:
    """
    A person, place or organisation, with its page and how much there is of it.

    `quote_count` is what it said, `about_count` the quotes of others that name it, `event_count` what it takes part in.
    """

    id: str
    label: str
    name: str
    path: str
    letter: str
    aliases: tuple[Alias, ...]
    roles: tuple[NameRole, ...]
    gender: str | None
    is_ambiguous: bool
    wikidata: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    article_count: int
    mention_count: int
    quote_count: int
    about_count: int
    event_count: int


@dataclass(frozen=True)
class HappeningRow:
    """
    Something that happened, as several events of the corpus tell of it.

    `before`, `text` and `after` are the trigger of its first event in the order of the lists, between the words around.
    """

    id: str
    path: str
    label: str
    status: str
    time: str | None
    place_name: str | None
    participant_names: tuple[str, ...]
    triggers: tuple[str, ...]
    before: str
    text: str
    after: str
    article_count: int
    mention_count: int


class ToldHappening(NamedTuple):
    """What an article tells of that is told more than once: where it stands, and how many articles tell of it."""

    path: str
    article_count: int


class EventPlace(NamedTuple):
    """A place where events take place: its name, and how many; without a page its path is where an article has it."""

    name: str
    name_id: str
    path: str
    has_page: bool
    event_count: int


class LanguageRow(NamedTuple):
    """The articles in one language; `first` and `last` are ISO times, None where no article is dated."""

    language: str | None
    article_count: int
    first: str | None
    last: str | None


class Neighbour(NamedTuple):
    """A name that stands in the same articles as another, and in how many."""

    name_id: str
    name: str
    label: str
    path: str
    article_count: int


class NetworkTie(NamedTuple):
    """Two names and the number of articles that name both; `name_id` comes first in the order of texts."""

    name_id: str
    other_name_id: str
    article_count: int


class SearchEntry(NamedTuple):
    """
    What the search can answer with; the script reads the fields by their place.

    `kind` is 0 for a name, 1 for an article, 2 for a quote. `detail` is a name's label, an outlet or a speaker.
    """

    kind: int
    text: str
    detail: str
    path: str
    day: str


class ExploredArticle(NamedTuple):
    """An article as the page that combines filters has it; `day` is an ISO day, `own_columns` are the user's."""

    path: str
    title: str
    outlet: str | None
    day: str | None
    language: str | None
    own_columns: dict[str, str | bool]


class ExploredName(NamedTuple):
    """A name that quotes and events can be filtered by."""

    name_id: str
    name: str
    label: str
    gender: str | None
    path: str


class ExploredRow(NamedTuple):
    """
    A quote, an event or an annotation of another layer as the page that combines filters has it.

    Status, speaker and his kind are a quote's, the place is an event's; `name_ids` are those that it mentions or that
    take part. `facts` are names and values of the columns of a layer that is not ours.
    """

    article_no: int
    anchor: str
    before: str
    text: str
    after: str
    label: str
    status: str | None
    speaker_kind: str | None
    speaker_name_id: str | None
    place_name_id: str | None
    score: float | None
    verdict: str | None
    name_ids: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
