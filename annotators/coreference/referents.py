"""What the resolver answers: who or what some words mean, and what a pronoun asks of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pressmark.spans import Entity

__all__ = [
    "BODY_KINDS",
    "PronounTraits",
    "Referent",
    "Resolution",
    "may_mean",
    "speaker_referent",
]

BODY_KINDS = ("document", "organisation", "group")
"""The kinds of speakers that are no people, of `SPEAKER_KINDS`."""


class PronounTraits(NamedTuple):
    """What a pronoun asks of what it stands for; None and False ask nothing but for `is_plural`."""

    gender: str | None = None
    is_plural: bool = False
    is_person: bool = False
    is_thing: bool = False


@dataclass(frozen=True, slots=True)
class Referent:
    """
    Somebody or something that words mean: where it is named, its entity, else its name in the article's words.

    `is_person` is None where nothing says it. `kind` is what the layer that asked had called it.
    """

    start: int
    end: int
    name: str
    entity: Entity | None = None
    gender: str | None = None
    is_plural: bool = False
    is_person: bool | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The referent of a pronoun or description, None where none is known, and how it was found."""

    referent: Referent | None
    how: str


def may_mean(traits: PronounTraits, referent: Referent) -> bool:
    """Return whether a pronoun may mean a referent: never against a gender, a number or a kind that is known."""
    if traits.is_plural != referent.is_plural:
        return False
    if traits.gender and referent.gender and traits.gender != referent.gender:
        return False
    # "he" is no company; « Dupont » of whom nothing is known may be he
    if traits.is_person and referent.is_person is False:
        return False
    return not (traits.is_thing and referent.is_person)


def speaker_referent(
    start: int, end: int, name: str, entity: Entity | None, kind: str | None
) -> Referent:
    """Return the speaker that a phrase names, of one of `SPEAKER_KINDS`; a group is several."""
    is_person = kind not in BODY_KINDS
    is_plural = kind == "group"
    return Referent(
        start, end, name, entity, is_plural=is_plural, is_person=is_person, kind=kind
    )
