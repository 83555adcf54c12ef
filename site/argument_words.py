"""What the list of an article says of an event's arguments: their role, their words, and the number they mean."""

from __future__ import annotations

from functools import lru_cache

from pressmark.spans import Argument

from .html_pieces import escape_text, link_html
from .interface import Interface, load_interface
from .paths import anchor

__all__ = ["argument_html"]


@lru_cache(1024)
def _role_html(language: str, role: str) -> str:
    """Return what the role of an argument is called."""
    word = load_interface(language).one_of("arguments", role)
    return f"<i>{escape_text(word)}</i>"


def argument_html(argument: Argument, ui: Interface) -> str:
    """Return an argument's role and words, linked to its entity in the text."""
    text = argument.text
    if argument.value is not None:
        text = _number_words(argument, ui)
    words = escape_text(text)
    if argument.entity_id:
        words = link_html(words, f"#{anchor(argument.entity_id)}")
    return f"{_role_html(ui.language, argument.role)} {words}"


def _number_words(argument: Argument, ui: Interface) -> str:
    """Return an argument as it stands, with its number where the words do not say it plainly: « douze (12) »."""
    number = ui.number(argument.value or 0)
    if argument.value_to is not None:
        number += f"–{ui.number(argument.value_to)}"
    bound = ui.one_of("bounds", argument.bound or "exact")
    words = " ".join(filter(None, (bound, number, argument.unit)))
    return argument.text if words in argument.text else f"{argument.text} ({words})"
