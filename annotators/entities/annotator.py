"""The entity annotator: the model's names, mended and added to by rules over the lexicon, a rule after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pressmark.articles import Article
from pressmark.gazetteer import Entry, read_gazetteer
from pressmark.spans import Entity

from .bodies import apposed, bodies, closed, forces, ministries, opened, streets, without_portfolios
from .context import extended, joined_places, named, numbered, placed, speakers, teams
from .gazetteer import Gazetteer
from .known import datelines, routes, with_known
from .labels import consistent, in_context
from .mentions import mentions
from .model import model_names
from .naming import full_names
from .people import honoured, inhabitants, with_role, without_adjectives
from .reading import Name, Reading, added, replaced
from .repeats import acronyms, repeated, short_forms
from .settings import Settings as EntitySettings
from .words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Entities"]


class Entities:
    """Finds the names of an article. Its language chooses the lexicon; without one, the model's spans stay."""

    name = "entities"
    layer = "entities"
    needs: tuple[str, ...] = ()
    Settings = EntitySettings

    def __init__(self, settings: EntitySettings) -> None:
        self.settings = settings
        self._gazetteer = settings.gazetteer and Gazetteer(
            settings.gazetteer,
            any_case=settings.gazetteer_any_case,
            any_accents=settings.gazetteer_any_accents,
        )

    @property
    def known_names(self) -> tuple[Entry, ...]:
        """The entries of the gazetteer, for the table of names."""
        return read_gazetteer(self.settings.gazetteer) if self.settings.gazetteer else ()

    def annotate(self, article: Article, doc: Doc) -> Iterator[Entity]:
        """The entities of the article; none overlaps another."""
        reading = Reading(doc, words(article.language))
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
        if reading.words.language:
            names = added(own, _by_lexicon(reading, names))
        return names


def _by_lexicon(reading: Reading, names: list[Name]) -> list[Name]:
    """The names after all rules. Each rule sees what the rules before it left."""
    names = with_known(reading, names)
    names = replaced(names, datelines(reading))
    names = in_context(reading, names)
    for missed in (numbered, named, placed, speakers):
        names = added(names, missed(reading, names))
    names = extended(reading, names)
    names = replaced(names, inhabitants(reading, names))
    names = without_adjectives(reading, names)
    names = without_portfolios(reading, names)
    for rule in (routes, joined_places, teams, closed, opened, ministries, forces, bodies):
        names = replaced(names, rule(reading, names))
    names = replaced(names, apposed(reading, names))
    names = replaced(names, with_role(reading, names))
    names = replaced(names, honoured(reading, names))
    names = replaced(names, streets(reading, names))
    names = added(names, acronyms(reading, names))
    names = consistent(reading, names)
    names = added(names, repeated(reading, names))
    names = replaced(names, short_forms(reading, names))
    return consistent(reading, names)
