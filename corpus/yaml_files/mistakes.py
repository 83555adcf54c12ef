"""
What is wrong with a YAML file, in a journalist's words: each mistake with its position, its path, and a near miss.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from pressmark.errors import Mistake
from pressmark.messages import suggestion

from .strict import Positions

__all__ = ["mistake_at", "mistakes_of", "models_of"]

Path = tuple[str | int, ...]

_EXPLANATIONS = {
    "missing": "missing",
    "tuple_type": "must be a list, `[one, another]`",
    "list_type": "must be a list, `[one, another]`",
    "frozen_set_type": "must be a list, `[one, another]`",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "mapping_type": "must be settings, `name: value`",
    "dict_type": "must be settings, `name: value`",
    "model_type": "must be settings, `name: value`",
    "string_too_short": "must not be empty",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
}
"""pydantic's kinds of error, said plainly; any other keeps pydantic's own words."""


def mistakes_of(
    error: ValidationError, model: type[BaseModel], base: Path, positions: Positions
) -> list[Mistake]:
    """Return every mistake that pydantic found below the path `base`, each with its position in the file."""
    explained = (
        (tuple(detail["loc"]), _explain(detail, model))
        for detail in error.errors(include_url=False)
    )
    return [mistake_at(reason, (*base, *path), positions) for path, reason in explained]


def mistake_at(reason: str, path: Path, positions: Positions) -> Mistake:
    """
    Return a mistake at a path of keys and list positions.

    Its line and column are those of the key, or of the nearest part above it that is in the file.

    >>> mistake_at("missing", ("site", "title"), {("site",): (3, 1)})
    Mistake(what='missing', path='site.title', line=3, column=1)
    """
    dotted_path = ".".join(map(str, path))
    # `parse_yaml` notes where the key of a setting stands under `#key`; an entry of a list has none.
    position = positions.get((*path, "#key"))
    # A missing setting has no place: the section that lacks it is shown.
    above = path
    while position is None:
        position = positions.get(above)
        if not above:
            break
        above = above[:-1]
    line, column = position or (None, None)
    return Mistake(reason, dotted_path, line, column)


def _explain(detail: Any, model: type[BaseModel]) -> str:
    """Say one of pydantic's errors plainly."""
    kind = detail["type"]
    path = detail["loc"]
    # The path ends in the unknown key; the model is the one that holds it.
    if kind == "extra_forbidden":
        return _explain_unknown_setting(str(path[-1]), _model_at(model, path[:-1]))
    if kind == "string_pattern_mismatch":
        return _explain_form(str(path[-1]), _model_at(model, path[:-1]))
    if kind in _EXPLANATIONS:
        return _EXPLANATIONS[kind].format(**detail.get("ctx", {}))
    # pydantic puts its own words before those of a validator of ours.
    return str(detail["msg"]).removeprefix("Value error, ")


def _explain_form(name: str, model: type[BaseModel] | None) -> str:
    """Say how a text must look that has a form of its own: as the examples of its field, never as its pattern."""
    field = model.model_fields.get(name) if model else None
    examples = [f"`{example}`" for example in (field and field.examples) or ()]
    return (
        f"must be written like {' or '.join(examples)}"
        if examples
        else "has another form"
    )


def _explain_unknown_setting(name: str, model: type[BaseModel] | None) -> str:
    """Say of a setting that `model` does not have what to write instead: what replaced it, or one called almost so."""
    renamed: Mapping[str, str] = getattr(model, "RENAMED", {})
    if name in renamed:
        return renamed[name]
    # A lexicon has keys, a configuration settings.
    noun = getattr(model, "KEY_IS", "setting")
    known = [
        field.alias or field_name
        for field_name, field in (model.model_fields.items() if model else ())
    ]
    return f"unknown {noun}{suggestion(name, known)}"


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Return the settings model at a path; a key or a position within the value of a setting leads no deeper."""
    for part in path:
        field = model.model_fields.get(str(part))
        if field is None:
            continue
        inner = next(models_of(field.annotation), None)
        if inner is None:
            return None
        model = inner
    return model


def models_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the settings models that an annotation names, however deep: `tuple[Outlet, ...] | None` names `Outlet`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_of(part)
