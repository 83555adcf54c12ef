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
from functools import cache, partial
from importlib import import_module, invalidate_caches
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from pressmark.articles import Article
from pressmark.errors import ConfigError
from pressmark.layers import BY_NAME, Layer, find_mistakes, layer_name
from pressmark.spans import Span
from pressmark.storage.batches import chunks
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .code_fingerprint import is_ours
from .foreign_files import files_of_module, find_module_file
from .layer_input import (
    LayerInput,
    add_layer_to_batch,
    batch_size_of,
    works_in_batches,
)
from .patience import Patience
from .process_guard import process_restored

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "ENTRY_POINT_GROUP",
    "Annotator",
    "BadDeclaration",
    "UnknownAnnotator",
    "add_layer",
    "annotate_parsed",
    "check_attributes",
    "find",
    "implied_annotators",
    "installed_annotators",
    "make_annotator",
]

ENTRY_POINT_GROUP = "pressmark.annotators"
"""The entry-point group under which a package announces its annotators by short name."""

_REQUIRED_ATTRIBUTES = ("annotate", "name", "layer", "needs")
# A layer is a folder, a configuration of a data set and a table of SQLite: plain names pass everywhere.
_LAYER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_FILE_TIMES_AT_IMPORT: dict[str, frozenset[tuple[Path, int]]] = {}
"""For each module beside a YAML file its files, with the time of their last change when it was imported."""


@runtime_checkable
class Annotator(Protocol):
    """
    Reads one article, its parse, and the layers that it needs (`article.entities`, …); yields the spans of one layer.

    A class may have a pydantic model `Settings`: it is then made with `cls(settings)`, else with `cls(**settings)`.
    `layer` names the layer, or declares it with its columns. One of an installed package with `implicit = True` runs by
    itself before an annotator that needs its layer. One that has a method `annotate_many(pairs)` is given up to
    `batch_size` articles with their parses at once, and yields the spans of each.
    """

    name: str
    layer: str | Layer
    needs: tuple[str, ...]

    def annotate(self, article: Article, doc: Doc) -> Iterable[Span]:
        """Yield the spans of `article`, in any order; `doc.text == article.text`, parsed paragraph by paragraph."""
        ...


class UnknownAnnotator(LookupError):
    """No annotator of this name, or one that cannot be used; the message says what there is instead."""


class BadDeclaration(UnknownAnnotator):
    """An annotator whose layer is declared with mistakes; `reasons` has them all."""

    def __init__(self, kind: str, reasons: Sequence[str]) -> None:
        self.reasons = tuple(f"annotator {kind}: {reason}" for reason in reasons)
        super().__init__("; ".join(self.reasons))


@cache
def installed_annotators() -> dict[str, str]:
    """Return the short names of the annotators in this Python, each with its class (`package.module:Class`)."""
    return {
        point.name: point.value
        for point in sorted(entry_points(group=ENTRY_POINT_GROUP))
    }


def find(name: str, *, beside: Path | None = None) -> type[Any]:
    """
    Find the annotator class of a short name (`quotes`) or of a dotted path (`my_lab.stance:StanceAnnotator`).

    The module of a dotted path may also lie in the folder `beside`, where the YAML file is. Raises `UnknownAnnotator`
    when there is no such name, module or class, or when the class is no annotator; nothing of it is called before.

    >>> find("quotes").__name__
    'Quotes'
    """
    path = name if ":" in name else installed_annotators().get(name)
    if path is None:
        raise UnknownAnnotator(
            f"unknown annotator {name!r} (installed: {', '.join(installed_annotators())})"
        )
    module, _, attribute = path.partition(":")
    # A file `statistics.py` beside the YAML is what its author means; without it, the name is that of Python's own.
    if module.partition(".")[0] in sys.stdlib_module_names and not (
        beside and find_module_file(module, beside)
    ):
        raise UnknownAnnotator(
            f"{name!r} is no annotator: {module} is a part of Python itself"
        )
    try:
        candidate = getattr(_import_module(module, beside), attribute)
    except KeyboardInterrupt:
        raise
    # A module is anybody's code, and may raise whatever it likes.
    except BaseException as error:
        raise UnknownAnnotator(
            f"annotator {name!r} cannot be imported: {_describe_error(error)}"
        ) from error
    return _require_annotator_class(name, candidate)


