"""
The form of an event lexicon, ours and a user's own: types with traits, triggers with conditions, and what is wrong.

`lexicon.py` makes the values that the rules ask of what is validated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from pressmark.errors import ConfigError, Mistake
from pressmark.messages import suggestion
from pressmark.yaml_files.lexicons import languages, lexicon
from pressmark.yaml_files.mistakes import mistake_at, mistakes_of
from pressmark.yaml_files.strict import Positions, read_yaml

__all__ = [
    "ROLES",
    "EventTraits",
    "OwnLanguage",
    "SwitchedOff",
    "TriggerEntry",
    "TypeEntry",
    "read_own_lexicon",
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
    roles = {str(role) for role in value.values()} if isinstance(value, dict) else set()
    unknown = sorted(roles - set(ROLES))
    if unknown:
        raise ValueError(
            f"no role is called {', '.join(unknown)}; there are {' '.join(ROLES)}"
        )
    return value


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


class _OwnLexicon(_LexiconModel):
    languages: Mapping[str, OwnLanguage]


def read_own_lexicon(path: Path) -> Mapping[str, OwnLanguage]:
    """
    Read the user's own lexicon at `path`: language → types and what is switched off.

    Raises `ConfigError` with every mistake of the file, each with its line and column.
    """
    content, positions = read_yaml(path)
    # The model holds the languages in a field; the positions are those of the file, which has them at its top.
    positions_in_model = {
        ("languages", *steps): position for steps, position in positions.items()
    }
    errors = list(_unknown_names(content, positions_in_model))
    try:
        own = _OwnLexicon.model_validate({"languages": content}).languages
    except ValidationError as error:
        errors += mistakes_of(error, _OwnLexicon, (), positions_in_model)
    if errors:
        raise ConfigError(path.name, list(_in_file_order(errors)))
    return own


def _unknown_names(content: Any, positions: Positions) -> Iterator[Mistake]:
    """Find what `content` names and we do not have: a language, a type to switch off, a class of words."""
    for language, entry in _as_mapping(content).items():
        steps = ("languages", language)
        ours = lexicon("events", str(language))
        if ours:
            yield from _unknown_types(_as_mapping(entry), ours, steps, positions)
            yield from _unknown_classes(_as_mapping(entry), ours, steps, positions)
            continue
        spoken = languages("events")
        hint = suggestion(str(language), spoken)
        yield mistake_at(
            f"we have no events in {language!r}, only in {', '.join(spoken)}{hint}",
            steps,
            positions,
        )


def _unknown_types(
    entry: Mapping[Any, Any],
    ours: Mapping[str, Any],
    steps: tuple[str, str],
    positions: Positions,
) -> Iterator[Mistake]:
    """Find the types that a language's `entry` switches off and that we do not have."""
    labels = _as_mapping(entry.get("off")).get("types")
    for label in labels if isinstance(labels, list) else ():
        if label not in ours["types"]:
            hint = suggestion(str(label), ours["types"])
            yield mistake_at(
                f"there is no type {label!r} to switch off{hint}",
                (*steps, "off", "types"),
                positions,
            )


def _unknown_classes(
    entry: Mapping[Any, Any],
    ours: Mapping[str, Any],
    steps: tuple[str, str],
    positions: Positions,
) -> Iterator[Mistake]:
    """Find the classes of words that a language's `entry` asks for and that we do not have."""
    for label, type_entry in _as_mapping(entry.get("types")).items():
        for name in _class_names(type_entry):
            if name not in ours["classes"]:
                hint = suggestion(name, ours["classes"])
                yield mistake_at(
                    f"there is no class ~{name}{hint}",
                    (*steps, "types", label),
                    positions,
                )


def _as_mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, dict) else {}


def _class_names(value: Any) -> Iterator[str]:
    """Yield the ~classes that a type names, wherever they stand in it, without the ~."""
    if isinstance(value, str) and value.startswith("~"):
        yield value[1:]
    parts: Iterable[Any] = ()
    if isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, list):
        parts = value
    for part in parts:
        yield from _class_names(part)


def _in_file_order(errors: Iterable[Mistake]) -> Iterator[Mistake]:
    """Yield the mistakes in the order of the file, with paths as the file has them."""
    for error in sorted(errors, key=lambda error: (error.line or 0, error.column or 0)):
        yield replace(error, path=error.path.removeprefix("languages."))
