"""Inverted pronouns: « dit-il », « a-t-elle », and the verbs that they show to be verbs, whatever the parse says."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.tree import Word

from .lexicon import QuoteLexicon, normalize

__all__ = ["find_inverted", "is_inverted", "is_inverted_after_marks", "verb_of"]

_CONTENT_ENDS = (",", "!", "?", "…")


def is_inverted(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a token is a pronoun that a hyphen ties to its verb: « -il »."""
    if not token.text.startswith("-"):
        return False
    return token.form.lstrip("-") in lexicon.pronouns


def find_inverted(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> int | None:
    """Return the position of « -il » or « -t-elle » right after a verb; None where there is none."""
    if position < len(tokens) and lexicon.has("inversion_links", tokens[position]):
        position += 1
    if position >= len(tokens):
        return None
    return position if is_inverted(tokens[position], lexicon) else None


def verb_of(token: Word, lexicon: QuoteLexicon) -> str:
    """
    Return the verb of a token that holds its inverted pronoun, too; the text of any other token.

    The tokenizer leaves the inversion of a verb that it does not know in one piece: « coupe-t-elle ».
    """
    verb, _, pronoun = token.text.rpartition("-")
    if not verb or normalize(pronoun) not in lexicon.pronouns:
        return token.text
    for link in lexicon.sets["inversion_links"]:
        verb = verb.removesuffix(link)
    return verb


def is_inverted_after_marks(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> bool:
    """
    Return whether a word with an inverted pronoun stands right after marks.

    It is then a verb of saying: the models take « tranche » for a number in « « Non », tranche-t-il ».
    """
    token = tokens[position]
    following = tokens[position + 1].text if position + 1 < len(tokens) else ""
    # What is inverted has a hyphen, and so has what links it.
    if "-" not in token.text and "-" not in following:
        return False
    if verb_of(token, lexicon) == token.text:
        if find_inverted(tokens, position + 1, lexicon) is None:
            return False
        # « « Non », a-t-il dit »: the participle is the cue.
        if lexicon.has("auxiliaries", token):
            return False
    first = position
    while first and _belongs_to_incise(tokens[first - 1], lexicon):
        first -= 1
    # Marks leave a gap in the tokens of a frame, which stand outside of them.
    if first == 0:
        return position > 0
    return tokens[first].i - tokens[first - 1].i > 1


def _belongs_to_incise(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a token stands between marks and the verb of their incise: « , », « s' »."""
    return token.text in _CONTENT_ENDS or lexicon.has("reflexive", token)
