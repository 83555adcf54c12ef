"""Marks that a verb before them has for its words: « a dénoncé une « mascarade » »."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pressmark.annotators.grammar.features import has_feature
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite, is_past_participle
from pressmark.annotators.rules import Rule, conclude_first

from .candidates import CueSpan, Piece, QuoteCandidate, is_titled, trim
from .cues import Cue
from .lexicon import SAYING_CLASSES, QuoteLexicon
from .marks import QuotedSpan
from .marks_in_frame import MarksInFrame
from .noun_phrases import SourcePhrase
from .scare_quotes import gives_name

__all__ = ["GOVERNED_RULES", "MAX_GOVERNED_TOKENS", "read_governed"]


MAX_GOVERNED_TOKENS = 12
"""Tokens between a verb and the marks that it governs, and of a signature: chosen, not measured."""


class _GovernedMarks(NamedTuple):
    """Marks and the verb before them that has them for its words."""

    marks: MarksInFrame
    cue: Cue


class _Words(NamedTuple):
    """What of a verb's object was said: its pieces, and how they were found."""

    pieces: tuple[Piece, ...]
    content: str


def read_governed(marks: MarksInFrame) -> QuoteCandidate | None:
    """Return the quote that a verb before the marks has for its words: « a dénoncé une « mascarade » »."""
    cue = _governing_cue(marks)
    if cue is None or _is_work(marks, cue):
        return None
    tokens, quoted, reading = marks.frame.tokens, marks.quoted, marks.reading
    source = _find_source(marks, cue) or marks.fallback
    case = _GovernedMarks(marks, cue)
    words = conclude_first(GOVERNED_RULES, case, reading.without)
    if words is None:
        words = _Words(quoted.pieces, "what the cue governs")
    label = "mixed"
    if words.pieces == quoted.pieces:
        label = _label_governed(quoted, cue, reading.text)
    return QuoteCandidate(
        words.pieces,
        label,
        CueSpan.of(cue, tokens),
        source,
        "governed",
        words.content,
        floats=source is None,
    )


def _is_work(marks: MarksInFrame, cue: Cue) -> bool:
    """Return whether marks hold the title of what somebody writes or reads: « Elle a lu « Les Vagues » »."""
    words = marks.reading.text[slice(*marks.quoted.inner)]
    return cue.main_class == "writing" and is_titled(words)


def _find_source(marks: MarksInFrame, cue: Cue) -> SourcePhrase | None:
    """Return who says the marks that a verb governs: the agent of a participle, else the verb's subject."""
    tokens, sources = marks.frame.tokens, marks.reading.sources
    # « Jugé « trop timide » par la ville, le budget passe »: the budget judges nothing.
    if not cue.finite and is_past_participle(cue.verb):
        first = [token for token in marks.after if not token.is_punct][:1]
        if first and marks.reading.lexicon.has("by", first[0]):
            agent = sources.agent(tokens, cue.after)
            if agent is not None:
                return agent
    source = sources.of_cue(cue, tokens, inverted=False)
    return None if source is not None and sources.is_thing(source) else source


def _from_adjective(case: _GovernedMarks) -> _Words | None:
    """
    Return the words from the adjective of a reflexive verb to the marks after it; None where there is none.

    « Elle se dit favorable à un « moratoire » », « s'est dit déterminé à « agir » »: the adjective is said, too.
    """
    (marks, cue), reading = case, case.marks.reading
    first = marks.frame.tokens[cue.first]
    if not reading.lexicon.has("reflexive", first) or first is cue.verb:
        return None
    between = [t for t in marks.before if t.idx > cue.hull(marks.frame.tokens)[0]]
    after_cue = [t for t in between if t.idx >= cue.hull(marks.frame.tokens)[1]]
    adjectives = [t for t in after_cue if t.pos_ in ("ADJ", "VERB")]
    if not adjectives or is_finite(adjectives[0]):
        return None
    if any(t.pos_ not in ("ADV", "ADJ", "VERB") for t in after_cue[:1]):
        return None
    piece = trim(reading.text, after_cue[0].idx, marks.quoted.end)
    return _Words((piece,), "from the adjective on") if piece else None


