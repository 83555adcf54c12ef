"""The site in a headless Chromium, from the disk: what is lit, copied, asked for and complained of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from example_site import Site, Watch
from hypothesis import HealthCheck, given, settings
from making import articles as drawn
from playwright.sync_api import Browser, BrowserContext, Page

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.site import build
from pressmark.site.layer_styles import STYLES
from pressmark.site.paths import anchor, article_path
from pressmark.site.template_engine import Templates

pytestmark = [pytest.mark.browser, pytest.mark.model]
COPIED = "element => { getSelection().selectAllChildren(element); return getSelection().toString() }"
BOTH = f"() => {{ const e = document.querySelector('[data-article]'); return [e.textContent, ({COPIED})(e)] }}"
UNDERLINED = "element => getComputedStyle(element).textDecorationLine === 'underline'"
SHOWN = """() => [...document.querySelectorAll('[data-article] [id]:not(i)')].map(element =>
    [element.id, element.classList[0], element.textContent, getComputedStyle(element).textDecorationLine])"""
LIT = "element => getComputedStyle(element).backgroundColor"


@pytest.fixture(
    scope="module",
    params=[False, True],
    ids=["without-javascript", "with-javascript"],
)
def context(
    request: pytest.FixtureRequest, browser: Browser
) -> Iterator[BrowserContext]:
    with browser.new_context(
        java_script_enabled=request.param, viewport={"width": 1280, "height": 900}
    ) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


def test_every_example_article_is_lit_and_copied_to_the_character(
    site: Site, page: Page
) -> None:
    for article in site.corpus:
        page.goto(site.url(article_path(article.id)))
        text = page.locator("[data-article]")
        assert text.get_attribute("data-article") == article.id
        assert text.evaluate("element => element.textContent") == article.text
        assert text.evaluate(COPIED) == article.text
        shown = page.evaluate(SHOWN)
        for layer, css in ((layer, style.css) for layer, style in STYLES.items()):
            assert {one[0] for one in shown if one[1] == css} == {
                anchor(span.id) for span in article.layers[layer]
            }
        assert all(
            article[f"{article.id}/{name}"].text.startswith(surface[:1])
            for name, _, surface, _ in shown
        )
        assert {line for _, css, _, line in shown if css != "tim"} == {"underline"}


def test_no_page_asks_for_anything_outside_the_folder_nor_complains(
    site: Site, page: Page
) -> None:
    watch = Watch().over(page)
    found = sorted(site.folder.rglob("*.html"))
    names = [
        path for path in found if path.parent.name in ("names", "events", "quotes")
    ]
    for path in [
        *(path for path in found if path not in names),
        *names[:: len(names) // 20],
    ]:
        page.goto(path.as_uri(), wait_until="load")
    home = site.folder.as_uri()
    assert len(watch.requests) > 100
    assert not [url for url in watch.requests if not url.startswith((home, "data:,"))]
    assert watch.complaints == []


def test_what_is_pasted_is_what_was_copied(site: Site, browser: Browser) -> None:
    article = site.corpus["fr-02-eaux-du-mavro"]
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site.url(article_path(article.id)))
        page.locator("[data-article]").evaluate(COPIED)
        page.keyboard.press("Control+c")
        page.goto("data:text/html,<textarea autofocus></textarea>")
        page.locator("textarea").focus()
        page.keyboard.press("Control+v")
        assert page.locator("textarea").input_value() == article.text


@pytest.mark.parametrize("layer", ["ent", "quo", "eve"])
def test_a_layer_is_put_out_and_lit_again_from_the_keyboard(
    site: Site, page: Page, layer: str
) -> None:
    page.goto(site.url("articles/fr-02-eaux-du-mavro.html"))
    others = {"ent", "quo", "eve"} - {layer}
    page.locator(f"#show-{layer}").focus()
    page.keyboard.press("Space")
    assert not page.locator(f".text .{layer}").first.evaluate(UNDERLINED)
    assert all(
        page.locator(f".text .{other}").first.evaluate(UNDERLINED) for other in others
    )
    assert not page.locator(f".panel li.{layer}").first.is_visible()
    assert (
        page.locator("[data-article]").evaluate(COPIED)
        == site.corpus["fr-02-eaux-du-mavro"].text
    )
    page.keyboard.press("Space")
    assert page.locator(f".text .{layer}").first.evaluate(UNDERLINED)


def cut(site: Site) -> tuple[Article, str]:
    """An article and the anchor of a quote in it that stands in several pieces."""
    return next(
        (article, anchor(quote.id))
        for article in site.corpus
        for quote in article.quotes
        if len(quote.spans) > 1
    )


def test_hover_focus_and_target_light_every_piece_and_the_line_in_the_list(
    site: Site, page: Page
) -> None:
    article, name = cut(site)
    page.goto(site.url(article_path(article.id)))
    number = page.locator(f"#n-{name}").evaluate(
        "element => element.className.match(/\\ba(\\d+)/)[1]"
    )
    pieces = page.locator(f".text .a{number}")
    assert pieces.count() > 1
    plain = pieces.first.evaluate(LIT)

    def lit() -> list[str]:
        return [pieces.nth(n).evaluate(LIT) for n in range(pieces.count())] + [
            page.locator(f"#n-{name}").evaluate(LIT)
        ]

    pieces.last.hover()
    assert plain not in lit()
    page.mouse.move(0, 0)
    page.locator(f"#n-{name} a").first.focus()
    assert plain not in lit()
    page.goto(site.url(f"{article_path(article.id)}#{name}"))
    assert plain not in lit()
    page.goto(site.url(f"{article_path(article.id)}#n-{name}"))
    assert plain not in lit()


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "corpus.html",
        "quotes/index.html",
        "articles/fr-02-eaux-du-mavro.html",
    ],
)
def test_nothing_overflows_at_320_pixels(site: Site, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(site.url(path))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_hostile_articles_are_copied_to_the_character(
    browser: Browser, tmp_path: Path
) -> None:
    empty = save([], tmp_path / "corpus", title="Hostile")
    file = build(empty, tmp_path / "public").folder / "articles" / "hostile.html"
    templates = Templates(empty, SiteOptions())
    page = browser.new_context(java_script_enabled=False).new_page()
    seen: list[str] = []

    examples = int(os.environ.get("FUZZ", "100"))

    @given(drawn())
    @settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck)
    )
    def copied(article: Article) -> None:
        file.write_text(templates.article(article), "utf-8", newline="")
        page.goto(file.as_uri())
        text, copy = page.evaluate(BOTH)
        assert text == copy == article.text.replace("\x00", "\ufffd")
        seen.append(article.text)

    copied()
    assert len(seen) >= examples
