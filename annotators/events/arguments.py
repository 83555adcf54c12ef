"""Arguments: who does what to whom, where, how many, from the parse around a trigger."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pressmark.annotators.tree import Tree, Word
from pressmark.spans import Argument, Entity

from .antecedents import Antecedents
from .quantities import Quantities
from .syntax import conjuncts, is_passive, objects, oblique, subjects
from .triggers import Hit
from .types import Lexicon

__all__ = ["Arguments"]

_MODIFIERS = frozenset({"amod", "compound", "flat", "flat:name", "nummod", "fixed", "flat:foreign", "nmod:poss"})
_NOMINAL = ("NOUN", "PROPN", "NUM", "PRON")
_POLITICAL = (
    "COOPERATE",
    "REQUEST",
    "AGREE",
    "REJECT",
    "ACCUSE",
    "STATEMENT",
    "CONSULT",
    "THREATEN",
    "SANCTION",
    "MOVE",
)
"""Types in which a country or city acts: « le soutien de la France »; in others it is where: « la fête de Metz »."""
_ELSEWHERE = (
    "STATEMENT",
    "AGREE",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "LEGISLATE",
    "APPOINT",
    "SANCTION",
    "CONCEDE",
)
"""Types that a place beside them in the sentence is not where they happen."""
_BODILY = ("ASSAULT", "COERCE", "ACCIDENT")
"""Types whose nouns act on a thing and do not only concern it: « destruction du pont »."""
_PLACED = ("ORG", "LOC", "PER")
Found = Iterator[tuple[str, Word]]


@dataclass(frozen=True)
class Arguments:
    """Finds the arguments of triggers in one article."""

    text: str
    lexicon: Lexicon
    entities: Mapping[int, Entity]  # token position → the entity that holds it
    times: frozenset[int]  # the tokens of the expressions of time, which are nothing else
    lasting: frozenset[int]  # those of durations, which are quantities
    antecedents: Antecedents
    quantities: Quantities
    subsets: frozenset[int]  # the tokens that bring in a part of a number: « dont »
    bearers: Mapping[int, Entity]  # the head of a title → the person who bears it: « secrétaire national du parti »
    located: Mapping[Word, Sequence[int]]  # a clause's verb → the tokens of the names of places in it, in their order
    subset_numbers: dict[int, list[Argument]] = field(default_factory=dict)  # of a noun, once they were asked for

    @classmethod
    def read(
        cls, text: str, tree: Tree, lexicon: Lexicon, entities: Mapping[int, Entity],
        times: frozenset[int], lasting: frozenset[int], paragraphs: Sequence[tuple[int, int]],
    ) -> Arguments:  # fmt: skip
        """What the triggers of one article share."""
        subsets = lexicon.sets["subsets"]
        return cls(
            text, lexicon, entities, times, lasting, Antecedents(paragraphs, tree, lexicon.sets["third"]),
            Quantities(text, lexicon), frozenset(one.i for one in tree if one.form in subsets),
            _bearers(tree, entities.values()),
            _located(tree, entities),
        )  # fmt: skip

    def of(self, hit: Hit) -> list[Argument]:
        """The arguments of a trigger, each place and role once, in the order of the text."""
        quantities = self.quantities
        found = [(self._kind(role, one, hit), one) for role, one in self._roles(hit) if one.i not in self.times]
        if not any(role == "place" for role, _ in found) and hit.trigger.label not in _ELSEWHERE:
            found += [("place", one) for one in self._beside(hit.token, found)]
        made = [
            self._argument(role, self._measured(token))
            for role, token in found
            if token.pos_ != "PRON" and token.i not in self.lasting
        ]
        counts = hit.trigger.label != "STATEMENT"
        numbers = [quantities.of(token) for _, token in found if token.pos_ in _NOMINAL and counts]
        numbers += [quantities.of(one) for _, one in oblique(hit.token) if one.i in self.lasting]
        if self.subsets:
            numbers += [part for _, token in found for part in self._parts(token)]
        counted = quantities.of(hit.token) if not hit.verbal else None
        unique = {(one.role, one.start, one.end): one for one in (*made, *numbers, counted) if one is not None}
        return sorted(unique.values(), key=lambda one: (one.start, one.end, one.role))

    def _parts(self, noun: Word) -> list[Argument]:
        """The numbers below a noun that are a part of its own: « 14 personnes, dont quatre enfants »."""
        if noun.i not in self.subset_numbers:
            self.subset_numbers[noun.i] = [*self._numbers_below(noun)]
        return self.subset_numbers[noun.i]

    def _numbers_below(self, noun: Word) -> Iterator[Argument]:
        words = list(noun.subtree)
        if any(word.i in self.subsets for word in words):
            below = (self.quantities.of(word) for word in words if word != noun and word.dep_ != "nummod")
            yield from (number for number in below if number is not None and number.subset)

    def _roles(self, hit: Hit) -> Found:
        for role, token in self._verbal(hit) if hit.verbal else self._nominal(hit):
            if token == hit.token:
                continue
            bearer = self.antecedents.of(token) if token.pos_ == "PRON" else token
            if bearer is not None and bearer != hit.token:
                yield role, self._doer(bearer) if role == "agent" else bearer

    def _measured(self, noun: Word) -> Word:
        """What a noun or number only measures out: « 6 tonnes de déchets », « deux tiers des voix »."""
        if not (noun.pos_ == "NUM" or noun.lemma in self.lexicon.sets["measures"]):
            return noun
        whole = (one for prep, one in oblique(noun) if self.lexicon.noun_prepositions.get(prep) == "owner")
        return next((one for one in whole if one.pos_ == "NOUN"), noun)

    def _doer(self, noun: Word) -> Word:
        """Whose act a noun of will is: « la décision du ministre de fermer » → « ministre »."""
        if noun.lemma not in self.lexicon.sets["acts"]:
            return noun
        owners = (one for prep, one in oblique(noun) if self.lexicon.noun_prepositions.get(prep) == "owner")
        return next((one for one in owners if one.pos_ in ("NOUN", "PROPN")), noun)

    def _verbal(self, hit: Hit) -> Found:
        roles, verb = hit.trigger.roles, hit.token
        agents = subjects(verb, self.lexicon)
        yield from ((roles.get("subject", "agent"), one) for one in agents)
        yield from ((roles.get("object", "target"), one) for one in objects(verb))
        for prep, noun in oblique(verb):
            if prep in self.lexicon.sets["passive_by"] and is_passive(verb):
                continue  # the subject of a passive is found above
            if role := self._role(prep, noun, roles):
                yield role, noun

    def _nominal(self, hit: Hit) -> Found:
        noun, roles = hit.token, hit.trigger.roles
        for prep, one in oblique(noun):
            role = self._role(prep, one, roles) or self.lexicon.noun_prepositions.get(prep)
            if self.lexicon.noun_prepositions.get(prep) == "owner":
                role = self._owned(hit, one, roles)
            if role and role != "owner":
                yield role, one
        for child in noun.children:
            if child.dep_ in ("amod", "compound", "poss", "nmod:poss") and (
                child.i in self.entities or self._is_people(child)
            ):
                yield "agent", child
            elif (
                child.dep_ == "nmod" and not any(one.dep_ == "case" for one in child.children) and self._is_place(child)
            ):
                yield "place", child  # « accident rue du Port »
        yield from self._carried(hit, roles)

    def _carried(self, hit: Hit, roles: Mapping[str, str]) -> Found:
        """What stands with the verb that carries the noun: « la police a mené une opération », « sa démission »."""
        noun, verb = hit.token, _verb_above(hit.token)
        if verb is None:
            return
        light = verb.form in self.lexicon.sets["light"] or verb.form in self.lexicon.sets["occurring"]
        possessed = any(
            one.dep_ in ("det", "poss", "nmod:poss") and "Yes" in one.morph.get("Poss", []) for one in noun.children
        )
        if (light or possessed) and verb.form not in self.lexicon.sets["handing"]:
            agents = subjects(verb, self.lexicon)
            agents = [one for one in agents if one != noun and noun not in conjuncts([one])]
            yield from ((roles.get("subject", "agent"), one) for one in agents)
        if light:
            for prep, one in oblique(verb):
                if one != noun and (role := self._role(prep, one, roles)):
                    yield role, one

    def _owned(self, hit: Hit, noun: Word, roles: Mapping[str, str]) -> str | None:
        """« la mort de X » has a victim, « la visite de X » an agent, « la vente du port » a target."""
        said = roles.get("de") or roles.get("of")
        name = self._named(noun)
        if name is None and not self._is_actor(noun):
            thing = roles.get("object", "target" if hit.trigger.label in _BODILY else "topic")
            return said or ("place" if self._is_place(noun) else "topic" if thing == "partner" else thing)
        if name is not None and name.label == "LOC":
            return "agent" if hit.trigger.label in _POLITICAL and said != "place" else "place"
        owner = roles.get("owner")
        return owner or (said if said in ("agent", "victim", "target") else "agent")

    def _role(self, prep: str, noun: Word, roles: Mapping[str, str]) -> str | None:
        """What a preposition's noun is: what the type says, else a place when it is one."""
        name = self._named(noun)
        placed = name.label == "LOC" if name is not None else self._is_place(noun)
        said = roles.get(prep) or roles.get(self.lexicon.contractions.get(prep, prep))
        if placed and prep in self.lexicon.sets["places"] and said in (None, "place", "partner", "target"):
            return "place" if said in (None, "place") or name is None or prep in self.lexicon.sets["inside"] else said
        if said in ("target", "partner", "victim") and prep in self.lexicon.sets["places"] and name is None:
            return said if self._is_actor(noun) else None
        return said if said != "place" or placed else None

    def _kind(self, role: str, token: Word, hit: Hit) -> str:
        """What a role becomes for what fills it: a car in a crash is an instrument, a person that is hit a victim."""
        for kind, other in hit.trigger.kinds.items():
            if (
                role in ("target", "partner", "agent")
                and self._is_of(token, kind)
                and not (other == "victim" and role == "agent")
            ):
                return other
        if hit.trigger.label == "MOVE" and role == "target" and self._is_located(token):
            return "place"  # « quitter le stade »
        return role

    def _is_located(self, token: Word) -> bool:
        name = self._named(token)
        return name.label == "LOC" if name is not None else self._is_place(token)

    def _is_of(self, token: Word, kind: str) -> bool:
        words = self.lexicon.classes[kind]
        name = self._named(token)
        return token.lemma in words or token.form in words or (name is not None and name.label in words)

    def _beside(self, trigger: Word, found: list[tuple[str, Word]]) -> list[Word]:
        """A place of the sentence that nothing else is: behind a preposition of place, in the trigger's clause."""
        if not self.located:
            return []
        sentence, places = trigger.sent, self.located.get(_clause(trigger), ())
        near = places[bisect_left(places, sentence.start) : bisect_left(places, sentence.end)]
        taken, inside = {one.i for _, one in found}, self.lexicon.sets["inside"]
        for at in sorted(near, key=lambda at: abs(at - trigger.i)):
            token = trigger.doc[at]
            if at in taken:
                continue
            case = next((one for one in token.children if one.dep_ == "case"), None)
            case = case or (token.head if token.dep_ == "pobj" else None)
            if case is not None and case.form in inside:
                return [token]
        return []

    def _is_place(self, noun: Word) -> bool:
        return noun.form in self.lexicon.sets["place_nouns"] or noun.lemma in self.lexicon.sets["place_nouns"]

    def _is_actor(self, noun: Word) -> bool:
        """A person or body that can act: by name, or by a noun of people."""
        name = self._named(noun)
        return (
            (name is not None and name.label in _PLACED)
            or noun.lemma in self.lexicon.sets["actors"]
            or noun.form in self.lexicon.sets["actors"]
        )

    def _is_people(self, token: Word) -> bool:
        """An adjective of a people, which acts: « attaque russe », "Russian attack"."""
        return token.form in self.lexicon.peoples or token.form.rpartition("-")[2] in self.lexicon.peoples

    def _argument(self, role: str, token: Word) -> Argument | None:
        start, end, entity_id = self._stretch(token, role)
        if start >= end:
            return None
        return Argument(role=role, start=start, end=end, text=self.text[start:end], entity_id=entity_id)

    def _named(self, token: Word) -> Entity | None:
        """The entity that a phrase is: its head is in the name, or the name is joined to the head as its bearer."""
        if name := self.entities.get(token.i) or self.bearers.get(token.i):
            return name
        for child in token.children:
            found = self.entities.get(child.i) if child.dep_ in ("appos", "flat:name", "flat", "nmod") else None
            if found is not None and (
                found.mention_start <= token.idx < found.mention_end
                or (found.label == "PER" and token.i < child.i <= token.i + 3 and child.dep_ != "nmod")
            ):
                return found
        return None

    def _stretch(self, token: Word, role: str) -> tuple[int, int, str | None]:
        """The name alone, or the head with its close modifiers, without determiner; of a place the name within it."""
        name = self._named(token)
        if name is None and role == "place":
            name = next(
                (
                    self.entities[one.i]
                    for one in token.subtree
                    if one.i in self.entities and self.entities[one.i].label == "LOC"
                ),
                None,
            )
        if name is not None:
            return name.start, name.end, name.id
        near = [one for one in token.children if one.dep_ in _MODIFIERS and one.pos_ != "PUNCT"]
        kept = {token.i} | {inner.i for one in near for inner in one.subtree if inner.dep_ in _MODIFIERS}
        first = last = token.i
        while first - 1 in kept:
            first -= 1
        while last + 1 in kept:
            last += 1
        doc = token.doc
        return doc[first].idx, doc[last].idx + len(doc[last]), None


