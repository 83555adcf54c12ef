"""Marks that no attribution and no complement reached: introduced, governed by a verb, floating, or scare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pressmark.annotators.grammar.features import has_feature, is_verb
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite
from pressmark.annotators.rules import Rule, conclude_first

from .across_frames import first_of_name, is_near_marks
from .candidates import CueSpan, Piece, QuoteCandidate, trim
from .cues import Cue
from .frames import Frame
from .lexicon import SAYING_CLASSES, QuoteLexicon
from .marks import TURN_DASHES, QuotedSpan
from .noun_phrases import SourcePhrase
from .quote_reading import QuoteReading
from .scare_quotes import MAX_NAMING_TOKENS, is_heading, is_scare, is_title
from .speech_nouns import read_marks_after_noun

__all__ = ["GOVERNED_RULES", "UNCLAIMED_RULES", "read_unclaimed_marks"]

_MAX_GOVERNED_TOKENS = 12
"""Tokens between a verb and the marks that it governs, and of a signature: chosen, not measured."""


class _MarksInFrame(NamedTuple):
    """
    A quoted span in its frame: the tokens before and after it, and the cues before it.

    `fallback` is the source of an attribution in the same frame.
    """

    quoted: QuotedSpan
    frame: Frame
    before: list[Word]
    after: list[Word]
    earlier_cues: list[Cue]
    fallback: SourcePhrase | None
    reading: QuoteReading

    @property
    def is_first(self) -> bool:
        """Whether no word of the frame stands before the marks."""
        return not any(token.is_alpha for token in self.before)

    @property
    def is_alone(self) -> bool:
        """Whether no word of the frame stands before or after the marks."""
        return self.is_first and not any(token.is_alpha for token in self.after)

    @property
    def is_introduced(self) -> bool:
        """Whether a colon stands right before the marks."""
        return bool(self.before) and self.before[-1].text == ":"


class _GovernedMarks(NamedTuple):
    """Marks and the verb before them that has them for its words."""

    marks: _MarksInFrame
    cue: Cue


class _Words(NamedTuple):
    """What of a verb's object was said: its pieces, and how they were found."""

    pieces: tuple[Piece, ...]
    content: str


def read_unclaimed_marks(
    quoted: QuotedSpan,
    frame: Frame,
    reading: QuoteReading,
    *,
    fallback: SourcePhrase | None,
) -> QuoteCandidate | None:
    """
    Return the quote or scare quote that these marks are; None where no rule speaks of them.

    `fallback` is the source of an attribution in the same frame.
    """
    before = frame.tokens_before(quoted.start)
    after = frame.tokens_from(quoted.end)
    cues = [cue for cue in frame.cues if cue.verb.idx < quoted.start]
    marks = _MarksInFrame(quoted, frame, before, after, cues, fallback, reading)
    return conclude_first(UNCLAIMED_RULES, marks, reading.without)


def _scare(quoted: QuotedSpan, rule: str) -> QuoteCandidate:
    """Return a scare quote, found by `rule`."""
    return QuoteCandidate(quoted.pieces, "scare", None, None, rule)


def _read_governed(marks: _MarksInFrame) -> QuoteCandidate | None:
    """Return the quote that a verb before the marks has for its words: « a dénoncé une « mascarade » »."""
    cue = _governing_cue(marks)
    if cue is None:
        return None
    tokens, quoted, reading = marks.frame.tokens, marks.quoted, marks.reading
    source = reading.sources.of_cue(cue, tokens, inverted=False) or marks.fallback
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


def _read_signed(marks: _MarksInFrame) -> QuoteCandidate | None:
    """Return marks that a name after a dash signs."""
    signature = _find_signature(marks.after)
    if signature is None:
        return None
    return QuoteCandidate(marks.quoted.pieces, "direct", None, signature, "signed")


def _read_floating(marks: _MarksInFrame) -> QuoteCandidate:
    """Return marks that fill their frame: a quote of somebody who spoke before."""
    pieces = marks.quoted.pieces
    return QuoteCandidate(pieces, "direct", None, None, "floating", floats=True)


def _read_fragment(marks: _MarksInFrame) -> QuoteCandidate:
    """Return marks that no other rule claims: words of the source of the frame, or of somebody who spoke before."""
    pieces, source = marks.quoted.pieces, marks.fallback
    return QuoteCandidate(
        pieces, "mixed", None, source, "fragment", floats=source is None
    )


def _find_signature(after: Sequence[Word]) -> SourcePhrase | None:
    """Return the name after a dash that ends the frame: « … » — Jean Martin, "…" -Commissioner Lee."""
    tokens = [token for token in after if not token.is_space]
    # A dash and a word at least; a finite verb makes a sentence of it: « … » — on l'applaudit.
    if not 2 <= len(tokens) <= _MAX_GOVERNED_TOKENS:
        return None
    dash, *words = tokens
    # « On étouffe » (Ana Vidal, députée).
    if dash.text[:1] not in TURN_DASHES + "(" or any(map(is_finite, tokens)):
        return None
    names = [word for word in words if word.text[:1].isupper()]
    if not names:
        return None
    return SourcePhrase.of([words[0], names[-1]], "signature")


