"""
The style rules that light an annotation: all its pieces in the text, and its line in the list.

Every annotation has a number of its own on its page, so the rules are the same for all pages and stand in two shared
sheets: one for pages with few annotations, one for crowded pages. A browser asks each rule whenever the pointer moves.
So that it does not ask a thousand on a crowded page, annotations there bear the class of a group: where nothing of a
group is pointed at, one rule says so for all of it.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "MAX_LIGHTS",
    "MAX_UNGROUPED_LIGHTS",
    "highlight_sheets",
    "light_classes",
    "sheet_for",
]

MAX_UNGROUPED_LIGHTS = 256
"""
Up to so many annotations a page is not crowded: each has a rule of its own, and no group.

Chosen so that a browser shows no delay when it asks every rule; `tests/test_browser_many.py` measures a crowded page.
"""

MAX_LIGHTS = 1024
"""How many annotations of a page light with all their pieces; of a page with more, they are its quotes first."""

LIGHTS_OF_GROUP = 32
"""Annotations that share a group: the root of MAX_LIGHTS, so that groups and the rules in one are about as many."""

_PLAIN_SHEET, _CROWDED_SHEET = "lit.css", "lit-crowded.css"
_POINTED_AT = ":is(:hover,:target,:focus-within)"
_LIT_RULE = "{background:var(--lit);color:var(--ink)}"
# The line of what an address names stands first in the list, however long the list is.
_FIRST_RULE = "{order:-1}"


def light_classes(layers: Sequence[str]) -> list[str]:
    """
    Return the classes by which each annotation lights, given the layers of a page's annotations in reading order.

    >>> light_classes(["quotes", "entities"])
    ['a0', 'a1']
    """
    lights = _light_numbers(layers)
    if len(layers) <= MAX_UNGROUPED_LIGHTS:
        return [f"a{light}" for light in lights]
    return [
        f"g{light // LIGHTS_OF_GROUP} a{light}" if light < MAX_LIGHTS else f"a{light}"
        for light in lights
    ]


def _light_numbers(layers: Sequence[str]) -> Sequence[int]:
    """Return the number by which each annotation lights: its own, or on a very full page one after all quotes'."""
    if len(layers) <= MAX_LIGHTS:
        return range(len(layers))
    quotes_first = sorted(
        range(len(layers)), key=lambda number: layers[number] != "quotes"
    )
    return sorted(range(len(layers)), key=quotes_first.__getitem__)


def sheet_for(annotations: int) -> str:
    """Return the sheet, below `assets/`, that lights a page of so many annotations."""
    return _PLAIN_SHEET if annotations <= MAX_UNGROUPED_LIGHTS else _CROWDED_SHEET


def highlight_sheets() -> dict[str, str]:
    """Return the sheets by their names below `assets/`."""
    plain = [
        f".page:has(.a{n}{_POINTED_AT}) .a{n}{_LIT_RULE}"
        for n in range(MAX_UNGROUPED_LIGHTS)
    ]
    plain += [
        f".page:has(.text .a{n}:target) .panel .a{n}{_FIRST_RULE}"
        for n in range(MAX_UNGROUPED_LIGHTS)
    ]
    crowded = [_group_rules(first) for first in range(0, MAX_LIGHTS, LIGHTS_OF_GROUP)]
    return {
        _PLAIN_SHEET: "\n".join(plain) + "\n",
        _CROWDED_SHEET: "\n".join(crowded) + "\n",
    }


def _group_rules(first: int) -> str:
    """Return the rules of a group within the one that is asked first."""
    rules = ",\n".join(
        f"&:has(.a{n}{_POINTED_AT}) .a{n}"
        for n in range(first, first + LIGHTS_OF_GROUP)
    )
    numbers = range(first, first + LIGHTS_OF_GROUP)
    lines = ",\n".join(f"&:has(.text .a{n}:target) .panel .a{n}" for n in numbers)
    group = f".g{first // LIGHTS_OF_GROUP}"
    return (
        f".page:has({group}{_POINTED_AT}){{{rules}{_LIT_RULE}}}\n"
        f".page:has(.text {group}:target){{{lines}{_FIRST_RULE}}}"
    )
