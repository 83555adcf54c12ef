"""Marks that no attribution and no complement reached: introduced, governed by a verb, floating, or scare."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite
from pressmark.annotators.rules import Rule, conclude_first

from .across_frames import first_of_name, is_near_marks
from .candidates import CueSpan, QuoteCandidate
from .cues import Cue
from .frames import Frame
from .governed_marks import MAX_GOVERNED_TOKENS, read_governed
from .lexicon import SAYING_CLASSES
from .marks import TURN_DASHES, QuotedSpan
from .marks_in_frame import MarksInFrame
from .noun_phrases import SourcePhrase
from .positions import position_of
from .quote_reading import QuoteReading
from .scare_quotes import is_heading, is_name, is_scare, is_title
from .speech_nouns import read_marks_after_noun, read_owner_of_words

__all__ = ["UNCLAIMED_RULES", "read_unclaimed_marks"]


_MIN_PREDICATE_TOKENS = 2
"""Tokens in marks that are a verb with what belongs to it: chosen, not measured."""
_MIN_HEADLINE_WORDS = 2
"""Words in marks that a headline gives to somebody: chosen, not measured; a single word is mostly a name."""


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
    marks = MarksInFrame(quoted, frame, before, after, cues, fallback, reading)
    return conclude_first(UNCLAIMED_RULES, marks, reading.without)


def _scare(quoted: QuotedSpan, rule: str) -> QuoteCandidate:
    """Return a scare quote, found by `rule`."""
    return QuoteCandidate(quoted.pieces, "scare", None, None, rule)


def _read_signed(marks: MarksInFrame) -> QuoteCandidate | None:
    """Return marks that a name after a dash signs."""
    signature = _find_signature(marks.after)
    if signature is None:
        return None
    return QuoteCandidate(marks.quoted.pieces, "direct", None, signature, "signed")


def _read_floating(marks: MarksInFrame) -> QuoteCandidate:
    """Return marks that fill their frame: a quote of somebody who spoke before."""
    pieces = marks.quoted.pieces
    return QuoteCandidate(pieces, "direct", None, None, "floating", floats=True)


def _read_fragment(marks: MarksInFrame) -> QuoteCandidate:
    """Return marks that no other rule claims: words of the source of the frame, or of somebody who spoke before."""
    pieces, source = marks.quoted.pieces, marks.fallback
    return QuoteCandidate(
        pieces, "mixed", None, source, "fragment", floats=source is None
    )


def _find_signature(after: Sequence[Word]) -> SourcePhrase | None:
    """Return the name after a dash that ends the frame: « … » — Jean Martin, "…" -Commissioner Lee."""
    tokens = [token for token in after if not token.is_space]
    # A dash and a word at least; a finite verb makes a sentence of it: « … » — on l'applaudit.
    if not 2 <= len(tokens) <= MAX_GOVERNED_TOKENS:
        return None
    dash, *words = tokens
    # « On étouffe » (Ana Vidal, députée).
    if dash.text[:1] not in TURN_DASHES + "(" or any(map(is_finite, tokens)):
        return None
    # "— Senator Ann Lee (D-Ohio)", « — Anne Morel (@annemorel) 3 mars »: the name ends before the bracket.
    before_bracket = takewhile(lambda word: not word.text.startswith("("), words)
    names = [word for word in before_bracket if word.text[:1].isupper()]
    if not names:
        return None
    return SourcePhrase.of([words[0], names[-1]], "signature")


def _read_introduced(marks: MarksInFrame) -> QuoteCandidate | None:
    """Return the quote after a cue and a colon: « X a précisé : « … » »."""
    cue, tokens = _introducing_cue(marks), marks.frame.tokens
    if cue is None:
        return None
    is_inverted = cue.pronoun is not None
    source = _person_before_colon(cue, marks)
    if source is None:
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


def _read_after_colon(marks: MarksInFrame) -> QuoteCandidate:
    """Return the quote after a colon without a cue: « X : « … » », « Il n'est pas optimiste : « … » »."""
    # « Ana Vidal n'est pas optimiste : « … » » has a subject, « Le maire de Lurs : « … » » is one.
    source = marks.reading.sources.speaking_subject(marks.before)
    # « Lire aussi : Ana Vidal : « … » »: what stands there has no subject that can speak.
    if source is None or not marks.reading.names_speaker(source):
        source = _name_before_colon(marks) or source
    if source is None and not any(map(is_verb, marks.before)):
        source = _after_last_comma(marks)
    if source is None and not any(map(is_verb, marks.before)):
        # « Pour Ana Vidal : « … » »
        first, tokens = first_of_name(marks.before), marks.frame.tokens
        source = marks.reading.noun_phrases.starting_at(tokens, first)
    # « C'est un repli discret : « Nous restons » »: whoever spoke before goes on.
    if source is not None and not marks.reading.can_speak(source):
        source = None
    return QuoteCandidate(
        marks.quoted.pieces, "direct", None, source, "colon", floats=source is None
    )


