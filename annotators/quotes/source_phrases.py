"""Source phrases: the noun phrase that names who speaks, with its apposition and without relative clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pressmark.annotators.tree import Word
from pressmark.spans import Entity

from .cues import Cue, is_finite
from .entity_index import EntityIndex
from .lexicon import QuoteLexicon, normalize

__all__ = ["SUBJECTS", "SourcePhrase", "SourcePhrases"]

SUBJECTS = ("nsubj", "nsubj:pass", "nsubjpass", "csubj", "expl:subj")
"""What the French and the English models call a subject."""

_CLAUSES = ("acl:relcl", "relcl", "acl", "advcl", "ccomp", "parataxis", "conj:reported")
_BREAKS = set('.;:!?…()[]«»“”"—–')
_LONGEST = 28
_LONGEST_APPOSITION = 14


class SourcePhrase(NamedTuple):
    """The offsets of a phrase that names a source, and how it was found."""

    start: int
    end: int
    how: str


@dataclass(frozen=True)
class SourcePhrases:
    """Finds the phrase of a source among the tokens of a frame that stand outside of marks."""

    text: str
    words: QuoteLexicon
    named: EntityIndex

    def of(
        self, cue: Cue, tokens: Sequence[Word], *, inverted: bool
    ) -> SourcePhrase | None:
        """
        The source of a cue, or None. With `inverted`, it is looked for behind the verb only.

        A pronoun comes without its hyphen.
        """
        if cue.pronoun is not None:
            token = tokens[cue.pronoun]
            return SourcePhrase(
                token.idx + len(token.text) - len(token.text.lstrip("-")),
                token.idx + len(token),
                "inverted",
            )
        if inverted:
            return self.behind(tokens, self._behind_asides(tokens, cue.behind))
        if cue.passive and "convinced" not in cue.classes:
            return self._agent(tokens, cue.behind)
        if (
            cue.first > 0
            and not cue.finite
            and self.words.has("gerunds", tokens[cue.first - 1].text)
        ):
            return self._main_subject(tokens, cue.first)
        found = self._subject(cue, tokens)
        if found is None and not cue.finite:
            return self._main_subject(tokens, cue.first)
        return found or self.before(tokens, cue.first)

    def speaking(self, tokens: Sequence[Word]) -> SourcePhrase | None:
        """
        The subject among tokens that can speak: the last with a name, else the first.

        Where a pronoun is another subject (« Ses convictions, il les défend »), it must agree with the first in number.
        """
        relative = self.words.sets["relative"]
        places = [
            at
            for at, one in enumerate(tokens)
            if one.dep_ in SUBJECTS and normalize(one.text) not in relative
        ]
        found = [source for at in places if (source := self.around(tokens, at))]
        named = [one for one in found if self.names_speaker(one)]
        if named or not found:
            return named[-1] if named else None
        pronouns = [one for one in found if self._is_pronoun(one)]
        return (
            pronouns[-1]
            if pronouns and self._is_plural(found[0]) != self._is_plural(pronouns[-1])
            else found[0]
        )

    def _is_plural(self, source: SourcePhrase) -> bool:
        words = self.text[source.start : source.end].split()
        known = self.words.pronouns.get(normalize(words[0]), {})
        return bool(known.get("plural")) or self.words.has("plurals", words[0])

    def _is_pronoun(self, source: SourcePhrase) -> bool:
        word = normalize(self.text[source.start : source.end])
        return word in self.words.pronouns and word not in self.words.sets["relative"]

    def _main_subject(
        self, tokens: Sequence[Word], position: int
    ) -> SourcePhrase | None:
        """The last subject of a finite verb before a position: who does what a participle or infinitive tells of."""
        for at in range(position - 1, -1, -1):
            if tokens[at].dep_ in SUBJECTS and tokens[at].pos_ in (
                "NOUN",
                "PROPN",
                "PRON",
            ):
                return self._subtree(tokens[at], None, tokens)
        return None

    def _agent(self, tokens: Sequence[Word], position: int) -> SourcePhrase | None:
        """Who does what a passive tells: the phrase behind « par », "by", with no other verb between."""
        for at in range(position, min(len(tokens), position + _LONGEST_APPOSITION)):
            if self.words.has("by", tokens[at].text):
                return self.behind(tokens, at + 1)
            if is_finite(tokens[at]):
                return None
        return None

    def names_person(self, source: SourcePhrase) -> bool:
        """Whether a phrase holds a person's name."""
        return any(
            one.label == "PER" for one in self.named.touching(source.start, source.end)
        )

    def names_speaker(self, source: SourcePhrase) -> bool:
        """Whether a phrase holds the name of a person or an organisation."""
        return any(
            one.label in ("PER", "ORG")
            for one in self.named.touching(source.start, source.end)
        )

    def _behind_asides(self, tokens: Sequence[Word], position: int) -> int:
        """Behind the adverbs, days and set phrases between a verb and its subject: « a dit hier, de son côté, X »."""
        while position < len(tokens):
            token = tokens[position]
            if self.words.asides and (
                found := self.words.asides.match(self.text, token.idx)
            ):
                while position < len(tokens) and tokens[position].idx < found.end():
                    position += 1
            elif token.pos_ == "ADV" or self.words.has("days", token.text):
                position += 1
            else:
                break
        told = (
            position < len(tokens)
            and tokens[position].pos_ == "ADP"
            and not self.words.direct_order
        )
        return self._behind_adjunct(tokens, position) if told else position

    def _behind_adjunct(self, tokens: Sequence[Word], position: int) -> int:
        """Behind « à la presse » where a subject follows at once: « a déclaré à la presse le maire »."""
        for at in range(position + 2, len(tokens)):
            if self._gap(tokens, at) or tokens[at].is_punct or is_finite(tokens[at]):
                break
            if self._begins(tokens, at):
                return at
        return position

    def _begins(self, tokens: Sequence[Word], position: int) -> bool:
        """Whether a noun phrase begins here that the one before it does not hold."""
        token, before = tokens[position], tokens[position - 1]
        if before.pos_ in ("ADP", "DET", "CCONJ"):
            return False
        named = self._covering(token)
        return token.pos_ == "DET" or (
            named is not None and named.mention_start == token.idx
        )

    def behind(self, tokens: Sequence[Word], position: int) -> SourcePhrase | None:
        """The phrase that begins at a position: « M. Trump », « le maire de la ville, Sergei Sobyanin »."""
        first = position
        while position < len(tokens) and not self._stops(tokens, position, first):
            position += 1
        if position == first or not self._names(tokens[first:position]):
            return None
        end = self._apposed(tokens, first, position)
        return SourcePhrase(
            tokens[first].idx,
            tokens[end - 1].idx + len(tokens[end - 1]),
            "behind the cue",
        )

    def nearest(self, tokens: Sequence[Word], position: int) -> SourcePhrase | None:
        """The phrase that begins at a position, no longer than up to its first preposition or conjunction."""
        stop = next(
            (
                at
                for at in range(position + 1, len(tokens))
                if tokens[at].pos_ in ("ADP", "SCONJ")
            ),
            len(tokens),
        )
        return self.behind(tokens[:stop], position)

    def before(self, tokens: Sequence[Word], position: int) -> SourcePhrase | None:
        """The phrase that ends right before a position, pronouns that belong to the verb skipped."""
        while position > 0 and self.words.has("clitics", tokens[position - 1].text):
            position -= 1
        if position > 0 and tokens[position - 1].text == ",":
            return self._before_comma(tokens, position)
        last = position
        while position > 0 and tokens[position - 1].text == ")":
            position = next(
                (at for at in range(position - 1, -1, -1) if tokens[at].text == "("), 0
            )
        while (
            position > 0
            and last - position < _LONGEST
            and not self._stops(tokens, position - 1, -1)
        ):
            position -= 1
        while position < last and tokens[position].pos_ in (
            "CCONJ",
            "ADV",
            "SCONJ",
            "ADP",
        ):
            position += 1
        held = tokens[position:last]
        if not held or not self._names(held):
            return None
        return SourcePhrase(held[0].idx, held[-1].idx + len(held[-1]), "before the cue")

    def _before_comma(
        self, tokens: Sequence[Word], position: int
    ) -> SourcePhrase | None:
        """The phrase that an apposition or a relative clause between commas parts from its verb."""
        if position < 3 or tokens[position - 1].text != ",":
            return None
        comma = next(
            (at for at in range(position - 3, 0, -1) if tokens[at].text == ","), None
        )
        if comma is None or tokens[comma + 1].pos_ not in (
            "PRON",
            "DET",
            "NOUN",
            "ADJ",
            "PROPN",
            "NUM",
            "VERB",
        ):
            return None
        return self.before(tokens, comma) or self.before(tokens, position - 1)

    def around(self, tokens: Sequence[Word], position: int) -> SourcePhrase | None:
        """The phrase whose head stands at a position, as the parse has it."""
        return self._subtree(tokens[position], None, tokens)

    def _subject(self, cue: Cue, tokens: Sequence[Word]) -> SourcePhrase | None:
        """The subject that the parse gives the verb, or the verb that it is joined to."""
        verb = cue.verb
        for _ in range(4):
            child = next((one for one in verb.children if one.dep_ in SUBJECTS), None)
            if child is not None:
                return self._subtree(self._antecedent(child, verb), cue, tokens)
            if (
                verb.dep_
                not in (
                    "conj",
                    "xcomp",
                    "advcl",
                    "acl",
                    "aux",
                    "ccomp",
                    "pcomp",
                    "prep",
                    "ROOT",
                )
                or verb.head == verb
            ):
                return None
            if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN"):
                return self._subtree(verb.head, cue, tokens)
            if verb.dep_ == "ccomp":
                return None
            verb = verb.head
        return None

    def _antecedent(self, subject: Word, verb: Word) -> Word:
        """What a relative pronoun stands for."""
        relative = normalize(subject.text) in self.words.sets["relative"]
        if (
            relative
            and verb.dep_ in ("acl:relcl", "relcl", "acl")
            and verb.head.pos_ in ("NOUN", "PROPN", "PRON")
        ):
            return verb.head
        before = subject.doc[max(0, subject.i - 4) : subject.i] if relative else ()
        nouns = [token for token in before if token.pos_ in ("NOUN", "PROPN")]
        return nouns[-1] if nouns else subject

    def _subtree(
        self, head: Word, cue: Cue | None, tokens: Sequence[Word]
    ) -> SourcePhrase | None:
        """The head's words on both sides, its clauses cut off, as far as they stand among the tokens without a gap."""
        places = {token.i: position for position, token in enumerate(tokens)}
        at = places.get(head.i)
        if at is None:
            return None
        first, last = _bare(tokens, *_beside(cue, at, *_reached(head, tokens, at)))
        if not self._names(tokens[first : last + 1]):
            return None
        if _is_closed_behind(tokens, first, last):
            last += 1
        return self._widened(tokens[first].idx, tokens[last].idx + len(tokens[last]))

    def _widened(self, start: int, end: int) -> SourcePhrase:
        """As far as the mentions that the phrase cuts through."""
        for entity in self.named.mentioned(start, end):
            if entity.label == "PER":
                start, end = (
                    min(start, entity.mention_start),
                    max(end, entity.mention_end),
                )
        return SourcePhrase(start, end, "subject")

    def _stops(self, tokens: Sequence[Word], position: int, first: int) -> bool:
        token = tokens[position]
        if position == first:
            return token.is_punct or (
                token.pos_ in ("ADP", "ADV", "CCONJ", "SCONJ")
                and not self._covering(token)
            )
        if self._gap(tokens, position) or token.text in _BREAKS or token.text == ",":
            return True
        if self._covering(token):
            return False
        adjunct = (
            self.words.has("adjuncts", token.text) and not token.text[:1].isupper()
        )
        finite = token.pos_ in ("VERB", "AUX") and token.morph.get("VerbForm", []) != [
            "Part"
        ]
        finite = finite and not self._is_last(tokens, position, first)
        return adjunct or finite or self.words.has("that", token.text)

    def _is_last(self, tokens: Sequence[Word], position: int, first: int) -> bool:
        """Whether a verb ends a phrase before its comma, and so is an adjective: « la présidente velmarienne, Ana »."""
        return (
            0 <= first < position
            and position + 1 < len(tokens)
            and tokens[position + 1].text == ","
        )

    def _gap(self, tokens: Sequence[Word], position: int) -> bool:
        """Whether marks or a line break stand before this token."""
        previous = tokens[position - 1] if position else None
        return previous is not None and tokens[position].i - previous.i > 1

    def _covering(self, token: Word) -> Entity | None:
        return next(iter(self.named.mentioned(token.idx, token.idx + 1)), None)

    def _names(self, tokens: Sequence[Word]) -> bool:
        """Whether the words hold anything that can speak: a noun, a name, a pronoun of the lexicon, « l'Américain »."""
        if len(tokens) > 1 and tokens[0].pos_ == "DET" and tokens[-1].pos_ == "ADJ":
            return True
        return any(self._is_nominal(token) for token in tokens)

    def _is_nominal(self, token: Word) -> bool:
        if token.pos_ in ("NOUN", "PROPN", "X", "NUM") or (
            token.pos_ == "ADJ" and token.text[:1].isupper()
        ):
            return True
        known = normalize(token.text) in self.words.pronouns or self.words.has(
            "not_speakers", token.text
        )
        return known or self._covering(token) is not None

    def _apposed(self, tokens: Sequence[Word], first: int, end: int) -> int:
        """Where the phrase ends once what stands in apposition behind its comma is taken in."""
        if (
            end + 1 >= len(tokens)
            or tokens[end].text != ","
            or self._gap(tokens, end + 1)
        ):
            return end
        stop = end + 1
        while (
            stop < len(tokens)
            and not self._gap(tokens, stop)
            and tokens[stop].text not in (*_BREAKS, ",")
        ):
            stop += 1
        held = tokens[end + 1 : stop]
        opener = tokens[end + 1]
        named = [
            any(one.label == "PER" for one in self._touching(part))
            for part in (tokens[first:end], held)
        ]
        nominal = opener.pos_ in ("DET", "NOUN", "PROPN", "ADJ") and not self.words.has(
            "adjuncts", opener.text
        )
        verbal = any(
            token.pos_ in ("VERB", "AUX") and token.morph.get("VerbForm", []) == ["Fin"]
            for token in held
        )
        fits = nominal and not verbal and 0 < len(held) <= _LONGEST_APPOSITION
        return self._cut(tokens, end + 1, stop) if fits and any(named) else end

    def _cut(self, tokens: Sequence[Word], first: int, stop: int) -> int:
        """An apposition ends where an adjunct begins."""
        position = first + 1
        while position < stop and not self._stops(tokens, position, -1):
            position += 1
        return position

    def _touching(self, tokens: Sequence[Word]) -> list[Entity]:
        return [found for token in tokens if (found := self._covering(token))]


