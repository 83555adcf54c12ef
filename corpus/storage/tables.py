"""
The tables of a corpus: their columns, exactly declared, and the way from values to rows and back.

One row per article, entity, quote, event, name, rejected article and step of the run. Offsets are code points.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from pressmark.articles import Article, Origin
from pressmark.layers import LAYERS as OWN_LAYERS
from pressmark.layers import Layer, declaration, layer_of_value
from pressmark.spans import Argument, Span, Time

from .batches import chunks
from .column_types import ColumnType, ListOf, Scalar, Structure, TableColumns
from .own_columns import PACKED

__all__ = [
    "LAYERS",
    "RESERVED",
    "TABLES",
    "arrow",
    "arrow_parts",
    "article_of",
    "article_row",
    "completed",
    "span_of",
    "span_row",
    "span_table",
    "table_columns",
]

_STRING, _INT, _FLOAT, _TIME = (
    Scalar("string"),
    Scalar("int32"),
    Scalar("float32"),
    Scalar("timestamp[ms, tz=UTC]"),
)

# Rows that are made into Arrow at once: few enough that their dictionaries are small. Chosen, not measured.
_AT_ONCE = 5_000

_WHEN = Structure(start=_STRING, end=_STRING, grain=_STRING, surface=_STRING)

_KINDS = {str: _STRING, int: _INT, float: Scalar("float64"), bool: Scalar("bool")}

_SPAN_COLUMNS = (
    "id",
    "article_id",
    "start",
    "end",
    "text",
    "label",
    "score",
    "rule",
    "annotator",
    "verdict",
    "reviewer",
)
"""The columns of every layer, in the order of its table; those of its own follow as its class has them."""


@lru_cache(64)
def _layer_columns(layer: Layer) -> TableColumns:
    """Return the columns of a layer's table: the fields of its class, with the types declared or had there."""
    # The class is the one place where a column of ours is declared: a new field is a new column.
    hints = get_type_hints(layer.span_class())
    names = [*_SPAN_COLUMNS, *(name for name in hints if name not in _SPAN_COLUMNS)]
    columns = {name: _kind_of(hints[name]) for name in names}
    columns |= {name: Scalar(kind) for name, kind in layer.columns.items()}
    # 0 to 1: no score needs more digits
    return TableColumns(columns | dict.fromkeys(layer.scores, _FLOAT))


def _kind_of(hint: Any) -> ColumnType:
    """Return the type of a column whose field has this type: a mapping is JSON, a pair of whole numbers a stretch."""
    # `tuple[str, ...]` and `str | None`: the dots and None say nothing of the type.
    options = [
        option for option in get_args(hint) if option not in (NoneType, Ellipsis)
    ]
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _kind_of(options[0])
    if hint == tuple[int, int]:
        return Structure(start=_INT, end=_INT)
    if origin is tuple:
        element = _kind_of(options[0])
        assert not isinstance(element, ListOf)  # no layer of ours has lists in lists
        return ListOf(element)
    if is_dataclass(hint):
        parts = get_type_hints(hint)
        return Structure({name: _kind_of(part) for name, part in parts.items()})
    return _STRING if origin is Mapping else _KINDS[hint]


