"""
Quotation marks, paired per paragraph with a typed stack that survives stray, unclosed and foreign marks.

A mark's side is that of its kind (« „ open, » closes) or the side where white space is. A quote that is open at a
paragraph's end and reopens at the next one's start is one, with a piece for each paragraph; so is one whose marks show
their side and close in a later paragraph, as in texts that have a line for each sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .guillemets import turn_guillemets
from .mark_roles import MarkReading, MarkRole, find_unclosed_end, read_marks

__all__ = ["TURN_DASHES", "QuotedSpan", "pair_marks"]

TURN_DASHES = "—–―-"
"""What opens a turn of dialogue or a signature; a hyphen also opens an item of a list."""

_CLOSERS: Mapping[str, tuple[str, ...]] = {
    "«": ("»",), "“": ("”",), "„": ("“", "”"), "‟": ("”",), "‹": ("›",), '"': ('"',), "‘": ("’",), "'": ("'",),
    "”": ("”",), "''": ("''",), "``": ("''",),
}  # fmt: skip
_OPENING_MARKS = ("«", "„", "‟", "‹", "``")
_CLOSING_MARKS = ("»", "›")
_TWO_SIDED_MARKS = "\"“”‘’'"
_SINGLE_MARKS = ("‘", "’", "'")
_MARK = re.compile("''|``|[«»„‟‹›\"“”‘’']")
# « —Partez ! » needs no space after its dash; a hyphen does ("-5 °C" opens no turn).
_TURN_DASH = re.compile(r"[—–―]\s*|-\s+")
# The figures of a decade behind its apostrophe: "the '80s".
_DECADE = re.compile(r"\d0s\b")
_DASH_LINE = re.compile(r"\n\s*[—–―-]")
_BEFORE_OPENING = "([{—–-:/"
_AFTER_CLOSING = ".,;:!?…)"
_MAX_OPEN_MARKS = 4
"""How many of the innermost open marks a closing one is tried with: chosen, not measured. It bounds the work that a
text of stray marks costs; marks within marks within marks are rare."""
_MAX_SINGLE_QUOTE = 400
"""Characters in which ' must be closed to be a mark and no apostrophe: chosen, not measured."""

_MAX_UNTIL_CLOSED = 1_200
"""Characters after a paragraph in which a quote that it leaves open must be closed: the longest of the quotes of
quotes.en.wikinews, which has a line for each sentence, has 1,100."""
_OPENERS_BY_CLOSER: Mapping[str, str] = {"»": "«", "”": "“", "''": "``"}
"""Marks whose form says that they close, and what opens them."""
_SIDED_MARK = re.compile("''|``|[«»“”]")

_Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """
    A stretch between marks: `start` and `end` with the marks, `pieces` without them and without white space.

    Offsets are code points of the article's text, ends exclusive. `depth` is 0 for an outermost one. `opening` is the
    mark that opens it; a dash for a turn of dialogue.
    """

    start: int
    end: int
    pieces: tuple[_Piece, ...]
    depth: int
    opening: str

    @property
    def inner(self) -> tuple[int, int]:
        """From the first piece's start to the last one's end."""
        start, _ = self.pieces[0]
        _, end = self.pieces[-1]
        return start, end


@dataclass(slots=True)
class _OpenMark:
    """A mark not closed yet, at `start`; its current piece starts at `piece_start`, right after the mark."""

    mark: str
    start: int
    piece_start: int
    pieces: list[_Piece] = field(default_factory=list)


def pair_marks(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    incise_commas: Sequence[int] = (),
) -> list[QuotedSpan]:
    """
    Pair the quotation marks in `paragraphs` (offsets in `text`); return what stands between them, by start.

    A stretch that is never closed ends at the first of `incise_commas` (offsets, in order) within it. An outer span
    comes before those within it. The time is in proportion to the text, whatever its marks.

    >>> [text[slice(*span.inner)] for text in ['"Why?" he said.'] for span in pair_marks(text, [(0, 15)])]
    ['Why?']
    """
    text = turn_guillemets(text, paragraphs)
    spans: list[QuotedSpan] = []
    carried: _OpenMark | None = None
    for number, (start, end) in enumerate(paragraphs):
        next_paragraph = (
            paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        )
        paragraph = _ParagraphMarks(text, start, end, spans, incise_commas)
        carried = paragraph.pair(carried, next_paragraph)
    in_order = sorted(spans, key=_start_and_length)
    return list(_number_depths(in_order))


def _start_and_length(span: QuotedSpan) -> tuple[int, int]:
    """Return what spans are sorted by: an outer one goes before those that start with it."""
    return span.start, -span.end


def _number_depths(in_order: Sequence[QuotedSpan]) -> Iterator[QuotedSpan]:
    """Yield each span with its depth: how many of the others stand around it."""
    # The ends of the spans that the next one may stand within, the innermost last.
    ends_around: list[int] = []
    for span in in_order:
        while ends_around and ends_around[-1] <= span.start:
            ends_around.pop()
        yield replace(span, depth=len(ends_around)) if ends_around else span
        ends_around.append(span.end)


