"""Source phrases: the noun phrase that names who speaks, found for a cue or for words behind a colon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.grammar.features import is_noun
from pressmark.annotators.grammar.relations import SUBJECTS_OF_ANY_KIND, Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite, is_past_participle

from .cues import Cue
from .lexicon import PHRASE_WORD, QuoteLexicon, normalize, phrase_words
from .noun_phrases import MAX_APPOSITION_TOKENS, NounPhrases, SourcePhrase
from .positions import end_of, position_at
from .verb_second import find_subject_by_order

__all__ = ["SourcePhrases"]

_SPEAKING_LISTS = ("organisations", "groups", "documents", "indefinite")
"""Lists of words that can say something, besides names, pronouns and nouns of people."""
_MAX_VERB_STEPS = 4
"""How many verbs up a subject is looked for: chosen, not measured; « veut pouvoir faire savoir » has three."""
_JOINED_RELATIONS = frozenset(
    {
        Relation.CONJUNCT,
        Relation.OPEN_COMPLEMENT,
        Relation.ADVERBIAL_CLAUSE,
        Relation.NOUN_CLAUSE,
        Relation.AUXILIARY,
        Relation.CLAUSAL_COMPLEMENT,
        Relation.ADPOSITION_CLAUSE,
        Relation.ADPOSITION,
        Relation.ROOT,
    }
)
"""How the models hang a verb on the one whose subject it shares."""
_MAX_PARENTHESIS_TOKENS = 10
"""Tokens between two commas that part a verb from its subject behind it: chosen, not measured."""
_MAX_ANTECEDENT_TOKENS = 4
"""How many tokens before a relative pronoun may hold the noun that it stands for: chosen, not measured."""


@dataclass(frozen=True)
class SourcePhrases:
    """Finds the phrase of a source among the tokens of a frame that stand outside of marks."""

    text: str
    lexicon: QuoteLexicon
    entities: EntityIndex
    noun_phrases: NounPhrases

    def of_cue(
        self, cue: Cue, tokens: Sequence[Word], *, inverted: bool
    ) -> SourcePhrase | None:
        """
        Find the source of `cue`; None without one. With `inverted`, it is looked for after the verb only.

        A pronoun comes without its hyphen; whom the sentence is about goes before it (« Quant au maire, il dit que »).
        """
        source = self._of_cue(cue, tokens, inverted=inverted)
        if source is None or not self._is_pronoun(source):
            return source
        return self._topic(tokens) or source

    def _topic(self, tokens: Sequence[Word]) -> SourcePhrase | None:
        """Find whom the words at the head of a sentence say that it is about: « Quant au maire, »; None without one."""
        if not tokens or self.lexicon.topics is None:
            return None
        match = self.lexicon.topics.match(self.text, tokens[0].idx)
        position = None if match is None else position_at(tokens, match.end() - 1)
        if position is None:
            return None
        phrase = self.noun_phrases.starting_at(tokens, position + 1)
        return phrase if phrase is not None and self.can_say(phrase) else None

    def _of_cue(
        self, cue: Cue, tokens: Sequence[Word], *, inverted: bool
    ) -> SourcePhrase | None:
        """Find what `of_cue` does, a pronoun for itself."""
        if cue.pronoun is not None:
            return _inverted_pronoun(tokens[cue.pronoun])
        if inverted:
            # « …, a dit hier, de son côté, le maire ».
            position = self._skip_asides(tokens, cue.after)
            source = self.noun_phrases.starting_at(tokens, position)
            return source or self._beyond_comma(tokens, position)
        # « La fermeture a été annoncée par le maire »; who « est convaincu » is no patient.
        if cue.passive and "convinced" not in cue.classes:
            return self.agent(tokens, cue.after)
        if self._is_gerund(cue, tokens):
            return self._main_subject(tokens, cue.first)
        subject = self._subject(cue, tokens)
        # « Ces dernières années, des rapports ont fait état de »; "but last year told a paper that".
        if subject is not None and self._has_head("times", subject):
            subject = None
        # « Dans une série de messages, Nordal a déclaré que »: what a preposition opens is no subject.
        if subject is not None and self._is_adjunct(subject, tokens):
            subject = self.noun_phrases.ending_at(tokens, cue.first) or subject
        # « Un port en hiver Ana Vidal a dit »: the parse may hang the verb on a noun farther away.
        name = self._name_before(subject, cue, tokens) if cue.finite else None
        if name is not None:
            return name
        # « a de son côté dénoncé »: the parse may take « côté » for the subject.
        if subject is not None and not _is_within(subject, cue.hull(tokens)):
            return self._main_speaker(subject, cue, tokens) or subject
        if not cue.finite:
            return self._main_subject(tokens, cue.first)
        if self.lexicon.verb_bracket:
            return find_subject_by_order(cue, tokens, self.lexicon, self.noun_phrases)
        # The parse gives none: what stands right before the verb, « Le maire lui répond que ».
        before = self.noun_phrases.ending_at(tokens, cue.first)
        if before is not None and self._has_head("times", before):
            return None
        return before

    def _beyond_comma(
        self, tokens: Sequence[Word], position: int
    ) -> SourcePhrase | None:
        """Find who speaks behind what stands between two commas: « …, reconnaît, à la fin du match, Ana Vidal »."""
        if position >= len(tokens) or tokens[position].text != ",":
            return None
        limit = min(len(tokens), position + _MAX_PARENTHESIS_TOKENS)
        for index in range(position + 1, limit):
            token = tokens[index]
            if is_finite(token) or self.noun_phrases.has_gap(tokens, index):
                return None
            if token.text == ",":
                source = self.noun_phrases.starting_at(tokens, index + 1)
                can_say = source is not None and self.can_say(source)
                return source if can_say else None
        return None

    def _name_before(
        self, subject: SourcePhrase | None, cue: Cue, tokens: Sequence[Word]
    ) -> SourcePhrase | None:
        """Return the person named right before a cue where the subject stands before that name; None elsewhere."""
        if subject is None or cue.first == 0:
            return None
        last = tokens[cue.first - 1]
        entity = self.noun_phrases.covering(last)
        if entity is None or entity.label != "PER" or subject.end > last.idx:
            return None
        # « Une étude publiée par Ana Vidal montre »: a name behind a preposition is none.
        position = cue.first - 1
        while position >= 0 and tokens[position].idx >= entity.mention_start:
            position -= 1
        is_governed = position >= 0 and tokens[position].pos_ == "ADP"
        if is_governed and not self.lexicon.direct_order:
            return None
        return SourcePhrase(entity.mention_start, entity.mention_end, "before the cue")

    def _main_speaker(
        self, subject: SourcePhrase, cue: Cue, tokens: Sequence[Word]
    ) -> SourcePhrase | None:
        """Return the main subject for a participle after a comma whose noun can say nothing; None where it stays."""
        # « Ana Vidal évoque des travaux, dénonçant un « retard » »: the works denounce nothing.
        if cue.finite or cue.first == 0 or tokens[cue.first - 1].text != ",":
            return None
        if self.can_say(subject):
            return None
        main = self._main_subject(tokens, cue.first)
        return main if main is not None and self.can_say(main) else None

    def _is_adjunct(self, source: SourcePhrase, tokens: Sequence[Word]) -> bool:
        """Return whether a preposition opens a phrase and is no part of a name: « Devant le port »."""
        first = next((token for token in tokens if token.idx == source.start), None)
        if first is None or first.pos_ != "ADP":
            return False
        return self.lexicon.has("adjuncts", first) and not self.noun_phrases.covering(
            first
        )

    def is_thing(self, source: SourcePhrase) -> bool:
        """Return whether a phrase without a name has a noun for its head that says nothing: « un manque de lits »."""
        return self._has_head("things", source)

    def _has_head(self, key: str, source: SourcePhrase) -> bool:
        """Return whether the head of a phrase is in the word list `key`; never where it is or tells of a name."""
        if self._names_speaker(source):
            return False
        core: list[re.Match[str]] = []
        for match in PHRASE_WORD.finditer(self.text, source.start, source.end):
            word = match.group()
            # "a woman whose money is gone", "Residents, some in need"
            is_after_noun = bool(core) and any(
                self.lexicon.has_form(other, word) for other in ("adjuncts", "relative")
            )
            if self.lexicon.has_form("of", word) or is_after_noun:
                break
            core.append(match)
            if word.endswith(","):
                break
        # "the price watchdog" is no price; « le prix annoncé » is one.
        heads = core[-1:] if self.lexicon.direct_order else core
        return any(
            self.lexicon.has_form(key, head.group()) and not self._is_name(head, source)
            for head in heads
        )

    def _is_name(self, word: re.Match[str], source: SourcePhrase) -> bool:
        """Return whether a word of a phrase is part of a name: "the White *House*", a capital within the phrase."""
        if word.start() > source.start and word.group()[0].isupper():
            return True
        return any(self.entities.touching(*word.span()))

    def can_say(self, source: SourcePhrase) -> bool:
        """Return whether a phrase names somebody who can say something: a name, a pronoun, a noun of people or bodies."""
        if self._names_speaker(source):
            return True
        words = phrase_words(self.text[source.start : source.end])
        if words[0] in self.lexicon.pronouns and len(words) == 1:
            return True
        return any(
            word in self.lexicon.human_nouns
            or any(self.lexicon.has_form(key, word) for key in _SPEAKING_LISTS)
            for word in words
        )

    def speaking_subject(self, tokens: Sequence[Word]) -> SourcePhrase | None:
        """
        Find the subject among `tokens` that can speak: the last with a name, else the first; None without a subject.

        Where a pronoun is another subject (« Ses convictions, il les défend »), it must agree with the first in number.
        """
        subjects = self._subjects(tokens)
        # « La réunion a déçu ; Ana Vidal est amère : « … » »: a name can speak, a meeting cannot.
        names = [phrase for phrase in subjects if self._names_speaker(phrase)]
        if names or not subjects:
            return names[-1] if names else None
        pronouns = [phrase for phrase in subjects if self._is_pronoun(phrase)]
        # The first is plural, the pronoun is not: « il » defends « ses convictions ».
        first = subjects[0]
        if not pronouns:
            return first
        pronoun = pronouns[-1]
        is_same_number = self._is_plural(first) == self._is_plural(pronoun)
        return first if is_same_number else pronoun

    def _subjects(self, tokens: Sequence[Word]) -> list[SourcePhrase]:
        """Return the phrases of the subjects among `tokens`, relative pronouns left out."""
        phrases: list[SourcePhrase] = []
        for token in tokens:
            if token.relation not in SUBJECTS_OF_ANY_KIND or self.lexicon.has(
                "relative", token
            ):
                continue
            phrase = self.noun_phrases.of_head(token, tokens)
            if phrase is not None:
                phrases.append(phrase)
        return phrases

    def _names_speaker(self, source: SourcePhrase) -> bool:
        """Return whether a phrase holds the name of a person or an organisation."""
        return self.entities.is_named(source.start, source.end, "PER", "ORG")

    def _is_plural(self, source: SourcePhrase) -> bool:
        """Return whether a phrase's first word says that it names several: « elles », « les voisins »."""
        words = self.text[source.start : source.end].split()
        first = normalize(words[0])
        pronoun = self.lexicon.pronouns.get(first)
        if pronoun is not None and pronoun.plural:
            return True
        return self.lexicon.has_form("plurals", first)

    def _is_pronoun(self, source: SourcePhrase) -> bool:
        """Return whether a phrase is a personal pronoun."""
        word = normalize(self.text[source.start : source.end])
        if self.lexicon.has_form("relative", word):
            return False
        return word in self.lexicon.pronouns

    def _is_gerund(self, cue: Cue, tokens: Sequence[Word]) -> bool:
        """Return whether a cue is one as « en affirmant que », which has the subject of the main verb."""
        if cue.first == 0 or cue.finite:
            return False
        before = tokens[cue.first - 1]
        return self.lexicon.has("gerunds", before)

    def _main_subject(
        self, tokens: Sequence[Word], position: int
    ) -> SourcePhrase | None:
        """Find the last subject before `position`: who does what a participle or infinitive tells of."""
        # « Le maire est parti, promettant que… », "Lee left, saying that…".
        last: SourcePhrase | None = None
        for token in reversed(tokens[:position]):
            is_noun = token.pos_ in ("NOUN", "PROPN", "PRON")
            if not is_noun or token.relation not in SUBJECTS_OF_ANY_KIND:
                continue
            phrase = self.noun_phrases.of_head(token, tokens)
            # « Ana Vidal veut que le quai rouvre, promettant que… »: a quay promises nothing.
            if phrase is not None and self.can_say(phrase):
                return phrase
            last = last or phrase
        return last

    def agent(self, tokens: Sequence[Word], position: int) -> SourcePhrase | None:
        """Find who does what a passive tells: the phrase after « par », "by", with no other verb between."""
        limit = min(len(tokens), position + MAX_APPOSITION_TOKENS)
        for index in range(position, limit):
            if self.lexicon.has("by", tokens[index]):
                return self.noun_phrases.starting_at(tokens, index + 1)
            if is_finite(tokens[index]):
                return None
        return None

    def _skip_asides(self, tokens: Sequence[Word], position: int) -> int:
        """Return the position after the adverbs, days and set phrases between a verb and its subject."""
        # « a dit hier, de son côté, Ana Vidal »: « hier » and « de son côté » are skipped.
        while position < len(tokens):
            token = tokens[position]
            if aside_end := self._aside_end(token):
                while position < len(tokens) and tokens[position].idx < aside_end:
                    position += 1
            # The models take some first names for adverbs: « a insisté Ana Vidal ».
            elif (token.pos_ == "ADV" and token.text.islower()) or self.lexicon.has(
                "days", token
            ):
                position += 1
            else:
                break
        if position >= len(tokens) or tokens[position].pos_ != "ADP":
            return position
        # ", said in Paris the mayor" is no English.
        if self.lexicon.direct_order:
            return position
        return self._skip_adjunct(tokens, position)

    def _aside_end(self, token: Word) -> int | None:
        """Return the offset where the set phrase ends that begins with `token`; None where none does."""
        if self.lexicon.asides is None:
            return None
        match = self.lexicon.asides.match(self.text, token.idx)
        return match.end() if match else None

    def _skip_adjunct(self, tokens: Sequence[Word], position: int) -> int:
        """Return the position after « à la presse » where a subject follows: « a déclaré à la presse le maire »."""
        for index in range(position + 2, len(tokens)):
            if self.noun_phrases.has_gap(tokens, index):
                break
            if tokens[index].is_punct or is_finite(tokens[index]):
                break
            if self._begins_phrase(tokens, index):
                return index
        return position

    def _begins_phrase(self, tokens: Sequence[Word], position: int) -> bool:
        """Return whether a noun phrase begins at `position` that the one before it does not hold."""
        token, before = tokens[position], tokens[position - 1]
        # « à la presse de Lurs »: after « de », « Lurs » is still of the press.
        if before.pos_ in ("ADP", "DET", "CCONJ"):
            return False
        if token.pos_ == "DET":
            return True
        entity = self.noun_phrases.covering(token)
        return entity is not None and entity.mention_start == token.idx

    def _subject(self, cue: Cue, tokens: Sequence[Word]) -> SourcePhrase | None:
        """Find the subject that the parse gives the verb, or the verb that it is joined to."""
        verb = cue.verb
        for _ in range(_MAX_VERB_STEPS):
            subject = next(
                (c for c in verb.children if c.relation in SUBJECTS_OF_ANY_KIND), None
            )
            if subject is not None:
                antecedent = self._antecedent(subject, verb)
                return self.noun_phrases.of_head(antecedent, tokens, cue)
            if verb.relation not in _JOINED_RELATIONS or verb.head == verb:
                return None
            # « le maire affirmant que… », "a man claiming that…": the noun itself speaks; « son rôle présumé » does not.
            if verb.relation is Relation.NOUN_CLAUSE and is_noun(verb.head):
                if self._is_patient(cue, verb):
                    return None
                return self.noun_phrases.of_head(verb.head, tokens, cue)
            # « Le maire pense que dire… »: who says it is not who thinks.
            if verb.relation is Relation.CLAUSAL_COMPLEMENT:
                return None
            verb = verb.head
        return None

    def _is_patient(self, cue: Cue, verb: Word) -> bool:
        """Return whether the noun that a participle hangs on is no agent of it: « des règles jugées absurdes »."""
        # The English model hangs "said" on a noun too often.
        if self.lexicon.direct_order or cue.finite or verb is not cue.verb:
            return False
        return is_past_participle(verb) or verb.form.endswith(self.lexicon.never_finite)

    def _antecedent(self, subject: Word, verb: Word) -> Word:
        """Return what a relative pronoun stands for (« le maire qui affirme »); `subject` itself when it is none."""
        if not self.lexicon.has("relative", subject):
            return subject
        if verb.relation in (Relation.RELATIVE_CLAUSE, Relation.NOUN_CLAUSE):
            noun = verb.head
            if noun.pos_ in ("NOUN", "PROPN", "PRON"):
                return noun
        # Where the parse ties the clause to no noun: the last one before the pronoun.
        first = max(0, subject.i - _MAX_ANTECEDENT_TOKENS)
        before = subject.doc[first : subject.i]
        nouns = [token for token in before if is_noun(token)]
        return nouns[-1] if nouns else subject


def _is_within(phrase: SourcePhrase, hull: tuple[int, int]) -> bool:
    """Return whether a phrase stands within the words of a cue."""
    start, end = hull
    return start <= phrase.start and phrase.end <= end


def _inverted_pronoun(token: Word) -> SourcePhrase:
    """Return the phrase of « -il », or of « coupe-t-il » in one token, without what stands before its last hyphen."""
    pronoun = token.text.rpartition("-")[2]
    end = end_of(token)
    return SourcePhrase(end - len(pronoun), end, "inverted")
