"""Render: a page's view in, its HTML out, through the templates of ours and of the theme. Nothing is written here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from jinja2.ext import Extension
from markupsafe import Markup, escape

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError

from .annotation_list import listed
from .highlight_css import sheet_for
from .index import Card
from .interface import Interface, interface
from .linked_data import About, article_data, corpus_data
from .markup import CLASSES, lit_text, marks
from .options import Edition
from .page_plan import speaker_path
from .paths import article_path, facet_path, name_path, paged_path

__all__ = ["MENU", "Templates", "safe_url"]

_OURS = "pressmark"
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_WORD = re.compile(r'\{\{ ui\("(\w+)"\) \}\}')
_CURRENT = ' aria-current="page"'

MENU = {
    "articles": "articles/index.html", "people": "names/people.html", "organisations": "names/organisations.html",
    "places": "names/places.html", "quotes": "quotes/index.html", "events": "events/index.html",
    "pictures": "pictures.html", "search": "search.html", "corpus": "corpus.html",
}  # fmt: skip
"""The menu of every page: the word of the interface, and the page."""


class Templates:
    """The templates of one edition, its words, and what every page of the corpus knows."""

    def __init__(self, corpus: Corpus, edition: Edition) -> None:
        self.ui: Interface = interface(edition.language)
        self.edition = edition
        manifest = corpus.manifest
        self.about = About(manifest.title, manifest.description, manifest.licence, tuple(corpus.layers))
        self._environment = _environment(edition.theme, self.ui)
        self._menus = lru_cache(64)(self._items)
        self._shared: dict[str, Any] = {
            "corpus": self.about, "edition": edition,
            "themed": bool(edition.theme and (edition.theme / "assets" / "theme.css").is_file()),
        }  # fmt: skip

    @property
    def digest(self) -> str:
        """What all pages depend on: this package's files, the theme's, the edition, and what the corpus is called."""
        known = repr(
            (
                self.edition.language,
                self.edition.address,
                self.edition.search,
                self.edition.downloads,
                self.edition.copies,
                self.about,
            )
        )
        found = hashlib.blake2b(known.encode(), digest_size=16)
        for name, content in _sources(self.edition.theme):
            found.update(name.encode() + b"\0" + content + b"\0")
        return found.hexdigest()

    def page(self, path: str, template: str, view: Mapping[str, Any]) -> str:
        """A page by its template; `root` leads from it to the site's folder."""
        root = "../" * path.count("/")
        try:
            found = self._environment.get_template(f"{template}.html.jinja")
            page = found.render(root=root, here=path, menu=self._menu(root, path), **self._shared, **view)
        except jinja2.TemplateError as error:
            raise _theme_error(error, template, self.edition) from error
        return page.replace("\x00", "\ufffd")  # NUL cannot stand in HTML

    def _menu(self, root: str, here: str) -> Markup:
        """The items of the menu; most pages stand in no list of it, and share one for their folder."""
        return self._menus(root, here if here in MENU.values() else "")

    def article(
        self,
        article: Article,
        *,
        previous: Card | None = None,
        following: Card | None = None,
        original: Card | None = None,
        copies: Sequence[tuple[str, str, str]] = (),
        happenings: frozenset[str] = frozenset(),
    ) -> str:
        """An article's page: the text with its layers lit, and the list of its annotations."""
        ui, path, url = self.ui, article_path(article.id), safe_url(article.url)
        found = marks(article)
        called = {layer: ui.one_of("layer_links", layer) for layer in article.layers}
        address = f"{self.edition.address.rstrip('/')}/{path}" if self.edition.address else path
        day = ui.date(article.published)
        source = ", ".join(filter(None, (article.outlet, day if article.published else article.title, address)))
        view = {
            "article": article, "text": lit_text(article, found, called),
            "list": listed(article, found, ui, source=source, happenings=happenings),
            "sheet": sheet_for(len(found.anchors)), "day": day, "address": address,
            "example": found.anchors[0] if found.anchors else "quotes-12-57",
            "layers": _toggles(article, ui), "previous": previous, "following": following,
            "original_card": original, "copies": copies,
            "has_nul": "\x00" in article.text, "url": url,
            "data": embedded(article_data(article, url, self.about)),
        }  # fmt: skip
        return self.page(path, "article", view)

    def _items(self, root: str, here: str) -> Markup:
        items = [
            Markup('<li><a href="{}"{}>{}</a></li>').format(
                root + path, Markup(_CURRENT * (path == here)), self.ui(key)
            )
            for key, path in MENU.items()
            if key != "search" or self.edition.search
        ]
        return Markup("\n").join(items)

    def corpus_data(self, articles: int) -> Markup:
        """The corpus as schema.org describes a data set."""
        return embedded(corpus_data(self.about, articles, self.edition.address))


