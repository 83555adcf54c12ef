"""The shape of an event lexicon's types and triggers, ours and a user's own, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pressmark.errors import ConfigError, Mistake
from pressmark.messages import suggestion
from pressmark.yaml_files.lexicons import languages, lexicon
from pressmark.yaml_files.mistakes import mistake_at, mistakes_of
from pressmark.yaml_files.strict import Positions, read_yaml

__all__ = ["ROLES", "Entry", "Off", "OwnLanguage", "TypeEntry", "read_own"]

ROLES = ("agent", "target", "victim", "partner", "place", "time", "quantity", "instrument", "topic")


def _words(value: Any) -> Any:
    """One word stands for a list of one; numbers are words here."""
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _roles(value: Any) -> Any:
    wrong = {str(role) for role in value.values()} - set(ROLES) if isinstance(value, dict) else set()
    if wrong:
        raise ValueError(f"no role is called {', '.join(sorted(wrong))}; there are {' '.join(ROLES)}")
    return value


_VERBAL = frozenset({"object", "subject", "prep", "complement", "content", "head"})
_NOMINAL = frozenset({"prep", "complement", "head", "of", "modifier"})
_PLACES = {
    kind: places | {f"not_{one}" for one in places} | flags
    for kind, places, flags in (
        ("verbs", _VERBAL, {"reflexive", "passive", "quoted", "future"}),
        ("adjectives", _VERBAL, {"passive"}),
        ("nouns", _NOMINAL, {"plural", "counted", "noun_only"}),
    )
}
_CONDITIONS = frozenset().union(*_PLACES.values())

Words = Annotated[tuple[str, ...], BeforeValidator(_words), Field(min_length=1)]
Roles = Annotated[Mapping[str, str], BeforeValidator(_roles)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Model):
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


def _entries(value: Any) -> Any:
    """A list of triggers: a word, a list of words, or a mapping with conditions."""
    if not isinstance(value, list):
        raise ValueError("must be a list of triggers")
    return [{"lemma": one} if isinstance(one, str | list) else one for one in value]


Entries = Annotated[tuple[Entry, ...], BeforeValidator(_entries)]


class TypeEntry(_Model):
    """A type of events: what it is, an example in its language, its codes in other schemes, its triggers."""

    definition: str = ""
    example: str = ""
    plover: str | None = None
    cameo: str | None = None
    roles: Roles = Field(default_factory=dict)
    kinds: Roles = Field(default_factory=dict)
    verbs: Entries = ()
    nouns: Entries = ()
    adjectives: Entries = ()

    @model_validator(mode="after")
    def _fitting(self) -> TypeEntry:
        """A condition that the kind of word cannot meet would switch its trigger off without a word."""
        for kind, places in _PLACES.items():
            for entry in getattr(self, kind):
                for name in entry.model_fields_set & _CONDITIONS - places:
                    raise ValueError(f"{kind}: {entry.lemma[0]!r} asks for {name!r}, which {kind} do not have")
        return self


class Off(_Model):
    """What a user's own file switches off: whole types, or words of any type."""

    types: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


class OwnLanguage(_Model):
    """A user's own types and triggers of one language. A type that we have too is added to."""

    types: Mapping[str, TypeEntry] = Field(default_factory=dict)
    off: Off = Field(default_factory=Off)


class _Own(_Model):
    languages: Mapping[str, OwnLanguage]


def read_own(path: Path) -> Mapping[str, OwnLanguage]:
    """
    A user's own lexicon: language → types and what is switched off.

    Raises `ConfigError` with every mistake of the file, each with its line.
    """
    found, places = read_yaml(path)
    moved = {("languages", *where): place for where, place in places.items()}
    wrong = [*_unknown(found, moved)]
    try:
        own = _Own.model_validate({"languages": found}).languages
    except ValidationError as error:
        wrong += mistakes_of(error, _Own, (), moved)
    if wrong:
        raise ConfigError(path.name, list(_plain(wrong)))
    return own


def _unknown(found: Any, places: Positions) -> Iterator[Mistake]:
    """What the file names and we do not have: a language, a type to switch off, a class of words."""
    for language, about in _mapping(found).items():
        ours = lexicon("events", str(language))
        where = ("languages", language)
        if not ours:
            known = languages("events")
            what = f"we have no events in {language!r}, only in {', '.join(known)}{suggestion(str(language), known)}"
            yield mistake_at(what, where, places)
            continue
        off = _mapping(_mapping(about).get("off")).get("types")
        for label in (one for one in (off if isinstance(off, list) else ()) if one not in ours["types"]):
            what = f"there is no type {label!r} to switch off{suggestion(str(label), ours['types'])}"
            yield mistake_at(what, (*where, "off", "types"), places)
        for label, one in _mapping(_mapping(about).get("types")).items():
            for word in (word for word in _classes_of(one) if word not in ours["classes"]):
                what = f"there is no class ~{word}{suggestion(word, ours['classes'])}"
                yield mistake_at(what, (*where, "types", label), places)


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, dict) else {}


def _classes_of(value: Any) -> Iterator[str]:
    """The ~classes that a type names, wherever they stand."""
    if isinstance(value, str) and value.startswith("~"):
        yield value[1:]
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _classes_of(one)


def _plain(found: Iterable[Mistake]) -> Iterator[Mistake]:
    """The mistakes with their paths as they stand in the file, in its order."""
    for one in sorted(found, key=lambda one: (one.line or 0, one.column or 0)):
        yield replace(one, path=one.path.removeprefix("languages."))
