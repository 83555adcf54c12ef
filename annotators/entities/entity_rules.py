"""The rules of entities in the order of work: each mends or adds to the names that the rules before it left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pressmark.annotators.rules import AnyRule, Rule, conclude_first

from .bodies import (
    drop_portfolios,
    find_bodies,
    find_forces,
    find_kind_first_names,
    find_lower_closing,
    find_ministries,
)
from .candidates import NameCandidate, add_free, replace_overlapped
from .joined_persons import join_by_particles
from .label_votes import VOTE_RULES, unify_labels, with_articles
from .labels import LABEL_RULES, label_by_context
from .listed_names import add_listed_names, find_datelines, find_routes
from .multiword_names import find_apposed_names, find_kind_last_names, find_streets
from .names_by_context import (
    find_full_names,
    find_given_names,
    find_hyphenated_places,
    find_places,
    find_rulers,
    find_speakers,
    find_teams,
)
from .names_in_capitals import find_persons_in_capitals
from .people import (
    cut_roles_behind_bodies,
    find_persons_after_role,
    find_titled_persons,
)
from .peoples import drop_people_adjectives, find_inhabitants
from .person_end import extend_persons
from .reading import Reading
from .repeated_names import find_acronyms, find_repetitions, find_short_forms
from .whole_persons import complete_hyphenated_persons

__all__ = ["ENTITY_RULES", "GROUPS", "EntityRule", "apply_rules"]


class _NamesSoFar(NamedTuple):
    """The names of an article as the rules so far left them."""

    names: list[NameCandidate]
    reading: Reading
    without: frozenset[str]


EntityRule = Rule[_NamesSoFar, list[NameCandidate]]
_Change = Callable[[_NamesSoFar], list[NameCandidate] | None]
_FindNames = Callable[[Reading, list[NameCandidate]], Iterable[NameCandidate]]


def apply_rules(
    rules: Sequence[EntityRule],
    reading: Reading,
    names: list[NameCandidate],
    without: frozenset[str],
) -> list[NameCandidate]:
    """Return `names` as the rules leave them, each of which sees what those before it left."""
    for rule in rules:
        case = _NamesSoFar(names, reading, without)
        changed_names = conclude_first((rule,), case, without)
        names = names if changed_names is None else changed_names
    return names


def _adding(find_names: _FindNames) -> _Change:
    """Return the action of a rule whose names stand where nothing was found before."""

    def add_names(case: _NamesSoFar) -> list[NameCandidate] | None:
        newer_names = list(find_names(case.reading, case.names))
        return add_free(case.names, newer_names) if newer_names else None

    return add_names


def _replacing(find_names: _FindNames) -> _Change:
    """Return the action of a rule whose names stand in place of those that they overlap."""

    def replace_names(case: _NamesSoFar) -> list[NameCandidate] | None:
        newer_names = list(find_names(case.reading, case.names))
        return replace_overlapped(case.names, newer_names) if newer_names else None

    return replace_names


def _changing(
    change_names: Callable[[Reading, list[NameCandidate]], list[NameCandidate]],
) -> _Change:
    """Return the action of a rule that mends or drops names; it says nothing where it leaves all of them."""

    def changed_names(case: _NamesSoFar) -> list[NameCandidate] | None:
        names = change_names(case.reading, case.names)
        return names if names != case.names else None

    return changed_names


_LIST_RULES: tuple[EntityRule, ...] = (
    Rule(
        "listed",
        "La France a répondu.",
        _changing(add_listed_names),
        reasons=("known", "place", "country"),
    ),
    # Its capitals say more than a list.
    Rule(
        "dateline",
        "VELLO (AFP) - Le port ferme.",
        _replacing(lambda reading, names: find_datelines(reading)),
    ),
)
# What the model missed: rulers and given names, the surest, before places and speakers.
_CONTEXT_RULES: tuple[EntityRule, ...] = (
    Rule(
        "label by context",
        "Elle vit près de Vello.",
        lambda case: label_by_context(case.reading, case.names, case.without),
    ),
    Rule("numbered", "Louis XIV régnait.", _adding(find_rulers)),
    Rule("given_name", "Ann a souri.", _adding(find_given_names)),
    Rule(
        "person in capitals",
        "MARTINE DUVAL QUITTE LA MAIRIE DE LYON.",
        _adding(find_persons_in_capitals),
        reasons=("given_name",),
    ),
    Rule(
        "preposition",
        "Elle vit près de Vello.",
        _adding(find_places),
        reasons=("preposition", "region"),
    ),
    Rule("speaker", "« Non », a déclaré Vallon.", _adding(find_speakers)),
    Rule(
        "end of a person's name",
        "Martine DUVAL a souri.",
        _changing(extend_persons),
    ),
)
_PEOPLE_RULES: tuple[EntityRule, ...] = (
    Rule("people", "Les Ukrainiens votent.", _replacing(find_inhabitants)),
    Rule(
        "adjective of a people",
        "The German economy grows.",
        _changing(drop_people_adjectives),
    ),
)
# Places come first (« Dijon-Nevers »), since bodies are named after them; bodies that a noun in lower case opens come
# last, since it may stand before any other name (« tribunal de Châlons-sur-Marne »). Appositions label what is then
# there.
_NOUN_RULES: tuple[EntityRule, ...] = (
    Rule(
        "portfolio",
        "Elle a vu la ministre de l'Éducation nationale.",
        _changing(drop_portfolios),
    ),
    Rule("route", "Le train Dijon-Nevers est en retard.", _replacing(find_routes)),
    Rule("joined", "Il vit à Vello-sur-Loue.", _replacing(find_hyphenated_places)),
    Rule(
        "team",
        "Hier, les Canadiens de Montréal et les Pingouins de Tours ont gagné.",
        _replacing(find_teams),
    ),
    Rule(
        "closing",
        "The Boltworks Trade Association replied.",
        _replacing(find_kind_last_names),
    ),
    Rule(
        "opening",
        "Hier, le Conseil de la Savoie a voté.",
        _replacing(find_kind_first_names),
    ),
    Rule(
        "ministry",
        "Le ministère danois de la Santé a répondu.",
        _replacing(find_ministries),
        reasons=("institution",),
    ),
    Rule(
        "force",
        "L'armée danoise avance.",
        _replacing(find_forces),
        reasons=("institution",),
    ),
    Rule(
        "body",
        "Le tribunal correctionnel de Vello siège.",
        _replacing(find_bodies),
        reasons=("institution", "facility"),
    ),
    Rule(
        "kind in lower case",
        "The London borough council has met.",
        _replacing(find_lower_closing),
        reasons=("institution", "facility"),
    ),
    Rule(
        "apposition",
        "Les villes de Norlift et Vello votent.",
        _replacing(find_apposed_names),
    ),
)
# By role, then by title, which is surer; then streets, which are called after persons: « boulevard du Général Roe » is
# a street, whatever its title says.
_PERSON_RULES: tuple[EntityRule, ...] = (
    Rule(
        "role behind a body",
        "Yesterday, Bank of Norlift Governor Ann Doe said no.",
        _changing(cut_roles_behind_bodies),
    ),
    Rule("role", "Le président Vallon a souri.", _replacing(find_persons_after_role)),
    Rule("honorific", "Mme Vallon a souri.", _replacing(find_titled_persons)),
    Rule("street", "Elle vit rue de la République.", _replacing(find_streets)),
    # What rules of bodies have cut off: the model may have taken both for one name.
    Rule(
        "given name left over",
        "At the Vello Hospital Ann Doe said no.",
        _adding(find_full_names),
        reasons=("given_name",),
    ),
    Rule(
        "particle within a person's name",
        "Isabel dos Campos a nié.",
        _changing(join_by_particles),
    ),
    Rule(
        "person's name over a hyphen",
        "Elle a vu Kim Jong-un.",
        _changing(complete_hyphenated_persons),
    ),
)
# Labels are made one after the repetitions, since those vote too.
_ARTICLE_RULES: tuple[EntityRule, ...] = (
    Rule(
        "acronym after its name",
        "L'Office mondial du thon (OMT) a répondu.",
        _adding(find_acronyms),
        reasons=("acronym",),
    ),
    Rule("repeat", "Anne Vallon arrive. Anne a souri.", _adding(find_repetitions)),
    Rule(
        "short",
        "La Cour de Vello siège. La Cour a tranché.",
        _replacing(find_short_forms),
    ),
    Rule(
        "one label",
        "Anne Vallon arrive. Vallon a souri.",
        lambda case: unify_labels(case.reading, case.names, case.without),
    ),
    Rule(
        "article with a capital",
        "She told The Norlift Herald so.",
        _changing(with_articles),
    ),
)
GROUPS: tuple[tuple[str, tuple[EntityRule, ...]], ...] = (
    ("listed names", _LIST_RULES),
    ("words beside a name", _CONTEXT_RULES),
    ("peoples", _PEOPLE_RULES),
    ("bodies, buildings, appositions", _NOUN_RULES),
    ("roles, titles, streets", _PERSON_RULES),
    ("the article as a whole", _ARTICLE_RULES),
)
"""The rules in the order in which they run; each group sees what the groups before it left."""
ENTITY_RULES: tuple[AnyRule, ...] = (
    *LABEL_RULES,
    *VOTE_RULES,
    *(rule for _, rules in GROUPS for rule in rules),
)
"""All rules of entities, to be explained and switched off by name."""
