"""A parse as plain values says what spaCy's tokens say."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressmark.annotators.grammar.tree import Tree
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.articles import Article

pytestmark = pytest.mark.model

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
SAID = ("text", "idx", "lemma_", "pos_", "tag_", "dep_", "is_space", "like_num", "is_punct", "is_alpha",
        "whitespace_")  # fmt: skip
FEATURES = ("VerbForm", "Tense", "Mood", "Number", "Gender", "PronType")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_tree_is_its_parse(language: str) -> None:
    texts = [
        path.read_text("utf-8").split("---\n", 2)[2]
        for path in sorted(EXAMPLES.glob(f"{language}-*.md"))
    ]
    articles = [
        Article(id=str(number), text=text)
        for number, text in enumerate([*texts, " \n", "Oui 🙂."])
    ]
    for _, doc in parse_articles(articles, model_path(DEFAULT_MODELS[language]).nlp):
        tree = Tree(doc)
        assert len(tree) == len(doc)
        for word, token in zip(tree, doc, strict=True):
            assert [getattr(word, name) for name in SAID] == [
                getattr(token, name) for name in SAID
            ]
            assert [word.morph.get(one, []) for one in FEATURES] == [
                token.morph.get(one, []) for one in FEATURES
            ]
            edges = word.left_edge.i, word.right_edge.i
            assert (word.head.i, *edges) == (
                token.head.i,
                token.left_edge.i,
                token.right_edge.i,
            )
            assert bool(word.is_sent_start) == bool(token.is_sent_start)
            for name in ("children", "subtree", "ancestors", "conjuncts"):
                assert [one.i for one in getattr(word, name)] == [
                    one.i for one in getattr(token, name)
                ], name
            mine, theirs = word.sent, token.sent
            assert (mine.start, mine.end, mine.start_char) == (
                theirs.start,
                theirs.end,
                theirs.start_char,
            )
            assert mine.end_char == theirs.end_char


def test_offsets_find_the_words_that_they_touch() -> None:
    text = "Anne Morel a fermé le vieux pont lundi."
    ((_, doc),) = parse_articles(
        [Article(id="a", text=text)], model_path(DEFAULT_MODELS["fr"]).nlp
    )
    tree = Tree(doc)
    start, end = text.index("vieux") + 1, text.index("pont") + 2
    assert [word.text for word in tree.between(start, end)] == ["vieux", "pont"]
    root = tree.root(start, end)
    assert root is not None
    assert root.text == "pont"
    assert tree.between(500, 510) == []
    assert [word.text for word in tree[1:3]] == ["Morel", "a"]
