"""
Gather: one pass over a corpus into an index on the disk, from which all pages about many articles are read.

The index is an SQLite file that lives as long as the build. So memory holds a shard, not a corpus, and every process
that renders pages reads the same rows.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pressmark.library import Corpus
from pressmark.manifest import Shard
from pressmark.spans import Time
from pressmark.speakers import kind_of_speaker

from .slugs import anchor, article_path, happening_path, name_path

__all__ = ["gather", "shard_rows"]

_CONTEXT = 90
_SCHEMA = """
pragma journal_mode = off; pragma synchronous = off; pragma temp_store = file;
create table articles (place integer primary key, id text, path text, title text, outlet text, published text,
  language text, shard integer, digest text, names integer, quotes integer, events integer);
create table copies (id text primary key, original text, path text, title text, outlet text, published text,
  language text, shard integer, digest text) without rowid;
create table names (id text primary key, label text, name text, path text, sort text, letter text, aliases text,
  roles text, gender text, ambiguous integer, wikidata text, country text, latitude real, longitude real,
  articles integer, mentions integer, said integer default 0, about integer default 0, events integer default 0);
create table mentions (name text, article integer, anchor text, before text, text text, behind text, times integer,
  primary key (name, article)) without rowid;
create table quotes (id integer primary key, article integer, anchor text, text text, label text, status text,
  kind text, cue text, speaker text, name text);
create table about (name text, quote integer, primary key (name, quote)) without rowid;
create table events (id integer primary key, article integer, anchor text, before text, text text, behind text,
  label text, status text, time text, month text, place text, happening text, parts text);
create table parts (name text, event integer, primary key (name, event)) without rowid;
create table happenings (id text primary key, path text, label text, status text, time text, place text,
  participants text, triggers text, articles integer, mentions integer);
"""
_INDEXES = """
create index a1 on articles (id); create index a2 on articles (outlet); create index a3 on articles (language);
create index c1 on copies (original);
create index m1 on mentions (article);
create index q1 on quotes (name, article); create index q2 on quotes (speaker); create index q3 on quotes (label);
create index q4 on quotes (kind); create index q5 on quotes (article);
create index e1 on events (label); create index e2 on events (month); create index e3 on events (place);
create index e4 on events (happening); create index e5 on events (article);
create index n1 on names (label, sort); create index n2 on names (label, mentions);
update names set said = (select count(*) from quotes where name = names.id),
  about = (select count(*) from about where name = names.id),
  events = (select count(*) from parts where name = names.id);
analyze;
"""
_FOLDED = """
update names set articles = (select count(*) from mentions where name = names.id),
  mentions = (select coalesce(sum(times), 0) from mentions where name = names.id);
update happenings set articles = (select count(distinct article) from events where happening = happenings.id),
  mentions = (select count(*) from events where happening = happenings.id);
