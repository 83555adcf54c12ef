"""Readable ids for the rows of `names`: `per-sergei-sobyanin`, `loc-valence-es`."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from .bearers import Bearer

__all__ = ["name_ids"]

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


def name_ids(called: Mapping[Bearer, str], marks: Mapping[Bearer, str]) -> dict[Bearer, str]:
    """
    An id for each bearer, from its label and what it is called.

    Namesakes add what tells them apart; those that plain letters do not tell apart (only accents differ) add a hash.
    """
    ids = {bearer: _slug(bearer.label, name) for bearer, name in called.items()}
    for mark in (marks, {bearer: _hash(repr(bearer)) for bearer in called}):
        taken = Counter(ids.values())
        ids = {bearer: _marked(one, mark.get(bearer, "")) if taken[one] > 1 else one for bearer, one in ids.items()}
    return ids


def _marked(name_id: str, mark: str) -> str:
    slug = _NOT_PLAIN.sub("-", _bare(mark.casefold())).strip("-")
    return f"{name_id}-{slug}" if slug else name_id


def _slug(label: str, name: str) -> str:
    """The name in plain letters; one that they cannot hold is a hash instead."""
    kept = _bare(" ".join(name.casefold().split()))
    slug = _NOT_PLAIN.sub("-", kept).strip("-")
    lost = any(letter.isalnum() and not letter.isascii() for letter in kept)
    return f"{label.lower()}-{slug if slug and not lost and len(slug) <= _LONGEST else _hash(name)}"


def _bare(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
