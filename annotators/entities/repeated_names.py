"""A name found once is found wherever it stands in the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .candidates import NameCandidate
from .label_votes import strip_kind
from .phrase_matcher import PhraseMatcher
from .reading import Reading

__all__ = ["find_acronyms", "find_repetitions", "find_short_forms"]

# « Li » is found within too much else
_MIN_REPEATED_CHARACTERS = 3
# what is longer was never a name; chosen, not measured
_MAX_REPEATED_CHARACTERS = 200
# A name is looked for in capitals too; four of them may be an acronym. Chosen, not measured.
_MIN_CAPITALS_CHARACTERS = 5
# « UE » to « UNEP-WCMC »; chosen, not measured. In brackets after a name longer ones are safe.
_ACRONYM_LENGTHS = range(2, 11)
# label, full name, detail
_Meaning = tuple[str, str | None, str]


def find_repetitions(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find every further occurrence of the names, and of the parts of persons named in full."""
    meanings: dict[str, _Meaning] = {}
    for name in names:
        for part, label in _parts_of(reading, name):
            if not _is_distinct(reading, part):
                continue
            meaning: _Meaning = (label, None, reading.surface(name))
            meanings.setdefault(part, meaning)
            # « ROUVRAY QUITTE LA MAIRIE »
            if len(part) >= _MIN_CAPITALS_CHARACTERS:
                meanings.setdefault(part.upper(), meaning)
    # After the parts, because a name that stands by itself knows its own label: it overwrites what a part would say.
    for name in names:
        surface = reading.surface(name)
        # « les Danois » need their article, and « rue Haute » is found by its own rule wherever it stands.
        if name.rule in ("people", "street") or not _is_distinct(reading, surface):
            continue
        own_meaning = name.label, name.full, f"found elsewhere by {name.reason}"
        meanings[surface] = own_meaning
        if len(surface) >= _MIN_CAPITALS_CHARACTERS:
            meanings.setdefault(surface.upper(), own_meaning)
    for start, end, (label, full, detail) in PhraseMatcher(meanings).find(reading.text):
        yield NameCandidate(start, end, label, "repeat", full, detail)


def _parts_of(reading: Reading, name: NameCandidate) -> Iterator[tuple[str, str]]:
    """Find the parts that may stand for a name, with their label: surname, first name, a body without its kind."""
    surface = reading.surface(name)
    if name.label == "PER" and " " in surface:
        words = surface.split()
        # « Morel », then « Anne », of « Anne Morel »
        yield words[-1], "PER"
        yield words[0], "PER"
    if name.label == "ORG" and name.rule == "closing":
        # "Boltworks" of "Boltworks Corporation"
        yield strip_kind(reading, name), "ORG"


def _is_distinct(reading: Reading, surface: str) -> bool:
    """Tell whether the surface can be looked for without its context: a capital, long enough, no common word."""
    if not _MIN_REPEATED_CHARACTERS <= len(surface) <= _MAX_REPEATED_CHARACTERS:
        return False
    if not surface[:1].isupper():
        return False
    return surface.lower() not in reading.lexicon.not_names


def find_short_forms(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find « la Cour », « l'Alliance »: the first word of a body that the article has named before."""
    heads = reading.lexicon.opening.get("ORG", frozenset())
    # where the first body that a word opens ends
    ends_by_head: dict[str, int] = {}
    long_name_starts: set[int] = set()
    for name in names:
        # One word alone has no shorter form.
        if " " not in reading.surface(name):
            continue
        long_name_starts.add(name.start)
        head = reading.tokens[reading.position_at(name.start)].text
        if name.label == "ORG" and head in heads:
            ends_by_head.setdefault(head, name.end)
    if not ends_by_head:
        return
    for position in reading.capitals:
        token = reading.tokens[position]
        if token.text not in ends_by_head or token.idx in long_name_starts:
            continue
        is_after_body = token.idx > ends_by_head[token.text]
        if is_after_body and not reading.is_opening(position):
            yield reading.candidate(position, position, "ORG", "short")


def find_acronyms(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find the acronym in brackets after a name (« Office mondial du thon (OMT) »), with the name's label."""
    for name in names:
        bracket = reading.position_from(name.end)
        acronym = bracket + 1
        if reading.form(bracket) != "(" or reading.form(acronym + 1) != ")":
            continue
        token = reading.token(acronym)
        # "a member of the Assembly (MA)": what the lexicon knows for no name is none in brackets
        if reading.form(acronym) in reading.lexicon.not_names:
            continue
        if token is not None and _is_mostly_capitals(token.text):
            yield reading.candidate(acronym, acronym, name.label, "acronym")


def _is_mostly_capitals(text: str) -> bool:
    """
    Tell whether more than half of a short word is capitals (« OMT », « SPAr »).

    >>> _is_mostly_capitals("SPAr"), _is_mostly_capitals("Spar")
    (True, False)
    """
    if len(text) not in _ACRONYM_LENGTHS:
        return False
    capitals = sum(letter.isupper() for letter in text)
    return 2 * capitals > len(text)
