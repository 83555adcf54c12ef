"""The page that combines filters, in a headless Chromium, from the disk: choosing, comparing, months, CSV, the address."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from making import entity, quote, span_id, with_layers
from playwright.sync_api import Browser, Page, expect

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.site import build
from pressmark.spans import CustomSpan

pytestmark = pytest.mark.browser
SPEAKERS = ("Anne Morel", "Ada Roux", "Jon Lee")
KINDS = (("indirect", "said"), ("indirect", "denied"), ("direct", "said"))


def articles() -> Iterator[Article]:
    """Forty-eight articles of two years: speakers in turn, each with one quote of each kind; Ada Roux denies the most."""
    for number, (year, month) in enumerate(product((2023, 2024), range(1, 13))):
        for speaker in SPEAKERS[: 2 + number % 2]:
            text = f"{speaker} spoke of rain, of wind and of snow on day {number}."
            kinds = KINDS if speaker == "Ada Roux" or number % 4 == 0 else KINDS[:1]
            id = f"{number}-{speaker[:3].lower()}"
            quotes = [
                quote(
                    text,
                    words,
                    label=label,
                    status=status,
                    speaker=speaker,
                    speaker_id=span_id(id, "entities", text, speaker),
                )
                for words, (label, status) in zip(
                    ("rain", "wind", "snow"), kinds, strict=False
                )
            ]
            yield with_layers(
                Article(
                    id=id,
                    text=text,
                    title=f"=Day {number}",
                    language="en",
                    outlet=("The Post", "Le Jour")[number % 2],
                    published=datetime(year, month, 5, tzinfo=UTC),
                ),
                entities=[entity(text, speaker)],
                quotes=quotes,
            )


ARTICLES = list(articles())


def quotes_of(speaker: str, label: str | None = None, status: str | None = None) -> int:
    """How many quotes the corpus has, counted from the articles themselves."""
    return sum(
        said.speaker == speaker
        and label in (None, said.label)
        and status in (None, said.status)
        for article in ARTICLES
        for said in article.quotes
    )


@dataclass(slots=True)
class Explored:
    """The site's folder and a page in it."""

    folder: Path
    page: Page

    def open(self, path: str) -> None:
        file, mark, fragment = path.partition("#")
        self.page.goto("about:blank")
        self.page.goto(f"{(self.folder / file).as_uri()}{mark}{fragment}")

    def counts(self) -> list[str]:
        """The heads of the columns of what is found."""
        return self.page.locator("#found h2").all_inner_texts()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("explored")
    return build(
        save(ARTICLES, root / "corpus", title="Rain"), root / "public", SiteOptions()
    ).folder


@pytest.fixture
def site(browser: Browser, folder: Path) -> Iterator[Explored]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield Explored(folder, page)
        assert complaints == []


def test_what_one_denies_against_another_by_month_is_three_clicks_from_home(
    site: Explored,
) -> None:
    site.open("index.html")
    page = site.page
    # One: how often Ada Roux is quoted. Two: what is denied of that, and indirect. Three: against Anne Morel.
    page.locator(".bars li", has_text="Ada Roux").locator(".meta a").click()
    page.get_by_role("button", name="denied, Indirect").click()
    page.get_by_label("Compare with").select_option(
        label=f"Anne Morel ({quotes_of('Anne Morel', 'indirect', 'denied')})"
    )
    expect(page.locator("#found h2")).to_have_count(2)
    assert site.counts() == [
        f"Ada Roux {quotes_of('Ada Roux', 'indirect', 'denied')} quotes",
        f"Anne Morel {quotes_of('Anne Morel', 'indirect', 'denied')} quotes",
    ]
    bars = page.locator(".months").first.locator("g[data-month]")
    assert bars.count() == 24
    expect(page.locator("#found section").first.locator(".line")).to_have_count(
        quotes_of("Ada Roux", "indirect", "denied")
    )


def test_counts_of_other_facets_follow_what_is_chosen_and_their_own_do_not(
    site: Explored,
) -> None:
    site.open("explore.html")
    page = site.page
    speakers = page.get_by_role("region", name="Speaker")
    page.locator("#facets input[id^='v-type-'][id$='-direct']").check()
    expect(page.locator("#count")).to_have_text(
        f"{sum(quotes_of(one, 'direct') for one in SPEAKERS)} quotes"
    )
    ada = speakers.locator("li", has_text="Ada Roux").locator("small")
    assert ada.inner_text() == str(quotes_of("Ada Roux", "direct"))
    kinds = page.get_by_role("region", name="Kind", exact=True)
    indirect = kinds.locator("li", has_text="Indirect").locator("small")
    assert indirect.inner_text() == str(
        sum(quotes_of(one, "indirect") for one in SPEAKERS)
    )


