"""The review page in a headless Chromium, by keyboard alone: the file of decisions holds what is pressed, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from review_browsing import WAIT, ReviewBrowsing, served
from review_pages import example_study

from pressmark.dataset.corpus import Corpus, load
from pressmark.review import read_decisions

pytestmark = pytest.mark.browser

ARTICLE = "en-01-strikes-on-drovny"


@pytest.fixture(scope="module")
def yaml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of the example articles, with quotes, names and events by hand."""
    return example_study(tmp_path_factory.mktemp("examples"))


@pytest.fixture(scope="module")
def corpus(yaml: Path) -> Corpus:
    return load(yaml.parent / "corpus")


class OpenReview(Protocol):
    def __call__(
        self, *, window: dict[str, Any] | None = None, **choice: Any
    ) -> ReviewBrowsing: ...


@pytest.fixture
def review(
    browser: Browser, yaml: Path, corpus: Corpus, tmp_path: Path
) -> Iterator[OpenReview]:
    """`review(layers=("events",))`: the page of a choice in a window; it must have complained of nothing at the end."""
    opened: list[ReviewBrowsing] = []
    with ExitStack() as stack:

        def opening(
            *, window: dict[str, Any] | None = None, **choice: Any
        ) -> ReviewBrowsing:
            file = tmp_path / "review.jsonl"
            url = stack.enter_context(served(yaml, corpus, file, **choice))
            context = stack.enter_context(browser.new_context(**(window or {})))
            opened.append(ReviewBrowsing.open(context, url, file))
            return opened[-1]

        yield opening
    for browsing in opened:
        assert browsing.complaints == []


def told(line: dict[str, Any]) -> tuple[Any, ...]:
    """Return what a line says: the action, the words that were there, and what should be."""
    before = (line.get("before") or {}).get("text", "")
    return line["action"], before[:20], line.get("after")


# ---- Quotes

QUOTE_KEYS: tuple[tuple[tuple[str, ...], tuple[Any, ...]], ...] = (
    # Right, not a quote, a speaker by digit, nobody.
    (("a",), ("right", "At least 14 people w", None)),
    (("x",), ("wrong", "We pulled a boy out ", None)),
    (("2",), ("changed", "His sister was still", {"speaker_name": "Stefan Arkady"})),
    (("0",), ("changed", "Nearly 200 people we", {"speaker": None})),
    # The start one word to the left: the mark.
    (
        ("d", "a"),
        ("changed", "an act of terror", {"start": 519, "text": "“an act of terror"}),
    ),
    # Kind and status.
    (("t", "a"), ("changed", "meet", {"label": "mixed"})),
    (("q", "q", "a"), ("changed", "They will not break ", {"status": "hypothetical"})),
    ((" ",), ("unsure", "Not this winter.", None)),
    (("r", "a"), ("right", "targeting civilians", None)),
    (("e", "type:too long?", "Enter", "a"), ("right", "the missiles had bee", None)),
    # Words of the article, then a name of it that is found by some letters.
    (
        ("s", "type:Colonel Voss", "Enter"),
        ("changed", "No soldiers were kil", {"speaker": "Colonel Voss"}),
    ),
    (
        ("s", "type:salm", "Enter"),
        ("changed", "schools would stay c", {"speaker_name": "Salmarin"}),
    ),
    # The end: one word earlier, one later, and earlier again.
    (
        ("c", "v", "c", "a"),
        (
            "changed",
            "If the shelling goes",
            {"end": 1072, "text": "If the shelling goes on, we will have to move the elderly"},
        ),
    ),
)  # fmt: skip


