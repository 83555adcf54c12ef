"""Contents that hang on their cue: « a dit que … », "said that …", « dit vouloir … », "called for …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.annotators.grammar.features import has_feature
from pressmark.annotators.grammar.participants import has_subject
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    is_infinitive_form,
    is_participle,
    is_passive,
)
from pressmark.annotators.rules import Rule, decide

from .candidates import CueSpan
from .content_ends import find_content_end
from .content_starts import find_content_start
from .cues import Cue
from .frames import Frame
from .infinitive_contents import is_past_participle
from .lexicon import QuoteLexicon, phrase_words
from .noun_phrases import SourcePhrase
from .object_contents import find_object
from .quote_reading import QuoteReading

__all__ = ["OBJECT_RULES", "Complement", "find_complements"]

# The French models take « affirme » and « demande » for nouns and adjectives: these verbs are believed against them.
_MISTAKEN_CLASSES = frozenset({"reporting", "asking", "writing", "convinced"})


@dataclass(frozen=True, slots=True)
class Complement:
    """A content's offsets, its cue, and its source (None in « il a été annoncé que »); `rule` says how it hangs on."""

    start: int
    end: int
    cue: CueSpan
    source: SourcePhrase | None
    rule: str


def find_complements(
    frame: Frame,
    reading: QuoteReading,
    *,
    after: int = 0,
    fallback: SourcePhrase | None = None,
) -> Iterator[Complement]:
    """
    Find the contents of a frame's cues, in order; cues within a content are left to it.

    Only cues from the offset `after` on are read; `fallback` is the source of those that have none of their own.
    """
    tokens = frame.tokens
    reach = after
    last_source: SourcePhrase | None = None
    for cue in frame.cues:
        # « Elle dit que Paul affirme que… » is one quote, hers.
        if tokens[cue.first].idx < reach:
            continue
        content = _find_content(frame, cue, reading)
        if content is None:
            continue
        start, end, rule = content
        source = _agent_before(cue, tokens, start, reading)
        source = source or _share_source(cue, tokens, last_source)
        if source is None:
            source = reading.sources.of_cue(cue, tokens, inverted=False) or fallback
        # « Le manque de lits indique que la crise dure »: nobody says so.
        if source is not None and reading.sources.is_thing(source):
            continue
        if not _is_told(cue, source, reading):
            continue
        if _is_shown(cue, reading) and not _can_show(source, reading):
            continue
        # « Il a été décidé que… »: « il » is nobody.
        if source is not None and cue.passive and _is_impersonal(source, reading):
            source = None
        yield Complement(start, end, CueSpan.of(cue, tokens), source, rule)
        reach, last_source = end, source


def _agent_before(
    cue: Cue, tokens: Sequence[Word], start: int, reading: QuoteReading
) -> SourcePhrase | None:
    """Return who does what a participle tells, « Accusée par la ville de tricher »; None where nobody stands before it."""
    if cue.finite or not is_passive(cue.verb) or reading.lexicon.direct_order:
        return None
    agent = reading.sources.agent(tokens, cue.after)
    if agent is None or agent.end > start:
        return None
    return agent._replace(how="agent")


def _share_source(
    cue: Cue, tokens: Sequence[Word], last_source: SourcePhrase | None
) -> SourcePhrase | None:
    """Return the source of the report before, for « et affirme que », which has no subject of its own."""
    if last_source is None or cue.first == 0:
        return None
    if cue.pronoun is not None or has_subject(cue.verb):
        return None
    conjunction = tokens[cue.first - 1]
    if conjunction.pos_ != "CCONJ":
        return None
    return last_source._replace(how="shared")


def _is_told(cue: Cue, source: SourcePhrase | None, reading: QuoteReading) -> bool:
    """Return whether somebody says it: not I, not « cela »; without a source only in the passive or another report."""
    if source is None or (_may_be_impersonal(cue) and _is_impersonal(source, reading)):
        # « Il a été annoncé que… »; « il est prévu que » and « elle est sommée de » say no words of anybody.
        if cue.passive:
            return bool(cue.classes & {"reporting", "asking", "writing"})
        # « Et ajoute que… »
        return cue.finite and bool(cue.classes & {"reporting", "asking", "writing"})
    # « Elle est accusée d'avoir menti »: who is accused says nothing.
    is_only_asked = "requesting" in cue.classes and "reporting" not in cue.classes
    # English gold keeps what somebody "was urged to" do.
    is_direct = reading.lexicon.direct_order
    if is_only_asked and not is_direct and not cue.passive and is_passive(cue.verb):
        return source.how == "agent"
    not_speakers = reading.lexicon.sets["not_speakers"]
    return reading.normalized(source) not in not_speakers


