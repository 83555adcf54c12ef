"""Marks that no attribution and no complement reached: introduced, governed by a verb, floating, or scare."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.tree import Tree, Word

from .across_frames import is_near
from .candidates import CueSpan, QuoteCandidate, is_titled, trim
from .cues import Cue, is_finite
from .frames import Frame
from .lexicon import QuoteLexicon, normalize
from .marks import QuotedSpan
from .source_phrases import SourcePhrase, SourcePhrases
from .speech_nouns import reported_by_noun

__all__ = ["read_unclaimed"]

_SHORT = 4
_NEAR = 12
_DASHES = "—–―-"
_SAYS = frozenset({"reporting", "beside", "opinion", "writing", "asking"})


def read_unclaimed(
    one: QuotedSpan,
    frame: Frame,
    doc: Tree,
    text: str,
    words: QuoteLexicon,
    phrases: SourcePhrases,
    *,
    given: SourcePhrase | None,
) -> QuoteCandidate:
    """The quote or scare quote that these marks are; `given` is the source of an attribution in the same frame."""
    before = [token for token in frame.outside if token.idx < one.start]
    behind = [token for token in frame.outside if token.idx >= one.end]
    earlier = [cue for cue in frame.cues if cue.verb.idx < one.start]
    if before and before[-1].text == ":":
        return _introduced(one, frame, earlier, before, words, phrases)
    if _is_title(one, before, text):
        return QuoteCandidate(one.pieces, "scare", None, None, "title")
    if found := reported_by_noun(one, before, words, phrases):
        return found
    if cue := _governing(one, earlier, frame, before, words):
        source = phrases.of(cue, frame.outside, inverted=False) or given
        said = CueSpan.of(cue, frame.outside)
        pieces = (
            _with_object(one, cue, frame, text) if words.direct_order else one.pieces
        )
        label = _fragment(one, cue, text) if pieces == one.pieces else "mixed"
        return QuoteCandidate(
            pieces,
            label,
            said,
            source,
            "governed",
            "what the cue governs",
            floats=source is None,
        )
    if not any(token.is_alpha for token in before) and (
        alone := _alone(one, behind, frame, doc, text, phrases)
    ):
        return alone
    if _is_scare(one, before, doc, words):
        return QuoteCandidate(one.pieces, "scare", None, None, "scare")
    return QuoteCandidate(
        one.pieces, "mixed", None, given, "fragment", floats=given is None
    )


def _alone(
    one: QuotedSpan,
    behind: Sequence[Word],
    frame: Frame,
    doc: Tree,
    text: str,
    phrases: SourcePhrases,
) -> QuoteCandidate | None:
    """Marks before which nothing is said: signed behind, or a frame by themselves; None where words follow."""
    if signature := _signed(behind, phrases, frame):
        return QuoteCandidate(one.pieces, "direct", None, signature, "signed")
    if any(token.is_alpha for token in behind):
        return None
    if _is_heading(one, doc, text):
        return QuoteCandidate(one.pieces, "scare", None, None, "heading")
    return QuoteCandidate(one.pieces, "direct", None, None, "floating", floats=True)


def _is_title(one: QuotedSpan, before: Sequence[Word], text: str) -> bool:
    """A few words, each with a capital, behind a preposition, a noun or "'s": the name of a programme or a work."""
    named = bool(before) and (
        before[-1].pos_ in ("ADP", "NOUN", "PROPN") or before[-1].tag_ == "POS"
    )
    return named and is_titled(text[slice(*one.inner)])


def _signed(
    behind: Sequence[Word], phrases: SourcePhrases, frame: Frame
) -> SourcePhrase | None:
    """« … » — Jean Martin, "…" -Commissioner Lee: a dash and a name to the frame's end."""
    tokens = [token for token in behind if not token.is_space]
    if (
        len(tokens) < 2
        or len(tokens) > _NEAR
        or tokens[0].text[:1] not in _DASHES
        or any(map(is_finite, tokens))
    ):
        return None
    names = [token for token in tokens[1:] if token.text[:1].isupper()]
    if not names:
        return None
    return SourcePhrase(tokens[1].idx, names[-1].idx + len(names[-1]), "signature")


