"""The form of `names.<language>.yaml`: what tells namesakes apart across articles."""

from __future__ import annotations

from collections.abc import Mapping

from pressmark.yaml_files.lexicon_types import LexiconModel, Phrase, Words, described

__all__ = ["NameWords"]


class NameWords(LexiconModel):
    """How names are joined across articles."""

    fields: Mapping[Phrase, Words] = described(
        "A field of work → role nouns that tell it: two people of one full name whose fields differ are kept apart",
        {},
    )
