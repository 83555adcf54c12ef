"""The entity annotator: the model's names, mended and added to by rules over the lexicon, a rule after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.articles import Article
from pressmark.linking.gazetteer import GazetteerEntry, read_gazetteer
from pressmark.spans import Entity
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .bodies import (
    drop_portfolios,
    find_bodies,
    find_forces,
    find_kind_first_names,
    find_ministries,
)
from .candidates import NameCandidate, add_free, replace_overlapped
from .canonical_names import resolve_full_names
from .gazetteer import Gazetteer
from .labels import label_by_context, unify_labels
from .lexicon import load_lexicon
from .listed_names import add_listed_names, find_datelines, find_routes
from .mentions import NameMention, find_mentions
from .model_names import read_model_names
from .multiword_names import find_apposed_names, find_kind_last_names, find_streets
from .names_by_context import (
    find_given_names,
    find_hyphenated_places,
    find_places,
    find_rulers,
    find_speakers,
    find_teams,
)
from .people import (
    find_persons_after_role,
    find_persons_after_role_phrase,
    find_titled_persons,
)
from .peoples import drop_people_adjectives, find_inhabitants
from .person_end import extend_persons
from .reading import Reading
from .repeated_names import find_acronyms, find_repetitions, find_short_forms
from .settings import EntitySettings

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["GROUPS", "Entities"]

RuleGroup = Callable[[Reading, list[NameCandidate]], list[NameCandidate]]


class Entities:
    """
    Finds the names of an article. Its language chooses the lexicon; without one, the model's spans stay.

    `groups` are the groups of rules to apply, all of `GROUPS` when left out. Raises `ConfigError` with all mistakes of
    the gazetteer that `settings` name.
    """

    name = "entities"
    layer = "entities"
    needs: tuple[str, ...] = ()
    Settings = EntitySettings
    takes_lexicons = True

    def __init__(
        self,
        settings: EntitySettings,
        *,
        groups: Sequence[tuple[str, RuleGroup]] | None = None,
        lexicons: Lexicons = OURS,
    ) -> None:
        self.settings = settings
        self.lexicons = lexicons
        self._groups = GROUPS if groups is None else groups
        self._gazetteer: Gazetteer | None = None
        if settings.gazetteer is not None:
            self._gazetteer = Gazetteer(
                settings.gazetteer,
                any_case=settings.gazetteer_any_case,
                any_accents=settings.gazetteer_any_accents,
            )

    @property
    def known_names(self) -> tuple[GazetteerEntry, ...]:
        """The entries of the gazetteer, for the table of names."""
        return (
            read_gazetteer(self.settings.gazetteer) if self.settings.gazetteer else ()
        )

    @property
    def file_digests(self) -> dict[Path, str]:
        """
        What of the gazetteer decides the entities: names, labels, aliases and their lines, which `rule` names.

        So a gender or country that is added there is in `names` and what rests on it, and nothing is annotated anew.
        """
        if self.settings.gazetteer is None:
            return {}
        forms = [(entry.line, entry.label, *entry.forms) for entry in self.known_names]
        digest = hashlib.sha256(repr(forms).encode())
        return {self.settings.gazetteer: digest.hexdigest()}

    def annotate(self, article: Article, doc: Doc) -> Iterator[Entity]:
        """Find the entities of `article` in text order; none overlaps another."""
        reading = Reading(
            doc, load_lexicon(article.language, self.lexicons), article.text
        )
        names = self._find_names(reading)
        mentions = find_mentions(reading, names)
        genders = {name: mention.gender for name, mention in mentions.items()}
        full_names = resolve_full_names(reading, names, genders)
        for name in names:
            if name.label in self.settings.labels:
                yield _make_entity(article.text, name, mentions[name], full_names[name])

    def _find_names(self, reading: Reading) -> list[NameCandidate]:
        """Find the names by the gazetteer, the model and the rules; a language without a lexicon has no rules."""
        own_names: list[NameCandidate] = []
        if self._gazetteer is not None:
            own_names = list(self._gazetteer.find(reading))
        model_names = replace_overlapped([], read_model_names(reading))
        names = add_free(own_names, model_names)
        if reading.lexicon.language:
            for _, apply_group in self._groups:
                names = apply_group(reading, names)
        # Once more at the end: no rule may take from the user's own names.
        return add_free(own_names, names)


def _make_entity(
    text: str, name: NameCandidate, mention: NameMention, full_name: str
) -> Entity:
    """Return the span of a name, with the mention around it and the name that its bearer has in the article."""
    role_start, role_end = mention.role if mention.role is not None else (None, None)
    return Entity.cut(
        text,
        name.start,
        name.end,
        name.label,
        rule=name.reason,
        mention_start=mention.start,
        mention_end=mention.end,
        name=full_name,
        role=None
        if mention.role is None
        else " ".join(text[role_start:role_end].split()),
        role_start=role_start,
        role_end=role_end,
        gender=mention.gender,
    )


def _apply_lists(reading: Reading, names: list[NameCandidate]) -> list[NameCandidate]:
    """Add the names that need no context, then the places of datelines, whose capitals say more than a list."""
    names = add_listed_names(reading, names)
    datelines = find_datelines(reading)
    return replace_overlapped(names, datelines)


def _apply_context(reading: Reading, names: list[NameCandidate]) -> list[NameCandidate]:
    """Mend labels, then add what the model missed: rulers and given names, the surest, before places and speakers."""
    names = label_by_context(reading, names)
    for find_names in (find_rulers, find_given_names, find_places, find_speakers):
        new_names = find_names(reading, names)
        names = add_free(names, new_names)
    return extend_persons(reading, names)


def _apply_peoples(reading: Reading, names: list[NameCandidate]) -> list[NameCandidate]:
    """Put inhabitants in place of what was read there, and drop peoples that are adjectives."""
    inhabitants = find_inhabitants(reading, names)
    names = replace_overlapped(names, inhabitants)
    return drop_people_adjectives(reading, names)


def _apply_nouns(reading: Reading, names: list[NameCandidate]) -> list[NameCandidate]:
    """
    Build names of several words, each rule from those before it.

    Places come first (« Dijon-Nevers »), since bodies are named after them; bodies that a noun in lower case opens
    come last, since it may stand before any other name (« tribunal de Châlons-sur-Marne »). Appositions label what is
    then there.
    """
    names = drop_portfolios(reading, names)
    for find_names in (
        find_routes,
        find_hyphenated_places,
        find_teams,
        find_kind_last_names,
        find_kind_first_names,
        find_ministries,
        find_forces,
        find_bodies,
    ):
        names = replace_overlapped(names, find_names(reading, names))
    return replace_overlapped(names, find_apposed_names(reading, names))


def _apply_persons(reading: Reading, names: list[NameCandidate]) -> list[NameCandidate]:
    """
    Find persons by their role, then by their title, which is surer; then streets, which are called after persons.

    « boulevard du Général Roe » is a street, whatever its title says.
    """
    for find_names in (
        find_persons_after_role,
        find_persons_after_role_phrase,
        find_titled_persons,
        find_streets,
    ):
        names = replace_overlapped(names, find_names(reading, names))
    return names


def _apply_article(reading: Reading, names: list[NameCandidate]) -> list[NameCandidate]:
    """
    Find names again wherever they stand, with one label for each surface.

    Labels are made one before the repetitions, which take them over, and after them, since those vote too.
    """
    names = add_free(names, find_acronyms(reading, names))
    names = unify_labels(reading, names)
    names = add_free(names, find_repetitions(reading, names))
    names = replace_overlapped(names, find_short_forms(reading, names))
    return unify_labels(reading, names)


GROUPS: tuple[tuple[str, RuleGroup], ...] = (
    ("listed names", _apply_lists),
    ("words beside a name", _apply_context),
    ("peoples", _apply_peoples),
    ("bodies, buildings, appositions", _apply_nouns),
    ("roles, titles, streets", _apply_persons),
    ("the article as a whole", _apply_article),
)
"""The rules in the order in which they run; each group sees what the groups before it left."""