def _reached(head: Word, tokens: Sequence[Word], at: int) -> tuple[int, int]:
    """The first and the last place of the words of a head, which stands `at`, that follow one another."""
    kept: set[int] = set()
    waiting = [head]
    while waiting:
        word = waiting.pop()
        if word.dep_ not in _CLAUSES:
            kept.add(word.i)
            waiting += word.children
    first = last = at
    while first > 0 and tokens[first - 1].i in kept:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].i in kept:
        last += 1
    return first, last


def _beside(cue: Cue | None, at: int, first: int, last: int) -> tuple[int, int]:
    """A phrase on the side of its cue where its head stands, `at`."""
    if cue is None or not first <= cue.first <= last:
        return first, last
    return (first, cue.first - 1) if at < cue.first else (cue.last + 1, last)


def _bare(tokens: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """A phrase without the marks and small words at its ends."""
    while last > first and (
        tokens[last].is_punct or tokens[last].pos_ in ("CCONJ", "ADP")
    ):
        last -= 1
    while first < last and (tokens[first].is_punct or tokens[first].pos_ == "CCONJ"):
        first += 1
    return first, last


def _is_closed_behind(tokens: Sequence[Word], first: int, last: int) -> bool:
    """Whether a bracket that the phrase opens is closed right behind it."""
    behind = tokens[last + 1 : last + 2]
    return any(one.text == ")" for one in behind) and any(
        one.text == "(" for one in tokens[first:last]
    )
