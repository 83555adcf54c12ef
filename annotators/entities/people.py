"""Who is a person: names behind a title of courtesy or a role, and inhabitants (« les Ukrainiens »), who are MISC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .reading import MAX_NAME_TOKENS, Name, Reading

_COMPLEMENT = 10
"""How many tokens the complement of a role may have."""

__all__ = ["honoured", "inhabitants", "introduced", "is_people", "with_role", "without_adjectives"]


def honoured(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """The name behind each title of courtesy (« M. Trump », « Mme de Villepin », "Dr Ann Lee")."""
    begins = {name.start: name for name in names}
    for start, end, _ in reading.words.title_phrases.find(reading.text):
        first, title = reading.after(end), reading.straight[start:end]
        if reading.word(first) == ".":
            first += 1
        if not _title_stands(reading, start):
            continue
        last = _last_of_person(reading, first, begins)
        if last is not None:
            yield Name(reading.tokens[first].idx, last, "PER", "honorific", detail=title)


def _title_stands(reading: Reading, start: int) -> bool:
    """Whether a title may stand here: behind a capital in mid-sentence it is part of another name."""
    before = reading.at(start) - 1
    return reading.opens(reading.at(start)) or not reading.has_capital(before) or reading.opens(before)


def without_adjectives(reading: Reading, names: Sequence[Name]) -> list[Name]:
    """
    The names without those peoples that are adjectives.

    Only in languages that write such adjectives with a capital; the lexicon lists them under `adjectives`.
    """
    return [name for name in names if not _is_adjective(reading, name)]


def _is_adjective(reading: Reading, name: Name) -> bool:
    number, following = reading.at(name.start), reading.token(reading.after(name.end))
    if not reading.words.adjectives or name.label == "PER" or reading.after(name.end) != number + 1:
        return False
    if not is_people(reading, number) and not (name.label == "MISC" and reading.tokens[number].pos_ == "ADJ"):
        return False
    before_noun = following is not None and (following.pos_ in ("NOUN", "PROPN", "ADJ") or following.text == "-")
    lone = (
        reading.word(number) in reading.words.adjectives
        and reading.word(number - 1) not in reading.words.plural_determiners
    )
    return before_noun or lone or reading.tokens[number].pos_ == "ADJ"


def with_role(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """The name right behind a role (« le président Zelensky », "Prime Minister Ann Lee")."""
    begins = {name.start: name for name in names}
    for start, end, _ in reading.words.role_phrases.find(reading.text):
        first = reading.after(end)
        if reading.tokens[first - 1].pos_ in ("VERB", "AUX"):
            continue
        if not reading.has_capital(first) or not _may_be_person(reading, first, begins):
            continue
        last = _last_of_person(reading, first, begins)
        if last is not None:
            role = reading.straight[start:end].lower()
            yield Name(reading.tokens[first].idx, last, "PER", "role", detail=role)


def introduced(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """The name behind a role with its complement and a comma ("the mayor of York, Ann Lee, said")."""
    listed = {name.start for name in names if name.rule in ("country", "place", "known", "gazetteer")}
    for start, end, _ in reading.words.role_phrases.find(reading.text):
        number = _past_complement(reading, reading.after(end))
        if number is None or reading.word(reading.at(start) - 1) not in reading.words.name_articles:
            continue
        last = number
        limit = number + MAX_NAME_TOKENS
        while last < limit and reading.has_capital(last + 1) and reading.tokens[last].whitespace_:
            last += 1
        run = Name(reading.starts[number], reading.end(last), "PER", "role", detail=reading.straight[start:end].lower())
        if run.start not in listed and _reads_as_person(reading, run) and _ends(reading, last + 1):
            yield run


def _past_complement(reading: Reading, number: int) -> int | None:
    """The first token behind the comma that ends a role's complement, when a capital stands there."""
    if reading.word(number) not in reading.words.links:
        return None
    for comma in range(number, min(number + _COMPLEMENT, len(reading.tokens) - 1)):
        token = reading.tokens[comma]
        if token.text == ",":
            return comma + 1 if reading.has_capital(comma + 1) else None
        if token.is_punct or token.is_space or token.pos_ in ("VERB", "AUX"):
            return None
    return None