def _after_last_comma(marks: MarksInFrame) -> SourcePhrase | None:
    """Return who stands between a comma and the colon: « Dans une lettre au maire, les riverains : « … » »; else None."""
    commas = [n for n, token in enumerate(marks.before) if token.text == ","]
    if not commas:
        return None
    phrase = marks.reading.noun_phrases.starting_at(marks.before, commas[-1] + 1)
    can_say = phrase is not None and marks.reading.sources.can_say(phrase)
    return phrase if can_say else None


def _read_before_colon(marks: MarksInFrame) -> QuoteCandidate | None:
    """Return marks that stand, alone or in a row, before a colon behind which it is told who speaks; None for others."""
    colon = position_of(marks.after, ":")
    if colon is None or any(token.is_alpha for token in marks.before):
        return None
    # « A », « B » et « C » : only what joins them stands between.
    if any(t.pos_ not in ("PUNCT", "CCONJ") for t in marks.after[:colon]):
        return None
    behind = marks.after[colon + 1 :]
    source = read_owner_of_words(behind, marks.reading)
    if source is None:
        source = marks.reading.sources.speaking_subject(behind)
    if source is None or not marks.reading.sources.can_say(source):
        return None
    pieces = marks.quoted.pieces
    return QuoteCandidate(pieces, "direct", None, source, "named behind a colon")


def _read_predicate(marks: MarksInFrame) -> QuoteCandidate | None:
    """Return marks that begin with the verb of the person right before them: « Ana Vidal « ne doute pas » de la mairie »."""
    reading = marks.reading
    inside = reading.tree.between(*marks.quoted.inner)
    if not inside or reading.lexicon.direct_order:
        return None
    verb = next((word for word in inside if word.pos_ not in ("ADV", "PRON")), None)
    # The models take « doute » in « ne doute pas » for a noun.
    is_denied = reading.lexicon.has("restricting", inside[0])
    if not is_denied and (verb is None or not is_finite(verb)):
        return None
    # « la maire « divise » » holds a word at a distance, « l'armée « qui recule » » a clause of somebody else's.
    if len(inside) < _MIN_PREDICATE_TOKENS or reading.lexicon.has(
        "relative", inside[0]
    ):
        return None
    phrase = reading.noun_phrases.ending_at(marks.before, len(marks.before))
    if phrase is None or not reading.sources.can_say(phrase):
        return None
    # « la lettre de la maire « dit tout » »: a preposition before the phrase makes another noun the subject.
    earlier = [token for token in marks.before if token.idx < phrase.start]
    if earlier and earlier[-1].pos_ == "ADP":
        return None
    source = phrase._replace(how="subject of the marks")
    return QuoteCandidate(marks.quoted.pieces, "mixed", None, source, "predicate")


def _opens_reference(cue: Cue, marks: MarksInFrame) -> bool:
    """Return whether a verb opens its frame, and a name stands before the colon: « Lire aussi : Ana Vidal : « … » »."""
    if cue.pronoun is not None or _name_before_colon(marks) is None:
        return False
    return all(token.pos_ == "ADP" for token in marks.before[: cue.first])


