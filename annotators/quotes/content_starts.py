"""Where the content of a cue begins: after « que », « si », an infinitive, a clause without conjunction, a colon."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.features import has_feature, is_verb
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    is_finite,
    is_infinitive_form,
    is_participle,
)

from .cues import Cue
from .frames import Frame
from .lexicon import QuoteLexicon
from .positions import position_from_index, position_of

__all__ = ["find_content_start", "is_past_participle"]

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
_CLAUSE_SUBJECTS = frozenset(
    {Relation.SUBJECT, Relation.PASSIVE_SUBJECT, Relation.EXPLETIVE}
)
_RELATIVE_ROLES = frozenset(
    {
        Relation.OBJECT,
        Relation.SUBJECT,
        Relation.PASSIVE_SUBJECT,
        Relation.ADPOSITION_OBJECT,
        Relation.ADVERB,
    }
)
_MAX_CONJUNCTION_TOKENS = 14
"""Tokens after a verb in which its conjunction is looked for: chosen, not measured, as long as an apposition."""
_MAX_ADDRESSEE_TOKENS = 3
"""Tokens that may stand between a verb and its question word: "told the court why", « explique aux élus comment »."""
_MAX_INFINITIVE_TOKENS = 4
"""Tokens after « de » in which the infinitive is looked for: « de ne plus y aller »."""
_MAX_COLON_TOKENS = 3
"""Tokens between a verb and its colon: « La ministre est formelle sur ce point : »; chosen, not measured."""


def find_content_start(
    frame: Frame, cue: Cue, lexicon: QuoteLexicon
) -> tuple[int, str] | None:
    """
    Find the position in the frame's tokens where the content of `cue` begins, and the name of the rule that says so.

    None where nothing hangs on it. A conjunction is tried before what needs none: it is the surer sign.
    """
    tokens = frame.tokens
    if cue.classes & _CLASSES_WITH_THAT and not _lacks_that(cue, tokens, lexicon):
        that = _find_conjunction(tokens, cue.after, lexicon, "that")
        if that is not None:
            return (that + 1, "that") if that + 1 < len(tokens) else None
    if cue.classes & {"asking", "reporting"}:
        question = _find_question(cue, tokens, lexicon)
        if question is not None:
            return question, "whether"
    infinitive = _find_infinitive(cue, tokens, lexicon)
    if infinitive is not None:
        return infinitive, "infinitive"
    clause = _find_bare_clause(cue, tokens, lexicon)
    if clause is not None:
        return clause, "clause"
    colon = _find_colon(frame, cue)
    return None if colon is None else (colon + 1, "colon")


def _lacks_that(cue: Cue, tokens: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """Return whether a verb that only reports beside marks has no « que » right after it: « sourit de ce que »."""
    if cue.classes & (_CLASSES_WITH_THAT - {"beside"}):
        return False
    after = tokens[cue.after : cue.after + 2]
    return not lexicon.has_any("that", after)


def _find_conjunction(
    tokens: Sequence[Word], start: int, lexicon: QuoteLexicon, key: str
) -> int | None:
    """
    Return the position of « que », or of a word of another list `key`, from `start` on; None without one.

    No finite verb and no full stop or colon stands before it.
    """
    for position in range(start, min(len(tokens), start + _MAX_CONJUNCTION_TOKENS)):
        token = tokens[position]
        if lexicon.has(key, token):
            # « plus que », "such that": those hang on the word before them, not on the verb.
            before = tokens[position - 1]
            if not lexicon.has("that_blockers", before):
                is_relative = _is_relative(token, position - start, lexicon)
                return None if is_relative else position
        if token.text in ":;.!?" or is_finite(token):
            return None
    return None


def _is_relative(token: Word, distance: int, lexicon: QuoteLexicon) -> bool:
    """
    Return whether the parse takes "that" or « que » for a relative pronoun ("told of a boat that sank").

    Right after the verb (`distance` 0) it is none.
    """
    if distance > 0 and token.pos_ in ("PRON", "DET"):
        return (
            lexicon.direct_order
            or token.head.relation is not Relation.CLAUSAL_COMPLEMENT
        )
    # "told Lee that …": with one word between at most, the parse is not believed.
    if distance <= 1 or not lexicon.direct_order:
        return False
    return token.relation in _RELATIVE_ROLES


def _find_question(
    cue: Cue, tokens: Sequence[Word], lexicon: QuoteLexicon
) -> int | None:
    """Return the position of « si », "why": anywhere after a verb of asking, right after another (or its addressee)."""
    start = cue.after
    position = _find_conjunction(tokens, start, lexicon, "whether")
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


def _find_infinitive(
    cue: Cue, tokens: Sequence[Word], lexicon: QuoteLexicon
) -> int | None:
    """Return where « dit vouloir partir », « a demandé au juge de ne pas partir », "plans to leave" has its content."""
    first = _skip_adverbs(tokens, cue.after, lexicon)
    can_claim = first < len(tokens) and "claiming" in cue.classes
    if can_claim and _is_infinitive(tokens[first], lexicon):
        return first
    if not cue.classes & {"requesting", "intending"} or is_past_participle(cue):
        return None
    to = _find_conjunction(tokens, cue.after, lexicon, "to")
    while to is not None and to + 1 < len(tokens):
        # "asked the judge to leave" has words between; "plans to leave" has none.
        is_parted = to > first or not cue.finite or cue.passive
        if is_parted and "requesting" not in cue.classes:
            return None
        if _opens_infinitive(cue, tokens, to, lexicon):
            return to + 1
        to = _find_conjunction(tokens, to + 1, lexicon, "to")
    return None


def _skip_adverbs(tokens: Sequence[Word], position: int, lexicon: QuoteLexicon) -> int:
    """Return the position after adverbs, commas and days: « dit aussi, mardi, vouloir »."""
    while position < len(tokens):
        token = tokens[position]
        is_adverb = token.pos_ == "ADV" or token.text == ","
        if not is_adverb and not lexicon.has("days", token):
            break
        position += 1
    return position


def _opens_infinitive(
    cue: Cue, tokens: Sequence[Word], to: int, lexicon: QuoteLexicon
) -> bool:
    """Return whether « de » or "to" at a position opens an infinitive that hangs on the cue."""
    for position in range(to + 1, min(to + 1 + _MAX_INFINITIVE_TOKENS, len(tokens))):
        token = tokens[position]
        if _is_infinitive(token, lexicon):
            return _hangs_on(token, cue.verb)
        if not _can_precede_infinitive(token, lexicon):
            return False
    return False


def _can_precede_infinitive(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a token may stand between « de » and its infinitive: « ne », « pas », « y »."""
    if token.pos_ in ("ADV", "PRON", "PART"):
        return True
    return lexicon.has("clitics", token)