delete from happenings where mentions < 2;
"""
"""Where copies are folded, names and happenings are counted in originals."""


def gather(corpus: Corpus, file: Path, *, fold: bool = True) -> None:
    """
    Read the corpus once, shard by shard, and write the index of what its pages need.

    With `fold`, copies are told apart from the articles of the lists, and nothing in them is counted.
    """
    with closing(sqlite3.connect(file)) as index:
        index.executescript(_SCHEMA)
        _names(corpus, index)
        _happenings(corpus, index)
        places, originals = _places(corpus, fold=fold)
        for number, shard in enumerate(corpus.manifest.shards):
            _shard(corpus, number, shard, places, originals, index)
        index.executescript(_INDEXES)
        if originals:
            index.executescript(_FOLDED)
        index.commit()


def shard_rows(corpus: Corpus, shard: Shard, table: str) -> list[dict[str, Any]]:
    """The rows of one table of a shard; none for a layer that the corpus does not have."""
    if table not in shard.files or table not in ("articles", *corpus.layers):
        return []
    rows: list[dict[str, Any]] = corpus.shard_table(shard, table).to_pylist()
    return rows


def _places(corpus: Corpus, *, fold: bool) -> tuple[dict[str, int], dict[str, str]]:
    """
    Each article's place in the order of the site: newest first, those without a date last.

    With `fold` copies have none; they come apart, each with its original, if that is in the corpus.
    """
    copies: dict[str, str] = {}
    keys: list[tuple[bool, float, str]] = []
    for shard in corpus.manifest.shards:
        table = pq.read_table(shard.files["articles"].place(corpus.folder), columns=["id", "published", "duplicate_of"])
        for row in table.to_pylist():
            when: datetime | None = row["published"]
            if fold and row["duplicate_of"]:
                copies[row["id"]] = row["duplicate_of"]
            keys.append((when is None, -when.timestamp() if when else 0.0, row["id"]))
    known = {id for _, _, id in keys}
    folded = {id: of for id, of in copies.items() if of in known and of not in copies}
    ordered = (id for _, _, id in sorted(keys) if id not in folded)
    return {id: place for place, id in enumerate(ordered)}, folded


def _shard(
    corpus: Corpus,
    number: int,
    shard: Shard,
    places: Mapping[str, int],
    originals: Mapping[str, str],
    index: sqlite3.Connection,
) -> None:
    layers = {layer: _by_article(shard_rows(corpus, shard, layer)) for layer in corpus.layers}
    for row in shard_rows(corpus, shard, "articles"):
        spans = {layer: rows.get(row["id"], []) for layer, rows in layers.items()}
        digest = hashlib.blake2b(repr((row, spans)).encode(), digest_size=16).hexdigest()
        when = row["published"].isoformat() if row["published"] else None
        counts = [len(spans.get(layer, ())) for layer in ("entities", "quotes", "events")]
        title = row["title"] or _opening(row["text"])
        if row["id"] in originals:
            about = (article_path(row["id"]), title, row["outlet"], when, row["language"], number, digest)
            index.execute("insert into copies values (?,?,?,?,?,?,?,?,?)", (row["id"], originals[row["id"]], *about))
            continue
        index.execute(
            "insert into articles values (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                places[row["id"]],
                row["id"],
                article_path(row["id"]),
                title,
                row["outlet"],
                when,
                row["language"],
                number,
                digest,
                *counts,
            ),
        )
        _Reading(row["text"], places[row["id"]], spans, index).take()


class _Reading:
    """One article's layers, on their way into the index."""

    def __init__(
        self, text: str, place: int, spans: Mapping[str, list[dict[str, Any]]], index: sqlite3.Connection
    ) -> None:
        self.text, self.place, self.spans, self.index = text, place, spans, index
        self.entities = [one for one in spans.get("entities", ()) if one["name_id"]]
        self.name_of = {one["id"]: one["name_id"] for one in self.entities}
        self.called = {one["id"]: one["name"] for one in self.entities}
        self.starts = [one["start"] for one in self.entities]

    def take(self) -> None:
        """Put mentions, quotes and events into the index."""
        self._mentions()
        for quote in self.spans.get("quotes", ()):
            if quote["label"] != "scare":
                self._quote(quote)
        for event in self.spans.get("events", ()):
            self._event(event)

    def _mentions(self) -> None:
        first: dict[str, dict[str, Any]] = {}
        times: dict[str, int] = {}
        for one in self.entities:
            first.setdefault(one["name_id"], one)
            times[one["name_id"]] = times.get(one["name_id"], 0) + 1
        rows = ((name, self.place, *_seen(self.text, one), times[name]) for name, one in first.items())
        self.index.executemany("insert into mentions values (?,?,?,?,?,?,?)", rows)

    def _quote(self, quote: Mapping[str, Any]) -> None:
        pieces = [(piece["start"], piece["end"]) for piece in quote["spans"] or ()] or [(quote["start"], quote["end"])]
        words = " … ".join(self.text[start:end] for start, end in pieces)
        name = quote["speaker_name_id"]
        kind = kind_of_speaker(quote["speaker_kind"], quote["speaker_label"])
        about = (anchor(quote["id"]), words, quote["label"], quote["status"], kind)
        speaker = quote["speaker_canonical_name"] or quote["speaker_name"]
        values = (self.place, *about, quote["cue"], speaker, name)
        row = self.index.execute("insert into quotes values (null,?,?,?,?,?,?,?,?,?)", values).lastrowid
        named = {one["name_id"] for start, end in pieces for one in self._within(start, end)} - {name}
        self.index.executemany("insert into about values (?,?)", ((one, row) for one in sorted(named)))

    def _within(self, start: int, end: int) -> Iterator[dict[str, Any]]:
        """The entities within a stretch of the text."""
        for place in range(bisect_left(self.starts, start), len(self.starts)):
            if self.starts[place] >= end:
                return
            if self.entities[place]["end"] <= end:
                yield self.entities[place]

    def _event(self, event: Mapping[str, Any]) -> None:
        time = _time(event["time"])
        parts = [
            (part["role"], self.called.get(part["entity_id"], part["text"]), self.name_of.get(part["entity_id"]))
            for part in event["arguments"] or ()
        ]
        said = json.dumps([part[:2] for part in parts if part[0] != "time"], ensure_ascii=False)
        place = self.name_of.get(event["place_id"])
        values = (self.place, *_seen(self.text, event), event["label"], event["status"], time)
        more = (time[:7] if time and len(time) >= 7 else None, place, event.get("happening_id"), said)
        row = self.index.execute("insert into events values (null,?,?,?,?,?,?,?,?,?,?,?,?)", values + more).lastrowid
        named = {part[2] for part in parts if part[2]} | ({place} if place else set())
        self.index.executemany("insert into parts values (?,?)", ((one, row) for one in sorted(named)))


