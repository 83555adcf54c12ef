"""Whether an annotator keeps what every annotator promises, on texts of its author and on those that break offsets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pressmark.annotation.annotators import (
    Annotator,
    UnknownAnnotator,
    add_layer,
    annotate_parsed,
    check_attributes,
)
from pressmark.annotation.layer_input import add_layer_to_batch, works_in_batches
from pressmark.articles import Article
from pressmark.layers import layer_name

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["HOSTILE_TEXTS", "check_annotator"]

HOSTILE_TEXTS = (
    "",
    " \n\t ",
    "“It’s late,” he said.",
    "E\u0301lodie a dit\u00a0: «\u202fNon\u202f».",
    "İstanbul 🙂 👩\u200d🚀 ﬁn",
    "One.\r\nTwo.\r\n\r\n\r\nThree.",
    "\ufeffA\u2028B\u0000C",
    "\u202eשלום\u202c <b>&amp;</b> {x} %s",
    "a" * 3_000,
)
"""
Texts that an annotator must survive: none at all, curly quotes, accents as characters of their own, letters that grow when
their case changes, line ends of Windows, controls, right to left, a word without an end.
"""

_Pair = tuple[Article, "Doc"]


def check_annotator(
    annotator: Any,
    *texts: str,
    language: str = "en",
    nlp: Language | None = None,
) -> list[Article]:
    """
    Check an annotator on `texts` and on `HOSTILE_TEXTS`; return the articles of `texts` with their layers.

    What it needs is made before it. `nlp` parses the texts; without it they are only cut into words, or parsed by the
    default model of `language` where the annotator needs layers that rest on a parse.

    Raises `AssertionError` with all that is wrong: what is no annotator, a text that it raises at, spans that do not fit,
    other spans at a second try, other spans in a batch (`annotate_many`) than alone.

    >>> class Capitals:
    ...     name, layer, needs = "capitals", "capitals", ()
    ...     def annotate(self, article, doc):
    ...         yield from ()
    >>> [article.text for article in check_annotator(Capitals(), "Ann Lee sails.")]
    ['Ann Lee sails.']
    """
    try:
        check_attributes(annotator)
    except (UnknownAnnotator, AttributeError) as error:
        raise AssertionError(f"it is no annotator: {error}") from error
    pairs = _parsed_articles((*texts, *HOSTILE_TEXTS), language, annotator, nlp)
    faults: list[str] = []
    annotated: list[Article] = []
    for pair in pairs:
        article = _checked(annotator, pair, faults)
        if article is not None:
            annotated.append(article)
    if not faults and works_in_batches(annotator):
        faults += _faults_of_batch(annotator, pairs, annotated)
    if faults:
        name = layer_name(annotator.layer)
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise AssertionError(f"{annotator.name} (layer {name!r}):\n{listed}")
    return annotated[: len(texts)]


def _parsed_articles(
    texts: Sequence[str], language: str, annotator: Annotator, nlp: Language | None
) -> list[_Pair]:
    """Return an article of each text with the layers that the annotator needs, and its parse."""
    from pressmark.annotators.parse import parse_articles
    from pressmark.pipeline.annotated_texts import annotators_before

    before = annotators_before(annotator)
    chosen = nlp or _pipeline(language, has_parse=bool(before))
    articles = [
        Article(id=f"text-{number}", text=text, language=language)
        for number, text in enumerate(texts, start=1)
    ]
    pairs = list(parse_articles(articles, chosen))
    with_needs = annotate_parsed(pairs, before)
    return [(article, doc) for article, (_, doc) in zip(with_needs, pairs, strict=True)]


def _pipeline(language: str, *, has_parse: bool) -> Language:
    """Return what parses texts: the default model of a language, or what only cuts them into words."""
    import spacy

    from pressmark.annotators.parse import DEFAULT_MODELS, model_path

    if has_parse:
        return model_path(DEFAULT_MODELS[language]).nlp
    return spacy.blank(language)


def _checked(annotator: Annotator, pair: _Pair, faults: list[str]) -> Article | None:
    """Return the article with the layer; None where that fails. What is wrong is added to `faults`."""
    article, doc = pair
    try:
        annotated = add_layer(article, annotator, doc)
        again = add_layer(article, annotator, doc)
    # An annotator is anybody's code, and what it raises is what is looked for.
    except Exception as error:  # noqa: BLE001
        faults.append(f"{_shown(article)}: {type(error).__name__}: {error}")
        return None
    if annotated != again:
        faults.append(
            f"{_shown(article)}: a second try gives other spans than the first"
        )
    return annotated


def _faults_of_batch(
    annotator: Annotator, pairs: Sequence[_Pair], annotated: Sequence[Article]
) -> Iterator[str]:
    """Yield where spans of a batch are others than those of the same articles alone."""
    try:
        together = add_layer_to_batch(pairs, annotator)
    except Exception as error:  # noqa: BLE001 - as in `_checked`
        yield f"annotate_many: {type(error).__name__}: {error}"
        return
    for alone, in_batch in zip(annotated, together, strict=True):
        if alone != in_batch:
            yield f"{_shown(alone)}: annotate_many gives other spans than annotate"


def _shown(article: Article) -> str:
    """Return the beginning of a text, as a message shows it."""
    shown_characters = 30  # enough to find it among a test's texts
    return repr(article.text[:shown_characters])
