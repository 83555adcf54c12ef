"""Contents that hang on their cue: « a dit que … », "said that …", « dit vouloir … », "called for …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.annotators.tree import Word

from .candidates import CueSpan
from .content_bounds import content_end
from .cues import Cue, is_finite
from .frames import Frame
from .lexicon import QuoteLexicon, normalize
from .object_contents import find_object
from .source_phrases import SUBJECTS, SourcePhrase, SourcePhrases

__all__ = ["Complement", "find_complements"]

_WITH_THAT = frozenset(
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
_ZERO_THAT = frozenset({"reporting", "opinion", "writing", "showing", "intending"})
_SUBJECTS = ("nsubj", "nsubjpass", "expl")
_RELATIVE = ("dobj", "obj", "nsubj", "nsubjpass", "nsubj:pass", "pobj", "advmod")
_MISTAKEN = frozenset(
    {"reporting", "asking", "writing", "convinced"}
)  # even where the parse sees no verb
_COLON = frozenset({"reporting", "asking", "convinced"})
_FARTHEST = 14
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Complement:
    """A content's offsets, its cue, and its source (None in « il a été annoncé que »); `rule` says how it hangs on."""

    start: int
    end: int
    said: CueSpan
    source: SourcePhrase | None
    rule: str


def find_complements(
    frame: Frame,
    text: str,
    words: QuoteLexicon,
    phrases: SourcePhrases,
    *,
    behind: int = 0,
    given: SourcePhrase | None = None,
) -> Iterator[Complement]:
    """
    The contents of a frame's cues, in order; cues within a content are left to it.

    Only cues `behind` an offset are read; `given` is the source of those that have none of their own.
    """
    tokens = frame.outside
    reach = behind
    last: SourcePhrase | None = None
    for cue in frame.cues:
        if tokens[cue.first].idx < reach:
            continue
        found = _content(frame, cue, words)
        source = (
            (
                _shared(cue, tokens, last)
                or phrases.of(cue, tokens, inverted=False)
                or given
            )
            if found
            else None
        )
        if found is None or not _is_told(cue, source, text, words):
            continue
        start, end, rule = found
        if (
            source is not None
            and cue.passive
            and normalize(text[source.start : source.end]) in words.sets["impersonal"]
        ):
            source = None
        yield Complement(start, end, CueSpan.of(cue, tokens), source, rule)
        reach, last = end, source


def _shared(
    cue: Cue, tokens: Sequence[Word], last: SourcePhrase | None
) -> SourcePhrase | None:
    """The source of the report before, for a verb right behind « et » that has no subject of its own."""
    joined = (
        cue.first > 0 and tokens[cue.first - 1].pos_ == "CCONJ" and cue.pronoun is None
    )
    own = any(one.dep_ in SUBJECTS for one in cue.verb.children)
    return (
        last._replace(how="shared") if last is not None and joined and not own else None
    )


def _is_told(
    cue: Cue, source: SourcePhrase | None, text: str, words: QuoteLexicon
) -> bool:
    """Whether somebody says it: not I, not « cela »; without a source only in the passive or behind another report."""
    if source is None or (
        not cue.finite
        and normalize(text[source.start : source.end]) in words.sets["impersonal"]
    ):
        return cue.passive or (
            bool(cue.classes & {"reporting", "asking", "writing"}) and cue.finite
        )
    return normalize(text[source.start : source.end]) not in words.sets["not_speakers"]


def _content(
    frame: Frame, cue: Cue, words: QuoteLexicon
) -> tuple[int, int, str] | None:
    """Where a cue's content begins and ends, and the rule that says so."""
    tokens = frame.outside
    if "showing" in cue.classes and not cue.finite and "reporting" not in cue.classes:
        return None
    if (
        not cue.finite
        and cue.kind == "opinion"
        and cue.verb.morph.get("VerbForm", []) == ["Inf"]
    ):
        return None
    if not cue.is_verb and (
        words.direct_order or not (cue.finite and cue.classes & _MISTAKEN)
    ):
        return None
    if _is_past_participle(cue) and "asking" in cue.classes:
        return None
    start, rule = _start(frame, cue, tokens, words)
    if start is not None:
        return (
            _from(frame, tokens, start),
            content_end(frame, tokens, cue, start, words),
            rule,
        )
    found = find_object(frame, cue, words)
    return None if found is None else (*found, "object")


