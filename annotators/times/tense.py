"""Whether a sentence speaks of what is to come or of what was, for words that may mean either: « mardi »."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pressmark.annotators.grammar.features import is_verb
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word, tree_of
from pressmark.annotators.grammar.verbs import (
    finite_words,
    is_future,
    is_past_form,
    is_past_participle,
    is_subjunctive,
    verb_group,
)

from .lexicon import TimeLexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["looks_ahead"]

_MAX_CUE_CHARACTERS = 24
"""How far before an expression a « depuis » or « à compter du » is looked for; the longest has 14 characters."""
# « prévoit de partir », « annonce qu'elle partira »
_COMPLEMENT_RELATIONS = frozenset(
    {Relation.OPEN_COMPLEMENT, Relation.CLAUSAL_COMPLEMENT, Relation.OBJECT}
)


def looks_ahead(
    text: str, doc: Doc, start: int, end: int, lexicon: TimeLexicon
) -> bool | None:
    """
    Tell whether the expression from `start` to `end` (in code points) is of what is to come, by words, then by tense.

    True for what is to come, False for what was, None when the sentence leaves it open. The words right before it
    decide first: « la grève commencée se poursuit dès mardi ». `text` is the doc's, which takes long to give its own.
    """
    text_before = _text_before(text, start)
    by_cue = _looks_ahead_by_cue(text_before, lexicon)
    if by_cue is not None:
        return by_cue
    by_verb = _looks_ahead_by_verb(doc, start, end, lexicon)
    # "the shop closes from Monday", but "it was closed from Monday"
    if by_verb is None and _has_cue(text_before, lexicon.before_future_unless_past):
        return True
    return by_verb


def _looks_ahead_by_verb(
    doc: Doc, start: int, end: int, lexicon: TimeLexicon
) -> bool | None:
    """Tell by the tense of the verb nearest above the expression; None without one."""
    root = tree_of(doc).root(start, end)
    if root is None:
        return None
    # The verb nearest above is the expression's own: « il dit qu'elle viendra mardi ».
    for word in (root, *root.ancestors):
        if is_verb(word):
            return _looks_ahead_by_tense(word, lexicon)
    # A model that parses gives every word a label.
    return None if root.dep_ else _looks_ahead_by_clause(root, lexicon)


def _looks_ahead_by_clause(word: Word, lexicon: TimeLexicon) -> bool | None:
    """
    Tell by the verbs between the same two pauses as a word of a parse without heads; the first that tells decides.

    „Am Samstag wollen die Lehrer demonstrieren, sagte Anna Roth.“
    """
    for verb in _clause_around(word):
        is_ahead = _looks_ahead_by_tense(verb, lexicon) if is_verb(verb) else None
        if is_ahead is not None:
            return is_ahead
    return None


def _clause_around(word: Word) -> list[Word]:
    """Return the words of a sentence that no punctuation parts from a word."""
    words = list(word.sent)
    first = last = word.i - words[0].i
    while first > 0 and not words[first - 1].is_punct:
        first -= 1
    while last + 1 < len(words) and not words[last + 1].is_punct:
        last += 1
    return words[first : last + 1]


def _text_before(text: str, start: int) -> str:
    """Return what stands right before an expression as the lexicon writes it: lower case, straight apostrophes."""
    first_offset = max(0, start - _MAX_CUE_CHARACTERS)
    return text[first_offset:start].lower().rstrip().replace("’", "'")


def _looks_ahead_by_cue(text_before: str, lexicon: TimeLexicon) -> bool | None:
    """Tell by the words before the expression: True after « dès », False after « depuis », else None."""
    if _has_cue(text_before, lexicon.before_future):
        return True
    return False if _has_cue(text_before, lexicon.before_past) else None


def _has_cue(text_before: str, cues: Iterable[str]) -> bool:
    """Return whether a text ends with one of `cues` as a word."""
    return any(_ends_with_word(text_before, cue) for cue in cues)


def _ends_with_word(text: str, word: str) -> bool:
    """
    Tell whether `text` ends with `word` and not with a longer word that ends so.

    >>> _ends_with_word("fermé dès", "dès"), _ends_with_word("les procédés", "dés")
    (True, False)
    """
    if not text.endswith(word):
        return False
    # « dès » is no cue in « procédés »
    before = text[: -len(word)]
    return not before or not before[-1].isalnum()


def _looks_ahead_by_tense(verb: Word, lexicon: TimeLexicon) -> bool | None:
    """Tell by a verb and its auxiliaries; the order matters, since one group may hold several signs."""
    group = verb_group(verb)
    # « elle arrivera mardi », « elle doit arriver mardi », "she will arrive on Tuesday"
    if any(map(is_future, group)):
        return True
    if any(word.text.lower() in lexicon.future_verb_forms for word in group):
        return True
    # « ils prévoient de manifester mardi »: the verb that governs the expression's own
    is_complement = verb.relation in _COMPLEMENT_RELATIONS
    if is_complement and verb.head.text.lower() in lexicon.future_verb_forms:
        return True
    # "a meeting to be held on Tuesday"
    if verb.relation is Relation.NOUN_CLAUSE and any(
        child.tag_ == "TO" for child in verb.children
    ):
        return True
    # « pour qu'elle vienne mardi »
    if lexicon.subjunctive_ahead and any(map(is_subjunctive, group)):
        return True
    # "she arrived on Tuesday", « elle arrivait mardi »
    if any(map(is_past_form, finite_words(verb))):
        return False
    # « elle est arrivée mardi »: the finite verb is present, the participle past
    if any(map(is_past_participle, group)):
        return False
    return None
