"""Paths of pages: safe on every file system, the same for the same id, different for different ids."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlencode

__all__ = [
    "anchor",
    "article_month_path",
    "article_path",
    "explored_choices",
    "explored_path",
    "facet_path",
    "happening_list_path",
    "happening_path",
    "layer_path",
    "name_path",
    "paged_path",
    "section_path",
    "slug",
]

# What every file system takes as it is, in any case; 80 leave room for what lists put after it.
_PLAIN_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")

# Names that Windows keeps for devices, and those that our own lists have.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|index|page-\d+|com\d|lpt\d)")

# An id that was made of an article's content, where its source has none (`sources.article_import`).
_GENERATED_ID = re.compile(r"a-[0-9a-f]{16}")

MAX_TITLE_LETTERS = 60
"""Letters of a title in a page's name; with the id they stay below the 80 that lists leave room for."""

# What a dash stands for in a file name that is made readable.
_NOT_OF_SLUG = re.compile(r"[^a-z0-9]+")


@lru_cache(65_536)
def slug(id: str) -> str:
    """
    Return a file name for an id: the id itself where it is plain, else its letters and a hash of it.

    Names that differ in case or accents alone stay apart, on disks that ignore case too.

    >>> slug("per-anne-morel")
    'per-anne-morel'
    >>> slug("Élan")
    'elan-0dce8e0380'
    """
    if _PLAIN_SLUG.fullmatch(id) and not _RESERVED.fullmatch(id):
        return id
    # 50 letters to read and 10 of the hash stay below the 80 of a plain id. Ten hexadecimal digits (40 bits) need only
    # tell ids apart whose readable letters are the same.
    readable = _plain_letters(id)[:50].strip("-")
    digest = hashlib.sha256(id.encode()).hexdigest()[:10]
    return f"{readable}-{digest}" if readable else digest


def _plain_letters(words: str) -> str:
    """Return the letters and digits of some words as a file name has them, with dashes between."""
    decomposed = unicodedata.normalize("NFKD", words)
    letters = decomposed.encode("ascii", "ignore").decode().lower()
    return _NOT_OF_SLUG.sub("-", letters).strip("-")


def article_path(article_id: str, title: str | None = None) -> str:
    """
    Return the page of an article, below the site's folder: by its id, after its title where the id is a mere hash.

    Such an id was made of the title among other things, so that its page lasts as long as the id does.

    >>> article_path("fr-02")
    'articles/fr-02.html'
    >>> article_path("a-8b27a21d9df0800a", "Le port rouvre !")
    'articles/le-port-rouvre-a-8b27a21d9df0800a.html'
    """
    name = slug(article_id)
    if title and _GENERATED_ID.fullmatch(article_id):
        words = _cut_at_word(_plain_letters(title), MAX_TITLE_LETTERS)
        name = f"{words}-{name}".lstrip("-")
    return f"articles/{name}.html"


def _cut_at_word(name: str, letters: int) -> str:
    """Return a file name of words with dashes between, cut before the word that goes beyond so many letters."""
    if len(name) <= letters:
        return name
    return name[: letters + 1].rpartition("-")[0] or name[:letters]


def name_path(name_id: str) -> str:
    """Return the page of a name."""
    return f"names/{slug(name_id)}.html"


def happening_path(happening_id: str) -> str:
    """Return the page of a happening, with all its mentions."""
    return f"happenings/{slug(happening_id)}.html"


def happening_list_path(label: str) -> str:
    """
    Return the page of the happenings of a type that have none of their own; each is an anchor there.

    >>> happening_list_path("ASSAULT")
    'happenings/type-assault.html'
    """
    return facet_path("happenings", "type", label)


def facet_path(folder: str, facet: str, value: str) -> str:
    """Return the first page of a ready-made list: the events of a type, the quotes of a kind, an outlet's articles."""
    # Types of events are constants in capitals (ACQUISITION); a page's name is the plain word.
    name = value.lower() if facet == "type" else value
    return f"{folder}/{facet}-{slug(name)}.html"


def article_month_path(period: str) -> str | None:
    """
    Return the list of the articles of an ISO month, or of the month of a day; None for a year, which has none.

    >>> article_month_path("2026-03-01"), article_month_path("2026")
    ('by/month-2026-03.html', None)
    """
    month = period[: len("2026-03")]
    return facet_path("by", "month", month) if len(month) == len("2026-03") else None


def explored_path(layer: str, **choices: str) -> str:
    """
    Return the page that combines filters, with a value chosen of each facet that `choices` name.

    >>> explored_path("events", type="FIGHT", month="2026-03")
    'explore.html#layer=events&type=FIGHT&month=2026-03'
    """
    return f"explore.html#{explored_choices(layer, **choices)}"


def explored_choices(layer: str, **choices: str) -> str:
    """Return what stands in the address of the page that combines filters."""
    return urlencode({"layer": layer, **choices})


def section_path(path: str, section: str) -> str:
    """
    Return a section of a name's page; where the name has none, `path` is an annotation, which is all there is.

    >>> section_path("names/per-ann.html", "said"), section_path("articles/a.html#entities-0-3", "said")
    ('names/per-ann.html#said', 'articles/a.html#entities-0-3')
    """
    return path if "#" in path else f"{path}#{section}"


def layer_path(layer: str) -> str:
    """Return the first page of the list of a layer that somebody declared."""
    return f"layers/{slug(layer)}.html"


def paged_path(path: str, page: int) -> str:
    """Return the path of a further page of a list; a dot stands in no slug, so it meets no other page."""
    if page == 1:
        return path
    stem = path.removesuffix(".html")
    return f"{stem}.{page}.html"


def anchor(span_id: str) -> str:
    """Return the anchor of a span on its article's page: `quotes-1993-2060`."""
    return span_id.rpartition("/")[2]
