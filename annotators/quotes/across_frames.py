"""Quotes across frames: announced by the sentence before them, or going on behind their attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pressmark.annotators.tree import Word

from .candidates import CueSpan, QuoteCandidate
from .cues import Cue
from .frames import Frame
from .lexicon import QuoteLexicon
from .source_phrases import SourcePhrase, SourcePhrases

__all__ = ["find_signature", "introduce", "is_near", "merge_resumed"]

_DASHES = "—–―-"
_LONGEST = 8
_MARKED = ("direct", "mixed")
_SAYS = frozenset({"reporting", "beside", "opinion", "writing", "asking"})


def introduce(
    find: QuoteCandidate, before: Frame, words: QuoteLexicon, phrases: SourcePhrases
) -> QuoteCandidate:
    """The find with the cue and the source of the frame before it, which ends with a colon."""
    tokens = before.outside
    said = [
        cue
        for cue in before.cues
        if cue.classes & _SAYS and _tells(cue) and is_near(cue, tokens)
    ]
    if said:
        source = phrases.of(said[-1], tokens, inverted=said[-1].pronoun is not None)
        cue: CueSpan | None = CueSpan.of(said[-1], tokens)
    else:
        source, cue = _subject(before, phrases), None
    return replace(
        find, said=cue, source=source, rule="introduced", floats=source is None
    )


def is_near(cue: Cue, tokens: Sequence[Word]) -> bool:
    """Whether a verb that reports only beside marks has no other verb between itself and them."""
    return bool(cue.classes - {"beside"}) or not any(
        token.pos_ == "VERB" for token in tokens[cue.behind :]
    )


def _tells(cue: Cue) -> bool:
    """Whether a cue can introduce words: any form of its verb but a past participle alone (« convenu », "known")."""
    morph = cue.verb.morph
    past = morph.get("VerbForm", []) == ["Part"] and morph.get("Tense", []) == ["Past"]
    return cue.finite or (cue.is_verb and not past)


def _subject(frame: Frame, phrases: SourcePhrases) -> SourcePhrase | None:
    """The last subject of a frame, else all of it where it has no verb (« Jean Martin : »)."""
    tokens = frame.outside
    found = phrases.speaking(tokens)
    if found is not None:
        return found
    if any(token.pos_ in ("VERB", "AUX") for token in tokens):
        return None
    return phrases.behind(tokens, 0)


def merge_resumed(found: Sequence[QuoteCandidate], text: str) -> list[QuoteCandidate]:
    """The finds, marks that follow an attribution in its paragraph joined to the quote that it stands in."""
    kept: list[QuoteCandidate] = []
    at: int | None = None  # the last marked one
    for find in found:
        if at is not None and _goes_on(kept[at], find, text):
            kept[at] = replace(kept[at], pieces=(*kept[at].pieces, *find.pieces))
        else:
            kept.append(find)
            at = len(kept) - 1 if find.label in _MARKED else at
    return kept


def _goes_on(kept: QuoteCandidate, find: QuoteCandidate, text: str) -> bool:
    """Whether a floating quote stands behind an incise, in the same paragraph."""
    if find.rule != "floating" or kept.rule != "incise" or kept.said is None:
        return False
    behind = max(kept.pieces[-1][1], kept.said.end)
    between = text[behind : find.pieces[0][0]]
    return find.pieces[0][0] > behind and len(between.splitlines()) <= 1


def find_signature(
    frame: Frame, text: str, phrases: SourcePhrases
) -> SourcePhrase | None:
    """The name that a frame is, behind its dash, when it signs the quote before it: « — Jean Martin »."""
    said = text[frame.start : frame.end].lstrip(_DASHES + " \u00a0")
    start = frame.end - len(said)
    words = said.rstrip(".").split()
    if (
        not 0 < len(words) <= _LONGEST
        or said[-1] in "!?…"
        or not words[0][:1].isupper()
    ):
        return None
    source = SourcePhrase(start, start + len(said.rstrip(". ")), "signature")
    return source if phrases.names_speaker(source) else None
