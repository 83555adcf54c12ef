"""Triggers: the words of an article that name an event, and of which type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pressmark.annotators.tree import Tree, Word
from pressmark.spans import Entity

from .lexicon import Lexicon, Trigger
from .syntax import is_passive, is_reflexive, objects, oblique, subjects

__all__ = ["Finder", "Hit"]

_NOMINAL = frozenset({"NOUN", "PROPN", "X"})
_VERBAL = frozenset({"VERB", "AUX", "ADJ"})
_AUXILIARY = frozenset({"aux", "aux:tense", "aux:pass", "auxpass", "cop"})
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger in the text: its token, what the lexicon says, whether it is a verb, how many tokens it spans."""

    token: Word
    trigger: Trigger
    verbal: bool
    length: int = 1

    @property
    def end(self) -> int:
        """Where it ends in the text: behind its first word, or behind what is written together with it."""
        words = self.token.doc[self.token.i : self.token.i + self.length]
        last = next((one for one in words if one.whitespace_), words[-1])
        return last.idx + len(last)

    @property
    def rule(self) -> str:
        """What found it, for a reader: `verb: signer; object accord traité`."""
        kind = "verb" if self.verbal else "noun"
        return f"{kind}: {self.trigger.lemma}" + (f"; {self.trigger.written}" if self.trigger.written else "")