def _bearers(tree: Tree, entities: Iterable[Entity]) -> dict[int, Entity]:
    """The first noun of the title before each person's name."""
    titled = {one.id: one for one in entities if one.label == "PER" and one.mention_start < one.start}
    found: dict[int, Entity] = {}
    for one in titled.values():
        title = tree.between(one.mention_start, one.start)
        head = next((word for word in title if word.pos_ == "NOUN" and word.idx < one.start), None)
        if head is not None:
            found[head.i] = one
    return found


def _located(tree: Tree, entities: Mapping[int, Entity]) -> dict[Word, list[int]]:
    """The tokens of the names of places by the verb of their clause, in their order."""
    places: defaultdict[Word, list[int]] = defaultdict(list)
    for number in sorted(entities):
        if entities[number].label == "LOC":
            places[_clause(tree[number])].append(number)
    return dict(places)


def _verb_above(noun: Word) -> Word | None:
    """The verb that a noun is subject, object or complement of."""
    head = noun.head
    if head.pos_ == "ADP":
        head = head.head
    return head if head != noun and head.pos_ in ("VERB", "AUX") else None


def _clause(token: Word) -> Word:
    """The verb of a token's clause: the nearest above that begins one."""
    at = token
    while at.head != at and not (
        at.pos_ in ("VERB", "AUX") and at.dep_ in ("ROOT", "conj", "acl:relcl", "relcl", "ccomp", "advcl", "parataxis")
    ):
        at = at.head
    return at
