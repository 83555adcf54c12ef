"""Citing one annotation in a headless Chromium: its line opens, holds its words and address, and the address leads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from example_site import Site
from playwright.sync_api import Browser, Page, expect
from test_browser import LIT

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
    page.locator("details.cite > summary").click()
    article = addressed.corpus[ARTICLE]
    said = " ".join((page.locator("details.cite").text_content() or "").split())
    assert f"{article.title}. {article.outlet}, " in said
    assert f"{ADDRESS}/articles/{ARTICLE}.html" in said


def test_a_sentence_has_an_address_that_shows_it_whole(
    page: Page, addressed: Site
) -> None:
    page.locator(".legend summary").click()
    page.get_by_label("Adresses des phrases").check()
    marks = page.locator(".text i[id]")
    assert marks.count() > 5
    name = marks.nth(3).get_attribute("id") or ""
    text = addressed.corpus[ARTICLE].text
    start = int(name.removeprefix("s"))
    assert text[start - 1].isspace()
    marks.nth(3).click()
    assert page.url.endswith(f"#{name}")
    line = page.locator(".panel .sentence")
    assert (
        line.locator("cite").inner_text() == f"{ADDRESS}/articles/{ARTICLE}.html#{name}"
    )
    said = " ".join((line.text_content() or "").split())
    assert " ".join(text[start : start + 30].split()) in said
    assert page.evaluate("CSS.highlights.get('sentence').size") == 1
    # From the address alone, too, and the next one takes its place.
    following = marks.nth(4).get_attribute("id")
    page.goto("about:blank")
    page.goto(addressed.url(f"articles/{ARTICLE}.html#{following}"))
    assert page.locator(".panel .sentence").count() == 1


def test_without_a_script_the_place_of_a_sentence_is_marked(
    browser: Browser, addressed: Site
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(addressed.url(f"articles/{ARTICLE}.html"))
        name = page.locator(".text i[id]").nth(3).get_attribute("id")
        page.goto("about:blank")
        page.goto(addressed.url(f"articles/{ARTICLE}.html#{name}"))
        content = page.locator(f"#{name}").evaluate(
            "mark => getComputedStyle(mark, '::after').content"
        )
        assert "▸" in content
        assert page.locator(".cite summary", has_text="RIS").count() == 1


@pytest.mark.parametrize(
    ("form", "beginning"), [("BibTeX", "@article{"), ("RIS", "TY  - NEWS")]
)
def test_a_reference_is_saved_as_a_file_with_the_version_of_the_corpus(
    browser: Browser, addressed: Site, form: str, beginning: str
) -> None:
    with browser.new_context(accept_downloads=True) as context:
        page = context.new_page()
        page.goto(addressed.url(f"articles/{ARTICLE}.html"))
        page.locator("details.cite > summary").click()
        fold = page.locator("details.cite details", has_text=form)
        fold.locator("summary").click()
        with page.expect_download() as saved:
            fold.get_by_role("button", name="Enregistrer").click()
        content = saved.value.path().read_text("utf-8")
    assert saved.value.suggested_filename == f"{ARTICLE}.{form.lower()[:3]}"
    assert content.startswith(beginning)
    article = addressed.corpus[ARTICLE]
    assert str(article.title) in content
    assert re.search(r"corpus annoté\), version [0-9a-f]{12}", content)
    assert f"{ADDRESS}/articles/{ARTICLE}.html" in content


def test_words_and_address_are_copied_by_a_button_of_the_card(
    page: Page, addressed: Site
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    mark = page.locator(".text .quo.l-direct[id]").first
    name = mark.get_attribute("id") or ""
    span = addressed.corpus[ARTICLE][f"{ARTICLE}/{name}"]
    mark.click(position={"x": 60, "y": 10})
    page.locator(".card").get_by_role("button", name="Copier").click()
    expect(page.locator(".card").get_by_role("button", name="Copié")).to_be_visible()
    page.goto("data:text/html,<textarea autofocus></textarea>")
    page.locator("textarea").focus()
    page.keyboard.press("Control+v")
    copied = page.locator("textarea").input_value()
    assert copied.endswith(f"{ADDRESS}/articles/{ARTICLE}.html#{name}")
    assert copied.startswith(f"«\u00a0{span.text[:15]}")
    assert "version " in copied


def test_reference_managers_find_what_they_read(page: Page, addressed: Site) -> None:
    article = addressed.corpus[ARTICLE]
    tags = dict(
        page.locator("meta[name]").evaluate_all(
            "tags => tags.map(tag => [tag.name, tag.content])"
        )
    )
    assert tags["citation_title"] == article.title
    assert article.published is not None
    assert tags["citation_publication_date"] == f"{article.published:%Y/%m/%d}"
    assert tags["DC.type"] == "newspaperArticle"
    assert tags["citation_public_url"] == f"{ADDRESS}/articles/{ARTICLE}.html"
    data = json.loads(
        page.locator("script[type='application/ld+json']").text_content() or ""
    )
    quotations = data["hasPart"]
    assert {part["@type"] for part in quotations} == {"Quotation"}
    texts = {" ".join(quote.text.split()) for quote in article.quotes}
    assert {part["text"] for part in quotations} <= texts
    names = {
        quote.speaker_canonical_name or quote.speaker_name for quote in article.quotes
    }
    assert {part["spokenByCharacter"]["name"] for part in quotations} <= names
    for part in quotations:
        assert page.locator(part["url"]).count() == 1


def test_the_list_is_filtered_by_its_words_and_grouped_by_kind(page: Page) -> None:
    page.get_by_label("Filtrer la liste").fill("Sorandé")
    shown = [line for line in page.locator(".panel li").all() if line.is_visible()]
    assert 0 < len(shown) < 20
    assert all("sorande" in (line.text_content() or "").lower() for line in shown)
    page.get_by_label("Filtrer la liste").fill("")
    page.get_by_label("Par type").check()
    kinds = page.locator(".panel li:not(.tim)").evaluate_all(
        """lines => lines
          .map(line => [line.getBoundingClientRect().top, line.classList[0]])
          .sort((one, other) => one[0] - other[0])
          .map(([, kind]) => kind)"""
    )
    assert kinds == sorted(kinds, key=["quo", "ent", "eve"].index)


def test_who_speaks_is_said_first_and_leads_to_the_first_quote(page: Page) -> None:
    first = page.locator(".speakers a").first
    target = first.get_attribute("href") or ""
    name = first.inner_text()
    first.click()
    assert name in page.locator(target).inner_text()
    assert page.locator(target).is_visible()
