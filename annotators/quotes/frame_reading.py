"""What a frame holds: attributions beside the content, contents that hang on their cue, marks that are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pressmark.annotators.tree import Tree

from .addressees import find_addressee
from .attributions import Attribution, find_attributions
from .candidates import QuoteCandidate, choose_label, trim
from .complements import Complement, find_complements
from .cues import is_finite
from .frames import Frame
from .lexicon import QuoteLexicon, normalize
from .marks import QuotedSpan
from .source_phrases import SUBJECTS, SourcePhrase, SourcePhrases
from .speech_nouns import reported_by_nouns
from .unclaimed_marks import read_unclaimed

__all__ = ["read_frame"]

_LONGEST = 6
_FEWEST = 3


def read_frame(
    frame: Frame, doc: Tree, text: str, words: QuoteLexicon, phrases: SourcePhrases
) -> list[QuoteCandidate]:
    """The quotes of a frame, their speakers not yet resolved."""
    beside = find_attributions(frame, text, words, phrases)
    if not beside and (headline := _headline(frame, text, words, phrases)):
        return [headline]
    found = _attributed(frame, beside, text, words, phrases)
    taken = [piece for find in found for piece in find.pieces]
    found += (
        find
        for find in reported_by_nouns(frame, text, words, phrases)
        if not any(
            start < find.pieces[0][1] and find.pieces[0][0] < end
            for start, end in taken
        )
    )
    given = beside[-1].source if beside else None
    for one in frame.marked:
        if not any(
            start < one.end and one.start < end
            for find in found
            for start, end in find.pieces
        ):
            found.append(
                read_unclaimed(one, frame, doc, text, words, phrases, given=given)
            )
    return [
        replace(find, addressee=find_addressee(find, frame, text, words, phrases))
        for find in found
    ]


def _attributed(
    frame: Frame,
    beside: Sequence[Attribution],
    text: str,
    words: QuoteLexicon,
    phrases: SourcePhrases,
) -> list[QuoteCandidate]:
    """What stands beside the attributions of a frame, and the contents that hang on its other cues."""
    found = list(_beside(frame, beside, text))
    if not beside:
        return [
            *found,
            *_hanging(find_complements(frame, text, words, phrases), frame, text),
        ]
    if found and (before := _before_colon(frame, found[0].pieces[0][0], text)):
        found[0] = _named(found[0], before, text, words, phrases)
        return [
            *_hanging(find_complements(before, text, words, phrases), before, text),
            *found,
        ]
    last = beside[-1]
    if last.rule == "incise" and not last.resumes:
        behind = max(last.said.end, last.source.end if last.source else 0)
        hanging = find_complements(
            frame, text, words, phrases, behind=behind, given=last.source
        )
        found += _hanging(hanging, frame, text)
    return found


def _headline(
    frame: Frame, text: str, words: QuoteLexicon, phrases: SourcePhrases
) -> QuoteCandidate | None:
    """« Vidal : la piscine rouvrira », without marks behind the colon, as the first line of a text."""
    tokens = frame.outside
    colon = next(
        (at for at, token in enumerate(tokens[:_LONGEST]) if token.text == ":"), None
    )
    if (
        text[: frame.start].strip()
        or not colon
        or any(one.start < tokens[colon].idx for one in frame.marked)
    ):
        return None
    source = SourcePhrase(
        tokens[0].idx, tokens[colon - 1].idx + len(tokens[colon - 1]), "headline"
    )
    named = phrases.names_speaker(source) or any(
        words.has("documents", token.text) for token in tokens[:colon]
    )
    said = trim(text, tokens[colon].idx, frame.end)
    if (
        not named
        or said is None
        or any(map(is_finite, tokens[:colon]))
        or len(text[slice(*said)].split()) < _FEWEST
    ):
        return None
    if any(one.start <= said[0] + 1 for one in frame.marked):
        return None
    return QuoteCandidate(
        (said,),
        choose_label([said], frame.marked),
        None,
        source,
        "headline",
        "what follows the name",
    )


def _before_colon(frame: Frame, at: int, text: str) -> Frame | None:
    """What stands before « : » where the content that an incise reports begins behind it."""
    colon = text.rfind(":", frame.start, at)
    if colon < 0 or any(letter.isalnum() for letter in text[colon:at]):
        return None
    outside = tuple(token for token in frame.outside if token.idx < colon)
    return Frame(
        frame.start,
        colon,
        (),
        outside,
        tuple(cue for cue in frame.cues if cue.last < len(outside)),
    )


def _named(
    find: QuoteCandidate,
    before: Frame,
    text: str,
    words: QuoteLexicon,
    phrases: SourcePhrases,
) -> QuoteCandidate:
    """The find with the subject before its colon as source, where the incise has only a pronoun for it."""
    source = find.source
    if (
        source is None
        or normalize(text[source.start : source.end]) not in words.pronouns
    ):
        return find
    subjects = [at for at, token in enumerate(before.outside) if token.dep_ in SUBJECTS]
    named = phrases.around(before.outside, subjects[0]) if subjects else None
    return find if named is None else replace(find, source=named)


def _hanging(
    found: Iterator[Complement], frame: Frame, text: str
) -> Iterator[QuoteCandidate]:
    return (find for one in found if (find := _complement(one, frame, text)))


def _beside(
    frame: Frame, beside: Sequence[Attribution], text: str
) -> Iterator[QuoteCandidate]:
    """What is left of a frame when its attributions are cut out; each piece goes to the one behind it, else before."""
    at = frame.start
    for number, one in enumerate(beside):
        pieces = [(at, one.start)]
        at = one.end
        if number == len(beside) - 1 and one.resumes:
            pieces.append((at, frame.end))
        kept = tuple(
            piece
            for given in pieces
            for piece in _pieces(text, given, frame.marked, within=one.beside_marks)
        )
        if kept:
            label = choose_label(kept, frame.marked)
            yield QuoteCandidate(
                kept,
                label,
                one.said,
                one.source,
                one.rule,
                content="what stands beside it",
            )


def _pieces(
    text: str, given: tuple[int, int], between: Sequence[QuotedSpan], *, within: bool
) -> list[tuple[int, int]]:
    """
    A stretch as pieces: the inside of marks that fill it, or itself without its edges.

    Of several paragraphs, only what is `within` marks.
    """
    start, end = given
    colon = _behind_colon(text, start, end, between)
    piece = trim(text, colon, end)
    if piece is None or not any(letter.isalnum() for letter in text[slice(*piece)]):
        return []
    inside = [one for one in between if one.start < piece[1] and piece[0] < one.end]
    covered = sum(min(one.end, piece[1]) - max(one.start, piece[0]) for one in inside)
    outside = piece[1] - piece[0] - covered
    if inside and (
        outside <= 2 * len(inside) or (within and "\n" in text[slice(*piece)])
    ):
        return [inner for one in inside for inner in one.pieces]
    return [piece]


def _behind_colon(
    text: str, start: int, end: int, between: Sequence[QuotedSpan]
) -> int:
    """Where the content begins: behind « : » when marks follow it, else at the start."""
    for one in between:
        if start <= one.start < end and text[start : one.start].rstrip().endswith(":"):
            return one.start
    return start


def _complement(one: Complement, frame: Frame, text: str) -> QuoteCandidate | None:
    piece = trim(text, one.start, one.end)
    if piece is None:
        return None
    inside = [
        mark for mark in frame.marked if mark.start < piece[1] and piece[0] < mark.end
    ]
    for mark in inside:  # marks that fill the content: their inside is what was said
        if mark.start <= piece[0] + 1 and piece[1] <= mark.end + 1:
            return QuoteCandidate(
                mark.pieces,
                "mixed",
                one.said,
                one.source,
                one.rule,
                "marks that fill it",
            )
    return QuoteCandidate(
        (piece,),
        choose_label([piece], frame.marked),
        one.said,
        one.source,
        one.rule,
        "what hangs on the cue",
    )
