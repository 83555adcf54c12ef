"""What a lexicon is made of: its frozen and strict base, and types of words, endings and pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

__all__ = [
    "Complaint",
    "Endings",
    "Entry",
    "LexiconModel",
    "Phrase",
    "WordSet",
    "Words",
    "described",
    "fields_by_key",
    "items_to_tuple",
]

Complaint = tuple[tuple[str | int, ...], str]
"""A path in a lexicon, and what is wrong there."""


class LexiconModel(BaseModel):
    """
    A lexicon, or a part of one: a frozen value, whose keys are all known and whose values are what they say.

    Nothing is converted: `yes` in a list of words is the word, and `true` a mistake.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    KEY_IS: ClassVar[str] = "key"
    """What a message calls the name of a field."""

    def complaints(self) -> Iterator[Complaint]:
        """Yield what is wrong between the fields of a whole lexicon: a class of words that is nowhere listed."""
        yield from ()


def items_to_tuple(value: Any) -> Any:
    """Return a list of the YAML as a tuple; what is no list is left to pydantic, which refuses it."""
    return tuple(value) if isinstance(value, list) else value


def _items_to_set(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return frozenset(value)
    return value


Phrase = Annotated[str, Field(min_length=1)]
"""A word, or several: never empty."""

Words = Annotated[tuple[Phrase, ...], BeforeValidator(items_to_tuple)]
"""A list of words in the order of the file."""

WordSet = Annotated[frozenset[Phrase], BeforeValidator(_items_to_set)]
"""A list of words whose order says nothing."""

Endings = Annotated[tuple[str, ...], BeforeValidator(items_to_tuple)]
"""What takes the place of an ending; the empty one is an ending, too."""

Entry = Mapping[str, Words]
"""A list of words under each of some names, which the file chooses."""


def described(text: str, default: Any = (), *, key: str | None = None) -> Any:
    """
    Return a field of a lexicon that may be left out, with the description that the reference page shows.

    `key` is its key in the file, where that is a word of Python (`from`).
    """
    if isinstance(default, dict):
        return Field(default_factory=dict, description=text, alias=key)
    return Field(default, description=text, alias=key)


def fields_by_key(model: type[BaseModel]) -> dict[str, str]:
    """
    Return the keys that a file may have for a lexicon's model, each with the field that holds it.

    >>> class Small(LexiconModel):
    ...     from_: Words = described("Before a stretch", key="from")
    >>> fields_by_key(Small)
    {'from': 'from_'}
    """
    return {field.alias or name: name for name, field in model.model_fields.items()}
