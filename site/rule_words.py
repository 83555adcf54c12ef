"""
By which rule an annotation was found, in the words of the interface.

A rule's text is `name: detail; detail` (`incise: marks «; cue dit (reporting); source inverted`). Names and what details
begin with are words of the interface; what is no word of ours, a trigger or a title of the text, stands as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .html_pieces import escape_text
from .interface import Interface, load_interface

__all__ = ["rule_html"]

# "dit (reporting)": a word of the text and the class that a lexicon gives it.
_CLASSED = re.compile(r"(.+) \((\w+)\)")


@lru_cache(16_384)
def rule_html(language: str, layer: str, rule: str) -> str:
    """
    Return a rule as the list of an article shows it, after a blank; nothing for an annotation without a rule.

    The rule of an annotator that is not ours stands as it is, and its language is English, as that of all code.
    """
    if not rule:
        return ""
    ui = load_interface(language)
    name, _, details = rule.partition(": ")
    sentence = ui.words["rule_names"].get(layer, {}).get(name)
    if sentence is None:
        return f' <s lang="en">{escape_text(rule)}</s>'
    parts = [escape_text(str(sentence))]
    for place, detail in enumerate(filter(None, details.split("; "))):
        if layer != "events" or place == 0 or _is_reason(detail, ui):
            parts.append(_detail_html(detail, ui))
    return f" <s>{' · '.join(parts)}</s>"


def _is_reason(detail: str, ui: Interface) -> bool:
    """
    Whether a detail of an event's rule says what decided: `planned by va`, `quoted`.

    The others are the conditions of the trigger's entry in the lexicon (`not object espoir`), which say nothing of this
    text; `pressmark explain` and the tables have them.
    """
    beginning = f"{detail.partition(' by ')[0]} by" if " by " in detail else detail
    return beginning in ui.words["rule_details"]


def _detail_html(detail: str, ui: Interface) -> str:
    """Return a detail with its first words in those of the interface; the longest beginning that is known decides."""
    words = detail.split(" ")
    for count in range(len(words), 0, -1):
        translation = ui.words["rule_details"].get(" ".join(words[:count]))
        if translation is not None:
            rest = " ".join(words[count:])
            return f"{escape_text(str(translation))}{_rest_html(rest, ui)}"
    return _rest_html(detail, ui).lstrip()


def _rest_html(rest: str, ui: Interface) -> str:
    """Return what a detail says after its first words: values that are translation in words, all else as code."""
    parts = []
    for value in filter(None, rest.split(", ")):
        classed = _CLASSED.fullmatch(value)
        word, class_word = classed.groups() if classed else (value, "")
        translation = ui.words["rule_details"].get(word)
        html = f"<code>{escape_text(word)}</code>"
        if translation is not None:
            html = escape_text(str(translation))
        if class_word:
            html += f" ({escape_text(ui.one_of('rule_details', class_word))})"
        parts.append(html)
    return f" {', '.join(parts)}" if parts else ""
