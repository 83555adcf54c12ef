"""What a frame holds: attributions beside the content, contents that hang on their cue, marks that no rule claimed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pressmark.annotators.grammar.relations import SUBJECTS_OF_ANY_KIND
from pressmark.annotators.grammar.verbs import is_finite
from pressmark.annotators.rules import Rule, conclude_each, conclude_first

from .addressees import find_addressee
from .attributions import Attribution, find_attributions
from .candidates import Piece, QuoteCandidate, choose_label, overlaps, trim
from .complements import Complement, find_complements
from .frames import Frame
from .headlines import read_headline
from .incises import INCISE_NAMES
from .marks import QuotedSpan
from .quote_reading import QuoteReading
from .source_attributions import SOURCE_NAMES
from .speech_nouns import find_clauses_of_nouns
from .unclaimed_marks import read_unclaimed_marks

__all__ = [
    "BESIDE_RULES",
    "CONTENT_WORD_RULES",
    "NOUN_RULES",
    "REPORT_RULES",
    "read_frame",
]


class _ReadFrame(NamedTuple):
    """A frame with its attributions, and what stands beside them."""

    frame: Frame
    attributions: Sequence[Attribution]
    beside: Sequence[QuoteCandidate]
    reading: QuoteReading


class _Gap(NamedTuple):
    """An attribution, by its number, and where in its frame what no earlier one took begins."""

    frame: Frame
    attributions: Sequence[Attribution]
    number: int
    start: int

    @property
    def attribution(self) -> Attribution:
        """The attribution that the words before it, and maybe those after it, belong to."""
        return self.attributions[self.number]

    @property
    def before(self) -> Piece:
        """The stretch before it."""
        return self.start, self.attribution.start

    @property
    def after(self) -> Piece:
        """The stretch after it, to the frame's end."""
        return self.attribution.end, self.frame.end

    @property
    def resumes_last(self) -> bool:
        """Whether it is the last attribution of its frame, and the content goes on after it."""
        is_last = self.number == len(self.attributions) - 1
        return is_last and self.attribution.resumes


class _Share(NamedTuple):
    """The stretches of a frame that belong to an attribution; with `in_marks`, only marks of several paragraphs count."""

    stretches: tuple[Piece, ...]
    in_marks: bool


def read_frame(frame: Frame, reading: QuoteReading) -> list[QuoteCandidate]:
    """
    Find the quotes of `frame`, their speakers not yet resolved.

    Attributions come first, because cutting them out leaves the content; then what hangs on a cue or a noun; then
    marks that none of these reached.
    """
    attributions = find_attributions(frame, reading)
    beside = tuple(_read_beside(frame, attributions, reading))
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
            unclaimed = read_unclaimed_marks(quoted, frame, reading, fallback=fallback)
            candidates += [unclaimed] if unclaimed is not None else []
    return [_add_addressee(candidate, frame, reading) for candidate in candidates]


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
    return replace(candidate, addressee=addressee)


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
    return candidate if subject is None else replace(candidate, source=subject)


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


def _read_beside(
    frame: Frame, attributions: Sequence[Attribution], reading: QuoteReading
) -> Iterator[QuoteCandidate]:
    """
    Yield what is left of a frame when its attributions are cut out.

    Each stretch goes to the attribution after it, the last one to that before it: « A, dit X, B, ajoute-t-il, C ».
    """
    position = frame.start
    for number, attribution in enumerate(attributions):
        gap = _Gap(frame, attributions, number, position)
        share = conclude_first(BESIDE_RULES, gap, reading.without)
        position = attribution.end
        if share is None:
            continue
        pieces: list[Piece] = []
        for start, end in share.stretches:
            pieces += _split_stretch(
                reading.text, start, end, frame, in_marks=share.in_marks
            )
        if pieces:
            yield QuoteCandidate(
                tuple(pieces),
                choose_label(pieces, frame.quoted_spans),
                attribution.cue,
                attribution.source,
                attribution.rule,
                content="what stands beside it",
            )


def _share(gap: _Gap, *stretches: Piece) -> _Share:
    """Return these stretches as the share of an attribution."""
    return _Share(stretches, gap.attribution.beside_marks)


def _share_after_source(gap: _Gap) -> _Share:
    """Return the share of a source phrase whose content begins after it."""
    return _share(gap, gap.after) if gap.resumes_last else _share(gap)


