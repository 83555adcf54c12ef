"""
The form of an event lexicon, ours and a user's own: types with traits, triggers with conditions.

`own_lexicon.py` reads a user's file, `lexicon.py` makes the values that the rules ask of what is validated here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

__all__ = [
    "ROLES",
    "EventTraits",
    "FamilyEntry",
    "OwnLanguage",
    "OwnLexicon",
    "SwitchedOff",
    "TriggerEntry",
    "TypeEntry",
]

ROLES = (
    "agent",
    "target",
    "victim",
    "partner",
    "place",
    "time",
    "quantity",
    "instrument",
    "topic",
)
"""The roles that an argument of an event may have."""


def _split_words(value: Any) -> Any:
    """Return `value` as a list of words: one word stands for a list of one, and numbers are words."""
    words = value if isinstance(value, list) else [value]
    return [str(word) for word in words]


def _check_roles(value: Any) -> Any:
    """Return `value` as it is; raise `ValueError` for a mapping to something that is no role."""
    # What is no mapping at all is for pydantic to refuse.
    if not isinstance(value, dict):
        return value
    roles = {str(role) for role in value.values()}
    unknown = sorted(roles - set(ROLES))
    if unknown:
        raise ValueError(
            f"no role is called {', '.join(unknown)}; there are {' '.join(ROLES)}"
        )
    return value


# What hangs on a verb and what on a noun: « object » of a noun would never be there, and switch its trigger off.
_VERB_CONDITIONS = frozenset(
    {"object", "subject", "prep", "complement", "content", "head"}
)
_NOUN_CONDITIONS = frozenset({"prep", "complement", "head", "of", "modifier"})


def _with_negations(conditions: frozenset[str]) -> frozenset[str]:
    """Return `conditions` and the `not_…` of each."""
    return conditions | {f"not_{condition}" for condition in conditions}


_CONDITIONS_BY_KIND = {
    "verbs": _with_negations(_VERB_CONDITIONS)
    | {"reflexive", "passive", "quoted", "future"},
    "adjectives": _with_negations(_VERB_CONDITIONS) | {"passive"},
    "nouns": _with_negations(_NOUN_CONDITIONS) | {"plural", "counted", "noun_only"},
}
_CONDITIONS = frozenset().union(*_CONDITIONS_BY_KIND.values())

Words = Annotated[tuple[str, ...], BeforeValidator(_split_words), Field(min_length=1)]
Roles = Annotated[Mapping[str, str], BeforeValidator(_check_roles)]


class _LexiconModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EventTraits(_LexiconModel):
    """
    What rules ask of a type of events, whatever its name; `event_types.und.yaml` says each trait with an example.

    >>> EventTraits.model_validate({"family": "violence"}).reporting
    False
    """

    family: str | None = None
    reporting: bool = False
    toll: bool = False
    charged: bool = False
    place: Literal["actor", "scene"] = "scene"
    thing: Literal["target", "topic"] = "topic"
    object_place: bool = False
    clause_place: bool = True
    inherits_place: bool = True


class TriggerEntry(_LexiconModel):
    """A trigger, or several that share their conditions. Every condition takes lemmas, ~classes, or PER, LOC, ORG."""

    lemma: Words
    object: Words | None = None
    subject: Words | None = None
    prep: Words | None = None
    complement: Words | None = None
    content: Words | None = None
    head: Words | None = None
    of: Words | None = None
    modifier: Words | None = None
    not_object: Words | None = None
    not_subject: Words | None = None
    not_prep: Words | None = None
    not_complement: Words | None = None
    not_content: Words | None = None
    not_head: Words | None = None
    not_of: Words | None = None
    not_modifier: Words | None = None
    reflexive: bool | None = None
    passive: bool | None = None
    plural: bool | None = None
    counted: bool | None = None
    noun_only: bool | None = None
    quoted: bool | None = None
    future: bool | None = None
    roles: Roles = Field(default_factory=dict)
    plover: str | None = None
    cameo: str | None = None


def _write_out_triggers(value: Any) -> Any:
    """Return a list of triggers as mappings: a word and a list of words are triggers without conditions."""
    if not isinstance(value, list):
        raise ValueError("must be a list of triggers")
    return [
        {"lemma": entry} if isinstance(entry, str | list) else entry for entry in value
    ]


TriggerEntries = Annotated[
    tuple[TriggerEntry, ...], BeforeValidator(_write_out_triggers)
]


class FamilyEntry(_LexiconModel):
    """
    The words of one deed, « détruire » and « destruction », that share what it acts on: a row from which triggers derive.

    `thing` is the verb's object and what the noun is of, `doer` its subject; `agents`, « pirate », trigger nothing.

    >>> family = FamilyEntry(verbs=["élire"], nouns=["élection"], thing=["maire"])
    >>> [(one.lemma, one.object, one.of) for kind in ("verbs", "nouns") for one in family.triggers_of(kind)]
    [(('élire',), ('maire',), None), (('élection',), None, ('maire',))]
    """

    verbs: Words | None = None
    nouns: Words | None = None
    adjectives: Words | None = None
    agents: Words | None = None
    thing: Words | None = None
    not_thing: Words | None = None
    doer: Words | None = None
    not_doer: Words | None = None
    roles: Roles = Field(default_factory=dict)
    plover: str | None = None
    cameo: str | None = None

    def triggers_of(self, kind: str) -> Iterator[TriggerEntry]:
        """Yield the trigger of one `kind` (verbs, nouns, adjectives) that the family has, if any."""
        lemmas = getattr(self, kind)
        if not lemmas:
            return
        conditions: dict[str, Words | None] = {
            "object": self.thing, "not_object": self.not_thing,
            "subject": self.doer, "not_subject": self.not_doer,
        }  # fmt: skip
        if kind == "nouns":
            # « la grève des cheminots », « la destruction du pont »: of whom and of what alike
            conditions = {
                "of": _join_words(self.thing, self.doer),
                "not_of": _join_words(self.not_thing, self.not_doer),
            }
        said = {name: words for name, words in conditions.items() if words}
        codes = {"roles": self.roles, "plover": self.plover, "cameo": self.cameo}
        yield TriggerEntry.model_validate(
            {"lemma": list(lemmas), **_as_lists(said), **codes}
        )


def _join_words(one: Words | None, other: Words | None) -> Words | None:
    """Return the words of both conditions; None where there is neither."""
    return (*(one or ()), *(other or ())) or None


def _as_lists(conditions: Mapping[str, Words | None]) -> dict[str, list[str]]:
    """Return `conditions` as a YAML file has them."""
    return {name: list(words or ()) for name, words in conditions.items()}


class TypeEntry(_LexiconModel):
    """A type of events: what it is, an example in its language, its codes in other schemes, its traits and triggers."""

    definition: str = ""
    example: str = ""
    plover: str | None = None
    cameo: str | None = None
    traits: EventTraits = Field(default_factory=EventTraits)
    roles: Roles = Field(default_factory=dict)
    kinds: Roles = Field(default_factory=dict)
    verbs: TriggerEntries = ()
    nouns: TriggerEntries = ()
    adjectives: TriggerEntries = ()
    families: tuple[FamilyEntry, ...] = ()

    def triggers_of(self, kind: str) -> tuple[TriggerEntry, ...]:
        """Return the triggers of one `kind` (verbs, nouns, adjectives): those listed, then those of families."""
        derived = [one for row in self.families for one in row.triggers_of(kind)]
        return (*getattr(self, kind), *derived)

    @model_validator(mode="after")
    def _refuse_conditions_of_another_kind(self) -> TypeEntry:
        """Raise `ValueError` for a condition that its kind of word cannot meet: it would switch its trigger off."""
        for kind, allowed in _CONDITIONS_BY_KIND.items():
            for entry in getattr(self, kind):
                for condition in entry.model_fields_set & _CONDITIONS - allowed:
                    raise ValueError(
                        f"{kind}: {entry.lemma[0]!r} asks for {condition!r}, which {kind} do not have"
                    )
        return self


class SwitchedOff(_LexiconModel):
    """What a user's own file switches off: whole types, or words of any type."""

    types: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


class OwnLanguage(_LexiconModel):
    """A user's own types and triggers of one language. A type that we have too is added to."""

    types: Mapping[str, TypeEntry] = Field(default_factory=dict)
    off: SwitchedOff = Field(default_factory=SwitchedOff)


class OwnLexicon(_LexiconModel):
    """A whole file of a user: what it says of each language."""

    languages: Mapping[str, OwnLanguage]
