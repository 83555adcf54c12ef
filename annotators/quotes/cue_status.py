"""The status of a cue: whether its content was said, denied, only heard of, or has not been said yet."""

from __future__ import annotations

from collections.abc import Sequence

from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import (
    is_conditional,
    is_infinitive_form,
    is_participle,
)

from .lexicon import QuoteLexicon

__all__ = ["choose_status"]


def choose_status(
    verb: Word, before: Sequence[Word], after: Sequence[Word], lexicon: QuoteLexicon
) -> str:
    """Return whether it was said: not when the saying is negated, conditional, or itself hearsay."""
    if lexicon.has_any("negations", (*before, *after[:1])):
        # « Elle n'a pas nié que… » says it; « Elle n'a pas dit que… » does not.
        return "said" if lexicon.has("denying", verb) else "denied"
    # « Il aurait, paraît-il, promis… », "She has reportedly promised…".
    if lexicon.has_any("rumoured", (*before, *after)):
        return "rumour"
    # « La ministre aurait promis… »: in the press, the conditional of hearsay.
    if any(map(is_conditional, before)) and is_participle(verb):
        return "rumour"
    return "hypothetical" if _is_hypothetical(verb, before, lexicon) else "said"


def _is_hypothetical(verb: Word, before: Sequence[Word], lexicon: QuoteLexicon) -> bool:
    """Return whether nothing was said yet: « pourrait dire que », « si elle dit que », « dirait que »."""
    if lexicon.has_any("modals", (*before, *_governor(verb))):
        return True
    # « Elle se demande si on dit que… »: there « si » asks, and sets no condition.
    is_content = verb.relation is Relation.CLAUSAL_COMPLEMENT
    # « s' » is a pronoun more often than it is « si »: « elle s'est engagée à », « s'agace-t-il ».
    words = [child for child in verb.children if child.pos_ != "PRON"]
    if not is_content and lexicon.has_any("conditions", words):
        return True
    return is_conditional(verb)


def _governor(verb: Word) -> tuple[Word, ...]:
    """Return the verb that an infinitive hangs on (« pourrait dire »); empty for any other form."""
    if verb.relation is Relation.OPEN_COMPLEMENT and is_infinitive_form(verb):
        return (verb.head,)
    return ()
