"""What stands behind a content and its comma and is the narrator's: participles, occasions, words for what was said."""

from __future__ import annotations

from itertools import islice

from pressmark.annotators.grammar.features import has_feature, is_verb
from pressmark.annotators.grammar.participants import has_subject
from pressmark.annotators.grammar.relations import SUBJECTS_OF_ANY_KIND, Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    is_finite,
    is_infinitive_form,
    is_participle,
)

from .content_places import ContentPlace
from .positions import position_of

__all__ = [
    "ends_relative_clause",
    "follows_infinitive",
    "leaves_tense",
    "narrates",
    "reports_on",
    "tells_occasion",
    "tells_of_report",
]

_REPORTING_ON_CLASSES = frozenset({"reporting", "writing", "wording"})
_HELPING_RELATIONS = frozenset(
    {
        Relation.AUXILIARY,
        Relation.TENSE_AUXILIARY,
        Relation.PASSIVE_AUXILIARY,
        Relation.COPULA,
    }
)
_SUBORDINATE_RELATIONS = frozenset(
    {Relation.ADVERBIAL_CLAUSE, Relation.NOUN_CLAUSE, Relation.RELATIVE_CLAUSE}
)


def reports_on(place: ContentPlace) -> bool:
    """Return whether a participle after a comma tells of the saying: « , ajoutant que »."""
    token = place.token
    if place.before.text != "," or not is_participle(token):
        return False
    classes = place.content.lexicon.cue_classes(token.text)
    if not classes & _REPORTING_ON_CLASSES:
        return False
    # « , publiée hier » tells of something in the content, unless the parse hangs it on the cue.
    if token.head == place.content.cue.verb:
        return True
    return not has_feature(token, "Tense", "Past")


def narrates(place: ContentPlace) -> bool:
    """Return whether a conjunction after a comma opens a clause about the saying: « , alors qu'il partait »."""
    if place.before.text != ",":
        return False
    return place.content.lexicon.has("narrates", place.token)


def ends_relative_clause(place: ContentPlace) -> bool:
    """
    Return whether a comma and a finite verb go on after the relative clause that a cue stands in.

    « Le pilote, qui dit avoir glissé, est sauf »: who is safe is the pilot, and the narrator says so.
    """
    cue, tokens, lexicon = place.content.cue, place.tokens, place.content.lexicon
    if place.before.text != "," or not is_finite(place.token) or cue.first < 2:
        return False
    if lexicon.direct_order or not lexicon.has("relative", tokens[cue.first - 1]):
        return False
    return tokens[cue.first - 2].text == ","


def tells_occasion(place: ContentPlace) -> bool:
    """
    Return whether a phrase of the lexicon tells, after a comma, when or where something was said: « , lors d'une visite ».

    No verb of the content follows: « il dit que, lors d'une visite, le quai a cédé » goes on.
    """
    lexicon = place.content.lexicon
    if place.before.text != "," or lexicon.occasions is None:
        return False
    # The pattern is tried at few words.
    if place.token.form not in lexicon.occasion_words:
        return False
    if lexicon.occasions.match(place.content.text, place.token.idx) is None:
        return False
    return not _has_main_verb(place)


def _has_main_verb(place: ContentPlace) -> bool:
    """Return whether a finite verb that no relative pronoun opens follows a place."""
    lexicon = place.content.lexicon
    is_relative = False
    for token in place.tokens[place.position :]:
        is_relative = is_relative or lexicon.has("relative", token)
        if token.text == ",":
            is_relative = False
        if is_finite(token) and not is_relative:
            return token.relation not in _SUBORDINATE_RELATIONS
    return False


def tells_of_report(place: ContentPlace) -> bool:
    """
    Return whether a comma opens what the narrator tells of the words: « , une annonce saluée », « , ce que Lurs dément ».

    That is a noun of saying, or a clause whose object they are and whose verb is one of saying.
    """
    lexicon = place.content.lexicon
    if place.before.text != "," or lexicon.direct_order:
        return False
    following = place.tokens[place.position + 1 : place.position + 2]
    if not following:
        return False
    # « ce » is a determiner, too: « ce que contestent les gendarmes ».
    if not lexicon.has_form("whether", f"{place.token.form} {following[0].form}"):
        is_noun = lexicon.has("nouns", following[0])
        return is_noun and lexicon.has("determiners", place.token)
    # « ce qui l'inquiète » may still be said: only what has the words for its object tells of them.
    if not lexicon.has("that", following[0]):
        return False
    after = place.tokens[place.position + 2 :]
    comma = position_of(after, ",")
    # The models take « dément » at the end for an adverb.
    verbs = [token for token in after[:comma] if token.pos_ != "NOUN"]
    return any(lexicon.cue_classes(token.text) for token in verbs)


def follows_infinitive(place: ContentPlace) -> bool:
    """
    Return whether a clause with its own subject is joined to a content that is an infinitive.

    « Il nie avoir tiré, mais l'arme a parlé »: what the arm did, he does not say.
    """
    content, token = place.content, place.token
    if (
        content.lexicon.direct_order
        or token.pos_ != "CCONJ"
        or place.before.text != ","
    ):
        return False
    words = islice(place.tokens, content.start, place.position)
    first = next(filter(is_verb, words), None)
    if first is None or not is_infinitive_form(first):
        return False
    after = islice(place.tokens, place.position, None)
    finite = next(filter(is_finite, after), None)
    return finite is not None and has_subject(_verb_of_helper(finite))


def _verb_of_helper(verb: Word) -> Word:
    """Return the verb that an auxiliary or a copula belongs to, which has the subject; a full verb itself."""
    is_helper = verb.relation in _HELPING_RELATIONS
    return verb.head if is_helper else verb


def leaves_tense(place: ContentPlace) -> bool:
    """
    Return whether a joined verb is told in the perfect, while the content stands in the tense of reported speech.

    « La cour a jugé que les preuves manquaient et l'a relaxé »: she released him, and does not say so.
    """
    lexicon = place.content.lexicon
    if lexicon.direct_order or place.token.pos_ != "CCONJ":
        return False
    for token in islice(place.tokens, place.position + 1, None):
        if is_finite(token):
            is_perfect = has_feature(token, "Tense", "Pres") and token.pos_ == "AUX"
            head = _verb_of_helper(token)
            is_joined = is_participle(head) and not _has_own_subject(head, place)
            return is_perfect and is_joined and _is_reported(place)
        if token.pos_ not in ("ADV", "PRON", "PART") or lexicon.has("that", token):
            return False
    return False


def _has_own_subject(verb: Word, place: ContentPlace) -> bool:
    """Return whether a subject of a verb stands behind the place."""
    first = place.token.i
    return any(
        child.relation in SUBJECTS_OF_ANY_KIND and child.i > first
        for child in verb.children
    )


def _is_reported(place: ContentPlace) -> bool:
    """Return whether all finite verbs of a content, up to a place, stand in the tense of what was said."""
    words = islice(place.tokens, place.content.start, place.position)
    told = [word for word in words if is_finite(word)]
    return bool(told) and all(map(_is_reported_tense, told))


def _is_reported_tense(verb: Word) -> bool:
    """Return whether a finite verb is an imperfect or a conditional, as what was said is told."""
    return has_feature(verb, "Tense", "Imp") or has_feature(verb, "Mood", "Cnd")
