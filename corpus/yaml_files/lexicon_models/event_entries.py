"""
The form of an event lexicon, ours and a user's own: types with traits, triggers with conditions.

`own_lexicon.py` reads a user's file, `lexicon.py` makes the values that the rules ask of what is validated here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from pressmark.yaml_files.lexicon_types import (
    LexiconModel,
    described,
    items_to_tuple,
)
from pressmark.yaml_files.lexicon_types import Words as ListedWords

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
    """Return `value` as words: one word stands for a list of one, and numbers are words."""
    words = value if isinstance(value, list | tuple) else [value]
    return tuple(str(word) if type(word) is int else word for word in words)


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
    | {"reflexive", "passive", "quoted", "future", "negated"},
    "adjectives": _with_negations(_VERB_CONDITIONS) | {"passive"},
    "nouns": _with_negations(_NOUN_CONDITIONS) | {"plural", "counted", "noun_only"},
}
_CONDITIONS = frozenset().union(*_CONDITIONS_BY_KIND.values())

Words = Annotated[tuple[str, ...], BeforeValidator(_split_words), Field(min_length=1)]
Roles = Annotated[Mapping[str, str], BeforeValidator(_check_roles)]


class EventTraits(LexiconModel):
    """
    What rules ask of a type of events, whatever its name; `event_types.und.yaml` says each trait with an example.

    >>> EventTraits.model_validate({"family": "violence"}).reporting
    False
    """

    family: str | None = described(
        "Mentions of types of one family may tell of one happening; by default the type alone",
        None,
    )
    reporting: bool = described(
        "Its verbs report what somebody says: its speaker is the quote's, and it has no happening",
        False,
    )
    exchanged: bool = described(
        "What people say and promise to one another, several times a day: articles need the same word to tell of one",
        False,
    )
    toll: bool = described(
        "It counts who was hurt: « sans faire de blessé » denies it", False
    )
    charged: bool = described(
        "A court speaks of it: « jugé hier pour le meurtre », whose day is the trial's",
        False,
    )
    place: Literal["actor", "scene"] = described(
        "actor: in « le soutien de la France » France acts; scene: « la fête de Metz » is held there",
        "scene",
    )
    thing: Literal["target", "topic"] = described(
        "target: « destruction du pont » acts on it; topic: « contrat du pont » concerns it",
        "topic",
    )
    object_place: bool = described(
        "A place as the object is where it happens: « quitter le stade »", False
    )
    clause_place: bool = described(
        "A place that stands beside it in the clause is where it happens", True
    )
    things: Literal["target", "topic"] = described(
        "topic: an object that is nobody is what it is about, as in « critiquer la loi »",
        "target",
    )
    scored: bool = described("A result near it is its quantity: « battus 3-1 »", False)
    inherits_place: bool = described(
        "It happens where its paragraph plays or its dateline says", True
    )


class TriggerEntry(LexiconModel):
    """
    A trigger, or several that share their conditions. A word alone, or a list of them, is one without conditions.

    Every condition takes lemmas, ~classes, or PER, LOC, ORG for a name of that kind.
    """

    lemma: Words = Field(
        description="The word, or several: verbs in the infinitive, nouns in the singular"
    )
    object: Words | None = described(
        "What it is done to, a lemma: « signer » an « accord »: one must be there", None
    )
    subject: Words | None = described("Who does it: one must be there", None)
    prep: Words | None = described("The preposition behind it: one must be there", None)
    complement: Words | None = described(
        "Any word that hangs on it: one must be there", None
    )
    content: Words | None = described(
        "The clause that is said: one must be there", None
    )
    head: Words | None = described("What it hangs on: one must be there", None)
    of: Words | None = described("A noun's complement: one must be there", None)
    modifier: Words | None = described("A noun's adjective: one must be there", None)
    not_object: Words | None = described("As `object`: none may be there", None)
    not_subject: Words | None = described("As `subject`: none may be there", None)
    not_prep: Words | None = described("As `prep`: none may be there", None)
    not_complement: Words | None = described("As `complement`: none may be there", None)
    not_content: Words | None = described("As `content`: none may be there", None)
    not_head: Words | None = described("As `head`: none may be there", None)
    not_of: Words | None = described("As `of`: none may be there", None)
    not_modifier: Words | None = described("As `modifier`: none may be there", None)
    reflexive: bool | None = described(
        "« se retirer »: must be so (true), or must not (false)", None
    )
    passive: bool | None = described(
        "« est arrêté »: must be so (true), or must not (false)", None
    )
    plural: bool | None = described(
        "The noun is in the plural: must be so (true), or must not (false)", None
    )
    counted: bool | None = described(
        "A number counts it: « 14 morts »: must be so (true), or must not (false)", None
    )
    noun_only: bool | None = described(
        "Only as a noun of its own: must be so (true), or must not (false)", None
    )
    quoted: bool | None = described(
        "Within a quote: must be so (true), or must not (false)", None
    )
    future: bool | None = described(
        "In the future: must be so (true), or must not (false)", None
    )
    negated: bool | None = described(
        "Negated, or done by nobody: « n'a survécu » (true), or not (false); what happens when it is negated is asserted",
        None,
    )
    roles: Roles = described(
        "What the subject, the object and the words behind a preposition are: agent, target …",
        {},
    )
    plover: str | None = described("Its PLOVER code, if not its type's", None)
    cameo: str | None = described("Its CAMEO code, if not its type's", None)


def _write_out_triggers(value: Any) -> Any:
    """Return a list of triggers as mappings: a word and a list of words are triggers without conditions."""
    if not isinstance(value, list | tuple):
        raise ValueError("must be a list of triggers")
    return tuple(
        {"lemma": entry} if isinstance(entry, str | list) else entry for entry in value
    )


TriggerEntries = Annotated[
    tuple[TriggerEntry, ...], BeforeValidator(_write_out_triggers)
]


class FamilyEntry(LexiconModel):
    """
    The words of one deed, « détruire » and « destruction », that share what it acts on: a row from which triggers derive.

    `thing` is the verb's object and what the noun is of, `doer` its subject; `agents`, « pirate », trigger nothing.

    >>> family = FamilyEntry(verbs=["élire"], nouns=["élection"], thing=["maire"])
    >>> [(one.lemma, one.object, one.of) for kind in ("verbs", "nouns") for one in family.triggers_of(kind)]
    [(('élire',), ('maire',), None), (('élection',), None, ('maire',))]
    """

    verbs: Words | None = described("Its verbs, in the infinitive", None)
    nouns: Words | None = described("Its nouns, in the singular", None)
    adjectives: Words | None = described("Its adjectives", None)
    agents: Words | None = described(
        "Nouns of who does it, which are no event: « pirate »", None
    )
    thing: Words | None = described(
        "The verb's object and what the noun is of: one must be there", None
    )
    not_thing: Words | None = described("As `thing`: none may be there", None)
    doer: Words | None = described(
        "The verb's subject and what the noun is of: one must be there", None
    )
    not_doer: Words | None = described("As `doer`: none may be there", None)
    roles: Roles = described("As the `roles` of a trigger", {})
    plover: str | None = described("Its PLOVER code, if not its type's", None)
    cameo: str | None = described("Its CAMEO code, if not its type's", None)

    def triggers_of(self, kind: str) -> Iterator[TriggerEntry]:
        """Yield the trigger of one `kind` (verbs, nouns, adjectives) that the family has, if any."""
        lemmas = getattr(self, kind)
        if not lemmas:
            return
        conditions: dict[str, tuple[str, ...] | None] = {
            "object": self.thing, "not_object": self.not_thing,
            "subject": self.doer, "not_subject": self.not_doer,
        }  # fmt: skip
        if kind == "nouns":
            # « la grève des cheminots », « la destruction du pont »: of whom and of what alike
            conditions = {
                "of": _join_words(self.thing, self.doer),
                "not_of": _join_words(self.not_thing, self.not_doer),
            }
        stated = {name: words for name, words in conditions.items() if words}
        codes = {"roles": self.roles, "plover": self.plover, "cameo": self.cameo}
        yield TriggerEntry.model_validate({"lemma": lemmas, **stated, **codes})


def _join_words(
    words: tuple[str, ...] | None, others: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    """Return the words of both conditions; None where there is neither."""
    return (*(words or ()), *(others or ())) or None


FamilyEntries = Annotated[tuple[FamilyEntry, ...], BeforeValidator(items_to_tuple)]


class TypeEntry(LexiconModel):
    """A type of events: what it is, an example in its language, its codes in other schemes, its traits and triggers."""

    definition: str = described("What the type holds, for the codebook", "")
    example: str = described("A sentence that holds it", "")
    plover: str | None = described("Its PLOVER code", None)
    cameo: str | None = described("Its CAMEO code", None)
    traits: EventTraits = described(
        "Its traits, on top of those of `event_types.und.yaml`", EventTraits()
    )
    roles: Roles = described(
        "What grammatical places mean for all its triggers: subject → agent", {}
    )
    kinds: Roles = described("A class of words → the role that such a word has", {})
    verbs: TriggerEntries = described("Its verbs, in the infinitive")
    nouns: TriggerEntries = described("Its nouns, in the singular")
    adjectives: TriggerEntries = described("Its adjectives")
    families: FamilyEntries = described(
        "Verbs and nouns of one deed in a row, which share their conditions"
    )

    def triggers_of(self, kind: str) -> tuple[TriggerEntry, ...]:
        """Return the triggers of one `kind` (verbs, nouns, adjectives): those listed, then those of families."""
        derived = [
            trigger for family in self.families for trigger in family.triggers_of(kind)
        ]
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


class SwitchedOff(LexiconModel):
    """What a user's own file switches off: whole types, or words of any type."""

    types: ListedWords = ()
    verbs: ListedWords = ()
    nouns: ListedWords = ()
    adjectives: ListedWords = ()


class OwnLanguage(LexiconModel):
    """A user's own types and triggers of one language. A type that we have too is added to."""

    types: Mapping[str, TypeEntry] = Field(default_factory=dict)
    off: SwitchedOff = Field(default_factory=SwitchedOff)


class OwnLexicon(LexiconModel):
    """A whole file of a user: what it says of each language."""

    languages: Mapping[str, OwnLanguage]
