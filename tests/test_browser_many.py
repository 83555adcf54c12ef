"""A page with 1,024 annotations in a headless Chromium: each lights, and pointing and putting out stay quick."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

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
ACT = """async ([act, number]) => {
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const piece = document.querySelectorAll('.text .eve[id]')[number];
    if (act === 'focus') piece.querySelector('a').focus();
    if (act === 'target') location.hash = piece.id;
    if (act === 'toggle') document.querySelector('#show-ent').click();
    document.body.getBoundingClientRect();
    getComputedStyle(piece).backgroundColor;
    await frame();
}"""

IS_LIT = "part => getComputedStyle(part).backgroundColor === 'rgb(255, 231, 163)'"


SENTENCES = 334


def crowded(sentences: int = SENTENCES) -> Article:
    """An article of 1,024 annotations: two names and an event in each sentence, quotes over the end of a paragraph."""
    sentence = "Ada Roux a vu la grève à Larnholm. "
    text = "".join(
        sentence + ("\n\n" if number % 6 == 5 else "") for number in range(sentences)
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
        for at in range(5, sentences * 258 // SENTENCES, 12)
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
    return address_of(crowded(), tmp_path_factory.mktemp("crowd"))


@pytest.fixture(scope="module")
def quarter(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The same page with a quarter of the annotations."""
    opened = browser.new_page()
    opened.goto(address_of(crowded(SENTENCES // 4), tmp_path_factory.mktemp("quarter")))
    yield opened
    opened.close()


def address_of(article: Article, folder: Path) -> str:
    """Build the site of an article, and return the address of its page."""
    site = build(
        save([article], folder / "corpus", title="Foule"),
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


MAX_GROWTH = 6
"""
How many times as long the page's own thread may work for an act where it has four times the annotations: 4 where the cost is
linear, 16 where it grows with the square. Seconds alone would say how quick the machine is that runs the tests.
"""
MIN_MS = 5


def work_of(page: Page, act: Callable[[], object]) -> float:
    """Return the milliseconds of CPU that the page's own thread spends on an act, whatever else the machine does."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        by_name = {metric["name"]: float(metric["value"]) for metric in metrics}
        return by_name["TaskDuration"]

    before = spent()
    act()
    after = spent()
    session.detach()
    return 1000 * (after - before)


def median_work(page: Page, acts: Sequence[Callable[[], object]]) -> float:
    """Return what most acts cost: one may fall together with the browser's search for garbage."""
    return statistics.median(work_of(page, act) for act in acts)


@pytest.mark.parametrize("act", ["focus", "target", "toggle"])
def test_a_thousand_annotations_stay_quick(page: Page, quarter: Page, act: str) -> None:
    assert page.locator(".panel li").count() == MAX_LIGHTS
    few, many = (
        median_work(
            opened,
            [
                partial(opened.evaluate, ACT, [act, number * total // SENTENCES])
                for number in (1, 83, 133, 233, 330)
            ],
        )
        for opened, total in ((quarter, SENTENCES // 4), (page, SENTENCES))
    )
    assert 0 < many < MAX_GROWTH * max(few, MIN_MS)


def test_pointing_at_one_of_a_thousand_is_quick(page: Page, quarter: Page) -> None:
    few, many = (
        median_work(
            opened,
            [
                opened.locator(f"#{_id(layer, position)}").hover
                for layer in ("entities", "events")
                for position in (0, 2, 5, 7)
            ],
        )
        for opened in (quarter, page)
    )
    assert 0 < many < MAX_GROWTH * max(few, MIN_MS)


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