def _read_introduced(marks: _MarksInFrame) -> QuoteCandidate | None:
    """Return the quote after a cue and a colon: « X a précisé : « … » »."""
    cue, tokens = _introducing_cue(marks), marks.frame.tokens
    if cue is None:
        return None
    is_inverted = cue.pronoun is not None
    source = marks.reading.sources.of_cue(cue, tokens, inverted=is_inverted)
    cue_span = CueSpan.of(cue, tokens)
    return QuoteCandidate(
        marks.quoted.pieces,
        "direct",
        cue_span,
        source,
        "introduced",
        floats=source is None,
    )


def _read_after_colon(marks: _MarksInFrame) -> QuoteCandidate:
    """Return the quote after a colon without a cue: « X : « … » », « Il n'est pas optimiste : « … » »."""
    # « Ana Vidal n'est pas optimiste : « … » » has a subject, « Le maire de Lurs : « … » » is one.
    source = marks.reading.sources.speaking_subject(marks.before)
    if source is None and not any(map(is_verb, marks.before)):
        # « Pour Ana Vidal : « … » »
        first, tokens = first_of_name(marks.before), marks.frame.tokens
        source = marks.reading.noun_phrases.starting_at(tokens, first)
    return QuoteCandidate(
        marks.quoted.pieces, "direct", None, source, "colon", floats=source is None
    )


def _introducing_cue(marks: _MarksInFrame) -> Cue | None:
    """Return the last cue before the marks that can say them; None without one."""
    cues = [
        cue
        for cue in marks.earlier_cues
        if cue.classes & SAYING_CLASSES
        and (cue.is_verb or cue.finite)
        and is_near_marks(cue, marks.before)
    ]
    return cues[-1] if cues else None


def _governing_cue(marks: _MarksInFrame) -> Cue | None:
    """Return the nearest verb before the marks that can have them for its words."""
    reading = marks.reading
    # « surnommé « le Roc » » says nothing.
    if reading.lexicon.has_any("naming", marks.before[-MAX_NAMING_TOKENS:]):
        return None
    for cue in reversed(marks.earlier_cues):
        if not _can_govern(cue, reading.lexicon):
            continue
        between = [token for token in marks.before if cue.verb.idx < token.idx]
        if len(between) > _MAX_GOVERNED_TOKENS or any(map(is_finite, between)):
            return None  # and so it is with those before
        # « Le projet avance : elle « rassure » »: what a colon opens is no object of the verb before it.
        if any(token.text == ":" for token in between):
            return None
        if _takes_marks(cue, between, reading.lexicon):
            return cue
    return None


def _can_govern(cue: Cue, lexicon: QuoteLexicon) -> bool:
    """Return whether a cue is a verb whose object may be words: « veut », « montre » alone have none."""
    # French verbs with an auxiliary are believed against the parse, English ones ("the “claims”") are not.
    if not cue.is_verb and (lexicon.direct_order or not cue.finite):
        return False
    return bool(cue.classes - {"intending", "showing"})


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
UNCLAIMED_RULES: tuple[Rule[_MarksInFrame, QuoteCandidate], ...] = (
    Rule(
        "introduced",
        "La maire a précisé : « Nous restons. »",
        _read_introduced,
        lambda marks: marks.is_introduced,
    ),
    Rule(
        "colon",
        "La maire est formelle : « Nous restons. »",
        _read_after_colon,
        lambda marks: marks.is_introduced,
    ),
    Rule(
        "title",
        "Elle joue dans la pièce « Les Vagues ».",
        lambda marks: _scare(marks.quoted, "title"),
        lambda marks: is_title(marks.quoted, marks.before, marks.reading.text),
    ),
    Rule(
        "noun",
        "L'appel de Paul Martin au « calme » a été entendu.",
        lambda marks: read_marks_after_noun(marks.quoted, marks.before, marks.reading),
    ),
    Rule("governed", "La maire a dénoncé une « mascarade ».", _read_governed),
    Rule(
        "signed",
        "« On étouffe » (Ana Vidal, députée).",
        _read_signed,
        lambda marks: marks.is_first,
    ),
    Rule(
        "heading",
        "‘A Quiet Harbour’",
        lambda marks: _scare(marks.quoted, "heading"),
        lambda marks: marks.is_alone and is_heading(marks.quoted, marks.reading),
    ),
    Rule("floating", "« Nous restons. »", _read_floating, lambda marks: marks.is_alone),
    Rule(
        "scare",
        "La « capitale » du port est calme.",
        lambda marks: _scare(marks.quoted, "scare"),
        lambda marks: is_scare(marks.quoted, marks.before, marks.reading),
    ),
    Rule(
        "fragment",
        "Le port « ne fermera jamais avant la fin de cette année », et la ville attend.",
        _read_fragment,
    ),
)
"""From the surest sign to none: a colon, the look of a title, a noun or a verb before the marks, marks alone, few words."""
