"""Peoples: inhabitants with a capital (« les Ukrainiens ») are names of label MISC, adjectives of peoples are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .candidates import NameCandidate
from .reading import Reading

__all__ = [
    "drop_people_adjectives",
    "find_inhabitants",
    "is_people",
    "opens_with_people",
]

_MIN_INHABITANT_LETTERS = 3
"""The shortest capital that may be an inhabitant; shorter ones are articles and initials. Chosen, not measured."""


def drop_people_adjectives(
    reading: Reading, names: Sequence[NameCandidate]
) -> list[NameCandidate]:
    """
    Return `names` without those peoples that are adjectives ("the German economy").

    Only in languages that write such adjectives with a capital; the lexicon lists them under `adjectives`.
    """
    if not reading.lexicon.adjectives:
        return list(names)
    return [name for name in names if not _is_people_adjective(reading, name)]


def _is_people_adjective(reading: Reading, name: NameCandidate) -> bool:
    """Tell whether a name of one word is a people's adjective: a noun follows, or no plural determiner precedes."""
    lexicon = reading.lexicon
    position, after = reading.position_at(name.start), reading.position_from(name.end)
    # « Ann French » is a person, « French Open » a name of two words.
    if name.label == "PER" or after != position + 1:
        return False
    is_adjective = reading.tokens[position].pos_ == "ADJ"
    if not is_people(reading, position) and not (name.label == "MISC" and is_adjective):
        return False
    following = reading.token(after)
    if following is not None and (
        following.pos_ in ("NOUN", "PROPN", "ADJ") or following.text == "-"
    ):
        # "German cars", "German-born"
        return True
    is_listed = reading.form(position) in lexicon.adjectives
    # "the French" are people
    is_determined = reading.form(position - 1) in lexicon.plural_determiners
    return is_adjective or (is_listed and not is_determined)


def is_people(reading: Reading, position: int) -> bool:
    """Tell whether the token is an inhabitant by the lexicon's list of peoples, which holds singulars."""
    word, peoples = reading.form(position), reading.lexicon.peoples
    if word in peoples:
        return True
    # « Danois », « Danoises »: the list has one form of each.
    endings = reading.lexicon.plural_endings
    return any(word.removesuffix(ending) in peoples for ending in endings)


def opens_with_people(reading: Reading, position: int) -> bool:
    """
    Tell whether an inhabitant stands here before another capital (« le Camerounais Vallon »).

    Never in languages that write adjectives of peoples with a capital ("the German Football Union").
    """
    if reading.lexicon.adjectives or not reading.has_capital(position):
        return False
    if reading.surface_forms[position].isupper() or not is_people(reading, position):
        return False
    is_place = reading.surface_forms[position] in reading.lexicon.place_names
    return not is_place and reading.has_capital(position + 1)


def find_inhabitants(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find capitalised inhabitants that stand alone, as MISC; a lower-case or adjectival people is no name."""
    places_of_model = {
        (name.start, name.end)
        for name in names
        if name.label == "LOC" and name.rule == "model"
    }
    for position in reading.capitals:
        token = reading.tokens[position]
        if token.text.isupper() or len(token.text) < _MIN_INHABITANT_LETTERS:
            continue
        name = reading.candidate(position, position, "MISC", "people")
        has_determiner = (
            reading.form(position - 1) in reading.lexicon.plural_determiners
        )
        is_listed = is_people(reading, position)
        if is_listed and _means_people(reading, name, has_determiner=has_determiner):
            yield name
            continue
        # « les Bisontins », whom the model takes for a place
        is_place_of_model = (name.start, name.end) in places_of_model
        may_be_inhabitants = has_determiner and is_place_of_model
        if may_be_inhabitants and _is_inhabitant_form(reading, position):
            yield name


def _is_inhabitant_form(reading: Reading, position: int) -> bool:
    """Tell whether the word is made as the plural of an inhabitant (« Bisontins »)."""
    word = reading.form(position)
    if not word.endswith(reading.lexicon.plural_endings):
        return False
    return word.endswith(reading.lexicon.inhabitant_endings)


def _means_people(
    reading: Reading, name: NameCandidate, *, has_determiner: bool
) -> bool:
    """Tell whether the people is meant, not its country (« Corse ») nor an adjective that opens a sentence."""
    # « les Corses » are people, whatever « Corse » alone would be.
    if has_determiner:
        return True
    is_country = reading.surface(name) in reading.lexicon.place_names
    position = reading.position_at(name.start)
    return not is_country and not reading.is_opening(position)
