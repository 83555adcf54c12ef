"""
Guillemets that point inwards, as German books and newspapers have them: »Wir gehen«.

Which way they point is a habit of the text and not of a mark: it is read from all of them at once.
"""

from __future__ import annotations

import re

__all__ = ["turn_guillemets"]

_TURNED = str.maketrans("»«›‹", "«»‹›")
_OPENING_PLACE = r"(?:^|(?<=[\s(\[„“—–-]))"
# »Wir: no blank follows a mark that opens inwards, but one precedes it; « oui » has a blank on both sides of each mark.
_OPENS_INWARDS = re.compile(rf"{_OPENING_PLACE}[»›](?=\w)", re.MULTILINE)
_OPENS_OUTWARDS = re.compile(rf"{_OPENING_PLACE}[«‹]", re.MULTILINE)


def turn_guillemets(text: str) -> str:
    """
    Return `text` with its guillemets turned round where more of them open inwards than outwards; of the same length.

    >>> turn_guillemets("»Wir gehen«, sagte sie."), turn_guillemets("« Oui », dit-elle.")
    ('«Wir gehen», sagte sie.', '« Oui », dit-elle.')
    """
    if "»" not in text and "›" not in text:
        return text
    inwards = len(_OPENS_INWARDS.findall(text))
    if inwards <= len(_OPENS_OUTWARDS.findall(text)):
        return text
    return text.translate(_TURNED)