def is_past_participle(cue: Cue) -> bool:
    """Return whether a cue is « Interrogé », "asked to explain, he said": whom something was asked of, not who asks."""
    if cue.finite or not is_participle(cue.verb):
        return False
    return has_feature(cue.verb, "Tense", "Past")


def _hangs_on(verb: Word, cue_verb: Word) -> bool:
    """Return whether the parse hangs an infinitive on a cue, or on an object of it: « demande aux élus de partir »."""
    head = verb.head
    return cue_verb in (head, head.head, head.head.head)


def _is_infinitive(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a token is an infinitive, or in English a form that "to" and "claiming" take ("denied lying")."""
    if not is_verb(token):
        return False
    if is_infinitive_form(token):
        return True
    return lexicon.direct_order and token.tag_ in ("VB", "VBG")


def _find_bare_clause(
    cue: Cue, tokens: Sequence[Word], lexicon: QuoteLexicon
) -> int | None:
    """Return where a clause begins that the parse hangs on the verb without a conjunction: "said the pier was shut"."""
    if not cue.classes & _CLASSES_WITHOUT_THAT:
        return None
    after_verb = cue.verb.i + 1
    for child in cue.verb.children:
        is_clause = (
            child.relation is Relation.CLAUSAL_COMPLEMENT and child.i >= after_verb
        )
        if not is_clause or not _is_bare_clause(child):
            continue
        first = max(child.left_edge.i, after_verb)
        position = position_from_index(tokens, first)
        return None if position is None else _skip_day(tokens, position, lexicon)
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


def _find_colon(frame: Frame, cue: Cue) -> int | None:
    """Return the position of the colon of « Le ministre est formel : il faut partir », without marks."""
    if not cue.finite or not cue.classes & _CLASSES_WITH_COLON:
        return None
    tokens = frame.tokens
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
    return colon if has_verb and len(after) > 1 else None
