"""Names of several words: institutions with their place, buildings, streets, and what a common noun says of a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .people import is_people
from .reading import MAX_NAME_TOKENS, Name, Reading

__all__ = ["apposed", "bodies", "closed", "forces", "ministries", "opened", "streets", "without_portfolios"]

_LONGEST = 10
_RULES = {"ORG": "institution", "LOC": "facility"}
_WEAK = ("model", "speaker")


def bodies(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """A lower-case noun and its place: « tribunal correctionnel de Metz » is one ORG, « hôpital de Metz » one LOC."""
    begins = {name.start: name for name in names}
    for start, end, label in reading.words.body_phrases.find(reading.text):
        noun = reading.text[start:end].lower()
        number, adjectives = _adjectives(reading, reading.after(end))
        if noun in reading.words.institutions_with_adjective and not adjectives:
            continue
        number = _past_complement(reading, number)
        after_link = _link(reading, number)
        if after_link > number and noun in reading.words.facilities_bare:
            continue
        target = _target(reading, after_link, begins)
        if target is not None and (label == "LOC" or target.label in ("LOC", "ORG") or after_link == number):
            yield Name(start, target.end, label, _RULES[label], detail=noun)


def _past_complement(reading: Reading, number: int) -> int:
    """Behind a complement that is no name (« école de commerce de Metz »), when another link follows it."""
    noun = reading.token(after_link := _link(reading, number))
    if noun is None or after_link == number or noun.pos_ != "NOUN" or not noun.text.islower():
        return number
    return after_link + 1 if _link(reading, after_link + 1) > after_link + 1 else number


def _adjectives(reading: Reading, number: int) -> tuple[int, int]:
    first = number
    while number - first < MAX_NAME_TOKENS and reading.word(number) in reading.words.institution_adjectives:
        number += 1
    return number, number - first


def _link(reading: Reading, number: int) -> int:
    """The number of the token behind a link (« de », « de la », "of the"); the same number when there is none."""
    return _past(reading, number, reading.words.links)


def _past(reading: Reading, number: int, links: frozenset[str]) -> int:
    one, two = reading.word(number), f"{reading.word(number)} {reading.word(number + 1)}"
    if two in links and not reading.has_capital(number + 1):
        return number + 2
    return number + 1 if one in links and not reading.has_capital(number) else number


def _target(reading: Reading, number: int, begins: dict[int, Name]) -> Name | None:
    """The name that begins at this token, or the run of capitals there."""
    token = reading.token(number)
    if token is None or token.idx in begins:
        return begins.get(token.idx) if token is not None else None
    last = number - 1
    while last - number < MAX_NAME_TOKENS and _joins(reading, last + 1):
        last += 1
    return Name(token.idx, reading.end(last), "LOC", "capital") if last >= number else None


def opened(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """Names that open with what they are (« Fédération des chasseurs de Savoie »)."""
    begins = {reading.at(name.start): name for name in names}
    labels = reading.words.opening_kinds
    for number in reading.capitals:
        token = reading.tokens[number]
        first = _first_of_body(reading, number) if token.text in labels else None
        last = _last_of_body(reading, number, begins) if first is not None else number
        if first is not None and last > number:
            label = reading.words.closing_kinds.get(reading.words_as_written[last], labels[token.text])
            rule = _RULES.get(label, "opening")
            yield Name(reading.tokens[first].idx, reading.end(last), label, rule, detail=token.text)


def _first_of_body(reading: Reading, head: int) -> int | None:
    """The token that the body's name begins at: an adjective with a capital may stand before its head, no other one."""
    if not reading.has_capital(head - 1) or reading.opens(head - 1):
        return head
    return head - 1 if reading.tokens[head - 1].pos_ == "ADJ" or is_people(reading, head - 1) else None


def _last_of_body(reading: Reading, first: int, begins: dict[int, Name]) -> int:
    """The last token of the name that opens with this token: adjectives, then complements behind links."""
    last, complements = _while_adjective(reading, first), 0
    while last - first < _LONGEST:
        complement = _complement(reading, last, plain=not complements or reading.tokens[last].text.islower())
        if complement is None:
            return last
        name = begins.get(complement)
        if name is not None and name.label != "PER":
            last = reading.after(name.end) - 1
        else:
            last = _while_adjective(reading, complement)
        complements += 1
    return last


def _complement(reading: Reading, last: int, *, plain: bool) -> int | None:
    """The first token behind the link that follows `last`; a common noun only if `plain`."""
    number = last + 1
    if plain and reading.word(number) in reading.words.conjunctions and _link(reading, number + 1) > number + 1:
        number += 1
    after_link, far = _link(reading, number), _past(reading, number, reading.words.far_links)
    token, distant = reading.token(after_link), reading.token(far)
    if far > number and distant is not None and any(map(str.isupper, distant.text)):
        return far
    if token is None or after_link == number or token.is_punct or token.is_space:
        return None
    return after_link if reading.has_capital(after_link) or (plain and token.pos_ == "NOUN") else None


def _while_adjective(reading: Reading, number: int) -> int:
    limit = number + MAX_NAME_TOKENS
    while number < limit and _is_adjective(reading, number + 1):
        number += 1
    return number


def _is_adjective(reading: Reading, number: int) -> bool:
    """Whether the token goes on with a body's name: an adjective, or a capital that opens no person's name."""
    token = reading.token(number)
    if token is None or token.is_space or token.is_punct:
        return False
    if token.text in reading.words.given_names and reading.has_capital(number + 1):
        return False
    return token.pos_ == "ADJ" or (token.pos_ == "PROPN" and token.text[:1].isupper())


