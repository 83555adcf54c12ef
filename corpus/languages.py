"""Which language a text is in, told from its body; a title or a name would mislead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

__all__ = ["language_of"]

_FEWEST_LETTERS = 20
_ENOUGH = 4_000


def language_of(text: str, languages: Sequence[str]) -> str | None:
    """
    The language of a text among `languages` (ISO 639-1), or None when it has too few letters to tell.

    The identifier is py3langid's (Lui and Baldwin's langid.py, 2012, retrained).
    """
    letters = sum(letter.isalpha() for letter in text[:_ENOUGH])
    if letters < _FEWEST_LETTERS or not languages:
        return None
    return str(_identifier(tuple(languages)).classify(text[:_ENOUGH])[0])


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(languages))
    return identifier
