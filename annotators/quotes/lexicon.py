"""The quote lexicon of a language, read into frozen values: the verb forms that are cues, and the small words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pressmark.annotators.inflection import noun_forms, verb_forms
from pressmark.yaml_files.lexicons import lexicon

__all__ = ["CLASSES", "QuoteLexicon", "load_lexicon", "normalize"]

CLASSES = (
    "reporting", "writing", "asking", "opinion", "showing", "requesting", "claiming", "intending", "beside", "wording",
    "objects",
)  # fmt: skip
"""The classes of cue verbs, each a key of the lexicon; a verb of several is shown under the first."""

_SETS = (
    "convinced", "auxiliaries", "passive", "reflexive", "not_speakers", "impersonal", "that", "whether", "to",
    "that_blockers", "relative", "adjuncts", "determiners", "headed", "not_sources", "naming", "negations", "clitics",
    "denying", "rumoured", "modals", "conditions", "subordinators", "tails", "narrates", "governed", "telling", "days",
    "plurals", "copulas", "gerunds", "own", "of", "by", "possessives", "documents", "organisations", "groups",
    "audience", "gender_pronouns",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuoteLexicon:
    """
    A language's words. `cues` maps a form in lower case to the classes of its verb; forms of two words hold a space,
    and `firsts` are the first of them.

    `sets` holds the lists of small words by their key, `pronouns` what is known of each, `sources` matches the phrases
    that name a source (« selon »), `addressing` those that name who is told. `direct_order` says whether ", X said" can
    be an incise, `resumes` whether marks behind '"A," said X.' belong to the same quote. `narrative` is the form of the
    verbs that tell a story, `genders` what a phrase's first word says of its noun, `abbreviations` matches a word whose
    full stop ends no sentence. `people` maps a noun to the genders of the pronouns that stand for it.
    """

    cues: Mapping[str, frozenset[str]]
    firsts: frozenset[str]
    sets: Mapping[str, frozenset[str]]
    pronouns: Mapping[str, Mapping[str, Any]]
    sources: re.Pattern[str] | None
    headed: re.Pattern[str] | None
    addressing: re.Pattern[str] | None
    asides: re.Pattern[str] | None
    abbreviations: re.Pattern[str] | None
    narrative: Mapping[str, str]
    genders: Mapping[str, str]
    people: Mapping[str, frozenset[str]]
    direct_order: bool
    resumes: bool

    def classes(self, form: str) -> frozenset[str]:
        """The cue classes of a verb form; empty when it is no cue."""
        return self.cues.get(normalize(form), frozenset())

    def opens(self, word: str) -> bool:
        """Whether a cue can begin with a word, given as `plain` gives it."""
        return (
            word in self.cues or word in self.firsts or word in self.sets["convinced"]
        )

    def has(self, key: str, form: str) -> bool:
        """Whether a word stands in one of the lists."""
        return normalize(form) in self.sets[key]


@lru_cache(maxsize=2**16)
def normalize(form: str) -> str:
    """A word as the lexicon writes it: lower case, straight apostrophe. Only ever compared, never counted in."""
    return form.lower().replace("’", "'")


@cache
def load_lexicon(language: str) -> QuoteLexicon | None:
    """The words of a language; None when it has no quote lexicon."""
    found = lexicon("quotes", language)
    if not found:
        return None
    return QuoteLexicon(
        cues=(forms := _cues(found, language)),
        firsts=frozenset(form.partition(" ")[0] for form in forms if " " in form),
        sets={
            **{key: frozenset(map(str, found[key])) for key in _SETS},
            "nouns": frozenset(
                form for noun in found["nouns"] for form in noun_forms(noun, language)
            ),
        },
        pronouns=found["pronouns"],
        sources=_phrases(found["prepositions"]),
        headed=_phrases(found["headed"]),
        addressing=_phrases(found["addressing"]),
        asides=_phrases(found["asides"]),
        abbreviations=_abbreviations(found["abbreviations"]),
        narrative=found["narrative"],
        genders=found["genders"],
        people=_by_noun(found["people"]),
        direct_order=found["direct_order"],
        resumes=found["resumes"],
    )


def _by_noun(people: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The genders of each noun."""
    nouns = {noun for listed in people.values() for noun in listed}
    return {
        noun: frozenset(gender for gender, listed in people.items() if noun in listed)
        for noun in nouns
    }


def _cues(found: Mapping[str, Any], language: str) -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for name in CLASSES:
        for verb in found[name]:
            for form in verb_forms(verb, language):
                classes.setdefault(form, set()).add(name)
    for form in found["not_cues"]:
        classes.pop(form, None)
    return {form: frozenset(names) for form, names in classes.items()}


def _abbreviations(given: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds one of these words, or an initial, at the end of a stretch; a full stop follows it."""
    known = "|".join(re.escape(word) for word in given)
    return re.compile(rf"(?:^|[\s(«“\"'’-])(?:{known}|[^\W\d_](?:\.[^\W\d_])*)$")


def _phrases(given: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of some phrases as whole words, whatever their apostrophes and spaces are."""
    longest_first = sorted(given, key=len, reverse=True)
    parts = [
        re.escape(phrase).replace("'", "['’]").replace(r"\ ", r"\s+")
        for phrase in longest_first
    ]
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
        if parts
        else None
    )
