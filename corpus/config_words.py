"""Settings that are words of a kind: an address, an encoding, a language, one word or a list of them."""

from __future__ import annotations

import codecs
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from .name_patterns import pattern_mistake

__all__ = ["Address", "Encoding", "Language", "NamePattern", "Words"]

_ADDRESS = r"^https?://"
_LANGUAGE = r"^[a-z]{2,3}(-\w+)*$"


def _listed(given: Any) -> Any:
    return (given,) if isinstance(given, str) else given


def _address(given: str) -> str:
    if not re.match(_ADDRESS, given):
        raise ValueError("must begin with https:// or http://")
    return given


def _language(given: str) -> str:
    if not re.match(_LANGUAGE, given):
        raise ValueError("must be the code of a language: fr, en")
    return given


def _encoding(given: str) -> str:
    try:
        codecs.lookup(given)
    except LookupError:
        raise ValueError("no such encoding is known; usual ones are utf-8, cp1252, latin-1 and utf-16") from None
    return given


def _name_pattern(pattern: str) -> str:
    if wrong := pattern_mistake(pattern):
        raise ValueError(wrong)
    return pattern


_TEXTS = {"type": "array", "items": {"type": "string"}}

Words = Annotated[tuple[str, ...], BeforeValidator(_listed), WithJsonSchema({"anyOf": [{"type": "string"}, _TEXTS]})]
"""One word, or a list of them."""

Address = Annotated[str, AfterValidator(_address), WithJsonSchema({"type": "string", "pattern": _ADDRESS})]
"""An address on the web."""

Language = Annotated[str, AfterValidator(_language), WithJsonSchema({"type": "string", "pattern": _LANGUAGE})]
"""A language by its code (ISO 639)."""

Encoding = Annotated[str, AfterValidator(_encoding)]
"""An encoding that Python knows."""

NamePattern = Annotated[str, AfterValidator(_name_pattern)]
"""What file names say: columns between braces."""
