"""Where the content of a cue ends, when it goes on to what the narrator says himself."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.participants import has_subject
from pressmark.annotators.grammar.relations import SUBJECTS_OF_ANY_KIND, Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite
from pressmark.annotators.rules import Rule, conclude_each, conclude_first

from .content_places import (
    ContentInFrame,
    ContentPlace,
    is_colon_before_marks,
    is_comma_after_marks,
    is_dash_to_the_end,
)
from .content_tails import (
    ends_relative_clause,
    follows_infinitive,
    leaves_tense,
    narrates,
    reports_on,
    tells_occasion,
    tells_of_report,
)
from .cues import Cue
from .frames import Frame
from .lexicon import QuoteLexicon
from .quote_reading import QuoteReading

__all__ = [
    "CLAUSE_END_RULES",
    "CONTENT_END_RULES",
    "find_content_end",
]


def find_content_end(frame: Frame, cue: Cue, start: int, reading: QuoteReading) -> int:
    """
    Find the offset where the content of `cue` ends that begins at position `start` of the frame's tokens.

    That is the end of its frame, or earlier: before a verb that is joined to the cue, a participle that reports on
    (", adding that"), a clause about the saying (« alors qu'il annonçait »), a semicolon, or a colon with marks.
    """
    content = ContentInFrame.of(frame, cue, start, reading.lexicon, reading.text)
    stops = list(conclude_each(CLAUSE_END_RULES, content, reading.without))
    for position in range(start + 1, len(frame.tokens)):
        if not _may_end(frame.tokens, position, reading.lexicon):
            continue
        place = ContentPlace(content, position)
        stop = conclude_first(CONTENT_END_RULES, place, reading.without)
        if stop is not None:
            stops.append(stop)
    return min(stops, default=frame.end)


def _may_end(tokens: Sequence[Word], position: int, lexicon: QuoteLexicon) -> bool:
    """Return whether any rule may end a content at `position`: most words are no such place, and are asked about no more."""
    token = tokens[position]
    if token.is_punct or tokens[position - 1].text == ",":
        return True
    if token.pos_ == "CCONJ" or token.relation is Relation.CONJUNCT:
        return True
    return token.form in lexicon.cues


def _end_of_condition(content: ContentInFrame) -> int | None:
    """Return where the clause of « si » that a cue stands in ends: at the comma before the main clause."""
    after_start = content.frame.tokens[content.start : content.last_finite + 1]
    for token in after_start:
        if token.text == ",":
            return token.idx
    return None


def _end_of_adverbial_clause(content: ContentInFrame) -> int | None:
    """Return where the adverbial clause of a cue ends: at the last comma before the main verb."""
    tokens, start = content.frame.tokens, content.start
    head = content.cue.verb.head
    if (
        content.cue.verb.relation is not Relation.ADVERBIAL_CLAUSE
        or head.i <= tokens[start].i
    ):
        return None
    comma = _last_comma(tokens, head)
    is_in_content = comma is not None and comma.i >= tokens[start].i
    return comma.idx if comma is not None and is_in_content else None


def _end_at_glued_colon(content: ContentInFrame) -> int | None:
    """Return the offset of a colon that stands right between a word and marks, in one token with them; None without."""
    frame = content.frame
    start = frame.tokens[content.start].idx
    for quoted in frame.quoted_spans:
        colon = quoted.start - 1
        if colon > start and _token_before(frame, quoted.start).endswith(':"'):
            return colon
    return None


def _token_before(frame: Frame, offset: int) -> str:
    """Return the text of the last token before an offset up to the character there; empty without one."""
    before = frame.tokens_before(offset)
    if not before:
        return ""
    last = before[-1]
    return last.text[: offset - last.idx + 1]


def _follows_condition(content: ContentInFrame) -> bool:
    """Return whether « si » opens the clause of a cue, with no other verb between."""
    before = content.frame.tokens[: content.cue.first]
    for position, token in enumerate(before):
        if content.lexicon.has("conditions", token):
            clause = before[position:]
            return not any(map(is_finite, clause))
    return False


def _last_comma(tokens: Sequence[Word], head: Word) -> Word | None:
    """Return the last comma before a word; None where there is none."""
    comma = None
    for token in tokens:
        if token.i >= head.i:
            break
        if token.text == ",":
            comma = token
    return comma


def _stop_at_token(place: ContentPlace) -> int:
    """Return where a content ends that stops before a token."""
    return place.token.idx


def _stop_at_comma(place: ContentPlace) -> int:
    """Return where a content ends that stops at the comma before a token."""
    return place.before.idx


def _is_joined_to_cue(place: ContentPlace) -> bool:
    """Return whether the parse joins a token to the cue or to a verb that is joined to it."""
    token = place.token
    return (
        token.relation is Relation.CONJUNCT
        and token.head.i in place.content.joined_verbs
    )


def _start_of_joined_verb(place: ContentPlace) -> int | None:
    """
    Return the offset where a verb joined to the cue begins, with its subject and conjunction; None where it goes on.

    « Il dit que le quai ferme, et part » ends at the comma; « et que les bus changent » is still said.
    """
    tokens, position, verb = place.tokens, place.position, place.token
    start, lexicon = place.content.start, place.content.lexicon
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


def _tells_on(place: ContentPlace) -> bool:
    """
    Return whether a comma and a conjunction open what the narrator tells himself: a finite verb without subject.

    French repeats « que » or the subject where the content goes on; English repeats neither.
    """
    lexicon = place.content.lexicon
    if lexicon.direct_order or place.token.pos_ != "CCONJ" or place.before.text != ",":
        return False
    for token in place.tokens[place.position + 1 :]:
        if is_finite(token):
            return not has_subject(token)
        if token.pos_ not in ("ADV", "PRON", "PART") or lexicon.has("that", token):
            return False
    return False


def _start_of_second_report(place: ContentPlace) -> int | None:
    """
    Return the offset of the comma of « …, et a révélé que … »; None where no second report begins.

    That is a verb of saying after a comma and a conjunction, without a subject of its own.
    """
    tokens, token, lexicon = place.tokens, place.token, place.content.lexicon
    classes = lexicon.cue_classes(token.text)
    if not classes & {"reporting", "opinion"} or not is_verb(token):
        return None
    first = place.position
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


CLAUSE_END_RULES: tuple[Rule[ContentInFrame, int], ...] = (
    Rule(
        "clause of a condition",
        "S'il dit que le quai est sûr, le port rouvrira.",
        _end_of_condition,
        _follows_condition,
    ),
    Rule(
        "colon glued to marks",
        'Elle dit que le quai ferme:"Nous restons ici."',
        _end_at_glued_colon,
    ),
    Rule(
        "clause before its main verb",
        "While Lee says it is safe, the pier is shut.",
        _end_of_adverbial_clause,
    ),
)
"""Where the clause that a cue stands in ends: each is asked, and the earliest end counts."""
CONTENT_END_RULES: tuple[Rule[ContentPlace, int], ...] = (
    Rule(
        "semicolon",
        "Elle dit que le quai ferme ; la ville paie.",
        _stop_at_token,
        lambda place: place.token.text == ";",
    ),
    Rule(
        "colon before marks",
        "Elle dit que c'est clair : « Nous restons. »",
        _stop_at_token,
        is_colon_before_marks,
    ),
    Rule(
        "dash to the end",
        "Il dit que le quai ferme — la ville paie.",
        _stop_at_token,
        is_dash_to_the_end,
    ),
    Rule(
        "comma after marks",
        "Il juge que c'est « absurde », à la veille du vote.",
        _stop_at_token,
        is_comma_after_marks,
    ),
    Rule(
        "joined verb",
        "Lee said the pier was shut, and left the room.",
        _start_of_joined_verb,
        _is_joined_to_cue,
    ),
    Rule(
        "second report",
        "Elle dit que le quai ferme, et a révélé que la ville paie.",
        _start_of_second_report,
        # A verb that is joined to the cue goes on with the content where the rule before lets it.
        lambda place: not _is_joined_to_cue(place),
    ),
    Rule(
        "narrator goes on",
        "Elle assure qu'elle restera, mais n'a pas donné de date.",
        _stop_at_comma,
        _tells_on,
    ),
    Rule(
        "main verb after a relative clause",
        "Le pilote, qui dit avoir glissé, est sauf.",
        _stop_at_comma,
        ends_relative_clause,
    ),
    Rule(
        "participle that reports on",
        "Il dit que le quai ferme, précisant que la ville paie.",
        _stop_at_comma,
        reports_on,
    ),
    Rule(
        "clause after an infinitive",
        "Il nie avoir tiré, mais l'arme a parlé.",
        _stop_at_comma,
        follows_infinitive,
    ),
    Rule(
        "perfect after reported tenses",
        "La cour a jugé que les preuves manquaient et l'a relaxé.",
        _stop_at_token,
        leaves_tense,
    ),
    Rule(
        "word for what is said",
        "Il dit que le quai ferme, une annonce saluée par la ville.",
        _stop_at_comma,
        tells_of_report,
    ),
    Rule(
        "occasion of the saying",
        "Il dit que le quai ferme, lors d'une visite au port.",
        _stop_at_comma,
        tells_occasion,
    ),
    Rule(
        "clause about the saying",
        "Il dit que tout va bien, alors qu'il quittait la salle.",
        _stop_at_comma,
        narrates,
    ),
)
"""Where a content ends before its frame does, asked token after token; at each the first rule decides."""
