"""
Annotation that people made in another tool, taken into a corpus: as layers by `human:<name>`, in place of the
machine's or beside them. What cannot be placed is refused, and listed with its place in the file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError, PressmarkError
from pressmark.messages import counted, suggestion
from pressmark.storage.tables import LAYERS

from .anchors import bare, without_controls
from .file_names import file_name
from .foreign_annotation import Marked, Unreadable
from .placing import Placing
from .refusals import Refusal

__all__ = ["READERS", "Taken", "take"]

READERS = ("jsonl", "brat", "labelstudio", "xmi", "conllu", "webannotation")
"""The forms that annotation is read from."""


@dataclass(slots=True)
class Taken:
    """
    The articles that the file annotates, with its layers; how many annotations were taken, and what was not.

    `left_out` counts what means nothing by itself (a cue whose quote was deleted) and was not taken for an annotation;
    `notices` say what else a person should know.
    """

    articles: list[Article] = field(default_factory=list)
    spans: int = 0
    refused: list[Refusal] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)


def take(
    corpus: Corpus, path: str | Path, *, format: str, by: str, beside: bool = False
) -> Taken:
    """
    Read annotation of a corpus's articles from a file or folder, as layers by `human:<by>`.

    They stand in place of the layers of these names; `beside` puts them next to these, as layers `<layer>-<by>` whose
    details are attributes. Raises `PressmarkError` for an unknown format, `InputError` for a file that cannot be read.

    >>> from pressmark.dataset.corpus import load
    >>> taken = take(load("corpus"), "gold.jsonl", format="jsonl", by="anna")
    >>> taken.articles[0].quotes[0].annotator
    'human:anna'
    """
    if format not in READERS:
        near = suggestion(format, READERS)
        raise PressmarkError(
            f"annotation is not read from {format!r}; there is {', '.join(READERS)}{near}"
        )
    taken = Taken()
    read = list(_read(Path(path), format, taken))
    layers = _layers(read, corpus)
    names = (
        frozenset(corpus.table("names")["id"])
        if "names" in corpus.manifest.whole
        else frozenset()
    )
    changed: list[str] = []
    for article, marked in _matched(corpus, read, taken):
        placing = Placing(
            article,
            marked,
            layers,
            by,
            names=names,
            beside=beside,
            declarations={
                name: corpus.manifest.layer(name)
                for name in corpus.manifest.declarations
            },
        )
        taken.articles.append(placing.article())
        taken.spans += placing.spans
        taken.refused += placing.refused
        taken.left_out.update(placing.left_out + Counter(marked.left_out))
        changed += [article.id] if _is_changed(marked, article) else []
    taken.notices += _notices(changed)
    return taken


def _matched(
    corpus: Corpus, read: Iterable[Marked], taken: Taken
) -> Iterator[tuple[Article, Marked]]:
    """What was read of each article, with the article; the rest is refused."""
    index = _Index(corpus)
    first: dict[str, str] = {}
    for marked in read:
        article = index.article(marked)
        if article is None:
            reason = "is no article of the corpus: neither its id nor its text is known"
            taken.refused.append(Refusal(marked.place, reason))
        elif article.id in first:
            taken.refused.append(
                Refusal(
                    marked.place,
                    f"annotates {article.id!r} again; first in {first[article.id]}",
                )
            )
        else:
            first[article.id] = marked.place
            yield article, marked


def _read(path: Path, format: str, taken: Taken) -> Iterator[Marked]:
    if not path.exists():
        raise InputError(f"{path}: is not there. Check the path.")
    try:
        form = import_module(f".{format}", __package__)
    except ModuleNotFoundError as error:
        raise PressmarkError(
            f"format {format}: needs {error.name}. Run: pip install 'pressmark[exchange]'"
        ) from error
    for marked in form.read(path):
        if isinstance(marked, Unreadable):
            taken.refused.append(Refusal(marked.place, marked.reason, marked.words))
        elif not isinstance(marked.text, str) and (
            format != "webannotation" or marked.text is not None
        ):
            taken.refused.append(Refusal(marked.place, "holds no text"))
        else:
            sound = tuple(
                found for found in marked.found if isinstance(found.layer, str)
            )
            for found in marked.found:
                if not isinstance(found.layer, str):
                    taken.refused.append(
                        Refusal(
                            f"{marked.place} {found.place}",
                            "has a layer that is no name",
                        )
                    )
            yield replace(marked, found=sound)


def _layers(marked: Iterable[Marked], corpus: Corpus) -> list[str]:
    """The layers that the file is about: those it annotates, and of those that it names empty the ones there are."""
    annotated: set[str] = set()
    named: set[str] = set()
    for one in marked:
        annotated |= {found.layer for found in one.found}
        named |= one.layers
    squashed = {_squashed(layer): layer for layer in corpus.manifest.layers}
    empty = {squashed.get(_squashed(layer), layer) for layer in named}
    return sorted(
        annotated
        | {
            layer
            for layer in empty
            if layer in LAYERS or layer in corpus.manifest.layers
        },
        key=lambda layer: _order(layer, corpus.manifest.layers),
    )


def _squashed(layer: str) -> str:
    """The letters and digits of a layer's name: the name of a UIMA type keeps no others."""
    return "".join(letter for letter in layer.lower() if letter.isalnum())


def _order(layer: str, corpus_layers: Sequence[str]) -> tuple[int, int, str]:
    """Ours first, in their order, then the corpus's in theirs, so that links find what they name."""
    ours = list(LAYERS)
    position = ours.index(layer) if layer in ours else len(ours)
    names = list(corpus_layers)
    return (
        position,
        names.index(layer) if layer in names else len(names),
        layer,
    )


def _is_changed(marked: Marked, article: Article) -> bool:
    """Whether the text of a file is another than the article's by more than white space and form."""
    if marked.text is None or marked.text == article.text:
        return False
    return bare(marked.text) != bare(article.text) and without_controls(
        marked.text
    ) != without_controls(article.text)


def _notices(changed: list[str]) -> Iterator[str]:
    if changed:
        some = ", ".join(changed[:3]) + (
            f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        )
        yield (
            f"{counted(len(changed), 'text')} in the file differ from the corpus ({some}): annotations were placed "
            "by their words. To be sure of all, annotate the text as it was exported."
        )


class _Index:
    """Finds the article that a file means: by id, by the name that its file has, by its address, by its text."""

    def __init__(self, corpus: Corpus) -> None:
        self._articles = {article.id: article for article in corpus}
        self._files = {file_name(id): id for id in self._articles}
        self._texts: dict[str, list[str]] = defaultdict(list)
        self._urls: dict[str, list[str]] = defaultdict(list)
        for id, article in self._articles.items():
            self._texts[bare(article.text)].append(id)
            self._urls[article.url or ""].append(id)

    def article(self, marked: Marked) -> Article | None:
        """The article of the corpus that a file annotates: by its id, its file's name, its text; None for none."""
        if isinstance(marked.id, str) and marked.id in self._articles:
            return self._articles[marked.id]
        if marked.file in self._files:
            return self._articles[self._files[marked.file or ""]]
        same = (
            self._texts.get(bare(marked.text), [])
            if marked.text
            else self._urls.get(marked.url or "", [])
        )
        return self._articles[same[0]] if len(same) == 1 else None
