"""The forms of `names.<language>.yaml`, what tells namesakes apart, and of `names.und.yaml`, the names of known bodies."""

from __future__ import annotations

from collections.abc import Mapping

from pressmark.yaml_files.lexicon_types import LexiconModel, Phrase, Words, described

__all__ = ["BodyNames", "NameWords"]


class NameWords(LexiconModel):
    """How names are joined across articles."""

    fields: Mapping[Phrase, Words] = described(
        "A field of work → role nouns that tell it: two people of one full name whose fields differ are kept apart",
        {},
    )
    sounds: Mapping[Phrase, Phrase] = described(
        "Letters of names from other scripts → their sound, `$` for the end of a word: « tch » → č. Two full names of"
        " two languages that sound alike are one person",
        {},
    )


class BodyNames(LexiconModel):
    """Bodies that are known by several names, whatever the language."""

    bodies: Mapping[Phrase, Words] = described(
        "A body → its other names, short ones and those in other languages: all are one row of a corpus's names",
        {},
    )
