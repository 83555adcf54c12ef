"""
A parse as plain values: its tokens with their heads and children, each made once.

spaCy makes a token anew whenever it is asked for, which costs more than what is read of it. Who walks through a parse
many times walks through this. The names are spaCy's, and so is what they give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import overload

from spacy.tokens import Doc

__all__ = ["MAX_CHILDREN", "MAX_SENTENCE_TOKENS", "Morph", "Sentence", "Tree", "Word", "tree_of"]

_COLUMNS: list[int | str] = [
    "ORTH", "LEMMA", "POS", "TAG", "DEP", "MORPH", "HEAD", "SENT_START", "SPACY", "LIKE_NUM", "IS_PUNCT", "IS_ALPHA",
]  # fmt: skip
_KEY = "pressmark.tree"
MAX_CHILDREN = 100
"""How many words may hang on one, the rest hang on none: the most in 320 news articles is 16."""
MAX_SENTENCE_TOKENS = 300
"""Where a longer sentence is cut: the longest in 320 news articles has 116 tokens. What is asked of each word of a
sentence about all others would cost the square of it."""


class Morph:
    """The features of a word."""

    __slots__ = ("_features",)

    def __init__(self, written: str) -> None:
        pairs = (pair.partition("=") for pair in written.split("|") if "=" in pair)
        self._features = {name: values.split(",") for name, _, values in pairs}

    def get(self, feature: str, default: list[str]) -> list[str]:
        """The values of a feature."""
        return self._features.get(feature, default)


@cache
def _morph(written: str) -> Morph:
    return Morph(written)


class Word:
    """
    A token of a tree: what the parse says of it, its head (itself for a root), its children in their order.

    `form` is its text in lower case with a straight apostrophe, `lemma` its lemma in lower case: what lexicons hold.
    """

    __slots__ = (
        "children", "dep_", "doc", "form", "head", "i", "idx", "is_alpha", "is_punct", "is_sent_start", "is_space",
        "lemma", "lemma_", "like_num", "morph", "pos_", "tag_", "text", "whitespace_",
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
    morph: Morph
    head: Word
    children: list[Word]
    doc: Tree
    is_sent_start: bool
    is_alpha: bool
    is_punct: bool
    is_space: bool
    like_num: bool
    whitespace_: str

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return True

    @property
    def subtree(self) -> Iterator[Word]:
        """The word and all below it, from left to right at each."""
        # A stack, because a chain of words may be deeper than Python recurses.
        waiting: list[tuple[Word, bool]] = [(self, False)]
        while waiting:
            word, is_entered = waiting.pop()
            if is_entered or not word.children:
                yield word
                continue
            waiting += [(child, False) for child in reversed(word.children) if child.i > word.i]
            waiting.append((word, True))
            waiting += [(child, False) for child in reversed(word.children) if child.i < word.i]

    @property
    def left_edge(self) -> Word:
        """The first word of its subtree."""
        return min(self.subtree, key=_place)

    @property
    def right_edge(self) -> Word:
        """The last word of its subtree."""
        return max(self.subtree, key=_place)

    @property
    def conjuncts(self) -> tuple[Word, ...]:
        """The words that it is joined to, itself left out."""
        first = self if self.dep_ != "conj" else next((one for one in self.ancestors if one.dep_ != "conj"), self)
        found = [first]
        for word in found:
            found += [one for one in word.children if one.i > word.i and one.dep_ == "conj"]
        return tuple(one for one in found if one is not self)

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


_place = attrgetter("i")


class Sentence:
    """A sentence: its words, its first token and the one behind it, and its offsets."""

    __slots__ = ("_words", "end", "start")

    def __init__(self, words: list[Word], start: int, end: int) -> None:
        self._words, self.start, self.end = words, start, end

    def __iter__(self) -> Iterator[Word]:
        return iter(self._words)

    @property
    def start_char(self) -> int:
        """Where it begins in the text."""
        return self._words[0].idx

    @property
    def end_char(self) -> int:
        """Where it ends in the text, exclusive."""
        return self._words[-1].idx + len(self._words[-1])


class Tree(Sequence[Word]):
    """The words of a parse, in order; `parse` is the parse itself."""

    def __init__(self, parse: Doc) -> None:
        self.parse = parse
        self._words = _words(parse, self)
        self._sentences: dict[int, Sentence] = {}
        self._firsts = _firsts(self._words)

    def __len__(self) -> int:
        return len(self._words)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> list[Word]: ...
    def __getitem__(self, at: int | slice) -> Word | list[Word]:
        return self._words[at]

    def __iter__(self) -> Iterator[Word]:
        return iter(self._words)

    def between(self, start: int, end: int) -> list[Word]:
        """The words that offsets touch; none where they touch none."""
        span = self.parse.char_span(start, end, alignment_mode="expand")
        return self._words[span.start : span.end] if span is not None else []

    def root(self, start: int, end: int) -> Word | None:
        """The word that the others between offsets hang on."""
        span = self.parse.char_span(start, end, alignment_mode="expand")
        return self._words[span.root.i] if span is not None and len(span) else None

    def sentence(self, at: int) -> Sentence:
        """The sentence of a token."""
        first = self._firsts[at]
        found = self._sentences.get(first)
        if found is None:
            last = first + 1
            while last < len(self._words) and not self._words[last].is_sent_start:
                last += 1
            found = self._sentences[first] = Sentence(self._words[first:last], first, last)
        return found


def _firsts(words: list[Word]) -> list[int]:
    """For every token the first of its sentence."""
    found, first = [], 0
    for word in words:
        if word.is_sent_start:
            first = word.i
        found.append(first)
    return found


def tree_of(parse: Doc) -> Tree:
    """The tree of a parse, made once for all who walk through it."""
    known = parse.user_data.get(_KEY)
    if not isinstance(known, Tree):
        known = parse.user_data[_KEY] = Tree(parse)
    return known


def _words(parse: Doc, tree: Tree) -> list[Word]:
    """The words of a parse, tied to each other."""
    strings = parse.vocab.strings
    known: dict[int, str] = {0: ""}

    def said(key: int) -> str:
        text = known.get(key)
        if text is None:
            text = known[key] = strings[key]
        return text

    lower: dict[int, str] = {}

    def lowered(key: int) -> str:
        text = lower.get(key)
        if text is None:
            text = lower[key] = said(key).lower().replace("’", "'")
        return text

    words: list[Word] = []
    heads: list[int] = []
    is_cut = False  # whether a sentence is longer than is allowed
    idx = first = 0  # of the text so far, and the first token of the sentence
    for i, row in enumerate(parse.to_array(_COLUMNS).tolist()):
        orth, lemma, pos, tag, dep, morph, head, start, space, number, punct, alpha = row
        word = Word.__new__(Word)
        word.i, word.idx, word.doc, word.children = i, idx, tree, []
        word.text, word.lemma_, word.pos_ = said(orth), said(lemma), said(pos)
        word.form, word.lemma = lowered(orth), lowered(lemma)
        word.tag_, word.dep_, word.morph = said(tag), said(dep), _morph(said(morph))
        word.is_sent_start = start == 1 or i == 0 or i - first == MAX_SENTENCE_TOKENS
        if word.is_sent_start:
            is_cut = is_cut or (start != 1 and i > 0)
            first = i
        word.is_space, word.is_punct = word.text.isspace(), bool(punct)
        word.like_num, word.is_alpha, word.whitespace_ = bool(number), bool(alpha), " " if space else ""
        idx += len(word.text) + space
        heads.append(i + (head if head < 1 << 31 else head - (1 << 64)))
        words.append(word)
    if is_cut:
        heads = _within_sentences(words, heads)
    for word, head in zip(words, heads, strict=True):
        word.head = words[head]
        if head != word.i:
            siblings = words[head].children
            if len(siblings) < MAX_CHILDREN:
                siblings.append(word)
            else:
                word.head, word.dep_ = word, "ROOT"
    return words


def _within_sentences(words: list[Word], heads: list[int]) -> list[int]:
    """The heads, where a sentence was cut: a word whose head stands in another piece has none, as a root."""
    firsts = _firsts(words)
    found = []
    for word, head in zip(words, heads, strict=True):
        is_own = firsts[head] == firsts[word.i]
        word.dep_ = word.dep_ if is_own else "ROOT"
        found.append(head if is_own else word.i)
    return found
