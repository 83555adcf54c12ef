"""The list `annotators` of a YAML file: each entry is looked up, checked and made, its mistakes collected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pressmark.annotation.annotators import (
    Annotator,
    BadDeclaration,
    UnknownAnnotator,
    find,
    implied_annotators,
    installed_annotators,
    make_annotator,
)
from pressmark.errors import Mistake
from pressmark.layers import layer_name
from pressmark.messages import suggestion
from pressmark.yaml_files.lexicons import Lexicons
from pressmark.yaml_files.mistakes import mistake_at, mistakes_of, models_of
from pressmark.yaml_files.strict import Positions

from .secrets import mask_message, mask_settings, secret_values

__all__ = ["AnnotatorChoice", "ChoiceReader", "is_entry_of"]

OPTIONAL = "optional"
"""The key beside an annotator and its settings that says whether articles are kept for which it fails."""


@dataclass(frozen=True, slots=True)
class AnnotatorChoice:
    """
    An annotator that a configuration asks for: its name there, its class, its settings as given, and an instance.

    With `optional`, an article for which it fails is kept without its layer.
    """

    name: str
    annotator_class: type[Any]
    settings: Mapping[str, Any]
    annotator: Annotator
    optional: bool = False

    def resolved(self, folder: Path) -> dict[str, Any]:
        """Return the settings with all defaults filled in, paths relative to `folder`."""
        model = getattr(self.annotator_class, "Settings", None)
        if model is None:
            return dict(self.settings)
        value = model.model_validate(dict(self.settings), context={"folder": folder})
        return dict(value.model_dump(mode="json", context={"folder": folder}))

    def written(self, folder: Path) -> dict[str, Any]:
        """Return the settings as they may be written down: those of `resolved`, secrets masked."""
        return dict(mask_settings(self.resolved(folder)))

    @property
    def layer(self) -> str:
        """The name of the annotator's layer."""
        return layer_name(self.annotator.layer)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets that the settings hold."""
        return _find_secrets(self.annotator_class, self.settings)


@dataclass(frozen=True, slots=True)
class ChoiceReader:
    """
    Reads the list `annotators` of the YAML file in `folder`, whose annotators are made with `lexicons`.

    `positions` are those of the file; what is wrong is added to `mistakes`.
    """

    folder: Path
    lexicons: Lexicons
    positions: Positions
    mistakes: list[Mistake]

    def read(self, raw: Any) -> tuple[AnnotatorChoice, ...]:
        """
        Return the annotators that the list `raw` asks for, made and in order.

        An annotator that another needs and that is `implicit` is put before it, unless the list names it itself.
        """
        choices: list[AnnotatorChoice] = []
        # That it is no list is told by the model of the whole file.
        for position, entry in enumerate(raw if isinstance(raw, list) else []):
            path: tuple[str | int, ...] = ("annotators", position)
            try:
                name, settings, is_optional = _split_entry(entry)
            except ValueError as error:
                self.mistakes.append(mistake_at(str(error), path, self.positions))
                continue
            path = (*path, name) if isinstance(entry, dict) else path
            choice = self._make_choice(name, settings, path)
            if choice:
                # Before the annotator itself, whose place is then judged with them in the list.
                choices += self._add_implied(choice, choices, raw)
                self.mistakes.extend(
                    mistake_at(reason, path, self.positions)
                    for reason in _find_misplaced(choice.annotator, choices)
                )
                choices.append(replace(choice, optional=is_optional))
        return tuple(choices)

    def _make_choice(
        self, name: str, settings: Mapping[str, Any], path: tuple[str | int, ...]
    ) -> AnnotatorChoice | None:
        """Find and make one annotator; None if that fails, with the reasons in `mistakes`."""
        annotator_class: type[Any] | None = None
        choice_mistakes: list[Mistake] = []
        try:
            annotator_class = find(name, beside=self.folder)
            annotator = make_annotator(
                annotator_class, settings, folder=self.folder, lexicons=self.lexicons
            )
            return AnnotatorChoice(name, annotator_class, settings, annotator)
        except BadDeclaration as error:
            choice_mistakes += [
                mistake_at(reason, path, self.positions) for reason in error.reasons
            ]
        except UnknownAnnotator as error:
            # `my_rules:Sentiment` is somebody's module; none of ours is like it.
            is_misspelt = annotator_class is None and ":" not in name
            near = suggestion(name, installed_annotators()) if is_misspelt else ""
            choice_mistakes.append(mistake_at(f"{error}{near}", path, self.positions))
        except ValidationError as error:
            # pydantic speaks of settings alone, so the class was found
            model = annotator_class.Settings if annotator_class else BaseModel
            choice_mistakes += mistakes_of(error, model, path, self.positions)
        except TypeError as error:
            reason = f"these settings do not fit {name}: {error}"
            choice_mistakes.append(mistake_at(reason, path, self.positions))
        # a message of pydantic or of a constructor may quote the key that it was given
        secrets = _find_secrets(annotator_class, settings)
        self.mistakes.extend(
            replace(mistake, what=mask_message(mistake.what, secrets))
            for mistake in choice_mistakes
        )
        return None

    def _add_implied(
        self,
        choice: AnnotatorChoice,
        before: Sequence[AnnotatorChoice],
        raw: Sequence[Any],
    ) -> Iterable[AnnotatorChoice]:
        """Yield the annotators that run by themselves before this one, unless the YAML file names them."""
        layers = [earlier.layer for earlier in before]
        for name in implied_annotators(choice.annotator, layers):
            if not any(is_entry_of(entry, name) for entry in raw):
                annotator_class = find(name)
                annotator = make_annotator(annotator_class, {}, lexicons=self.lexicons)
                yield AnnotatorChoice(name, annotator_class, {}, annotator)


def _split_entry(entry: Any) -> tuple[str, Mapping[str, Any], bool]:
    """
    Return the name and the settings of one entry, and whether it is optional: `{quotes: {…}, optional: true}`.

    Raises ValueError, in words for the person who wrote it.
    """
    if isinstance(entry, str):
        return entry, {}, False
    if not isinstance(entry, dict):
        raise ValueError("must be an annotator's name, or its name and settings")
    # Beside the settings and not among them: an annotator may have a setting of this name. Alone, it is an annotator's.
    is_optional = False
    if OPTIONAL in entry and len(entry) > 1:
        is_optional = entry[OPTIONAL]
        if not isinstance(is_optional, bool):
            raise ValueError(f"`{OPTIONAL}` beside an annotator is true or false")
        entry = {name: value for name, value in entry.items() if name != OPTIONAL}
    # `{quotes: {}, events: {}}`: who forgets the second dash writes this.
    if len(entry) != 1:
        raise ValueError("holds several names; put a dash before each annotator")
    name, settings = next(iter(entry.items()))
    if not isinstance(settings, dict | None):
        raise ValueError(f"the settings of {name} must be `name: value`")
    return str(name), settings or {}, is_optional


def _find_secrets(
    annotator_class: type[Any] | None, settings: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the secrets among settings: by their names, and those that the model of the class marks."""
    return (
        *secret_values(settings),
        *_secrets_of_model(getattr(annotator_class, "Settings", None), settings),
    )