def _governing_cue(marks: MarksInFrame) -> Cue | None:
    """Return the nearest verb before the marks that can have them for its words."""
    reading = marks.reading
    # « surnommé « le Roc » » says nothing.
    if gives_name(marks.before, reading.lexicon):
        return None
    for cue in reversed(marks.earlier_cues):
        if not _can_govern(cue, marks.frame.tokens, reading.lexicon):
            continue
        between = [token for token in marks.before if cue.verb.idx < token.idx]
        if len(between) > MAX_GOVERNED_TOKENS or any(map(is_finite, between)):
            return None  # and so it is with those before
        # « Le projet avance : elle « rassure » »: what a colon opens is no object of the verb before it.
        if any(token.text == ":" for token in between):
            return None
        if _takes_marks(cue, between, reading.lexicon):
            return cue
    return None


def _can_govern(cue: Cue, tokens: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """Return whether a cue is a verb whose object may be words: « veut », « montre » alone have none."""
    # French verbs with an auxiliary are believed against the parse, English ones ("the “claims”") are not.
    if not cue.is_verb and (lexicon.direct_order or not cue.finite):
        return False
    # « Il est considéré comme le « parrain » »: nobody is said to consider him so.
    is_finite_passive = cue.finite and "convinced" not in cue.classes
    relations = {child.relation for child in cue.verb.children}
    is_finite_passive = is_finite_passive and Relation.PASSIVE_AUXILIARY in relations
    if not lexicon.direct_order and is_finite_passive:
        return False
    # « La pièce s'appelle « Les Vagues » »: who asks something of himself says nothing.
    if "requesting" in cue.classes and _is_reflexive(cue, tokens, lexicon):
        return False
    return cue.is_listed and bool(cue.classes - {"intending", "showing"})


def _is_reflexive(cue: Cue, tokens: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """Return whether a verb has a reflexive pronoun that it could do without."""
    if "asking" in cue.classes or lexicon.has("reflexive_only", cue.verb):
        return False
    first = tokens[cue.first]
    return first is not cue.verb and lexicon.has("reflexive", first)


def _takes_marks(cue: Cue, between: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """
    Return whether marks can be a verb's words, by the tokens between it and them.

    After a noun (« dit à la société de pêche « X » ») only those of `wording`.
    """
    is_past = not cue.finite and has_feature(cue.verb, "Tense", "Past")
    # "the band called “X”"
    if lexicon.direct_order and is_past:
        return False
    # « a parlé, au conseil, d'une « farce » »: such verbs take words from afar.
    if "wording" in cue.classes:
        return True
    # « Elle sourit à l'idée d'une « pause » »: what reports beside marks has them right after it.
    is_beside_only = cue.classes <= {"beside"}
    tags_between = {token.pos_ for token in between}
    if is_beside_only and tags_between & {"VERB", "NOUN", "PROPN"}:
        return False
    # "the crowd shouting “X”" tells of the crowd.
    if not cue.finite:
        return False
    return lexicon.direct_order or "NOUN" not in tags_between


def _with_object(case: _GovernedMarks) -> _Words | None:
    """Return the words from the verb to the end of the marks: "lower taxes and “jobs”" after "promised"."""
    marks, cue = case
    quoted = marks.quoted
    after_cue = marks.frame.tokens[cue.after :]
    between = [token for token in after_cue if token.idx < quoted.start]
    while between and _is_skipped(between[0]):
        between = between[1:]
    if not between:
        return None
    piece = trim(marks.reading.text, between[0].idx, quoted.end)
    return _Words((piece,), "what the cue governs") if piece else None


def _is_skipped(token: Word) -> bool:
    """Return whether a token between a verb and its object is none of it: "spoke also of", "said that"."""
    if token.text == ",":
        return True
    return token.pos_ in ("ADV", "ADP", "PUNCT", "PART", "SCONJ")


def _label_governed(quoted: QuotedSpan, cue: Cue, text: str) -> str:
    """Return direct for a whole sentence right after its verb (a dit « Je pars. »), mixed for a part of one."""
    start, end = quoted.inner
    # « a qualifié de « Honte. » »: such a verb takes words, and no sentence.
    if not cue.classes & SAYING_CLASSES:
        return "mixed"
    is_sentence = text[start].isupper() and text[end - 1] in ".!?…,"
    return "direct" if is_sentence else "mixed"


GOVERNED_RULES: tuple[Rule[_GovernedMarks, _Words], ...] = (
    Rule(
        "adjective before marks",
        "Elle se dit favorable à un « moratoire ».",
        _from_adjective,
    ),
    # English counts the words between; French counts what stands in marks.
    Rule(
        "object with marks",
        "Ann Lee insists on strikes and “chaos”.",
        _with_object,
        lambda case: case.marks.reading.lexicon.direct_order,
    ),
)
"""What of a verb's object was said; where none of these speaks, the marks alone."""
