"""The review page in a headless Chromium for tests: served from a thread of the test, worked by keys alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from review_pages import lines_of

from pressmark.cli.review_desk import ReviewDesk
from pressmark.cli.review_server import open_review_server
from pressmark.config.project import read
from pressmark.dataset.corpus import Corpus
from pressmark.review.page.document import PageFiles
from pressmark.review.page.queue import ReviewChoice
from pressmark.review.page.session import SessionAddress, open_session

WAIT = 5_000
"""Milliseconds after which a page that does not do what a test waits for fails it."""


@contextmanager
def served(yaml: Path, corpus: Corpus, file: Path, **choice: Any) -> Iterator[str]:
    """Serve the review of a choice, whose decisions go into `file`; gives its address."""
    desk = ReviewDesk(study=read(yaml), corpus=corpus, target=file, who="anne")
    session, _ = open_session(corpus, ReviewChoice(**choice), file, "anne")
    files = PageFiles(settings=lambda: desk.settings(session))
    address = SessionAddress(0, "a-token")
    with open_review_server(session, files, address, 0) as serving:
        thread = threading.Thread(
            target=serving.serve_forever, kwargs={"poll_interval": 0.01}
        )
        thread.start()
        try:
            yield f"http://127.0.0.1:{serving.server_port}/a-token/"
        finally:
            serving.shutdown()
            thread.join()


@dataclass(slots=True)
class ReviewBrowsing:
    """A window with the review page, and the file that its decisions go into."""

    page: Page
    file: Path
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, context: BrowserContext, url: str, file: Path) -> ReviewBrowsing:
        """Open the page and wait for its first screen."""
        context.set_default_timeout(WAIT)
        page = context.new_page()
        browsing = cls(page, file)
        page.on("console", lambda message: browsing.complaints.append(message.text))
        page.on("pageerror", lambda error: browsing.complaints.append(str(error)))
        page.goto(url)
        page.locator("#claim").wait_for()
        return browsing

    @property
    def claim(self) -> str:
        """The heading of the screen, without what stands in small type beside it."""
        return str(
            self.page.locator("#claim").evaluate("head => head.firstChild.textContent")
        )

    @property
    def lit(self) -> str:
        """The words that are decided on."""
        return " … ".join(self.page.locator("mark.lit").all_inner_texts())

    @property
    def tags(self) -> list[str]:
        """Kind and status as they stand beside the heading."""
        return self.page.locator("#claim .tag").all_inner_texts()

    @property
    def said(self) -> str:
        """What a screen reader is told last."""
        return self.page.locator("#live").inner_text()

    def press(self, *keys: str) -> ReviewBrowsing:
        """Press keys, each as Playwright names it; `type:words` waits for the box that a key has opened."""
        for key in keys:
            if key.startswith("type:"):
                self.page.locator("main input").wait_for()
                self.page.keyboard.type(key.removeprefix("type:"))
            else:
                self.page.keyboard.press(key)
        return self

    def shows(self, claim: str) -> ReviewBrowsing:
        """Wait until the heading begins with some words."""
        expect(self.page.locator("#claim")).to_contain_text(claim, timeout=WAIT)
        return self

    def lines(self, count: int) -> list[dict[str, Any]]:
        """Return the lines of the file once `count` decisions have been kept in it, and no more wait in the browser."""
        deadline = WAIT // 20
        for _ in range(deadline):
            lines = lines_of(self.file)
            if len(lines) >= count:
                break
            self.page.wait_for_timeout(20)
        self.page.locator(".kept[data-waiting='0']").wait_for()
        lines = lines_of(self.file)
        assert len(lines) == count, [line["action"] for line in lines]
        return lines
