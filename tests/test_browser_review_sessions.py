"""The review page beyond one sitting: as a file, for two people, with what they differ on, and killed at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from killed_reviews import disturb, killed_review
from playwright.sync_api import Browser, BrowserContext
from review_browsing import ReviewBrowsing, served
from review_pages import ServedReview, lines_of, made_study
from reviewing import decision

from pressmark.cli.review_desk import ReviewDesk
from pressmark.config.project import read
from pressmark.dataset.corpus import Corpus, load
from pressmark.errors import InputError
from pressmark.evaluation.review_agreement import compare_reviews, unreviewed_articles
from pressmark.review import append, read_decisions
from pressmark.review.page.queue import ReviewChoice

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def yaml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four articles of three quotes; the page is in French."""
    return made_study(tmp_path_factory.mktemp("made"), language="fr")


@pytest.fixture(scope="module")
def corpus(yaml: Path) -> Corpus:
    return load(yaml.parent / "corpus")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as opened:
        yield opened


@pytest.fixture
def reviews() -> Iterator[list[ServedReview]]:
    """Commands that a test starts and that are ended after it, whatever became of it."""
    started: list[ServedReview] = []
    yield started
    for review in started:
        review.kill()


def test_a_page_that_is_a_file_keeps_decisions_and_hands_them_out_as_lines(
    yaml: Path, corpus: Corpus, tmp_path: Path, context: BrowserContext
) -> None:
    file = tmp_path / "page.html"
    target = tmp_path / "review.jsonl"
    desk = ReviewDesk(
        study=read(yaml), corpus=corpus, target=target, who="anne", page_file=file
    )
    desk.review(ReviewChoice())
    page = ReviewBrowsing.open(context, file.as_uri(), target)
    page.press("a", "x", "1", "Enter")
    bar = page.page.locator("#bar")
    bar.get_by_text("4 dans ce navigateur").wait_for()
    # It is opened again another day.
    page.page.close()
    again = ReviewBrowsing.open(context, file.as_uri(), target)
    again.page.locator("#bar").get_by_text("3 sur 12").wait_for()
    again.press("z", "a")
    again.page.locator("#bar").get_by_text("5 dans ce navigateur").wait_for()
    with again.page.expect_download() as download:
        again.press("b")
    assert download.value.suggested_filename == "review.jsonl"
    download.value.save_as(target)
    lines = lines_of(target)
    assert [line["action"] for line in lines] == [
        "right",
        "wrong",
        "changed",
        "checked",
        "right",
    ]
    assert lines[2]["after"] == {"speaker_name": "Anne Morel"}
    assert read_decisions([target]).notices() == ()
    assert page.complaints == again.complaints == []


def test_two_people_decide_at_once_in_files_of_their_own_and_not_in_one(
    yaml: Path, tmp_path: Path, browser: Browser, reviews: list[ServedReview]
) -> None:
    files = {name: tmp_path / f"{name}.jsonl" for name in ("anne", "ben")}
    for name, file in files.items():
        reviews.append(ServedReview(yaml, ("--who", name, "--into", str(file))))
        reviews[-1].start()
    third = ServedReview(yaml, ("--who", "cora", "--into", str(files["anne"])))
    reviews.append(third)
    assert third.start() == ""
    code, message = third.refusal()
    assert code == InputError.exit_code
    assert f"(process {reviews[0].process.pid})" in message  # type: ignore[union-attr]
    assert "another review" in message
    with browser.new_context() as first, browser.new_context() as second:
        anne = ReviewBrowsing.open(first, reviews[0].url, files["anne"])
        ben = ReviewBrowsing.open(second, reviews[1].url, files["ben"])
        anne.press("a")
        ben.press("x", "x")
        anne.press("a")
        assert [line["action"] for line in anne.lines(2)] == ["right", "right"]
        assert [line["action"] for line in ben.lines(2)] == ["wrong", "wrong"]
        assert {line["who"] for line in ben.lines(2)} == {"ben"}


def test_a_second_window_of_one_review_says_so(
    yaml: Path, corpus: Corpus, tmp_path: Path, context: BrowserContext
) -> None:
    file = tmp_path / "review.jsonl"
    with served(yaml, corpus, file) as url:
        ReviewBrowsing.open(context, url, file)
        second = ReviewBrowsing.open(context, url, file)
        alert = second.page.get_by_role("alert")
        alert.get_by_text("ouvert").wait_for()


def test_what_two_people_differ_on_is_settled_by_one_key_each(
    yaml: Path, corpus: Corpus, tmp_path: Path, browser: Browser, reviews: list[ServedReview]
) -> None:  # fmt: skip
    article = corpus["a00001"]
    files = {name: tmp_path / f"{name}.jsonl" for name in ("anne", "ben")}
    said = {"anne": ("right", "wrong", "right"), "ben": ("right", "right", "wrong")}
    for name, file in files.items():
        append(
            file,
            [
                decision(article, "quotes", action, quote, who=name)  # type: ignore[arg-type]
                for quote, action in zip(article.quotes, said[name], strict=True)
            ],
        )
    settled = tmp_path / "settled.jsonl"
    arguments = (*map(str, files.values()), "--who", "cora", "--into", str(settled))
    review = ServedReview(yaml, ("--settle", *arguments))
    reviews.append(review)
    review.start()
    with browser.new_context() as context:
        page = ReviewBrowsing.open(context, review.url, settled)
        names = page.page.locator(".answers button").all_inner_texts()
        assert names == ["1anne", "2ben"]
        page.press("2")
        page.page.locator("#bar").get_by_text("1 sur 2").wait_for()
        page.press("2")
        page.lines(2)
        assert page.complaints == []
    decisions = read_decisions([settled]).decisions
    assert [one.action for one in decisions] == ["right", "wrong"]
    assert {one.who for one in decisions} == {"cora"}
    first, second = (read_decisions([file]).decisions for file in files.values())
    compared = compare_reviews(
        unreviewed_articles(corpus, {"a00001"}), first, second, decisions
    )
    assert (len(compared.disagreements), compared.open) == (2, ())


def test_decisions_wait_in_the_browser_until_the_command_is_there_again(
    yaml: Path, tmp_path: Path, context: BrowserContext, reviews: list[ServedReview]
) -> None:
    file = tmp_path / "review.jsonl"
    review = ServedReview(yaml, ("--who", "anne", "--into", str(file)))
    reviews.append(review)
    page = ReviewBrowsing.open(context, review.start(), file)
    page.press("a")
    page.lines(1)
    review.kill()
    page.press("x", "a", "Enter")
    page.page.locator(".kept[data-waiting='3']").wait_for()
    page.page.get_by_role("alert").wait_for()
    assert len(lines_of(file)) == 1
    review.start()
    actions = [line["action"] for line in page.lines(4)]
    assert actions == ["right", "wrong", "right", "checked"]
    page.page.get_by_role("alert").wait_for(state="detached")


@pytest.mark.slow
def test_a_killed_command_and_a_killed_browser_lose_and_double_nothing(
    tmp_path: Path, browser: Browser
) -> None:
    study = made_study(tmp_path / "study", articles=10, quotes=6)
    with killed_review(study, tmp_path, browser.browser_type, seed=5) as review:
        disturb(review, ("browser", "both", "command"), most=1.0)
        assert review.faults() == []
        assert review.asked_again == 0
        lines = lines_of(review.file)
        assert len([line for line in lines if line.get("annotation")]) == 60
        assert len(lines) == 70
