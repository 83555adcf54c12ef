"""PersonDescriptions and short names: « le maire », « la quinquagénaire », "the former minister", "Lee"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pressmark.annotators.grammar.written_forms import normalize
from pressmark.spans import Entity

from .reading import CoreferenceReading

__all__ = ["PersonDescriptions"]

_WORD = re.compile(r"\w+(?:['’](?=\w))?")
"""A word, an elided one with its apostrophe: « *L'*ancienne ministre »."""
_MAX_AGE_LENGTH = 30
"""Characters after a name in which its age is looked for: chosen, not measured; « , âgée de 54 ans » has 16."""


@dataclass(slots=True)
class PersonDescriptions:
    """Finds the person that a description or a short name means; its determiner never goes against a gender."""

    reading: CoreferenceReading
    _ages: dict[str, int] | None = field(default=None)

    def bearer(self, start: int, end: int) -> tuple[Entity, str] | None:
        """Return the person that words mean, and how that was seen: by role, age or surname."""
        words = _WORD.findall(self.reading.text[start:end])
        if not words:
            return None
        determiners = self.reading.lexicon.determiners
        first = normalize(words[0])
        # « maire » without a determiner is a role itself, and repeats none
        if first not in determiners:
            person = self._by_surname(words, start)
            return (person, "by surname") if person is not None else None
        nouns = [normalize(w) for w in words if normalize(w) not in determiners]
        if not nouns:
            return None
        gender = determiners[first]
        person = self._by_role(nouns, start, gender)
        if person is not None:
            return person, "by role"
        person = self._by_age(nouns, start, end, gender)
        return (person, "by age") if person is not None else None

    def _by_role(
        self, nouns: list[str], start: int, gender: str | None
    ) -> Entity | None:
        """Return the last person whose role has all nouns, else all but « ancien », "former"."""
        roles = self.reading.entities.with_role(start, frozenset(nouns))
        if roles is None:
            openers = self.reading.lexicon.role_openers
            kept = frozenset(noun for noun in nouns if noun not in openers)
            if kept and len(kept) < len(nouns):
                roles = self.reading.entities.with_role(start, kept)
        return roles if roles is not None and self._agrees(roles, gender) else None

    def _by_age(
        self, nouns: list[str], start: int, end: int, gender: str | None
    ) -> Entity | None:
        """Return the last person before `start` whose age the description says."""
        years = self._years_of(nouns, start, end)
        if years is None:
            return None
        low, high = years
        ages = self._read_ages()
        for person in self.reading.entities.before(start):
            age = ages.get(person.name)
            if age is not None and low <= age <= high and self._agrees(person, gender):
                return person
        return None

    def _years_of(
        self, nouns: list[str], start: int, end: int
    ) -> tuple[int, int] | None:
        """Return the youngest and the oldest that a description allows: « la quinquagénaire », "the 54-year-old"."""
        for noun in nouns:
            if noun in self.reading.lexicon.age_nouns:
                return self.reading.lexicon.age_nouns[noun]
        pattern = self.reading.lexicon.age_descriptions
        match = pattern.search(self.reading.text, start, end) if pattern else None
        if match is None:
            return None
        age = int(next(filter(None, match.groups())))
        return age, age

    def _read_ages(self) -> dict[str, int]:
        """Return the ages of the article's people, by name, as they stand after one of their mentions."""
        if self._ages is None:
            self._ages = {}
            pattern = self.reading.lexicon.ages
            for entity in self.reading.entities.entities:
                if entity.label != "PER" or pattern is None:
                    continue
                stop = entity.end + _MAX_AGE_LENGTH
                match = pattern.match(self.reading.text, entity.end, stop)
                if match is not None:
                    age = int(next(filter(None, match.groups())))
                    self._ages.setdefault(entity.name, age)
        return self._ages

    def _by_surname(self, words: list[str], start: int) -> Entity | None:
        """Return the last person before `start` whose name ends with the one word of a phrase."""
        if len(words) != 1 or not words[0][:1].isupper():
            return None
        for entity in self.reading.entities.before(start):
            if entity.label == "PER" and entity.name.split()[-1] == words[0]:
                return entity
        return None

    def _agrees(self, person: Entity, gender: str | None) -> bool:
        """Return whether a determiner's gender is that of a person, as far as both are known."""
        stated = self.reading.entities.gender(person.id)
        return gender is None or stated is None or stated == gender
