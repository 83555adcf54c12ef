"""Inverted pronouns: « dit-il », « a-t-elle », and the verbs that they show to be verbs, whatever the parse says."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_finite, is_infinitive_form

from .lexicon import QuoteLexicon, normalize

__all__ = [
    "find_inverted",
    "find_reporting_infinitive",
    "is_inverted",
    "is_inverted_after_marks",
    "is_verb_after_marks",
    "verb_of",
]

_CONTENT_ENDS = (",", "!", "?", "…")
_CLOSING_MARKS = frozenset("»”\"’'")
_MAX_HELPER_TOKENS = 3
"""Tokens before a verb that may belong to it, « ne s'est pas »: chosen, not measured."""
_MAX_MODAL_TOKENS = 3
"""Tokens between a verb and its infinitive, « a tenu lui aussi à rappeler »: chosen, not measured."""


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


def is_verb_after_marks(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> bool:
    """
    Return whether a finite verb stands right after closing marks, whatever it means: « Non », renforce Ana Vidal.

    Its pronouns and auxiliaries may stand between. Who says it must follow: that is asked elsewhere.
    """
    verb = tokens[position]
    if verb.pos_ != "VERB" or lexicon.direct_order:
        return False
    first = position
    lowest = max(0, position - _MAX_HELPER_TOKENS)
    while first > lowest and _helps(tokens[first - 1], lexicon):
        first -= 1
    is_helped = lexicon.has_any("auxiliaries", tokens[first:position])
    if is_infinitive_form(verb) or not (is_helped or is_finite(verb)):
        return False
    if first and tokens[first - 1].text in _CONTENT_ENDS:
        first -= 1
    index = tokens[first].i
    return index > 0 and verb.doc[index - 1].text in _CLOSING_MARKS


def _helps(token: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a token before a verb belongs to it: « a », « s' », « lui »."""
    return lexicon.has("helpers", token) or lexicon.has("clitics", token)


def find_reporting_infinitive(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> int | None:
    """
    Return the position of the infinitive of saying that a verb leads to; None without one.

    « Non », tient à rappeler Ana Vidal; « Non », veut croire le maire.
    """
    for after in range(
        position + 1, min(len(tokens), position + 2 + _MAX_MODAL_TOKENS)
    ):
        token = tokens[after]
        if is_infinitive_form(token):
            return after if token.form in lexicon.saying else None
        is_between = token.pos_ == "ADV" or lexicon.has("clitics", token)
        if not is_between and not lexicon.has("to", token):
            return None
    return None
