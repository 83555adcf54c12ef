"""The written forms of the words that lexicons give as infinitives and singulars, from `inflection.<language>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .lexicon import lexicon

__all__ = ["noun_forms", "verb_forms"]


def verb_forms(verb: str, language: str) -> tuple[str, ...]:
    """The forms of a verb in lower case, its infinitive among them: third person, participles."""
    found = lexicon("inflection", language)
    irregular = found.get("forms", {})
    return tuple(irregular[verb]) if verb in irregular else _ended(verb, found.get("endings", {}))


def noun_forms(noun: str, language: str) -> tuple[str, ...]:
    """The singular and plural of a noun in lower case; of several words only the last changes."""
    return _ended(noun, lexicon("inflection", language).get("noun_endings", {}))


def _ended(word: str, endings: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    ending = max((end for end in endings if word.endswith(end)), key=len, default=None)
    if ending is None:
        return (word,)
    stem = word[: len(word) - len(ending)]
    return (word, *(stem + end for end in endings[ending] if stem + end != word))
