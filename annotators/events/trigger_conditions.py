"""Whether a word of the text meets the conditions under which the lexicon lists it as a trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pressmark.annotators.grammar.features import has_feature
from pressmark.annotators.grammar.participants import children_by
from pressmark.annotators.grammar.relations import COMPLEMENTS, Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_passive, is_reflexive
from pressmark.annotators.shared_reading import SharedReading

from .denials import denial_of
from .lexicon import EventLexicon
from .lexicon_triggers import Trigger
from .phrases_around import PhrasesAround

__all__ = ["AUXILIARY_OF_TRIGGER", "NOUN_LIKE", "TriggerConditions"]

NOUN_LIKE = frozenset({"NOUN", "PROPN", "X"})
"""The parts of speech of nouns; the tagger calls words that it does not know X."""
AUXILIARY_OF_TRIGGER = frozenset(
    {
        Relation.AUXILIARY,
        Relation.TENSE_AUXILIARY,
        Relation.PASSIVE_AUXILIARY,
        Relation.COPULA,
    }
)
"""How words hang that are no triggers: auxiliaries, but not « faire » of « faire libérer »."""
# « la mort du maire », "Lee's death", "city council": what a noun is of.
_OWNERS = frozenset({Relation.COMPOUND, Relation.ADJECTIVE, Relation.POSSESSOR})
# « attaque russe », "bomb attack", « accord signé », « la fête du village »
_MODIFIERS = frozenset(
    {
        Relation.ADJECTIVE,
        Relation.COMPOUND,
        Relation.NOUN_CLAUSE,
        Relation.NOUN_MODIFIER,
    }
)
# « à Metz », "in Metz": on the noun in French, and a noun's own in English.
_PREPOSITIONS = frozenset({Relation.CASE, Relation.ADPOSITION})
# « faire évacuer »: the French model is not sure how « faire » hangs.
_CAUSING = frozenset(
    {Relation.CAUSATIVE_AUXILIARY, Relation.UNSPECIFIED, Relation.AUXILIARY}
)
# "said it will *have* to", "is *ready* to", « dit vouloir et *pouvoir* »
_CONTINUING = COMPLEMENTS | {Relation.ADJECTIVE_COMPLEMENT, Relation.CONJUNCT}
# "*not* *to* *withdraw*"
_OF_VERB_PHRASE = frozenset(
    {
        Relation.MARK,
        Relation.AUXILIARY,
        Relation.OPEN_COMPLEMENT,
        Relation.NEGATION,
    }
)
# What hangs on these is said of another event: « il part et elle *reste* », « s'il *part* ».
_OTHER_CLAUSES = frozenset(
    {
        Relation.CONJUNCT,
        Relation.CLAUSAL_COMPLEMENT,
        Relation.ADVERBIAL_CLAUSE,
        Relation.RELATIVE_CLAUSE,
        Relation.PARATAXIS,
    }
)
PREPOSITION_WINDOW_TOKENS = 4
"""How many tokens after a verb its preposition is looked for: « discuter longuement avec »; chosen, not measured."""


class TriggerConditions:
    """
    The conditions of triggers asked of the words of one article; `quoting` holds the tokens of the cues of quotes.
    """

    def __init__(
        self,
        reading: SharedReading,
        lexicon: EventLexicon,
        phrases: PhrasesAround,
        quoting: frozenset[int],
    ) -> None:
        self._tree = reading.tree
        self._lexicon = lexicon
        self._phrases = phrases
        self._names = reading.entities_by_token
        self._quoting = quoting

    def are_met(self, token: Word, trigger: Trigger, *, verbal: bool) -> bool:
        """Return whether `token`, read as a verb or as a noun, meets the conditions of `trigger`."""
        for flag, value in trigger.flags.items():
            if self._flag(token, flag) != value:
                return False
        words_asked = self._words_at_verb if verbal else self._words_at_noun
        for condition, lemmas in trigger.required.items():
            if not self._is_any_in(words_asked(token, condition), lemmas):
                return False
        for condition, lemmas in trigger.barred.items():
            if self._is_any_in(words_asked(token, condition), lemmas):
                return False
        return True

    def is_in(self, token: Word, lemmas: frozenset[str]) -> bool:
        """Return whether `lemmas` hold a word by its form, lemma, singular, or as the label of its name (PER …)."""
        form = token.form
        # The lemmatizer leaves many plurals as they are: « accords », « journaux » of headlines.
        if form in lemmas or token.lemma in lemmas or form.rstrip("sx") in lemmas:
            return True
        name = self._names.get(token.i)
        return name is not None and name.label in lemmas

    def _is_any_in(self, tokens: Iterable[Word], lemmas: frozenset[str]) -> bool:
        """Return whether `lemmas` hold any of the words."""
        return any(self.is_in(token, lemmas) for token in tokens)

    def _flag(self, token: Word, flag: str) -> bool:
        """Return whether a flag of the lexicon holds of `token`."""
        if flag == "reflexive":
            return is_reflexive(
                token,
                self._lexicon.sets["reflexive"],
                self._lexicon.sets["perhaps_reflexive"],
            )
        if flag == "passive":
            return is_passive(token)
        if flag == "plural":
            # The small English model gives some plurals no feature, but the tag.
            return has_feature(token, "Number", "Plur") or token.tag_ == "NNS"
        if flag == "counted":
            return any(self._is_count(child) for child in token.children)
        if flag == "future":
            return any(self._is_modal(word) for word in _content_words(token))
        if flag == "quoted":
            return token.i in self._quoting
        if flag == "negated":
            return denial_of(token, self._lexicon) is not None
        # noun_only
        return token.pos_ in NOUN_LIKE

    def _is_modal(self, token: Word) -> bool:
        """Return whether a word puts a clause ahead: "said it would withdraw"."""
        if token.relation not in AUXILIARY_OF_TRIGGER:
            return False
        return (
            token.form in self._lexicon.sets["modals"]
            or token.form in self._lexicon.sets["planned"]
        )

    def _is_count(self, token: Word) -> bool:
        """Return whether a word says how many: « 14 morts », « plusieurs morts », « aucun mort »."""
        if token.form in self._lexicon.sets["nobody_determiners"]:
            return True
        # « plusieurs » is a determiner in French, "several" an adverb or adjective to the English model.
        if token.relation not in (
            Relation.NUMERAL,
            Relation.DETERMINER,
            Relation.ADVERB,
        ):
            return False
        if token.pos_ == "NUM" or token.like_num:
            return True
        return token.form in self._lexicon.numbers or token.form in self._lexicon.ranges

    def _words_at_verb(self, verb: Word, condition: str) -> Iterable[Word]:
        """Return the words of which a `condition` of a verb asks; none for a condition of nouns."""
        if condition == "prep":
            return self._tree[verb.i + 1 : verb.i + 1 + PREPOSITION_WINDOW_TOKENS]
        if condition == "object":
            return self._with_measured(self._phrases.objects(verb))
        if condition == "subject":
            return self._with_measured(self._phrases.subjects(verb))
        if condition == "head":
            return _heads_of_verb(verb)
        if condition == "complement":
            return _words_below(verb)
        if condition == "content":
            return _content_words(verb)
        return ()

    def _with_measured(self, nouns: Iterable[Word]) -> Iterator[Word]:
        """Yield nouns, and what they only measure out: « retirer une *partie* de ses *troupes* »."""
        measures = self._lexicon.sets["measures"]
        for noun in nouns:
            yield noun
            if noun.lemma in measures or noun.pos_ == "NUM":
                for adposition, measured in self._phrases.obliques(noun):
                    if self._lexicon.noun_prepositions.get(adposition.form) == "owner":
                        yield measured

    def _words_at_noun(self, noun: Word, condition: str) -> Iterable[Word]:
        """Return the words of which a `condition` of a noun asks; none for a condition of verbs."""
        if condition == "of":
            after_prepositions = (word for _, word in self._phrases.obliques(noun))
            return (*after_prepositions, *children_by(noun, _OWNERS))
        if condition == "modifier":
            return children_by(noun, _MODIFIERS)
        if condition == "head":
            return _heads_of_noun(noun)
        if condition == "complement":
            return _words_below(noun)
        if condition == "prep":
            return children_by(noun, _PREPOSITIONS)
        return ()


def _heads_of_verb(verb: Word) -> list[Word]:
    """Return what a verb hangs on, after the verb that causes it: « faire évacuer », « obtenir de partir »."""
    heads = [child for child in children_by(verb, _CAUSING) if child.i < verb.i]
    if verb.head is not verb:
        heads.append(verb.head)
    return heads


def _heads_of_noun(noun: Word) -> list[Word]:
    """Return what a noun hangs on; over a preposition or a joined noun also the word above: "call for help"."""
    head = noun.head
    if head is noun:
        return []
    # "call for help", « appel et soutien à »
    if head.relation is Relation.ADPOSITION or noun.relation is Relation.CONJUNCT:
        return [head, head.head]
    return [head]


def _content_words(verb: Word) -> Iterator[Word]:
    """Yield the clause that is a verb's content, and what hangs on that clause's verb: "said it must withdraw"."""
    for clause in children_by(verb, COMPLEMENTS):
        yield clause
        yield from clause.children
        # "said it will have to withdraw": the verbs of one verb phrase may hang on one another.
        for inner in children_by(clause, _CONTINUING):
            yield inner
            yield from children_by(inner, _OF_VERB_PHRASE)


def _words_below(token: Word) -> Iterator[Word]:
    """Yield what hangs on a word, and on what hangs on it, but for what other clauses hold."""
    for child in token.children:
        yield child
        if child.relation not in _OTHER_CLAUSES:
            yield from child.children
