"""Role nouns in a text: those of the lexicon, and compounds that end as one of them does: „Gesundheitsministerin“."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from .phrase_matcher import PhraseMatcher, has_word_borders

__all__ = ["RoleMatcher"]

RoleMatch = tuple[int, int, str | None]
"""Where a role noun starts and ends (offsets in code points, end-exclusive), and the gender that it states."""


class RoleMatcher:
    """
    Role nouns and the ends of compounds, each with the gender that it states; `find` gives them in order, none in another.

    >>> roles = RoleMatcher({"Zeugin": "f"}, {"ministerin": "f"})
    >>> list(roles.find("Die Zeugin traf Sportministerin Roth."))
    [(4, 10, 'f'), (16, 31, 'f')]
    """

    def __init__(
        self, roles: Mapping[str, str | None], ends: Mapping[str, str | None]
    ) -> None:
        self._roles = PhraseMatcher(roles, any_case=True)
        self._ends = dict(ends)
        longest_first = sorted(self._ends, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, longest_first))
        self._compound = (
            re.compile(
                # „Sportminister“, „Nordwind-Sprecher“
                rf"(?<![\w-])[^\W\d_][\w-]+?({alternatives})(?!\w)",
                re.IGNORECASE,
            )
            if self._ends
            else None
        )

    def find(self, text: str) -> Iterator[RoleMatch]:
        """Find every role noun in `text`; of two that begin together the longer one."""
        matches = sorted(
            chain(self._roles.find(text), self._find_compounds(text)),
            key=lambda match: (match[0], -match[1]),
        )
        end_of_last = 0
        for start, end, gender in matches:
            if start >= end_of_last:
                yield start, end, gender
                end_of_last = end

    def is_compound(self, word: str) -> bool:
        """Return whether a word, in lower case, is longer than an end of compounds that it has."""
        return any(word.endswith(end) and word != end for end in self._ends)

    def _find_compounds(self, text: str) -> Iterator[RoleMatch]:
        """Find the compounds; their gender is that of their end."""
        if self._compound is None:
            return
        for match in self._compound.finditer(text):
            start, end = match.span()
            if has_word_borders(text, start, end):
                yield start, end, self._ends[match.group(1).lower()]
