"""The written forms of the words that lexicons give as infinitives and singulars, from `inflection.<language>.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pressmark.yaml_files.lexicons import lexicon

__all__ = ["noun_forms", "verb_forms", "verb_forms_of_all_persons"]

_VOWELS = "aeiou"


@cache
def verb_forms(verb: str, language: str) -> tuple[str, ...]:
    """
    The forms of a verb in lower case, its infinitive among them: third person in every tense, participles.

    Of a verb with a particle ("blow up") the first word is conjugated, unless the lexicon lists its forms.
    """
    found = lexicon("inflection", language)
    own = tuple(found.get("forms", {}).get(verb, ()))
    first, space, rest = verb.partition(" ")
    if space:
        return own or tuple(f"{form} {rest}" for form in verb_forms(first, language))
    return tuple(dict.fromkeys((verb, *own, *_conjugated(verb, own, found))))


@cache
def verb_forms_of_all_persons(verb: str, language: str) -> tuple[str, ...]:
    """Its forms with those of the first and second person, which are made of the third: « refusent » → « refusons »."""
    forms = verb_forms(verb, language)
    endings = lexicon("inflection", language).get("persons", {})
    return tuple(dict.fromkeys((*forms, *(more for form in forms for more in _ended(form, endings)))))


def noun_forms(noun: str, language: str) -> tuple[str, ...]:
    """The singular and plural of a noun in lower case; of several words only the last changes."""
    return _ended(noun, lexicon("inflection", language).get("noun_endings", {}))


def _conjugated(verb: str, own: Sequence[str], found: Mapping[str, Any]) -> Iterator[str]:
    """The regular forms: of its family where the language has families, else by its end, past and doubled letter."""
    strong = found.get("strong", {}).get(verb)
    if strong:
        yield from strong
        endings = found.get("present_endings", {})
        yield from _ended(verb, endings)
    elif "families" in found:
        yield from _ended(verb, found["families"])
    elif not own:
        yield from _ended(verb, found.get("endings", {}))
    if verb in found.get("doubling", ()):
        yield from (verb + verb[-1] + end for end in found.get("doubled_endings", ()))


def _ended(word: str, endings: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    ending = max((end for end in endings if word.endswith(end)), key=len, default=None)
    if ending is None:
        return (word,)
    stem = word[: len(word) - len(ending)]
    return (word, *(stem + end for end in endings[ending] if stem + end != word))
