"""Words as lexicons write them, so that a word of a text can be looked up whatever its case and apostrophe are."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["normalize", "straighten"]

# one character for one
_STRAIGHT_CHARACTERS = {
    "’": "'",
    "ʼ": "'",
    "\u00a0": " ",
    "\u202f": " ",
    "‑": "-",
}


def straighten(text: str) -> str:
    """
    Return `text` with one kind of apostrophe, space and hyphen. It has the same length: offsets hold.

    >>> straighten("l’été\u00a02023")
    "l'été 2023"
    """
    if text.isascii():
        return text
    # Faster than `translate`, which looks at every character.
    for curly, straight in _STRAIGHT_CHARACTERS.items():
        text = text.replace(curly, straight)
    return text


# A text repeats its words: most forms are asked for more than once, under several keys.
@lru_cache(maxsize=2**16)
def normalize(form: str) -> str:
    """
    Return a word as lexicons write it: straightened, in lower case. A token has this as its `form`.

    The result is only ever compared: its length can differ from the word's, so that no offset may be counted in it.

    >>> normalize("Qu’"), normalize("Porte‑parole")
    ("qu'", 'porte-parole')
    """
    return straighten(form).lower()
