"""Citing one annotation in a headless Chromium: its line opens, holds its words and address, and the address leads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from test_browser import LIT, Site, site  # noqa: F401

from pressmark.config.site_options import SiteOptions
from pressmark.site import build
from pressmark.spans import Span

pytestmark = [pytest.mark.browser, pytest.mark.model]
ADDRESS = "https://example.org/presse"
ARTICLE = "fr-02-eaux-du-mavro"
KINDS = ("entities", "quotes", "events")
OPEN = "lines => lines.filter(line => line.checkVisibility()).length"
COPIED = "line => { const copied = getSelection().toString(); getSelection().empty(); return copied }"


@pytest.fixture(scope="module")
def addressed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example corpus' site as it is made for an address on the web."""
    folder = tmp_path_factory.mktemp("addressed") / "public"
    return Site(
        build(site.corpus, folder, SiteOptions(language="fr", address=ADDRESS)).folder,
        site.corpus,
    )


@pytest.fixture
def page(browser: Browser, addressed: Site) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        opened = context.new_page()
        opened.goto(addressed.url(f"articles/{ARTICLE}.html"))
        yield opened


def one(addressed: Site, layer: str) -> Span:
    """The second annotation of a layer: a first one might be reached by accident."""
    return addressed.corpus[ARTICLE].layers[layer][1]


def cited(page: Page, addressed: Site, span: Span) -> str:
    """The line as it is copied by one click on it; it must hold outlet, date and the annotation's own address."""
    name = span.id.rpartition("/")[2]
    line = page.locator(f"#n-{name} cite")
    line.click()
    copied = str(line.evaluate(COPIED)).strip()
    article = addressed.corpus[ARTICLE]
    assert article.published is not None
    assert copied.startswith(f"{article.outlet}, {article.published.day}")
    assert copied.endswith(f", {ADDRESS}/articles/{ARTICLE}.html#{name}")
    assert " ".join(span.text.split()) in (
        page.locator(f"#n-{name} b").text_content() or ""
    )
    return copied.rpartition(", ")[2]


def leads_to(page: Page, addressed: Site, address: str, span: Span) -> None:
    """What stands at the address is the annotation, lit, with its words."""
    page.goto("about:blank")
    page.goto(addressed.url(address.removeprefix(f"{ADDRESS}/")))
    target = page.locator(".text :target")
    assert (target.text_content() or "").startswith(span.text[:10])
    assert (
        page.locator(f"[data-article] [id='{span.id.rpartition('/')[2]}']").evaluate(
            LIT
        )
        == "rgb(255, 231, 163)"
    )
    assert target.is_visible()


@pytest.mark.parametrize("layer", KINDS)
def test_all_citations_are_opened_at_once_and_one_is_copied(
    page: Page, addressed: Site, layer: str
) -> None:
    span = one(addressed, layer)
    assert page.locator(".panel cite").evaluate_all(OPEN) == 0
    page.get_by_label("Références").check()
    assert page.locator(".panel cite").evaluate_all(OPEN) > 20
    leads_to(page, addressed, cited(page, addressed, span), span)


@pytest.mark.parametrize("layer", ["quotes", "events"])
def test_following_a_mark_of_the_text_opens_its_citation_alone(
    page: Page, addressed: Site, layer: str
) -> None:
    span = one(addressed, layer)
    page.locator(f"#{span.id.rpartition('/')[2]} > .k").press("Enter")
    assert page.locator(".panel cite").evaluate_all(OPEN) == 1
    leads_to(page, addressed, cited(page, addressed, span), span)


def test_the_whole_article_is_cited_below_its_text(page: Page, addressed: Site) -> None:
    page.locator("details.cite summary").click()
    article = addressed.corpus[ARTICLE]
    said = " ".join((page.locator("details.cite").text_content() or "").split())
    assert f"{article.title}. {article.outlet}, " in said
    assert f"{ADDRESS}/articles/{ARTICLE}.html" in said
