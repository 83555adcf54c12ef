"""
The pictures of the README and the docs, taken of the example corpus' site: five kinds of page in light and dark, on a
wide screen and on a telephone, as WebP, which keeps them small; and, of the corpus of which a half was checked, the review
page and the counts.

    make screenshots      or: .venv/bin/python benchmarks/screenshots.py SITE [FOLDER]

Where the docs are built (`make docs`), two cells of their notebook are taken, too.
"""

from __future__ import annotations

import base64
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from reviewed_example import make as make_reviewed_example

PAGES = {
    "home": "index.html",
    "article": "articles/en-02-castle-reinfeld-truce.html",
    "person": "names/per-pavel-drosin.html",
    "events": "events/index.html",
    "search": "search.html#castle",
}
SCREENS = {"": (1280, 860), "-narrow": (390, 760)}
SCHEMES = {"": "light", "-dark": "dark"}
QUALITY = 72
REVIEWED_ARTICLE = "en-01-strikes-on-drovny"
REVIEW_SCREENS = {"review": (1280, 680), "counts": (1280, 470)}
"""Width and height of the windows that show the review page and the counts."""
NOTEBOOK = Path("build/docs/notebook.html")
CELLS = {"notebook-text": "a-text", "notebook-corpus": "a-corpus"}
"""Of each picture of a cell: its name, and the section of the notebook whose first cell it shows."""


def shots() -> Iterator[tuple[str, str, tuple[int, int], str]]:
    """Of each picture: its name, the page, width and height of the window, the colour scheme."""
    for name, page in PAGES.items():
        for narrow, size in SCREENS.items():
            for dark, scheme in SCHEMES.items():
                yield f"{name}{narrow}{dark}", page, size, scheme
    yield "network-dark", "pictures.html#network", (1280, 800), "dark"


def take(browser: Browser, site: Path, folder: Path) -> None:
    """Write every picture into the folder."""
    for name, page, (width, height), scheme in shots():
        size = {"width": width, "height": height}
        with browser.new_context(viewport=size, color_scheme=scheme) as context:  # type: ignore[arg-type]
            file, mark, fragment = page.partition("#")
            address = f"{(site / file).resolve().as_uri()}{mark}{fragment}"
            (folder / f"{name}.webp").write_bytes(picture(context, address))
            print(folder / f"{name}.webp")


def take_review(browser: Browser, folder: Path) -> None:
    """Write the pictures of the review page and of the corrected counts, in light and dark, into the folder."""
    with TemporaryDirectory() as made:
        pages = make_reviewed_example(Path(made), REVIEWED_ARTICLE)
        for (name, (width, height)), page in zip(
            REVIEW_SCREENS.items(), pages, strict=True
        ):
            size = {"width": width, "height": height}
            for dark, scheme in SCHEMES.items():
                with browser.new_context(viewport=size, color_scheme=scheme) as context:  # type: ignore[arg-type]
                    shot = picture(context, page.as_uri())
                    (folder / f"{name}{dark}.webp").write_bytes(shot)
                    print(folder / f"{name}{dark}.webp")


def take_cells(browser: Browser, folder: Path) -> None:
    """Write the pictures of cells into the folder: of each the code, and what it showed."""
    with browser.new_context(viewport={"width": 1180, "height": 900}) as context:
        page = context.new_page()
        page.goto(NOTEBOOK.resolve().as_uri())
        for name, section in CELLS.items():
            code = page.locator(f"#{section} .highlight-python").first.bounding_box()
            shown = page.locator(f"#{section} .cell-output").first.bounding_box()
            assert code
            assert shown
            clip = {
                "x": code["x"] - 8,
                "y": code["y"] - 8,
                "width": code["width"] + 16,
                "height": shown["y"] + shown["height"] - code["y"] + 16,
                "scale": 1,
            }
            taken = context.new_cdp_session(page).send(
                "Page.captureScreenshot",
                {
                    "format": "webp",
                    "quality": QUALITY,
                    "clip": clip,
                    "captureBeyondViewport": True,
                },
            )
            (folder / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))
            print(folder / f"{name}.webp")


def picture(context: BrowserContext, address: str) -> bytes:
    """The window with the page in it."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(300)  # the search loads its words
    taken = context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
    )
    return base64.b64decode(taken["data"])


def main(site: Path, folder: Path) -> None:
    """Start a browser and take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = (
            os.environ.get("PRESSMARK_BROWSER")
            or shutil.which("chromium")
            or playwright.chromium.executable_path
        )
        with playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        ) as browser:
            take_review(browser, folder)
            take(browser, site, folder)
            if NOTEBOOK.is_file():
                take_cells(browser, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/images"))
