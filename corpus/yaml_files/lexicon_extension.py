"""
What a user's lexicon makes of another: lists are added to it, `remove` takes words away, all else takes its place.

It works on the values of the YAML, by the types of the lexicon's model: a list of words grows, a pair is replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from pressmark.messages import suggestion

__all__ = ["extended", "reduced"]

Path = tuple[str | int, ...]


def extended(base: Any, addition: Any, annotation: Any) -> Any:
    """
    Return `base` with `addition`, both values of the type `annotation`.

    The words that are added come first: of two rules or triggers that fit alike, the user's is taken.

    >>> extended({"a": ["x"], "b": 1}, {"a": ["y"], "b": 2}, dict[str, tuple[str, ...] | int])
    {'a': ['y', 'x'], 'b': 2}
    """
    annotation = _bare(annotation, base)
    if isinstance(base, dict) and isinstance(addition, dict):
        merged = dict(base)
        for key, value in addition.items():
            merged[key] = (
                extended(base[key], value, _inner(annotation, key))
                if key in base
                else value
            )
        return merged
    if isinstance(base, list) and isinstance(addition, list) and _grows(annotation):
        return [*addition, *(item for item in base if item not in addition)]
    return addition


def reduced(
    base: Any, removal: Any, path: Path, complaints: list[tuple[Path, str]]
) -> Any:
    """
    Return `base` without the words and keys of `removal`; what is not there to be removed is added to `complaints`.

    >>> reduced({"a": ["x", "y"]}, {"a": ["x"]}, (), [])
    {'a': ['y']}
    """
    if isinstance(base, dict) and isinstance(removal, dict):
        rest = dict(base)
        for key, part in removal.items():
            if key in base:
                rest[key] = reduced(base[key], part, (*path, key), complaints)
            else:
                complaints.append(((*path, key), _absent(key, base)))
        return rest
    if not isinstance(removal, list) or not isinstance(base, list | dict):
        complaints.append((path, "must be a list of what is taken away"))
        return base
    complaints.extend(_absences(base, removal, path))
    if isinstance(base, dict):
        return {key: value for key, value in base.items() if key not in removal}
    return [item for item in base if item not in removal]


def _absences(
    base: list[Any] | dict[Any, Any], removal: list[Any], path: Path
) -> Iterator[tuple[Path, str]]:
    for position, word in enumerate(removal):
        if word not in base:
            yield (*path, position), _absent(word, base)


def _absent(word: object, base: list[Any] | dict[Any, Any]) -> str:
    hint = suggestion(str(word), [item for item in base if isinstance(item, str)])
    return f"{word!r} is not there to be taken away{hint}"


def _bare(annotation: Any, value: Any) -> Any:
    """Return a type without what describes it; of several, the one that a value of the YAML may be of."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        choices = [_bare(choice, value) for choice in get_args(annotation)]
        fitting = [choice for choice in choices if _may_hold(choice, value)]
        return fitting[0] if fitting else None
    return annotation


def _may_hold(annotation: Any, value: Any) -> bool:
    origin = get_origin(annotation) or annotation
    if isinstance(value, list):
        return origin in (tuple, list, frozenset)
    if isinstance(value, dict):
        is_model = isinstance(origin, type) and issubclass(origin, BaseModel)
        return is_model or origin in (dict, Mapping)
    return isinstance(origin, type) and isinstance(value, origin)


def _inner(annotation: Any, key: object) -> Any:
    """Return the type of what stands under a key."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(key))
        return field.annotation if field else None
    arguments = get_args(annotation)
    return arguments[1] if len(arguments) == 2 else None


def _grows(annotation: Any) -> bool:
    """Say whether a list of this type may have any number of items: words, and no pair of name and country."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[-1] is Ellipsis
    return get_origin(annotation) in (list, frozenset)
