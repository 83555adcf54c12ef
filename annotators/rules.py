"""
Rules of language as values: what a rule is called, a sentence that it reads, when it is asked, what it concludes.

Each room has its rules in ordered tables. A case is what the rules of one table are asked about: a verb of saying in
its frame, marks that are left over, a trigger. Rules are switched off by name, for whoever measures what they win.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

__all__ = [
    "AnyRule",
    "Rule",
    "Ruling",
    "conclude_each",
    "conclude_first",
    "decide",
    "example_of",
    "require_rules",
]

Case = TypeVar("Case")
Conclusion = TypeVar("Conclusion")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Case, Conclusion]):
    """
    A rule of a table. Its `name` is its alone within a layer, its `example` a sentence that it reads.

    Of a case that it `applies` to (None: to every one), it may `conclude` something; None where it has nothing to say.
    `reasons` are the words that stand for it in the `rule` of a span, where that is not its name.
    """

    name: str
    example: str
    conclude: Callable[[Case], Conclusion | None]
    applies: Callable[[Case], bool] | None = None
    reasons: tuple[str, ...] = ()


AnyRule = Rule[Any, Any]


@dataclass(frozen=True, slots=True)
class Ruling(Generic[Conclusion]):
    """What a rule made of a case, and the name of the rule."""

    rule: str
    conclusion: Conclusion


def decide(
    rules: Sequence[Rule[Case, Conclusion]], case: Case, without: frozenset[str]
) -> Ruling[Conclusion] | None:
    """
    Return what the first rule that concludes something makes of `case`, with its name; None where none does.

    Rules whose names `without` holds are passed over.

    >>> is_even = Rule("even", "2", lambda number: "even" if number % 2 == 0 else None)
    >>> is_large = Rule("large", "1000", lambda number: "large", lambda number: number > 99)
    >>> decide([is_even, is_large], 100, frozenset())
    Ruling(rule='even', conclusion='even')
    >>> decide([is_even, is_large], 100, frozenset({"even"}))
    Ruling(rule='large', conclusion='large')
    """
    for rule in rules:
        if rule.applies is not None and not rule.applies(case):
            continue
        conclusion = rule.conclude(case)
        # Last, so that whoever counts which names are asked for counts the rules that spoke.
        if conclusion is not None and rule.name not in without:
            return Ruling(rule.name, conclusion)
    return None


def conclude_first(
    rules: Sequence[Rule[Case, Conclusion]], case: Case, without: frozenset[str]
) -> Conclusion | None:
    """Return what the first rule that concludes something makes of `case`, as `decide` does, without its name."""
    # The loop of `decide` once more: it is asked several times of each trigger, and a ruling costs as much as a rule.
    for rule in rules:
        if rule.applies is not None and not rule.applies(case):
            continue
        conclusion = rule.conclude(case)
        if conclusion is not None and rule.name not in without:
            return conclusion
    return None


def conclude_each(
    rules: Sequence[Rule[Case, Conclusion]], case: Case, without: frozenset[str]
) -> Iterator[Conclusion]:
    """Yield what each rule makes of `case`, in the order of the table; those that `without` names are passed over."""
    for rule in rules:
        if rule.applies is not None and not rule.applies(case):
            continue
        conclusion = rule.conclude(case)
        if conclusion is not None and rule.name not in without:
            yield conclusion


def require_rules(rules: Sequence[AnyRule], names: frozenset[str]) -> None:
    """Raise `ValueError` when `names` holds one that no rule has: a rule that is misspelled would stay switched on."""
    unknown = names - {rule.name for rule in rules}
    if unknown:
        raise ValueError(f"no rule has the name {', '.join(sorted(unknown))}")


def example_of(rules: Sequence[AnyRule], reason: str) -> str | None:
    """
    Return the example of the rule that a span's `reason` names, alone or before a colon; None where no rule has it.

    >>> example_of([Rule("incise", "« Non », dit-il.", lambda case: case)], "incise: cue dit")
    '« Non », dit-il.'
    """
    name = reason.partition(":")[0]
    for rule in rules:
        if name in (rule.reasons or (rule.name,)):
            return rule.example
    return None
