"""What stands beside the attributions of a frame: which stretches are theirs, and what of these was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pressmark.annotators.grammar.verbs import is_finite
from pressmark.annotators.rules import Rule, conclude_first

from .attributions import Attribution
from .candidates import Piece, QuoteCandidate, choose_label, overlaps, trim
from .frames import Frame
from .incises import INCISE_NAMES
from .marks import QuotedSpan
from .quote_reading import QuoteReading
from .source_attributions import SOURCE_NAMES

__all__ = ["BESIDE_RULES", "read_beside"]


_MIN_SENTENCE_WORDS = 4
"""Words of a sentence between marks: chosen, not measured; « Nous restons ici » has three and may be a name."""
_GOVERNING_TAGS = ("ADP", "DET", "VERB", "AUX", "SCONJ", "CCONJ", "PRON", "ADV", "ADJ")
"""Parts of speech of a word that marks go on with: « il est « prêt à partir », dit-elle »."""


class _Gap(NamedTuple):
    """An attribution, by its number, and where in its frame what no earlier one took begins."""

    frame: Frame
    attributions: Sequence[Attribution]
    number: int
    start: int

    @property
    def attribution(self) -> Attribution:
        """The attribution that the words before it, and maybe those after it, belong to."""
        return self.attributions[self.number]

    @property
    def before(self) -> Piece:
        """The stretch before it."""
        return self.start, self.attribution.start

    @property
    def after(self) -> Piece:
        """The stretch after it, to the frame's end."""
        return self.attribution.end, self.frame.end

    @property
    def resumes_last(self) -> bool:
        """Whether it is the last attribution of its frame, and the content goes on after it."""
        is_last = self.number == len(self.attributions) - 1
        return is_last and self.attribution.resumes


class _StretchShare(NamedTuple):
    """The stretches of a frame that belong to an attribution; with `in_marks`, only marks of several paragraphs count."""

    stretches: tuple[Piece, ...]
    in_marks: bool


def read_beside(
    frame: Frame, attributions: Sequence[Attribution], reading: QuoteReading
) -> Iterator[QuoteCandidate]:
    """
    Yield what is left of a frame when its attributions are cut out.

    Each stretch goes to the attribution after it, the last one to that before it: « A, dit X, B, ajoute-t-il, C ».
    """
    position = frame.start
    for number, attribution in enumerate(attributions):
        gap = _Gap(frame, attributions, number, position)
        share = conclude_first(BESIDE_RULES, gap, reading.without)
        position = attribution.end
        if share is None:
            continue
        pieces: list[Piece] = []
        for start, end in share.stretches:
            pieces += _split_stretch(
                reading.text, start, end, frame, in_marks=share.in_marks
            )
        if pieces:
            yield QuoteCandidate(
                tuple(pieces),
                choose_label(pieces, frame.quoted_spans),
                attribution.cue,
                attribution.source,
                attribution.rule,
                content="what stands beside it",
            )


def _share(gap: _Gap, *stretches: Piece) -> _StretchShare:
    """Return these stretches as the share of an attribution."""
    return _StretchShare(stretches, gap.attribution.beside_marks)


def _share_after_source(gap: _Gap) -> _StretchShare:
    """Return the share of a source phrase whose content begins after it."""
    return _share(gap, gap.after) if gap.resumes_last else _share(gap)


def _marks_after_adverb(gap: _Gap) -> _StretchShare | None:
    """
    Return the marks right after an incise that only an adverb stands before; None where there are none.

    « Hélas, dit-elle, « c'est fini » et la panne dure. »: the adverb and what follows the marks are the narrator's.
    """
    if gap.attribution.rule not in INCISE_NAMES or not gap.resumes_last:
        return None
    (start, end), frame = gap.before, gap.frame
    words = [token for token in frame.tokens_before(end) if token.idx >= start]
    if any(word.pos_ not in ("ADV", "CCONJ", "INTJ", "PUNCT") for word in words):
        return None
    if any(start <= quoted.start < end for quoted in frame.quoted_spans):
        return None
    for quoted in frame.quoted_spans:
        if quoted.start >= gap.attribution.end:
            between = frame.tokens_from(gap.attribution.end)
            is_next = all(t.is_punct for t in between if t.idx < quoted.start)
            marks = ((quoted.start, quoted.end),)
            return _StretchShare(marks, True) if words and is_next else None
    return None


def _marks_before_source(gap: _Gap) -> _StretchShare | None:
    """
    Return the marks right before a source phrase that a comma parts from the clause before them; None for others.

    « La ville vote le budget, « un bon budget » selon Ana Vidal »: the clause is the narrator's.
    """
    if gap.attribution.rule not in SOURCE_NAMES:
        return None
    start, end = gap.before
    before = [q for q in gap.frame.quoted_spans if start < q.start and q.end <= end]
    if not before:
        return None
    marks = before[-1]
    words = [token for token in gap.frame.tokens_before(end) if token.idx >= start]
    if not words or words[-1].idx > marks.start or words[-1].text not in (",", ":"):
        return None
    return _StretchShare(((marks.start, marks.end),), True)


