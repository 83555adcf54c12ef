"""
The annotators that a YAML file asks for: each entry of its list found, checked and made, with what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pressmark.annotation.annotators import Annotator, UnknownAnnotator, find, implied, installed, made
from pressmark.errors import Mistake
from pressmark.messages import suggestion
from pressmark.yaml_files.mistakes import mistake, mistakes, models_of
from pressmark.yaml_files.strict import Places

from .secrets import masked, secret_values, without

__all__ = ["AnnotatorChoice", "choices_of", "is_entry_of"]


@dataclass(frozen=True, slots=True)
class AnnotatorChoice:
    """An annotator that a configuration asks for: its name there, its class, its settings as given, and itself made."""

    name: str
    found: type[Any]
    settings: Mapping[str, Any]
    annotator: Annotator

    def resolved(self, folder: Path) -> dict[str, Any]:
        """The settings with all defaults filled in, paths relative to `folder`."""
        model = getattr(self.found, "Settings", None)
        if model is None:
            return dict(self.settings)
        value = model.model_validate(dict(self.settings), context={"folder": folder})
        return dict(value.model_dump(mode="json", context={"folder": folder}))

    def written(self, folder: Path) -> dict[str, Any]:
        """The settings as they are written down: those of `resolved`, secrets masked."""
        return dict(masked(self.resolved(folder)))

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets that the settings hold."""
        return _secrets(self.found, self.settings)


def choices_of(raw: Any, folder: Path, places: Places, wrong: list[Mistake]) -> tuple[AnnotatorChoice, ...]:
    """The annotators asked for; what is wrong with them is added to `wrong`."""
    choices: list[AnnotatorChoice] = []
    for position, entry in enumerate(raw if isinstance(raw, list) else []):
        where: tuple[str | int, ...] = ("annotators", position)
        try:
            name, settings = _entry(entry)
        except ValueError as error:
            wrong.append(mistake(str(error), where, places))
            continue
        where = (*where, name) if isinstance(entry, dict) else where
        choice = _choice(name, settings, folder, where, places, wrong)
        if choice:
            choices += _implied(choice, choices, raw)
            wrong += [mistake(what, where, places) for what in _misplaced(choice.annotator, choices)]
            choices.append(choice)
    return tuple(choices)


def _entry(entry: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(entry, str):
        return entry, {}
    if not isinstance(entry, dict):
        raise ValueError("must be an annotator's name, or its name and settings")
    if len(entry) != 1:
        raise ValueError("holds several names; put a dash before each annotator")
    name, settings = next(iter(entry.items()))
    if not isinstance(settings, dict | None):
        raise ValueError(f"the settings of {name} must be `name: value`")
    return str(name), settings or {}


def _choice(
    name: str,
    settings: Mapping[str, Any],
    folder: Path,
    where: tuple[str | int, ...],
    places: Places,
    wrong: list[Mistake],
) -> AnnotatorChoice | None:
    found: type[Any] | None = None
    mine: list[Mistake] = []
    try:
        found = find(name, beside=folder)
        return AnnotatorChoice(name, found, settings, made(found, settings, folder=folder))
    except UnknownAnnotator as error:
        near = "" if ":" in name else suggestion(name, installed())
        mine.append(mistake(f"{error}{near}", where, places))
    except ValidationError as error:
        mine += mistakes(error, found.Settings if found else BaseModel, where, places)
    except TypeError as error:
        mine.append(mistake(f"these settings do not fit {name}: {error}", where, places))
    secrets = _secrets(found, settings)
    wrong += [replace(one, what=without(one.what, secrets)) for one in mine]
    return None


def _secrets(found: type[Any] | None, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The secrets among settings: by their names, and those that the model of the class marks."""
    return (*secret_values(settings), *_marked(getattr(found, "Settings", None), settings))


def _marked(model: Any, settings: Any) -> Iterable[str]:
    """The values of the fields that a model marks as secret, in models within it too."""
    for name, field in getattr(model, "model_fields", {}).items():
        value = settings.get(name) if isinstance(settings, Mapping) else None
        if "Secret" in str(field.annotation):
            yield from secret_values(value, inside=True)
        for inner in models_of(field.annotation):
            for one in value if isinstance(value, list) else [value]:
                yield from _marked(inner, one)


def is_entry_of(entry: Any, name: str) -> bool:
    """Say whether an entry of the list `annotators` names this one, with settings or without."""
    return entry == name or (isinstance(entry, Mapping) and name in entry)


def _implied(
    choice: AnnotatorChoice, before: Sequence[AnnotatorChoice], raw: Sequence[Any]
) -> Iterable[AnnotatorChoice]:
    """The annotators that run by themselves before this one, where the YAML file does not name them."""
    named = {next(iter(entry), None) if isinstance(entry, dict) else entry for entry in raw}
    for name in implied(choice.annotator, [one.annotator.layer for one in before]):
        if name not in named:
            yield AnnotatorChoice(name, find(name), {}, made(find(name), {}))


def _misplaced(annotator: Annotator, before: Sequence[AnnotatorChoice]) -> Iterable[str]:
    layers = [choice.annotator.layer for choice in before]
    if annotator.layer in layers:
        yield f"the layer {annotator.layer!r} is made twice; keep one annotator for it"
    for layer in annotator.needs:
        if layer not in layers:
            yield f"reads the layer {layer!r}; put the annotator of that layer before it"
