"""The tables of the index, and the draft that fills them. Columns are named after what they hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pressmark.site.paths import paged_path, slug

from .shown_fingerprints import shown_fingerprints

__all__ = ["IndexDraft"]

# `article_no` is an article's place in the order of the lists: 0 is the newest. A copy that is folded into its original
# has none; `place` is a name's in the alphabet. `quote_no`, `event_no` and `annotation_no` number rows as they come.
# Times are ISO texts, lists are JSON.
# No journal and no sync: a build that dies leaves an index that nobody opens again.
TABLES = """
pragma journal_mode = off;
pragma synchronous = off;
pragma temp_store = file;
create table articles (
  article_no integer primary key, article_id text, path text, title text, outlet text, published text, language text,
  shard_no integer, content_fingerprint text, shown_fingerprint text,
  entity_count integer, quote_count integer, event_count integer,
  own_columns text);
create table copies (
  article_id text primary key, original_id text, path text, title text, outlet text, published text, language text,
  shard_no integer, content_fingerprint text) without rowid;
create table article_words (article_no integer primary key, words text);
create table names (
  name_id text primary key, place integer, label text, name text, path text, sort_key text, letter text,
  aliases text, roles text, gender text, is_ambiguous integer, wikidata text, country text, latitude real, longitude real,
  article_count integer, mention_count integer,
  quote_count integer default 0, about_count integer default 0, event_count integer default 0,
  has_page integer default 1);
create table mentions (
  name_id text, article_no integer, anchor text, text_before text, text text, text_after text, mention_count integer,
  primary key (name_id, article_no)) without rowid;
create table quotes (
  quote_no integer primary key, article_no integer, anchor text, text_before text, text text, pieces text,
  text_after text, label text, status text,
  speaker_kind text, cue text, speaker text, speaker_name_id text, score real, verdict text);
create table names_in_quotes (
  name_id text, quote_no integer, primary key (name_id, quote_no)) without rowid;
create table events (
  event_no integer primary key, article_no integer, anchor text, text_before text, text text, text_after text,
  label text, status text, time text, month text, place_name_id text, happening_id text,
  happening_reason text, arguments text,
  score real, verdict text);
create table names_in_events (
  name_id text, event_no integer, primary key (name_id, event_no)) without rowid;
create table third_party_annotations (
  annotation_no integer primary key, layer text, article_no integer, anchor text, text_before text, text text,
  text_after text, label text, facts text, score real, verdict text);
create table names_in_annotations (
  name_id text, annotation_no integer, primary key (name_id, annotation_no)) without rowid;
create table corrected_shares (
  count_name text, value text, corrected real, low real, high real, checked integer,
  primary key (count_name, value)) without rowid;
create table happenings (
  happening_id text primary key, path text, label text, status text, time text, place_name text,
  participant_names text, triggers text, text_before text, text text, text_after text,
  article_count integer, mention_count integer, list_path text, has_page integer default 1);
"""

# Made once all rows are in: an index that grows with its table costs more than one sort at the end. Those of names by
# letter and by mentions have the whole order of the lists: without it SQLite sorts all names for each page of 500.
_SEARCH_INDEXES = """
create index articles_by_id on articles (article_id);
create index articles_by_outlet on articles (outlet);
create index articles_by_month on articles (substr(published, 1, 7));
create index articles_by_language on articles (language);
create index articles_by_shard on articles (shard_no);
create index copies_by_original on copies (original_id);
create index mentions_by_article on mentions (article_no);
create index quotes_by_name on quotes (speaker_name_id, article_no);
create index quotes_by_speaker on quotes (speaker, article_no);
create index quotes_by_label on quotes (label, article_no);
create index quotes_by_kind on quotes (speaker_kind, article_no);
create index quotes_by_status on quotes (status, article_no);
create index quotes_by_article on quotes (article_no);
create index names_in_quotes_by_quote on names_in_quotes (quote_no);
create index names_in_annotations_by_no on names_in_annotations (annotation_no);
create index names_in_events_by_event on names_in_events (event_no);
create index events_by_label on events (label, article_no);
create index events_by_month on events (month, article_no);
create index events_by_place on events (place_name_id, article_no);
create index events_by_happening on events (happening_id, article_no);
create index events_by_article on events (article_no);
create index third_party_by_layer on third_party_annotations (layer, article_no);
create unique index names_by_place on names (place);
create index names_by_letter on names (label, letter = '#', sort_key, name_id);
create index names_by_mentions on names (label, mention_count desc, sort_key, name_id);
create index happenings_by_list on happenings (list_path);
"""

_COUNTS_OF_NAMES = """
update names set
  quote_count = (select count(*) from quotes where speaker_name_id = names.name_id),
  about_count = (select count(*) from names_in_quotes where name_id = names.name_id),
  event_count = (select count(*) from names_in_events where name_id = names.name_id);
update happenings set (text_before, text, text_after) = (
  select text_before, text, text_after from events
  where events.happening_id = happenings.happening_id order by article_no, event_no limit 1);
analyze;
"""

# The corpus counts names and happenings over all articles. Where copies are folded they are counted in originals.
_COUNTS_OF_ORIGINALS = """
update names set
  article_count = (select count(*) from mentions where name_id = names.name_id),
  mention_count = (select coalesce(sum(mention_count), 0) from mentions where name_id = names.name_id);
update happenings set
  article_count = (select count(distinct article_no) from events where happening_id = happenings.happening_id),
  mention_count = (select count(*) from events where happening_id = happenings.happening_id);
delete from happenings where mention_count < 2;
"""

# What one article alone tells of stands there whole: a page of its own would repeat it, and most names are of this kind.
# Their path is where the article has them first.
_FOLDED_INTO_ARTICLES = """
update names set has_page = 0, path = (
  select articles.path || '#' || mentions.anchor from mentions join articles using (article_no)
  where mentions.name_id = names.name_id)
