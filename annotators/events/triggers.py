"""Triggers: the words of an article that name an event, and of which type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pressmark.spans import Entity

from .syntax import is_passive, is_reflexive, objects, oblique, subjects, word
from .types import Lexicon, Trigger

__all__ = ["Finder", "Hit"]

_NOMINAL = frozenset({"NOUN", "PROPN", "X"})
_VERBAL = frozenset({"VERB", "AUX", "ADJ"})
_AUXILIARY = frozenset({"aux", "aux:tense", "aux:pass", "auxpass", "cop"})
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger in the text: its token, what the lexicon says, whether it is a verb, how many tokens it spans."""

    token: Token
    trigger: Trigger
    verbal: bool
    length: int = 1

    @property
    def rule(self) -> str:
        """What found it, for a reader: `verb: signer; object accord traité`."""
        kind = "verb" if self.verbal else "noun"
        return f"{kind}: {self.trigger.lemma}" + (f"; {self.trigger.said}" if self.trigger.said else "")


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the triggers of one parse; `names` maps its tokens to the entities that hold them."""

    doc: Doc
    lexicon: Lexicon
    names: Mapping[int, Entity]
    quoting: frozenset[int]  # the tokens of the cues that the quote layer found
    other: bool = False  # whether what fits no type is found too, as OTHER

    def hits(self) -> Iterator[Hit]:
        """The triggers in order; a word within a name is none."""
        taken: set[int] = set()
        for token in self.doc:
            if token.is_space or token.is_punct or token.i in taken:
                continue
            hit = self._verb(token) or (None if token.i in self.names else self._noun(token))
            if hit is None and self.other and token.i not in self.names:
                hit = self._untyped(token)
            if hit is not None and not self._carries(hit):
                taken.update(range(token.i, token.i + hit.length))
                yield hit

    def _verb(self, token: Token) -> Hit | None:
        if token.pos_ not in _VERBAL or token.dep_ in _AUXILIARY or token.i in self.names:
            return None
        if token.pos_ == "ADJ" and not self._is_participle(token):
            return self._adjective(token)
        particle = next((word(one) for one in token.children if one.dep_ == "prt"), None)
        behind = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        forms = [f"{word(token)} {particle}"] if particle else []
        forms += [f"{word(token)} {word(behind)}"] if behind is not None else []
        for form in (*forms, word(token)):
            for trigger in self.lexicon.verbs.get(form, ()):
                if self._fits(token, trigger):
                    return Hit(token, trigger, True)
        return None

    def _adjective(self, token: Token) -> Hit | None:
        """ "ready to help", "guilty of": an adjective that the lexicon lists as one."""
        found = (one for one in self.lexicon.adjectives.get(word(token), ()) if self._fits(token, one))
        return next((Hit(token, trigger, True) for trigger in found), None)

    def _untyped(self, token: Token) -> Hit | None:
        """A full verb, or a noun that ends as nouns of action do: something happens, of no type of the lexicon."""
        verbal = token.pos_ == "VERB" and token.dep_ not in _AUXILIARY and not self.lexicon.has("states", token.text)
        if not verbal and not (token.pos_ == "NOUN" and self._is_deed(token)):
            return None
        return Hit(token, Trigger(token.lemma_.lower(), "OTHER"), verbal)

    def _is_deed(self, noun: Token) -> bool:
        lemma = noun.lemma_.lower()
        return any(len(lemma) > len(end) + 2 and lemma.endswith(end) for end in self.lexicon.sets["deed_endings"])

    def _is_participle(self, token: Token) -> bool:
        """« les civils blessés », "the injured": an adjective that is written as a past participle."""
        return any(word(token).endswith(end) for end in self.lexicon.sets["participles"])

    def _noun(self, token: Token) -> Hit | None:
        if token.pos_ not in _NOMINAL and not (token.pos_ == "ADJ" and token.dep_ in ("ROOT", "nsubj", "obj", "obl")):
            return None
        if self._only_names_a_kind(token):
            return None
        for length in range(min(_LONGEST, len(self.doc) - token.i), 0, -1):
            form = " ".join(word(one) for one in self.doc[token.i : token.i + length])
            for trigger in self.lexicon.nouns.get(form, ()):
                if self._noun_fits(token, trigger):
                    return Hit(token, trigger, False, length)
        return None

    def _only_names_a_kind(self, noun: Token) -> bool:
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
        return bare and self._is(head, self.lexicon.sets["holders"])

    def _fits(self, verb: Token, trigger: Trigger) -> bool:
        """Whether a verb meets the conditions of a trigger."""
        for flag, value in trigger.flags.items():
            if self._flag(verb, flag) != value:
                return False
        return self._met(verb, trigger, self._of_verb)

    def _noun_fits(self, noun: Token, trigger: Trigger) -> bool:
        for flag, value in trigger.flags.items():
            if self._flag(noun, flag) != value:
                return False
        return self._met(noun, trigger, self._of_noun)

    def _met(self, token: Token, trigger: Trigger, words: Callable[[Token, str], list[Token]]) -> bool:
        return all(self._any(words(token, kind), lemmas) for kind, lemmas in trigger.asked.items()) and not any(
            self._any(words(token, kind), lemmas) for kind, lemmas in trigger.barred.items()
        )

    def _any(self, tokens: list[Token], lemmas: frozenset[str]) -> bool:
        return any(self._is(one, lemmas) for one in tokens)

    def _is(self, token: Token, lemmas: frozenset[str]) -> bool:
        form = word(token)
        if form in lemmas or token.lemma_.lower() in lemmas or form.rstrip("sx") in lemmas:
            return True
        name = self.names.get(token.i)
        return name is not None and name.label in lemmas

    def _flag(self, token: Token, flag: str) -> bool:
        if flag == "reflexive":
            return is_reflexive(token, self.lexicon)
        if flag == "passive":
            return is_passive(token)
        if flag == "plural":
            return "Plur" in token.morph.get("Number", []) or token.tag_ == "NNS"
        if flag == "counted":
            return any(one.dep_ in ("nummod", "det", "advmod") and self._counts(one) for one in token.children)
        if flag == "future":
            return any(
                word(one) in self.lexicon.sets["planned"] | self.lexicon.sets["hypothetical"] for one in _content(token)
            )
        if flag == "quoted":
            return token.i in self.quoting
        return token.pos_ in _NOMINAL  # noun_only

    def _counts(self, token: Token) -> bool:
        return (
            token.pos_ == "NUM"
            or token.like_num
            or word(token) in self.lexicon.numbers
            or word(token) in self.lexicon.ranges
        )

    def _of_verb(self, verb: Token, kind: str) -> list[Token]:
        if kind == "prep":
            return [*self.doc[verb.i + 1 : verb.i + 5]]
        if kind == "object":
            return objects(verb)
        if kind == "subject":
            return subjects(verb, self.lexicon)
        if kind == "head":
            return [verb.head] if verb.head != verb else []
        if kind == "complement":
            return [*_below(verb)]
        if kind == "content":
            return [*_content(verb)]
        return []

    def _of_noun(self, noun: Token, kind: str) -> list[Token]:
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
        if not hit.verbal or not self.lexicon.has("light", hit.token.text):
            return False
        if hit.trigger.asked.get("object"):
            return False
        return any(self._noun(one) for one in objects(hit.token) if one.i not in self.names)


def _heads(noun: Token) -> list[Token]:
    """What a noun hangs on: its head, and over a preposition or a joined noun the one above."""
    found = [noun.head] if noun.head != noun else []
    if found and (found[0].dep_ == "prep" or noun.dep_ == "conj"):
        found.append(found[0].head)
    return found


def _content(verb: Token) -> Iterator[Token]:
    """The clause that a verb has as its content, with what hangs on that clause's verb: "said it must withdraw"."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp"):
            yield child
            yield from child.children
            for deeper in child.children:
                if deeper.dep_ in ("xcomp", "acomp", "ccomp", "conj"):
                    yield deeper
                    yield from (one for one in deeper.children if one.dep_ in ("mark", "aux", "xcomp", "neg"))


def _below(token: Token) -> Iterator[Token]:
    """What hangs on a word, and on what hangs on it by a preposition."""
    for child in token.children:
        yield child
        if child.dep_ not in ("conj", "ccomp", "advcl", "relcl", "acl:relcl", "parataxis"):
            yield from child.children
