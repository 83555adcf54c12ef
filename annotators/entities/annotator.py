"""The entity annotator: the model's names, mended and added to by rules over the lexicon, a rule after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pressmark.annotators.learned_scores import scorers_in
from pressmark.annotators.rules import AnyRule, require_rules
from pressmark.annotators.scoring import scorer
from pressmark.articles import Article
from pressmark.linking.gazetteer import GazetteerEntry, read_gazetteer
from pressmark.spans import Entity
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .candidates import NameCandidate, add_free, replace_overlapped
from .canonical_names import resolve_full_names
from .entity_rules import ENTITY_RULES, GROUPS, EntityRule, apply_rules
from .features import NameFeatures, score_names
from .gazetteer import Gazetteer
from .lexicon import load_lexicon
from .mentions import find_mentions
from .model_names import read_model_names
from .named_entities import make_entity
from .reading import Reading
from .settings import EntitySettings

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["GROUPS", "Entities"]


class Entities:
    """
    Finds the names of an article. Its language chooses the lexicon; without one, the model's spans stay.

    `groups` are the groups of rules to apply, all of `GROUPS` when left out; rules of the names `without` are not asked.
    Raises `ConfigError` with all mistakes of
    the gazetteer that `settings` name.
    """

    name = "entities"
    layer = "entities"
    needs: tuple[str, ...] = ()
    Settings = EntitySettings
    takes_lexicons = True
    rules: ClassVar[tuple[AnyRule, ...]] = ENTITY_RULES

    def __init__(
        self,
        settings: EntitySettings,
        *,
        groups: Sequence[tuple[str, Sequence[EntityRule]]] | None = None,
        without: frozenset[str] = frozenset(),
        lexicons: Lexicons = OURS,
    ) -> None:
        require_rules(self.rules, without)
        self.settings = settings
        self.lexicons = lexicons
        self._without = without
        self._groups = GROUPS if groups is None else groups
        # Once for all articles: a file that is written meanwhile counts from the next run on.
        self.learned = scorers_in(settings.scores, self.layer)
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
        reading, names = self.read(article, doc)
        mentions = find_mentions(reading, names)
        genders = {name: mention.gender for name, mention in mentions.items()}
        full_names = resolve_full_names(reading, names, genders)
        language = article.language or ""
        # What was learned replaces ours in the languages that it was learned for.
        weights = self.learned.get(language) or scorer("entities", language)
        scores = score_names(reading, names, weights)
        for name, score in zip(names, scores, strict=True):
            if name.label not in self.settings.labels:
                continue
            if not weights.keeps(score, self.settings.minimum):
                continue
            mention, full_name = mentions[name], full_names[name]
            yield make_entity(article.text, name, mention, full_name, score)

    def candidates(
        self, article: Article, doc: Doc
    ) -> Iterator[tuple[Entity, Mapping[str, Sequence[str]], bool]]:
        """
        Yield the names with a label that the settings ask for, whatever their score, and their signs by column.

        The third value says that a minimum may drop them, as that of the quotes does.
        """
        reading, names = self.read(article, doc)
        features = NameFeatures(reading, names)
        mentions = find_mentions(reading, names)
        for name in names:
            if name.label not in self.settings.labels:
                continue
            mention = mentions[name]
            entity = make_entity(
                article.text, name, mention, reading.surface(name), None
            )
            yield entity, {"score": features.of_name(name)}, True

    def read(self, article: Article, doc: Doc) -> tuple[Reading, list[NameCandidate]]:
        """Return the reading of `article` and the names that the rules find in it, none dropped by a setting."""
        lexicon = load_lexicon(article.language, self.lexicons)
        reading = Reading(doc, lexicon, article.text)
        return reading, self._find_names(reading)

    def _find_names(self, reading: Reading) -> list[NameCandidate]:
        """Find the names by the gazetteer, the model and the rules; a language without a lexicon has no rules."""
        names = replace_overlapped([], read_model_names(reading))
        own_names: list[NameCandidate] = []
        if self._gazetteer is not None:
            own_names = list(self._gazetteer.find(reading))
            names = add_free(own_names, names)
        if reading.lexicon.language:
            for _, rules in self._groups:
                names = apply_rules(rules, reading, names, self._without)
        # Once more at the end: no rule may take from the user's own names.
        return add_free(own_names, names)
