"""
Whether an event happened: asserted, planned, hypothetical or denied, from the words that govern its trigger.

Each rule asks for one kind of word. They stand in `STATUS_RULES` in the order of their weight, and the first that finds one
decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from pressmark.annotators.grammar.clauses import (
    has_pronoun_subject,
    participle_clauses,
    relative_clauses,
)
from pressmark.annotators.grammar.features import is_noun, is_verb
from pressmark.annotators.grammar.relations import AUXILIARIES, Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    auxiliaries,
    is_infinitive_form,
    is_past_participle,
    verb_of_noun,
)
from pressmark.annotators.rules import Rule, conclude_first

from .denials import denial_of
from .future_words import (
    find_announcement,
    find_future_word,
    is_conditional,
    is_realised,
)
from .governing_words import (
    carrier_below,
    first_listed,
    governors,
    has_in_list,
    is_brought_to_an_end,
    is_carried,
    is_yielded,
    negation,
)
from .lexicon import EventLexicon
from .lexicon_triggers import Trigger
from .status_signs import (
    adjective_in_list,
    is_rumour,
    open_phrase_before,
    takes_up,
)
from .triggers import Hit
from .verb_tense import is_past

__all__ = ["STATUS_RULES", "EventStatus", "decide_status"]


@dataclass(frozen=True, slots=True)
class EventStatus:
    """A status and the word that decided it, for whoever asks why; None where nothing spoke against asserted."""

    label: str
    decided_by: str | None = None


# What nothing speaks against: told is asserted.
_ASSERTED = EventStatus("asserted")


@dataclass(frozen=True, slots=True)
class _TriggerContext:
    """A trigger with the words that the rules ask about, each looked up once."""

    token: Word
    trigger: Trigger
    lexicon: EventLexicon
    governors: list[Word]
    auxiliaries: list[Word]
    # of a noun, the verb whose subject or object it is
    verb: Word | None
    # whether that verb only says that the event takes place
    is_carried: bool

    @property
    def verbs_of_event(self) -> tuple[Word, ...]:
        """The words whose mood and tense are the event's: the trigger, and the verb that only carries it."""
        if self.verb is None or not self.is_carried or self.trigger.traits.reporting:
            return (self.token,)
        return self.token, self.verb


def _context_of(hit: Hit, lexicon: EventLexicon) -> _TriggerContext:
    """Return what stands around a trigger."""
    token = hit.token
    # A reporting verb answers for itself: in « il veut négocier, dit-il » nothing governs « dit ».
    is_alone = (
        hit.trigger.traits.reporting
        or is_brought_to_an_end(token, lexicon)
        or takes_up(token, lexicon)
    )
    # « le syndicat veut mettre fin à la grève »: he wants its end, and the strike itself goes on.
    words_above = [] if is_alone else list(governors(token, lexicon))
    verb = verb_of_noun(token)
    has_carrier = verb is not None and is_carried(token, verb, lexicon)
    if verb is not None and not has_carrier:
        # « la réunion devrait se tenir »: the verb governs, and the one below it carries.
        carrier = carrier_below(token, verb, lexicon)
        if carrier is not None:
            words_above.append(verb)
            verb, has_carrier = carrier, True
    return _TriggerContext(
        token=token,
        trigger=hit.trigger,
        lexicon=lexicon,
        governors=words_above,
        auxiliaries=auxiliaries(token),
        verb=verb,
        is_carried=has_carrier,
    )


def decide_status(
    hit: Hit, lexicon: EventLexicon, without: frozenset[str] = frozenset()
) -> EventStatus:
    """
    Return the status of the event that a trigger names.

    What is asked, wished or feared is hypothetical, negated or not; else a negation denies, a condition or a
    conditional leaves open, and a future plans. Rules of the names `without` are not asked.
    """
    context = _context_of(hit, lexicon)
    return conclude_first(STATUS_RULES, context, without) or _ASSERTED


def _status_of_wish(context: _TriggerContext) -> EventStatus | None:
    """Decide « demande une trêve », "may strike"; and « ne peut pas frapper », which denies."""
    lexicon = context.lexicon
    # « exige une trêve », "the threat of a strike": the word above asks, wishes or fears.
    if governor := first_listed(context.governors, "hypothetical", lexicon):
        # « a pu évacuer l'immeuble » is done
        if has_in_list(lexicon, "modals", governor) and is_realised(governor, ()):
            return _ASSERTED if not negation(governor, lexicon) else None
        is_modal = governor.form in lexicon.sets["modals"]
        is_impossible = is_modal and negation(governor, lexicon)
        label = "denied" if is_impossible else "hypothetical"
        return EventStatus(label, governor.form)
    # "may strike", "could close": the English model hangs a modal on the verb.
    if auxiliary := first_listed(context.auxiliaries, "hypothetical", lexicon):
        # "cannot strike": the English model hangs the negation on the verb, not on the modal.
        is_impossible = negation(context.token, lexicon)
        label = "denied" if is_impossible else "hypothetical"
        return EventStatus(label, auxiliary.form)
    return None


