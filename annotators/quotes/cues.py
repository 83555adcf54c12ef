"""Cues: the verbs of a frame, outside of marks, that can report speech, each with the words that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pressmark.annotators.grammar.features import has_feature, is_verb
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_infinitive_form, is_participle

from .cue_lookup import (
    MAX_AUXILIARY_TOKENS,
    can_stand_between,
    has_wrong_reflexive,
    look_up_cue,
)
from .cue_status import choose_status
from .inversion import (
    find_inverted,
    find_reporting_infinitive,
    is_inverted,
    is_inverted_after_marks,
    is_verb_after_marks,
    verb_of,
)
from .lexicon import CUE_CLASSES, QuoteLexicon
from .positions import end_of

__all__ = ["Cue", "find_cues"]

_MAX_ASIDE_TOKENS = 5
"""Tokens of the longest set phrases: « en début de semaine », « la semaine dernière »."""
_MAX_STATUS_TOKENS = 2
"""How many tokens after a verb are read for its status: « n'a pas dit », « dirait-on », "said reportedly"."""
_EMBEDDED_RELATIONS = frozenset(
    {
        Relation.NOUN_CLAUSE,
        Relation.RELATIVE_CLAUSE,
        Relation.ADVERBIAL_CLAUSE,
        Relation.ADJECTIVE,
        Relation.NOUN_MODIFIER,
        Relation.OPEN_COMPLEMENT,
        Relation.CONJUNCT,
        Relation.ADPOSITION,
    }
)
"""How the French and the English models hang a participle on another word."""


@dataclass(frozen=True, slots=True)
class Cue:
    """
    A reporting verb: `first` and `last` are positions in the tokens searched, hull of « a-t-il toutefois ajouté ».

    `pronoun` is the position of an inverted subject (« -t-il ») within or right after the hull, or None. `status` is
    one of `QUOTE_STATUSES`. `tail_length` counts the code points of the last token that are no part of the verb, as in
    « coupe-t-elle » in one token. A verb that is not `is_listed` reports only what stands in marks right before it.
    """

    first: int
    last: int
    verb: Word
    classes: frozenset[str]
    pronoun: int | None
    finite: bool
    passive: bool
    status: str
    tail_length: int = 0
    is_listed: bool = True

    @property
    def is_verb(self) -> bool:
        """Whether the parse, too, takes the word for a verb."""
        return is_verb(self.verb)

    @property
    def main_class(self) -> str:
        """The class that a table shows: the first of the verb's, in the order of `CUE_CLASSES`."""
        in_order = (name for name in CUE_CLASSES if name in self.classes)
        return next(in_order)

    @property
    def after(self) -> int:
        """The position after the hull and its inverted pronoun."""
        last = self.last
        if self.pronoun is not None:
            last = max(last, self.pronoun)
        return last + 1

    def hull(self, tokens: Sequence[Word]) -> tuple[int, int]:
        """Return the offsets of the cue; `tokens` are those that it was found in."""
        first, last = tokens[self.first], tokens[self.last]
        return first.idx, end_of(last) - self.tail_length


def find_cues(tokens: Sequence[Word], lexicon: QuoteLexicon) -> Iterator[Cue]:
    """Find the cues among `tokens`, in order; none overlaps another."""
    after = 0
    # What is inverted has a hyphen, and so has what links it; the last word has nothing behind it.
    has_hyphen = ["-" in token.text for token in tokens] + [False]
    for position, token in enumerate(tokens):
        if position < after:
            continue
        # « On étouffe », tranche-t-il.
        may_be_inverted = has_hyphen[position] or has_hyphen[position + 1]
        if may_be_inverted and is_inverted_after_marks(tokens, position, lexicon):
            yield _make_inverted_cue(tokens, position, lexicon)
            after = position + 1
            continue
        # « Non », tient à rappeler Ana Vidal; « Non », renforce Ana Vidal.
        if token.pos_ == "VERB" and is_verb_after_marks(tokens, position, lexicon):
            cue = _make_cue_after_marks(tokens, position, lexicon)
            if cue is not None:
                yield cue
                after = cue.last + 1
                continue
        # Most words open no cue.
        if token.form not in lexicon.cue_openers:
            continue
        last, classes = look_up_cue(tokens, position, token.form, lexicon)
        if (
            classes
            and _can_be_verb(tokens, position)
            and not has_wrong_reflexive(tokens, position, lexicon)
        ):
            yield _make_cue(tokens, position, last, classes, lexicon)
            after = last + 1


