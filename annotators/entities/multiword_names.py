"""Names of several words that close with what they are, streets, and what a common noun says of the names after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .candidates import NameCandidate
from .name_steps import continues_name, last_capital_noun, name_at, past_link
from .person_end import is_name_capital
from .reading import MAX_NAME_TOKENS, Reading

__all__ = ["find_apposed_names", "find_kind_last_names", "find_streets"]

_MAX_STREET_TOKENS = 8
"""How many tokens after « rue » its name may take: « rue du Général-de-Division Jean Roe ». Chosen, not measured."""
# « XXe »
_CENTURY = re.compile(r"[IVX]+e")
_MIN_BODY_LETTERS = 3
"""Shorter capitals behind « groupe » are letters and numbers: « groupe B ». Chosen, not measured."""
# Rules that read no word of what the name is: a noun right before it says more.
_DOUBTFUL_RULES = ("model", "speaker")


def find_kind_last_names(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find names that close with what they are ("Boltworks Trade Association", "Hudson River")."""
    lexicon = reading.lexicon
    bodies_of_model = {
        (name.start, name.end)
        for name in names
        if name.label == "ORG" and name.rule == "model"
    }
    persons = {
        (start, end)
        for start, end, label in reading.model_names
        if lexicon.labels.get(label) == "PER"
    }
    for position in reading.capitals:
        if reading.surface_forms[
            position
        ] not in lexicon.closing_kinds or reading.is_opening(position):
            continue
        first = _first_before_kind(reading, position)
        if first == position:
            continue
        start, end = reading.tokens[first].idx, _end_after_kind(reading, position)
        kind = _last_kind(reading, position, end)
        # Some kinds are a body or a place ("Park"): where the model sees a body there, it is one.
        # "Norlift Museum" is a house, or those who work in it.
        if kind in lexicon.closing_either and (start, end) in bodies_of_model:
            continue
        # "Ann Hall" is a person, where the model sees one. "Ann Lee Airport" is a place, whatever the model sees: no
        # surname is like it.
        is_person = (start, end) in persons and kind in lexicon.closing_surnames
        if is_person and lexicon.closing_kinds[kind] == "LOC":
            continue
        yield NameCandidate(
            start, end, lexicon.closing_kinds[kind], "closing", detail=kind
        )


def _first_before_kind(reading: Reading, position: int) -> int:
    """Return the first position of the name that the token at `position` closes; itself when none stands before it."""
    first = position
    while position - first < MAX_NAME_TOKENS and continues_name(reading, first - 1):
        first -= 1
    if first == position or not reading.is_opening(first):
        return first
    # "The Hudson River" at the start of a sentence: the article is none of the name
    if reading.form(first) in reading.lexicon.articles:
        return first + 1
    return first


def _end_after_kind(reading: Reading, position: int) -> int:
    """Return the offset where the name ends, with "of America" or "of the Arts" after the word that closes it."""
    limit = _limit_before_person(reading, position)
    last = last_capital_noun(reading, position, limit)
    after_link = past_link(reading, last + 1)
    if after_link > last + 1 and reading.has_capital(after_link):
        last = last_capital_noun(reading, after_link, limit)
    return reading.end_of(last)


def _limit_before_person(reading: Reading, position: int) -> int:
    """Return how far a name may reach: no farther than a person in full right behind it ("Dover Hospital Ann Lee")."""
    limit = position + MAX_NAME_TOKENS
    for following in range(position + 1, limit):
        if not reading.has_capital(following):
            return limit
        is_given_name = reading.surface_forms[following] in reading.lexicon.given_names
        if is_given_name and reading.has_capital(following + 1):
            return _last_before_roles(reading, following)
    return limit


def _last_before_roles(reading: Reading, first: int) -> int:
    """Return the last position before the roles that stand before a token: "Boltworks Inc. CEO Ann Lee"."""
    last = first - 1
    roles = reading.lexicon.roles.genders
    while (
        reading.form(last) in roles or reading.form(last) in reading.lexicon.not_names
    ):
        last -= 1
    return last


def _last_kind(reading: Reading, position: int, end: int) -> str:
    """Return the last word of the name that says what it is ("the United States Embassy" is an embassy)."""
    last = reading.position_from(end) - 1
    forms_after = reading.surface_forms[position + 1 : last + 1]
    for kind in reversed(forms_after):
        if kind in reading.lexicon.closing_kinds:
            return kind
    return reading.surface_forms[position]


