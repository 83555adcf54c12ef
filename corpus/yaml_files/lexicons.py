"""The lexicons: YAML files `lexicons/<name>.<language>.yaml`, read once. No word of a language stands in a module."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from .strict import parse_yaml

__all__ = ["languages", "lexicon"]

_LEXICON_PACKAGE = "pressmark.annotators"


@cache
def languages(name: str) -> tuple[str, ...]:
    """
    Return the languages that the lexicon `name` exists in, sorted.

    >>> languages("quotes")
    ('en', 'fr')
    """
    folder = files(_LEXICON_PACKAGE) / "lexicons"
    # `quotes.en.yaml` → quotes, en, yaml.
    names = (file.name.split(".") for file in folder.iterdir())
    codes = [part[1] for part in names if part[0] == name and part[-1] == "yaml"]
    return tuple(sorted(codes))


@cache
def lexicon(name: str, language: str) -> Any:
    """
    Return the content of `lexicons/<name>.<language>.yaml`; an empty mapping if there is no such file.

    The value is shared: read it into frozen values of your own, and change nothing in it.
    """
    file = files(_LEXICON_PACKAGE) / "lexicons" / f"{name}.{language}.yaml"
    # A language need not have every lexicon: what reads one must do without its words.
    if not file.is_file():
        return {}
    value, _ = parse_yaml(file.read_text(encoding="utf-8"), file.name)
    return value
