"""What a notebook shows of articles, corpora and measures: short lines, and HTML without a script."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from making import HOSTILE, articles, entity, event, quote, with_layers

import pressmark
from pressmark import Article
from pressmark.errors import LayerMissing, PressmarkError
from pressmark.evaluation import compare, evaluate, read_documents
from pressmark.site.article_display import MAX_CHARACTERS, show
from pressmark.site.style_sheet import join_style_sheets, notebook_sheet

TEXT = "« Non 🙂 <b> », a dit Ann Lee à Kiev.\n\nLe pont a été fermé."


@pytest.fixture
def article() -> Article:
    """A quote, two names and an event, in an article with all that stands around it."""
    article = Article(
        id="lee/1",
        text=TEXT,
        language="fr",
        title="Le pont & la <rive>",
        outlet="Le Lien",
        published=datetime(2026, 3, 2, tzinfo=UTC),
    )
    return with_layers(
        article,
        entities=[entity(TEXT, "Ann Lee", role="maire"), entity(TEXT, "Kiev", "LOC")],
        quotes=[quote(TEXT, "Non 🙂 <b>", speaker_name='Ann "A" Lee')],
        times=[],
        events=[event(TEXT, "fermé")],
    )


class Cell(HTMLParser):
    """The elements of a cell, and the text of the one whose class is `text`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.depth_of_text = 0
        self.feed(html)
        self.close()
        assert not self.open, "an element is not closed"

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        self.tags.append((tag, dict(attributes)))
        self.open.append(tag)
        if dict(attributes).get("class") == "text":
            self.depth_of_text = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) == self.depth_of_text:
            self.depth_of_text = 0
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.depth_of_text:
            self.text += data

    def titles(self) -> set[str]:
        """What the highlights say of themselves."""
        return {str(found["title"]) for _, found in self.tags if "title" in found}


def test_an_article_is_told_in_one_line(article: Article) -> None:
    assert repr(article) == (
        "Article('lee/1', 'Le pont & la <rive>', fr, 58 characters:"
        " 2 entities, 1 quotes, 0 times, 1 events)"
    )
    assert repr(Article(id="x", text="a")) == "Article('x', 1 character: no layers)"
    long = replace(article, title="Un titre\n" * 40, text="x" * 90_000, layers={})
    assert len(repr(long)) < 150
    assert "\n" not in repr(long)


def test_a_cell_holds_the_text_to_the_character_and_says_what_each_mark_is(
    article: Article,
) -> None:
    cell = Cell(article._repr_html_())

    assert cell.text == TEXT
    assert cell.titles() == {
        "Name · person · Ann Lee · maire",
        "Name · place · Kiev",
        'Quote · direct quote · Ann "A" Lee',
        "Event · Statement",
    }


def test_a_cell_has_no_script_no_link_no_address_and_loads_nothing(
    article: Article,
) -> None:
    html = article._repr_html_()
    cell = Cell(html)

    assert {tag for tag, _ in cell.tags} <= {"div", "style", "p", "span", "i"}
    for _, attributes in cell.tags:
        assert {*attributes} <= {"class", "lang", "dir", "title", "data-by"}
    assert not re.search(r"url\(|@import|https?:", html)


def test_a_cell_shows_the_layers_that_are_asked_for(article: Article) -> None:
    cell = Cell(show(article, layers=["quotes"]).html)
    assert cell.titles() == {'Quote · direct quote · Ann "A" Lee'}
    assert "Citation" in show(article, layers="quotes", language="fr").html
    with pytest.raises(LayerMissing, match="no layer 'stance' to show; there are"):
        show(article, layers=["stance"])
    with pytest.raises(PressmarkError, match="no interface in 'xx'"):
        _ = show(article, language="xx").html


