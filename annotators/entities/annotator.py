"""The entity annotator: the model's names, mended and added to by rules over the lexicon, a rule after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.articles import Article
from pressmark.linking.gazetteer import GazetteerEntry, read_gazetteer
from pressmark.spans import Entity

from .canonical_names import full_names
from .gazetteer import Gazetteer
from .labels import consistent, in_context
from .lexicon import words
from .listed_names import datelines, routes, with_known
from .mentions import mentions
from .model_names import model_names
from .multiword_names import apposed, bodies, closed, forces, ministries, opened, streets, without_portfolios
from .names_by_context import extended, joined_places, named, numbered, placed, speakers, teams
from .people import honoured, inhabitants, introduced, with_role, without_adjectives
from .reading import Name, Reading, added, replaced
from .repeated_names import acronyms, repeated, short_forms
from .settings import Settings as EntitySettings

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["GROUPS", "Entities"]

Group = Callable[[Reading, list[Name]], list[Name]]


class Entities:
    """
    Finds the names of an article. Its language chooses the lexicon; without one, the model's spans stay.

    `groups` are the groups of rules to apply, all of `GROUPS` when left out.
    """

    name = "entities"
    layer = "entities"
    needs: tuple[str, ...] = ()
    Settings = EntitySettings

    def __init__(self, settings: EntitySettings, *, groups: Sequence[tuple[str, Group]] | None = None) -> None:
        self.settings = settings
        self._groups = GROUPS if groups is None else groups
        self._gazetteer = settings.gazetteer and Gazetteer(
            settings.gazetteer,
            any_case=settings.gazetteer_any_case,
            any_accents=settings.gazetteer_any_accents,
        )

    @property
    def known_names(self) -> tuple[GazetteerEntry, ...]:
        """The entries of the gazetteer, for the table of names."""
        return read_gazetteer(self.settings.gazetteer) if self.settings.gazetteer else ()

    @property
    def file_digests(self) -> dict[Path, str]:
        """
        What of the gazetteer decides the entities: names, labels, aliases and their lines, which `rule` names.

        So a gender or country that is added there is in `names` and what rests on it, and nothing is annotated anew.
        """
        if self.settings.gazetteer is None:
            return {}
        forms = [(entry.line, entry.label, *entry.forms) for entry in self.known_names]
        return {self.settings.gazetteer: hashlib.sha256(repr(forms).encode()).hexdigest()}

    def annotate(self, article: Article, doc: Doc) -> Iterator[Entity]:
        """The entities of the article; none overlaps another."""
        reading = Reading(doc, words(article.language), article.text)
        names = self._names(reading)
        found = mentions(reading, names)
        full = full_names(reading, names, {name: mention.gender for name, mention in found.items()})
        for name in names:
            if name.label in self.settings.labels:
                mention = found[name]
                start, end = mention.role or (None, None)
                yield Entity.cut(
                    article.text,
                    name.start,
                    name.end,
                    name.label,
                    rule=name.reason,
                    mention_start=mention.start,
                    mention_end=mention.end,
                    name=full[name],
                    role=" ".join(article.text[start:end].split()) if mention.role else None,
                    role_start=start,
                    role_end=end,
                    gender=mention.gender,
                )

    def _names(self, reading: Reading) -> list[Name]:
        own = list(self._gazetteer.find(reading)) if self._gazetteer else []
        names = added(own, replaced([], model_names(reading)))
        for _, group in self._groups if reading.words.language else ():
            names = group(reading, names)
        return added(own, names)


def _listed(reading: Reading, names: list[Name]) -> list[Name]:
    names = with_known(reading, names)
    return replaced(names, datelines(reading))


def _beside(reading: Reading, names: list[Name]) -> list[Name]:
    names = in_context(reading, names)
    for missed in (numbered, named, placed, speakers):
        names = added(names, missed(reading, names))
    return extended(reading, names)


def _peoples(reading: Reading, names: list[Name]) -> list[Name]:
    names = replaced(names, inhabitants(reading, names))
    return without_adjectives(reading, names)


def _bodies(reading: Reading, names: list[Name]) -> list[Name]:
    names = without_portfolios(reading, names)
    for rule in (routes, joined_places, teams, closed, opened, ministries, forces, bodies):
        names = replaced(names, rule(reading, names))
    return replaced(names, apposed(reading, names))


def _persons(reading: Reading, names: list[Name]) -> list[Name]:
    names = replaced(names, with_role(reading, names))
    names = replaced(names, introduced(reading, names))
    names = replaced(names, honoured(reading, names))
    return replaced(names, streets(reading, names))


def _throughout(reading: Reading, names: list[Name]) -> list[Name]:
    names = added(names, acronyms(reading, names))
    names = consistent(reading, names)
    names = added(names, repeated(reading, names))
    names = replaced(names, short_forms(reading, names))
    return consistent(reading, names)


GROUPS: tuple[tuple[str, Group], ...] = (
    ("listed names", _listed),
    ("words beside a name", _beside),
    ("peoples", _peoples),
    ("bodies, buildings, appositions", _bodies),
    ("roles, titles, streets", _persons),
    ("the article as a whole", _throughout),
)
"""The rules in the order in which they run; each group sees what the groups before it left."""
