"""Quantities: how many, with the value, its bound, the noun that is counted, and what is a part of a larger number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pressmark.annotators.grammar.features import is_noun
from pressmark.annotators.grammar.relations import Relation
from pressmark.annotators.grammar.tree import Word
from pressmark.spans import Argument

from .lexicon import EventLexicon

__all__ = ["Quantities"]

# « 1 200 », "1,200", « 3,5 »; thin and fixed spaces group digits in French print.
_DIGITS = re.compile(r"\d[\d \u00a0\u202f.,]*")
MAX_BOUND_CHARACTERS = 28
"""How many code points before and after a number its bound is looked for in: « au moins », "or more"; chosen, not
measured, by the longest phrase of the lexicons."""
MAX_SUBSET_TOKENS = 3
"""How many tokens before a number its « dont » may stand: « dont au moins quatre »; chosen, not measured."""
MAX_RESULT_CHARACTERS = 80
"""How many code points after a trigger its result may stand: « battus mardi soir à Metz par Vello, 3-1 ». Chosen."""
_HUNDRED, _THOUSAND = 100, 1000
_DIGITS_OF_A_GROUP, _MAX_GROUPS = 3, 3
"""How print groups digits, and how many groups a number has at most after its first: thousands, millions."""
# of « quatre-vingts »
_FOUR, _TWENTY = 4, 20


_NUMBER_PART_RELATIONS = frozenset(
    {Relation.COMPOUND, Relation.NAME_PART, Relation.NUMERAL, Relation.FIXED}
)
"""How the words of one number hang together: « deux mille », "three hundred"."""
# « une quinzaine de blessés », « une dizaine d'entre eux »
_COUNTED_RELATIONS = frozenset({Relation.NOUN_MODIFIER, Relation.OBLIQUE_ARGUMENT})


@cache
def _result_pattern(joints: str) -> re.Pattern[str]:
    """Return what finds two small numbers with a dash or one of `joints` between: « 3-1 », « 93 à 83 »."""
    joint = rf" ?[-–] ?| (?:{joints}) " if joints else " ?[-–] ?"
    # « 2019-2020 », « 12-15 % » and « 3-1/2 » are no result
    return re.compile(
        rf"(?<![\w.,/–-])\d{{1,3}}(?:{joint})\d{{1,3}}(?![\w/–-])(?! ?%)(?![.,]\d)"
    )


@dataclass(frozen=True)
class Quantities:
    """Reads the numbers of one article."""

    text: str
    lexicon: EventLexicon

    def quantity_of(self, noun: Word) -> Argument | None:
        """
        Return the quantity of a `noun` that is counted, or of a number word that stands for its noun.

        None without a number, and where the number has no value that we can read.
        """
        # « 14 blessés »: without a number there is nothing to count.
        number = self._number_of(noun)
        if number is None:
            return None
        value, value_to = self._value_of(number)
        if value is None:
            return None
        counted = self._counted_noun(noun, number)
        # "40 million": the digits hang on the word that multiplies them
        start = min(counted.idx, *(word.idx for word in _number_words(number)))
        end = max(_end(number), _end(counted))
        return Argument(
            role="quantity",
            start=start,
            end=end,
            text=self.text[start:end],
            value=value,
            bound=self._bound(number, end),
            value_to=value_to,
            unit=counted.text if counted is not number else None,
            subset=self._is_subset(number),
        )

    def is_amount(self, word: Word) -> bool:
        """Return whether a word is a number without a noun, or the unit of an amount: « 5 *%* », « trois *millions* »."""
        if word.form[:1].isdecimal():
            return True
        is_unit = word.form in self.lexicon.sets["amounts"]
        is_multiplier = is_noun(word) and word.form in self.lexicon.numbers
        # « un livre » of a library is no pound
        return (is_unit or is_multiplier) and self._number_of(word) is not None

    def result_near(self, trigger: Word) -> Argument | None:
        """Return the result that stands soon after `trigger` in its sentence: « battus 3-1 », "won 2 to 1"."""
        end = min(trigger.sent.end_char, trigger.idx + MAX_RESULT_CHARACTERS)
        joints = "|".join(map(re.escape, sorted(self.lexicon.sets["result_joints"])))
        pattern = _result_pattern(joints)
        result = pattern.search(self.text, trigger.idx, end)
        if result is None:
            return None
        return Argument(
            role="quantity",
            start=result.start(),
            end=result.end(),
            text=result[0],
        )

    def _number_of(self, noun: Word) -> Word | None:
        """Return the word that says how many: « 14 blessés », « plusieurs blessés », « une quinzaine de blessés »."""
        ranges = self.lexicon.ranges
        if noun.pos_ == "NUM" or noun.form in ranges:
            return noun
        for child in noun.children:
            may_count = child.relation in (Relation.NUMERAL, Relation.QUANTITY_MODIFIER)
            is_number = may_count and child.i < noun.i
            # « 8 000 emplois »: the parse takes digits that stand apart for determiners.
            is_determiner = child.relation is Relation.DETERMINER
            is_range = is_determiner and (child.form in ranges or _is_digits(child))
            is_adjective = child.relation is Relation.ADJECTIVE and child.like_num
            if is_number or is_range or is_adjective:
                return child
        # « une quinzaine de blessés »: the number is the head, and its noun hangs on it.
        if noun.relation in _COUNTED_RELATIONS and noun.head.form in ranges:
            return noun.head
        return None

    def _counted_noun(self, noun: Word, number: Word) -> Word:
        """Return the noun that `number` counts: `noun`, or what hangs on « quinzaine de »; else the number itself."""
        if noun is not number:
            return noun
        for child in noun.children:
            # The French model hangs the noun on « quinzaine » …
            if child.relation in _COUNTED_RELATIONS and child.pos_ == "NOUN":
                return child
        for child in noun.children:
            # … the English one hangs "of" on "dozens", and the noun on "of".
            if child.relation is not Relation.ADPOSITION:
                continue
            for grandchild in child.children:
                if grandchild.relation is Relation.ADPOSITION_OBJECT:
                    return grandchild
        return number

    def _value_of(self, number: Word) -> tuple[float | None, float | None]:
        """Return the value of `number`, and where a range ends: « dizaines » runs from 20 to 99."""
        if number.form in self.lexicon.ranges:
            low, high = self.lexicon.ranges[number.form]
            return low, high if high != low else None
        words = _number_words(number)
        if len(words) > 1 and all(map(_is_digits, words)):
            return _number_from("".join(word.form for word in words)), None
        pieces: list[str] = []
        for word in sorted(words, key=lambda word: word.i):
            pieces += filter(None, re.split(r"-|\s", word.form))
        return self._compose(pieces), None

    def _compose(self, words: Sequence[str]) -> float | None:
        """
        Return the number that number words and digits make together; None when none of them has a value.

        « quatre-vingt-dix », "three hundred", "2,5 millions"
        """
        total, below_thousand, has_value = 0.0, 0.0, False
        for word in words:
            value = self.lexicon.numbers.get(word)
            if value is None and _DIGITS.fullmatch(word):
                value = _number_from(word)
            if value is None:
                continue
            has_value = True
            if value >= _HUNDRED and below_thousand:
                # « trois cents »
                below_thousand *= value
            elif value == _TWENTY and below_thousand == _FOUR:
                # « quatre-vingts »
                below_thousand *= value
            else:
                below_thousand += value
            # « deux mille trois cents »: what stands before the thousand is done with.
            if value >= _THOUSAND:
                total, below_thousand = total + below_thousand, 0.0
        return total + below_thousand if has_value else None

    def _bound(self, number: Word, end: int) -> str:
        """Return the bound that the words around a quantity give it: "at least", « près de », else "exact"."""
        first = max(0, number.idx - MAX_BOUND_CHARACTERS)
        limit = end + MAX_BOUND_CHARACTERS
        before = _as_in_lexicon(self.text[first : number.idx]).rstrip()
        after = _as_in_lexicon(self.text[end:limit]).lstrip()
        # The lexicon has the stricter bounds first: « au moins » before « près de ».
        for bound, phrases in self.lexicon.bounds.items():
            for phrase in phrases:
                if _ends_with(before, phrase) or _begins_with(after, phrase):
                    return bound
        # « une quinzaine », "dozens": the word itself says about.
        return "about" if number.form in self.lexicon.ranges else "exact"

    def _is_subset(self, number: Word) -> bool:
        """Return whether a number is a part of another: « dont quatre enfants », "including four children"."""
        first = max(0, number.i - MAX_SUBSET_TOKENS)
        words_before = number.doc[first : number.i]
        subset_words = self.lexicon.sets["subsets"]
        return any(word.form in subset_words for word in words_before)


def _number_words(number: Word) -> list[Word]:
    """Return the words that one number is written in: itself, the groups of digits after it, what hangs on it."""
    words = [number]
    if _is_digits(number):
        words += _digits_after(number)
    for child in number.children:
        if child.pos_ == "NUM" and child.relation in _NUMBER_PART_RELATIONS:
            words.append(child)
    return words


def _is_digits(word: Word) -> bool:
    """Return whether a word is written in digits alone: « 8 »."""
    return word.form.isdecimal()


def _digits_after(number: Word) -> list[Word]:
    """Return the groups of three digits right after a number: « 000 » of « 8 000 »."""
    groups: list[Word] = []
    for word in number.doc[number.i + 1 : number.i + 1 + _MAX_GROUPS]:
        before = groups[-1] if groups else number
        is_apart = word.idx == before.idx + len(before) + 1
        if not (is_apart and _is_digits(word) and len(word) == _DIGITS_OF_A_GROUP):
            break
        groups.append(word)
    return groups


def _as_in_lexicon(text: str) -> str:
    """Return `text` as lexicons write it; only its words are compared, so that no offset is lost."""
    return text.lower().replace("’", "'")


def _ends_with(text: str, phrase: str) -> bool:
    """Return whether `text` ends with the words of `phrase`: of "about", not « sabout »."""
    if not text.endswith(phrase):
        return False
    before = text[: -len(phrase)]
    return not _is_letter(before[-1:])


def _begins_with(text: str, phrase: str) -> bool:
    """
    Return whether `text` begins with the words of `phrase`.

    >>> _begins_with("ou plus, dit-il", "ou plus"), _begins_with("overall", "over")
    (True, False)
    """
    if not text.startswith(phrase):
        return False
    after = text[len(phrase) :]
    return not _is_letter(after[:1])


def _is_letter(character: str) -> bool:
    """Return whether a character goes on with a word; no character at all does not."""
    return character.isalnum() or character == "_"


def _end(token: Word) -> int:
    """Return the offset where a token ends, exclusive."""
    return token.idx + len(token)


def _number_from(digits: str) -> float | None:
    """
    Return `digits` as a number, None when they are none: a separator before three digits at the end groups them.

    >>> [_number_from(digits) for digits in ("1 200", "1,200", "3.5", "3,5")]
    [1200.0, 1200.0, 3.5, 3.5]
    """
    unspaced = re.sub(r"[ \u00a0\u202f]", "", digits).rstrip(".,")
    ungrouped = re.sub(r"[.,](?=\d{3}(?!\d))", "", unspaced)
    try:
        return float(ungrouped.replace(",", "."))
    except ValueError:
        return None
