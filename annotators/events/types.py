"""The event lexicon of a language, read into frozen values: types, triggers with their conditions, small words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pressmark.annotators.inflection import noun_forms, verb_forms
from pressmark.annotators.lexicon import lexicon

__all__ = ["Lexicon", "Trigger", "read"]

_SETS = (
    "light", "auxiliaries", "reflexive", "passive_by", "negations", "planned", "planned_nouns", "hypothetical",
    "hypothetical_nouns", "denied", "denied_nouns", "conditions", "places", "place_nouns",
)  # fmt: skip
_VERBAL = ("light", "auxiliaries", "planned", "hypothetical", "denied")


@dataclass(frozen=True, slots=True)
class Trigger:
    """
    A word that can name an event of a type, and under which conditions.

    `asked` maps object, subject, prep, complement or of to lemmas of which one must be there, `barred` to lemmas of
    which none may. `roles` says what grammatical places mean: subject, object, or a preposition → role.
    """

    lemma: str
    label: str
    asked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    reflexive: bool = False
    passive: bool = False

    @property
    def conditions(self) -> int:
        """How many conditions it has: the trigger with most of them is tried first."""
        return len(self.asked) + len(self.barred) + self.reflexive + self.passive


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Written forms of verbs and nouns → their triggers, the most conditioned first; and the lists of small words."""

    verbs: Mapping[str, tuple[Trigger, ...]]
    nouns: Mapping[str, tuple[Trigger, ...]]
    sets: Mapping[str, frozenset[str]]
    noun_prepositions: Mapping[str, str]
    bounds: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, float]
    peoples: frozenset[str]

    def has(self, key: str, form: str) -> bool:
        """Whether a word, however it is written, stands in one of the lists."""
        return form.lower().replace("’", "'") in self.sets[key]


@cache
def read(language: str) -> Lexicon | None:
    """The event lexicon of a language; None when it has none."""
    found = lexicon("events", language)
    if not found:
        return None
    return Lexicon(
        verbs=_forms(found["types"], "verbs", language),
        nouns=_forms(found["types"], "nouns", language),
        sets={key: frozenset(_list(found[key], key, language)) for key in _SETS},
        noun_prepositions=found["noun_prepositions"],
        bounds={bound: tuple(phrases) for bound, phrases in found["bounds"].items()},
        numbers=found["numbers"],
        peoples=frozenset(_peoples(language)),
    )


def _peoples(language: str) -> Iterator[str]:
    """The adjectives of peoples, which the entity lexicon lists."""
    for people in lexicon("entities", language).get("peoples", ()):
        yield from noun_forms(people, language)


def _list(words: list[Any], key: str, language: str) -> Iterator[str]:
    for word in map(str, words):
        yield word
        if key in _VERBAL:
            yield from verb_forms(word, language)


def _forms(types: Mapping[str, Any], kind: str, language: str) -> dict[str, tuple[Trigger, ...]]:
    forms: dict[str, list[Trigger]] = {}
    for label, about in types.items():
        for entry in about[kind]:
            trigger = _trigger(entry, label, about.get("roles", {}))
            written = verb_forms(trigger.lemma, language) if kind == "verbs" else noun_forms(trigger.lemma, language)
            for form in written:
                forms.setdefault(form, []).append(trigger)
    return {form: tuple(sorted(some, key=lambda one: -one.conditions)) for form, some in forms.items()}


def _trigger(entry: Any, label: str, roles: Mapping[str, str]) -> Trigger:
    given = entry if isinstance(entry, Mapping) else {"lemma": entry}
    kinds = ("object", "subject", "prep", "complement", "of")
    return Trigger(
        given["lemma"],
        label,
        asked={kind: frozenset(map(str, given[kind])) for kind in kinds if kind in given},
        barred={kind: frozenset(map(str, given[f"not_{kind}"])) for kind in kinds if f"not_{kind}" in given},
        roles={**roles, **given.get("roles", {})},
        reflexive=bool(given.get("reflexive")),
        passive=bool(given.get("passive")),
    )
