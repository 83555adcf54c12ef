"""The edition: how a site is made, apart from what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Edition"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """
    The interface's language; a folder of templates and assets that go before ours; the address that the site will have
    on the web, for feeds and the like; whether it searches (and
    with `pagefind` all words of the texts), and whether it offers its data; whether
    copies are folded into their originals (`fold`) or stand for themselves (`show`).
    """

    language: str = "en"
    theme: Path | None = None
    address: str | None = None
    search: bool | str = True
    downloads: bool = True
    copies: str = "fold"
