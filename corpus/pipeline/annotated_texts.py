"""
Texts annotated in memory, for a notebook: `pressmark.annotate` gives a text, or many, their layers without a YAML file.

Nothing is written. Models and annotators are made at the first call and kept for the next ones of the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from pressmark.annotation.annotators import (
    Annotator,
    annotate_parsed,
    find,
    installed_annotators,
    make_annotator,
)
from pressmark.articles import Article
from pressmark.errors import ConfigError, InputError, Mistake, PressmarkError
from pressmark.layers import layer_name
from pressmark.messages import suggestion
from pressmark.sources.languages import (
    language_name,
    language_of,
    likeliest_language,
)
from pressmark.yaml_files.mistakes import mistakes_of

if TYPE_CHECKING:
    from pressmark.annotators.parse import Model

__all__ = ["DEFAULT_LAYERS", "annotate", "annotators_before"]

DEFAULT_LAYERS = ("entities", "quotes", "events")
"""The layers that texts are given where nobody names others."""

LayerChoice = str | Mapping[str, Mapping[str, Any]] | Annotator
"""
A layer's annotator, the name by which a YAML file has it (`quotes`, `my_lab.stance:Stance`), or name and settings:
`{"quotes": {"minimum": 0.8}}`.
"""


# A text is an iterable of texts as well, so the two signatures overlap; the first that fits is taken.
@overload
def annotate(  # type: ignore[overload-overlap]
    source: str | Article,
    *,
    layers: Sequence[LayerChoice] = DEFAULT_LAYERS,
    language: str | None = None,
    models: Mapping[str, str] | None = None,
) -> Article:
    """Annotate one text."""


@overload
def annotate(
    source: Iterable[str | Article],
    *,
    layers: Sequence[LayerChoice] = DEFAULT_LAYERS,
    language: str | None = None,
    models: Mapping[str, str] | None = None,
) -> list[Article]:
    """Annotate each of several texts."""


def annotate(
    source: str | Article | Iterable[str | Article],
    *,
    layers: Sequence[LayerChoice] = DEFAULT_LAYERS,
    language: str | None = None,
    models: Mapping[str, str] | None = None,
) -> Article | list[Article]:
    """
    Annotate a text or an `Article`; of a list, a pandas Series or a column of `datasets`, return a list in its order.

    `layers` are names as in a YAML file, `{name: settings}`, or annotators; what they need comes before them. `models`
    are spaCy packages or folders by language, beside the default ones. Without `language` it is told from each text, of
    a very short one among those that have a model. A text's id is `text`, in a list `text-1` …, in a Series its label.

    Raises `ModelMissing` with the line that installs a model, `InputError` for what is no text, for a text of another
    language, and `PressmarkError` for an unknown layer.

    >>> article = annotate("“We march,” said Ann Lee.")
    >>> [(quote.text, quote.speaker_name) for quote in article.quotes]
    [('We march,', 'Ann Lee')]
    """
    articles = list(_articles_of(source))
    choice = _ModelChoice.of(models or {})
    annotators = _annotators_in_order(layers)
    articles = [choice.with_language(article, language) for article in articles]
    annotated = _annotate_by_language(articles, choice, annotators)
    return annotated[0] if isinstance(source, str | Article) else annotated


def _articles_of(source: Any) -> Iterator[Article]:
    """Yield an article for each text of `source`. Raises `InputError` for what is no text."""
    if isinstance(source, str):
        source = Article(id="text", text=source)
    if isinstance(source, Article):
        yield source
        return
    # A frame yields the names of its columns, which are texts, too.
    if hasattr(source, "columns") or isinstance(source, Mapping):
        raise InputError(
            f"annotate takes texts, not a {type(source).__name__}: name the column that"
            " holds them, frame['text']"
        )
    if not isinstance(source, Iterable):
        raise InputError(
            f"annotate takes a text, an Article or several of them, not {source!r}"
        )
    for position, (text_id, text) in enumerate(_with_ids(source), start=1):
        if isinstance(text, Article):
            yield text
        elif isinstance(text, str):
            yield Article(id=text_id, text=text)
        else:
            raise InputError(
                f"number {position} ({text_id}) is no text but {text!r}; leave it out,"
                " or put '' in its place"
            )


def _with_ids(texts: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the texts with their ids: the labels of a Series whose index has no label twice, else numbers."""
    # A list has a method `index`; that of a Series is a sequence of labels.
    index = getattr(texts, "index", None)
    if index is not None and getattr(index, "is_unique", False):
        yield from zip(map(str, index), texts, strict=True)
        return
    for position, text in enumerate(texts, start=1):
        yield f"text-{position}", text


