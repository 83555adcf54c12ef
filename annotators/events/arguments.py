"""Arguments: who does what to whom, where, how many, from the parse around a trigger."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pressmark.annotators.tree import Tree, Word
from pressmark.spans import Argument, Entity

from .antecedents import Antecedents
from .lexicon import EventLexicon
from .name_phrases import NamePhrases
from .quantities import Quantities
from .syntax import (
    VERBAL,
    conjuncts,
    has_feature,
    is_passive,
    objects,
    oblique,
    subjects,
)
from .triggers import Hit

__all__ = ["ArgumentFinder"]

_COUNTABLE = ("NOUN", "PROPN", "NUM", "PRON")
_CLAUSES = ("ROOT", "conj", "acl:relcl", "relcl", "ccomp", "advcl", "parataxis")
"""How the verb of a clause hangs on the one above."""
RoleWords = Iterator[tuple[str, Word]]
"""Pairs of a role and the head of the phrase that has it."""


@dataclass(frozen=True)
class ArgumentFinder:
    """Finds the arguments of triggers in one article."""

    lexicon: EventLexicon
    phrases: NamePhrases
    # the tokens of the expressions of time, which are nothing else
    times: frozenset[int]
    # those of durations, which are quantities
    durations: frozenset[int]
    antecedents: Antecedents
    quantities: Quantities
    # the tokens that bring in a part of a number: « dont »
    subset_words: frozenset[int]
    # a clause's verb → the tokens of the names of places in it
    places_by_clause: Mapping[Word, Sequence[int]]
    # of a noun, once they were asked for
    subset_numbers: dict[int, list[Argument]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, text: str, tree: Tree, lexicon: EventLexicon, entities: Mapping[int, Entity],
        times: frozenset[int], durations: frozenset[int], paragraphs: Sequence[tuple[int, int]],
    ) -> ArgumentFinder:  # fmt: skip
        """Return a finder with what the triggers of one article share; `entities` maps tokens to entities."""
        subset_forms = lexicon.sets["subsets"]
        return cls(
            lexicon=lexicon,
            phrases=NamePhrases.of(text, tree, lexicon, entities),
            times=times,
            durations=durations,
            antecedents=Antecedents(paragraphs, tree, lexicon.sets["third"]),
            quantities=Quantities(text, lexicon),
            subset_words=frozenset(
                word.i for word in tree if word.form in subset_forms
            ),
            places_by_clause=_group_places(tree, entities),
        )

    def find(self, hit: Hit) -> list[Argument]:
        """Return the arguments of a trigger, each span and role once, in the order of the text."""
        role_words = [
            (self._role_of_kind(role, word, hit), word)
            for role, word in self._find_roles(hit)
            if word.i not in self.times
        ]
        has_place = any(role == "place" for role, _ in role_words)
        if not has_place and hit.trigger.traits.clause_place:
            role_words += [
                ("place", word) for word in self._place_in_clause(hit.token, role_words)
            ]
        arguments: list[Argument | None] = []
        for role, word in role_words:
            if word.pos_ != "PRON" and word.i not in self.durations:
                arguments.append(self.phrases.argument(role, self._measured_noun(word)))
        arguments += self._find_quantities(hit, [word for _, word in role_words])
        # Of two that are equal in this the last stays, at the position of the first.
        unique = {(a.role, a.start, a.end): a for a in arguments if a is not None}
        return sorted(
            unique.values(),
            key=lambda argument: (argument.start, argument.end, argument.role),
        )

    def _find_quantities(
        self, hit: Hit, words: Sequence[Word]
    ) -> Iterator[Argument | None]:
        """Yield how many take part: of each participant, how long, the parts of a number, and of the trigger itself."""
        # « trois témoins ont dit » counts no event
        if not hit.trigger.traits.reporting:
            for word in words:
                if word.pos_ in _COUNTABLE:
                    yield self.quantities.quantity_of(word)
        for _, word in oblique(hit.token):
            if word.i in self.durations:
                yield self.quantities.quantity_of(word)
        if self.subset_words:
            for word in words:
                yield from self._subsets_below(word)
        if not hit.verbal:
            yield self.quantities.quantity_of(hit.token)

    def _subsets_below(self, noun: Word) -> list[Argument]:
        """Return the numbers below `noun` that are a part of its own: « 14 personnes, dont quatre enfants »."""
        if noun.i not in self.subset_numbers:
            self.subset_numbers[noun.i] = self._read_subsets(noun)
        return self.subset_numbers[noun.i]

    def _read_subsets(self, noun: Word) -> list[Argument]:
        words = list(noun.subtree)
        if not any(word.i in self.subset_words for word in words):
            return []
        subsets = []
        for word in words:
            if word is noun or word.dep_ == "nummod":
                # a number is read with its noun
                continue
            quantity = self.quantities.quantity_of(word)
            if quantity is not None and quantity.subset:
                subsets.append(quantity)
        return subsets

    def _find_roles(self, hit: Hit) -> RoleWords:
        """Yield the words around a trigger with their roles, nouns in the place of pronouns."""
        role_words = (
            self._roles_of_verb(hit) if hit.verbal else self._roles_of_noun(hit)
        )
        for role, token in role_words:
            if token is hit.token:
                continue
            noun = self.antecedents.noun_for(token) if token.pos_ == "PRON" else token
            if noun is None or noun is hit.token:
                continue
            yield role, self._owner_of_will(noun) if role == "agent" else noun

    def _measured_noun(self, noun: Word) -> Word:
        """Return what a noun or number only measures out: « 6 tonnes de déchets », « deux tiers des voix »."""
        if noun.pos_ != "NUM" and noun.lemma not in self.lexicon.sets["measures"]:
            return noun
        return next(
            (owner for owner in self._owners(noun) if owner.pos_ == "NOUN"), noun
        )

    def _owner_of_will(self, noun: Word) -> Word:
        """Return whose act a noun of will is: of « la décision du ministre de fermer » it is « ministre »."""
        if noun.lemma not in self.lexicon.sets["acts"]:
            return noun
        return next(
            (owner for owner in self._owners(noun) if owner.pos_ in ("NOUN", "PROPN")),
            noun,
        )

    def _owners(self, noun: Word) -> Iterator[Word]:
        """Yield the words after « de », "of"."""
        for preposition, word in oblique(noun):
            if self._is_genitive(preposition):
                yield word

    def _is_genitive(self, preposition: str) -> bool:
        return self.lexicon.noun_prepositions.get(preposition) == "owner"

    def _roles_of_verb(self, hit: Hit) -> RoleWords:
        """Yield who does what a verb says, to whom, and what hangs on it by prepositions."""
        roles, verb = hit.trigger.roles, hit.token
        for subject in subjects(verb, self.lexicon):
            yield roles.get("subject", "agent"), subject
        for noun in objects(verb):
            yield roles.get("object", "target"), noun
        for preposition, noun in oblique(verb):
            if preposition in self.lexicon.sets["passive_by"] and is_passive(verb):
                # who does it is among the subjects: « arrêtés par la police »
                continue
            if role := self._role_after(preposition, noun, roles):
                yield role, noun

    def _roles_of_noun(self, hit: Hit) -> RoleWords:
        """Yield what hangs on a noun, and what stands with the verb that carries it."""
        noun, roles = hit.token, hit.trigger.roles
        for preposition, word in oblique(noun):
            role = self._role_after(
                preposition, word, roles
            ) or self.lexicon.noun_prepositions.get(preposition)
            if self._is_genitive(preposition):
                role = self._role_of_owner(hit, word, roles)
            if role and role != "owner":
                yield role, word
        for child in noun.children:
            if child.dep_ in (
                "amod",
                "compound",
                "poss",
                "nmod:poss",
            ) and self._is_acting_modifier(child):
                # « attaque russe », "NATO strike"
                yield "agent", child
            elif (
                child.dep_ == "nmod"
                and self.phrases.is_place_noun(child)
                and not _has_case(child)
            ):
                # « accident rue du Port »
                yield "place", child
        yield from self._roles_at_carrier(hit, roles)

    def _is_acting_modifier(self, token: Word) -> bool:
        return token.i in self.phrases.entities or self.phrases.is_people(token)

    def _roles_at_carrier(self, hit: Hit, roles: Mapping[str, str]) -> RoleWords:
        """Yield what stands with the verb of a noun: « la police a mené une opération », « annonce sa démission »."""
        noun, verb = hit.token, _verb_above(hit.token)
        if verb is None:
            return
        sets = self.lexicon.sets
        is_light = verb.form in sets["light"] or verb.form in sets["occurring"]
        if (is_light or _has_possessive(noun)) and verb.form not in sets["handing"]:
            for subject in subjects(verb, self.lexicon):
                if subject is not noun and noun not in conjuncts([subject]):
                    yield roles.get("subject", "agent"), subject
        if is_light:
            for preposition, word in oblique(verb):
                if word is not noun and (
                    role := self._role_after(preposition, word, roles)
                ):
                    yield role, word

    def _role_of_owner(
        self, hit: Hit, noun: Word, roles: Mapping[str, str]
    ) -> str | None:
        """Return what « de » means: « la mort de X » has a victim, « la visite de X » an agent, of a port a target."""
        role_of_type = roles.get("de") or roles.get("of")
        entity = self.phrases.entity_of(noun)
        if entity is None and not self.phrases.is_actor(noun):
            return role_of_type or self._role_of_thing(hit, noun, roles)
        if entity is not None and entity.label == "LOC":
            acts = hit.trigger.traits.place == "actor" and role_of_type != "place"
            return "agent" if acts else "place"
        if "owner" in roles:
            return roles["owner"]
        return (
            role_of_type if role_of_type in ("agent", "victim", "target") else "agent"
        )

    def _role_of_thing(self, hit: Hit, noun: Word, roles: Mapping[str, str]) -> str:
        """Return the role of a thing after « de »: « la fête du village », « réunion de travail »."""
        if self.phrases.is_place_noun(noun):
            return "place"
        role = roles.get("object", hit.trigger.traits.thing)
        # a thing is no partner
        return "topic" if role == "partner" else role

    def _role_after(
        self, preposition: str, noun: Word, roles: Mapping[str, str]
    ) -> str | None:
        """Return the role of a `preposition`'s noun: what the type says, else a place when it is one; None for none."""
        entity = self.phrases.entity_of(noun)
        is_place = (
            self.phrases.is_place_noun(noun)
            if entity is None
            else entity.label == "LOC"
        )
        role = roles.get(preposition) or roles.get(
            self.lexicon.contractions.get(preposition, preposition)
        )
        is_of_place = preposition in self.lexicon.sets["places"]
        if is_place and is_of_place and role in (None, "place", "partner", "target"):
            # « victoire sur Vello » is one over Vello, and « attaque dans Vello » one within it.
            is_inside = preposition in self.lexicon.sets["inside"]
            return "place" if role is None or entity is None or is_inside else role
        if role in ("target", "partner", "victim") and is_of_place and entity is None:
            return role if self.phrases.is_actor(noun) else None
        return role if role != "place" or is_place else None

    def _role_of_kind(self, role: str, token: Word, hit: Hit) -> str:
        """Return what `role` becomes for its filler: a car in a crash is an instrument, a person hit a victim."""
        if role in ("target", "partner", "agent"):
            for class_name, role_of_class in hit.trigger.kinds.items():
                if role_of_class == "victim" and role == "agent":
                    # « un homme a tué »: who acts is no victim
                    continue
                if self.phrases.is_of_class(token, class_name):
                    return role_of_class
        if (
            role == "target"
            and hit.trigger.traits.object_place
            and self.phrases.is_place(token)
        ):
            # « quitter le stade »
            return "place"
        return role

    def _place_in_clause(
        self, trigger: Word, role_words: Sequence[tuple[str, Word]]
    ) -> list[Word]:
        """
        Return the nearest place of a trigger's clause that has no role and stands after a preposition of place.

        « À Metz, la police a arrêté un homme. »: the parse need not hang « Metz » on the verb.
        """
        if not self.places_by_clause:
            return []
        sentence, in_clause = (
            trigger.sent,
            self.places_by_clause.get(_clause_verb(trigger), ()),
        )
        in_sentence = in_clause[
            bisect_left(in_clause, sentence.start) : bisect_left(
                in_clause, sentence.end
            )
        ]
        with_role = {word.i for _, word in role_words}
        for index in sorted(in_sentence, key=lambda index: abs(index - trigger.i)):
            preposition = (
                _preposition_of(trigger.doc[index]) if index not in with_role else None
            )
            if (
                preposition is not None
                and preposition.form in self.lexicon.sets["inside"]
            ):
                return [trigger.doc[index]]
        return []


