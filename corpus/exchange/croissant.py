"""
Croissant: JSON-LD metadata of a corpus folder, for dataset search engines and for `mlcroissant`.

Its addresses are relative, so the file belongs beside the corpus's README.md; give that as `--output`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pressmark import __version__
from pressmark.dataset.corpus import Corpus
from pressmark.storage.column_types import Scalar

from .report import Options, Report

__all__ = ["write"]

_JSON_LD_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
# Croissant's type by how the name of a column's type begins (`int32`, `timestamp[s]`).
_DATA_TYPES = {
    "int": "sc:Integer",
    "float": "sc:Float",
    "bool": "sc:Boolean",
    "timestamp": "sc:DateTime",
}
# What was rejected has no id, or one that another row has, too; a decision may stand in a shard and beside all.
_TABLES_WITHOUT_KEY = ("rejected", "layer_failures", "decisions", "machine")
_STRUCTURED = "column: a list or a structure, which a Croissant field does not describe (it is in the Parquet)"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the metadata of the whole corpus; `options` change nothing."""
    # The year 1 is a date that validators take and that nobody takes for a real one.
    started = corpus.manifest.times.get("started") or datetime.min.isoformat()
    description = corpus.manifest.description
    metadata = {
        "@context": _JSON_LD_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": corpus.title,
        "description": description
        or f"News articles annotated with pressmark {__version__}.",
        "license": corpus.manifest.licence or "see the sources",
        "url": "https://pypi.org/project/pressmark/",
        # Croissant asks for a version of the data, which a corpus does not count.
        "version": "1.0.0",
        "datePublished": str(started)[: len("2026-03-02")],
        "citeAs": corpus.title,
        "distribution": list(_files(corpus)),
        "recordSet": [
            _record_set(corpus, table, file, report)
            for table, file in _tables_and_files(corpus)
        ],
    }
    with report.opened(output) as file:
        json.dump(metadata, file, ensure_ascii=False, indent=1)
        file.write("\n")
    report.articles = len(corpus)


def _files(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Yield each Parquet file of the corpus as Croissant lists it, with its hash."""
    for table in corpus.manifest.tables():
        for file in corpus.manifest.files(table):
            yield {
                "@type": "cr:FileObject",
                "@id": file.path,
                "name": file.path,
                "contentUrl": file.path,
                "contentSize": f"{file.bytes} B",
                "encodingFormat": "application/x-parquet",
                "sha256": file.sha256,
            }


def _tables_and_files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield each table with the path of each of its files that has rows."""
    for table in corpus.manifest.tables():
        for file in corpus.manifest.files(table):
            if file.rows:
                yield table, file.path


def _record_set(
    corpus: Corpus, table: str, path: str, report: Report
) -> dict[str, Any]:
    """Return the record set of one file, with its key, and what its columns refer to."""
    file_no = [file.path for file in corpus.manifest.files(table)].index(path)
    name = _record_set_name(table, file_no)
    columns = corpus.manifest.table_columns(table)
    fields: list[dict[str, Any]] = []
    for column, kind in columns.items():
        if isinstance(kind, Scalar):
            field = _field(name, column, kind.dtype, path)
            target = _target(corpus, table, column, file_no)
            if target is not None:
                field["references"] = {"field": {"@id": f"{target}/id"}}
            fields.append(field)
        else:
            # Once for each table, not for each of its files.
            report.cannot(_STRUCTURED, file_no == 0)
    record_set: dict[str, Any] = {"@type": "cr:RecordSet", "@id": name, "name": name}
    if "id" in columns and table not in _TABLES_WITHOUT_KEY:
        record_set["key"] = {"@id": f"{name}/id"}
    return record_set | {"field": fields}


def _record_set_name(table: str, file_no: int) -> str:
    """
    Return the name of the record set of a file: `quotes`, and `quotes-1` … where a table has several.

    Parquet files of one table are record sets of their own: a field is read from one file.
    """
    return table if file_no == 0 else f"{table}-{file_no}"


def _target(corpus: Corpus, table: str, column: str, file_no: int) -> str | None:
    """Return the record set that a column of ids refers to; None for another column, or where it has no rows."""
    links = {"article_id": "articles"}
    if table in corpus.layers:
        links |= corpus.manifest.layer(table).links
    target = links.get(column)
    # A quote within a quote: who reads Croissant draws tables as a graph that leads in no circle.
    if target == table:
        return None
    files = corpus.manifest.files(target) if target else []
    # What is annotated refers to its own shard, which has the same number in each table; names are one file.
    target_no = file_no if len(files) > 1 else 0
    if target is None or target_no >= len(files) or not files[target_no].rows:
        return None
    return _record_set_name(target, target_no)


def _field(record_set: str, column: str, dtype: str, path: str) -> dict[str, Any]:
    """Return a column of a record set, and from which file it is read."""
    return {
        "@type": "cr:Field",
        "@id": f"{record_set}/{column}",
        "name": column,
        "dataType": _data_type(dtype),
        "source": {"fileObject": {"@id": path}, "extract": {"column": column}},
    }


def _data_type(dtype: str) -> str:
    """Return Croissant's name of a column's type; text for what it has none for."""
    for prefix, name in _DATA_TYPES.items():
        if dtype.startswith(prefix):
            return name
    return "sc:Text"