def _is_joined(gap: _Gap) -> bool:
    """
    Return whether a conjunction joins a source phrase to what stands before it, so that its content begins after it.

    « Mais, selon le médecin, il guérira », « Ils ont fui, car selon eux, le toit menace »; in « Le quai ferme, selon eux »
    the content stands before it.
    """
    attribution, frame = gap.attribution, gap.frame
    if attribution.rule not in SOURCE_NAMES or not attribution.resumes:
        return False
    before = [
        token
        for token in frame.tokens_before(attribution.start)
        if token.idx >= gap.start and token.text != ","
    ]
    if not before or before[-1].pos_ not in ("CCONJ", "SCONJ"):
        return False
    return any(map(is_finite, frame.tokens_from(attribution.end)))


def _split_stretch(
    text: str, start: int, end: int, frame: Frame, *, in_marks: bool
) -> list[Piece]:
    """
    Return a stretch as pieces: the inside of marks that fill it, or itself without its edges.

    Of several paragraphs, with `in_marks`, only what is within marks.
    """
    content_start = _skip_to_colon(text, start, end, frame)
    if in_marks:
        content_start = _skip_to_sentence(text, content_start, end, frame)
    piece = trim(text, content_start, end)
    if piece is None:
        return []
    words = text[slice(*piece)]
    if not any(map(str.isalnum, words)):
        return []
    inside = [q for q in frame.quoted_spans if overlaps((q.start, q.end), piece)]
    is_across = in_marks and "\n" in words
    if not inside or not (is_across or _is_filled(piece, inside)):
        return [piece]
    pieces: list[Piece] = []
    for quoted in inside:
        pieces += quoted.pieces
    return pieces


def _is_filled(piece: Piece, inside: Sequence[QuotedSpan]) -> bool:
    """Return whether quoted spans fill a piece, but for a space and a comma beside each: « A », « B »."""
    start, end = piece
    unquoted_length = end - start
    for quoted in inside:
        quoted_start = max(quoted.start, start)
        quoted_end = min(quoted.end, end)
        unquoted_length -= quoted_end - quoted_start
    return unquoted_length <= 2 * len(inside)


def _skip_to_colon(text: str, start: int, end: int, frame: Frame) -> int:
    """Return where the content begins: after « : » when marks follow it (« Un mot : « non », dit-il »), else `start`."""
    for quoted in frame.quoted_spans:
        is_inside = start <= quoted.start < end
        if is_inside and text[start : quoted.start].rstrip().endswith(":"):
            return quoted.start
    return start


def _skip_to_sentence(text: str, start: int, end: int, frame: Frame) -> int:
    """
    Return where the marks begin that an incise stands beside and that hold a whole sentence; else `start`.

    « Le port rouvre en mai « Nous restons ici », dit Ana »: what stands before them is a heading or another sentence.
    """
    first: QuotedSpan | None = None
    reach = end
    for quoted in reversed(frame.quoted_spans):
        if quoted.end > reach or quoted.start <= start:
            continue
        # « A », « B », dit Ana: only blanks and commas stand between the marks, and before the incise.
        if any(map(str.isalnum, text[quoted.end : reach])):
            break
        first, reach = quoted, quoted.start
    if first is None or not _is_sentence(text, first):
        return start
    before = [t for t in frame.tokens_before(first.start) if t.idx >= start]
    if not before or before[-1].pos_ in _GOVERNING_TAGS:
        return start
    is_parted = before[-1].text == ";"
    return first.start if is_parted or text[first.inner[0]].isupper() else start


def _is_sentence(text: str, quoted: QuotedSpan) -> bool:
    """Return whether marks hold enough words to be a sentence of their own."""
    words = text[slice(*quoted.inner)].split()
    return len(words) >= _MIN_SENTENCE_WORDS


BESIDE_RULES: tuple[Rule[_Gap, _StretchShare], ...] = (
    Rule(
        "content after a joined source",
        "Mais, selon le médecin, il guérira.",
        _share_after_source,
        _is_joined,
    ),
    Rule(
        "marks before a source",
        "La ville vote le budget, « un bon budget » selon Ana Vidal.",
        _marks_before_source,
    ),
    Rule(
        "marks after an adverb",
        "Hélas, dit-elle, « c'est fini » et la panne dure.",
        _marks_after_adverb,
    ),
    Rule(
        "content around an attribution",
        "Le pont, dit-il mardi, sera fermé.",
        lambda gap: _share(gap, gap.before, gap.after),
        lambda gap: gap.resumes_last,
    ),
    Rule(
        "content before an attribution",
        "« Le quai ferme », a déclaré le maire.",
        lambda gap: _share(gap, gap.before),
    ),
)
"""Which stretches belong to an attribution; of several attributions each has what stands before it."""
