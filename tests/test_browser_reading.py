"""Reading an article in a headless Chromium: who speaks, the card at a mark, keys, boxes that stay, system colours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from example_site import Site
from playwright.sync_api import Browser, BrowserContext, Page

from pressmark.config.site_options import SiteOptions
from pressmark.review import read_decisions
from pressmark.site import build

pytestmark = [pytest.mark.browser, pytest.mark.model]
ARTICLE = "articles/fr-02-eaux-du-mavro.html"
OTHER = "articles/fr-04-hopital-de-rastel.html"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Page:
    opened = context.new_page()
    opened.goto(site.url(ARTICLE))
    return opened


def top(page: Page, selector: str) -> float:
    """How far below the top of the window an element begins, in pixels."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"]


def test_the_line_of_an_address_stands_first_in_the_list_without_a_script(
    browser: Browser,
    site: Site,
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site.url(ARTICLE))
        last = page.locator(".text .quo[id]").last.get_attribute("id")
        page.goto("about:blank")
        page.goto(f"{site.url(ARTICLE)}#{last}")
        tops = page.locator(".panel li").evaluate_all(
            "lines => lines.map(line => line.getBoundingClientRect().top)"
        )
        line = page.locator(f"#n-{last}").bounding_box()
        assert line is not None
        assert line["y"] == min(top for top in tops if top > 0)
        assert 0 < line["y"] < 300


def test_speakers_are_named_in_the_text_and_can_be_put_out(page: Page) -> None:
    mark = page.locator(".text .by").first
    assert "—" in mark.evaluate("mark => getComputedStyle(mark, '::after').content")
    assert mark.is_visible()
    page.locator(".legend summary").click()
    page.locator("#show-by").uncheck()
    assert not mark.is_visible()


@pytest.mark.parametrize("box", ["l-PER", "l-LOC", "f-tim", "f-deal"])
def test_a_box_of_the_legend_puts_out_what_it_names_and_nothing_else(
    page: Page, box: str
) -> None:
    lines = page.locator(".panel li:not(.tim)").count()
    page.locator(".legend summary").click()
    page.locator(f"#show-{box}").uncheck()
    hidden = page.locator(".panel li:not(.tim)").evaluate_all(
        "lines => lines.filter(line => !line.checkVisibility()).length"
    )
    assert 0 < hidden < lines
    if box.startswith("l-"):
        assert hidden == page.locator(f".panel li.ent.{box}").count()


def test_the_words_of_a_quote_open_a_card_that_says_who_speaks(page: Page) -> None:
    page.locator(".text .quo.l-direct").first.click(position={"x": 60, "y": 10})
    card = page.locator(".card")
    assert card.is_visible()
    line = page.locator(".panel li.quo").first
    assert (line.locator("p a").first.text_content() or "?") in (
        card.text_content() or ""
    )
    page.keyboard.press("Escape")
    assert not card.is_visible()


def test_n_and_p_lead_from_mark_to_mark_that_is_shown(page: Page) -> None:
    page.locator("#show-ent").uncheck()
    page.locator("#show-eve").uncheck()
    quotes = [
        quote.get_attribute("id") for quote in page.locator(".text .quo[id]").all()
    ]
    page.locator("h1").click()
    chosen = []
    for _ in range(3):
        page.keyboard.press("n")
        chosen.append(page.locator(".text .chosen[id]").first.get_attribute("id"))
    assert chosen == quotes[:3]
    page.keyboard.press("p")
    assert page.locator(".text .chosen[id]").first.get_attribute("id") == quotes[1]


def test_a_name_in_the_card_lights_all_its_mentions(page: Page) -> None:
    page.locator("h1").click()
    page.locator("#show-quo").uncheck()
    page.locator("#show-eve").uncheck()
    page.keyboard.press("n")
    name = page.locator(".card b").text_content()
    same = page.locator(".text .same").all_text_contents()
    assert name in same
    assert len(same) > 1


def test_on_a_telephone_the_card_is_a_sheet_and_the_page_stays(
    browser: Browser,
    site: Site,
) -> None:
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(site.url(ARTICLE))
        quote = page.locator(".text .quo.l-direct").first
        quote.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        quote.click(position={"x": 50, "y": 10})
        box = page.locator(".card").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] == pytest.approx(800, abs=2)
        assert page.evaluate("scrollY") == before


def test_boxes_stay_as_they_were_in_the_next_article(page: Page, site: Site) -> None:
    page.locator("#show-eve").uncheck()
    page.locator("#show-rules").check()
    page.locator(".pager a[rel=next], .pager a[rel=prev]").first.click()
    page.wait_for_load_state()
    assert not page.locator("#show-eve").is_checked()
    assert page.locator("#show-rules").is_checked()


def test_rules_are_shown_when_asked_for_and_in_words_of_the_interface(
    page: Page,
) -> None:
    rule = page.locator(".panel li.quo s").first
    assert not rule.is_visible()
    page.locator("#show-rules").check()
    assert rule.is_visible()
    shown = rule.text_content() or ""
    assert shown.startswith(
        ("des guillemets", "une incise", "un verbe", "un complément")
    )
    assert "mot de parole" in shown
    # What is left of a rule is a word of the text, or of a lexicon.
    assert rule.get_attribute("lang") is None


def test_colours_of_the_system_show_what_is_pointed_at(
    browser: Browser, site: Site
) -> None:
    with browser.new_context(forced_colors="active") as context:
        page = context.new_page()
        page.goto(site.url(ARTICLE))
        quote = page.locator(".text .quo[id]").first.get_attribute("id")
        page.goto("about:blank")
        page.goto(f"{site.url(ARTICLE)}#{quote}")
        style = "e => getComputedStyle(e).outlineStyle"
        assert page.locator(f"[id='{quote}']").evaluate(style) == "solid"


def test_paper_says_where_the_page_stands_and_how_to_cite_it(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator(".cite .address").is_visible()
    assert page.locator("footer").is_visible()
    assert (
        page.locator(".panel ol").evaluate("e => getComputedStyle(e).columnGap")
        != "normal"
    )


def test_what_a_reader_finds_wrong_is_a_line_of_a_review(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    options = SiteOptions(report="https://example.org/new?body={decision}")
    folder = build(site.corpus, tmp_path / "public", options).folder
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((folder / ARTICLE).as_uri())
        page.locator("h1").click()
        page.keyboard.press("n")
        href = page.locator(".card .wrong").get_attribute("href") or ""
    file = tmp_path / "review.jsonl"
    file.write_text(parse_qs(urlsplit(href).query)["body"][0] + "\n", encoding="utf-8")
    (decision,) = read_decisions([file]).decisions
    assert (decision.action, decision.who) == ("wrong", "reader")
    assert decision.article == "fr-02-eaux-du-mavro"
