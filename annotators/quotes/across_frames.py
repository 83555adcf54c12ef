"""Quotes across frames: announced by the sentence before them, or going on after their attribution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_past_participle

from .candidates import CueSpan, QuoteCandidate
from .cues import Cue
from .frames import Frame
from .incises import INCISE_NAMES
from .lexicon import SAYING_CLASSES, phrase_words
from .marks import TURN_DASHES
from .noun_phrases import SourcePhrase
from .quote_reading import QuoteReading

__all__ = [
    "find_signature",
    "first_of_name",
    "give_to_person_before",
    "introduce",
    "is_near_marks",
    "merge_resumed",
]

_MAX_SIGNATURE_WORDS = 8
"""Words of a signature, « — Ana Vidal, maire de Lurs »: chosen, not measured."""
# What follows the name in a signature: « — Anne Morel (@annemorel) 3 mars », "— Senator Ann Lee (D-Ohio)".
_BEHIND_SIGNATURE = re.compile(r"\s*\(")
_QUOTED_LABELS = ("direct", "mixed")


def introduce(
    candidate: QuoteCandidate, before: Frame, reading: QuoteReading
) -> QuoteCandidate:
    """Return a candidate with the cue and the source of the frame before it, which ends with a colon."""
    # « La maire a réagi mardi : »¶ « Nous restons. »
    cue = _announcing_cue(before)
    if cue is None:
        source, cue_span = _find_subject(before, reading), None
    else:
        is_inverted = cue.pronoun is not None
        source = reading.sources.of_cue(cue, before.tokens, inverted=is_inverted)
        cue_span = CueSpan.of(cue, before.tokens)
    return replace(
        candidate,
        cue=cue_span,
        source=source,
        rule="announced",
        floats=source is None,
    )


def _announcing_cue(frame: Frame) -> Cue | None:
    """Return the last cue of a frame that can announce what its colon opens: « La maire ajoute : »."""
    cues = [
        cue
        for cue in frame.cues
        if cue.classes & SAYING_CLASSES
        and _can_introduce(cue)
        and is_near_marks(cue, frame.tokens)
    ]
    return cues[-1] if cues else None


def is_near_marks(cue: Cue, tokens: Sequence[Word]) -> bool:
    """
    Return whether no other verb of `tokens` stands between a cue and the marks after them.

    Asked only of verbs that report beside marks alone: « Elle sourit » has no part in « Elle sourit et s'en va : « … » ».
    """
    if cue.classes - {"beside"}:
        return True
    after = tokens[cue.after :]
    return all(token.pos_ != "VERB" for token in after)


def _can_introduce(cue: Cue) -> bool:
    """Return whether a cue can introduce words: any form of its verb but a past participle alone (« convenu », "known")."""
    if cue.finite:
        return True
    if is_past_participle(cue.verb):
        return False
    return cue.is_verb


def _find_subject(frame: Frame, reading: QuoteReading) -> SourcePhrase | None:
    """Return the last subject of a frame, else all of it where it has no verb (« Jean Martin : »)."""
    # « Le maire est en colère : » has a subject.
    subject = reading.sources.speaking_subject(frame.tokens)
    if subject is not None:
        return subject
    # « Il faudra attendre : » has none that can speak, and its words are no name.
    if any(map(is_verb, frame.tokens)):
        return None
    tokens = _behind_aside(frame.tokens, reading)
    return reading.noun_phrases.starting_at(tokens, first_of_name(tokens))


def _behind_aside(tokens: Sequence[Word], reading: QuoteReading) -> Sequence[Word]:
    """Return the tokens behind the set phrase that they open with: « De son côté, la maire : »."""
    asides = reading.lexicon.asides
    aside = asides.match(reading.text, tokens[0].idx) if asides and tokens else None
    if aside is None:
        return tokens
    behind = [token for token in tokens if token.idx >= aside.end()]
    return behind[1:] if behind and behind[0].text == "," else behind


def first_of_name(tokens: Sequence[Word]) -> int:
    """Return the position after the small words that a frame without a verb begins with: « Et pour Ana Vidal : »."""
    for position, token in enumerate(tokens):
        if token.pos_ not in ("CCONJ", "ADP", "ADV", "SCONJ"):
            return position
    return 0


def give_to_person_before(
    candidate: QuoteCandidate, before: Frame, reading: QuoteReading
) -> QuoteCandidate:
    """Return a candidate without source with the person that the frame before it is about; as it is where there is none."""
    # « Ana Vidal vend des fleurs au marché. »¶ « Je vote toujours. »
    subject = reading.sources.speaking_subject(before.tokens)
    if subject is None:
        return candidate
    is_pronoun = reading.normalized(subject) in reading.lexicon.sets["gender_pronouns"]
    is_person = reading.names_person(subject) or _describes_person(subject, reading)
    if not is_pronoun and not is_person:
        return candidate
    source = subject._replace(how="subject of the sentence before")
    return replace(candidate, source=source, floats=False)


def _describes_person(source: SourcePhrase, reading: QuoteReading) -> bool:
    """Return whether a phrase begins with a noun of people: « Une *riveraine* hésite. « J'attends. » »."""
    words = phrase_words(reading.text[source.start : source.end])
    nouns = [
        word for word in words if not reading.lexicon.has_form("determiners", word)
    ]
    return bool(nouns) and nouns[0] in reading.lexicon.human_nouns


def merge_resumed(
    candidates: Sequence[QuoteCandidate], text: str
) -> list[QuoteCandidate]:
    """
    Return the candidates, marks that follow an attribution in its paragraph joined to the quote that it stands in.

    “We sail,” said Ann Lee. “At noon.” is one quote in English; a French editor would write two.
    """
    merged: list[QuoteCandidate] = []
    last_quoted: int | None = None
    for candidate in candidates:
        # Between the two may stand indirect speech, which takes no part in this.
        if last_quoted is not None and _resumes_quote(
            merged[last_quoted], candidate, text
        ):
            pieces = (*merged[last_quoted].pieces, *candidate.pieces)
            merged[last_quoted] = replace(merged[last_quoted], pieces=pieces)
            continue
        merged.append(candidate)
        if candidate.label in _QUOTED_LABELS:
            last_quoted = len(merged) - 1
    return merged


def _resumes_quote(earlier: QuoteCandidate, later: QuoteCandidate, text: str) -> bool:
    """Return whether a floating quote stands after an incise, in the same paragraph."""
    if later.rule != "floating" or earlier.rule not in INCISE_NAMES:
        return False
    if earlier.cue is None:
        return False
    end = max(earlier.end, earlier.cue.end)
    # What stands before the attribution is its content already.
    if later.start <= end:
        return False
    lines_between = text[end : later.start].splitlines()
    return len(lines_between) <= 1


def find_signature(frame: Frame, reading: QuoteReading) -> SourcePhrase | None:
    """Find the name that a frame is, after its dash, when it signs the quote before it: « — Jean Martin »."""
    line = reading.text[frame.start : frame.end]
    name = line.lstrip(TURN_DASHES + " \u00a0")
    words = name.rstrip(".").split()
    if not 0 < len(words) <= _MAX_SIGNATURE_WORDS:
        return None
    # « — Paul ! » calls somebody, « — partons » is a turn.
    if name[-1] in "!?…" or not words[0][:1].isupper():
        return None
    start = frame.end - len(name)
    end = start + len(_BEHIND_SIGNATURE.split(name, maxsplit=1)[0].rstrip(". "))
    source = SourcePhrase(start, end, "signature")
    return source if reading.names_speaker(source) else None