def _ends(reading: Reading, number: int) -> bool:
    token = reading.token(number)
    return token is None or token.is_punct or token.is_space


def _may_be_person(reading: Reading, first: int, begins: dict[int, Name]) -> bool:
    token = reading.tokens[first]
    if not reading.text[token.idx - 1 : token.idx].isspace() or token.text.isupper() or is_people(reading, first):
        return False
    found = begins.get(token.idx)
    if found is None:
        return token.pos_ == "PROPN" and reading.word(first) not in reading.words.not_names
    if found.label == "PER":
        return True
    return found.rule == "model" and (found.label != "ORG" or _reads_as_person(reading, found))


def _reads_as_person(reading: Reading, name: Name) -> bool:
    """Whether a name of two words or more holds nothing but capitals, particles, and no word that says what it is."""
    tokens = reading.tokens_of(name)
    words = reading.words
    return 1 < len(tokens) < 5 and all(
        token.text.lower() in words.particles
        or (token.text[0].isupper() and not token.text.isupper() and token.text not in words.kinds)
        for token in tokens
    )


def _last_of_person(reading: Reading, first: int, begins: dict[int, Name]) -> int | None:
    """The offset where the person's name that begins at this token ends; None when none begins there."""
    number, limit = first, first + MAX_NAME_TOKENS
    while number < limit and reading.word(number) in reading.words.particles and not reading.has_capital(number):
        number += 1
    office = f"{reading.word(number)} {reading.word(number + 1)}"  # « Monsieur le Premier ministre »
    if number - first > 2 or not _is_name_word(reading, number) or office in reading.words.roles.genders:
        return None
    for start in range(first, number + 1):
        found = begins.get(reading.tokens[start].idx)
        if found is not None and found.rule == "model" and found.label in ("PER", "MISC"):
            return found.end
    last = number
    while last < limit and (
        _is_name_word(reading, last + 1)
        or (reading.word(last + 1) in reading.words.particles and _is_name_word(reading, last + 2))
    ):
        last += 1
    return reading.end(last)


def _is_name_word(reading: Reading, number: int) -> bool:
    token = reading.token(number)
    return (
        token is not None
        and reading.has_capital(number)
        and (len(token.text) > 1 or reading.word(number + 1) == ".")
        and reading.word(number) not in reading.words.not_names
        and not reading.opens(number)
    )


def is_people(reading: Reading, number: int) -> bool:
    """Whether the token, with its capital, is an inhabitant by the lexicon's list of peoples."""
    word, peoples = reading.word(number), reading.words.peoples
    return word in peoples or any(word.removesuffix(ending) in peoples for ending in reading.words.plural_endings)


def inhabitants(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """Capitalised inhabitants that stand alone, as MISC; a lower-case or adjectival people is no name."""
    lone_places = {(name.start, name.end) for name in names if name.label == "LOC" and name.rule == "model"}
    for number in reading.capitals:
        token = reading.tokens[number]
        if token.text.isupper() or len(token.text) < 3:
            continue
        name = Name(token.idx, reading.end(number), "MISC", "people")
        determined = reading.word(number - 1) in reading.words.plural_determiners
        listed = is_people(reading, number) and _is_noun(reading, name, determined=determined)
        if listed or (determined and (name.start, name.end) in lone_places and _has_ending(reading, number)):
            yield name


def _has_ending(reading: Reading, number: int) -> bool:
    """Whether the word is made as the plural of an inhabitant (« Bisontins »)."""
    word = reading.word(number)
    return word.endswith(reading.words.plural_endings) and word.endswith(reading.words.inhabitant_endings)


def _is_noun(reading: Reading, name: Name, *, determined: bool) -> bool:
    """Whether the people is meant, not its country (« Corse ») nor an adjective that opens a sentence."""
    if reading.surface(name) in reading.words.known_places:
        return determined
    return determined or not reading.opens(reading.at(name.start))
