"""What a frame holds: attributions beside the content, contents that hang on their cue, marks that no rule claimed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pressmark.annotators.grammar.relations import SUBJECTS_OF_ANY_KIND
from pressmark.annotators.rules import Rule, conclude_each, conclude_first

from .addressees import find_addressee
from .attributions import Attribution, find_attributions
from .beside_attributions import read_beside
from .candidates import Piece, QuoteCandidate, choose_label, overlaps, trim
from .complements import Complement, find_complements
from .frames import Frame
from .headlines import read_headline
from .incises import INCISE_NAMES
from .marks import QuotedSpan
from .quote_reading import QuoteReading
from .speech_nouns import find_clauses_of_nouns
from .unclaimed_marks import read_unclaimed_marks

__all__ = [
    "CONTENT_WORD_RULES",
    "NOUN_RULES",
    "REPORT_RULES",
    "read_frame",
]


_ROW_RULES = ("introduced", "colon")
"""The rules whose marks a row of replies may begin with."""
_MAX_BETWEEN_REPLIES = 8
"""Characters between two replies of a row, marks, blanks and a comma: « A », « B » has five."""


class _ReadFrame(NamedTuple):
    """A frame with its attributions, and what stands beside them."""

    frame: Frame
    attributions: Sequence[Attribution]
    beside: Sequence[QuoteCandidate]
    reading: QuoteReading


def read_frame(frame: Frame, reading: QuoteReading) -> list[QuoteCandidate]:
    """
    Find the quotes of `frame`, their speakers not yet resolved.

    Attributions come first, because cutting them out leaves the content; then what hangs on a cue or a noun; then
    marks that none of these reached.
    """
    attributions = find_attributions(frame, reading)
    beside = tuple(read_beside(frame, attributions, reading))
    case = _ReadFrame(frame, attributions, beside, reading)
    reports = conclude_first(REPORT_RULES, case, reading.without)
    candidates = list(beside if reports is None else reports)
    first_reports = tuple(candidates)
    for candidate in conclude_each(NOUN_RULES, case, reading.without):
        candidates += _untouched(candidate, first_reports)
    # « La « capitale » du port est calme, selon Ana Vidal »: marks in a frame with a source may be hers.
    fallback = attributions[-1].source if attributions else None
    for quoted in frame.quoted_spans:
        if not any(claim.touches(quoted.start, quoted.end) for claim in candidates):
            unclaimed = _read_next_reply(quoted, candidates, reading.text)
            if unclaimed is None:
                unclaimed = read_unclaimed_marks(
                    quoted, frame, reading, fallback=fallback
                )
            candidates += [unclaimed] if unclaimed is not None else []
    return [_add_addressee(candidate, frame, reading) for candidate in candidates]


def _read_next_reply(
    quoted: QuotedSpan, candidates: Sequence[QuoteCandidate], text: str
) -> QuoteCandidate | None:
    """Return the next of a row of replies behind a colon, « Oui », « Non », « Peut-être »; None where marks are none."""
    if not candidates or candidates[-1].rule not in _ROW_RULES:
        return None
    between = text[candidates[-1].end : quoted.start]
    is_next = len(between) <= _MAX_BETWEEN_REPLIES and not any(
        map(str.isalnum, between)
    )
    if not is_next or "," not in between:
        return None
    return replace(candidates[-1], pieces=quoted.pieces)


def _untouched(
    candidates: Sequence[QuoteCandidate], reports: Sequence[QuoteCandidate]
) -> Iterator[QuoteCandidate]:
    """Yield the candidates whose first piece none of the reports shares."""
    for candidate in candidates:
        first_piece = candidate.pieces[0]
        if not any(report.touches(*first_piece) for report in reports):
            yield candidate


def _add_addressee(
    candidate: QuoteCandidate, frame: Frame, reading: QuoteReading
) -> QuoteCandidate:
    """Return a candidate with whom it is said to."""
    addressee = find_addressee(candidate, frame, reading)
    return candidate if addressee is None else replace(candidate, addressee=addressee)


def _read_headline(case: _ReadFrame) -> Sequence[QuoteCandidate] | None:
    """Return the quote of a headline; None where the frame is none."""
    headline = read_headline(case.frame, case.reading)
    return None if headline is None else [headline]


def _read_cues(case: _ReadFrame) -> Sequence[QuoteCandidate]:
    """Return the contents that hang on the cues of a frame without attributions."""
    complements = find_complements(case.frame, case.reading)
    return list(_read_complements(complements, case.frame, case.reading))


def _read_before_colon(case: _ReadFrame) -> Sequence[QuoteCandidate] | None:
    """Return the report before a colon, and what stands beside the attributions after it; None without such a colon."""
    first, *further = case.beside
    before = _frame_before_colon(case.frame, first.start, case.reading.text)
    if before is None:
        return None
    # « La maire dit qu'il pleut : il faut rentrer, ajoute-t-elle »: the first report hangs on its own verb.
    complements = find_complements(before, case.reading)
    return [
        *_read_complements(complements, before, case.reading),
        _take_subject(first, before, case.reading),
        *further,
    ]


def _ends_with_incise(case: _ReadFrame) -> bool:
    """Return whether the last attribution of a frame is an incise after which the content does not go on."""
    if not case.attributions:
        return False
    last = case.attributions[-1]
    return last.rule in INCISE_NAMES and not last.resumes


def _read_after_incise(case: _ReadFrame) -> Sequence[QuoteCandidate]:
    """Return what stands beside the attributions of a frame, and contents of the cues after the last of them."""
    last = case.attributions[-1]
    after = max(last.cue.end, last.source.end if last.source else 0)
    complements = find_complements(
        case.frame, case.reading, after=after, fallback=last.source
    )
    return [*case.beside, *_read_complements(complements, case.frame, case.reading)]


def _frame_before_colon(frame: Frame, start: int, text: str) -> Frame | None:
    """Return what stands before « : » where the content that begins at `start` follows it at once; None elsewhere."""
    colon = text.rfind(":", frame.start, start)
    if colon < 0 or any(map(str.isalnum, text[colon:start])):
        return None
    tokens = frame.tokens_before(colon)
    cues = [cue for cue in frame.cues if cue.last < len(tokens)]
    return Frame(frame.start, colon, (), tuple(tokens), tuple(cues))


def _take_subject(
    candidate: QuoteCandidate, before: Frame, reading: QuoteReading
) -> QuoteCandidate:
    """Return a candidate with the subject before its colon as source, where the incise has only a pronoun for it."""
    source = candidate.source
    if source is None or reading.normalized(source) not in reading.lexicon.pronouns:
        return candidate
    # « Ana Vidal est claire : « Non », dit-elle »
    subjects = [
        token for token in before.tokens if token.relation in SUBJECTS_OF_ANY_KIND
    ]
    if not subjects:
        return candidate
    subject = reading.noun_phrases.of_head(subjects[0], before.tokens)
    # « Oslo est la dernière étape de la skieuse : « J'y tiens », dit-elle »: the pronoun stays.
    if subject is None or not reading.sources.can_say(subject):
        return candidate
    return replace(candidate, source=subject)


def _read_complements(
    complements: Iterable[Complement], frame: Frame, reading: QuoteReading
) -> Iterator[QuoteCandidate]:
    """Yield the quotes of contents that hang on a cue; a content without words is none."""
    for complement in complements:
        piece = trim(reading.text, complement.start, complement.end)
        if piece is not None:
            yield _read_complement(complement, piece, frame, reading)


class _ContentWords(NamedTuple):
    """The words of a content that hangs on its cue, and the quoted spans of its frame."""

    piece: Piece
    quoted_spans: tuple[QuotedSpan, ...]


def _read_complement(
    complement: Complement, piece: Piece, frame: Frame, reading: QuoteReading
) -> QuoteCandidate:
    """Return the quote of a content whose words are `piece`."""
    cue, source, rule = complement.cue, complement.source, complement.rule
    words = _ContentWords(piece, frame.quoted_spans)
    pieces = conclude_first(CONTENT_WORD_RULES, words, reading.without)
    if pieces is not None:
        return QuoteCandidate(pieces, "mixed", cue, source, rule, "marks that fill it")
    label = choose_label([piece], frame.quoted_spans)
    return QuoteCandidate((piece,), label, cue, source, rule, "what hangs on the cue")


def _inside_of_marks(words: _ContentWords) -> tuple[Piece, ...] | None:
    """Return the inside of the marks that fill a content; None where none do."""
    for quoted in words.quoted_spans:
        stretch = (quoted.start, quoted.end)
        if overlaps(stretch, words.piece) and _fills(quoted, words.piece):
            return quoted.pieces
    return None


def _fills(quoted: QuotedSpan, piece: Piece) -> bool:
    """Return whether a quoted span holds a piece, but for a character at each edge, such as a full stop."""
    start, end = piece
    if start < quoted.start - 1:
        return False
    return end <= quoted.end + 1


REPORT_RULES: tuple[Rule[_ReadFrame, Sequence[QuoteCandidate]], ...] = (
    Rule(
        "headline",
        "Paul Martin : la piscine rouvrira en mai",
        _read_headline,
        lambda case: not case.attributions,
    ),
    Rule(
        "content of a cue",
        "Le maire dit que le quai ferme.",
        _read_cues,
        lambda case: not case.attributions,
    ),
    Rule(
        "report before a colon",
        "La maire dit qu'il pleut : « Il faut rentrer », ajoute-t-elle.",
        _read_before_colon,
        lambda case: bool(case.beside),
    ),
    Rule(
        "report after an incise",
        "« Le quai ferme », dit la maire, qui ajoute que les bus changent.",
        _read_after_incise,
        _ends_with_incise,
    ),
)
"""Which reports a frame holds; where none of these speaks, what stands beside its attributions."""
NOUN_RULES: tuple[Rule[_ReadFrame, Sequence[QuoteCandidate]], ...] = (
    Rule(
        "clause of a noun",
        "La promesse du maire que le quai rouvrira déçoit.",
        lambda case: list(find_clauses_of_nouns(case.frame, case.reading)),
    ),
)
"""What hangs on a noun of saying, where no report has it."""
CONTENT_WORD_RULES: tuple[Rule[_ContentWords, tuple[Piece, ...]], ...] = (
    Rule(
        "marks that fill a content",
        "Elle dit que « tout va bien ».",
        _inside_of_marks,
    ),
)
"""What of the words of a content was said."""
