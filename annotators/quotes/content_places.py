"""Places within a content at which it may end, by the punctuation that stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite

from .cues import Cue
from .frames import Frame
from .lexicon import QuoteLexicon

__all__ = [
    "ContentInFrame",
    "ContentPlace",
    "is_colon_before_marks",
    "is_comma_after_marks",
    "is_dash_between_words",
    "is_dash_to_the_end",
]


_WORD_DASHES = ("—", "–", "―", "-", "--")
"""Dashes that stand between words; "--" is a dash of a typewriter, which opens no turn of dialogue."""


class ContentInFrame(NamedTuple):
    """The content of a cue that begins at position `start` of the frame's tokens, and what is asked of it often."""

    frame: Frame
    cue: Cue
    start: int
    lexicon: QuoteLexicon
    text: str
    last_finite: int
    last_dash: int
    # the cue and the verbs that the parse joins to it, by their indexes
    joined_verbs: frozenset[int]

    @classmethod
    def of(
        cls, frame: Frame, cue: Cue, start: int, lexicon: QuoteLexicon, text: str
    ) -> ContentInFrame:
        """Return the content of `cue` that begins at position `start`, in the article's `text`."""
        joined_verbs = {cue.verb.i, *(word.i for word in cue.verb.conjuncts)}
        tokens = frame.tokens
        return cls(
            frame,
            cue,
            start,
            lexicon,
            text,
            _last_finite(tokens),
            _last_dash(tokens),
            frozenset(joined_verbs),
        )


class ContentPlace(NamedTuple):
    """A token within a content, by its position in the frame, at which the content may end."""

    content: ContentInFrame
    position: int

    @property
    def tokens(self) -> Sequence[Word]:
        """The tokens of the frame."""
        return self.content.frame.tokens

    @property
    def token(self) -> Word:
        """The token itself."""
        return self.tokens[self.position]

    @property
    def before(self) -> Word:
        """The token before it."""
        return self.tokens[self.position - 1]


def is_dash_between_words(token: Word) -> bool:
    """Return whether a token is a dash as it stands between words: « le maire — absent — dit que »."""
    return token.text in _WORD_DASHES


def _last_finite(tokens: Sequence[Word]) -> int:
    """Return the position of the last finite verb; -1 where there is none."""
    for position in range(len(tokens) - 1, -1, -1):
        if is_finite(tokens[position]):
            return position
    return -1


def _last_dash(tokens: Sequence[Word]) -> int:
    """Return the position of the last dash; -1 where there is none."""
    for position in range(len(tokens) - 1, -1, -1):
        if is_dash_between_words(tokens[position]):
            return position
    return -1


def is_colon_before_marks(place: ContentPlace) -> bool:
    """Return whether a token is a colon that marks follow at once."""
    return place.token.text == ":" and _are_marks_next(
        place.content.frame, place.position
    )


def is_dash_to_the_end(place: ContentPlace) -> bool:
    """Return whether a token is the last dash, with white space on both sides: it sets off what stands after it."""
    if place.position != place.content.last_dash:
        return False
    return bool(place.before.whitespace_ and place.token.whitespace_)


def is_comma_after_marks(place: ContentPlace) -> bool:
    """Return whether a token is a comma after closing marks, after which no other verb of the content stands."""
    frame, position = place.content.frame, place.position
    if place.token.text != "," or place.content.last_finite >= position:
        return False
    if not _closes_marks(frame, place.before, place.token):
        return False
    # « elle « rassure », « unit » et « protège » »: the enumeration goes on.
    return not _goes_on_in_marks(frame, position)


def _are_marks_next(frame: Frame, position: int) -> bool:
    """Return whether marks follow the token at `position` at once, before any other token."""
    here = frame.tokens[position].idx
    following = frame.tokens[position + 1 : position + 2]
    limit = following[0].idx if following else frame.end
    return any(here < quoted.start < limit for quoted in frame.quoted_spans)


def _goes_on_in_marks(frame: Frame, position: int) -> bool:
    """Return whether marks follow the comma at `position`, a conjunction at most between."""
    comma = frame.tokens[position]
    starts = [q.start for q in frame.quoted_spans if q.start > comma.idx]
    if not starts:
        return False
    between = [t for t in frame.tokens[position + 1 :] if t.idx < starts[0]]
    return all(token.pos_ == "CCONJ" for token in between)


def _closes_marks(frame: Frame, before: Word, comma: Word) -> bool:
    """Return whether a quoted span stands between a comma and the token before it."""
    return any(
        before.idx < quoted.start < quoted.end <= comma.idx
        for quoted in frame.quoted_spans
    )
