"""One label for one name: what the article as a whole says of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from pressmark.annotators.rules import Rule, conclude_first

from .candidates import NameCandidate
from .peoples import is_people
from .reading import Reading

__all__ = ["VOTE_RULES", "strip_kind", "unify_labels", "with_articles"]

# Votes of a name for its label, by the rule that found it. The order is what matters: the user's own names beat all,
# a repetition only says again what another said; the numbers are chosen, not measured.
_VOTES_BY_RULE = {"gazetteer": 100, "model": 1, "repeat": 0}
# Such as a title or a role beside the name: more than the model.
_VOTES_OF_OTHER_RULES = 3
# Their label gives way to that of most votes.
_YIELDING_RULES = ("model", "repeat")


class _Elected(NamedTuple):
    """A name, the votes of the article for each surface, and the surnames of the persons in it."""

    name: NameCandidate
    reading: Reading
    votes: Mapping[str, Counter[str]]
    surnames: Set[str]

    @property
    def surface(self) -> str:
        """The name as votes are counted for it."""
        return self.reading.surface(self.name).casefold()


def with_articles(
    reading: Reading, names: Sequence[NameCandidate]
) -> list[NameCandidate]:
    """Return `names`, those of bodies and works with the article that has a capital in mid-sentence ("in The Bolt")."""
    return [_with_article(reading, name) for name in names]


def _with_article(reading: Reading, name: NameCandidate) -> NameCandidate:
    """Return a name with its article, if that has a capital of its own; itself where a sentence begins with it."""
    position = reading.position_at(name.start) - 1
    if name.label not in ("ORG", "MISC") or not reading.has_capital(position):
        return name
    if reading.form(position) not in reading.lexicon.name_articles:
        return name
    # In a line of capitals, and at the head of one with many, an article has its capital as any word has.
    before = position - 1
    if reading.is_opening(position) or reading.has_capital(before):
        return name
    return replace(name, start=reading.starts[position])


def strip_kind(reading: Reading, name: NameCandidate) -> str:
    """
    Return the name without its last word, which says what it is ("Boltworks" for "Boltworks Corporation").

    It is empty where what is left means something else: "Welsh" of "Welsh Liberals", "Leeds" of "Leeds Council".
    """
    short_name, _, _ = reading.surface(name).rpartition(" ")
    is_one_word = " " not in short_name
    if is_one_word and is_people(reading, reading.position_at(name.start)):
        return ""
    return "" if short_name in reading.lexicon.place_names else short_name


def unify_labels(
    reading: Reading, names: Sequence[NameCandidate], without: frozenset[str]
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
            surname = surface.split()[-1]
            # "Ann Lee OBE", "Boltworks GM": capitals are no surname, but where the whole name has them
            is_acronym = reading.surface(name).endswith(f" {surname.upper()}")
            if not is_acronym or reading.surface(name).isupper():
                surnames.add(surname)
    unified_names: list[NameCandidate] = []
    for name in names:
        case = _Elected(name, reading, votes, surnames)
        unified_names.append(conclude_first(VOTE_RULES, case, without) or name)
    return unified_names


def _is_surname(case: _Elected) -> bool:
    """Tell whether a name is the surname of a person of the article, and stands for its bearer."""
    return case.surface in case.surnames and _may_be_surname(case.reading, case.name)


def _label_surname(case: _Elected) -> NameCandidate:
    """Return a name as a person's."""
    return replace(case.name, label="PER", rule="surname", detail=None)


def _label_by_votes(case: _Elected) -> NameCandidate | None:
    """Return a name with the label that the article as a whole gives it; None where that is its own."""
    name = case.name
    label, _ = case.votes[case.surface].most_common(1)[0]
    if label == name.label:
        return None
    detail = f"{name.label} by itself, {label} elsewhere in the article"
    return replace(name, label=label, detail=detail)


def _may_be_surname(reading: Reading, name: NameCandidate) -> bool:
    """Tell whether a surname stands for its bearer here: « à Vallon » is the place, « Vallon a souri » Anne Vallon."""
    position = reading.position_at(name.start)
    # "the Vallon" is a car, a club or a prize
    if reading.form(position - 1) in reading.lexicon.name_articles:
        return False
    if name.rule in ("country", "place"):
        before = reading.token(position - 1)
        return before is None or before.pos_ not in ("ADP", "DET")
    return name.rule in (*_YIELDING_RULES, "people")


VOTE_RULES: tuple[Rule[_Elected, NameCandidate], ...] = (
    # « Vallon » after « Anne Vallon » is Anne Vallon, though a town has the name.
    Rule(
        "surname",
        "Anne Vallon arrive. Vallon a souri.",
        _label_surname,
        _is_surname,
    ),
    Rule(
        "most votes",
        "La société Norlift a fermé. Norlift a été vendu. On aime Norlift.",
        _label_by_votes,
        lambda case: case.name.rule in _YIELDING_RULES,
    ),
)
"""What the article as a whole says of a name's label."""
