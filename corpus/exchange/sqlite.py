"""
SQLite: every table with foreign keys, full-text search over articles and quotes, views with names and articles joined.

Lists of structures (a quote's pieces, an event's arguments) are tables of their own. `<output>.metadata.json`, written
beside it, tells Datasette what the tables are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from datasets import Features, List, Value

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.layers import LAYERS
from pressmark.storage.disk import write_bytes

from .report import Options, Report

__all__ = ["write"]

_LINKS_OF_ALL = {"article_id": "articles", "duplicate_of": "articles"}

_LINKS = {
    **_LINKS_OF_ALL,
    **{
        column: table
        for layer in LAYERS
        for column, table in ({**layer.links, **layer.part_links}).items()
    },
}
"""Columns of our own tables that name a row, and the table it is in."""

_SEARCHED = {
    "articles": ("title", "text"),
    "quotes": ("text", "speaker_name"),
    "events": ("text",),
}
_TYPES = {
    "int": "INTEGER",
    "uint": "INTEGER",
    "bool": "INTEGER",
    "float": "REAL",
    "double": "REAL",
}


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the database and its metadata. A file that stands there is replaced when the new one is whole."""
    draft = output.with_name(f".{output.name}.part")
    draft.unlink(missing_ok=True)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(draft)) as base, base:
            _fill(base, corpus, report)
        draft.replace(output)
    except (OSError, sqlite3.OperationalError) as error:
        raise PressmarkError(
            f"{output}: cannot be written: {error}. Give another --output."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    about = json.dumps(_metadata(corpus, output.stem), ensure_ascii=False, indent=1)
    write_bytes(output.with_name(f"{output.stem}.metadata.json"), about.encode())
    report.articles = len(corpus)


def _fill(base: sqlite3.Connection, corpus: Corpus, report: Report) -> None:
    names = [
        name
        for name in corpus.manifest.tables()
        if name not in corpus.manifest.layers or name in corpus.layers
    ]
    for table in names:
        _table(base, corpus, table, names)
    for table, columns in _SEARCHED.items():
        if table in names:
            _search(base, table, columns)
    for statement in _views(set(names)):
        base.execute(statement)
    broken = base.execute("PRAGMA foreign_key_check").fetchall()
    report.cannot(
        "link: names no row of the corpus (run `pressmark check`)", len(broken)
    )


def _table(
    base: sqlite3.Connection, corpus: Corpus, table: str, names: Iterable[str]
) -> None:
    declared = corpus.manifest.features(table)
    known = {*names, *_parts(declared)}
    columns = dict(_columns(declared))
    links = _links(corpus, table)
    base.execute(_create(table, columns, known, links))
    put = f"INSERT INTO {_q(table)} VALUES ({', '.join('?' * len(columns))})"
    rows = corpus.table(table)
    base.executemany(put, ([_cell(row, name) for name in columns] for row in rows))
    for part, kinds in _parts(declared).items():
        child = f"{table}_{part}"
        owner = {"id": "INTEGER", f"{table}_id": "TEXT"}
        owners = {f"{table}_id": table}
        base.execute(_create(child, owner | kinds, known, links, owners))
        marks = ", ".join("?" * (len(kinds) + 1))
        put = f"INSERT INTO {_q(child)} ({', '.join(map(_q, [f'{table}_id', *kinds]))}) VALUES ({marks})"
        base.executemany(
            put,
            (
                [row["id"], *map(one.get, kinds)]
                for row in rows
                for one in row[part] or ()
            ),
        )
    for column in [
        name
        for name in columns
        if name in links or name in ("label", "published", "outlet")
    ]:
        base.execute(
            f"CREATE INDEX {_q(f'{table}_{column}')} ON {_q(table)} ({_q(column)})"
        )


def _links(corpus: Corpus, table: str) -> Mapping[str, str]:
    """The columns of a table that name a row, with its table: for a layer that somebody declared, those of it alone."""
    if table not in corpus.manifest.declarations:
        return _LINKS
    return _LINKS_OF_ALL | dict(corpus.manifest.layer(table).links)


def _columns(declared: Features) -> Iterator[tuple[str, str]]:
    """The columns of a table with their SQLite types; a structure gives one for each of its parts."""
    for name, kind in declared.items():
        if isinstance(kind, dict):
            yield from (
                (f"{name}.{part}", _type(value)) for part, value in kind.items()
            )
        elif not (isinstance(kind, List) and isinstance(kind.feature, dict)):
            yield name, _type(kind)


def _parts(declared: Features) -> dict[str, dict[str, str]]:
    """The lists of structures, each with its columns."""
    lists = {
        name: kind.feature for name, kind in declared.items() if isinstance(kind, List)
    }
    return {
        name: {part: _type(value) for part, value in inner.items()}
        for name, inner in lists.items()
        if isinstance(inner, dict)
    }


def _type(kind: Any) -> str:
    said = kind.dtype if isinstance(kind, Value) else ""
    return next(
        (sqlite for start, sqlite in _TYPES.items() if said.startswith(start)), "TEXT"
    )


def _create(
    table: str,
    columns: Mapping[str, str],
    known: set[str],
    table_links: Mapping[str, str],
    owners: Mapping[str, str] | None = None,
) -> str:
    lines = [f"{_q(_named(name))} {kind}{' PRIMARY KEY' if name == 'id' and table != 'rejected' else ''}"
             for name, kind in columns.items()]  # fmt: skip
    links = {
        name: target for name, target in table_links.items() if name in columns
    } | dict(owners or {})
    lines += [f"FOREIGN KEY ({_q(name)}) REFERENCES {_q(target)} (id)" for name, target in links.items()
              if target in known or name in (owners or {})]  # fmt: skip
    return f"CREATE TABLE {_q(table)} ({', '.join(lines)})"


def _named(column: str) -> str:
    return column.replace(".", "_")


def _q(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _cell(row: Mapping[str, Any], column: str) -> Any:
    whole, _, part = column.partition(".")
    value = (
        (row[whole] or {}).get(part)
        if part and whole in row and column not in row
        else row[column]
    )
    if isinstance(value, datetime):
        return value.isoformat()
    return (
        json.dumps(value, ensure_ascii=False)
        if isinstance(value, list | dict)
        else value
    )


def _search(base: sqlite3.Connection, table: str, columns: Iterable[str]) -> None:
    """Full-text search that finds « déclaré » for `declare`; the text itself stays in the table."""
    listed = ", ".join(map(_q, columns))
    base.execute(
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5 ({listed}, content={_q(table)}, content_rowid=rowid, "
        f"tokenize='unicode61 remove_diacritics 2')"
    )
    base.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")


def _views(names: set[str]) -> Iterator[str]:
    """`who_said_what` and `what_happened`: quotes and events with their article and the names they link to."""
    article = "a.outlet, a.published, a.title, a.language, a.url"
    if {"quotes", "entities"} <= names:
        yield (
            f"CREATE VIEW who_said_what AS SELECT q.id, {article}, q.label, q.text, q.cue, q.speaker, q.speaker_name, "
            "n.name AS canonical_name, n.id AS name_id, n.label AS speaker_label, e.role AS speaker_role, "
            "n.gender AS speaker_gender, n.gender_from AS speaker_gender_from "
            "FROM quotes q JOIN articles a ON a.id = q.article_id "
            "LEFT JOIN entities e ON e.id = q.speaker_id LEFT JOIN names n ON n.id = q.speaker_name_id"
        )
    if {"events", "entities"} <= names:
        yield (
            f"CREATE VIEW what_happened AS SELECT v.id, {article}, v.label, v.text, v.status, v.time_start, "
            "v.time_end, n.name AS place, n.latitude, n.longitude, v.cluster "
            "FROM events v JOIN articles a ON a.id = v.article_id "
            "LEFT JOIN entities e ON e.id = v.place_id LEFT JOIN names n ON n.id = e.name_id"
        )


def _metadata(corpus: Corpus, database: str) -> dict[str, Any]:
    facets = {"articles": ["outlet", "language"], "entities": ["label"], "quotes": ["label", "speaker_canonical_name"],
              "events": ["label", "status"], "names": ["label"]}  # fmt: skip
    tables: dict[str, Any] = {table: {"facets": columns} for table, columns in facets.items()
                              if table in corpus.manifest.tables()}  # fmt: skip
    tables["articles"] |= {
        "label_column": "title",
        "sort_desc": "published",
        "fts_table": "articles_fts",
    }
    if "names" in tables:
        tables["names"] |= {"label_column": "name", "sort_desc": "mentions"}
    about = {"title": corpus.title, "databases": {database: {"tables": tables}}}
    if corpus.manifest.licence:
        about["license"] = corpus.manifest.licence
    return about