def _status_of_failure(context: _TriggerContext) -> EventStatus | None:
    """Decide « l'échec des négociations », "failed to arrest"; negated it happened, and an infinitive leaves it open."""
    governor = first_listed(context.governors, "denied", context.lexicon)
    if governor is None:
        return None
    if negation(governor, context.lexicon):
        # « n'a pas manqué de critiquer »
        return EventStatus("asserted", governor.form)
    # « pour éviter une grève »: nobody says that it was avoided.
    is_open = governor.pos_ == "VERB" and is_infinitive_form(governor)
    label = "hypothetical" if is_open else "denied"
    return EventStatus(label, governor.form)


def _status_of_unfulfilled(context: _TriggerContext) -> EventStatus | None:
    """Decide « un accord qui leur échappe », "the merger fell through", « un attentat déjoué »: what does not come true."""
    token, lexicon = context.token, context.lexicon
    if not is_noun(token):
        return None
    for participle in participle_clauses(token):
        # « un attentat déjoué », "a foiled plot"
        if has_in_list(lexicon, "denied", participle):
            return EventStatus("denied", participle.form)
    # « un accord qui échappe aux négociateurs »
    verbs = [verb for verb in relative_clauses(token) if has_pronoun_subject(verb)]
    # "the talks failed": of the verbs that a noun hangs on, only that whose subject it is tells its fate.
    if context.verb is not None and token.relation is Relation.SUBJECT:
        verbs.append(context.verb)
    for verb in verbs:
        # « l'accord n'a pas échoué »
        if negation(verb, lexicon):
            continue
        # « l'accord a capoté », "the merger fell through"
        if _is_verb_in_list(verb, "failing", lexicon):
            return EventStatus("denied", verb.form)
        # « un accord qui tarde », "a deal that is still awaited"
        if _is_verb_in_list(verb, "awaited", lexicon):
            return EventStatus("hypothetical", verb.form)
    return None


def _is_verb_in_list(verb: Word, key: str, lexicon: EventLexicon) -> bool:
    """Return whether the list `key` holds `verb`, alone or with the particle after it: "fell through"."""
    words = lexicon.sets[key]
    if verb.form in words:
        return True
    # The parse need not hang the particle on its verb.
    next_words = verb.doc[verb.i + 1 : verb.i + 2]
    return any(f"{verb.form} {word.form}" in words for word in next_words)


def _status_by_negation(context: _TriggerContext) -> EventStatus | None:
    """Decide « n'a pas attaqué », « aucune attaque », « sans faire de blessé », "did not attack", "was not held"."""
    word = denial_of(context.token, context.lexicon)
    # « aucun passager n'a survécu »: the entry asks for it, and tells what happened
    if context.trigger.flags.get("negated"):
        return EventStatus("asserted", word.form if word else None)
    verb = context.verb
    if word is None and verb is not None and _is_denied_with(verb, context):
        word = negation(verb, context.lexicon)
    return EventStatus("denied", word.form) if word else None


def _is_denied_with(verb: Word, context: _TriggerContext) -> bool:
    """Return whether a negation of its verb denies an event: « n'a pas eu lieu », « n'a pas fait de blessé »."""
    # « la grève n'a pas eu lieu » denies the strike, « l'attaque n'a fait aucun blessé » the injured.
    if context.is_carried:
        return True
    if context.trigger.traits.toll:
        return True
    return is_yielded(context.token, verb, context.lexicon)


def _status_by_condition(context: _TriggerContext) -> EventStatus | None:
    """Decide by « si », "unless", or the conditional of a verb or of its auxiliary: « le maire aurait démissionné »."""
    conditions = context.lexicon.sets["conditions"]
    for verb in context.verbs_of_event:
        for word in (verb, *verb.children):
            # « si le conseil vote la loi », "unless the firm closes its plant"
            may_be_condition = word.relation in (Relation.MARK, Relation.ADVERB)
            if may_be_condition and word.form in conditions:
                return EventStatus("hypothetical", word.form)
            # « la ville fermerait l'usine », « la ville aurait fermé l'usine »
            is_of_verb = word is verb or word.relation in AUXILIARIES
            if is_of_verb and is_conditional(word, context.lexicon):
                is_told = is_rumour(word, verb, context.lexicon)
                return EventStatus("asserted" if is_told else "hypothetical", word.form)
    return None


