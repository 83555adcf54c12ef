"""What the article calls a bearer at its fullest: surname, first name, title and acronym lead to the full name."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from pressmark.annotators.grammar.written_forms import straighten

from .candidates import NameCandidate
from .label_votes import strip_kind
from .reading import MAX_NAME_TOKENS, Reading

__all__ = ["resolve_full_names"]

# « OMT » needs three words; two initials are anybody's
_MIN_WORDS_OF_ACRONYM = 3
# a word of three capitals stays so: « PME DUVAL » is « PME Duval », « LYON » is « Lyon »
_MAX_ACRONYM_LETTERS = 3
# « Saint-Aubin », « l'Office du thon »
_BETWEEN_WORDS = re.compile(r"[\s'-]+")
_by_start = attrgetter("start")
_NameParts = tuple[str, ...]


def resolve_full_names(
    reading: Reading,
    names: Sequence[NameCandidate],
    genders: Mapping[NameCandidate, str | None],
) -> dict[NameCandidate, str]:
    """
    Return for each name the fullest that the article calls its bearer; `genders` are those that titles and roles state.

    Namesakes stay apart: a bare surname takes the nearest full name before it, else the first after it, and never
    one whose gender is known to be the other.
    """
    bearers = _Bearers(reading, names, genders)
    expansions = _expand_acronyms(reading, names)
    mixed_case_names: dict[str, NameCandidate] = {}
    if any(_is_place_in_capitals(reading, name) for name in names):
        mixed_case_names = _index_mixed_case(reading, names)
    full_names: dict[NameCandidate, str] = {}
    for name in names:
        # The user's gazetteer says how its bearer is called.
        if name.full is not None:
            full_names[name] = name.full
        elif name.label == "PER":
            full_names[name] = _lower_typographic_capitals(bearers.fullest(name))
        else:
            own_name = _own_name(reading, name, mixed_case_names)
            key = _comparison_key(reading.surface(name))
            full_names[name] = expansions.get(key, own_name)
    return full_names


class _Bearers:
    """The persons of an article by the parts of their names: all that begins or ends one leads to it."""

    def __init__(
        self,
        reading: Reading,
        names: Sequence[NameCandidate],
        genders: Mapping[NameCandidate, str | None],
    ) -> None:
        self._reading, self._genders = reading, genders
        self._by_end: defaultdict[_NameParts, list[NameCandidate]] = defaultdict(list)
        self._by_beginning: defaultdict[_NameParts, list[NameCandidate]] = defaultdict(
            list
        )
        self._genders_by_surface: defaultdict[str, set[str]] = defaultdict(set)
        self._fuller_names: dict[
            tuple[_NameParts, str | None], list[NameCandidate]
        ] = {}
        for name in names:
            if name.label == "PER":
                self._index(name)

    def _index(self, name: NameCandidate) -> None:
        """Index a person by all beginnings and ends of its name, and by the gender stated of it."""
        parts = self._name_words(name)
        gender = self._genders.get(name)
        if gender is not None:
            surface = self._reading.surface(name)
            self._genders_by_surface[surface].add(gender)
        # A page in capitals has no persons, and all its beginnings would take its square in memory.
        if len(parts) > MAX_NAME_TOKENS:
            return
        for length in range(1, len(parts)):
            self._by_end[parts[-length:]].append(name)
            self._by_beginning[parts[:length]].append(name)

    def fullest(self, name: NameCandidate) -> str:
        """Return a person's fullest name: the nearest fuller one before it, else the first after it, else its own."""
        parts, gender = self._name_words(name), self._genders.get(name)
        key = parts, gender
        if key not in self._fuller_names:
            self._fuller_names[key] = self._find_fuller_names(parts, gender)
        candidates = self._fuller_names[key]
        fullest = name
        if candidates:
            index_after = bisect_left(candidates, name.start, key=_by_start)
            # Before the first mention in full there is none behind: it takes the first to come.
            fullest = candidates[max(0, index_after - 1)]
        if fullest.full:
            return fullest.full
        return _normalize(self._reading.text[fullest.start : fullest.end])

    def _find_fuller_names(
        self, parts: _NameParts, gender: str | None
    ) -> list[NameCandidate]:
        """
        Find the fuller names of a surname, else those of a first name, in text order.

        A first name leads to its bearer only when nobody else in the article has it.
        """
        by_surname = self._filter_gender(self._by_end.get(parts, []), gender)
        # « Duval » is a surname before it is anybody's first name.
        if by_surname:
            return by_surname
        by_first_name = self._filter_gender(self._by_beginning.get(parts, []), gender)
        bearers = {self._name_words(name) for name in by_first_name}
        # « Anne » is Anne Morel, unless the article also has an Anne Roy.
        return by_first_name if len(bearers) == 1 else []

    def _filter_gender(
        self, names: list[NameCandidate], gender: str | None
    ) -> list[NameCandidate]:
        """Return those of `names` that may be of this gender."""
        return [name for name in names if self._agrees(name, gender)]

    def _agrees(self, name: NameCandidate, gender: str | None) -> bool:
        """Tell whether nothing states another gender of `name`: « Mme Duval » is not « Jean Duval », a « M. Duval »."""
        if gender is None:
            return True
        surface = self._reading.surface(name)
        stated_genders = self._genders_by_surface.get(surface)
        return not stated_genders or gender in stated_genders

    def _name_words(self, name: NameCandidate) -> _NameParts:
        """Return the words of a person's name as they are compared."""
        full_name = name.full or self._reading.surface(name)
        return tuple(_comparison_key(full_name).split())