def closed(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """Names that close with what they are ("Boltworks Trade Association", "Hudson River")."""
    kinds = reading.words.closing_kinds
    bodies_of_model = {(name.start, name.end) for name in names if name.label == "ORG" and name.rule == "model"}
    for number in reading.capitals:
        token = reading.tokens[number]
        if token.text not in kinds or reading.opens(number):
            continue
        first = number
        while number - first < MAX_NAME_TOKENS and _joins(reading, first - 1):
            first -= 1
        if first < number and reading.opens(first) and reading.word(first) in reading.words.articles:
            first += 1
        if first < number:
            start, end = reading.tokens[first].idx, _closing_end(reading, number)
            kind = _last_kind(reading, number, end)
            if kind not in reading.words.closing_either or (start, end) not in bodies_of_model:
                yield Name(start, end, kinds[kind], "closing", detail=kind)


def _last_kind(reading: Reading, number: int, end: int) -> str:
    """The last word of the name that says what it is ("the United States Embassy" is an embassy)."""
    words = (reading.words_as_written[at] for at in range(reading.after(end) - 1, number, -1))
    return next((word for word in words if word in reading.words.closing_kinds), reading.words_as_written[number])


def _joins(reading: Reading, number: int) -> bool:
    token = reading.token(number)
    return (
        token is not None
        and token.text[:1].isupper()
        and token.pos_ in ("PROPN", "NOUN", "ADJ")
        and reading.word(number) not in reading.words.articles
        and token.text not in reading.words.titles.genders
    )


def _closing_end(reading: Reading, number: int) -> int:
    """The end of the name, with "of America" or "of the Arts" behind it."""
    last, limit = number, number + MAX_NAME_TOKENS
    while last < limit and _joins(reading, last + 1):
        last += 1
    after_link = _link(reading, last + 1)
    if after_link > last + 1 and reading.has_capital(after_link):
        last = after_link
        while last < limit and _joins(reading, last + 1):
            last += 1
    return reading.end(last)


def ministries(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """« ministère danois de la Santé » as one ORG."""
    begins = {reading.at(name.start): name for name in names}
    for start, end, _ in reading.words.ministry_phrases.find(reading.text):
        noun = reading.straight[start:end].lower()
        number = _while_adjective(reading, reading.after(end) - 1)
        if _link(reading, number + 1) > number + 1:
            last = _last_of_body(reading, number, begins)
            if last > number:
                yield Name(start, reading.end(last), "ORG", "institution", detail=noun)


def without_portfolios(reading: Reading, names: Sequence[Name]) -> list[Name]:
    """The names without those that only say what a minister is minister of."""
    portfolios = set()
    for _, end, _ in reading.words.portfolio_phrases.find(reading.text):
        number = _while_adjective(reading, reading.after(end) - 1) + 1
        portfolios.add(_link(reading, number))
    return [
        name
        for name in names
        if reading.at(name.start) not in portfolios or name.label != "ORG" or name.rule != "model"
    ]


def forces(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """« armée danoise »: the force of a state, by its adjective."""
    for number in reading.where(reading.words.forces):
        token = reading.tokens[number]
        if token.text.islower() and is_people(reading, number + 1):
            yield Name(token.idx, reading.end(number + 1), "ORG", "institution", detail=reading.word(number))


def streets(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """« rue de la République », « boulevard du 8-Mai »: the kind of street and the name behind it."""
    people = {reading.at(name.start) for name in names if name.label == "PER"}
    for number in reading.where(reading.words.streets):
        first = _link(reading, number + 1)
        if first > number + 1 and first in people:
            continue
        last = first - 1
        while last - number < 8 and _is_of_street(reading, last + 1):
            last += 1
        while last >= first and not reading.has_capital(last) and not reading.word(last)[:1].isdigit():
            last -= 1
        if last >= first:
            yield Name(reading.tokens[number].idx, reading.end(last), "LOC", "street", detail=reading.word(number))


def _is_of_street(reading: Reading, number: int) -> bool:
    token = reading.token(number)
    if token is None or token.is_space:
        return False
    if token.text == "-":
        return not token.whitespace_
    return (
        reading.has_capital(number)
        or token.text[:1].isdigit()
        or reading.word(number) in reading.words.street_titles
        or reading.word(number) in reading.words.particles
    )


def apposed(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """Names labelled by the noun before them, through a list (« les compagnies pétrolières Rosneft et Lukoil »)."""
    begins = {name.start: name for name in names}
    for start, end, label in reading.words.noun_phrases.find(reading.text):
        if not reading.text[start].islower():
            continue
        number = _behind_noun(reading, reading.after(end))
        after_link = _link(reading, number) if label == "LOC" else number
        found = _target(reading, after_link, begins)
        if found is not None and found.rule == "capital" and after_link > number:
            yield replace(found, rule="apposition", detail=reading.straight[start:end])
        while found is not None and found.rule != "capital":
            if found.label != label and found.rule in _WEAK and not _is_full_person(reading, found, label):
                yield replace(found, label=label, rule="apposition", detail=reading.straight[start:end])
            found = _target(reading, _behind(reading, found), begins)


def _behind_noun(reading: Reading, number: int) -> int:
    """The number of the first token that is no adjective of the noun."""
    limit = number + MAX_NAME_TOKENS
    while (
        number < limit and (token := reading.token(number)) is not None and token.pos_ == "ADJ" and token.text.islower()
    ):
        number += 1
    return number


def _is_full_person(reading: Reading, name: Name, label: str) -> bool:
    return name.label == "PER" and label == "ORG" and " " in reading.surface(name)


def _behind(reading: Reading, name: Name) -> int:
    """The number of the token where the next name of a list would begin."""
    number = reading.after(name.end)
    if reading.word(number) == "," or reading.word(number) in reading.words.conjunctions:
        return _link(reading, number + 1)
    return -1
