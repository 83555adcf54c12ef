"""What settings are made of: their frozen base, and types of text (an address, an encoding, a language, words)."""

from __future__ import annotations

import codecs
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

__all__ = ["Address", "Encoding", "FrozenSettings", "Language", "Words"]


class FrozenSettings(BaseModel):
    """Settings of one section of a YAML file: a frozen value, whose unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


_TEXTS = {"type": "array", "items": {"type": "string"}}

Words = Annotated[tuple[str, ...], BeforeValidator(_listed), WithJsonSchema({"anyOf": [{"type": "string"}, _TEXTS]})]
"""One word, or a list of them."""

Address = Annotated[str, AfterValidator(_address), WithJsonSchema({"type": "string", "pattern": _ADDRESS})]
"""An address on the web."""

Language = Annotated[str, AfterValidator(_language), WithJsonSchema({"type": "string", "pattern": _LANGUAGE})]
"""A language by its code (ISO 639)."""

Encoding = Annotated[str, AfterValidator(_encoding)]
"""An encoding that Python knows."""
