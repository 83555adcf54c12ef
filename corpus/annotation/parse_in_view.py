"""
A parse moved between the stored text and its view: tokens of white space put in, or left out.

`parse` reads the view and gives a doc of the stored text, as foreign annotators and spaCy's users expect it; our layers
read the doc of the view, made of that one. What a component left in the doc (spans, categories) moves with it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pressmark.text_view import TextView

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["parse_in_stored_text", "parse_in_view"]

_USER_DATA_KEY = "pressmark.view"
_COLUMNS = [
    "NORM", "TAG", "POS", "MORPH", "LEMMA", "DEP", "ENT_TYPE", "ENT_KB_ID", "ENT_ID", "HEAD", "ENT_IOB", "SENT_START",
]  # fmt: skip
_HEAD, _ENT_IOB, _SENT_START, _POS, _DEP = (
    _COLUMNS.index(name) for name in ("HEAD", "ENT_IOB", "SENT_START", "POS", "DEP")
)
_INSIDE, _OUTSIDE, _BEGINS = 1, 2, 3  # spaCy's numbers of ENT_IOB


@dataclass(frozen=True, slots=True)
class _Token:
    """A token to be: its text, whether a blank follows, and the number of the token that it is made of, if any."""

    text: str
    is_spaced: bool
    origin: int | None


def parse_in_stored_text(doc: Doc, view: TextView) -> Doc:
    """Return the parse of a view as one of its stored text: `doc.text == view.stored`."""
    if view.is_stored_text:
        return doc
    return _remake(doc, list(_stored_tokens(doc, view)), view.stored_bounds)


def parse_in_view(doc: Doc, view: TextView) -> Doc | None:
    """
    Return the parse of a stored text as one of its view; None where a token of it holds words and line ends alike.

    It is made once for all layers, and held in the `user_data` of `doc`.
    """
    if view.is_stored_text:
        return doc
    if _USER_DATA_KEY not in doc.user_data:
        moved = _remake(doc, list(_view_tokens(doc, view)), view.view_bounds)
        is_whole = moved.text == view.text
        doc.user_data[_USER_DATA_KEY] = moved if is_whole else None
    moved_or_none: Doc | None = doc.user_data[_USER_DATA_KEY]
    return moved_or_none


def _stored_tokens(doc: Doc, view: TextView) -> Iterator[_Token]:
    """Yield the tokens of the stored text: those of the view, and one for each white space that it does not show."""
    text = view.stored
    bounds = [
        view.stored_bounds(token.idx, token.idx + len(token.text)) for token in doc
    ]
    following_starts = [start for start, _ in bounds[1:]] + [len(text)]
    for number, ((start, end), next_start) in enumerate(
        zip(bounds, following_starts, strict=True)
    ):
        is_spaced = end < next_start and text[end] == " "
        yield _Token(text[start:end], is_spaced, number)
        gap = text[end + is_spaced : next_start]
        if gap:
            yield _Token(gap, False, None)


def _view_tokens(doc: Doc, view: TextView) -> Iterator[_Token]:
    """Yield the tokens of the view: those of the stored text but for white space that the view does not show."""
    bounds = []
    for token in doc:
        start, end = view.view_bounds(token.idx, token.idx + len(token.text))
        words = view.text[start:end]
        # White space that is made a blank belongs to the token before it, as spaCy has it.
        if words and (words == token.text or not words.isspace()):
            bounds.append((token.i, start, end))
    following_starts = [start for _, start, _ in bounds[1:]] + [len(view.text)]
    for (number, start, end), next_start in zip(bounds, following_starts, strict=True):
        yield _Token(view.text[start:end], end < next_start, number)


def _remake(doc: Doc, tokens: Sequence[_Token], move_bounds: Any) -> Doc:
    """Return a doc of `tokens` with all that was decided of those that they are made of."""
    from spacy.tokens import Doc

    words = [token.text for token in tokens]
    spaces = [token.is_spaced for token in tokens]
    moved = Doc(doc.vocab, words=words, spaces=spaces)
    if len(doc) and tokens:
        moved.from_array(list(_COLUMNS), _decisions(doc, tokens))
    _copy_components_work(doc, moved, tokens, move_bounds)
    return moved


def _decisions(doc: Doc, tokens: Sequence[_Token]) -> Any:
    """Return the columns of `tokens`, their heads counted anew; white space hangs on the token before it."""
    rows: Any = doc.to_array(list(_COLUMNS)).astype("int64")
    heads = np.arange(len(doc)) + rows[:, _HEAD]
    positions = {
        token.origin: position
        for position, token in enumerate(tokens)
        if token.origin is not None
    }
    moved = np.zeros((len(tokens), len(_COLUMNS)), dtype="int64")
    for position, token in enumerate(tokens):
        if token.origin is None:
            _fill_white_space(moved, position, tokens, rows, doc)
            continue
        moved[position] = rows[token.origin]
        head = positions.get(int(heads[token.origin]))
        if head is None:  # it hung on white space that is left out
            head = _head_above(int(heads[token.origin]), heads, positions, position)
        moved[position, _HEAD] = head - position
    _mend_entity_starts(moved)
    return np.ascontiguousarray(moved.astype("uint64"))


def _fill_white_space(
    moved: Any, position: int, tokens: Sequence[_Token], rows: Any, doc: Doc
) -> None:
    """Fill the row of a token of white space: no start of a sentence, within an entity that goes on after it."""
    if position == 0:
        return
    moved[position, _POS] = doc.vocab.strings.add("SPACE")
    moved[position, _DEP] = doc.vocab.strings.add("dep")
    moved[position, _HEAD] = -1
    moved[position, _SENT_START] = -1
    moved[position, _ENT_IOB] = _OUTSIDE
    following = tokens[position + 1].origin if position + 1 < len(tokens) else None
    if following is not None and rows[following, _ENT_IOB] == _INSIDE:
        for name in ("ENT_TYPE", "ENT_KB_ID", "ENT_ID", "ENT_IOB"):
            column = _COLUMNS.index(name)
            moved[position, column] = rows[following, column]


def _head_above(head: int, heads: Any, positions: dict[int, int], position: int) -> int:
    """Return the position of the first word above one that is left out; the word's own where there is none."""
    seen: set[int] = set()
    while head not in seen:
        if head in positions:
            return positions[head]
        seen.add(head)
        head = int(heads[head])
    return position


