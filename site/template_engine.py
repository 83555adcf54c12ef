"""Templates: a page's view in, its HTML out, through ours and the theme's. Nothing is written to the disk here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from jinja2.ext import Extension
from markupsafe import Markup, escape

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError

from .annotation_list import list_annotations
from .highlight_css import sheet_for
from .index import ArticleCard, CopyLink
from .interface import Interface, interface
from .linked_data import CorpusFacts, article_data, corpus_data
from .markup import CLASSES, collect_highlights, highlight_text
from .page_plan import speaker_path
from .paths import article_path, facet_path, name_path, paged_path

__all__ = ["MENU", "Templates", "safe_url"]

_OURS = "pressmark"
"""The folder by which a theme names our templates: `{% extends "pressmark/base.html.jinja" %}`."""

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
    """
    The templates of a site with these options, its words, and what every page of the corpus knows.

    `fingerprint` is of all that every page depends on.
    """

    def __init__(self, corpus: Corpus, options: SiteOptions) -> None:
        self.ui: Interface = interface(options.language)
        self.options = options
        manifest = corpus.manifest
        self.about = CorpusFacts(
            manifest.title, manifest.description, manifest.licence, tuple(corpus.layers)
        )
        self._environment = _environment(options.theme, self.ui)
        self._menus = lru_cache(64)(self._menu_items)
        self._shared: dict[str, Any] = {
            "corpus": self.about,
            "options": options,
            "themed": bool(
                options.theme and (options.theme / "assets" / "theme.css").is_file()
            ),
        }

    @property
    def fingerprint(self) -> str:
        """
        Return the fingerprint of what all pages depend on: this package's files, the theme's, options, corpus.

        Every option is in it by itself; of the theme it is not the path, but what its files hold.
        """
        options = self.options.model_dump(exclude={"theme"})
        digest = hashlib.blake2b(repr((options, self.about)).encode(), digest_size=16)
        for name, content in _source_files(self.options.theme):
            digest.update(name.encode() + b"\0" + content + b"\0")
        return digest.hexdigest()

    def page(self, path: str, template: str, view: Mapping[str, Any]) -> str:
        """
        Return the page at `path`, made by `template` from its view.

        Raises `PressmarkError` for a mistake in a theme.
        """
        root = "../" * path.count("/")  # leads from the page to the site's folder
        try:
            compiled = self._environment.get_template(f"{template}.html.jinja")
            page = compiled.render(
                root=root,
                here=path,
                menu=self._menu(root, path),
                **self._shared,
                **view,
            )
        except jinja2.TemplateError as error:
            raise _theme_error(error, template, self.options.theme) from error
        return page.replace("\x00", "\ufffd")  # NUL cannot stand in HTML

    def _menu(self, root: str, here: str) -> Markup:
        """Return the items of the menu; most pages stand in no list of it, and share one for their folder."""
        return self._menus(root, here if here in MENU.values() else "")

    def article(
        self,
        article: Article,
        *,
        previous: ArticleCard | None = None,
        following: ArticleCard | None = None,
        original: ArticleCard | None = None,
        copies: Sequence[CopyLink] = (),
        happening_ids: Collection[str] = (),
    ) -> str:
        """
        Return an article's page: the text with its annotations highlighted, and their list.

        `previous` and `following` are its neighbours in the lists; a copy has its `original` instead. `happening_ids`
        are those of its happenings that have a page.
        """
        ui, path = self.ui, article_path(article.id)
        highlights = collect_highlights(article)
        link_words = {
            layer: ui.one_of("layer_links", layer) for layer in article.layers
        }
        address = (
            f"{self.options.address.rstrip('/')}/{path}"
            if self.options.address
            else path
        )
        day, url = ui.date(article.published), safe_url(article.url)
        source = ", ".join(
            filter(
                None,
                (article.outlet, day if article.published else article.title, address),
            )
        )
        view = {
            "article": article,
            "text": highlight_text(article, highlights, link_words),
            "list": list_annotations(
                article,
                highlights,
                ui,
                source=source,
                happening_ids=frozenset(happening_ids),
            ),
            "sheet": sheet_for(len(highlights.anchors)),
            "day": day,
            "address": address,
            "example": highlights.anchors[0] if highlights.anchors else "quotes-12-57",
            "layers": _layer_toggles(article, ui),
            "previous": previous,
            "following": following,
            "original_card": original,
            "copies": copies,
            "has_nul": "\x00" in article.text,
            "url": url,
            "data": embedded_json(article_data(article, url, self.about)),
        }
        return self.page(path, "article", view)

    def _menu_items(self, root: str, here: str) -> Markup:
        items = [
            Markup('<li><a href="{}"{}>{}</a></li>').format(
                root + path, Markup(_CURRENT * (path == here)), self.ui(key)
            )
            for key, path in MENU.items()
            if key != "search" or self.options.search
        ]
        return Markup("\n").join(items)

    def corpus_data(self, articles: int) -> Markup:
        """Return the corpus as schema.org describes a data set, for a script element."""
        return embedded_json(corpus_data(self.about, articles, self.options.address))


def _layer_toggles(article: Article, ui: Interface) -> list[tuple[str, str, int]]:
    """Return class, name and number of each layer that a reader can put out: ours in their order, all others as one."""
    ours = [
        (css, ui(layer), len(article.layers[layer]))
        for layer, css in CLASSES.items()
        if layer in article.layers
    ]
    others = [layer for layer in article.layers if layer not in CLASSES]
    own = (
        [
            (
                "own",
                ", ".join(others),
                sum(len(article.layers[layer]) for layer in others),
            )
        ]
        if others
        else []
    )
    return ours + own


def safe_url(url: str | None) -> str | None:
    """
    Return the address when it is plain http or https with a host and no user, else None.

    >>> safe_url("javascript:alert(1)") is None
    True
    """
    if not url or any(
        ord(letter) <= 32 or letter in '\\"<>\u00a0\ufeff\u2028' for letter in url
    ):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return (
        url
        if parts.scheme in ("http", "https")
        and parts.hostname
        and "@" not in parts.netloc
        else None
    )


def embedded_json(value: Any) -> Markup:
    """
    Return JSON that may stand within a script element: nothing in it can end the element.

    >>> print(embedded_json("</script>"))
    "\\u003c/script\\u003e"
    """
    text = _JSON.encode(value)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def _theme_error(
    error: jinja2.TemplateError, template: str, theme: Path | None
) -> Exception:
    """Return a mistake in a theme as its author can mend it; one in our own templates is ours, and stays as it is."""
    if theme is None:
        return error
    name, line = f"{template}.html.jinja", ""
    if isinstance(error, jinja2.TemplateSyntaxError):
        name, line = error.filename or template, f":{error.lineno}"
    return PressmarkError(
        f"{theme}: {name}{line}: {error.message or error}. Mend the template, or take it away."
    )


class _Words(Extension):
    """Words of the interface that a template names outright stand in it when it is compiled."""

    def preprocess(
        self, source: str, name: str | None, filename: str | None = None
    ) -> str:
        """Return the source with `{{ ui("home") }}` as the word."""
        ui: Any = self.environment.globals["ui"]

        def word(match: re.Match[str]) -> str:
            if match[1] in ui.words:
                return escape(ui(match[1]))
            line = source.count("\n", 0, match.start()) + 1
            raise jinja2.TemplateSyntaxError(
                f"the interface has no word {match[1]!r}", line, name, filename
            )

        return _WORD.sub(word, source)


def _environment(theme: Path | None, ui: Interface) -> jinja2.Environment:
    """Return the templates: the theme's go before ours; ours can always be extended, as `pressmark/…`."""
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


def _source_files(theme: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield every file that makes pages, in order: modules, templates, words, assets, and the theme's files."""
    package = files("pressmark.site")
    assets = package / "assets"
    for folder in (
        package,
        package / "index",
        package / "templates",
        package / "words",
        assets,
        assets / "styles",
    ):
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.is_file():
                yield file.name, file.read_bytes()
    for path in sorted(theme.rglob("*")) if theme else ():
        if path.is_file():
            yield path.relative_to(theme or path).as_posix(), path.read_bytes()
