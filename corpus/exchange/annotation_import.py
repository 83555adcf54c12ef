"""
Annotation that people made in another tool, imported into a corpus: as layers by `human:<name>`, in place of the
machine's or beside them. What cannot be placed is refused, and listed with its position in the file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError, PressmarkError
from pressmark.messages import counted, suggestion
from pressmark.storage.tables import LAYERS

from .anchors import bare, without_controls
from .article_matching import ArticleMatcher
from .article_placing import ArticlePlacer
from .foreign_annotation import ForeignArticle, UnreadablePart
from .import_rules import ImportRules
from .refusals import Refusal

__all__ = ["READERS", "ImportedAnnotation", "import_annotation"]

READERS = ("jsonl", "brat", "labelstudio", "xmi", "conllu", "webannotation")
"""The forms that annotation is read from."""

MAX_SHOWN_ARTICLES = 3  # ids named in a notice: one line of a terminal


@dataclass(slots=True)
class ImportedAnnotation:
    """
    The articles that the file annotates, with its layers; how many annotations were imported, and what was not.

    `omissions` counts what means nothing by itself (a cue whose quote was deleted) and was not counted as an
    annotation, by what it is; `notices` say what else a person should know; `layers` are those that the file is about.
    `stated` holds, by layer, the columns that the file has at all, `arguments.role` for one of a column's parts: what it
    does not have, it says nothing of.
    """

    articles: list[Article] = field(default_factory=list)
    span_count: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    omissions: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)
    layers: tuple[str, ...] = ()
    stated: Mapping[str, frozenset[str]] = field(default_factory=dict)


def import_annotation(
    corpus: Corpus, path: str | Path, *, format: str, by: str, beside: bool = False
) -> ImportedAnnotation:
    """
    Read annotation of a corpus's articles from a file or folder at `path`, as layers by `human:<by>`.

    They stand in place of the layers of these names; `beside` puts them next to these, as layers `<layer>-<by>` whose
    details are attributes. Raise `PressmarkError` for an unknown format, `InputError` for a file that cannot be read.

    >>> from pressmark.dataset.corpus import load
    >>> imported = import_annotation(load("corpus"), "gold.jsonl", format="jsonl", by="anna")
    >>> imported.articles[0].quotes[0].annotator
    'human:anna'
    """
    if format not in READERS:
        near = suggestion(format, READERS)
        raise PressmarkError(
            f"annotation is not read from {format!r}; there is {', '.join(READERS)}{near}"
        )
    imported = ImportedAnnotation()
    # All of the file first: which layers it is about is known at its end alone.
    foreign_articles = list(_read_articles(Path(path), format, imported))
    rules = ImportRules(
        layers=_layers(foreign_articles, corpus),
        annotator=by,
        name_ids=_name_ids(corpus),
        beside=beside,
        declarations={
            name: corpus.manifest.layer(name) for name in corpus.manifest.declarations
        },
    )
    imported.layers = tuple(rules.layers)
    imported.stated = _stated_columns(foreign_articles)
    changed: list[str] = []
    for article, foreign in _matched_articles(corpus, foreign_articles, imported):
        placer = ArticlePlacer(article, foreign, rules)
        imported.articles.append(placer.place())
        imported.span_count += placer.span_count
        imported.refusals += placer.refusals
        imported.omissions.update(placer.omissions + Counter(foreign.omissions))
        # Placed all the same, and told: a changed line end must not lose a day's work.
        if _has_other_text(foreign, article):
            changed.append(article.id)
    imported.notices += _notices(changed)
    return imported


def _stated_columns(
    foreign_articles: Iterable[ForeignArticle],
) -> dict[str, frozenset[str]]:
    """Return the columns that any annotation of a file has, by layer; edges and label are always stated."""
    stated: defaultdict[str, set[str]] = defaultdict(set)
    for foreign in foreign_articles:
        for span in foreign.spans:
            stated[span.layer] |= {"start", "end", "text", "label", *span.details}
            for name, value in span.details.items():
                parts = value if isinstance(value, list) else ()
                for part in parts:
                    keys = part if isinstance(part, dict) else ()
                    stated[span.layer] |= {f"{name}.{key}" for key in keys}
    return {layer: frozenset(names) for layer, names in stated.items()}


def _name_ids(corpus: Corpus) -> frozenset[str]:
    """Return the ids of the corpus's names; none where it has no table of them."""
    if "names" not in corpus.manifest.whole:
        return frozenset()
    return frozenset(corpus.table("names")["id"])