def _mend_entity_starts(rows: Any) -> None:
    """Let an entity begin with its first word where it began with white space that is left out."""
    previous = _OUTSIDE
    for row in rows:
        if row[_ENT_IOB] == _INSIDE and previous not in (_INSIDE, _BEGINS):
            row[_ENT_IOB] = _BEGINS
        previous = row[_ENT_IOB]


def _copy_components_work(
    doc: Doc, moved: Doc, tokens: Sequence[_Token], move_bounds: Any
) -> None:
    """Copy what components left beside the tokens: categories, groups of spans, and values of extensions."""
    from spacy.tokens import Span

    moved.cats = dict(doc.cats)
    positions = [
        position for position, token in enumerate(tokens) if token.origin is not None
    ]
    origins = [token.origin for token in tokens if token.origin is not None]
    for name, group in doc.spans.items():
        spans = []
        for span in group:
            first = bisect_left(origins, span.start)
            last = bisect_left(origins, span.end) - 1
            if first <= last:
                start, end = positions[first], positions[last] + 1
                spans.append(
                    Span(
                        moved,
                        start,
                        end,
                        span.label,
                        kb_id=span.kb_id,
                        span_id=span.id,
                    )
                )
        moved.spans[name] = spans
    for key, value in doc.user_data.items():
        if isinstance(key, tuple) and len(key) == 4 and isinstance(key[2], int):
            start, end = key[2], key[3]
            if end is None:
                start = move_bounds(start, start + 1)[0]
            else:
                start, end = move_bounds(start, end)
            moved.user_data[(*key[:2], start, end)] = value
        elif not str(key).startswith("pressmark."):
            moved.user_data[key] = value