def _secrets_of_model(model: Any, settings: Any) -> Iterable[str]:
    """Yield the values of the fields that a model marks as secret, in models within it too."""
    for name, field in getattr(model, "model_fields", {}).items():
        value = settings.get(name) if isinstance(settings, Mapping) else None
        # As text, since it may be deep in a type: `dict[str, SecretStr] | None`.
        if "Secret" in str(field.annotation):
            yield from secret_values(value, inside=True)
        parts = value if isinstance(value, list) else [value]
        for inner in models_of(field.annotation):
            for part in parts:
                yield from _secrets_of_model(inner, part)


def is_entry_of(entry: Any, name: str) -> bool:
    """Say whether an entry of the list `annotators` names this one, with settings or without."""
    return entry == name or (isinstance(entry, Mapping) and name in entry)


def _find_misplaced(
    annotator: Annotator, before: Sequence[AnnotatorChoice]
) -> Iterable[str]:
    """Yield what is wrong with the place of an annotator in the list."""
    layers = [choice.layer for choice in before]
    own_layer = layer_name(annotator.layer)
    if own_layer in layers:
        yield f"the layer {own_layer!r} is made twice; keep one annotator for it"
    for layer in annotator.needs:
        if layer not in layers:
            yield f"reads the layer {layer!r}; put the annotator of that layer before it"
