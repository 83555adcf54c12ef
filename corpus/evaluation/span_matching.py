"""
Which annotation of one side is which of the other: pairs of positions, each position in one pair.

Quotes overlap when their characters do by more than half (Jaccard); entities, events and times when they share one. The
best pair is taken first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

__all__ = [
    "LabelledSpan",
    "Pairs",
    "Row",
    "match_quotes",
    "match_spans",
    "match_trimmed_quotes",
    "unlabelled_spans",
]

Row = Mapping[str, Any]
"""An annotation, or an article with its layers, as `pressmark export --format jsonl` writes it."""

Pairs = list[tuple[int, int]]
"""A position in the first list and one in the second, for each match."""

LabelledSpan = tuple[int, int, str]
"""Start, end (exclusive) and label; offsets are in code points."""

_EDGES = " \t\r\n\u00a0\u202f\"“”«»„'‘’.,;:!?…—–-()"
"""What may or may not belong to a quote: marks, space and punctuation at either end."""

# Above a half a quote can match but few others: two gold quotes side by side are not both found by one long one.
MIN_QUOTE_OVERLAP = 0.5
"""The Jaccard index above which two quotes are one: more than half of the characters of either are of both."""


def match_spans(
    gold: Sequence[LabelledSpan],
    predicted: Sequence[LabelledSpan],
    *,
    labelled: bool = False,
) -> Pairs:
    """
    Match spans that share a character, equal bounds first, then the longest overlap; `labelled` asks for equal labels.

    >>> match_spans([(0, 8, "PER")], [(4, 8, "PER"), (0, 8, "ORG")])
    [(0, 1)]
    >>> match_spans([(0, 8, "PER")], [(4, 8, "PER"), (0, 8, "ORG")], labelled=True)
    [(0, 0)]
    """
    # Positions come last: of pairs that are equally good the first in the lists is taken.
    ranked: list[tuple[bool, int, int, int]] = []
    for i, (gold_start, gold_end, gold_label) in enumerate(gold):
        for j, (start, end, label) in enumerate(predicted):
            overlap = min(gold_end, end) - max(gold_start, start)
            if overlap > 0 and (not labelled or gold_label == label):
                # False sorts first: equal bounds win over a longer overlap with another span.
                differs = (gold_start, gold_end) != (start, end)
                # Negative, so that the longest overlap sorts first.
                ranked.append((differs, -overlap, i, j))
    return _take_once((i, j) for _, _, i, j in sorted(ranked))


def unlabelled_spans(rows: Iterable[Row]) -> list[LabelledSpan]:
    """Return the bounds of annotations with an empty label, to be matched by bounds alone."""
    return [(row["start"], row["end"], "") for row in rows]


def match_quotes(text: str, gold: Sequence[Row], predicted: Sequence[Row]) -> Pairs:
    """Match quotes whose characters overlap by more than half (Jaccard), the best pair first."""
    gold_letters = [_quote_letters(text, quote) for quote in gold]
    letters = [_quote_letters(text, quote) for quote in predicted]
    return _take_best(
        len(gold), len(predicted), lambda i, j: _jaccard(gold_letters[i], letters[j])
    )


def match_trimmed_quotes(
    text: str, gold: Sequence[Row], predicted: Sequence[Row]
) -> Pairs:
    """Match quotes whose bounds are equal, marks and punctuation at either end left out."""
    gold_bounds = [_trim(text, quote["start"], quote["end"]) for quote in gold]
    bounds = [_trim(text, quote["start"], quote["end"]) for quote in predicted]
    return _take_best(
        len(gold), len(predicted), lambda i, j: float(gold_bounds[i] == bounds[j])
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a stretch without the `_EDGES` at either end."""
    # Annotators differ on whether the comma in « Oui, » and the marks belong to the quote; the words are what counts.
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _quote_letters(text: str, quote: Row) -> frozenset[int]:
    """Return the offsets of a quote's characters, white space and edges left out, piece by piece."""
    pieces = quote.get("spans") or [(quote["start"], quote["end"])]
    offsets: set[int] = set()
    for start, end in pieces:
        # Each piece is trimmed: « Oui, » dit-elle, « demain » has marks at four ends.
        offsets.update(range(*_trim(text, start, end)))
    return frozenset(offset for offset in offsets if not text[offset].isspace())


def _jaccard(first: frozenset[int], second: frozenset[int]) -> float:
    """Return how much two sets share, of what either has; 0 where one is empty."""
    return len(first & second) / len(first | second) if first and second else 0.0


def _take_best(gold: int, predicted: int, score: Callable[[int, int], float]) -> Pairs:
    """Return pairs of positions that score above `MIN_QUOTE_OVERLAP`, each position once, the highest score first."""
    ranked: list[tuple[float, int, int]] = []
    for i in range(gold):
        ranked += [(score(i, j), i, j) for j in range(predicted)]
    ranked.sort(reverse=True)
    return _take_once((i, j) for value, i, j in ranked if value > MIN_QUOTE_OVERLAP)


def _take_once(pairs: Iterable[tuple[int, int]]) -> Pairs:
    """Return the pairs whose positions are in no pair before them."""
    firsts: set[int] = set()
    seconds: set[int] = set()
    matches: Pairs = []
    for i, j in pairs:
        # Greedy, not optimal: the best pair is never given up so that two worse ones fit.
        if i not in firsts and j not in seconds:
            firsts.add(i)
            seconds.add(j)
            matches.append((i, j))
    return matches