def _make_inverted_cue(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> Cue:
    """Return the cue of a verb with its pronoun after marks, where any verb reports."""
    token = tokens[position]
    verb = verb_of(token, lexicon)
    classes = lexicon.cue_classes(verb) | {"beside"}
    cue = _make_cue(tokens, position, position, classes, lexicon)
    if verb == token.text:
        return cue
    # « coupe-t-elle » is one token: verb and pronoun stand at one position.
    tail_length = len(token) - len(verb)
    return replace(cue, pronoun=position, finite=True, tail_length=tail_length)


def _make_cue_after_marks(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> Cue | None:
    """Return the cue of a verb right after marks that no lexicon has, or of its infinitive of saying; None for another."""
    infinitive = find_reporting_infinitive(tokens, position, lexicon)
    if infinitive is not None:
        classes = lexicon.cue_classes(tokens[infinitive].text)
        cue = _make_cue(tokens, position, infinitive, classes, lexicon)
        return replace(cue, verb=tokens[infinitive], is_listed=False)
    if tokens[position].form in lexicon.cue_openers:
        return None
    cue = _make_cue(tokens, position, position, frozenset({"beside"}), lexicon)
    return replace(cue, is_listed=False)


def _can_be_verb(tokens: Sequence[Word], position: int) -> bool:
    """Return whether a form can be a verb where it stands: no small word, no name in capitals, no noun."""
    token = tokens[position]
    if token.pos_ in ("DET", "PUNCT", "NUM", "PRON"):
        return False
    if _is_noun(tokens, position):
        return False
    # "the FEARS group" has no verb; "SAYS" in a headline of capitals is lost with it.
    return not (token.text.isupper() and len(token) > 1)


def _is_noun(tokens: Sequence[Word], position: int) -> bool:
    """Return whether a word is a noun by what stands before it, too: « un rêve », "the report"."""
    if tokens[position].pos_ != "NOUN" or position == 0:
        return False
    before = tokens[position - 1]
    # « une directive européenne demande »: the adjective is of the noun before it.
    if before.pos_ == "ADJ":
        return before.head.i >= before.i
    return before.pos_ in ("DET", "NUM")


def _make_cue(
    tokens: Sequence[Word],
    position: int,
    last: int,
    classes: frozenset[str],
    lexicon: QuoteLexicon,
) -> Cue:
    """Return the cue of the verb at `position`, with the auxiliaries and the pronoun that belong to it."""
    verb = tokens[position]
    first, pronoun_within, before = _read_back(tokens, position, lexicon)
    pronoun = find_inverted(tokens, last + 1, lexicon)
    # « a-t-il ajouté »: the pronoun within the hull is the subject, whatever follows it.
    if pronoun_within is not None and pronoun_within > first:
        pronoun = pronoun_within
    # « A lire » has no auxiliary, whatever its first word is.
    is_helped = not is_infinitive_form(verb) and lexicon.has_any("auxiliaries", before)
    is_bare_form = (
        is_infinitive_form(verb)
        or _is_participle(verb)
        or verb.form.endswith(lexicon.never_finite)
    )
    is_past = is_participle(verb) and not has_feature(verb, "Tense", "Pres")
    after = tokens[last + 1 : last + 1 + _MAX_STATUS_TOKENS]
    return Cue(
        first,
        last,
        verb,
        classes,
        pronoun,
        finite=is_helped or pronoun is not None or not is_bare_form,
        passive=is_past and lexicon.has_any("passive", before),
        status=choose_status(verb, before, after, lexicon),
    )


def _read_back(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> tuple[int, int | None, list[Word]]:
    """
    Read what belongs to the verb at `position` before it: « n'a-t-elle pourtant jamais », the nearest word first.

    Return the position of its first auxiliary (or its own), that of an inverted pronoun, and the words.
    """
    first, pronoun = position, None
    words: list[Word] = []
    aside = _start_of_aside(tokens, position, lexicon)
    lowest = max(-1, aside - MAX_AUXILIARY_TOKENS - 1)
    for back in range(aside - 1, lowest, -1):
        token = tokens[back]
        # « a », « été », « s' »
        if lexicon.has("helpers", token):
            first = back
        elif is_inverted(token, lexicon):
            pronoun = back
        elif not can_stand_between(token, lexicon):
            break
        words.append(token)
    return first, pronoun, words


def _start_of_aside(
    tokens: Sequence[Word], position: int, lexicon: QuoteLexicon
) -> int:
    """Return where a set phrase begins that parts a participle from its auxiliary: « a de son côté dénoncé »."""
    if lexicon.asides is None:
        return position
    for length in range(_MAX_ASIDE_TOKENS, 1, -1):
        first = position - length
        if first <= 0 or not lexicon.has("auxiliaries", tokens[first - 1]):
            continue
        words = (token.text + token.whitespace_ for token in tokens[first:position])
        if lexicon.asides.fullmatch("".join(words).strip()):
            return first
    return position


def _is_participle(verb: Word) -> bool:
    """
    Return whether a form is a participle by its place, too.

    The models take « dit » and "said" for one far too often: « le maire dit que » has a finite verb, « la route dite
    du sel » has none.
    """
    if not is_participle(verb):
        return False
    # « …, dit Luc Petit »: no past participle has its subject after it.
    if _has_later_subject(verb) and not has_feature(verb, "Tense", "Pres"):
        return False
    if verb.relation in _EMBEDDED_RELATIONS:
        return True
    return has_feature(verb, "Tense", "Pres")


def _has_later_subject(verb: Word) -> bool:
    """Return whether the parse gives `verb` a subject that stands after it: « dit le maire »."""
    later = [child for child in verb.children if child.i > verb.i]
    return any(child.relation is Relation.SUBJECT for child in later)