def _start(
    frame: Frame, cue: Cue, tokens: Sequence[Word], words: QuoteLexicon
) -> tuple[int | None, str]:
    """Where the content begins, as a position in the tokens, and the rule that says so."""
    behind = cue.behind
    if (
        cue.classes & _WITH_THAT
        and not _is_loose(cue, tokens, words)
        and (at := complementizer(tokens, behind, words, "that")) is not None
    ):
        return (at + 1, "that") if at + 1 < len(tokens) else (None, "")
    if (
        cue.classes & {"asking", "reporting"}
        and (at := _question(cue, tokens, behind, words)) is not None
    ):
        return at, "whether"
    found = (
        _infinitive(cue, tokens, behind, words)
        or _clause(cue, tokens, words)
        or _behind_colon(frame, cue, tokens)
    )
    return found or (None, "")


def _is_loose(cue: Cue, tokens: Sequence[Word], words: QuoteLexicon) -> bool:
    """Whether a verb that only reports beside marks has no « que » right behind it."""
    strict = cue.classes & (_WITH_THAT - {"beside"})
    return not strict and not any(
        words.has("that", token.text) for token in tokens[cue.behind : cue.behind + 2]
    )


def complementizer(
    tokens: Sequence[Word], position: int, words: QuoteLexicon, key: str
) -> int | None:
    """The position of « que » (or of another list's word) behind a verb, with no finite verb between; None else."""
    for at in range(position, min(len(tokens), position + _FARTHEST)):
        token = tokens[at]
        if (
            words.has(key, token.text)
            and normalize(tokens[at - 1].text) not in words.sets["that_blockers"]
        ):
            return None if _is_relative(token, at - position, words) else at
        if token.text in ":;.!?" or is_finite(token):
            return None
    return None


def _is_relative(token: Word, distance: int, words: QuoteLexicon) -> bool:
    """Whether the parse takes "that" or « que » for a relative pronoun; right behind the verb it is none."""
    if distance > 0 and token.pos_ in ("PRON", "DET"):
        return token.head.dep_ != "ccomp" or words.direct_order
    return words.direct_order and distance > 1 and token.dep_ in _RELATIVE


def _question(
    cue: Cue, tokens: Sequence[Word], behind: int, words: QuoteLexicon
) -> int | None:
    """The position of « si », "why": anywhere behind a verb of asking, right behind another (or its addressee)."""
    at = complementizer(tokens, behind, words, "whether")
    if at is None or at + 1 >= len(tokens):
        return None
    if "asking" in cue.classes:
        return at
    if not any(map(is_finite, tokens[at:])):
        return None
    near = at == behind or (
        at - behind <= 3 and not any(token.text == "," for token in tokens[behind:at])
    )
    asked = not words.has("conditions", tokens[at].text) and not words.has(
        "subordinators", tokens[at].text
    )
    return at if near and asked and cue.verb.i < tokens[at].i else None