def _seen(text: str, span: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Anchor, words before, surface, and words behind: cut at white space and at the paragraph."""
    start, end = span["start"], span["end"]
    before = text[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
    behind = text[end : end + _CONTEXT].partition("\n")[0]
    if len(before) == _CONTEXT:
        before = f"…{before.partition(' ')[2]}"
    if len(behind) == _CONTEXT:
        behind = f"{behind.rpartition(' ')[0]}…"
    return anchor(span["id"]), before, span["text"], behind


def _names(corpus: Corpus, index: sqlite3.Connection) -> None:
    columns = (
        "id", "label", "name", "path", "sort", "letter", "aliases", "roles", "gender", "ambiguous", "wikidata",
        "country", "latitude", "longitude", "articles", "mentions",
    )  # fmt: skip
    rows = (_name(row) for row in _whole(corpus, "names"))
    places = ",".join(f":{column}" for column in columns)
    index.executemany(f"insert into names ({','.join(columns)}) values ({places})", rows)


def _name(row: Mapping[str, Any]) -> dict[str, Any]:
    sort = " ".join(_plain(row["name"]).split())
    letter = next((one for one in sort[:1].upper() if one.isalpha()), "#")
    roles = [{**role, "first": _day(role["first"]), "last": _day(role["last"])} for role in row["roles"] or ()]
    written = {"aliases": json.dumps(row["aliases"] or []), "roles": json.dumps(roles)}
    return {**row, **written, "path": name_path(row["id"]), "sort": sort, "letter": letter}


def _happenings(corpus: Corpus, index: sqlite3.Connection) -> None:
    """Those that are told of more than once: another is its one event. Names stand in the index already."""

    def called(id: str) -> str:
        found = index.execute("select name from names where id = ?", (id,)).fetchone()
        return str(found[0]) if found else id

    rows = (
        (
            row["id"],
            happening_path(row["id"]),
            row["label"],
            row["status"],
            _time(row["time"]),
            called(row["place"]) if row["place"] else None,
            json.dumps([called(id) for id in row["participants"] or []]),
            json.dumps(row["triggers"] or []),
            row["articles"],
            row["mentions"],
        )
        for row in _whole(corpus, "happenings")
        if row["mentions"] > 1
    )
    index.executemany("insert into happenings values (?,?,?,?,?,?,?,?,?,?)", rows)


def _whole(corpus: Corpus, table: str) -> Iterator[dict[str, Any]]:
    for file in corpus.manifest.files(table):
        for batch in pq.ParquetFile(file.place(corpus.folder)).iter_batches(2000):
            yield from batch.to_pylist()


def _by_article(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["article_id"], []).append(row)
    return found


def _time(time: Mapping[str, Any] | None) -> str | None:
    """One ISO value of a time: a day, a month, a year, else `first/last`."""
    return Time(**time).value if time and time["surface"] is not None else None


def _day(when: datetime | None) -> str | None:
    return when.date().isoformat() if when else None


def _plain(name: str) -> str:
    """A name as the alphabet orders it: without accents and case, ligatures taken apart."""
    return "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one)).casefold()


def _opening(text: str, length: int = 70) -> str:
    """The first words of a text, for an article without a title."""
    words = " ".join(text.split())
    return words if len(words) <= length else f"{words[:length].rpartition(' ')[0]}…"
