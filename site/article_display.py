"""
An article as a notebook shows it: the text with its highlights as on the site, in one piece of HTML without a script.

>>> show(article, layers=["quotes"])                                # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from markupsafe import Markup

from pressmark.articles import Article
from pressmark.errors import LayerMissing
from pressmark.spans import Span

from .interface import Interface, load_interface
from .layer_styles import STYLES, style_of
from .style_sheet import notebook_sheet
from .titled_text import titled_text

__all__ = ["MAX_CHARACTERS", "ArticleDisplay", "show"]

MAX_CHARACTERS = 4_000
"""Characters of an article that a cell shows: some two screens, chosen; a notebook of whole articles is slow to open."""

_CSS_CLASS = "pressmark-article"

_PAGE = Markup(
    '<div class="{css}" lang="{language}"><style>{style}</style>\n'
    '<p class="kicker" dir="auto">{kicker}</p>\n{heading}<p class="layers">{legend}</p>\n'
    '<div class="text" lang="{article_language}" dir="auto">{text}</div>\n{note}</div>'
)


@dataclass(frozen=True, slots=True)
class ArticleDisplay:
    """
    An article that a notebook shows by itself where it is the last value of a cell.

    `layers` are those that are highlighted. Of a text longer than `characters` the beginning is shown and the rest is
    counted; None shows all. `language` is that of the words around it.
    """

    article: Article
    layers: tuple[str, ...]
    characters: int | None = MAX_CHARACTERS
    language: str = "en"

    def __repr__(self) -> str:
        """Return the article in one line, for where no HTML can be shown."""
        return repr(self.article)

    def _repr_html_(self) -> str:
        return self.html

    @property
    def html(self) -> str:
        """The article as HTML, a `div` with a style that holds within it alone."""
        ui = load_interface(self.language)
        chosen = _with_layers(self.article, self.layers)
        begun = _cut(chosen, self.characters)
        article = self.article
        kicker = [article.outlet, ui.when(_day_of(article)), article.id]
        heading = Markup("")
        if article.title:
            heading = Markup('<p class="heading" lang="{}" dir="auto">{}</p>\n').format(
                article.language or "", article.title
            )
        html = _PAGE.format(
            css=_CSS_CLASS,
            language=self.language,
            style=_style(),
            kicker=" · ".join(filter(None, kicker)),
            heading=heading,
            legend=_legend(chosen, ui),
            article_language=article.language or "",
            text=titled_text(begun, ui),
            note=_note_of_cut(begun, chosen, ui),
        )
        # A plain text, as its caller may put it together with others. NUL cannot stand in HTML.
        return str(html).replace("\x00", "\ufffd")


def show(
    article: Article,
    *,
    layers: Sequence[str] | None = None,
    characters: int | None = MAX_CHARACTERS,
    language: str = "en",
) -> ArticleDisplay:
    """
    Show an article in a notebook, its `layers` highlighted as on the site; all but dates where they are not named.

    Of a long text the first `characters` are shown; None shows all. `language` is that of the words around it, en or fr.
    Raises `LayerMissing` for a layer that the article does not have. What it returns has the HTML as `html`.

    >>> from pressmark import Article
    >>> show(Article(id="a", text="It rains."))
    Article('a', 9 characters: no layers)
    """
    if layers is None:
        chosen = tuple(layer for layer in article.layers if layer != "times")
    else:
        chosen = (layers,) if isinstance(layers, str) else tuple(layers)
    for layer in chosen:
        if layer not in article.layers:
            raise LayerMissing(
                f"article {article.id!r}: no layer {layer!r} to show; there are"
                f" {', '.join(article.layers) or 'none'}"
            )
    return ArticleDisplay(article, chosen, characters, language)


@cache
def _style() -> Markup:
    """Return the style sheet: ours, and left unescaped, as a style element decodes no entities."""
    return Markup(notebook_sheet(_CSS_CLASS))


def _with_layers(article: Article, layers: Sequence[str]) -> Article:
    """Return the article with these layers alone."""
    return replace(article, layers={name: article.layers[name] for name in layers})


def _cut(article: Article, characters: int | None) -> Article:
    """Return the beginning of the article, to the last white space before the limit, with what stands in it whole."""
    text = article.text
    if characters is None or len(text) <= characters:
        return article
    end = characters
    while end and not text[end].isspace():
        end -= 1
    # A text without white space is cut within a word.
    end = end or characters
    layers: Mapping[str, tuple[Span, ...]] = {
        name: tuple(span for span in spans if span.end <= end)
        for name, spans in article.layers.items()
    }
    return replace(article, text=text[:end], layers=layers)


def _day_of(article: Article) -> str | None:
    """Return the day of an article in ISO form; None for one without a date."""
    return article.published.date().isoformat() if article.published else None


def _legend(article: Article, ui: Interface) -> Markup:
    """Return the layers, each underlined as in the text, with how many annotations they have."""
    entries: list[Markup] = []
    for name, spans in article.layers.items():
        word = ui(name) if name in STYLES else name
        css = style_of(name).css
        entry = Markup('<span class="toggle {}"><span>{}</span> {}</span>')
        entries.append(entry.format(css, word, ui.number(len(spans))))
    return Markup(" ").join(entries)


def _note_of_cut(begun: Article, article: Article, ui: Interface) -> Markup:
    """Return the line that says what is not shown; nothing where all is."""
    if len(begun.text) == len(article.text):
        return Markup("")
    numbers: dict[str, Any] = {
        "shown": ui.number(len(begun.text)),
        "total": ui.number(len(article.text)),
        "annotations": ui.number(_count(article) - _count(begun)),
    }
    return Markup('<p class="note">{}</p>\n').format(ui("cell_cut", **numbers))


def _count(article: Article) -> int:
    """Return how many annotations an article has."""
    return sum(map(len, article.layers.values()))