def _may_be_impersonal(cue: Cue) -> bool:
    """Return whether « il » may be nobody to a cue: « il est prévu que »; in « a-t-il dit, ajoutant que » he is somebody."""
    if cue.finite:
        return False
    is_present = has_feature(cue.verb, "Tense", "Pres")
    return not (is_participle(cue.verb) and is_present)


def _is_shown(cue: Cue, reading: QuoteReading) -> bool:
    """Return whether a cue shows as well as it says, so that its source decides: « la victoire confirme que »."""
    if reading.lexicon.direct_order or not cue.finite or cue.passive:
        return cue.main_class == "showing"
    return "showing" in cue.classes and "opinion" not in cue.classes


def _can_show(source: SourcePhrase | None, reading: QuoteReading) -> bool:
    """Return whether a source can show something in words: a study, a body, a person, not « l'expérience »."""
    if source is None:
        return False
    lexicon = reading.lexicon
    # « Paris a confirmé que »: a place says what a thing cannot.
    is_named = any(reading.entities.touching(source.start, source.end))
    if is_named and not lexicon.direct_order:
        return True
    if reading.names_speaker(source) or reading.normalized(source) in lexicon.pronouns:
        return True
    words = phrase_words(reading.text[source.start : source.end])
    if not lexicon.human_nouns.isdisjoint(words):
        return True
    return any(
        lexicon.has_form(key, word)
        for key in ("documents", "organisations", "groups", "nouns", "indefinite")
        for word in words
    )


def _is_impersonal(source: SourcePhrase, reading: QuoteReading) -> bool:
    """Return whether a source is « il », "it", which may stand for nobody."""
    phrase = reading.normalized(source)
    impersonal = reading.lexicon.sets["impersonal"]
    return phrase in impersonal


def _find_content(
    frame: Frame, cue: Cue, reading: QuoteReading
) -> tuple[int, int, str] | None:
    """Return where a cue's content begins and ends, and the rule that says so; None where it has none."""
    if not _can_hold_content(cue, reading.lexicon):
        return None
    start = find_content_start(frame, cue, reading)
    if start is not None:
        position = start.conclusion
        end = find_content_end(frame, cue, position, reading)
        return _start_with_marks(frame, position), end, start.rule
    case = (frame, cue, reading.lexicon)
    bounds = decide(OBJECT_RULES, case, reading.without)
    return None if bounds is None else (*bounds.conclusion, bounds.rule)


def _can_hold_content(cue: Cue, lexicon: QuoteLexicon) -> bool:
    """Return whether a cue, by its form, can have a content that hangs on it."""
    if not cue.is_listed:
        return False
    is_showing = "showing" in cue.classes
    # "a map showing that…" shows nobody's words; « le maire, estimant que… » has an opinion.
    is_told = bool(cue.classes & {"reporting", "opinion"})
    if is_showing and not is_told and not cue.finite:
        return False
    # « de quoi penser que… »: an infinitive of opinion has nobody who thinks so.
    is_infinitive = not cue.finite and is_infinitive_form(cue.verb)
    if is_infinitive and cue.main_class == "opinion":
        return False
    # « en raison de son rôle présumé, qu'il nie »
    is_bare_opinion = not cue.finite and cue.main_class == "opinion"
    if is_bare_opinion and cue.verb.form.endswith(lexicon.never_finite):
        return False
    if not cue.is_verb:
        is_mistaken = cue.finite and bool(cue.classes & _MISTAKEN_CLASSES)
        if lexicon.direct_order or not is_mistaken:
            return False
    return not (is_past_participle(cue) and "asking" in cue.classes)


def _start_with_marks(frame: Frame, position: int) -> int:
    """Return the content's start: the marks between the conjunction and its first word (« que « oui » suffit »), if any."""
    conjunction, first_word = frame.tokens[position - 1], frame.tokens[position]
    for quoted in frame.quoted_spans:
        if conjunction.idx < quoted.start < first_word.idx:
            return quoted.start
    return first_word.idx


OBJECT_RULES: tuple[Rule[tuple[Frame, Cue, QuoteLexicon], tuple[int, int]], ...] = (
    Rule("object", "She called for a vote.", lambda case: find_object(*case)),
)
"""Contents of a cue that are no clause."""
