"""A page with a thousand annotations in a headless Chromium: pointing, following and putting out a layer stay quick."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from making import with_layers
from playwright.sync_api import Browser, Page

from pressmark.articles import Article
from pressmark.library import save
from pressmark.site import build
from pressmark.spans import Entity, Event

pytestmark = [pytest.mark.browser]
MOVED = """async act => {
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    await frame();
    const times = [];
    for (const number of [4, 250, 400, 700, 991]) {
        const piece = document.querySelector(`[data-article] .a${number}`);
        const began = performance.now();
        if (act === 'focus') (piece.matches('a') ? piece : piece.querySelector('a')).focus();
        if (act === 'target') location.hash = piece.id;
        if (act === 'toggle') document.querySelector('#show-ent').click();
        document.body.getBoundingClientRect();
        getComputedStyle(piece).backgroundColor;
        await frame();
        times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b)[2];
}"""


def crowded() -> Article:
    """An article of a thousand annotations: two names and an event in each sentence."""
    sentence = "Ada Roux a vu la grève à Larnholm. "
    text = "".join(sentence + ("\n\n" if number % 6 == 5 else "") for number in range(334))
    starts = [found.start() for found in re.finditer("Ada Roux", text)]
    names = [_name(text, start + at, long) for start in starts for at, long in ((0, 8), (25, 8))]
    strikes = [Event.cut(text, start + 17, start + 22, "PROTEST") for start in starts]
    article = Article(id="crowd", text=text, language="fr", title="Foule")
    return with_layers(article, entities=names, events=strikes)


def _name(text: str, start: int, long: int) -> Entity:
    end = start + long
    return Entity.cut(text, start, end, "PER", mention_start=start, mention_end=end, name=text[start:end])


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("crowd")
    site = build(save([crowded()], folder / "corpus", title="Foule"), folder / "public", language="fr").folder
    opened = browser.new_page()
    opened.goto((site / "articles" / "crowd.html").as_uri())
    yield opened
    opened.close()


@pytest.mark.parametrize(("act", "most"), [("focus", 200), ("target", 200), ("toggle", 500)])
def test_a_thousand_annotations_stay_quick(page: Page, act: str, most: int) -> None:
    assert page.locator(".panel li").count() == 1002
    took = page.evaluate(f"({MOVED})({act!r})")
    assert 0 < took < most


def test_pointing_at_one_of_a_thousand_is_quick(page: Page) -> None:
    page.evaluate("location.hash = ''; scrollTo(0, 0)")
    began = page.evaluate("performance.now()")
    for number in (1, 4, 7, 10, 13):
        page.locator(f"[data-article] .a{number}").hover()
    took = (page.evaluate("getComputedStyle(document.body).color && performance.now()") - began) / 5
    assert page.locator("[data-article] .a13").evaluate("one => one.matches(':hover')")
    assert took < 200
