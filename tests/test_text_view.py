"""The text as it is read: white space made single within paragraphs, and offsets that find their way back."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from making import TEXTS, entity
from spacy.tokens import Doc, Span

from pressmark import text_view
from pressmark.annotation.annotators import add_layer
from pressmark.annotation.moved_spans import article_in_view, span_in_stored_text
from pressmark.annotation.parse_in_view import move_into_view, parse_in_stored_text
from pressmark.annotators.parse import parse_articles
from pressmark.articles import Article
from pressmark.paragraphs import find_paragraphs
from pressmark.spans import Argument, CustomSpan, Entity, Event, Quote
from pressmark.text_view import collapse, single_spaced, view_of

BLANK = spacy.blank("en")
SENTENCE = (
    "The new head of the Bank of Norland, Mary Ann Palmer, signed the loan on 3 March 2026 in Port Adler, and "
    "told the Adler Times that the city had waited for it for more than ten years."
)


@pytest.mark.parametrize("columns", [40, 60, 72])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", " \n", "\n  "])
def test_wrapped_lines_are_read_as_one(columns: int, line_end: str) -> None:
    text = line_end.join(textwrap.wrap(SENTENCE, columns))
    assert view_of(text).text == SENTENCE


@pytest.mark.parametrize(
    "run", ["  ", "   ", "\t", " \t", "\t\t", " \u00a0", "\u00a0 "]
)
def test_a_run_of_white_space_is_read_as_one_blank(run: str) -> None:
    assert view_of(SENTENCE.replace(" ", run)).text == SENTENCE


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009"])
def test_a_single_space_of_print_stays(space: str) -> None:
    text = f"Le{space}3{space}mars, il est parti."
    assert view_of(text).is_stored_text


@given(
    st.text(
        st.sampled_from("ab-\\\\n \t\n\u00a0\u00ad\u2009\u2011\u2028\x1e"), max_size=8
    )
)
def test_words_that_need_no_search_are_those_that_it_leaves(words: str) -> None:
    searched = text_view._CHANGED.sub(text_view._replacement, words)
    assert single_spaced(words) == searched


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "One.\n\nTwo.\n",
        "  One.\n\tTwo.  ",
        "One. \n \n \n Two.",
        SENTENCE,
    ],
)
def test_white_space_between_paragraphs_stays(text: str) -> None:
    assert view_of(text).is_stored_text


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("that the gov\u00ad\nernment has", "that the government has"),
        ("that the gov\u00ad \r\n  ernment has", "that the government has"),
        ("that Jean-\nLuc Vasseur has", "that Jean-Luc Vasseur has"),
        ("that Jean\u2010\nLuc Vasseur has", "that Jean\u2010Luc Vasseur has"),
        ("in the years 2024-\n2026 he has", "in the years 2024-2026 he has"),
        ("that the man -\nhe is old - has", "that the man - he is old - has"),
    ],
)
def test_a_word_that_a_line_end_cuts_is_put_together(cut: str, whole: str) -> None:
    before = "He came to the town hall on Monday. She told us there "
    assert (
        view_of(f"{before}{cut}\nnot been\nseen.").text
        == f"{before}{whole} not been seen."
    )


def test_offsets_find_the_words_of_the_stored_text() -> None:
    text = "\n".join(textwrap.wrap(SENTENCE, 40)).replace("Palmer", "Pal\u00ad\nmer")
    view = view_of(text)
    for words in ("Bank of Norland", "Mary Ann Palmer", "3 March 2026", "Adler Times"):
        start = view.text.index(words)
        bounds = view.stored_bounds(start, start + len(words))
        assert collapse(text[slice(*bounds)]) == words
        assert view.view_bounds(*bounds) == (start, start + len(words))


@given(TEXTS)
def test_a_view_has_the_paragraphs_and_the_words_of_its_text(text: str) -> None:
    view = view_of(text)
    bounds = [view.view_bounds(*pair) for pair in find_paragraphs(text)]
    assert find_paragraphs(view.text) == bounds
    assert view_of(view.text).text == view.text or view.is_stored_text
    letters = "".join(view.text.split()).replace("\u00ad", "")
    assert letters == "".join(text.split()).replace("\u00ad", "")


@given(st.lists(TEXTS, max_size=4))
def test_every_stretch_of_a_view_comes_back_to_itself(lines: list[str]) -> None:
    view = view_of("\n".join(lines))
    for start in range(len(view.text)):
        for end in range(start + 1, min(start + 4, len(view.text)) + 1):
            bounds = view.stored_bounds(start, end)
            assert view.view_bounds(*bounds) == (start, end)
            assert collapse(view.stored[slice(*bounds)]) == collapse(
                view.text[start:end]
            )


@given(st.lists(TEXTS, max_size=3))
def test_a_parse_of_the_view_becomes_one_of_the_text_and_back(lines: list[str]) -> None:
    article = Article(id="a", text="\t".join(lines), language="en")
    ((_, doc),) = parse_articles([article], BLANK, engine="stock")
    view = view_of(article.text)
    assert doc.text == article.text
    in_view = move_into_view(doc, view)
    assert in_view is not None
    assert in_view.text == view.text


def hand_made() -> tuple[Doc, str]:
    """The parse of "Mary Ann Palmer left ." and a stored text that breaks the name."""
    words = ["Mary", "Ann", "Palmer", "left", "."]
    doc = Doc(
        BLANK.vocab,
        words=words,
        spaces=[True, True, True, False, False],
        heads=[2, 2, 3, 3, 3],
        deps=["compound", "compound", "nsubj", "ROOT", "punct"],
        pos=["PROPN", "PROPN", "PROPN", "VERB", "PUNCT"],
        sent_starts=[True, False, False, False, False],
    )
    doc.ents = [Span(doc, 0, 3, label="PER")]
    return doc, "Mary\tAnn  Palmer left."


def test_heads_entities_and_sentences_survive_the_tokens_of_white_space() -> None:
    doc, text = hand_made()
    stored = parse_in_stored_text(doc, view_of(text))
    assert [token.text for token in stored] == [
        "Mary",
        "\t",
        "Ann",
        " ",
        "Palmer",
        "left",
        ".",
    ]
    assert [token.head.i for token in stored] == [4, 0, 4, 2, 5, 5, 5]
    assert [(span.text, span.label_) for span in stored.ents] == [
        ("Mary\tAnn  Palmer", "PER")
    ]
    assert len(list(stored.sents)) == 1

    back = move_into_view(stored, view_of(text))
    assert back is not None
    columns = [
        "ORTH",
        "SPACY",
        "HEAD",
        "DEP",
        "POS",
        "ENT_IOB",
        "ENT_TYPE",
        "SENT_START",
    ]
    assert back.to_array(columns).tolist() == doc.to_array(columns).tolist()


def test_what_components_left_in_a_parse_moves_with_it() -> None:
    doc, text = hand_made()
    if not Span.has_extension("checked"):
        Span.set_extension("checked", default=False)
    doc.spans["people"] = [Span(doc, 0, 3, label="PER", span_id="first")]
    doc.cats = {"politics": 0.5}
    doc[1:3]._.checked = True
    doc.user_data["note"] = "kept"
    stored = parse_in_stored_text(doc, view_of(text))
    (span,) = stored.spans["people"]
    assert (span.text, span.label_, span.id_) == ("Mary\tAnn  Palmer", "PER", "first")
    assert stored.cats == {"politics": 0.5}
    assert stored.user_data["note"] == "kept"
    assert stored[2:5]._.checked


def test_a_head_that_is_white_space_gives_its_words_to_the_word_above() -> None:
    doc = Doc(
        BLANK.vocab,
        words=["Mary", "\t", "left"],
        spaces=[False, False, False],
        heads=[1, 2, 2],
        deps=["nsubj", "dep", "ROOT"],
        pos=["PROPN", "SPACE", "VERB"],
    )
    in_view = move_into_view(doc, view_of(doc.text))
    assert in_view is not None
    assert [(token.text, token.head.text) for token in in_view] == [
        ("Mary", "left"),
        ("left", "left"),
    ]


def test_every_offset_and_text_of_a_span_is_moved() -> None:
    text = "“We  march,” said\tAnn  Lee, head of  Acme, to  Bob."
    view = view_of(text)
    read = view.text

    def bounds(words: str, name: str) -> dict[str, Any]:
        start = read.index(words)
        return {name: words, f"{name}_start": start, f"{name}_end": start + len(words)}

    quote = Quote.cut(
        read, 1, 10, "direct", spans=((1, 3), (4, 10)),
        **bounds("said", "cue"), **bounds("Ann Lee", "speaker"), **bounds("Bob", "addressee"),
        speaker_name="Ann Lee",
    )  # fmt: skip
    moved = span_in_stored_text(quote, view)
    assert isinstance(moved, Quote)
    assert moved.text == "We  march,"
    assert moved.speaker == text[moved.speaker_start : moved.speaker_end] == "Ann  Lee"
    assert moved.speaker_name == "Ann Lee"
    assert [text[slice(*piece)] for piece in moved.spans] == ["We", "march,"]

    start = read.index("Ann Lee")
    person = Entity.cut(
        read, start, start + 7, "PER", mention_start=start, mention_end=start + 21,
        **bounds("head of Acme", "role"), name="Ann Lee",
    )  # fmt: skip
    moved_person = span_in_stored_text(person, view)
    assert isinstance(moved_person, Entity)
    assert (moved_person.text, moved_person.name, moved_person.role) == (
        "Ann  Lee",
        "Ann Lee",
        "head of Acme",
    )
    assert text[moved_person.role_start : moved_person.role_end] == "head of  Acme"

    event = Event.cut(
        read,
        4,
        9,
        "PROTEST",
        arguments=(Argument(role="agent", start=start, end=start + 7, text="Ann Lee"),),
    )
    moved_event = span_in_stored_text(event, view)
    assert isinstance(moved_event, Event)
    assert moved_event.arguments[0].text == "Ann  Lee"

    class Maker:
        name, layer = "entities", "entities"

    article = Article(id="a", text=text, language="en").with_layer(
        Maker(), [moved_person]
    )
    (person_again,) = article_in_view(article, view).entities
    assert (person_again.start, person_again.text, person_again.id) == (
        start,
        "Ann Lee",
        article.entities[0].id,
    )


class Shouting:
    """Somebody else's annotator: it reads the stored text and a doc of it."""

    name, layer, needs = "shouting", "shouting", ("entities",)

    def annotate(self, article: Article, doc: Doc) -> list[CustomSpan]:
        assert doc.text == article.text
        return [
            CustomSpan.cut(article.text, span.start, span.end, span.text)
            for span in article.entities
        ]


def test_a_foreign_annotator_reads_the_text_as_it_is_stored() -> None:
    text = "Here  is\tMary  Ann."
    article = Article(
        id="a", text=text, language="en",
        layers={"entities": (entity(text, "Mary  Ann", mention_start=9, mention_end=18, name="Mary Ann"),)},
    )  # fmt: skip
    ((_, doc),) = parse_articles([article], BLANK, engine="stock")
    (span,) = add_layer(article, Shouting(), doc).layers["shouting"]
    assert span.text == span.label == "Mary  Ann"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('Closed.\\n\\n"The next day', 'Closed. "The next day'),
        ("Ann Lee\\nLondon", "Ann Lee London"),
        # a path of Windows has none
        ("C:\\new\\table is full", "C:\\new\\table is full"),
    ],
)
def test_a_line_end_that_was_escaped_twice_is_read_as_a_blank(
    text: str, read: str
) -> None:
    assert view_of(text).text == read