@lru_cache(maxsize=10_000)
def _comparison_key(surface: str) -> str:
    """Return the surface without case and accents, to compare."""
    folded = straighten(surface).casefold()
    letters = unicodedata.normalize("NFKD", folded)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _normalize(surface: str) -> str:
    """Return a name with single spaces and composed letters, as it is written into the corpus."""
    words = surface.split()
    spaced = " ".join(words)
    return unicodedata.normalize("NFC", spaced)


def _lower_typographic_capitals(name: str) -> str:
    """
    Return « Martine DUVAL » as « Martine Duval »: capitals that are only typography; one word alone may be an acronym.

    >>> _lower_typographic_capitals("Martine DUVAL"), _lower_typographic_capitals("OTAN")
    ('Martine Duval', 'OTAN')
    """
    parts = name.split()
    # « DUVAL » alone may be an acronym.
    if name.isupper() and len(parts) < 2:
        return name
    lowered_parts: list[str] = []
    for part in parts:
        is_typographic = part.isupper() and len(part) > _MAX_ACRONYM_LETTERS
        is_typographic = is_typographic and not _has_figures(part)
        lowered_parts.append(part.title() if is_typographic else part)
    return " ".join(lowered_parts)


def _is_place_in_capitals(reading: Reading, name: NameCandidate) -> bool:
    """Tell whether a place is written in capitals and is no acronym."""
    if name.label != "LOC":
        return False
    surface = reading.surface(name)
    # « URSS » is written so in lists of countries.
    if straighten(surface) in reading.lexicon.place_names:
        return False
    if len(surface) <= _MAX_ACRONYM_LETTERS or _has_figures(surface):
        return False
    return surface.isupper()


def _has_figures(surface: str) -> bool:
    """
    Tell whether a word has letters and figures, so that its capitals are those of a code.

    >>> _has_figures("la RN12"), _has_figures("12 RUE FOCH")
    (True, False)
    """
    return any(
        any(map(str.isdigit, word)) and any(map(str.isalpha, word))
        for word in surface.split()
    )


def _index_mixed_case(
    reading: Reading, names: Sequence[NameCandidate]
) -> dict[str, NameCandidate]:
    """Index the first mention of each name that is not in capitals, by its comparison key."""
    mixed_case_names: dict[str, NameCandidate] = {}
    for name in names:
        surface = reading.surface(name)
        if not surface.isupper():
            mixed_case_names.setdefault(_comparison_key(surface), name)
    return mixed_case_names


