"""Marks that no attribution and no complement reached: introduced, governed by a verb, floating, or scare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pressmark.annotators.grammar.features import has_feature, is_verb
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite

from .across_frames import first_of_name, is_near_marks
from .candidates import CueSpan, Piece, QuoteCandidate, trim
from .cues import Cue
from .frames import Frame
from .lexicon import SAYING_CLASSES, QuoteLexicon
from .marks import TURN_DASHES, QuotedSpan
from .noun_phrases import SourcePhrase
from .quote_reading import QuoteReading
from .scare_quotes import MAX_NAMING_TOKENS, is_heading, is_scare, is_title
from .speech_nouns import read_marks_after_noun

__all__ = ["read_unclaimed_marks"]

_MAX_GOVERNED_TOKENS = 12
"""Tokens between a verb and the marks that it governs, and of a signature: chosen, not measured."""


class _MarksInFrame(NamedTuple):
    """A quoted span in its frame: the tokens before and after it, and the cues before it."""

    quoted: QuotedSpan
    frame: Frame
    before: list[Word]
    after: list[Word]
    earlier_cues: list[Cue]

    @classmethod
    def of(cls, quoted: QuotedSpan, frame: Frame) -> _MarksInFrame:
        """Return a quoted span with what stands around it in its frame."""
        before = frame.tokens_before(quoted.start)
        after = frame.tokens_from(quoted.end)
        earlier = [cue for cue in frame.cues if cue.verb.idx < quoted.start]
        return cls(quoted, frame, before, after, earlier)


def read_unclaimed_marks(
    quoted: QuotedSpan,
    frame: Frame,
    reading: QuoteReading,
    *,
    fallback: SourcePhrase | None,
) -> QuoteCandidate:
    """
    Return the quote or scare quote that these marks are.

    `fallback` is the source of an attribution in the same frame. The rules are tried from the surest sign to none:
    a colon, the look of a title, a noun or a verb of saying before the marks, marks alone, few words.
    """
    marks = _MarksInFrame.of(quoted, frame)
    # « La maire est formelle : « Nous restons. » »
    if marks.before and marks.before[-1].text == ":":
        return _read_introduced(marks, reading)
    # « la pièce « Les Vagues » »
    if is_title(quoted, marks.before, reading.text):
        return _scare(quoted, "title")
    # « l'appel du maire au « calme » »
    if candidate := read_marks_after_noun(quoted, marks.before, reading):
        return candidate
    # « a dénoncé une « mascarade » »
    if cue := _governing_cue(marks, reading):
        return _read_governed(marks, cue, reading, fallback)
    # « Nous restons. », alone in its paragraph
    is_first = not any(token.is_alpha for token in marks.before)
    if is_first and (candidate := _read_lone_marks(marks, reading)):
        return candidate
    # « la « capitale » du port »
    if is_scare(quoted, marks.before, reading):
        return _scare(quoted, "scare")
    return QuoteCandidate(
        quoted.pieces, "mixed", None, fallback, "fragment", floats=fallback is None
    )


def _scare(quoted: QuotedSpan, rule: str) -> QuoteCandidate:
    """Return a scare quote, found by `rule`."""
    return QuoteCandidate(quoted.pieces, "scare", None, None, rule)


def _read_governed(
    marks: _MarksInFrame,
    cue: Cue,
    reading: QuoteReading,
    fallback: SourcePhrase | None,
) -> QuoteCandidate:
    """Return the quote that a verb before the marks has for its words: « a dénoncé une « mascarade » »."""
    tokens, quoted = marks.frame.tokens, marks.quoted
    source = reading.sources.of_cue(cue, tokens, inverted=False) or fallback
    pieces = quoted.pieces
    if piece := _from_adjective(marks, cue, reading):
        return QuoteCandidate(
            (piece,),
            "mixed",
            CueSpan.of(cue, tokens),
            source,
            "governed",
            "from the adjective on",
            floats=source is None,
        )
    # English counts the words between, "promised lower taxes and “jobs”"; French counts what stands in marks.
    if reading.lexicon.direct_order:
        pieces = _with_object(marks, cue, reading.text)
    label = "mixed"
    if pieces == quoted.pieces:
        label = _label_governed(quoted, cue, reading.text)
    return QuoteCandidate(
        pieces,
        label,
        CueSpan.of(cue, tokens),
        source,
        "governed",
        "what the cue governs",
        floats=source is None,
    )


def _from_adjective(
    marks: _MarksInFrame, cue: Cue, reading: QuoteReading
) -> Piece | None:
    """
    Return the words from the adjective of a reflexive verb to the marks after it; None where there is none.

    « Elle se dit favorable à un « moratoire » », « s'est dit déterminé à « agir » »: the adjective is said, too.
    """
    first = marks.frame.tokens[cue.first]
    if not reading.lexicon.has("reflexive", first) or first is cue.verb:
        return None
    between = [t for t in marks.before if t.idx > cue.hull(marks.frame.tokens)[0]]
    after_cue = [t for t in between if t.idx >= cue.hull(marks.frame.tokens)[1]]
    adjectives = [t for t in after_cue if t.pos_ in ("ADJ", "VERB")]
    if not adjectives or is_finite(adjectives[0]):
        return None
    if any(t.pos_ not in ("ADV", "ADJ", "VERB") for t in after_cue[:1]):
        return None
    return trim(reading.text, after_cue[0].idx, marks.quoted.end)


def _read_lone_marks(
    marks: _MarksInFrame, reading: QuoteReading
) -> QuoteCandidate | None:
    """Return marks before which no word stands: signed, a heading, or a quote by themselves; None where words follow."""
    quoted = marks.quoted
    if signature := _find_signature(marks.after):
        return QuoteCandidate(quoted.pieces, "direct", None, signature, "signed")
    if any(token.is_alpha for token in marks.after):
        return None
    if is_heading(quoted, reading):
        return _scare(quoted, "heading")
    return QuoteCandidate(quoted.pieces, "direct", None, None, "floating", floats=True)


def _find_signature(after: Sequence[Word]) -> SourcePhrase | None:
    """Return the name after a dash that ends the frame: « … » — Jean Martin, "…" -Commissioner Lee."""
    tokens = [token for token in after if not token.is_space]
    # A dash and a word at least; a finite verb makes a sentence of it: « … » — on l'applaudit.
    if not 2 <= len(tokens) <= _MAX_GOVERNED_TOKENS:
        return None
    dash, *words = tokens
    # « On étouffe » (Ana Vidal, députée).
    if dash.text[:1] not in TURN_DASHES + "(" or any(map(is_finite, tokens)):
        return None
    names = [word for word in words if word.text[:1].isupper()]
    if not names:
        return None
    return SourcePhrase.of([words[0], names[-1]], "signature")


def _read_introduced(marks: _MarksInFrame, reading: QuoteReading) -> QuoteCandidate:
    """Return the quote after a colon: « X a précisé : « … » », « X : « … » », « Il n'est pas optimiste : « … » »."""
    pieces, tokens = marks.quoted.pieces, marks.frame.tokens
    cue = _introducing_cue(marks)
    if cue is not None:
        is_inverted = cue.pronoun is not None
        source = reading.sources.of_cue(cue, tokens, inverted=is_inverted)
        cue_span = CueSpan.of(cue, tokens)
        return QuoteCandidate(
            pieces, "direct", cue_span, source, "introduced", floats=source is None
        )
    # « Ana Vidal n'est pas optimiste : « … » » has a subject, « Le maire de Lurs : « … » » is one.
    source = reading.sources.speaking_subject(marks.before)
    if source is None and not any(map(is_verb, marks.before)):
        # « Pour Ana Vidal : « … » »
        first = first_of_name(marks.before)
        source = reading.noun_phrases.starting_at(tokens, first)
    return QuoteCandidate(
        pieces, "direct", None, source, "colon", floats=source is None
    )


