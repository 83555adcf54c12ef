"""Cues: the verbs of a frame, outside of marks, that can report speech, each with the words that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressmark.annotators.tree import Word

from .lexicon import CLASSES, QuoteLexicon, normalize

__all__ = ["Cue", "find_cues", "is_finite"]

_FARTHEST = 6
_WITHIN = (
    "acl",
    "acl:relcl",
    "relcl",
    "advcl",
    "amod",
    "nmod",
    "obl",
    "xcomp",
    "conj",
    "prep",
)


@dataclass(frozen=True, slots=True)
class Cue:
    """
    A reporting verb: `first` and `last` are positions in the tokens searched, hull of « a-t-il toutefois ajouté ».

    `pronoun` is the position of an inverted subject within or right behind the hull, or None. `status` is one of
    `QUOTE_STATUSES`.
    """

    first: int
    last: int
    verb: Word
    classes: frozenset[str]
    pronoun: int | None
    finite: bool
    passive: bool
    status: str

    @property
    def is_verb(self) -> bool:
        """Whether the parse, too, takes the word for a verb."""
        return self.verb.pos_ in ("VERB", "AUX")

    @property
    def kind(self) -> str:
        """The class that a table shows: the first of the verb's, in the order of `CLASSES`."""
        return next(name for name in CLASSES if name in self.classes)

    @property
    def behind(self) -> int:
        """The position behind the hull and its inverted pronoun."""
        return max(self.last, -1 if self.pronoun is None else self.pronoun) + 1

    def hull(self, tokens: Sequence[Word]) -> tuple[int, int]:
        """The offsets of the cue."""
        return tokens[self.first].idx, tokens[self.last].idx + len(tokens[self.last])


def is_finite(token: Word) -> bool:
    """Whether the parse takes a word for a finite verb."""
    return token.pos_ in ("VERB", "AUX") and token.morph.get("VerbForm", []) == ["Fin"]


def find_cues(tokens: Sequence[Word], words: QuoteLexicon) -> Iterator[Cue]:
    """The cues among some tokens, in order."""
    after = 0
    for position, token in enumerate(tokens):
        word = normalize(token.text)
        if position < after or not words.opens(word):
            continue
        last, classes = _form(tokens, position, word, words)
        if classes and _can_be(tokens, position):
            yield _cue(tokens, position, last, classes, words)
            after = last + 1


def _form(
    tokens: Sequence[Word], position: int, word: str, words: QuoteLexicon
) -> tuple[int, frozenset[str]]:
    """The classes of the form at a position, one of two words going before one of one."""
    if word in words.firsts and position + 1 < len(tokens):
        both = words.classes(f"{word} {tokens[position + 1].text}")
        if both:
            return position + 1, both
    if position and word in words.sets["convinced"]:
        held = any(
            _joins(one, words) for one in tokens[max(0, position - 3) : position]
        )
        return position, frozenset({"opinion", "convinced"}) if held else frozenset()
    return position, words.cues.get(word, frozenset())


def _can_be(tokens: Sequence[Word], position: int) -> bool:
    """Whether a form can be a verb where it stands: no small word, no name in capitals, no noun."""
    token = tokens[position]
    if token.pos_ in ("DET", "PUNCT", "NUM", "PRON") or _is_noun(tokens, position):
        return False
    return not (token.text.isupper() and len(token) > 1)


def _is_noun(tokens: Sequence[Word], position: int) -> bool:
    """Whether a word is a noun by what stands before it, too: « un rêve », "the report"."""
    return (
        tokens[position].pos_ == "NOUN"
        and position > 0
        and tokens[position - 1].pos_ in ("DET", "ADJ", "NUM")
    )


def _joins(token: Word, words: QuoteLexicon) -> bool:
    """Whether a word joins « convaincu » to its subject: « est », « se dit », "seems"."""
    return any(
        words.has(key, token.text)
        for key in ("auxiliaries", "passive", "reflexive", "copulas")
    )


def _cue(
    tokens: Sequence[Word],
    position: int,
    last: int,
    classes: frozenset[str],
    words: QuoteLexicon,
) -> Cue:
    first, inverted = position, None
    before: list[Word] = []
    for back in range(position - 1, max(-1, position - _FARTHEST), -1):
        token, word = tokens[back], normalize(tokens[back].text)
        if (
            word in words.sets["auxiliaries"]
            or word in words.sets["passive"]
            or word in words.sets["reflexive"]
        ):
            first = back
        elif token.text.startswith("-") and word.lstrip("-") in words.pronouns:
            inverted = back
        elif (
            token.text != "-t"
            and token.pos_ != "ADV"
            and word not in words.sets["negations"]
        ):
            break
        before.append(token)
    behind = _inverted(tokens, last + 1, words)
    pronoun = inverted if inverted is not None and inverted > first else behind
    helped = any(words.has("auxiliaries", token.text) for token in before)
    verb = tokens[position]
    form = verb.morph.get("VerbForm", [])
    finite = (
        helped or pronoun is not None or not (form == ["Inf"] or _is_participle(verb))
    )
    past = form == ["Part"] and verb.morph.get("Tense", []) != ["Pres"]
    passive = past and any(words.has("passive", token.text) for token in before)
    status = _status(verb, before, tokens[last + 1 : last + 3], words)
    return Cue(first, last, verb, classes, pronoun, finite, passive, status)


def _is_participle(verb: Word) -> bool:
    """Whether a form is a participle by its place, too: the models take « dit » and "said" for one far too often."""
    morph = verb.morph
    return morph.get("VerbForm", []) == ["Part"] and (
        verb.dep_ in _WITHIN or morph.get("Tense", []) == ["Pres"]
    )


def _inverted(tokens: Sequence[Word], position: int, words: QuoteLexicon) -> int | None:
    """The position of « -il » or « -t-elle » right behind a verb."""
    if position < len(tokens) and tokens[position].text == "-t":
        position += 1
    if position < len(tokens) and tokens[position].text.startswith("-"):
        return (
            position
            if normalize(tokens[position].text).lstrip("-") in words.pronouns
            else None
        )
    return None


def _status(
    verb: Word, before: Sequence[Word], behind: Sequence[Word], words: QuoteLexicon
) -> str:
    """Whether it was said: not when the saying is negated, conditional, or itself hearsay."""
    negated = any(
        words.has("negations", token.text) for token in (*before, *behind[:1])
    )
    if negated:
        return "said" if words.has("denying", verb.text) else "denied"
    if any(words.has("rumoured", token.text) for token in (*before, *behind)):
        return "rumour"
    if _is_conditional(before) and verb.morph.get("VerbForm", []) == ["Part"]:
        return "rumour"
    modal = any(words.has("modals", token.text) for token in (*before, *_heads(verb)))
    supposed = verb.dep_ != "ccomp" and any(
        words.has("conditions", one.text) for one in verb.children
    )
    return "hypothetical" if modal or supposed or _is_conditional([verb]) else "said"


def _is_conditional(tokens: Sequence[Word]) -> bool:
    return any("Cnd" in token.morph.get("Mood", []) for token in tokens)


def _heads(verb: Word) -> tuple[Word, ...]:
    """The verb that an infinitive hangs on: « pourrait dire »."""
    return (
        (verb.head,)
        if verb.dep_ == "xcomp" and verb.morph.get("VerbForm", []) == ["Inf"]
        else ()
    )
