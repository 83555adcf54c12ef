"""Incises: « …, a-t-il ajouté », "…," said Ann Lee, "…," Ann Lee said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pressmark.annotators.grammar.relations import SUBJECTS_OF_ANY_KIND, Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite
from pressmark.annotators.rules import Rule, conclude_first

from .attribution_bounds import (
    PAUSES,
    Attribution,
    end_after_marks,
    end_between_commas,
    introduces_marks,
)
from .candidates import CueSpan
from .cues import Cue
from .frames import Frame
from .lexicon import SAYING_CLASSES, QuoteLexicon
from .marks import QuotedSpan
from .noun_phrases import SourcePhrase
from .positions import position_at, position_of
from .quote_reading import QuoteReading

__all__ = ["INCISE_NAMES", "INCISE_RULES", "find_incises", "skip_clitics"]

# « La route est coupée, sourit Ana »: a verb that reports only beside marks is no incise between commas.
_CLASSES_WITHOUT_MARKS = SAYING_CLASSES - {"beside"}
_OBJECT_RELATIONS = frozenset(
    {
        Relation.OBJECT,
        Relation.CLAUSAL_COMPLEMENT,
        Relation.OPEN_COMPLEMENT,
        Relation.ATTRIBUTE,
    }
)
_NOMINAL_TAGS = ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PART", "ADP")
_CLOSING_MARKS = "\"'’”»"
_CONTENT_ENDS = (",", "!", "?", "…", "—", "–", "--", "-")
_LAST_CHARACTERS = tuple(",.!?…—–-")
_FIRST_CHARACTERS = (",", "—", "–", "-")

INCISE = "incise"
INCISE_AFTER_SOURCE = "incise after its source"
INCISE_NAMES = (INCISE, INCISE_AFTER_SOURCE)
"""The names of the rules that find incises: what stands beside one is read otherwise than beside « selon »."""

_Opening = Literal["marks", "comma"]


class _InciseVerb(NamedTuple):
    """A cue in its frame that may be the verb of an incise."""

    frame: Frame
    cue: Cue
    reading: QuoteReading


def find_incises(frame: Frame, reading: QuoteReading) -> Iterator[Attribution]:
    """Find the incises of `frame`, in the order of their cues; they may overlap."""
    for cue in frame.cues:
        if not _can_be_incise(cue, frame.tokens, reading.lexicon):
            continue
        case = _InciseVerb(frame, cue, reading)
        incise = conclude_first(INCISE_RULES, case, reading.without)
        if incise is not None:
            yield incise


def _can_be_incise(cue: Cue, tokens: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """Return whether a cue can report what stands before it or on both sides."""
    if not cue.finite or not cue.classes & SAYING_CLASSES:
        return False
    # English forms are nouns, too ("claims", "reports"); French ones are believed against the parse.
    if lexicon.direct_order and not cue.is_verb:
        return False
    # « …, a été annoncé »: nobody says it; « …, a-t-il été précisé » is an incise.
    if cue.passive and cue.pronoun is None:
        return False
    # « La ministre a dit que… »: its content stands after it.
    after = tokens[cue.after : cue.after + 2]
    return not lexicon.has_any("that", after)


def skip_clitics(tokens: Sequence[Word], position: int, lexicon: QuoteLexicon) -> int:
    """Return the position of the first of the pronouns right before a verb: « …, lui a répondu Ana »."""
    while position > 0 and lexicon.has("clitics", tokens[position - 1]):
        position -= 1
    return position


def _source_after_cue(case: _InciseVerb) -> Attribution | None:
    """Find an incise whose source stands after its verb: « …, a déclaré le maire », "…," said Ann Lee."""
    frame, cue, reading = case
    tokens = frame.tokens
    first = skip_clitics(tokens, cue.first, reading.lexicon)
    opening = _find_opening(frame, first)
    source = reading.sources.of_cue(cue, tokens, inverted=True)
    if source is None or not reading.can_speak(source):
        return None
    # « « Les Vagues », séduit la ville »: a verb of any meaning needs somebody who can say something.
    if not cue.is_listed and (
        opening != "marks" or not reading.sources.can_say(source)
    ):
        return None
    if opening is None and not _ends_sentence(case, first, source):
        return None
    # « Hier, le maire déclare la grève »: a subject before the verb leaves none after it.
    if cue.pronoun is None and _has_subject_before(case, first, source):
        return None
    if opening != "marks" and not _reports_clause_before(
        frame, cue, first, source, reading
    ):
        return None
    if reading.lexicon.verb_bracket and introduces_marks(frame, cue.hull(tokens)[1]):
        return None
    return _make_incise(case, first, source, opening or "comma", INCISE)


def _ends_sentence(case: _InciseVerb, first: int, source: SourcePhrase) -> bool:
    """
    Return whether a verb of saying and its source end a sentence that has no comma before them.

    « Le bac ne partira pas ajoutent les mêmes sources. » is seen in hasty French; a pronoun or a conjunction before the
    verb makes a clause of it, « ce que dit Ana Vidal ».
    """
    frame, cue, reading = case
    if reading.lexicon.direct_order or first == 0 or not cue.is_verb:
        return False
    if "reporting" not in cue.classes or not reading.sources.can_say(source):
        return False
    if any(token.text not in PAUSES for token in frame.tokens_from(source.end)):
        return False
    before = frame.tokens[first - 1]
    if before.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "VERB") or is_finite(before):
        return False
    # « Le maire, hier, annonce Ana Vidal »: what stands before it must be a clause.
    return any(map(is_finite, frame.tokens[:first]))


def _has_subject_before(case: _InciseVerb, first: int, source: SourcePhrase) -> bool:
    """Return whether the parse gives a verb, from position `first` on, a subject before it in the frame."""
    frame, cue, reading = case
    tokens = frame.tokens
    first_index = tokens[first].i
    for child in cue.verb.children:
        is_before = child.i < first_index and child in tokens
        if is_before and child.relation in SUBJECTS_OF_ANY_KIND:
            is_mistaken = _is_taken_for_subject(child, tokens, first)
            return not (is_mistaken and reading.sources.can_say(source))
    return False


def _is_taken_for_subject(subject: Word, tokens: Sequence[Word], first: int) -> bool:
    """
    Return whether what the parse takes for the subject of a verb at position `first` ends a clause before its comma.

    « C'est une erreur, a dit Ana Vidal »: the error says nothing, since another verb stands before it.
    """
    last = first - 1
    if tokens[last].text != ",":
        return False
    clause: list[Word] = []
    for token in reversed(tokens[:last]):
        if token.text in PAUSES:
            break
        clause.append(token)
    if subject not in clause:
        return False
    # « Un budget « sage », a commenté Ana Vidal »: marks stand between it and its comma.
    if tokens[last].i - tokens[last - 1].i > 1:
        return True
    return any(is_finite(token) for token in clause if token.i < subject.i)


def _reports_clause_before(
    frame: Frame, cue: Cue, first: int, source: SourcePhrase, reading: QuoteReading
) -> bool:
    """Return whether a verb and the source after it, without marks, report the clause before them."""
    tokens = frame.tokens
    if cue.pronoun is None and not cue.classes & _CLASSES_WITHOUT_MARKS:
        return False
    # « Le port fermé, annonce la mairie »: without a name, a clause must stand before it.
    is_sure = cue.pronoun is not None or reading.names_person(source)
    is_sure = is_sure or _has_marks_before(frame, first)
    # „Darauf, sagte er, habe niemand geantwortet“: German inverts without a hyphen.
    is_sure = is_sure or reading.lexicon.has_form(
        "gender_pronouns", reading.normalized(source)
    )
    if not is_sure and not any(map(is_finite, tokens[:first])):
        return False
    # « Après la grève, répète Ana viendra »: a finite verb right after the source has it for its subject.
    after = frame.tokens_from(max(source.end, cue.hull(tokens)[1]))
    if not after:
        return True
    following = after[0]
    return not is_finite(following) or reading.lexicon.has("auxiliaries", following)


def _has_marks_before(frame: Frame, position: int) -> bool:
    """Return whether a quoted span ends before the token at `position`."""
    if not frame.quoted_spans:
        return False
    first = frame.quoted_spans[0]
    return first.end <= frame.tokens[position].idx


def _source_before_cue(case: _InciseVerb) -> Attribution | None:
    """
    Find an incise whose source stands before its verb: "…," Ann Lee said.

    Without marks only where the language has that order.
    """
    frame, cue, reading = case
    source = reading.sources.of_cue(cue, frame.tokens, inverted=False)
    if source is None:
        return None
    first = position_at(frame.tokens, source.start)
    if first is None or first >= cue.first or not reading.can_speak(source):
        return None
    opening = _find_opening(frame, first)
    # “We sail,” police chief Ann Lee said: the parse may give the name alone as the subject.
    if opening is None:
        first = _first_of_nouns(frame.tokens, first)
        opening = _find_opening(frame, first)
    if opening is None or not _reports_before(frame, cue, first, opening, reading):
        return None
    return _make_incise(case, first, source, opening, INCISE_AFTER_SOURCE)


def _reports_before(
    frame: Frame, cue: Cue, first: int, opening: _Opening, reading: QuoteReading
) -> bool:
    """Return whether a verb after its source, from position `first` on, reports what stands before them."""
    if opening == "comma":
        if not reading.lexicon.direct_order:
            return False
        if not _ends_clause(frame, cue, first, reading.lexicon):
            return False
        return not _has_object(cue, reading.lexicon)
    # “Never” Ann Lee said she would come: nothing parts the marks from a sentence that they belong to.
    if not _is_parted(frame, first, reading.text):
        return False
    return not _has_clause(cue, frame.tokens)


def _first_of_nouns(tokens: Sequence[Word], first: int) -> int:
    """Return where the run of nouns and names begins that a phrase ends: "Tulsa police chief Ann Lee"."""
    while (
        first > 0
        and tokens[first].i - tokens[first - 1].i == 1
        and tokens[first - 1].pos_ in _NOMINAL_TAGS
    ):
        first -= 1
    return first


def _ends_clause(frame: Frame, cue: Cue, first: int, lexicon: QuoteLexicon) -> bool:
    """Return whether the verb reports a clause before it, and no clause of its own stands after it."""
    tokens = frame.tokens
    if not cue.classes & _CLASSES_WITHOUT_MARKS:
        return False
    has_clause = any(map(is_finite, tokens[:first]))
    # "The rules, Lee explained, are strict": no clause is finished before it.
    if not has_clause and not _has_marks_before(frame, first):
        return _parts_subject(tokens, cue, lexicon)
    for token in tokens[cue.after :]:
        # "The road is shut, Lee said on Monday, as snow fell."
        if token.text in PAUSES or lexicon.has("subordinators", token):
            return True
        # "If it snows, Lee said the road will shut": the clause after it is the content.
        if is_finite(token):
            return False
    return True


def _parts_subject(tokens: Sequence[Word], cue: Cue, lexicon: QuoteLexicon) -> bool:
    """
    Return whether an incise parts a subject from its verb, or an adverbial from its clause.

    "The rules, Lee explained on Monday, are strict"; "Five years ago, he said, the river was clean".
    """
    comma = position_of(tokens, ",", cue.after)
    if comma is None or any(map(is_finite, tokens[cue.after : comma])):
        return False
    after = tokens[comma + 1 :]
    if not after or is_finite(after[0]):
        return bool(after)
    # "On Monday, Lee said, when it rained" tells when it was said; "and left" goes on with who said it.
    first = after[0]
    if lexicon.has("subordinators", first) or first.pos_ in ("CCONJ", "SCONJ", "VERB"):
        return False
    return any(map(is_finite, after))


def _is_parted(frame: Frame, first: int, text: str) -> bool:
    """Return whether marks are parted from the token at `first` by punctuation, within or after them."""
    offset = frame.tokens[first].idx
    quoted = _last_before(frame, offset)
    # “We sail,” Ann said; “We sail”, Ann said.
    inside = text[slice(*quoted.inner)].rstrip(_CLOSING_MARKS)
    if inside.endswith(_LAST_CHARACTERS):
        return True
    after = text[quoted.end : offset].strip()
    return after.startswith(_FIRST_CHARACTERS)


def _last_before(frame: Frame, offset: int) -> QuotedSpan:
    """Return the last quoted span that ends at `offset` or before it; there must be one."""
    before = [quoted for quoted in frame.quoted_spans if quoted.end <= offset]
    return before[-1]


def _find_opening(frame: Frame, position: int) -> _Opening | None:
    """Return what stands right before `position`: "marks", a "comma" with content before it, or None."""
    tokens = frame.tokens
    first = position
    while first and tokens[first - 1].text in _CONTENT_ENDS:
        first -= 1
    if _has_marks_before(frame, position):
        quoted = _last_before(frame, tokens[position].idx)
        if first == 0 or tokens[first - 1].idx < quoted.end:
            return "marks"
    return "comma" if 0 < first < position else None


def _has_clause(cue: Cue, tokens: Sequence[Word]) -> bool:
    """Return whether the parse gives the verb a clause right after it, outside of marks and of commas."""
    # “Never!” Ann Lee said she would come: she said that, not “Never!”.
    clause = _clause_after_cue(cue)
    if clause is None or clause not in tokens:
        return False
    for position in range(cue.after, tokens.index(clause) + 1):
        token, before = tokens[position], tokens[position - 1]
        if token.text in PAUSES or token.i - before.i > 1:
            return False
    return True


def _clause_after_cue(cue: Cue) -> Word | None:
    """Return the verb of the first clause that the parse gives the cue after it; None without one."""
    for child in cue.verb.children:
        if child.relation is Relation.CLAUSAL_COMPLEMENT and child.i > cue.verb.i:
            return child
    return None


def _has_object(cue: Cue, lexicon: QuoteLexicon) -> bool:
    """Return whether the parse gives the verb a clause or an object after it, so that nothing before it is content."""
    # "It is late, Lee told the court": the object of "told" is who hears it.
    if lexicon.has("telling", cue.verb):
        return _clause_after_cue(cue) is not None
    verb = cue.verb
    after = [child for child in verb.children if child.i > verb.i]
    relations = {child.relation for child in after}
    return not relations.isdisjoint(_OBJECT_RELATIONS)


def _make_incise(
    case: _InciseVerb, first: int, source: SourcePhrase, opening: _Opening, rule: str
) -> Attribution:
    """Return the incise that begins at position `first`, as far as it goes, found by `rule`."""
    frame, cue, reading = case
    start, last_end = frame.tokens[first].idx, cue.hull(frame.tokens)[1]
    last_end = max(last_end, source.end)
    is_beside_marks = opening == "marks"
    if is_beside_marks:
        end, resumes = end_after_marks(frame, last_end, reading)
    else:
        end, resumes = end_between_commas(frame, start, last_end, reading)
    return Attribution(
        min(start, source.start),
        end,
        CueSpan.of(cue, frame.tokens),
        source,
        rule,
        resumes,
        is_beside_marks,
    )


# « a dit Ana Vidal » goes first: English has both orders, and after the verb is the surer one.
INCISE_RULES: tuple[Rule[_InciseVerb, Attribution], ...] = (
    Rule(INCISE, "« Le quai ferme », a déclaré le maire.", _source_after_cue),
    Rule(INCISE_AFTER_SOURCE, "“We sail,” Ann Lee said.", _source_before_cue),
)
"""Incises by the order of their words."""