def _introducing_cue(marks: _MarksInFrame) -> Cue | None:
    """Return the last cue before the marks that can say them; None without one."""
    cues = [
        cue
        for cue in marks.earlier_cues
        if cue.classes & SAYING_CLASSES
        and (cue.is_verb or cue.finite)
        and is_near_marks(cue, marks.before)
    ]
    return cues[-1] if cues else None


def _governing_cue(marks: _MarksInFrame, reading: QuoteReading) -> Cue | None:
    """Return the nearest verb before the marks that can have them for its words."""
    # « surnommé « le Roc » » says nothing.
    if reading.lexicon.has_any("naming", marks.before[-MAX_NAMING_TOKENS:]):
        return None
    for cue in reversed(marks.earlier_cues):
        if not _can_govern(cue, reading.lexicon):
            continue
        between = [token for token in marks.before if cue.verb.idx < token.idx]
        if len(between) > _MAX_GOVERNED_TOKENS or any(map(is_finite, between)):
            return None  # and so it is with those before
        # « Le projet avance : elle « rassure » »: what a colon opens is no object of the verb before it.
        if any(token.text == ":" for token in between):
            return None
        if _takes_marks(cue, between, reading.lexicon):
            return cue
    return None


def _can_govern(cue: Cue, lexicon: QuoteLexicon) -> bool:
    """Return whether a cue is a verb whose object may be words: « veut », « montre » alone have none."""
    # French verbs with an auxiliary are believed against the parse, English ones ("the “claims”") are not.
    if not cue.is_verb and (lexicon.direct_order or not cue.finite):
        return False
    return bool(cue.classes - {"intending", "showing"})


