"""
One row an annotation, with what its article and its names say beside it: what people count in R, pandas and Excel.

A structure becomes columns (`time_start`), a list a cell; a link to an entity or a name brings that row's own columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pyarrow as pa

from pressmark.dataset.corpus import Corpus
from pressmark.layers import Layer

__all__ = ["ARTICLE_COLUMNS", "frame", "readable", "tables"]

ARTICLE_COLUMNS = ("outlet", "published", "language", "title", "url", "duplicate_of")
"""What of its article stands beside an annotation."""

_LEADING_COLUMNS = (
    "layer", "id", "article_id", "outlet", "published", "title", "label", "text", "name", "canonical_name",
    "speaker_canonical_name", "speaker_name", "speaker", "cue", "status",
)  # fmt: skip
_TRAILING_COLUMNS = frozenset(
    {"spans", "arguments", "attributes", "score", "rule", "annotator"}
)
_NAME_COLUMNS = (
    "name",
    "label",
    "gender",
    "gender_from",
    "wikidata",
    "country",
    "latitude",
    "longitude",
)
# pandas would make floats of whole numbers of which one is missing: 1993.0.
_WHOLE_NUMBER_TYPES = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype()}


def tables(corpus: Corpus) -> list[str]:
    """Return the tables, each a file of its own: articles, layers, names, what was rejected, and what made it all."""
    return list(corpus.manifest.tables())


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` with the columns that people read first (words, label, who says it), offsets and bookkeeping last."""
    first = [name for name in _LEADING_COLUMNS if name in rows]
    last = [name for name in rows if name in _TRAILING_COLUMNS or _is_offset(str(name))]
    middle = [name for name in rows if name not in first and name not in last]
    return rows[[*first, *middle, *last]]


def _is_offset(name: str) -> bool:
    """Whether a column holds the place of something in the text; a time's start and end are days."""
    if name in ("start", "end"):
        return True
    return name.endswith(("_start", "_end")) and not name.startswith("time_")


def frame(corpus: Corpus, table: str) -> pd.DataFrame:
    """
    Return `table` as a pandas frame; a layer's rows carry `outlet`, `published` … of their article, and linked names.

    Of an entity its name's row (`canonical_name`, `canonical_gender`, `wikidata` …), of a quote its speaker's
    (`speaker_canonical_name`, `speaker_gender` …) and the role that its mention states (`speaker_role`), of
    an event its place's and, joined with `; `, the texts of each role (`agent` …). Of a layer that somebody declared
    what its links lead to (`quote_text`, `quote_label` …).
    """
    rows = _split_structures(_pandas_rows(corpus, table))
    if table not in corpus.layers:
        return rows
    joined = _join_articles(rows, corpus)
    if "arguments" in joined:
        joined = _add_role_columns(joined)
    if table in corpus.manifest.declarations:
        return _join_declared_links(joined, corpus, corpus.manifest.layer(table))
    return _join_names(joined, corpus)


def _join_articles(rows: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return annotations with the columns of their articles, the users' own too; `article_title` where a name is taken."""
    user_columns = [name for name in corpus.manifest.columns if name not in rows]
    columns = [*ARTICLE_COLUMNS, *user_columns]
    articles = _pandas_rows(corpus, "articles").set_index("id")[columns]
    renames = {name: f"article_{name}" for name in columns if name in rows}
    return rows.join(articles.rename(columns=renames), "article_id")


def _pandas_rows(corpus: Corpus, table: str) -> pd.DataFrame:
    """Return a table as a frame whose whole numbers stay whole where some are missing."""
    arrow = corpus.table(table).data.table
    if not arrow.num_rows:  # pandas cannot join on the text columns of an empty table
        return pd.DataFrame(columns=arrow.column_names, dtype=object)
    rows: pd.DataFrame = arrow.to_pandas(types_mapper=_WHOLE_NUMBER_TYPES.get)
    return rows


def _split_structures(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with each part of a structure as a column, where the structure stood: `time_start`."""
    for name in list(rows):
        sample = next((value for value in rows[name] if value is not None), None)
        if isinstance(sample, dict):
            structures = [value or {} for value in rows[name]]
            parts = pd.DataFrame(structures, index=rows.index, columns=list(sample))
            position = list(rows).index(name)
            for shift, part in enumerate(parts):
                rows.insert(position + shift, f"{name}_{part}", parts[part])
            rows = rows.drop(columns=name)
    return rows


def _add_role_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """Add a column for each role of arguments with the texts of it, joined with `; `."""
    texts_by_role = [_texts_by_role(arguments) for arguments in rows["arguments"]]
    roles = sorted({role for texts in texts_by_role for role in texts})
    # All before the first is added: a role's name is taken only if the table itself has such a column.
    columns = {f"{role}_text" if role in rows else role: role for role in roles}
    for column, role in columns.items():
        rows[column] = [
            "; ".join(texts.get(role, ())) or None for texts in texts_by_role
        ]
    return rows


def _texts_by_role(arguments: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the texts of an event's arguments by their roles."""
    texts: dict[str, list[str]] = {}
    for argument in arguments:
        texts.setdefault(argument["role"], []).append(argument["text"])
    return texts


def _join_names(rows: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return annotations with the columns of the names that they link to: an entity's own, a speaker's, a place's."""
    user_columns = [name for name in corpus.manifest.name_columns if name not in rows]
    names = _pandas_rows(corpus, "names").set_index("id")[
        [*_NAME_COLUMNS, *user_columns]
    ]
    names = names.rename(columns={"name": "canonical_name"})
    if "name_id" in rows:
        renames = {"gender": "canonical_gender", "label": "canonical_label"}
        return rows.join(names.rename(columns=renames), on="name_id")
    if "speaker_name_id" in rows:
        rows = _join_linked(rows, "speaker_name_id", "speaker", names)
    if "entities" not in corpus.manifest.layers:
        return rows
    entities = _pandas_rows(corpus, "entities").set_index("id")[["name_id", "role"]]
    if "speaker_id" in rows:
        rows = _join_linked(rows, "speaker_id", "speaker", entities)
    if "place_id" in rows:
        place_names = names.drop(columns=["gender", "gender_from"])
        places = entities.join(place_names, on="name_id")
        rows = _join_linked(rows, "place_id", "place", places)
    return rows


def _join_declared_links(
    rows: pd.DataFrame, corpus: Corpus, layer: Layer
) -> pd.DataFrame:
    """Return the rows of a layer that somebody declared with the words, label and columns of what they link to."""
    for column, target in layer.links.items():
        if target not in corpus.manifest.layers:
            continue
        linked = _split_structures(_pandas_rows(corpus, target)).set_index("id")
        shown = [
            name
            for name in map(str, linked)
            if name not in _TRAILING_COLUMNS and not _is_offset(name)
        ]
        shown.remove("article_id")
        role = column.removesuffix("_id")
        rows = _join_linked(rows, column, role, linked[shown])
    return rows


def _join_linked(
    rows: pd.DataFrame, link: str, role: str, linked: pd.DataFrame
) -> pd.DataFrame:
    """Return the rows with the columns of what `link` names, `<role>_<column>`; columns that stand there already stay."""
    renamed = linked.rename(
        columns={name: f"{role}_{name}" for name in map(str, linked)}
    )
    new_columns = [name for name in renamed if name not in rows]
    return rows.join(renamed[new_columns], on=link)
