"""
UIMA CAS as XMI, for INCEpTION: a folder with a file an article and `TypeSystem.xml`.

Offsets in the file are UTF-16 code units, as UIMA has them; the fields that hold further offsets (`cue_start` …) stay
code points. Entities are DKPro's `NamedEntity`, each other layer is a type of its own (`webanno.custom.Quotes`).
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from cassis import (
    Cas,
    TypeSystem,
    load_cas_from_xmi,
    load_dkpro_core_typesystem,
    load_typesystem,
)
from cassis.typesystem import AnnotationHasNoSofa, TypeCheckError, TypeNotFoundError
from lxml.etree import LxmlError

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.spans import Span

from .anchors import without_controls
from .details import flat_span_details
from .file_names import file_name
from .foreign_annotation import ForeignArticle, ForeignSpan, UnreadablePart
from .report import Options, Report
from .schemes import known_labels

__all__ = ["TYPES", "read", "uima_type", "write"]

TYPES = "TypeSystem.xml"
_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_CUSTOM = "webanno.custom."
# A UIMA feature is one value, so these are written as JSON.
_JSON_FEATURES = frozenset({"spans", "arguments", "time", "attributes"})
# Columns that UIMA has under other names (begin, end, value) or that the import fills in.
_COLUMNS_NOT_FEATURES = frozenset(
    {"start", "end", "text", "label", "article_id", "annotator"}
)
# Features of every UIMA annotation, and DKPro's own of an entity: none is a column of ours.
_FEATURES_NOT_DETAILS = frozenset({"sofa", "begin", "end", "identifier", "label"})
_CASSIS_ERRORS = (
    LxmlError, TypeNotFoundError, TypeCheckError, AnnotationHasNoSofa,
    ValueError, LookupError, TypeError, AttributeError, RuntimeError,
)  # fmt: skip
"""What cassis raises over a damaged file: lxml's errors, its own, those of the values that it looks up and converts."""

