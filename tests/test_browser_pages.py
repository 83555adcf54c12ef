"""Every kind of page in a headless Chromium: whole for all readers, by keyboard, at 320 pixels, searched, printed."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from example_site import Site, Watch
from page_readability import assert_readable
from playwright.sync_api import Browser, BrowserContext, Page

from pressmark.cli.server import open_server
from pressmark.config.site_options import SiteOptions
from pressmark.site import build
from pressmark.site.paths import article_path

pytestmark = [pytest.mark.browser, pytest.mark.model]
KINDS = (
    "index.html", "articles/index.html", "articles/fr-02-eaux-du-mavro.html", "by/language-fr.html",
    "names/people.html", "names/people-by-count.html",
    "names/per-pavel-drosin.html", "quotes/index.html", "quotes/all.html",
    "events/index.html", "events/type-agree.html", "events/happenings.html", "events/places.html", "pictures.html",
    "counts.html", "search.html", "search.html#q=drosin", "corpus.html", "corpus.html#quality", "explore.html",
    "quotes/unnamed.html", "quotes/unattributed.html", "explore.html#layer=events&type=AGREE",
)  # fmt: skip


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One window's state for all tests of pages: what a reader chooses stays chosen."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as opened:
        yield opened


@pytest.fixture(scope="module")
def inspected(browser: Browser) -> Iterator[Page]:
    """A page into which axe may put its script, whatever the page's policy says."""
    with browser.new_context(bypass_csp=True) as context:
        yield context.new_page()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("path", KINDS)
def test_no_kind_of_page_shuts_a_reader_out(
    site: Site, inspected: Page, path: str
) -> None:
    inspected.goto("about:blank")  # of two addresses of one page, both are loaded
    inspected.goto(site.url(path))
    # Pages with a script show what it makes of their address.
    inspected.wait_for_timeout(300)
    assert_readable(inspected)