def test_several_values_of_a_facet_add_up(site: Explored) -> None:
    site.open("explore.html")
    for speaker in SPEAKERS[:2]:
        site.page.get_by_role("region", name="Speaker").get_by_label(speaker).check()
    expect(site.page.locator("#count")).to_have_text(
        f"{sum(map(quotes_of, SPEAKERS[:2]))} quotes"
    )


def test_the_address_brings_back_what_was_seen(site: Explored) -> None:
    site.open("explore.html")
    page = site.page
    page.get_by_role("region", name="Speaker").get_by_label("Ada Roux").check()
    page.get_by_role("region", name="Outlet").get_by_label("Le Jour").check()
    expect(page.locator("#chips button")).to_have_count(3)
    address, count = page.url, page.locator("#count").inner_text()
    site.open("explore.html")
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#count")).to_have_text(count)
    page.locator(".line a[href^='articles/']").first.click()
    page.go_back()
    expect(page.locator("#count")).to_have_text(count)
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#count")).to_have_text(
        f"{sum(map(quotes_of, SPEAKERS))} quotes"
    )


def test_months_are_chosen_by_mouse_and_by_key(site: Explored) -> None:
    site.open("explore.html")
    page = site.page
    months = page.locator(".months g[data-month]")
    months.nth(0).locator(".hit").hover()
    page.mouse.down()
    months.nth(5).locator(".hit").hover()
    page.mouse.up()
    expect(page.locator(".months g.chosen")).to_have_count(6)
    half_a_year = sum(
        len(article.layers["quotes"])
        for article in ARTICLES
        if article.published
        and (article.published.year, article.published.month) <= (2023, 6)
    )
    expect(page.locator("#count")).to_have_text(f"{half_a_year} quotes")
    page.locator(".months g[data-month='2024-02']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".months g.chosen")).to_have_count(1)


def test_what_is_seen_is_taken_away_as_a_table_that_no_spreadsheet_runs(
    site: Explored, tmp_path: Path
) -> None:
    site.open("explore.html#layer=quotes&status=denied")
    with site.page.expect_download() as download:
        site.page.get_by_role("button", name="CSV of these").click()
    file = tmp_path / "quotes.csv"
    download.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == sum(quotes_of(one, status="denied") for one in SPEAKERS)
    assert {row["status"] for row in rows} == {"denied"}
    assert {row["text"] for row in rows} == {"wind"}
    assert all(row["article"].startswith("'=Day") for row in rows)
    assert all(row["address"].startswith("articles/") for row in rows)


def test_a_value_is_found_by_its_letters_without_losing_the_field(
    site: Explored,
) -> None:
    site.open("explore.html")
    page = site.page
    names = page.get_by_role("region", name="Month")
    field = names.get_by_role("searchbox")
    field.click()
    page.keyboard.type("march", delay=20)
    assert names.locator("li").all_inner_texts() != []
    assert all("March" in item for item in names.locator("li").all_inner_texts())
    assert page.evaluate("document.activeElement.value") == "march"


def test_an_address_of_nothing_that_is_there_is_no_error(site: Explored) -> None:
    site.open("explore.html#layer=quotes&speaker=nobody&nonsense=1&vs=speaker:x")
    expect(site.page.locator("#count")).to_have_text("0 quotes")
    assert "Nothing found" in site.page.locator("#found").inner_text()


def test_without_a_script_the_page_leads_to_the_lists(
    browser: Browser, folder: Path
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((folder / "explore.html").as_uri())
        assert not page.locator("#explorer").is_visible()
        page.locator("main a[href='quotes/index.html']").click()
        assert page.locator("h1").inner_text() == "Quotes"


def test_a_layer_of_somebody_elses_is_chosen_and_filtered(
    browser: Browser, tmp_path: Path
) -> None:
    text = "Calm sea, rough sea."
    tones = [
        CustomSpan.cut(text, 0, 4, "calm", attributes={"toward": "sea"}),
        CustomSpan.cut(text, 10, 15, "rough", attributes={"toward": "wind"}),
    ]
    article = with_layers(
        Article(id="a", text=text, title="Sea", language="en"), tone=tones
    )
    corpus = save([article], tmp_path / "c", title="Sea")
    folder = build(corpus, tmp_path / "p", SiteOptions()).folder
    with browser.new_page() as page:
        page.goto((folder / "explore.html").as_uri())
        page.get_by_role("button", name="tone").click()
        expect(page.locator("#count")).to_have_text("2 annotations")
        page.get_by_label("wind").first.click()
        expect(page.locator("#count")).to_have_text("1 annotation")
        expect(page.locator("#found mark")).to_have_text("rough")
        assert "fact%3Atoward=wind" in page.url
