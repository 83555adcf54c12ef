"""
Annotators: what one is, how the YAML's names become classes, and how an article gets its layers.

An annotator yields spans. It never saves, counts, or makes ids: that is done here and in the run, once for all.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module, invalidate_caches
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from .articles import Article
from .spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["GROUP", "Annotator", "UnknownAnnotator", "annotate", "annotated", "find", "implied", "installed", "made"]

GROUP = "pressmark.annotators"
"""The entry-point group under which a package announces its annotators by short name."""

_stamps: dict[str, tuple[Path, int]] = {}


@runtime_checkable
class Annotator(Protocol):
    """
    Reads one article, its parse, and the layers that it needs (`article.entities`, …); yields the spans of one layer.

    A class may have a pydantic model `Settings`: it is then made with `cls(settings)`, else with `cls(**settings)`.
    One of an installed package with `implicit = True` runs by itself before an annotator that needs its layer.
    """

    name: str
    layer: str
    needs: tuple[str, ...]

    def annotate(self, article: Article, doc: Doc) -> Iterable[Span]:
        """The spans of `article`, in any order; `doc.text == article.text`, parsed paragraph by paragraph."""
        ...


class UnknownAnnotator(LookupError):
    """No annotator of this name; the message says what there is instead."""


@cache
def installed() -> dict[str, str]:
    """Short names of the annotators in this Python, with the class each stands for (`package.module:Class`)."""
    return {point.name: point.value for point in sorted(entry_points(group=GROUP))}


def find(name: str, *, beside: Path | None = None) -> type[Any]:
    """
    The annotator class of a short name (`quotes`) or of a dotted path (`my_lab.stance:StanceAnnotator`).

    The module of a dotted path may also lie in the folder `beside`, where the YAML file is. Raises `UnknownAnnotator`
    when there is no such name, module or class.
    """
    path = name if ":" in name else installed().get(name)
    if path is None:
        raise UnknownAnnotator(f"unknown annotator {name!r} (installed: {', '.join(installed())})")
    module, _, attribute = path.partition(":")
    try:
        found = getattr(_imported(module, beside), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise UnknownAnnotator(f"annotator {name!r} cannot be imported: {error}") from error
    if not isinstance(found, type):
        raise UnknownAnnotator(f"annotator {name!r} is not a class")
    return found


def _imported(module: str, beside: Path | None) -> ModuleType:
    """A module; one that lies in `beside` goes before an installed one, and is read again when its file has changed."""
    file = _lying(module, beside.resolve()) if beside else None
    if beside is None or file is None:
        return import_module(module)
    stamp = (file, file.stat().st_mtime_ns)
    if _stamps.get(module) != stamp:
        top = module.partition(".")[0]
        for known in [name for name in sys.modules if name.partition(".")[0] == top]:
            del sys.modules[known]
        invalidate_caches()
        _stamps[module] = stamp
    sys.path.insert(0, str(beside.resolve()))
    try:
        return import_module(module)
    finally:
        sys.path.remove(str(beside.resolve()))


def _lying(module: str, folder: Path) -> Path | None:
    base = folder.joinpath(*module.split("."))
    return next((file for file in (base.with_suffix(".py"), base / "__init__.py") if file.is_file()), None)


def made(found: type[Any], settings: Mapping[str, Any], *, folder: Path | None = None) -> Annotator:
    """
    The annotator of a class and its settings, as the YAML gives them; paths in them start at `folder`.

    Raises pydantic's `ValidationError` when the class has a model `Settings` that refuses them.
    """
    model = getattr(found, "Settings", None)
    if model is None:
        return cast(Annotator, found(**settings))
    return cast(Annotator, found(model.model_validate(dict(settings), context={"folder": folder or Path()})))


def implied(annotator: Annotator, layers: Collection[str]) -> list[str]:
    """The installed annotators, by name, that must run before this one and do so by themselves; `layers` are there."""
    missing = [layer for layer in annotator.needs if layer not in layers and layer in installed()]
    return [layer for layer in missing if getattr(find(layer), "implicit", False)]


def annotate(parsed: Iterable[tuple[Article, Doc]], annotators: Sequence[Annotator]) -> Iterator[Article]:
    """Give every article its layers, in the order of `annotators`; those that are implied run by themselves."""
    ordered: list[Annotator] = []
    for annotator in annotators:
        for name in implied(annotator, [one.layer for one in annotators]):
            ordered.append(made(find(name), {}))
        ordered.append(annotator)
    for article, doc in parsed:
        for annotator in ordered:
            article = annotated(article, annotator, doc)
        yield article


def annotated(article: Article, annotator: Annotator, doc: Doc) -> Article:
    """The article with one layer more; its annotator is given the layers that it needs, and no other."""
    needed = {layer: article.layers[layer] for layer in annotator.needs if layer in article.layers}
    return article.with_layer(annotator, annotator.annotate(replace(article, layers=needed), doc))
