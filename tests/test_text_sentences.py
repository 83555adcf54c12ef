"""The sentence that a receipt shows: whole, whatever full stops stand in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import TEXTS

from pressmark.annotation.text_sentences import ArticleSentences


@pytest.mark.parametrize(
    ("language", "before", "sentence", "words"),
    [
        ("fr", "Il pleut.", "Le ministre, M. Vidal, a dit « la digue tient » hier.", "la digue tient"),
        ("fr", "Il pleut !", "Mme J.-P. Roux et le Dr Petit cèdent.", "cèdent"),
        ("fr", "", "« Partez ! » a crié M. Vidal.", "Partez"),
        ("fr", "Rien.", "« Partez\u00a0!\u00a0» Il est resté.", "Partez"),
        ("en", "It rained.", "Mr. Lee said “we march” on Monday.", "we march"),
        ("en", "It rained.", "“We march!” he said, at No. 10 on St. John St. today.", "We march"),
        ("en", "It rained…", "The rate rose to 3.5 per cent, e.g. in Kent.", "Kent"),
        ("en", "Who knows?", "J. K. Rowe does.", "Rowe"),
        ("de", "Es regnet.", "J. Roux kommt.", "Roux"),
        (None, "Rain.", "J. Roux comes.", "Roux"),
    ],
)  # fmt: skip
def test_a_receipt_has_the_whole_sentence(
    language: str | None, before: str, sentence: str, words: str
) -> None:
    after = "And then nothing more."
    text = f"{before} {sentence} {after}".strip()
    start = text.index(words)
    shown = ArticleSentences.of(text, language).around(start, start + len(words))
    if sentence.startswith(
        "« Partez\u00a0"
    ):  # what was shouted is a sentence by itself
        assert shown == "« Partez\u00a0!\u00a0»".replace("\u00a0", " ")
    else:
        assert shown == sentence


def test_a_sentence_goes_on_in_the_next_line_and_ends_with_its_paragraph() -> None:
    lines = [
        "The mayor of the town, who had been asked about the harbour wall by",
        "reporters on Monday, said the wall held. Nobody else was there, and",
        "the rain went on through the night and all of the following morning",
    ]
    text = "A headline without a stop\n\n" + "\n".join(lines) + "\n\nAnother one."
    sentences = ArticleSentences.of(text, "en")
    start = text.index("wall held")
    assert sentences.around(start, start + 9).startswith("The mayor of the town")
    assert sentences.around(start, start + 9).endswith("said the wall held.")
    start = text.index("following")
    assert sentences.around(start, start + 9).endswith("following morning")
    assert sentences.around(0, 10) == "A headline without a stop"


def test_what_stands_in_two_sentences_has_both() -> None:
    text = "Rain fell. “We stay. We wait,” she said. Then it stopped."
    start, end = text.index("We stay"), text.index(",”")
    shown = ArticleSentences.of(text, "en").around(start, end)
    assert shown == "“We stay. We wait,” she said."


@given(text=TEXTS, data=st.data())
def test_a_sentence_holds_its_words_whatever_the_text_is(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    sentences = ArticleSentences.of(text, "fr")
    if sentences.bounds:
        shown = sentences.around(start, end)
        assert "".join(text[start:end].split()) in "".join(shown.split())


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Il pleut. Le quai ferme !", ["Il pleut. ", "Le quai ferme !"]),
        ("« Non\u00a0! » Il part.", ["« Non\u00a0! » ", "Il part."]),
        ("Mr. Lee met Dr. Roux. He left.", ["Mr. Lee met Dr. Roux. ", "He left."]),
        ("It costs 3.5 m. in all… and more.", ["It costs 3.5 m. in all… and more."]),
        ("“Go!” he said. “Now.”", ["“Go!” he said. ", "“Now.”"]),
        ("Pourquoi ? Parce que.", ["Pourquoi ? ", "Parce que."]),
        ("In 2026. 40 ports closed.", ["In 2026. ", "40 ports closed."]),
    ],
)
def test_sentences_begin_where_marks_and_capitals_say(
    text: str, sentences: list[str]
) -> None:
    language = "fr" if "Il" in text or "Pourquoi" in text else "en"
    starts = ArticleSentences.of(text, language).starts(0, len(text))
    ends = [*starts[1:], len(text)]
    assert [
        text[start:end] for start, end in zip(starts, ends, strict=True)
    ] == sentences
