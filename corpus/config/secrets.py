"""
Secrets among an annotator's settings: keys and passwords, which nothing that is written or printed may show.

A setting is secret when its model says so (`SecretStr`), when its name is one that such things have (`api_key`), or
when its value looks like a service's key. A name stands before its value in many ways: as the key of a mapping, in
`{name: …, value: …}`, as the first of a pair, as an argument of a command.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from .secret_names import is_secret
from .secret_text import secret_stretches

__all__ = [
    "MASK",
    "is_secret",
    "mask_message",
    "mask_settings",
    "secret_paths",
    "secret_values",
]

MASK = "**********"
"""What stands where a secret stood; pydantic writes the same."""

# `{name: Authorization, value: …}` as services and their clients write it.
_NAME_KEYS = frozenset(["name", "key", "header", "id", "field", "parameter", "param"])
_VALUE_KEYS = frozenset(["value", "values", "val", "content", "data"])
# What is a field of a token or a column of a table as well: `[token, lemma]`.
_COMMON_WORDS = frozenset(["token", "secret", "auth", "cookie", "bearer", "credential"])
# a key: letters and digits without a blank
_OPAQUE = re.compile(r"(?=\S*\d)(?=\S*[^\W\d])\S{8,}|(?i:bearer|basic)\s+\S+")
# Characters; a shorter value would be found in words that hold no secret. Chosen.
_MIN_SECRET_CHARACTERS = 4


def mask_settings(value: Any) -> Any:
    """
    Copy settings with every secret replaced by `MASK`, however deep it lies in mappings and lists.

    >>> mask_settings({"model": "large", "api_key": "sk-123456"})
    {'model': 'large', 'api_key': '**********'}
    """
    if isinstance(value, Mapping):
        hidden = _hidden_keys(value)
        return {
            key: MASK if key in hidden else mask_settings(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        places = _hidden_places(value)
        return [
            MASK if place in places else mask_settings(inner)
            for place, inner in enumerate(value)
        ]
    return _mask_text(value, is_setting=True) if isinstance(value, str) else value


def secret_paths(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every setting that `mask_settings` would change."""
    if isinstance(value, Mapping):
        hidden = _hidden_keys(value)
        parts: list[tuple[Any, Any]] = list(value.items())
    elif isinstance(value, list | tuple):
        hidden = _hidden_places(value)
        parts = list(enumerate(value))
    else:
        if isinstance(value, str) and secret_stretches(value, is_setting=True):
            yield path
        return
    for key, inner in parts:
        if key in hidden:
            yield (*path, key)
        else:
            yield from secret_paths(inner, (*path, key))


def secret_values(value: Any, *, inside: bool = False) -> Iterator[str]:
    """Yield the secrets themselves, to look for in a message; with `inside`, everything in `value` is one."""
    if isinstance(value, Mapping):
        hidden = _hidden_keys(value)
        for key, inner in value.items():
            yield from secret_values(inner, inside=inside or key in hidden)
    elif isinstance(value, list | tuple):
        hidden = _hidden_places(value)
        for place, inner in enumerate(value):
            yield from secret_values(inner, inside=inside or place in hidden)
    elif isinstance(value, set | frozenset):
        for inner in value:
            yield from secret_values(inner, inside=inside)
    elif hasattr(value, "get_secret_value"):
        yield from secret_values(value.get_secret_value(), inside=True)
    elif inside and value is not None and not isinstance(value, bool):
        yield (
            value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        )
    elif isinstance(value, str):
        for start, end in secret_stretches(value, is_setting=True):
            yield value[start:end]


def mask_message(message: str, secrets: Iterable[str] = ()) -> str:
    """Return a message with these secrets masked, and those of the environment, of addresses and of headers."""
    all_secrets = set(secrets)
    for name, value in os.environ.items():
        # Twice the length: `TOKEN=true` of a shell would blot every `true` in a message.
        if is_secret(name) and len(value) >= 2 * _MIN_SECRET_CHARACTERS:
            all_secrets.add(value)
    parts: set[str] = set()
    # A message may hold the key alone of « Bearer sk-123 ».
    for value in all_secrets:
        parts.update([value, value.strip(), *value.split()])
    # The longest first, lest a part of it stay.
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= _MIN_SECRET_CHARACTERS:
            # As `repr` writes it too: messages of Python quote a value so, with `\n` for the end of a line.
            message = message.replace(part, MASK).replace(repr(part)[1:-1], MASK)
    return _mask_text(message, is_setting=False)


def _is_filled(value: Any) -> bool:
    """Say whether a value can be a secret: text or a number, and not masked already."""
    # `auth: true` says that there is one, and tells nothing of it.
    if value is None or isinstance(value, bool):
        return False
    return value not in ("", [], {}, (), MASK)


def _hidden_keys(value: Mapping[Any, Any]) -> set[Any]:
    """Return the keys of a mapping whose values are secrets, by their own names or as `{name: api_key, value: …}`."""
    hidden = {key for key in value if is_secret(key)}
    names = [
        inner for key, inner in value.items() if str(key).strip().lower() in _NAME_KEYS
    ]
    if any(isinstance(name, str) and is_secret(name) for name in names):
        hidden |= {key for key in value if str(key).strip().lower() in _VALUE_KEYS}
    return {key for key in hidden if _is_filled(value[key])}


def _hidden_places(value: Sequence[Any]) -> set[int]:
    """Return the places in a list whose values are secrets: behind a name in a pair, or behind `--api-key`."""
    hidden: set[int] = set()
    is_pair = len(value) == len(("name", "value"))
    for place, (name, inner) in enumerate(pairwise(value), start=1):
        if not isinstance(name, str) or not is_secret(name) or not _is_filled(inner):
            continue
        is_common = name.strip().lower() in _COMMON_WORDS
        is_key = not is_common or _OPAQUE.fullmatch(str(inner)) is not None
        if name.startswith("-") or (is_pair and is_key):
            hidden.add(place)
    return hidden


def _mask_text(text: str, *, is_setting: bool) -> str:
    """Return a text with `MASK` where its secrets stand."""
    # From the end, lest a place move.
    for start, end in reversed(secret_stretches(text, is_setting=is_setting)):
        text = text[:start] + MASK + text[end:]
    return text
