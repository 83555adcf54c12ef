"""A noun with what hangs on it: its adposition, determiner, numbers, names and owners, and where its phrase ends."""

from __future__ import annotations

from collections.abc import Iterator

from .features import is_noun, is_possessive
from .relations import CLAUSES, Relation
from .tree import Word

__all__ = [
    "adjectives",
    "adposition_of",
    "appositions",
    "determiners",
    "head_of_noun_phrase",
    "holder",
    "is_bare",
    "is_owned",
    "name_parts",
    "noun_of_adposition",
    "numerals",
    "owners",
    "phrase_offsets",
    "words_of_phrase",
]

_ADJECTIVES = frozenset({Relation.ADJECTIVE})
_NUMERALS = frozenset({Relation.NUMERAL})
_DETERMINERS = frozenset({Relation.DETERMINER, Relation.PREDETERMINER})
_APPOSITIONS = frozenset({Relation.APPOSITION})
_NAME_PARTS = frozenset({Relation.NAME_PART, Relation.COMPOUND, Relation.FOREIGN_PART})
# What keeps a noun from standing alone: « *trois* hommes », « le *vieux* pont », "*his* house".
_OPENERS = frozenset(
    {Relation.DETERMINER, Relation.NUMERAL, Relation.ADJECTIVE, Relation.POSSESSOR}
)
# How a noun hangs on another noun of the same phrase: « la directrice de la *société* », "the *city* council".
_WITHIN_PHRASE = frozenset(
    {
        Relation.NOUN_MODIFIER,
        Relation.COMPOUND,
        Relation.POSSESSOR,
        Relation.APPOSITION,
        Relation.NAME_PART,
        Relation.FOREIGN_PART,
        Relation.CONJUNCT,
    }
)


def adposition_of(noun: Word) -> Word | None:
    """
    Return the adposition before a noun; None without one.

    The French model hangs it on the noun, « *à* Paris », the English one the noun on it, "*in* Paris".
    """
    for child in noun.children:
        if child.relation is Relation.CASE:
            return child
    return noun.head if noun.relation is Relation.ADPOSITION_OBJECT else None


def noun_of_adposition(adposition: Word) -> Word | None:
    """Return the noun after an adposition, in either model; None before a clause: "of *bombing*"."""
    for child in adposition.children:
        if child.relation is Relation.ADPOSITION_OBJECT:
            return child
    return adposition.head if adposition.relation is Relation.CASE else None


def holder(word: Word) -> Word:
    """Return what a word hangs on, an adposition between them passed over: "the mayor of *Paris*" → "mayor"."""
    head = word.head
    return head.head if head.pos_ == "ADP" else head


def determiners(noun: Word) -> list[Word]:
    """Return the determiners of a noun: « *le* maire », "*all* *the* men"."""
    return _children(noun, _DETERMINERS)


def numerals(noun: Word) -> list[Word]:
    """Return the numbers that count a noun: « *trois* hommes »."""
    return _children(noun, _NUMERALS)


def adjectives(noun: Word) -> list[Word]:
    """Return the adjectives of a noun: « le *vieux* pont »."""
    return _children(noun, _ADJECTIVES)


def appositions(noun: Word) -> list[Word]:
    """Return the nouns in apposition to a noun: "the director, Ann *Lee*"."""
    return _children(noun, _APPOSITIONS)


def name_parts(noun: Word) -> list[Word]:
    """Return the further words of a name, on either side of its head: « Anne *Lee* », "*Ann* Lee"."""
    return _children(noun, _NAME_PARTS)


def owners(noun: Word) -> list[Word]:
    """Return the nouns that say whose something is: "the *company*'s director", « la directrice de la *société* »."""
    owning = _children(noun, {Relation.POSSESSOR})
    for child in noun.children:
        if child.relation is Relation.NOUN_MODIFIER:
            owning.append(child)
        elif child.relation is Relation.ADPOSITION:
            owning += _children(child, {Relation.ADPOSITION_OBJECT})
    return [owner for owner in owning if is_noun(owner)]


def is_owned(noun: Word) -> bool:
    """Return whether a possessive stands before a noun: « *sa* maison », "*his* house"."""
    return any(
        is_possessive(child)
        for child in noun.children
        if child.relation in (Relation.DETERMINER, Relation.POSSESSOR)
    )


def is_bare(noun: Word) -> bool:
    """Return whether nothing opens a noun's phrase, as in a headline: « *Attaque* à Paris », and not « une attaque »."""
    return not any(child.relation in _OPENERS for child in noun.children)


def head_of_noun_phrase(noun: Word) -> Word:
    """Return the noun that the phrase of a noun is of: « la *directrice* de la société » for « société »."""
    while noun.head is not noun:
        above = holder(noun)
        is_within = (
            noun.relation in _WITHIN_PHRASE
            or noun.relation is Relation.ADPOSITION_OBJECT
        )
        if not is_within or not is_noun(above):
            return noun
        noun = above
    return noun


def words_of_phrase(noun: Word) -> list[Word]:
    """
    Return the words of a noun's phrase that follow one another, its clauses left out.

    « la directrice de la société » of « la directrice de la société, qui part ».
    """
    words = {word.i: word for word in _below(noun)}
    first = last = noun.i
    while first - 1 in words:
        first -= 1
    while last + 1 in words:
        last += 1
    while last > noun.i and words[last].is_punct:
        last -= 1
    while first < noun.i and words[first].is_punct:
        first += 1
    return [words[index] for index in range(first, last + 1)]


def phrase_offsets(noun: Word) -> tuple[int, int]:
    """Return where a noun's phrase stands in the text: offsets in code points, end-exclusive."""
    words = words_of_phrase(noun)
    return words[0].idx, words[-1].idx + len(words[-1])


def _below(noun: Word) -> Iterator[Word]:
    """Yield a noun and all that hangs on it, but for clauses."""
    stack = [noun]
    while stack:
        word = stack.pop()
        yield word
        stack += (child for child in word.children if child.relation not in CLAUSES)


def _children(noun: Word, relations: frozenset[Relation] | set[Relation]) -> list[Word]:
    return [child for child in noun.children if child.relation in relations]
