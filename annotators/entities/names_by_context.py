"""Names that the model missed, found by what stands beside them: a given name, a verb of speech, a preposition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from .candidates import NameCandidate
from .peoples import is_people
from .person_end import is_name_capital, last_of_person
from .reading import MAX_NAME_TOKENS, Reading

__all__ = [
    "find_full_names",
    "find_given_names",
    "find_hyphenated_places",
    "find_places",
    "find_rulers",
    "find_speakers",
    "find_teams",
]

# « Louis XIV »; a bare « I » is a word
_RULER_NUMBER = re.compile(r"[IVX]{2,5}\.?|[IVX]\.")
# shorter capitals are articles, initials or abbreviations
_MIN_NAME_LETTERS = 3


def find_given_names(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find a given name and the capitals after it, or a given name alone."""
    lexicon = reading.lexicon
    for position in reading.capitals:
        token = reading.tokens[position]
        if token.text not in lexicon.given_names:
            continue
        last_of_compound = _last_of_compound(reading, position)
        # The tagger knows few compounds; two given names with a hyphen are a person's whatever it says, unless a
        # capital before them makes them a surname: « Trent Alexander-Arnold ».
        is_compound = last_of_compound > position and not reading.has_capital(
            position - 1
        )
        if not is_compound and not reading.may_be_name(position):
            continue
        if not _stands_free(reading, position, last_of_compound):
            continue
        last = last_of_person(reading, last_of_compound)
        if last == position and _is_doubtful_alone(reading, position):
            continue
        yield reading.candidate(position, last, "PER", "given_name", token.text)


def _last_of_compound(reading: Reading, position: int) -> int:
    """Return the last position of the given names that a hyphen joins to a given name: « Bernard-Henri »; else its own."""
    last = position
    given_names = reading.lexicon.given_names
    while reading.form(last + 1) == "-":
        following = reading.token(last + 2)
        is_spaced = (
            reading.tokens[last].whitespace_ or reading.tokens[last + 1].whitespace_
        )
        if is_spaced or following is None or following.text not in given_names:
            break
        last += 2
    return last