def _own_name(
    reading: Reading, name: NameCandidate, mixed_case_names: Mapping[str, NameCandidate]
) -> str:
    """
    Return the name as it stands; a place in capitals as the article writes it elsewhere.

    Where the article never does, « SAINT-AUBIN » becomes « Saint-Aubin ».
    """
    own_name = _normalize(reading.text[name.start : name.end])
    # « METZ (AFP) » and « Metz » are one name.
    if not _is_place_in_capitals(reading, name):
        return own_name
    key = _comparison_key(reading.surface(name))
    same_name = mixed_case_names.get(key)
    if same_name is None:
        return own_name.title()
    surface = reading.text[same_name.start : same_name.end]
    return _normalize(surface)


def _expand_acronyms(
    reading: Reading, names: Sequence[NameCandidate]
) -> dict[str, str]:
    """
    Return the acronyms, by their comparison key, with the names that they stand for.

    A name in brackets beside it (« Office mondial du thon (OMT) », « OMT (Office mondial du thon) ») is surer than
    one that has its initials, and overwrites it.
    """
    expansions = _expand_by_initials(reading, names)
    for first, second in pairwise(names):
        between = reading.text[first.end : second.start]
        is_in_brackets = between.strip() == "(" and reading.text.startswith(
            ")", second.end
        )
        # « Ann Lee (PCF) » is no expansion of the party.
        if not is_in_brackets or first.label == "PER":
            continue
        shorter, longer = sorted((first, second), key=_length)
        acronym = reading.surface(shorter)
        full_name = reading.text[longer.start : longer.end]
        if acronym.isupper() and " " in full_name:
            stated_name = _part_with_initials(reading, full_name, acronym)
            expansions[_comparison_key(acronym)] = _normalize(stated_name)
    return expansions


def _part_with_initials(reading: Reading, full_name: str, acronym: str) -> str:
    """
    Return the end of a name whose initials an acronym has, the whole name where none does.

    « la faculté de droit de l'Université nationale du Nord (UNN) » says what the university is called.
    """
    starts = [0, *(match.end() for match in _BETWEEN_WORDS.finditer(full_name))]
    for start in reversed(starts):
        part = full_name[start:]
        words = _initial_words(reading, straighten(part))
        initials = "".join(word[0] for word in words)
        is_whole = len(words) >= _MIN_WORDS_OF_ACRONYM and part[:1].isupper()
        if is_whole and _comparison_key(initials) == _comparison_key(acronym):
            return part
    return full_name


def _length(name: NameCandidate) -> int:
    """Return how many code points a name takes."""
    return name.end - name.start


def _expand_by_initials(
    reading: Reading, names: Sequence[NameCandidate]
) -> dict[str, str]:
    """Return the acronyms and first words that bodies named in full may be called by (« OMT », « la Cour »)."""
    heads = reading.lexicon.opening.get("ORG", frozenset())
    expansions: dict[str, str] = {}
    for name in names:
        full_name = _normalize(reading.text[name.start : name.end])
        # "Boltworks" for "Boltworks Corporation"
        if name.rule == "closing":
            expansions.setdefault(_comparison_key(strip_kind(reading, name)), full_name)
        # Cups and treaties have acronyms, too: « Coupe d'Afrique des nations » → « CAN ».
        if name.label not in ("ORG", "MISC"):
            continue
        words = _initial_words(reading, reading.surface(name))
        # « Office mondial du thon » → « OMT »
        if len(words) >= _MIN_WORDS_OF_ACRONYM:
            initials = "".join(word[0] for word in words)
            expansions.setdefault(_comparison_key(initials), full_name)
        if name.label != "ORG":
            continue
        # « la Cour » for « Cour de Metz », named before or after
        if len(words) > 1 and words[0] in heads:
            expansions.setdefault(_comparison_key(words[0]), full_name)
    return expansions


def _initial_words(reading: Reading, surface: str) -> list[str]:
    """Return the words of a name whose initials an acronym has: all but links and articles."""
    words = _BETWEEN_WORDS.split(surface)
    stop_words = reading.lexicon.words_without_initial
    return [word for word in words if word and word.lower() not in stop_words]
