"""The model's spans, tidied: the label mapped, the name alone, and what is no name dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .reading import Name, Reading

__all__ = ["model_names", "tidied"]

_MARKS = frozenset("«»“”„\"'‘’()[]{}<>,;:!?…—–-•*_/|·.")
_DIVIDERS = frozenset('«»“”"()[];:!?…—|,')
_ROMAN = re.compile(r"[IVX]{2,}\w{0,3}")
_WEAK = frozenset({"VERB", "AUX", "ADV", "INTJ", "PRON", "DET", "ADP", "CCONJ", "SCONJ"})


def model_names(reading: Reading) -> Iterator[Name]:
    """The names that the model saw, label mapped by the lexicon; without a lexicon its own four labels stand."""
    labels = reading.words.labels or {label: label for label in ("PER", "LOC", "ORG", "MISC")}
    for span in reading.doc.ents:
        if label := labels.get(span.label_):
            name = Name(span.start_char, span.end_char, label, "model", detail=span.label_)
            yield from tidied(reading, name) if reading.words.language else [name]


def tidied(reading: Reading, name: Name) -> Iterator[Name]:
    """The name cut where a mark, a line break or a conjunction divides it, its edges trimmed; perhaps nothing."""
    for first, last in _pieces(reading, name):
        first, last = _trimmed(reading, first, last, name.label)
        if first <= last and not _is_no_name(reading, first, last):
            yield replace(name, start=max(reading.tokens[first].idx, name.start), end=min(reading.end(last), name.end))


def _pieces(reading: Reading, name: Name) -> Iterator[tuple[int, int]]:
    start, last = reading.at(name.start), reading.after(name.end) - 1
    for number in range(start, last + 1):
        if _divides(reading, number, name.label):
            yield start, number - 1
            start = number + 1
        elif number > start and _opens_person(reading, number):
            yield start, number - 1
            start = number
    yield start, last


def _divides(reading: Reading, number: int, label: str) -> bool:
    """Whether the token stands between names: a mark, an « et », in a person's name any word that is no particle."""
    token, word = reading.tokens[number], reading.word(number)
    if token.is_space or token.text in _DIVIDERS:
        return True
    if label == "PER" and token.text.islower() and token.is_alpha:
        return word not in reading.words.particles
    if token.text.islower() and token.pos_ in ("VERB", "AUX") and label != "MISC":
        return True
    if not reading.has_capital(number + 1) or reading.word(number + 1) in reading.words.not_names:
        return False
    if word in reading.words.links:
        return reading.is_acronym(number - 1)  # « SDIS de Colmar » is a body and its place
    if word not in reading.words.conjunctions:
        return False
    # A body may have an « et » in its name, unless an acronym stands beside it.
    return label != "ORG" or reading.is_acronym(number - 1) or reading.is_acronym(number + 1)


def _opens_person(reading: Reading, number: int) -> bool:
    """Whether a given name stands here behind words in lower case, which belong to something else."""
    before = reading.word(number - 1)
    return (
        reading.tokens[number].text in reading.words.given_names
        and reading.tokens[number - 1].text.islower()
        and before not in reading.words.particles
        and before not in reading.words.links
        and reading.has_capital(number + 1)
    )


def _trimmed(reading: Reading, first: int, last: int, label: str) -> tuple[int, int]:
    last = _before_clause(reading, first, last)
    while first <= last and _is_opening_edge(reading, first, label):
        first += 1
    while first <= last and _is_closing_edge(reading, last, label):
        last -= 1
    return first, last


def _before_clause(reading: Reading, first: int, last: int) -> int:
    """The last token before a verb or preposition that leads out of the name, to words without a capital."""
    capital = last
    while capital > first and not reading.has_capital(capital):
        capital -= 1
    for number in range(capital + 1, last + 1):
        if reading.tokens[number].pos_ in _WEAK and reading.word(number) not in reading.words.links:
            return number - 1
    return last


def _is_opening_edge(reading: Reading, number: int, label: str) -> bool:
    token, words = reading.tokens[number], reading.words
    if all(letter in _MARKS for letter in token.text) or token.text in words.titles.genders or token.text.islower():
        return True
    if label == "PER" and reading.opens(number) and reading.word(number) in words.roles.genders:
        return True
    if reading.word(number) in words.not_names and (len(token.text) < 3 or any(map(str.isdigit, token.text))):
        return True
    return reading.word(number) in words.articles and label != "PER" and reading.opens(number)


def _is_closing_edge(reading: Reading, number: int, label: str) -> bool:
    token, word = reading.tokens[number], reading.word(number)
    if all(letter in _MARKS for letter in token.text):
        return token.text != "." or not reading.is_initial(number - 1)
    if word in reading.words.possessives:
        return True
    if token.text.islower() and label == "LOC" and word in reading.words.place_after:
        return True
    return token.text.islower() and (label == "PER" or word in reading.words.not_names or token.pos_ in _WEAK)


def _is_no_name(reading: Reading, first: int, last: int) -> bool:
    """Whether no word is left that a name could rest on."""
    capitals = [number for number in range(first, last + 1) if any(map(str.isupper, reading.tokens[number].text))]
    if all(_is_no_word_of_a_name(reading, number) for number in capitals) or reading.is_headline(reading.starts[first]):
        return True
    if last > first:  # « Trois missiles »
        return capitals == [first] and reading.tokens[first].pos_ == "NUM" and reading.opens(first)
    return len(reading.tokens[first].text) == 1 or _is_only_opening(reading, first)


def _is_no_word_of_a_name(reading: Reading, number: int) -> bool:
    """Whether the word never makes a name by itself: the lexicon says so, a role, a Roman number."""
    words, word = reading.words, reading.word(number)
    if word in words.not_names or word in words.role_openers or word in words.roles.genders:
        return True
    return _ROMAN.fullmatch(reading.tokens[number].text) is not None


def _is_only_opening(reading: Reading, number: int) -> bool:
    """Whether the word owes its capital to its place: a common word that opens a sentence or a quotation."""
    token = reading.tokens[number]
    if not reading.opens(number) or token.text in reading.words.given_names or token.text.isupper():
        return False
    return token.pos_ in _WEAK | {"ADJ", "NOUN"} or reading.word(number) in reading.lower_words
