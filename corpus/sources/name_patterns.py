"""What the name of a file says of its article, by a pattern of the user's: `{published}_{outlet}_{title}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

__all__ = ["pattern_mistake", "values_in_name"]

# a name in braces, as in `{published}_{title}`
_COLUMN_IN_BRACES = re.compile(r"\{([^{}]*)\}")


def pattern_mistake(pattern: str) -> str | None:
    """
    Return what is wrong with a pattern of file names; None if it can be used.

    >>> pattern_mistake("{outlet}{title}")
    'put a sign between two columns: {outlet}_{title}'
    """
    fields = _COLUMN_IN_BRACES.findall(pattern)
    # A brace that is left opens or closes nothing: `{published}_{outlet`.
    signs_between = _COLUMN_IN_BRACES.sub("", pattern)
    if not fields or "{" in signs_between or "}" in signs_between:
        return 'must name columns between braces: "{published}_{outlet}_{title}"'
    if bad := [name for name in fields if not re.fullmatch(r"\w+", name)]:
        return f"{{{bad[0]}}} is no column's name; write letters, digits and _ between the braces"
    if twice := next((name for name in fields if fields.count(name) > 1), None):
        return f"{{{twice}}} stands twice"
    if "text" in fields:
        return "a name holds no text; leave {text} out"
    # Nothing tells where the first of `{outlet}{title}` ends.
    if "}{" in pattern:
        return "put a sign between two columns: {outlet}_{title}"
    return None


def values_in_name(stem: str, pattern: str) -> Mapping[str, str]:
    """
    Return what a file's name says by a pattern; nothing if the name does not fit the pattern.

    Each column but the last takes as little as it can. A pattern with `/` reads as many folders as it names.

    >>> values_in_name("texts/2026-03-02_Le Phare_Le_port_ferme", "{published}_{outlet}_{title}")
    {'published': '2026-03-02', 'outlet': 'Le Phare', 'title': 'Le_port_ferme'}
    """
    # From the end: how deep the files lie below the pattern of `files` is no matter of their names.
    folders = pattern.count("/")
    end_of_path = "/".join(stem.split("/")[-(folders + 1) :])
    match = _compile_pattern(pattern).fullmatch(end_of_path)
    if match is None:
        return {}
    return {name: value.strip() for name, value in match.groupdict().items()}


@cache
def _compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern into a regular expression with a named group a column."""
    # the split gives text, column, text, column, …, text
    pieces = _COLUMN_IN_BRACES.split(pattern)
    last_column = len(pieces) - 2
    expression = ""
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            expression += re.escape(piece)
        else:
            expression += f"(?P<{piece}>[^/]+{'' if number == last_column else '?'})"
    return re.compile(expression)
