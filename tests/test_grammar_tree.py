"""A tree of plain values, drawn by hand: what hangs on a word, what stands above it, and where its sentence ends."""

from __future__ import annotations

import pytest
import sentences as s
from hand_trees import hand_tree, word_of

from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import MAX_CHILDREN, MAX_SENTENCE_TOKENS


@pytest.mark.parametrize(
    ("notation", "word", "expected"),
    [
        (s.RELATIVE["fr"], "ministre", "La ministre qui a démissionné"),
        (s.PASSIVE["en"], "by", "by the city council"),
        (s.ACTIVE["fr"], "Le", "Le"),
    ],
)
def test_a_subtree_goes_from_left_to_right(
    notation: str, word: str, expected: str
) -> None:
    head = word_of(notation, word)
    words = list(head.subtree)
    assert " ".join(below.text for below in words) == expected
    assert (head.left_edge, head.right_edge) == (words[0], words[-1])


@pytest.mark.parametrize(
    ("notation", "word", "expected"),
    [
        (s.LIST["fr"], "Paul", ["Anne", "maire"]),
        (s.LIST["en"], "mayor", ["Ann", "Bob"]),
        (s.LIST["en"], "Ann", ["Bob", "mayor"]),
        (s.ACTIVE["en"], "mayor", []),
    ],
)
def test_what_is_joined_finds_each_other(
    notation: str, word: str, expected: list[str]
) -> None:
    assert [other.text for other in word_of(notation, word).conjuncts] == expected


def test_what_stands_above_a_word_ends_with_the_root() -> None:
    above = word_of(s.ACCUSED["en"], "city").ancestors
    assert [word.text for word in above] == ["bombing", "of", "accused"]


def test_offsets_count_blanks_and_elisions() -> None:
    tree = hand_tree(s.ACCUSED["fr"])
    for word in tree:
        assert tree.parse.text[word.idx : word.idx + len(word)] == word.text
    assert "d'avoir bombardé" in tree.parse.text


def test_each_sentence_has_its_bounds() -> None:
    tree = hand_tree(s.WANTS["fr"].strip() + "\n\n" + s.WANTS["en"].strip())
    first, second = tree[0].sent, tree[3].sent
    assert (first.start, first.end, second.start, second.end) == (0, 3, 3, 7)
    assert tree.parse.text[second.start_char : second.end_char] == "She wants to leave"


def test_a_word_between_offsets_and_the_head_of_several_are_found() -> None:
    tree = hand_tree(s.ACTIVE["fr"])
    start = tree.parse.text.index("vieux")
    assert [word.text for word in tree.between(start, start + 7)] == ["vieux", "pont"]
    root = tree.root(start - 3, start + 7)
    assert root is not None
    assert root.text == "pont"


def test_a_sentence_that_is_too_long_is_cut_and_what_hung_across_is_a_root() -> None:
    lines = ["w1 NOUN ROOT -"] + [
        f"w{i} NOUN obj w1" for i in range(2, MAX_SENTENCE_TOKENS + 3)
    ]
    tree = hand_tree("\n".join(lines))
    beyond = tree[MAX_SENTENCE_TOKENS]
    assert beyond.is_sent_start
    assert beyond.head is beyond
    assert beyond.relation is Relation.ROOT


def test_more_words_than_may_hang_on_one_hang_on_none() -> None:
    lines = ["w1 NOUN ROOT -"] + [
        f"w{i} NOUN obj w1" for i in range(2, MAX_CHILDREN + 4)
    ]
    tree = hand_tree("\n".join(lines))
    assert len(tree[0].children) == MAX_CHILDREN
    assert tree[-1].relation is Relation.ROOT