def test_quotes_are_decided_by_keys_and_the_file_holds_what_was_pressed(
    review: OpenReview, corpus: Corpus
) -> None:
    page = review()
    page.shows("Orvenian officials said this")
    for number, (keys, _) in enumerate(QUOTE_KEYS, start=1):
        page.press(*keys)
        page.lines(number)
    lines = page.lines(len(QUOTE_KEYS))
    assert [told(line) for line in lines] == [row for _, row in QUOTE_KEYS]
    quotes = corpus[ARTICLE].quotes
    assert [line["annotation"] for line in lines] == [
        quote.id.rpartition("/")[2] for quote in quotes[: len(lines)]
    ]
    assert {(line["who"], line["layer"], line["article"]) for line in lines} == {
        ("anne", "quotes", ARTICLE)
    }
    assert [line["when"] for line in lines] == sorted({line["when"] for line in lines})
    assert all(0 <= line["seconds"] < WAIT for line in lines)
    assert [line.get("flag") for line in lines].index(True) == 8
    assert [line.get("note") for line in lines].index("too long?") == 9
    reading = read_decisions([page.file])
    assert (len(reading.decisions), reading.notices()) == (len(lines), ())


def test_one_key_is_said_of_all_of_a_speaker_in_the_article(
    review: OpenReview, corpus: Corpus
) -> None:
    page = review(only=(("article", ARTICLE),))
    page.press("k", "k", "k", "k").shows("Stefan Arkady said this")
    page.press("g", "3").shows("Kestria said this")
    lines = page.lines(4)
    assert {line["before"]["speaker_name"] for line in lines} == {"Stefan Arkady"}
    assert [line["after"] for line in lines] == [{"speaker_name": "Ilena Voss"}] * 4
    # All are taken back as they were made: by one key.
    page.press("z").shows("Stefan Arkady said this")
    undone = page.lines(8)[4:]
    assert {line["of"] for line in undone} == {line["decision"] for line in lines}
    # Edges and words are those of one quote; the kind is said of all.
    page.press("g", "f", "t", "a")
    changed = page.lines(12)[8:]
    assert ["text" in line["after"] for line in changed] == [True, False, False, False]
    # From "partly direct" to the next kind, and so of all, whatever kind each was of.
    assert [line["after"].get("label") for line in changed] == ["scare"] * 4


def test_a_decision_is_taken_back_and_made_anew(review: OpenReview) -> None:
    page = review()
    page.press("z")
    expect(page.page.locator("#live")).to_have_text("Nothing to take back.")
    page.press("x").shows("Mira Tolan said this")
    page.press("z").shows("Orvenian officials said this")
    assert page.said.startswith("Taken back.")
    page.press("a").shows("Mira Tolan said this")
    first, undo, second = page.lines(3)
    assert (undo["action"], undo["of"]) == ("undo", first["decision"])
    assert [told(first)[:2], told(second)[:2]] == [
        ("wrong", "At least 14 people w"),
        ("right", "At least 14 people w"),
    ]
    expect(page.page.locator("#bar")).to_contain_text("1 of 259")


def test_what_is_put_off_comes_again_and_escape_leaves_a_draft(
    review: OpenReview,
) -> None:
    page = review(only=(("speaker", "Kestria"),))
    first = page.lit
    page.press("t", "d", "r")
    assert page.lit != first
    page.press("Escape")
    assert page.lit == first
    page.press("k", "a")
    (line,) = page.lines(1)
    assert line["before"]["text"] != first
    page.page.reload()
    page.page.locator("mark.lit").first.wait_for()
    assert page.lit == first


AT_ONCE = """keys => keys.forEach(key => document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, code: /\\d/.test(key) ? `Digit${key}` : "", bubbles: true })))"""


def test_keys_that_are_pressed_faster_than_they_are_kept_count_in_their_order(
    review: OpenReview,
) -> None:
    page = review()
    keys = ["a", "t", "d", "a", "x", "s", *"lisk", "Enter", "0"]
    page.page.evaluate(AT_ONCE, keys)
    wider = "“We pulled a boy out of the rubble at dawn"
    assert [told(line) for line in page.lines(5)] == [
        ("right", "At least 14 people w", None),
        ("changed", "We pulled a boy out ", {"start": 157, "text": wider, "label": "indirect"}),
        ("wrong", "His sister was still", None),
        ("changed", "Nearly 200 people we", {"speaker_name": "Lisk"}),
        ("changed", "an act of terror", {"speaker": None}),
    ]  # fmt: skip


def test_arrows_that_are_pressed_while_a_decision_is_kept_are_not_lost(
    review: OpenReview,
) -> None:
    page = review(articles=frozenset({ARTICLE}))
    page.press(*["a"] * 20).shows("Is a quote missing?")
    page.press("j", "z")
    page.page.evaluate(AT_ONCE, ["a", "ArrowRight", "ArrowRight"])
    expect(page.page.locator(".chosen")).to_have_text("least")