def find_full_names(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find a given name with the capitals after it, at least one."""
    for name in find_given_names(reading, names):
        if len(reading.tokens_of(name)) > 1:
            yield name


def _is_doubtful_alone(reading: Reading, position: int) -> bool:
    """Tell whether a given name without a surname may be a thing: « un Oscar », or any noun where all have capitals."""
    if reading.form(position - 1) in reading.lexicon.determiner_words:
        return True
    return reading.tokens[position].pos_ != "PROPN"


def _stands_free(reading: Reading, position: int, last: int) -> bool:
    """Tell whether words stand by themselves: no hyphen at either side (« Saint-Martin »), no place of the lexicon."""
    token = reading.tokens[position]
    before = reading.token(position - 1)
    end = reading.end_of(last)
    # « Florence » and « Paris » are towns before they are anybody.
    if token.text in reading.lexicon.place_names:
        return False
    if reading.text.startswith("-", end):
        return False
    if before is None or before.whitespace_:
        return True
    return before.text not in ("-", ".")


def find_rulers(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find rulers by their number (« Louis XIV », "Ramesses II"), with the given names before it."""
    for position in reading.capitals:
        number = reading.surface_forms[position]
        if not _RULER_NUMBER.fullmatch(number) or not _may_be_ruler(
            reading, position - 1
        ):
            continue
        first = position - 1
        while position - first < MAX_NAME_TOKENS and _is_first_name_of_ruler(
            reading, first - 1
        ):
            first -= 1
        yield reading.candidate(first, position, "PER", "numbered", number)


def _is_first_name_of_ruler(reading: Reading, position: int) -> bool:
    """Tell whether a word is one like « Jean » in « Jean Paul II »."""
    if not _may_be_ruler(reading, position):
        return False
    token = reading.tokens[position]
    return token.text in reading.lexicon.given_names


def _may_be_ruler(reading: Reading, position: int) -> bool:
    """Tell whether the word may be a ruler's name: a proper noun that is no thing that is counted (« Phase II »)."""
    if not reading.has_capital(position) or reading.is_acronym(position):
        return False
    # « Phase II », « Tome IV »: what the lexicon counts, and what the article also writes small, is no ruler.
    word = reading.form(position)
    if len(word) < _MIN_NAME_LETTERS:
        return False
    is_proper = reading.tokens[position].pos_ == "PROPN"
    if not is_proper and not reading.is_opening(position):
        return False
    is_counted = word in reading.lexicon.numbered or word in reading.lower_words
    return not is_counted and is_name_capital(reading, position)


def find_speakers(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find a lone capital beside a verb of speech (« a déclaré Untel », "Smith said"), or after « nommé »."""
    lexicon = reading.lexicon
    verbs_before = lexicon.reporting | lexicon.person_before
    for position in reading.capitals:
        token = reading.tokens[position]
        if token.pos_ != "PROPN" or not is_name_capital(reading, position):
            continue
        if reading.is_acronym(position) or len(token.text) < _MIN_NAME_LETTERS:
            continue
        # « a ajouté Président » and « le président »: a word that the article also writes small is no name.
        if reading.form(position) in reading.lower_words:
            continue
        # « a déclaré Untel », "Smith said"
        before, after = reading.form(position - 1), reading.form(position + 1)
        if before not in verbs_before and after not in lexicon.person_after:
            continue
        verb = before if before in verbs_before else after
        last = last_of_person(reading, position)
        yield reading.candidate(position, last, "PER", "speaker", verb)


def find_places(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find capitals after a preposition of place, or before a word like "region"."""
    lexicon = reading.lexicon
    for position in reading.capitals:
        token = reading.tokens[position]
        if token.pos_ != "PROPN" or not is_name_capital(reading, position):
            continue
        last = last_of_person(reading, position)
        following = reading.form(last + 1)
        if following in lexicon.possessives:
            # "in Smith's view"
            continue
        # « près de Vello », "in York"
        if reading.follows_phrase(position, lexicon.place_before):
            word_beside = reading.form(position - 1)
        elif following in lexicon.place_after:
            word_beside = following
        else:
            continue
        yield reading.candidate(position, last, "LOC", "preposition", word_beside)


def find_hyphenated_places(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find places by their make: words joined around a preposition (« Châlons-sur-Marne », "Stratford-upon-Avon")."""
    lexicon = reading.lexicon
    for start, end in reading.hyphenated_words:
        parts = reading.straight_text[start:end].split("-")
        # « Châlons-sur-Marne » has « sur » in its middle, « Jean-Paul » nothing
        has_preposition = not lexicon.place_joints.isdisjoint(parts[1:-1])
        first_part, last_part = parts[0], parts[-1]
        has_capitals = first_part[0].isupper() and last_part[0].isupper()
        if not has_preposition or not has_capitals:
            continue
        before = reading.position_at(start) - 1
        is_article = reading.form(before) in lexicon.articles
        has_article = is_article and reading.has_capital(before)
        # « La Roche-sur-Yon »: an article with a capital of its own belongs to the name
        if has_article and not reading.is_opening(before):
            start = reading.tokens[before].idx
        yield NameCandidate(start, end, "LOC", "joined")


def find_teams(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find « les Canadiens de Montréal »: a plural with a capital and the place it plays for."""
    lexicon = reading.lexicon
    places = {
        reading.position_at(name.start): name for name in names if name.label == "LOC"
    }
    portfolios = {
        reading.position_from(end)
        for _, end, _ in lexicon.portfolio_matcher.find(reading.text)
    }
    for position in reading.capitals:
        # « la ministre des Sports de Norlift » has no team
        if position - 1 in portfolios:
            continue
        determiner = reading.form(position - 1)
        if determiner not in lexicon.team_determiners or not _may_be_team(
            reading, position, places
        ):
            continue
        last = position
        while last - position < MAX_NAME_TOKENS and reading.has_capital(last + 1):
            last += 1
        # « les Aigles de Metz »: after « les » a team stands in the plural.
        if not reading.form(last).endswith(lexicon.plural_endings):
            continue
        place = _place_after_link(reading, last, places)
        if place is not None:
            yield NameCandidate(
                reading.tokens[position].idx,
                place.end,
                "ORG",
                "team",
                detail=determiner,
            )


def _may_be_team(
    reading: Reading, position: int, places: Mapping[int, NameCandidate]
) -> bool:
    """Tell whether a capital may be a team's name: no place, no people (« les Danois de Lyon »), no common word."""
    if position in places or is_people(reading, position):
        return False
    word = reading.form(position)
    return word not in reading.lexicon.not_names


def _place_after_link(
    reading: Reading, last: int, places: Mapping[int, NameCandidate]
) -> NameCandidate | None:
    """Return the place after « de », or after « de la »; None when neither stands after the token `last`."""
    # A team without its town cannot be told from any plural.
    if reading.form(last + 1) not in reading.lexicon.links:
        return None
    after_link = last + 2
    if after_link in places:
        return places[after_link]
    if reading.form(after_link) in reading.lexicon.articles:
        return places.get(after_link + 1)
    return None
