"""Noun phrases among a frame's tokens: from a position on, up to one, or around a head, with their apposition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite, is_participle
from pressmark.spans import Entity

from .cues import Cue
from .head_words import find_extent
from .lexicon import QuoteLexicon
from .positions import end_of

__all__ = ["MAX_APPOSITION_TOKENS", "NounPhrases", "SourcePhrase"]

MAX_APPOSITION_TOKENS = 14
"""Tokens of an apposition, « la présidente du conseil régional, Ana Vidal »: chosen, not measured."""
_MAX_PHRASE_TOKENS = 28
"""Tokens of a phrase that ends before its verb: chosen, not measured."""
_BREAKS = frozenset('.;:!?…()[]«»“”"—–')


class SourcePhrase(NamedTuple):
    """The offsets of a phrase that names a source, end-exclusive, and how it was found."""

    start: int
    end: int
    how: str

    @classmethod
    def of(cls, tokens: Sequence[Word], how: str) -> SourcePhrase:
        """Return the phrase from the first of `tokens` to the last."""
        first, last = tokens[0], tokens[-1]
        return cls(first.idx, end_of(last), how)


@dataclass(frozen=True)
class NounPhrases:
    """
    Finds noun phrases that can speak among the tokens of a frame, which stand outside of marks.

    A gap in the tokens' indexes is where marks or a line break stand: no phrase goes across it.
    """

    text: str
    lexicon: QuoteLexicon
    entities: EntityIndex

    def starting_at(self, tokens: Sequence[Word], position: int) -> SourcePhrase | None:
        """Find the phrase that begins at `position`: « M. Trump », « le maire de la ville, Sergei Sobyanin »."""
        end = position
        while end < len(tokens) and not self._ends_phrase(tokens, end, position):
            end += 1
        if end == position or not self._can_speak(tokens[position:end]):
            return None
        # « le maire, Ana Vidal, »: the name is looked for behind the comma, too.
        end = self._add_apposition(tokens, position, end)
        return SourcePhrase.of(tokens[position:end], "behind the cue")

    def nearest(self, tokens: Sequence[Word], position: int) -> SourcePhrase | None:
        """Find the phrase that begins at `position`, no longer than up to its first preposition or conjunction."""
        stop = position + 1
        while stop < len(tokens) and tokens[stop].pos_ not in ("ADP", "SCONJ"):
            stop += 1
        phrase_tokens = tokens[:stop]
        return self.starting_at(phrase_tokens, position)

    def ending_at(self, tokens: Sequence[Word], position: int) -> SourcePhrase | None:
        """Find the phrase that ends right before `position`, pronouns that belong to the verb skipped."""
        # « Le maire lui a répondu »: « lui » is no part of the subject.
        while position > 0 and self.lexicon.has("clitics", tokens[position - 1]):
            position -= 1
        if position > 0 and tokens[position - 1].text == ",":
            return self._before_comma(tokens, position)
        last = position
        # « Le Service civil (SCS) dit… »: a bracket belongs to what stands before it.
        while position > 0 and tokens[position - 1].text == ")":
            position = _find_bracket(tokens, position)
        first = self._read_phrase_back(tokens, position, last)
        phrase = tokens[first:last]
        if not phrase or not self._can_speak(phrase):
            return None
        return SourcePhrase.of(phrase, "before the cue")

    def _read_phrase_back(self, tokens: Sequence[Word], end: int, last: int) -> int:
        """Return where the phrase begins whose words go up to `end`, and with a bracket up to `last`."""
        first = end
        while (
            first > 0
            and last - first < _MAX_PHRASE_TOKENS
            and not self._ends_phrase(tokens, first - 1, -1)
        ):
            first -= 1
        # « Mais le maire dit… »: what stands before the noun phrase is none of it.
        while first < last and tokens[first].pos_ in ("CCONJ", "ADV", "SCONJ", "ADP"):
            first += 1
        return first

    def _before_comma(
        self, tokens: Sequence[Word], position: int
    ) -> SourcePhrase | None:
        """Find the phrase that an apposition or a relative clause between commas parts from its verb."""
        # « Ana Vidal, qui dirige le port, dit… »: back from the second comma to the first.
        if position < 3 or tokens[position - 1].text != ",":
            return None
        for comma in range(position - 3, 0, -1):
            if tokens[comma].text != ",":
                continue
            if not _opens_aside(tokens[comma + 1]):
                return None
            phrase = self.ending_at(tokens, comma)
            return phrase or self.ending_at(tokens, position - 1)
        return None

    def of_head(
        self, head: Word, tokens: Sequence[Word], cue: Cue | None = None
    ) -> SourcePhrase | None:
        """
        Find the phrase of `head`: its words on both sides, clauses cut off, as far as they follow one another.

        With `cue`, only on that side of it where the head stands. None where `head` is none of `tokens`.
        """
        extent = find_extent(head, tokens, cue)
        if extent is None:
            return None
        first, last = extent
        # « sur un message disant », « de la Ligue, qui affirme »: the preposition is none of the speaker.
        first = _skip_fronted(head, tokens, first)
        if first < last and self._is_preposition(tokens[first]):
            first += 1
        if not self._can_speak(tokens[first : last + 1]):
            return None
        if _is_bracket_cut(tokens, first, last):
            last += 1
        return self._widen(tokens[first].idx, end_of(tokens[last]))

    def _is_preposition(self, token: Word) -> bool:
        """Return whether a token is a preposition and no part of a name: « De Gaulle »; « De nombreux » is no such."""
        if token.text[:1].isupper():
            return False
        return token.pos_ == "ADP" and not self.covering(token)

    def covering(self, token: Word) -> Entity | None:
        """Return the entity whose mention a token belongs to; None where there is none."""
        mentions = self.entities.mentioned(token.idx, token.idx + 1)
        return mentions[0] if mentions else None

    def has_gap(self, tokens: Sequence[Word], position: int) -> bool:
        """Return whether marks or a line break stand before the token at `position`."""
        if position == 0:
            return False
        before, token = tokens[position - 1], tokens[position]
        return token.i - before.i > 1

    def _widen(self, start: int, end: int) -> SourcePhrase:
        """Return a phrase as far as the mentions of people and organisations that it cuts through."""
        # The parse may hang « Vidal » elsewhere than « Ana »: a name is never cut, nor is « la Ligue du port ».
        for entity in self.entities.mentioned(start, end):
            if entity.label in ("PER", "ORG"):
                start = min(start, entity.mention_start)
                end = max(end, entity.mention_end)
        return SourcePhrase(start, end, "subject")

    def _ends_phrase(self, tokens: Sequence[Word], position: int, first: int) -> bool:
        """Return whether the token at `position` cannot go on with the phrase whose words begin at `first`."""
        token = tokens[position]
        if position == first:
            return self._cannot_open(token)
        if self.has_gap(tokens, position) or token.text == ",":
            return True
        if token.text in _BREAKS:
            return not self._is_abbreviated(tokens, position)
        # « le maire de Saint-Pierre-sur-Mer »: what is within a name ends nothing.
        if self.covering(token):
            return False
        # « a dit le maire dimanche »; "Sunday School" with a capital may be a name.
        if self.lexicon.has("adjuncts", token) and not token.text[:1].isupper():
            return True
        # „nach Angaben der Polizei *geprüft*“: where the verb ends its clause, a participle as it stands is no adjective.
        is_clause_verb = is_verb(token) and (
            self.lexicon.verb_bracket or not is_participle(token)
        )
        if is_clause_verb and not _is_before_comma(tokens, position, first):
            return True
        # „antwortete Anna Roth *leise*“: the adverb is the verb's, which has its end still to come.
        if self.lexicon.verb_bracket and first >= 0 and token.pos_ in ("ADV", "ADJ"):
            return tokens[position - 1].pos_ in ("NOUN", "PROPN", "PRON")
        return self.lexicon.has("that", token)

    def _is_abbreviated(self, tokens: Sequence[Word], position: int) -> bool:
        """Return whether the full stop at `position` is that of a title: « le Pr. Jules Wembi »."""
        if position == 0 or tokens[position].text != ".":
            return False
        return tokens[position - 1].text in self.lexicon.sets["abbreviations"]

    def _cannot_open(self, token: Word) -> bool:
        """Return whether a phrase cannot begin with a token, unless a name does: « De Gaulle », "The Who"."""
        if token.is_punct:
            return True
        is_small_word = token.pos_ in ("ADP", "ADV", "CCONJ", "SCONJ")
        return is_small_word and not self.covering(token)

    def _can_speak(self, tokens: Sequence[Word]) -> bool:
        """Return whether the words hold anything that can speak: a noun, a name, a pronoun of the lexicon."""
        # « l'Américain », "the accused": an adjective alone stands for somebody.
        if len(tokens) > 1:
            first, last = tokens[0], tokens[-1]
            if first.pos_ == "DET" and last.pos_ == "ADJ":
                return True
        return any(map(self._is_nominal, tokens))

    def _is_nominal(self, token: Word) -> bool:
        """Return whether a token is a noun, a number (« deux disent »), a pronoun, or part of a name."""
        if token.pos_ in ("NOUN", "PROPN", "X", "NUM"):
            return True
        if token.pos_ == "ADJ" and token.text[:1].isupper():
            return True
        if token.form in self.lexicon.pronouns:
            return True
        # « certains ont estimé que »
        if self.lexicon.has("indefinite", token):
            return True
        # « je » is a subject, too, though no source: what it says is not given to the noun before it.
        if self.lexicon.has("not_speakers", token):
            return True
        return self.covering(token) is not None

    def _add_apposition(self, tokens: Sequence[Word], first: int, end: int) -> int:
        """Return where the phrase ends with its apposition: « Ana Vidal, maire de Lurs », "the mayor, Ann Lee"."""
        opener = end + 1
        if opener >= len(tokens) or tokens[end].text != ",":
            return end
        if self.has_gap(tokens, opener):
            return end
        stop = opener
        while stop < len(tokens) and not self._ends_apposition(tokens, stop):
            stop += 1
        apposition = tokens[opener:stop]
        # One of the two must be a person's name: « le maire, le préfet » is a list.
        has_name = self._holds_person(tokens[first:end]) or self._holds_person(
            apposition
        )
        if has_name and self._is_apposition(apposition):
            return self._cut_adjunct(tokens, opener, stop)
        return end

    def _ends_apposition(self, tokens: Sequence[Word], position: int) -> bool:
        """Return whether an apposition cannot go on with the token at `position`."""
        if self.has_gap(tokens, position):
            return True
        text = tokens[position].text
        return text in _BREAKS or text == ","

    def _is_apposition(self, tokens: Sequence[Word]) -> bool:
        """Return whether the words behind a comma can be an apposition: nominal, short, without a finite verb."""
        if not 0 < len(tokens) <= MAX_APPOSITION_TOKENS or any(map(is_finite, tokens)):
            return False
        opener = tokens[0]
        if self.lexicon.has("adjuncts", opener):
            return False
        return opener.pos_ in ("DET", "NOUN", "PROPN", "ADJ")

    def _cut_adjunct(self, tokens: Sequence[Word], first: int, stop: int) -> int:
        """Return where an apposition ends: where an adjunct begins, « , maire de Lurs depuis juin »."""
        position = first + 1
        while position < stop and not self._ends_phrase(tokens, position, -1):
            position += 1
        return position

    def _holds_person(self, tokens: Sequence[Word]) -> bool:
        """Return whether one of the words belongs to the mention of a person."""
        for token in tokens:
            entity = self.covering(token)
            if entity is not None and entity.label == "PER":
                return True
        return False


def _skip_fronted(head: Word, tokens: Sequence[Word], first: int) -> int:
    """Return where a phrase begins behind what a sentence has before it: « Dans un message, *Nordal* »."""
    if tokens[first].pos_ not in ("ADP", "ADV") or head is tokens[first]:
        return first
    for position in range(first + 1, len(tokens)):
        token = tokens[position]
        if token.i >= head.i:
            return first
        if token.text == ",":
            return position + 1
    return first


def _find_bracket(tokens: Sequence[Word], position: int) -> int:
    """Return the position of the last opening bracket before `position`; 0 without one."""
    for index in range(position - 1, -1, -1):
        if tokens[index].text == "(":
            return index
    return 0


def _opens_aside(token: Word) -> bool:
    """Return whether an apposition or a clause can begin so: « , qui », « , maire », « , chargé »."""
    return token.pos_ in ("PRON", "DET", "NOUN", "ADJ", "PROPN", "NUM", "VERB")


def _is_before_comma(tokens: Sequence[Word], position: int, first: int) -> bool:
    """
    Return whether a word right before a comma ends the phrase that begins at `first`.

    What the models take for a verb there is an adjective: « la présidente velmarienne, Ana ».
    """
    after = position + 1
    if not 0 <= first < position or after >= len(tokens):
        return False
    return tokens[after].text == ","


def _is_bracket_cut(tokens: Sequence[Word], first: int, last: int) -> bool:
    """Return whether a bracket that the phrase opens is closed right after it: « le Service civil (SCS » + « ) »."""
    after = last + 1
    if after >= len(tokens) or tokens[after].text != ")":
        return False
    words = [token.text for token in tokens[first:last]]
    return "(" in words
