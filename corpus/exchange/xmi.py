"""
UIMA CAS as XMI, for INCEpTION: a folder with a file an article and `TypeSystem.xml`.

Offsets in the file are UTF-16 code units, as UIMA has them; the fields that hold further offsets (`cue_start` …) stay
code points. Entities are DKPro's `NamedEntity`, each other layer is a type of its own (`webanno.custom.Quotes`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cassis import Cas, TypeSystem, load_dkpro_core_typesystem

from pressmark.articles import Article
from pressmark.library import Corpus
from pressmark.spans import Span
from pressmark.tables import features

from .details import flat_details
from .naming import file_name
from .report import Options, Report

__all__ = ["TYPES", "type_of", "write"]

TYPES = "TypeSystem.xml"
_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_CONTROL = {code: 0xFFFD for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)}
_RANGES = {"int": "uima.cas.Integer", "float": "uima.cas.Double"}


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the folder."""
    layers = (options.layer,) if options.layer else corpus.layers
    types = _types(layers)
    for article in corpus:
        with report.opened(output / f"{file_name(article.id)}.xmi") as file:
            file.write(_cas(article, layers, types, report).to_xmi(pretty_print=False))
        report.articles += 1
    with report.opened(output / TYPES) as file:
        file.write(types.to_xml())
    report.cannot("article: what is known of it beyond id, title and language", report.articles)


def type_of(layer: str) -> str:
    """The UIMA type of a layer."""
    plain = "".join(letter for letter in layer.title() if letter.isalnum())
    return _ENTITY if layer == "entities" else f"webanno.custom.{plain}"


def _types(layers: Iterable[str]) -> TypeSystem:
    types = load_dkpro_core_typesystem()
    about = types.create_type(_METADATA, "uima.tcas.DocumentAnnotation")
    for name in ("documentId", "documentTitle"):
        types.create_feature(about, name, "uima.cas.String")
    for layer in layers:
        made = types.get_type(_ENTITY) if layer == "entities" else types.create_type(type_of(layer))
        known = {feature.name for feature in made.all_features}
        declared = {name: _range(kind) for name, kind in features(layer).items()}
        for name, kind in {"value": "uima.cas.String", "layer": "uima.cas.String", **declared}.items():
            if name not in known and name not in ("start", "end", "text", "label", "article_id", "annotator"):
                types.create_feature(made, name, kind)
    return types


def _range(kind: Any) -> str:
    said = getattr(kind, "dtype", "") if not isinstance(kind, dict) else ""
    return next((uima for start, uima in _RANGES.items() if str(said).startswith(start)), "uima.cas.String")


def _cas(article: Article, layers: Iterable[str], types: TypeSystem, report: Report) -> Cas:
    """The article as a CAS; a character that XML cannot hold becomes U+FFFD, one for one."""
    text = article.text.translate(_CONTROL)
    report.cannot("character: a control character that XML cannot hold, now U+FFFD",
                  sum(one != two for one, two in zip(text, article.text, strict=True)))  # fmt: skip
    cas = Cas(typesystem=types)
    cas.sofa_string = text
    cas.sofa_mime = "text/plain"
    about = types.get_type(_METADATA)
    known = {"documentId": article.id, "documentTitle": article.title, "language": article.language}
    cas.add(about(begin=0, end=len(text), **{name: _clean(value) for name, value in known.items() if value}))
    for layer in layers:
        made = types.get_type(type_of(layer))
        for span in article.layer(layer):
            cas.add(made(begin=span.start, end=span.end, **_values(layer, span)))
    return cas


def _values(layer: str, span: Span) -> dict[str, Any]:
    values = flat_details(span) | {"value": span.label, "layer": layer, "id": span.id}
    return {name: _clean(value) if isinstance(value, str) else value for name, value in values.items()}


def _clean(text: str) -> str:
    return text.translate(_CONTROL)
