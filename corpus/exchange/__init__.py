"""
A corpus in the forms that other tools read, and annotation that comes back from them.

Each module is one form: `write` puts a corpus into it and reports what it could not carry; where people annotate in
the tool, `read` takes the annotation out of it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.messages import suggestion

from .annotation_import import READERS, ImportedAnnotation, import_annotation
from .jsonl import article_json
from .output_guard import refuse_losing
from .refusals import Refusal, group_refusals
from .report import Options, Report

__all__ = [
    "FORMATS",
    "READERS",
    "ImportedAnnotation",
    "Options",
    "Refusal",
    "Report",
    "article_json",
    "export",
    "group_refusals",
    "import_annotation",
]

FORMATS: Mapping[str, str] = {
    "jsonl": "one JSON object an article",
    "csv": "a folder of tables, one row an annotation with its article and names joined; or one .csv file",
    "parquet": "the same as Parquet",
    "xlsx": "one Excel workbook, a sheet a table",
    "sqlite": "a database with full-text search and foreign keys, and its Datasette metadata",
    "webannotation": "W3C Web Annotations, JSON-LD",
    "docbin": "a spaCy DocBin, one doc an article",
    "brat": "a folder of .txt and .ann files for brat",
    "conllu": "tokens with BIO columns, CoNLL-U",
    "labelstudio": "tasks with pre-annotations for Label Studio, and its labelling configuration",
    "xmi": "a folder of UIMA CAS files for INCEpTION",
    "tei": "a TEI document with standoff annotation",
    "txm": "a folder of XML files and metadata.csv for TXM",
    "iramuteq": "a text file for IRaMuTeQ",
    "gexf": "the network of names that stand in the same articles, for Gephi",
    "graphml": "the same network, for igraph, Cytoscape and yEd",
    "croissant": "Croissant metadata of the corpus folder, JSON-LD",
    "hub": "a folder for the Hugging Face Hub, whole articles with their layers as a further configuration",
}
"""The forms that `export` writes."""


def export(
    corpus: Corpus,
    output: str | Path,
    *,
    format: str = "jsonl",
    layer: str | None = None,
    excel: bool = False,
    push: str | None = None,
    scare: bool = False,
) -> Report:
    """
    Write a corpus in one of `FORMATS`; return how many articles it wrote and what the form could not carry.

    Raise `PressmarkError` for an unknown format, a layer that is not there, a package that is not installed, or an
    `output` that is a file of the corpus, of its source, or of decisions, or lies in the corpus's folder.

    >>> from pressmark.dataset.corpus import load
    >>> export(load("corpus"), "a.jsonl").articles
    1
    """
    if format not in FORMATS:
        near = suggestion(format, FORMATS)
        raise PressmarkError(
            f"unknown format {format!r}; there is {', '.join(FORMATS)}{near}"
        )
    if layer is not None and layer not in corpus.layers:
        layers = ", ".join(corpus.layers) or "none"
        near = suggestion(layer, corpus.layers)
        raise PressmarkError(
            f"no layer {layer!r} in {corpus.folder}; there is {layers}{near}"
        )
    refuse_losing(corpus, Path(output), accompanies=format in _ACCOMPANYING_FORMATS)
    report = Report(Path(output))
    options = Options(layer=layer, excel=excel, push=push, scare=scare)
    try:
        # When it is used: a form may need packages of the extra `exchange`.
        form = import_module(f".{_MODULE_NAMES.get(format, format)}", __name__)
    except ModuleNotFoundError as error:
        raise PressmarkError(
            f"format {format}: needs {error.name}. Run: pip install 'pressmark[exchange]'"
        ) from error
    form.write(corpus, report.output, report, options)
    return report


# Metadata whose addresses are relative to the corpus that it lies in.
_ACCOMPANYING_FORMATS = frozenset({"croissant"})
# The others have the name of their form; a module `csv` would hide Python's own.
_MODULE_NAMES = {"csv": "flat_csv", "parquet": "flat_parquet"}
