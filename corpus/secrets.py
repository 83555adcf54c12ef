"""
Secrets among an annotator's settings: keys and passwords, which nothing that is written or printed may show.

A setting is secret when its model says so (`SecretStr`), or when its name is one that such things have (`api_key`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["MASK", "is_secret", "masked", "secret_paths", "secret_values", "without"]

MASK = "**********"
"""What stands where a secret stood; pydantic writes the same."""

_ENDINGS = (
    "apikey", "accesskey", "secretkey", "privatekey", "accountkey", "subscriptionkey", "authkey", "signingkey",
    "encryptionkey", "password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "authorization", "auth",
    "credential", "credentials", "bearer", "cookie", "accesskeyid", "secrets", "jwt",
)  # fmt: skip
"""How the names of such settings end in the interfaces of services, in small letters and without marks."""

_VENDORS = "openai|anthropic|mistral|gemini|google|azure|aws|hf|huggingface|cohere"
_VENDOR_KEY = re.compile(rf"(?i)^[a-z0-9]*({_VENDORS})[\W_]*key$")
_MARKS = re.compile(r"[\W_]+")
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)")
_IN_QUERY = re.compile(r"([?&]([\w.-]+)=)([^&\s#]+)")
_IN_LINE = re.compile(r"^\s*([\w.-]+)\s*[:=]\s*(\S.*)$")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}")
_SHORTEST = 4  # a shorter value would be found in words that hold no secret


def is_secret(name: object) -> bool:
    """Say whether a setting of this name holds a secret: `api_key`, `apiKey`, `OPENAI_API_KEY`; not `max_tokens`."""
    plain = _MARKS.sub("", str(name)).lower()
    return plain.endswith(_ENDINGS) or _VENDOR_KEY.match(str(name)) is not None


def masked(value: Any) -> Any:
    """Copy settings with every secret replaced by `MASK`, however deep it lies in mappings and lists."""
    if isinstance(value, Mapping):
        hidden = _named_secret(value)
        return {
            key: MASK if _is_filled(inner) and (is_secret(key) or key == hidden) else masked(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [masked(inner) for inner in value]
    return _line_masked(value) if isinstance(value, str) else value


def secret_paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every setting that `masked` would change."""
    if isinstance(value, Mapping):
        hidden = _named_secret(value)
        for key, inner in value.items():
            if is_secret(key) or key == hidden:
                if _is_filled(inner):
                    yield (*path, key)
            else:
                yield from secret_paths(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from secret_paths(inner, (*path, position))
    elif isinstance(value, str) and _line_masked(value) != value:
        yield path


def secret_values(value: Any, *, inside: bool = False) -> Iterator[str]:
    """Yield the secrets themselves, to look for in a message; with `inside`, everything in `value` is one."""
    if isinstance(value, Mapping):
        hidden = _named_secret(value)
        for key, inner in value.items():
            yield from secret_values(inner, inside=inside or is_secret(key) or key == hidden)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from secret_values(inner, inside=inside)
    elif hasattr(value, "get_secret_value"):
        yield from secret_values(value.get_secret_value(), inside=True)
    elif inside and value is not None and not isinstance(value, bool):
        yield value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    elif isinstance(value, str):
        line = _IN_LINE.match(value)
        if line and is_secret(line[1]):
            yield line[2]
        yield from _IN_ADDRESS.findall(value)


def without(message: str, secrets: Iterable[str] = ()) -> str:
    """Return a message with these secrets masked, and those of the environment, of addresses and of headers."""
    around = (value for name, value in os.environ.items() if is_secret(name) and len(value) >= 2 * _SHORTEST)
    known = {*secrets, *around}
    parts = {part for value in known for part in (value, value.strip(), *value.split()) if len(part) >= _SHORTEST}
    for part in sorted(parts, key=len, reverse=True):
        message = message.replace(part, MASK).replace(repr(part)[1:-1], MASK)
    return _text_masked(message)


def _is_filled(value: Any) -> bool:
    return value is not None and not isinstance(value, bool) and value not in ("", [], {}, (), MASK)


def _named_secret(value: Mapping[Any, Any]) -> str | None:
    """The key that holds the secret of a pair such as `{name: Authorization, value: …}`."""
    names = (value.get(key) for key in ("name", "key", "header"))
    return "value" if "value" in value and any(isinstance(name, str) and is_secret(name) for name in names) else None


def _line_masked(text: str) -> str:
    line = _IN_LINE.match(text)
    if line and is_secret(line[1]):
        return f"{line[1]}: {MASK}"
    return _text_masked(text)


def _text_masked(text: str) -> str:
    text = _IN_ADDRESS.sub(MASK, text)
    text = _IN_QUERY.sub(lambda match: match[1] + MASK if is_secret(match[2]) or match[2] == "key" else match[0], text)
    return _BEARER.sub(lambda match: f"{match[1]} {MASK}", text)
