"""Names that the model missed, found by what stands beside them: a given name, a verb of speech, a preposition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from .people import is_people
from .reading import MAX_NAME_TOKENS, Name, Reading

__all__ = ["extended", "joined_places", "named", "numbered", "placed", "speakers", "teams"]

_NUMERAL = re.compile(r"[IVX]{1,5}\.?")


def named(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """A given name and the capitals behind it, or a given name alone."""
    for number in reading.capitals:
        token = reading.tokens[number]
        if token.text in reading.words.given_names and token.pos_ == "PROPN" and _is_free(reading, number):
            last = _last_capital(reading, number)
            if last == number and reading.word(number - 1) in reading.words.determiner_words:
                continue  # « un Oscar »
            end = reading.end(last)
            yield Name(token.idx, end, "PER", "given_name", detail=token.text)


def _is_free(reading: Reading, number: int) -> bool:
    """Whether the word stands by itself: no hyphen at either side, no place that the lexicon knows."""
    token, before = reading.tokens[number], reading.token(number - 1)
    if token.text in reading.words.known_places or reading.text[reading.end(number) : reading.end(number) + 1] == "-":
        return False
    return before is None or before.text not in ("-", ".") or bool(before.whitespace_)


def _last_capital(reading: Reading, number: int) -> int:
    """The last token of a person's name that goes on behind this token."""
    limit = number + MAX_NAME_TOKENS
    while True:
        following = number + 1
        while reading.word(following) in reading.words.particles and following - number < 3:
            following += 1
        if following <= limit and _continues(reading, following):
            number = following
        else:
            return number


def _continues(reading: Reading, number: int) -> bool:
    token, before = reading.token(number), reading.token(number - 1)
    if (
        token is None
        or before is None
        or not before.whitespace_
        or (token.is_sent_start and not before.text.islower())
        or not reading.has_capital(number)
    ):
        return False
    if _NUMERAL.fullmatch(token.text):
        return len(token.text) > 1 or not reading.has_capital(number + 1)
    return (token.pos_ == "PROPN" or token.text.isupper()) and len(token.text) > 1 and _is_plain(reading, number)


def _is_plain(reading: Reading, number: int) -> bool:
    """Whether the capital is a name's: no day or month, no people, no word that says what a body is."""
    if number not in reading.asked:
        reading.asked[number] = _looks_plain(reading, number)
    return reading.asked[number]


def _looks_plain(reading: Reading, number: int) -> bool:
    word, written = reading.word(number), reading.tokens[number].text
    return (
        word not in reading.words.not_names
        and written not in reading.words.titles.genders
        and word not in reading.words.roles.genders
        and not is_people(reading, number)
        and written not in reading.words.kinds
    )


def extended(reading: Reading, names: Sequence[Name]) -> list[Name]:
    """Persons' names with the capitals right behind them that the model left out (« Martine » DUVAL, Henry I)."""
    begins = {reading.at(name.start) for name in names}
    longer = []
    for name in names:
        last = reading.after(name.end) - 1
        end = _last_capital(reading, last) if name.label == "PER" and name.rule != "people" else last
        taken = any(number in begins for number in range(last + 1, end + 1))
        end = last if taken else _past_suffix(reading, end) if name.label == "PER" else end
        longer.append(name if end == last else replace(name, end=reading.end(end)))
    return longer


def _past_suffix(reading: Reading, last: int) -> int:
    """The last token of a person's name with a suffix behind it ("Jr.", also behind a comma)."""
    number = last + 2 if reading.word(last + 1) == "," else last + 1
    return number if reading.word(number) in reading.words.name_suffixes else last


