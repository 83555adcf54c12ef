"""What careful readers stumbled over, each held by a test in a headless Chromium: lists, charts, paper, empty pages."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from making import entity, event, quote, span_id, with_layers
from page_readability import assert_readable
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.site import build
from pressmark.spans import Span

pytestmark = pytest.mark.browser
PORTS = 40
CARE = "articles/long-0.html"
HASH = "a-0123456789abcdef"
WALL = (
    "La digue tient depuis lundi, dit le port de Larnholm à qui veut l'entendre. " * 60
)


def long_article(number: int) -> Article:
    """An article of forty paragraphs, each with a quote in which something happens, and names without and within."""
    paragraph = (
        "“Port {n} of Larnholm is closed for good,” said Anne Morel of pier {n}."
    )
    parts = [paragraph.format(n=n) for n in range(PORTS)]
    text = "\n\n".join(parts)
    id = f"long-{number}"
    entities: list[Span] = []
    quotes: list[Span] = []
    events: list[Span] = []
    for n, part in enumerate(parts):
        at = text.index(part)
        entities += [
            _at(entity(part, "Larnholm", "LOC"), text, at),
            _at(entity(part, "Anne Morel"), text, at),
        ]
        words = f"Port {n} of Larnholm is closed for good,"
        quotes.append(_quote(text, at + part.index(words), len(words), id, at, part))
        events.append(_at(event(part, "closed", "COERCE"), text, at))
    article = Article(
        id=id,
        text=text,
        language="en",
        title=f"The ports, part {number}",
        outlet="The Quay",
        published=datetime(2022, 6 + number, 3, tzinfo=UTC),
    )
    return with_layers(article, entities=entities, quotes=quotes, events=events)


def _at(span: Span, text: str, by: int) -> Span:
    """The same annotation, where its paragraph stands."""
    fields: dict[str, object] = {}
    if hasattr(span, "mention_start"):
        fields = {
            "mention_start": span.start + by,
            "mention_end": span.end + by,
            "name": span.text,
        }
    return type(span).cut(text, span.start + by, span.end + by, span.label, **fields)  # type: ignore[arg-type]


def _quote(text: str, start: int, length: int, id: str, at: int, part: str) -> Span:
    """A quote of the paragraph, by the Anne Morel who stands in it."""
    name = at + part.index("Anne Morel")
    words = text[start : start + length]
    plain = quote(words, words, speaker="Anne Morel")
    return type(plain).cut(
        text,
        start,
        start + length,
        "direct",
        spans=((start, start + length),),
        speaker="Anne Morel",
        speaker_id=f"{id}/entities-{name}-{name + len('Anne Morel')}",
        rule="incise after its source: cue said (reporting); source subject",
    )


def whole(
    article: Article, *, entities: Sequence[Span] = (), quotes: Sequence[Span] = ()
) -> Article:
    """The article with all layers of the corpus, in their order."""
    return with_layers(article, entities=list(entities), quotes=list(quotes), events=[])


def articles() -> Iterator[Article]:
    """Three long articles, and one of each that is out of the ordinary."""
    for number in range(3):
        yield long_article(number)
    old = "Anne Morel visited Larnholm. It was a “palace” of a place."
    yield whole(
        Article(
            id="old",
            text=old,
            language="en",
            title="Old",
            published=datetime(2013, 3, 1, tzinfo=UTC),
        ),
        entities=[entity(old, "Anne Morel"), entity(old, "Larnholm", "LOC")],
        quotes=[quote(old, "palace", label="scare")],
    )
    yield whole(Article(id="empty", text="Nothing here.", language="en", title="Empty"))
    yield whole(Article(id="wall", text=WALL, language="fr", title="Le mur"))
    escaped = r"She was born in 2021\nKerry Torrens by the sea."
    name = r"2021\nKerry Torrens"
    yield whole(
        Article(id="escaped", text=escaped, language="en", title="Born"),
        entities=[entity(escaped, name, "LOC")],
    )
    undated = "“We wait,” said Anne Morel."
    yield whole(
        Article(id=HASH, text=undated, language="fr", title="Le port rouvre !"),
        entities=[entity(undated, "Anne Morel")],
        quotes=[
            quote(
                undated,
                "We wait,",
                speaker="Anne Morel",
                speaker_id=span_id(HASH, "entities", undated, "Anne Morel"),
            )
        ],
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("care")
    corpus = save(articles(), root / "corpus", title="Ports", authors=["Ada Roux"])
    options = SiteOptions(address="https://example.org/ports")
    return build(corpus, root / "public", options).folder


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def visit(page: Page, folder: Path, path: str) -> Page:
    """Open a page of the site from the disk, anew."""
    file, mark, fragment = path.partition("#")
    page.goto("about:blank")
    page.goto(f"{(folder / file).as_uri()}{mark}{fragment}")
    return page


def style(page: Page, selector: str, name: str, pseudo: str | None = None) -> str:
    """The computed style of the first element that a selector finds."""
    found = page.locator(selector).first.evaluate(
        "(e, [name, pseudo]) => getComputedStyle(e, pseudo)[name]", [name, pseudo]
    )
    return str(found)


def is_in_list(page: Page, line: str) -> bool:
    """Whether a line of the list can be seen within the part of it that is shown."""
    return bool(
        page.evaluate(
            """id => {
              const box = document.getElementById(id).getBoundingClientRect();
              const list = document.querySelector('.panel ol').getBoundingClientRect();
              return box.top >= list.top - 1 && box.bottom <= list.bottom + 1;
            }""",
            line,
        )
    )


def test_the_list_follows_the_pointer_to_the_line_that_is_lit(
    page: Page, folder: Path
) -> None:
    visit(page, folder, CARE)
    last = page.locator(".text .quo[id]").last
    line = f"n-{last.get_attribute('id')}"
    last.scroll_into_view_if_needed()
    assert not is_in_list(page, line)
    last.hover(position={"x": 60, "y": 10})
    # Longer than the pointer has to rest, and than the list takes to move.
    page.wait_for_timeout(800)
    assert is_in_list(page, line)


def test_numbers_of_the_first_page_are_those_of_the_lists_they_lead_to(
    page: Page, folder: Path
) -> None:
    visit(page, folder, "index.html")
    number = page.locator(".counts a", has_text="Quotes").locator("b").inner_text()
    listed = 0
    for file in sorted((folder / "quotes").glob("all*.html")):
        listed += file.read_text("utf-8").count('<li class="line quotes"')
    assert int(number) == listed == 3 * PORTS + 1


def test_numbers_on_paper_stand_apart_from_words_and_from_each_other(
    page: Page, folder: Path
) -> None:
    visit(page, folder, CARE)
    page.emulate_media(media="print")
    for side in ("paddingLeft", "paddingRight"):
        assert float(style(page, ".text .ent[id]", side, "::before")[:-2]) > 0
    assert float(style(page, ".panel ol", "columnGap")[:-2]) > 20
    lefts = page.locator(".panel li").evaluate_all(
        "lines => lines.map(line => Math.round(line.getBoundingClientRect().left))"
    )
    assert len(set(lefts)) == 2
    assert page.locator(".cite .address").is_visible()
    assert not page.locator(".cite pre").first.is_visible()
    assert not page.locator(".filter").is_visible()


def test_columns_lead_to_their_month_and_a_long_nothing_is_left_out(
    page: Page, folder: Path
) -> None:
    visit(page, folder, "pictures.html")
    chart = page.locator("#articles_over_time .columns-chart")
    assert chart.locator("a").count() == 4
    assert chart.locator("rect").count() == 4
    note = page.locator("#articles_over_time .note").inner_text()
    assert "leaves out April 2013 to May 2022" in note.replace("\u00a0", " ")
    widths = chart.locator("rect").evaluate_all(
        "bars => bars.map(bar => bar.getBoundingClientRect().width)"
    )
    assert min(widths) > 30
    labels = chart.locator("text").all_text_contents()
    assert "June\u00a02022" in labels
    chart.locator("a").last.click()
    page.wait_for_url("**/by/month-2022-08.html")


def test_articles_without_a_date_are_counted_where_they_are_not_drawn(
    page: Page, folder: Path, tmp_path: Path
) -> None:
    visit(page, folder, "index.html")
    assert "4 articles without a date" in page.locator("main").inner_text()
    undated = [article for article in articles() if article.published is None]
    built = build(save(undated, tmp_path / "c", title="T"), tmp_path / "p").folder
    visit(page, built, "index.html")
    assert page.locator(".columns-chart").count() == 0
    assert (
        "a chart over time needs articles of two days"
        in page.locator("main").inner_text()
    )
    lines = (built / "quotes" / "all.html").read_text("utf-8")
    assert "no date" not in lines


def test_the_box_of_all_names_has_no_colour_of_one_kind_and_the_legend_has_each(
    page: Page, folder: Path
) -> None:
    visit(page, folder, CARE)
    line = "textDecorationColor"
    everything = style(page, ".layers > .toggle.ent > span", line)
    page.locator(".legend summary").click()
    kinds = {
        style(page, f".legend .l-{label} > span", line)
        for label in ("PER", "LOC", "ORG", "MISC")
    }
    assert len(kinds) == 4
    assert everything not in kinds
    assert style(page, ".text .ent.l-LOC", line) == style(
        page, ".legend .l-LOC > span", line
    )
    families = page.locator(".legend .toggle.eve").all_inner_texts()
    assert len(families) == 4


def test_lines_beneath_the_same_words_stand_apart(page: Page, folder: Path) -> None:
    visit(page, folder, CARE)
    size = float(style(page, ".text", "fontSize")[:-2])
    offsets = sorted(
        float(style(page, f".text .{css}", "textUnderlineOffset")[:-2]) / size
        for css in ("ent", "eve", "quo")
    )
    gaps = [after - before for before, after in pairwise(offsets)]
    # A line is a tenth of an em thick at most.
    assert min(gaps) >= 0.1


def test_an_article_without_annotations_says_so_and_has_no_empty_boxes(
    page: Page, folder: Path
) -> None:
    visit(page, folder, "articles/empty.html")
    assert "Nothing was annotated" in page.locator(".panel").inner_text()
    assert page.locator(".layers, .panel input, .panel ol").count() == 0
    page.locator("details.cite > summary").click()
    expect(page.locator(".cite .buttons").first).to_be_visible()


@pytest.mark.parametrize("kind", ["quo", "eve"])
def test_what_opens_an_annotation_can_be_hit_by_a_finger(
    page: Page, folder: Path, kind: str
) -> None:
    visit(page, folder, CARE)
    hit = page.evaluate(
        """kind => {
          const mark = document.querySelectorAll(`.text .${kind}[id]`)[2];
          mark.scrollIntoView({block: 'center'});
          const box = mark.querySelector('.k').getBoundingClientRect();
          const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
          const hits = [[-11, 0], [11, 0], [0, -11], [0, 11]].map(([right, down]) =>
            document.elementFromPoint(x + right, y + down).closest(`.${kind}`) !== null);
          return hits.every(Boolean);
        }""",
        kind,
    )
    assert hit


def test_the_corpus_says_who_made_it_when_and_which_state_it_is(
    page: Page, folder: Path
) -> None:
    visit(page, folder, "corpus.html#cite")
    cite = page.locator("#cite")
    words = cite.inner_text()
    assert words.index("Ada Roux. Ports. Annotated corpus, 8 articles") > 0
    version = re.search(r"version ([0-9a-f]{12})", words)
    assert version
    assert "https://example.org/ports" in words
    cite.locator("summary", has_text="BibTeX").click()
    assert f"version = {{{version[1]}}}" in cite.locator("pre").first.inner_text()
    # Settings stand in words: no braces of JSON.
    settings = page.locator(".settings").all_inner_texts()
    assert not [text for text in settings if "{" in text]


def test_a_name_has_no_escapes_of_its_source(page: Page, folder: Path) -> None:
    (file,) = (
        path
        for path in (folder / "names").glob("*.html")
        if "Kerry Torrens" in path.read_text("utf-8") and "by-count" not in path.name
    )
    visit(page, folder, f"names/{file.name}")
    assert page.get_by_role("link", name="2021 Kerry Torrens").count() == 1
    assert "\\n" not in page.locator("main").inner_text()


def test_an_address_of_an_annotation_outlives_the_loss_of_others(
    folder: Path, tmp_path: Path
) -> None:
    all_ = long_article(0)
    quotes = [said for n, said in enumerate(all_.quotes) if n % 3]
    fewer = with_layers(
        Article(id=all_.id, text=all_.text, language="en", title=all_.title),
        quotes=quotes,
    )
    built = build(save([fewer], tmp_path / "c", title="T"), tmp_path / "p").folder
    name = re.compile(r'id="(quotes-[\d-]+)"[^>]*>(?:<[^>]*>)*([^<]*)')
    before = dict(name.findall((folder / CARE).read_text("utf-8")))
    after = dict(name.findall((built / CARE).read_text("utf-8")))
    assert 0 < len(after) < len(before)
    # The first words of each, as far as the next element.
    assert all(before[id][:5] == words[:5] for id, words in after.items())


def test_every_page_of_a_list_is_named_by_its_number(page: Page, folder: Path) -> None:
    visit(page, folder, "quotes/all.html")
    pages = len(list((folder / "quotes").glob("all*.html")))
    assert pages == 2
    last = page.get_by_role("link", name=f"Page {pages} of {pages}")
    last.click()
    page.wait_for_url(f"**/quotes/all.{pages}.html")
    assert page.locator(".pager [aria-current=page]").inner_text() == str(pages)


def test_a_text_without_breaks_is_shown_in_paragraphs_and_copied_as_it_is(
    page: Page, folder: Path
) -> None:
    visit(page, folder, "articles/wall.html")
    breaks = page.locator(".text .b").count()
    assert len(WALL) / 1000 < breaks < len(WALL) / 400
    tops = page.locator(".text .b").evaluate_all(
        "marks => marks.map(mark => mark.getBoundingClientRect().left)"
    )
    assert len({round(left) for left in tops}) == 1
    copied = page.locator(".text").evaluate(
        "element => { getSelection().selectAllChildren(element); return getSelection().toString() }"
    )
    assert copied == WALL


def test_the_address_of_an_article_without_an_id_can_be_read(
    page: Page, folder: Path
) -> None:
    visit(page, folder, f"articles/le-port-rouvre-{HASH}.html")
    assert page.locator("h1").inner_text() == "Le port rouvre !"
    visit(page, folder, "index.html")
    page.get_by_role("link", name="Le port rouvre !").first.click()
    page.wait_for_url(f"**/le-port-rouvre-{HASH}.html")


@pytest.mark.parametrize(
    "path",
    [
        "articles/empty.html",
        "articles/wall.html#s77",
        f"{CARE}#quotes-1-38",
        "names/per-anne-morel.html",
        "names/per-anne-morel.said.html",
        "corpus.html#cite",
    ],
)
def test_no_page_out_of_the_ordinary_shuts_a_reader_out(
    browser: Browser, folder: Path, path: str
) -> None:
    with browser.new_context(bypass_csp=True) as context:
        page = visit(context.new_page(), folder, path)
        page.evaluate(
            "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
        )
        page.evaluate("document.querySelector('#show-s')?.click()")
        assert_readable(page)


def test_axe_finds_nothing_where_a_card_is_open(browser: Browser, folder: Path) -> None:
    with browser.new_context(bypass_csp=True) as context:
        page = visit(context.new_page(), folder, CARE)
        page.keyboard.press("n")
        assert page.locator(".card").is_visible()
        assert_readable(page)


def test_the_second_skip_link_leads_to_the_list(page: Page, folder: Path) -> None:
    visit(page, folder, CARE)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the list"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('.panel ol') !== null"
    assert page.evaluate(inside)


def test_names_open_by_the_number_of_their_mentions(page: Page, folder: Path) -> None:
    visit(page, folder, "index.html")
    page.get_by_role("link", name="Places", exact=True).click()
    names = page.locator(".index li").all_inner_texts()
    counts = [int(re.findall(r"(\d+) mention", name)[0]) for name in names]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) > 1
    page.get_by_role("link", name="Other names").click()
    page.wait_for_url("**/names/others-by-count.html")


@pytest.mark.parametrize("ending", ["CSV", "JSON"])
def test_the_lines_of_a_list_are_taken_away(
    browser: Browser, folder: Path, ending: str
) -> None:
    with browser.new_context(accept_downloads=True) as context:
        page = visit(context.new_page(), folder, "names/per-anne-morel.html")
        section = page.locator("#said")
        with page.expect_download() as saved:
            section.get_by_role("button", name=ending).click()
        content = saved.value.path().read_text("utf-8")
    name = f"per-anne-morel-said.{ending.lower()}"
    assert saved.value.suggested_filename == name
    rows = (
        json.loads(content)
        if ending == "JSON"
        else list(csv.DictReader(io.StringIO(content)))
    )
    lines = (folder / "names" / "per-anne-morel.html").read_text("utf-8")
    assert len(rows) == lines.count('<li class="line quotes"') == 25
    row = rows[0]
    file, _, anchor = row["address"].partition("#")
    assert f'id="{anchor}"' in (folder / file).read_text("utf-8")
    assert row["annotation"] == anchor
    assert row["speaker"] == "Anne Morel"
    assert (row["label"], row["status"]) == ("direct", "said")
    assert row["published"] == "2022-08-03"
    assert row["text"] in row["sentence"]
    assert row["outlet"] == "The Quay"


def test_no_cell_of_a_saved_list_is_run_by_a_spreadsheet(
    browser: Browser, tmp_path: Path
) -> None:
    text = "“Yes,” said Ada Roux."
    article = with_layers(
        Article(id="a", text=text, language="en", title="=1+1", outlet="@sum"),
        entities=[entity(text, "Ada Roux")],
    )
    built = build(save([article], tmp_path / "c", title="T"), tmp_path / "p").folder
    with browser.new_context(accept_downloads=True) as context:
        page = visit(context.new_page(), built, "articles/index.html")
        with page.expect_download() as saved:
            page.get_by_role("button", name="CSV").click()
        (row,) = csv.DictReader(io.StringIO(saved.value.path().read_text("utf-8")))
    assert (row["title"], row["outlet"]) == ("'=1+1", "'@sum")