TABLES: Mapping[str, TableColumns] = {
    "articles": TableColumns(
        {
            "id": _STRING,
            "url": _STRING,
            "outlet": _STRING,
            "authors": ListOf(_STRING),
            "published": _TIME,
            "language": _STRING,
            "title": _STRING,
            "text": _STRING,
            "sha256": _STRING,
            "duplicate_of": _STRING,
            "copies": _INT,
            "source_file": _STRING,
            "source_place": _STRING,
            "source_encoding": _STRING,
        }
    ),
    **{layer.name: _layer_columns(layer) for layer in OWN_LAYERS},
    "names": TableColumns(
        {
            "id": _STRING,
            "label": _STRING,
            "name": _STRING,
            "aliases": ListOf(Structure(text=_STRING, mentions=_INT)),
            "roles": ListOf(
                Structure(
                    text=_STRING,
                    first=_TIME,
                    last=_TIME,
                    mentions=_INT,
                    name_id=_STRING,
                )
            ),
            "gender": _STRING,
            "gender_from": _STRING,
            "ambiguous": Scalar("bool"),
            "wikidata": _STRING,
            "country": _STRING,
            "latitude": Scalar("float64"),
            "longitude": Scalar("float64"),
            "articles": _INT,
            "mentions": _INT,
        }
    ),
    "happenings": TableColumns(
        {
            "id": _STRING,
            "label": _STRING,
            "status": _STRING,
            "time": _WHEN,
            "place": _STRING,
            "participants": ListOf(_STRING),
            "triggers": ListOf(_STRING),
            "articles": _INT,
            "mentions": _INT,
        }
    ),
    "rejected": TableColumns(
        {
            "id": _STRING,
            "file": _STRING,
            "place": _STRING,
            "step": _STRING,
            "reason": _STRING,
        }
    ),
    "layer_failures": TableColumns(
        {
            "article_id": _STRING,
            "layer": _STRING,
            "step": _STRING,
            "reason": _STRING,
        }
    ),
    "decisions": TableColumns(
        {
            "id": _STRING,
            "article_id": _STRING,
            "layer": _STRING,
            "action": _STRING,
            "annotation": _STRING,
            "result": _STRING,
            "outcome": _STRING,
            "reason": _STRING,
            "who": _STRING,
            "when": _STRING,
        }
    ),
    "machine": TableColumns(
        {
            "id": _STRING,
            "article_id": _STRING,
            "layer": _STRING,
            "start": _INT,
            "end": _INT,
            "text": _STRING,
            "label": _STRING,
            "columns": _STRING,
        }
    ),
    "runs": TableColumns(
        {
            "step": _STRING,
            "name": _STRING,
            "version": _STRING,
            "language": _STRING,
            "model": _STRING,
            "model_version": _STRING,
            "model_sha256": _STRING,
            "model_licence": _STRING,
            "settings": _STRING,
            "packages": _STRING,
            "articles": _INT,
            "spans": _INT,
        }
    ),
}
"""
The tables of a corpus; only one whose project names a `review` has `decisions` and `machine`.

A foreign layer adds one: the columns that it declares, else those of `CustomSpan`, its
`attributes` as JSON.
"""

LAYERS: Mapping[str, type[Span]] = {layer.name: layer.value for layer in OWN_LAYERS}
"""Our own layers and the value that a row of each becomes."""

RESERVED = frozenset(TABLES["articles"])
"""The columns of `articles` that are ours; a user's own column may not bear these names."""


def table_columns(
    table: str | Layer, columns: Mapping[str, str] | None = None
) -> TableColumns:
    """
    Return the columns of a table, or of the table of a declared layer.

    `columns` are the user's own, name → type (`int64`, `string`, …), after ours.
    """
    own = TABLES.get(table) if isinstance(table, str) else None
    declared = own or _layer_columns(declaration(table))
    of_user = {name: Scalar(kind) for name, kind in (columns or {}).items()}
    return TableColumns({**declared, **of_user})


def arrow(rows: Iterable[Mapping[str, Any]], declared: TableColumns) -> pa.Table:
    """The rows as an Arrow table of exactly these columns, which carries them for `datasets` to find."""
    empty = declared.arrow_schema.empty_table()
    return pa.concat_tables([empty, *arrow_parts(rows, declared)])


def arrow_parts(
    rows: Iterable[Mapping[str, Any]], declared: TableColumns
) -> Iterator[pa.Table]:
    """Yield the rows as Arrow tables of exactly these columns, some thousand rows each."""
    # It describes the columns to `datasets` in its metadata, which a schema that pyarrow infers does not.
    schema = declared.arrow_schema
    for part in chunks(rows, _AT_ONCE):
        yield pa.Table.from_pylist(part, schema=schema)


