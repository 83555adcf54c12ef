"""An article as the rules read it: its text, its parse, and the lexicon of its language."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pressmark.annotators.grammar.tree import tree_of
from pressmark.annotators.grammar.written_forms import straighten

from .candidates import NameCandidate
from .capital_stretches import find_capital_stretches
from .lexicon import EntityLexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pressmark.annotators.grammar.tree import Word

__all__ = ["MAX_NAME_TOKENS", "Reading"]

MAX_NAME_TOKENS = 60
"""How many tokens a rule follows a name for: no name has so many, but a page in capitals has no end. Chosen."""
_MAX_PHRASE_TOKENS = 3
"""The longest phrase that `follows_phrase` is asked for: « à destination de »."""
# « J. », « U.S. », "J.R.R."
_MAX_INITIAL_LETTERS = 3
# « UE » to « UNESCO »; chosen, not measured
_ACRONYM_LENGTHS = range(2, 7)
# two words in capitals are a name: « MARTINE DUVAL »
_MIN_HEADLINE_WORDS = 3
# After these a capital opens a sentence, after the marks below words of their own.
_SENTENCE_ENDS = frozenset({".", "!", "?", "…", "..."})
_OPENING_MARKS = frozenset("«“„\"'`‘»”’([{—–-:•*_")
# « Châlons-sur-Marne », « Val-d'Oise », « Dijon–Nevers »
_HYPHENATED_WORD = re.compile(r"[^\W\d_][\w']*(?:[-–][\w']+)+")
_HYPHENS = "-–"


@dataclass(frozen=True)
class Reading:
    """
    The text of an article, its tokens, and the lexicon of its language.

    Offsets count code points; a position is the number of a token. `straight_text` has straight apostrophes and plain
    spaces and the same offsets; `surface_forms` are the tokens of it, `lower_forms` the same in lower case.
    """

    doc: Doc
    lexicon: EntityLexicon
    text: str
    straight_text: str = field(init=False)
    tokens: list[Word] = field(init=False)
    starts: list[int] = field(init=False)
    surface_forms: list[str] = field(init=False)
    lower_forms: list[str] = field(init=False)
    # Whether a capital is a name's, by position: several rules ask it of the same token.
    name_capitals: dict[int, bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        tokens, straight_text = list(tree_of(self.doc)), straighten(self.text)
        # Straightening keeps every offset.
        surface_forms = [
            straight_text[token.idx : token.idx + len(token.text)] for token in tokens
        ]
        derived_fields = {
            "straight_text": straight_text,
            "tokens": tokens,
            "starts": [token.idx for token in tokens],
            "surface_forms": surface_forms,
            "lower_forms": [token.form for token in tokens],
        }
        for name, value in derived_fields.items():
            # as dataclasses do in a frozen class
            object.__setattr__(self, name, value)

    def position_at(self, offset: int) -> int:
        """Return the position of the token that holds `offset`; -1 before the first."""
        return bisect_right(self.starts, offset) - 1

    def position_from(self, offset: int) -> int:
        """Return the position of the first token that starts at `offset` or after it."""
        return bisect_left(self.starts, offset)

    def token(self, position: int) -> Word | None:
        """Return the token at `position`; None beyond either end."""
        try:
            return self.tokens[position] if position >= 0 else None
        except IndexError:
            return None

    def form(self, position: int) -> str:
        """Return the token in lower case with straight apostrophes, to look up; empty beyond either end."""
        try:
            return self.lower_forms[position] if position >= 0 else ""
        except IndexError:
            return ""

    def end_of(self, position: int) -> int:
        """Return the offset where the token at `position` ends, exclusive."""
        form = self.surface_forms[position]
        return self.starts[position] + len(form)

    def candidate(
        self, first: int, last: int, label: str, rule: str, detail: str | None = None
    ) -> NameCandidate:
        """Return the candidate that the tokens from position `first` to `last`, inclusive, make."""
        return NameCandidate(
            self.starts[first], self.end_of(last), label, rule, detail=detail
        )

    def tokens_of(self, name: NameCandidate) -> list[Word]:
        """Return the tokens that a name touches."""
        first = max(0, self.position_at(name.start))
        end = self.position_from(name.end)
        return self.tokens[first:end]

    def surface(self, name: NameCandidate) -> str:
        """Return the name as it stands, with straight apostrophes and plain spaces, to compare."""
        return self.straight_text[name.start : name.end]

    def has_capital(self, position: int) -> bool:
        """Tell whether the token opens with a capital; False beyond either end."""
        if not 0 <= position < len(self.surface_forms):
            return False
        form = self.surface_forms[position]
        return form[:1].isupper()

    def may_be_name(self, position: int) -> bool:
        """Tell whether the parse lets a capital be a name: a proper noun, or any noun where all of them have capitals."""
        tag = self.tokens[position].pos_
        return tag == "PROPN" or (tag == "NOUN" and self.lexicon.capital_nouns)

    def is_acronym(self, position: int) -> bool:
        """Tell whether the token is two to six capitals."""
        token = self.token(position)
        if token is None:
            return False
        text = token.text
        if len(text) not in _ACRONYM_LENGTHS:
            return False
        return text.isalpha() and text.isupper()

    def is_initial(self, position: int) -> bool:
        """Tell whether the token is a single capital, or capitals parted by points (« J. », « U.S. »)."""
        token = self.token(position)
        if token is None or not token.text.isupper():
            return False
        letters = token.text.replace(".", "")
        return len(letters) <= _MAX_INITIAL_LETTERS

    def follows_phrase(self, position: int, phrases: frozenset[str]) -> bool:
        """Tell whether one of the phrases, of one to three words in lower case, stands right before this token."""
        phrase = ""
        for distance in range(1, _MAX_PHRASE_TOKENS + 1):
            word = self.form(position - distance)
            phrase = f"{word} {phrase}" if phrase else word
            if phrase in phrases:
                return True
        return False

    @cached_property
    def model_names(self) -> list[tuple[int, int, str]]:
        """The names that the model saw, in text order: offsets and the model's own label."""
        entities = self.doc.ents
        return [(span.start_char, span.end_char, span.label_) for span in entities]

    @cached_property
    def listed_names(self) -> list[tuple[int, int, tuple[str, str]]]:
        """The names that the lexicon lists, in text order: offsets, label and the rule that they are told by."""
        return list(self.lexicon.listed_names.find(self.text))

    @cached_property
    def listed_spans(self) -> frozenset[tuple[int, int]]:
        """The offsets of each of them."""
        return frozenset((start, end) for start, end, _ in self.listed_names)

    @cached_property
    def capitals(self) -> list[int]:
        """The positions of the tokens that open with a capital."""
        forms = enumerate(self.surface_forms)
        return [position for position, form in forms if form[:1].isupper()]

    @cached_property
    def _positions_by_form(self) -> dict[str, list[int]]:
        """The positions of each token's form in lower case, so that a rule about a few words asks for those alone."""
        positions: dict[str, list[int]] = {}
        for position, form in enumerate(self.lower_forms):
            positions.setdefault(form, []).append(position)
        return positions

    def positions_of(self, words: frozenset[str]) -> list[int]:
        """Return the positions of the tokens that are one of these words, in any case, in order."""
        positions: list[int] = []
        by_form = self._positions_by_form
        for word in words & by_form.keys():
            positions += by_form[word]
        return sorted(positions)

    @cached_property
    def hyphenated_words(self) -> list[tuple[int, int]]:
        """The offsets, start and end, of words joined by hyphens or dashes (« Châlons-sur-Marne »), in order."""
        spans: list[tuple[int, int]] = []
        end_of_last = 0
        hyphens = [
            offset
            for mark in _HYPHENS
            for offset in _find_mark(self.straight_text, mark)
        ]
        for hyphen in sorted(hyphens):
            if hyphen < end_of_last:
                continue
            # The pattern is tried at the words before hyphens alone: most texts have few hyphens.
            word = _HYPHENATED_WORD.match(
                self.straight_text, _word_start(self.straight_text, hyphen)
            )
            if word is not None:
                spans.append(word.span())
                end_of_last = word.end()
        return spans

    @cached_property
    def _line_breaks(self) -> list[int]:
        """The offsets of the line breaks."""
        return list(_find_mark(self.text, "\n"))

    @cached_property
    def _headlines(self) -> dict[int, bool]:
        """Whether a line is a headline in capitals, by its number, for those that were asked about."""
        return {}

    def is_headline(self, offset: int) -> bool:
        """
        Tell whether `offset` is within a headline: a line all in capitals, of three words at least, or such a stretch.

        A stretch is four words in capitals within a line, at least two of them too long for initials.
        """
        stretches = self._capital_stretches
        index = bisect_right(stretches, offset, key=lambda stretch: stretch[0]) - 1
        if index >= 0 and offset < stretches[index][1]:
            return True
        line_number = bisect_left(self._line_breaks, offset)
        if line_number not in self._headlines:
            line = self._line(line_number)
            has_words = len(line.split()) >= _MIN_HEADLINE_WORDS
            self._headlines[line_number] = has_words and line.isupper()
        return self._headlines[line_number]

    @cached_property
    def _capital_stretches(self) -> list[tuple[int, int]]:
        """The offsets, start and end, of words in capitals one after the other, in order."""
        return find_capital_stretches(self.straight_text)

    def _line(self, line_number: int) -> str:
        """Return the line with this number, without its break."""
        breaks = self._line_breaks
        start, end = 0, len(self.text)
        # The first line has no break before it, the last none after it.
        if line_number > 0:
            start = breaks[line_number - 1] + 1
        if line_number < len(breaks):
            end = breaks[line_number]
        return self.text[start:end]

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words that the article also writes in lower case."""
        return frozenset(form for form in self.surface_forms if form.islower())

    def is_opening(self, position: int) -> bool:
        """Tell whether a capital means nothing here: it opens a sentence, a line, or words between marks."""
        token, previous = self.token(position), self.token(position - 1)
        if token is None or previous is None:
            return True
        # The parse sometimes begins a sentence after a plain word: only a mark before the capital explains it.
        if previous.is_space or previous.text in _SENTENCE_ENDS:
            return True
        # « l'Ivoirien »: an elided article ends with an apostrophe, which opens nothing
        is_word = previous.text[0].isalpha()
        return previous.text[-1] in _OPENING_MARKS and not is_word


def _find_mark(text: str, mark: str) -> Iterator[int]:
    """Find the offsets of every `mark` in `text`."""
    offset = text.find(mark)
    while offset >= 0:
        yield offset
        offset = text.find(mark, offset + 1)


def _word_start(text: str, end: int) -> int:
    """Return the offset where the word begins that ends at `end`."""
    while end > 0:
        letter = text[end - 1]
        if not letter.isalnum() and letter not in "'_":
            break
        end -= 1
    return end
