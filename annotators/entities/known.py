"""Names that need no context: countries and places of CLDR, and what the lexicon lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .reading import Holding, Name, Reading, replaced

__all__ = ["datelines", "routes", "with_known"]

_DATELINE = re.compile(
    r"""^[ \t]*
    ([^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}?)  # one to four words
    (?=\s?\.\s?[-–—_] | \s?[-–—_]{1,2}\s | \s?\([^()\n]{2,20}\) | ,\ [^,\n]{3,20}\ \([A-Z])  # « . - », « (AFP) »
    """,
    re.MULTILINE | re.VERBOSE,
)
_DASH = re.compile("[-–]")


def with_known(reading: Reading, names: Sequence[Name]) -> list[Name]:
    """`names` with the known ones; a longer name of the model keeps a known one inside it (« New York Times »)."""
    found = (Name(start, end, label, rule) for start, end, (label, rule) in reading.words.known.find(reading.text))
    known = [name for name in found if not _is_common_word(reading, name)]
    listed = Holding(known)
    longer = Holding(name for name in names if any(_is_within(reading, part, name) for part in listed.within(name)))
    return replaced(
        names, (part for part in known if not any(_is_within(reading, part, name) for name in longer.around(part)))
    )


def _is_common_word(reading: Reading, name: Name) -> bool:
    """Whether the word owes its capital to its place (« Tours de manège », "Nice to meet you")."""
    number, last = reading.at(name.start), reading.after(name.end) - 1
    if " " in reading.surface(name) or not reading.opens(number) or reading.is_acronym(number):
        return False
    return reading.tokens[last].pos_ not in ("PROPN", "NOUN", "X") or reading.word(last) in reading.lower_words


def _is_within(reading: Reading, known: Name, name: Name) -> bool:
    """Whether the name holds the known one and, beside it, a word with a capital of its own."""
    if not (name.start <= known.start and known.end <= name.end):
        return False
    before = range(reading.at(name.start), reading.at(known.start))
    behind = range(reading.after(known.end), reading.after(name.end))
    return any(
        reading.has_capital(number)
        and reading.word(number) not in reading.words.not_names
        and reading.word(number) not in reading.words.articles
        for number in (*before, *behind)
    )


def datelines(reading: Reading) -> Iterator[Name]:
    """The place in capitals that opens a dispatch (« PARIS (AFP) - », "KYIV, Ukraine (AP) —")."""
    for found in _DATELINE.finditer(reading.text):
        if found.group(1).isupper() and len(found.group(1)) > 3:
            yield Name(found.start(1), found.end(1), "LOC", "dateline")


def routes(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """Two places joined by a hyphen (« le train Dijon-Nevers ») as one."""
    places, known = {reading.surface(name) for name in names if name.label == "LOC"}, reading.words.known_places
    for start, end in reading.hyphened:
        route = reading.straight[start:end]
        ends = _DASH.split(route)
        if len(ends) == 2 and all(place in places or place in known for place in ends) and route not in known:
            yield Name(start, end, "LOC", "route")
