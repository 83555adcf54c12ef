"""Where an article's paragraphs begin and end: the parse, the quote layer and the pages all cut there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

__all__ = ["paragraphs"]

_Line = tuple[int, int]

_SENTENCE_ENDS = frozenset(".!?…:;»”\"'’)]")
# "- flour", « — Non, dit-il. », "2. The mayor": a list's entry or a line of dialogue.
_OPENS_ENTRY = re.compile(r"(?:[-–—•·*▪◦]|\d{1,2}[.)])\s")
# "… until May. The next day …": prose has sentences that end within a line; lists, headings and verse have none.
_SENTENCE_ENDS_WITHIN = re.compile(r"[.!?…][»”\"'’)\]]*\s+[«“\"'‘(\[]*[^\W\d_a-z]")
_CUTS_WORD = re.compile(r"\w[-\u00ad\u2010\u2011]$")  # "gouver- / neur"

MAX_WRAPPED_COLUMNS = 100
"""The widest line of wrapped text, in characters: programs wrap at 40 to 80, few at 100. Chosen, not measured."""
MAX_LAST_COLUMNS = 150
"""The widest last line of a block, after which a stray line end is a wrapped one's: a paragraph is longer. Chosen."""
MIN_WRAPPED_COLUMNS = 20
"""How wide the widest line must be where nothing but full lines tells of wrapped ones: lists are narrower. Chosen."""
MIN_CONTINUED_COLUMNS = 30
"""How long a line must be to be taken for cut by what follows it alone; entries of lists are shorter. Chosen."""
MIN_BREAKS_OF_WRAPPED_TEXT = 3
"""How many line breaks without an empty line tell of a whole text; fewer may be headings. Chosen, not measured."""


def paragraphs(text: str) -> list[tuple[int, int]]:
    """
    Return the stretches (start, end) of `text` that are paragraphs, without the white space around them.

    A line is a paragraph, unless lines are wrapped by hand: then a run of them is, up to an empty line, an entry of
    a list or of a dialogue, or a line that ends well before the others.

    >>> text = "The mayor said that the old bridge would\\nstay closed until May."
    >>> paragraphs(text) == [(0, len(text))]
    True
    """
    lines = _lines(text)
    blocks = _blocks(text, lines)
    if len(blocks) == len(lines):
        return lines
    is_wrapped = _is_wrapped(text, blocks)
    is_parted = len(blocks) > 1
    return [
        bounds
        for block in blocks
        for bounds in _paragraphs_of(text, block, is_wrapped, is_parted)
    ]


def _paragraphs_of(
    text: str, block: list[_Line], is_wrapped: bool, is_parted: bool
) -> Iterator[tuple[int, int]]:
    """
    Yield the paragraphs of a block.

    `is_wrapped` says that the text as a whole shows wrapped lines, `is_parted` that empty lines part its paragraphs.
    """
    width = max(_columns(text, line) for line in block) if len(block) > 1 else 0
    is_narrow = MIN_WRAPPED_COLUMNS <= width <= MAX_WRAPPED_COLUMNS
    pieces: Iterable[Sequence[_Line]] = [block]
    if is_wrapped or is_narrow:
        pieces = _split_block(text, block, width, is_wrapped)
    for piece in pieces:
        if is_wrapped or (is_narrow and _is_wrapped_piece(text, piece)):
            yield piece[0][0], piece[-1][1]
        elif is_parted:
            yield from _join_continued_lines(text, piece)
        else:
            yield from piece


def _join_continued_lines(text: str, piece: Sequence[_Line]) -> Iterator[_Line]:
    """Yield lines, those put together that a stray line end cuts in mid-sentence, where empty lines part paragraphs."""
    start, end = piece[0]
    for line, following in pairwise(piece):
        is_long = _columns(text, line) >= MIN_CONTINUED_COLUMNS
        if is_long and _goes_on(text, line, following):
            end = following[1]
            continue
        yield start, end
        start, end = following
    yield start, end


def _goes_on(text: str, line: _Line, following: _Line) -> bool:
    """Say whether a sentence that no mark ends goes on in the line after it: "signed on 3 / March", "on March / 3"."""
    if _ends_sentence(text, line):
        return False
    words = text[following[0] : following[1]]
    return words[0].islower() or (words[0].isdigit() and not _OPENS_ENTRY.match(words))


def _lines(text: str) -> list[_Line]:
    """Return the lines that hold more than white space, without the white space around them."""
    lines, offset = [], 0
    for line in text.splitlines(keepends=True):
        if words := line.strip():
            start = offset + len(line) - len(line.lstrip())
            lines.append((start, start + len(words)))
        offset += len(line)
    return lines


def _blocks(text: str, lines: Sequence[_Line]) -> list[list[_Line]]:
    """Return the runs of lines that no empty line parts."""
    blocks: list[list[_Line]] = []
    for line in lines:
        if blocks and not _has_empty_line(text[blocks[-1][-1][1] : line[0]]):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _has_empty_line(gap: str) -> bool:
    return len(f"{gap}.".splitlines()) > 2


def _ends_sentence(text: str, line: _Line) -> bool:
    return text[line[1] - 1] in _SENTENCE_ENDS


