"""Reading, addresses, explore and the search in a Firefox as it is installed, from the disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from firefox import FirefoxPage, firefox_path, open_firefox
from making import entity, event, quote, with_layers

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus, save
from pressmark.site import build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        firefox_path() is None,
        reason="no Firefox here: `.ci/firefox` finds or installs one",
    ),
]

SPEAKERS = ("Ada Roux", "Ben Okri", "Ada Roux", "Ada Roux", "Carla Vey")
LIT = "rgb(255, 231, 163)"


@dataclass(frozen=True)
class Site:
    """A site on the disk, and its corpus."""

    folder: Path
    corpus: Corpus

    def url(self, path: str) -> str:
        file, mark, fragment = path.partition("#")
        return f"{(self.folder / file).as_uri()}{mark}{fragment}"


def article(number: int) -> Article:
    """An article with a quote, an event and two names; accents, an emoji and a ligature are in its text."""
    speaker = SPEAKERS[number]
    said = f"Le café {number} fermera"
    text = f"« {said} », a dit {speaker} 🙂.\n\nLe chœur de Larnholm annonce une grève."
    made = Article(
        id=f"a{number}",
        text=text,
        language="fr",
        title=f"Café {number}",
        outlet="Le Quai" if number % 2 else "La Rive",
        published=datetime(2025 + number % 2, 3, 1 + number, tzinfo=UTC),
    )
    made = with_layers(
        made, entities=[entity(text, speaker), entity(text, "Larnholm", "LOC")]
    )
    quoted = quote(
        text,
        said,
        cue="dit",
        speaker_id=made.entities[0].id,
        speaker_name=speaker,
        speaker_kind="person",
    )
    return with_layers(made, quotes=[quoted], events=[event(text, "grève", "PROTEST")])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("firefox")
    corpus = save(map(article, range(len(SPEAKERS))), folder / "corpus", title="Cafés")
    options = SiteOptions(language="fr")
    return Site(build(corpus, folder / "public", options).folder, corpus)


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirefoxPage]:
    path = firefox_path()
    assert path is not None
    profile = tmp_path_factory.mktemp("profile") / "firefox"
    with open_firefox(path, profile) as opened:
        yield opened


@pytest.fixture
def page(firefox: FirefoxPage) -> Iterator[FirefoxPage]:
    """A page that has complained of nothing when the test is over."""
    firefox.complaints.clear()
    firefox.goto("about:blank")
    yield firefox
    assert firefox.complaints == []


def test_the_text_of_a_page_is_the_article_s_to_the_character(
    site: Site, page: FirefoxPage
) -> None:
    for read in site.corpus:
        page.goto(site.url(f"articles/{read.id}.html"))
        assert page.ask("document.querySelector('[data-article]').textContent") == (
            read.text
        )
        copied = """(() => {
            getSelection().selectAllChildren(document.querySelector('[data-article]'));
            return getSelection().toString();
        })()"""
        assert page.ask(copied) == read.text


def test_an_address_lights_its_annotation_and_puts_its_line_first(
    site: Site, page: FirefoxPage
) -> None:
    (said,) = site.corpus["a1"].quotes
    name = said.id.rpartition("/")[2]
    page.goto(site.url(f"articles/a1.html#{name}"))
    target = "document.querySelector('.text :target')"
    assert page.ask(f"getComputedStyle({target}).backgroundColor") == LIT
    assert page.ask(f"getComputedStyle(document.getElementById('n-{name}')).order") == (
        "-1"
    )


def test_pointing_at_a_mark_lights_its_line_and_a_click_opens_the_card(
    site: Site, page: FirefoxPage
) -> None:
    page.goto(site.url("articles/a1.html"))
    (strike,) = site.corpus["a1"].events
    name = strike.id.rpartition("/")[2]
    line = f"getComputedStyle(document.getElementById('n-{name}')).backgroundColor"
    assert page.ask(line) != LIT
    page.point_at(f"[id='{name}']")
    page.wait_for(f"{line} === {LIT!r}")
    page.point_at(f"[id='{name}']", click=True)
    card = "document.querySelector('.card:not([hidden])')?.textContent"
    assert "grève" in page.wait_for(card)
    page.press("Escape")
    page.wait_for(f"{card} === undefined")


def test_keys_lead_from_mark_to_mark(site: Site, page: FirefoxPage) -> None:
    page.goto(site.url("articles/a1.html"))
    chosen = "document.querySelector('.text .chosen')?.id"
    page.press("n")
    first = page.wait_for(chosen)
    page.press("n")
    second = page.ask(chosen)
    page.press("p")
    assert (first != second, page.ask(chosen)) == (True, first)


def test_filters_combine_in_explore_and_stand_in_the_address(
    site: Site, page: FirefoxPage
) -> None:
    page.goto(site.url("explore.html"))
    count = "document.getElementById('count').textContent"
    assert page.wait_for(f"{count}.startsWith('5') && {count}")
    # A facet's value is chosen by its box, as a person does.
    box = "input[id^='v-speaker-'][id$='-per-ada-roux']"
    page.point_at(box, click=True)
    page.wait_for(f"{count}.startsWith('3')")
    page.point_at("input[id^='v-outlet-'][id$='La Rive']", click=True)
    page.wait_for("location.hash.includes('outlet=La+Rive')")
    assert "speaker=per-ada-roux" in page.ask("location.hash")
    lines = "document.querySelectorAll('#found .line').length"
    page.wait_for(f"{lines} === 2")
    assert "Le café" in page.ask("document.querySelector('#found mark').textContent")
    found = page.ask("location.href")
    page.goto("about:blank").goto(found)
    page.wait_for(f"{count}.startsWith('2')")


@pytest.mark.parametrize(
    ("typed", "found"), [("choeur", "Café"), ("cafés", "Café"), ("ada", "Ada Roux")]
)
def test_the_search_finds_words_of_texts_names_and_ligatures(
    site: Site, page: FirefoxPage, typed: str, found: str
) -> None:
    page.goto(site.url("search.html"))
    page.point_at("#query", click=True)
    page.press(*typed)
    page.wait_for("document.querySelector('#results li')")
    assert found in page.ask("document.querySelector('#results').textContent")