def _status_of_kind(context: _TriggerContext) -> EventStatus | None:
    """Decide by an adjective or a phrase: « une éventuelle grève », « en cas de grève », « la prochaine élection »."""
    token, lexicon = context.token, context.lexicon
    if not is_noun(token):
        return None
    if adjective := adjective_in_list(token, "hypothetical_adjectives", lexicon):
        return EventStatus("hypothetical", adjective.form)
    if adjective := adjective_in_list(token, "planned_adjectives", lexicon):
        return EventStatus("planned", adjective.form)
    phrase = open_phrase_before(token, lexicon)
    return EventStatus("hypothetical", phrase) if phrase else None


def _status_of_aim(context: _TriggerContext) -> EventStatus | None:
    """Decide « un accord pour un règlement »: a noun that another noun only aims at."""
    token = context.token
    if not is_noun(token) or not is_noun(token.head):
        return None
    # As an object it is given or had, and no aim.
    if token.relation not in (Relation.NOUN_MODIFIER, Relation.OBLIQUE):
        return None
    aims = context.lexicon.sets["infinitive_marks"]
    for child in token.children:
        if child.relation is Relation.CASE and child.form in aims:
            return EventStatus("hypothetical", child.form)
    return None


def _status_by_future(context: _TriggerContext) -> EventStatus | None:
    """Decide by the future of a verb, « va » with an infinitive, "will", or « pour » before an infinitive."""
    for verb in context.verbs_of_event:
        word = find_future_word(verb, context.lexicon)
        # « ils ont manifesté pour dénoncer la loi »: to march is to say it.
        if word is None or _is_said_by_act(context, verb, word):
            continue
        # « ne va pas fermer »: the negation stands on the word that puts ahead
        label = "denied" if negation(word, context.lexicon) else "planned"
        return EventStatus(label, word.form)
    return None


def _is_said_by_act(context: _TriggerContext, verb: Word, word: Word) -> bool:
    """Return whether an infinitive of purpose is of what people tell one another, and its act is told as past."""
    is_aim = word.form in context.lexicon.sets["infinitive_marks"]
    if not is_aim or not context.trigger.traits.exchanged:
        return False
    act = next((above for above in verb.ancestors if is_verb(above)), None)
    return act is not None and is_past(act)


def _status_of_plan(context: _TriggerContext) -> EventStatus | None:
    """Decide « prévoit une visite », « la décision de fermer »; « ne devrait pas avoir lieu » denies."""
    lexicon = context.lexicon
    words = context.governors
    # « il devrait annoncer sa démission »: the announcement itself is ahead. Of other events the auxiliaries are
    # asked above.
    if context.trigger.traits.reporting:
        words = [*words, *context.auxiliaries]
    if word := first_listed(words, "planned", lexicon):
        if has_in_list(lexicon, "modals", word) and is_past_participle(word):
            # « ont dû être évacués » were, « auraient dû être évacués » were not
            is_done = is_realised(word, ())
            return EventStatus("asserted" if is_done else "hypothetical", word.form)
        return EventStatus(
            "denied" if negation(word, lexicon) else "planned", word.form
        )
    # "announced job cuts", and not "announced the death of": harm is told after it
    traits = context.trigger.traits
    if not traits.toll and not traits.charged:
        for word in words[:1]:
            if word.form in lexicon.sets["announcing"]:
                return EventStatus("planned", word.form)
    announcement = find_announcement(context.token, lexicon)
    return EventStatus("planned", announcement.form) if announcement else None


# A wish goes before a negation: « il ne veut pas négocier » leaves open whether he will. What is foiled is denied
# whatever its tense: « l'attentat sera déjoué ». A condition goes before the future: « si la ville cède, il partira ».
STATUS_RULES: tuple[Rule[_TriggerContext, EventStatus], ...] = (
    Rule("wish", "Le syndicat demande une trêve.", _status_of_wish),
    Rule("failure", "La police a évité un attentat.", _status_of_failure),
    Rule("unfulfilled", "The merger fell through.", _status_of_unfulfilled),
    Rule("negation", "Le maire n'a pas démissionné.", _status_by_negation),
    Rule("condition", "Le maire démissionnerait.", _status_by_condition),
    Rule("kind", "Une éventuelle grève inquiète le maire.", _status_of_kind),
    Rule("aim", "Ils négocient un accord pour un cessez-le-feu.", _status_of_aim),
    Rule("future", "La ville va fermer l'usine.", _status_by_future),
    Rule("plan", "Le ministre prévoit une visite.", _status_of_plan),
)
"""Rules of the status, in the order of their weight."""
