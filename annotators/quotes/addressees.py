"""Whom words are said to: « a déclaré à CNN », "told reporters"."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.tree import Word

from .candidates import QuoteCandidate
from .frames import Frame
from .lexicon import QuoteLexicon
from .source_phrases import SourcePhrase, SourcePhrases

__all__ = ["find_addressee"]

_FARTHEST = 3


def find_addressee(
    find: QuoteCandidate,
    frame: Frame,
    text: str,
    words: QuoteLexicon,
    phrases: SourcePhrases,
) -> SourcePhrase | None:
    """
    The person, organisation or audience behind a cue (or behind the source that follows it), or None.

    Behind a preposition (« à », "to") it is one that has a name or is of the lexicon's `audience`, so that no place
    is taken for one; behind "told" it is what stands there.
    """
    if find.said is None or find.said.kind == "source":
        return None
    ends = [
        find.said.end,
        *(
            [find.source.end]
            if find.source and find.source.start >= find.said.start
            else []
        ),
    ]
    for end in sorted(ends):
        stop = (
            find.source.start if find.source and find.source.start > end else frame.end
        )
        found = _behind(
            [token for token in frame.outside if token.idx < stop],
            end,
            text,
            words,
            phrases,
        )
        if found is not None and not _is_content(found, find):
            return found
    return None


def _behind(
    tokens: Sequence[Word],
    end: int,
    text: str,
    words: QuoteLexicon,
    phrases: SourcePhrases,
) -> SourcePhrase | None:
    at = next((at for at, token in enumerate(tokens) if token.idx >= end), None)
    if at is None:
        return None
    if at > 0 and words.has("telling", tokens[at - 1].text):
        told = phrases.behind(tokens, at)
        return (
            told
            if told is not None and _can_hear(tokens, told, words, phrases, named=False)
            else None
        )
    for position in range(at, min(len(tokens), at + _FARTHEST)):
        token = tokens[position]
        found = words.addressing.match(text, token.idx) if words.addressing else None
        if found is not None:
            behind = next(
                (
                    p
                    for p in range(position, len(tokens))
                    if tokens[p].idx >= found.end()
                ),
                None,
            )
            told = None if behind is None else phrases.behind(tokens, behind)
            return (
                told
                if told is not None
                and _can_hear(tokens, told, words, phrases, named=True)
                else None
            )
        if token.pos_ != "ADV" and not words.has("days", token.text):
            return None
    return None


def _can_hear(
    tokens: Sequence[Word],
    told: SourcePhrase,
    words: QuoteLexicon,
    phrases: SourcePhrases,
    *,
    named: bool,
) -> bool:
    """Whether a phrase names a person, an organisation, or an audience; a pronoun will do where no name is needed."""
    labels = {one.label for one in phrases.named.touching(told.start, told.end)}
    if labels & {"PER", "ORG"}:
        return True
    held = [token for token in tokens if told.start <= token.idx < told.end]
    if any(words.has("audience", token.text) for token in held):
        return True
    return not named and any(token.pos_ in ("PRON", "PROPN", "NOUN") for token in held)


def _is_content(found: SourcePhrase, find: QuoteCandidate) -> bool:
    return any(start < found.end and found.start < end for start, end in find.pieces)