def _introduced(
    one: QuotedSpan,
    frame: Frame,
    earlier: Sequence[Cue],
    before: Sequence[Word],
    words: QuoteLexicon,
    phrases: SourcePhrases,
) -> QuoteCandidate:
    """« X a précisé : « … » », « X : « … » », « Il n'est pas optimiste : « … » »."""
    said = [
        cue
        for cue in earlier
        if cue.classes & _SAYS and (cue.is_verb or cue.finite) and is_near(cue, before)
    ]
    if said:
        source = phrases.of(
            said[-1], frame.outside, inverted=said[-1].pronoun is not None
        )
        cue = CueSpan.of(said[-1], frame.outside)
        return QuoteCandidate(
            one.pieces, "direct", cue, source, "introduced", floats=source is None
        )
    source = phrases.speaking(before)
    if source is None and not any(token.pos_ in ("VERB", "AUX") for token in before):
        source = phrases.behind(frame.outside, 0)
    return QuoteCandidate(
        one.pieces, "direct", None, source, "colon", floats=source is None
    )


def _governing(
    one: QuotedSpan,
    earlier: Sequence[Cue],
    frame: Frame,
    before: Sequence[Word],
    words: QuoteLexicon,
) -> Cue | None:
    """The nearest verb before the marks that can have them for its words."""
    if any(words.has("naming", token.text) for token in before[-3:]):
        return None
    for cue in reversed(earlier):
        if not (
            cue.is_verb or (cue.finite and not words.direct_order)
        ) or not cue.classes - {
            "intending",
            "showing",
        }:
            continue
        between = [
            token for token in frame.outside if cue.verb.idx < token.idx < one.start
        ]
        if len(between) > _NEAR or any(map(is_finite, between)):
            return None  # and so it is with those before
        if _takes(cue, between, words):
            return cue
    return None


def _takes(cue: Cue, between: Sequence[Word], words: QuoteLexicon) -> bool:
    """Whether marks can be a verb's words: behind a noun (« la société de pêche « X » ») only those of `wording`."""
    past = not cue.finite and cue.verb.morph.get("Tense", []) == ["Past"]
    if words.direct_order and past:
        return False  # "the band called “X”"
    if "wording" in cue.classes:
        return True
    if not cue.classes - {"beside"} and any(
        token.pos_ in ("VERB", "NOUN", "PROPN") for token in between
    ):
        return False
    return cue.finite and (
        words.direct_order or not any(token.pos_ == "NOUN" for token in between)
    )


def _with_object(
    one: QuotedSpan, cue: Cue, frame: Frame, text: str
) -> tuple[tuple[int, int], ...]:
    """Marks with the words between their verb and them: "promised lower taxes and “jobs”"."""
    between = [token for token in frame.outside[cue.behind :] if token.idx < one.start]
    while between and (
        between[0].pos_ in ("ADV", "ADP", "PUNCT", "PART", "SCONJ")
        or between[0].text == ","
    ):
        between = between[1:]
    if not between:
        return one.pieces
    piece = trim(text, between[0].idx, one.end)
    return (piece,) if piece else one.pieces


def _fragment(one: QuotedSpan, cue: Cue, text: str) -> str:
    """direct for a whole sentence right behind its verb, mixed for a part of one."""
    start, end = one.inner
    sentence = text[start].isupper() and text[end - 1] in ".!?…,"
    return "direct" if sentence and cue.classes & _SAYS else "mixed"


def _is_scare(
    one: QuotedSpan, before: Sequence[Word], doc: Tree, words: QuoteLexicon
) -> bool:
    """A few words without a finite verb, or behind a word that gives names."""
    inside = doc.between(*one.inner)
    if not inside:
        return True
    named = any(words.has("naming", normalize(token.text)) for token in before[-3:])
    return named or not any(map(is_finite, inside)) or len(inside) <= _SHORT


def _is_heading(one: QuotedSpan, doc: Tree, text: str) -> bool:
    """A few words without a verb that are a paragraph of their own."""
    inside = doc.between(*one.inner)
    if not inside:
        return False
    words = [token for token in inside if token.is_alpha and len(token) > 3]
    titled = (
        bool(words)
        and all(token.text[:1].isupper() for token in words)
        and one.kind in ("'", "‘")
    )
    short = len(inside) <= _SHORT and not any(
        token.pos_ in ("VERB", "AUX", "INTJ") for token in inside
    )
    if not titled and not short:
        return False
    before, behind = (
        text[max(0, one.start - 9) : one.start].rstrip(" "),
        text[one.end : one.end + 9].lstrip(" ."),
    )
    return (
        (not before or before[-1] == "\n")
        and (not behind or behind[0] == "\n")
        and text[one.inner[1] - 1] not in "!?…"
    )
