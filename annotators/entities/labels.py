"""One label for one name: what the document as a whole, and the words around a name, say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.rules import Rule, conclude_first

from .candidates import NameCandidate
from .peoples import opens_with_people
from .reading import Reading

__all__ = [
    "LABEL_RULES",
    "label_by_context",
]

# of two letters it is a state (« N.C. »)
_DOTTED_ACRONYM = re.compile(r"(?:[A-Z]\.){3,}")


class _ModelName(NamedTuple):
    """A name of the model, whose label may be wrong."""

    name: NameCandidate
    reading: Reading

    @property
    def first(self) -> Word:
        """Its first token."""
        return self.reading.tokens_of(self.name)[0]

    @property
    def is_one_word(self) -> bool:
        """Whether it is a single token."""
        return len(self.reading.tokens_of(self.name)) == 1


def label_by_context(
    reading: Reading, names: Iterable[NameCandidate], without: frozenset[str]
) -> list[NameCandidate]:
    """Return `names`, those of the model with the label that the words right beside them ask for."""
    labelled_names: list[NameCandidate] = []
    for name in names:
        labelled: NameCandidate | None = None
        if name.rule == "model":
            case = _ModelName(name, reading)
            labelled = conclude_first(LABEL_RULES, case, without)
        labelled_names.append(labelled or name)
    return labelled_names


def _label_given_name(case: _ModelName) -> NameCandidate:
    """Return a name that opens with a given name as a person's."""
    detail = case.first.text
    return replace(case.name, label="PER", rule="given_name", detail=detail)


def _is_acronym(case: _ModelName) -> bool:
    """Tell whether a name of one word is initials: « OTAN », « U.N.E. »."""
    first = case.first
    if not case.is_one_word:
        return False
    return bool(_DOTTED_ACRONYM.fullmatch(first.text)) or case.reading.is_acronym(
        first.i
    )


def _label_acronym(case: _ModelName) -> NameCandidate:
    """Return initials as a body's, but for « le WRC », a championship, which keeps MISC."""
    if case.name.label == "MISC":
        return case.name
    return _with_label(case.name, "ORG", "acronym")


def _label_place(case: _ModelName) -> NameCandidate:
    """Return a name beside a word of place as a place's."""
    reading, position = case.reading, case.first.i
    detail = reading.form(position + 1)
    if detail not in reading.lexicon.place_after:
        detail = reading.form(position - 1)
    return _with_label(case.name, "LOC", "preposition", detail)


def _with_label(
    name: NameCandidate, label: str, rule: str, detail: str | None = None
) -> NameCandidate:
    """Return the name with another label and the rule that gave it; itself when the label is its own."""
    if name.label == label:
        return name
    return replace(name, label=label, rule=rule, detail=detail)


def _is_of_body(case: _ModelName) -> bool:
    """Tell whether a name of doubtful label stands beside words that a body alone has: "the founder of Vallon"."""
    reading, name = case.reading, case.name
    if name.label == "ORG" or _is_named_person(reading, name):
        return False
    lexicon = reading.lexicon
    if reading.follows_phrase(case.first.i, lexicon.organisation_before):
        return True
    after = reading.position_from(name.end)
    word = reading.form(after)
    phrase = f"{word} {reading.form(after + 1)}"
    return not lexicon.organisation_after.isdisjoint((word, phrase))


def _is_in_place(reading: Reading, position: int) -> bool:
    """Tell whether a preposition of place stands before the word, or a word like "region" after it."""
    lexicon = reading.lexicon
    following = reading.form(position + 1)
    if following in lexicon.place_after:
        return True
    # "in Boltworks' office" is in no place; « à Ouest-France/AFP » neither
    if following in lexicon.possessives or following == "/":
        return False
    return reading.follows_phrase(position, lexicon.place_before)


def _is_named_person(reading: Reading, name: NameCandidate) -> bool:
    """Tell whether the name opens with a given name, and a surname or nothing follows."""
    lexicon = reading.lexicon
    first, *further_tokens = reading.tokens_of(name)
    if first.text not in lexicon.given_names:
        return False
    if not further_tokens and reading.form(first.i - 1) in lexicon.determiner_words:
        # « un Oscar »
        return False
    for token in further_tokens:
        is_joint = token.text in "-." or token.text in lexicon.particles
        may_be_surname = (
            token.text[:1].isupper() and token.text not in lexicon.closing_kinds
        )
        if not is_joint and not may_be_surname:
            return False
    return True


def _is_speaker(reading: Reading, name: NameCandidate) -> bool:
    """Tell whether a single name of doubtful label stands right after a verb of speech (« a déclaré Untel »)."""
    lexicon = reading.lexicon
    first = reading.position_at(name.start)
    before = reading.form(first - 1)
    if (
        before in lexicon.person_before
        and reading.surface(name) not in lexicon.place_names
    ):
        # « un homme nommé Untel »
        return True
    # Bodies speak, too: « a déclaré l'Office du thon » stays one.
    if before in lexicon.reporting and name.label != "ORG":
        return True
    after = reading.position_from(name.end)
    return reading.form(after) in lexicon.person_after


LABEL_RULES: tuple[Rule[_ModelName, NameCandidate], ...] = (
    Rule(
        "label of a given name",
        "Anne Vallon a souri.",
        _label_given_name,
        lambda case: _is_named_person(case.reading, case.name),
        ("given_name",),
    ),
    Rule(
        "label of a nationality",
        "Hier, le Nigérian Vandrel a marqué.",
        lambda case: _with_label(case.name, "PER", "nationality"),
        lambda case: opens_with_people(case.reading, case.first.i - 1),
        ("nationality",),
    ),
    Rule(
        "label of a body",
        "The founder of Vandrel has left.",
        lambda case: _with_label(case.name, "ORG", "organisation"),
        _is_of_body,
        ("organisation",),
    ),
    # Beyond these, the signs are those of single words.
    Rule(
        "label of an acronym",
        "L'OMT a répondu.",
        _label_acronym,
        _is_acronym,
        ("acronym",),
    ),
    Rule(
        "label of a place",
        "Elle vit près de Vello.",
        _label_place,
        lambda case: case.is_one_word and _is_in_place(case.reading, case.first.i),
        ("preposition",),
    ),
    Rule(
        "label of a speaker",
        "« Non », a déclaré Vallon.",
        lambda case: _with_label(case.name, "PER", "speaker"),
        lambda case: (
            case.is_one_word
            and case.name.label != "PER"
            and _is_speaker(case.reading, case.name)
        ),
        ("speaker",),
    ),
)
"""What the words beside a name of the model say of its label: the surest signs come first."""
