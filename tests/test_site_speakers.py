"""Who speaks, said in the text of a page where the quote ends; lists that join nobody with somebody else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from making import quote, with_layers

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.site import build
from pressmark.site.markup import collect_highlights, highlight_text
from pressmark.site.pager import near_pages
from pressmark.spans import Quote, Span

TEXT = "“We go on”, she said at the port of Larnholm, where the boats lay. “Tomorrow”, she added."


def article_with(*spans: Span, text: str = TEXT, id: str = "a") -> Article:
    quotes = tuple(span for span in spans if isinstance(span, Quote))
    return with_layers(Article(id=id, text=text, language="en"), quotes=quotes)


def marks(article: Article) -> list[tuple[str, str]]:
    """The words before each mark of a speaker, and the speaker that it names."""
    html = str(highlight_text(article, collect_highlights(article), {}))
    found = re.findall(
        r'(\w+)(?:</span>|</a>)*<i class="by a\d+" data-by="([^"]*)"></i>', html
    )
    assert len(found) == html.count("data-by")
    return found


def test_a_speaker_stands_where_the_quote_ends() -> None:
    said = quote(TEXT, "We go on", speaker_canonical_name="Anne Morel")
    assert marks(article_with(said)) == [("on", "Anne Morel")]


def test_a_speaker_whose_name_stands_beside_the_quote_is_not_named_again() -> None:
    text = "“We go on”, Anne Morel said."
    said = quote(text, "We go on", speaker_canonical_name="Anne Morel")
    assert marks(article_with(said, text=text)) == []


def test_a_quote_of_nobody_has_no_mark_and_a_long_name_is_cut() -> None:
    nobody = quote(TEXT, "Tomorrow")
    long_name = "the committee of the owners of boats and nets"
    said = quote(TEXT, "We go on", speaker_name=long_name)
    assert marks(article_with(said, nobody)) == [
        ("on", "the committee of the owners of…")
    ]


def test_a_mark_is_no_part_of_the_text() -> None:
    said = quote(TEXT, "We go on", speaker_canonical_name='A "B" <C>')
    article = article_with(said)
    html = str(highlight_text(article, collect_highlights(article), {}))
    assert re.sub(r"<[^>]*>", "", html) == TEXT


def test_a_quote_that_ends_its_paragraph_keeps_its_mark_in_it() -> None:
    text = "She spoke. We go on\n\nThe end."
    said = quote(text, "We go on", speaker_canonical_name="Anne Morel")
    html = str(
        highlight_text(
            article_with(said, text=text),
            collect_highlights(article_with(said, text=text)),
            {},
        )
    )
    assert html.index("data-by") < html.index("</p>")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The site of two articles, in each of which « the company » speaks, and one event is told twice in one of them."""
    articles = []
    for name in ("one", "two"):
        text = f"The company said it would go on. Strikes began in {name}. The strikes went on."
        said = replace(
            quote(text, "it would go on", label="indirect"),
            speaker="The company",
            speaker_name="The company",
        )
        articles.append(
            with_layers(Article(id=name, text=text, language="en"), quotes=(said,))
        )
    corpus = save(articles, tmp_path / "corpus", title="Ports")
    return build(corpus, tmp_path / "public", SiteOptions()).folder


def test_speakers_without_a_name_are_not_joined_across_articles(folder: Path) -> None:
    assert not list(folder.glob("quotes/speaker-*"))
    unnamed = (folder / "quotes" / "unnamed.html").read_text()
    assert unnamed.count('<li class="line quotes"') == 2
    speakers = (folder / "quotes" / "index.html").read_text()
    assert "The company" not in speakers
    assert 'href="unnamed.html"' in speakers


def test_a_quote_stands_in_its_sentence(folder: Path) -> None:
    unnamed = (folder / "quotes" / "unnamed.html").read_text()
    assert "The company said <mark>it would go on</mark>. Strikes began in" in unnamed


@pytest.mark.parametrize("pages", [1, 2, 7, 40, 400])
def test_every_page_of_a_list_is_reached_in_a_few_steps(pages: int) -> None:
    distance = {1: 0}
    frontier = [1]
    while frontier:
        page = frontier.pop(0)
        for other in near_pages(page, pages):
            if other is not None and other not in distance:
                distance[other] = distance[page] + 1
                frontier.append(other)
    assert distance.keys() == set(range(1, pages + 1))
    assert max(distance.values()) <= 8