_STRING = "uima.cas.String"
_UIMA_RANGES = {
    "int64": "uima.cas.Long",
    "int": "uima.cas.Integer",
    "float": "uima.cas.Double",
    "bool": "uima.cas.Boolean",
}
"""UIMA's type by how the name of a column's type begins (`int32`, `float64`)."""


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the folder: a CAS an article, the type system, and a tagset of each layer whose labels are a closed list."""
    layers = (options.layer,) if options.layer else corpus.layers
    types = _type_system(corpus, layers)
    for article in corpus:
        with report.opened(output / f"{file_name(article.id)}.xmi") as file:
            file.write(_cas(article, layers, types, report).to_xmi(pretty_print=False))
        report.articles += 1
    with report.opened(output / TYPES) as file:
        file.write(types.to_xml())
    for layer in layers:
        if labels := known_labels(corpus, layer):
            with report.opened(output / f"{layer}.tagset.json") as file:
                file.write(_tagset(layer, labels))
    report.cannot(
        "article: what is known of it beyond id, title and language", report.articles
    )


def _tagset(layer: str, labels: Iterable[str]) -> str:
    """Return the labels of a layer as INCEpTION imports them under *Tagsets*."""
    tags = [{"tag_name": label, "tag_description": ""} for label in labels]
    tagset = {
        "name": f"pressmark {layer}",
        "description": "",
        "language": "",
        "tags": tags,
        "create_tag": False,
    }
    return json.dumps(tagset, ensure_ascii=False, indent=1) + "\n"


def uima_type(layer: str) -> str:
    """
    Return the UIMA type of `layer`.

    >>> uima_type("quotes"), uima_type("my-frames")
    ('webanno.custom.Quotes', 'webanno.custom.MyFrames')
    """
    if layer == "entities":
        return _ENTITY
    # UIMA takes letters and digits for the name of a type, as Java does.
    letters = "".join(letter for letter in layer.title() if letter.isalnum())
    return f"{_CUSTOM}{letters}"


def _type_system(corpus: Corpus, layers: Iterable[str]) -> TypeSystem:
    """Return DKPro's types, with a type for each layer whose features are the layer's columns."""
    # INCEpTION knows DKPro's types, so that its own entity layer shows ours.
    types = load_dkpro_core_typesystem()
    metadata = types.create_type(_METADATA, "uima.tcas.DocumentAnnotation")
    for name in ("documentId", "documentTitle"):
        types.create_feature(metadata, name, _STRING)
    for layer in layers:
        # DKPro's entity is there, with `value` and `identifier`.
        is_entity = layer == "entities"
        type_of = types.get_type if is_entity else types.create_type
        uima = type_of(uima_type(layer))
        existing = {feature.name for feature in uima.all_features}
        columns = {"value": _STRING, "layer": _STRING}
        for name, kind in corpus.manifest.table_columns(layer).items():
            columns[name] = _uima_range(kind)
        for name, uima_range in columns.items():
            if name not in existing and name not in _COLUMNS_NOT_FEATURES:
                types.create_feature(uima, name, uima_range)
    return types


def _uima_range(kind: Any) -> str:
    """Return UIMA's type for a column's; a structure or list is a JSON string."""
    dtype = "" if isinstance(kind, dict) else str(getattr(kind, "dtype", ""))
    for prefix, uima_range in _UIMA_RANGES.items():
        if dtype.startswith(prefix):
            return uima_range
    return _STRING


def _cas(
    article: Article, layers: Iterable[str], types: TypeSystem, report: Report
) -> Cas:
    """Return the article as a CAS; a character that XML cannot hold becomes U+FFFD, one for one."""
    text = without_controls(article.text)
    pairs = zip(text, article.text, strict=True)
    report.cannot(
        "character: a control character that XML cannot hold, now U+FFFD",
        sum(clean != original for clean, original in pairs),
    )
    cas = Cas(typesystem=types)
    cas.sofa_string = text
    cas.sofa_mime = "text/plain"
    # `end` is the length in code points; cassis turns offsets into UTF-16 units as it writes.
    cas.add(_metadata(article, types, len(text)))
    for layer in layers:
        uima = types.get_type(uima_type(layer))
        for span in article.layer(layer):
            cas.add(uima(begin=span.start, end=span.end, **_features(layer, span)))
    return cas


def _metadata(article: Article, types: TypeSystem, length: int) -> Any:
    """Return the annotation over the whole text that says which article it is."""
    facts = {
        "documentId": article.id,
        "documentTitle": article.title,
        "language": article.language,
    }
    stated = {name: without_controls(fact) for name, fact in facts.items() if fact}
    return types.get_type(_METADATA)(begin=0, end=length, **stated)


def _features(layer: str, span: Span) -> dict[str, Any]:
    """Return the features of a span: its details as XML can hold them, its label as `value`, its layer and id."""
    columns: dict[str, Any] = flat_span_details(span) | {
        "value": span.label,
        "layer": layer,
        "id": span.id,
    }
    return {
        name: without_controls(value) if isinstance(value, str) else value
        for name, value in columns.items()
    }


def read(path: Path) -> Iterator[ForeignArticle | UnreadablePart]:
    """Yield the annotation of a folder of XMI files with their type system (or of one XMI file beside it)."""
    folder = path if path.is_dir() else path.parent
    # Without the type system no file of the folder can be read: one message and not one for each file.
    types = _read_types(folder)
    if isinstance(types, UnreadablePart):
        yield types
        return
    for file in sorted(folder.rglob("*.xmi")) if path.is_dir() else [path]:
        try:
            yield _article(_read_cas(file, types), file)
        except _CASSIS_ERRORS:
            reason = "is no UIMA CAS of this type system: it is damaged, or from another export"
            yield UnreadablePart(file.name, reason)


def _read_types(folder: Path) -> TypeSystem | UnreadablePart:
    """Return the type system of an export, or why there is none."""
    path = folder / TYPES
    if not path.is_file():
        reason = f"has no {TYPES}; export as UIMA CAS XMI, which brings it"
        return UnreadablePart(folder.name, reason)
    try:
        with path.open("rb") as file:
            return load_typesystem(file)
    except _CASSIS_ERRORS:
        reason = "is no UIMA type system; export as UIMA CAS XMI again"
        return UnreadablePart(path.name, reason)


def _read_cas(path: Path, types: TypeSystem) -> Cas:
    # cassis warns of types that it leaves out: INCEpTION exports many that are none of our layers.
    with path.open("rb") as file, warnings.catch_warnings(action="ignore"):
        # `lenient`: annotation of types that the type system has not is left out, and the rest is read.
        return load_cas_from_xmi(file, typesystem=types, lenient=True)


def _article(cas: Cas, path: Path) -> ForeignArticle:
    """Return the annotation of a CAS; its layers are those whose types our export has declared."""
    spans = tuple(
        _span(annotation)
        for annotation in cas.select_all_annotations()
        if _layer_of_type(annotation.type.name)
    )
    layers: set[str] = set()
    for uima in cas.typesystem.get_types():
        layer = _layer_of_type(uima.name)
        # The feature `layer` is our export's: types of INCEpTION's own custom layers have none.
        if layer and uima.get_feature("layer"):
            layers.add(layer)
    # DKPro declares its entity in every type system, so that alone does not say that people annotated entities.
    if any(span.layer == "entities" for span in spans):
        layers.add("entities")
    return ForeignArticle(
        text=cas.sofa_string,
        spans=spans,
        position=path.name,
        id=_document_id(cas),
        file=path.stem,
        layers=frozenset(layers),
    )


def _document_id(cas: Cas) -> str | None:
    """Return the article's id as our export has written it; None in a CAS of another tool."""
    # cassis raises for a type that it does not know.
    if not cas.typesystem.contains_type(_METADATA):
        return None
    metadata = next(iter(cas.select(_METADATA)), None)
    return getattr(metadata, "documentId", None)


def _layer_of_type(type_name: str) -> str:
    """Return the layer that a UIMA type stands for; the empty text for a type that is no layer."""
    if type_name == _ENTITY:
        return "entities"
    if type_name.startswith(_CUSTOM):
        return type_name.removeprefix(_CUSTOM).lower()
    return ""


def _span(annotation: Any) -> ForeignSpan:
    """Return an annotation of a CAS; its features are columns, but for those that every UIMA annotation has."""
    names = [feature.name for feature in annotation.type.all_features]
    stated = {name: getattr(annotation, name, None) for name in names}
    # A type's name has lost its dashes (`my-frames`, `MyFrames`): the feature is surer; a new span has none.
    layer = stated.pop("layer", None) or _layer_of_type(annotation.type.name)
    id = stated.pop("id", None)
    label = stated.pop("value", None) or stated.pop("label", None) or ""
    details = {
        name: _column_value(name, value)
        for name, value in stated.items()
        if value is not None and name not in _FEATURES_NOT_DETAILS
    }
    return ForeignSpan(
        layer=layer,
        label=label,
        start=annotation.begin,
        end=annotation.end,
        details=details,
        id=id,
        position=f"{label} at {annotation.begin}",
    )


def _column_value(name: str, value: Any) -> Any:
    """Return a feature as the table has it: structures and lists were JSON. What is none is refused by its type."""
    if isinstance(value, str) and name in _JSON_FEATURES:
        with suppress(ValueError):
            return json.loads(value)
    return value