def _matched_articles(
    corpus: Corpus,
    foreign_articles: Iterable[ForeignArticle],
    imported: ImportedAnnotation,
) -> Iterator[tuple[Article, ForeignArticle]]:
    """Yield each foreign article with the article that it means; refuse those without one, and a second of one."""
    matcher = ArticleMatcher(corpus)
    positions: dict[str, str] = {}
    for foreign in foreign_articles:
        article = matcher.match(foreign)
        if article is None:
            reason = "is no article of the corpus: neither its id nor its text is known"
            imported.refusals.append(Refusal(foreign.position, reason))
        # The first is kept: to mix two people's annotation of one article would give a third that nobody made.
        elif article.id in positions:
            reason = f"annotates {article.id!r} again; first in {positions[article.id]}"
            imported.refusals.append(Refusal(foreign.position, reason))
        else:
            positions[article.id] = foreign.position
            yield article, foreign


def _read_articles(
    path: Path, format: str, imported: ImportedAnnotation
) -> Iterator[ForeignArticle]:
    """Yield the articles of the file that can be read; refuse its other parts."""
    if not path.exists():
        raise InputError(f"{path}: is not there. Check the path.")
    for foreign in _form(format).read(path):
        if isinstance(foreign, UnreadablePart):
            imported.refusals.append(
                Refusal(foreign.position, foreign.reason, foreign.words)
            )
        elif not _has_text(foreign, format):
            imported.refusals.append(Refusal(foreign.position, "holds no text"))
        else:
            yield _with_named_layers(foreign, imported)


def _form(format: str) -> ModuleType:
    """Return the module of a form; raise `PressmarkError` where a package that it needs is not installed."""
    try:
        # On demand: cassis (XMI) is a package that not everyone has.
        return import_module(f".{format}", __package__)
    except ModuleNotFoundError as error:
        raise PressmarkError(
            f"format {format}: needs {error.name}. Run: pip install 'pressmark[exchange]'"
        ) from error


def _has_text(foreign: ForeignArticle, format: str) -> bool:
    # Web Annotations point to a text and hold none.
    if format == "webannotation" and foreign.text is None:
        return True
    return isinstance(foreign.text, str)


def _with_named_layers(
    foreign: ForeignArticle, imported: ImportedAnnotation
) -> ForeignArticle:
    """Return the article without the annotations whose layer is no text; refuse these."""
    for span in foreign.spans:
        if not isinstance(span.layer, str):
            position = f"{foreign.position} {span.position}"
            imported.refusals.append(Refusal(position, "has a layer that is no name"))
    named = tuple(span for span in foreign.spans if isinstance(span.layer, str))
    return replace(foreign, spans=named)


def _layers(foreign_articles: Iterable[ForeignArticle], corpus: Corpus) -> list[str]:
    """Return the layers that the file is about: those it annotates, and of those it names empty the ones there are."""
    annotated: set[str] = set()
    mentioned: set[str] = set()
    for foreign in foreign_articles:
        annotated |= {span.layer for span in foreign.spans}
        mentioned |= foreign.layers
    # `my-frames` came back from UIMA as `myframes`.
    by_letters = {_letters_and_digits(layer): layer for layer in corpus.manifest.layers}
    empty = {by_letters.get(_letters_and_digits(layer), layer) for layer in mentioned}
    existing = {*LAYERS, *corpus.manifest.layers}
    corpus_layers = list(corpus.manifest.layers)
    return sorted(
        annotated | (empty & existing), key=lambda layer: _order(layer, corpus_layers)
    )


def _letters_and_digits(layer: str) -> str:
    """Return the letters and digits of a layer's name: the name of a UIMA type keeps no others."""
    return "".join(letter for letter in layer.lower() if letter.isalnum())


def _order(layer: str, corpus_layers: Sequence[str]) -> tuple[int, int, str]:
    """
    Return what sorts our own layers first, in the order of their links, then the corpus's in theirs.

    Quotes link to entities, events to both and to times: what is linked to is imported first.
    """
    own_layers = list(LAYERS)
    return (
        _position(layer, own_layers),
        _position(layer, corpus_layers),
        layer,
    )


def _position(layer: str, layers: Sequence[str]) -> int:
    """Return where a layer stands among `layers`; after the last where it is none of them."""
    return layers.index(layer) if layer in layers else len(layers)


def _has_other_text(foreign: ForeignArticle, article: Article) -> bool:
    """Whether the text of a file differs from the article's by more than white space and form."""
    text = foreign.text
    # From the cheap question to the dear: decomposing a text takes longer than comparing it.
    if text is None or text == article.text or bare(text) == bare(article.text):
        return False
    return without_controls(text) != without_controls(article.text)


def _notices(changed: list[str]) -> Iterator[str]:
    """Yield what a person should know of the articles whose texts changed, by their ids."""
    if not changed:
        return
    examples = ", ".join(changed[:MAX_SHOWN_ARTICLES])
    if len(changed) > MAX_SHOWN_ARTICLES:
        examples += f" and {len(changed) - MAX_SHOWN_ARTICLES} more"
    yield (
        f"{counted(len(changed), 'text')} in the file differ from the corpus ({examples}): annotations were placed "
        "by their words. To be sure of all, annotate the text as it was exported."
    )
