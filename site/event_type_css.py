"""The colours of the types of events, which `event_types.und.yaml` gives; the site's style sheet names no type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from pressmark.yaml_files.lexicon_models.event_words import EventTypes
from pressmark.yaml_files.lexicons import read_lexicon

__all__ = ["with_event_colours", "with_event_types"]

_PLACEHOLDER = "/* types of events */\n"


def with_event_types(css_sheet: str) -> str:
    """Return the style sheet `css_sheet` with the rules of the types of events where its comment asks for them."""
    families = _families(_read_colours())
    toggles = "".join(_toggle_rules(family, css) for family, css in families)
    return with_event_colours(css_sheet.replace(_PLACEHOLDER, _PLACEHOLDER + toggles))


def with_event_colours(css_sheet: str) -> str:
    """Return the style sheet with the colours of the types alone, for a page without boxes that put them out."""
    colours = _read_colours()
    rules = "".join(_rule(variable, labels) for variable, labels in colours.items())
    return css_sheet.replace(_PLACEHOLDER, rules)


def _read_colours() -> Mapping[str, Sequence[str]]:
    """Return the labels of events by the CSS variable of their colour."""
    types = read_lexicon("event_types", "und", EventTypes) or EventTypes()
    return types.colours


def _families(colours: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the families of the legend, each with the selector of its types; what no colour names is the first."""
    named = ", ".join(_selector(label) for label in chain(*colours.values()))
    yield "eve", f".eve:not({named})"
    for variable, labels in colours.items():
        types = ", ".join(map(_selector, labels))
        yield variable, f".eve:is({types})"


def _toggle_rules(family: str, selector: str) -> str:
    """Return the rules by which an unchecked box of the legend puts out a family, in the text and in the list."""
    box = f"body:has(#show-f-{family}:not(:checked))"
    return (
        f"{box} .text {selector} {{ text-decoration-line: none; }}\n"
        f"{box} li{selector} {{ display: none; }}\n"
    )


def _selector(label: str) -> str:
    """Return the class of a type of events."""
    return f".l-{label}"


def _rule(variable: str, labels: Sequence[str]) -> str:
    """Return the rule that draws the lines of some types in the colour of a CSS variable."""
    selectors = ", ".join(map(_selector, labels))
    return f"{selectors} {{ --line: var(--{variable}); }}\n"
