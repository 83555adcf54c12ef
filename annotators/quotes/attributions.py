"""
Attributions that stand beside their content: incises (« …, a-t-il ajouté », "…," said Ann Lee) and source phrases
(« selon le maire »). Cutting them out of a frame leaves what was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.annotators.tree import Word

from .candidates import CueSpan
from .cues import Cue, is_finite
from .frames import Frame
from .lexicon import QuoteLexicon, normalize
from .source_phrases import SUBJECTS, SourcePhrase, SourcePhrases

__all__ = ["BESIDE", "Attribution", "can_speak", "find_attributions"]

BESIDE = frozenset({"reporting", "beside", "opinion", "writing", "asking"})
_WITHOUT_MARKS = frozenset({"reporting", "opinion", "writing", "asking"})
_OBJECTS = ("obj", "dobj", "ccomp", "xcomp", "attr")
_NOMINAL = ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PART", "ADP")
_CLOSING = "\"'’”»"
_RESUMES = (",", ";", ":", ".", "—", "–", "--", "…", "!", "?")


@dataclass(frozen=True, slots=True)
class Attribution:
    """
    Offsets of an attribution in its frame, its cue and its source; `rule` names how it was found.

    `resumes` says that what stands behind it goes on with the content; `beside_marks` that its content is in marks.
    """

    start: int
    end: int
    said: CueSpan
    source: SourcePhrase | None
    rule: str
    resumes: bool
    beside_marks: bool = False


def find_attributions(
    frame: Frame, text: str, words: QuoteLexicon, phrases: SourcePhrases
) -> list[Attribution]:
    """The attributions of a frame, in order, none overlapping another."""
    found = [
        *_incises(frame, text, words, phrases),
        *_sources(frame, text, words, phrases),
    ]
    kept: list[Attribution] = []
    for one in sorted(found, key=lambda one: one.start):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _incises(
    frame: Frame, text: str, words: QuoteLexicon, phrases: SourcePhrases
) -> Iterator[Attribution]:
    tokens = frame.outside
    for cue in frame.cues:
        verbal = cue.is_verb or not words.direct_order
        passive = cue.passive and cue.pronoun is None
        if (
            cue.finite
            and verbal
            and not passive
            and cue.classes & BESIDE
            and not _reports_that(cue, tokens, words)
        ):
            one = _behind_cue(frame, cue, text, words, phrases) or _before_cue(
                frame, cue, text, words, phrases
            )
            if one is not None:
                yield one


def _reports_that(cue: Cue, tokens: Sequence[Word], words: QuoteLexicon) -> bool:
    """Whether « que » stands right behind the verb, so that its content does, too."""
    return any(
        words.has("that", token.text) for token in tokens[cue.behind : cue.behind + 2]
    )


def _behind_cue(
    frame: Frame, cue: Cue, text: str, words: QuoteLexicon, phrases: SourcePhrases
) -> Attribution | None:
    """« …, a déclaré le maire », "…," said Ann Lee: the source behind its verb."""
    tokens = frame.outside
    first = cue.first
    while first > 0 and words.has("clitics", tokens[first - 1].text):
        first -= 1
    opened = _opened(frame, tokens, first)
    source = phrases.of(cue, tokens, inverted=True) if opened else None
    if source is None or not can_speak(text, source, words):
        return None
    own = [
        one
        for one in cue.verb.children
        if one.dep_ in SUBJECTS and one.i < tokens[first].i
    ]
    if cue.pronoun is None and any(one in tokens for one in own):
        return None
    if opened == "comma" and not _is_incise(frame, cue, first, source, words, phrases):
        return None
    return _attribution(frame, tokens, cue, first, source, words, opened)


def _is_incise(
    frame: Frame,
    cue: Cue,
    first: int,
    source: SourcePhrase,
    words: QuoteLexicon,
    phrases: SourcePhrases,
) -> bool:
    """Whether a verb and the source behind it, without marks, report the clause before them."""
    tokens = frame.outside
    if cue.pronoun is None and not cue.classes & _WITHOUT_MARKS:
        return False
    before, behind = (
        tokens[:first],
        [token for token in tokens if token.idx >= source.end],
    )
    named = cue.pronoun is not None or phrases.names_person(source)
    marked = any(one.end <= tokens[first].idx for one in frame.marked)
    if not named and not marked and not any(map(is_finite, before)):
        return False
    return not (
        behind and is_finite(behind[0]) and not words.has("auxiliaries", behind[0].text)
    )


def _before_cue(
    frame: Frame, cue: Cue, text: str, words: QuoteLexicon, phrases: SourcePhrases
) -> Attribution | None:
    """ "…," Ann Lee said: the source before its verb; without marks only where the language has that order."""
    tokens = frame.outside
    source = phrases.of(cue, tokens, inverted=False)
    first = None if source is None else _position(tokens, source.start)
    if (
        source is None
        or first is None
        or first >= cue.first
        or not can_speak(text, source, words)
    ):
        return None
    opened = _opened(frame, tokens, first)
    if opened is None:
        first = _nominal(tokens, first)
        opened = _opened(frame, tokens, first)
    if opened == "comma" and not (
        words.direct_order and _ends_clause(frame, cue, first, words)
    ):
        return None
    if opened == "marks" and not _is_parted(frame, tokens, first, text):
        return None
    if opened is None or (
        _has_clause(cue, tokens) if opened == "marks" else _has_object(cue, words)
    ):
        return None
    return _attribution(frame, tokens, cue, first, source, words, opened)


def _nominal(tokens: Sequence[Word], first: int) -> int:
    """Where the run of nouns and names begins that a phrase ends, as in "Tulsa police chief Ann Lee"."""
    while (
        first > 0
        and tokens[first].i - tokens[first - 1].i == 1
        and tokens[first - 1].pos_ in _NOMINAL
    ):
        first -= 1
    return first


def _ends_clause(frame: Frame, cue: Cue, first: int, words: QuoteLexicon) -> bool:
    """Whether the verb reports a clause before it, and no clause of its own stands behind it."""
    tokens = frame.outside
    marked = any(one.end <= tokens[first].idx for one in frame.marked)
    if not cue.classes & _WITHOUT_MARKS:
        return False
    if not marked and not any(map(is_finite, tokens[:first])):
        return _parts_subject(tokens, cue)
    for token in tokens[cue.behind :]:
        if token.text in _RESUMES or words.has("subordinators", token.text):
            return True
        if is_finite(token):
            return False
    return True


def _parts_subject(tokens: Sequence[Word], cue: Cue) -> bool:
    """Whether an incise parts a subject from its verb: "The rules, Lee explained on Monday, are strict"."""
    comma = next(
        (at for at in range(cue.behind, len(tokens)) if tokens[at].text == ","), None
    )
    if comma is None or any(map(is_finite, tokens[cue.behind : comma])):
        return False
    return comma + 1 < len(tokens) and is_finite(tokens[comma + 1])


def _is_parted(frame: Frame, tokens: Sequence[Word], first: int, text: str) -> bool:
    """Whether marks are parted from what follows by punctuation, within or behind them."""
    at = tokens[first].idx
    one = max((one for one in frame.marked if one.end <= at), key=lambda one: one.end)
    inside = text[one.inner[0] : one.inner[1]].rstrip(_CLOSING)
    return inside[-1:] in tuple(",.!?…—–-") or text[one.end : at].strip()[:1] in (
        ",",
        "—",
        "–",
        "-",
    )


def _opened(frame: Frame, tokens: Sequence[Word], position: int) -> str | None:
    """What stands right before a position: "marks", a "comma" with content before it, or nothing that opens."""
    at = tokens[position].idx
    before = max((one.end for one in frame.marked if one.end <= at), default=None)
    place = position
    while place and tokens[place - 1].text in (",", "!", "?", "…", "—", "–", "--", "-"):
        place -= 1
    if before is not None and (place == 0 or tokens[place - 1].idx < before):
        return "marks"
    return "comma" if place < position and place > 0 else None


def _has_clause(cue: Cue, tokens: Sequence[Word]) -> bool:
    """Whether the parse gives the verb a clause right behind it, outside of marks and of commas."""
    clause = next(
        (
            one
            for one in cue.verb.children
            if one.dep_ == "ccomp" and one.i > cue.verb.i
        ),
        None,
    )
    if clause is None or clause not in tokens:
        return False
    return not any(
        token.text in _RESUMES or token.i - tokens[at].i > 1
        for at, token in enumerate(
            tokens[cue.behind : tokens.index(clause) + 1], cue.behind - 1
        )
    )


def _has_object(cue: Cue, words: QuoteLexicon) -> bool:
    """Whether the parse gives the verb a clause or an object behind it, so that nothing before it is its content."""
    if words.has("telling", cue.verb.text):
        return any(
            one.dep_ == "ccomp" and one.i > cue.verb.i for one in cue.verb.children
        )
    return any(one.dep_ in _OBJECTS and one.i > cue.verb.i for one in cue.verb.children)


def can_speak(text: str, source: SourcePhrase, words: QuoteLexicon) -> bool:
    """Whether a phrase can be a source; I and you speak within somebody's marks, "it" and « cela » nowhere."""
    phrase = normalize(text[source.start : source.end])
    return phrase not in words.sets["not_speakers"] and phrase not in words.sets[
        "clitics"
    ] - set(words.pronouns)


