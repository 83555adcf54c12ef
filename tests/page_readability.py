"""What axe finds wrong with a page, in each set of colours that a reader may choose."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules of axe whose answer another set of colours may change."""


def assert_readable(page: Page) -> None:
    """
    Assert that axe finds nothing in a page, whatever its colours.

    The page's context must bypass the page's policy, which lets no script of another in.
    """
    axe = Axe()
    page.emulate_media(color_scheme="light", forced_colors="none")
    found = axe.run(page)
    assert found.violations_count == 0, found.generate_report()
    page.emulate_media(color_scheme="dark")
    found = axe.run(page, options=_OF_COLOURS)
    assert found.violations_count == 0, found.generate_report()
    page.emulate_media(color_scheme="light", forced_colors="active")
    found = axe.run(page, options=_OF_COLOURS)
    assert found.violations_count == 0, found.generate_report()