def _columns(text: str, line: _Line) -> int:
    """Return the length of a line in characters, white space of justified text counted as single blanks."""
    return len(" ".join(text[line[0] : line[1]].split()))


def _first_word(text: str, line: _Line) -> str:
    return text[line[0] : line[1]].split(None, 1)[0]


def _is_wrapped(text: str, blocks: Sequence[Sequence[_Line]]) -> bool:
    """
    Say whether most lines break in mid-sentence at a steady width, as in e-mail and old plain-text files.

    Only lines that another follows without an empty one between can tell.
    """
    inner = [line for block in blocks for line in block[:-1]]
    line_count = sum(map(len, blocks))
    if len(inner) < MIN_BREAKS_OF_WRAPPED_TEXT or len(inner) * 2 < line_count:
        return False
    broken = [line for line in inner if not _ends_sentence(text, line)]
    if len(broken) * 3 < len(inner) * 2:
        return False
    lines = [line for block in blocks if len(block) > 1 for line in block]
    widest = max(_columns(text, line) for line in inner)
    # The last lines of blocks, too: a heading over each long paragraph is no wrapped text.
    widest_of_all = max(_columns(text, line) for line in lines)
    if widest > MAX_WRAPPED_COLUMNS or widest_of_all > MAX_LAST_COLUMNS:
        return _is_filled(text, blocks) or _is_ragged_prose(text, blocks, inner)
    return _is_prose(text, lines) or _is_filled(text, blocks)


def _is_ragged_prose(
    text: str, blocks: Sequence[Sequence[_Line]], inner: Sequence[_Line]
) -> bool:
    """Say whether prose is cut anywhere, as by a copy from a page of columns, into lines too long for a list's."""
    if sum(_columns(text, line) for line in inner) < MIN_CONTINUED_COLUMNS * len(inner):
        return False
    continued = sum(
        _goes_on(text, line, following)
        for block in blocks
        for line, following in pairwise(block)
    )
    return continued * 3 >= len(inner) and _is_prose(text, inner)


def _is_prose(text: str, lines: Sequence[_Line]) -> bool:
    """Say whether a sentence ends within a line and another begins there."""
    return any(_SENTENCE_ENDS_WITHIN.search(text, *line) for line in lines)


def _is_filled(text: str, blocks: Sequence[Sequence[_Line]]) -> bool:
    """Say whether at most lines the next word had no room, and one goes on in lower case, as verse hardly does."""
    full = continued = total = widest = 0
    for block in blocks:
        width = max(_columns(text, line) for line in block)
        widest = max(widest, width)
        for line, following in pairwise(block):
            total += 1
            continued += _goes_on(text, line, following)
            full += not _has_room(text, line, following, width)
    return widest >= MIN_WRAPPED_COLUMNS and full * 3 >= total * 2 and bool(continued)


def _has_room(text: str, line: _Line, following: _Line, columns: int) -> bool:
    """Say whether the first word of `following` fits after `line` in so many columns; none does after half a word."""
    if _CUTS_WORD.search(text[line[0] : line[1]]):
        return False
    needed = _columns(text, line) + 1 + len(_first_word(text, following))
    return needed <= columns


def _split_block(
    text: str, block: Sequence[_Line], width: int, is_wrapped: bool
) -> Iterator[list[_Line]]:
    """Yield the lines of a block in runs that end where its writer began a new line on purpose."""
    run = [block[0]]
    for line, following in pairwise(block):
        ends_sentence = _ends_sentence(text, line)
        # In text that is wrapped, a line may be cut anywhere: "Bob / Dylan". Elsewhere a short one is a heading.
        may_end = ends_sentence or not is_wrapped
        if may_end and _is_new_paragraph(text, line, following, width):
            yield run
            run = []
        run.append(following)
    yield run


def _is_new_paragraph(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Say whether `following` opens a paragraph, by its first characters and by the room that `line` left."""
    words = text[following[0] : following[1]]
    if words[0].islower():
        return False
    if _ends_sentence(text, line) and (
        _OPENS_ENTRY.match(words) or _indent(text, following) > _indent(text, line)
    ):
        return True
    # Lines wrapped by hand are ragged: a quarter of the width is left to them. Chosen, not measured.
    return _has_room(text, line, following, width * 3 // 4)


def _indent(text: str, line: _Line) -> int:
    """Return how many characters of white space stand before a line."""
    start = line[0]
    while start and text[start - 1] in " \t\u00a0":
        start -= 1
    return line[0] - start


def _is_wrapped_piece(text: str, piece: Sequence[_Line]) -> bool:
    """
    Say whether lines without an empty one between are wrapped, in a text that as a whole does not show it.

    Each line is so full that the next word had no room, and one at least is cut in mid-sentence:
    "signed the treaty on 3 / March 2026 and left on / the same day".
    """
    if len(piece) < 2:
        return False
    width = max(_columns(text, line) for line in piece)
    continued = 0
    for line, following in pairwise(piece):
        if _has_room(text, line, following, width):
            return False
        continued += _goes_on(text, line, following)
    return continued > 0
