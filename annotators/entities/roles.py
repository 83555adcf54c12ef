"""The role beside a person's name: a phrase that a role noun heads, before the name or in apposition after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pressmark.annotators.grammar.features import has_feature, is_verb

from .candidates import NameCandidate
from .reading import MAX_NAME_TOKENS, Reading

__all__ = ["Apposition", "PersonRole", "RoleIndex", "role_after", "role_before"]

# The words that a role's phrase is made of: « ancien directeur de l'agence de l'eau ».
_ROLE_TAGS = frozenset({"ADJ", "NOUN", "PROPN", "ADP", "DET", "NUM", "X"})
_MAX_ROLE_TOKENS = 14
"""How many tokens a role's phrase is followed for: « directrice générale de l'agence de l'eau du bassin ». Chosen."""
_MAX_TOKENS_BEFORE_HEAD = 5
"""Where a role noun may stand in an apposition: « , l'ancien vice-ministre, ». Chosen, not measured."""
_MAX_BRACKET_TOKENS = 7
"""How far the end of brackets after a name is looked for: « Ann Lee (Parti du centre), maire de Vello ». Chosen."""


@dataclass(frozen=True, slots=True)
class PersonRole:
    """A role noun, or the phrase around it: the positions of its first and last token, and the gender it states."""

    first: int
    last: int
    gender: str | None


@dataclass(frozen=True, slots=True)
class Apposition:
    """A role in apposition: the positions of its first and last token, and the role noun that heads it."""

    first: int
    last: int
    role: PersonRole


@dataclass(frozen=True, slots=True)
class RoleIndex:
    """
    The role nouns of an article by their first and by their last token, and the positions of tokens in names.

    `name_positions` leads to the first position of the name, `person_ends` from the first of a person's to that behind.
    """

    by_first: Mapping[int, PersonRole]
    by_last: Mapping[int, PersonRole]
    name_positions: Mapping[int, int]
    person_ends: Mapping[int, int]

    @classmethod
    def of(cls, reading: Reading, names: Sequence[NameCandidate]) -> RoleIndex:
        """Index the role nouns of `reading`, and the tokens of `names`."""
        by_last: dict[int, PersonRole] = {}
        for start, end, gender in reading.lexicon.role_matcher.find(reading.text):
            first = reading.position_at(start)
            last = reading.position_from(end) - 1
            by_last[last] = PersonRole(first, last, gender)
        name_positions: dict[int, int] = {}
        person_ends: dict[int, int] = {}
        for name in names:
            first = reading.position_at(name.start)
            end = reading.position_from(name.end)
            name_positions.update(dict.fromkeys(range(first, end), first))
            if name.label == "PER":
                person_ends[first] = end
        by_first = {role.first: role for role in by_last.values()}
        return cls(by_first, by_last, name_positions, person_ends)


def role_before(
    reading: Reading, start: int, name: NameCandidate, roles: RoleIndex
) -> PersonRole | None:
    """
    Return the role whose phrase ends right before the token at `start`, where the name or its title begins.

    After a comma the phrase must have a determiner, and the farthest noun heads it (« le directeur de cabinet du
    maire, Ann Lee »); without one the nearest noun does (« le fils du maire Ann Lee »).
    """
    has_comma = reading.form(start - 1) == ","
    # « le maire, Ann Lee, a dit »: the name in apposition ends at a mark. « Hier, Ann Lee a dit » has none.
    if has_comma and not _ends_phrase(reading, reading.position_from(name.end)):
        return None
    last = start - 2 if has_comma else start - 1
    word = reading.token(last)
    if word is None:
        return None
    # « le maire de Ann Lee », "a spokesperson for Ann Lee": who is so called is somebody else.
    if word.pos_ == "ADP" or reading.form(last) in reading.lexicon.links:
        return None
    heads = list(_find_heads(reading, last, roles.by_last))
    if not heads:
        return None
    head = heads[-1] if has_comma else heads[0]
    if _is_plural(reading, head):
        return None
    role = _add_openers(reading, head)
    # "Bank of England governor Ann Lee": no role begins with the end of a name.
    role = replace(role, first=roles.name_positions.get(role.first, role.first))
    if _is_anothers(reading, head, start, roles.person_ends):
        return None
    if has_comma and not _has_determiner(reading, role.first):
        return None
    return _add_owner(reading, role, roles.name_positions)


