"""The mention around a name: its title, its article, and the phrase that says its bearer's role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .reading import MAX_NAME_TOKENS, Name, Reading

__all__ = ["Mention", "mentions"]

_IN_ROLE = frozenset({"ADJ", "NOUN", "PROPN", "ADP", "DET", "NUM", "X"})
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a mention and the role in it begin and end, and the gender that its title or role states."""

    start: int
    end: int
    role: tuple[int, int] | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class _Role:
    first: int
    last: int
    gender: str | None


def mentions(reading: Reading, names: Sequence[Name]) -> dict[Name, Mention]:
    """The mention of each name; only persons have a role and a gender."""
    roles = _role_nouns(reading)
    begins = {role.first: role for role in roles.values()}
    named = {number for name in names for number in range(reading.at(name.start), reading.after(name.end))}
    return {
        name: _of_person(reading, name, roles, begins, named) if name.label == "PER" else _with_article(reading, name)
        for name in names
    }


def _role_nouns(reading: Reading) -> dict[int, _Role]:
    """The role nouns of the article by their last token."""
    found = {}
    for start, end, gender in reading.words.role_phrases.find(reading.text):
        first, last = reading.at(start), reading.after(end) - 1
        found[last] = _Role(first, last, gender)
    return found


def _with_article(reading: Reading, name: Name) -> Mention:
    """A place or body with the article or determiner right before it."""
    number = reading.at(name.start) - 1
    word = reading.word(number)
    if word in reading.words.name_articles:
        return Mention(reading.tokens[number].idx, name.end)
    return Mention(name.start, name.end)


def _of_person(
    reading: Reading, name: Name, roles: dict[int, _Role], begins: dict[int, _Role], named: set[int]
) -> Mention:
    first = reading.at(name.start)
    title, gender = _title(reading, first - 1)
    gender = gender or _own_title_gender(reading, name, first)
    start = title if title is not None else first
    role = _role_before(reading, start, name, roles)
    if role is not None:
        role = _owned(reading, role, named)
        words = reading.tokens[role.first].idx, reading.end(_role_end(reading, start - 1))
        stated = gender or role.gender or _determiner_gender(reading, role.first)
        return Mention(_determined(reading, role.first), name.end, words, stated)
    after = _role_after(reading, name, begins, named)
    if after is not None:
        begin, last, role = after
        stated = gender or role.gender or _determiner_gender(reading, begin)
        words = reading.tokens[begin].idx, reading.end(last)
        return Mention(reading.tokens[start].idx, reading.end(last), words, stated)
    return Mention(reading.tokens[start].idx if title is not None else name.start, name.end, None, gender)


def _own_title_gender(reading: Reading, name: Name, first: int) -> str | None:
    """The gender of a title that the name itself begins with, as an alias of a gazetteer does ("Mrs May")."""
    token = reading.token(first)
    if token is None or reading.end(first) >= name.end:
        return None
    return reading.words.titles.genders.get(token.text)


def _title(reading: Reading, number: int) -> tuple[int | None, str | None]:
    """The first token of the title of courtesy that ends at this token, and the gender it states."""
    if reading.word(number) == "." and reading.token(number - 1) is not None:
        number -= 1
    token = reading.token(number)
    genders = reading.words.titles.genders
    if token is None or token.text not in genders:
        return None, None
    return number, genders[token.text]


def _role_end(reading: Reading, number: int) -> int:
    return number - 1 if reading.word(number) == "," else number


def _role_before(reading: Reading, start: int, name: Name, roles: dict[int, _Role]) -> _Role | None:
    """
    The role whose phrase ends right before the name.

    Behind a comma the phrase must have a determiner, and the farthest noun heads it (« le directeur de cabinet du
    maire, Ann Lee »); without one the nearest noun does (« le fils du maire Ann Lee »).
    """
    number, comma = start - 1, reading.word(start - 1) == ","
    if comma and not _closes(reading, reading.after(name.end)):
        return None
    number -= comma
    heads = [] if reading.word(number) in reading.words.links else list(_heads(reading, number, roles))
    if not heads:
        return None
    role = _opened(reading, heads[-1 if comma else 0])
    return role if not comma or _has_determiner(reading, role.first) else None


def _owned(reading: Reading, role: _Role, named: set[int]) -> _Role:
    """The role with the name that owns it ("Boltworks' spokesman")."""
    number = role.first - 1
    if reading.word(number) not in reading.words.possessives or number - 1 not in named:
        return role
    while number - 1 in named and role.first - number < MAX_NAME_TOKENS:
        number -= 1
    return _Role(number, role.last, role.gender)