class Finder:
    """
    Finds the triggers of one parse; `names` maps its tokens to the entities that hold them.

    Only tokens whose form begins an entry are looked at: a parse's tokens cost more to reach than their forms.
    """

    def __init__(
        self, doc: Tree, lexicon: Lexicon, names: Mapping[int, Entity], quoting: frozenset[int], *, other: bool = False
    ) -> None:
        self._lexicon = lexicon
        self._names = names
        self._quoting = quoting  # the tokens of the cues that the quote layer found
        self._other = other  # whether what fits no type is found too, as OTHER
        self._doc = doc
        self._words = [token.form for token in doc]

    def hits(self) -> Iterator[Hit]:
        """The triggers in order; a word within a name is none."""
        taken = -1
        for at, form in enumerate(self._words):
            if at <= taken or at in self._names or not (self._other or form in self._lexicon.firsts):
                continue
            token = self._doc[at]
            hit = self._verb(token) or self._noun(token)
            if hit is None and self._other:
                hit = self._untyped(token)
            if hit is not None and not self._carries(hit):
                taken = at + hit.length - 1
                yield hit

    def _verb(self, token: Word) -> Hit | None:
        if token.pos_ not in _VERBAL or token.dep_ in _AUXILIARY or self._only_leads(token):
            return None
        if token.pos_ == "ADJ" and not self._is_participle(token):
            return self._adjective(token)
        form = self._words[token.i]
        forms = [form]
        if form in self._lexicon.longer:
            particles = (one.form for one in token.children if one.dep_ == "prt")
            behind = self._words[token.i + 1 : token.i + 2]
            forms = [*(f"{form} {one}" for one in (*particles, *behind)), form]
        for one in forms:
            for trigger in self._lexicon.verbs.get(one, ()):
                if self._fits(token, trigger):
                    return Hit(token, trigger, True)
        return None

    def _only_leads(self, verb: Word) -> bool:
        """« va frapper »: a verb that only makes its infinitive a future."""
        return verb.form in self._lexicon.sets["going"] and any(one.dep_ == "xcomp" for one in verb.children)

    def _adjective(self, token: Word) -> Hit | None:
        """ "ready to help", "guilty of": an adjective that the lexicon lists as one."""
        found = (one for one in self._lexicon.adjectives.get(token.form, ()) if self._fits(token, one))
        return next((Hit(token, trigger, True) for trigger in found), None)

    def _untyped(self, token: Word) -> Hit | None:
        """A full verb, or a noun that ends as nouns of action do: something happens, of no type of the lexicon."""
        verbal = (
            token.pos_ == "VERB" and token.dep_ not in _AUXILIARY and token.form not in self._lexicon.sets["states"]
        )
        if not verbal and not (token.pos_ == "NOUN" and self._is_deed(token)):
            return None
        return Hit(token, Trigger(token.lemma, "OTHER"), verbal)

    def _is_deed(self, noun: Word) -> bool:
        lemma = noun.lemma
        return any(len(lemma) > len(end) + 2 and lemma.endswith(end) for end in self._lexicon.sets["deed_endings"])

    def _is_participle(self, token: Word) -> bool:
        """« les civils blessés », "the injured": an adjective that is written as a past participle."""
        return token.form.endswith(tuple(self._lexicon.sets["participles"]))

    def _noun(self, token: Word) -> Hit | None:
        if token.pos_ not in _NOMINAL and not (token.pos_ == "ADJ" and token.dep_ in ("ROOT", "nsubj", "obj", "obl")):
            return None
        for form, length in self._forms(token):
            for trigger in self._lexicon.nouns.get(form, ()):
                if self._noun_fits(token, trigger) and not self._only_names_a_kind(token):
                    return Hit(token, trigger, False, length)
        return None

    def _forms(self, noun: Word) -> Iterator[tuple[str, int]]:
        """The forms that a noun may be listed under, the longest first, with the tokens from it on that each takes."""
        at, form = noun.i, self._words[noun.i]
        if form in self._lexicon.longer:
            for length in range(min(_LONGEST, len(self._words) - at), 1, -1):
                yield self._written(at, length), length
        if at and self._doc[at - 1].head is noun and self._words[at - 1] in self._lexicon.longer:
            yield f"{self._words[at - 1]} {form}", 1  # « grand prix », « second tour »
        yield form, 1

    def _written(self, at: int, length: int) -> str:
        """Some tokens as they are written: « prise de parole », « aller-retour »."""
        spaced = (
            one + (" " if self._doc[at + n].whitespace_ else "") for n, one in enumerate(self._words[at : at + length])
        )
        return "".join(spaced).strip()

    def _only_names_a_kind(self, noun: Word) -> bool:
        """« chambre d'accusation », "crime commission": a bare noun that only says of what kind another is."""
        head = noun.head
        if head == noun or head.pos_ not in _NOMINAL:
            return False
        bare = noun.dep_ == "compound" or (
            noun.dep_ in ("nmod", "pobj")
            and not any(one.dep_ in ("det", "nummod", "amod", "poss") for one in noun.children)
        )
        if noun.dep_ == "pobj" or (head.dep_ == "prep" and head.head != head):
            head = head.head
        return bare and self._is(head, self._lexicon.sets["holders"])

    def _fits(self, verb: Word, trigger: Trigger) -> bool:
        """Whether a verb meets the conditions of a trigger."""
        for flag, value in trigger.flags.items():
            if self._flag(verb, flag) != value:
                return False
        return self._met(verb, trigger, self._of_verb)

    def _noun_fits(self, noun: Word, trigger: Trigger) -> bool:
        for flag, value in trigger.flags.items():
            if self._flag(noun, flag) != value:
                return False
        return self._met(noun, trigger, self._of_noun)

    def _met(self, token: Word, trigger: Trigger, near: Callable[[Word, str], list[Word]]) -> bool:
        return all(self._any(near(token, kind), lemmas) for kind, lemmas in trigger.asked.items()) and not any(
            self._any(near(token, kind), lemmas) for kind, lemmas in trigger.barred.items()
        )

    def _any(self, tokens: list[Word], lemmas: frozenset[str]) -> bool:
        return any(self._is(one, lemmas) for one in tokens)

    def _is(self, token: Word, lemmas: frozenset[str]) -> bool:
        form = token.form
        if form in lemmas or token.lemma in lemmas or form.rstrip("sx") in lemmas:
            return True
        name = self._names.get(token.i)
        return name is not None and name.label in lemmas

    def _flag(self, token: Word, flag: str) -> bool:
        if flag == "reflexive":
            return is_reflexive(token, self._lexicon)
        if flag == "passive":
            return is_passive(token)
        if flag == "plural":
            return "Plur" in token.morph.get("Number", []) or token.tag_ == "NNS"
        if flag == "counted":
            return any(one.dep_ in ("nummod", "det", "advmod") and self._counts(one) for one in token.children)
        if flag == "future":
            return any(one.dep_ in _AUXILIARY and self._is_modal(one) for one in _content(token))
        if flag == "quoted":
            return token.i in self._quoting
        return token.pos_ in _NOMINAL  # noun_only

    def _is_modal(self, token: Word) -> bool:
        return token.form in self._lexicon.sets["modals"] | self._lexicon.sets["planned"]

    def _counts(self, token: Word) -> bool:
        return (
            token.pos_ == "NUM"
            or token.like_num
            or token.form in self._lexicon.numbers
            or token.form in self._lexicon.ranges
        )

    def _of_verb(self, verb: Word, kind: str) -> list[Word]:
        if kind == "prep":
            return [*self._doc[verb.i + 1 : verb.i + 5]]
        if kind == "object":
            return objects(verb)
        if kind == "subject":
            return subjects(verb, self._lexicon)
        if kind == "head":
            causing = [one for one in verb.children if one.dep_ in ("aux:caus", "dep", "aux") and one.i < verb.i]
            return [*causing, verb.head] if verb.head != verb else causing
        if kind == "complement":
            return [*_below(verb)]
        if kind == "content":
            return [*_content(verb)]
        return []

    def _of_noun(self, noun: Word, kind: str) -> list[Word]:
        if kind == "of":
            return [
                *(one for _, one in oblique(noun)),
                *(one for one in noun.children if one.dep_ in ("compound", "amod", "poss")),
            ]
        if kind == "modifier":
            return [one for one in noun.children if one.dep_ in ("amod", "compound", "acl", "nmod")]
        if kind == "head":
            return _heads(noun)
        if kind == "complement":
            return [*_below(noun)]
        if kind == "prep":
            return [one for one in noun.children if one.dep_ in ("case", "prep")]
        return []

    def _carries(self, hit: Hit) -> bool:
        """Whether a verb only carries its noun, which is then the trigger: « mener une attaque »."""
        if not hit.verbal or hit.token.form not in self._lexicon.sets["light"]:
            return False
        if hit.trigger.asked.get("object"):
            return False
        return any(self._noun(one) for one in objects(hit.token) if one.i not in self._names)


def _heads(noun: Word) -> list[Word]:
    """What a noun hangs on: its head, and over a preposition or a joined noun the one above."""
    found = [noun.head] if noun.head != noun else []
    if found and (found[0].dep_ == "prep" or noun.dep_ == "conj"):
        found.append(found[0].head)
    return found


def _content(verb: Word) -> Iterator[Word]:
    """The clause that a verb has as its content, with what hangs on that clause's verb: "said it must withdraw"."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp"):
            yield child
            yield from child.children
            for deeper in child.children:
                if deeper.dep_ in ("xcomp", "acomp", "ccomp", "conj"):
                    yield deeper
                    yield from (one for one in deeper.children if one.dep_ in ("mark", "aux", "xcomp", "neg"))


def _below(token: Word) -> Iterator[Word]:
    """What hangs on a word, and on what hangs on it by a preposition."""
    for child in token.children:
        yield child
        if child.dep_ not in ("conj", "ccomp", "advcl", "relcl", "acl:relcl", "parataxis"):
            yield from child.children
