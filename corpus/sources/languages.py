"""
Which language a text is in, told from its body (a title or a name would mislead), and codes for languages that a
source names. Detection chooses among all languages it knows, so that German is not taken for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

__all__ = [
    "MAX_CHARACTERS",
    "count_letters",
    "language_name",
    "language_of",
    "likeliest_language",
    "stated_language",
]

# Fewer letters are a headline at most, which may be a name; chosen, not measured.
_MIN_LETTERS = 20
MAX_CHARACTERS = 4_000
"""Characters of a text that are looked at: the leads below were measured on as many."""

# Characters of a piece: a quote in another language is about as long. Chosen, not measured.
_PIECE_CHARACTERS = 200
# How much likelier another language must be than the best of those asked for, in nats: of 4,000 French and English
# texts of the press the worst is 6 in all; a sentence of 60 letters in a neighbour (Catalan) has 70, and 1.2 a byte.
_CLEAR_LEAD_NATS = 12.0
_CLEAR_LEAD_NATS_PER_BYTE = 0.3
# How much of a text must be clearly in another language; more where the whole is not: five sentences in Catalan and one
# in French. Half would take an article with a quote in Russian, whose letters outweigh those around it in their piece.
_FOREIGN_SHARE, _FOREIGN_SHARE_OF_MIXED = 0.5, 0.75
# The languages in which a source may write the name of a language: « Anglais », "French".
_NAMING_LOCALES = ("en", "fr", "de", "es", "it", "nl", "pt")
_EMPTY_STATEMENTS = frozenset(
    {"", "nan", "none", "null", "n/a", "na", "-", "?", "und", "mul", "mis", "zxx"}
)


def language_of(text: str, languages: Sequence[str]) -> str | None:
    """
    Return the language of a text (ISO 639-1 where there is one), or None when it has too few letters to tell.

    It is one of `languages` unless the text is clearly in another, which is then returned: compare before you take it.
    The identifier is py3langid's (Lui and Baldwin's langid.py, 2012, retrained).
    """
    start = text[:MAX_CHARACTERS]
    letters = count_letters(start)
    if letters < _MIN_LETTERS or not languages:
        return None
    best, likeliest = _rank_languages(start, tuple(languages))
    if best.language in languages:
        return likeliest
    # A long quote in another language does not make the article one of that language: more than half must be.
    pieces = [
        piece
        for piece in _cut_pieces(start)
        if _rank_languages(piece, tuple(languages))[0].is_clear
    ]
    foreign = sum(map(count_letters, pieces))
    needed_share = _FOREIGN_SHARE if best.is_clear else _FOREIGN_SHARE_OF_MIXED
    return best.language if foreign > needed_share * letters else likeliest


def likeliest_language(text: str, languages: Sequence[str]) -> str:
    """
    Return the one of `languages`, of which there is at least one, that a text is most likely in, however short it is.

    >>> likeliest_language("Oui, bien sûr.", ["en", "fr"])
    'fr'
    """
    return _rank_languages(text[:MAX_CHARACTERS], tuple(languages))[1]


def count_letters(text: str) -> int:
    """Return how many letters of any script a text has."""
    return sum(map(str.isalpha, text))


class _BestLanguage(NamedTuple):
    """The likeliest language of all, and whether it is clearly likelier than each of those asked for."""

    language: str
    is_clear: bool


def _rank_languages(text: str, languages: tuple[str, ...]) -> tuple[_BestLanguage, str]:
    """Return the likeliest language of all, and the likeliest of `languages`."""
    ranked = _identifier().rank(text)
    best, best_score = ranked[0]
    expected = [
        (language, score) for language, score in ranked if language in languages
    ]
    # The identifier knows none of the languages asked for.
    if not expected:
        return _BestLanguage(best, is_clear=True), languages[0]
    likeliest, score = expected[0]
    # The larger of both: a short text needs the fixed lead, a long one gathers that by chance.
    needed_lead = max(
        _CLEAR_LEAD_NATS, _CLEAR_LEAD_NATS_PER_BYTE * len(text.encode(errors="replace"))
    )
    is_clear = best_score - score > needed_lead
    return _BestLanguage(best, is_clear), likeliest


def _cut_pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), _PIECE_CHARACTERS):
        yield text[start : start + _PIECE_CHARACTERS]


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def stated_language(value: Any) -> str | None:
    """
    Return the code of a language as a source states it; None where it states none (`nan`, `und`).

    What is no known code or name is returned as it stands.

    >>> [stated_language(value) for value in ("FR", "fr-FR", "French", "fre", "Français", float("nan"))]
    ['fr', 'fr', 'fr', 'fr', 'fr', None]
    """
    # NaN, which pandas writes for an empty cell, alone differs from itself.
    word = "" if value is None or value != value else str(value).strip()
    folded = word.casefold()
    if folded in _EMPTY_STATEMENTS:
        return None
    code = re.split(r"[-_;,/(]", folded)[0].strip()
    return _language_codes().get(folded) or _language_codes().get(code) or word


@cache
def _language_codes() -> dict[str, str]:
    """Return the names of languages and their codes of two and three letters, folded → the shortest code."""
    from babel import Locale
    from babel.core import get_global

    aliases = {
        str(code).casefold(): str(short)
        for code, short in get_global("language_aliases").items()
    }
    locales = [Locale(code) for code in _NAMING_LOCALES]
    names = {
        str(name).casefold(): str(code)
        for locale in reversed(locales)
        for code, name in locale.languages.items()
        if "_" not in str(code)
    }
    own_names = {
        str(Locale(code).languages[code]).casefold(): code for code in _NAMING_LOCALES
    }
    codes = {
        str(code).casefold(): str(code)
        for code in locales[0].languages
        if "_" not in str(code)
    }
    return (
        names
        | own_names
        | codes
        | {code: short for code, short in aliases.items() if short in codes}
    )


def language_name(code: str) -> str:
    """
    Return a language's English name with its code, for a message.

    >>> language_name("de")
    'German (de)'
    """
    from babel import Locale

    name = Locale("en").languages.get(code)
    return f"{name} ({code})" if name else code
