"""
The pictures of the README and the docs, taken of the example corpus' site.

    make screenshots      or: .venv/bin/python benchmarks/screenshots.py SITE [FOLDER]
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PICTURES = {
    "article": ("articles/en-02-castle-reinfeld-truce.html", 1280, 860, "light"),
    "article-dark": ("articles/fr-02-eaux-du-mavro.html", 1280, 860, "dark"),
    "article-narrow": ("articles/fr-02-eaux-du-mavro.html", 390, 760, "light"),
    "home": ("index.html", 1280, 900, "light"),
    "person": ("names/per-jorge-salvat.html", 1280, 860, "light"),
    "events": ("events/index.html", 1280, 860, "light"),
    "search": ("search.html#castle", 1280, 700, "light"),
    "network": ("pictures.html#network", 1280, 800, "dark"),
}
"""Name of the picture → page, width and height of the window, colour scheme."""


def take(browser: Browser, site: Path, folder: Path) -> None:
    """Write every picture into the folder."""
    for name, (page, width, height, scheme) in PICTURES.items():
        with browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme) as context:
            opened = context.new_page()
            file, mark, fragment = page.partition("#")
            opened.goto(f"{(site / file).resolve().as_uri()}{mark}{fragment}")
            opened.wait_for_timeout(300)  # the search loads its words
            opened.screenshot(path=folder / f"{name}.png")
            print(folder / f"{name}.png")


def main(site: Path, folder: Path) -> None:
    """Start a browser and take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = os.environ.get("PRESSMARK_BROWSER") or shutil.which("chromium") or playwright.chromium.executable_path
        with playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]) as browser:
            take(browser, site, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/images"))
