"""The quote lexicon of a language, loaded into frozen values: the verb forms that are cues, and the small words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import attrgetter

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.written_forms import normalize
from pressmark.yaml_files.lexicon_models.coreference_words import (
    CoreferenceWords,
    PronounEntry,
)
from pressmark.yaml_files.lexicon_models.entity_words import EntityWords
from pressmark.yaml_files.lexicon_models.inflection import Inflection, load_inflection
from pressmark.yaml_files.lexicon_models.quote_words import (
    QuoteWords,
    compile_abbreviations,
)
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

__all__ = [
    "CUE_CLASSES",
    "PHRASE_WORD",
    "SAYING_CLASSES",
    "QuoteLexicon",
    "load_lexicon",
    "normalize",
    "phrase_words",
]

CUE_CLASSES = (
    "reporting", "writing", "asking", "opinion", "showing", "requesting", "claiming", "intending", "beside", "wording",
    "objects",
)  # fmt: skip
"""The classes of cue verbs, each a key of the lexicon; a verb of several is shown under the first."""

# « Il pleut, dit-elle », "“Rain,” she wrote": verbs whose content may stand before them or behind a colon. Left out
# are those that need « que », "to" or an object behind them: « menace de partir » reports nothing before the verb.
SAYING_CLASSES = frozenset({"reporting", "beside", "opinion", "writing", "asking"})
"""The classes of verbs that can report what stands beside them, without a conjunction."""


PHRASE_WORD = re.compile(r"[^\s'’]+['’]?")
"""A word of a phrase, what is elided a word of its own."""
_form_of = attrgetter("form")


def phrase_words(phrase: str) -> list[str]:
    """
    Return the words of a phrase as lexicons write them, what is elided parted from the word behind it.

    >>> phrase_words("L’enquête de Lurs")
    ["l'", 'enquête', 'de', 'lurs']
    """
    return [normalize(word) for word in PHRASE_WORD.findall(phrase)]


@dataclass(frozen=True, slots=True)
class QuoteLexicon:
    """
    A language's words for quotes, loaded by `load_lexicon`.

    `cues` maps a verb form in lower case to its cue classes; forms of two words (« fait savoir ») hold a space, and
    `first_words` are the first of them. A cue opens with one of `cue_openers`; `saying` are the forms of the classes in
    `SAYING_CLASSES`. `sets` holds the lists of words by their key in the file, nouns of saying and verbs
    of `reflexive_only` in all their forms.

    `pronouns` maps a pronoun to its gender and number, `genders` a phrase's first word (« la ») to the gender of its
    noun, `person_nouns` a noun (« victime ») to the genders of the pronouns that stand for it. `human_nouns` are these
    and the roles of the lexicon of names, in all their forms.

    `sources` matches what opens a source phrase (« selon »), `headed` what does so only at a sentence's head (« pour »),
    `source_words` are the words that these begin with, `addressing` matches what opens the addressee (« devant »),
    `asides` set phrases between a verb and its subject (« à son tour »), `topics` what opens whom a sentence is about
    (« quant à »), `occasions` what tells when something was said (« lors de »; `occasion_words` are the words that these
    begin with), `links` what opens a line that leads to another article (« lire aussi »), `abbreviations` a word at the
    end of a stretch whose full stop ends no sentence (« M. »); None for a pattern without phrases.

    `trailing` matches what opens a source phrase only behind a comma („so“), `in_own_words` what gives
    words to whom its possessive means („nach ihren Worten“).

    `narrative` holds the morphology of verbs that tell a story. `direct_order` says whether ", X said" can be an incise
    without marks, `never_finite` how participles end that are no finite form (« considérées »), `resumes` whether marks
    after '"A," said X.' belong to the same quote. `parted_verbs` says whether the second word of a verb may end its clause
    („fügte er hinzu“), `reported_mood` whether the subjunctive tells of reported words, `verb_bracket` whether the verb
    stands second in a main clause and last in others, `capital_nouns` whether every noun has a capital.
    """

    cues: Mapping[str, frozenset[str]]
    first_words: frozenset[str]
    cue_openers: frozenset[str]
    saying: frozenset[str]
    sets: Mapping[str, frozenset[str]]
    pronouns: Mapping[str, PronounEntry]
    sources: re.Pattern[str] | None
    headed: re.Pattern[str] | None
    trailing: re.Pattern[str] | None
    in_own_words: re.Pattern[str] | None
    source_words: frozenset[str]
    addressing: re.Pattern[str] | None
    asides: re.Pattern[str] | None
    topics: re.Pattern[str] | None
    occasions: re.Pattern[str] | None
    links: re.Pattern[str] | None
    occasion_words: frozenset[str]
    openers: re.Pattern[str] | None
    abbreviations: re.Pattern[str] | None
    narrative: Mapping[str, str]
    genders: Mapping[str, str]
    person_nouns: Mapping[str, frozenset[str]]
    human_nouns: frozenset[str]
    direct_order: bool
    resumes: bool
    never_finite: tuple[str, ...]
    parted_verbs: bool
    reported_mood: bool
    verb_bracket: bool
    capital_nouns: bool

    def cue_classes(self, form: str) -> frozenset[str]:
        """
        Return the cue classes of a verb form in any case; empty when it is no cue.

        >>> "reporting" in load_lexicon("fr").cue_classes("Déclare")
        True
        """
        return self.cues.get(normalize(form), frozenset())

    def has(self, key: str, token: Word) -> bool:
        """Return whether the word list `key` holds a token. Raises `KeyError` for an unknown key."""
        return token.form in self.sets[key]

    def has_any(self, key: str, tokens: Iterable[Word]) -> bool:
        """Return whether the word list `key` holds one of `tokens`. Raises `KeyError` for an unknown key."""
        words = self.sets[key]
        return not words.isdisjoint(map(_form_of, tokens))

    def has_form(self, key: str, form: str) -> bool:
        """
        Return whether the word list `key` holds `form`, whatever its case. Raises `KeyError` for an unknown key.

        >>> load_lexicon("en").has_form("negations", "Never")
        True
        """
        return normalize(form) in self.sets[key]


@cache
def load_lexicon(language: str, lexicons: Lexicons = OURS) -> QuoteLexicon | None:
    """
    Load the quote lexicon of `language`; None when it has none.

    >>> load_lexicon("tlh") is None
    True
    """
    words = read_lexicon("quotes", language, QuoteWords, lexicons)
    if words is None:
        return None
    inflection = load_inflection(language, lexicons)
    coreference = read_lexicon("coreference", language, CoreferenceWords, lexicons)
    names = read_lexicon("entities", language, EntityWords, lexicons)
    cues, sets = _inflect_cues(words, inflection), _load_sets(words, inflection)
    first_words = frozenset(form.partition(" ")[0] for form in cues if " " in form)
    return QuoteLexicon(
        cues=cues,
        first_words=first_words,
        cue_openers=first_words | frozenset(cues) | sets["convinced"],
        saying=frozenset(
            form for form, names in cues.items() if names & SAYING_CLASSES
        ),
        sets=sets,
        pronouns=coreference.pronouns if coreference else {},
        sources=_compile_phrases(words.prepositions),
        headed=_compile_phrases(words.headed),
        trailing=_compile_phrases(words.trailing),
        in_own_words=_compile_phrases(words.in_own_words),
        source_words=_first_words(
            [
                *words.prepositions,
                *words.headed,
                *words.trailing,
                *words.in_own_words,
            ]
        ),
        addressing=_compile_phrases(words.addressing),
        asides=_compile_phrases(words.asides),
        topics=_compile_phrases(words.topics),
        occasions=_compile_phrases(words.occasions),
        occasion_words=_first_words(words.occasions),
        links=_compile_phrases(words.links),
        openers=_compile_openers(words.openers),
        abbreviations=compile_abbreviations(words.abbreviations),
        narrative=words.narrative,
        genders=words.genders,
        person_nouns=_invert_genders({"m": words.people.m, "f": words.people.f}),
        human_nouns=_inflect_people(words, names, inflection),
        direct_order=words.direct_order,
        resumes=words.resumes,
        never_finite=words.never_finite,
        parted_verbs=words.parted_verbs,
        reported_mood=words.reported_mood,
        verb_bracket=words.verb_bracket,
        capital_nouns=words.capital_nouns,
    )


def _load_sets(words: QuoteWords, inflection: Inflection) -> dict[str, frozenset[str]]:
    """Return the word lists by key, nouns of saying and reflexive verbs in all their forms, and all helpers together."""
    sets: dict[str, frozenset[str]] = {}
    for key in QuoteWords.model_fields:
        value = getattr(words, key)
        if isinstance(value, tuple):
            sets[key] = frozenset(value)
    nouns: set[str] = set()
    for noun in words.nouns:
        nouns.update(inflection.noun_forms(noun))
    sets["nouns"] = frozenset(nouns)
    for key in ("documents", "organisations", "things"):
        # « les témoignages », « les ministères »
        forms = map(inflection.noun_forms, sets[key])
        sets[key] = frozenset(chain.from_iterable(forms))
    for key in ("reflexive_only", "not_reflexive"):
        reflexive_forms = map(inflection.verb_forms, sets[key])
        sets[key] = frozenset(chain.from_iterable(reflexive_forms))
    sets["helpers"] = sets["auxiliaries"] | sets["passive"] | sets["reflexive"]
    return sets


def _invert_genders(
    nouns_by_gender: Mapping[str, Iterable[str]],
) -> dict[str, frozenset[str]]:
    """Return the genders of each noun; « témoin » is « il » or « elle »."""
    genders: dict[str, set[str]] = {}
    for gender, nouns in nouns_by_gender.items():
        for noun in nouns:
            genders.setdefault(noun, set()).add(gender)
    return {noun: frozenset(names) for noun, names in genders.items()}


def _inflect_people(
    words: QuoteWords, names: EntityWords | None, inflection: Inflection
) -> frozenset[str]:
    """Return the nouns of people and roles, singular and plural; roles of several words are left out."""
    nouns = {*words.people.m, *words.people.f}
    if names is not None:
        nouns.update(names.roles.genders)
    forms: set[str] = set()
    for noun in nouns:
        if " " not in noun:
            forms.update(inflection.noun_forms(noun))
    return frozenset(forms)


def _inflect_cues(
    words: QuoteWords, inflection: Inflection
) -> dict[str, frozenset[str]]:
    """Return the classes of each form of each cue verb, without the forms that are no cue (« été » of « être »)."""
    classes: dict[str, set[str]] = {}
    for cue_class in CUE_CLASSES:
        for verb in getattr(words, cue_class):
            for form in inflection.verb_forms(verb):
                classes.setdefault(form, set()).add(cue_class)
    for form in words.not_cues:
        classes.pop(form, None)
    return {form: frozenset(names) for form, names in classes.items()}


def _compile_phrases(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """Compile a pattern that finds any of `phrases` as whole words, whatever their apostrophes and spaces are."""
    # The longest first: of « aux dires de » and « aux dires des », an alternation takes the first that fits.
    longest_first = sorted(phrases, key=len, reverse=True)
    if not longest_first:
        return None
    alternatives = "|".join(map(_phrase_pattern, longest_first))
    # « lors d' » stands right before its word.
    return re.compile(rf"(?<!\w)(?:{alternatives})(?:(?<=['’])|(?!\w))", re.IGNORECASE)


def _compile_openers(words: Iterable[str]) -> re.Pattern[str] | None:
    """Compile a pattern that finds one of `words` with a capital, as no word before it in its sentence has."""
    capitals = sorted({word[:1].upper() + word[1:] for word in words}, key=len)
    if not capitals:
        return None
    alternatives = "|".join(map(_phrase_pattern, reversed(capitals)))
    return re.compile(rf"(?<=[ \u00a0])(?:{alternatives})(?:(?<=['’])|(?!\w))")


def _first_words(phrases: Iterable[str]) -> frozenset[str]:
    """Return the words that phrases begin with, up to an apostrophe, too: « d' » and « d'après »."""
    words = {phrase.split()[0] for phrase in phrases}
    return frozenset(words | {re.sub("'.*", "'", word) for word in words})


def _phrase_pattern(phrase: str) -> str:
    """Return the pattern of a phrase in any typography."""
    # « d’après » and "d'après" are one phrase, and so are « à son tour » with any spaces.
    return re.escape(phrase).replace("'", "['’]").replace(r"\ ", r"\s+")