def _attribution(
    frame: Frame,
    tokens: Sequence[Word],
    cue: Cue,
    first: int,
    source: SourcePhrase,
    words: QuoteLexicon,
    opened: str | None,
) -> Attribution:
    hull = cue.hull(tokens)
    behind = max(hull[1], source.end)
    marked = opened == "marks"
    end, resumes = (_tail_of_marks if marked else _tail)(
        frame, tokens, tokens[first].idx, behind, words
    )
    return Attribution(
        min(tokens[first].idx, source.start),
        end,
        CueSpan.of(cue, tokens),
        source,
        "incise",
        resumes,
        marked,
    )


def _tail_of_marks(
    frame: Frame, tokens: Sequence[Word], start: int, end: int, words: QuoteLexicon
) -> tuple[int, bool]:
    """Behind an incise beside marks, only marks that follow it go on; anything else belongs to the attribution."""
    behind = next((one for one in frame.marked if one.start >= end), None)
    if behind is None:
        return frame.end, False
    between = [token for token in tokens if end <= token.idx < behind.start]
    said = any(
        is_finite(token) or words.has("that", token.text) or words.classes(token.text)
        for token in between
    )
    joined = not between or between[-1].text in _RESUMES or between[-1].pos_ == "CCONJ"
    return (behind.start, True) if joined and not said else (frame.end, False)


