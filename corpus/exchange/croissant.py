"""
Croissant: JSON-LD metadata of a corpus folder, for dataset search engines and for `mlcroissant`.

Its addresses are relative, so the file belongs beside the corpus's README.md; give that as `--output`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from datasets import Value

from pressmark import __version__
from pressmark.dataset.corpus import Corpus

from .report import Options, Report

__all__ = ["write"]

_CONTEXT: dict[str, Any] = {
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
_TYPES = {
    "int": "sc:Integer",
    "float": "sc:Float",
    "bool": "sc:Boolean",
    "timestamp": "sc:DateTime",
}
_STRUCTURED = "column: a list or a structure, which a Croissant field does not describe (it is in the Parquet)"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the metadata."""
    about = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": corpus.title,
        "description": corpus.manifest.description
        or f"News articles annotated with pressmark {__version__}.",
        "license": corpus.manifest.licence or "see the sources",
        "url": "https://pypi.org/project/pressmark/",
        "version": "1.0.0",
        "datePublished": str(
            corpus.manifest.times.get("started") or datetime.min.isoformat()
        )[:10],
        "citeAs": corpus.title,
        "distribution": list(_files(corpus)),
        "recordSet": [
            _records(corpus, table, file, report) for table, file in _sets(corpus)
        ],
    }
    with report.opened(output) as file:
        json.dump(about, file, ensure_ascii=False, indent=1)
        file.write("\n")
    report.articles = len(corpus)


def _files(corpus: Corpus) -> Iterator[dict[str, Any]]:
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


def _sets(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """A record set for each file: `quotes`, and `quotes-1` … where a table has several."""
    for table in corpus.manifest.tables():
        yield from (
            (table, file.path) for file in corpus.manifest.files(table) if file.rows
        )


def _records(corpus: Corpus, table: str, file: str, report: Report) -> dict[str, Any]:
    part = [one.path for one in corpus.manifest.files(table)].index(file)
    name = table if part == 0 else f"{table}-{part}"
    fields = []
    for column, kind in corpus.manifest.features(table).items():
        if isinstance(kind, Value):
            fields.append(_field(name, column, kind.dtype, file))
        else:
            report.cannot(_STRUCTURED, part == 0)
    return {"@type": "cr:RecordSet", "@id": name, "name": name, "field": fields}


def _field(records: str, column: str, kind: str, file: str) -> Mapping[str, Any]:
    source = {"fileObject": {"@id": file}, "extract": {"column": column}}
    said = next(
        (name for start, name in _TYPES.items() if kind.startswith(start)), "sc:Text"
    )
    return {
        "@type": "cr:Field",
        "@id": f"{records}/{column}",
        "name": column,
        "dataType": said,
        "source": source,
    }
