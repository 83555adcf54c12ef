"""
The words of a tree, as plain values: what the parse says of each, its head, its children, its sentence.

spaCy makes a token anew whenever it is asked for, which costs more than what is read of it. The names are spaCy's, and
so is what they give; `relation` is ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, overload

from .relations import Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Morph", "Sentence", "Word", "WordsAround", "shared_morph"]


class WordsAround(Protocol):
    """What a word reaches of the tree that holds it; `tree.Tree` is it."""

    parse: Doc

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> list[Word]: ...

    def between(self, start: int, end: int) -> list[Word]:
        """Return the words that the text from `start` to `end` (in code points) touches."""

    def root(self, start: int, end: int) -> Word | None:
        """Return the word that the others between two offsets hang on; None where there are none."""

    def sentence(self, index: int) -> Sentence:
        """Return the sentence of the token at `index`."""


class Morph:
    """The features of a word, such as "VerbForm" and "Tense", each with its values."""

    __slots__ = ("features",)

    def __init__(self, written: str) -> None:
        pairs = (pair.partition("=") for pair in written.split("|") if "=" in pair)
        self.features = {name: values.split(",") for name, _, values in pairs}

    def get(self, feature: str, default: list[str]) -> list[str]:
        """Return the values of `feature`; `default` where the word has none."""
        return self.features.get(feature, default)


@cache
def shared_morph(written: str) -> Morph:
    """Return the features that spaCy writes as `Mood=Ind|Tense=Past`: one value for all words that have the same."""
    return Morph(written)


class Word:
    """
    A token of a tree: what the parse says of it, its head (itself for a root), its children in their order.

    `form` is its text in lower case with a straight apostrophe, `lemma` its lemma in lower case: what lexicons hold.
    `i` is its index in the tree, `idx` its offset in the text in code points. `relation` is how it hangs on its head,
    whatever label (`dep_`) the model writes for it.
    """

    __slots__ = (
        "children", "dep_", "doc", "form", "head", "i", "idx", "is_alpha", "is_punct", "is_sent_start", "is_space",
        "lemma", "lemma_", "like_num", "morph", "pos_", "relation", "tag_", "text", "whitespace_",
    )  # fmt: skip
    i: int
    idx: int
    text: str
    form: str
    lemma: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    relation: Relation
    morph: Morph
    head: Word
    children: Sequence[Word]
    doc: WordsAround
    is_sent_start: bool
    is_alpha: bool
    is_punct: bool
    is_space: bool
    like_num: bool
    whitespace_: str

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        # Without it `__len__` would make a token without text count as none.
        return True

    @property
    def subtree(self) -> Iterator[Word]:
        """The word and all below it, from left to right at each."""
        # A stack, because a chain of words may be deeper than Python recurses.
        stack: list[tuple[Word, bool]] = [(self, False)]
        while stack:
            word, is_entered = stack.pop()
            if is_entered or not word.children:
                yield word
                continue
            # What is pushed last comes first: the words before it, itself, the words after it.
            stack += [
                (child, False) for child in reversed(word.children) if child.i > word.i
            ]
            stack.append((word, True))
            stack += [
                (child, False) for child in reversed(word.children) if child.i < word.i
            ]

    @property
    def left_edge(self) -> Word:
        """The first word of its subtree."""
        return min(self.subtree, key=_index)

    @property
    def right_edge(self) -> Word:
        """The last word of its subtree."""
        return max(self.subtree, key=_index)

    @property
    def conjuncts(self) -> tuple[Word, ...]:
        """The words that it is joined to, itself left out."""
        first = self
        if self.relation is Relation.CONJUNCT:
            above = (
                word
                for word in self.ancestors
                if word.relation is not Relation.CONJUNCT
            )
            first = next(above, self)
        joined = [first]
        for word in joined:  # the list grows while it is walked through
            joined += [
                child
                for child in word.children
                if child.i > word.i and child.relation is Relation.CONJUNCT
            ]
        return tuple(word for word in joined if word is not self)

    @property
    def ancestors(self) -> Iterator[Word]:
        """Its head, the head of that, up to the root."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    @property
    def sent(self) -> Sentence:
        """The sentence that it stands in."""
        return self.doc.sentence(self.i)


_index = attrgetter("i")


class Sentence:
    """A sentence: its words, the index of its first token and of the one after its last, and its offsets."""

    __slots__ = ("_words", "end", "start")

    def __init__(self, words: list[Word], start: int, end: int) -> None:
        self._words, self.start, self.end = words, start, end

    def __iter__(self) -> Iterator[Word]:
        return iter(self._words)

    @property
    def start_char(self) -> int:
        """Where it begins in the text, in code points."""
        return self._words[0].idx

    @property
    def end_char(self) -> int:
        """Where it ends in the text, in code points, exclusive."""
        return self._words[-1].idx + len(self._words[-1])
