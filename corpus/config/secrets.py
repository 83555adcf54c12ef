"""
Secrets among an annotator's settings: keys and passwords, which nothing that is written or printed may show.

A setting is secret when its model says so (`SecretStr`), or when its name is one that such things have (`api_key`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

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

_SECRET_NAME_ENDINGS = (
    "apikey", "accesskey", "secretkey", "privatekey", "accountkey", "subscriptionkey", "authkey", "signingkey",
    "encryptionkey", "password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "authorization", "auth",
    "credential", "credentials", "bearer", "cookie", "accesskeyid", "secrets", "jwt",
)  # fmt: skip
"""How the names of such settings end in the interfaces of services, in small letters and without marks."""

_VENDORS = "openai|anthropic|mistral|gemini|google|azure|aws|hf|huggingface|cohere"
# OPENAI_KEY, mistral-key
_VENDOR_KEY = re.compile(rf"(?i)^[a-z0-9]*({_VENDORS})[\W_]*key$")
_NON_LETTERS = re.compile(r"[\W_]+")
# the `anna:secret` of https://anna:secret@host/
_SECRET_IN_ADDRESS = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)")
# ?api_key=… of an address
_QUERY_PARAMETER = re.compile(r"([?&]([\w.-]+)=)([^&\s#]+)")
# `Authorization: Bearer …`, `api_key=…`: one line of text that is a setting itself
_NAME_AND_VALUE = re.compile(r"^\s*([\w.-]+)\s*[:=]\s*(\S.*)$")
# Bearer eyJhbGciOi…
_AUTHORIZATION_HEADER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}")
# Characters; a shorter value would be found in words that hold no secret. Chosen.
_MIN_SECRET_CHARACTERS = 4


def is_secret(name: object) -> bool:
    """
    Say whether a setting of this name holds a secret.

    >>> [is_secret(name) for name in ("api_key", "apiKey", "OPENAI_API_KEY", "max_tokens")]
    [True, True, True, False]
    """
    plain = _NON_LETTERS.sub("", str(name)).lower()
    return (
        plain.endswith(_SECRET_NAME_ENDINGS) or _VENDOR_KEY.match(str(name)) is not None
    )


def mask_settings(value: Any) -> Any:
    """
    Copy settings with every secret replaced by `MASK`, however deep it lies in mappings and lists.

    >>> mask_settings({"model": "large", "api_key": "sk-123456"})
    {'model': 'large', 'api_key': '**********'}
    """
    if isinstance(value, Mapping):
        hidden = _key_of_named_secret(value)
        masked: dict[Any, Any] = {}
        for key, inner in value.items():
            is_hidden = _is_filled(inner) and (is_secret(key) or key == hidden)
            masked[key] = MASK if is_hidden else mask_settings(inner)
        return masked
    if isinstance(value, list | tuple):
        return [mask_settings(inner) for inner in value]
    return _mask_line(value) if isinstance(value, str) else value


def secret_paths(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every setting that `mask_settings` would change."""
    if isinstance(value, Mapping):
        hidden = _key_of_named_secret(value)
        for key, inner in value.items():
            if is_secret(key) or key == hidden:
                if _is_filled(inner):
                    yield (*path, key)
            else:
                yield from secret_paths(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from secret_paths(inner, (*path, position))
    elif isinstance(value, str) and _mask_line(value) != value:
        yield path


def secret_values(value: Any, *, inside: bool = False) -> Iterator[str]:
    """Yield the secrets themselves, to look for in a message; with `inside`, everything in `value` is one."""
    if isinstance(value, Mapping):
        hidden = _key_of_named_secret(value)
        for key, inner in value.items():
            yield from secret_values(
                inner, inside=inside or is_secret(key) or key == hidden
            )
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from secret_values(inner, inside=inside)
    elif hasattr(value, "get_secret_value"):
        yield from secret_values(value.get_secret_value(), inside=True)
    elif inside and value is not None and not isinstance(value, bool):
        yield (
            value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        )
    elif isinstance(value, str):
        line = _NAME_AND_VALUE.match(value)
        if line and is_secret(line[1]):
            yield line[2]
        yield from _SECRET_IN_ADDRESS.findall(value)


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
    return _mask_text(message)


def _is_filled(value: Any) -> bool:
    """Say whether a value can be a secret: text or a number, and not masked already."""
    # `auth: true` says that there is one, and tells nothing of it.
    if value is None or isinstance(value, bool):
        return False
    return value not in ("", [], {}, (), MASK)


def _key_of_named_secret(value: Mapping[Any, Any]) -> str | None:
    """Return the key of the secret in a pair such as `{name: Authorization, value: …}`; None if it is no such pair."""
    names = (value.get(key) for key in ("name", "key", "header"))
    if "value" not in value:
        return None
    is_named = any(isinstance(name, str) and is_secret(name) for name in names)
    return "value" if is_named else None


def _mask_line(text: str) -> str:
    """Return a line `name: secret` with the name alone; any other without the secrets that stand in it."""
    line = _NAME_AND_VALUE.match(text)
    if line and is_secret(line[1]):
        return f"{line[1]}: {MASK}"
    return _mask_text(text)


def _mask_text(text: str) -> str:
    """Return a text without the secrets of addresses, of their queries, and of headers."""
    text = _SECRET_IN_ADDRESS.sub(MASK, text)
    text = _QUERY_PARAMETER.sub(_mask_parameter, text)
    return _AUTHORIZATION_HEADER.sub(lambda match: f"{match[1]} {MASK}", text)


def _mask_parameter(match: re.Match[str]) -> str:
    """Return a parameter of an address's query, its value masked where its name is that of a secret."""
    # `?key=…` is Google's.
    if is_secret(match[2]) or match[2] == "key":
        return match[1] + MASK
    return match[0]
