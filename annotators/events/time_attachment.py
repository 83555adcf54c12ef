"""
Where an expression of time hangs in the parse, and how far that is from a trigger.

`event_times.py` asks it for every expression of a trigger's sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pressmark.annotators.grammar.clauses import is_bare_infinitive
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Tree, Word
from pressmark.annotators.grammar.words import WordsAround
from pressmark.spans import TimeExpression

__all__ = [
    "MAX_OWN_STEPS",
    "MAX_TOKENS_OF_END",
    "Attachment",
    "attach",
    "begins_with",
    "distance_to",
    "is_apart",
    "is_end",
]

MAX_CARRIER_CHARACTERS = 120
"""An expression that hangs on the verb above a trigger dates the trigger when it stands fewer code points from it;
chosen, not measured."""


MAX_OWN_STEPS = 3
"""An expression at most so many words above a trigger is the trigger's own; chosen, not measured. A clause between
them counts as so many."""


_CARRIED = frozenset(
    {
        Relation.OBJECT,
        Relation.SUBJECT,
        Relation.PASSIVE_SUBJECT,
        Relation.CONJUNCT,
        Relation.OBLIQUE_ARGUMENT,
        Relation.ADPOSITION_OBJECT,
        Relation.OBLIQUE,
    }
)
"""How a noun hangs on a verb whose time is its own: « a signé hier un accord » dates the accord."""


# « Il a dit lundi que … »: how a clause hangs that has a time of its own.
_PARTING_CLAUSES = frozenset(
    {Relation.ADVERBIAL_CLAUSE, Relation.RELATIVE_CLAUSE, Relation.CLAUSAL_COMPLEMENT}
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """Where an expression hangs in the parse."""

    root: Word
    # each word above, by its index → how many steps up it stands
    steps_above: Mapping[int, int]
    # the nearest clause below its sentence that holds it
    clause: Word | None


def attach(tree: Tree, expression: TimeExpression) -> Attachment | None:
    """Return where `expression` hangs; a clause of its own keeps it apart from what is above that."""
    root = tree.root(expression.start, expression.end)
    # An expression within a token, or one that the parse cuts in two.
    if root is None:
        return None
    steps_above = {root.i: 0}
    steps, below = 0, root
    clause = root if root.relation in _PARTING_CLAUSES else None
    for word in root.ancestors:
        # « Il a dit lundi que la police avait arrêté deux hommes » dates the saying, and hardly the arrest.
        steps += MAX_OWN_STEPS if below.relation in _PARTING_CLAUSES else 1
        steps_above[word.i] = steps
        if clause is None and word.relation in _PARTING_CLAUSES:
            clause = word
        below = word
    return Attachment(root, steps_above, clause)


def distance_to(token: Word, attachment: Attachment | None) -> tuple[bool, int] | None:
    """
    Return how far an expression hangs from `token`; None when it hangs neither on it nor on what carries it.

    Whether it hangs on the carrier comes first, so that what hangs on the trigger itself sorts before.
    """
    if attachment is None:
        return None
    steps_above = attachment.steps_above
    # « arrêté lundi »: on the trigger, or on what hangs on it.
    if token.i in steps_above:
        return False, steps_above[token.i]
    # « a signé lundi un accord »: the noun has no time of its own, but its verb has.
    carrier = token.head
    if carrier.i not in steps_above:
        return None
    if abs(attachment.root.idx - token.idx) >= MAX_CARRIER_CHARACTERS:
        return None
    # « est venu lundi pour signer un accord »: an aim has another time than its verb.
    if token.relation not in _CARRIED and not is_bare_infinitive(token):
        return None
    return True, steps_above[carrier.i] + 1


def is_apart(token: Word, attachment: Attachment | None) -> bool:
    """Return whether an expression stands in a clause below the sentence that does not hold `token`."""
    clause = attachment.clause if attachment is not None else None
    if clause is None or clause is token:
        return False
    return clause not in token.ancestors


MAX_TOKENS_OF_END = 2
"""How many tokens before an expression « jusque » is looked for: « jusqu' », « en » stand before « mars »."""


def is_end(
    expression: TimeExpression, tree: WordsAround, until: Collection[str]
) -> bool:
    """Return whether a date says how long something lasts, by the words `until`: « jusqu'au 28 mai »."""
    return begins_with(expression, tree, until, before=MAX_TOKENS_OF_END)


def begins_with(
    expression: TimeExpression,
    tree: WordsAround,
    words: Collection[str],
    *,
    before: int = 1,
) -> bool:
    """
    Return whether an expression begins with one of `words`, or has it at most `before` tokens before it.

    The expression may hold its preposition or stand after it: « au 28 mai », "to May 28".
    """
    first = tree.between(expression.start, expression.end)[0]
    preceding = tree[max(0, first.i - before) : first.i + 1]
    return any(word.form in words for word in preceding)
