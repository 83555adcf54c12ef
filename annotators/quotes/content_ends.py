"""Where the content of a cue ends, when it goes on to what the narrator says himself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressmark.annotators.grammar.features import has_feature, is_verb
from pressmark.annotators.grammar.participants import has_subject
from pressmark.annotators.grammar.relations import SUBJECTS_OF_ANY_KIND, Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite, is_participle

from .cues import Cue
from .frames import Frame
from .lexicon import QuoteLexicon

__all__ = ["find_content_end", "is_dash_between_words"]

_WORD_DASHES = ("—", "–", "―", "-", "--")
"""Dashes that stand between words; "--" is a dash of a typewriter, which opens no turn of dialogue."""
_REPORTING_ON_CLASSES = frozenset({"reporting", "writing", "wording"})


def find_content_end(frame: Frame, cue: Cue, start: int, lexicon: QuoteLexicon) -> int:
    """
    Find the offset where the content of `cue` ends that begins at position `start` of the frame's tokens.

    That is the end of its frame, or earlier: before a verb that is joined to the cue, a participle that reports on
    (", adding that"), a clause about the saying (« alors qu'il annonçait »), a semicolon, or a colon with marks.
    """
    stops = [
        *_stops_within(frame, cue, start, lexicon),
        *_stops_after_clause(frame.tokens, cue, start, lexicon),
    ]
    return min(stops, default=frame.end)


def is_dash_between_words(token: Word) -> bool:
    """Return whether a token is a dash as it stands between words: « le maire — absent — dit que »."""
    return token.text in _WORD_DASHES


def _stops_after_clause(
    tokens: Sequence[Word], cue: Cue, start: int, lexicon: QuoteLexicon
) -> Iterator[int]:
    """Yield where the clause that a cue stands in ends, when the main clause follows: « S'il dit que c'est sûr, … »."""
    if _follows_condition(tokens, cue, lexicon):
        last_finite = _last_finite(tokens)
        for token in tokens[start : last_finite + 1]:
            if token.text == ",":
                yield token.idx
    # "While Lee says it is safe, the pier is shut": the comma before the main verb.
    head = cue.verb.head
    if cue.verb.relation is Relation.ADVERBIAL_CLAUSE and head.i > tokens[start].i:
        comma = _last_comma(tokens, head)
        if comma is not None and comma.i >= tokens[start].i:
            yield comma.idx


def _follows_condition(tokens: Sequence[Word], cue: Cue, lexicon: QuoteLexicon) -> bool:
    """Return whether « si » opens the clause of a cue, with no other verb between."""
    before = tokens[: cue.first]
    for position, token in enumerate(before):
        if lexicon.has("conditions", token):
            clause = before[position:]
            return not any(map(is_finite, clause))
    return False


def _last_finite(tokens: Sequence[Word]) -> int:
    """Return the position of the last finite verb; -1 where there is none."""
    for position in range(len(tokens) - 1, -1, -1):
        if is_finite(tokens[position]):
            return position
    return -1


def _last_dash(tokens: Sequence[Word]) -> int:
    """Return the position of the last dash; -1 where there is none."""
    for position in range(len(tokens) - 1, -1, -1):
        if is_dash_between_words(tokens[position]):
            return position
    return -1


def _last_comma(tokens: Sequence[Word], head: Word) -> Word | None:
    """Return the last comma before a word; None where there is none."""
    comma = None
    for token in tokens:
        if token.i >= head.i:
            break
        if token.text == ",":
            comma = token
    return comma


def _stops_within(
    frame: Frame, cue: Cue, start: int, lexicon: QuoteLexicon
) -> Iterator[int]:
    """Yield the offsets where the content may end, by what stands there."""
    tokens = frame.tokens
    last_finite, last_dash = _last_finite(tokens), _last_dash(tokens)
    joined_verbs = {cue.verb.i, *(word.i for word in cue.verb.conjuncts)}
    for position in range(start + 1, len(tokens)):
        before, token = tokens[position - 1 : position + 1]
        if _breaks_content(frame, position, last_finite, last_dash):
            yield token.idx
        elif token.relation is Relation.CONJUNCT and token.head.i in joined_verbs:
            stop = _start_of_joined_verb(tokens, position, start, lexicon)
            if stop is not None:
                yield stop
        elif (stop := _start_of_second_report(tokens, position, lexicon)) is not None:
            yield stop
        # « … qu'elle restera, mais n'a pas donné de date »; « … que le quai ferme, précisant que … »
        elif before.text == "," and (
            _tells_on(tokens, position, lexicon) or _reports_on(token, cue, lexicon)
        ):
            yield before.idx


def _breaks_content(
    frame: Frame, position: int, last_finite: int, last_dash: int
) -> bool:
    """
    Return whether a semicolon, a colon with marks after it, a dash, or a comma after closing marks ends the content.

    `last_finite` and `last_dash` are the positions of the last finite verb and the last dash.
    """
    before, token = frame.tokens[position - 1 : position + 1]
    if token.text == ",":
        # « Il juge que c'est « absurde », mais part »: after the comma stands no other verb of the content.
        if last_finite >= position or not _closes_marks(frame, before, token):
            return False
        # « elle « rassure », « unit » et « protège » »: the enumeration goes on.
        return not _goes_on_in_marks(frame, position)
    # « Elle dit que c'est clair : « Nous restons » »
    if token.text == ":":
        return _are_marks_next(frame, position)
    if position == last_dash:
        # White space on both sides of it: it sets off what stands after it to the end.
        return bool(before.whitespace_ and token.whitespace_)
    return token.text == ";"


def _are_marks_next(frame: Frame, position: int) -> bool:
    """Return whether marks follow the token at `position` at once, before any other token."""
    here = frame.tokens[position].idx
    following = frame.tokens[position + 1 : position + 2]
    limit = following[0].idx if following else frame.end
    return any(here < quoted.start < limit for quoted in frame.quoted_spans)


def _goes_on_in_marks(frame: Frame, position: int) -> bool:
    """Return whether marks follow the comma at `position`, a conjunction at most between."""
    comma = frame.tokens[position]
    starts = [q.start for q in frame.quoted_spans if q.start > comma.idx]
    if not starts:
        return False
    between = [t for t in frame.tokens[position + 1 :] if t.idx < starts[0]]
    return all(token.pos_ == "CCONJ" for token in between)


def _closes_marks(frame: Frame, before: Word, comma: Word) -> bool:
    """Return whether a quoted span stands between a comma and the token before it."""
    return any(
        before.idx < quoted.start < quoted.end <= comma.idx
        for quoted in frame.quoted_spans
    )


def _start_of_joined_verb(
    tokens: Sequence[Word], position: int, start: int, lexicon: QuoteLexicon
) -> int | None:
    """
    Return the offset where a verb joined to the cue begins, with its subject and conjunction; None where it goes on.

    « Il dit que le quai ferme, et part » ends at the comma; « et que les bus changent » is still said.
    """
    verb = tokens[position]
    if not is_verb(verb) or not _is_own_clause(tokens, position, start, lexicon):
        return None
    if _repeats_subject(verb, tokens[start]):
        return None
    first = position
    for back in range(position - 1, start, -1):
        token = tokens[back]
        if token.pos_ == "CCONJ" or token.text == ",":
            first = back
            break
        # Another verb's words stand between: the joint is not where this one begins.
        if is_finite(token) and token.head != verb:
            return None
        first = back
    if lexicon.has_any("that", tokens[first : position + 1]):
        return None
    return tokens[first].idx


def _is_own_clause(
    tokens: Sequence[Word], position: int, start: int, lexicon: QuoteLexicon
) -> bool:
    """Return whether a verb has a subject, reports, or stands after a comma: « …, et s'en va »."""
    verb = tokens[position]
    if has_subject(verb) or lexicon.cue_classes(verb.text):
        return True
    return _has_comma(tokens, position, start)


def _repeats_subject(verb: Word, first: Word) -> bool:
    """Return whether a verb's subject is the pronoun of the content: "said she was late, but she would come"."""
    subjects = [
        child for child in verb.children if child.relation in SUBJECTS_OF_ANY_KIND
    ]
    pronouns = [subject for subject in subjects if subject.pos_ == "PRON"]
    return any(pronoun.text == first.text for pronoun in pronouns)


def _has_comma(tokens: Sequence[Word], position: int, start: int) -> bool:
    """Return whether a comma stands before the conjunction of the verb at `position`."""
    for back in range(position - 1, start, -1):
        if tokens[back].pos_ == "CCONJ":
            return tokens[back - 1].text == ","
    return False


def _tells_on(tokens: Sequence[Word], position: int, lexicon: QuoteLexicon) -> bool:
    """
    Return whether a conjunction at `position` opens what the narrator tells himself: a finite verb without subject.

    French repeats « que » or the subject where the content goes on; English repeats neither.
    """
    if lexicon.direct_order or tokens[position].pos_ != "CCONJ":
        return False
    for token in tokens[position + 1 :]:
        if is_finite(token):
            return not has_subject(token)
        if token.pos_ not in ("ADV", "PRON", "PART") or lexicon.has("that", token):
            return False
    return False


def _start_of_second_report(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> int | None:
    """
    Return the offset of the comma of « …, et a révélé que … »; None where no second report begins.

    That is a verb of saying after a comma and a conjunction, without a subject of its own.
    """
    token = tokens[position]
    classes = lexicon.cue_classes(token.text)
    if not classes & {"reporting", "opinion"} or not is_verb(token):
        return None
    first = position
    while first > 1 and _belongs_to_verb(tokens[first - 1], lexicon):
        first -= 1
    if first <= 1 or tokens[first - 1].pos_ != "CCONJ":
        return None
    comma = tokens[first - 2]
    return comma.idx if comma.text == "," else None


def _belongs_to_verb(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a token before a verb is part of it: « a », « aussi »."""
    if token.pos_ == "ADV":
        return True
    return lexicon.has("auxiliaries", token)


def _reports_on(token: Word, cue: Cue, lexicon: QuoteLexicon) -> bool:
    """Return whether what begins after a comma tells of the saying: « , ajoutant que », « , alors qu'il partait »."""
    classes = lexicon.cue_classes(token.text)
    if is_participle(token) and classes & _REPORTING_ON_CLASSES:
        # « , publiée hier » tells of something in the content, unless the parse hangs it on the cue.
        if token.head == cue.verb:
            return True
        return not has_feature(token, "Tense", "Past")
    return lexicon.has("narrates", token)
