"""
Trees made by hand: one line a word, so that the eye can check a rule of grammar and no model is loaded.

    maire   NOUN  nsubj  part  Gender=Masc|Number=Sing

is a word, its part of speech, the label by which it hangs on its head, the head (its text, or its number in the sentence
where two words are written alike; `-` for a root), and what else is said of it: features, `tag=VBG`, `lemma=partir`.
A word that ends in `~` has no blank after it.
"""

from __future__ import annotations

from functools import cache

import spacy
from spacy.tokens import Doc

from pressmark.annotators.grammar.tree import Tree, Word

__all__ = ["hand_parse", "hand_tree", "word_of"]

VOCAB = spacy.blank("xx").vocab


def hand_parse(notation: str) -> Doc:
    """The parse that a notation writes down; a blank line parts sentences."""
    columns: dict[str, list[str]] = {
        name: [] for name in ("words", "pos", "deps", "tags", "lemmas", "morphs")
    }
    spaces: list[bool] = []
    heads: list[int] = []
    sent_starts: list[bool] = []
    for sentence in notation.strip("\n").split("\n\n"):
        rows = [line.split() for line in sentence.splitlines() if line.strip()]
        texts = [row[0].removesuffix("~") for row in rows]
        offset = len(heads)
        for number, (text, pos, label, head, *more) in enumerate(rows):
            details = dict(
                part.split("=", 1)
                for part in more
                if part.startswith(("tag=", "lemma="))
            )
            features = [
                part for part in more if not part.startswith(("tag=", "lemma="))
            ]
            columns["words"].append(texts[number])
            columns["pos"].append(pos)
            columns["deps"].append(label)
            columns["tags"].append(details.get("tag", ""))
            columns["lemmas"].append(details.get("lemma", texts[number]))
            columns["morphs"].append("|".join(features))
            spaces.append(not text.endswith("~"))
            heads.append(offset + _head(head, number, texts))
            sent_starts.append(number == 0)
    # Where heads are given, spaCy wants no sentence starts: each root begins one.
    return Doc(VOCAB, spaces=spaces, heads=heads, **columns)  # type: ignore[arg-type]


def _head(written: str, number: int, texts: list[str]) -> int:
    if written == "-":
        return number
    if written.isdecimal():
        return int(written) - 1
    assert texts.count(written) == 1, f"{written!r} is no single word: give its number"
    return texts.index(written)


@cache
def hand_tree(notation: str) -> Tree:
    """The tree that a notation writes down."""
    return Tree(hand_parse(notation))


def word_of(notation: str, text: str) -> Word:
    """The first word of this text."""
    return next(word for word in hand_tree(notation) if word.text == text)
