"""An article's tokens, by the rules of its language alone: no model is needed, and the text stays to the character."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pressmark.articles import Article

__all__ = ["blank", "fitted", "tokens"]


@cache
def blank(language: str | None) -> Language:
    """The tokenizer of a language; one for any language where spaCy has none for it."""
    try:
        nlp = spacy.blank(language or "xx")
    except (ImportError, ValueError):
        nlp = spacy.blank("xx")
    nlp.max_length = 2**31
    return nlp


def tokens(article: Article) -> Doc:
    """The article as a Doc with `doc.text == article.text`."""
    return blank(article.language).make_doc(article.text)


def fitted(doc: Doc, start: int, end: int, label: str) -> tuple[Span | None, bool]:
    """The tokens that hold these characters, and whether they hold no others."""
    exact = doc.char_span(start, end, label=label)
    if exact is not None:
        return exact, True
    return doc.char_span(start, end, label=label, alignment_mode="expand"), False
