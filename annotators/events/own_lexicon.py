"""
A user's own event lexicon: read from its YAML file, with every mistake of the file at once.

`lexicon_models.event_entries` says what may stand in it; `lexicon.py` puts it on top of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pressmark.errors import ConfigError, Mistake
from pressmark.messages import suggestion
from pressmark.yaml_files.lexicon_models.event_entries import OwnLanguage, OwnLexicon
from pressmark.yaml_files.lexicon_models.event_words import EventWords
from pressmark.yaml_files.lexicons import (
    OURS,
    Lexicons,
    lexicon_languages,
    read_lexicon,
)
from pressmark.yaml_files.mistakes import mistake_at, mistakes_of
from pressmark.yaml_files.strict import Positions, read_yaml

__all__ = ["read_own_lexicon"]


def read_own_lexicon(
    path: Path, lexicons: Lexicons = OURS
) -> Mapping[str, OwnLanguage]:
    """
    Read the user's own lexicon at `path`, on top of `lexicons`: language → types and what is switched off.

    Raises `ConfigError` with every mistake of the file, each with its line and column.
    """
    content, positions = read_yaml(path)
    # The model holds the languages in a field; the positions are those of the file, which has them at its top.
    positions_in_model = {
        ("languages", *steps): position for steps, position in positions.items()
    }
    errors = list(_unknown_names(content, positions_in_model, lexicons))
    try:
        own_languages = OwnLexicon.model_validate({"languages": content}).languages
    except ValidationError as error:
        errors += mistakes_of(error, OwnLexicon, (), positions_in_model)
    if errors:
        raise ConfigError(path.name, list(_in_file_order(errors)))
    return own_languages


def _unknown_names(
    content: Any, positions: Positions, lexicons: Lexicons
) -> Iterator[Mistake]:
    """Find what `content` names and we do not have: a language, a type to switch off, a class of words."""
    for language, entry in _as_mapping(content).items():
        steps = ("languages", language)
        ours = read_lexicon("events", str(language), EventWords, lexicons)
        if ours:
            yield from _unknown_types(_as_mapping(entry), ours, steps, positions)
            yield from _unknown_classes(_as_mapping(entry), ours, steps, positions)
            continue
        spoken = lexicon_languages("events", lexicons)
        hint = suggestion(str(language), spoken)
        yield mistake_at(
            f"we have no events in {language!r}, only in {', '.join(spoken)}{hint}",
            steps,
            positions,
        )


def _unknown_types(
    entry: Mapping[Any, Any],
    ours: EventWords,
    steps: tuple[str, str],
    positions: Positions,
) -> Iterator[Mistake]:
    """Find the types that a language's `entry` switches off and that we do not have."""
    labels = _as_mapping(entry.get("off")).get("types")
    for label in labels if isinstance(labels, list) else ():
        if label not in ours.types:
            hint = suggestion(str(label), ours.types)
            yield mistake_at(
                f"there is no type {label!r} to switch off{hint}",
                (*steps, "off", "types"),
                positions,
            )


def _unknown_classes(
    entry: Mapping[Any, Any],
    ours: EventWords,
    steps: tuple[str, str],
    positions: Positions,
) -> Iterator[Mistake]:
    """Find the classes of words that a language's `entry` asks for and that we do not have."""
    for label, type_entry in _as_mapping(entry.get("types")).items():
        for name in _class_names(type_entry):
            if name not in ours.classes:
                hint = suggestion(name, ours.classes)
                yield mistake_at(
                    f"there is no class ~{name}{hint}",
                    (*steps, "types", label),
                    positions,
                )


def _as_mapping(value: Any) -> Mapping[Any, Any]:
    """Return `value`, or nothing where the file has something else in its place: the model's errors tell of that."""
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

    def position_of(error: Mistake) -> tuple[int, int]:
        return error.line or 0, error.column or 0

    for error in sorted(errors, key=position_of):
        path = error.path.removeprefix("languages.")
        yield replace(error, path=path)