@pytest.mark.parametrize("path", KINDS)
def test_no_kind_of_page_overflows_at_320_pixels(
    site: Site, page: Page, path: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(site.url(path))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_reader_walks_from_the_text_to_the_list_and_back_by_keyboard(
    site: Site, page: Page
) -> None:
    page.goto(site.url("articles/fr-02-eaux-du-mavro.html"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    mark = page.locator(".text .quo > .k").first
    mark.focus()
    page.keyboard.press("Enter")
    name = page.url.partition("#")[2]
    assert name.startswith("n-quotes-")
    assert page.locator(f"#{name}").is_visible()
    page.locator(f"#{name} a").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(f"#{name.removeprefix('n-')}")
    assert page.locator(".text :target").count() == 1


def test_everything_that_can_be_reached_shows_that_it_is(
    site: Site, page: Page
) -> None:
    page.goto(site.url("articles/fr-02-eaux-du-mavro.html"))
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' }"
        )


def _found(page: Page, words: str) -> list[str]:
    page.locator("#query").fill(words)
    page.wait_for_timeout(600)
    return page.locator("#results a").all_text_contents()


def test_what_is_told_more_than_once_is_told_by_names_and_not_by_ids(
    site: Site,
) -> None:
    pages = [
        site.folder / "events" / "index.html",
        *sorted((site.folder / "events").glob("happenings*.html")),
    ]
    pages += sorted((site.folder / "happenings").glob("*.html"))
    told = "\n".join(page.read_text("utf-8") for page in pages)
    assert "Hollin Road" in told
    assert re.findall(r">[^<]*\b(?:loc|org|per)-[a-z][^<]*<", told) == []


def test_only_what_another_article_tells_of_is_said_to_be_told_elsewhere(
    site: Site,
) -> None:
    elsewhere = re.compile(r'<a href="([^"]+)">raconté ailleurs aussi</a>')
    here = re.compile(r'<a href="([^"]+)">raconté de nouveau ici</a>')
    told = "\n".join(
        page.read_text("utf-8") for page in (site.folder / "articles").glob("*.html")
    )
    again = here.findall(told)
    assert again
    assert all(address.startswith("#events-") for address in again)
    # What several articles tell stands on a page with its like.
    assert all(path.startswith("../happenings/") for path in elsewhere.findall(told))


def test_speakers_quoted_as_often_stand_in_alphabetical_order(site: Site) -> None:
    page = (site.folder / "quotes" / "index.html").read_text("utf-8")
    speakers = re.findall(
        r'<li><a href="\.\./(?:names|articles)/[^"]*"[^>]*>([^<]*)</a> <span class="meta">1</span>',
        page,
    )
    accents = str.maketrans("ÉÈÀÂÎÔÇéèêàâîôç", "EEAAIOCeeeaaioc")
    plain = [speaker.translate(accents).lower() for speaker in speakers]
    assert len(plain) > 10
    assert plain == sorted(plain)


def test_bars_of_a_chart_are_drawn_to_one_scale(site: Site, page: Page) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(site.url("events/index.html"))
        widths = (
            "charts => charts.map(one => Math.round(one.getBoundingClientRect().width))"
        )
        assert len(set(page.locator(".bars svg").evaluate_all(widths))) == 1


@pytest.mark.parametrize("path", ["index.html", "pictures.html"])
def test_the_labels_of_a_chart_can_be_read_on_a_telephone(
    site: Site, page: Page, path: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(site.url(path))
    heights = "labels => labels.map(one => one.getBoundingClientRect().height)"
    assert min(page.locator(".columns-chart text:visible").evaluate_all(heights)) > 9


def test_names_titles_and_quotes_are_found_from_the_disk(
    site: Site, page: Page
) -> None:
    watch = Watch().over(page)
    page.goto(site.url("search.html"))
    assert "Pavel Drosin" in _found(page, "drosi")
    assert any("Mavro" in text for text in _found(page, "EAUX velmarie"))
    assert any(text.startswith("«\u00a0") for text in _found(page, "compromis"))
    assert "Étienne Salvat" in _found(page, "etienne")
    _found(page, "EAUX velmarie")
    assert (
        page.locator("#results .meta").first.text_content()
        == "Le Journal de Lausanne-Est · 21 avril 2026"
    )
    assert _found(page, "zzzz") == []
    page.locator("#query").fill("drosin")
    page.wait_for_timeout(400)
    page.locator("#results a").first.click()
    assert "/names/per-pavel-drosin.html" in page.url
    assert watch.complaints == []
    assert all(
        url.startswith((site.folder.as_uri(), "data:,")) for url in watch.requests
    )


def test_search_works_when_it_is_served(site: Site, page: Page) -> None:
    watch = Watch().over(page)
    with open_server(site.folder, port=0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{serving.server_address[1]}/"
        page.goto(f"{home}search.html#drosin")
        page.wait_for_selector("#results a")
        assert "Pavel Drosin" in page.locator("#results a").all_text_contents()
        page.goto(f"{home}articles/fr-02-eaux-du-mavro.html")
        first_quote = page.locator(".text [id^='quotes-']").first.get_attribute("id")
        page.goto(f"{home}articles/fr-02-eaux-du-mavro.html#{first_quote}")
        assert page.locator(".text :target").count() == 1
        serving.shutdown()
    assert watch.complaints == []
    assert all(url.startswith((home, "data:,")) for url in watch.requests)


def test_all_words_are_found_where_pagefind_made_an_index(
    site: Site, page: Page, tmp_path: Path
) -> None:
    built = build(
        site.corpus, tmp_path / "full", SiteOptions(language="fr", search="pagefind")
    )
    watch = Watch().over(page)
    with open_server(built.folder, port=0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{serving.server_address[1]}/"
        page.goto(f"{home}search.html")
        page.wait_for_selector("#filters:not([hidden])")
        page.locator("#query").fill("hydrologue")
        page.wait_for_selector("#text-results a")
        assert "hydrologue" in (
            page.locator("#text-results mark").first.text_content() or ""
        )
        assert page.locator("#entries").is_visible()
        page.locator("select[data-filter=outlet]").select_option(index=1)
        page.wait_for_timeout(500)
        # Names and quotes are not filtered: a list that shows them beside a filter would be false.
        assert not page.locator("#entries").is_visible()
        years = page.locator("select[data-filter=year] option").all_inner_texts()
        found = int(page.locator("#text-count").inner_text())
        numbers = [int(re.findall(r"\((\d+)\)", year)[0]) for year in years[1:]]
        assert sum(numbers) == found
        page.locator("select[data-filter=outlet]").select_option(index=0)
        page.locator("#query").fill("")
        page.locator("select[data-filter=speaker]").select_option("Jorge Salvat")
        page.wait_for_selector(
            "#text-results a[href='articles/fr-12-salvat-quitte-montclerc.html']"
        )
        page.locator("#text-results a").first.click()
        page.wait_for_url(f"{home}articles/fr-12-salvat-quitte-montclerc.html")
        serving.shutdown()
    assert watch.complaints == []
    assert all(url.startswith((home, "data:", "blob:")) for url in watch.requests)
    assert (
        build(
            site.corpus,
            tmp_path / "full",
            SiteOptions(language="fr", search="pagefind"),
        ).written
        == 0
    )


def test_without_javascript_the_search_page_shows_the_lists(
    site: Site, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site.url("search.html"))
        assert not page.locator("#finder").is_visible()
        assert page.locator("noscript p").is_visible()
        assert page.locator(
            "a[href='names/people.html#M'], a[href='names/people.html']"
        ).first.is_visible()


def test_a_printed_article_has_its_notes_and_no_controls(
    site: Site, page: Page, tmp_path: Path
) -> None:
    page.goto(site.url("articles/fr-02-eaux-du-mavro.html"))
    page.emulate_media(media="print")
    assert not page.locator(".layers").is_visible()
    assert page.locator(".panel li.quo").first.is_visible()
    number = "e => getComputedStyle(e, '::before').content"
    assert "counter" in page.locator(".text [id].quo").first.evaluate(number)
    assert page.pdf(path=tmp_path / "article.pdf").startswith(b"%PDF")


def test_an_article_is_drawn_at_once_and_stays_where_it_is(
    site: Site, page: Page
) -> None:
    page.add_init_script("""
      window.shown = 0; window.moved = 0;
      const seen = (type, take) =>
        new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type, buffered: true});
      seen('largest-contentful-paint', e => shown = e.startTime);
      seen('layout-shift', e => moved += e.value);
    """)
    slowest = []
    for _ in range(3):
        page.goto(site.url(article_path("fr-02-eaux-du-mavro")))
        page.wait_for_timeout(600)
        assert page.evaluate("moved") == 0
        slowest.append(page.evaluate("shown"))
    assert 0 < min(slowest) < 500
