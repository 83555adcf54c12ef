"""An article's tokens, by the rules of its language alone: no model is needed, and the text stays to the character."""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pressmark.articles import Article
from pressmark.storage.language_patterns import import_language

__all__ = ["align_span", "blank_pipeline", "tokenize"]


@cache
def blank_pipeline(language: str | None) -> Language:
    """Return the tokenizer of `language`; the one for any language (`xx`) where spaCy has none for it."""
    try:
        if language:
            import_language(language)
        nlp = spacy.blank(language or "xx")
    except (ImportError, ValueError):
        nlp = spacy.blank("xx")
    # spaCy refuses texts of more than a million characters, for a parser's sake that is not here.
    nlp.max_length = 2**31
    return nlp


def tokenize(article: Article) -> Doc:
    """
    Return the article as a Doc with `doc.text == article.text`.

    >>> [token.text for token in tokenize(Article(id="1", text="“We march.”", language="en"))]
    ['“', 'We', 'march', '.', '”']
    """
    return blank_pipeline(article.language).make_doc(article.text)


def align_span(doc: Doc, start: int, end: int, label: str) -> tuple[Span | None, bool]:
    """Return the tokens that hold these characters (None for no token), and whether they hold no others."""
    exact = doc.char_span(start, end, label=label)
    if exact is not None:
        return exact, True
    # `expand`, as a span that is too wide still shows the words; `contract` may leave nothing of it.
    return doc.char_span(start, end, label=label, alignment_mode="expand"), False
