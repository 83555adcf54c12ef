"""What a reader types is found however its letters stand in the texts: in the search, pagefind's too, and in each filter."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import entity, quote, span_id, with_layers
from playwright.sync_api import Browser, Page, expect

from pressmark.articles import Article
from pressmark.cli.server import open_server
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.site import build

pytestmark = pytest.mark.browser

TEXTS = {
    "Courbe": "On a puisé de l’eau au cœur du bourg, dit l’édile.",
    "Droite": "Qu'importe l'eau ? L'Édile a bon coeur.",
    "Apart": "La coo\u00adpé\u00adra\u00adtive d\u2019E\u0301tel vote une loi/cadre…enfin.",
    "Dash": "The warden—weary—left the O’Dowd’s back‑yard.",
    "Other": "Rien de cela, un gredin nu.",
    "Greek": "ΟΔΟΣ, हिन्दी, c\u02bchoar.",
}
"""A text for each title: both apostrophes, ligatures, soft hyphens, accents taken apart, dashes without blanks."""

TYPED = {
    "l'eau": ["Courbe", "Droite"],
    "l’eau": ["Courbe", "Droite"],
    "eau": ["Courbe", "Droite"],
    "coeur": ["Courbe", "Droite"],
    "cœurs": ["Courbe", "Droite"],
    "edile": ["Courbe", "Droite"],
    "L'ÉDILE": ["Courbe", "Droite"],
    "importe": ["Droite"],
    "coopérative": ["Apart"],
    "etel": ["Apart"],
    "cadre enfin": ["Apart"],
    "weary": ["Dash"],
    "left warden": ["Dash"],
    "dowd": ["Dash"],
    "yard": ["Dash"],
    "gredins": ["Other"],
    "odowd": [],
    "οδος": ["Greek"],
    "हिन्दी": ["Greek"],
    "c'hoar": ["Greek"],
}
"""What is typed, and the titles of the articles that it finds."""

SPEAKERS = [f"Speaker {letter}" for letter in "ABCDEFGH"] + ["Œyvind L’Élan"]


def articles() -> Iterator[Article]:
    """The texts, and an article with a quote of each of nine speakers."""
    for title, text in TEXTS.items():
        plain = Article(id=title.lower(), text=text, title=title, language="fr")
        yield with_layers(plain, entities=[], quotes=[])
    text = " ".join(
        f"« Vote {number} », dit {name}." for number, name in enumerate(SPEAKERS)
    )
    quotes = [
        quote(
            text,
            f"Vote {number}",
            speaker=name,
            speaker_id=span_id("said", "entities", text, name),
        )
        for number, name in enumerate(SPEAKERS)
    ]
    entities = [entity(text, name) for name in SPEAKERS]
    said = Article(id="said", text=text, title="Neuf voix", language="fr")
    yield with_layers(said, entities=entities, quotes=quotes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("letters")
    corpus = save(articles(), root / "corpus", title="Lettres")
    (root / "served").mkdir()
    (root / "served" / "index.html").write_text("elsewhere")
    options = SiteOptions(language="fr", search="pagefind")
    return build(corpus, root / "served" / "press" / "marks", options).folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        opened = context.new_page()
        complaints: list[str] = []
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened
        assert complaints == []


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the site is served, below a path of its server."""
    with open_server(folder.parent.parent, port=0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_address[1]}/press/marks/"
        serving.shutdown()


def ask(page: Page, words: str, list_id: str, awaited: list[str]) -> list[str]:
    """
    Type words; the titles of the articles among what a list then shows.

    The answer has half a second, and ten more on a busy machine while it is not the one awaited.
    """
    page.locator("#query").fill(words)
    for _ in range(21):
        page.wait_for_timeout(500)
        shown = page.locator(f"#{list_id} .headline").all_inner_texts()
        titles = sorted(title for title in shown if title in TEXTS)
        if titles == awaited:
            break
    return titles


def test_words_are_found_from_the_disk(page: Page, folder: Path) -> None:
    page.goto((folder / "search.html").as_uri())
    answers = {typed: ask(page, typed, "results", TYPED[typed]) for typed in TYPED}

    assert answers == TYPED


def test_words_are_found_by_pagefind_below_a_path(page: Page, address: str) -> None:
    page.goto(f"{address}search.html")
    page.wait_for_selector("#filters:not([hidden])")
    answers = {typed: ask(page, typed, "text-results", TYPED[typed]) for typed in TYPED}

    assert answers == TYPED
    assert page.locator("#text-count").inner_text() == "1"


def test_a_phrase_is_looked_for_in_the_texts_whatever_its_marks(
    page: Page, address: str
) -> None:
    page.goto(f"{address}search.html")
    page.wait_for_selector("#filters:not([hidden])")
    for phrase in ('"de l\'eau au"', "« l’eau au cœur »", "“puisé de l’eau”"):
        assert ask(page, phrase, "text-results", ["Courbe"]) == ["Courbe"]
    assert ask(page, '"cœur au eau"', "text-results", []) == []


def test_an_excerpt_shows_the_text_as_it_stands(page: Page, address: str) -> None:
    page.goto(f"{address}search.html")
    page.wait_for_selector("#filters:not([hidden])")
    ask(page, "weary", "text-results", ["Dash"])
    shown = page.locator("#text-results li").inner_text()
    assert TEXTS["Dash"] in shown
    assert page.locator("#text-results mark").all_inner_texts() == ["weary—"]


def test_filters_take_letters_as_the_search_does(page: Page, folder: Path) -> None:
    page.goto((folder / "explore.html").as_uri())
    field = page.locator("#find-speaker")
    labels = page.locator("[id^=v-speaker] + span")
    for typed in ("oeyvind", "ŒYVIND", "l'elan", "L’élan", "lan"):
        field.fill(typed)
        expect(labels).to_have_text(["Œyvind L’Élan"])
    field.fill("œyvinds")
    expect(labels).to_have_count(0)

    page.goto((folder / "articles" / "said.html").as_uri())
    for typed in ("oeyvind", "l'elan", "L’ÉLAN"):
        page.locator(".filter").fill(typed)
        lines = page.locator(".panel li:visible").all_inner_texts()
        assert lines
        assert all("L’Élan" in line for line in lines)
