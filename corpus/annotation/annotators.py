"""
Annotators: what one is, how the YAML's names become classes, and how an article gets its layers.

An annotator yields spans. It never saves, counts, or makes ids: that is done here and in the run, once for all.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from functools import cache
from importlib import import_module, invalidate_caches
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from pressmark.articles import Article
from pressmark.spans import CustomSpan, Span

from .code_fingerprint import is_ours
from .foreign_files import files_of_module, lying
from .process_guard import undone
from .span_checks import writable

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["GROUP", "Annotator", "UnknownAnnotator", "annotate", "annotated", "find", "implied", "installed", "made"]

GROUP = "pressmark.annotators"
"""The entry-point group under which a package announces its annotators by short name."""

_REQUIRED = ("annotate", "name", "layer", "needs")
_LAYER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_READ_AT: dict[str, frozenset[tuple[Path, int]]] = {}
"""For each module beside a YAML file its files, with the time of their last change when it was imported."""


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
    when there is no such name, module or class, or when the class is no annotator; nothing of it is called before.
    """
    path = name if ":" in name else installed().get(name)
    if path is None:
        raise UnknownAnnotator(f"unknown annotator {name!r} (installed: {', '.join(installed())})")
    module, _, attribute = path.partition(":")
    if module.partition(".")[0] in sys.stdlib_module_names and not (beside and lying(module, beside)):
        raise UnknownAnnotator(f"{name!r} is no annotator: {module} is a part of Python itself")
    try:
        found = getattr(_imported(module, beside), attribute)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a module is anybody's code, and may raise whatever it likes
        raise UnknownAnnotator(f"annotator {name!r} cannot be imported: {_said(error)}") from error
    return _annotator_class(name, found)


def _annotator_class(name: str, found: Any) -> type[Any]:
    """The class, once it is seen to be an annotator without a line of it being run."""
    if not issubclass(type(found), type):
        raise UnknownAnnotator(f"{name!r} is no annotator: it is not a class")
    lacking = [part for part in _REQUIRED if inspect.getattr_static(found, part, None) is None]
    if lacking:
        parts = ", ".join(f"`{part}`" for part in lacking)
        raise UnknownAnnotator(f"{name!r} is no annotator: its class has no {parts}")
    return cast(type[Any], found)


def _imported(module: str, beside: Path | None) -> ModuleType:
    """A module; one that lies in `beside` goes before an installed one, and is read again when a file of it changed."""
    file = lying(module, beside.resolve()) if beside else None
    if beside is None or file is None:
        with undone():
            return import_module(module)
    stamps = frozenset((path, path.stat().st_mtime_ns) for path in files_of_module(module, file))
    if _READ_AT.get(module) != stamps:
        _forget({path for path, _ in stamps | _READ_AT.get(module, frozenset())}, module)
        _READ_AT[module] = stamps
    with undone(beside.resolve()), _no_bytecode():
        return import_module(module)


def _forget(files: Collection[Path], module: str) -> None:
    """Let the modules of these files be read again, and the one of this name, wherever it came from."""
    top = module.partition(".")[0]
    for known, loaded in list(sys.modules.items()):
        place = getattr(loaded, "__file__", None)
        if known.partition(".")[0] == top or (isinstance(place, str) and Path(place) in files):
            del sys.modules[known]
    invalidate_caches()


@contextmanager
def _no_bytecode() -> Iterator[None]:
    """Write no compiled files: one of the same second and size would stand for code that has changed since."""
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def made(found: type[Any], settings: Mapping[str, Any], *, folder: Path | None = None) -> Annotator:
    """
    The annotator of a class and its settings, as the YAML gives them; paths in them start at `folder`.

    Raises pydantic's `ValidationError` when the class has a model `Settings` that refuses them, `UnknownAnnotator`
    when it cannot be made or says no proper name, layer or needs.
    """
    from pydantic import ValidationError

    with undone(folder):
        model = getattr(found, "Settings", None)
        try:
            if model is None:
                annotator = found(**settings)
            else:
                annotator = found(model.model_validate(dict(settings), context={"folder": folder or Path()}))
        except (KeyboardInterrupt, TypeError, ValidationError):
            raise
        except BaseException as error:  # `__init__` is anybody's code
            raise UnknownAnnotator(f"annotator {found.__name__} cannot be made: {_said(error)}") from error
        if not is_ours(found.__module__):
            _check(annotator)
    return cast(Annotator, annotator)


def _check(annotator: Any) -> None:
    """See that somebody's annotator says a name, a layer that can be a table's name, and a list of layers."""
    from pressmark.storage.tables import LAYERS, TABLES

    kind = type(annotator).__name__
    name, layer, needs = annotator.name, annotator.layer, annotator.needs
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise UnknownAnnotator(f"annotator {kind}: `name` must be text")
    if not isinstance(layer, str) or not _LAYER_NAME.fullmatch(layer):
        raise UnknownAnnotator(f"annotator {kind}: `layer` must be a name of letters, digits and _")
    if layer not in LAYERS and layer.lower() in {*TABLES, *LAYERS}:
        raise UnknownAnnotator(f"annotator {kind}: {layer!r} is a table of ours; give the layer another name")
    if isinstance(needs, str) or not all(isinstance(one, str) for one in needs):
        raise UnknownAnnotator(f"annotator {kind}: `needs` must be a list of layers, ('quotes',)")


def _said(error: BaseException) -> str:
    """The kind of an exception and what it says, where it can say it."""
    try:
        message = str(error)
    except Exception:  # a message may be code, too
        message = ""
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def implied(annotator: Annotator, layers: Collection[str]) -> list[str]:
    """The installed annotators, by name, that must run before this one and do so by themselves; `layers` are there."""
    missing = [layer for layer in annotator.needs if layer not in layers and layer in installed()]
    return [layer for layer in missing if getattr(find(layer), "implicit", False)]


def annotate(parsed: Iterable[tuple[Article, Doc]], annotators: Sequence[Annotator]) -> Iterator[Article]:
    """
    Give every article its layers, in the order of `annotators`; yield the articles in theirs.

    `parsed` pairs each article with its parse, as `pressmark.annotators.parse.parse` gives it. One that another
    annotator needs runs before it by itself where it is `implicit` (times before events).

    Raises `SpanError` for spans that do not fit the article or the layer.

    >>> class Capitals:
    ...     name, layer, needs = "capitals", "capitals", ()
    ...     def annotate(self, article, doc):
    ...         yield CustomSpan.cut(article.text, 0, 1, "CAPITAL")
    >>> article = Article(id="a", text="Ann Lee sails.", language="en")
    >>> (annotated,) = annotate([(article, article.text)], [Capitals()])
    >>> [span.text for span in annotated.layers["capitals"]]
    ['A']
    """
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
    """
    The article with one layer more; its annotator is given the layers that it needs, and no other.

    Somebody else's annotator gets copies of what it could change, and what it yields is checked. Raises `SpanError`.
    """
    needed = {layer: article.layers[layer] for layer in annotator.needs if layer in article.layers}
    if is_ours(type(annotator).__module__):
        return article.with_layer(annotator, annotator.annotate(replace(article, layers=needed), doc))
    layers = {layer: tuple(map(_copied, spans)) for layer, spans in needed.items()}
    own = replace(article, layers=layers, extra=deepcopy(dict(article.extra)))
    return article.with_layer(annotator, writable(annotator.layer, annotator.annotate(own, doc.copy())))


def _copied(span: Span) -> Span:
    """A span that shares nothing that can be changed: ours hold frozen values alone."""
    return replace(span, attributes=deepcopy(dict(span.attributes))) if isinstance(span, CustomSpan) else span
