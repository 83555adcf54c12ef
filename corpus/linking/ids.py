"""Readable ids for the rows of `names`: `per-sergei-sobyanin`, `loc-valence-es`."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from .bearers import Bearer

__all__ = ["make_name_ids"]

_NO_SLUG_LETTERS = re.compile(r"[^a-z0-9]+")
MAX_SLUG_LETTERS = 60
"""Letters of a name that an id spells out; a longer one is a hash. Chosen so that an id fits a line and a file name."""


def make_name_ids(
    names: Mapping[Bearer, str], distinctions: Mapping[Bearer, str]
) -> dict[Bearer, str]:
    """
    Return an id for each bearer, from its label and its name.

    Namesakes add what tells them apart (`distinctions`); those that plain letters do not tell apart, as only accents
    differ, add a hash.

    >>> make_name_ids({Bearer("PER", "ann lee"): "Ann Lee"}, {})[Bearer("PER", "ann lee")]
    'per-ann-lee'
    """
    hashes = {bearer: _hash(_bearer_text(bearer)) for bearer in names}
    ids = {bearer: _name_slug(bearer.label, name) for bearer, name in names.items()}
    # Two rounds: a readable suffix where there is one (`loc-valence-es`), a hash for those that it leaves alike.
    for suffixes in (distinctions, hashes):
        # Counted anew in each round: what a distinction has told apart gets no hash.
        uses = Counter(ids.values())
        shared = [bearer for bearer, name_id in ids.items() if uses[name_id] > 1]
        ids |= {
            bearer: _add_suffix(ids[bearer], suffixes.get(bearer, ""))
            for bearer in shared
        }
    return ids


def _bearer_text(bearer: Bearer) -> str:
    """Return the text whose hash is in an id: it may never change, or published ids would."""
    return f"Bearer(label={bearer.label!r}, key={bearer.key!r}, mark={bearer.distinction!r})"


def _add_suffix(name_id: str, suffix: str) -> str:
    """Return the id with `suffix` in plain letters, if it has any."""
    slug = _NO_SLUG_LETTERS.sub("-", _strip_accents(suffix.casefold())).strip("-")
    return f"{name_id}-{slug}" if slug else name_id


def _name_slug(label: str, name: str) -> str:
    """Return label and name in plain letters; of a name that they cannot hold (« Москва »), a hash stands instead."""
    letters = _strip_accents(" ".join(name.casefold().split()))
    slug = _NO_SLUG_LETTERS.sub("-", letters).strip("-")
    has_other_script = any(
        letter.isalnum() and not letter.isascii() for letter in letters
    )
    if not slug or has_other_script or len(slug) > MAX_SLUG_LETTERS:
        # « Москва 2 » would be `2`, and a cut name may be that of another: a hash is never shared.
        slug = _hash(name)
    return f"{label.lower()}-{slug}"


def _strip_accents(text: str) -> str:
    """Return `text` without the accents of its letters."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter)
    )


def _hash(text: str) -> str:
    """Return 12 hexadecimal digits: 48 bits, by which even millions of names are told apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
