"""Arguments: who does what to whom, where, how many, from the parse around a trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pressmark.annotators.coreference import Resolver
from pressmark.annotators.grammar.noun_phrases import holder
from pressmark.annotators.grammar.relations import SUBJECTS, Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.shared_reading import SharedReading
from pressmark.spans import Argument

from .clause_places import ClausePlaces
from .denials import is_nobody
from .lexicon import EventLexicon
from .name_phrases import NamePhrases
from .names_in_a_row import NamesInARow
from .phrases_around import PhrasesAround
from .quantities import Quantities
from .role_words import RoleFinder
from .triggers import Hit

__all__ = ["ArgumentFinder", "TimeTokens"]

_OTHER_CLAUSES = frozenset(
    {
        Relation.CONJUNCT,
        Relation.RELATIVE_CLAUSE,
        Relation.CLAUSAL_COMPLEMENT,
        Relation.ADVERBIAL_CLAUSE,
        Relation.PARATAXIS,
    }
)
"""How the clause of another event hangs on a trigger."""
_COUNTABLE = ("NOUN", "PROPN", "NUM", "PRON")
"""The parts of speech of participants that a number may count: « deux » stands for its noun in « deux ont fui »."""


@dataclass(frozen=True)
class TimeTokens:
    """The tokens of the expressions of time of one article, those of `durations` apart: they are quantities."""

    moments: frozenset[int] = frozenset()
    durations: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ArgumentFinder:
    """Finds the arguments of triggers in one article."""

    phrases: NamePhrases
    roles: RoleFinder
    places: ClausePlaces
    rows: NamesInARow
    times: TimeTokens
    quantities: Quantities
    # The tokens that bring in a part of a number, « dont »: most articles have none, and need not be searched for one.
    subset_words: frozenset[int]
    # By the token of a noun, once they were asked for: a noun may take part in several events.
    subset_numbers: dict[int, list[Argument]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        reading: SharedReading,
        lexicon: EventLexicon,
        around: PhrasesAround,
        times: TimeTokens,
        resolver: Resolver,
    ) -> ArgumentFinder:
        """Return a finder with what the triggers of one article share."""
        subset_forms = lexicon.sets["subsets"]
        phrases = NamePhrases.of(reading, lexicon)
        return cls(
            phrases=phrases,
            roles=RoleFinder.of(lexicon, around, phrases, resolver),
            places=ClausePlaces.of(reading, lexicon),
            rows=NamesInARow.of(reading, lexicon),
            times=times,
            quantities=Quantities(reading.text, lexicon),
            subset_words=frozenset(
                index
                for index, form in enumerate(reading.tree.forms)
                if form in subset_forms
            ),
        )

    def find(self, hit: Hit) -> list[Argument]:
        """Return the arguments of a trigger, each span and role once, in the order of the text."""
        role_words = self._find_role_words(hit)
        arguments: list[Argument | None] = []
        for role, word in role_words:
            # A pronoun without an antecedent names nobody, and a duration is how long, not who.
            if word.pos_ != "PRON" and word.i not in self.times.durations:
                noun = self.roles.measured_noun(word)
                if self._takes_part(noun, role):
                    arguments += self._arguments_at(hit, role, noun)
        arguments += self._find_quantities(hit, [word for _, word in role_words])
        # Of two that are equal in this the last stays, at the position of the first.
        unique = {(a.role, a.start, a.end): a for a in arguments if a is not None}
        return sorted(
            unique.values(),
            key=lambda argument: (argument.start, argument.end, argument.role),
        )

    def _arguments_at(self, hit: Hit, role: str, noun: Word) -> Iterator[Argument]:
        """Yield the argument that a phrase is, and the names in a row with it: « à Metz, en Lorraine », « Anne et Paul »."""
        argument = self.phrases.argument(role, noun)
        # « le Forum mondial de la langue française » takes no part in itself, and is about « langue française »
        is_in_its_name = argument is not None and _covers(argument, hit)
        if is_in_its_name and noun.i > hit.token.i:
            argument = self.phrases.argument_of_words(role, noun)
        if argument is None or _covers(argument, hit):
            return
        yield argument
        # « au laboratoire, à Metz » is in both
        if role == "place" and self.phrases.stands_apart_from_name(noun, argument):
            words = self.phrases.argument_of_words(role, noun)
            if words is not None:
                yield words
        if argument.entity_id is None:
            return
        last = noun.doc.between(argument.end - 1, argument.end)[-1].i
        names = self.rows.places_after if role == "place" else self.rows.names_joined_to
        for name in names(last):
            following = self.phrases.argument(role, name)
            if following is not None:
                yield following

    def _takes_part(self, noun: Word, role: str) -> bool:
        """Return whether a noun names who or what takes part, and is no amount, no nobody and no part of a set phrase."""
        lexicon = self.roles.lexicon
        # « augmente de 5 % »: an amount is the event's quantity, and nothing else
        is_name = noun.i in self.phrases.entities
        if role == "quantity" or (not is_name and self.quantities.is_amount(noun)):
            return False
        # « de son côté », « d'autre part »
        if noun.form in lexicon.sets["no_participants"]:
            return False
        # "no one" is nobody, "none of the passengers" the passengers; a dash that is parsed as a noun is nothing
        return not is_nobody(noun, lexicon) and noun.text[-1].isalnum()

    def _find_role_words(self, hit: Hit) -> list[tuple[str, Word]]:
        """Return the words around a trigger with their roles; its clause's place where it has none of its own."""
        role_words: list[tuple[str, Word]] = []
        heading = self.places.heading_place(hit.token)
        for role, word in self.roles.find_roles(hit):
            # « hier » hangs on the verb as an object may, and is nothing but a time; « Mali : » is nothing but a place.
            if word.i not in self.times.moments and word is not heading:
                role_words.append(
                    (self.roles.meanings.role_of_kind(role, word, hit), word)
                )
        has_place = any(role == "place" for role, _ in role_words)
        if not has_place:
            place = None
            if hit.trigger.traits.clause_place:
                with_role = frozenset(word.i for _, word in role_words)
                place = self.places.nearest_place(hit.token, with_role)
            place = place or heading
            if place is not None:
                role_words.append(("place", place))
        return role_words

    def _find_quantities(
        self, hit: Hit, words: Sequence[Word]
    ) -> Iterator[Argument | None]:
        """Yield how many take part: of each participant, how long, the parts of a number, and of the trigger itself."""
        # « trois témoins ont dit » counts no event
        if not hit.trigger.traits.reporting:
            for word in words:
                if word.pos_ in _COUNTABLE:
                    yield self.quantities.quantity_of(word)
        # « la grève a duré trois jours », "occupied for two weeks"
        for _, word in self.roles.around.obliques(hit.token):
            if word.i in self.times.durations:
                yield self.quantities.quantity_of(word)
        # « réduit ses effectifs de 8 % », "a fine of 3 million dollars"
        if not hit.trigger.traits.reporting:
            for word in self._amounts_below(hit.token):
                yield self.quantities.quantity_of(word)
        # « 14 morts, dont quatre enfants »
        if self.subset_words:
            for word in words:
                yield from self._subsets_below(word)
        if hit.trigger.traits.scored:
            yield self.quantities.result_near(hit.token)
        # « trois attaques », "two strikes": only nouns are counted
        if not hit.verbal:
            yield self.quantities.quantity_of(hit.token)
            for word in self._measures_of(hit.token):
                yield self.quantities.quantity_of(word)

    def _measures_of(self, noun: Word) -> Iterator[Word]:
        """Yield what says how long or how much a noun is: « neuf *mois* d'enquête », « la baisse est de 3 *%* »."""
        head = holder(noun)
        # « neuf mois d'enquête », « 261 cas de fraude »
        if noun.relation in (Relation.NOUN_MODIFIER, Relation.ADPOSITION_OBJECT):
            is_measure = head.lemma in self.roles.lexicon.sets["measures"]
            if is_measure or head.i in self.times.durations:
                yield head
        # « la baisse est de 3 % », "the cut would be 5,000"
        elif noun.relation in SUBJECTS and self.quantities.is_amount(head):
            yield head
        for child in noun.children:
            # "a 12-hour flight"
            if child.relation is Relation.COMPOUND and child.i in self.times.durations:
                yield child

    def _amounts_below(self, trigger: Word) -> Iterator[Word]:
        """Yield the units of amounts that hang on a trigger, or on what hangs on it: « réduit les frais de 3 *euros* »."""
        amounts = self.roles.lexicon.sets["amounts"]
        for child in trigger.children:
            if child.relation in _OTHER_CLAUSES:
                continue
            for word in (child, *child.children):
                if word.form in amounts and word is not trigger:
                    yield word

    def _subsets_below(self, noun: Word) -> list[Argument]:
        """Return the numbers below `noun` that are a part of its own: « 14 personnes, dont quatre enfants »."""
        if noun.i not in self.subset_numbers:
            self.subset_numbers[noun.i] = self._read_subsets(noun)
        return self.subset_numbers[noun.i]

    def _read_subsets(self, noun: Word) -> list[Argument]:
        """Return what `_subsets_below` does, read from the parse."""
        words = list(noun.subtree)
        if not any(word.i in self.subset_words for word in words):
            return []
        subsets = []
        for word in words:
            # A number is read with its noun: « quatre » of « dont quatre enfants » is no quantity of its own.
            if word is noun or word.relation is Relation.NUMERAL:
                continue
            quantity = self.quantities.quantity_of(word)
            if quantity is not None and quantity.subset:
                subsets.append(quantity)
        return subsets


def _covers(argument: Argument, hit: Hit) -> bool:
    """Return whether the words of an argument hold the trigger that it would take part in."""
    return argument.start <= hit.token.idx < argument.end
