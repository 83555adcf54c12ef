"""The colours of the types of events, which `event_types.und.yaml` gives; the site's style sheet names no type."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.yaml_files.lexicon_models.event_words import EventTypes
from pressmark.yaml_files.lexicons import read_lexicon

__all__ = ["with_event_types"]

_PLACEHOLDER = "/* types of events */\n"


def with_event_types(css: str) -> str:
    """Return the style sheet `css` with the rules of the types of events where its comment asks for them."""
    types = read_lexicon("event_types", "und", EventTypes) or EventTypes()
    rules = "".join(
        _rule(variable, labels) for variable, labels in types.colours.items()
    )
    return css.replace(_PLACEHOLDER, rules)


def _rule(variable: str, labels: Sequence[str]) -> str:
    """Return the rule that draws the lines of some types in the colour of a CSS variable."""
    selectors = ", ".join(f".l-{label}" for label in labels)
    return f"{selectors} {{ --line: var(--{variable}); }}\n"