def role_after(
    reading: Reading, name: NameCandidate, roles: RoleIndex
) -> Apposition | None:
    """Return the role in apposition after the name: « Ann Lee, maire de Vello », « Ann Lee, 53 ans, maire »."""
    after_name = reading.position_from(name.end)
    position = _past_brackets(reading, after_name)
    if reading.form(position) != ",":
        return None
    position = _past_age(reading, position + 1)
    has_determiner = reading.form(position) in reading.lexicon.determiner_words
    # « Ann Lee, la maire de Vello »
    first = position + 1 if has_determiner else position
    role = _find_head_after(reading, first, roles.by_first)
    if role is None or _is_next_person_s(reading, role, roles.person_ends):
        return None
    if _is_plural(reading, role):
        return None
    last = _apposition_end(reading, role.last, roles.name_positions)
    # « Ann Lee, le général SS Jan Roe »: the role is that of the other.
    if _is_anothers(reading, role, last + 1, roles.person_ends):
        return None
    return Apposition(first, last, role)


def _is_plural(reading: Reading, role: PersonRole) -> bool:
    """Tell whether a role noun names several, which is no role of one: « les présidents Ann Lee et Jan Roe »."""
    # « homme *d'affaires* » is one: French has the noun first, English last.
    positions = range(role.first, role.last + 1)
    nouns = [n for n in positions if reading.tokens[n].pos_ in ("NOUN", "PROPN")]
    head = nouns[0] if nouns and not reading.lexicon.role_compounds else role.last
    return has_feature(reading.tokens[head], "Number", "Plur")


def _is_anothers(
    reading: Reading, head: PersonRole, end: int, person_ends: Mapping[int, int]
) -> bool:
    """Tell whether another person is named between a role noun and a name: « le général Roe devant Ann Lee »."""
    for first in range(head.last + 1, end):
        if first not in person_ends:
            continue
        # « l'avocat de Jan Roe, Ann Lee », "a lawyer for Mr Roe, Ann Lee" is hers.
        before = first - 1
        while before > head.last and _is_title_word(reading, before):
            before -= 1
        if reading.tokens[before].pos_ not in ("ADP", "DET"):
            return True
    return False


def _is_title_word(reading: Reading, position: int) -> bool:
    """Tell whether a token is a title or its full stop: "Mr", « Mme », "Dr."."""
    token = reading.tokens[position]
    return token.text == "." or token.text in reading.lexicon.titles.genders


def _is_next_person_s(
    reading: Reading, role: PersonRole, person_ends: Mapping[int, int]
) -> bool:
    """
    Tell whether the role is that of the person who is named right behind it, as in a list.

    « Ann Lee, team principal Jean Todt and Ross Brawn »: Ann Lee is no team principal. In « Ann Lee, President Roux's
    adviser » the next name belongs to the phrase.
    """
    end = person_ends.get(role.last + 1)
    return end is not None and reading.form(end) not in reading.lexicon.possessives


def _find_heads(
    reading: Reading, last: int, roles_by_last: Mapping[int, PersonRole]
) -> Iterator[PersonRole]:
    """Find the role nouns of the phrase that ends with the token at `last`, the nearest first."""
    position = last
    first_position = max(last - _MAX_ROLE_TOKENS, 0)
    while position >= first_position:
        role = roles_by_last.get(position)
        # « Elle juge Ann Lee »: a verb that is spelled as a role noun heads no role.
        if role is not None and not is_verb(reading.tokens[position]):
            yield role
            position = role.first
        elif not _may_be_in_role(reading, position):
            return
        position -= 1


def _may_be_in_role(reading: Reading, position: int) -> bool:
    """Tell whether a phrase that says a role goes on over this token."""
    token = reading.tokens[position]
    # « vice-présidente », not « maire - Ann Lee »
    if token.text == "-":
        return _is_hyphen_within_word(reading, position)
    if token.is_space or token.is_punct:
        return False
    return token.pos_ in _ROLE_TAGS


def _is_hyphen_within_word(reading: Reading, position: int) -> bool:
    """Tell whether the token is a hyphen without white space on either side."""
    token, before = reading.tokens[position], reading.tokens[position - 1]
    if token.text != "-" or before.is_space:
        return False
    return not (token.whitespace_ or before.whitespace_)


def _ends_phrase(reading: Reading, position: int) -> bool:
    """Tell whether the apposition ends here: a mark, or the end of the text."""
    token = reading.token(position)
    return token is None or token.is_punct or token.is_space


def _add_openers(reading: Reading, role: PersonRole) -> PersonRole:
    """Return the role with what belongs to it on the left (« ancien », "former US")."""
    first = role.first
    first_position = max(0, role.first - MAX_NAME_TOKENS)
    while first > first_position:
        before = first - 1
        if reading.tokens[before].is_space:
            break
        # "right-hand man", "two-time champion": half of a word is no role.
        if before > 0 and _is_hyphen_within_word(reading, before):
            first = before - 1
            continue
        if not _may_open_role(reading, before):
            break
        first = before
    return PersonRole(first, role.last, role.gender)