def _takes_marks(cue: Cue, between: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """
    Return whether marks can be a verb's words, by the tokens between it and them.

    After a noun (« dit à la société de pêche « X » ») only those of `wording`.
    """
    is_past = not cue.finite and has_feature(cue.verb, "Tense", "Past")
    # "the band called “X”"
    if lexicon.direct_order and is_past:
        return False
    # « a parlé, au conseil, d'une « farce » »: such verbs take words from afar.
    if "wording" in cue.classes:
        return True
    # « Elle sourit à l'idée d'une « pause » »: what reports beside marks has them right after it.
    is_beside_only = cue.classes <= {"beside"}
    tags_between = {token.pos_ for token in between}
    if is_beside_only and tags_between & {"VERB", "NOUN", "PROPN"}:
        return False
    # "the crowd shouting “X”" tells of the crowd.
    if not cue.finite:
        return False
    return lexicon.direct_order or "NOUN" not in tags_between


def _with_object(marks: _MarksInFrame, cue: Cue, text: str) -> tuple[Piece, ...]:
    """Return the marks' pieces, or the words from the verb on: "lower taxes and “jobs”" after "promised"."""
    quoted = marks.quoted
    after_cue = marks.frame.tokens[cue.after :]
    between = [token for token in after_cue if token.idx < quoted.start]
    while between and _is_skipped(between[0]):
        between = between[1:]
    if not between:
        return quoted.pieces
    piece = trim(text, between[0].idx, quoted.end)
    return (piece,) if piece else quoted.pieces


def _is_skipped(token: Word) -> bool:
    """Return whether a token between a verb and its object is none of it: "spoke also of", "said that"."""
    if token.text == ",":
        return True
    return token.pos_ in ("ADV", "ADP", "PUNCT", "PART", "SCONJ")


def _label_governed(quoted: QuotedSpan, cue: Cue, text: str) -> str:
    """Return direct for a whole sentence right after its verb (a dit « Je pars. »), mixed for a part of one."""
    start, end = quoted.inner
    # « a qualifié de « Honte. » »: such a verb takes words, and no sentence.
    if not cue.classes & SAYING_CLASSES:
        return "mixed"
    is_sentence = text[start].isupper() and text[end - 1] in ".!?…,"
    return "direct" if is_sentence else "mixed"
