"""What the entity annotator knows of a language: its lexicon as frozen values, with the places of CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property

from pressmark.annotators.grammar.written_forms import straighten
from pressmark.yaml_files.lexicon_models.entity_words import (
    EntityWords,
    GenderedWords,
    Label,
)
from pressmark.yaml_files.lexicons import (
    OURS,
    Lexicons,
    lexicon_languages,
    read_lexicon,
)

from .phrase_matcher import PhraseMatcher
from .role_matcher import RoleMatcher

__all__ = ["EntityLexicon", "GenderedWords", "load_lexicon"]

_MIN_CAPITALS_LETTERS = 4
"""The shortest place that is looked for in capitals too: « USA » and « OMAN », but no word like « LE » or « SUR »."""


# Keys whose words hold in every language.
_KEYS_OF_ALL_LANGUAGES = ("given_names", "common_given_names", "leading_surnames")
# « 3Q25 », "FY2025", « t4 »
_PERIOD_CODE = re.compile(r"[1-4]?([a-z]+)(?:[1-4]|(?:20)?\d\d)")


class EntityLexicon(EntityWords):
    """
    The lexicon `entities.<language>.yaml` with what the rules ask of it. Its fields are the keys of the file.

    The empty one, `EntityLexicon()`, is that of a language without a file: its `language` is "".
    """

    language: str = ""

    @cached_property
    def listed_names(self) -> PhraseMatcher[tuple[str, str]]:
        """Names that need no context, each with its label and the rule that it is told by."""
        entries: dict[str, tuple[str, str]] = {}
        entries |= dict.fromkeys(self.miscellaneous, ("MISC", "known"))
        entries |= dict.fromkeys(self.organisations, ("ORG", "known"))
        # Places come last: of a name that is in two lists the place stands.
        for place in (*self.places, *self._countries):
            label_and_rule = ("LOC", "country" if place in self._countries else "place")
            entries[place] = label_and_rule
            if len(place) >= _MIN_CAPITALS_LETTERS:
                entries[place.upper()] = label_and_rule
        return PhraseMatcher(entries)

    @cached_property
    def _countries(self) -> set[str]:
        """The names of countries: the file's, and those of CLDR for countries that it does not name."""
        names: set[str] = set()
        for own_names in self.territories.values():
            names.update(own_names)
        # The list of the file stands in place of CLDR's name, and where it is empty the territory is left out.
        for code, name in _cldr_territories(self.language).items():
            if code not in self.territories:
                names.add(name)
        return names

    @cached_property
    def place_names(self) -> frozenset[str]:
        """The surfaces of places and countries, to ask of one name."""
        names = (*self.places, *self._countries)
        return frozenset(map(straighten, names))

    @cached_property
    def opening_kinds(self) -> dict[str, str]:
        """The words that open a name of several words and say what it is (« Fédération »), with its label."""
        return _invert(self.opening)

    @cached_property
    def closing_kinds(self) -> dict[str, str]:
        """The words that close one ("Association", "River"), with its label."""
        return _invert(self.closing)

    @cached_property
    def kind_words(self) -> frozenset[str]:
        """Every word that says what a name is."""
        return frozenset(self.opening_kinds) | frozenset(self.closing_kinds)

    @cached_property
    def determiner_words(self) -> frozenset[str]:
        """Every determiner."""
        return frozenset(self.determiners.genders)

    @cached_property
    def words_without_initial(self) -> frozenset[str]:
        """The words that give an acronym no letter: « Organisation mondiale de la santé » is « OMS »."""
        link_words: set[str] = set()
        for link in (*self.links, *self.far_links):
            link_words.update(word.rstrip("'") for word in link.split())
        return self.articles | link_words

    @cached_property
    def title_matcher(self) -> PhraseMatcher[str | None]:
        """Titles of courtesy as they are written, with the gender they state."""
        return PhraseMatcher(self.titles.genders)

    @cached_property
    def role_matcher(self) -> RoleMatcher:
        """Role nouns in any case, with the gender they state; their plurals (« les ministres ») state none."""
        plurals: dict[str, str | None] = {}
        for role in self.roles.genders:
            if " " not in role:
                for ending in self.plural_endings:
                    plurals[role + ending] = None
        # A word that is a role itself keeps its gender, though it may end as a plural does: « os ».
        genders = {**plurals, **self.roles.genders}
        return RoleMatcher(genders, self.role_ends.genders)

    def is_no_name(self, word: str) -> bool:
        """
        Return whether a word, in lower case, makes no name by itself: it is listed so, or a part of a year ("fy2025").

        A part of a year has one digit, or the two or four of its year.
        """
        if word in self.not_names:
            return True
        code = _PERIOD_CODE.fullmatch(word)
        return code is not None and code.group(1) in self.period_codes

    def is_role(self, word: str) -> bool:
        """Return whether a word, in lower case, is a role noun, or a compound that ends as one."""
        return word in self.roles.genders or self.role_matcher.is_compound(word)

    @cached_property
    def noun_matcher(self) -> PhraseMatcher[str]:
        """Nouns that say what the name after them is (« la ville de »), with its label."""
        return PhraseMatcher(_invert(self.nouns), any_case=True)

    @cached_property
    def portfolio_matcher(self) -> PhraseMatcher[None]:
        """Roles that what follows « de » belongs to (« ministre de la Défense »)."""
        return PhraseMatcher(dict.fromkeys(self.portfolios), any_case=True)

    @cached_property
    def ministry_matcher(self) -> PhraseMatcher[None]:
        """Bodies that what follows « de » belongs to (« ministère de la Défense »)."""
        return PhraseMatcher(dict.fromkeys(self.ministries), any_case=True)

    @cached_property
    def body_matcher(self) -> PhraseMatcher[str]:
        """Nouns that, with a name after them, are the name of a body (ORG) or of a building or spot (LOC)."""
        labels = {
            **dict.fromkeys(self.facilities, "LOC"),
            **dict.fromkeys(self.institutions, "ORG"),
        }
        return PhraseMatcher(labels, any_case=True)


@cache
def load_lexicon(language: str | None, lexicons: Lexicons = OURS) -> EntityLexicon:
    """
    Load the lexicon of `language`; the empty one when there is no file for it, or no language.

    Given names and surnames are those of all languages: an English article names French people, too.

    >>> load_lexicon("tlh") == EntityLexicon()
    True
    """
    if not language:
        return EntityLexicon()
    words = read_lexicon("entities", language, EntityWords, lexicons)
    if words is None:
        return EntityLexicon()
    values = {name: getattr(words, name) for name in EntityWords.model_fields}
    others = [
        read_lexicon("entities", other_language, EntityWords, lexicons)
        for other_language in lexicon_languages("entities", lexicons)
    ]
    for key in _KEYS_OF_ALL_LANGUAGES:
        values[key] = frozenset().union(
            *(getattr(other, key) for other in others if other is not None)
        )
    return EntityLexicon(**values, language=language)


def _invert(words_by_label: Mapping[Label, Iterable[str]]) -> dict[str, str]:
    """Return each word with its label."""
    labels: dict[str, str] = {}
    for label, words in words_by_label.items():
        labels |= dict.fromkeys(words, label)
    return labels


def _cldr_territories(language: str) -> dict[str, str]:
    """Return the countries and regions of CLDR by their code, in `language`; none for the empty lexicon."""
    if not language:
        return {}
    # Late, because it is slow to load and a run over other layers needs none of it.
    from babel import Locale

    territories = Locale.parse(language).territories
    return {code: str(name) for code, name in territories.items()}
