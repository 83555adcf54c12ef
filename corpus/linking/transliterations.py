"""
One person in the spellings of two languages: « Vladimir Poutine » and "Vladimir Putin".

Names from other scripts are written by their sound, in the letters of each language. `names.<language>.yaml` says which
letters stand for which sound; two names that sound alike, each of which articles of one language alone use, are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from pressmark.yaml_files.lexicon_models.name_words import NameWords
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

from .bearers import Bearer, JoinedBearers
from .person_variants import may_join
from .researcher_facts import ResearcherFacts
from .usages import NameKey, Usage

__all__ = ["find_transliterations", "join_transliteration"]

_END_OF_WORD = "$"


def find_transliterations(
    languages_of: Mapping[str, Collection[str]], lexicons: Lexicons = OURS
) -> dict[str, str]:
    """
    Return the pairs of keys that sound alike, the first of the alphabet → the other.

    `languages_of` has the languages of the articles that use the key of a person's full name. Names that are used in
    two languages are in no need of another spelling; of three that sound alike none is joined.

    >>> find_transliterations({"vladimir poutine": ["fr"], "vladimir putin": ["en"], "igor poutine": ["fr"]})
    {'vladimir poutine': 'vladimir putin'}
    """
    if len(set().union(*languages_of.values())) < 2:
        return {}
    spellings_by_sound: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for key, languages in languages_of.items():
        if len(languages) == 1 and " " in key:
            (language,) = languages
            for sound in _sounds_of(key, language, lexicons):
                spellings_by_sound[sound].add((key, language))
    pairs: dict[str, str] = {}
    for spellings in spellings_by_sound.values():
        languages = {language for _, language in spellings}
        if len(spellings) == len(languages) == 2:
            (first, _), (second, _) = sorted(spellings)
            pairs[first] = second
    return pairs


def join_transliteration(
    first: str,
    second: str,
    by_name: Mapping[NameKey, list[Usage]],
    articles_of: Mapping[Usage, int],
    facts: ResearcherFacts,
    joined: JoinedBearers,
) -> None:
    """
    Give the persons of two keys one bearer in `joined`, that of more articles, where nothing speaks against it.

    Each key must have one bearer, no usage of the one may be at odds with one of the other, and no correction know
    either as somebody else.
    """
    usages = by_name["PER", first], by_name["PER", second]
    bearers = [_only_bearer(namesakes, joined) for namesakes in usages]
    if None in bearers or bearers[0] == bearers[1]:
        return
    if not all(may_join(one, other, facts) for one in usages[0] for other in usages[1]):
        return
    counts = [sum(map(articles_of.__getitem__, namesakes)) for namesakes in usages]
    less_used = 0 if counts[0] < counts[1] else 1
    old_bearer, bearer = bearers[less_used], bearers[1 - less_used]
    if bearer is None:
        return
    for usage, current in joined.by_usage.items():
        if current == old_bearer:
            joined.by_usage[usage] = bearer


def _only_bearer(namesakes: list[Usage], joined: JoinedBearers) -> Bearer | None:
    """Return the bearer that all usages of a name have; None where there are several, or a correction knows one."""
    bearers = {joined.by_usage[usage] for usage in namesakes}
    if len(bearers) != 1 or any(usage.namesake for usage in namesakes):
        return None
    bearer = bearers.pop()
    return None if bearer in joined.ambiguous else bearer


def _sounds_of(key: str, language: str, lexicons: Lexicons) -> Iterator[str]:
    """
    Yield the sounds of a full name, whose letters are those of a language, without accents.

    The second time with the given name as it is written: « Sacha » is "Sacha" in English, too.
    """
    letters = unicodedata.normalize("NFD", key)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    sounds = _sounds(language, lexicons)
    yield _replaced(bare, sounds)
    given_name, _, surname = bare.partition(" ")
    yield f"{given_name} {_replaced(surname, sounds)}"


def _replaced(text: str, sounds: Mapping[str, str]) -> str:
    """Return a text with sounds in place of letters, the longest letters first: « tch » is no t before a « ch »."""
    if not sounds:
        return text
    patterns = (
        re.escape(letters.removesuffix(_END_OF_WORD))
        + (r"(?!\w)" if letters.endswith(_END_OF_WORD) else "")
        for letters in sorted(sounds, key=len, reverse=True)
    )
    return re.sub(
        "|".join(patterns),
        lambda match: sounds.get(match.group() + _END_OF_WORD) or sounds[match.group()],
        text,
    )


@cache
def _sounds(language: str, lexicons: Lexicons) -> Mapping[str, str]:
    """Return the sounds of the letters of a language; none without a lexicon."""
    words = read_lexicon("names", language, NameWords, lexicons)
    return words.sounds if words else {}
