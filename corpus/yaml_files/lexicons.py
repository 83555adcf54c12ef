"""The lexicons: YAML files `lexicons/<name>.<language>.yaml`, read once. No word of a language stands in a module."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from .strict import parse

__all__ = ["languages", "lexicon"]

_ROOM = "pressmark.annotators"


@cache
def languages(name: str) -> tuple[str, ...]:
    """The languages that the lexicon `name` exists in, sorted: `languages("quotes")` gives `("en", "fr")`."""
    found = (file.name.split(".") for file in (files(_ROOM) / "lexicons").iterdir())
    return tuple(sorted(parts[1] for parts in found if parts[0] == name and parts[-1] == "yaml"))


@cache
def lexicon(name: str, language: str) -> Any:
    """
    The content of `lexicons/<name>.<language>.yaml`; an empty mapping when there is no such file.

    The value is shared: read it into frozen values of your own, and change nothing in it.
    """
    file = files(_ROOM) / "lexicons" / f"{name}.{language}.yaml"
    if not file.is_file():
        return {}
    value, _ = parse(file.read_text(encoding="utf-8"), file.name)
    return value