def test_a_key_that_is_held_decides_once(review: OpenReview) -> None:
    page = review()
    page.page.keyboard.down("a")
    for _ in range(5):
        page.page.keyboard.down("a")
    page.page.keyboard.up("a")
    page.shows("Mira Tolan said this")
    assert len(page.lines(1)) == 1
    # An edge moves on as long as its key is held.
    for _ in range(3):
        page.page.keyboard.down("f")
    assert page.lit.startswith("boy")


# ---- What is missing


@pytest.mark.parametrize(
    ("layer", "digit", "columns"),
    [
        ("entities", "1", {"label": "PER", "name": "14 people"}),
        ("quotes", "2", {"label": "indirect"}),
        ("events", "3", {"label": "STATEMENT"}),
    ],
)
def test_selected_words_become_a_name_a_quote_or_an_event(
    review: OpenReview, layer: str, digit: str, columns: dict[str, Any]
) -> None:
    page = review(articles=frozenset({ARTICLE}))
    page.press(*["k"] * 20).shows("Is a quote missing?")
    # The second and third word of: At least 14 people were killed.
    page.press("ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight")
    expect(page.page.locator(".chosen")).to_have_text("14 people")
    assert page.said == "14 people"
    page.press(digit)
    page.page.locator("mark.lit", has_text="14 people").wait_for()
    page.press("a").shows("Is a quote missing?")
    (line,) = page.lines(1)
    at = {"start": 9, "end": 18, "text": "14 people"}
    assert (line["action"], line["layer"]) == ("added", layer)
    assert line["after"] == {**at, **columns}
    assert line["context"]["left"] == "At least "
    assert "before" not in line


def test_an_article_is_said_to_be_read_whole_and_that_is_taken_back(
    review: OpenReview,
) -> None:
    page = review(articles=frozenset({ARTICLE}))
    page.press(*["a"] * 20).shows("Is a quote missing?")
    # A sentence with its marks is a quote by somebody; discarded, it leaves no line.
    page.press("ArrowDown", "Shift+ArrowDown", "Enter")
    page.page.locator("mark.lit").first.wait_for()
    page.press("x").shows("Is a quote missing?")
    page.press("Enter").shows("All decided")
    page.press("z").shows("Is a quote missing?")
    page.press("a").shows("All decided")
    assert [line["action"] for line in page.lines(23)[20:]] == [
        "checked",
        "undo",
        "checked",
    ]
    page.page.reload()
    page.shows("All decided")
    expect(page.page.locator("main")).to_contain_text("20 decided.")


def test_an_added_quote_gets_its_speaker_by_digit_and_its_edges_by_word(
    review: OpenReview,
) -> None:
    page = review(articles=frozenset({ARTICLE}))
    page.press(*["k"] * 20).shows("Is a quote missing?")
    page.press("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Enter")
    page.page.locator("mark.lit").wait_for()
    page.press("v", "v", "2").shows("Is a quote missing?")
    (line,) = page.lines(1)
    assert line["after"]["text"] == "least 14 people were"
    assert line["after"]["speaker_name"] == "Stefan Arkady"
    page.press("z").page.locator("mark.lit").wait_for()
    assert page.lines(2)[1]["of"] == line["decision"]


# ---- Names and events


def test_names_are_right_wrong_labelled_the_same_or_somebody_else(
    review: OpenReview,
) -> None:
    page = review(layers=("entities",), articles=frozenset({ARTICLE}))
    page.shows("Drovny is named here")
    page.press("a", "x")  # Drovny, Mira Tolan
    page.press("t", "a")  # Orvenian Red Cross, of another label
    page.press("0")  # ORC is not the Red Cross, but another of this name
    page.press("1")  # Salmarin is Mira Tolan
    page.press("s", "type:General Arkady", "Enter")
    assert [told(line) for line in page.lines(6)] == [
        ("right", "Drovny", None),
        ("wrong", "Mira Tolan", None),
        ("changed", "Orvenian Red Cross", {"label": "MISC"}),
        ("changed", "ORC", {"name": "ORC"}),
        ("changed", "Salmarin", {"name": "Mira Tolan"}),
        ("changed", "Stefan Arkady", {"name": "General Arkady"}),
    ]


