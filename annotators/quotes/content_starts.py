"""Where the content of a cue begins: after « que », « si », an infinitive, a clause without conjunction, a colon."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    is_finite,
)
from pressmark.annotators.rules import Rule, Ruling, decide

from .conjunctions import CueInFrame, find_conjunction
from .cues import Cue
from .frames import Frame
from .infinitive_contents import (
    find_claimed_infinitive,
    find_infinitive,
    takes_infinitive,
)
from .lexicon import QuoteLexicon
from .positions import position_from_index, position_of
from .quote_reading import QuoteReading
from .reported_mood import find_final_infinitive, find_reported_clause

__all__ = ["CONTENT_START_RULES", "find_content_start"]

_CLASSES_WITH_THAT = frozenset(
    {
        "reporting",
        "beside",
        "opinion",
        "writing",
        "asking",
        "requesting",
        "claiming",
        "showing",
        "intending",
    }
)
# "She said it rained", "she hopes it rains"; "she called it rains" is none.
_CLASSES_WITHOUT_THAT = frozenset(
    {"reporting", "opinion", "writing", "showing", "intending"}
)
_CLASSES_WITH_COLON = frozenset({"reporting", "asking", "convinced"})
# „forderte ihn auf, zu gehen“, „bestritt, dort gewesen zu sein“
_CLASSES_WITH_INFINITIVE = frozenset({"requesting", "claiming"})
_CLAUSE_SUBJECTS = frozenset(
    {Relation.SUBJECT, Relation.PASSIVE_SUBJECT, Relation.EXPLETIVE}
)
_MAX_ADDRESSEE_TOKENS = 3
"""Tokens that may stand between a verb and its question word: "told the court why", « explique aux élus comment »."""
_MAX_CLITICS = 3
"""Pronouns that may stand between « ne » and its verb, « ne le leur »: chosen, not measured."""
_MAX_COLON_TOKENS = 3
"""Tokens between a verb and its colon: « La ministre est formelle sur ce point : »; chosen, not measured."""


def find_content_start(
    frame: Frame, cue: Cue, reading: QuoteReading
) -> Ruling[int] | None:
    """
    Find the position in the frame's tokens where the content of `cue` begins, and the name of the rule that says so.

    None where nothing hangs on it. A conjunction is tried before what needs none: it is the surer sign.
    """
    case = CueInFrame(frame, cue, reading.lexicon)
    return decide(CONTENT_START_RULES, case, reading.without)


def _takes_that(case: CueInFrame) -> bool:
    """Return whether a cue is of a class whose verbs take « que »."""
    if not case.cue.classes & _CLASSES_WITH_THAT:
        return False
    return not _lacks_that(case.cue, case.tokens, case.lexicon)


def _start_after_that(case: CueInFrame) -> int | None:
    """Return the position after the « que » of a cue; None without one, and where nothing follows it."""
    that = find_conjunction(case.tokens, case.cue.after, case.lexicon, "that")
    if that is None or that + 1 >= len(case.tokens):
        return None
    if _is_restricted(case, that):
        return None
    return that + 1


def _is_restricted(case: CueInFrame, that: int) -> bool:
    """Return whether « que » at position `that` means only: « ils ne rapportent que des mots »."""
    lexicon, first = case.lexicon, case.cue.first
    before = case.tokens[max(0, first - _MAX_CLITICS) : first]
    # « Le maire de N'Djamena dit que » has a name there.
    small_words = [token for token in before if token.text.islower()]
    if not lexicon.has_any("restricting", small_words):
        return False
    # « ne dit pas que »: a second word of negation stands within the cue or after it.
    others = lexicon.sets["negations"] - lexicon.sets["restricting"]
    return others.isdisjoint(token.form for token in case.tokens[first:that])


def _takes_question(case: CueInFrame) -> bool:
    """Return whether a cue is of a class whose verbs take « si » and question words."""
    return bool(case.cue.classes & {"asking", "reporting"})


def _lacks_that(cue: Cue, tokens: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """Return whether a verb that only reports beside marks has no « que » right after it: « sourit de ce que »."""
    if cue.classes & (_CLASSES_WITH_THAT - {"beside"}):
        return False
    # « ce qui fait que la route ferme » tells no words.
    if lexicon.has("without_that", cue.verb):
        return True
    after = tokens[cue.after : cue.after + 2]
    return not lexicon.has_any("that", after)


def _find_question(case: CueInFrame) -> int | None:
    """Return the position of « si », "why": anywhere after a verb of asking, right after another (or its addressee)."""
    cue, tokens, lexicon = case.cue, case.tokens, case.lexicon
    start = cue.after
    position = find_conjunction(tokens, start, lexicon, "whether")
    if position is None or position + 1 >= len(tokens):
        return None
    if "asking" in cue.classes:
        return position
    # « explique comment faire »: without a finite verb it is an object.
    if not any(map(is_finite, tokens[position:])):
        return None
    if not _is_next_to_cue(tokens, start, position):
        return None
    # "said if it rains …", "said when he came …": those words set the scene.
    word = tokens[position]
    if lexicon.has("conditions", word) or lexicon.has("subordinators", word):
        return None
    return position if cue.verb.i < word.i else None


def _is_next_to_cue(tokens: Sequence[Word], start: int, position: int) -> bool:
    """Return whether no comma and few words stand between a verb, which ends before `start`, and `position`."""
    if position - start > _MAX_ADDRESSEE_TOKENS:
        return False
    between = [token.text for token in tokens[start:position]]
    return "," not in between


def _find_bare_clause(case: CueInFrame) -> int | None:
    """Return where a clause begins that the parse hangs on the verb without a conjunction: "said the pier was shut"."""
    cue, tokens = case.cue, case.tokens
    after_verb = cue.verb.i + 1
    for child in cue.verb.children:
        is_clause = (
            child.relation is Relation.CLAUSAL_COMPLEMENT and child.i >= after_verb
        )
        if not is_clause or not _is_bare_clause(child):
            continue
        first = max(child.left_edge.i, after_verb)
        position = position_from_index(tokens, first)
        return None if position is None else _skip_day(tokens, position, case.lexicon)
    return None


def _is_bare_clause(verb: Word) -> bool:
    """Return whether a clause has a subject before its verb and no conjunction."""
    if Relation.MARK in {child.relation for child in verb.children}:
        return False
    before = [word for word in verb.subtree if word.i < verb.i]
    relations = {word.relation for word in before}
    return not relations.isdisjoint(_CLAUSE_SUBJECTS)


def _skip_day(tokens: Sequence[Word], position: int, lexicon: QuoteLexicon) -> int:
    """Return the position after the day on which it was said: "said on Monday the …", which the parse gives the clause."""
    day = position
    if tokens[position].pos_ == "ADP":
        day += 1
    after = day + 1
    if after < len(tokens) and lexicon.has("days", tokens[day]):
        return after
    return position


def _start_after_colon(case: CueInFrame) -> int | None:
    """Return the position after the colon of « Le ministre est formel : il faut partir », without marks."""
    frame, cue, tokens = case.frame, case.cue, case.tokens
    colon = position_of(tokens, ":", cue.after)
    if colon is None:
        return None
    after = tokens[colon + 1 :]
    between = tokens[cue.after : colon]
    if len(between) > _MAX_COLON_TOKENS or any(map(is_finite, between)):
        return None
    # Marks after the colon are what is said: another rule reads them.
    colon_offset = tokens[colon].idx
    if any(quoted.start > colon_offset for quoted in frame.quoted_spans):
        return None
    # « dit l'essentiel : du pain » lists; words that are said have a verb.
    has_verb = any(map(is_finite, after))
    return colon + 1 if has_verb and len(after) > 1 else None


CONTENT_START_RULES: tuple[Rule[CueInFrame, int], ...] = (
    Rule("that", "Le maire dit que le quai ferme.", _start_after_that, _takes_that),
    Rule("whether", "Elle demande si le quai ferme.", _find_question, _takes_question),
    Rule(
        "claimed infinitive",
        "Le maire dit vouloir partir.",
        find_claimed_infinitive,
        lambda case: "claiming" in case.cue.classes,
    ),
    Rule(
        "infinitive",
        "Elle a demandé au juge de ne pas partir.",
        find_infinitive,
        takes_infinitive,
    ),
    Rule(
        "clause",
        "She said the pier was shut.",
        _find_bare_clause,
        lambda case: bool(case.cue.classes & _CLASSES_WITHOUT_THAT),
    ),
    Rule(
        "clause in reported mood",
        "Anna Roth sagte, der Hafen sei geschlossen.",
        find_reported_clause,
        lambda case: (
            case.lexicon.reported_mood
            and bool(case.cue.classes & _CLASSES_WITHOUT_THAT)
        ),
    ),
    Rule(
        "infinitive at the end",
        "Anna Roth forderte die Stadt auf, den Hafen sofort zu schließen.",
        find_final_infinitive,
        lambda case: (
            case.lexicon.verb_bracket
            and bool(case.cue.classes & _CLASSES_WITH_INFINITIVE)
        ),
    ),
    Rule(
        "colon without marks",
        "Le ministre est formel : il faut partir.",
        _start_after_colon,
        lambda case: case.cue.finite and bool(case.cue.classes & _CLASSES_WITH_COLON),
    ),
)
"""Where the content of a cue begins, the surest sign first."""
