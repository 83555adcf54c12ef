"""Words as lexicons write them, so that a word of a text can be looked up whatever its case and apostrophe are."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["normalize"]


# A text repeats its words: most forms are asked for more than once, under several keys.
@lru_cache(maxsize=2**16)
def normalize(form: str) -> str:
    """
    Return a word as lexicons write it: lower case, straight apostrophe. A token has this as its `form`.

    The result is only ever compared: its length can differ from the word's, so that no offset may be counted in it.

    >>> normalize("Qu’")
    "qu'"
    """
    return form.lower().replace("’", "'")
