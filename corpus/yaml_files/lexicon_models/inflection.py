"""
The written forms of the words that lexicons give as infinitives and singulars, from `inflection.<language>.yaml`.

The lexicons of quotes, times and events are read through it. A language without such a file has each word as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pydantic import PrivateAttr

from pressmark.yaml_files.lexicon_types import (
    Endings,
    LexiconModel,
    Phrase,
    Words,
    described,
)
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

__all__ = ["Inflection", "load_inflection"]

EndingsByEnding = Mapping[str, Endings]
"""The end of a word → what takes its place in each form; the longest that fits is taken, `""` fits every word."""


class Inflection(LexiconModel):
    """
    How a language writes its verbs and nouns. A language without such a file has each word as it stands.

    Without `families`, a verb with irregular forms has these alone; with them, its family's forms too.
    """

    forms: Mapping[Phrase, Words] = described(
        "Verbs that no ending gives, by the infinitive, a verb of two words among them → their forms",
        {},
    )
    endings: EndingsByEnding = described(
        "The infinitive's end → the ends of its forms: third person, participles", {}
    )
    families: EndingsByEnding = described(
        "Whole conjugations by the infinitive's end, to which the forms of `forms` are added",
        {},
    )
    persons: EndingsByEnding = described(
        "A third person's end → the ends of the first and second person", {}
    )
    noun_endings: EndingsByEnding = described(
        "The singular's end → the ends of its forms", {}
    )
    strong: Mapping[Phrase, Words] = described(
        'Strong verbs → past and participle: "take" → took, taken', {}
    )
    present_endings: EndingsByEnding = described(
        "The present of strong verbs, by the infinitive's end", {}
    )
    doubling: Words = described(
        'Verbs that double their last letter: "stop", "stopped"'
    )
    doubled_endings: Words = described("The ends behind a doubled letter")

    _forms_by_verb: dict[str, tuple[str, ...]] = PrivateAttr(default_factory=dict)

    def verb_forms(self, verb: str) -> tuple[str, ...]:
        """
        Return the forms of `verb` in lower case, its infinitive among them: third person in every tense, participles.

        Of a verb with a particle ("blow up") the first word is conjugated, unless the lexicon lists its forms.

        >>> load_inflection("en").verb_forms("blow up")
        ('blew up', 'blown up', 'blow up', 'blowing up')
        """
        # The same verbs stand in many lists: each is conjugated once.
        if verb not in self._forms_by_verb:
            self._forms_by_verb[verb] = self._make_verb_forms(verb)
        return self._forms_by_verb[verb]

    def _make_verb_forms(self, verb: str) -> tuple[str, ...]:
        """Return what `verb_forms` does."""
        irregular = self.forms.get(verb, ())
        # "blow up" → "blew up"
        first, space, particles = verb.partition(" ")
        if space:
            return irregular or tuple(
                f"{form} {particles}" for form in self.verb_forms(first)
            )
        regular = self._conjugate(verb, irregular)
        return tuple(dict.fromkeys((verb, *irregular, *regular)))

    def verb_forms_of_all_persons(self, verb: str) -> tuple[str, ...]:
        """
        Return the forms of `verb` with those of the first and second person, which are made of the third.

        >>> {"refusent", "refusons"} <= set(load_inflection("fr").verb_forms_of_all_persons("refuser"))
        True
        """
        forms = list(self.verb_forms(verb))
        for form in self.verb_forms(verb):
            forms += _with_endings(form, self.persons)
        return tuple(dict.fromkeys(forms))

    def noun_forms(self, noun: str) -> tuple[str, ...]:
        """
        Return the singular and plural of `noun` in lower case; of several words only the last changes.

        >>> load_inflection("fr").noun_forms("journal")
        ('journal', 'journaux')
        """
        return _with_endings(noun, self.noun_endings)

    def _conjugate(self, verb: str, irregular: Sequence[str]) -> Iterator[str]:
        """
        Yield the regular forms of `verb`, by its strong forms, its family, or its ending.

        A language that has families, as French (-er, -ir, -re), conjugates by them even a verb with irregular forms.
        """
        if strong := self.strong.get(verb):
            # "take": took, taken, and the regular present, takes
            yield from strong
            yield from _with_endings(verb, self.present_endings)
        elif self.families:
            yield from _with_endings(verb, self.families)
        elif not irregular:
            yield from _with_endings(verb, self.endings)
        if verb in self.doubling:
            for ending in self.doubled_endings:
                # "stop": stopped, stopping
                yield verb + verb[-1] + ending


@cache
def load_inflection(language: str, lexicons: Lexicons = OURS) -> Inflection:
    """Load the inflection of `language`; one without endings when there is no file."""
    return read_lexicon("inflection", language, Inflection, lexicons) or Inflection()


def _with_endings(word: str, endings: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """
    Return `word` and its forms, `endings` being ending → what takes its place; the longest that fits is taken.

    >>> _with_endings("journal", {"": ["s"], "al": ["aux"]})
    ('journal', 'journaux')
    """
    # « -prendre » before « -re »: the longer ending knows more of the verb.
    for start in range(len(word) + 1):
        new_endings = endings.get(word[start:])
        if new_endings is not None:
            stem = word[:start]
            forms = [stem + new_ending for new_ending in new_endings]
            return (word, *(form for form in forms if form != word))
    return (word,)
