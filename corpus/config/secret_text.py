"""Where secrets stand within a text: in addresses, headers, arguments of a command, JSON, and by the look of keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .secret_names import is_secret

__all__ = ["secret_stretches"]

# the `anna:secret` of https://anna:secret@host/
_IN_ADDRESS = re.compile(r"://([^/\s:@]*:[^/\s@]+)@")
# https://ghp_16C7e42F292c@host/: a token may stand where a name would
_TOKEN_IN_ADDRESS = re.compile(r"https?://([^/\s:@]+)@")
# ?api_key=… of an address
_QUERY_PARAMETER = re.compile(r"[?&]([\w.-]+)=([^&\s#]+)")
# `?key=…` is Google's, the others are those of signed addresses in clouds.
_QUERY_NAMES = ("key", "sig", "signature", "xamzsignature", "xamzcredential")
# Bearer eyJhbGciOi…
_AUTHORIZATION_HEADER = re.compile(r"(?i)\b(?:bearer|basic)\s+([\w.~+/=-]{6,})")
# "api_key": "…"
_JSON_FIELD = re.compile(r"([\"'])([\w. -]+)\1\s*:\s*([\"'])(.*?)\3")
# --token …, --api-key=…
_ARGUMENT = re.compile(r"(?:^|\s)--?([A-Za-z][\w-]*)[=\s]\s*([^\s-]\S*)")
# `Authorization: Bearer …`, `api_key=…`: a line that is a setting itself
_NAME_AND_VALUE = re.compile(r"(?m)^[ \t]*([\w.-]+)[ \t]*[:=][ \t]*(\S.*?)[ \t\r]*$")
# What services begin their keys with, so that people tell them at a glance.
_KEYS = (
    re.compile(r"\b([sr]k[-_](?=[\w-]*\d)[\w-]{12,})"),
    re.compile(r"\b(gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,})"),
    re.compile(r"\b(hf_\w{20,}|xox[abeoprs]-[\w-]{10,}|AIza[\w-]{30,})"),
    re.compile(r"\b((?:AKIA|ASIA)[A-Z0-9]{16})\b"),
    re.compile(r"\b(eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+)"),
    re.compile(
        r"(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*KEY-----|\Z))"
    ),
)


def secret_stretches(text: str, *, is_setting: bool) -> list[tuple[int, int]]:
    """
    Return the stretches of `text` that are secrets, in code points, in order, none within another.

    With `is_setting`, `name: value` on a line of its own counts too; in a message of an error it may be prose.

    >>> secret_stretches("GET https://h.org/?token=abc", is_setting=False)
    [(25, 28)]
    """
    stretches = sorted(_stretches(text, is_setting))
    apart: list[tuple[int, int]] = []
    for start, end in stretches:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _stretches(text: str, is_setting: bool) -> Iterator[tuple[int, int]]:
    """Yield every stretch, in any order; some stand within others."""
    patterns = [_IN_ADDRESS, _TOKEN_IN_ADDRESS, _AUTHORIZATION_HEADER, *_KEYS]
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield match.span(1)
    for match in _QUERY_PARAMETER.finditer(text):
        name = match[1].lower().replace("-", "")
        if is_secret(match[1]) or name in _QUERY_NAMES:
            yield match.span(2)
    for match in _JSON_FIELD.finditer(text):
        if is_secret(match[2]) and match[4]:
            yield match.span(4)
    for match in _ARGUMENT.finditer(text):
        if is_secret(match[1]):
            yield match.span(2)
    if is_setting:
        for match in _NAME_AND_VALUE.finditer(text):
            if is_secret(match[1]):
                yield match.span(2)