def find_streets(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find « rue de la République », « boulevard du 8-Mai »: the kind of street and the name after it."""
    person_positions = {
        reading.position_at(name.start) for name in names if name.label == "PER"
    }
    for position in reading.positions_of(reading.lexicon.streets):
        after_kind = position + 1
        first = past_link(reading, after_kind)
        if first > after_kind and first in person_positions:
            # « la rue de Ann Lee » is the one that she lives in; « rue Ann-Lee » is its name
            continue
        last = first - 1
        while last - position < _MAX_STREET_TOKENS and _is_in_street(reading, last + 1):
            last += 1
        while last >= first and not _is_capital_or_digits(reading, last):
            last -= 1
        # « au cours des 30 dernières années », « du XXe siècle »: digits and numerals are no name of a street
        if any(_names_street(reading, word) for word in range(first, last + 1)):
            yield reading.candidate(
                position, last, "LOC", "street", reading.form(position)
            )


def _names_street(reading: Reading, position: int) -> bool:
    """Tell whether a token may be what a street is called after: it holds a capital, and is no century."""
    form = reading.surface_forms[position]
    return any(map(str.isupper, form)) and not _CENTURY.fullmatch(form)


def _is_in_street(reading: Reading, position: int) -> bool:
    """Tell whether the name of a street goes on with a token: « rue du général de Gaulle », « rue du 8-Mai-1945 »."""
    token = reading.token(position)
    if token is None or token.is_space:
        return False
    # « rue du 8-Mai-1945 » has hyphens without a space, « rue Haute - Metz » ends at its dash.
    if token.text == "-":
        return not token.whitespace_
    if _is_capital_or_digits(reading, position):
        return True
    word, lexicon = reading.form(position), reading.lexicon
    if word in lexicon.street_titles:
        return True
    return word in lexicon.particles


def _is_capital_or_digits(reading: Reading, position: int) -> bool:
    """Tell whether a token opens with a capital or a digit: « rue du 8-Mai »."""
    if reading.has_capital(position):
        return True
    return reading.form(position)[:1].isdigit()


def find_apposed_names(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """
    Find names labelled by the noun before them, through a list (« les compagnies pétrolières Rosneft et Lukoil »).

    Only names whose label is doubtful take it. Capitals that no rule took for a name become one where the noun is of a
    place and a link stands between (« la ville de Vello »).
    """
    names_by_start = {name.start: name for name in names}
    for start, end, label in reading.lexicon.noun_matcher.find(reading.text):
        if not reading.text[start].islower():
            continue
        noun = reading.straight_text[start:end]
        position = _past_lower_adjectives(reading, reading.position_from(end))
        after_link = past_link(reading, position) if label == "LOC" else position
        name = name_at(reading, after_link, names_by_start)
        if name is not None and name.rule == "capital":
            # « la firme Vallon », « la ville de Vello »
            is_body = label == "ORG" and _is_lone_capital(reading, position)
            if after_link > position or is_body:
                yield replace(name, label=label, rule="apposition", detail=noun)
        while name is not None and name.rule != "capital":
            # « la ville de Vello »: what stands right before a name says more than the model.
            is_doubtful = name.rule in _DOUBTFUL_RULES and name.label != label
            if is_doubtful and not _is_full_person(reading, name, label):
                yield replace(name, label=label, rule="apposition", detail=noun)
            following = _next_in_list(reading, name)
            name = name_at(reading, following, names_by_start)


def _is_lone_capital(reading: Reading, position: int) -> bool:
    """Tell whether a capital behind the noun for a body is its name: a proper noun, no letter or word without meaning."""
    token = reading.tokens[position]
    if token.pos_ != "PROPN" or len(token.text) < _MIN_BODY_LETTERS:
        return False
    return token.text[1:].islower() and is_name_capital(reading, position)


def _past_lower_adjectives(reading: Reading, position: int) -> int:
    """Return the first position that holds no adjective in lower case."""
    limit = position + MAX_NAME_TOKENS
    for after in range(position, limit):
        token = reading.token(after)
        if token is None or token.pos_ != "ADJ":
            return after
        if not token.text.islower():
            return after
    return limit


def _is_full_person(reading: Reading, name: NameCandidate, label: str) -> bool:
    """Tell whether a body's noun stands before a person in full, who is none: « le groupe Ann Lee »."""
    if name.label != "PER" or label != "ORG":
        return False
    return " " in reading.surface(name)


def _next_in_list(reading: Reading, name: NameCandidate) -> int:
    """Return the position where the next name of a list would begin; -1 when no comma or « et » follows."""
    position = reading.position_from(name.end)
    word = reading.form(position)
    is_joined = word == "," or word in reading.lexicon.conjunctions
    if not is_joined:
        return -1
    return past_link(reading, position + 1)
