"""The search from the disk, in a headless Chromium: words of texts, typing errors, plurals, phrases, kinds, the address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from making import entity, quote, span_id, with_layers
from playwright.sync_api import Browser, Page, expect

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.site import build

pytestmark = pytest.mark.browser


def articles() -> Iterator[Article]:
    """Seventy articles of one person, a harvest of cassava in the last of them, a long word in the text of the first."""
    for number in range(70):
        text = f"Petar Dolen parle au marché numéro {number}. « La soupe est prête », dit-il à son œuvre."
        if number == 69:
            text += " La récolte de manioc est bonne."
        id = f"{number:02}"
        speaker_id = span_id(id, "entities", text, "Petar Dolen")
        said = quote(
            text,
            "La soupe est prête",
            label="direct",
            speaker="Petar Dolen",
            speaker_id=speaker_id,
        )
        article = Article(
            id=id,
            text=text,
            title=f"Marché {number}",
            language="fr",
            outlet="Le Jour",
        )
        yield with_layers(
            article, entities=[entity(text, "Petar Dolen")], quotes=[said]
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("searched")
    return build(
        save(articles(), root / "corpus", title="Soupe"), root / "public", SiteOptions()
    ).folder


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    with browser.new_context() as context:
        opened = context.new_page()
        complaints: list[str] = []
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto((folder / "search.html").as_uri())
        yield opened
        assert complaints == []


def results(page: Page, words: str) -> list[str]:
    """What a search shows; waits until it has answered."""
    page.locator("#query").fill(words)
    expect(page.locator("#count")).not_to_be_empty()
    page.wait_for_timeout(300)
    return page.locator("#results .headline").all_inner_texts()


def test_a_word_of_a_text_finds_its_article_and_is_said_to_stand_in_the_text(
    page: Page,
) -> None:
    assert results(page, "manioc") == ["Marché 69"]
    assert "in the text" in page.locator("#results .meta").inner_text()
    assert "text=manioc" in (page.locator("#results a").get_attribute("href") or "")


@pytest.mark.parametrize(
    "typed",
    ["manioc", "maniocs", "MANIOC", "récolte manioc", "œuvre manioc", "oeuvre manioc"],
)
def test_plurals_capitals_and_ligatures_find_the_same(page: Page, typed: str) -> None:
    assert results(page, typed) == ["Marché 69"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("dollen", "dolen"), ("doeln", "dolen"), ("dolin", "dolen"), ("manoc", "manioc")],
)
def test_a_typing_error_is_answered_with_the_word_that_is_there(
    page: Page, typed: str, meant: str
) -> None:
    assert results(page, typed) == []
    page.locator("#suggestion button", has_text=meant).click()
    expect(page.locator("#query")).to_have_value(meant)
    expect(page.locator("#results .item").first).to_be_visible()


def test_a_phrase_finds_what_stands_so_and_not_what_has_its_words(page: Page) -> None:
    assert len(results(page, '"soupe est prête"')) == 60
    assert results(page, '"prête est soupe"') == []


def test_kinds_narrow_results_and_more_are_shown_when_asked_for(page: Page) -> None:
    results(page, "marché")
    tabs = page.locator("#kinds button")
    assert [tab.split()[-1] for tab in tabs.all_inner_texts()] == ["70", "0", "70", "0"]
    assert page.locator("#results .item").count() == 60
    page.locator("#more").click()
    expect(page.locator("#results .item")).to_have_count(70)
    expect(page.locator("#more")).to_be_hidden()
    results(page, "dolen")
    page.get_by_role("button", name="Quotes").click()
    expect(page.locator("#count")).to_have_text("Results: 70")
    assert "kind=quotes" in page.url


def test_hits_are_marked_as_they_stand(page: Page) -> None:
    results(page, "marche 12")
    assert page.locator("#results .headline").first.locator(
        "mark"
    ).all_inner_texts() == ["Marché", "12"]


def test_back_from_a_result_brings_the_search_back(page: Page) -> None:
    results(page, "manioc")
    page.locator("#results a").first.click()
    page.wait_for_url("**/articles/*")
    page.go_back()
    expect(page.locator("#query")).to_have_value("manioc")
    expect(page.locator("#results .headline")).to_have_text(["Marché 69"])


def test_an_address_that_changes_on_the_open_page_is_searched(page: Page) -> None:
    page.evaluate("location.hash = '#q=manioc'")
    expect(page.locator("#results .headline")).to_have_text(["Marché 69"])
    page.evaluate("location.hash = '#dolen'")
    expect(page.locator("#query")).to_have_value("dolen")
