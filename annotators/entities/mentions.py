"""The mention around a name: its title, its article, and the phrase that says its bearer's role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .candidates import NameCandidate
from .reading import Reading
from .roles import PersonRole, RoleIndex, role_after, role_before

__all__ = ["NameMention", "find_mentions"]


@dataclass(frozen=True, slots=True)
class NameMention:
    """
    Where a mention begins and ends, the start and end of the role in it, and the gender that its title or role states.

    Offsets count code points and are end-exclusive. `role` and `gender` are None where nothing states them.
    """

    start: int
    end: int
    role: tuple[int, int] | None = None
    gender: str | None = None


def find_mentions(
    reading: Reading, names: Sequence[NameCandidate]
) -> dict[NameCandidate, NameMention]:
    """Find the mention of each name; only persons have a role and a gender."""
    roles = RoleIndex.of(reading, names)
    mentions: dict[NameCandidate, NameMention] = {}
    for name in names:
        is_person = name.label == "PER"
        mentions[name] = (
            _person_mention(reading, name, roles)
            if is_person
            else _place_or_body_mention(reading, name)
        )
    return mentions


def _place_or_body_mention(reading: Reading, name: NameCandidate) -> NameMention:
    """Return the mention of a place or body, with the article or determiner right before it (« la France »)."""
    before = reading.position_at(name.start) - 1
    start = name.start
    if reading.form(before) in reading.lexicon.name_articles:
        start = reading.tokens[before].idx
    return NameMention(start, name.end)


def _person_mention(
    reading: Reading, name: NameCandidate, roles: RoleIndex
) -> NameMention:
    """
    Return the mention of a person: title, name, and the role before it, else the one after it.

    The gender of a title wins over that of the role: « Mme le ministre » is a woman.
    """
    first = reading.position_at(name.start)
    # « le ministre, Mme Ann Lee »: the role ends before the title.
    title, title_gender = _find_title(reading, first - 1)
    title_gender = title_gender or _gender_within(reading, name, first)
    start = first if title is None else title
    role = role_before(reading, start, name, roles)
    if role is not None:
        gender = title_gender or _stated_gender(reading, role, role.first)
        # « le maire, Ann Lee »: the comma before the name belongs to no role.
        last = start - 1
        if reading.form(last) == ",":
            last -= 1
        return NameMention(
            start=_offset_with_determiner(reading, role.first),
            end=name.end,
            role=_offsets_between(reading, role.first, last),
            gender=gender,
        )
    apposition = role_after(reading, name, roles)
    if apposition is not None:
        gender = title_gender or _stated_gender(
            reading, apposition.role, apposition.first
        )
        role_offsets = _offsets_between(reading, apposition.first, apposition.last)
        return NameMention(
            start=reading.tokens[start].idx,
            end=role_offsets[1],
            role=role_offsets,
            gender=gender,
        )
    # A name may begin within a token; its mention does so too, unless a title stands before it.
    mention_start = reading.tokens[start].idx if title is not None else name.start
    return NameMention(mention_start, name.end, None, title_gender)


def _offsets_between(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Return the offsets from the first token to the last, inclusive."""
    start = reading.tokens[first].idx
    return start, reading.end_of(last)


def _gender_within(reading: Reading, name: NameCandidate, first: int) -> str | None:
    """Return the gender of a title that the name itself begins with, as an alias of a gazetteer does ("Mrs May")."""
    token = reading.token(first)
    if token is None or reading.end_of(first) >= name.end:
        return None
    return reading.lexicon.titles.genders.get(token.text)


def _find_title(reading: Reading, position: int) -> tuple[int | None, str | None]:
    """Return the position of the title of courtesy that ends at a token, and the gender it states; else None twice."""
    if reading.form(position) == "." and reading.token(position - 1) is not None:
        # « M. » may be two tokens
        position -= 1
    token = reading.token(position)
    genders = reading.lexicon.titles.genders
    if token is None or token.text not in genders:
        return None, None
    return position, genders[token.text]


def _stated_gender(reading: Reading, role: PersonRole, first: int) -> str | None:
    """Return the gender of a role, else that of the determiner before its first token (« la juge »)."""
    if role.gender is not None:
        return role.gender
    determiner = reading.form(first - 1)
    genders = reading.lexicon.determiners.genders
    return genders.get(determiner)


def _offset_with_determiner(reading: Reading, first: int) -> int:
    """
    Return the offset of the determiner before a role, else of the role.

    A determiner fused with a preposition stays out: « du maire Ann Lee » is mentioned as « maire Ann Lee ».
    """
    before = first - 1
    if reading.form(before) in reading.lexicon.name_articles:
        first = before
    opening_token = reading.tokens[first]
    return opening_token.idx
