"""Triggers: the words of an article that name an event, and of which type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.annotators.grammar.noun_phrases import is_bare
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.rules import Rule, conclude_first
from pressmark.annotators.shared_reading import SharedReading

from .lexicon import EventLexicon
from .lexicon_triggers import UNTYPED, Trigger
from .phrases_around import PhrasesAround
from .trigger_conditions import AUXILIARY_OF_TRIGGER, NOUN_LIKE, TriggerConditions

__all__ = ["TRIGGER_RULES", "Hit", "TriggerFinder"]

# The tagger takes participles for adjectives: « les civils blessés ».
_VERB_LIKE = frozenset({"VERB", "AUX", "ADJ"})
_OF_HEADLINE_NOUNS = frozenset({Relation.ROOT, Relation.SUBJECT, Relation.OBJECT})
# The tagger takes some nouns of headlines for adjectives: « Grève des cheminots ».
_NOUN_LIKE_OR_ADJECTIVE = NOUN_LIKE | {"ADJ"}
_TRIGGER_LIKE = _VERB_LIKE | _NOUN_LIKE_OR_ADJECTIVE
"""The parts of speech that a rule asks for: a word of another is no trigger, whatever its form."""
_INFLECTED = frozenset({"NOUN", "VERB", "AUX", "ADJ"})
_NAME_OF_AN_EVENT = "MISC"
"""The label of the names that events bear, with works, prizes and peoples."""
_NOUNS_OF_STATUS = ("planned_nouns", "hypothetical_nouns", "denied_nouns", "acts")
"""The lists of nouns that only say how it stands with what modifies them: "murder attempt"."""
MAX_TRIGGER_TOKENS = 4
"""How many tokens a noun of the lexicon may take: « prise de parole » takes three; chosen, not measured."""
MIN_DEED_STEM_LETTERS = 3
"""A noun that ends as nouns of action do has at least so many letters before that: « fermeture », not « cage »."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger in the text: its token, what the lexicon says, whether it is a verb, how many tokens it spans."""

    token: Word
    trigger: Trigger
    verbal: bool
    length: int = 1

    @property
    def end(self) -> int:
        """Where it ends in the text, exclusive: after its first word, or after what is written together with it."""
        first = self.token.i
        words = self.token.doc[first : first + self.length]
        last = words[-1]
        for word in words:
            if word.whitespace_:
                last = word
                break
        return last.idx + len(last)

    @property
    def rule(self) -> str:
        """The entry that names it, for a reader: `verb: signer; object accord traité`."""
        kind = "verb" if self.verbal else "noun"
        rule = f"{kind}: {self.trigger.lemma}"
        conditions = self.trigger.conditions_text
        return f"{rule}; {conditions}" if conditions else rule