def completed(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """
    The table with exactly the columns of `schema`: those that an earlier version did not write are empty.

    Raises pyarrow's errors where a column has another type, or is none of the schema's.
    """
    for field in schema:
        if field.name not in table.column_names:
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    if table.num_columns != len(schema):
        # Fails, and says which columns differ.
        return table.cast(schema)
    return table.select(schema.names).cast(schema)


def article_row(article: Article) -> dict[str, Any]:
    """An article as a row of `articles`, its user's own columns among the others; its layers are left out."""
    # An article that was made in Python comes from no file: `source_file` is empty then.
    origin = article.origin or Origin(file="")
    return {
        **{
            name: getattr(article, name)
            for name in (
                "id",
                "url",
                "outlet",
                "published",
                "language",
                "title",
                "text",
            )
        },
        "authors": list(article.authors),
        "sha256": article.sha256,
        "duplicate_of": article.duplicate_of,
        "copies": article.copies,
        "source_file": origin.file or None,
        "source_place": origin.place,
        "source_encoding": origin.encoding,
        **article.extra,
    }


def article_of(
    row: Mapping[str, Any], layers: Mapping[str, tuple[Span, ...]]
) -> Article:
    """The article of a row and its layers. The inverse of `article_row`."""
    origin = Origin(
        file=row["source_file"],
        place=row["source_place"],
        encoding=row["source_encoding"],
    )
    return Article(
        **{
            name: row[name]
            for name in (
                "id",
                "url",
                "outlet",
                "published",
                "language",
                "title",
                "text",
            )
        },
        authors=tuple(row["authors"] or ()),
        duplicate_of=row["duplicate_of"],
        copies=row["copies"],
        origin=origin if row["source_file"] else None,
        extra={
            name: value
            for name, value in row.items()
            if name not in RESERVED and name != PACKED
        },
        layers=layers,
    )


def span_row(span: Span) -> dict[str, Any]:
    """Return a span as a row of its layer's table."""
    row = _plain(span)
    # The fields of a declared layer are all scalars: nothing in them needs another form.
    if layer_of_value(type(span)).is_declared:
        return row
    for name, write in _WRITE.items():
        if name in row and row[name] is not None:
            row[name] = write(row[name])
    return row


def span_table(layer: str | Layer, spans: Iterable[Span]) -> pa.Table:
    """Return the spans of a layer as its table, column by column."""
    rows = list(spans)
    schema = table_columns(layer).arrow_schema
    # Column by column is for spans of the layer's own class; another class may have other fields.
    if not rows or {type(span) for span in rows} != {declaration(layer).span_class()}:
        return arrow(map(span_row, rows), table_columns(layer))
    columns = zip(*map(attrgetter(*schema.names), rows), strict=True)
    arrays = [
        _column(field, values) for field, values in zip(schema, columns, strict=True)
    ]
    return pa.table(arrays, schema=schema)


def _column(field: pa.Field, values: Sequence[Any]) -> pa.Array:
    """Return the values of one column of spans as Arrow has them."""
    write = _WRITE.get(field.name)
    if write is None:
        return pa.array(values, field.type)
    written = [None if value is None else write(value) for value in values]
    return pa.array(written, field.type)


def span_of(layer: str | Layer, row: Mapping[str, Any]) -> Span:
    """Return the span of a row. The inverse of `span_row`; rows of an undeclared layer become `CustomSpan`s."""
    declared = declaration(layer)
    values = dict(row)
    # The columns of a declared layer are scalars; one may bear a name of `_READ` and mean something else.
    readers = {} if declared.is_declared else _READ
    for name, read in readers.items():
        if name in values:
            values[name] = read(values[name])
    return declared.span_class()(**values)


def _plain(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _time(value: Mapping[str, Any] | None) -> Time | None:
    # Arrow reads an empty struct as one whose fields are all None; a time always has its words.
    return Time(**value) if value and value["surface"] is not None else None


# What a field becomes in its column, by the field's name; any other is written as it is.
_WRITE: Mapping[str, Callable[[Any], Any]] = {
    "spans": lambda pieces: [{"start": start, "end": end} for start, end in pieces],
    "time": _plain,
    "arguments": lambda arguments: [_plain(argument) for argument in arguments],
    # Sorted, so that equal attributes give equal bytes.
    "attributes": lambda attributes: json.dumps(
        dict(attributes), ensure_ascii=False, sort_keys=True
    ),
}
_SCORE_DECIMALS = 6
"""What 32 bits hold of a score for sure: 0.8808 is read as it was written, and not as 0.8808000087738037."""


def _score(value: float | None) -> float | None:
    return None if value is None else round(value, _SCORE_DECIMALS)


_SCORE_COLUMNS = tuple(chain.from_iterable(layer.scores for layer in OWN_LAYERS))

_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_SCORE_COLUMNS, _score),
    "spans": lambda pieces: tuple(
        (piece["start"], piece["end"]) for piece in pieces or ()
    ),
    "time": _time,
    "arguments": lambda arguments: tuple(
        Argument(**argument) for argument in arguments or ()
    ),
    "attributes": lambda text: json.loads(text) if text else {},
}
