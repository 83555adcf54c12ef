"""What is wrong with a YAML file, in a journalist's words: each mistake with its place, its path, and a near miss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from .errors import Mistake
from .strict_yaml import Places
from .wording import suggestion

__all__ = ["mistake", "mistakes", "models_of"]

Path = tuple[str | int, ...]

_WORDS = {
    "missing": "missing",
    "tuple_type": "must be a list, `[one, another]`",
    "list_type": "must be a list, `[one, another]`",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
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


def mistakes(error: ValidationError, model: type[BaseModel], base: Path, places: Places) -> list[Mistake]:
    """Every mistake that pydantic found below the path `base`, with its place in the file."""
    found = ((tuple(one["loc"]), _said(one, model)) for one in error.errors(include_url=False))
    return [mistake(what, (*base, *loc), places) for loc, what in found]


def mistake(what: str, path: Path, places: Places) -> Mistake:
    """A mistake at a path; its place is that of the key, else of the nearest part above that is in the file."""
    above = path
    spot = places.get((*path, "#key")) or places.get(path)
    while spot is None and above:
        above = above[:-1]
        spot = places.get(above)
    line, column = spot or (None, None)
    return Mistake(what, ".".join(map(str, path)), line, column)


def _said(found: Any, model: type[BaseModel]) -> str:
    if found["type"] == "extra_forbidden":
        return _unknown_setting(str(found["loc"][-1]), _model_at(model, found["loc"][:-1]))
    words = _WORDS.get(found["type"])
    return words.format(**found.get("ctx", {})) if words else str(found["msg"]).removeprefix("Value error, ")


def _unknown_setting(name: str, model: type[BaseModel] | None) -> str:
    """Say of a setting that `model` does not have what to write instead: what replaced it, or one called almost so."""
    renamed: Mapping[str, str] = getattr(model, "RENAMED", {})
    if name in renamed:
        return renamed[name]
    return f"unknown setting{suggestion(name, model.model_fields if model else ())}"


def _model_at(model: type[BaseModel], loc: Path) -> type[BaseModel] | None:
    """The settings model at a path; a key or a position within what a setting holds leads no deeper."""
    for part in loc:
        field = model.model_fields.get(str(part))
        if field is not None:
            inner = next(models_of(field.annotation), None)
            if inner is None:
                return None
            model = inner
    return model


def models_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """The settings models that an annotation names, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_of(part)