def _marks_after_adverb(gap: _Gap) -> _Share | None:
    """
    Return the marks right after an incise that only an adverb stands before; None where there are none.

    « Hélas, dit-elle, « c'est fini » et la panne dure. »: the adverb and what follows the marks are the narrator's.
    """
    if gap.attribution.rule not in INCISE_NAMES or not gap.resumes_last:
        return None
    (start, end), frame = gap.before, gap.frame
    words = [token for token in frame.tokens_before(end) if token.idx >= start]
    if any(word.pos_ not in ("ADV", "CCONJ", "INTJ", "PUNCT") for word in words):
        return None
    if any(start <= quoted.start < end for quoted in frame.quoted_spans):
        return None
    for quoted in frame.quoted_spans:
        if quoted.start >= gap.attribution.end:
            between = frame.tokens_from(gap.attribution.end)
            is_next = all(t.is_punct for t in between if t.idx < quoted.start)
            marks = ((quoted.start, quoted.end),)
            return _Share(marks, True) if words and is_next else None
    return None


def _is_joined(gap: _Gap) -> bool:
    """
    Return whether a conjunction joins a source phrase to what stands before it, so that its content begins after it.

    « Mais, selon le médecin, il guérira », « Ils ont fui, car selon eux, le toit menace »; in « Le quai ferme, selon eux »
    the content stands before it.
    """
    attribution, frame = gap.attribution, gap.frame
    if attribution.rule not in SOURCE_NAMES or not attribution.resumes:
        return False
    before = [
        token
        for token in frame.tokens_before(attribution.start)
        if token.idx >= gap.start and token.text != ","
    ]
    if not before or before[-1].pos_ not in ("CCONJ", "SCONJ"):
        return False
    return any(map(is_finite, frame.tokens_from(attribution.end)))


def _split_stretch(
    text: str, start: int, end: int, frame: Frame, *, in_marks: bool
) -> list[Piece]:
    """
    Return a stretch as pieces: the inside of marks that fill it, or itself without its edges.

    Of several paragraphs, with `in_marks`, only what is within marks.
    """
    content_start = _skip_to_colon(text, start, end, frame)
    piece = trim(text, content_start, end)
    if piece is None:
        return []
    words = text[slice(*piece)]
    if not any(map(str.isalnum, words)):
        return []
    inside = [q for q in frame.quoted_spans if overlaps((q.start, q.end), piece)]
    is_across = in_marks and "\n" in words
    if not inside or not (is_across or _is_filled(piece, inside)):
        return [piece]
    pieces: list[Piece] = []
    for quoted in inside:
        pieces += quoted.pieces
    return pieces


def _is_filled(piece: Piece, inside: Sequence[QuotedSpan]) -> bool:
    """Return whether quoted spans fill a piece, but for a space and a comma beside each: « A », « B »."""
    start, end = piece
    unquoted_length = end - start
    for quoted in inside:
        quoted_start = max(quoted.start, start)
        quoted_end = min(quoted.end, end)
        unquoted_length -= quoted_end - quoted_start
    return unquoted_length <= 2 * len(inside)


def _skip_to_colon(text: str, start: int, end: int, frame: Frame) -> int:
    """Return where the content begins: after « : » when marks follow it (« Un mot : « non », dit-il »), else `start`."""
    for quoted in frame.quoted_spans:
        is_inside = start <= quoted.start < end
        if is_inside and text[start : quoted.start].rstrip().endswith(":"):
            return quoted.start
    return start


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
BESIDE_RULES: tuple[Rule[_Gap, _Share], ...] = (
    Rule(
        "content after a joined source",
        "Mais, selon le médecin, il guérira.",
        _share_after_source,
        _is_joined,
    ),
    Rule(
        "marks after an adverb",
        "Hélas, dit-elle, « c'est fini » et la panne dure.",
        _marks_after_adverb,
    ),
    Rule(
        "content around an attribution",
        "Le pont, dit-il mardi, sera fermé.",
        lambda gap: _share(gap, gap.before, gap.after),
        lambda gap: gap.resumes_last,
    ),
    Rule(
        "content before an attribution",
        "« Le quai ferme », a déclaré le maire.",
        lambda gap: _share(gap, gap.before),
    ),
)
"""Which stretches belong to an attribution; of several attributions each has what stands before it."""
