"""Contents that are no clause: "called for a vote", "called him a liar", in languages that count them as attributed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pressmark.annotators.grammar.features import has_feature
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.annotators.grammar.verbs import is_infinitive_form, particles

from .candidates import is_titled
from .content_places import is_dash_between_words
from .cues import Cue
from .frames import Frame
from .lexicon import QuoteLexicon
from .positions import end_of

__all__ = ["find_object"]

_OBJECT_RELATIONS = frozenset(
    {
        Relation.OBJECT,
        Relation.OBJECT_PREDICATE,
        Relation.CLAUSAL_COMPLEMENT,
        Relation.OPEN_COMPLEMENT,
        Relation.ATTRIBUTE,
        Relation.ADPOSITION_CLAUSE,
    }
)


def find_object(
    frame: Frame, cue: Cue, lexicon: QuoteLexicon
) -> tuple[int, int] | None:
    """
    Find the offsets of what a verb of the class `objects` takes after it, marks within it taken in.

    None where it takes nothing, or tells of no saying.
    """
    if not _reports_objects(cue):
        return None
    # "a band called “The Gulls”" is named so, and not attacked.
    if lexicon.has("naming", cue.verb) and _gives_title(frame, cue):
        return None
    objects = [c for c in cue.verb.children if _is_object(c, cue.verb, lexicon)]
    if not objects:
        return None
    tree = cue.verb.doc
    first = min(word.left_edge.i for word in objects)
    last = max(word.right_edge.i for word in objects)
    object_tokens = [token for token in frame.tokens if first <= token.i <= last]
    # The tokens are those outside of marks; what is within them comes with the marks.
    # The object's first word may stand before the verb ("what he called …"): the content does not.
    first = max(first, cue.verb.i + 1)
    start = tree[first].idx
    end = min(_object_end(object_tokens, lexicon), frame.end)
    start, end = _take_in_marks(frame, start, end, tree[last])
    # "called off the strike": with a particle such a verb tells of another deed, unless marks show what was said.
    if particles(cue.verb) and not _holds_marks(frame, start, end):
        return None
    return (start, end) if start < end else None


def _take_in_marks(frame: Frame, start: int, end: int, last: Word) -> tuple[int, int]:
    """Return a stretch with the marks that it begins, ends, or has its `last` word in: "called it “a shame”"."""
    for quoted in frame.quoted_spans:
        holds_last = quoted.start <= last.idx < quoted.end
        if quoted.start < end <= quoted.end or holds_last:
            end = quoted.end
        if quoted.start <= start < quoted.end:
            start = quoted.start
    return start, end


def _holds_marks(frame: Frame, start: int, end: int) -> bool:
    """Return whether words in marks stand in a stretch."""
    return any(
        start < quoted.end and quoted.start < end for quoted in frame.quoted_spans
    )


def _gives_title(frame: Frame, cue: Cue) -> bool:
    """Return whether marks with capitals stand right after the verb: "called “The Gulls”"."""
    tree, verb = cue.verb.doc, cue.verb
    after = [quoted for quoted in frame.quoted_spans if quoted.start >= verb.idx]
    if not after:
        return False
    next_quoted = after[0]
    before = frame.tokens_before(next_quoted.start)
    if before[-1] is not verb:
        return False
    inside = tree.between(*next_quoted.inner)
    if not inside:
        return False
    first, last = inside[0], inside[-1]
    return is_titled(tree.parse.text[first.idx : end_of(last)])


def _object_end(tokens: Sequence[Word], lexicon: QuoteLexicon) -> int:
    """Return where an object ends: with its words, or before a dash, or a comma and a relative clause."""
    if not tokens:
        return 0
    for before, token in pairwise(tokens):
        # "called for a vote, which failed"
        if before.text == "," and lexicon.has("relative", token):
            return before.idx
        # "called for a vote — the third this year"
        if is_dash_between_words(token) and before.whitespace_ and token.whitespace_:
            return token.idx
    return end_of(tokens[-1])


def _is_object(word: Word, verb: Word, lexicon: QuoteLexicon) -> bool:
    """Return whether a word that hangs on a verb is its object: "a vote", or "for" in "called for a vote"."""
    # "what she called a farce": what stands before the verb is no content of it.
    if word.i <= verb.i:
        return False
    if word.relation in _OBJECT_RELATIONS:
        return True
    return word.relation is Relation.ADPOSITION and lexicon.has("governed", word)


def _reports_objects(cue: Cue) -> bool:
    """Return whether a verb tells of a saying: finite, an infinitive or "citing", not "voters backing X", "called X"."""
    if "objects" not in cue.classes or not cue.is_verb or cue.passive:
        return False
    if cue.finite or is_infinitive_form(cue.verb):
        return True
    return (
        has_feature(cue.verb, "Tense", "Pres")
        and cue.verb.relation is not Relation.NOUN_CLAUSE
    )
