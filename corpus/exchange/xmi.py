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
from .details import flat_details
from .file_names import file_name
from .foreign_annotation import Found, Marked, Unreadable
from .report import Options, Report
from .schemes import known_labels

__all__ = ["TYPES", "read", "type_of", "write"]

TYPES = "TypeSystem.xml"
_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_CUSTOM = "webanno.custom."
_STRUCTURED = frozenset({"spans", "arguments", "time", "attributes"})
_BROKEN = (
    LxmlError, TypeNotFoundError, TypeCheckError, AnnotationHasNoSofa,
    ValueError, LookupError, TypeError, AttributeError, RuntimeError,
)  # fmt: skip
"""What cassis raises over a damaged file: lxml's errors, its own, those of the values that it looks up and converts."""
_RANGES = {
    "int64": "uima.cas.Long",
    "int": "uima.cas.Integer",
    "float": "uima.cas.Double",
    "bool": "uima.cas.Boolean",
}


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the folder."""
    layers = (options.layer,) if options.layer else corpus.layers
    types = _types(corpus, layers)
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
    """The labels of a layer as INCEpTION imports them under *Tagsets*."""
    tags = [{"tag_name": label, "tag_description": ""} for label in labels]
    about = {
        "name": f"pressmark {layer}",
        "description": "",
        "language": "",
        "tags": tags,
        "create_tag": False,
    }
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def type_of(layer: str) -> str:
    """The UIMA type of a layer."""
    plain = "".join(letter for letter in layer.title() if letter.isalnum())
    return _ENTITY if layer == "entities" else f"{_CUSTOM}{plain}"


def _types(corpus: Corpus, layers: Iterable[str]) -> TypeSystem:
    types = load_dkpro_core_typesystem()
    about = types.create_type(_METADATA, "uima.tcas.DocumentAnnotation")
    for name in ("documentId", "documentTitle"):
        types.create_feature(about, name, "uima.cas.String")
    for layer in layers:
        made = (
            types.get_type(_ENTITY)
            if layer == "entities"
            else types.create_type(type_of(layer))
        )
        known = {feature.name for feature in made.all_features}
        columns = corpus.manifest.features(layer)
        declared = {name: _range(kind) for name, kind in columns.items()}
        for name, kind in {
            "value": "uima.cas.String",
            "layer": "uima.cas.String",
            **declared,
        }.items():
            if name not in known and name not in (
                "start",
                "end",
                "text",
                "label",
                "article_id",
                "annotator",
            ):
                types.create_feature(made, name, kind)
    return types


def _range(kind: Any) -> str:
    said = getattr(kind, "dtype", "") if not isinstance(kind, dict) else ""
    return next(
        (uima for start, uima in _RANGES.items() if str(said).startswith(start)),
        "uima.cas.String",
    )


def _cas(
    article: Article, layers: Iterable[str], types: TypeSystem, report: Report
) -> Cas:
    """The article as a CAS; a character that XML cannot hold becomes U+FFFD, one for one."""
    text = without_controls(article.text)
    report.cannot("character: a control character that XML cannot hold, now U+FFFD",
                  sum(one != two for one, two in zip(text, article.text, strict=True)))  # fmt: skip
    cas = Cas(typesystem=types)
    cas.sofa_string = text
    cas.sofa_mime = "text/plain"
    about = types.get_type(_METADATA)
    known = {
        "documentId": article.id,
        "documentTitle": article.title,
        "language": article.language,
    }
    cas.add(
        about(
            begin=0,
            end=len(text),
            **{name: without_controls(value) for name, value in known.items() if value},
        )
    )
    for layer in layers:
        made = types.get_type(type_of(layer))
        for span in article.layer(layer):
            cas.add(made(begin=span.start, end=span.end, **_values(layer, span)))
    return cas


def _values(layer: str, span: Span) -> dict[str, Any]:
    values = flat_details(span) | {"value": span.label, "layer": layer, "id": span.id}
    return {
        name: without_controls(value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def read(path: Path) -> Iterator[Marked | Unreadable]:
    """The annotation of a folder of XMI files with their type system (or of one XMI file beside it)."""
    folder = path if path.is_dir() else path.parent
    system = folder / TYPES
    if not system.is_file():
        yield Unreadable(
            folder.name, f"has no {TYPES}; export as UIMA CAS XMI, which brings it"
        )
        return
    try:
        with system.open("rb") as file:
            types = load_typesystem(file)
    except _BROKEN:
        yield Unreadable(
            system.name, "is no UIMA type system; export as UIMA CAS XMI again"
        )
        return
    for xmi in sorted(folder.rglob("*.xmi")) if path.is_dir() else [path]:
        try:
            with (
                xmi.open("rb") as file,
                warnings.catch_warnings(action="ignore"),
            ):  # it warns of types that it leaves out
                cas = load_cas_from_xmi(file, typesystem=types, lenient=True)
            yield _marked(cas, xmi)
        except _BROKEN:
            yield Unreadable(
                xmi.name,
                "is no UIMA CAS of this type system: it is damaged, or from another export",
            )


def _marked(cas: Cas, xmi: Path) -> Marked:
    about = (
        next(iter(cas.select(_METADATA)), None)
        if cas.typesystem.contains_type(_METADATA)
        else None
    )
    found = tuple(
        _found(one) for one in cas.select_all_annotations() if _layer(one.type.name)
    )
    ours = {
        _layer(one.name)
        for one in cas.typesystem.get_types()
        if _layer(one.name) and one.get_feature("layer")
    }
    named = {"entities"} if any(one.layer == "entities" for one in found) else set()
    id = getattr(about, "documentId", None)
    return Marked(
        text=cas.sofa_string,
        found=found,
        place=xmi.name,
        id=id,
        file=xmi.stem,
        layers=frozenset(ours | named),
    )


def _layer(type_name: str) -> str:
    if type_name == _ENTITY:
        return "entities"
    return (
        type_name.removeprefix(_CUSTOM).lower() if type_name.startswith(_CUSTOM) else ""
    )


def _found(one: Any) -> Found:
    known = {
        feature.name: getattr(one, feature.name, None)
        for feature in one.type.all_features
    }
    layer = known.pop("layer", None) or _layer(one.type.name)
    id, label = (
        known.pop("id", None),
        known.pop("value", None) or known.pop("label", None) or "",
    )
    details = {name: _plain(name, value) for name, value in known.items()
               if value is not None and name not in ("sofa", "begin", "end", "identifier", "label")}  # fmt: skip
    return Found(
        layer=layer,
        label=label,
        start=one.begin,
        end=one.end,
        details=details,
        id=id,
        place=f"{label} at {one.begin}",
    )


def _plain(name: str, value: Any) -> Any:
    """A feature as the table has it: structures and lists were written as JSON. What is none is refused by its type."""
    if isinstance(value, str) and name in _STRUCTURED:
        with suppress(ValueError):
            return json.loads(value)
    return value
