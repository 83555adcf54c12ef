"""What the entity annotator knows of a language: its lexicon as frozen values, with the places of CLDR."""

from __future__ import annotations

from functools import cache, cached_property

from pydantic import BaseModel, ConfigDict

from pressmark.yaml_files.lexicons import languages, lexicon

from .phrase_matcher import Phrases, plain

__all__ = ["Gendered", "Words", "words"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Gendered(_Entry):
    """Words by the gender that they state: `any` states none."""

    m: tuple[str, ...] = ()
    f: tuple[str, ...] = ()
    any: tuple[str, ...] = ()

    @cached_property
    def genders(self) -> dict[str, str | None]:
        """Each word with its gender."""
        return {
            **dict.fromkeys(self.any, None),
            **dict.fromkeys(self.m, "m"),
            **dict.fromkeys(self.f, "f"),
        }


class Words(_Entry):
    """The lexicon `entities.<language>.yaml`; what each key does is said there. An empty one knows nothing."""

    language: str = ""
    labels: dict[str, str] = {}
    territories: dict[str, tuple[str, ...]] = {}
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    given_names: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    possessives: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    not_names: frozenset[str] = frozenset()
    titles: Gendered = Gendered()
    roles: Gendered = Gendered()
    role_openers: frozenset[str] = frozenset()
    role_compounds: frozenset[str] = frozenset()
    determiners: Gendered = Gendered()
    plural_determiners: frozenset[str] = frozenset()
    inhabitant_endings: tuple[str, ...] = ()
    peoples: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    nouns: dict[str, tuple[str, ...]] = {}
    institutions: tuple[str, ...] = ()
    institution_adjectives: frozenset[str] = frozenset()
    institutions_with_adjective: frozenset[str] = frozenset()
    facilities: tuple[str, ...] = ()
    facilities_bare: frozenset[str] = frozenset()
    portfolios: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()
    forces: frozenset[str] = frozenset()
    far_links: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    name_articles: frozenset[str] = frozenset()
    age_ends: frozenset[str] = frozenset()
    street_titles: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    opening: dict[str, frozenset[str]] = {}
    closing: dict[str, frozenset[str]] = {}
    closing_either: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    joined_particles: frozenset[str] = frozenset()
    name_suffixes: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    reporting: frozenset[str] = frozenset()
    place_joints: frozenset[str] = frozenset()
    plural_endings: tuple[str, ...] = ()
    team_determiners: frozenset[str] = frozenset()
    place_before: frozenset[str] = frozenset()
    person_before: frozenset[str] = frozenset()
    place_after: frozenset[str] = frozenset()
    organisation_after: frozenset[str] = frozenset()
    person_after: frozenset[str] = frozenset()

    @cached_property
    def known(self) -> Phrases[tuple[str, str]]:
        """Names that need no context, each with its label and the rule to tell: country, place, organisation, other."""
        entries: dict[str, tuple[str, str]] = {}
        entries |= dict.fromkeys(self.others, ("MISC", "known"))
        entries |= dict.fromkeys(self.organisations, ("ORG", "known"))
        for place in (*self.places, *self._countries):
            value = ("LOC", "country" if place in self._countries else "place")
            entries |= {place: value} | ({place.upper(): value} if len(place) > 3 else {})
        return Phrases(entries)

    @cached_property
    def _countries(self) -> set[str]:
        territories = _territories(self.language)
        own = {name for names in self.territories.values() for name in names}
        return own | {name for code, name in territories.items() if code not in self.territories}

    @cached_property
    def opening_kinds(self) -> dict[str, str]:
        """The words that open a name of several words and say what it is, with its label."""
        return {word: label for label, opening in self.opening.items() for word in opening}

    @cached_property
    def closing_kinds(self) -> dict[str, str]:
        """The words that close one, with its label."""
        return {word: label for label, closing in self.closing.items() for word in closing}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Every word that says what a name is."""
        return frozenset({**self.opening_kinds, **self.closing_kinds})

    @cached_property
    def known_places(self) -> frozenset[str]:
        """The surfaces of places and countries, to ask of one name."""
        return frozenset(plain(name) for name in (*self.places, *self._countries))

    @cached_property
    def title_phrases(self) -> Phrases[str | None]:
        """Titles of courtesy as they are written, with the gender they state."""
        return Phrases(self.titles.genders)

    @cached_property
    def role_phrases(self) -> Phrases[str | None]:
        """Role nouns in any case, with the gender they state."""
        single = [role for role in self.roles.genders if " " not in role]
        plurals: dict[str, str | None] = dict.fromkeys(
            role + ending for role in single for ending in self.plural_endings
        )
        return Phrases({**plurals, **self.roles.genders}, any_case=True)

    @cached_property
    def determiner_words(self) -> frozenset[str]:
        """Every determiner."""
        return frozenset(self.determiners.genders)

    @cached_property
    def links_and_articles(self) -> frozenset[str]:
        """The words that give an acronym no letter."""
        parts = (part for phrase in (*self.links, *self.far_links) for part in phrase.split())
        return self.articles.union(part.rstrip("'") for part in parts)

    @cached_property
    def noun_phrases(self) -> Phrases[str]:
        """Nouns that say what the name after them is, with its label."""
        return Phrases({noun: label for label, nouns in self.nouns.items() for noun in nouns}, any_case=True)

    @cached_property
    def portfolio_phrases(self) -> Phrases[None]:
        """Roles that what follows « de » belongs to (« ministre de la Défense »)."""
        return Phrases(dict.fromkeys(self.portfolios), any_case=True)

    @cached_property
    def ministry_phrases(self) -> Phrases[None]:
        """Bodies that what follows « de » belongs to (« ministère de la Défense »)."""
        return Phrases(dict.fromkeys(self.ministries), any_case=True)

    @cached_property
    def body_phrases(self) -> Phrases[str]:
        """Nouns that, with a name behind them, are the name of a body (ORG) or of a building or spot (LOC)."""
        return Phrases(
            {**dict.fromkeys(self.facilities, "LOC"), **dict.fromkeys(self.institutions, "ORG")}, any_case=True
        )


@cache
def words(language: str | None) -> Words:
    """The words of a language; `Words()` when there is no lexicon for it."""
    entries = lexicon("entities", language) if language else {}
    if not entries:
        return Words()
    given_names = {
        name for other in languages("entities") for name in lexicon("entities", other).get("given_names", ())
    }
    return Words.model_validate({**entries, "language": language, "given_names": given_names})


def _territories(language: str) -> dict[str, str]:
    if not language:
        return {}
    from babel import Locale

    return {code: str(name) for code, name in Locale.parse(language).territories.items()}
