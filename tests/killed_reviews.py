"""A review whose command and browser are killed at random moments, round after round; for a test and a benchmark."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserType, Error, Page
from review_pages import ServedReview, lines_of

WAIT = 10_000
"""Milliseconds after which a page that does not come is a fault; a browser starts in one to three seconds."""

KEYS = ("a", "x", " ", "1", "2")
"""What is pressed: right, not a quote, unsure, the first and the second name."""

VICTIMS = ("command", "browser", "both")

SHOWN = """last => { const now = document.getElementById('screen').dataset.step;
    return now !== undefined && now !== last }"""


@dataclass(slots=True)
class BrowserProcess:
    """A headless Chromium that can be killed, with the profile that it comes back with."""

    kind: BrowserType
    profile: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> Page:
        """Start the browser; gives an empty window of its profile."""
        self.profile.mkdir(exist_ok=True)
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [
                self._executable(), "--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--no-first-run",
                "--disable-gpu", "--disable-background-networking", f"--user-data-dir={self.profile}", "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + WAIT / 1000
        while not (port_file.exists() and port_file.read_text().count("\n") >= 1):
            if time.monotonic() > deadline:
                self.kill()
                raise TimeoutError("the browser names no port")
            time.sleep(0.05)
        port = port_file.read_text().split()[0]
        running = self.kind.connect_over_cdp(f"http://127.0.0.1:{port}", timeout=WAIT)
        page = running.contexts[0].pages[0]
        page.set_default_timeout(WAIT)
        return page

    def _executable(self) -> str:
        """Return the Chromium that is named, that of the system, else Playwright's own."""
        named = os.environ.get("PRESSMARK_BROWSER") or shutil.which("chromium")
        return named or self.kind.executable_path

    def kill(self) -> None:
        """End the browser with all its processes, at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass(slots=True)
class KilledReview:
    """
    A person who decides quote after quote, and a power cut now and then.

    `shown` has, for each annotation, the keys after which the page showed the next step; `asked_again` counts decisions
    that the page showed so and that it asked for once more after a kill.
    """

    served: ServedReview
    browser: BrowserProcess
    file: Path
    draw: random.Random
    shown: dict[str, list[str]] = field(default_factory=dict)
    asked_again: int = 0

    def round(self, victim: str, seconds: float) -> bool:
        """
        Decide until `victim` is killed after so many seconds, or until all is decided; gives whether that is so.

        The command and the browser are started where they do not run.
        """
        if self.served.process is None:
            self.served.start()
        page = self.browser.start()
        timer = threading.Timer(seconds, self._kill, [victim])
        try:
            page.goto(self.served.url)
            page.wait_for_function(SHOWN, arg=None)
            timer.start()
            return self._decide(page)
        except Error:  # of a page whose browser is gone
            return False
        finally:
            timer.cancel()
            if timer.ident is not None:
                timer.join()
            self._outlive(page, victim)
            self.browser.kill()

    def _kill(self, victim: str) -> None:
        if victim in ("command", "both"):
            self.served.kill()
        if victim in ("browser", "both"):
            self.browser.kill()

    def _decide(self, page: Page) -> bool:
        """Press keys until there is nothing to decide; of a command that is gone, for some items more."""
        further = self.draw.randint(0, 10)
        while True:
            step = page.locator("#screen").get_attribute("data-step") or ""
            if not step:
                page.locator(".kept[data-waiting='0']").wait_for()
                return True
            if self.served.process is None:
                further -= 1
                if further < 0:
                    return False
            is_annotation = not step.endswith("/missing")
            key = self.draw.choice(KEYS) if is_annotation else "a"
            page.keyboard.press(key)
            page.wait_for_function(SHOWN, arg=step)
            if is_annotation:
                self.asked_again += step in self.shown
                self.shown.setdefault(step, []).append(key)

    def _outlive(self, page: Page, victim: str) -> None:
        """Let a page whose command was killed alone send what it has to the next one."""
        if victim != "command" or self.served.process is not None:
            return
        self.served.start()
        page.locator(".kept[data-waiting='0']").wait_for()

    def faults(self) -> list[str]:
        """Say what was lost and what is there twice, once all is decided."""
        lines = [line for line in lines_of(self.file) if line.get("annotation")]
        counts = Counter(f"{line['article']}/{line['annotation']}" for line in lines)
        lost = sorted(self.shown.keys() - counts.keys())
        doubled = sorted(id for id, count in counts.items() if count > 1)
        return [f"lost: {id}" for id in lost] + [f"doubled: {id}" for id in doubled]


@contextmanager
def killed_review(
    yaml: Path, folder: Path, kind: BrowserType, seed: int
) -> Iterator[KilledReview]:
    """Give the review of a study that is to be disturbed; its command and browser are ended afterwards."""
    file = folder / "review.jsonl"
    served = ServedReview(yaml, ("--who", "anne", "--into", str(file)))
    browser = BrowserProcess(kind, folder / "profile")
    try:
        yield KilledReview(served, browser, file, random.Random(seed))
    finally:
        served.kill()
        browser.kill()


def disturb(review: KilledReview, rounds: Sequence[str], most: float) -> None:
    """Kill the victims of some rounds, each within `most` seconds of the first screen; then decide what is left."""
    for victim in rounds:
        if review.round(victim, review.draw.uniform(0.05, most)):
            return
    while not review.round("none", 3600):
        pass