def test_a_name_is_joined_with_one_of_another_article_and_kept_apart(
    review: OpenReview, corpus: Corpus
) -> None:
    page = review(layers=("entities",), articles=frozenset({ARTICLE}))
    page.shows("Drovny is named here")
    other = next(
        row["name"] for row in corpus.table("names") if "Drovny" not in row["name"]
    )
    page.press("m", f"type:{other}", "Enter")
    page.lines(1)
    page.shows("Drovny is named here")
    facts = page.page.locator(".people p.soft")
    expect(facts).to_contain_text(f"The same as {other}, in all articles")
    page.press("n", "type:Drovny Harbour", "Enter")
    page.lines(2)
    page.press("z")
    page.press("a")
    joined, parted, undone, right = page.lines(4)

    assert told(joined) == ("changed", "Drovny", {"same_as": other})
    assert (joined["layer"], joined["before"]["name"]) == ("names", "Drovny")
    assert told(parted) == ("changed", "Drovny", {"different_from": "Drovny Harbour"})
    assert (undone["action"], undone["of"]) == ("undo", parted["decision"])
    assert told(right) == ("right", "Drovny", None)
    assert read_decisions([page.file]).notices() == ()


def test_a_speaker_is_joined_from_a_quote_without_the_quote_being_decided(
    review: OpenReview,
) -> None:
    page = review(layers=("quotes",), only=(("speaker", "Mira Tolan"),))
    before = page.claim
    page.press("m", "type:Somebody Known", "Enter")
    (line,) = page.lines(1)
    assert (line["layer"], line["after"]) == ("names", {"same_as": "Somebody Known"})
    assert page.claim == before
    assert page.page.locator("progress").get_attribute("value") == "0"


def test_an_event_gets_its_type_status_and_arguments(review: OpenReview) -> None:
    page = review(layers=("events",), articles=frozenset({ARTICLE}))
    first = page.claim
    page.press("t", "type:protest", "Enter", "q")
    assert page.claim != first
    # Who: nobody; then what it was against: Mira Tolan, whose name stands in the article.
    page.press("0", "s", "1", "a")
    (line,) = page.lines(1)
    assert line["before"]["label"] == "CASUALTY"
    after = line["after"]
    assert (after["label"], after["status"]) == ("PROTEST", "planned")
    arguments = {one["role"]: one["text"] for one in after["arguments"]}
    assert arguments["target"] == "Mira Tolan"
    assert set(arguments) == {"victim", "quantity", "place", "time", "target"}
    page.press("x")
    assert page.lines(2)[1]["action"] == "wrong"


def test_layers_come_in_the_order_that_was_asked_for(review: OpenReview) -> None:
    page = review(layers=("quotes", "entities"), articles=frozenset({ARTICLE}))
    page.press(*["a"] * 21).shows("Drovny is named here")
    layers = [line["layer"] for line in page.lines(21)]
    assert layers == ["quotes"] * 21


# ---- Keys of one's own, progress


def test_a_key_of_ones_own_stays_and_no_key_means_two_things(
    review: OpenReview,
) -> None:
    page = review()
    page.press("?").shows("Keys")
    row = page.page.locator(".keys button", has_text="Not a quote")
    row.focus()
    page.press("Enter")
    expect(row).to_have_attribute("aria-pressed", "true")
    page.press("a")  # what was right until now
    keys = page.page.locator(".keys button kbd").all_inner_texts()
    assert keys[:2] == ["x", "a"]
    assert len(set(keys)) == len(keys)
    page.press("Escape").shows("Orvenian officials said this")
    page.press("a").shows("Mira Tolan said this")
    page.press("x", "x")
    page.page.reload()
    page.shows("Orvenian Red Cross said this")
    page.press("a")
    actions = [line["action"] for line in page.lines(4)]
    assert actions == ["wrong", "right", "right", "wrong"]
    assert page.page.locator("[data-action=wrong] kbd").inner_text() == "a"


