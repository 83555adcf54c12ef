"""Arguments: who does what to whom, where, how many, from the parse around a trigger."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from pressmark.spans import Argument, Entity

from .syntax import objects, oblique, subjects, word
from .triggers import Hit
from .types import Lexicon

__all__ = ["Arguments"]

_DIGITS = re.compile(r"\d[\d \u00a0\u202f.,]*")
_MODIFIERS = frozenset({"amod", "compound", "flat", "flat:name", "nummod", "fixed", "flat:foreign", "nmod:poss"})
_BEFORE = 24


@dataclass(frozen=True)
class Arguments:
    """Finds the arguments of triggers in one article."""

    text: str
    lexicon: Lexicon
    entities: Mapping[int, Entity]  # token position → the entity that holds it
    times: frozenset[int]  # the tokens of the expressions of time, which are nothing else

    def of(self, hit: Hit) -> list[Argument]:
        """The arguments of a trigger, each place and role once, in the order of the text."""
        found = [one for one in (self._verbal(hit) if hit.verbal else self._nominal(hit)) if one[1].i not in self.times]
        numbers = [self._quantity(token) for _, token in found if token.pos_ in ("NOUN", "PROPN", "NUM", "PRON")]
        counted = self._quantity(hit.token) if not hit.verbal else None
        made = [self._argument(role, token) for role, token in found if token.pos_ != "PRON"]
        made += [one for one in (*numbers, counted) if one is not None]
        unique = {(one.role, one.start, one.end): one for one in made if one is not None}
        return sorted(unique.values(), key=lambda one: (one.start, one.end, one.role))

    def _verbal(self, hit: Hit) -> Iterator[tuple[str, Token]]:
        roles = hit.trigger.roles
        yield from (
            (roles.get("subject", "agent"), one)
            for one in subjects(hit.token, self.lexicon.sets["passive_by"])
            if one != hit.token
        )
        yield from ((roles.get("object", "target"), one) for one in objects(hit.token) if one != hit.token)
        for prep, noun in oblique(hit.token):
            if prep in self.lexicon.sets["passive_by"]:
                continue  # the subject of a passive is found above
            if role := self._role(prep, noun, roles):
                yield role, noun

    def _nominal(self, hit: Hit) -> Iterator[tuple[str, Token]]:
        roles = hit.trigger.roles
        for prep, noun in oblique(hit.token):
            role = self._role(prep, noun, roles) or self.lexicon.noun_prepositions.get(prep)
            if role == "owner":
                role = self._owned(hit, noun, roles)
            if role:
                yield role, noun
        for child in hit.token.children:
            name = self.entities.get(child.i)
            if child.dep_ in ("amod", "compound", "poss", "nmod:poss") and (name or self._is_people(child)):
                yield "agent", child
        yield from self._carried(hit, roles)

    def _carried(self, hit: Hit, roles: Mapping[str, str]) -> Iterator[tuple[str, Token]]:
        """What stands with the verb that carries the noun: « la police a mené une opération à Metz »."""
        verb = hit.token.head
        if hit.token not in objects(verb) or not self.lexicon.has("light", verb.text):
            return
        yield from (("agent", one) for one in subjects(verb, self.lexicon.sets["passive_by"]) if one != hit.token)
        for prep, noun in oblique(verb):
            if role := self._role(prep, noun, roles):
                yield role, noun

    def _owned(self, hit: Hit, noun: Token, roles: Mapping[str, str]) -> str | None:
        """« la mort de X » has a victim, « la visite de X » an agent, « la vente du port » a target."""
        said = roles.get("de") or roles.get("of")
        if said:
            return said
        name = self.entities.get(noun.i)
        return "agent" if name is not None and name.label in ("PER", "ORG") else roles.get("object", "target")

    def _role(self, prep: str, noun: Token, roles: Mapping[str, str]) -> str | None:
        """What a preposition's noun is: what the type says, else a place when it is one."""
        name = self.entities.get(noun.i)
        placed = name.label == "LOC" if name is not None else self._is_place(noun)
        said = roles.get(prep)
        if placed and prep in self.lexicon.sets["places"] and said in (None, "place", "partner", "target"):
            return "place" if said is None or said == "place" or name is None else said
        return said if said != "place" else None

    def _is_place(self, noun: Token) -> bool:
        return self.lexicon.has("place_nouns", noun.text) or self.lexicon.has("place_nouns", noun.lemma_)

    def _is_people(self, token: Token) -> bool:
        """An adjective of a people, which acts: « attaque russe », "Russian attack"."""
        return word(token) in self.lexicon.peoples

    def _argument(self, role: str, token: Token) -> Argument | None:
        start, end = self._stretch(token)
        name = self._named(token)
        if start >= end:
            return None
        return Argument(
            role=role, start=start, end=end, text=self.text[start:end], entity_id=name.id if name is not None else None
        )

    def _named(self, token: Token) -> Entity | None:
        """The entity that a phrase is: its head is in the name, or the name is joined to the head as its bearer."""
        if name := self.entities.get(token.i):
            return name
        for child in token.children:
            found = self.entities.get(child.i) if child.dep_ in ("appos", "flat:name", "flat", "nmod") else None
            if found is not None and found.mention_start <= token.idx < found.mention_end:
                return found
        return None

    def _stretch(self, token: Token) -> tuple[int, int]:
        """The name alone, or the head with its close modifiers, without determiner."""
        if name := self._named(token):
            return name.start, name.end
        near = [one for one in token.children if one.dep_ in _MODIFIERS and not one.is_punct]
        kept = {token.i} | {inner.i for one in near for inner in one.subtree if inner.dep_ in _MODIFIERS}
        first = last = token.i
        while first - 1 in kept:
            first -= 1
        while last + 1 in kept:
            last += 1
        doc = token.doc
        return doc[first].idx, doc[last].idx + len(doc[last])

    def _quantity(self, token: Token) -> Argument | None:
        """How many: the number with its noun, its value and its bound."""
        number = token if token.pos_ == "NUM" else None
        number = number or next((one for one in token.children if one.dep_ == "nummod"), None)
        if number is None and word(token) in self.lexicon.numbers:
            number = token
        value = self._value(number) if number is not None else None
        if number is None or value is None:
            return None
        start, end = min(number.idx, token.idx), max(number.idx + len(number), token.idx + len(token))
        return Argument(
            role="quantity", start=start, end=end, text=self.text[start:end], value=value, bound=self._bound(start, end)
        )

    def _value(self, number: Token) -> float | None:
        if word(number) in self.lexicon.numbers:
            return float(self.lexicon.numbers[word(number)])
        digits = _DIGITS.fullmatch(number.text)
        return _number(digits.group()) if digits else None

    def _bound(self, start: int, end: int) -> str:
        before = self.text[max(0, start - _BEFORE) : start].lower().replace("’", "'")
        around = self.text[start : end + _BEFORE].lower().replace("’", "'")
        for bound, phrases in self.lexicon.bounds.items():
            for phrase in phrases:
                behind = rf"[\w\s]{{0,{end - start}}}\s*{re.escape(phrase)}\b"
                if before.rstrip().endswith(phrase) or re.match(behind, around):
                    return bound
        return "exact"


def _number(digits: str) -> float | None:
    """« 1 200 », "1,200", "3.5" and « 3,5 » as numbers: a separator before three digits at the end groups them."""
    plain = re.sub(r"[ \u00a0\u202f]", "", digits).rstrip(".,")
    plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", plain).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None
