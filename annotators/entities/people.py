"""Who is a person: the names after a title of courtesy (« Mme Lee ») or after a role (« le maire Ann Lee »)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pressmark.annotators.grammar.features import is_verb

from .candidates import NameCandidate
from .peoples import is_people
from .reading import MAX_NAME_TOKENS, Reading
from .whole_persons import end_of_double_surname

__all__ = [
    "cut_roles_behind_bodies",
    "find_persons_after_role",
    "find_titled_persons",
]

# capitals that are read as a person: « Ann Lee » to « Ann Lee de Roe »
_PERSON_WORDS = range(2, 5)
# « de la » before a surname
_MAX_PARTICLES = 2


def find_titled_persons(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find the name after each title of courtesy (« M. Trump », « Mme de Villepin », "Dr Ann Lee")."""
    names_by_start = {name.start: name for name in names}
    for start, end, _ in reading.lexicon.title_matcher.find(reading.text):
        first = reading.position_from(end)
        # « Dr. Ann Lee » where the point is a token of its own
        if reading.form(first) == ".":
            first += 1
        if not _may_be_title(reading, start):
            continue
        first = _past_further_titles(reading, first)
        person_end = _person_end(reading, first, names_by_start)
        if person_end is None:
            continue
        title = reading.straight_text[start:end]
        person_start = reading.tokens[first].idx
        person_end = end_of_double_surname(reading, person_end)
        yield NameCandidate(person_start, person_end, "PER", "honorific", detail=title)


def cut_roles_behind_bodies(
    reading: Reading, names: Sequence[NameCandidate]
) -> list[NameCandidate]:
    """Return `names`, those of bodies without the role of the person right behind: "Bank of Vello *Governor* Ann Lee"."""
    person_starts = {name.start for name in names if name.label == "PER"}
    return [_cut_roles(reading, name, person_starts) for name in names]


def _cut_roles(
    reading: Reading, name: NameCandidate, person_starts: Collection[int]
) -> NameCandidate:
    """Return a body's name without the roles that end it before a person or a title; itself where none do."""
    following = reading.position_from(name.end)
    if name.label != "ORG" or reading.token(following) is None:
        return name
    is_person = reading.starts[following] in person_starts
    if not is_person and not _is_title(reading, following):
        return name
    first = reading.position_at(name.start)
    last = end = following - 1
    while last > first and reading.lexicon.is_role(reading.form(last)):
        last -= 1
    # A link before the role would be left over: « Ligue des Maires ».
    if last == end or not reading.has_capital(last):
        return name
    return replace(name, end=reading.end_of(last))


def _past_further_titles(reading: Reading, first: int) -> int:
    """Return the position of the name behind a title that is not the last: "Mrs Justice Roe", "Prof Dame Ann Lee"."""
    while reading.has_capital(first) and reading.has_capital(first + 1):
        is_title = _is_title(reading, first) or reading.lexicon.is_role(
            reading.form(first)
        )
        if not is_title:
            break
        first += 1
    return first


def _may_be_title(reading: Reading, start: int) -> bool:
    """Tell whether a title may stand here: after a capital in mid-sentence it is part of another name."""
    position = reading.position_at(start)
    if reading.is_opening(position):
        return True
    before = position - 1
    if not reading.has_capital(before) or reading.is_opening(before):
        return True
    # „Chefärztin Dr. Roth“, "Prime Minister Sir Jan Roe": a role is no part of the name either.
    return reading.lexicon.is_role(reading.form(before))


