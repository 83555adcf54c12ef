"""Where the names of an article lead: to a page of their own, or to their first mention where one article has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from .paths import name_path

__all__ = ["NO_LINKS", "NameLinks"]


class NameLinks:
    """
    The links of one article's page to names.

    `path` is the page's; `folded` has the names without a page of their own, each with where it stands below the site's
    folder: `articles/a.html#entities-0-14`.
    """

    def __init__(self, path: str, folded: Mapping[str, str]) -> None:
        self._path = path
        self._folded = folded

    def has_page(self, name_id: str) -> bool:
        """Whether a name has a page of its own."""
        return name_id not in self._folded

    def href(self, name_id: str) -> str:
        """
        Return what leads from the article's page to a name.

        >>> NameLinks("articles/a.html", {"per-ann": "articles/a.html#entities-0-3"}).href("per-ann")
        '#entities-0-3'
        """
        path = self._folded.get(name_id)
        if path is None:
            return _page_href(name_id)
        # Of the same page the anchor alone: it is shorter, and no browser loads the page again.
        return (
            path.removeprefix(self._path)
            if path.startswith(f"{self._path}#")
            else f"../{path}"
        )


@lru_cache(65_536)
def _page_href(name_id: str) -> str:
    """Return the page of a name, as an article's page links to it."""
    return f"../{name_path(name_id)}"


NO_LINKS = NameLinks("", MappingProxyType({}))
"""The links of an article all of whose names have a page."""
