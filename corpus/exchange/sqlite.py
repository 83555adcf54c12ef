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

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.layers import LAYERS
from pressmark.storage.column_types import ListOf, Scalar, Structure, TableColumns
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
"""TableColumns of our own tables that name a row, and the table it is in."""

_SEARCHED_COLUMNS = {
    "articles": ("title", "text"),
    "quotes": ("text", "speaker_name"),
    "events": ("text",),
}
_INDEXED_COLUMNS = frozenset({"label", "published", "outlet"})
"""TableColumns that have an index, beside the links."""

# SQLite's type by how the name of a column's type begins (`int32`, `float64`).
_SQLITE_TYPES = {
    "int": "INTEGER",
    "uint": "INTEGER",
    "bool": "INTEGER",
    "float": "REAL",
    "double": "REAL",
}
# `rejected` has rows without an id, `layer_failures` no ids at all.
_TABLES_WITHOUT_KEY = frozenset({"rejected", "layer_failures"})


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the database and its metadata. A file that stands there is replaced when the new one is whole."""
    # In the same folder, so that the last step is a rename, which cannot stop half way.
    draft = output.with_name(f".{output.name}.part")
    draft.unlink(missing_ok=True)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(draft)) as database, database:
            _fill(database, corpus, report)
        draft.replace(output)
    except (OSError, sqlite3.OperationalError) as error:
        raise PressmarkError(
            f"{output}: cannot be written: {error}. Give another --output."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    metadata = _metadata(corpus, output.stem)
    metadata_json = json.dumps(metadata, ensure_ascii=False, indent=1)
    write_bytes(
        output.with_name(f"{output.stem}.metadata.json"), metadata_json.encode()
    )
    report.articles = len(corpus)


def _fill(database: sqlite3.Connection, corpus: Corpus, report: Report) -> None:
    """Create and fill all tables, the search and the views; count links that name no row."""
    tables = [
        table
        for table in corpus.manifest.tables()
        if table not in corpus.manifest.layers or table in corpus.layers
    ]
    for table in tables:
        _fill_table(database, corpus, table, tables)
    for table, columns in _SEARCHED_COLUMNS.items():
        if table in tables:
            _create_search(database, table, columns)
    for statement in _views(set(tables)):
        database.execute(statement)
    # Keys are checked once at the end: rows of one table may name rows of a table that is filled later.
    broken = database.execute("PRAGMA foreign_key_check").fetchall()
    report.cannot(
        "link: names no row of the corpus (run `pressmark check`)", len(broken)
    )


def _fill_table(
    database: sqlite3.Connection, corpus: Corpus, table: str, tables: Iterable[str]
) -> None:
    """Create and fill a table, and one for each of its lists of structures, which are rows that name their owner."""
    declared = corpus.manifest.table_columns(table)
    lists = _lists_of_structures(declared)
    # A link to a layer that is not exported stays a plain column: a foreign key would fail on every row.
    existing = {*tables, *lists}
    columns = dict(_columns(declared))
    links = _links(corpus, table)
    column_links = {name: links[name] for name in columns if name in links}
    database.execute(_create_statement(table, columns, column_links, existing))
    insert = f"INSERT INTO {_quoted(table)} VALUES ({', '.join('?' * len(columns))})"
    rows = corpus.table(table)
    database.executemany(
        insert, ([_cell(row, name) for name in columns] for row in rows)
    )
    for list_name, kinds in lists.items():
        child = f"{table}_{list_name}"
        link = f"{table}_id"
        # INTEGER with PRIMARY KEY makes SQLite count the rows itself, so that no id is inserted.
        child_columns = {"id": "INTEGER", link: "TEXT"} | kinds
        child_links = {name: links[name] for name in kinds if name in links}
        child_links[link] = table
        database.execute(_create_statement(child, child_columns, child_links, existing))
        insert = (
            f"INSERT INTO {_quoted(child)} ({', '.join(map(_quoted, [link, *kinds]))}) "
            f"VALUES ({', '.join('?' * (len(kinds) + 1))})"
        )
        database.executemany(insert, _child_rows(rows, list_name, kinds))
    for column in columns:
        # After the rows: an index that grows with each insert is slower to make.
        if column in links or column in _INDEXED_COLUMNS:
            index = _quoted(f"{table}_{column}")
            database.execute(
                f"CREATE INDEX {index} ON {_quoted(table)} ({_quoted(column)})"
            )


def _links(corpus: Corpus, table: str) -> Mapping[str, str]:
    """Return the columns that name a row, with its table; of a layer that somebody declared, its own links alone."""
    if table not in corpus.manifest.declarations:
        return _LINKS
    return _LINKS_OF_ALL | dict(corpus.manifest.layer(table).links)


def _child_rows(
    rows: Iterable[Mapping[str, Any]], list_name: str, columns: Iterable[str]
) -> Iterator[list[Any]]:
    """Yield the structures in a list of each row, with the id of the row that holds them."""
    for row in rows:
        for structure in row[list_name] or ():
            yield [row["id"], *(structure.get(name) for name in columns)]


def _columns(declared: TableColumns) -> Iterator[tuple[str, str]]:
    """Yield the columns of a table with their SQLite types; a structure gives one for each of its parts, `time.start`."""
    for name, kind in declared.items():
        if isinstance(kind, Structure):
            for part, part_kind in kind.items():
                yield f"{name}.{part}", _sqlite_type(part_kind)
        elif not (isinstance(kind, ListOf) and isinstance(kind.element, Structure)):
            yield name, _sqlite_type(kind)


def _lists_of_structures(declared: TableColumns) -> dict[str, dict[str, str]]:
    """Return the lists of structures by name, each with its columns and their SQLite types."""
    lists: dict[str, dict[str, str]] = {}
    for name, kind in declared.items():
        if isinstance(kind, ListOf) and isinstance(kind.element, Structure):
            lists[name] = {
                part: _sqlite_type(part_kind)
                for part, part_kind in kind.element.items()
            }
    return lists


def _sqlite_type(kind: Any) -> str:
    """Return SQLite's type for a column's; a plain list is text, as JSON."""
    dtype = kind.dtype if isinstance(kind, Scalar) else ""
    for prefix, sqlite_type in _SQLITE_TYPES.items():
        if dtype.startswith(prefix):
            return sqlite_type
    return "TEXT"


def _create_statement(
    table: str,
    columns: Mapping[str, str],
    links: Mapping[str, str],
    existing: set[str],
) -> str:
    """Return the statement that creates `table`; those of its `links` that lead to one of `existing` are foreign keys."""
    lines: list[str] = []
    for name, kind in columns.items():
        has_key = name == "id" and table not in _TABLES_WITHOUT_KEY
        key = " PRIMARY KEY" if has_key else ""
        lines.append(f"{_quoted(_sql_name(name))} {kind}{key}")
    for name, target in links.items():
        if target in existing:
            lines.append(
                f"FOREIGN KEY ({_quoted(name)}) REFERENCES {_quoted(target)} (id)"
            )
    return f"CREATE TABLE {_quoted(table)} ({', '.join(lines)})"


def _sql_name(column: str) -> str:
    """Return the name of a structure's column without the dot, which SQL reads as a table's: `time_start`."""
    return column.replace(".", "_")


def _quoted(name: str) -> str:
    """Return a name as SQL takes it whatever it holds: a user's own column may be called `order`."""
    # A quotation mark within is doubled, as SQL has it.
    return '"' + name.replace('"', '""') + '"'


