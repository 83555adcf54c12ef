"""What a frame holds: attributions beside the content, contents that hang on their cue, marks that no rule claimed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pressmark.annotators.grammar.relations import SUBJECTS_OF_ANY_KIND
from pressmark.annotators.grammar.verbs import is_finite

from .addressees import find_addressee
from .attributions import Attribution, find_attributions
from .candidates import Piece, QuoteCandidate, choose_label, overlaps, trim
from .complements import Complement, find_complements
from .frames import Frame
from .headlines import read_headline
from .marks import QuotedSpan
from .quote_reading import QuoteReading
from .speech_nouns import find_clauses_of_nouns
from .unclaimed_marks import read_unclaimed_marks

__all__ = ["read_frame"]


def read_frame(frame: Frame, reading: QuoteReading) -> list[QuoteCandidate]:
    """
    Find the quotes of `frame`, their speakers not yet resolved.

    Attributions come first, because cutting them out leaves the content; then what hangs on a cue or a noun; then
    marks that none of these reached.
    """
    attributions = find_attributions(frame, reading)
    if not attributions:
        headline = read_headline(frame, reading)
        if headline is not None:
            return [headline]
    candidates = _read_reports(frame, attributions, reading)
    reports = tuple(candidates)
    for candidate in find_clauses_of_nouns(frame, reading):
        first_piece = candidate.pieces[0]
        if not any(report.touches(*first_piece) for report in reports):
            candidates.append(candidate)
    # « La « capitale » du port est calme, selon Ana Vidal »: marks in a frame with a source may be hers.
    fallback = attributions[-1].source if attributions else None
    for quoted in frame.quoted_spans:
        if not any(claim.touches(quoted.start, quoted.end) for claim in candidates):
            candidates.append(
                read_unclaimed_marks(quoted, frame, reading, fallback=fallback)
            )
    return [_add_addressee(candidate, frame, reading) for candidate in candidates]


def _add_addressee(
    candidate: QuoteCandidate, frame: Frame, reading: QuoteReading
) -> QuoteCandidate:
    """Return a candidate with whom it is said to."""
    addressee = find_addressee(candidate, frame, reading)
    return replace(candidate, addressee=addressee)


def _read_reports(
    frame: Frame, attributions: Sequence[Attribution], reading: QuoteReading
) -> list[QuoteCandidate]:
    """Return what stands beside the attributions of a frame, and the contents that hang on its other cues."""
    candidates = list(_read_beside(frame, attributions, reading))
    if not attributions:
        complements = find_complements(frame, reading)
        return [*candidates, *_read_complements(complements, frame, reading)]
    if candidates:
        before = _frame_before_colon(frame, candidates[0].start, reading.text)
        if before is not None:
            # « La maire dit qu'il pleut : il faut rentrer, ajoute-t-elle »: the first report hangs on its own verb.
            candidates[0] = _take_subject(candidates[0], before, reading)
            complements = find_complements(before, reading)
            return [*_read_complements(complements, before, reading), *candidates]
    last = attributions[-1]
    if last.rule == "incise" and not last.resumes:
        # « Le quai ferme, dit la maire, qui ajoute que les bus changent »
        after = max(last.cue.end, last.source.end if last.source else 0)
        complements = find_complements(
            frame, reading, after=after, fallback=last.source
        )
        candidates += _read_complements(complements, frame, reading)
    return candidates


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
            yield _read_complement(complement, piece, frame)


def _read_complement(
    complement: Complement, piece: Piece, frame: Frame
) -> QuoteCandidate:
    """Return the quote of a content whose words are `piece`."""
    cue, source, rule = complement.cue, complement.source, complement.rule
    for quoted in frame.quoted_spans:
        # « dit que « tout va bien » »: marks that fill the content; their inside is what was said.
        stretch = (quoted.start, quoted.end)
        if overlaps(stretch, piece) and _fills(quoted, piece):
            return QuoteCandidate(
                quoted.pieces, "mixed", cue, source, rule, "marks that fill it"
            )
    label = choose_label([piece], frame.quoted_spans)
    return QuoteCandidate((piece,), label, cue, source, rule, "what hangs on the cue")


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
        stretches = [(position, attribution.start)]
        if _is_joined(frame, position, attribution):
            stretches = []
        position = attribution.end
        if number == len(attributions) - 1 and attribution.resumes:
            after_adverb = _marks_after_adverb(frame, stretches, attribution)
            if after_adverb is not None:
                stretches, attribution = [after_adverb], _beside_marks(attribution)
            else:
                stretches.append((position, frame.end))
        pieces: list[Piece] = []
        for start, end in stretches:
            pieces += _split_stretch(
                reading.text, start, end, frame, in_marks=attribution.beside_marks
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


def _beside_marks(attribution: Attribution) -> Attribution:
    return replace(attribution, beside_marks=True)


def _marks_after_adverb(
    frame: Frame, stretches: Sequence[Piece], attribution: Attribution
) -> Piece | None:
    """
    Return the marks right after an incise that only an adverb stands before; None where there are none.

    « Hélas, dit-elle, « c'est fini » et la panne dure. »: the adverb and what follows the marks are the narrator's.
    """
    if attribution.rule != "incise" or not stretches:
        return None
    start, end = stretches[0]
    words = [t for t in frame.tokens_before(end) if t.idx >= start]
    if any(word.pos_ not in ("ADV", "CCONJ", "INTJ", "PUNCT") for word in words):
        return None
    if any(start <= quoted.start < end for quoted in frame.quoted_spans):
        return None
    for quoted in frame.quoted_spans:
        if quoted.start >= attribution.end:
            between = frame.tokens_from(attribution.end)
            is_next = all(t.is_punct for t in between if t.idx < quoted.start)
            return (quoted.start, quoted.end) if words and is_next else None
    return None


def _is_joined(frame: Frame, start: int, attribution: Attribution) -> bool:
    """
    Return whether a conjunction joins a source phrase to what stands before it, so that its content begins after it.

    « Mais, selon le médecin, il guérira », « Ils ont fui, car selon eux, le toit menace »; in « Le quai ferme, selon eux »
    the content stands before it.
    """
    if attribution.rule != "source phrase" or not attribution.resumes:
        return False
    before = [
        token
        for token in frame.tokens_before(attribution.start)
        if token.idx >= start and token.text != ","
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