class _ModelChoice:
    """The spaCy model of each language, by name; each is looked up when a text first needs it."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    @classmethod
    def of(cls, names: Mapping[str, str]) -> _ModelChoice:
        """Return the models of `names` beside the default ones."""
        from pressmark.annotators.parse import DEFAULT_MODELS

        return cls({**DEFAULT_MODELS, **names})

    def model(self, language: str) -> Model:
        """Return the model of a language. Raises `ModelMissing` where it is not installed."""
        return _model_named(self._names[language])

    def with_language(self, article: Article, language: str | None) -> Article:
        """Return the article with its language: that of the caller, its own, or that of its text."""
        chosen = language or article.language
        if chosen is None:
            languages = tuple(self._names)
            # A sentence tried in a notebook may be too short to tell it from all languages; of ours one is likeliest.
            chosen = language_of(article.text, languages) or likeliest_language(
                article.text, languages
            )
        if chosen not in self._names:
            models = ", ".join(map(language_name, self._names))
            raise InputError(
                f"{article.id}: is {language_name(chosen)}, and there are models of"
                f" {models}; give models={{{chosen!r}: 'a spaCy package or folder'}}"
            )
        return replace(article, language=chosen)


@cache
def _model_named(name: str) -> Model:
    """Look up a model once in a process: its weights are hashed when it is."""
    from pressmark.annotators.parse import model_path

    return model_path(name)


def annotators_before(annotator: Annotator) -> list[Annotator]:
    """Return the installed annotators that one needs, with those that they need, in an order that works."""
    ordered: dict[str, Annotator] = {}
    _add_after_needs(annotator, {}, ordered)
    del ordered[layer_name(annotator.layer)]
    return list(ordered.values())


def _annotators_in_order(layers: Sequence[LayerChoice]) -> list[Annotator]:
    """Return the annotators of `layers`, each after those that it needs, of which the missing ones are added."""
    # `layers="quotes"` is a sequence as well, of letters.
    names = (layers,) if isinstance(layers, str) else layers
    chosen: dict[str, Annotator] = {}
    for entry in names:
        for annotator in _annotators_of(entry):
            chosen[layer_name(annotator.layer)] = annotator
    ordered: dict[str, Annotator] = {}
    for annotator in chosen.values():
        _add_after_needs(annotator, chosen, ordered)
    return list(ordered.values())


def _add_after_needs(
    annotator: Annotator,
    chosen: Mapping[str, Annotator],
    ordered: dict[str, Annotator],
) -> None:
    """Add an annotator to `ordered`, by layer, after those that it needs: the chosen ones, else the installed ones."""
    layer = layer_name(annotator.layer)
    if layer in ordered:
        return
    for need in annotator.needs:
        needed = chosen.get(need)
        if needed is None and need in installed_annotators():
            needed = _annotator_named(need)
        if needed is not None and needed is not annotator:
            _add_after_needs(needed, chosen, ordered)
    ordered[layer] = annotator


def _annotators_of(entry: LayerChoice) -> Iterator[Annotator]:
    """Yield the annotators that an entry of `layers` means. Raises `ConfigError` with all mistakes of its settings."""
    if isinstance(entry, str):
        yield _annotator_named(entry)
    elif isinstance(entry, Mapping):
        for name, settings in entry.items():
            yield _annotator_with_settings(name, settings)
    else:
        yield entry


def _annotator_with_settings(name: str, settings: Mapping[str, Any]) -> Annotator:
    """Return an annotator of a name with settings. Raises `ConfigError` with all that is wrong with them."""
    from pydantic import ValidationError

    annotator_class = _find_annotator(name)
    try:
        return make_annotator(annotator_class, settings, folder=Path())
    except ValidationError as error:
        mistakes = mistakes_of(error, annotator_class.Settings, (name,), {})
    except TypeError as error:
        mistakes = [Mistake(f"these settings do not fit: {error}", path=name)]
    raise ConfigError("layers", mistakes)


@cache
def _annotator_named(name: str) -> Annotator:
    """Return the annotator of a name with its defaults, made once in a process; its lexicons are read then."""
    return make_annotator(_find_annotator(name), {}, folder=Path())


def _find_annotator(name: str) -> type[Any]:
    """Return the class of an annotator. Raises `PressmarkError` for an unknown name, with the one that is meant."""
    if ":" not in name and name not in installed_annotators():
        names = ", ".join(installed_annotators())
        raise PressmarkError(
            f"there is no layer {name!r} to annotate, only {names}"
            f"{suggestion(name, installed_annotators())}"
        )
    # A dotted path is looked for where the notebook is, too.
    return find(name, beside=Path())


def _annotate_by_language(
    articles: Sequence[Article], choice: _ModelChoice, annotators: Sequence[Annotator]
) -> list[Article]:
    """Return the articles with their layers, in their order; those of one language are parsed together."""
    from pressmark.annotators.parse import parse_articles

    positions: dict[str, list[int]] = {}
    for position, article in enumerate(articles):
        positions.setdefault(article.language or "", []).append(position)
    # All looked up before the first is loaded: a missing model is told at once.
    models = {language: choice.model(language) for language in positions}
    annotated = list(articles)
    for language, model in models.items():
        of_language = [articles[position] for position in positions[language]]
        # What spaCy learns of the texts' words is forgotten with them, or a long notebook's memory grows.
        with model.nlp.memory_zone():
            parsed = parse_articles(of_language, model.nlp, engine=model.engine)
            results = annotate_parsed(parsed, annotators)
            for position, article in zip(positions[language], results, strict=True):
                annotated[position] = article
    return annotated