def _heads(reading: Reading, number: int, roles: dict[int, _Role]) -> Iterator[_Role]:
    """The role nouns of the phrase that ends with this token, the nearest first."""
    limit = max(number - _LONGEST, 0)
    while number >= limit:
        token, role = reading.tokens[number], roles.get(number)
        if role is not None and token.pos_ not in ("VERB", "AUX"):
            yield role
            number = role.first
        elif not _goes_on(reading, number):
            return
        number -= 1


def _goes_on(reading: Reading, number: int) -> bool:
    token = reading.tokens[number]
    if token.text == "-":
        return not token.whitespace_ and not reading.tokens[number - 1].whitespace_
    return token.pos_ in _IN_ROLE and not token.is_space and not token.is_punct


def _closes(reading: Reading, number: int) -> bool:
    """Whether the apposition ends here: a mark, or the end of the text."""
    token = reading.token(number)
    return token is None or token.is_punct or token.is_space


def _opened(reading: Reading, role: _Role) -> _Role:
    """The role with what belongs to it on the left (« ancien », "former US")."""
    first, words = role.first, reading.words
    while (
        first > max(0, role.first - MAX_NAME_TOKENS)
        and not reading.tokens[first - 1].is_space
        and (reading.word(first - 1) in words.role_openers or _is_compound(reading, first - 1))
    ):
        first -= 1
    return _Role(first, role.last, role.gender)


def _is_compound(reading: Reading, number: int) -> bool:
    token = reading.tokens[number]
    return token.pos_ in reading.words.role_compounds and reading.word(number) not in reading.words.determiner_words


def _has_determiner(reading: Reading, first: int) -> bool:
    return (
        reading.word(first - 1) in reading.words.determiner_words
        or reading.opens(first)
        or bool(reading.words.role_compounds)
    )


def _determined(reading: Reading, first: int) -> int:
    """The offset of the determiner before a role, else of the role; a determiner fused with a preposition stays out."""
    if reading.word(first - 1) in reading.words.name_articles:
        return reading.tokens[first - 1].idx
    return reading.tokens[first].idx


def _determiner_gender(reading: Reading, first: int) -> str | None:
    return reading.words.determiners.genders.get(reading.word(first - 1))


def _role_after(
    reading: Reading, name: Name, begins: dict[int, _Role], named: set[int]
) -> tuple[int, int, _Role] | None:
    """The role in apposition behind the name: its first and last token."""
    number = _past_brackets(reading, reading.after(name.end))
    if reading.word(number) != ",":
        return None
    number += 1
    if reading.words.age_ends and (age := _past_age(reading, number)) is not None:
        number = age
    begin = number + 1 if reading.word(number) in reading.words.determiner_words else number
    role = _role_at(reading, begin, begins)
    if role is None:
        return None
    return begin, _apposition_end(reading, role.last, named), role


def _past_brackets(reading: Reading, number: int) -> int:
    if reading.word(number) == "(":
        for behind in range(number + 1, min(number + 8, len(reading.tokens))):
            if reading.word(behind) == ")":
                return behind + 1
    return number


def _past_age(reading: Reading, number: int) -> int | None:
    """Behind « 53 ans, » or "53, "."""
    token = reading.token(number)
    if token is None or not token.text.isdigit():
        return None
    number += 1
    if reading.word(number) in reading.words.age_ends:
        number += 1
    return number + 1 if reading.word(number) == "," else None


def _role_at(reading: Reading, begin: int, begins: dict[int, _Role]) -> _Role | None:
    """The role noun that heads the phrase beginning at this token."""
    for number in range(begin, begin + 5):
        if number in begins:
            return begins[number]
        token = reading.token(number)
        if token is None or token.is_punct or token.is_space or not _may_open(reading, number):
            return None
    return None


def _may_open(reading: Reading, number: int) -> bool:
    return reading.word(number) in reading.words.role_openers or _is_compound(reading, number)


def _apposition_end(reading: Reading, last: int, named: set[int]) -> int:
    """The last token of the phrase that a role noun heads: up to a mark, a verb, a pronoun or an « et »."""
    number = last
    while number - last < _LONGEST and number + 1 < len(reading.tokens):
        if number + 1 not in named and not _goes_on(reading, number + 1):
            break
        if reading.tokens[number + 1].pos_ == "ADP" and reading.word(number + 2).isdigit():
            break
        number += 1
    while number > last and reading.tokens[number].pos_ in ("ADP", "DET"):
        number -= 1
    return number
