"""
A parse as plain values: its tokens with their heads and children, each made once.

spaCy makes a token anew whenever it is asked for, which costs more than what is read of it. The layers walk through a
parse many times, so they walk through this. The names are spaCy's, and so is what they give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from spacy.tokens import Doc

from .relations import Relation, relation_of_label
from .words import Morph, Sentence, Word, shared_morph

__all__ = [
    "MAX_CHILDREN",
    "MAX_SENTENCE_TOKENS",
    "Morph",
    "Sentence",
    "Tree",
    "Word",
    "tree_of",
]

_COLUMNS: list[int | str] = [
    "ORTH", "LEMMA", "POS", "TAG", "DEP", "MORPH", "HEAD", "SENT_START", "SPACY", "LIKE_NUM", "IS_PUNCT", "IS_ALPHA",
]  # fmt: skip
_USER_DATA_KEY = "pressmark.tree"
MAX_CHILDREN = 100
"""How many words may hang on one, the rest hang on none: the most in 320 news articles is 16."""
MAX_SENTENCE_TOKENS = 300
"""Where a longer sentence is cut: the longest in 320 news articles has 116 tokens. What is asked of each word of a
sentence about all others would cost the square of it."""


class Tree(Sequence[Word]):
    """The words of a parse, in order; `parse` is the parse itself."""

    def __init__(self, parse: Doc) -> None:
        self.parse = parse
        self._words = _make_words(parse, self)
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
    words, heads, is_cut = _read_tokens(parse, tree)
    if is_cut:
        heads = _keep_heads_in_sentences(words, heads)
    for word, head in zip(words, heads, strict=True):
        word.head = words[head]
        if head == word.i:
            continue
        siblings = words[head].children
        if len(siblings) < MAX_CHILDREN:
            siblings.append(word)
        else:
            word.head, word.dep_, word.relation = word, "ROOT", Relation.ROOT
    return words


def _read_tokens(parse: Doc, tree: Tree) -> tuple[list[Word], list[int], bool]:
    """
    Return the words of a parse without their heads, the index of each one's head, and whether a sentence was cut.

    All columns are read as one array, and every string is looked up once: a token's own attributes would cost more
    than all rules that ask them.
    """
    strings = parse.vocab.strings
    texts: dict[int, str] = {0: ""}
    forms: dict[int, str] = {}

    def text_of(key: int) -> str:
        text = texts.get(key)
        if text is None:
            text = texts[key] = strings[key]
        return text

    def form_of(key: int) -> str:
        form = forms.get(key)
        if form is None:
            form = forms[key] = text_of(key).lower().replace("’", "'")
        return form

    words: list[Word] = []
    heads: list[int] = []
    is_cut = False  # whether a sentence is longer than is allowed
    offset = sentence_start = 0
    for i, row in enumerate(parse.to_array(_COLUMNS).tolist()):
        (
            orth,
            lemma,
            pos,
            tag,
            dep,
            morph,
            head,
            sent_start,
            space,
            like_num,
            is_punct,
            is_alpha,
        ) = row
        word = Word.__new__(Word)
        word.i, word.idx, word.doc, word.children = i, offset, tree, []
        word.text, word.lemma_, word.pos_ = text_of(orth), text_of(lemma), text_of(pos)
        word.form, word.lemma = form_of(orth), form_of(lemma)
        word.tag_, word.dep_, word.morph = (
            text_of(tag),
            text_of(dep),
            shared_morph(text_of(morph)),
        )
        word.relation = relation_of_label(word.dep_)
        word.is_sent_start = (
            sent_start == 1 or i == 0 or i - sentence_start == MAX_SENTENCE_TOKENS
        )
        if word.is_sent_start:
            is_cut = is_cut or (sent_start != 1 and i > 0)
            sentence_start = i
        word.is_space, word.is_punct = word.text.isspace(), bool(is_punct)
        word.like_num, word.is_alpha, word.whitespace_ = (
            bool(like_num),
            bool(is_alpha),
            " " if space else "",
        )
        offset += len(word.text) + space
        # The array is unsigned: a head before its word is a distance that has wrapped around.
        heads.append(i + (head if head < 1 << 31 else head - (1 << 64)))
        words.append(word)
    return words, heads, is_cut


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
