"""Names that need no context: countries and places of CLDR, and what the lexicon lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .candidates import NameCandidate, NameIntervals, replace_overlapped
from .reading import Reading

__all__ = ["add_listed_names", "find_datelines", "find_routes"]

# « PARIS (AFP) - », « LYON . - », "KYIV, Ukraine (AP) —" at the start of a line
_DATELINE = re.compile(
    r"""^[ \t]*
    ([^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}?)  # one to four words
    (?=\s?\.\s?[-–—_] | \s?[-–—_]{1,2}\s | \s?\([^()\n]{2,20}\) | ,\ [^,\n]{3,20}\ \([A-Z])  # « . - », « (AFP) »
    """,
    re.MULTILINE | re.VERBOSE,
)
# « LYON (AFP) »; three capitals and brackets are an acronym more often than a place
_MIN_DATELINE_LETTERS = 4
# « A380 », "KC-45", the airliners "787" and "737-800"; "Norlift 2" is a result as well
_MODEL_NUMBER = re.compile(r"[A-Z]{1,3}-?\d+\w*|7\d7(?:-\w+)?")
_DASH = re.compile("[-–]")


def add_listed_names(
    reading: Reading, names: Sequence[NameCandidate]
) -> list[NameCandidate]:
    """Return `names` with the listed ones; a longer name keeps a listed one inside it (« New York Times »)."""
    listed_names: list[NameCandidate] = []
    for start, end, (label, rule) in reading.listed_names:
        name = NameCandidate(start, end, label, rule)
        if label == "LOC":
            name = _with_opener(reading, name)
            if _is_money(reading, end):
                continue
        if label == "ORG":
            name = _with_model_number(reading, name)
        if not _is_common_word(reading, name):
            listed_names.append(name)
    listed_intervals = NameIntervals(listed_names)
    longer_names = NameIntervals(
        name
        for name in names
        if any(
            _is_core_of(reading, listed_name, name)
            for listed_name in listed_intervals.enclosed_by(name)
        )
    )
    free_names: list[NameCandidate] = []
    for listed_name in listed_names:
        if not any(
            _is_core_of(reading, listed_name, name)
            for name in longer_names.enclosing(listed_name)
        ):
            free_names.append(listed_name)
    return replace_overlapped(names, free_names)


def _with_model_number(reading: Reading, name: NameCandidate) -> NameCandidate:
    """Return a maker with the number of its product as one MISC ("Airbus A380"); itself where none follows."""
    number = reading.token(reading.position_from(name.end))
    if number is None or not _MODEL_NUMBER.fullmatch(number.text):
        return name
    return replace(name, end=reading.end_of(number.i), label="MISC")


def _is_money(reading: Reading, end: int) -> bool:
    """Tell whether a country's name ends here before its money ("US$ 20", "US dollars")."""
    currencies = reading.lexicon.currencies
    # "US$" is a single token
    is_joined = reading.text[end : end + 1] in currencies
    return is_joined or reading.form(reading.position_from(end)) in currencies


def _with_opener(reading: Reading, name: NameCandidate) -> NameCandidate:
    """Return a listed place with the words that make it a part of it ("South East Kent"), those with a capital alone."""
    openers = reading.lexicon.place_openers
    first = reading.position_at(name.start)
    while openers and reading.surface_forms[first - 1] in openers and first > 0:
        first -= 1
    start = reading.starts[first]
    return name if start >= name.start else replace(name, start=start)


def _is_common_word(reading: Reading, name: NameCandidate) -> bool:
    """Tell whether the word owes its capital to where it stands (« Tours de manège », "Nice to meet you")."""
    position = reading.position_at(name.start)
    # Two words with capitals are a name wherever they stand.
    if " " in reading.surface(name):
        return False
    if not reading.is_opening(position):
        return False
    # « OTAN » opens a sentence in capitals because it always has them.
    if reading.is_acronym(position):
        return False
    last = reading.position_from(name.end) - 1
    # "Nice to meet you": the tagger reads an adjective.
    if reading.tokens[last].pos_ not in ("PROPN", "NOUN", "X"):
        return True
    return reading.form(last) in reading.lower_words


def _is_core_of(
    reading: Reading, listed_name: NameCandidate, name: NameCandidate
) -> bool:
    """Tell whether `name` holds the listed one and, beside it, a word with a capital of its own."""
    if not (name.start <= listed_name.start and listed_name.end <= name.end):
        return False
    first = reading.position_at(name.start)
    end = reading.position_from(name.end)
    before = range(first, reading.position_at(listed_name.start))
    after = range(reading.position_from(listed_name.end), end)
    # « New York Times » holds a word beside the city; « La France » only its article.
    positions = (*before, *after)
    if name.rule == "model" and any(
        _is_noun(reading, position) for position in positions
    ):
        return True  # « les Alpes françaises », "Newport council"
    return any(_is_name_word(reading, position) for position in positions)


def _is_noun(reading: Reading, position: int) -> bool:
    """Tell whether a token is a noun or an adjective of what the model takes for one name."""
    return reading.tokens[position].pos_ in ("NOUN", "ADJ")


def _is_name_word(reading: Reading, position: int) -> bool:
    """Tell whether a token has a capital or a digit, and is no article or common word (« La » in « La France »)."""
    if any(map(str.isdigit, reading.surface_forms[position])):
        return True  # "Boeing 767" is no Boeing, "NHS 111" not the NHS
    if not reading.has_capital(position):
        return False
    word = reading.form(position)
    return (
        word not in reading.lexicon.not_names and word not in reading.lexicon.articles
    )


def find_datelines(reading: Reading) -> Iterator[NameCandidate]:
    """Find the place in capitals that opens a dispatch (« PARIS (AFP) - », "KYIV, Ukraine (AP) —")."""
    for dateline in _DATELINE.finditer(reading.text):
        place = dateline.group(1)
        # In mixed case the model finds it, and « Note (1) » opens lines, too.
        if place.isupper() and len(place) >= _MIN_DATELINE_LETTERS:
            yield NameCandidate(dateline.start(1), dateline.end(1), "LOC", "dateline")


def find_routes(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find two places joined by a hyphen (« le train Dijon-Nevers ») as one."""
    listed_places = reading.lexicon.place_names
    places = {reading.surface(name) for name in names if name.label == "LOC"}
    for start, end in reading.hyphenated_words:
        route = reading.straight_text[start:end]
        stops = _DASH.split(route)
        # « Guinée-Bissau » is a country
        if len(stops) != 2 or route in listed_places:
            continue
        if all(stop in places or stop in listed_places for stop in stops):
            yield NameCandidate(start, end, "LOC", "route")