where article_count = 1 and exists (select 1 from mentions where mentions.name_id = names.name_id);
update happenings set has_page = 0, list_path = null, path = (
  select articles.path || '#' || events.anchor from events join articles using (article_no)
  where events.happening_id = happenings.happening_id order by article_no, event_no limit 1)
where article_count = 1;
"""

# A happening that many events tell of keeps a page, which is cut into pages itself.
_IN_LISTS = """
select happening_id, list_path from happenings where list_path is not null and mention_count <= ?
order by list_path, happening_id
"""

MAX_EVENTS_IN_LIST = 25
"""Events of a happening that a list shows whole, with others of its type; with more it has a page. Chosen, not measured."""

HAPPENINGS_OF_PAGE = 50
"""Happenings on a page with all their events: most have two or three, so that a page is as long as other lists'."""

_NAMES_IN = {
    "quotes": ("quote_no", "names_in_quotes"),
    "events": ("event_no", "names_in_events"),
    "third_party_annotations": ("annotation_no", "names_in_annotations"),
}
"""Of each table whose rows have names within them: the column of its numbers, and the table of these names."""


class IndexDraft:
    """
    An index that is being filled, used as a context.

    Rows are mappings of column to value; a column that a row leaves out takes its default. Call `finish` at the end.
    """

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file)
        self._row_counts = dict.fromkeys(_NAMES_IN, 0)

    def __enter__(self) -> Self:
        self._connection.executescript(TABLES)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def insert(self, table: str, row: Mapping[str, Any]) -> None:
        """Insert `row` into `table`."""
        self._connection.execute(_insertion(table, tuple(row)), row)

    def insert_all(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert `rows`, which share their columns, into `table`."""
        for row in rows:
            self._connection.execute(_insertion(table, tuple(row)), row)

    def insert_annotations(
        self,
        table: str,
        columns: Sequence[str],
        article_no: int,
        rows: Iterable[Sequence[Any]],
    ) -> None:
        """Insert annotations of an article into `table`; `columns` are those of a row."""
        sql = _insertion_in_order(table, ("article_no", *columns))
        self._connection.executemany(sql, ((article_no, *row) for row in rows))

    def insert_with_names(
        self,
        table: str,
        columns: Sequence[str],
        article_no: int,
        rows: Sequence[Sequence[Any]],
    ) -> None:
        """Insert rows of an article into a table of `_NAMES_IN`; the last value of a row are the ids of the names in it."""
        number, table_of_names = _NAMES_IN[table]
        first = self._row_counts[table] + 1
        self._row_counts[table] += len(rows)
        numbered = list(enumerate(rows, start=first))
        self._connection.executemany(
            _insertion_in_order(table, (number, "article_no", *columns[:-1])),
            ((row_no, article_no, *row[:-1]) for row_no, row in numbered),
        )
        self._connection.executemany(
            _insertion_in_order(table_of_names, (number, "name_id")),
            ((row_no, name_id) for row_no, row in numbered for name_id in row[-1]),
        )

    def name_of(self, name_id: str) -> str:
        """Return the name with this id, or the id itself when the corpus has no row for it."""
        row = self._connection.execute(
            "select name from names where name_id = ?", (name_id,)
        ).fetchone()
        return str(row[0]) if row else name_id

    def finish(self, *, has_folded_copies: bool) -> None:
        """Make the index quick to ask and count what names have; with folded copies, count in originals alone."""
        # First: SQLite would take an index of places, before there are any, for one that tells nothing.
        self._put_names_in_order()
        self._connection.executescript(_SEARCH_INDEXES + _COUNTS_OF_NAMES)
        if has_folded_copies:
            self._connection.executescript(_COUNTS_OF_ORIGINALS)
        self._fold()
        self._connection.executemany(
            "update articles set shown_fingerprint = ? where article_no = ?",
            shown_fingerprints(self._connection),
        )
        self._connection.commit()

    def _put_names_in_order(self) -> None:
        """Give names their places in the alphabet: by numbers they are put into order without asking for their letters."""
        names = self._connection.execute(
            "select name_id from names order by sort_key, name_id"
        ).fetchall()
        self._connection.executemany(
            "update names set place = ? where name_id = ?",
            [(place, name_id) for place, (name_id,) in enumerate(names)],
        )

    def _fold(self) -> None:
        """Give what has no page of its own the path of where it stands: in its article, or in a list with others."""
        self._connection.executescript(_FOLDED_INTO_ARTICLES)
        places: dict[str, int] = {}
        rows = self._connection.execute(_IN_LISTS, (MAX_EVENTS_IN_LIST,)).fetchall()
        for happening_id, list_path in rows:
            place = places.get(list_path, 0)
            places[list_path] = place + 1
            page = paged_path(list_path, 1 + place // HAPPENINGS_OF_PAGE)
            self._connection.execute(
                "update happenings set has_page = 0, list_path = ?, path = ? where happening_id = ?",
                (page, f"{page}#{slug(happening_id)}", happening_id),
            )


@lru_cache(32)
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    """Return the SQL that inserts a row with these columns; both come from our own code, never from data."""
    values = ", ".join(f":{column}" for column in columns)
    return f"insert into {table} ({', '.join(columns)}) values ({values})"


@lru_cache(32)
def _insertion_in_order(table: str, columns: tuple[str, ...]) -> str:
    """Return the SQL that inserts rows whose values come in the order of these columns."""
    values = ", ".join("?" * len(columns))
    return f"insert into {table} ({', '.join(columns)}) values ({values})"
