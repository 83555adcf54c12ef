"""What settings are made of: their frozen base, and types of text (an address, an encoding, a language, words)."""

from __future__ import annotations

import codecs
import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    WithJsonSchema,
)

__all__ = [
    "Address",
    "Encoding",
    "FrozenSettings",
    "Language",
    "ReportAddress",
    "Words",
]


class FrozenSettings(BaseModel):
    """Settings of one section of a YAML file: a frozen value, whose unknown keys are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# A host, and nothing that ends an attribute or a line: « https://a\nBcc: b » is a letter to somebody else.
_WEB_PATTERN = r"https?://[^\s/?#\"'<>\\@]+([/?#][^\s\"'<>\\]*)?"
_MAIL_PATTERN = r"mailto:[^\s@?\"'<>\\%,;]+@[^\s@?\"'<>\\%,;]+(\?[^\s\"'<>\\]*)?"
_ADDRESS_PATTERN = rf"^{_WEB_PATTERN}$"
_REPORT_PATTERN = rf"^({_WEB_PATTERN}|{_MAIL_PATTERN})$"
# `fr`, `en`, `pt-BR`: two or three letters and what narrows them.
_LANGUAGE_PATTERN = r"^[a-z]{2,3}(-\w+)*$"


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _check_address(address: str) -> str:
    if not re.fullmatch(_ADDRESS_PATTERN, address):
        raise ValueError(
            "must begin with https:// or http://; then a host, no blanks and no quotes"
        )
    return address


def _check_report_address(address: str) -> str:
    if not re.fullmatch(_REPORT_PATTERN, address):
        raise ValueError(
            "must begin with mailto:, https:// or http://; no blanks and no quotes"
        )
    return address


def _check_language(code: str) -> str:
    if not re.match(_LANGUAGE_PATTERN, code):
        raise ValueError("must be the code of a language: fr, en")
    return code


def _check_encoding(encoding: str) -> str:
    try:
        codecs.lookup(encoding)
        # Python calls `hex`, `rot13` and `undefined` encodings, too.
        "a".encode(encoding)
    # Others than `LookupError`: a NUL in the name, `undefined`.
    except (LookupError, ValueError):
        raise ValueError(
            "no such encoding is known; usual ones are utf-8, cp1252, latin-1 and utf-16"
        ) from None
    return encoding


# The schema for editors must name both forms; from the type alone pydantic derives only the list.
_LIST_OF_TEXTS_SCHEMA = {"type": "array", "items": {"type": "string"}}

Words = Annotated[
    tuple[str, ...],
    BeforeValidator(_as_tuple),
    WithJsonSchema({"anyOf": [{"type": "string"}, _LIST_OF_TEXTS_SCHEMA]}),
]
"""One word, or a list of them."""

Address = Annotated[
    str,
    AfterValidator(_check_address),
    WithJsonSchema({"type": "string", "pattern": _ADDRESS_PATTERN}),
]
"""An address on the web."""

ReportAddress = Annotated[
    str,
    AfterValidator(_check_report_address),
    WithJsonSchema({"type": "string", "pattern": _REPORT_PATTERN}),
]
"""An address on the web or of a mailbox, to which a reader reports."""

Language = Annotated[
    str,
    AfterValidator(_check_language),
    WithJsonSchema({"type": "string", "pattern": _LANGUAGE_PATTERN}),
]
"""A language by its code (ISO 639)."""

Encoding = Annotated[str, AfterValidator(_check_encoding)]
"""An encoding that Python knows."""