def _require_annotator_class(name: str, candidate: Any) -> type[Any]:
    """Return a class, once it is seen to be that of an annotator without a line of it being run."""
    # Not `isinstance`, which asks `__class__` of the object: that may be a property, which is foreign code.
    if not issubclass(type(candidate), type):
        raise UnknownAnnotator(f"{name!r} is no annotator: it is not a class")
    lacking = [
        part
        for part in _REQUIRED_ATTRIBUTES
        if inspect.getattr_static(candidate, part, None) is None
    ]
    if lacking:
        parts = ", ".join(f"`{part}`" for part in lacking)
        raise UnknownAnnotator(f"{name!r} is no annotator: its class has no {parts}")
    return cast(type[Any], candidate)


def _import_module(module: str, beside: Path | None) -> ModuleType:
    """
    Import a module; one that lies in `beside` goes before an installed one.

    A module beside the YAML file is imported again when one of its files changed: a notebook goes on in the same
    process while its author edits the module.
    """
    file = find_module_file(module, beside.resolve()) if beside else None
    if beside is None or file is None:
        with process_restored():
            return import_module(module)
    # Nanoseconds: an editor saves twice within one second.
    times = frozenset(
        (path, path.stat().st_mtime_ns) for path in files_of_module(module, file)
    )
    times_before = _FILE_TIMES_AT_IMPORT.get(module, frozenset())
    if times != times_before:
        # Old files too: a helper that was deleted or renamed must not stay imported.
        _forget({path for path, _ in times | times_before}, module)
        _FILE_TIMES_AT_IMPORT[module] = times
    with process_restored(beside.resolve()), _no_bytecode():
        return import_module(module)


def _forget(files: Collection[Path], module: str) -> None:
    """Let the modules of these files be imported again, and the one of this name, wherever it came from."""
    top = module.partition(".")[0]
    # A copy, as modules are deleted on the way.
    for name, imported in list(sys.modules.items()):
        file = getattr(imported, "__file__", None)
        is_of_files = isinstance(file, str) and Path(file) in files
        # The script that runs now may be one of the files: it stays what it is, and is imported beside it under its name.
        is_script = name == "__main__"
        if not is_script and (is_of_files or name.partition(".")[0] == top):
            del sys.modules[name]
    invalidate_caches()


@contextmanager
def _no_bytecode() -> Iterator[None]:
    """Write no compiled files: one of the same second and size would stand for code that has changed since."""
    setting = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = setting


def make_annotator(
    annotator_class: type[Any],
    settings: Mapping[str, Any],
    *,
    folder: Path | None = None,
    lexicons: Lexicons = OURS,
) -> Annotator:
    """
    Make the annotator of a class with its settings, as the YAML gives them; paths in them start at `folder`.

    A class that says `takes_lexicons = True` is given `lexicons`, which go before ours.

    Raises pydantic's `ValidationError` when the class has a model `Settings` that refuses them, `UnknownAnnotator`
    when it cannot be made or has no proper name, layer or needs, of a layer's declaration with all its mistakes,
    `ConfigError` with the mistakes of a file that its settings name.
    """
    from pydantic import ValidationError

    with process_restored(folder):
        model = getattr(annotator_class, "Settings", None)
        takes_lexicons = getattr(annotator_class, "takes_lexicons", False)
        own = {"lexicons": lexicons} if takes_lexicons else {}
        try:
            if model is None:
                annotator = annotator_class(**settings, **own)
            else:
                context = {"folder": folder or Path()}
                value = model.model_validate(dict(settings), context=context)
                annotator = annotator_class(value, **own)
        # A `TypeError` or `ValidationError` tells of the settings: the caller explains it. A `ConfigError` has the
        # mistakes of a file that the settings name, a gazetteer for instance.
        except (KeyboardInterrupt, TypeError, ValidationError, ConfigError):
            raise
        # `__init__` is anybody's code.
        except BaseException as error:
            raise UnknownAnnotator(
                f"annotator {annotator_class.__name__} cannot be made: {_describe_error(error)}"
            ) from error
        if not is_ours(annotator_class.__module__):
            check_attributes(annotator)
    return cast(Annotator, annotator)


