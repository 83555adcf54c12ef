"""Cues: the verbs of a frame, outside of marks, that can report speech, each with the words that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from .words import Words, plain

__all__ = ["Cue", "cues"]


@dataclass(frozen=True, slots=True)
class Cue:
    """
    A reporting verb: `first` and `last` are positions in the tokens searched, hull of « a-t-il toutefois ajouté ».

    `pronoun` is the position of an inverted subject within or right behind the hull, or None.
    """

    first: int
    last: int
    verb: Token
    classes: frozenset[str]
    pronoun: int | None
    finite: bool
    passive: bool

    @property
    def is_verb(self) -> bool:
        """Whether the parse, too, takes the word for a verb."""
        return self.verb.pos_ in ("VERB", "AUX")


def cues(tokens: Sequence[Token], words: Words) -> Iterator[Cue]:
    """The cues among some tokens, in order."""
    after = 0
    for position, token in enumerate(tokens):
        if position < after:
            continue
        last, classes = _form(tokens, position, words)
        if classes and (token.pos_ not in ("DET", "ADP", "PUNCT", "NUM", "PRON")):
            yield _cue(tokens, position, last, classes, words)
            after = last + 1


def _form(tokens: Sequence[Token], position: int, words: Words) -> tuple[int, frozenset[str]]:
    """The classes of the form at a position, one of two words going before one of one."""
    if position + 1 < len(tokens):
        both = words.classes(f"{tokens[position].text} {tokens[position + 1].text}")
        if both:
            return position + 1, both
    return position, words.classes(tokens[position].text)


def _cue(tokens: Sequence[Token], position: int, last: int, classes: frozenset[str], words: Words) -> Cue:
    first, helped, passive = position, False, False
    inverted = None
    for back in range(position - 1, max(-1, position - 6), -1):
        token = tokens[back]
        word = plain(token.text)
        if word in words.sets["auxiliaries"] or word in words.sets["passive"]:
            first, helped = back, True
            passive = passive or (
                word in words.sets["passive"] and tokens[position].morph.get("VerbForm", []) == ["Part"]
            )
        elif word in words.sets["reflexive"]:
            first = back
        elif token.text.startswith("-") and word.lstrip("-") in words.pronouns:
            inverted = back
        elif token.text != "-t" and token.pos_ != "ADV" and word not in words.sets["negations"]:
            break
    behind = _inverted(tokens, last + 1, words)
    pronoun = inverted if inverted is not None and inverted > first else behind
    participle = tokens[position].morph.get("VerbForm", []) == ["Part"] and not helped
    infinitive = tokens[position].morph.get("VerbForm", []) == ["Inf"]
    return Cue(first, last, tokens[position], classes, pronoun, not participle and not infinitive, passive)


def _inverted(tokens: Sequence[Token], position: int, words: Words) -> int | None:
    """The position of « -il » or « -t-elle » right behind a verb."""
    if position < len(tokens) and tokens[position].text == "-t":
        position += 1
    if position < len(tokens) and tokens[position].text.startswith("-"):
        return position if plain(tokens[position].text).lstrip("-") in words.pronouns else None
    return None