class TriggerFinder:
    """
    Finds the triggers of one parse.

    `quoting` holds the tokens of the cues of quotes;
    `with_untyped`, what fits no type is found too. Only tokens whose form begins an entry are looked at: a parse's tokens
    cost more to reach than their forms.
    """

    def __init__(
        self, reading: SharedReading, lexicon: EventLexicon, phrases: PhrasesAround, quoting: frozenset[int], *,
        with_untyped: bool = False, without: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        tree, names = reading.tree, reading.entities_by_token
        self._lexicon = lexicon
        self._phrases = phrases
        self._names = names
        self._conditions = TriggerConditions(reading, lexicon, phrases, quoting)
        self.with_untyped = with_untyped
        self._without = without
        self._tree = tree
        self._forms = tree.forms
        self._participle_endings = tuple(lexicon.sets["participles"])

    def find(self) -> Iterator[Hit]:
        """Yield the triggers in order; a word within a name is none."""
        last_taken = -1
        first_words = self._lexicon.first_words
        for token in self._tree:
            # The question that most words fail stands first.
            if token.form not in first_words and not self.with_untyped:
                continue
            # « pour » begins an entry of several words, and is no trigger itself.
            if token.pos_ not in _TRIGGER_LIKE:
                continue
            index = token.i
            # A word of the trigger before it, or of a name: « Grève » is a firm in « Éditions Grève ».
            if index <= last_taken or self._is_only_named(index):
                continue
            if self._is_everyday(token):
                continue
            hit = self._hit_at(token)
            if hit is None or self._only_carries(hit):
                continue
            last_taken = index + hit.length - 1
            yield hit

    def _is_everyday(self, token: Word) -> bool:
        """Return whether a word stands in a phrase that names no event: « mort de rire », "a crash course"."""
        words = self._lexicon.everyday_words
        if token.form not in words and token.lemma not in words:
            return False
        # Words of phrases are frequent, and phrases are not: two of them must stand side by side.
        if not any(
            self._may_be_everyday(index) for index in (token.i - 1, token.i + 1)
        ):
            return False
        phrases = self._lexicon.sets["everyday"]
        for length in range(2, MAX_TRIGGER_TOKENS + 1):
            first = max(0, token.i - length + 1)
            for start in range(first, min(token.i, len(self._forms) - length) + 1):
                if self._written_form(start, length) in phrases:
                    return True
                if self._written_lemmas(start, length) in phrases:
                    return True
        return False

    def _may_be_everyday(self, index: int) -> bool:
        """Return whether a token is of a phrase that names no event, or a mark that may stand within such a phrase."""
        if not 0 <= index < len(self._forms):
            return False
        words, neighbour = self._lexicon.everyday_words, self._tree[index]
        if neighbour.form in words or neighbour.lemma in words:
            return True
        return not neighbour.is_alpha

    def _written_lemmas(self, start: int, length: int) -> str:
        """Return some tokens as they are written, of nouns and verbs the lemma: "kill time" of "killed time"."""
        words = [
            word.lemma if word.pos_ in _INFLECTED else word.form
            for word in self._tree[start : start + length]
        ]
        return " ".join(words).replace("' ", "'")

    def _is_only_named(self, index: int) -> bool:
        """Return whether a token is of a name, but for the head of an event's: « le Forum social mondial »."""
        name = self._names.get(index)
        if name is None:
            return False
        token = self._tree[index]
        names_event = name.label == _NAME_OF_AN_EVENT and self._conditions.is_in(
            token, self._lexicon.sets["event_names"]
        )
        # « Forum » heads its name, « mondial » hangs on it.
        hangs_within = token.head is not token and self._names.get(token.head.i) is name
        return not names_event or hangs_within

    def _hit_at(self, token: Word) -> Hit | None:
        """Return what `token` triggers: as a verb, else as a noun, else what fits no type, where that is asked for."""
        return conclude_first(TRIGGER_RULES, (self, token), self._without)

    def verb_hit(self, token: Word) -> Hit | None:
        """Return what a verb, a participle or a listed adjective triggers; None when it triggers nothing."""
        if token.relation in AUXILIARY_OF_TRIGGER or self._only_leads(token):
            return None
        # "an increased number", "the winning team": what is so, and not what happens.
        if token.relation is Relation.ADJECTIVE and token.i < token.head.i:
            return None
        if token.pos_ == "ADJ" and not self._has_participle_ending(token):
            # "ready to help", "guilty of": an adjective that the lexicon lists as one
            return self._first_fitting(
                token, self._lexicon.adjectives.get(token.form, ())
            )
        # "blew up" is listed apart from "blew": the entry with its particle says more, and is tried first.
        for form in self._verb_forms(token):
            hit = self._first_fitting(token, self._lexicon.verbs.get(form, ()))
            if hit is not None:
                return hit
        return None

    def _first_fitting(self, token: Word, triggers: tuple[Trigger, ...]) -> Hit | None:
        """Return the first of `triggers` whose conditions `token` meets; the strictest stand first."""
        for trigger in triggers:
            if self._conditions.are_met(token, trigger, verbal=True):
                return Hit(token, trigger, True)
        return None

    def _verb_forms(self, token: Word) -> list[str]:
        """Return the forms that a verb may be listed under, with a particle first: "blew up", then "blew"."""
        form = token.form
        if form not in self._lexicon.first_of_several:
            return [form]
        particles = [
            child.form
            for child in token.children
            if child.relation is Relation.PARTICLE
        ]
        # The parse need not hang the particle on its verb: the next word may be one.
        after = token.i + 1
        particles += self._forms[after : after + 1]
        return [*(f"{form} {particle}" for particle in particles), form]

    def _only_leads(self, verb: Word) -> bool:
        """Return whether a verb only makes its infinitive a future: « va frapper »."""
        if verb.form not in self._lexicon.sets["going"]:
            return False
        return any(
            child.relation is Relation.OPEN_COMPLEMENT for child in verb.children
        )

    def untyped_hit(self, token: Word) -> Hit | None:
        """Return a full verb, or a noun that ends as nouns of action do: something happens, of no type we know."""
        if token.pos_ == "VERB" and token.relation not in AUXILIARY_OF_TRIGGER:
            if token.form not in self._lexicon.sets["states"]:
                return Hit(token, Trigger(token.lemma, UNTYPED), True)
        elif token.pos_ == "NOUN" and self._is_deed(token):
            return Hit(token, Trigger(token.lemma, UNTYPED), False)
        return None

    def _is_deed(self, noun: Word) -> bool:
        """Return whether a noun ends as nouns of action do: « fermeture », "removal"."""
        for ending in self._lexicon.sets["deed_endings"]:
            min_letters = len(ending) + MIN_DEED_STEM_LETTERS
            if noun.lemma.endswith(ending) and len(noun.lemma) >= min_letters:
                return True
        return False

    def _has_participle_ending(self, token: Word) -> bool:
        """Return whether an adjective is written as a past participle: « les civils blessés », "the injured"."""
        return token.form.endswith(self._participle_endings)

    def noun_hit(self, token: Word) -> Hit | None:
        """Return what a noun triggers, the longest entry first; None when it triggers nothing."""
        if token.pos_ not in NOUN_LIKE and token.relation not in _OF_HEADLINE_NOUNS:
            return None
        for form, length in self._noun_forms(token):
            for trigger in self._lexicon.nouns.get(form, ()):
                if self._conditions.are_met(
                    token, trigger, verbal=False
                ) and not self._only_names_a_kind(token):
                    return Hit(token, trigger, False, length)
        return None

    def _noun_forms(self, noun: Word) -> Iterator[tuple[str, int]]:
        """Yield the forms that a noun may be listed under, the longest first, with how many tokens each takes."""
        index, form = noun.i, self._forms[noun.i]
        if form in self._lexicon.first_of_several:
            longest = min(MAX_TRIGGER_TOKENS, len(self._forms) - index)
            for length in range(longest, 1, -1):
                if not self._is_led_by_head(index, length):
                    yield self._written_form(index, length), length
        # « grand prix », "gas leak": what the entry begins with stands before its noun, and the noun is the trigger.
        for length in range(min(MAX_TRIGGER_TOKENS, index + 1), 1, -1):
            start = index - length + 1
            is_start = self._forms[start] in self._lexicon.first_of_several
            if is_start and self._is_led_by_head(start, length):
                yield self._written_form(start, length), 1
        yield form, 1

    def _is_led_by_head(self, start: int, length: int) -> bool:
        """Return whether the first of some tokens hangs on a later one of them: "gas" of "gas leak"."""
        return start < self._tree[start].head.i < start + length

    def _written_form(self, start: int, length: int) -> str:
        """Return some tokens as they are written: « prise de parole », « aller-retour »."""
        surface = ""
        for token in self._tree[start : start + length]:
            surface += token.form
            if token.whitespace_:
                surface += " "
        return surface.strip()

    def _only_names_a_kind(self, noun: Word) -> bool:
        """Return whether a bare noun only says of what kind another is: « chambre d'accusation », "crime commission"."""
        head = noun.head
        # « la chambre d'accusation a siégé »: who sat is no accusation.
        if head is noun or head.pos_ not in NOUN_LIKE:
            return False
        if not _is_bare_modifier(noun):
            return False
        # "a commission of inquiry": the holder stands above the preposition.
        if noun.relation is Relation.ADPOSITION_OBJECT or (
            head.relation is Relation.ADPOSITION and head.head is not head
        ):
            head = head.head
        if self._conditions.is_in(head, self._lexicon.sets["holders"]):
            return True
        return noun.relation is Relation.COMPOUND and not self._may_tell_event(head)

    def _may_tell_event(self, head: Word) -> bool:
        """Return whether a noun is of an event as its modifier tells it: "bomb attack", not "delivery date"."""
        sets = self._lexicon.sets
        if any(self._conditions.is_in(head, sets[name]) for name in _NOUNS_OF_STATUS):
            return True
        return self.noun_hit(head) is not None

    def _only_carries(self, hit: Hit) -> bool:
        """Return whether a verb only carries its noun, which is then the trigger: « mener une attaque »."""
        if not hit.verbal or hit.token.form not in self._lexicon.sets["light"]:
            return False
        # « rendre publique sa décision »: an entry that asks for a complement says more than its noun.
        required = hit.trigger.required
        if required.get("complement"):
            return False
        # "impose a curfew" is listed with its object, and is the trigger; « déposer plainte » is not.
        may_be_listed = hit.token.form not in self._lexicon.sets["carrying"]
        if required.get("object") and may_be_listed:
            return False
        nouns = [
            noun
            for noun in self._phrases.objects(hit.token)
            if noun.i not in self._names
        ]
        return any(self.noun_hit(noun) for noun in nouns)


def _is_bare_modifier(noun: Word) -> bool:
    """Return whether a noun modifies another without determiner, number or adjective of its own."""
    if noun.relation is Relation.COMPOUND:
        return True
    if noun.relation not in (Relation.NOUN_MODIFIER, Relation.ADPOSITION_OBJECT):
        return False
    return is_bare(noun)


TRIGGER_RULES: tuple[Rule[tuple[TriggerFinder, Word], Hit], ...] = (
    Rule(
        "verb",
        "Ils ont signé un accord.",
        lambda case: case[0].verb_hit(case[1]),
        lambda case: case[1].pos_ in _VERB_LIKE,
    ),
    Rule(
        "noun",
        "La grève dure.",
        lambda case: case[0].noun_hit(case[1]),
        lambda case: case[1].pos_ in _NOUN_LIKE_OR_ADJECTIVE,
    ),
    Rule(
        "no type",
        "La rénovation du quai commence.",
        lambda case: case[0].untyped_hit(case[1]),
        lambda case: case[0].with_untyped,
        ("verb", "noun"),
    ),
)
"""How a word names an event: the lexicon's entries say which."""