def _has_case(noun: Word) -> bool:
    """Return whether a preposition hangs on `noun`."""
    return any(child.dep_ == "case" for child in noun.children)


def _has_possessive(noun: Word) -> bool:
    """Return whether a possessive stands with `noun`: « sa démission », "their visit"."""
    return any(
        child.dep_ in ("det", "poss", "nmod:poss") and has_feature(child, "Poss", "Yes")
        for child in noun.children
    )


def _preposition_of(noun: Word) -> Word | None:
    """Return the preposition that hangs on `noun`, or that it hangs on, as the two models have it; None without one."""
    for child in noun.children:
        if child.dep_ == "case":
            return child
    return noun.head if noun.dep_ == "pobj" else None


def _group_places(tree: Tree, entities: Mapping[int, Entity]) -> dict[Word, list[int]]:
    """Return the tokens of the names of places, in their order, by the verb of their clause."""
    places: defaultdict[Word, list[int]] = defaultdict(list)
    for index in sorted(entities):
        if entities[index].label == "LOC":
            places[_clause_verb(tree[index])].append(index)
    return dict(places)


def _verb_above(noun: Word) -> Word | None:
    """Return the verb that `noun` is subject, object or complement of; None when it hangs on none."""
    head = noun.head
    if head.pos_ == "ADP":
        head = head.head
    return head if head is not noun and head.pos_ in VERBAL else None


def _clause_verb(token: Word) -> Word:
    """Return the verb of a token's clause, the nearest above that begins one; the root when none does."""
    word = token
    while word.head is not word:
        if word.pos_ in VERBAL and word.dep_ in _CLAUSES:
            return word
        word = word.head
    return word