def _infinitive(
    cue: Cue, tokens: Sequence[Word], behind: int, words: QuoteLexicon
) -> tuple[int, str] | None:
    """« dit vouloir partir », « a demandé au juge de ne pas partir », "plans to leave"."""
    at = behind
    while at < len(tokens) and (
        tokens[at].pos_ == "ADV"
        or tokens[at].text == ","
        or words.has("days", tokens[at].text)
    ):
        at += 1
    if (
        at < len(tokens)
        and "claiming" in cue.classes
        and _is_infinitive(tokens[at], words)
    ):
        return at, "infinitive"
    if not cue.classes & {"requesting", "intending"} or _is_past_participle(cue):
        return None
    place = complementizer(tokens, behind, words, "to")
    while place is not None and place + 1 < len(tokens):
        if "requesting" not in cue.classes and (
            place > at or not cue.finite or cue.passive
        ):
            return None
        verb = next(
            (
                p
                for p in range(place + 1, min(place + 5, len(tokens)))
                if _is_infinitive(tokens[p], words)
            ),
            None,
        )
        between = tokens[place + 1 : verb] if verb else ()
        if (
            verb is not None
            and _hangs_on(tokens[verb], cue.verb)
            and all(
                token.pos_ in ("ADV", "PRON", "PART")
                or words.has("clitics", token.text)
                for token in between
            )
        ):
            return place + 1, "infinitive"
        place = complementizer(tokens, place + 1, words, "to")
    return None


def _is_past_participle(cue: Cue) -> bool:
    """« Interrogé », "asked to explain, he said": whom something was asked of, not who asks."""
    return (
        not cue.finite
        and cue.verb.morph.get("VerbForm", []) == ["Part"]
        and "Past" in cue.verb.morph.get("Tense", [])
    )


def _hangs_on(verb: Word, cue: Word) -> bool:
    """Whether the parse hangs an infinitive on a cue, or on an object of it."""
    head = verb.head
    return cue in (head, head.head, head.head.head)


def _is_infinitive(token: Word, words: QuoteLexicon) -> bool:
    form = token.morph.get("VerbForm", [])
    return token.pos_ in ("VERB", "AUX") and (
        form == ["Inf"] or (words.direct_order and token.tag_ in ("VB", "VBG"))
    )


def _behind_day(tokens: Sequence[Word], place: int, words: QuoteLexicon) -> int:
    """Behind the day that the parse gives to the clause and that tells when it was said: "said on Monday the …"."""
    at = place + (tokens[place].pos_ == "ADP")
    return (
        at + 1 if at + 1 < len(tokens) and words.has("days", tokens[at].text) else place
    )


def _clause(
    cue: Cue, tokens: Sequence[Word], words: QuoteLexicon
) -> tuple[int, str] | None:
    """A clause that the parse hangs on the verb without a conjunction, as English allows."""
    if not cue.classes & _ZERO_THAT:
        return None
    for child in cue.verb.children:
        subject = any(one.dep_ in _SUBJECTS for one in child.subtree if one.i < child.i)
        marked = any(one.dep_ == "mark" for one in child.children)
        if child.dep_ == "ccomp" and child.i > cue.verb.i and subject and not marked:
            first = child.left_edge.i
            place = next(
                (
                    at
                    for at, token in enumerate(tokens)
                    if token.i >= max(first, cue.verb.i + 1)
                ),
                None,
            )
            return (
                None if place is None else (_behind_day(tokens, place, words), "clause")
            )
    return None


def _behind_colon(
    frame: Frame, cue: Cue, tokens: Sequence[Word]
) -> tuple[int, str] | None:
    """« Le ministre est formel : il faut partir », without marks."""
    colon = next(
        (at for at in range(cue.behind, len(tokens)) if tokens[at].text == ":"), None
    )
    if (
        colon is None
        or colon + 2 >= len(tokens)
        or colon - cue.behind > _NEAR
        or not (cue.finite and cue.classes & _COLON)
    ):
        return None
    if any(one.start > tokens[colon].idx for one in frame.marked) or any(
        map(is_finite, tokens[cue.behind : colon])
    ):
        return None
    return (colon + 1, "colon") if any(map(is_finite, tokens[colon:])) else None


def _from(frame: Frame, tokens: Sequence[Word], start: int) -> int:
    """The content begins with the marks that stand between the conjunction and its first word, if any."""
    previous = tokens[start - 1].idx
    opened = [
        one.start for one in frame.marked if previous < one.start < tokens[start].idx
    ]
    return opened[0] if opened else tokens[start].idx
