"""
A parse as plain values: its tokens with their heads and children, each made once.

spaCy makes a token anew whenever it is asked for, which costs more than what is read of it. The layers walk through a
parse many times, so they walk through this. The names are spaCy's, and so is what they give.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

from .relations import Relation, relation_of_label
from .tiger_labels import TIGER_LABELS, relate_by_part_of_speech
from .words import Morph, Sentence, Word, shared_morph
from .written_forms import normalize

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "MAX_CHILDREN",
    "MAX_SENTENCE_TOKENS",
    "Morph",
    "Sentence",
    "Tree",
    "Word",
    "tree_of",
]

_KEYS: list[int | str] = ["ORTH", "LEMMA", "POS", "TAG", "DEP", "MORPH"]
_LABEL, _MORPH = 4, 5
_FLAGS: list[int | str] = ["SENT_START", "SPACY", "LIKE_NUM", "IS_PUNCT", "IS_ALPHA"]
_USER_DATA_KEY = "pressmark.tree"
MAX_CHILDREN = 100
"""How many words may hang on one, the rest hang on none: the most in 320 news articles is 16."""
MAX_SENTENCE_TOKENS = 300
"""Where a longer sentence is cut: the longest in 320 news articles has 116 tokens. What is asked of each word of a
sentence about all others would cost the square of it."""


class Tree(Sequence[Word]):
    """The words of a parse, in order; `parse` is the parse itself, `forms` are the words as lexicons write them."""

    def __init__(self, parse: Doc) -> None:
        self.parse = parse
        self._words = _make_words(parse, self)
        self._offsets = [word.idx for word in self._words]
        self.forms = [word.form for word in self._words]
        self._sentences: dict[int, Sentence] = {}
        self._sentence_starts = _sentence_starts(self._words)

    def __len__(self) -> int:
        return len(self._words)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> list[Word]: ...
    def __getitem__(self, index: int | slice) -> Word | list[Word]:
        return self._words[index]

    def __iter__(self) -> Iterator[Word]:
        return iter(self._words)

    def between(self, start: int, end: int) -> list[Word]:
        """Return the words that the text from `start` to `end` (in code points) touches; none where it touches none."""
        first = bisect_right(self._offsets, start) - 1
        last = bisect_left(self._offsets, end) - 1
        # A stretch that begins or ends in white space is left to spaCy, which alone knows what it touches.
        if 0 <= first <= last:
            words, last_word = self._words, self._words[last]
            begins_in_word = start < words[first].idx + len(words[first].text)
            if begins_in_word and end <= last_word.idx + len(last_word.text):
                return words[first : last + 1]
        span = self.parse.char_span(start, end, alignment_mode="expand")
        return self._words[span.start : span.end] if span is not None else []

    def root(self, start: int, end: int) -> Word | None:
        """Return the word that the others between two offsets hang on; None where there are none."""
        span = self.parse.char_span(start, end, alignment_mode="expand")
        return self._words[span.root.i] if span is not None and len(span) else None

    def sentence(self, index: int) -> Sentence:
        """Return the sentence of the token at `index`."""
        start = self._sentence_starts[index]
        sentence = self._sentences.get(start)
        if sentence is None:
            end = start + 1
            while end < len(self._words) and not self._words[end].is_sent_start:
                end += 1
            sentence = self._sentences[start] = Sentence(
                self._words[start:end], start, end
            )
        return sentence


def _sentence_starts(words: list[Word]) -> list[int]:
    """Return, for every token, the index of the first of its sentence."""
    starts, start = [], 0
    for word in words:
        if word.is_sent_start:
            start = word.i
        starts.append(start)
    return starts


def tree_of(parse: Doc) -> Tree:
    """Return the tree of a parse, made once for all layers: it is held in the parse's `user_data`."""
    tree = parse.user_data.get(_USER_DATA_KEY)
    if not isinstance(tree, Tree):
        tree = parse.user_data[_USER_DATA_KEY] = Tree(parse)
    return tree


def _make_words(parse: Doc, tree: Tree) -> list[Word]:
    """Return the words of a parse, tied to each other."""
    words, heads = _read_tokens(parse, tree)
    if _cut_long_sentences(words):
        heads = _keep_heads_in_sentences(words, heads)
    children: dict[int, list[Word]] = {}
    for word, head in zip(words, heads, strict=True):
        word.head = words[head]
        if word.head is word:
            continue
        siblings = children.setdefault(head, [])
        if len(siblings) < MAX_CHILDREN:
            siblings.append(word)
        else:
            word.head, word.dep_, word.relation = word, "ROOT", Relation.ROOT
    for head, siblings in children.items():
        words[head].children = siblings
    if not TIGER_LABELS.isdisjoint(word.dep_ for word in words):
        relate_by_part_of_speech(words)
    return words


def _read_tokens(parse: Doc, tree: Tree) -> tuple[list[Word], list[int]]:
    """
    Return the words of a parse without their heads and children, and the index of each one's head.

    All columns are read as one array, and every string is looked up once: a token's own attributes would cost more
    than all rules that ask them.
    """
    keys = parse.to_array(_KEYS).T.tolist()
    flags = (parse.to_array(_FLAGS).T == 1).tolist()
    offsets = parse.to_array("IDX").tolist()
    # The array is unsigned: a head before its word is a distance that has wrapped around.
    distances = parse.to_array("HEAD").astype(np.int64)
    heads = (distances + np.arange(len(distances))).tolist()
    strings = parse.vocab.strings
    texts = {key: strings[key] if key else "" for key in set().union(*keys)}
    forms = {key: normalize(text) for key, text in texts.items()}
    relations = {label: relation_of_label(texts[label]) for label in set(keys[_LABEL])}
    morphs = {key: shared_morph(texts[key]) for key in set(keys[_MORPH])}
    words: list[Word] = []
    rows = zip(zip(*keys, strict=True), zip(*flags, strict=True), strict=True)
    for i, (row, row_flags) in enumerate(rows):
        orth, lemma, pos, tag, label, morph = row
        starts_sentence, has_space, like_num, is_punct, is_alpha = row_flags
        word = Word.__new__(Word)
        word.i, word.idx, word.doc, word.children = i, offsets[i], tree, ()
        word.text, word.form = texts[orth], forms[orth]
        word.lemma_, word.lemma = texts[lemma], forms[lemma]
        word.pos_, word.tag_, word.morph = texts[pos], texts[tag], morphs[morph]
        word.dep_, word.relation = texts[label], relations[label]
        word.is_sent_start = starts_sentence or i == 0
        word.whitespace_ = " " if has_space else ""
        word.like_num, word.is_punct, word.is_alpha = like_num, is_punct, is_alpha
        word.is_space = word.text.isspace()
        words.append(word)
    return words, heads


def _cut_long_sentences(words: list[Word]) -> bool:
    """Begin a sentence where one has `MAX_SENTENCE_TOKENS`; return whether one was cut."""
    is_cut = False
    start = 0
    for word in words:
        if not word.is_sent_start and word.i - start == MAX_SENTENCE_TOKENS:
            word.is_sent_start = is_cut = True
        if word.is_sent_start:
            start = word.i
    return is_cut


def _keep_heads_in_sentences(words: list[Word], heads: list[int]) -> list[int]:
    """Return the heads where a sentence was cut: a word whose head stands in another piece becomes a root."""
    starts = _sentence_starts(words)
    own_heads = []
    for word, head in zip(words, heads, strict=True):
        if starts[head] != starts[word.i]:
            word.dep_, word.relation = "ROOT", Relation.ROOT
            own_heads.append(word.i)
        else:
            own_heads.append(head)
    return own_heads
