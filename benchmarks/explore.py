"""
How soon `explore.html` and the search answer in a headless Chromium, from the disk, and how much they load.

    .venv/bin/python benchmarks/explore.py SITE [SITE …] [--word manioc --word poutinne] [--rounds 5]

Milliseconds are medians: of the first answer from the page's `load` on (which waits for what the page loads, and so is
often 0) and from its opening on, of a choice among the filters, of the layer of events, of the first result of a word
that is typed at once. Bytes are of gzip, as a server sends them: of what the first
answer loads, and of all scripts. PRESSMARK_BROWSER names the browser.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
from collections.abc import Callable, Iterable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

# When the page is loaded, and when it says first how many there are.
WATCH = """
addEventListener("load", () => { window.loadedAt = performance.now(); });
addEventListener("DOMContentLoaded", () => {
  const count = document.getElementById("count");
  if (!count) return;
  new MutationObserver(() => { window.answeredAt ??= performance.now(); }).observe(count, { childList: true });
});
"""
ANSWER = """() => window.answeredAt && window.loadedAt
  && [Math.max(0, window.answeredAt - window.loadedAt), window.answeredAt]"""
CHOICE = """async () => {
  const box = document.querySelector("#facets input[type=checkbox]:not(:checked)");
  const count = document.getElementById("count");
  const before = count.textContent;
  const began = performance.now();
  box.click();
  while (count.textContent === before) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""
EVENTS = """async () => {
  const count = document.getElementById("count");
  const before = count.textContent;
  const began = performance.now();
  document.getElementById("layer-events").click();
  while (count.textContent === before) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""
RESULT = """async (word) => {
  const input = document.getElementById("query");
  const shown = () => document.querySelector("#results li") || !document.getElementById("suggestion").hidden;
  input.value = word;
  const began = performance.now();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  while (!shown() && performance.now() - began < 10000) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""
FOUND = """() => [
  document.getElementById("suggestion").hidden ? "" : document.getElementById("suggestion").textContent.trim(),
  document.querySelectorAll("#results li").length,
]"""


def packed_size(files: Iterable[Path]) -> int:
    """Return how many bytes files have in all when each is packed by gzip."""
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


def first_answer(page: Page, url: str) -> tuple[float, float]:
    """Return the milliseconds to the first answer, from the page's loading on and from its opening on."""
    page.goto("about:blank")
    page.goto(url)
    after, opened = page.wait_for_function(ANSWER, timeout=60_000).json_value()
    return float(after), float(opened)


def after_answer(page: Page, url: str, act: str) -> float:
    """Return the milliseconds that the answer to something done takes, once the page has answered first."""
    first_answer(page, url)
    return float(page.evaluate(act))


def result(page: Page, url: str, word: str) -> tuple[float, str]:
    """Return the milliseconds until a word is answered, and what is said: how many results, or another word."""
    page.goto("about:blank")
    page.goto(url)
    milliseconds = float(page.evaluate(RESULT, word))
    suggestion, count = page.evaluate(FOUND)
    return milliseconds, f"{count} shown" + (f", {suggestion}" if suggestion else "")


def median(rounds: int, measure: Callable[[], float]) -> float:
    """Return the median of some measures."""
    return statistics.median(measure() for _ in range(rounds))


def report(browser: Browser, site: Path, words: list[str], rounds: int) -> None:
    """Print what was measured of one site."""
    explore = (site / "explore.html").resolve().as_uri()
    scripts = sorted((site / "explore").glob("*.js"))
    columns = [
        file
        for file in scripts
        if file.stem.startswith("quotes-") and "lines" not in file.stem
    ]
    needed = [site / "assets" / "explore.js", site / "explore" / "about.js", *columns]
    print(f"{site}")
    print(f"  {'scripts of the first answer, gzip':44} {packed_size(needed):12,} bytes")
    print(f"  {'all scripts of explore, gzip':44} {packed_size(scripts):12,} bytes")
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        answers = [first_answer(page, explore) for _ in range(rounds)]
        after, opened = map(statistics.median, zip(*answers, strict=True))
        print(f"  {'first answer, after loading':44} {after:12.0f} ms")
        print(f"  {'first answer, after the page was opened':44} {opened:12.0f} ms")
        choice = median(rounds, lambda: after_answer(page, explore, CHOICE))
        print(f"  {'a value chosen':44} {choice:12.0f} ms")
        events = median(rounds, lambda: after_answer(page, explore, EVENTS))
        print(f"  {'the layer of events':44} {events:12.0f} ms")
        search = (site / "search.html").resolve().as_uri()
        for word in words:
            milliseconds, told = result(page, search, word)
            print(f"  {f'search: {word}':44} {milliseconds:12.0f} ms  {told}")


def main() -> None:
    """Measure the sites that are named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sites", type=Path, nargs="+")
    parser.add_argument("--word", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    path = os.environ.get("PRESSMARK_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        for site in asked.sites:
            report(browser, site, asked.word, asked.rounds)
        browser.close()


if __name__ == "__main__":
    main()