def _toggles(article: Article, ui: Interface) -> list[tuple[str, str, int]]:
    """Class, name and number of each layer that a reader can put out: ours in their order, all others as one."""
    ours = [(css, ui(layer), len(article.layers[layer])) for layer, css in CLASSES.items() if layer in article.layers]
    others = [layer for layer in article.layers if layer not in CLASSES]
    own = [("own", ", ".join(others), sum(len(article.layers[layer]) for layer in others))] if others else []
    return ours + own


def safe_url(url: str | None) -> str | None:
    """The address when it is plain http or https with a host and no user, else None."""
    if not url or any(ord(letter) <= 32 or letter in '\\"<>\u00a0\ufeff\u2028' for letter in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else None


def embedded(value: Any) -> Markup:
    """JSON that may stand within a script element: nothing in it can end the element."""
    text = _JSON.encode(value)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def _theme_error(error: jinja2.TemplateError, template: str, edition: Edition) -> Exception:
    """A mistake in a theme as its author can mend it; one in our own templates is ours, and stays as it is."""
    if edition.theme is None:
        return error
    line = f":{error.lineno}" if isinstance(error, jinja2.TemplateSyntaxError) else ""
    name = error.filename or template if isinstance(error, jinja2.TemplateSyntaxError) else f"{template}.html.jinja"
    return PressmarkError(
        f"{edition.theme}: {name}{line}: {error.message or error}. Mend the template, or take it away."
    )


class _Words(Extension):
    """Words of the interface that a template names outright stand in it when it is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with `{{ ui("home") }}` as the word."""
        ui: Any = self.environment.globals["ui"]

        def word(found: re.Match[str]) -> str:
            if found[1] in ui.words:
                return escape(ui(found[1]))
            line = source.count("\n", 0, found.start()) + 1
            raise jinja2.TemplateSyntaxError(f"the interface has no word {found[1]!r}", line, name, filename)

        return _WORD.sub(word, source)


def _environment(theme: Path | None, ui: Interface) -> jinja2.Environment:
    """Templates of the theme go before ours; ours can always be named, for extending them, as `pressmark/…`."""
    ours = jinja2.PackageLoader("pressmark.site")
    theirs = [jinja2.FileSystemLoader(theme)] if theme else []
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([*theirs, ours, jinja2.PrefixLoader({_OURS: ours})]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        extensions=[_Words],
        auto_reload=False,
    )
    environment.globals.update(
        ui=ui, article_path=article_path, name_path=name_path, facet_path=facet_path, paged_path=paged_path,
        speaker_path=speaker_path,
    )  # fmt: skip
    environment.filters["json"] = _JSON.encode
    return environment


def _sources(theme: Path | None) -> Iterator[tuple[str, bytes]]:
    """Every file that makes pages, in order: modules, templates, words, assets, and the theme's files."""
    room = files("pressmark.site")
    for folder in (room, room / "templates", room / "words", room / "assets"):
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if file.is_file():
                yield file.name, file.read_bytes()
    for path in sorted(theme.rglob("*")) if theme else ():
        if path.is_file():
            yield path.relative_to(theme or path).as_posix(), path.read_bytes()
