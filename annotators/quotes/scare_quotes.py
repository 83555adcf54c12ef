"""Marks by which nobody is quoted: titles, headings, nicknames, and words that the writer holds at a distance."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite, is_passive

from .candidates import is_titled
from .lexicon import QuoteLexicon
from .marks import QuotedSpan
from .quote_reading import QuoteReading

__all__ = ["gives_name", "is_heading", "is_name", "is_scare", "is_title"]

_MAX_NAMING_TOKENS = 3
"""Tokens before marks in which « surnommé » or "film" is looked for: "the film by Ann “…”" has two between."""
_MAX_FRAGMENT_TOKENS = 4
"""Tokens of words at a distance or of a heading: « le « plan B » de la mairie »; chosen, not measured."""
_EDGE_LENGTH = 9
"""Characters around a heading in which the ends of its paragraph are looked for: white space and a full stop."""
_MIN_NAME_TOKENS = 2
_MAX_NAME_TOKENS = 6
"""Tokens of a name behind its noun: chosen, not measured."""
_MIN_TITLE_WORD_LENGTH = 4
"""Letters from which on a word of a title has a capital."""


def is_title(quoted: QuotedSpan, before: Sequence[Word], reading: QuoteReading) -> bool:
    """Return whether words with capitals stand after a preposition, a noun or "'s": « la pièce « Les Vagues » »."""
    if not before:
        return False
    # After a verb, « Elle crie « Vive Lurs » », they are words.
    last = before[-1]
    is_after_noun = last.pos_ in ("ADP", "NOUN", "PROPN")
    if not is_after_noun and last.tag_ != "POS":
        return False
    words = reading.text[slice(*quoted.inner)]
    # „nannte die Anklage „ein Kartenhaus““: every noun has a capital, so that the first word of a title must have it, too.
    if reading.lexicon.capital_nouns and not words[:1].isupper():
        return False
    return is_titled(words)


def is_name(quoted: QuotedSpan, before: Sequence[Word], reading: QuoteReading) -> bool:
    """Return whether marks right behind a noun hold a name, capital first: « le dossier « Cœur de ville » »."""
    if not before or before[-1].pos_ != "NOUN" or reading.lexicon.direct_order:
        return False
    # « le slogan « Non à la guerre » » is said.
    if reading.lexicon.has("nouns", before[-1]):
        return False
    start, end = quoted.inner
    text = reading.text
    inside = reading.tree.between(start, end)
    if (
        not text[start].isupper()
        or text[end - 1] in "!?…."
        or len(inside) < _MIN_NAME_TOKENS
    ):
        return False
    return len(inside) <= _MAX_NAME_TOKENS and not any(map(is_finite, inside))


def is_scare(quoted: QuotedSpan, before: Sequence[Word], reading: QuoteReading) -> bool:
    """Return whether marks hold a few words without a finite verb, or stand after a word that gives names."""
    inside = reading.tree.between(*quoted.inner)
    # « un « vrai problème de fond » », without a verb
    if not inside or not any(map(is_finite, inside)):
        return True
    # « le « va-t-en » des voisins »: what the models take for a verb in three words is none.
    if len(inside) <= _MAX_FRAGMENT_TOKENS:
        return True
    # « une pièce intitulée « Nous partons demain, dit-elle » »
    return gives_name(before, reading.lexicon)


def gives_name(before: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """
    Return whether a word that gives names stands right before marks: « surnommé « le Roc » ».

    A verb of saying with its auxiliary gives none: « s'est dit « inquiet » », « a appelé au « calme » ».
    """
    lowest = max(-1, len(before) - 1 - _MAX_NAMING_TOKENS)
    for position in range(len(before) - 1, lowest, -1):
        word = before[position]
        if lexicon.has("naming", word):
            return not _says(before, position, lexicon)
        # « Le groupe a démenti « … » »: a noun before the verb names nothing behind it.
        if is_verb(word):
            return False
    return False


def _says(tokens: Sequence[Word], position: int, lexicon: QuoteLexicon) -> bool:
    """Return whether the word at a position is a verb of saying with its auxiliary, or calls for something."""
    verb = tokens[position]
    first = position
    while first and tokens[first - 1].pos_ == "ADV":
        first -= 1
    helper = tokens[first - 1] if first else None
    if helper is None or not lexicon.has("helpers", helper) or is_passive(verb):
        return False
    if "reporting" in lexicon.cue_classes(verb.text):
        return True
    # « a appelé sa barque « l'Aurore » » gives a name.
    after = tokens[position + 1 : position + 2]
    return bool(after) and lexicon.has("addressing", after[0])


def is_heading(quoted: QuotedSpan, reading: QuoteReading) -> bool:
    """Return whether marks hold a few words without a verb that are a paragraph of their own: 'A Quiet Harbour'."""
    inside = reading.tree.between(*quoted.inner)
    if not inside:
        return False
    if not _has_capitals(quoted, inside) and not _is_short_phrase(inside):
        return False
    # « Partez ! » alone in its paragraph is said by somebody.
    if reading.text[quoted.inner[1] - 1] in "!?…":
        return False
    return _is_paragraph(quoted, reading.text)


def _is_paragraph(quoted: QuotedSpan, text: str) -> bool:
    """Return whether marks fill their paragraph, a full stop after them left aside."""
    # 'A Quiet Harbour'.¶ has its full stop after the marks.
    first = max(0, quoted.start - _EDGE_LENGTH)
    before = text[first : quoted.start].rstrip(" ")
    if before and before[-1] != "\n":
        return False
    last = quoted.end + _EDGE_LENGTH
    after = text[quoted.end : last].lstrip(" .")
    return not after or after[0] == "\n"


def _has_capitals(quoted: QuotedSpan, inside: Sequence[Word]) -> bool:
    """Return whether all long words within single marks have capitals, as British headings have."""
    if quoted.opening not in ("'", "‘"):
        return False
    words = [token.text for token in inside if token.is_alpha]
    long_words = [word for word in words if len(word) >= _MIN_TITLE_WORD_LENGTH]
    if not long_words:
        return False
    return all(word[0].isupper() for word in long_words)


def _is_short_phrase(inside: Sequence[Word]) -> bool:
    """Return whether the words within marks are few, and none a verb or an interjection."""
    if len(inside) > _MAX_FRAGMENT_TOKENS:
        return False
    # « Merci, Lurs » is said, though it has no verb.
    tags = {token.pos_ for token in inside}
    return tags.isdisjoint(("VERB", "AUX", "INTJ"))