@dataclass(slots=True)
class _ParagraphMarks:
    """The marks of a paragraph while they are paired: the open ones in `stack`, what is closed is added to `spans`."""

    text: str
    start: int
    end: int
    spans: list[QuotedSpan]
    incise_commas: Sequence[int] = ()
    stack: list[_OpenMark] = field(default_factory=list)

    def pair(
        self, carried: _OpenMark | None, next_paragraph: tuple[int, int] | None
    ) -> _OpenMark | None:
        """Pair the marks; return the one whose quote goes on in `next_paragraph`, `carried` there in its turn."""
        position = self.start
        dash = _TURN_DASH.match(self.text, self.start, self.end)
        if carried is not None:
            position = self._reopen(carried)
        elif dash and not _MARK.match(self.text, dash.end(), self.end):
            turn = _OpenMark(dash.group().strip(), self.start, dash.end())
            self._close(turn, self.end, self.end)
            # A turn ends with its paragraph, and so do the marks within.
            next_paragraph = None
        readings = self._read_marks(position, carried, next_paragraph)
        for match in _MARK.finditer(self.text, position, self.end):
            reading = readings.get(match.start())
            # "Je reste, dit Ana. Le quai ferme. "Je pars", dit Paul.: the first mark was never closed.
            if reading is not None and reading.role is MarkRole.BREAK and self.stack:
                self._close(self.stack[0], reading.end_before, reading.end_before)
                self.stack.clear()
            self._take_mark(match.start(), match.end(), reading)
        return self._close_paragraph(next_paragraph)

    def _read_marks(
        self,
        position: int,
        carried: _OpenMark | None,
        next_paragraph: tuple[int, int] | None,
    ) -> dict[int, MarkReading]:
        """Return what the straight marks and guillemets from `position` on do, by their offset."""
        next_mark = _MARK.match(self.text, *next_paragraph) if next_paragraph else None
        return read_marks(
            self.text,
            position,
            self.end,
            self.incise_commas,
            opened=carried.mark if carried else "",
            goes_on=next_mark.group() if next_mark else self._closed_later(),
        )

    def _closed_later(self) -> str:
        """Return the opening mark that the next mark after the paragraph closes; empty where that opens."""
        limit = self.end + _MAX_UNTIL_CLOSED
        match = _SIDED_MARK.search(self.text, self.end, limit)
        if match is None or not _closes_after_word(self.text, match.start()):
            return ""
        # « Partons.¶— Non ! dit Ana. »: turns of several people stand in one pair of marks.
        if _DASH_LINE.search(self.text, self.end, match.start()):
            return ""
        return _OPENERS_BY_CLOSER.get(match.group(), "")

    def _reopen(self, carried: _OpenMark) -> int:
        """Put the quote that goes on from the paragraph before on the stack; return where its words go on."""
        # “We came early.¶ “We stayed late.”: the mark that the paragraph repeats is none of the words.
        position = self.start
        if self.text.startswith(carried.mark, position):
            position += len(carried.mark)
        carried.piece_start = position
        self.stack.append(carried)
        return position

    def _take_mark(self, start: int, end: int, reading: MarkReading | None) -> None:
        """Close an open mark with the one at these offsets, or open it, or pass over it."""
        mark = self.text[start:end]
        if reading is None:
            opens, closes = self._sides(start, end)
        else:
            opens = reading.role in (MarkRole.OPEN, MarkRole.BREAK)
            closes = reading.role is MarkRole.CLOSE
            if reading.role is MarkRole.STRAY:
                closes = self._closes_another_style(start, end)
        partner = self._find_partner(mark) if closes else None
        # “ closes what „ opened („So“), but not where it opens by its place, too.
        is_closing = not opens or (self._has_partner(mark) and mark != "“")
        if partner is not None and is_closing:
            # Inner marks that were never closed are stray.
            del self.stack[partner + 1 :]
            self._close(self.stack.pop(), start, end)
        elif opens and (mark not in _SINGLE_MARKS or self._is_closed_soon(start)):
            self.stack.append(_OpenMark(mark, start, end))

    def _sides(self, start: int, end: int) -> tuple[bool, bool]:
        """Return whether a mark can open and whether it can close, by its kind and the white space around it."""
        mark = self.text[start:end]
        before = self.text[start - 1] if start > self.start else " "
        after = self.text[end] if end < self.end else " "
        if mark in _OPENING_MARKS:
            return True, False
        if mark in _CLOSING_MARKS:
            return False, True
        if mark in _SINGLE_MARKS and before.isalnum() and after.isalnum():
            return False, False  # the apostrophe of « l'eau »
        if mark in _SINGLE_MARKS and _DECADE.match(self.text, end):
            return False, False  # the apostrophe of "the mid-'80s"
        if mark in ("'", '"', "''") and before.isdigit() and not after.isalnum():
            # Feet or inches (6' 2") or a closing mark ("in 1918"); never an opening one.
            return False, mark != "'"
        return _sides_by_space(mark, before, after)

    def _closes_another_style(self, start: int, end: int) -> bool:
        """Return whether a mark without partner of its own closes one of another style: “yes" and left."""
        if not self.stack or self.text[start - 1].isdigit():
            return False
        opens, closes = self._sides(start, end)
        return closes and not opens and self.stack[-1].mark not in self.text[start:end]

    def _find_partner(self, mark: str) -> int | None:
        """Return the position in the stack of the innermost open mark that `mark` closes; None without one."""
        last = len(self.stack) - 1
        lowest = max(-1, last - _MAX_OPEN_MARKS)
        for position in range(last, lowest, -1):
            open_mark = self.stack[position]
            if mark in _CLOSERS[open_mark.mark]:
                return position
        # « oui" »: a mark of another style closes the innermost one; a single one may be an apostrophe.
        if not self.stack or mark in _SINGLE_MARKS or mark in _OPENING_MARKS:
            return None
        innermost = self.stack[last]
        return None if innermost.mark in _SINGLE_MARKS else last

    def _has_partner(self, mark: str) -> bool:
        """Return whether a mark of the style that `mark` closes is open."""
        innermost = self.stack[-_MAX_OPEN_MARKS:]
        closers = (_CLOSERS[open_mark.mark] for open_mark in innermost)
        return any(mark in marks for marks in closers)

    def _is_closed_soon(self, start: int) -> bool:
        """Return whether a single mark is closed soon, so that it is a mark and not the apostrophe of "'tis"."""
        closer = _CLOSERS[self.text[start]][0]
        limit = min(self.end, start + _MAX_SINGLE_QUOTE)
        position = self.text.find(closer, start + 1, limit)
        while position >= 0:
            if self._ends_word(position):
                return position - start > 2
            position = self.text.find(closer, position + 1, limit)
        return False

    def _ends_word(self, position: int) -> bool:
        """Return whether a mark stands right after a word and before none, as "'" does after "boats'"."""
        before = self.text[position - 1]
        if before.isspace():
            return False
        after = position + 1
        if after >= self.end:
            return True
        return not self.text[after].isalnum()

    def _close(self, open_mark: _OpenMark, piece_end: int, end: int) -> None:
        """Add the span of an open mark, its last piece ending at `piece_end`; none where marks hold no words."""
        pieces = [*open_mark.pieces]
        if piece := _strip_space(self.text, open_mark.piece_start, piece_end):
            pieces.append(piece)
        if pieces:
            span = QuotedSpan(open_mark.start, end, tuple(pieces), 0, open_mark.mark)
            self.spans.append(span)

    def _close_paragraph(
        self, next_paragraph: tuple[int, int] | None
    ) -> _OpenMark | None:
        """Let the outermost open mark go on in `next_paragraph` (and return it), end here, or be stray."""
        if not self.stack or not self._surely_opens(self.stack[0]):
            return None
        outermost = self.stack[0]
        if next_paragraph and (
            self._reopens_in(outermost.mark, next_paragraph)
            or self._closed_later() == outermost.mark
        ):
            if piece := _strip_space(self.text, outermost.piece_start, self.end):
                outermost.pieces.append(piece)
            return outermost
        stop = find_unclosed_end(
            self.text, outermost.piece_start, self.end, self.incise_commas
        )
        self._close(outermost, stop, stop)
        return None

    def _surely_opens(self, open_mark: _OpenMark) -> bool:
        """Return whether a mark opens for certain: by its kind, at a paragraph's start, or right before a word."""
        if open_mark.start <= self.start:
            return True
        if open_mark.mark in _OPENING_MARKS or open_mark.mark == "“":
            return True
        if open_mark.mark in _SINGLE_MARKS:
            return False
        start = open_mark.piece_start
        return not self.text[start : start + 1].isspace()

    def _reopens_in(self, mark: str, next_paragraph: tuple[int, int]) -> bool:
        """Return whether the next paragraph begins with the same mark, and with one that opens."""
        start, end = next_paragraph
        if mark in _SINGLE_MARKS or not self.text.startswith(mark, start):
            return False
        following = _ParagraphMarks(self.text, start, end, self.spans)
        opens, _ = following._sides(start, start + len(mark))
        return opens


def _sides_by_space(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Return whether a mark without a side of its own can open and can close, by the characters around it."""
    if before.isspace() and (after.isspace() or after in _AFTER_CLOSING):
        # French typed with straight marks: Il dit " oui " et part.
        return mark in ('"', "“", "''") and after.isspace(), mark in ('"', "”", "''")
    is_opening_place = before.isspace() or before in _BEFORE_OPENING
    is_opening_place = is_opening_place or before in _TWO_SIDED_MARKS + "«"
    opens = is_opening_place and not after.isspace()
    closes = not before.isspace()
    # ’ closes or is an apostrophe, and never opens.
    if mark in ("‘", "’"):
        return mark == "‘" and opens, mark == "’"
    if mark in _SINGLE_MARKS:
        return opens, closes
    # A double mark that does not close opens, whatever stands before it: mot"suite.
    return opens or not closes, closes


def _closes_after_word(text: str, start: int) -> bool:
    """Return whether a mark at `start` stands right after a word or its full stop, but for the blank before »."""
    return text[start] == "»" or not text[start - 1].isspace()


def _strip_space(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a stretch without the white space at its edges; None when nothing remains."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
