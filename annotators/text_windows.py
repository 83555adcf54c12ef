"""A long article in windows of whole paragraphs that overlap, for a model that reads no more than so much at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.paragraphs import find_paragraphs

__all__ = ["TextWindow", "find_windows"]

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TextWindow:
    """
    Paragraphs of a text that a model reads at once, as offsets in code points.

    The first `overlap` of them were at the end of the window before: they are read again so that the model knows whom
    « elle » means.
    """

    paragraphs: tuple[Bounds, ...]
    overlap: int = 0

    @property
    def start(self) -> int:
        """Where the window begins, what it repeats included."""
        return self.paragraphs[0][0]

    @property
    def end(self) -> int:
        """Where the window ends."""
        return self.paragraphs[-1][1]

    @property
    def own_start(self) -> int:
        """Where what no window before it holds begins."""
        return self.paragraphs[self.overlap][0]

    def halves(self) -> tuple[TextWindow, ...]:
        """Return the window as two that do not overlap; none where it is a single paragraph, which is not cut."""
        count = len(self.paragraphs)
        if count < 2:
            return ()
        middle = count // 2
        return (
            TextWindow(self.paragraphs[:middle], min(self.overlap, middle - 1)),
            TextWindow(self.paragraphs[middle:], max(0, self.overlap - middle)),
        )


def find_windows(text: str, size: int, overlap: int) -> list[TextWindow]:
    """
    Return the windows of `text`, of at most `size` characters each; a paragraph that is longer is cut at white space.

    Every window repeats the last `overlap` paragraphs of the one before, as far as there is room for them and for a new
    one. A text without words has no window.

    >>> [(window.start, window.end) for window in find_windows("One.\\n\\nTwo.\\n\\nThree.", 12, 1)]
    [(0, 10), (6, 18)]
    """
    paragraphs = [
        piece
        for bounds in find_paragraphs(text)
        for piece in _cut_paragraph(text, bounds, size)
    ]
    windows: list[TextWindow] = []
    first = 0
    while first < len(paragraphs):
        last = _last_that_fits(paragraphs, first, size)
        repeated = 0
        if windows:
            repeated = _repeated_paragraphs(paragraphs, first, size, overlap)
            last = _last_that_fits(paragraphs, first - repeated, size)
        chosen = tuple(paragraphs[first - repeated : last + 1])
        windows.append(TextWindow(chosen, repeated))
        first = last + 1
    return windows


def _repeated_paragraphs(
    paragraphs: Sequence[Bounds], first: int, size: int, overlap: int
) -> int:
    """Return how many paragraphs before `first` a window takes in so that `first` still has room in it."""
    repeated = 0
    while repeated < min(overlap, first):
        start = paragraphs[first - repeated - 1][0]
        if paragraphs[first][1] - start > size:
            break
        repeated += 1
    return repeated


def _last_that_fits(paragraphs: Sequence[Bounds], first: int, size: int) -> int:
    """Return the position of the last paragraph of a window that begins with `first`; the first has always room."""
    last = first
    start = paragraphs[first][0]
    while last + 1 < len(paragraphs) and paragraphs[last + 1][1] - start <= size:
        last += 1
    return last


def _cut_paragraph(text: str, bounds: Bounds, size: int) -> Iterator[Bounds]:
    """Yield a paragraph in pieces of at most `size` characters that end at white space, where there is some."""
    start, end = bounds
    while end - start > size:
        cut = start + size
        while cut > start and not text[cut].isspace():
            cut -= 1
        # A stretch without any white space is cut where it must be.
        cut = cut if cut > start else start + size
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
