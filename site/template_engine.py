"""Templates: a page's view in, its HTML out, through ours and the theme's. Nothing is written to the disk here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

import jinja2
from markupsafe import Markup

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus

from .annotation_list import list_annotations
from .article_speakers import speakers_of
from .citations import (
    ArticleCitation,
    CorpusCitation,
    bibtex,
    corpus_bibtex,
    corpus_ris,
    meta_tags,
    ris,
)
from .corpus_version import corpus_version
from .highlight_css import sheet_for
from .index.values import ArticleCard, CopyLink, ToldHappening
from .interface import Interface, load_interface
from .layer_styles import OWN, STYLES
from .linked_data import article_data, corpus_data, corpus_facts
from .markup import collect_highlights, highlight_text
from .measured_quality import quality_sentence
from .name_links import NameLinks
from .paths import article_path
from .report_links import fill_report, report_template
from .safe_values import embedded_json, safe_url
from .template_environment import make_environment, source_files, theme_error

__all__ = ["MENU", "Templates"]

_CURRENT_PAGE = ' aria-current="page"'

MENU = {
    "articles": "articles/index.html",
    "people": "names/people-by-count.html",
    "organisations": "names/organisations-by-count.html",
    "places": "names/places-by-count.html",
    "quotes": "quotes/index.html",
    "events": "events/index.html",
    "explore": "explore.html",
    "pictures": "pictures.html",
    "search": "search.html",
    "corpus": "corpus.html",
}
"""The menu of every page: the word of the interface, and the page."""


class Templates:
    """
    The templates of a site with these options, its words, and what every page of the corpus knows.

    `fingerprint` is of all that every page depends on.
    """

    def __init__(self, corpus: Corpus, options: SiteOptions) -> None:
        self.ui: Interface = load_interface(options.language)
        self.options = options
        self.about = corpus_facts(corpus)
        self.version = corpus_version(corpus)
        self._environment = make_environment(options.theme, self.ui)
        self._menus = lru_cache(64)(self._menu_items)
        self._shared: dict[str, Any] = {
            "corpus": self.about,
            "options": options,
            "themed": bool(
                options.theme and (options.theme / "assets" / "theme.css").is_file()
            ),
        }

    @cached_property
    def fingerprint(self) -> str:
        """
        Return the fingerprint of what all pages depend on: this package's files, the theme's, options, corpus.

        Every option is in it by itself; of the theme it is not the path, but what its files hold.
        """
        options = self.options.model_dump(exclude={"theme"})
        digest = hashlib.blake2b(repr((options, self.about)).encode(), digest_size=16)
        for name, content in source_files(self.options.theme):
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
            raise theme_error(error, template, self.options.theme) from error
        return page.replace("\x00", "\ufffd")  # NUL cannot stand in HTML

    def _menu(self, root: str, here: str) -> Markup:
        """Return the items of the menu; most pages stand in no list of it, and share one for their folder."""
        current = here if here in MENU.values() else ""
        return self._menus(root, current)

    def article(
        self,
        article: Article,
        *,
        previous: ArticleCard | None = None,
        following: ArticleCard | None = None,
        original: ArticleCard | None = None,
        copies: Sequence[CopyLink] = (),
        missing_layers: Sequence[str] = (),
        happenings: Mapping[str, ToldHappening] = MappingProxyType({}),
        name_paths: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        """
        Return an article's page: the text with its annotations highlighted, and their list.

        `previous` and `following` are its neighbours in the lists; a copy has its `original` instead. `happenings` are
        those that are told more than once, by id. `name_paths` says where names stand, by id, that have no page of their
        own.
        """
        ui = self.ui
        highlights = collect_highlights(article)
        link_words = {
            layer: ui.one_of("layer_links", layer) for layer in article.layers
        }
        path = article_path(article.id, article.title)
        names = NameLinks(path, name_paths)
        address = self._address(path)
        day = ui.date(article.published)
        url = safe_url(article.url)
        template = report_template(self.options.report)
        # A citation needs something that tells the article: its day, or its title where it has none.
        origin = (article.outlet, day if article.published else article.title, address)
        source = ", ".join(filter(None, origin))
        view = {
            "article": article,
            "text": highlight_text(article, highlights, link_words, names),
            "list": list_annotations(
                article,
                highlights,
                ui,
                happenings=happenings,
                names=names,
            ),
            "source": source,
            "sheet": sheet_for(len(highlights.anchors)),
            "day": day,
            "address": address,
            **self._citation_view(article, address),
            "speakers": speakers_of(article),
            "example": highlights.anchors[0] if highlights.anchors else "quotes-12-57",
            "layers": _layer_toggles(article, ui),
            "previous": previous,
            "following": following,
            "original_card": original,
            "copies": copies,
            "missing_layers": [
                ui(layer) if layer in STYLES else layer for layer in missing_layers
            ],
            "has_nul": "\x00" in article.text,
            "url": url,
            "report": template,
            "report_article": template
            and fill_report(
                template, id=article.id, words=article.title or "", url=address
            ),
            "quality": quality_sentence(article.layers, article.language, ui),
            "data": embedded_json(article_data(article, url, self.about)),
        }
        return self.page(path, "article", view)

    def _citation_view(self, article: Article, address: str) -> dict[str, Any]:
        """Return what an article's page says of how to cite it, for people and for programs."""
        citation = ArticleCitation(
            article, address, self.ui("in_corpus", title=self.about.title)
        )
        return {
            "citation": citation,
            "bibtex": bibtex(citation),
            "ris": ris(citation),
            "meta_tags": meta_tags(citation),
        }

    def _address(self, path: str) -> str:
        """Return the whole address of a page, or its path alone where the site has no address."""
        if not self.options.address:
            return path
        return f"{self.options.address.rstrip('/')}/{path}"

    def _menu_items(self, root: str, here: str) -> Markup:
        """Return the items of the menu, with `here` marked as the current page."""
        items = []
        for key, path in MENU.items():
            if key == "search" and not self.options.search:
                continue
            word = self.ui("explore_title" if key == "explore" else key)
            current = Markup(_CURRENT_PAGE if path == here else "")
            item = Markup('<li><a href="{}"{}>{}</a></li>')
            items.append(item.format(root + path, current, word))
        return Markup("\n").join(items)

    def corpus_citation(self, articles: int) -> dict[str, Any]:
        """Return how the corpus is cited: its state in words, BibTeX, RIS, and schema.org's data set for a script."""
        citation = CorpusCitation(
            self.about.title,
            self.about.authors,
            self.version,
            self.options.address or "",
        )
        return {
            "state": self.version.in_words(self.ui),
            "bibtex": corpus_bibtex(citation),
            "ris": corpus_ris(citation),
            "data": self._corpus_data(articles),
        }

    def _corpus_data(self, articles: int) -> Markup:
        """Return the corpus as schema.org describes a data set, for a script element."""
        described = corpus_data(
            self.about,
            articles,
            self.options.address,
            version=self.version.version,
        )
        return embedded_json(described)


def _layer_toggles(article: Article, ui: Interface) -> list[tuple[str, str, int]]:
    """Return class, name and number of each layer that a reader can put out: ours in their order, all others as one."""
    ours = [
        (style.css, ui(layer), len(article.layers[layer]))
        for layer, style in STYLES.items()
        if layer in article.layers
    ]
    counts_of_others = {
        layer: len(spans)
        for layer, spans in article.layers.items()
        if layer not in STYLES
    }
    if not counts_of_others:
        return ours
    names = ", ".join(counts_of_others)
    return [*ours, (OWN.css, names, sum(counts_of_others.values()))]
