"""A page with 1,024 annotations in a headless Chromium: each lights, and pointing and putting out stay quick."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from making import with_layers
from playwright.sync_api import Browser, Page

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.site import build
from pressmark.site.highlight_css import MAX_LIGHTS
from pressmark.spans import Entity, Event, Quote

pytestmark = [pytest.mark.browser]
MOVED = """async act => {
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    await frame();
    const times = [];
    const events = [...document.querySelectorAll('.text .eve[id]')];
    for (const number of [1, 83, 133, 233, 330]) {
        const piece = events[number];
        const began = performance.now();
        if (act === 'focus') piece.querySelector('a').focus();
        if (act === 'target') location.hash = piece.id;
        if (act === 'toggle') document.querySelector('#show-ent').click();
        document.body.getBoundingClientRect();
        getComputedStyle(piece).backgroundColor;
        await frame();
        times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b)[2];
}"""

IS_LIT = "part => getComputedStyle(part).backgroundColor === 'rgb(255, 231, 163)'"


def crowded() -> Article:
    """An article of 1,024 annotations: two names and an event in each sentence, quotes over the end of a paragraph."""
    sentence = "Ada Roux a vu la grève à Larnholm. "
    text = "".join(
        sentence + ("\n\n" if number % 6 == 5 else "") for number in range(334)
    )
    starts = [found.start() for found in re.finditer("Ada Roux", text)]
    names = [
        _name(text, start + at, long)
        for start in starts
        for at, long in ((0, 8), (25, 8))
    ]
    strikes = [Event.cut(text, start + 17, start + 22, "PROTEST") for start in starts]
    long = [
        Quote.cut(
            text,
            starts[at],
            starts[at + 1] + 12,
            "direct",
            spans=((starts[at], starts[at + 1] + 12),),
        )
        for at in range(5, 258, 12)
    ]
    article = Article(id="crowd", text=text, language="fr", title="Foule")
    return with_layers(article, entities=names, quotes=long, events=strikes)


def _id(layer: str, position: int) -> str:
    """The anchor of an annotation of the crowded article, by its position in its layer."""
    return crowded().layers[layer][position].id.partition("/")[2]


def _name(text: str, start: int, long: int) -> Entity:
    end = start + long
    return Entity.cut(
        text,
        start,
        end,
        "PER",
        mention_start=start,
        mention_end=end,
        name=text[start:end],
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("crowd")
    site = build(
        save([crowded()], folder / "corpus", title="Foule"),
        folder / "public",
        SiteOptions(language="fr"),
    ).folder
    return (site / "articles" / "crowd.html").as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page()
    opened.goto(address)
    yield opened
    opened.close()


MAX_MS = 400
"""
How long a page may take to answer an act: what takes 200 ms is good to its reader (INP), and the machine that tests run
on, three at a time, is half as fast as hers. A page whose cost grows with the square of its annotations takes seconds.
"""


@pytest.mark.parametrize("act", ["focus", "target", "toggle"])
def test_a_thousand_annotations_stay_quick(page: Page, act: str) -> None:
    assert page.locator(".panel li").count() == MAX_LIGHTS
    took = []
    for _ in range(3):
        took.append(page.evaluate(f"({MOVED})({act!r})"))
        page.reload()
    # The least of three: what else the machine does is no cost of the page.
    assert 0 < min(took) < MAX_MS


def test_pointing_at_one_of_a_thousand_is_quick(page: Page) -> None:
    spent = []
    for name in (
        _id("entities", 0),
        _id("events", 0),
        _id("entities", 3),
        _id("events", 2),
        _id("entities", 7),
    ):
        began = page.evaluate("performance.now()")
        page.locator(f"#{name}").hover()
        spent.append(
            page.evaluate("getComputedStyle(document.body).color && performance.now()")
            - began
        )
        assert page.locator(f"#{name}").evaluate("one => one.matches(':hover')")
    # The least of five: what else the machine does is no cost of the page.
    assert min(spent) < MAX_MS


@pytest.mark.parametrize(
    ("layer", "position"),
    [
        ("entities", 0),
        ("quotes", 0),
        ("events", 83),
        ("quotes", 10),
        ("entities", 499),
        ("quotes", 21),
        ("events", 333),
    ],
)
def test_each_of_a_thousand_lights_with_all_its_pieces_and_its_line(
    page: Page, layer: str, position: int
) -> None:
    name = _id(layer, position)
    light = page.locator(f"#n-{name}").evaluate(
        "line => line.className.match(/\\ba\\d+/)[0]"
    )
    parts = page.locator(f".{light}")
    assert parts.count() == (3 if name.startswith("quotes") else 2)

    def lit() -> list[bool]:
        return [part.evaluate(IS_LIT) for part in parts.all()]

    assert not any(lit())
    parts.nth(parts.count() - 2).hover()
    assert all(lit())
    page.mouse.move(0, 0)
    page.locator(f"#n-{name} a").first.focus()
    assert all(lit())
    page.evaluate("document.activeElement.blur()")
    assert not any(lit())
    page.evaluate(f"location.hash = {name!r}")
    assert all(lit())
