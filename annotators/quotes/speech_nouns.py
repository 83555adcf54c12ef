"""Nouns that report: « la description de l'accord par X comme un « bon compromis » », "Lee's call for “calm”"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressmark.annotators.tree import Word

from .candidates import CueSpan, QuoteCandidate, choose_label, trim
from .cues import is_finite
from .frames import Frame
from .lexicon import QuoteLexicon
from .marks import QuotedSpan
from .source_phrases import SourcePhrase, SourcePhrases

__all__ = ["reported_by_noun", "reported_by_nouns"]

_NEAR = 28
_CLAUSE = 6


def reported_by_noun(
    one: QuotedSpan, before: Sequence[Word], words: QuoteLexicon, phrases: SourcePhrases
) -> QuoteCandidate | None:
    """Marks whose words a noun of saying before them gives to somebody; None without such a noun or its source."""
    for at in range(len(before) - 1, max(-1, len(before) - 1 - _NEAR), -1):
        if is_finite(before[at]):
            return None
        if words.has("nouns", before[at].text) and before[at].pos_ == "NOUN":
            source = _source(before, at, words, phrases)
            if source is not None:
                start, end = before[at].idx, before[at].idx + len(before[at])
                return QuoteCandidate(
                    one.pieces,
                    "mixed",
                    CueSpan(start, end, "noun"),
                    source,
                    "noun",
                    "marks behind the noun",
                )
    return None


def reported_by_nouns(
    frame: Frame, text: str, words: QuoteLexicon, phrases: SourcePhrases
) -> Iterator[QuoteCandidate]:
    """« la promesse du maire que … », "Lee's claim that …": clauses that a noun of saying, with a source, holds."""
    tokens = frame.outside
    for at, token in enumerate(tokens[:-2]):
        if token.pos_ != "NOUN" or not words.has("nouns", token.text):
            continue
        place = next(
            (
                p
                for p in range(at + 1, min(len(tokens), at + _CLAUSE))
                if words.has("that", tokens[p].text)
            ),
            None,
        )
        clause = next(
            (
                one
                for one in token.children
                if one.dep_ in ("acl", "ccomp") and is_finite(one)
            ),
            None,
        )
        if place is None or clause is None or tokens[place].dep_ != "mark":
            continue
        source = _source(tokens, at, words, phrases)
        if source is None:
            continue
        end = min(frame.end, _end(clause, frame))
        piece = trim(text, tokens[place].idx + len(tokens[place]), end)
        if piece:
            said = CueSpan(token.idx, token.idx + len(token), "noun")
            yield QuoteCandidate(
                (piece,),
                choose_label([piece], frame.marked),
                said,
                source,
                "noun",
                "the clause behind the noun",
            )


def _end(clause: Word, frame: Frame) -> int:
    """Where a clause ends, with the marks that it ends in."""
    last = clause.right_edge
    end = last.idx + len(last)
    return next((one.end for one in frame.marked if one.start < end <= one.end), end)


def _source(
    tokens: Sequence[Word], at: int, words: QuoteLexicon, phrases: SourcePhrases
) -> SourcePhrase | None:
    """Whose saying it is: « par X », « de X » right behind, "X's" or « sa » right before."""
    for place in range(at + 1, min(len(tokens), at + 1 + _NEAR)):
        near = place == at + 1 and words.has("of", tokens[place].text)
        if words.has("by", tokens[place].text) or near:
            found = phrases.nearest(tokens, place + 1)
            if found is not None and (not near or phrases.names_speaker(found)):
                return found
    return _owner(tokens, at, words, phrases)


def _owner(
    tokens: Sequence[Word], at: int, words: QuoteLexicon, phrases: SourcePhrases
) -> SourcePhrase | None:
    first = at
    while (
        first > 0
        and tokens[first - 1].pos_ == "ADJ"
        and not words.has("possessives", tokens[first - 1].text)
    ):
        first -= 1
    if first == 0:
        return None
    owner = tokens[first - 1]
    if words.has("possessives", owner.text):
        return SourcePhrase(owner.idx, owner.idx + len(owner), "possessive")
    if owner.tag_ != "POS":
        return None
    found = phrases.before(tokens, first - 1)
    return found if found is not None and phrases.names_speaker(found) else None
