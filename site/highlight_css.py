"""
Lighting: which annotations of a page light with all their pieces and their line in the list, and the rules that do it.

Every annotation has a number of its own on its page, so the rules are the same for all pages and stand in two shared
sheets: one for pages with few annotations, one for crowded pages. A browser asks each rule whenever the pointer moves.
So that it does not ask a thousand on a crowded page, annotations there bear the class of a group: where nothing of a
group is pointed at, one rule says so for all of it.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["FEW", "LIGHTS", "light_classes", "sheet_for", "sheets"]

FEW = 256
"""Up to so many annotations a page is not crowded: each has a rule of its own, and no group."""

LIGHTS = 1024
"""How many annotations of a page light with all their pieces; of a page with more, they are its quotes first."""

_GROUP = 32
_PLAIN, _CROWDED = "lit.css", "lit-crowded.css"
_STATES = ":is(:hover,:target,:focus-within)"
_LIT = "{background:var(--lit);color:var(--ink)}"


def light_classes(layers: Sequence[str]) -> list[str]:
    """The classes by which each annotation lights, given the layers of a page's annotations in reading order."""
    lights = _lights(layers)
    if len(layers) <= FEW:
        return [f"a{light}" for light in lights]
    return [f"g{light // _GROUP} a{light}" if light < LIGHTS else f"a{light}" for light in lights]


def _lights(layers: Sequence[str]) -> Sequence[int]:
    """The number by which each annotation lights: its place, or where there are too many that behind all quotes."""
    if len(layers) <= LIGHTS:
        return range(len(layers))
    first = sorted(range(len(layers)), key=lambda place: layers[place] != "quotes")
    return sorted(range(len(layers)), key=first.__getitem__)


def sheet_for(annotations: int) -> str:
    """The sheet, below `assets/`, that lights a page of so many annotations."""
    return _PLAIN if annotations <= FEW else _CROWDED


def sheets() -> dict[str, str]:
    """The sheets by their names below `assets/`."""
    plain = [f".page:has(.a{n}{_STATES}) .a{n}{_LIT}" for n in range(FEW)]
    crowded = [_group(first) for first in range(0, LIGHTS, _GROUP)]
    return {_PLAIN: "\n".join(plain) + "\n", _CROWDED: "\n".join(crowded) + "\n"}


def _group(first: int) -> str:
    """The rules of a group within the one that is asked first."""
    rules = ",\n".join(f"&:has(.a{n}{_STATES}) .a{n}" for n in range(first, first + _GROUP))
    return f".page:has(.g{first // _GROUP}{_STATES}){{{rules}{_LIT}}}"
