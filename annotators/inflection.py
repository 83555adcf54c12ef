"""
The written forms of the words that lexicons give as infinitives and singulars, from `inflection.<language>.yaml`.

The lexicons of quotes, times and events are read through it. A language without such a file has each word as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pressmark.yaml_files.lexicons import lexicon as lexicon_file

__all__ = ["noun_forms", "verb_forms", "verb_forms_of_all_persons"]


@cache
def verb_forms(verb: str, language: str) -> tuple[str, ...]:
    """
    Return the forms of `verb` in lower case, its infinitive among them: third person in every tense, participles.

    Of a verb with a particle ("blow up") the first word is conjugated, unless the lexicon lists its forms.

    >>> verb_forms("blow up", "en")
    ('blew up', 'blown up', 'blow up', 'blowing up')
    """
    inflection = lexicon_file("inflection", language)
    irregular = tuple(inflection.get("forms", {}).get(verb, ()))
    # "blow up" → "blew up"
    first, space, particles = verb.partition(" ")
    if space:
        return irregular or tuple(
            f"{form} {particles}" for form in verb_forms(first, language)
        )
    regular = _conjugate(verb, irregular, inflection)
    return tuple(dict.fromkeys((verb, *irregular, *regular)))


@cache
def verb_forms_of_all_persons(verb: str, language: str) -> tuple[str, ...]:
    """
    Return the forms of `verb` with those of the first and second person, which are made of the third.

    >>> {"refusent", "refusons"} <= set(verb_forms_of_all_persons("refuser", "fr"))
    True
    """
    endings = lexicon_file("inflection", language).get("persons", {})
    forms = list(verb_forms(verb, language))
    for form in verb_forms(verb, language):
        forms += _with_endings(form, endings)
    return tuple(dict.fromkeys(forms))


def noun_forms(noun: str, language: str) -> tuple[str, ...]:
    """
    Return the singular and plural of `noun` in lower case; of several words only the last changes.

    >>> noun_forms("journal", "fr")
    ('journal', 'journaux')
    """
    return _with_endings(
        noun, lexicon_file("inflection", language).get("noun_endings", {})
    )


def _conjugate(
    verb: str, irregular: Sequence[str], inflection: Mapping[str, Any]
) -> Iterator[str]:
    """
    Yield the regular forms of `verb`, by its strong forms, its family, or its ending.

    A language that has families, as French (-er, -ir, -re), conjugates by them even a verb with irregular forms.
    """
    strong_verbs = inflection.get("strong", {})
    strong = strong_verbs.get(verb)
    if strong:
        # "take": took, taken, and the regular present, takes
        yield from strong
        yield from _with_endings(verb, inflection.get("present_endings", {}))
    elif "families" in inflection:
        yield from _with_endings(verb, inflection["families"])
    elif not irregular:
        yield from _with_endings(verb, inflection.get("endings", {}))
    if verb in inflection.get("doubling", ()):
        for ending in inflection.get("doubled_endings", ()):
            # "stop": stopped, stopping
            yield verb + verb[-1] + ending


def _with_endings(word: str, endings: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """
    Return `word` and its forms, `endings` being ending → what takes its place; the longest that fits is taken.

    >>> _with_endings("journal", {"": ["s"], "al": ["aux"]})
    ('journal', 'journaux')
    """
    # « -prendre » before « -re »: the longer ending knows more of the verb.
    ending = max(
        (ending for ending in endings if word.endswith(ending)), key=len, default=None
    )
    if ending is None:
        return (word,)
    stem = word[: len(word) - len(ending)]
    forms = [stem + new_ending for new_ending in endings[ending]]
    return (word, *(form for form in forms if form != word))
