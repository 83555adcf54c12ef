"""Which words of a frame are cues of the lexicon: verbs alone, verbs with their words, adjectives with their « est »."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.tree import Word

from .lexicon import QuoteLexicon

__all__ = [
    "MAX_AUXILIARY_TOKENS",
    "can_stand_between",
    "has_wrong_reflexive",
    "look_up_cue",
]

MAX_AUXILIARY_TOKENS = 5
"""How many tokens before a verb are read for what belongs to it: chosen, not measured; « a-t-il toutefois ajouté » has
three."""
_MAX_PHRASE_TOKENS = 3
"""Tokens after the verb of the longest phrases: « lancer un appel » has two, « mettre l'accent sur » three."""
_MAX_COPULA_TOKENS = 3
"""How many tokens before « convaincue » may hold its « est »: « est aujourd'hui tout à fait convaincue » is too far."""
_MAX_PARTED_TOKENS = 20
"""How many tokens the first word of a verb may stand before its second: chosen, not measured."""
_PAUSES = frozenset(",;:.!?…—–")


def look_up_cue(
    tokens: Sequence[Word], position: int, word: str, lexicon: QuoteLexicon
) -> tuple[int, frozenset[str]]:
    """Return the last position of the form at `position`, and its classes."""
    # Several words go before one: « fait savoir » reports, « fait » alone does only beside marks.
    if word in lexicon.first_words:
        phrase = _find_phrase(tokens, position, lexicon)
        if phrase is not None:
            return phrase
    if word in lexicon.first_words and lexicon.parted_verbs:
        classes = _classes_of_parted(tokens, position, lexicon)
        if classes:
            return position, classes
    # « Elle est convaincue que… » reports, « un électeur convaincu que… » tells of him.
    if position and word in lexicon.sets["convinced"]:
        first = max(0, position - _MAX_COPULA_TOKENS)
        before = tokens[first:position]
        if any(_is_copula(token, lexicon) for token in before):
            return position, frozenset({"opinion", "convinced"})
        return position, frozenset()
    classes = lexicon.cues.get(word, frozenset())
    return position, classes


def _find_phrase(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> tuple[int, frozenset[str]] | None:
    """Return the last position of the longest phrase of a verb and its words, and its classes; None without one."""
    first = position + 1
    # « fait aussi savoir », « met une fois encore en garde »: adverbs may part a verb from its words.
    while first < len(tokens) and tokens[first].pos_ == "ADV":
        first += 1
    stop = min(len(tokens), first + _MAX_PHRASE_TOKENS)
    for after in range(stop, first, -1):
        words = "".join(t.text + t.whitespace_ for t in tokens[first:after]).strip()
        classes = lexicon.cue_classes(f"{tokens[position].form} {words}")
        if classes:
            return after - 1, classes
    return None


def _classes_of_parted(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> frozenset[str]:
    """
    Return the classes of a verb whose second word ends its clause: „*fügte* er nach kurzem Zögern *hinzu*“.

    Within the clause, such a word is a preposition: „kündigte an der Küste“.
    """
    for index in range(position + 2, min(len(tokens), position + _MAX_PARTED_TOKENS)):
        token, before = tokens[index], tokens[index - 1]
        if before.text in _PAUSES or token.i - before.i > 1:
            break
        ends_clause = index + 1 == len(tokens) or tokens[index + 1].is_punct
        if ends_clause:
            return lexicon.cue_classes(f"{tokens[position].text} {token.text}")
    return frozenset()


def has_wrong_reflexive(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> bool:
    """Return whether a verb reports with a reflexive pronoun alone and has none, or only without one and has one."""
    token = tokens[position]
    # « la nouvelle réjouit la ville »
    if lexicon.has("reflexive_only", token):
        return not _has_reflexive(tokens, position, lexicon)
    # « au bord du quai se trouve un phare »
    if lexicon.has("not_reflexive", token):
        return _has_reflexive(tokens, position, lexicon)
    return False


def _has_reflexive(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> bool:
    """Return whether a reflexive pronoun stands before a verb, with nothing between that is no part of it."""
    first = max(0, position - MAX_AUXILIARY_TOKENS)
    for token in reversed(tokens[first:position]):
        if lexicon.has("reflexive", token):
            return True
        # « s'en est vite réjoui »
        is_between = lexicon.has("helpers", token) or lexicon.has("clitics", token)
        if not is_between and not can_stand_between(token, lexicon):
            return False
    return False


def _is_copula(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a word joins « convaincu » to its subject: « est », « se dit », "seems"."""
    return lexicon.has("helpers", token) or lexicon.has("copulas", token)


def can_stand_between(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a token may part an auxiliary from its verb: « a -t -il toutefois pas dit »."""
    if token.text == "-t" or token.pos_ == "ADV":
        return True
    return lexicon.has("negations", token)
