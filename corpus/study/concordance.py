"""
Keyword in context: every place of a word in a corpus, with what stands to its left and right, as a pandas frame.

Places are found in the articles' text as it is stored, and `start` and `end` are offsets into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pressmark.annotation.text_sentences import ArticleSentences
from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError, LayerMissing
from pressmark.layers import layer_of_value
from pressmark.messages import suggestion
from pressmark.sources.word_patterns import plain_letters, word_pattern
from pressmark.spans import Quote, Span

from .counted_rows import article_rows
from .filters import Filter

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "concord"]

COLUMNS = (
    "left", "match", "right", "article_id", "outlet", "published", "start", "end", "layer", "label", "annotation_id",
    "speaker",
)  # fmt: skip
"""The columns of the frame, in their order."""

_QUOTES = "quotes"


def concord(
    corpus: Corpus,
    words: str,
    *,
    layer: str | None = None,
    speaker: str | None = None,
    window: int | None = None,
    regex: bool = False,
    exact: bool = False,
    filter: Filter | None = None,
) -> pd.DataFrame:
    """
    Find `words` in a corpus: a row for each place, with what stands to its `left` and `right` in the sentence.

    `grev*` finds every word that begins so; case and accents count only with `exact`; with `regex`, `words` are a
    regular expression. With `layer`, places within its annotations alone, with `speaker` those within quotes of a
    speaker whose name holds these words. With `window`, so many characters to either side in place of the sentence.
    `filter` says which articles count, and which labels of the layer; copies of others are left out, as in counts.

    The columns are those of `COLUMNS`; `speaker` is whose quote the place stands in. Raises `LayerMissing` for a layer
    that is not there, `InputError` for no word and for a window below zero.

    >>> import pressmark
    >>> frame = concord(pressmark.load("corpus"), "FERRY", layer="quotes")
    >>> frame[["left", "match", "right", "speaker"]].to_dict("records")
    [{'left': '“The', 'match': 'ferry', 'right': 'is late,” said Ann Lee.', 'speaker': 'Ann Lee'}]
    """
    import pandas as pd

    if window is not None and window < 0:
        raise InputError(f"a window of {window} characters is none; give 0 or more")
    active = filter or Filter()
    search = _Search(
        pattern=word_pattern(words, exact=exact, regex=regex),
        layer=_chosen_layer(corpus, layer, speaker),
        labels=active.labels,
        speaker=word_pattern(plain_letters(speaker)) if speaker else None,
        window=window,
    )
    article_ids = article_rows(corpus, (), active)["id"].to_list()
    rows: list[Mapping[str, Any]] = []
    for article in _with_layers(corpus, search.layer).articles(article_ids):
        rows += search.rows(article)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame.attrs["filter"] = active.said()
    return frame


def _chosen_layer(corpus: Corpus, layer: str | None, speaker: str | None) -> str | None:
    """Return the layer within which places are looked for. Raises `LayerMissing` where it is not in the corpus."""
    if speaker is not None and layer not in (None, _QUOTES):
        raise InputError(
            f"speakers are of quotes, and {layer} have none; leave out one of both"
        )
    chosen = _QUOTES if speaker is not None else layer
    if chosen is not None and chosen not in corpus.layers:
        raise LayerMissing(
            f"{corpus.folder}: no layer {chosen!r} to look in{suggestion(chosen, corpus.layers)};"
            f" there are {', '.join(corpus.layers) or 'none'}"
        )
    return chosen


def _with_layers(corpus: Corpus, layer: str | None) -> Corpus:
    """Return the corpus with the layer that is asked for and the quotes, which say who speaks; others are not read."""
    needed = [name for name in corpus.layers if name in (layer, _QUOTES)]
    return Corpus(corpus.folder, corpus.manifest, needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """What is looked for and where; `speaker` is searched in names without accents."""

    pattern: re.Pattern[str]
    layer: str | None
    labels: Sequence[str]
    speaker: re.Pattern[str] | None
    window: int | None

    def rows(self, article: Article) -> Iterator[Mapping[str, Any]]:
        """Yield a row for each place in an article, in the order of the text."""
        sentences: ArticleSentences | None = None
        for match in self.pattern.finditer(article.text):
            start, end = match.span()
            # `(?=x)` and `x*` match nothing at every place.
            if start == end:
                continue
            annotation = self._annotation(article, start, end)
            if self.layer and annotation is None:
                continue
            # Words set apart within a quote have no speaker of their own: they are said by who says the quote.
            spoken = [
                span for span in article.layers.get(_QUOTES, ()) if _speaker_of(span)
            ]
            quote = _innermost(spoken, start, end)
            if sentences is None:
                sentences = ArticleSentences.of(article.text, article.language)
            left, right = self._bounds(article, sentences, start, end)
            yield {
                "left": _one_line(article.text[left:start]),
                "match": _one_line(match.group()),
                "right": _one_line(article.text[end:right]),
                "article_id": article.id,
                "outlet": article.outlet,
                "published": article.published,
                "start": start,
                "end": end,
                "layer": self.layer,
                "label": annotation.label if annotation else None,
                "annotation_id": annotation.id if annotation else None,
                "speaker": _speaker_of(quote) if quote else None,
            }

    def _annotation(self, article: Article, start: int, end: int) -> Span | None:
        """Return the annotation of the layer that a place stands in; None where there is none that fits."""
        if self.layer is None:
            return None
        spans = [
            span for span in article.layers[self.layer] if self._is_asked_for(span)
        ]
        return _innermost(spans, start, end)

    def _is_asked_for(self, span: Span) -> bool:
        """Say whether an annotation has one of the labels, and is of the speaker."""
        if self.labels and span.label not in self.labels:
            return False
        if self.speaker is None:
            return True
        speaker = _speaker_of(span)
        return speaker is not None and bool(self.speaker.search(plain_letters(speaker)))

    def _bounds(
        self, article: Article, sentences: ArticleSentences, start: int, end: int
    ) -> tuple[int, int]:
        """Return from where to where the context goes: the window, else the sentences that the place stands in."""
        if self.window is not None:
            return max(0, start - self.window), end + self.window
        return sentences.bounds_around(start, end)


def _innermost(spans: Sequence[Span], start: int, end: int) -> Span | None:
    """Return the shortest of `spans` of which a piece holds the place; a quote in a quote before the one around it."""
    holding = [
        span
        for span in spans
        if span.start <= start
        and end <= span.end
        and any(
            piece_start <= start and end <= piece_end
            for piece_start, piece_end in layer_of_value(type(span)).bounds_of(span)
        )
    ]
    return min(holding, key=lambda span: span.end - span.start, default=None)


def _speaker_of(quote: Span) -> str | None:
    """Return the fullest name of a quote's speaker that is known, else the words in the text; None of what has none."""
    if not isinstance(quote, Quote):
        return None
    name = quote.speaker_canonical_name or quote.speaker_name or quote.speaker
    return " ".join(name.split()) if name else None


def _one_line(text: str) -> str:
    """Return a piece of text on one line, without white space at its ends."""
    return " ".join(text.split())