def find_persons_after_role(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find the name right after a role (« le président Zelensky », "Prime Minister Ann Lee")."""
    names_by_start = {name.start: name for name in names}
    roles = list(reading.lexicon.role_matcher.find(reading.text))
    role_starts = {start for start, _, _ in roles}
    for start, end, _ in roles:
        first = _past_role_in_capitals(reading, reading.position_from(end), role_starts)
        if is_verb(reading.tokens[first - 1]):
            # « elle juge Ann Lee »
            continue
        # „Chefärztin Dr. Roth“: the rule of titles reads it.
        if _is_within_name(reading, reading.position_at(start)):
            continue
        if not reading.has_capital(first) or _is_title(reading, first):
            continue
        if not _may_be_person(reading, first, names_by_start):
            continue
        person_end = _person_end(reading, first, names_by_start)
        if person_end is None:
            continue
        role = reading.straight_text[start:end].lower()
        person_start = reading.tokens[first].idx
        yield NameCandidate(person_start, person_end, "PER", "role", detail=role)


def _past_role_in_capitals(
    reading: Reading, first: int, role_starts: Collection[int]
) -> int:
    """Return the position after a role that two capitals make: "Chief Medical Officer Ann Lee" begins with "Chief"."""
    second = first + 1
    if not (reading.has_capital(first) and reading.has_capital(second)):
        return first
    is_role = reading.starts[second] in role_starts
    return second + 1 if is_role and reading.has_capital(second + 1) else first


def _is_title(reading: Reading, position: int) -> bool:
    """Tell whether the token at `position`, which must be there, is a title of courtesy."""
    return reading.tokens[position].text in reading.lexicon.titles.genders


def _may_be_person(
    reading: Reading, first: int, names_by_start: Mapping[int, NameCandidate]
) -> bool:
    """Tell whether a capital after a role may open a person's name: no acronym, no people, no body of the model."""
    token = reading.tokens[first]
    follows_space = reading.text[token.idx - 1 : token.idx].isspace()
    # « ex-président/OMT »
    if not follows_space or token.text.isupper():
        return False
    if is_people(reading, first):
        # « le président Danois » is an adjective with a wrong capital
        return False
    # "the Assistant Secretary"
    is_role = reading.form(first) in reading.lexicon.roles.genders
    if is_role and reading.form(first - 1) in reading.lexicon.role_openers:
        return False
    # "the Tailors Union", "Dover General Hospital": with capitals both are parts of a body's name.
    if _closes_body(reading, first) and reading.has_capital(first - 1):
        return False
    name = names_by_start.get(token.idx)
    if name is None:
        return (
            reading.may_be_name(first)
            and reading.form(first) not in reading.lexicon.not_names
        )
    # Another rule, or the model, has it as a person already.
    if name.label == "PER":
        return True
    if name.rule != "model":
        return False
    return name.label != "ORG" or _reads_as_person(reading, name)


def _is_within_name(reading: Reading, position: int) -> bool:
    """Tell whether the role is a name itself, with a given name before it ("Ann Dean Lee")."""
    if not reading.has_capital(position) or position == 0:
        return False
    return reading.surface_forms[position - 1] in reading.lexicon.given_names


def _closes_body(reading: Reading, position: int) -> bool:
    """Tell whether a token is a word that ends the name of a body or an event; words of places are surnames, too."""
    kind = reading.surface_forms[position]
    return reading.lexicon.closing_kinds.get(kind) in ("ORG", "MISC")


def _reads_as_person(reading: Reading, name: NameCandidate) -> bool:
    """Tell whether a name of two to four words is capitals and particles, no word saying that it is another thing."""
    tokens, lexicon = reading.tokens_of(name), reading.lexicon
    # One capital may be anything, five are a body.
    if len(tokens) not in _PERSON_WORDS:
        return False
    for token in tokens:
        is_name_word = (
            token.text[0].isupper()
            and not token.text.isupper()
            and token.text not in lexicon.kind_words
        )
        if not is_name_word and token.text.lower() not in lexicon.particles:
            return False
    return True


def _person_end(
    reading: Reading, first: int, names_by_start: Mapping[int, NameCandidate]
) -> int | None:
    """
    Return the offset where the person's name that begins at the token `first` ends; None when none begins there.

    Where the model saw a name it knows the end; else the name goes on over capitals, and particles between them.
    """
    lexicon = reading.lexicon
    name_word, limit = first, first + MAX_NAME_TOKENS
    while name_word < limit and reading.form(name_word) in lexicon.particles:
        # « M. De Roe »: a particle with a capital is the name's first word.
        if reading.has_capital(name_word):
            break
        name_word += 1
    # « Monsieur le Premier ministre »
    office = f"{reading.form(name_word)} {reading.form(name_word + 1)}"
    is_too_far = name_word - first > _MAX_PARTICLES
    if is_too_far or office in lexicon.roles.genders:
        return None
    if not _is_name_word(reading, name_word):
        return None
    for position in range(first, name_word + 1):
        name = names_by_start.get(reading.tokens[position].idx)
        if name is None or name.rule != "model":
            continue
        if name.label in ("PER", "MISC"):
            return name.end
    # Where the model saw nothing the capitals themselves say how far it goes.
    last = name_word
    while last < limit and _continues_person(reading, last + 1):
        last += 1
    return reading.end_of(last)


def _continues_person(reading: Reading, position: int) -> bool:
    """Tell whether a person's name goes on with a token: a capital, or a particle before one."""
    if _is_name_word(reading, position):
        return True
    return reading.form(position) in reading.lexicon.particles and _is_name_word(
        reading, position + 1
    )


def _is_name_word(reading: Reading, position: int) -> bool:
    """Tell whether a token is a capital that may be part of a person's name, or an initial with its point."""
    token = reading.token(position)
    if token is None or not reading.has_capital(position):
        return False
    # « J. Roe », but « A » opens a heading.
    if len(token.text) == 1 and reading.form(position + 1) != ".":
        return False
    if reading.form(position) in reading.lexicon.not_names:
        return False
    return not reading.is_opening(position)
