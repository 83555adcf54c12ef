"""
The triggers of an event lexicon: one value for each word of an entry, by all its written forms.

`lexicon.py` puts them together with the lists of words; `trigger_conditions.py` asks a text for their conditions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pressmark.yaml_files.lexicon_models.event_entries import (
    EventTraits,
    SwitchedOff,
    TriggerEntry,
    TypeEntry,
)
from pressmark.yaml_files.lexicon_models.inflection import Inflection

__all__ = [
    "CONDITIONS",
    "FLAGS",
    "UNTYPED",
    "Trigger",
    "resolve_classes",
    "triggers_by_form",
    "write_conditions",
]

CONDITIONS = (
    "object",
    "subject",
    "prep",
    "complement",
    "content",
    "head",
    "of",
    "modifier",
)
"""What a condition may ask of, besides `prep`: the words that hang on a trigger, or what it hangs on."""


# What may be asked of the trigger's own form: « se retirer » (reflexive), « arrêtés » (plural), « 14 morts »
# (counted).
FLAGS = (
    "reflexive",
    "passive",
    "plural",
    "counted",
    "noun_only",
    "quoted",
    "future",
    "negated",
)


UNTYPED = "OTHER"
"""The label of what happens and is of no type of the lexicon; a setting asks for it."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """
    A word that can name an event of a type, and under which conditions.

    `required` maps each of `CONDITIONS` to words of which one must be there, `barred` to words of which none may;
    `flags` says what else must hold (reflexive, passive …) or must not. `roles` says what grammatical places mean:
    subject, object, or a preposition → role.
    """

    lemma: str
    label: str
    traits: EventTraits = field(default_factory=EventTraits)
    required: Mapping[str, frozenset[str]] = field(default_factory=dict)
    barred: Mapping[str, frozenset[str]] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    # a class of words → the role that such a word has
    kinds: Mapping[str, str] = field(default_factory=dict)
    plover: str | None = None
    cameo: str | None = None
    # the conditions as the lexicon writes them
    conditions_text: str = ""

    @property
    def strictness(self) -> int:
        """How much it asks: the trigger that asks most is tried first, and what must be there weighs more."""
        # The weights are chosen, not measured: a word that must be there says most about the sense, a flag less.
        strictness = 3 * len(self.required)
        strictness += 2 * len(self.flags)
        return strictness + len(self.barred)


def triggers_by_form(
    types: Mapping[str, TypeEntry],
    kind: str,
    off: SwitchedOff,
    classes: Mapping[str, Sequence[str]],
    inflection: Inflection,
) -> dict[str, tuple[Trigger, ...]]:
    """Return the triggers of one `kind` (verbs, nouns, adjectives) by each of their written forms, strictest first."""
    triggers: dict[str, list[Trigger]] = {}
    is_verb = kind == "verbs"
    forms_of = (
        inflection.verb_forms_of_all_persons if is_verb else inflection.noun_forms
    )
    for label, type_entry in types.items():
        for entry in type_entry.triggers_of(kind):
            # Several lemmas of one entry share its conditions, and each is a trigger of its own.
            for lemma in entry.lemma:
                if lemma in getattr(off, kind):
                    continue
                trigger = _make_trigger(lemma, label, entry, type_entry, classes)
                for form in forms_of(lemma):
                    triggers.setdefault(form, []).append(trigger)
    # The sort is stable: of two that ask as much, the one that the file has first is tried first.
    # Most forms are of one trigger alone.
    return {
        form: tuple(
            sorted(group, key=lambda trigger: -trigger.strictness)
            if len(group) > 1
            else group
        )
        for form, group in triggers.items()
    }


def _make_trigger(
    lemma: str,
    label: str,
    entry: TriggerEntry,
    type_entry: TypeEntry,
    classes: Mapping[str, Sequence[str]],
) -> Trigger:
    """Return the trigger `lemma` of an entry; what the entry leaves out is its type's."""
    required, barred = {}, {}
    for condition in CONDITIONS:
        if words := getattr(entry, condition):
            required[condition] = resolve_classes(words, classes)
        if words := getattr(entry, f"not_{condition}"):
            barred[condition] = resolve_classes(words, classes)
    return Trigger(
        lemma=lemma,
        label=label,
        traits=type_entry.traits,
        required=required,
        barred=barred,
        flags=_flags_of(entry),
        roles={**type_entry.roles, **entry.roles},
        kinds=type_entry.kinds,
        plover=entry.plover or type_entry.plover,
        cameo=entry.cameo or type_entry.cameo,
        conditions_text=write_conditions(entry),
    )


def _flags_of(entry: TriggerEntry) -> dict[str, bool]:
    """Return the flags that `entry` sets, in the order of `FLAGS`."""
    flags: dict[str, bool] = {}
    for flag in FLAGS:
        value = getattr(entry, flag)
        if value is not None:
            flags[flag] = value
    return flags


def resolve_classes(
    words: Iterable[str], classes: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """
    Return `words` with every ~class replaced by its list.

    >>> sorted(resolve_classes(["~arms", "traité"], {"arms": ["fusil", "obus"]}))
    ['fusil', 'obus', 'traité']
    """
    resolved: set[str] = set()
    for word in words:
        if word.startswith("~"):
            resolved |= resolve_classes(classes[word[1:]], classes)
        else:
            resolved.add(word)
    return frozenset(resolved)


def write_conditions(entry: TriggerEntry) -> str:
    """
    Return the conditions of `entry` on one line, empty when it has none.

    >>> write_conditions(TriggerEntry(lemma=["signer"], object=["accord", "traité"], passive=False))
    'object accord traité; not passive'
    """
    parts = []
    for condition in CONDITIONS:
        for name in (condition, f"not_{condition}"):
            if words := getattr(entry, name):
                parts.append(f"{name.replace('_', ' ')} {' '.join(words)}")
    for flag, value in _flags_of(entry).items():
        parts.append(flag if value else f"not {flag}")
    return "; ".join(parts)
