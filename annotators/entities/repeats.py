"""A name found once is found wherever it stands in the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .labels import without_kind
from .phrases import Phrases
from .reading import Name, Reading

__all__ = ["acronyms", "repeated", "short_forms"]


_SHORT = 4
_LONGEST = 200
"""Characters of a name that is looked for again: what is longer was never one."""


def repeated(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """Every further occurrence of the names, and of the surnames of persons named in full."""
    labels: dict[str, tuple[str, str | None, str]] = {}
    for name in names:
        surface = reading.surface(name)
        if name.label == "PER" and " " in surface:
            for part in (surface.split()[-1], surface.split()[0]):
                if _is_distinct(reading, part):
                    labels.setdefault(part, ("PER", None, surface))
        if name.rule == "closing" and name.label == "ORG" and _is_distinct(reading, without_kind(reading, name)):
            labels.setdefault(without_kind(reading, name), ("ORG", None, surface))
    for name in names:
        if name.rule not in ("people", "street") and _is_distinct(reading, reading.surface(name)):
            found = name.label, name.full, f"found elsewhere by {name.reason}"
            labels[reading.surface(name)] = found
            if len(reading.surface(name)) > _SHORT:
                labels.setdefault(reading.surface(name).upper(), found)
    for start, end, (label, full, detail) in Phrases(labels).find(reading.text):
        yield Name(start, end, label, "repeat", full, detail)


def _is_distinct(reading: Reading, surface: str) -> bool:
    """Whether the surface can be looked for without its context: a capital, more than two letters, no common word."""
    return 2 < len(surface) <= _LONGEST and surface[:1].isupper() and surface.lower() not in reading.words.not_names


def short_forms(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """« la Cour », « l'Alliance »: the first word of a body that the article has named before."""
    heads = reading.words.opening.get("ORG", frozenset())
    firsts: dict[str, int] = {}
    for name in names:
        first = reading.tokens[reading.at(name.start)].text
        if name.label == "ORG" and first in heads and " " in reading.surface(name):
            firsts.setdefault(first, name.end)
    longer = {name.start for name in names if " " in reading.surface(name)}
    for number in reading.capitals if firsts else ():
        token = reading.tokens[number]
        if token.text not in firsts or token.idx <= firsts[token.text] or reading.opens(number):
            continue
        if token.idx not in longer:
            yield Name(token.idx, reading.end(number), "ORG", "short")


def acronyms(reading: Reading, names: Sequence[Name]) -> Iterator[Name]:
    """The acronym in brackets behind a name (« Office mondial du thon (OMT) »), with the name's label."""
    for name in names:
        number = reading.after(name.end)
        token, following = reading.token(number + 1), reading.word(number + 2)
        if reading.word(number) == "(" and following == ")" and token is not None and _is_acronym(token.text):
            yield Name(token.idx, reading.end(number + 1), "ORG" if name.label == "MISC" else name.label, "acronym")


def _is_acronym(text: str) -> bool:
    return 2 <= len(text) <= 10 and sum(letter.isupper() for letter in text) * 2 > len(text)