def numbered(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """Rulers by their number (« Louis XIV », "Ramesses II"), with the given names before it."""
    for number in reading.capitals:
        numeral = reading.words_as_written[number]
        if len(numeral) < 2 or not _NUMERAL.fullmatch(numeral) or not _is_numbered(reading, number - 1):
            continue
        first = number - 1
        while (
            number - first < MAX_NAME_TOKENS
            and _is_numbered(reading, first - 1)
            and reading.tokens[first - 1].text in reading.words.given_names
        ):
            first -= 1
        yield Name(reading.starts[first], reading.end(number), "PER", "numbered", detail=numeral)


def _is_numbered(reading: Reading, number: int) -> bool:
    """Whether the word may be a ruler's name: a proper noun that is no thing that is counted (« Phase II »)."""
    if not reading.has_capital(number) or len(reading.word(number)) < 3 or reading.is_acronym(number):
        return False
    if reading.tokens[number].pos_ != "PROPN" and not reading.opens(number):
        return False
    counted = reading.word(number) in reading.words.numbered or reading.word(number) in reading.lower_words
    return not counted and _is_plain(reading, number)


def speakers(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """A lone capital beside a verb of speech (« a déclaré Untel », "Smith said"), or behind « nommé »."""
    for number in reading.capitals:
        token = reading.tokens[number]
        if token.pos_ != "PROPN" or not _is_plain(reading, number):
            continue
        if reading.is_acronym(number) or len(token.text) < 3 or reading.word(number) in reading.lower_words:
            continue
        before, after = reading.word(number - 1), reading.word(number + 1)
        verb = before if before in reading.words.reporting | reading.words.person_before else after
        if verb == before or after in reading.words.person_after:
            yield Name(token.idx, reading.end(_last_capital(reading, number)), "PER", "speaker", detail=verb)


def placed(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """Capitals behind a preposition of place, or before a word like "region"."""
    for number in reading.capitals:
        token = reading.tokens[number]
        if token.pos_ != "PROPN" or not _is_plain(reading, number):
            continue
        last = _last_capital(reading, number)
        if reading.word(last + 1) in reading.words.possessives:
            continue
        before = reading.is_behind(number, reading.words.place_before)
        if before or reading.word(last + 1) in reading.words.place_after:
            beside = reading.word(number - 1 if before else last + 1)
            yield Name(token.idx, reading.end(last), "LOC", "preposition", detail=beside)


def joined_places(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """Places by their make: words joined around a preposition (« Châlons-sur-Marne », "Stratford-upon-Avon")."""
    for start, end in reading.hyphened:
        parts = reading.straight[start:end].split("-")
        joints = reading.words.place_joints.intersection(parts[1:-1])
        if joints and parts[0][0].isupper() and parts[-1][0].isupper():
            number = reading.at(start) - 1
            article = reading.has_capital(number) and reading.word(number) in reading.words.articles
            begin = reading.tokens[number].idx if article and not reading.opens(number) else start
            yield Name(begin, end, "LOC", "joined")


def teams(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """« les Canadiens de Montréal »: a plural with a capital and the place it plays for."""
    places = {reading.at(name.start): name for name in names if name.label == "LOC"}
    for number in reading.capitals:
        if reading.word(number - 1) not in reading.words.team_determiners or not _is_team(reading, number, places):
            continue
        last = number
        while last - number < MAX_NAME_TOKENS and reading.has_capital(last + 1):
            last += 1
        place = (
            _place_behind(reading, last, places) if reading.word(last).endswith(reading.words.plural_endings) else None
        )
        if place is not None:
            yield Name(reading.tokens[number].idx, place.end, "ORG", "team", detail=reading.word(number - 1))


def _is_team(reading: Reading, number: int, places: Mapping[int, Name]) -> bool:
    if not reading.has_capital(number) or number in places:
        return False
    return not is_people(reading, number) and reading.word(number) not in reading.words.not_names


def _place_behind(reading: Reading, last: int, places: Mapping[int, Name]) -> Name | None:
    """The place behind one link or two (« de », « de la »)."""
    if reading.word(last + 1) not in reading.words.links:
        return None
    return places.get(last + 2) or (places.get(last + 3) if reading.word(last + 2) in reading.words.articles else None)