def test_a_long_article_is_cut_and_the_rest_is_counted(article: Article) -> None:
    words = "Ann dort. " * (MAX_CHARACTERS // 5)
    names = [entity(words, "Ann", "PER")]
    names.append(
        replace(names[0], start=len(words) - 10, end=len(words) - 7, mention_start=len(words) - 10,
                mention_end=len(words) - 7)
    )  # fmt: skip
    long = with_layers(Article(id="l", text=words, language="fr"), entities=names)
    cell = Cell(long._repr_html_())

    assert words.startswith(cell.text)
    assert MAX_CHARACTERS - 10 <= len(cell.text) <= MAX_CHARACTERS
    html = show(long).html
    assert "3,999 of 8,000 characters are shown; annotations left out: 1." in html
    assert Cell(show(long, characters=None).html).text == words
    unbroken = Article(id="u", text="x" * (MAX_CHARACTERS + 1))
    assert Cell(show(unbroken).html).text == "x" * MAX_CHARACTERS


def test_what_show_returns_is_told_in_one_line_where_no_html_is_shown(
    article: Article,
) -> None:
    display = pressmark.show(article)
    assert repr(display) == repr(article)
    assert display._repr_html_() == article._repr_html_()


@settings(deadline=None)
@given(articles())
def test_whatever_an_article_holds_its_cell_is_whole(drawn: Article) -> None:
    shown = Cell(show(drawn, characters=None).html).text
    assert shown == drawn.text.replace("\x00", "\ufffd")
    assert repr(drawn).startswith("Article(")


def test_hostile_titles_stay_text() -> None:
    article = Article(id=HOSTILE, text="x", title=HOSTILE, outlet="<script>")
    assert {tag for tag, _ in Cell(show(article).html).tags} <= {
        "div",
        "style",
        "p",
        "span",
    }


def test_the_style_of_a_cell_is_that_of_the_site_and_holds_within_it() -> None:
    sheet, site = notebook_sheet("cell"), join_style_sheets()

    assert sheet.startswith(".cell {\n")
    assert sheet.count("{") == sheet.count("}")
    depth = 0
    for line in sheet.splitlines()[:-1]:
        depth += line.count("{") - line.count("}")
        assert depth >= 1, line
    rule = re.search(r"\.text \.quo, \.toggle\.quo > span \{[^}]+\}", sheet)
    assert rule
    assert rule.group() in site
    assert ":root" not in sheet
    assert "body" not in sheet


def test_a_corpus_shows_its_tables(article: Article, tmp_path: Path) -> None:
    corpus = pressmark.save([article], tmp_path / "c", title="Ponts <1>")
    html = corpus._repr_html_()

    assert "Ponts &lt;1&gt;" in html
    assert re.search(r"<td>quotes</td><td[^>]*>1</td>", html)
    assert "<script" not in html
    assert len(repr(corpus)) < 300


def test_measures_show_themselves_as_a_table(article: Article, tmp_path: Path) -> None:
    pressmark.save([article], tmp_path / "c", title="T")
    documents = read_documents(tmp_path / "c")
    evaluation = evaluate(documents, documents, samples=10)
    agreement = compare(documents, documents)

    assert re.fullmatch(
        r"Evaluation\(1 article, F1: entities exact 100\.0, quotes .+\)",
        repr(evaluation),
    )
    assert "<td>exact</td><td>100.0</td>" in evaluation._repr_html_()
    assert repr(agreement).startswith("Agreement(1 article, 0 differences, F1: ")
    assert "<td>F1 exact</td><td>100.0</td>" in agreement._repr_html_()
    assert "kappa of labels" in agreement._repr_html_()


def test_spans_are_lines_in_a_notebook_and_whole_elsewhere(article: Article) -> None:
    from IPython.lib.pretty import pretty

    shown = pretty(article.quotes)
    assert shown.count("\n") == 0
    assert shown.startswith("(Quote(direct 2:11 'Non 🙂 <b>'")
    assert "speaker_name='Ann \"A\" Lee'" in shown
    assert "None" not in shown
    assert "article_id" not in shown
    assert "article_id='lee/1'" in repr(article.quotes)
    long = replace(article.quotes[0], speaker_name="Ann\n" * 90)
    assert len(pretty(long)) < 200
