"""
The files of the review page: one document with its words, its style sheet and its scripts; or all in one file.

As one file it holds the articles, too, and works from a disk: decisions stay in the browser until they are handed out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from pressmark.errors import InputError
from pressmark.site.interface import load_interface
from pressmark.spans import LABELS, QUOTE_STATUSES
from pressmark.yaml_files.strict import parse_yaml

__all__ = ["SCRIPTS", "PageFiles", "document_file", "page_settings"]

SCRIPTS = ("store.js", "article.js", "screens.js", "review.js")
"""The scripts in the order in which they are read: each uses those before it."""

_TEXT_KINDS = {"js": "text/javascript", "css": "text/css", "html": "text/html"}
# Words that the site has already, by the name that the page calls them.
_SITE_WORDS = (
    "labels", "kinds", "quote_statuses", "statuses", "arguments", "event_types", "time_kinds", "colon",
)  # fmt: skip
_LIGHT_AND_DARK = ("colours",)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFiles:
    """The files that a browser asks for; `settings` gives what the page is told of the review when it is opened."""

    settings: Callable[[], Mapping[str, Any]]

    def file(self, path: str) -> tuple[str, bytes] | None:
        """Return the type and the content of a file, None where there is none; the empty path is the page."""
        if path == "":
            return _kind("x.html"), _document(self.settings()).encode()
        if path == "review.css":
            return _kind(path), _style_sheet().encode()
        if path in SCRIPTS:
            return _kind(path), _asset(path).encode()
        return None


def document_file(settings: Mapping[str, Any]) -> str:
    """Return the page as one file, which asks nothing of anybody; its `settings` hold all articles as `content`."""
    return _document(settings, is_alone=True)


def page_settings(language: str, **values: Any) -> dict[str, Any]:
    """Return what the page is told: its words in `en` or `fr`, the lists that a person chooses from, and `values`."""
    site = load_interface(language).words
    words = {**_read_words(language), **{name: site[name] for name in _SITE_WORDS}}
    choices = {
        "labels": {**LABELS, "events": list(site["event_types"])},
        "statuses": {"quotes": QUOTE_STATUSES, "events": list(site["statuses"])},
        "roles": list(site["arguments"]),
    }
    return {
        "language": language,
        "words": words,
        "choices": choices,
        "keys": _read_keys(),
        **values,
    }


def _document(settings: Mapping[str, Any], *, is_alone: bool = False) -> str:
    """Return the document; alone, it holds its style sheet and scripts, which its policy names by their hashes."""
    words = settings["words"]
    if is_alone:
        style, scripts = _style_sheet(), [_asset(name) for name in SCRIPTS]
        policy = (
            f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes([style])};"
            " img-src data:; base-uri 'none'; form-action 'none'"
        )
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        head = meta + f"<style>{style}</style>"
        tail = "".join(f"<script>{script}</script>" for script in scripts)
    else:
        head = '<link rel="stylesheet" href="review.css">'
        tail = "".join(f'<script src="{name}"></script>' for name in SCRIPTS)
    page = _asset("review.html")
    values = {
        "language": escape(settings["language"]),
        "title": escape(f"{settings['title']} · {words['review']}"),
        "loading": escape(words["loading"]),
        "without_script": escape(words["without_script"]),
        "status_label": escape(words["status_label"]),
        "head": Markup(head),
        "tail": Markup(tail),
        "settings": Markup(_safe_json(settings)),
    }
    for name, value in values.items():
        page = page.replace("{{ " + name + " }}", value)
    return page


def _safe_json(value: Any) -> str:
    """Return JSON that may stand in a script: no `<` ends it."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _hashes(contents: Iterable[str]) -> str:
    """Return the sources of a policy for inline content: its hashes."""
    digests = (hashlib.sha256(content.encode()).digest() for content in contents)
    return " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in digests)


def _kind(path: str) -> str:
    return f"{_TEXT_KINDS[path.rpartition('.')[2]]}; charset=utf-8"


@cache
def _style_sheet() -> str:
    """Return the style sheet: the colours of the site, then the page's own rules."""
    folder = files("pressmark.site") / "assets" / "styles"
    colours = [
        (folder / f"{name}.css").read_text(encoding="utf-8") for name in _LIGHT_AND_DARK
    ]
    return "\n".join([*colours, _asset("review.css")])


@cache
def _asset(name: str) -> str:
    folder = files("pressmark.review.page") / "assets"
    return (folder / name).read_text(encoding="utf-8")


@cache
def _read_keys() -> Mapping[str, str]:
    """Return the key of each action, as a person has them who chose no others."""
    keys: Mapping[str, str]
    file = files("pressmark.review.page") / "keys.yaml"
    keys, _ = parse_yaml(file.read_text(encoding="utf-8"), file.name)
    return keys


@cache
def _read_words(language: str) -> Mapping[str, Any]:
    """Return the words of the page. Raises `InputError` for a language that it does not have."""
    folder = files("pressmark.review.page") / "words"
    file = folder / f"{language}.yaml"
    if not language.isalpha() or not file.is_file():
        raise InputError(f"the review page has no words in {language!r}; it has en, fr")
    words: Mapping[str, Any]
    words, _ = parse_yaml(file.read_text(encoding="utf-8"), file.name)
    return words
