"""An article's text as the rules of time read it: its tokens, and what the lexicon says of each stretch of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from pressmark.yaml_files.lexicons import OURS, Lexicons

from .lexicon import TOKEN, Piece, TimeLexicon, load_lexicon, lookup_key
from .numbers import (
    MAX_DAY,
    composes,
    decimal_value,
    is_decade,
    is_recent_year,
    is_year,
    roman_number,
)

__all__ = ["TimeReading", "read_text"]

_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
# « 12/05/1999 », « 12.05.99 »
_SLASHED_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})")
# « 2024/25 », « 2024/2025 »
_YEAR_PAIR = re.compile(r"(\d{4})/(\d{4}|\d{2})")
# "7.30 p.m."
_HOUR_WITH_POINT = re.compile(r"([01]?\d|2[0-4])\.([0-5]\d)")
_PLAIN = frozenset({"word"})
MAX_TOKENS_BEFORE_ANCHOR = 6
"""How many tokens before its first anchor an expression may begin: « au cours des trois toutes dernières années »."""
_MAX_WORD_TOKENS = 4
"""How many tokens back a word of the lexicon is looked for. The longest of « âgé de » and its like has three."""
_MAX_INT_DIGITS = 9
"""Longer digits are no day, year or hour; they are read as 0, so that no text can make huge integers."""
_MAX_REMEMBERED_FORMS = 1 << 15
"""How many written forms are looked up once for all articles: texts repeat their words. Chosen."""


Pieces = dict[str, list[Piece]]


class TimeReading:
    """
    A text in tokens: the key, start and end of each (in code points, end-exclusive), and the pieces that begin there.

    Orders of the rules `without` are not looked for.

    A piece is a word of the lexicon, a number, or a mark. All methods take the position of a token.
    """

    def __init__(
        self, text: str, lexicon: TimeLexicon, without: frozenset[str] = frozenset()
    ) -> None:
        self.lexicon = lexicon
        self.without = without
        self._entries = lexicon.entries
        tokens = list(TOKEN.finditer(text))
        looked_up = [_look_up(token[0], lexicon.language) for token in tokens]
        self.keys = [key for key, _ in looked_up]
        self.starts = [token.start() for token in tokens]
        self.ends = [
            token.end() - cut for token, (_, cut) in zip(tokens, looked_up, strict=True)
        ]
        # Most words are far from any expression: only what is asked for is looked up.
        self._pieces: list[Pieces | None] = [None] * len(tokens)

    def __len__(self) -> int:
        return len(self.keys)

    def beginnings(self) -> Iterator[int]:
        """Yield where an expression may begin: at a number or a word of the lexicon, with an anchor close by."""
        first, keys = 0, self.keys
        for anchor in self._anchors():
            first = max(first, anchor - MAX_TOKENS_BEFORE_ANCHOR)
            for position in range(first, anchor + 1):
                key = keys[position]
                if key in self._entries or key[0].isdigit() or roman_number(key):
                    yield position
            first = anchor + 1

    def _anchors(self) -> Iterator[int]:
        """
        Yield the tokens that can anchor an expression: a word of an anchor class, a number.

        « le », « dernier » and « matin » stand in many sentences that tell no time: a word that tells one must be near.
        """
        anchors = self.lexicon.anchors
        for position, (key, next_key) in enumerate(pairwise((*self.keys, ""))):
            # « la » alone is none, « la veille » is one.
            if key in anchors or key[0].isdigit() or (key, next_key) in anchors:
                yield position

    def pieces(self, position: int) -> Pieces:
        """Return the pieces that begin at a token, by class, the longest first; nothing beyond the end."""
        if position >= len(self._pieces):
            return {}
        pieces = self._pieces[position]
        if pieces is None:
            pieces = self._pieces[position] = self._find_pieces(position)
        return pieces

    def is_plain(self, position: int) -> bool:
        """Return whether the lexicon holds no word that begins at a token."""
        return set(self.pieces(position)) <= _PLAIN

    def ends_before(self, position: int, word_class: str) -> bool:
        """Tell whether a word of this class ends right before a token (« âgée de » before « 24 ans »)."""
        for length in range(1, min(_MAX_WORD_TOKENS, position) + 1):
            words = self._lexicon_pieces(position - length).get(word_class, ())
            if any(word.length == length for word in words):
                return True
        return False

    def _find_pieces(self, position: int) -> Pieces:
        """Find the pieces that begin at a token."""
        key = self.keys[position]
        if key not in self._entries and key[0].isalpha() and not roman_number(key):
            return _pieces_of_plain_word(key)
        pieces = self._lexicon_pieces(position)
        if key[0].isdigit():
            self._add_digits(position, pieces)
        elif (roman := roman_number(key)) is not None:
            pieces["roman"] = [Piece(1, roman)]
        # « vingt et un » is one number, whatever the lexicon has of its words.
        if "number" in pieces:
            pieces["number"] = [self._compose_number(position, pieces["number"][0])]
        # « le premier mai »: « premier » is a day, as « 2 » is
        if "first_day" in pieces:
            pieces.setdefault("day", []).extend(pieces["first_day"])
        # A mark is a class of its own: orders name « - » and « , » as they are.
        if not key[0].isalnum():
            pieces[key] = [Piece(1, key)]
        elif not pieces and key[0].isalpha():
            pieces["word"] = [Piece(1, key)]
        return pieces

    def _lexicon_pieces(self, position: int) -> Pieces:
        """Find the words of the lexicon that begin at a token, by class."""
        pieces: Pieces = {}
        following = position + 1
        for further_keys, word_class, piece in self._entries.get(
            self.keys[position], ()
        ):
            # The second token is compared first: it decides nearly always, and costs no copy.
            if not further_keys or (
                following < len(self.keys)
                and self.keys[following] == further_keys[0]
                and self.keys[following : position + piece.length] == further_keys
            ):
                pieces.setdefault(word_class, []).append(piece)
        return pieces

    def _add_digits(self, position: int, pieces: Pieces) -> None:
        """Add what a token that begins with a digit may be: a whole date, a whole number, a number with a comma."""
        key = self.keys[position]
        if date := _ISO_DATE.fullmatch(key):
            pieces["iso"] = [Piece(1, tuple(map(int, date.groups())))]
        elif date := _SLASHED_DATE.fullmatch(key):
            pieces["slashed"] = [Piece(1, tuple(map(int, date.groups())))]
        elif key.isdecimal():
            self._add_whole_number(position, key, pieces)
        elif years := _YEAR_PAIR.fullmatch(key):
            pieces["year_pair"] = [Piece(1, tuple(map(int, years.groups())))]
        elif "," in key or "." in key:
            pieces["number"] = [Piece(1, decimal_value(key))]
            if hour := _HOUR_WITH_POINT.fullmatch(key):
                pieces["hour_point"] = [Piece(1, tuple(map(int, hour.groups())))]

    def _add_whole_number(self, position: int, key: str, pieces: Pieces) -> None:
        """Add what a whole number may be: a number, a day, a year, and with its ending « 3e » or "1990s"."""
        value = int(key) if len(key) <= _MAX_INT_DIGITS else 0
        is_day = 1 <= value <= MAX_DAY
        is_followed = self._touches_next(position)
        # « 1er mai », "the 3rd"
        if is_followed and "ordinal_end" in self._lexicon_pieces(position + 1):
            pieces.setdefault("nth", []).append(Piece(2, value))
            if is_day:
                pieces.setdefault("day", []).append(Piece(2, value))
            return
        # "the 1990s"
        if is_followed and self.keys[position + 1] == "s" and is_decade(value):
            pieces.setdefault("decade_digits", []).append(Piece(2, value))
            return
        is_year_long = len(key) == 4
        classes = {
            "digits": True,
            "number": True,
            "day": is_day and len(key) <= 2,
            "year": is_year_long and is_year(value),
            "recent": is_year_long and is_recent_year(value),
            # « octobre 98 »
            "short": len(key) == 2,
        }
        for word_class, holds in classes.items():
            if holds:
                pieces.setdefault(word_class, []).append(Piece(1, value))

    def _touches_next(self, position: int) -> bool:
        """Tell whether the next token is written on to this one, without a space."""
        following = position + 1
        if following >= len(self.keys):
            return False
        gap = self.starts[following] - self.ends[position]
        return gap == 0

    def _compose_number(self, position: int, first: Piece) -> Piece:
        """Compose the number words that make one number: « vingt et un », « quatre-vingt-dix », "twenty-one"."""
        total, length = first.value, first.length
        while True:
            addend_position = self._past_number_joint(position + length)
            if addend_position >= len(self.keys):
                break
            addends = self._lexicon_pieces(addend_position).get("number")
            # « trois quatre » are two numbers, « vingt-trois » is one.
            if not addends or not composes(total, addends[0].value):
                break
            addend = addends[0]
            # « trois cents », not « cent trois »
            is_multiplied = addend.value >= 100 and total < addend.value
            total = total * addend.value if is_multiplied else total + addend.value
            length = addend_position + addend.length - position
        return Piece(length, total)

    def _past_number_joint(self, position: int) -> int:
        """Return the position after a hyphen or « et » between number words; `position` itself when there is none."""
        if position >= len(self.keys):
            return position
        if self.keys[position] == "-":
            return position + 1
        if "number_joint" in self._lexicon_pieces(position):
            return position + 1
        return position


@lru_cache(maxsize=_MAX_REMEMBERED_FORMS)
def _pieces_of_plain_word(key: str) -> Pieces:
    """Return the one piece of a word that no entry has; nobody adds to it."""
    return {"word": [Piece(1, key)]}


@lru_cache(maxsize=_MAX_REMEMBERED_FORMS)
def _look_up(form: str, language: str) -> tuple[str, int]:
    """Return the key of a token and what is cut from its end: an apostrophe that no entry has, as in "year's"."""
    key = lookup_key(form)
    lexicon = load_lexicon(language)
    if lexicon is None or not key.endswith("'") or key in lexicon.entries:
        return key, 0
    # "the year's end": the tokenizer keeps the apostrophe with its word, as French has it.
    bare_key = key[:-1]
    if bare_key in lexicon.entries:
        return bare_key, 1
    return key, 0


def read_text(
    text: str,
    language: str,
    without: frozenset[str] = frozenset(),
    lexicons: Lexicons = OURS,
) -> TimeReading | None:
    """
    Read `text` with the lexicon of `language`; None when there is none.

    >>> read_text("L’été dernier", "fr").keys
    ["l'", 'été', 'dernier']
    """
    lexicon = load_lexicon(language, lexicons)
    if lexicon is None:
        return None
    return TimeReading(text, lexicon, without)