def _person_before_colon(cue: Cue, marks: MarksInFrame) -> SourcePhrase | None:
    """Return the person between a verb and its colon: « Le quai ferme, comme le précise Ana Vidal : « … » »; else None."""
    if marks.reading.lexicon.direct_order or cue.pronoun is not None:
        return None
    phrase = marks.reading.noun_phrases.starting_at(marks.before, cue.after)
    if phrase is None or not marks.reading.names_person(phrase):
        return None
    rest = [token for token in marks.before if token.idx >= phrase.end]
    return phrase if all(token.is_punct for token in rest) else None


def _name_before_colon(marks: MarksInFrame) -> SourcePhrase | None:
    """Return the person or organisation right before the colon, « … Ana Vidal : « … » »; None without one."""
    words = [token for token in marks.before if not token.is_punct]
    if not words:
        return None
    entity = marks.reading.noun_phrases.covering(words[-1])
    if entity is None or entity.label not in ("PER", "ORG"):
        return None
    return SourcePhrase(entity.mention_start, entity.mention_end, "before the colon")


def _read_headline_marks(marks: MarksInFrame) -> QuoteCandidate | None:
    """Return the marks that end a headline which a name begins, and no verb has: « Ankara pour un « dialogue » »."""
    frame, reading = marks.frame, marks.reading
    if not marks.before or any(token.is_alpha for token in marks.after):
        return None
    entity = reading.noun_phrases.covering(marks.before[0])
    if entity is None or entity.mention_start > marks.before[0].idx:
        return None
    # « Vello « Les Vagues » » is a title; what somebody is ready to do, or is for, begins with a small letter.
    words = reading.text[slice(*marks.quoted.inner)]
    is_phrase = words[:1].islower() and len(words.split()) >= _MIN_HEADLINE_WORDS
    if not is_phrase or marks.before[-1].pos_ not in ("ADP", "DET", "ADJ"):
        return None
    source = SourcePhrase(entity.mention_start, entity.mention_end, "headline")
    if source.end > frame.quoted_spans[0].start:
        return None
    rule, pieces = "headline with marks", marks.quoted.pieces
    return QuoteCandidate(pieces, "mixed", None, source, rule)


def _introducing_cue(marks: MarksInFrame) -> Cue | None:
    """Return the last cue before the marks that can say them; None without one."""
    cues = [
        cue
        for cue in marks.earlier_cues
        if cue.classes & SAYING_CLASSES
        and (cue.is_verb or cue.finite)
        and not _opens_reference(cue, marks)
        and is_near_marks(cue, marks.before)
    ]
    return cues[-1] if cues else None


UNCLAIMED_RULES: tuple[Rule[MarksInFrame, QuoteCandidate], ...] = (
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
        "named behind a colon",
        "« On étouffe », « On veut partir » : les voisins sont en colère.",
        _read_before_colon,
        lambda marks: not marks.reading.lexicon.direct_order,
    ),
    Rule(
        "title",
        "Elle joue dans la pièce « Les Vagues ».",
        lambda marks: _scare(marks.quoted, "title"),
        lambda marks: is_title(marks.quoted, marks.before, marks.reading),
    ),
    Rule(
        "name behind its noun",
        "La ville évoque le dossier « Coeur de port ».",
        lambda marks: _scare(marks.quoted, "name behind its noun"),
        lambda marks: is_name(marks.quoted, marks.before, marks.reading),
    ),
    Rule(
        "noun",
        "L'appel de Paul Martin au « calme » a été entendu.",
        lambda marks: read_marks_after_noun(marks.quoted, marks.before, marks.reading),
    ),
    Rule("governed", "La maire a dénoncé une « mascarade ».", read_governed),
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
        "headline with marks",
        "Paul Martin prêt à « rendre les clés du port »",
        _read_headline_marks,
        lambda marks: not any(map(is_finite, marks.frame.tokens)),
    ),
    Rule(
        "predicate",
        "La ministre « ne doute pas » que le port rouvrira.",
        _read_predicate,
    ),
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