def _add_owner(
    reading: Reading, role: PersonRole, name_positions: Mapping[int, int]
) -> PersonRole:
    """Return the role with the name that owns it ("Boltworks' spokesman")."""
    position = role.first - 1
    if reading.form(position) not in reading.lexicon.possessives:
        return role
    # "the firm's spokesman": an owner that is no name stays outside.
    if position - 1 not in name_positions:
        return role
    while position - 1 in name_positions and role.first - position < MAX_NAME_TOKENS:
        position -= 1
    return PersonRole(position, role.last, role.gender)


def _may_open_role(reading: Reading, position: int) -> bool:
    """Tell whether a token before a role noun belongs to it: « ancien », or in "tax office spokesman" a compound's."""
    if reading.form(position) in reading.lexicon.role_openers:
        return True
    return _is_compound_part(reading, position)


def _is_compound_part(reading: Reading, position: int) -> bool:
    """Tell whether a token may be a part of a compound that a role noun closes, where the language has compounds."""
    lexicon = reading.lexicon
    part_of_speech = reading.tokens[position].pos_
    if part_of_speech not in lexicon.role_compounds:
        return False
    return reading.form(position) not in lexicon.determiner_words


def _has_determiner(reading: Reading, first: int) -> bool:
    """Tell whether a role has a determiner, or needs none: at a sentence's start, and in languages of compounds."""
    if reading.form(first - 1) in reading.lexicon.determiner_words:
        return True
    if reading.is_opening(first):
        return True
    return bool(reading.lexicon.role_compounds)


def _past_brackets(reading: Reading, position: int) -> int:
    """Return the position after brackets that open at `position`; `position` itself when none do, or they are long."""
    if reading.form(position) != "(":
        return position
    first = position + 1
    limit = min(first + _MAX_BRACKET_TOKENS, len(reading.tokens))
    for closing in range(first, limit):
        if reading.form(closing) == ")":
            return closing + 1
    return position


def _past_age(reading: Reading, position: int) -> int:
    """Return the position after « 53 ans, » or "53, "; `position` itself when no age stands there."""
    age_ends = reading.lexicon.age_ends
    token = reading.token(position)
    if not age_ends or token is None or not token.text.isdigit():
        return position
    after = position + 1
    # French says « 53 ans », English the bare number.
    if reading.form(after) in age_ends:
        after += 1
    if reading.form(after) != ",":
        return position
    return after + 1


def _find_head_after(
    reading: Reading, first: int, roles_by_first: Mapping[int, PersonRole]
) -> PersonRole | None:
    """Return the role noun that heads the phrase from `first` on; None when another word or a mark comes before it."""
    for position in range(first, first + _MAX_TOKENS_BEFORE_HEAD):
        if position in roles_by_first:
            return roles_by_first[position]
        token = reading.token(position)
        if token is None or token.is_punct or token.is_space:
            return None
        if not _may_open_role(reading, position):
            return None
    return None


def _apposition_end(
    reading: Reading, last: int, name_positions: Mapping[int, int]
) -> int:
    """Return the last token of the phrase that a role noun heads: up to a mark, a verb, a pronoun or an « et »."""
    end = last
    while end - last < _MAX_ROLE_TOKENS and end + 1 < len(reading.tokens):
        following = end + 1
        if following not in name_positions and not _may_be_in_role(reading, following):
            break
        # « correspondante en Afrique La Tunisie vote »: a capital without a full stop before it begins a sentence.
        if following not in name_positions and _begins_sentence(reading, following):
            break
        # « maire de Vello depuis 2014 »
        is_preposition = reading.tokens[following].pos_ == "ADP"
        if is_preposition and reading.form(following + 1).isdigit():
            break
        end = following
    # The phrase ends with a noun or an adjective.
    while end > last:
        # "partner with Wexley-" of "Wexley-based": half of a word is none.
        if reading.form(end) == "-":
            end -= 2
        # « maire de », before a verb or a mark
        elif reading.tokens[end].pos_ in ("ADP", "DET"):
            end -= 1
        else:
            break
    return max(end, last)


def _begins_sentence(reading: Reading, position: int) -> bool:
    """Tell whether a token is a small word with a capital, as at the start of a sentence."""
    token = reading.tokens[position]
    return token.pos_ in ("ADP", "DET") and reading.has_capital(position)