def _tail(
    frame: Frame, tokens: Sequence[Word], start: int, end: int, words: QuoteLexicon
) -> tuple[int, bool]:
    """An incise between commas: the content goes on behind it, unless what follows tells of the saying."""
    before = any(
        is_finite(token) and not _is_subordinate(token)
        for token in tokens
        if token.idx < start
    )
    behind = [token for token in tokens if token.idx >= end]
    if not behind or behind[0].text != ",":
        comma = next((token for token in behind if token.text == ","), None)
        return (
            (comma.idx, True)
            if comma is not None and not before
            else (frame.end, False)
        )
    if len(behind) < 2:
        return frame.end, False
    if before and (words.has("tails", behind[1].text) or _is_participle(behind[1])):
        return frame.end, False
    return behind[0].idx, True


def _is_subordinate(token: Word) -> bool:
    return token.dep_ in ("advcl", "acl", "relcl", "acl:relcl")


def _is_participle(token: Word) -> bool:
    return token.pos_ == "VERB" and token.morph.get("VerbForm", []) == ["Part"]


def _position(tokens: Sequence[Word], offset: int) -> int | None:
    return next(
        (
            at
            for at, token in enumerate(tokens)
            if token.idx <= offset < token.idx + len(token)
        ),
        None,
    )


def _sources(
    frame: Frame, text: str, words: QuoteLexicon, phrases: SourcePhrases
) -> Iterator[Attribution]:
    for pattern, headed in ((words.sources, False), (words.headed, True)):
        for match in pattern.finditer(text, frame.start, frame.end) if pattern else ():
            position = _position(frame.outside, match.end() - 1)
            if position is None or (
                headed and not _is_head(text, frame, match.start())
            ):
                continue
            if one := _source(
                frame, text, words, phrases, match.span(), position + 1, headed=headed
            ):
                yield one


def _is_head(text: str, frame: Frame, at: int) -> bool:
    """Whether a place is the head of its frame, or stands right behind a colon or semicolon."""
    before = text[frame.start : at].rstrip()
    return not before or before[-1] in ":;"


def _source(
    frame: Frame,
    text: str,
    words: QuoteLexicon,
    phrases: SourcePhrases,
    cue: tuple[int, int],
    position: int,
    *,
    headed: bool,
) -> Attribution | None:
    """The phrase behind « selon », unless what it names is no source (« selon la loi »)."""
    tokens = frame.outside
    phrase = phrases.behind(tokens, position)
    if phrase is None:
        return None
    held = [token for token in tokens if phrase.start <= token.idx < phrase.end]
    nouns = [token for token in held if not words.has("determiners", token.text)]
    no_source = nouns and any(
        words.has("not_sources", token.text) for token in (held[0], *_head(nouns))
    )
    people = phrases.named.touching(phrase.start, phrase.end)
    behind = text[phrase.end : frame.end].lstrip()[:1]
    if (
        not nouns
        or no_source
        or (
            headed
            and (
                behind != "," or not any(one.label in ("PER", "ORG") for one in people)
            )
        )
    ):
        return None
    end, resumes = _behind_source(frame, tokens, cue[0], phrase.end, words)
    return Attribution(
        cue[0], end, CueSpan(*cue, "source"), phrase, "source phrase", resumes
    )


def _head(nouns: Sequence[Word]) -> Sequence[Word]:
    """The first noun of a phrase, adjectives before it skipped."""
    at = next((at for at, token in enumerate(nouns) if token.pos_ != "ADJ"), 0)
    return nouns[: at + 1]


def _closed(tokens: Sequence[Word]) -> int:
    """How many tokens a bracket at their head holds, itself included: « le Service civil (SCS) »; 0 without one."""
    if not tokens or tokens[0].text != "(":
        return 0
    return next(
        (at for at, token in enumerate(tokens, start=1) if token.text == ")"), 0
    )


def _behind_source(
    frame: Frame, tokens: Sequence[Word], start: int, end: int, words: QuoteLexicon
) -> tuple[int, bool]:
    """Where a source phrase ends with what is told of the source between commas, and whether the content goes on."""
    behind = [token for token in tokens if token.idx >= end]
    if closed := _closed(behind):
        behind, end = behind[closed:], behind[closed - 1].idx + 1
    if len(behind) < 2 or behind[0].text != ",":
        return end, True
    if any(
        is_finite(token) and not _is_subordinate(token)
        for token in tokens
        if token.idx < start
    ):
        return _tail(frame, tokens, start, end, words)
    if words.has("relative", behind[1].text):
        return next(
            ((token.idx, True) for token in behind[2:] if token.text == ","),
            (frame.end, False),
        )
    return end, True
