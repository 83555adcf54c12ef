"""Where templates come from: ours and the theme's, what each can call, and what a mistake in one is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from jinja2.ext import Extension
from markupsafe import escape

from pressmark.errors import PressmarkError

from .compiled_templates import CompiledTemplates
from .interface import Interface
from .pager import near_pages
from .paths import (
    article_path,
    explored_path,
    facet_path,
    name_path,
    paged_path,
    section_path,
)
from .safe_values import json_text

__all__ = ["OWN_TEMPLATES", "make_environment", "source_files", "theme_error"]

OWN_TEMPLATES = "pressmark"
"""The folder by which a theme names our templates: `{% extends "pressmark/base.html.jinja" %}`."""

# `{{ ui("home") }}`, spaced like this; a word that is computed (`ui(kind)`) is looked up when the page is made.
_OUTRIGHT_WORD = re.compile(r'\{\{ ui\("(\w+)"\) \}\}')


def theme_error(
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


class _OutrightWords(Extension):
    """
    Words of the interface that a template names outright stand in it when it is compiled.

    A corpus has thousands of pages with the same words; so they are looked up once, and one that is missing is a
    mistake of the template, with its line, before any page is made.
    """

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

        return _OUTRIGHT_WORD.sub(word, source)


def make_environment(theme: Path | None, ui: Interface) -> jinja2.Environment:
    """Return the templates: the theme's go before ours; ours can always be extended, as `pressmark/…`."""
    own_loader = jinja2.PackageLoader("pressmark.site")
    loaders: list[jinja2.BaseLoader] = [
        own_loader,
        jinja2.PrefixLoader({OWN_TEMPLATES: own_loader}),
    ]
    if theme:
        loaders.insert(0, jinja2.FileSystemLoader(theme))
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        # A theme that misspells a field is told so; otherwise its page would be empty there.
        undefined=jinja2.StrictUndefined,
        extensions=[_OutrightWords],
        # No template changes while a site is built: looking at its file for each page would be time lost.
        auto_reload=False,
        bytecode_cache=CompiledTemplates(ui),
    )
    environment.globals.update(
        ui=ui,
        article_path=article_path,
        name_path=name_path,
        facet_path=facet_path,
        explored_path=explored_path,
        near_pages=near_pages,
        paged_path=paged_path,
        section_path=section_path,
    )
    environment.filters["json"] = json_text
    return environment


def source_files(theme: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield every file that makes pages, in order: modules, templates, words, assets, and the theme's files."""
    package = files("pressmark.site")
    assets = package / "assets"
    for folder in (
        package,
        package / "index",
        package / "explore",
        package / "templates",
        package / "words",
        assets,
        assets / "styles",
    ):
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.is_file():
                yield file.name, file.read_bytes()
    if theme is None:
        return
    for path in sorted(theme.rglob("*")):
        if path.is_file():
            yield path.relative_to(theme).as_posix(), path.read_bytes()
