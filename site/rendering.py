"""Render: values in, a page as a string out. Nothing here touches the disk."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jinja2

from pressmark.articles import Article
from pressmark.spans import Event

from .gathering import Card, Gathered, Line, Name
from .interface import Interface
from .markup import TIER, TIERS, Mark, lit_text, marks
from .slugs import article_path, event_type_path, name_path

__all__ = ["Pages", "lighting", "safe_url"]

_LABELS = {"people": "PER", "places": "LOC", "organisations": "ORG", "others": "MISC"}


class Pages:
    """Renders every kind of page of one corpus in one interface language."""

    def __init__(self, gathered: Gathered, ui: Interface) -> None:
        self._gathered = gathered
        self._shared: dict[str, Any] = {"ui": ui, "corpus": gathered, "lists": tuple(_LABELS)}
        self._ui = ui

    def home(self) -> str:
        """The first page: what the corpus is, its counts, who is quoted, what happens."""
        quoted = [(name, lines) for name, lines in self._gathered.quotes.items() if name]
        quoted.sort(key=lambda one: (-len(one[1]), one[0]))
        named = sorted(self._gathered.names.values(), key=lambda one: (-one.mentions, one.name))
        types = sorted(self._gathered.events.items(), key=lambda one: (-len(one[1]), one[0]))
        return self._page("home", "", quoted=quoted[:12], named=named[:12], types=types[:12])

    def articles(self, cards: Sequence[Card], page: int, of: int) -> str:
        """A page of the list of articles."""
        return self._page("articles", "../", cards=cards, page=page, pages=of)

    def article(self, article: Article, previous: Card | None, following: Card | None) -> str:
        """An article with its layers lit and listed."""
        called = {layer: self._ui(layer) if layer in self._ui.words else layer for layer in article.layers}
        found = marks(article, called)
        return self._page(
            "article", "../", article=article, marks=found, text=lit_text(article, found), previous=previous,
            following=following, tiers=_tiers(found), has_nul="\x00" in article.text, names=self._gathered.names,
        )  # fmt: skip

    def names(self, kind: str) -> str:
        """The names of one kind, A to Z."""
        groups: dict[str, list[Name]] = {}
        for name in self._gathered.people(_LABELS[kind]):
            groups.setdefault(_letter(name.name), []).append(name)
        return self._page("names", "../", kind=kind, groups=sorted(groups.items()))

    def name(self, name: Name) -> str:
        """A name and everything that the corpus says of it."""
        beside = [(self._gathered.names[one], count) for one, count in _most(name.beside)[:12]]
        return self._page("name", "../", name=name, beside=beside, roles=_most(name.roles))

    def quotes(self, groups: Sequence[tuple[str, list[Line]]], page: int, of: int) -> str:
        """A page of quotes by speaker."""
        return self._page("quotes", "../", groups=groups, page=page, pages=of)

    def events(self) -> str:
        """The types of events."""
        return self._page("events", "../", types=sorted(self._gathered.events.items()))

    def event_type(self, label: str, lines: Sequence[Line], page: int, of: int) -> str:
        """A page of the events of one type."""
        return self._page("event_type", "../", label=label, lines=lines, page=page, pages=of)

    def provenance(self) -> str:
        """What made the corpus, what was not kept, how to load it."""
        return self._page("corpus", "")

    def _page(self, template: str, root: str, **values: Any) -> str:
        page = _environment().get_template(f"{template}.html.jinja").render(root=root, **self._shared, **values)
        return page.replace("\x00", "\ufffd")  # NUL cannot stand in HTML


def lighting(tier: int) -> str:
    """The sheet of rules that light all pieces of an annotation, and its line in the list, for one tier of numbers."""
    rules = (
        f".page:has(:is(.a{n}:hover,.a{n}:target,.n{n}:hover,.n{n}:target,.n{n}:focus-within,.a{n}:focus-within)) "
        f":is(.a{n},.n{n}){{background:var(--lit);color:var(--ink)}}"
        for n in range(tier * TIER, (tier + 1) * TIER)
    )
    return "\n".join(rules) + "\n"


def safe_url(url: str | None) -> str | None:
    """The address when it is plain http or https with a host and no user, else None."""
    if not url or any(ord(letter) <= 32 or letter in '\\"<>\u00a0\ufeff\u2028' for letter in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else None


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pressmark.site"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    paths = {"article_path": article_path, "name_path": name_path, "event_type_path": event_type_path}
    environment.globals.update(paths, safe_url=safe_url, is_event=lambda span: isinstance(span, Event))
    environment.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True)
    return environment


def _tiers(found: Sequence[Mark]) -> range:
    return range(min(TIERS, -(-len(found) // TIER)))


def _letter(name: str) -> str:
    first = unicodedata.normalize("NFKD", name[:1])[:1].upper()
    return first if first.isalpha() else "#"


def _most(counts: Any) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
