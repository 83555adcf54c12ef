"""
One row an annotation, with what its article and its names say beside it: what people count in R, pandas and Excel.

A structure becomes columns (`time_start`), a list a cell; a link to an entity or a name brings that row's own columns.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from pressmark.dataset.corpus import Corpus
from pressmark.layers import Layer

__all__ = ["ARTICLE_COLUMNS", "frame", "readable", "tables"]

ARTICLE_COLUMNS = ("outlet", "published", "language", "title", "url", "duplicate_of")
"""What of its article stands beside an annotation."""

_FIRST = (
    "layer", "id", "article_id", "outlet", "published", "title", "label", "text", "name", "canonical_name",
    "speaker_canonical_name", "speaker_name", "speaker", "cue", "status",
)  # fmt: skip
_LAST = frozenset({"spans", "arguments", "attributes", "score", "rule", "annotator"})
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


def tables(corpus: Corpus) -> list[str]:
    """The tables, each a file of its own: articles, layers, names, what was rejected, and what made it all."""
    return list(corpus.manifest.tables())


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the columns that people read first (words, label, who says it), offsets and bookkeeping last."""
    first = [name for name in _FIRST if name in rows]
    last = [name for name in rows if name in _LAST or _is_offset(str(name))]
    middle = [name for name in rows if name not in first and name not in last]
    return rows[[*first, *middle, *last]]


def _is_offset(name: str) -> bool:
    """Whether a column holds the place of something in the text; a time's start and end are days."""
    return name in ("start", "end") or (
        name.endswith(("_start", "_end")) and not name.startswith("time_")
    )


def frame(corpus: Corpus, table: str) -> pd.DataFrame:
    """
    A table as a pandas frame; a layer's rows carry `outlet`, `published` … of their article, and linked names.

    Of an entity its name's row (`canonical_name`, `canonical_gender`, `wikidata` …), of a quote its speaker's
    (`speaker_canonical_name`, `speaker_gender` …) and the role that its mention states (`speaker_role`), of
    an event its place's and, joined with `; `, the texts of each role (`agent` …).
    """
    rows = _flat(_pandas(corpus, table))
    if table not in corpus.layers:
        return rows
    articles = _pandas(corpus, "articles")
    own = [name for name in corpus.manifest.columns if name not in rows]
    known = articles.set_index("id")[[*ARTICLE_COLUMNS, *own]]
    joined = rows.join(
        known.rename(
            columns={name: f"article_{name}" for name in known if name in rows}
        ),
        "article_id",
    )
    if "arguments" in joined:
        joined = _with_roles(joined)
    if table in corpus.manifest.declarations:
        return _with_declared_links(joined, corpus, corpus.manifest.layer(table))
    return _with_links(joined, corpus)


def _pandas(corpus: Corpus, table: str) -> pd.DataFrame:
    """A table as a frame whose whole numbers stay whole where some are missing."""
    found = corpus.table(table).data.table
    if not found.num_rows:  # pandas cannot join on the text columns of such a one
        return pd.DataFrame(columns=found.column_names, dtype=object)
    rows: pd.DataFrame = found.to_pandas(
        types_mapper={pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype()}.get
    )
    return rows


def _flat(rows: pd.DataFrame) -> pd.DataFrame:
    """The frame with structures as columns of their own."""
    for name in list(rows):
        first = next((value for value in rows[name] if value is not None), None)
        if isinstance(first, dict):
            parts = pd.DataFrame(
                [value or {} for value in rows[name]],
                index=rows.index,
                columns=list(first),
            )
            place = list(rows).index(name)
            for shift, part in enumerate(parts):
                rows.insert(place + shift, f"{name}_{part}", parts[part])
            rows = rows.drop(columns=name)
    return rows


def _with_roles(rows: pd.DataFrame) -> pd.DataFrame:
    arguments = rows["arguments"]
    roles = sorted({one["role"] for cell in arguments for one in cell})
    texts = {role: ["; ".join(one["text"] for one in cell if one["role"] == role) or None for cell in arguments]
             for role in roles}  # fmt: skip
    for role, cells in texts.items():
        rows[f"{role}_text" if role in rows else role] = cells
    return rows


def _with_links(rows: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    own = [name for name in corpus.manifest.name_columns if name not in rows]
    names = _pandas(corpus, "names").set_index("id")[[*_NAME_COLUMNS, *own]]
    names = names.rename(columns={"name": "canonical_name"})
    if "name_id" in rows:
        named = names.rename(
            columns={"gender": "canonical_gender", "label": "canonical_label"}
        )
        return rows.join(named, on="name_id")
    if "speaker_name_id" in rows:
        rows = _beside(rows, "speaker_name_id", "speaker", names)
    if "entities" not in corpus.manifest.layers:
        return rows
    entities = _pandas(corpus, "entities").set_index("id")[["name_id", "role"]]
    if "speaker_id" in rows:
        rows = _beside(rows, "speaker_id", "speaker", entities)
    if "place_id" in rows:
        places = entities.join(
            names.drop(columns=["gender", "gender_from"]), on="name_id"
        )
        rows = _beside(rows, "place_id", "place", places)
    return rows


def _with_declared_links(
    rows: pd.DataFrame, corpus: Corpus, layer: Layer
) -> pd.DataFrame:
    """Return the rows of a layer that somebody declared with the words, label and columns of what they link to."""
    for column, target in layer.links.items():
        if target not in corpus.manifest.layers:
            continue
        linked = _flat(_pandas(corpus, target)).set_index("id")
        shown = [
            name
            for name in map(str, linked)
            if name not in _LAST and not _is_offset(name)
        ]
        shown.remove("article_id")
        rows = _beside(rows, column, column.removesuffix("_id"), linked[shown])
    return rows


def _beside(
    rows: pd.DataFrame, link: str, role: str, linked: pd.DataFrame
) -> pd.DataFrame:
    """The rows with the columns of what a link names, `<role>_<column>`; columns that stand there already stay."""
    named = linked.rename(columns={name: f"{role}_{name}" for name in map(str, linked)})
    return rows.join(named[[name for name in named if name not in rows]], on=link)
