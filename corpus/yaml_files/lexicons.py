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
    names = (
        file.name.split(".")
        for file in (files(_LEXICON_PACKAGE) / "lexicons").iterdir()
    )
    return tuple(
        sorted(parts[1] for parts in names if parts[0] == name and parts[-1] == "yaml")
    )


@cache
def lexicon(name: str, language: str) -> Any:
    """
    Return the content of `lexicons/<name>.<language>.yaml`; an empty mapping if there is no such file.

    The value is shared: read it into frozen values of your own, and change nothing in it.
    """
    file = files(_LEXICON_PACKAGE) / "lexicons" / f"{name}.{language}.yaml"
    if not file.is_file():
        return {}
    value, _ = parse_yaml(file.read_text(encoding="utf-8"), file.name)
    return value