def test_digits_and_enter_cannot_be_taken_away(review: OpenReview) -> None:
    page = review()
    page.press("?")
    page.page.locator(".keys button", has_text="Not a quote").click()
    page.press("3", "Enter")
    assert page.page.locator(".keys kbd", has_text="press a key").count() == 1
    page.press("Escape", "Escape").shows("Orvenian officials said this")
    page.press("2", "Enter")
    assert [told(line)[2] for line in page.lines(2)] == [
        {"speaker_name": "Stefan Arkady"},
        None,
    ]


def test_progress_says_how_many_are_decided_and_how_long_the_others_take(
    review: OpenReview,
) -> None:
    page = review()
    bar = page.page.locator("#bar")
    expect(bar).to_contain_text("0 of 259")
    assert "left" not in bar.inner_text()
    page.press("a", "x", "a", "k")
    expect(bar).to_contain_text("3 of 259")
    expect(bar).to_contain_text("s each")
    expect(bar).to_contain_text("min left")
    expect(bar).to_contain_text("all kept")
    assert bar.locator("progress").get_attribute("value") == "3"
    page.lines(3)
    page.page.reload()
    expect(bar).to_contain_text("3 of 259")


# ---- For all readers

SCREENS: dict[str, tuple[str, ...]] = {
    "item": (),
    "whole": ("w",),
    "search": ("s",),
    "note": ("e",),
    "keys": ("?",),
    "missing": (*["k"] * 20, "ArrowDown", "Shift+ArrowDown"),
    "end": ("k",) * 21,
}


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_shuts_a_reader_out_or_overflows_a_telephone(
    review: OpenReview, screen: str
) -> None:
    page = review(
        window={
            "viewport": {"width": 320, "height": 700},
            "bypass_csp": True,
            "color_scheme": "dark",
        },
        articles=frozenset({ARTICLE}),
    )
    page.press(*SCREENS[screen])
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 320
    for scheme in ("dark", "light"):
        page.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        report = Axe().run(page.page)
        assert report.violations_count == 0, report.generate_report()


def test_a_badge_keeps_off_the_last_word_of_its_heading(review: OpenReview) -> None:
    page = review(articles=frozenset({ARTICLE}))
    gap_beside = """() => {
        const heading = document.querySelector("#claim"), words = document.createRange();
        words.selectNodeContents(heading.firstChild);
        const last = [...words.getClientRects()].at(-1), badge = heading.querySelector(".tag").getBoundingClientRect();
        return badge.top < last.bottom && badge.left > last.left ? badge.left - last.right : null;
    }"""
    gaps = []
    # Wide enough for the badge beside the last word at one width at least.
    for width in range(320, 461, 10):
        page.page.set_viewport_size({"width": width, "height": 700})
        gaps.append(page.page.evaluate(gap_beside))

    beside = [gap for gap in gaps if gap is not None]
    assert beside
    assert min(beside) >= 3


def test_a_screen_reader_is_told_what_became_of_it_and_what_comes(
    review: OpenReview,
) -> None:
    page = review(articles=frozenset({ARTICLE}))
    live = page.page.get_by_role("status", name="Item and result")
    assert live.get_attribute("aria-live") == "polite"
    expect(live).to_contain_text("Orvenian officials said this, indirect quote, said")
    expect(live).to_contain_text("At least 14 people were killed")
    page.press("x")
    expect(live).to_contain_text("Kept as wrong. Mira Tolan said this")
    page.press("r")
    expect(page.page.get_by_role("button", name="Flag")).to_have_attribute(
        "aria-pressed", "true"
    )
    chosen = page.page.get_by_role("button", name="Mira Tolan")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    assert page.page.get_by_role("progressbar").count() == 1
    # A text in another language than the page says which.
    assert page.page.locator(".text").get_attribute("lang") == "en"


def test_buttons_are_reached_by_tab_and_pressed_by_enter(review: OpenReview) -> None:
    page = review()
    while page.page.evaluate("document.activeElement.dataset.action") != "wrong":
        page.press("Tab")
    page.press("Enter").shows("Mira Tolan said this")
    assert page.lines(1)[0]["action"] == "wrong"
