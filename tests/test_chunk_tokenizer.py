"""A stretch between two blanks is tokenized once, and every doc is the one that spaCy's tokenizer makes."""

from __future__ import annotations

import copy
import random
from pathlib import Path

import pytest
import spacy
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from pressmark.annotators.fast_spacy import chunk_tokenizer
from pressmark.annotators.fast_spacy.chunk_tokenizer import (
    ChunkTokenizer,
    remember_chunks,
)

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
SEEN = ["ORTH", "SPACY", "NORM", "LOWER", "SHAPE", "LENGTH"]


def attributes(doc: Doc) -> list[list[int]]:
    return doc.to_array(SEEN).tolist()  # type: ignore[no-any-return]


def texts_around_rules(tokenizer: Tokenizer, count: int) -> list[str]:
    """Special cases whole, cut by a blank, in capitals, beside each other and beside words."""
    draw = random.Random(7)
    rules = [rule for rule in tokenizer.rules if rule.strip()]
    words = [
        "Ann",
        "l'été",
        "(France):",
        "3,5",
        "p.m.",
        "d'abord",
        "((",
        "D",
        "x.",
        "'",
    ]
    texts = []
    for _ in range(count):
        rule = draw.choice(rules)
        cut = draw.randrange(len(rule) + 1)
        parts = [
            draw.choice(words),
            rule[:cut],
            rule[cut:],
            draw.choice([*rules, *words]),
        ]
        text = "".join(draw.choice(["", " "]) + part for part in parts).strip()
        texts.append(draw.choice([text, text, text.upper()]))
    return texts


@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_every_doc_is_spacys(language: str) -> None:
    nlp = spacy.blank(language)
    ours = ChunkTokenizer(nlp.tokenizer)
    articles = [path.read_text("utf-8") for path in EXAMPLES.glob("*.md")]
    paragraphs = [line for article in articles for line in article.split("\n")]
    for text in [*texts_around_rules(nlp.tokenizer, 800), *paragraphs]:
        assert attributes(ours(text)) == attributes(nlp.tokenizer(text)), text


@pytest.mark.parametrize(
    "text",
    ["", " ", "Ann  left", " Ann left", "Ann left ", "Ann\nleft", "3\u00a0000 people"],
)
def test_a_text_with_other_white_space_is_spacys(text: str) -> None:
    nlp = spacy.blank("en")
    doc = ChunkTokenizer(nlp.tokenizer)(text)
    assert attributes(doc) == attributes(nlp.tokenizer(text))
    assert doc.text == text


def test_spacy_is_asked_once_for_a_stretch_whatever_memory_zone_is_open() -> None:
    nlp = spacy.blank("en")
    asked: list[str] = []

    class Counted(Tokenizer):
        def __call__(self, string: str) -> Doc:
            asked.append(string)
            return super().__call__(string)  # type: ignore[no-any-return]

    counted = Counted(nlp.vocab, rules=nlp.tokenizer.rules)
    ours = ChunkTokenizer(counted)
    with nlp.memory_zone():
        list(ours.pipe(["Ann saw Bob", "Bob saw Ann"]))
    with nlp.memory_zone():
        assert ours("Ann saw Cy").text == "Ann saw Cy"
    assert asked == ["Ann", "saw", "Bob", "Cy"]


def test_stretches_are_forgotten_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chunk_tokenizer, "_MAX_CHUNKS", 3)
    nlp = spacy.blank("en")
    ours = ChunkTokenizer(nlp.tokenizer)
    text = " ".join(f"word{number} can't" for number in range(20))
    assert attributes(ours(text)) == attributes(nlp.tokenizer(text))
    assert len(ours._chunks) <= 3


def test_what_only_spacys_tokenizer_has_is_there() -> None:
    nlp = spacy.blank("fr")
    spacys = nlp.tokenizer
    remember_chunks(nlp)
    assert nlp("Il l'a dit.").text == "Il l'a dit."
    assert nlp.tokenizer.rules == spacys.rules


def test_a_tokenizer_of_somebodys_own_is_left_alone() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = own = lambda text: Doc(nlp.vocab, words=text.split())
    remember_chunks(nlp)
    assert nlp.tokenizer is own


def test_it_can_be_copied() -> None:
    nlp = spacy.blank("en")
    copied = copy.copy(ChunkTokenizer(nlp.tokenizer))
    assert attributes(copied("I can't go.")) == attributes(nlp.tokenizer("I can't go."))
