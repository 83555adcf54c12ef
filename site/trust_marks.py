"""Signs of trust in the list of an article: what is doubtful by its score, and what a person checked."""

from __future__ import annotations

from html import escape

from pressmark.spans import Quote, Span

from .explore.facets import doubt_of
from .interface import load_interface

__all__ = ["doubt_class", "trust_html"]

CHECKED_VERDICTS = frozenset({"right", "changed", "added"})
"""Verdicts with which a person stands behind an annotation; `unsure` is none."""


def doubt_class(span: Span) -> str:
    """Return the class of an item whose annotation is rather wrong than right, as its annotator has it."""
    return " doubt" if _is_doubtful(span) else ""


def _is_doubtful(span: Span) -> bool:
    """Whether an annotation that nobody checked is doubtful by its score, or its speaker is."""
    if span.verdict in CHECKED_VERDICTS:
        return False
    scores = (span.score, span.speaker_score if isinstance(span, Quote) else None)
    return any(doubt_of(score) == "doubtful" for score in scores)


def trust_html(span: Span, language: str) -> str:
    """Return a question mark for what is doubtful, a tick for what a person checked, nothing for the rest."""
    if span.verdict in CHECKED_VERDICTS:
        word = load_interface(language).one_of("verdicts", span.verdict)
        return f' <em class="checked" title="{escape(word)}">✓</em>'
    if _is_doubtful(span):
        word = load_interface(language).one_of("doubts", "doubtful")
        return f' <em title="{escape(word)}">?</em>'
    return ""