def _cell(row: Mapping[str, Any], column: str) -> Any:
    """Return the value of a column, or of a structure's part, as SQLite takes it."""
    structure, _, part = column.partition(".")
    # A user's own column may have a dot in its name.
    is_part = part and structure in row and column not in row
    value = (row[structure] or {}).get(part) if is_part else row[column]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def _create_search(
    database: sqlite3.Connection, table: str, columns: Iterable[str]
) -> None:
    """Create full-text search that finds « déclaré » for `declare`; the text itself stays in the table."""
    # `content=` keeps the text in its table alone: the search would else hold it a second time.
    columns_sql = ", ".join(map(_quoted, columns))
    database.execute(
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5 ({columns_sql}, content={_quoted(table)}, content_rowid=rowid, "
        f"tokenize='unicode61 remove_diacritics 2')"
    )
    # A table of foreign content is empty until it is told to read that content.
    database.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")


_ARTICLE_COLUMNS = "a.outlet, a.published, a.title, a.language, a.url"
_QUOTES_VIEW = (
    f"CREATE VIEW who_said_what AS SELECT q.id, {_ARTICLE_COLUMNS}, q.label, q.text, q.cue, q.speaker, q.speaker_name, "
    "n.name AS canonical_name, n.id AS name_id, n.label AS speaker_label, e.role AS speaker_role, "
    "n.gender AS speaker_gender, n.gender_from AS speaker_gender_from "
    "FROM quotes q JOIN articles a ON a.id = q.article_id "
    # LEFT: a quote whose speaker is unknown is still somebody's words, and counts.
    "LEFT JOIN entities e ON e.id = q.speaker_id LEFT JOIN names n ON n.id = q.speaker_name_id"
)
_EVENTS_VIEW = (
    f"CREATE VIEW what_happened AS SELECT v.id, {_ARTICLE_COLUMNS}, v.label, v.text, v.status, v.time_start, "
    "v.time_end, n.name AS place, n.latitude, n.longitude, v.cluster "
    "FROM events v JOIN articles a ON a.id = v.article_id "
    "LEFT JOIN entities e ON e.id = v.place_id LEFT JOIN names n ON n.id = e.name_id"
)


def _views(tables: set[str]) -> Iterator[str]:
    """Yield the views whose tables there are: quotes and events with their article and the names they link to."""
    if {"quotes", "entities"} <= tables:
        yield _QUOTES_VIEW
    if {"events", "entities"} <= tables:
        yield _EVENTS_VIEW


_FACETS = {
    "articles": ["outlet", "language"],
    "entities": ["label"],
    "quotes": ["label", "speaker_canonical_name"],
    "events": ["label", "status"],
    "names": ["label"],
}
"""The columns by which Datasette offers to narrow a table."""


def _metadata(corpus: Corpus, database_name: str) -> dict[str, Any]:
    """Return what Datasette should know of the tables: facets, labels, order, the search."""
    tables: dict[str, Any] = {
        table: {"facets": columns}
        for table, columns in _FACETS.items()
        if table in corpus.manifest.tables()
    }
    # The newest first, which is what a reader of news looks for.
    tables["articles"] |= {
        "label_column": "title",
        "sort_desc": "published",
        "fts_table": "articles_fts",
    }
    if "names" in tables:
        tables["names"] |= {"label_column": "name", "sort_desc": "mentions"}
    databases = {database_name: {"tables": tables}}
    metadata = {"title": corpus.title, "databases": databases}
    if corpus.manifest.licence:
        metadata["license"] = corpus.manifest.licence
    return metadata
