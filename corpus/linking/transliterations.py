"""
One person in the spellings of two languages: « Vladimir Poutine » and "Vladimir Putin".

Names from other scripts are written by their sound, in the letters of each language. `names.<language>.yaml` says which
letters stand for which sound; two names that sound alike, each of which articles of one language alone use, are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, partial

from pressmark.yaml_files.lexicon_models.name_words import NameWords
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

from .bearers import Bearer, JoinedBearers
from .person_variants import may_join
from .researcher_facts import ResearcherFacts
from .usages import NameKey, Usage

__all__ = ["find_transliterations", "join_transliterations"]

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


def join_transliterations(
    pairs: Mapping[str, str],
    by_name: Mapping[NameKey, list[Usage]],
    articles_of: Mapping[Usage, int],
    facts: ResearcherFacts,
    joined: JoinedBearers,
) -> None:
    """
    Give the persons of each pair of keys one bearer in `joined`, that of more articles, where nothing speaks against it.

    Each key must have one bearer, no usage of the one may be at odds with one of the other, and no correction know
    either as somebody else.
    """
    if not pairs:
        return
    usages_of: defaultdict[Bearer, list[Usage]] = defaultdict(list)
    for usage, bearer in joined.by_usage.items():
        usages_of[bearer].append(usage)
    for pair in sorted(pairs.items()):
        bearers = _bearers_to_join(pair, by_name, articles_of, facts, joined)
        if bearers is not None:
            less_used, more_used = bearers
            moved = usages_of.pop(less_used, [])
            joined.by_usage.update(dict.fromkeys(moved, more_used))
            usages_of[more_used] += moved


def _bearers_to_join(
    pair: tuple[str, str],
    by_name: Mapping[NameKey, list[Usage]],
    articles_of: Mapping[Usage, int],
    facts: ResearcherFacts,
    joined: JoinedBearers,
) -> tuple[Bearer, Bearer] | None:
    """Return the bearers of a pair of keys, that of fewer articles first; None where something keeps them apart."""
    first, second = pair
    usages = by_name["PER", first], by_name["PER", second]
    one_bearer, other_bearer = (_only_bearer(namesakes, joined) for namesakes in usages)
    if one_bearer is None or other_bearer is None or one_bearer == other_bearer:
        return None
    if not all(may_join(one, other, facts) for one in usages[0] for other in usages[1]):
        return None
    articles, other_articles = (
        sum(map(articles_of.__getitem__, namesakes)) for namesakes in usages
    )
    if articles < other_articles:
        return one_bearer, other_bearer
    return other_bearer, one_bearer


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
    sound = _sound_of_letters(language, lexicons)
    yield sound(bare)
    given_name, _, surname = bare.partition(" ")
    yield f"{given_name} {sound(surname)}"


@cache
def _sound_of_letters(language: str, lexicons: Lexicons) -> Callable[[str], str]:
    """Return what puts sounds in place of a language's letters, the longest first: « tch » is no t before a « ch »."""
    words = read_lexicon("names", language, NameWords, lexicons)
    if not words or not words.sounds:
        return str
    sounds = words.sounds
    patterns = (
        re.escape(letters.removesuffix(_END_OF_WORD))
        + (r"(?!\w)" if letters.endswith(_END_OF_WORD) else "")
        for letters in sorted(sounds, key=len, reverse=True)
    )
    return partial(
        re.compile("|".join(patterns)).sub,
        lambda match: sounds.get(match.group() + _END_OF_WORD) or sounds[match.group()],
    )