def check_attributes(annotator: Any) -> None:
    """
    See that a foreign annotator has a name, a layer that can be a table's name, and a list of layers.

    Raises `UnknownAnnotator` with what it lacks, `BadDeclaration` with all mistakes of a layer's declaration.
    """
    from pressmark.storage.tables import TABLES

    kind = type(annotator).__name__
    name, needs = annotator.name, annotator.needs
    layer = layer_name(annotator.layer)
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise UnknownAnnotator(f"annotator {kind}: `name` must be text")
    # `needs = ("quotes")` lacks its comma: a text, whose letters would be taken for layers.
    if isinstance(needs, str) or not all(isinstance(need, str) for need in needs):
        raise UnknownAnnotator(
            f"annotator {kind}: `needs` must be a list of layers, ('quotes',)"
        )
    size = getattr(annotator, "batch_size", 1)
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise UnknownAnnotator(
            f"annotator {kind}: `batch_size` must be a number of articles, 1 or more"
        )
    if isinstance(annotator.layer, Layer):
        reasons = list(find_mistakes(annotator.layer, needs))
        if isinstance(layer, str) and layer.lower() in TABLES:
            reasons.append(f"{layer!r} is a table of ours; give the layer another name")
        if reasons:
            raise BadDeclaration(kind, reasons)
        return
    if not isinstance(layer, str) or not _LAYER_NAME.fullmatch(layer):
        raise UnknownAnnotator(
            f"annotator {kind}: `layer` must be a name of letters, digits and _"
        )
    if layer not in BY_NAME and layer.lower() in TABLES:
        raise UnknownAnnotator(
            f"annotator {kind}: {layer!r} is a table of ours; give the layer another name"
        )


def _describe_error(error: BaseException) -> str:
    """Return the kind of an exception and its message; a message may be code that fails, too."""
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 - a message may be code, too
        message = ""
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def implied_annotators(annotator: Annotator, layers: Collection[str]) -> list[str]:
    """Return the installed annotators, by name, that run by themselves before this one; `layers` are there already."""
    missing = [
        layer
        for layer in annotator.needs
        if layer not in layers and layer in installed_annotators()
    ]
    return [layer for layer in missing if getattr(find(layer), "implicit", False)]


def annotate_parsed(
    parsed: Iterable[tuple[Article, Doc]], annotators: Sequence[Annotator]
) -> Iterator[Article]:
    """
    Give every parsed article its layers, in the order of `annotators`; yield the articles in theirs.

    `parsed` pairs each article with its parse, as `pressmark.annotators.parse.parse_articles` gives it. One that another
    annotator needs runs before it by itself where it is `implicit` (times before events).

    An annotator that says `TryAgain` is waited for and asked again. Raises what it raises after the last try, and
    `SpanError` for spans that do not fit the article or the layer.

    >>> from pressmark.spans import CustomSpan
    >>> class Capitals:
    ...     name, layer, needs = "capitals", "capitals", ()
    ...     def annotate(self, article, doc):
    ...         yield CustomSpan.cut(article.text, 0, 1, "CAPITAL")
    >>> article = Article(id="a", text="Ann Lee sails.", language="en")
    >>> (annotated,) = annotate_parsed([(article, article.text)], [Capitals()])
    >>> [span.text for span in annotated.layers["capitals"]]
    ['A']
    """
    ordered: list[Annotator] = []
    chosen_layers = [layer_name(annotator.layer) for annotator in annotators]
    for annotator in annotators:
        lexicons = getattr(annotator, "lexicons", OURS)
        for name in implied_annotators(annotator, chosen_layers):
            ordered.append(make_annotator(find(name), {}, lexicons=lexicons))
        ordered.append(annotator)
    batch_size = max(map(batch_size_of, ordered), default=1)
    # For all articles: a service that is down is not waited for at each of them.
    patiences = [Patience() for _ in ordered]
    for pairs in chunks(parsed, batch_size):
        for annotator, patience in zip(ordered, patiences, strict=True):
            pairs = _with_layer(pairs, annotator, patience)
        yield from (article for article, _ in pairs)


def _with_layer(
    pairs: Sequence[tuple[Article, Doc]], annotator: Annotator, patience: Patience
) -> list[tuple[Article, Doc]]:
    """Return articles and their parses, the articles with one layer more; `patience` is that with its annotator."""
    annotated: list[tuple[Article, Doc]] = []
    if not works_in_batches(annotator):
        for article, doc in pairs:
            layered = patience.call(partial(add_layer, article, annotator, doc))
            annotated.append((layered, doc))
        return annotated
    for batch in chunks(pairs, batch_size_of(annotator)):
        articles = patience.call(partial(add_layer_to_batch, batch, annotator))
        docs = [doc for _, doc in batch]
        annotated += zip(articles, docs, strict=True)
    return annotated


def add_layer(article: Article, annotator: Annotator, doc: Doc) -> Article:
    """
    Return the article with the layer of `annotator`, which is given the layers that it needs and no other.

    A foreign annotator gets copies of what it could change, and its spans are checked. Raises `SpanError`.
    """
    layer_input = LayerInput.of(article, annotator, doc)
    spans = annotator.annotate(layer_input.article, layer_input.doc)
    return layer_input.with_layer(annotator, spans)
