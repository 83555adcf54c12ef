"""One label for one name: what the document as a whole, and the words around a name, say of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .candidates import NameCandidate
from .reading import Reading

__all__ = ["label_by_context", "strip_kind", "unify_labels"]

# « YouTube », « MediaCorp »
_CAMEL_CASE = re.compile(r"[A-Z]\w*[a-z](?:[A-Z]\w*)+")
# "Mc" of "McCarthy"
_FIRST_PART = re.compile(r"[A-Z][a-z]*")
# of two letters it is a state (« N.C. »)
_DOTTED_ACRONYM = re.compile(r"(?:[A-Z]\.){3,}")
# Votes of a name for its label, by the rule that found it. The order is what matters: the user's own names beat all,
# a repetition only says again what another said; the numbers are chosen, not measured.
_VOTES_BY_RULE = {"gazetteer": 100, "model": 1, "repeat": 0}
# Such as a title or a role beside the name: more than the model.
_VOTES_OF_OTHER_RULES = 3
# Their label gives way to that of most votes.
_YIELDING_RULES = ("model", "repeat")


def label_by_context(
    reading: Reading, names: Iterable[NameCandidate]
) -> list[NameCandidate]:
    """Return `names`, those of the model with the label that the words right beside them ask for."""
    labelled_names: list[NameCandidate] = []
    for name in names:
        is_of_model = name.rule == "model"
        labelled_names.append(_relabel(reading, name) if is_of_model else name)
    return labelled_names


def _relabel(reading: Reading, name: NameCandidate) -> NameCandidate:
    """Return the name with the label of the first sign that speaks for one: the surest signs come first."""
    tokens = reading.tokens_of(name)
    first = tokens[0]
    if _is_named_person(reading, name):
        return replace(name, label="PER", rule="given_name", detail=first.text)
    # Beyond a given name, the signs below are those of single words.
    if len(tokens) > 1:
        return name
    is_dotted = _DOTTED_ACRONYM.fullmatch(first.text)
    if is_dotted or reading.is_acronym(first.i):
        # « le WRC », a championship, keeps MISC.
        return name if name.label == "MISC" else _with_label(name, "ORG", "acronym")
    # « YouTube », but "McCarthy" is a surname
    if (
        _CAMEL_CASE.fullmatch(first.text)
        and not _opens_surname(reading, first.text)
        and name.label != "ORG"
    ):
        return _with_label(name, "ORG", "camel")
    if _is_in_place(reading, first.i):
        detail = reading.form(first.i + 1)
        if detail not in reading.lexicon.place_after:
            detail = reading.form(first.i - 1)
        return _with_label(name, "LOC", "preposition", detail)
    # « a déclaré Untel »
    if name.label != "PER" and _is_speaker(reading, name):
        return _with_label(name, "PER", "speaker")
    return name


def _with_label(
    name: NameCandidate, label: str, rule: str, detail: str | None = None
) -> NameCandidate:
    """Return the name with another label and the rule that gave it; itself when the label is its own."""
    if name.label == label:
        return name
    return replace(name, label=label, rule=rule, detail=detail)


def _opens_surname(reading: Reading, word: str) -> bool:
    """Tell whether the capital within a word follows a particle ("McCarthy", "DeMarco")."""
    first_part = _FIRST_PART.match(word)
    if first_part is None:
        return False
    particle = first_part.group().lower()
    if particle in reading.lexicon.particles:
        return True
    return particle in reading.lexicon.joined_particles


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


def strip_kind(reading: Reading, name: NameCandidate) -> str:
    """Return the name without its last word, which says what it is ("Boltworks" for "Boltworks Corporation")."""
    short_name, _, _ = reading.surface(name).rpartition(" ")
    return short_name


def unify_labels(
    reading: Reading, names: Sequence[NameCandidate]
) -> list[NameCandidate]:
    """
    Return `names` with one label for each surface, that of most votes; parts of a person's full name are persons.

    Only names that the model or a repetition found give way: a rule that saw a title beside a name knows better.
    """
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    surnames: set[str] = set()
    for name in names:
        surface = reading.surface(name).casefold()
        weight = _VOTES_BY_RULE.get(name.rule, _VOTES_OF_OTHER_RULES)
        votes[surface][name.label] += weight
        # "Boltworks Corporation" votes for "Boltworks" too
        if name.rule == "closing":
            short_surface = strip_kind(reading, name).casefold()
            votes[short_surface][name.label] += weight
        if name.label == "PER" and " " in surface:
            surnames.add(surface.split()[-1])
    return [_vote(reading, name, votes, surnames) for name in names]


def _vote(
    reading: Reading,
    name: NameCandidate,
    votes: dict[str, Counter[str]],
    surnames: set[str],
) -> NameCandidate:
    """Return the name with the label that the article as a whole gives it."""
    surface = reading.surface(name).casefold()
    # « Vallon » after « Anne Vallon » is Anne Vallon, though a town has the name.
    if surface in surnames and _may_be_surname(reading, name):
        return replace(name, label="PER", rule="surname", detail=None)
    if name.rule not in _YIELDING_RULES:
        return name
    label, _ = votes[surface].most_common(1)[0]
    if label == name.label:
        return name
    return replace(
        name,
        label=label,
        detail=f"{name.label} by itself, {label} elsewhere in the article",
    )


def _may_be_surname(reading: Reading, name: NameCandidate) -> bool:
    """Tell whether a surname stands for its bearer here: « à Vallon » is the place, « Vallon a souri » Anne Vallon."""
    if name.rule in ("country", "place"):
        position = reading.position_at(name.start)
        before = reading.token(position - 1)
        return before is None or before.pos_ not in ("ADP", "DET")
    return name.rule in (*_YIELDING_RULES, "people")
